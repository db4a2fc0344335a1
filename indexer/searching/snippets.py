"""Which part of the passage shows best why it matched?

The stretch in which the most different parts of the query are, a phrase weighing as much as its words; of several such
stretches the one in which they are nearest to each other. It begins at a sentence where one begins near.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from indexer.model.choices import SNIPPET_LENGTH
from indexer.model.hits import Snippet
from indexer.querying import MultiPhrase, Near, Phrase, Word
from indexer.searching.highlighting import Mark, apart
from indexer.searching.texts import ShownText

__all__ = ["QueryPart", "make_snippet", "parts_of"]

_NEAR = 40
"""Characters between two parts of a query from which on it does not matter how many they are: half a line."""

_BEFORE = 60
"""Characters before the first match, at most, where its sentence begins too far away."""


class QueryPart(NamedTuple):
    """Which part of the query a mark is an occurrence of, and of how many words that is: a word in several inflections
    is one part."""

    number: int
    words: int


def parts_of(leaves: Sequence[Word]) -> list[QueryPart]:
    """Each leaf of a query as a part of its own."""
    return [QueryPart(number, _words_of(leaf)) for number, leaf in enumerate(leaves)]


def _words_of(leaf: Word) -> int:
    if isinstance(leaf, Phrase):
        return len(leaf.terms)
    return max(len(parts) for parts, _ in leaf.ways()) if isinstance(leaf, MultiPhrase | Near) else 1


def make_snippet(
    shown: ShownText, marks: Sequence[Mark], parts: Sequence[QueryPart], length: int = SNIPPET_LENGTH
) -> Snippet:
    """The part of a passage that shows best why it matched; its beginning where nothing in it did.

    It takes at most about `length` columns on one line: characters, of which wide ones count twice. `marks` are the
    occurrences of the query's leaves, ascending; `parts` says for each leaf which part of the query it is.
    """
    start, end = _window(shown, marks, parts, shown.characters_in(length))
    ranges = apart(marks, start, end)
    if marks and not ranges:  # an occurrence that is longer than the snippet is marked as far as it is shown
        ranges = apart([(first, end, leaf) for first, _, leaf in marks if start <= first < end], start)
    return Snippet(shown.text[start:end], ranges, start)


def _window(shown: ShownText, marks: Sequence[Mark], parts: Sequence[QueryPart], length: int) -> tuple[int, int]:
    """The best stretch of a text of at most `length` characters, cut between words."""
    text, first, whole = shown.text, shown.start, shown.end
    if whole - first <= length:
        return first, max(whole, first)
    best = _best_window(shown, marks, parts, length) if marks else (first, first)
    start, needed = best or (marks[0][0], marks[0][0])
    return start, _end(text, max(needed, start), start + length, whole)


def _best_window(
    shown: ShownText, marks: Sequence[Mark], parts: Sequence[QueryPart], length: int
) -> tuple[int, int] | None:
    """Where the best stretch that has whole marks in it begins, and where the last of them ends; None where each is
    longer than `length`.

    Better is one with more words of the query, each counted once; then one in which they are nearer to each other; then
    one with more marks; then one that begins with a sentence.
    """
    text, sentences = shown.text, shown.sentences
    followed = f"{text} "
    ends = [end if followed[end] == " " else _with_punctuation(followed, end) for _, end, _ in marks]
    all_fit = max(ends) <= marks[0][0] + length
    best = [(0, len(marks))] if all_fit else _best_stretches(marks, ends, parts, length)
    for index, after in best:
        sentence = _sentence_of(sentences, marks[index][0])
        if ends[after - 1] - sentence <= length:
            return sentence, ends[after - 1]
    if not best:
        return None
    index, after = best[0]
    mark, end = marks[index][0], ends[after - 1]
    return _before(text, _sentence_of(sentences, mark), mark, length - (end - mark)), end


def _best_stretches(
    marks: Sequence[Mark], ends: Sequence[int], parts: Sequence[QueryPart], length: int
) -> list[tuple[int, int]]:
    """The best stretches of at most this length, each by its marks[index:after], which end at ends[index:after].

    Only those are looked at that have as many whole marks in them as are within the `length`, and not all marks of
    which are in the one before.
    """
    count = len(marks)
    numbers = [parts[leaf][0] for _, _, leaf in marks]
    nearness = _nearness(marks, numbers)
    inside = dict.fromkeys(numbers, 0)  # how often each part is marked in marks[index:after]
    best = (0, 0, 0)
    equal: list[tuple[int, int]] = []
    before = after = words = 0
    for index, (mark, _, leaf) in enumerate(marks):
        beyond = mark + length
        while after < count and ends[after] <= beyond:
            number = numbers[after]
            if not inside[number]:
                words += parts[marks[after][2]][1]
            inside[number] += 1
            after += 1
        if after == index:  # one mark longer than the whole stretch
            before = after = index + 1
            continue
        if after > before:
            quality = words, nearness[after - 1] - nearness[index], after - index
            if quality > best:
                best, equal = quality, [(index, after)]
            elif quality == best:
                equal.append((index, after))
            if after == count:  # those that follow have fewer marks, and no others
                break
            before = after
        number = numbers[index]
        inside[number] -= 1
        if not inside[number]:
            words -= parts[leaf][1]
    return equal


def _nearness(marks: Sequence[Mark], numbers: Sequence[int]) -> list[int]:
    """For each mark, how near those up to it are to the one before, in all, where that is of another part."""
    if numbers.count(numbers[0]) == len(numbers):
        return [0] * len(numbers)
    total, totals = 0, []
    before, last = numbers[0], marks[0][1]
    for number, (start, end, _) in zip(numbers, marks, strict=True):
        gap = start - last
        if number != before and gap < _NEAR:
            total += _NEAR - gap if gap > 0 else _NEAR
        totals.append(total)
        before, last = number, end
    return totals


def _sentence_of(sentences: Sequence[int], mark: int) -> int:
    """Where the sentence begins in which `mark` is."""
    return sentences[max(0, bisect_right(sentences, mark) - 1)]


def _before(text: str, sentence: int, mark: int, room: int) -> int:
    """Where a stretch that must show `mark` begins, whose sentence begins too far away: a few words before the mark."""
    at = max(sentence, mark - min(room, _BEFORE))
    while at < mark and not (text[at - 1].isspace() and not text[at].isspace()):
        at += 1
    return at


def _with_punctuation(text: str, end: int) -> int:
    """Where the marks that follow a word ending at `end` end; white space or a word follows them in `text`."""
    while not (text[end].isspace() or text[end].isalnum()):
        end += 1
    return end


def _end(text: str, needed: int, at: int, whole: int) -> int:
    """The last cut between words at or before `at`; where that would cut off what is `needed`, the next one."""
    if at >= whole:
        return whole
    cut = at
    while cut > needed and not text[cut].isspace():
        cut -= 1
    end = cut
    while end > needed and text[end - 1].isspace():
        end -= 1
    if end > needed:
        return end
    cut = needed
    while cut < at and not text[cut].isspace():
        cut += 1
    return max(needed, len(text[:cut].rstrip()))
