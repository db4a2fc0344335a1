"""Which words of the passage show why it matched?

The words of the query are looked for in the passage with the very functions that index and query use. The snippet is
the stretch in which the most different ones of them stand, begun at a sentence where one begins near. Of a phrase only
its occurrences are marked, not its words wherever they stand.
"""

from __future__ import annotations

import fnmatch
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from indexer.analysis import stem
from indexer.model import Snippet
from indexer.querying import Compound, Fuzzy, MultiPhrase, Pattern, Phrase, Term
from indexer.querying import Word as Leaf
from indexer.text import sentences, words

__all__ = ["highlights", "make_snippet"]

DEFAULT_LENGTH = 240
"""Characters of a snippet: three lines of a terminal."""

_TEXT_FIELDS = {"text", "exact"}


class _Mark(NamedTuple):
    """An occurrence of the query's `leaf`-th part at `[start:end]` of a text."""

    start: int
    end: int
    leaf: int


def highlights(text: str, leaves: Sequence[Leaf], *, title: bool = False) -> tuple[tuple[int, int], ...]:
    """The ranges of `text` that the query's parts match, ascending and apart. With `title`, the text is a title."""
    return _apart(_marks(text, leaves, title=title))


def make_snippet(text: str, leaves: Sequence[Leaf], length: int = DEFAULT_LENGTH) -> Snippet:
    """The part of `text`, about `length` characters, that shows best why it matched; its beginning where nothing in it
    did."""
    marks = _marks(text, leaves, title=False)
    start, end = _window(text, marks, length)
    ranges = tuple(
        (a - start, b - start) for a, b in _apart(mark for mark in marks if start <= mark.start and mark.end <= end)
    )
    return Snippet(text[start:end], ranges, start)


def _apart(marks: Iterable[_Mark]) -> tuple[tuple[int, int], ...]:
    """The marks' ranges, with those that touch or overlap made one."""
    ranges: list[tuple[int, int]] = []
    for start, end, _ in sorted(marks):
        if ranges and start <= ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], max(end, ranges[-1][1]))
        else:
            ranges.append((start, end))
    return tuple(ranges)


def _marks(text: str, leaves: Sequence[Leaf], *, title: bool) -> list[_Mark]:
    found = words(text)
    places: dict[str, list[int]] = {}
    stems: dict[str, list[int]] = {}
    for index, word in enumerate(found):
        places.setdefault(word.text, []).append(index)
        stems.setdefault(stem(word.text), []).append(index)
    marks: list[_Mark] = []
    for number, leaf in enumerate(leaves):
        if leaf.field not in _TEXT_FIELDS and not (title and leaf.field == "title"):
            continue
        marks.extend(
            _Mark(found[first].start, found[last].end, number) for first, last in _occurrences(leaf, places, stems)
        )
    return sorted(marks)


def _occurrences(leaf: Leaf, places: dict[str, list[int]], stems: dict[str, list[int]]) -> list[tuple[int, int]]:
    """Where the leaf stands: pairs of indexes of its first and last word."""
    if isinstance(leaf, Term):
        return [(at, at) for at in (stems if leaf.form == "stem" else places).get(leaf.text, ())]
    if isinstance(leaf, Phrase):
        return _phrase([(stems if leaf.form == "stem" else places).get(term, []) for term in leaf.terms], leaf.slop)
    if isinstance(leaf, Compound):
        places_of = stems if leaf.form == "stem" else places
        side_by_side = _phrase([places_of.get(term, []) for term in leaf.terms], 0)
        return [*side_by_side, *((at, at) for at in places_of.get(leaf.joined, ()))]
    if isinstance(leaf, MultiPhrase):
        parts = [[first for first, _ in _occurrences(part, places, stems)] for part in leaf.parts]
        return _phrase([sorted(part) for part in parts], 0)
    if isinstance(leaf, Pattern):
        matches = re.compile(fnmatch.translate(leaf.text)).match
        return [(at, at) for word, ats in places.items() if matches(word) for at in ats]
    return [(at, at) for word, ats in places.items() if _is_near(word, leaf) for at in ats]


def _phrase(places: Sequence[Sequence[int]], slop: int) -> list[tuple[int, int]]:
    """Runs of one place from each of `places`, ascending, with at most `slop` other words between two of them."""
    runs: list[tuple[int, int]] = []
    for first in places[0] if places else ():
        last = first
        for following in places[1:]:
            at = bisect_right(following, last)
            if at == len(following) or following[at] - last > slop + 1:
                break
            last = following[at]
        else:
            runs.append((first, last))
    return runs


def _is_near(word: str, fuzzy: Fuzzy) -> bool:
    """Whether `word` is within the fuzzy word's edit distance and begins as it does."""
    target, most = fuzzy.text, fuzzy.maxdist
    if abs(len(word) - len(target)) > most or word[:1] != target[:1]:
        return False
    row = list(range(len(target) + 1))
    for i, a in enumerate(word, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(target, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1] <= most


def _window(text: str, marks: Sequence[_Mark], length: int) -> tuple[int, int]:
    """The best stretch of `text` of about `length` characters, cut between words."""
    whole = len(text.rstrip())
    first = len(text) - len(text.lstrip())
    if whole - first <= length:
        return first, max(whole, first)
    begins = [start for start, _ in sentences(text)]
    at_sentence = frozenset(begins)
    ends = [_with_punctuation(text, mark.end) for mark in marks]
    best, best_start, needed = (0, 0, False), first, first
    inside: Counter[int] = Counter()  # how often each leaf is marked in marks[index:after]
    after = 0
    for index, mark in enumerate(marks):
        while after < len(marks) and ends[after] <= mark.start + length:
            inside[marks[after].leaf] += 1
            after += 1
        if after > index:
            start = _start(text, begins, mark.start, length - (ends[after - 1] - mark.start))
            score = (sum(map(bool, inside.values())), after - index, start in at_sentence)
            if score > best:
                best, best_start, needed = score, start, ends[after - 1]
            inside[mark.leaf] -= 1
        else:  # one mark longer than the whole stretch
            after = index + 1
    return best_start, _end(text, max(needed, best_start), best_start + length, whole)


def _start(text: str, begins: Sequence[int], mark: int, room: int) -> int:
    """Where a stretch that must show `mark` begins: at its sentence where there is room, else a few words before it."""
    sentence = begins[max(0, bisect_right(begins, mark) - 1)]
    if mark - sentence <= room:
        return sentence
    at = max(sentence, mark - min(room, 60))
    while at < mark and not (text[at - 1].isspace() and not text[at].isspace()):
        at += 1
    return at


def _with_punctuation(text: str, end: int) -> int:
    """Where the marks that follow a word ending at `end` end."""
    while end < len(text) and not (text[end].isspace() or text[end].isalnum()):
        end += 1
    return end


def _end(text: str, needed: int, at: int, whole: int) -> int:
    """The last cut between words at or before `at`; where that would cut off what is `needed`, the next one."""
    if at >= whole:
        return whole
    cut = at
    while cut > needed and not text[cut].isspace():
        cut -= 1
    if not text[needed:cut].strip():
        cut = needed
        while cut < at and not text[cut].isspace():
            cut += 1
    return max(needed, len(text[:cut].rstrip()))
