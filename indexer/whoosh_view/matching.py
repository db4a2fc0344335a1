"""How does Whoosh step through the postings of a term?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.engine.segment.fields import Field
from indexer.engine.segment.posting_list import PostingList
from indexer.engine.segment.segment import Segment
from indexer.quiet import quiet
from indexer.whoosh_view.characters import CharacterField
from indexer.whoosh_view.postings import WrittenPostings

with quiet():
    from whoosh import formats
    from whoosh.matching import LeafMatcher, ReadTooFar
    from whoosh.system import pack_uint

__all__ = ["ArrayMatcher", "TermSource", "lengths_of"]

TermSource: TypeAlias = Segment | WrittenPostings
"""What has the fields of a segment: the engine wrote it, or Whoosh's writer."""

_BLOCK: Final = 128
_BEYOND: Final = 0xFFFFFFFF
"""The document behind the last: Whoosh's matchers ask for it, and compare it with others."""


class ArrayMatcher(LeafMatcher):  # type: ignore[misc]
    """Steps through the postings of one term, as Whoosh's matchers do."""

    def __init__(
        self,
        source: TermSource,
        field: Field | CharacterField,
        number: int,
        format_: Any,
        term: tuple[str, bytes],
        scorer: Any,
    ) -> None:
        self.scorer = scorer
        self.format = format_
        self._source = source
        self._field = field
        self._number = number
        self._postings: PostingList = field.postings(number)
        self._term = term
        self._documents = self._postings.documents
        self._weights = self._postings.tf
        self._count = self._postings.count
        self._blocks: tuple[list[float], list[int], list[int]] | None = None
        self._go_to(0)

    def copy(self) -> ArrayMatcher:
        """Another one at the same posting."""
        other = ArrayMatcher(self._source, self._field, self._number, self.format, self._term, self.scorer)
        other._go_to(self._at)
        return other

    def _go_to(self, at: int) -> None:
        """Stand at a posting, with those of its block as Python's numbers: a single one of an array costs more."""
        self._at = at
        self._begin = begin = at - at % _BLOCK
        self._ids: list[int] = self._documents[begin : begin + _BLOCK].tolist()
        self._block_weights: list[float] = self._weights[begin : begin + _BLOCK].tolist()

    def is_active(self) -> bool:
        """Whether there is a posting here."""
        return self._at < self._count

    def reset(self) -> None:
        """Go back to the first posting."""
        self._go_to(0)

    def id(self) -> int:
        """The document; behind the last posting, one behind all documents."""
        return self._ids[self._at - self._begin] if self._at < self._count else _BEYOND

    def all_ids(self) -> Iterable[int]:
        """The documents from here on."""
        left: list[int] = self._documents[self._at :].tolist()
        return iter(left)

    def next(self) -> bool:
        """Go to the next posting; return whether it is in another block."""
        if self._at >= self._count:
            raise ReadTooFar
        self._at += 1
        if self._at - self._begin < _BLOCK:
            return False
        self._go_to(self._at)
        return True

    def skip_to(self, id: int) -> None:  # noqa: A002 - Whoosh's name
        """Go to the first document that is not less."""
        self._require()
        if self._ids[-1] >= id:
            self._at = bisect_left(self._ids, id, self._at - self._begin) + self._begin
        else:
            self._go_to(self._at + int(np.searchsorted(self._documents[self._at :], id)))

    def weight(self) -> float:
        """The weight of the posting."""
        self._require()
        return float(self._block_weights[self._at - self._begin])

    def value(self) -> bytes:
        """The posting's value, encoded as its format does it."""
        self._require()
        if isinstance(self._source, WrittenPostings):
            return self._source.value(self._term[0], self._number, self._at, self._positions)
        if self.format.supports("positions"):
            return bytes(formats.Positions().encode(self._positions()))
        return b"" if type(self.format) is formats.Existence else bytes(pack_uint(int(self.weight())))

    def value_as(self, astype: str) -> Any:
        """The posting's value decoded."""
        return self._positions() if astype == "positions" and self._has_positions() else super().value_as(astype)

    def _has_positions(self) -> bool:
        return not isinstance(self._source, WrittenPostings) or self._source.has_positions(self._term[0])

    def _positions(self) -> list[int]:
        positions, _ = self._field.positions(self._number, self._documents[self._at : self._at + 1])
        found: list[int] = positions.tolist()
        return found

    # Blocks, which Whoosh's collectors skip where they cannot score enough

    def block_max_weight(self) -> float:
        """The largest weight of the block."""
        return self._bounds()[0][self._block()]

    def block_min_length(self) -> int:
        """The shortest length of the block."""
        return self._bounds()[1][self._block()]

    def block_max_length(self) -> int:
        """The greatest length of the block."""
        return self._bounds()[2][self._block()]

    def skip_to_quality(self, minquality: float) -> int:
        """Skip the blocks that score no more than `minquality`; return how many.

        Whoosh's unions call this until the qualities of both sides together suffice; that the last bit of a difference
        is lost must not keep them at it for ever.
        """
        skipped = 0
        enough = minquality + 1e-12 * abs(minquality)
        while self.is_active() and self.block_quality() <= enough:
            self._go_to(self._begin + _BLOCK)
            skipped += 1
        return skipped

    def _block(self) -> int:
        """The block that the posting is in; behind the last, where Whoosh asks too, the last."""
        return min(self._at, self._count - 1) // _BLOCK

    def _bounds(self) -> tuple[list[float], list[int], list[int]]:
        if self._blocks is None:
            starts = np.arange(0, self._postings.count, _BLOCK)
            lengths = lengths_of(self._field, self._documents)
            if not len(lengths):
                lengths = np.zeros(self._postings.count, np.int64)
            self._blocks = (
                np.maximum.reduceat(self._weights, starts).astype(float).tolist(),
                np.minimum.reduceat(lengths, starts).tolist(),
                np.maximum.reduceat(lengths, starts).tolist(),
            )
        return self._blocks

    def _require(self) -> None:
        if self._at >= self._count:
            raise ReadTooFar


def lengths_of(field: Field | CharacterField, documents: NDArray[Any]) -> NDArray[Any]:
    """The lengths of a field in some documents; empty where its lengths are not kept."""
    return np.zeros(0, np.uint8) if field.lengths is None else field.lengths[documents]
