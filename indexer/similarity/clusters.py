"""Which of many texts belong together, since they are nearly the same, directly or through others?

Two texts are linked if their sketches agree in a band and their estimated resemblance is 0.6 or more: that depends on
the two alone. A cluster is a set of texts that are linked with each other through members of it. So clusters depend on
the set of texts only, never on their order or on what was there before.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from indexer.similarity.sketches import BANDS, PLACES, alike, band_marks, shares_band

__all__ = ["UnionFind", "clusters_among", "parted"]

_ROWS_AT_ONCE: Final = 64
"""Members of a band that are compared with all others of it at once."""


class UnionFind:
    """Sets of numbers from 0 on that grow together; each is known by its least number."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def add(self) -> int:
        """Another number, alone in its set."""
        self._parent.append(len(self._parent))
        return len(self._parent) - 1

    def root(self, number: int) -> int:
        """The least number of the set that a number is in."""
        parent = self._parent
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    def join(self, one: int, other: int) -> None:
        """Make one set of those that two numbers are in."""
        a, b = self.root(one), self.root(other)
        self._parent[max(a, b)] = min(a, b)

    def roots(self) -> NDArray[np.int64]:
        """The least number of the set that each number is in."""
        return np.fromiter(map(self.root, range(len(self._parent))), np.int64, len(self._parent))


def clusters_among(sketched: NDArray[np.uint8]) -> NDArray[np.int64]:
    """For each text the number of the first of its cluster; its own where it is in none. `sketched` are the texts'
    sketches, shape (texts, PLACES)."""
    sets = UnionFind(len(sketched))
    usable = np.flatnonzero(sketched.any(axis=1))
    if len(usable) < 2:
        return sets.roots()
    firsts = _first_of_equal(sketched[usable])
    for one, other in zip(usable[firsts].tolist(), usable.tolist(), strict=True):
        if one != other:
            sets.join(one, other)
    different = usable[firsts == np.arange(len(usable))]
    marks = band_marks(sketched[different])
    for band in range(BANDS):
        order = np.argsort(marks[:, band], kind="stable")
        ordered = marks[order, band]
        begins = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
        sizes = np.diff(begins, append=len(ordered))
        # Neighbours first, all at once: in most bands that is all.
        left = different[order[:-1]]
        right = different[order[1:]]
        same = np.flatnonzero(ordered[1:] == ordered[:-1])
        linked = same[alike(sketched[left[same]], sketched[right[same]])]
        for one, other in zip(left[linked].tolist(), right[linked].tolist(), strict=True):
            sets.join(one, other)
        for begin, size in zip(begins[sizes > 2].tolist(), sizes[sizes > 2].tolist(), strict=True):
            _join_band(sets, different[order[begin : begin + size]], sketched)
    return sets.roots()


def _first_of_equal(sketched: NDArray[np.uint8]) -> NDArray[np.int64]:
    """For each row the number of the first that is equal to it."""
    rows = np.ascontiguousarray(sketched).view(f"V{PLACES}").ravel()
    order = np.argsort(rows, kind="stable")
    other = np.ones(len(rows), np.bool_)
    other[1:] = rows[order[1:]] != rows[order[:-1]]
    firsts = np.empty(len(rows), np.int64)
    firsts[order] = order[np.maximum.accumulate(np.where(other, np.arange(len(rows)), 0))]
    return firsts


def _join_band(sets: UnionFind, members: NDArray[np.int64], sketched: NDArray[np.uint8]) -> None:
    """Join those of a band's members that are linked."""
    roots = np.fromiter(map(sets.root, members.tolist()), np.int64, len(members))
    if (roots == roots[0]).all():
        return
    for start in range(0, len(members) - 1, _ROWS_AT_ONCE):
        ones = np.arange(start, min(start + _ROWS_AT_ONCE, len(members)))
        others = np.arange(start + 1, len(members))
        one, other = np.repeat(ones, len(others)), np.tile(others, len(ones))
        apart = (other > one) & (roots[one] != roots[other])
        one, other = members[one[apart]], members[other[apart]]
        linked = alike(sketched[one], sketched[other])
        for a, b in zip(one[linked].tolist(), other[linked].tolist(), strict=True):
            sets.join(a, b)
        if linked.any():
            roots = np.fromiter(map(sets.root, members.tolist()), np.int64, len(members))
            if (roots == roots[0]).all():
                return


def parted(sketched: NDArray[np.uint8]) -> list[list[int]]:
    """The clusters into which the remaining texts of one fall, by their places; `sketched` are their sketches."""
    left = np.arange(len(sketched))
    found: list[list[int]] = []
    while len(left):
        reached, left = [int(left[0])], left[1:]
        at = 0
        while at < len(reached) and len(left):
            sketch, others = sketched[reached[at]], sketched[left]
            near = shares_band(sketch, others)
            near[near] = alike(np.broadcast_to(sketch, (int(near.sum()), PLACES)), others[near])
            reached += left[near].tolist()
            left = left[~near]
            at += 1
        found.append(sorted(reached))
    return found
