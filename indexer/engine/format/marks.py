"""How are articles found by numbers that they need not give back?

Of each kind of mark the segment has two arrays: all marks of all articles, ascending, and the article of each. A mark
is found by a binary search, which reads a few pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import narrowed, ranges
from indexer.engine.format.container import SectionReader, SectionWriter

__all__ = ["Marks", "MarksWriter"]

_FEW = 64
"""To look so many marks up one by one takes as long as to read those of 1,000 articles."""

_PREFIX = "article_marks:"
_OWNERS = ":articles"


class MarksWriter:
    """Collects the marks of articles, by name."""

    def __init__(self, sections: SectionWriter) -> None:
        self._sections = sections
        self._rows = 0
        self._marks: dict[str, list[NDArray[np.uint32]]] = {}
        self._articles: dict[str, list[NDArray[np.uint32]]] = {}
        self._single: dict[str, list[NDArray[np.uint32]]] = {}  # marks of one article each, which is in `_owners`
        self._owners: dict[str, list[int]] = {}

    def add(self, marks: Mapping[str, NDArray[np.uint32]]) -> None:
        """Add the next article."""
        for name, numbers in marks.items():
            if len(numbers):
                self._single.setdefault(name, []).append(numbers)
                self._owners.setdefault(name, []).append(self._rows)
        self._rows += 1

    def skip_to(self, rows: int) -> None:
        """Add articles without marks until there are `rows`."""
        self._rows = rows

    def copy(self, reader: Marks, kept: NDArray[np.bool_] | None) -> None:
        """Add the articles of another segment: all, or those that are to be `kept`."""
        for name in reader.names:
            marks, articles = reader.all_marks(name)
            if kept is None:
                self._add(name, marks, articles + np.uint32(self._rows))
            else:
                mine = kept[articles]
                numbers = (np.cumsum(kept) - 1 + self._rows).astype(np.uint32)
                self._add(name, marks[mine], numbers[articles[mine]])
        self._rows += reader.rows if kept is None else int(np.count_nonzero(kept))

    def finish(self) -> None:
        """Write the marks of all names."""
        for name, single in self._single.items():
            owners = np.array(self._owners[name], np.uint32)
            self._add(name, np.concatenate(single), np.repeat(owners, list(map(len, single))))
        self._single, self._owners = {}, {}
        for name in sorted(self._marks):
            marks, articles = np.concatenate(self._marks.pop(name)), np.concatenate(self._articles.pop(name))
            if len(marks):
                # As one number each, which is sorted faster than by two.
                pairs = marks.astype(np.uint64) << np.uint64(32) | articles
                pairs.sort()
                self._sections.add(_PREFIX + name, (pairs >> np.uint64(32)).astype(np.uint32))
                self._sections.add(_PREFIX + name + _OWNERS, narrowed(pairs & np.uint64(0xFFFFFFFF)))

    def _add(self, name: str, marks: NDArray[np.uint32], articles: NDArray[np.uint32]) -> None:
        self._marks.setdefault(name, []).append(marks)
        self._articles.setdefault(name, []).append(articles)


class Marks:
    """The marks of `rows` articles."""

    def __init__(self, sections: SectionReader, rows: int) -> None:
        self.rows = rows
        self._sections = sections

    @property
    def names(self) -> list[str]:
        """The kinds of marks that any article has."""
        return [
            name.removeprefix(_PREFIX).removesuffix(_OWNERS)
            for name in self._sections
            if name.startswith(_PREFIX) and name.endswith(_OWNERS)
        ]

    def find(self, name: str, marks: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The articles that have any of several marks: the places of the marks, ascending, and the article of each,
        both of shape (pairs,). A pair is there once, though the article may have the mark twice."""
        section, sections = _PREFIX + name, self._sections
        if section not in sections or not len(marks):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        own = marks.astype(np.uint32)  # of the section's type, or else numpy would convert the section
        if len(marks) <= _FEW:
            begins, ends = sections.places(section, own), sections.places(section, own, "right")
            found = [
                sections.slice(section + _OWNERS, begin, end)
                for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)
            ]
            articles = np.concatenate(found).astype(np.int64)
        else:
            ordered = sections.array(section)
            begins, ends = np.searchsorted(ordered, own), np.searchsorted(ordered, own, "right")
            articles = sections.array(section + _OWNERS)[ranges(begins, ends - begins)].astype(np.int64)
        asked = np.repeat(np.arange(len(marks)), ends - begins)
        new = np.ones(len(asked), np.bool_)
        new[1:] = (asked[1:] != asked[:-1]) | (articles[1:] != articles[:-1])
        return asked[new], articles[new]

    def all_marks(self, name: str) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """All marks of a kind, ascending, and the article of each."""
        section = _PREFIX + name
        return self._sections.array(section), self._sections.array(section + _OWNERS).astype(np.uint32)
