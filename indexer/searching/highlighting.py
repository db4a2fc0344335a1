"""Where in a text are the words of a query?

They are looked for with the very functions that index and query use, so what is marked is what matched. Of a phrase
only its occurrences are marked, not its words wherever they are.

Most words of a text cannot be the query's: they do not begin as its words do. Only those runs of letters and digits are
looked at that begin so, unless the order of all words matters. Nearly every run is a word; where what is beside it may
make another word of it, or where a letter is not ASCII, the piece between spaces is taken apart into words.
"""

from __future__ import annotations

import fnmatch
import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import TypeAlias

from indexer.analysis import stem, stem_beginnings
from indexer.querying import Compound, Form, Fuzzy, MultiPhrase, Near, Pattern, Phrase, Term
from indexer.querying import Word as Leaf
from indexer.searching.edit_distance import edit_distance
from indexer.searching.texts import ShownText, ascii_runs
from indexer.text import LONGEST_WORD, Word, composed_characters, is_unsegmented, words

__all__ = ["Highlighter", "Mark", "apart"]

_Test: TypeAlias = Callable[[str], object]
"""Whether a word, in its folded form, is one of those looked for; the outcome is true or false."""

_LONGEST_KEPT = 40
"""Characters of the longest piece of text whose words are kept."""

_SHORTEST_WHOLE = 3
"""Letters of the shortest run that is a word whatever is before it: shorter ones are acronyms, parts of contractions
and of initials."""

_CONTINUING = frozenset("'\u2019+")
"""What may continue a word behind a letter: a contraction, C++."""

_DEPENDS: Sequence[int] = (-1,)
"""In place of the numbers of leaves, where what is beside a run decides whether it is a word."""


Mark: TypeAlias = tuple[int, int, int]
"""Where an occurrence of a part of the query begins and ends in a text, and which part it is, counted from 0."""


class Highlighter:
    """Finds the occurrences of the parts of one query, in any number of texts."""

    def __init__(self, leaves: Sequence[Leaf]) -> None:
        self._of_text = _Finder(leaves, {"text"})
        titled = any(leaf.field == "title" for leaf in leaves)
        self._of_title = _Finder(leaves, {"text", "title"}) if titled else self._of_text

    def of_passage(self, passage: ShownText) -> list[Mark]:
        """The occurrences in a passage or a caption, ascending."""
        return self._of_text.marks(passage)

    def of_title(self, title: ShownText) -> list[Mark]:
        """The occurrences in a title, ascending."""
        return self._of_title.marks(title)


def apart(marks: Iterable[Mark], start: int = 0, end: int = sys.maxsize) -> tuple[tuple[int, int], ...]:
    """The ranges of those of `marks`, which are ascending, that are whole within a text's [start:end], counted from
    `start`, with those that touch or overlap joined."""
    ranges: list[tuple[int, int]] = []
    known = -1  # where the last of them ends
    for first, last, _ in marks:
        if first < start or last > end:
            continue
        if first > known:
            ranges.append((first - start, last - start))
            known = last
        elif last > known:
            ranges[-1] = ranges[-1][0], last - start
            known = last
    return tuple(ranges)


class _Finder:
    """Finds the occurrences of the leaves that are asked of `fields`, each with its number in the query."""

    def __init__(self, leaves: Sequence[Leaf], fields: Collection[str]) -> None:
        self._stems: dict[str, list[int]] = {}
        self._exact: dict[str, list[int]] = {}
        self._tests: list[tuple[int, _Test]] = []
        self._sequences: list[tuple[int, tuple[_Test, ...], tuple[int, ...]]] = []
        self._characters: dict[str, list[int]] = {}
        self._of_words: dict[str, Sequence[int]] = {}
        self._of_runs: dict[str, Sequence[int]] = {}
        self._of_pieces: dict[str, list[Mark]] = {}
        beginnings: set[str] = set()
        for number, leaf in enumerate(leaves):
            if leaf.field not in fields:
                continue
            if isinstance(leaf, Pattern) and len(leaf.text) == 2 and is_unsegmented(leaf.text[0]):
                # A single character, which is indexed as the beginning of pairs, may be anywhere in its run.
                self._characters.setdefault(leaf.text[0], []).append(number)
                continue
            if isinstance(leaf, Term):
                beginnings.update(self._add(leaf.text, leaf.form, number))
            elif isinstance(leaf, Pattern | Fuzzy):
                beginnings.update(_beginnings(leaf))
                self._tests.append((number, _test(leaf)))
            else:
                self._sequences += [(number, tests, slops) for tests, slops in _sequences(leaf)]
                if isinstance(leaf, Compound):
                    beginnings.update(self._add(leaf.joined, leaf.form, number))
        self._written = beginnings
        self._beginnings = _as_runs(one for one in beginnings if one[1:] != ".")
        self._with_initials: list[str] | None = None
        self._any = self._beginnings[:1] == [" "]

    def _add(self, term: str, form: Form, number: int) -> list[str]:
        """Look for a term from now on; what words with it begin with, as `_as_written` gives it."""
        if form == "exact":
            self._exact.setdefault(term, []).append(number)
            return _as_written(term)
        self._stems.setdefault(term, []).append(number)
        return [written for beginning in stem_beginnings(term) for written in _as_written(beginning)]

    def marks(self, shown: ShownText) -> list[Mark]:
        """The occurrences in a text, ascending."""
        found: list[Mark] = []
        if self._written:
            found = self._in_words(words(shown.text)) if self._any else self._near_beginnings(shown)
        if self._sequences:
            found.extend(self._of_sequences(shown.text))
        if self._characters:
            found.extend(self._of_characters(shown.text))
        found.sort()
        return found

    def _of_characters(self, text: str) -> Iterator[Mark]:
        for start, end, character in composed_characters(text):
            for number in self._characters.get(character, ()):
                yield start, end, number

    def _near_beginnings(self, shown: ShownText) -> list[Mark]:
        """The occurrences of single words in a text, in any order: they are looked for where a word begins as the
        query's do, and in what is not ASCII."""
        text, runs, known = shown.text, shown.runs, self._of_runs
        marks: list[Mark] = []
        for start, end in shown.beyond_ascii:
            marks += [(start + first, start + last, number) for first, last, number in self._in_piece(text[start:end])]
        for beginning in self._among_initials() if shown.has_initials else self._beginnings:
            at = runs.find(beginning)  # where the run begins in the text, which has no space before it
            while at >= 0:
                end = runs.find(" ", at + 2)
                run = runs[at + 1 : end]
                numbers = known.get(run)
                if numbers is None:
                    numbers = known[run] = self._numbers_of_run(run)
                if numbers is _DEPENDS or text[end - 1 : end] in _CONTINUING:
                    marks += self._beginning_at(text, at)
                else:
                    for number in numbers:
                        marks.append((at, end - 1, number))
                at = runs.find(beginning, end)
        return marks

    def _among_initials(self) -> list[str]:
        """How runs begin in a text with initials, each letter of which is a run."""
        if self._with_initials is None:
            self._with_initials = _as_runs(self._written)
        return self._with_initials

    def _numbers_of_run(self, run: str) -> Sequence[int]:
        """Which leaves a run of letters and digits of ASCII is an occurrence of, where nothing continues it."""
        return self._numbers_of(run[:LONGEST_WORD]) if len(run) >= _SHORTEST_WHOLE and run.isalpha() else _DEPENDS

    def _beginning_at(self, text: str, at: int) -> list[Mark]:
        """The occurrences that are the word that begins at `at`, if one does."""
        start, end = text.rfind(" ", 0, at) + 1, text.find(" ", at)
        piece = text[start:end] if end >= 0 else text[start:]
        return [(at, start + last, number) for first, last, number in self._in_piece(piece) if start + first == at]

    def _in_piece(self, piece: str) -> list[Mark]:
        """The occurrences in a piece between spaces."""
        marks = self._of_pieces.get(piece)
        if marks is None:
            marks = self._of_pieces[piece] = self._in_words(_words_of(piece))
        return marks

    def _in_words(self, found: Sequence[Word]) -> list[Mark]:
        """The occurrences that are single words."""
        return [(start, end, number) for start, end, text in found for number in self._numbers_of(text)]

    def _numbers_of(self, word: str) -> Sequence[int]:
        """Which leaves a word is an occurrence of by itself."""
        numbers = self._of_words.get(word)
        if numbers is None:
            numbers = [number for number, matches in self._tests if matches(word)]
            if self._exact:
                numbers += self._exact.get(word, ())
            if self._stems:
                numbers += self._stems.get(stem(word), ())
            self._of_words[word] = numbers
        return numbers

    def _of_sequences(self, text: str) -> Iterator[Mark]:
        """The occurrences of phrases."""
        everything = words(text)
        there = {word.text for word in everything}
        possible = [one for one in self._sequences if all(any(map(matches, there)) for matches in one[1])]
        for number, tests, slops in possible:
            places = [[at for at, word in enumerate(everything) if matches(word.text)] for matches in tests]
            for first, last in _runs(places, slops):
                yield everything[first].start, everything[last].end, number


def _sequences(leaf: Phrase | MultiPhrase | Compound | Near) -> Iterator[tuple[tuple[_Test, ...], tuple[int, ...]]]:
    """What words must be one after the other, and how many others may be between each two of them; in several ways
    where one of them will do."""
    if isinstance(leaf, MultiPhrase | Near):
        for parts, slops in leaf.ways():
            yield tuple(map(_test, parts)), slops
    else:
        tests = tuple(_is_form(term, leaf.form) for term in leaf.terms)
        yield tests, (leaf.slop if isinstance(leaf, Phrase) else 0,) * (len(tests) - 1)


def _test(leaf: Term | Pattern | Fuzzy) -> _Test:
    """Whether a word is one that the leaf matches."""
    if isinstance(leaf, Term):
        return _is_form(leaf.text, leaf.form)
    if isinstance(leaf, Pattern):
        return re.compile(fnmatch.translate(leaf.text)).match
    return partial(_is_near, leaf)


def _is_form(term: str, form: Form) -> _Test:
    if form == "exact":
        return term.__eq__
    return lambda word: stem(word) == term


def _beginnings(leaf: Pattern | Fuzzy) -> list[str]:
    """What the words that the leaf matches begin with, as `_as_written` gives it; "" is any."""
    return [leaf.text[:1]] if isinstance(leaf, Fuzzy) else _as_written(re.split(r"[*?]", leaf.text, maxsplit=1)[0])


def _as_written(beginning: str) -> list[str]:
    """What words may begin with, as a text has them in lower case, whose folded forms begin so: 7000 may be written
    7,000, eu E.U., u.s US, and an apostrophe in several ways. A beginning that is not ASCII is in a piece of text that
    is not."""
    if beginning[:1].isdigit():
        return [beginning[:1]]
    written = [beginning.partition("'")[0]]
    if beginning[:1].isalpha():
        written.append(f"{beginning[0]}.")
    if "." in written[0]:
        written.append(written[0].replace(".", ""))
    return written


def _as_runs(beginnings: Iterable[str]) -> list[str]:
    """How the runs of a text begin that begin so, each behind a space; those alone that begin with no shorter one."""
    shortest: list[str] = []
    for one in sorted([f" {ascii_runs(one).lstrip()}" for one in beginnings if one.isascii()]):
        if not shortest or not one.startswith(shortest[-1]):
            shortest.append(one)
    return shortest


def _words_of(piece: str) -> Sequence[Word]:
    """The words of a piece between spaces; those of short ones are kept, as most pieces are in many texts."""
    return _kept_words(piece) if len(piece) <= _LONGEST_KEPT else words(piece)


@lru_cache(maxsize=1 << 13)
def _kept_words(piece: str) -> tuple[Word, ...]:
    return tuple(words(piece))


def _runs(places: Sequence[Sequence[int]], slops: Sequence[int]) -> list[tuple[int, int]]:
    """The first and last of runs of one place from each of `places`, ascending, with at most so many other words
    between each two of them as `slops` says: of those that begin at the same place, the shortest."""
    # From the last to the first: the places from which a run goes on to its end, and that end. The nearest of them that
    # follows has the nearest end.
    begins: Sequence[int] = places[-1] if places else ()
    ends: Sequence[int] = begins
    for before, slop in zip(reversed(places[:-1]), reversed(slops), strict=True):
        following = [(at, bisect_right(begins, at)) for at in before]
        near = [(at, next_) for at, next_ in following if next_ < len(begins) and begins[next_] - at <= slop + 1]
        begins, ends = [at for at, _ in near], [ends[next_] for _, next_ in near]
    return list(zip(begins, ends, strict=True))


def _is_near(fuzzy: Fuzzy, word: str) -> bool:
    """Whether `word` is within the fuzzy word's edit distance and begins as it does."""
    if abs(len(word) - len(fuzzy.text)) > fuzzy.maxdist or word[:1] != fuzzy.text[:1]:
        return False
    return edit_distance(word, fuzzy.text) <= fuzzy.maxdist
