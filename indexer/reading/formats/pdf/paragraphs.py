"""Which paragraphs do the lines of printed pages make?

A paragraph ends where its last line is shorter than it needed to be, or the next one begins further in, lower down, or
in another size. At the end of a column or page it goes on where its sentence does, even if notes are between.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, pairwise
from typing import Final, NamedTuple

from indexer.reading.formats.pdf.lines import Line
from indexer.text.hyphens import Hyphens
from indexer.text.line_breaks import break_between

__all__ = ["Paragraph", "paragraphs_of"]

_SAME_SIZE: Final = 0.08
"""The share by which the sizes of one paragraph's lines may differ."""
_LOWER: Final = 1.25
"""Times the usual distance of lines; more parts paragraphs."""
_USUAL: Final = 1.2
"""Times the size of the characters: the distance of lines where there are too few to tell."""
_INDENT: Final = 0.7
"""Of the size of the characters; less is not an indent."""
_SLACK: Final = 0.3
"""Of the size of the characters, by which a line may be shorter than the longest."""
_AROUND: Final = 3
"""Lines above and below that tell how long a line can be: pictures make room for themselves."""
_SHORTEST: Final = 0.6
"""Of the usual length of lines; among shorter ones, such as those of a list of names, none is full."""
_SENTENCE_END: Final = re.compile(r"[.!?:;…。！？؟][\"'”’»)\]]{0,3}\d{0,3}\Z")
_BULLET: Final = re.compile(r"[•‣▪●○◦■]\s?")
_ITEM: Final = re.compile(r"[•‣▪●○◦■·–—*-]\s|\(?(?:\d{1,3}|[a-zA-Z])[.)]\s|\[\d{1,3}\]")
# A line of a table of contents.
_LEADERS: Final = re.compile(r"(?:[.·…_]\s?){4}\s?[\divxlc]{0,6}\Z")
_HYPHEN: Final = re.compile(r"\w[-‐\u00ad]\Z")


class Paragraph(NamedTuple):
    """A paragraph, the pages it begins and ends on, and the size of its characters in points."""

    text: str
    page: int
    size: float
    last_page: int


def paragraphs_of(pages: Iterable[Sequence[Line]]) -> list[Paragraph]:
    """Return the paragraphs of the lines of pages, which are in the order of reading."""
    columns = [column for page in pages for column in _columns(page)]
    leading = _leading(columns)
    width = _usual_width(columns)
    size = _usual_size(columns)
    found: list[list[Line]] = []
    unfinished: list[Line] = []
    for column in columns:
        runs = _runs(column, leading, width)
        if abs(column[0].size - size) > _SAME_SIZE * size:
            # A paragraph goes on behind notes and captions, but not behind a heading.
            unfinished = unfinished if column[0].size < size else []
            found += runs
            continue
        if unfinished and _goes_on(unfinished, runs[0]):
            unfinished += runs[0]
            runs[0] = unfinished
        else:
            found.append(runs[0])
        found += runs[1:]
        unfinished = runs[-1] if _is_open(runs[-1]) else []
    hyphens = Hyphens(_whole(list(chain.from_iterable(found))))
    return [Paragraph(_write(run, hyphens), run[0].page, run[0].size, max(line.page for line in run)) for run in found]


def _columns(page: Sequence[Line]) -> list[list[Line]]:
    """Part the lines of a page where they do not follow each other downwards in the same size."""
    columns: list[list[Line]] = []
    for line in page:
        above = columns[-1][-1] if columns else None
        if (
            above
            and line.top > above.top
            and line.start < above.end
            and line.end > above.start
            and abs(line.size - above.size) <= _SAME_SIZE * above.size
        ):
            columns[-1].append(line)
        else:
            columns.append([line])
    return columns


def _leading(columns: Iterable[Sequence[Line]]) -> Mapping[int, float]:
    """Return the usual distance of the lines of each size, which is given in whole points."""
    gaps: dict[int, Counter[float]] = {}
    for column in columns:
        for above, line in pairwise(column):
            gaps.setdefault(round(line.size), Counter())[round(2 * (line.top - above.top)) / 2] += 1
    return {size: max(counted.items(), key=lambda pair: (pair[1], -pair[0]))[0] for size, counted in gaps.items()}


def _usual_width(columns: Iterable[Sequence[Line]]) -> float:
    """Return how long the longer lines are."""
    widths = sorted(line.end - line.start for column in columns for line in column)
    return widths[9 * len(widths) // 10] if widths else 0.0


def _usual_size(columns: Iterable[Sequence[Line]]) -> float:
    """Return the size of most characters."""
    counted: Counter[float] = Counter()
    for column in columns:
        for line in column:
            counted[round(line.size, 1)] += len(line.text)
    return max(counted, key=lambda size: counted[size], default=0.0)


def _runs(column: Sequence[Line], leading: Mapping[int, float], width: float) -> list[list[Line]]:
    """Part the lines of a column into paragraphs; in other columns lines are `width` long."""
    runs = [[column[0]]]
    for index in range(1, len(column)):
        line = column[index]
        usual = max(leading.get(round(line.size), 0.0), _USUAL * line.size)
        if _begins(column, index, usual, width, is_second=len(runs[-1]) == 1):
            runs.append([line])
        else:
            runs[-1].append(line)
    return runs


def _begins(column: Sequence[Line], index: int, leading: float, width: float, *, is_second: bool) -> bool:
    """Whether the line at `index` of a column begins a paragraph; if not, it might be the second of one."""
    above, line = column[index - 1], column[index]
    if _is_broken(above):
        return False
    if line.top - above.top > _LOWER * leading or _BULLET.match(line.text) or _LEADERS.search(above.text):
        return True
    around = column[max(0, index - _AROUND) : index + _AROUND]
    is_ended = _SENTENCE_END.search(above.text) is not None
    goes_on = not is_ended and line.text[0].islower()
    if not goes_on and _is_short(above, line, max(above.start + _SHORTEST * width, *(other.end for other in around))):
        return True
    indent = _INDENT * line.size
    if line.start > above.start + indent:
        below = column[index + 1] if index + 1 < len(column) else None
        is_indented_alone = below is not None and below.start < line.start - indent
        return not _ITEM.match(above.text) and (is_ended or is_indented_alone)
    if line.start < above.start - indent:
        return is_ended and not is_second
    margin = min(other.start for other in around)
    is_indented = line.start > margin + indent
    return is_ended and ((is_second and is_indented) or _ITEM.match(line.text) is not None)


def _is_short(above: Line, line: Line, limit: float) -> bool:
    """Whether the first word of `line` would have had room behind `above`, in lines that reach to `limit`."""
    word = len(line.text.split(maxsplit=1)[0]) + 1
    width = (line.end - line.start) / len(line.text) * word
    return above.end + width < limit - _SLACK * line.size


def _is_open(run: Sequence[Line]) -> bool:
    return _is_broken(run[-1]) or not _SENTENCE_END.search(run[-1].text)


def _goes_on(run: Sequence[Line], other: Sequence[Line]) -> bool:
    """Whether a paragraph that has not ended with its column goes on in another."""
    last, line = run[-1], other[0]
    if abs(line.size - last.size) > _SAME_SIZE * last.size:
        return False
    if _is_broken(last) or line.text[0].islower():
        return True
    is_full = len(run) > 1 and last.end > max(above.end for above in run[-_AROUND - 1 :]) - 2 * last.size
    is_indented = len(other) > 1 and line.start > other[1].start + _INDENT * line.size
    return is_full and not is_indented and not _ITEM.match(line.text)


def _is_broken(line: Line) -> bool:
    return line.broken or _HYPHEN.search(line.text[-2:]) is not None


def _whole(lines: Sequence[Line]) -> list[str]:
    """Return the texts of `lines` without the words that are broken at their ends."""
    texts: list[str] = []
    for index, line in enumerate(lines):
        text = line.text
        if index and _is_broken(lines[index - 1]):
            text = text.partition(" ")[2]
        texts.append(text.rpartition(" ")[0] if _is_broken(line) else text)
    return texts


def _write(run: Sequence[Line], hyphens: Hyphens) -> str:
    """Return the text of a paragraph's lines."""
    pieces = [run[0].text]
    for above, line in pairwise(run):
        if _is_broken(above):
            pieces[-1] = hyphens.joined(pieces[-1], line.text)
        else:
            pieces += (break_between(above.text, line.text), line.text)
    return "".join(pieces)
