"""Which documents have terms in a given order, near each other?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import distinct, is_among
from indexer.engine.queries import Expansion
from indexer.engine.search.expansion import expand
from indexer.engine.segment.fields import Field
from indexer.engine.segment.segment import Segment

__all__ = ["Slot", "documents_of", "slot_of", "within_distance"]


class Slot(NamedTuple):
    """The terms of a field of which any may be at one place of a phrase, with their numbers, ascending by term; `name`
    is the field's."""

    name: str
    field: Field
    terms: tuple[bytes, ...]
    numbers: tuple[int, ...]


def within_distance(
    placed: Sequence[tuple[NDArray[np.int64], NDArray[Any]]], distances: Sequence[int]
) -> NDArray[np.int64]:
    """The documents that have a position of each slot at most so many behind one of the slot before as `distances` says
    of each slot but the first; ascending.

    `placed` has for each slot, one at least, the document and the position of every token, ordered by both.
    """
    # A place is the document times `width`, plus the position: none is near one of another document.
    farthest = max(distances, default=0)
    width = farthest + 1 + max(int(positions.max()) if len(positions) else 0 for _, positions in placed)
    ends: NDArray[np.int64] | None = None
    for (owners, positions), distance in zip(placed, (0, *distances), strict=True):
        places = owners * width + positions
        if ends is not None:
            if not len(ends):
                break
            # The first end that is near enough must lie before the place.
            at = np.searchsorted(ends, places - distance)
            places = places[(at < len(ends)) & (ends[np.minimum(at, len(ends) - 1)] < places)]
        ends = places
    return distinct(ends // width) if ends is not None else np.zeros(0, np.int64)


def slot_of(segment: Segment, name: str, slot: bytes | Expansion) -> Slot | None:
    """The terms of a slot that the segment has, or None where it has none of them."""
    field = segment.field(name)
    if field is None:
        return None
    if isinstance(slot, bytes):
        number = field.find(slot)
        numbers = [number] if number >= 0 else []
    else:
        numbers = list(expand(field, slot))
    return Slot(name, field, tuple(map(field.term, numbers)), tuple(numbers)) if numbers else None


def documents_of(segment: Segment, slots: Sequence[Slot], distances: Sequence[int]) -> NDArray[np.int64]:
    """The live documents that have a term of each slot, each at most as many positions behind the one before as
    `distances` says of it; ascending."""
    documents, placed = _places_of(segment, slots)
    if not len(documents):
        return documents
    return documents[within_distance(placed, distances)]


def _places_of(
    segment: Segment, slots: Sequence[Slot]
) -> tuple[NDArray[np.int64], list[tuple[NDArray[np.int64], NDArray[np.int64]]]]:
    """The live documents that have a term of each slot, ascending; and for each slot the document, as an index into
    these, and the position of every token of its terms, ordered by both."""
    documents: NDArray[np.int64] | None = None
    for _, field, _, numbers in sorted(slots, key=lambda slot: sum(map(slot.field.frequency, slot.numbers))):
        own = distinct(np.concatenate([field.postings(number).documents for number in numbers]))
        documents = own if documents is None else documents[is_among(documents, own)]
    if documents is None:
        return np.zeros(0, np.int64), []
    if segment.deleted is not None:
        documents = documents[~segment.deleted[documents]]
    return documents, [_places_in(slot, documents) for slot in slots]


def _places_in(slot: Slot, documents: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    owners, positions = [], []
    for number in slot.numbers:
        having = np.flatnonzero(is_among(documents, slot.field.postings(number).documents))
        found, sizes = slot.field.positions(number, documents[having])
        owners.append(np.repeat(having, sizes))
        positions.append(found.astype(np.int64))
    owner, position = np.concatenate(owners), np.concatenate(positions)
    order = np.lexsort((position, owner))
    return owner[order], position[order]
