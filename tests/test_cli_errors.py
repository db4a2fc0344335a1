"""What is said when something goes wrong, and is it of use?"""

from __future__ import annotations

import gc
import io
import os
import re
import shutil
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from terminal import stray_controls

from indexer import Index, cli
from indexer.cli import Context
from indexer.cli.console import Console

if TYPE_CHECKING:
    from conftest import Run, RunInstalled


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with articles and their index."""
    folder = tmp_path_factory.mktemp("library")
    for number in range(300):
        (folder / f"{number:03}.txt").write_text(f"Report {number}\n\n" + f"The keeper saw storm {number}. " * 20)
    with Index(folder / ".indexer") as index:
        index.update([folder])
    return folder


def copy_of_index(library: Path, folder: Path) -> Path:
    """The library's index, to be damaged."""
    return Path(shutil.copytree(library / ".indexer", folder / "copy"))


@pytest.mark.parametrize(
    "arguments",
    [
        ["search", '"lone'],
        ["search", "foo:bar"],
        ["search", "--since", "someday", "keeper"],
        ["search", "-0", "keeper"],
        ["search"],
        ["search", "--bogus", "keeper"],
        ["show", "nosuchid"],
        ["index", "nowhere"],
        ["index", "--max-size", "huge", "."],
        ["clean", "nowhere.txt"],
        ["nosuchcommand"],
        ["--bogus"],
    ],
    ids=" ".join,
)
def test_promise_18_an_error_says_what_happened_and_what_to_do(run: Run, library: Path, arguments: list[str]) -> None:
    done = run(*arguments, cwd=library)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")
    assert done.stderr.splitlines()[-1].startswith("hint: ")
    assert "Traceback" not in done.stderr
    assert "internal error" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["index", "--exclude"], "see indexer index --help"),
        (["show", "--context"], "see indexer show --help"),
        (["search", "--any=3", "keeper"], "see indexer search --help"),
        (["search", "--limi", "3", "keeper"], "see indexer search --help"),
        (["search", "-Iraq", "keeper"], "to leave out a word write: NOT word"),
        (["serch", "keeper"], "did you mean: indexer search?"),
        (["Index"], "did you mean: indexer index?"),
        (["xyz"], "commands: index, search, show, "),
        (["--bogus"], "see indexer --help"),
        (["stats", "--index", "nowhere"], "create one with: indexer index PATH…"),
        (["index", ""], "name a file or a folder"),
    ],
    ids=str,
)
def test_a_hint_is_of_use(run: Run, library: Path, arguments: list[str], hint: str) -> None:
    done = run(*arguments, cwd=library)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].startswith(f"hint: {hint}")


@pytest.mark.parametrize("command", [["search", "keeper"], ["stats"], ["index"]])
def test_without_an_index_every_command_says_so(run: Run, tmp_path: Path, command: list[str]) -> None:
    done = run(*command, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith((f"error: no index at {tmp_path / '.indexer'}\n", "error: nothing to index\n"))
    assert "indexer index PATH…" in done.stderr
    assert not list(tmp_path.iterdir())


def test_promise_9_the_caret_is_under_the_place(run: Run, library: Path) -> None:
    for query, place in (
        ('keeper "storm', '"storm'),
        ("storm) keeper", ")"),
        ("灯台 OR AND x", "OR"),
        ("a [b foo:c", "foo"),
    ):
        error, shown, caret, hint = run("search", query, cwd=library).stderr.splitlines()
        assert error.startswith("error: ")
        assert shown == f"  {query}"
        wide = sum(character in "灯台" for character in query[: query.index(place)])
        assert caret.index("^") == shown.index(place) + wide
        assert hint.startswith("hint: ")


def test_promise_18_a_traceback_is_shown_only_on_request_and_the_exit_code_stays(run: Run, library: Path) -> None:
    done = run("search", "--debug", '"lone', cwd=library)
    assert "Traceback (most recent call last)" in done.stderr
    assert "QuerySyntaxError" in done.stderr
    assert done.returncode == 2  # and not 1, which means that nothing was found


@pytest.mark.parametrize(
    ("kind", "left"),
    [(".seg", 0.5), (".seg", 0.0), ("manifest", 0.02), ("manifest", 0.0)],
)
def test_promise_15_a_search_in_a_damaged_index_is_an_error_with_a_hint(
    run: Run, library: Path, tmp_path: Path, kind: str, left: float
) -> None:
    index = copy_of_index(library, tmp_path)
    for path in index.iterdir():
        if kind in path.name:
            os.truncate(path, int(path.stat().st_size * left))
    done = run("search", "keeper", "--index", index, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: the index cannot be read: ")
    assert "hint: rebuild it" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_index_of_another_format_is_named_as_such(run: Run, library: Path, tmp_path: Path) -> None:
    index = copy_of_index(library, tmp_path)
    for path in index.glob("manifest-*"):
        path.write_bytes(re.sub(rb'"format": \d+', b'"format": 99', path.read_bytes(), count=1))
    done = run("search", "keeper", "--index", index, cwd=tmp_path)
    assert done.returncode == 2
    assert "--rebuild" in done.stderr


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&-"])
def test_closed_streams_do_not_end_in_a_traceback(run_installed: RunInstalled, library: Path, closed: str) -> None:
    done = run_installed("search", "-n", "1", "keeper", cwd=library, shell=f'"$@" {closed}')
    assert "Traceback" not in done.stderr
    assert done.returncode == 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="the system has no /dev/full")
@pytest.mark.parametrize("command", ["search keeper", "search -l keeper", "stats"])
def test_output_that_cannot_be_written_is_an_error_and_not_a_fault_of_ours(
    run_installed: RunInstalled, library: Path, command: str
) -> None:
    done = run_installed(*command.split(), cwd=library, shell='"$@" >/dev/full')
    assert done.returncode == 2
    assert "No space left on device" in done.stderr
    assert "internal error" not in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="the system has no /dev/full")
@pytest.mark.parametrize(
    ("command", "code"),
    [("index", 0), ("search -l keeper", 0), ("search -l zzyzzyx", 1), ("index nowhere", 2), ("serch x", 2)],
)
def test_messages_that_cannot_be_written_change_no_exit_code(
    run_installed: RunInstalled, library: Path, command: str, code: int
) -> None:
    done = run_installed(*command.split(), cwd=library, shell='"$@" 2>/dev/full')
    assert done.returncode == code
    assert bool(done.stdout) == (command == "search -l keeper")
    done = run_installed(*command.split(), cwd=library, shell='"$@" >/dev/full 2>/dev/full')
    assert done.returncode == (2 if command == "search -l keeper" else code)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (MemoryError(), "there is not enough memory"),
        (ImportError("ADVICE\n\nmore advice\n\nOriginal error was: x.so: failed to map\n"), "x.so: failed to map"),
    ],
)
def test_a_lack_of_memory_is_no_fault_of_ours(
    run: Run, library: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, told: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Index, "search", fail)
    done = run("search", "keeper", cwd=library)
    assert done.returncode == 2
    first, hint = done.stderr.splitlines()
    assert told in first
    assert "ADVICE" not in first
    assert "ulimit -v" in hint


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_file_that_cannot_be_written_whole_is_named(run_installed: RunInstalled, library: Path) -> None:
    shell = 'ulimit -f 0; trap "" XFSZ; "$@"'  # Python ignores the signal, but not the shell
    done = run_installed("export", "-o", "out.jsonl", cwd=library, shell=shell)
    assert "error: File too large: out.jsonl\n" in done.stderr
    assert not (library / "out.jsonl").exists()


@pytest.mark.parametrize("form", ["text", "json"])
def test_promise_2_head_ends_a_long_result_quietly(run_installed: RunInstalled, library: Path, form: str) -> None:
    arguments = ["search", "--format", form, "-n", "0", "--per-article", "0", "keeper"]
    done = run_installed(*arguments, cwd=library, shell='{ "$@"; echo "code $?" >&2; } | head -1')
    assert done.stdout.startswith("{" if form == "json" else "1. Report")
    assert "Broken pipe" not in done.stderr
    assert "Traceback" not in done.stderr
    assert "error" not in done.stderr
    assert done.stderr.splitlines()[-1] in {"code 0", "code 141"}


def test_promise_5_no_message_passes_control_characters_on(run: Run, library: Path) -> None:
    evil = "\x1b[2J\x9b31m\u202e\x07"
    for arguments in (
        ["search", f'"{evil}'],
        ["search", f"{evil}:x"],
        ["search", f"zzyzzyx{evil}"],
        ["search", "--since", evil, "x"],
        ["search", "--index", evil, "x"],
        ["show", evil],
        ["index", evil],
        ["search", f"--{evil}", "x"],
    ):
        done = run(*arguments, cwd=library)
        assert done.returncode in {1, 2}
        assert stray_controls(done.stdout + done.stderr) == [], arguments


def test_what_there_is_to_choose_from_is_on_one_line(run: Run, library: Path) -> None:
    done = run("facets", cwd=library)
    assert done.returncode == 2
    error, hint = done.stderr.splitlines()
    assert "Choose from: author, site, year, month, language, section, folder" in error
    assert not stray_controls(done.stderr)
    assert "\ufffd" not in done.stderr
    assert hint == "hint: see indexer facets --help"


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_only_the_first_signal_to_end_counts(monkeypatch: pytest.MonkeyPatch, number: signal.Signals) -> None:
    ending = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {one: signal.getsignal(one) for one in ending}
    come: list[int] = []

    def main() -> int:
        try:
            signal.raise_signal(number)
        except KeyboardInterrupt as error:
            for one in ending:
                signal.raise_signal(one)
                come.append(one)
            return 128 + getattr(error, "number", 0)
        return 0

    monkeypatch.setattr(cli, "main", main)
    monkeypatch.setattr(gc, "set_threshold", lambda _count: None)
    monkeypatch.setattr(gc, "freeze", lambda: None)
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    try:
        with pytest.raises(SystemExit) as ended:
            cli.entry()
        assert (ended.value.code, come) == (128 + number, list(ending))
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


@pytest.mark.parametrize(
    ("typed", "agreed", "end"), [("y\n", True, ""), ("YES \n", True, ""), ("n\n", False, ""), ("", False, "\n")]
)
def test_what_follows_a_question_begins_a_line(tmp_path: Path, typed: str, agreed: bool, end: str) -> None:
    said = io.StringIO()
    console = Console(Context(str(tmp_path), {}, io.StringIO(typed), io.StringIO(), said))
    assert console.confirm("remove it?") is agreed
    assert said.getvalue() == f"remove it? [y/N] {end}"
