"""What is on the pages of a PDF beside its text: numbers of lines, watermarks, and capitals that reach over several
lines?

Preprints and court papers number their lines in the margin, copies bear a mark in the middle of every page, and
magazines begin an article with a letter as high as its first lines.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from indexer.reading.formats.pdf.lines import Line

__all__ = ["with_whole_words", "without_line_numbers", "without_watermarks"]

_FEWEST_NUMBERS: Final = 4
"""Numbers of lines on a page; with fewer it is something else."""
_STEPS: Final = frozenset({1, 2, 5, 10})
_REGULAR: Final = 0.8
"""Share of the numbers that are as far from the one before as most are."""
_CONTINUING: Final = 0.3
"""Share of the numbered lines that begin with a small letter, and so are lines of prose, not of a table or a list."""
_FEWEST_PAGES: Final = 3
_NEAR: Final = 2.0
"""Points by which the places of a mark may differ."""
_LARGE: Final = 1.5
"""Times the usual size of characters: that of a mark."""
_CAPITAL: Final = re.compile(r"[\"'“„«‘]?[^\W\d_]['’]?")
_HIGH: Final = 1.8
"""Times the size of the lines beside it: that of a capital which reaches over several."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_WORDS_OF_ONE: Final = frozenset("AIOYEÀ")


def without_line_numbers(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the lines of each page without the numbers beside them."""
    return [_unnumbered(page) for page in pages]


def _unnumbered(page: Sequence[Line]) -> list[Line]:
    numbered = sorted(
        (
            (line, int(line.lead or line.text))
            for line in page
            if line.lead or (line.text.isdecimal() and len(line.text) < 5)
        ),
        key=lambda pair: pair[0].top,
    )
    if len(numbered) < _FEWEST_NUMBERS:
        return list(page)
    steps = Counter(below - above for (_, above), (_, below) in pairwise(numbered))
    ((step, count),) = steps.most_common(1)
    if step not in _STEPS or count < _REGULAR * (len(numbered) - 1):
        return list(page)
    texts = [line.text[len(line.lead) :].lstrip() for line in page if line.lead]
    texts = texts or [line.text for line in page if not line.text.isdecimal()]
    if sum(text[:1].islower() for text in texts) < _CONTINUING * len(texts):
        return list(page)
    found = {line for line, _ in numbered}
    return [
        line._replace(text=line.text[len(line.lead) :].lstrip(), start=line.rest, lead="") if line.lead else line
        for line in page
        if line.lead or line not in found
    ]


def without_watermarks(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the lines of each page without those that are the same at the same place of most pages."""
    if len(pages) < 2:
        return [list(page) for page in pages]
    places: defaultdict[tuple[str, int, int], set[int]] = defaultdict(set)
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            places[_place(line)].add(line.page)
            sizes[round(line.size, 1)] += len(line.text)
    usual = max(sizes, key=lambda size: sizes[size], default=0.0)
    most = min(max(_FEWEST_PAGES, (len(pages) + 1) // 2), len(pages))

    def is_mark(line: Line) -> bool:
        return line.size >= _LARGE * usual and len(places[_place(line)]) >= most

    return [[line for line in page if not is_mark(line)] for page in pages]


def _place(line: Line) -> tuple[str, int, int]:
    return line.text.casefold(), round(line.top / _NEAR), round(line.start / _NEAR)


def with_whole_words(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the lines of each page with the capitals that reach over several lines at the head of the first of
    these."""
    known: Counter[str] = Counter()
    found: list[list[Line]] = []
    for page in pages:
        capitals = [line for line in page if _CAPITAL.fullmatch(line.text)]
        if capitals and not known:
            known.update(word.casefold() for each in pages for line in each for word in _WORD.findall(line.text))
        lines = list(page)
        for capital in capitals:
            lines = _joined(lines, capital, known)
        found.append(lines)
    return found


def _joined(lines: list[Line], capital: Line, known: Counter[str]) -> list[Line]:
    beside = [
        line
        for line in lines
        if line is not capital
        and capital.size >= _HIGH * line.size
        and -0.5 * line.size <= line.start - capital.end <= 2 * line.size
        and capital.top - 0.9 * capital.size <= line.top <= capital.top + 0.3 * line.size
    ]
    if not beside:
        return lines
    first = min(beside, key=lambda line: line.top)
    word = _WORD.match(first.text)
    is_word = (
        word is not None
        and capital.text in _WORDS_OF_ONE
        and known[word[0].casefold()] > 1
        and not known[f"{capital.text}{word[0]}".casefold()]
    )
    joined = first._replace(text=f"{capital.text}{' ' if is_word else ''}{first.text}")
    # What is beside the capital begins where it does: the lines below it are not indented less.
    return [
        (joined if line is first else line)._replace(start=capital.start) if line in beside else line
        for line in lines
        if line is not capital
    ]
