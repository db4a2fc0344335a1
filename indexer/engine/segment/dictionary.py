"""Which terms does a field of a segment have?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import bounds_of, hashes_of, ranges
from indexer.engine.format.articles import ArticleReader
from indexer.engine.format.container import SectionReader

__all__ = ["Dictionary"]


class Dictionary:
    """The terms of a field, ascending by their bytes."""

    def __init__(self, sections: SectionReader, name: str, articles: ArticleReader) -> None:
        self.sections = sections
        self.name = name
        self.articles = articles
        self._hashes: NDArray[np.uint64] | None = None
        self.count = max(0, sections.length(f"{name}.terms_at") - 1)
        # As memory views, which give single numbers in a third of the time that arrays do.
        self._at = sections.array(f"{name}.terms_at").data
        self._octets = sections.array(f"{name}.terms").data
        self._counts = sections.array(f"{name}.counts").data

    def frequency(self, number: int) -> int:
        """How many documents, deleted ones too, have the term."""
        return int(self._counts[number])

    def term(self, number: int) -> bytes:
        """The term with this number."""
        return bytes(self._octets[self._at[number] : self._at[number + 1]])

    def find(self, term: bytes) -> int:
        """The number of `term`, or -1 where the field has no such term."""
        at = self.at_least(term)
        return at if at < self.count and self.term(at) == term else -1

    def at_least(self, term: bytes) -> int:
        """The number of the first term that is not less than `term`; the number of terms where all are."""
        return bisect_left(range(self.count), term, key=self.term)

    def with_prefix(self, prefix: bytes) -> range:
        """The numbers of the terms that begin with `prefix`."""
        first = self.at_least(prefix)
        above = _above(prefix)
        return range(first, self.count if above is None else self.at_least(above))

    def terms(self, numbers: range | list[int]) -> Iterator[bytes]:
        """These terms, in order; those of a range are read together."""
        if not numbers:
            return
        if not isinstance(numbers, range):
            yield from map(self.term, numbers)
            return
        bounds = self._at[numbers.start : numbers.stop + 1].tolist()
        octets = bytes(self._octets[bounds[0] : bounds[-1]])
        for begin, end in pairwise(bounds):
            yield octets[begin - bounds[0] : end - bounds[0]]

    def octets(self, numbers: range) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """The bytes of these terms one after the other, and where each begins among them and the last ends."""
        bounds = np.asarray(self._at[numbers.start : numbers.stop + 1]).astype(np.int64)
        return np.asarray(self._octets[int(bounds[0]) : int(bounds[-1])]), bounds - bounds[0]

    def occurring(self, numbers: range | list[int]) -> range | list[int]:
        """Those of these terms that occur in any document, deleted ones too."""
        return numbers

    def load(self, numbers: range) -> None:
        """Have the postings of several terms at hand, where that is faster than one by one."""

    def hashes_of(self, numbers: NDArray[Any]) -> NDArray[np.uint64]:
        """The hashes of some terms, given their numbers; a term has the same hash in all segments.

        They are kept, 8 bytes each: ranking asks for those of frequent terms with every query.
        """
        if self._hashes is None:
            self._hashes = np.zeros(self.count, np.uint64)  # 0: not known
        hashes: NDArray[np.uint64] = self._hashes[numbers]
        unknown = np.flatnonzero(hashes == 0)
        if len(unknown):
            asked = numbers[unknown]
            at = self.sections.array(f"{self.name}.terms_at")
            starts = at[asked].astype(np.int64)
            sizes = at[asked + 1] - starts
            octets = self.sections.array(f"{self.name}.terms")[ranges(starts, sizes)]
            hashes[unknown] = self._hashes[asked] = hashes_of(octets, bounds_of(sizes))
        return hashes

    def _articles_among(self, documents: NDArray[Any]) -> int:
        """How many articles some documents, ascending, belong to."""
        articles = self.articles.of(documents)
        return int(np.count_nonzero(articles[1:] != articles[:-1])) + min(1, len(articles))


def _above(prefix: bytes) -> bytes | None:
    """The least bytes that are more than all that begin with `prefix`; None where nothing is."""
    kept = prefix.rstrip(b"\xff")
    return kept[:-1] + bytes([kept[-1] + 1]) if kept else None
