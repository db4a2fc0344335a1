"""Which part of the passage shows best why it matched?

The stretch in which the most different parts of the query are, begun at a sentence where one begins near.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from indexer.model import Snippet
from indexer.searching.highlighting import Mark, apart
from indexer.searching.texts import ShownText

__all__ = ["DEFAULT_LENGTH", "make_snippet"]

DEFAULT_LENGTH = 240
"""Characters of a snippet: three lines of a terminal."""


def make_snippet(shown: ShownText, marks: Sequence[Mark], length: int = DEFAULT_LENGTH) -> Snippet:
    """The part of a passage, about `length` characters, that shows best why it matched; its beginning where nothing in
    it did. `marks` are the occurrences of the query's parts, ascending."""
    start, end = _window(shown, marks, length)
    inside = [(first - start, last - start, leaf) for first, last, leaf in marks if start <= first and last <= end]
    return Snippet(shown.text[start:end], apart(inside), start)


def _window(shown: ShownText, marks: Sequence[Mark], length: int) -> tuple[int, int]:
    """The best stretch of a text of about `length` characters, cut between words."""
    text, first, whole = shown.text, shown.start, shown.end
    if whole - first <= length:
        return first, max(whole, first)
    if not marks:
        return first, _end(text, first, first + length, whole)
    begins = shown.sentences
    ends = [end if text[end : end + 1] == " " else _with_punctuation(text, end) for _, end, _ in marks]
    best, best_start, needed = (0, 0, False), first, first
    inside: dict[int, int] = {}  # how often each leaf is marked in marks[index:after]
    after = 0
    for index, (mark, _, leaf) in enumerate(marks):
        while after < len(marks) and ends[after] <= mark + length:
            entering = marks[after][2]
            inside[entering] = inside.get(entering, 0) + 1
            after += 1
        if after > index:
            if (len(inside), after - index) >= best[:2]:
                start = _start(text, begins, mark, length - (ends[after - 1] - mark))
                score = (len(inside), after - index, _is_begin(start, begins))
                if score > best:
                    best, best_start, needed = score, start, ends[after - 1]
            if inside[leaf] == 1:
                del inside[leaf]
            else:
                inside[leaf] -= 1
        else:  # one mark longer than the whole stretch
            after = index + 1
    return best_start, _end(text, max(needed, best_start), best_start + length, whole)


def _is_begin(start: int, begins: Sequence[int]) -> bool:
    """Whether a sentence begins at `start`."""
    at = bisect_left(begins, start)
    return at < len(begins) and begins[at] == start


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
    end = cut
    while end > needed and text[end - 1].isspace():
        end -= 1
    if end > needed:
        return end
    cut = needed
    while cut < at and not text[cut].isspace():
        cut += 1
    return max(needed, len(text[:cut].rstrip()))
