"""Can a person search while typing?"""

from __future__ import annotations

import asyncio
import io
import os
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from conftest import clean_environment
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput
from test_editor import editor

from indexer import Article, Index
from indexer.cli import Context
from indexer.cli.console import Console
from indexer.cli.interactive.answers import LiveSearch
from indexer.cli.interactive.layout import article_page, folded, keys_line, results_page
from indexer.cli.interactive.session import Session
from indexer.cli.notes import HitOptions, MatchOptions
from indexer.installing import how_to_install

if TYPE_CHECKING:
    from conftest import Run

    Line = list[tuple[str, str]]

UP, DOWN, ESCAPE, PAGE_DOWN, END = "\x1b[A", "\x1b[B", "\x1b", "\x1b[6~", "\x1b[F"
ASKED: MatchOptions = {"mode": "any", "literal": False, "since": None, "until": None}
OF_HITS: HitOptions = {
    "per_article": 2,
    "duplicates": False,
    "offset": 0,
    "order": "relevance",
    "expand": False,
    "explain": False,
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    for number in range(30):
        (folder / f"watch {number:02}.txt").write_text(
            f"The watch in the year {1800 + number}\n\nThe watchman walked along pier {number} and lit his pipe. "
            + " ".join(f"rope{number}x{knot}" for knot in range(60))
        )
    (folder / "lamp.txt").write_text(
        "How the lamp was lit\n\n" + "Nothing of interest here.\n\n" * 60 + "The keeper of Gutenberg lit the lamp.\n"
    )
    (folder / "evil.jsonl").write_text(
        r'{"title": "Beacon \u001b[2J\u0001x\u0002", "text": "A beacon \u001b]0;owned\u0007 \u009b31m shone."}'
    )
    for path in folder.iterdir():
        os.utime(path, (10**9, 10**9))
    with Index(folder / ".indexer") as index:
        index.update([folder], passage_words=30)
    return folder


def console_of(folder: Path, **environment: str) -> Console:
    around = clean_environment(folder) | {"TERM": "xterm"} | environment
    streams = io.StringIO(), io.StringIO(), io.StringIO()
    return Console(Context(str(folder), around, *streams, frozenset({"stdin", "stdout", "stderr"})))


def live(folder: Path) -> LiveSearch:
    return LiveSearch(Index(folder / ".indexer"), console_of(folder, NO_COLOR="1"), ASKED, OF_HITS)


def text_of(lines: Sequence[Any]) -> list[str]:
    return ["".join(part[1] for part in line) for line in lines]


# What a query as typed so far gives


def test_hits_are_as_the_command_prints_them(run: Run, library: Path) -> None:
    answer = live(library).ask("keeper lamp", 10, 80)
    printed = run("search", "keeper lamp", cwd=library, terminals={"stdin", "stdout", "stderr"}, env={"NO_COLOR": "1"})
    assert "\n\n".join("\n".join(hit) for hit in answer.hits) + "\n" == printed.stdout
    assert list(answer.messages) == printed.stderr.splitlines()


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("gutenb", "gutenb*"),
        ("lamp gutenb", "lamp gutenb*"),
        ("author:gutenb", "author:gutenb"),  # which nobody of that name wrote
        ("gutenberg", "gutenberg"),
        ("gutenb lamp", "gutenb lamp"),  # is complete, as a word follows
        ("gutenb ", "gutenb "),
        ("xylo", "xylo"),
        ("g", "g"),
        ('"gutenb"', '"gutenb"'),
        ("lamp -gutenb", "lamp -gutenb"),
        ("lamp !gutenb", "lamp !gutenb"),
        ("lamp NOT gutenb", "lamp NOT gutenb"),
        ("lamp -(moon gutenb)", "lamp -(moon gutenb)"),
        ("lamp -moon gutenb", "lamp -moon gutenb*"),
        ("lamp +gutenb", "lamp +gutenb*"),
        ("gutenb -gutenb", "gutenb -gutenb"),
        ("gutenb gutenb", "gutenb gutenb*"),
        ("text:gutenb", "text:gutenb*"),
    ],
)
def test_the_word_being_typed_is_taken_as_the_beginning_of_one_where_no_passage_has_it(
    library: Path, text: str, asked: str
) -> None:
    answer = live(library).ask(text, 10, 80)
    assert answer.result is not None
    assert answer.result.query == asked
    assert answer.text == text
    said = f"the last word is taken as the beginning of one: {asked}"
    assert (said in answer.messages) is (asked != text)


def test_what_no_passage_has_is_named_with_what_may_have_been_meant(library: Path) -> None:
    assert 'no passage has "gutemberg"; did you mean gutenberg?' in live(library).ask("gutemberg", 10, 80).messages


@pytest.mark.parametrize("text", ['"lamp', "lamp AND", "autor:x", "date:02/03/2023", "(", "moon^x", "*"])
def test_what_cannot_be_read_is_said_and_not_raised(library: Path, text: str) -> None:
    answer = live(library).ask(text, 10, 80)
    assert answer.result is None
    assert answer.messages[0].startswith("error: ")
    assert any("^" in line for line in answer.messages)


def test_an_index_that_is_gone_is_said_and_not_raised(tmp_path: Path) -> None:
    with Index(tmp_path / ".indexer") as index:
        index.add([Article("The keeper.", path="note:1")])
        asks = live(tmp_path)
        assert asks.ask("keeper", 10, 80).result
    shutil.rmtree(tmp_path / ".indexer")
    assert any(line.startswith("error: ") for line in asks.ask("keeper", 10, 80).messages)


def test_what_others_add_meanwhile_is_found(tmp_path: Path) -> None:
    with Index(tmp_path / ".indexer") as index:
        index.add([Article("The keeper.", path="note:1")])
        asks = live(tmp_path)
        assert asks.ask("foghorn", 10, 80).messages[0] == "nothing found"
        index.add([Article("A foghorn.", path="note:2")])
        assert asks.ask("foghorn", 10, 80).messages == ("1 of 1 matching passage",)


def test_without_a_query_it_says_what_there_is(library: Path) -> None:
    messages = live(library).ask(" ", 10, 80).messages
    assert messages == (
        f"type words to search for in {library.name}",
        "32 articles, 68 passages; what can be typed: indexer help query",
    )


# The lines of the screen


@pytest.mark.parametrize("columns", [12, 40, 80, 160])
def test_nothing_is_wider_than_the_screen(library: Path, columns: int) -> None:
    answer = live(library).ask('lamp watchman "gutemberg pier"', 10, columns - 2)
    for rows in (3, 10, 50):
        page = results_page(answer.hits, answer.messages, 1, 0, columns, rows)
        assert len(page.lines) <= rows
        assert max(map(len, text_of(page.lines))) <= columns


@pytest.mark.parametrize("rows", [8, 14, 24, 60])
def test_the_chosen_hit_is_always_on_the_screen(library: Path, rows: int) -> None:
    hits = live(library).ask("watchman", 10, 78).hits
    top = 0
    for selected in [*range(10), *reversed(range(10)), 9, 0, 5]:
        page = results_page(hits, ["10 of many"], selected, top, 80, rows)
        top = page.top
        shown = text_of(page.lines)
        at = [line for line in shown if line.startswith("> ")]
        assert at == [f"> {hits[selected][0]}"]
        assert len(shown) <= rows
        if rows >= 8:
            first = shown.index(at[0])
            assert [line[2:] for line in shown[first : first + len(hits[selected])]] == list(hits[selected])


def test_lines_are_folded_between_words_with_their_indent() -> None:
    assert text_of(folded("   one two three", 10)) == ["   one two", "   three"]
    assert text_of(folded("1. one two three", 10, 3)) == ["1. one two", "   three"]
    assert text_of(folded("incomprehensible", 6)) == ["incomp", "rehens", "ible"]
    assert text_of(folded("日本語日本語", 5)) == ["日本", "語日", "本語"]
    assert text_of(folded("", 5)) == [""]
    assert folded("\x1b[31mred\x1b[0m on", 3)[0][0][0] == "ansired"


def test_an_article_ends_with_its_last_line() -> None:
    lines = [f"line {number}" for number in range(30)] + ["a long last line"]
    page = article_page(lines, 1000, 10, 5)
    assert text_of(page.lines) == ["line 27", "line 28", "line 29", "a long", "last line"]
    assert page.top == 27
    assert article_page(lines, -5, 10, 5).top == 0
    assert text_of(article_page(["one"], 3, 10, 5).lines) == ["one"]


def test_keys_are_named_as_far_as_there_is_room() -> None:
    keys = (("Enter", "read"), ("Esc", "leave"))
    assert text_of([keys_line(keys, 80)]) == ["Enter read  Esc leave"]
    assert text_of([keys_line(keys, 12)]) == ["Enter read"]


# The keys


class Screen(DummyOutput):
    """A screen of a size that can change, on which nothing is drawn."""

    size = Size(rows=24, columns=80)

    def get_size(self) -> Size:
        return self.size


class Person:
    """Somebody at the keyboard, who waits until what they wait for is to be seen."""

    def __init__(self, session: Session, keys: PipeInput, screen: Screen) -> None:
        self.session = session
        self.screen = screen
        self._keys = keys

    def type(self, keys: str) -> None:
        self._keys.send_text(keys)

    async def until(self, seen: Callable[[], bool]) -> None:
        for _ in range(6000):
            if seen():
                return
            await asyncio.sleep(0.005)
        raise TimeoutError(self.lines())

    async def sees(self, text: str) -> None:
        await self.until(lambda: any(text in line for line in self.lines()))

    def lines(self) -> list[str]:
        """What is on the screen below the query, or of the article."""
        session = self.session
        shown = session.results() if session.reading is None else session.page()
        return "".join(part[1] for part in shown).split("\n")

    @property
    def chosen(self) -> str:
        return next((line for line in self.lines() if line.startswith("> ")), "")


@contextmanager
def searching(
    library: Path, query: str = "", limit: int | None = None, env: dict[str, str] | None = None, **options: Any
) -> Iterator[Person]:
    screen = Screen()
    console = console_of(library, NO_COLOR="1", **(env or {}))
    asks = LiveSearch(Index(library / ".indexer"), console, ASKED, cast("HitOptions", OF_HITS | options))
    with create_pipe_input() as keys:
        yield Person(Session(asks, console, query, limit, keys, screen), keys, screen)


def play(library: Path, script: Callable[[Person], Any], *arguments: Any, **how: Any) -> int:
    """Let a person do what `script` says; the exit code of the session."""

    async def both() -> int:
        with searching(library, *arguments, **how) as person:
            running = asyncio.create_task(person.session.run())
            try:
                await asyncio.wait_for(script(person), 60)
                return await asyncio.wait_for(running, 60)
            finally:
                running.cancel()

    return asyncio.run(both())


def test_hits_follow_what_is_typed(library: Path) -> None:
    async def script(person: Person) -> None:
        await person.sees("type words to search for")
        person.type("lamp")
        await person.sees("How the [lamp] was lit")
        person.type(" xylophone")
        await person.sees('no passage has "xylophone"')
        person.type("\x15beacon")  # ^U empties the line
        await person.sees("[Beacon]")
        person.type(ESCAPE)

    assert play(library, script) == 0


def test_while_a_query_cannot_be_read_what_was_found_stays(library: Path) -> None:
    async def script(person: Person) -> None:
        await person.sees("How the [lamp] was lit")
        person.type(' "the kee')
        await person.sees("error: unclosed quotation mark")
        await person.sees("How the [lamp] was lit")
        person.type('per"')
        await person.sees("[The keeper]")
        assert not any("error" in line for line in person.lines())
        person.type(ESCAPE)

    assert play(library, script, "lamp") == 0


def test_arrows_choose_and_more_hits_come_where_the_last_is_reached(library: Path) -> None:
    async def script(person: Person) -> None:
        await person.sees("1–10 of 60 matching passages")
        assert "1. " in person.chosen
        person.type(DOWN)
        await person.until(lambda: "2. " in person.chosen)
        person.type(UP + UP)
        await person.until(lambda: "1. " in person.chosen)
        person.type(DOWN * 9)
        await person.until(lambda: "10. " in person.chosen)
        await person.sees("1–20 of 60 matching passages")
        person.type(PAGE_DOWN)
        await person.until(lambda: int(person.chosen.strip("> ").split(".")[0]) > 11)
        person.type(" pier")
        await person.until(lambda: "1. " in person.chosen)
        person.type("\x03")

    assert play(library, script, "watch") == 130


@pytest.mark.parametrize(("limit", "shown"), [(3, "1–3 of 60"), (0, "1–60 of 60")])
def test_the_number_of_hits_is_as_asked_for(library: Path, limit: int, shown: str) -> None:
    async def script(person: Person) -> None:
        await person.sees(shown)
        person.type(DOWN * 5 + ESCAPE)

    assert play(library, script, "watch", limit) == 0


def test_options_of_a_search_hold(library: Path) -> None:
    async def script(person: Person) -> None:
        await person.sees("1. The [watch] in the year 1800")
        await person.sees("2. The [watch] in the year 1801")
        person.type(ESCAPE)

    assert play(library, script, "watch", per_article=1, order="path") == 0


def test_enter_shows_the_article_at_the_passage_and_q_goes_back(library: Path) -> None:
    async def script(person: Person) -> None:
        person.type("\r")  # before anything was found
        await person.until(lambda: person.session.reading is not None)
        assert any(line.startswith("> ") and "[Gutenberg]" in line for line in person.lines())
        assert person.lines()[0] != "How the lamp was lit"
        person.type("g")
        await person.until(lambda: person.lines()[0].startswith("How the lamp was lit"))
        person.type(" ")
        await person.until(lambda: not person.lines()[0].startswith("How the lamp was lit"))
        person.type("G")
        await person.until(lambda: "[Gutenberg]" in person.lines()[-1])
        person.type("q")
        await person.until(lambda: person.session.reading is None)
        person.type("!")  # and is typed again into the query
        await person.until(lambda: person.session.answer is not None and person.session.answer.text == "gutenberg!")
        person.type(ESCAPE)

    assert play(library, script, "gutenberg") == 0


def test_the_editor_opens_the_chosen_hit_at_its_line(library: Path, tmp_path: Path) -> None:
    async def script(person: Person) -> None:
        await person.sees("lamp.txt:")
        person.type("\x0f")
        await person.until((tmp_path / "opened").exists)
        await person.until(lambda: (tmp_path / "opened").read_text().endswith("lamp.txt\n"))
        person.type(ESCAPE)

    assert play(library, script, "gutenberg", env=editor(tmp_path)) == 0
    assert (tmp_path / "opened").read_text().startswith("+1")


def test_what_cannot_be_opened_is_said(library: Path) -> None:
    async def script(person: Person) -> None:
        await person.sees("[Beacon]")
        person.type("\x0f")
        await person.sees("error: the editor false ended with exit code 1")
        person.type("s")
        await person.until(lambda: not any("editor" in line for line in person.lines()))
        person.type(ESCAPE)

    assert play(library, script, "beacon", env={"EDITOR": "false"}) == 0


def test_another_width_gives_other_lines(library: Path) -> None:
    async def script(person: Person) -> None:
        await person.sees("Gutenberg")
        person.screen.size = Size(rows=24, columns=40)
        person.lines()  # is drawn again, as it is when a terminal says that it has another size
        await person.until(lambda: person.session.answer is not None and person.session.answer.columns == 38)
        assert max(map(len, person.lines())) <= 40
        person.type("\r")
        await person.until(lambda: person.session.reading is not None)
        person.screen.size = Size(rows=10, columns=100)
        person.lines()
        await person.until(lambda: person.session.reading is not None and person.session.reading.columns == 100)
        assert len(person.lines()) <= 9
        person.type("q")
        await person.until(lambda: person.session.reading is None)
        person.type(ESCAPE)

    assert play(library, script, "gutenberg") == 0


def test_lines_that_are_pasted_become_one(library: Path) -> None:
    async def script(person: Person) -> None:
        person.type("\x1b[200~keeper\nlamp\x1b[201~")
        await person.until(lambda: person.session.answer is not None and person.session.answer.text == "keeper lamp")
        person.type(ESCAPE)

    assert play(library, script) == 0


def test_no_control_character_of_an_article_is_shown(library: Path) -> None:
    async def script(person: Person) -> None:
        await person.sees("[Beacon]")
        shown = list(person.lines())
        person.type("\r")
        await person.until(lambda: person.session.reading is not None)
        for line in [*shown, *person.lines()]:
            assert not [letter for letter in line if ord(letter) < 32 or 127 <= ord(letter) < 160]
        person.type("\x03")

    assert play(library, script, "beacon") == 130


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=lambda number: number.name)
def test_a_signal_ends_the_session(library: Path, number: signal.Signals) -> None:
    async def script(person: Person) -> None:
        await person.sees("Gutenberg")
        os.kill(os.getpid(), number)

    before = signal.signal(number, signal.SIG_IGN)
    try:
        assert play(library, script, "gutenberg") == 128 + number
    finally:
        signal.signal(number, before)


@pytest.mark.parametrize(("method", "keys"), [("search", "lamp"), ("article", "lamp\r")])
def test_a_fault_ends_the_session_with_what_it_was(
    library: Path, monkeypatch: pytest.MonkeyPatch, method: str, keys: str
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    async def script(person: Person) -> None:
        person.type(keys)

    monkeypatch.setattr(Index, method, fails)
    with pytest.raises(ZeroDivisionError):
        play(library, script)


# The command


@pytest.mark.parametrize(
    "more", [["--format", "json"], ["-l"], ["-c"], ["-0"], ["--open"], ["--hyperlink"]], ids=" ".join
)
def test_what_prints_and_what_is_interactive_exclude_each_other(run: Run, library: Path, more: list[str]) -> None:
    done = run("search", "--interactive", *more, "lamp", cwd=library, terminals={"stdin", "stdout"})
    assert done.returncode == 2
    assert f"error: {more[0]} has no effect with --interactive" in done.stderr


@pytest.mark.parametrize(
    ("terminals", "env"), [({"stdin"}, {}), ({"stdout"}, {}), ({"stdin", "stdout"}, {"TERM": "dumb"})]
)
def test_it_needs_a_terminal(run: Run, library: Path, terminals: set[str], env: dict[str, str]) -> None:
    done = run("search", "--interactive", cwd=library, terminals=terminals, env=env)
    assert done.returncode == 2
    assert "error: --interactive needs a terminal\n" in done.stderr


def test_it_needs_its_extra(run: Run, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.cli.commands.search.find_spec", lambda _: None)
    done = run("search", "--interactive", cwd=library, terminals={"stdin", "stdout"})
    assert done.returncode == 2
    assert "error: --interactive needs the extra interactive\n" in done.stderr
    assert f"hint: install it with: {how_to_install('interactive')}\n" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--since", "sometime"], "error: "),
        (["--since", "2020", "--until", "2019"], "error: since 2020-01-01 is later than until 2019-12-31"),
        (["--index", "nowhere"], "error: "),
        (["--sort", "newest", "--expand"], "error: --sort newest and --expand exclude each other"),
    ],
)
def test_what_can_never_be_searched_is_said_before_the_screen(
    run: Run, library: Path, arguments: list[str], said: str
) -> None:
    done = run("search", "--interactive", *arguments, cwd=library, terminals={"stdin", "stdout"})
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(said)


def test_all_other_searches_need_a_query(run: Run, library: Path) -> None:
    done = run("search", cwd=library)
    assert done.returncode == 2
    assert done.stderr == "error: Missing argument 'QUERY…'.\nhint: see indexer search --help\n"
