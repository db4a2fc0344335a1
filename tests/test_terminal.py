"""What does a person see who sits at a terminal, and in what state is it left?"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import INDEXER, clean_environment
from terminal import Session, plain, run_in_terminal, stray_controls

from indexer import Article, Index
from indexer.text.widths import width_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Run

    Screen = Callable[..., Session]
    Shown = Callable[..., tuple[str, int]]

RED = "\x1b[31m"
HIDE_CURSOR, SHOW_CURSOR = "\x1b[?25l", "\x1b[?25h"

# ESC, a C1 control, a bell, an OSC sequence, a mark that turns the text around; and one that a file's name cannot have.
EVIL_NAME = "evil\x1b[31m\x9b2J\x07\x1b]0;owned\x07\u202egnp.txt"
EVIL_LINE = "line\nerror: forged.txt"
EVIL_TEXT = "The keeper \x1b[31mof\x1b[0m \x9b2Jthe \x1b]0;owned\x07 lamp \u202eturned\u202c \x08it\x7f on.\n"
EVIL_RECORD = (
    r'{"title": "Lamp \u001b[2J\u009b31m\u202e", "author": "Eve \u001b]8;;x\u0007", "text": "A keeper \u001b[5m."}'
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with articles, some of them hostile, and their index."""
    folder = tmp_path_factory.mktemp("library")
    for number in range(12):
        text = (
            f"The watch in the year {1800 + number}\n\n"
            + "The watchman walked along the incomprehensibly long pier. " * 9
            # What no other of them says: they are not to count as one and the same.
            + f"\n\n{' '.join(f'rope{number}x{knot}' for knot in range(100))}.\n"
        )
        (folder / f"watch {number}.txt").write_text(text)
    (folder / EVIL_NAME).write_text(EVIL_TEXT)
    (folder / EVIL_LINE).write_text("The keeper put out the lamp.\n")
    (folder / "evil.jsonl").write_text(EVIL_RECORD + "\n")
    for path in folder.iterdir():
        os.utime(path, (10**9, 10**9))
    with Index(folder / ".indexer") as index:
        index.update([folder])
    return folder


@pytest.fixture
def shown(run: Run, library: Path) -> Shown:
    """Runs the command as in a terminal, in this process; gives what it writes to both streams, and its exit code."""

    def show(*arguments: str, cwd: Path = library, env: dict[str, str] | None = None, **how: Any) -> tuple[str, int]:
        environment = {"TERM": "xterm-256color"} | (env or {})
        done = run(*arguments, cwd=cwd, env=environment, terminals={"stdin", "stdout", "stderr"}, lines=500, **how)
        return done.stdout + done.stderr, done.returncode

    return show


@pytest.fixture
def screen(library: Path, tmp_path: Path) -> Screen:
    """Runs the installed command in a pseudo-terminal: `screen("search", "lamp", columns=50)`."""

    def show(*arguments: str, cwd: Path = library, env: dict[str, str] | None = None, **how: Any) -> Session:
        environment = clean_environment(tmp_path) | {"TERM": "xterm-256color", "PAGER": "cat"} | (env or {})
        return run_in_terminal([INDEXER, *arguments], cwd=cwd, env=environment, **how)

    return show


@pytest.fixture
def pager(tmp_path: Path) -> Path:
    """A pager that writes what it is given to a file beside it, `shown`."""
    program = tmp_path / "pager"
    program.write_text(f"#!{sys.executable}\nimport sys\nopen(__file__ + '.shown', 'w').write(sys.stdin.read())\n")
    program.chmod(0o755)
    return program


def shown_by(pager: Path) -> str | None:
    shown = pager.with_name("pager.shown")
    return shown.read_text(encoding="utf-8") if shown.exists() else None


def new_articles(folder: Path, count: int, words: int) -> Path:
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:04}.txt").write_text(f"Report {number}\n\n" + "The keeper saw the storm. " * (words // 5))
    return folder


def is_restored(session: Session) -> bool:
    """Whether the terminal's modes are as before, and its cursor is shown as often as it was hidden, and last."""
    hidden, shown = (re.findall(re.escape(code), session.output) for code in (HIDE_CURSOR, SHOW_CURSOR))
    last = session.output.rfind(HIDE_CURSOR) <= session.output.rfind(SHOW_CURSOR)
    return session.modes_after == session.modes_before and len(hidden) == len(shown) and last


def after_the_bar(session: Session) -> str:
    """What was written when the progress bar had gone."""
    return session.output.rpartition(SHOW_CURSOR)[2].removeprefix("\r\x1b[1A\x1b[2K")


# Colour


@pytest.mark.parametrize(
    ("options", "env", "colored"),
    [
        ([], {}, True),
        ([], {"NO_COLOR": "1"}, False),
        ([], {"NO_COLOR": ""}, True),
        ([], {"TERM": "dumb"}, False),
        ([], {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
        (["--color", "always"], {"NO_COLOR": "1", "TERM": "dumb"}, True),
    ],
)
def test_promise_5_colour_at_a_terminal(shown: Shown, options: list[str], env: dict[str, str], colored: bool) -> None:
    output, code = shown("search", *options, "-n1", "watchman", env=env)
    assert code == 0
    assert (RED in output) is colored
    assert ("\x1b" in output) is colored


@pytest.mark.parametrize(("env", "colored"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_promise_5_colour_in_a_real_terminal(screen: Screen, env: dict[str, str], colored: bool) -> None:
    session = screen("search", "-n1", "watchman", env=env)
    assert session.code == 0
    assert (RED in session.output) is colored


@pytest.mark.parametrize(
    ("options", "env", "colored"),
    [
        ([], {}, False),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "0"}, False),
        ([], {"FORCE_COLOR": "1", "TERM": "dumb"}, True),
    ],
)
def test_promise_5_colour_in_a_pipe(
    run: Run, library: Path, options: list[str], env: dict[str, str], colored: bool
) -> None:
    assert (RED in run("search", *options, "-n1", "watchman", cwd=library, env=env).stdout) is colored


def test_promise_5_each_stream_is_coloured_for_itself(screen: Screen, tmp_path: Path) -> None:
    with open(tmp_path / "out", "wb") as out:
        session = screen("search", "-n1", '"lone', stdout=out)
        assert f"{RED}\x1b[1merror:" in session.output
        screen("search", "-n1", "watchman", stdout=out)
    assert "\x1b" not in (tmp_path / "out").read_text()


@pytest.mark.parametrize("form", ["json", "paths"])
def test_data_is_never_coloured(run: Run, library: Path, form: str) -> None:
    assert "\x1b" not in run("search", "--color", "always", "--format", form, "watchman", cwd=library).stdout


# Text from an article can never act on the terminal


@pytest.mark.parametrize(
    "options",
    [
        ["--format", "text"],
        ["--format", "json"],
        ["--format", "jsonl"],
        ["--format", "csv"],
        ["--format", "paths"],
        ["-c"],
    ],
    ids=" ".join,
)
def test_promise_5_no_control_character_of_an_article_or_name_reaches_the_terminal(
    shown: Shown, options: list[str]
) -> None:
    output, code = shown("search", *options, "keeper")
    assert code == 0
    assert "evil.jsonl" in output
    assert stray_controls(output) == []
    assert not {"\x1b[2J", "\x1b[5m"} & set(re.findall("\x1b\\[[0-9;]*[A-Za-z]", output))


@pytest.mark.parametrize("options", [["--format", "text"], ["--format", "json"]], ids=" ".join)
def test_promise_5_nor_does_one_reach_a_pipe(run: Run, library: Path, options: list[str]) -> None:
    assert stray_controls(run("search", *options, "keeper", cwd=library).stdout) == []


@pytest.mark.parametrize("options", [["--format", "text"], ["-l"]], ids=" ".join)
def test_promise_5_a_file_s_name_cannot_begin_a_line_of_its_own(shown: Shown, options: list[str]) -> None:
    output, _ = shown("search", *options, "keeper")
    assert "forged" in output
    assert not re.search("^error: forged", output, re.MULTILINE)


def test_promise_5_hyperlinks_hold_no_control_character_of_a_name(shown: Shown) -> None:
    output, _ = shown("search", "--hyperlink", "--color", "never", "keeper")
    links = re.findall("\x1b\\]8;;([^\x1b]*)\x1b\\\\", output)
    assert any("evil%1B%5B31m" in link for link in links)
    assert all(re.fullmatch(r"(file:///[!-~]+)?", link) for link in links)
    assert stray_controls(re.sub("\x1b\\]8;;[^\x1b]*\x1b\\\\", "", output)) == []


def test_promise_5_show_and_stats_pass_none_on(shown: Shown, library: Path) -> None:
    with Index(library / ".indexer") as index:
        articles = {hit.article for hit in index.search("keeper", limit=None).hits}
    for arguments in (["stats"], *(["show", "--query", "keeper", article] for article in articles)):
        output, code = shown(*arguments)
        assert code == 0
        assert stray_controls(output) == []


def test_promise_5_index_passes_none_on(screen: Screen, tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / f"fails {EVIL_NAME}").write_bytes(bytes(range(256)))
    (tmp_path / "articles" / EVIL_LINE).write_bytes(b"")
    (tmp_path / "articles" / f"skipped {EVIL_NAME}.png").write_bytes(b"")
    session = screen("index", "-v", "--index", f"made\x1b[2J{EVIL_NAME}", "articles", cwd=tmp_path)
    assert session.code == 2
    assert "fails evil" in session.output
    assert "skipped evil" in session.output
    written = after_the_bar(session)
    assert stray_controls(written) == []
    assert not re.search("^ *error: forged", plain(written), re.MULTILINE)


# The size of the terminal


@pytest.mark.parametrize("columns", [50, 120])
def test_promise_6_snippets_fit_the_terminal_and_words_are_not_cut(shown: Shown, screen: Screen, columns: int) -> None:
    output, _ = shown("search", "-n3", "watchman", columns=columns)
    assert output == screen("search", "-n3", "watchman", columns=columns).output
    hits = plain(output).split("\n\n")
    words = {"The", "watchman", "walked", "along", "the", "incomprehensibly", "long", "pier.", "…"}
    longest = 0
    for hit in hits:
        snippet = [line for line in hit.splitlines()[2:] if line.startswith("   ")]
        assert 1 <= len(snippet) <= 3
        assert set(" ".join(snippet).split()) <= words
        longest = max(longest, *map(len, snippet))
    assert columns - 25 < longest <= columns


@pytest.mark.parametrize("command", ["search", "show"])
@pytest.mark.parametrize("columns", [20, 40, 60, 200])
def test_titles_are_wrapped_between_words(shown: Shown, tmp_path: Path, columns: int, command: str) -> None:
    title = "How an engineer taught the lighthouse to throw its beam over a sea of 日本語 words"
    article = Article("A keeper.", title=title, authors=("Helen Marsh", "Tom Ferris"), path="note:1")
    with Index(tmp_path / ".indexer") as index:
        index.add([article])
    words = ["keeper lighthouse"] if command == "search" else ["note:1", "--query", "lighthouse"]
    for color in ("always", "never"):
        output, code = shown(command, "--color", color, *words, cwd=tmp_path, columns=columns)
        head = plain(output).split("\n   note:1" if command == "search" else "\nnote:1")[0]
        assert code == 0
        assert max(width_of(line) for line in head.splitlines()) <= columns
        mark = "lighthouse" if color == "always" else "[lighthouse]"
        start = "1. " if command == "search" else ""
        expected = f"{start}{title.replace('lighthouse', mark)} — Helen Marsh, Tom Ferris"
        assert " ".join(head.split()) == expected


@pytest.mark.parametrize("columns", [1, 7, 20, 40, 80, 160])
def test_a_match_is_to_be_seen_however_wide_the_terminal_is(shown: Shown, tmp_path: Path, columns: int) -> None:
    rest = "He walked along the incomprehensibly long pier and came back when it was over. " * 3
    for number in range(9):
        (tmp_path / f"{number}.txt").write_text(f"Number {number}\n\n{rest}{'It was long. ' * number}A gale. {rest}\n")
    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path])
    hits = shown("search", "--duplicates", "show", "gale", "came", cwd=tmp_path, columns=columns)[0].split("\n\n")
    assert len(hits) == 9
    for hit in hits:
        snippet = [line for line in hit.splitlines()[2:] if line.startswith("   ")]
        assert len(snippet) <= 3
        assert RED in "".join(snippet)
        assert all(len(line) <= max(columns, 19) for line in plain(hit).splitlines()[2:] if line.startswith("   "))


def test_promise_6_a_word_that_fits_a_line_is_not_cut(shown: Shown, tmp_path: Path) -> None:
    word = "counterrevolutionarieswithoutablank"
    (tmp_path / "long.txt").write_text(f"A title\n\nThe word {word} has no blank in it.\n")
    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path / "long.txt"])
    assert word in plain(shown("search", "blank", cwd=tmp_path, columns=50)[0])


def test_promise_6_wide_characters_take_two_columns(shown: Shown, tmp_path: Path) -> None:
    (tmp_path / "toudai.txt").write_text(
        "灯台の話\n\n" + "灯台守は毎晩階段を上り、灯台の明かりをともして船を港へ導いた。" * 6 + "\n"
    )
    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path / "toudai.txt"])
    snippet = plain(shown("search", "灯台", cwd=tmp_path, columns=50)[0]).splitlines()[2:5]
    assert all(sum(1 if character.isascii() or character == "…" else 2 for character in line) <= 50 for line in snippet)


# The pager


def test_promise_6_long_output_goes_to_the_pager(screen: Screen, pager: Path) -> None:
    session = screen("search", "-n0", "watchman", rows=10, env={"PAGER": str(pager)})
    assert session.code == 0
    assert "watchman" not in session.output
    shown = shown_by(pager)
    assert shown is not None
    assert shown.startswith("1. ")
    assert RED in shown


@pytest.mark.parametrize(
    ("arguments", "rows"),
    [
        (["search", "-n1", "watchman"], 24),
        (["search", "--no-pager", "-n0", "watchman"], 10),
        (["search", "--format", "json", "-n0", "watchman"], 10),
        (["search", "-l", "-n0", "watchman"], 5),
    ],
    ids=["short", "--no-pager", "json", "-l"],
)
def test_promise_6_nothing_else_does(screen: Screen, pager: Path, arguments: list[str], rows: int) -> None:
    session = screen(*arguments, rows=rows, env={"PAGER": str(pager)})
    assert session.code == 0
    assert "watch" in session.output
    assert shown_by(pager) is None


def test_promise_6_a_pipe_is_not_paged(run: Run, library: Path, pager: Path) -> None:
    assert run("search", "-n0", "watchman", cwd=library, env={"PAGER": str(pager)}).stdout.startswith("1. ")
    assert shown_by(pager) is None


@pytest.mark.parametrize("program", ["no-such-pager", "head -1"])
def test_a_pager_that_is_missing_or_leaves_early_is_no_error(screen: Screen, program: str) -> None:
    session = screen("search", "-n0", "watchman", rows=10, env={"PAGER": program})
    assert session.code == 0
    assert "Traceback" not in session.output
    assert "rror" not in session.output
    assert is_restored(session)


# Progress


def test_promise_4_a_terminal_sees_progress_and_is_left_as_it_was(screen: Screen, tmp_path: Path) -> None:
    new_articles(tmp_path / "articles", 20, 500)
    session = screen("index", "articles", cwd=tmp_path)
    assert session.code == 0
    assert re.search(r"\d+/20 files .* \d+\.\d/\d+\.\d kB .*:..", plain(session.output))
    assert is_restored(session)
    assert after_the_bar(session).startswith("20 new")
    nothing = screen("index", cwd=tmp_path)
    assert plain(nothing.output).startswith("nothing has changed")
    assert "\x1b" not in nothing.output


def test_promise_4_a_quiet_run_has_no_bar(screen: Screen, tmp_path: Path) -> None:
    new_articles(tmp_path / "articles", 5, 500)
    assert screen("index", "-q", "articles", cwd=tmp_path).output == ""


def test_promise_4_the_bar_is_on_stderr_and_gone_after_an_error(screen: Screen, tmp_path: Path) -> None:
    new_articles(tmp_path / "articles", 5, 500)
    (tmp_path / "articles" / "binary.txt").write_bytes(bytes(range(256)) * 4)
    with open(tmp_path / "report", "wb") as report:
        session = screen("index", "--format", "json", "articles", cwd=tmp_path, stdout=report)
    assert session.code == 1
    assert "/6 files" in session.output
    assert is_restored(session)
    assert "error: articles/binary.txt" in plain(after_the_bar(session))
    assert (tmp_path / "report").read_text().startswith('{\n  "schema": 1')


@pytest.mark.parametrize(
    ("jobs", "drawn"),
    [("1", r"\b0/750 files"), ("2", r"\b[1-9]\d*/750 files")],
    ids=["as soon as the bar is there", "in the middle"],
)
def test_promise_4_ctrl_c_gives_130_and_restores_the_terminal(
    screen: Screen, tmp_path: Path, jobs: str, drawn: str
) -> None:
    new_articles(tmp_path / "articles", 750, 2500)
    session = screen(
        "index",
        "--jobs",
        jobs,
        "articles",
        cwd=tmp_path,
        interrupt=lambda seen: re.search(drawn, plain(seen)) is not None,
    )
    assert session.code == 130
    assert "Traceback" not in session.output
    assert re.fullmatch(r"interrupted(; \d+ of 750 files are kept)?", after_the_bar(session).strip())
    assert is_restored(session)
    # What comes next finds no lock, and an index that works.
    assert screen("index", "articles/0001.txt", cwd=tmp_path).code == 0
