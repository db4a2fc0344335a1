"""Is all that matches marked in what a person sees, and nothing else?

Queries are made of what real passages say. Their hits are printed for terminals of four widths, and what is in red is
compared with the occurrences of the query's words, by its own meaning, in the passage.
"""

from __future__ import annotations

import io
import os
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from conftest import LONG
from occurrences import joined, places

from indexer import Index, UsageError, querying
from indexer.cli.console import Console, safe
from indexer.cli.context import Context
from indexer.cli.printers import printer_of
from indexer.model.hits import Hit
from indexer.querying import Term
from indexer.querying import Word as Leaf
from indexer.searching.hits import search
from indexer.searching.open_index import OpenIndex
from indexer.searching.options import SearchOptions
from indexer.store.location import IndexFolder
from indexer.store.snapshot import open_reader

WIDTHS = (40, 80, 120, 160)
TODAY = date(2024, 1, 1)
MARKED = re.compile("\x1b\\[31m\x1b\\[1m(.*?)\x1b\\[0m", re.DOTALL)
STYLE = re.compile("\x1b\\[[0-9]+m")


def made_of(text: str, chance: random.Random) -> str:
    """A query for a passage with this text."""
    said = [word.strip(".,;:!?\"'“”‘’()[]") for word in text.split()]
    said = [word for word in said if len(word) > 1 and not set(word) & set('"()[]{}^~*?:\\+!')] or ["nothing"]

    def word() -> str:
        one = chance.choice(said)
        letters = [letter for letter in one if letter.isalnum()]
        if len(letters) < 4 or not one.isalnum():
            return one
        cut = chance.randrange(3, len(one))
        return chance.choice(
            [one, one, one.upper(), f"={one}", f"{one[:cut]}*", f"{one[:cut]}?{one[cut + 1 :]}", f"{one}~", f"+{one}"]
        )

    def phrase() -> str:
        size = chance.randrange(2, 5)
        at = chance.randrange(max(1, len(said) - size))
        return f'"{" ".join(said[at : at + size])}"' + chance.choice(["", "", "~2", "~9"])

    def clause(depth: int = 0) -> str:
        kind = chance.randrange(10)
        if kind < 5:
            return word()
        if kind < 8:
            return phrase()
        if kind < 9 or depth > 1:
            return f"title:{chance.choice(said)}"
        if kind == 9 and chance.random() < 0.5 and len(said) > 3:
            at = chance.randrange(len(said) - 3)
            return f'{said[at + 3]} NEAR/{chance.randrange(5)} ("{said[at]} {said[at + 1]}" OR {said[at][:3]}*)'
        return f"({clause(depth + 1)} {chance.choice(['AND', 'OR', 'NOT'])} {clause(depth + 1)})"

    return " ".join(clause() for _ in range(chance.randrange(1, 4)))


def queries_over(opened: OpenIndex, count: int) -> Iterator[str]:
    """So many queries, each made of a passage that is taken by chance, the same in every run."""
    chance = random.Random(7)
    for _ in range(count):
        yield made_of(opened.passage(chance.randrange(opened.searcher.documents)).text, chance)


def leaves_of(opened: OpenIndex, text: str, language: str) -> list[Leaf]:
    """What a query looks up in articles in a language."""
    query = querying.with_parts(
        querying.parse(text, today=TODAY),
        lambda compound: bool(opened.searcher.count(querying.compile_leaf(compound))),
    )
    leaves = list(querying.query_words(query))
    also = [
        replace(leaf, text=term)
        for leaf in leaves
        if isinstance(leaf, Term)
        for other, term, _ in opened.inflections.of(leaf)
        if other == language
    ]
    return leaves + also


def printed(opened: OpenIndex, text: str, columns: int) -> Iterator[tuple[Hit, list[str]]]:
    """Each of the first hits for the query `text`, and the lines in which a terminal of so many columns shows it.

    Raises UsageError.
    """
    out = io.StringIO()
    context = Context(
        "/", {}, io.StringIO(), out, io.StringIO(), frozenset({"stdout"}), os.terminal_size((columns, 999))
    )
    console = Console(context)
    printer = printer_of("text", console)
    options = SearchOptions(limit=4, order="passages", duplicates=True, snippet_length=printer.snippet_length)
    result = search(opened, text, options, TODAY)
    if result.hits:
        printer.hits(result)
        shown = [one.splitlines() for one in out.getvalue().split("\n\n")]
        yield from zip(result.hits, shown, strict=True)


def characters(line: str) -> list[tuple[str, bool]]:
    """The characters of a printed line but white space, and whether each is marked."""
    found: list[tuple[str, bool]] = []
    at = 0
    for marked in (*MARKED.finditer(line), None):
        before = STYLE.sub("", line[at : marked.start() if marked else len(line)])
        found += [(character, False) for character in before]
        if marked:
            found += [(character, True) for character in marked[1]]
            at = marked.end()
    return [pair for pair in found if not pair[0].isspace()]


def assert_all_is_marked(shown: list[tuple[str, bool]], text: str, start: int, spans: set[tuple[int, int]]) -> None:
    """Where of `text`, from `start` on, there is what is shown, each of the spans inside is marked and nothing else."""
    solid = [at for at, character in enumerate(text) if not character.isspace()]
    whole = safe("".join(text[at] for at in solid))
    first = whole.index("".join(character for character, _ in shown), sum(at < start for at in solid))
    window = solid[first : first + len(shown)]
    ranges = joined(spans)
    for at, (_, marked) in zip(window, shown, strict=True):
        if marked:
            assert any(begin <= at < end for begin, end in ranges), (text, at)
    marked_places = {at for at, (_, marked) in zip(window, shown, strict=True) if marked}
    for begin, end in spans:
        if window and window[0] <= begin and end <= window[-1] + 1:
            inside = {at for at in range(begin, end) if not text[at].isspace()}
            assert inside <= marked_places, (text, text[begin:end])


def check(opened: OpenIndex, count: int, widths: int) -> int:
    """Compare what is marked for so many queries, each in so many of the widths, in turn; gives how many snippets were
    looked at."""
    seen = 0
    for number, text in enumerate(queries_over(opened, count)):
        leaves: dict[str, list[Leaf]] = {}
        for columns in (WIDTHS[(number + turn) % len(WIDTHS)] for turn in range(widths)):
            try:
                shown = list(printed(opened, text, columns))
            except UsageError:
                break  # a word of the text was an operator
            for hit, lines in shown:
                if hit.language not in leaves:
                    leaves[hit.language] = leaves_of(opened, text, hit.language)
                spans = places(hit.text, leaves[hit.language])
                place = next(at for at, line in enumerate(lines) if hit.id in STYLE.sub("", line))  # titles are wrapped
                snippet = [line for line in lines[place + 1 :] if line.startswith("   ")]
                marked = characters("\n".join(snippet).strip().removeprefix("… ").removesuffix(" …"))
                assert_all_is_marked(marked, hit.text, 0, spans)
                assert any(is_marked for _, is_marked in marked) == bool(spans), (text, hit.id, columns)
                title = places(hit.title, leaves[hit.language], title=True)
                assert list(hit.title_highlights) == joined(title)
                assert spans or title, (text, hit.id)
                assert ("(in title)" in lines[place]) == bool(title and not spans)
                seen += 1
    return seen


def test_what_is_marked_is_what_matches_in_the_sample_articles(corpus: Path, tmp_path: Path) -> None:
    with Index(tmp_path / "x") as index:
        index.update([corpus])
    with open_reader(IndexFolder(tmp_path / "x")) as reader:
        assert check(OpenIndex(reader), 60, len(WIDTHS)) > 300


def test_what_is_marked_is_what_matches_in_real_articles(data: Path, tmp_path: Path) -> None:
    with Index(tmp_path / "x") as index:
        index.update([data / "pasted", data / "html" / "readability"])
    with open_reader(IndexFolder(tmp_path / "x")) as reader:
        # Another query shows more than the same one in another width, and each is searched for again.
        widths = len(WIDTHS) if LONG else 1
        assert check(OpenIndex(reader), 1000, widths) > 2_500 * widths
