"""How often does each term occur among the documents that are there now?

Scores must depend on the documents and on nothing of the index's past, so deleted ones are never counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from indexer.engine.segment.segment import Segment

__all__ = ["CollectionStatistics", "document_frequency", "lengths_of", "total_lengths", "values_of"]


@dataclass(frozen=True, slots=True)
class CollectionStatistics:
    """Totals over the live passages: their number, and for each scored field the sum of its lengths in words."""

    passages: int = 0
    lengths: Mapping[str, int] = field(default_factory=dict)

    def average_length(self, name: str) -> float:
        """The mean length of the field in words, and 1 where it is empty."""
        return self.lengths.get(name, 0) / self.passages if self.passages and self.lengths.get(name) else 1.0


def document_frequency(segments: Iterable[Segment], name: str, term: bytes) -> int:
    """How many live documents have `term` in the field `name`."""
    frequency = 0
    for segment in segments:
        found = segment.field(name)
        number = -1 if found is None else found.find(term)
        if found is not None and number >= 0:
            frequency += found.frequency(number)
            if segment.deleted is not None:
                frequency -= int(np.count_nonzero(segment.deleted[found.postings(number).documents]))
    return frequency


def values_of(segments: Sequence[Segment], name: str) -> Counter[bytes]:
    """All terms of a field with their document frequencies; meant for fields that hold few different values."""
    terms = {
        term
        for segment in segments
        if (found := segment.field(name)) is not None
        for term in found.terms(range(found.count))
    }
    return +Counter({term: document_frequency(segments, name, term) for term in terms})


def lengths_of(segment: Segment, names: Sequence[str], documents: NDArray[np.int64]) -> tuple[int, ...]:
    """The sum of some documents' lengths in each of the fields."""
    fields = [segment.field(name) if len(documents) else None for name in names]
    return tuple(
        0 if field is None or field.lengths is None else int(field.lengths[documents].sum(dtype=np.int64))
        for field in fields
    )


def total_lengths(segments: Iterable[Segment], names: Sequence[str]) -> tuple[int, ...]:
    """The sum of the live documents' lengths in each of the fields."""
    totals = [0] * len(names)
    for segment in segments:
        for place, name in enumerate(names):
            found = segment.field(name)
            if found is not None and found.lengths is not None:
                lengths = found.lengths if segment.deleted is None else found.lengths[~segment.deleted]
                totals[place] += int(lengths.sum(dtype=np.int64))
    return tuple(totals)
