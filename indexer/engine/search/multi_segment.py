"""How are several segments searched as one?

What a query costs in a segment is, most of the time, a number of small steps that no more documents would make longer.
So the postings of a word are put together first, and its documents numbered through: then there is one step where
there would be one for each segment. What was put together is kept at hand, as far as memory allows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import bounds_of, ranges
from indexer.engine.cache import LruCache
from indexer.engine.segment.fields import Field
from indexer.engine.segment.posting_list import PostingList
from indexer.engine.segment.segment import Segment

__all__ = ["MultiSegmentField", "MultiSegmentReader"]

_KEPT_BYTES = 64 * 2**20
"""Postings of several segments that a field keeps joined, in bytes, and as many bytes of joined positions."""

_ALWAYS = 1 << 15
_OF_MANY = 8
"""The positions of a word are put together where it is in few documents, or many of them are asked for."""


class MultiSegmentReader:
    """Segments as one, for looking up single words and phrases; `offsets` says where the documents of each begin."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.offsets = bounds_of([segment.documents for segment in segments])
        self.documents = int(self.offsets[-1])
        self.deleted: NDArray[np.bool_] | None = None
        if any(segment.deleted is not None for segment in segments):
            none = [np.zeros(segment.documents, np.bool_) for segment in segments]
            self.deleted = np.concatenate(
                [
                    mine if segment.deleted is None else segment.deleted
                    for segment, mine in zip(segments, none, strict=True)
                ]
            )
        self._segments = segments
        self._fields: dict[str, MultiSegmentField | None] = {}

    def field(self, name: str) -> MultiSegmentField | None:
        """The field of this name, or None where no segment has it."""
        if name not in self._fields:
            fields = [segment.field(name) for segment in self._segments]
            there = any(field is not None for field in fields)
            self._fields[name] = MultiSegmentField(fields, self.offsets) if there else None
        return self._fields[name]


class MultiSegmentField:
    """A field of several segments. Its terms are numbered in the order in which they are asked for."""

    def __init__(self, fields: Sequence[Field | None], offsets: NDArray[np.int64]) -> None:
        self.lengths: NDArray[Any] | None = None
        if any(field is not None and field.lengths is not None for field in fields):
            self.lengths = _concatenated(
                [
                    np.zeros(size, np.uint8) if field is None or field.lengths is None else field.lengths
                    for field, size in zip(fields, np.diff(offsets).tolist(), strict=True)
                ]
            )
        self._fields = fields
        self._offsets = offsets
        self._numbers: dict[bytes, int] = {}
        self._places: list[list[tuple[int, Field, int]]] = []  # of each term: the segments that have it, and its number
        self._kept: LruCache[PostingList] = LruCache(_KEPT_BYTES)
        self._positions: LruCache[tuple[NDArray[Any], NDArray[np.uint32]]] = LruCache(_KEPT_BYTES)

    def find(self, term: bytes) -> int:
        """The number of `term`, or -1 where no segment has it."""
        number = self._numbers.get(term)
        if number is None:
            places = [
                (place, field, found)
                for place, field in enumerate(self._fields)
                if field is not None and (found := field.find(term)) >= 0
            ]
            if not places:
                return -1
            number = self._numbers[term] = len(self._places)
            self._places.append(places)
        return number

    def postings(self, number: int) -> PostingList:
        """The postings of the term with this number."""
        return self._joined(number, whole=False)

    def stem_postings(self, number: int) -> PostingList:
        """Postings of which the term's are a part."""
        return self._joined(number, whole=True)

    def positions(self, number: int, documents: NDArray[np.int64]) -> tuple[NDArray[Any], NDArray[np.int64]]:
        """The positions of the term in `documents`, ascending, all among those of `stem_postings`; and how many there
        are in each."""
        stem_postings = self.stem_postings(number)
        known = self._positions.get(number)
        if known is None:
            if stem_postings.count > max(_ALWAYS, _OF_MANY * len(documents)):
                return self._positions_one_by_one(number, documents)
            known = self._all_positions(number)
        positions, starts = known
        places = np.searchsorted(stem_postings.documents, documents)
        begins = starts[places].astype(np.int64)
        sizes = starts[places + 1] - begins
        return positions[ranges(begins, sizes)], sizes

    def _positions_one_by_one(self, number: int, documents: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
        """The positions of the term in few of the many documents that have it, segment by segment."""
        bounds = np.searchsorted(documents, self._offsets).tolist()
        found = [
            field.positions(own, documents[bounds[place] : bounds[place + 1]] - self._offsets[place])
            for place, field, own in self._places[number]
            if bounds[place] < bounds[place + 1]
        ]
        return _concatenated([one for one, _ in found]), _concatenated([sizes for _, sizes in found])

    def _all_positions(self, number: int) -> tuple[NDArray[Any], NDArray[np.uint32]]:
        """All positions of the term, and where those of each of the documents of `stem_postings` begin."""
        found = [field.positions(own, field.stem_postings(own).documents) for _, field, own in self._places[number]]
        positions = _concatenated([one for one, _ in found])
        starts = bounds_of(_concatenated([sizes for _, sizes in found])).astype(np.uint32)
        return self._positions.put(number, (positions, starts), positions.nbytes + starts.nbytes)

    def _joined(self, number: int, *, whole: bool) -> PostingList:
        known = self._kept.get((number, whole))
        if known is None:
            lists = [
                (int(self._offsets[place]), field.stem_postings(own) if whole else field.postings(own))
                for place, field, own in self._places[number]
            ]
            known = _joined_lists(lists, self.lengths, every=len(self._fields) == len(lists))
            self._kept.put((number, whole), known, known.size)
        return known


def _concatenated(arrays: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """The arrays one after the other; one alone is not copied."""
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def _joined_lists(
    lists: Sequence[tuple[int, PostingList]], lengths: NDArray[Any] | None, *, every: bool
) -> PostingList:
    """Postings of several segments as one list; the documents of each begin at an offset. `every` segment is there."""
    if len(lists) == 1 and lists[0][0] == 0 and (every or lists[0][1].dense is None):
        return lists[0][1]
    levels = None
    if lengths is not None and any(postings.levels is not None for _, postings in lists):
        # A short list has none noted: its extremes are quickly found.
        known = [
            (postings.tf.max(keepdims=True), lengths[postings.documents + offset].min(keepdims=True))
            if postings.levels is None
            else postings.levels
            for offset, postings in lists
        ]
        levels = np.concatenate([one for one, _ in known]), np.concatenate([other for _, other in known])
    count = sum(postings.count for _, postings in lists)
    dense = [postings.dense for _, postings in lists if postings.dense is not None]
    if every and len(dense) == len(lists) and all(postings.weights is None for _, postings in lists):
        return PostingList(count, None, None, dense=np.concatenate(dense), levels=levels)
    documents = np.concatenate([postings.documents + np.uint32(offset) for offset, postings in lists])
    if all(postings.frequencies is None and postings.weights is None for _, postings in lists):
        return PostingList(count, documents, None, levels=levels)
    return PostingList(count, documents, np.concatenate([postings.tf for _, postings in lists]), levels=levels)
