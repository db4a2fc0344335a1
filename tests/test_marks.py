"""Is all that matches marked in what a person sees, and nothing else?

Queries are made of what real passages say. Their hits are printed for terminals of four widths, and what is in red is
compared with the occurrences of the query's words, by its own meaning, in the passage.
"""

from __future__ import annotations

import io
import os
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from occurrences import joined, places

from indexer import Index, UsageError, querying
from indexer.cli.console import Console, safe
from indexer.cli.context import Context
from indexer.cli.printers import printer_of
from indexer.cli.printers.printer import Printer
from indexer.model.hits import Hit, Snippet
from indexer.querying import Term
from indexer.querying import Word as Leaf
from indexer.searching.highlighting import Mark
from indexer.searching.hits import search
from indexer.searching.open_index import OpenIndex
from indexer.searching.options import SearchOptions
from indexer.searching.snippets import QueryPart, make_snippet
from indexer.searching.texts import ShownText
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


def printed(opened: OpenIndex, text: str) -> Iterator[tuple[tuple[Hit, list[str]], ...]]:
    """Each of the first hits for the query `text`, once for each of the widths, and the lines in which a terminal of so
    many columns shows it.

    The query is searched for once; of what it makes its snippets, those of all widths are made.
    Raises UsageError.
    """
    outs = [io.StringIO() for _ in WIDTHS]
    printers = [printer_for(columns, out) for columns, out in zip(WIDTHS, outs, strict=True)]
    lengths = [printer.snippet_length for printer in printers]
    snippets: list[list[Snippet]] = []

    def at_all_widths(passage: ShownText, marks: Sequence[Mark], parts: Sequence[QueryPart], length: int) -> Snippet:
        made = {one: make_snippet(passage, marks, parts, one) for one in lengths}
        snippets.append(list(made.values()))
        return made[length]

    options = SearchOptions(limit=4, order="passages", duplicates=True, snippet_length=lengths[0])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("indexer.searching.hits.make_snippet", at_all_widths)
        result = search(opened, text, options, TODAY)
    if result.hits:
        ways: list[list[tuple[Hit, list[str]]]] = []
        for printer, out, own in zip(printers, outs, zip(*snippets, strict=True), strict=True):
            hits = tuple(replace(hit, snippet=snippet) for hit, snippet in zip(result.hits, own, strict=True))
            printer.hits(replace(result, hits=hits))
            shown = [one.splitlines() for one in out.getvalue().split("\n\n")]
            ways.append(list(zip(hits, shown, strict=True)))
        yield from zip(*ways, strict=True)


def printer_for(columns: int, out: io.StringIO) -> Printer:
    """What prints for a terminal of so many columns."""
    context = Context(
        "/", {}, io.StringIO(), out, io.StringIO(), frozenset({"stdout"}), os.terminal_size((columns, 999))
    )
    return printer_of("text", Console(context))


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


class Passage:
    """What is printed of a text, which is all but white space, and which of it is in each of the spans that match."""

    def __init__(self, text: str, spans: set[tuple[int, int]]) -> None:
        self.text = text
        self.solid = [at for at, character in enumerate(text) if not character.isspace()]
        self.whole = safe("".join(text[at] for at in self.solid))
        self.spans = {span: {at for at in range(*span) if not text[at].isspace()} for span in spans}
        self.matching = {at for inside in self.spans.values() for at in inside}

    def assert_all_is_marked(self, shown: list[tuple[str, bool]]) -> None:
        """Where there is what is shown, each of the spans inside is marked and nothing else."""
        first = self.whole.index("".join(character for character, _ in shown))
        window = self.solid[first : first + len(shown)]
        marked = {at for at, (_, is_marked) in zip(window, shown, strict=True) if is_marked}
        assert marked <= self.matching, (self.text, marked - self.matching)
        for (begin, end), inside in self.spans.items():
            if window and window[0] <= begin and end <= window[-1] + 1:
                assert inside <= marked, (self.text, self.text[begin:end])


def check(opened: OpenIndex, count: int) -> int:
    """Compare what is marked for so many queries, each at all of the widths; gives how many snippets were looked at."""
    seen = 0
    for text in queries_over(opened, count):
        try:
            shown = list(printed(opened, text))
        except UsageError:
            continue  # a word of the text was an operator
        leaves: dict[str, list[Leaf]] = {}
        for ways in shown:
            one, _ = ways[0]
            if one.language not in leaves:
                leaves[one.language] = leaves_of(opened, text, one.language)
            spans = places(one.text, leaves[one.language])
            title = places(one.title, leaves[one.language], title=True)
            # A query that only excludes, such as a signature's `-Brian`, finds what has nothing to mark.
            assert spans or title or not leaves[one.language], (text, one.id)
            passage = Passage(one.text, spans)
            for columns, (hit, lines) in zip(WIDTHS, ways, strict=True):
                assert (hit.id, hit.text, hit.title) == (one.id, one.text, one.title)
                place = next(at for at, line in enumerate(lines) if hit.id in STYLE.sub("", line))  # titles are wrapped
                snippet = [line for line in lines[place + 1 :] if line.startswith("   ")]
                marked = characters("\n".join(snippet).strip().removeprefix("… ").removesuffix(" …"))
                passage.assert_all_is_marked(marked)
                assert any(is_marked for _, is_marked in marked) == bool(spans), (text, hit.id, columns)
                assert list(hit.title_highlights) == joined(title)
                assert ("(in title)" in lines[place]) == bool(title and not spans)
                seen += 1
    return seen


def test_what_is_marked_is_what_matches_in_the_sample_articles(corpus: Path, tmp_path: Path) -> None:
    with Index(tmp_path / "x") as index:
        index.update([corpus])
    with open_reader(IndexFolder(tmp_path / "x")) as reader:
        assert check(OpenIndex(reader), 60) > 300


def test_what_is_marked_is_what_matches_in_real_articles(data: Path, tmp_path: Path) -> None:
    with Index(tmp_path / "x") as index:
        index.update([data / "pasted", data / "html" / "readability"])
    with open_reader(IndexFolder(tmp_path / "x")) as reader:
        assert check(OpenIndex(reader), 1000) > 10_000
