"""Which lines are on the pages of a document for the sake of the pages: running heads, page numbers?

They are the first or last on their page, apart from the text, and are on other pages too at the same height, with
other numbers in them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from math import inf
from typing import Final

from indexer.reading.formats.pdf.lines import Line

__all__ = ["without_running_heads"]

_DEEPEST: Final = 3
"""Lines at the upper, and at the lower, edge of a page that may be there for the page."""
_FEWEST: Final = 3
"""Pages that make a repetition, where there are so many."""
_NEAR: Final = 2.0
"""Points by which their heights may differ."""
_APART: Final = 1.4
"""Sizes of characters between the baselines of a running head and the text."""
_NUMBER: Final = re.compile(r"\d+")
_ROMAN: Final = re.compile(r"[ivxlc]{1,8}", re.IGNORECASE)
_PAGE_NUMBER: Final = re.compile(
    r"\W{0,3}(?:(?:page|seite|p\.|pág\.|página|pagina|стр\.)\W{0,2})?(\d{1,4})(?:\s?(?:of|/|von|sur|de|di|из)\s?(\d{1,4})\b.{0,40})?\W{0,3}",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(r"\A\d{1,4}\b|\b\d{1,4}\Z")
# What browsers print above or below a page.
_PRINTED: Final = re.compile(
    r"(?:[^\n]{0,200}\s)?(?:https?|file)://\S{1,500}(?:\s\d{1,4}/\d{1,4})?"
    r"|\d{1,2}[/.]\d{1,2}[/.](?:\d\d){1,2},?\s\d{1,2}:\d\d(?:\s?[AP]M)?(?:\s[^\n]{1,200})?"
)


def without_running_heads(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the lines of each page without those that are there for the page."""
    edges = [(_edge(page, top=True), _edge(page, top=False)) for page in pages]
    heads = _Heads(_repeated(edges), len(pages))
    kept: list[list[Line]] = []
    for page, edge in zip(pages, edges, strict=True):
        taken = {line for side in edge for line in heads.among(side)}
        kept.append([line for line in page if line not in taken])
    return kept


def _edge(page: Sequence[Line], *, top: bool) -> list[Line]:
    """Return the lines at an edge of a page, from the outside in, and the one behind them."""
    return sorted(page, key=lambda line: line.top if top else -line.top)[: _DEEPEST + 1]


def _repeated(edges: Sequence[tuple[list[Line], list[Line]]]) -> dict[str, list[float]]:
    """Return at which heights the same line, but for its numbers, is at the edge of several pages."""
    places: defaultdict[str, list[tuple[float, int]]] = defaultdict(list)
    for edge in edges:
        # A short page has the same lines at both.
        for line in {line for side in edge for line in side[:_DEEPEST]}:
            places[_key(line)].append((line.top, line.page))
    if len(edges) < 2:
        return {}
    fewest = min(_FEWEST, len(edges))
    return {key: heights for key, found in places.items() if (heights := _levels(found, fewest))}


def _levels(places: list[tuple[float, int]], fewest: int) -> list[float]:
    """Return the heights at which something is on so many pages, given the height and page of each place."""
    levels: list[float] = []
    pages: set[int] = set()
    lowest = -inf
    for top, page in sorted(places):
        if top > lowest + _NEAR:
            lowest, pages = top, set()
        pages.add(page)
        if len(pages) == fewest:
            levels.append((lowest + top) / 2)
    return levels


def _key(line: Line) -> str:
    """Return what is the same in a running head on all pages."""
    if _ROMAN.fullmatch(line.text):
        return "#"
    return _NUMBER.sub("#", line.text).casefold()


class _Heads:
    """Knows the lines that are there for the page, by those that are `repeated` on many of `pages`."""

    def __init__(self, repeated: Mapping[str, Sequence[float]], pages: int) -> None:
        self._repeated = repeated
        self._heights = {round(height) for heights in repeated.values() for height in heights}
        self._pages = pages

    def among(self, side: Sequence[Line]) -> Sequence[Line]:
        """Return which lines of one edge of a page are there for the page: the outermost, as far as they are known and
        are apart from the text."""
        count = 0
        for number, (line, inner) in enumerate(zip_longest(side[:_DEEPEST], side[1:]), start=1):
            is_apart = inner is None or abs(inner.top - line.top) > _APART * line.size
            if not (self._is_repeated(line) or (is_apart and self._looks_like_one(line))):
                break
            count = number if is_apart else count
        return side[:count]

    def _is_repeated(self, line: Line) -> bool:
        return any(abs(line.top - height) <= _NEAR for height in self._repeated.get(_key(line), ()))

    def _looks_like_one(self, line: Line) -> bool:
        """Whether a line that is not repeated, such as the name of a short chapter, has what those have that are."""
        number = _PAGE_NUMBER.fullmatch(line.text)
        if number and int(number[1]) == line.page and (number[2] is None or int(number[2]) == self._pages):
            return True
        is_level = round(line.top) in self._heights
        return bool((is_level and _NUMBERED.search(line.text)) or _PRINTED.fullmatch(line.text))
