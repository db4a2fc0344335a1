"""Where in a text does a query match, by the meaning of its leaves alone?

The product looks only at words that may match. Here every word is looked at, one leaf after the other.
"""

from __future__ import annotations

import fnmatch
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product

from indexer.analysis import stem
from indexer.querying import Compound, Fuzzy, MultiPhrase, Near, Pattern, Phrase, Term
from indexer.querying import Word as Leaf
from indexer.text import Word, fold, is_unsegmented, words

__all__ = ["joined", "matches", "places"]


def places(text: str, leaves: Sequence[Leaf], *, title: bool = False) -> set[tuple[int, int]]:
    """Every occurrence of a query's leaves in `text`, by looking at every word of it, one leaf after the other. With
    `title`, the text is a title."""
    found = _words(text)
    spans: set[tuple[int, int]] = set()
    for leaf in leaves:
        if leaf.field not in ({"text", "title"} if title else {"text"}):
            continue
        if isinstance(leaf, Pattern) and len(leaf.text) == 2 and is_unsegmented(leaf.text[0]):
            spans |= set(_characters(text, leaf.text[0]))
        else:
            spans |= {(found[first].start, found[last].end) for first, last in _runs([one.text for one in found], leaf)}
    return spans


@lru_cache(maxsize=1 << 10)
def _words(text: str) -> tuple[Word, ...]:
    return tuple(words(text))


def _runs(forms: list[str], leaf: Leaf) -> Iterator[tuple[int, int]]:
    """The first and the last word of each occurrence of a leaf."""
    if isinstance(leaf, Term | Pattern | Fuzzy):
        yield from _phrase_runs(forms, (leaf,), 0)
    elif isinstance(leaf, Near):
        for one, other in product(leaf.these, leaf.those):
            yield from _near_runs(forms, one, other, leaf.slop)
    elif isinstance(leaf, MultiPhrase):
        yield from _phrase_runs(forms, leaf.parts, 0)
    else:
        parts = tuple(Term(leaf.field, leaf.form, text, source="", start=0) for text in leaf.terms)
        yield from _phrase_runs(forms, parts, leaf.slop if isinstance(leaf, Phrase) else 0)
    if isinstance(leaf, Compound):
        yield from _phrase_runs(forms, (Term(leaf.field, leaf.form, leaf.joined, source="", start=0),), 0)


def _characters(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    """Where a character is, with the marks behind it that change it."""
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and (unicodedata.combining(text[end]) in {8, 230} or text[end] in "\uff9e\uff9f"):
            end += 1
        if fold(text[at:end]) == wanted:
            yield at, end
        at = end


class _Matching(dict[str, bool]):
    """Which words a leaf asks for, as far as it was asked about."""

    def __init__(self, leaf: Term | Pattern | Fuzzy) -> None:
        self._leaf = leaf

    def __missing__(self, word: str) -> bool:
        self[word] = found = matches(self._leaf, word)
        return found


_matching = lru_cache(maxsize=1 << 12)(_Matching)


def matches(leaf: Term | Pattern | Fuzzy, word: str) -> bool:
    """Whether a folded word is one that a leaf asks for."""
    if isinstance(leaf, Pattern):
        return fnmatch.fnmatchcase(word, leaf.text)
    if isinstance(leaf, Fuzzy):
        near = word[:1] == leaf.text[:1] and abs(len(word) - len(leaf.text)) <= leaf.maxdist
        return near and _edits(word, leaf.text) <= leaf.maxdist
    return leaf.text == (stem(word) if leaf.form == "stem" else word)


def _phrase_runs(forms: list[str], parts: Sequence[Term | Pattern | Fuzzy], slop: int) -> Iterator[tuple[int, int]]:
    """From each first part on, the shortest way over all of the others, where there is one: every way is tried."""

    wanted = [_matching(part) for part in parts]

    def last(at: int, number: int) -> int | None:
        if number == len(wanted):
            return at
        near = range(at + 1, min(at + slop + 2, len(forms)))
        ways = [last(place, number + 1) for place in near if wanted[number][forms[place]]]
        return min((way for way in ways if way is not None), default=None)

    for first, form in enumerate(forms):
        if wanted[0][form] and (end := last(first, 1)) is not None:
            yield first, end


def _near_runs(
    forms: list[str], one: Sequence[Term | Pattern | Fuzzy], other: Sequence[Term | Pattern | Fuzzy], slop: int
) -> Iterator[tuple[int, int]]:
    """From each of either on, up to the nearest of the other behind it, where few enough words are between."""
    for first, second in ((one, other), (other, one)):
        begins = [at for at, _ in _phrase_runs(forms, second, 0)]
        for start, end in _phrase_runs(forms, first, 0):
            following = [at for at in begins if end < at <= end + slop + 1]
            if following:
                yield start, following[0] + len(second) - 1


@lru_cache(maxsize=1 << 16)
def _edits(one: str, other: str) -> int:
    if not one or not other:
        return len(one) + len(other)
    return min(
        _edits(one[1:], other) + 1, _edits(one, other[1:]) + 1, _edits(one[1:], other[1:]) + (one[0] != other[0])
    )


def joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans, ascending, with those that touch or overlap as one."""
    ranges: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if ranges and start <= ranges[-1][1]:
            ranges[-1] = ranges[-1][0], max(end, ranges[-1][1])
        else:
            ranges.append((start, end))
    return ranges
