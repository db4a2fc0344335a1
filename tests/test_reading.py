"""Does `show` lay out an article so that a person can read it and cite it?"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from terminal import plain

from indexer import Article, Index
from indexer.cli.printers.reading import reading_lines
from indexer.model.articles import Passage
from indexer.text.widths import width_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Run

STORY = "\n\n".join(
    f"In the year {1800 + number} the keeper climbed the stairs, a lamp in his hand, and wrote that the sea was calm."
    for number in range(12)
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("library")
    page = (
        "<html><head><title>The keeper</title><meta property='og:site_name' content='The Lantern'>"
        "<link rel='canonical' href='https://lantern.example/keeper'></head>"
        f"<body><article><h1>The keeper</h1>{''.join(f'<p>{part}</p>' for part in STORY.split(chr(10) * 2))}</article>"
    )
    (folder / "keeper.html").write_text(page)
    (folder / "story.txt").write_text(f"The story\n\n{STORY}\n")
    with Index(folder / ".indexer") as opened:
        opened.update([folder], passage_words=60)
        opened.add([Article("No lines here. " * 30, title="Radio", path="radio", site="radio.example")])
        yield opened


def lines_of(run: Run, index: Index, *arguments: str, columns: int = 0) -> list[str]:
    """What `show` prints, on a terminal of so many columns (0: to a pipe)."""
    how = {"terminals": {"stdout"}, "columns": columns, "lines": 500} if columns else {}
    return run("show", *arguments, cwd=index.path.parent, **how).stdout.splitlines()


def ids(index: Index, path: str) -> str:
    return next(hit.article for hit in index.search(f"path:{path}", duplicates=True).hits)


def test_the_passage_that_was_asked_for_is_marked(run: Run, index: Index) -> None:
    article = ids(index, "story")
    passages = json.loads(run("show", "--format", "json", article, cwd=index.path.parent).stdout)["passages"]
    for columns in (0, 40, 80):
        title, place, empty, *lines = lines_of(run, index, f"{article}.3", columns=columns)
        line = passages[2]["line"]
        assert (plain(title), plain(place), empty) == ("The story", f"story.txt:{line}  {article}.3", "")
        lines = [plain(one) for one in lines]
        marked = [one.removeprefix("> ") for one in lines if one.startswith("> ")]
        assert re.match(rf" *{line}  In the year", marked[0])
        assert " ".join(re.sub(r"^ *\d* +", "", one) for one in marked).split() == passages[2]["text"].split()
        beside = [one for one in lines if one and not one.startswith("> ")]
        said = " ".join(re.sub(r"^ *(\d+  )? *", "", one) for one in beside).split()
        assert said == (passages[1]["text"] + passages[3]["text"]).split()
        numbers = [int(found[1]) for one in lines if (found := re.match(r"(?:> |  ) *(\d+)  ", one))]
        assert numbers == [part["line"] for part in passages[1:4]]


@pytest.mark.parametrize("columns", [1, 20, 40, 80, 200])
def test_lines_are_wrapped_between_words(run: Run, index: Index, columns: int) -> None:
    article = ids(index, "story")
    for identifier in (article, f"{article}.2"):
        lines = [plain(line) for line in lines_of(run, index, identifier, "--query", "lamp keeper", columns=columns)][
            3:
        ]
        assert all(len(line) <= max(columns, 20) for line in lines)
        assert set(" ".join(lines).split()) <= {*STORY.split(), *map(str, range(40)), ">"}


def test_the_whole_article_goes_to_a_pipe_as_it_is(run: Run, index: Index) -> None:
    assert lines_of(run, index, ids(index, "story")) == ["The story", "story.txt:3", "", *STORY.splitlines()]


def test_the_site_and_the_url_are_shown(run: Run, index: Index) -> None:
    for columns in (0, 80):
        lines = lines_of(run, index, f"{ids(index, 'keeper')}.1", columns=columns)
        assert plain(lines[2]) == "The Lantern  https://lantern.example/keeper"
        assert lines[3] == ""


def test_what_has_no_lines_has_no_numbers(run: Run, index: Index) -> None:
    article = ids(index, "radio")
    title, place, origin, _, *lines = lines_of(run, index, f"{article}.2")
    assert (title, place, origin) == ("Radio", f"radio  {article}.2", "radio.example")
    assert [line[:4] for line in lines if line] == ["  No", "> No", "  No"][: len(lines)]


@pytest.mark.parametrize(("options", "shown"), [([], "[keeper]"), (["--mark", "never"], " keeper ")])
def test_matches_are_marked(run: Run, index: Index, options: list[str], shown: str) -> None:
    assert shown in "\n".join(lines_of(run, index, ids(index, "story"), "--query", "keeper", *options))


def test_colours_of_a_match_do_not_end_those_around_it(run: Run, index: Index) -> None:
    article = ids(index, "story")
    done = run("show", "--color", "always", "--query", "keeper", f"{article}.2", cwd=index.path.parent).stdout
    (beside, *_) = [line for line in done.splitlines() if "1800" in line]
    assert "\x1b[31m\x1b[1mkeeper\x1b[0m\x1b[2m climbed" in beside


def test_lines_that_fit_are_as_they_are_in_the_text() -> None:
    code = "def f(x):\n    return   x\n\n\tdone\n" + "        " + "word " * 20
    lines = list(reading_lines([Passage(1, 0, len(code), code, 1, 6)], (), 40, 0, apart=False))
    shown = [line.indent + "".join(piece.text for piece in line.pieces) for line in lines]
    assert shown[:4] == ["def f(x):", "    return   x", "", "        done"]
    assert len(shown) > 5
    assert all(line.startswith("        word") for line in shown[4:])


@given(
    st.lists(st.text(alphabet="ab 語\n\té\u0301", min_size=1, max_size=40), min_size=1, max_size=5),
    st.integers(12, 60) | st.none(),
    st.booleans(),
)
def test_no_character_is_lost(texts: list[str], columns: int | None, apart: bool) -> None:
    passages = [Passage(number, 0, 0, text, number * 7) for number, text in enumerate(texts, 1)]
    lines = list(reading_lines(passages, [(1, 3)], columns, 1, apart=apart))
    written = "".join("".join(piece.text for piece in line.pieces) for line in lines)
    assert "".join(written.split()) == "".join("".join(texts).split())
    if columns:
        assert all(width_of(line.indent + "".join(piece.text for piece in line.pieces)) <= columns for line in lines)
    if apart:
        for passage in passages:
            own = "".join(piece.text for line in lines if line.ordinal == passage.ordinal for piece in line.pieces)
            assert "".join(own.split()) == "".join(passage.text.split())
        numbers = [line.number for line in lines if line.number is not None]
        assert numbers == [passage.first_line for passage in passages if passage.text.strip()]
