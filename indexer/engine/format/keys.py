"""How are articles found by numbers that they have, without reading all of them?

The keys of each article are kept as they were given, in as few bytes as hold the largest. Beside them is the order that
sorts all keys of the segment: a key is found by a binary search through it, which reads a few pages.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import bounds_of, narrowed, ranges
from indexer.engine.format.container import SectionReader, SectionWriter

__all__ = ["Keys", "KeysWriter"]

_FEW = 64
"""To look so many keys up one by one takes as long as to read and sort those of 1,000 articles."""

_PREFIX = "article_keys"


class KeysWriter:
    """Collects the keys of articles, by name."""

    def __init__(self, sections: SectionWriter) -> None:
        self._sections = sections
        self._rows = 0
        self._counts: dict[str, list[NDArray[Any]]] = {}
        self._done: dict[str, int] = {}
        self._keys: dict[str, list[NDArray[Any]]] = {}

    def add(self, keys: Mapping[str, NDArray[np.uint64]]) -> None:
        """Add the next article."""
        for name, numbers in keys.items():
            if len(numbers):
                self._add(name, np.array([len(numbers)]), numbers.astype(np.uint64))
        self._rows += 1

    def skip_to(self, rows: int) -> None:
        """Add articles without keys until there are `rows`."""
        self._rows = rows

    def copy(self, reader: Keys, kept: NDArray[np.bool_] | None) -> None:
        """Add the articles of another segment: all, or those that are to be `kept`."""
        for name in reader.names:
            keys, starts = reader.all_keys(name)
            sizes = np.diff(starts)
            if kept is not None:
                keys = keys[ranges(starts[:-1][kept], sizes[kept])]
                sizes = sizes[kept]
            self._add(name, sizes, keys)
        self._rows += reader.rows if kept is None else int(np.count_nonzero(kept))

    def finish(self) -> None:
        """Write the keys of all names."""
        for name in sorted(self._keys):
            keys = np.concatenate(self._keys.pop(name))
            counts = np.concatenate([*self._counts[name], np.zeros(self._rows - self._done[name], np.int64)])
            if not len(keys):
                continue
            width = max(1, (int(keys.max()).bit_length() + 7) // 8)
            section, add = f"{_PREFIX}:{name}", self._sections.add
            add(section, keys.astype("<u8").view(np.uint8).reshape(len(keys), 8)[:, :width].ravel())
            add(f"{section}:at", narrowed(bounds_of(counts)))
            add(f"{section}:order", np.argsort(keys, kind="stable").astype(np.uint32))

    def _add(self, name: str, counts: NDArray[Any], keys: NDArray[Any]) -> None:
        pieces = self._counts.setdefault(name, [])
        missing = self._rows - self._done.get(name, 0)
        if missing:
            pieces.append(np.zeros(missing, np.int64))
        pieces.append(counts)
        self._keys.setdefault(name, []).append(keys)
        self._done[name] = self._rows + len(counts)


class Keys:
    """The keys of `rows` articles."""

    def __init__(self, sections: SectionReader, rows: int) -> None:
        self.rows = rows
        self._sections = sections

    @property
    def names(self) -> list[str]:
        """The kinds of keys that any article has."""
        ending, beginning = ":order", f"{_PREFIX}:"
        return [
            name.removeprefix(beginning).removesuffix(ending)
            for name in self._sections
            if name.startswith(beginning) and name.endswith(ending)
        ]

    def find_keys(self, name: str, keys: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The articles that have any of several keys: the places of the keys, ascending, and the article of each, both
        of shape (pairs,). A pair is there once, though the article may have the key twice."""
        section = f"{_PREFIX}:{name}"
        none = np.zeros(0, np.int64)
        if section not in self._sections or not len(keys):
            return none, none
        count = self._sections.length(f"{section}:order")
        if len(keys) <= _FEW:
            entries = range(count)
            first = [bisect_left(entries, key, key=lambda place: self._sorted_key(section, place)) for key in keys]
            last = [bisect_right(entries, key, key=lambda place: self._sorted_key(section, place)) for key in keys]
            begins, sizes = np.array(first), np.array(last) - np.array(first)
            pieces = [
                self._sections.slice(f"{section}:order", begin, end)
                for begin, end in zip(first, last, strict=True)
                if begin < end
            ]
            order = np.concatenate(pieces) if pieces else none
        else:
            whole = self._sections.array(f"{section}:order")
            ordered = self.all_keys(name)[0][whole]
            begins = np.searchsorted(ordered, keys)
            sizes = np.searchsorted(ordered, keys, "right") - begins
            order = whole[ranges(begins, sizes)]
        if not len(order):
            return none, none
        places = np.repeat(np.arange(len(keys)), sizes)
        articles = self._owners(section, order.astype(np.int64), few=len(order) <= _FEW)
        # The entries of a key are in the order of their articles.
        new = np.ones(len(places), np.bool_)
        new[1:] = (places[1:] != places[:-1]) | (articles[1:] != articles[:-1])
        return places[new], articles[new]

    def keys(self, name: str, article: int) -> NDArray[np.uint64]:
        """The keys of an article, in the order given."""
        section = f"{_PREFIX}:{name}"
        if section not in self._sections:
            return np.zeros(0, np.uint64)
        begin, end = self._sections.slice(f"{section}:at", article, article + 2).tolist()
        return self._keys(section, begin, end)

    def all_keys(self, name: str) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """The keys of all articles, one after the other, and where those of each begin, shape (articles + 1,)."""
        section = f"{_PREFIX}:{name}"
        if section not in self._sections:
            return np.zeros(0, np.uint64), np.zeros(self.rows + 1, np.int64)
        starts = self._sections.array(f"{section}:at").astype(np.int64)
        return self._keys(section, 0, int(starts[-1])), starts

    def _keys(self, section: str, begin: int, end: int) -> NDArray[np.uint64]:
        count = self._sections.length(f"{section}:order")
        width = self._sections.length(section) // count
        octets = np.zeros((end - begin, 8), np.uint8)
        octets[:, :width] = self._sections.slice(section, begin * width, end * width).reshape(end - begin, width)
        return octets.view("<u8").ravel().astype(np.uint64, copy=False)

    def _sorted_key(self, section: str, place: int) -> np.uint64:
        entry = int(self._sections.slice(f"{section}:order", place, place + 1)[0])
        found: np.uint64 = self._keys(section, entry, entry + 1)[0]
        return found

    def _owners(self, section: str, entries: NDArray[np.int64], *, few: bool) -> NDArray[np.int64]:
        """The articles that the keys at these places belong to."""
        name = f"{section}:at"
        if not few:
            return np.searchsorted(self._sections.array(name), entries, "right") - 1
        bounds = range(self.rows + 1)

        def bound(article: int) -> int:
            return int(self._sections.slice(name, article, article + 1)[0])

        return np.array([bisect_right(bounds, entry, key=bound) - 1 for entry in entries.tolist()], np.int64)
