"""What are the postings of one term: which documents have it, and how often?

Frequencies are, where they can be, the mapped bytes themselves. Documents are int64: numpy looks up by smaller
numbers in two to ten times as long, since it converts them in small pieces.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["PostingList"]

_LOOKED_UP = 20
"""To look a document up takes as long as to spread so many postings over an array of all documents."""


class PostingList:
    """The postings of one term in one segment.

    `count` is the number of documents; `documents` are their numbers, int64, ascending, `frequencies` how often each
    has the term, unsigned, or None where each has it once; `weights`, where they are there, are what counts instead of
    frequencies. All are of shape (count,). `dense`, where it is there, has a frequency for every document of the
    segment. `levels` are frequencies and lengths, pair by pair, or None: every posting has at most the frequency and at
    least the length of one of the pairs.
    """

    __slots__ = ("_documents", "_frequencies", "count", "dense", "levels", "weights")

    def __init__(
        self,
        count: int,
        documents: NDArray[Any] | None,
        frequencies: NDArray[Any] | None,
        *,
        dense: NDArray[Any] | None = None,
        weights: NDArray[Any] | None = None,
        levels: tuple[NDArray[Any], NDArray[Any]] | None = None,
    ) -> None:
        self.count = count
        self.dense = dense
        self.weights = weights
        self.levels = levels
        self._documents: NDArray[np.int64] | None = (
            None if documents is None else documents.astype(np.int64, copy=False)
        )
        self._frequencies = frequencies

    @property
    def size(self) -> int:
        """The bytes that the arrays take at most: an int64 and a frequency for each posting, and what is dense."""
        return 64 + 16 * self.count + (0 if self.dense is None else self.dense.nbytes)

    @property
    def documents(self) -> NDArray[np.int64]:
        """The documents that have the term."""
        if self._documents is None:
            dense = np.zeros(0, np.uint8) if self.dense is None else self.dense
            self._documents = np.flatnonzero(dense.view(np.bool_) if dense.itemsize == 1 else dense)
        return self._documents

    @property
    def frequencies(self) -> NDArray[Any] | None:
        """How often each of them has it."""
        if self._frequencies is None and self.dense is not None:
            self._frequencies = self.dense[self.documents]
        return self._frequencies

    @property
    def tf(self) -> NDArray[Any]:
        """What is to be scored of each posting: its weight, or else its frequency."""
        if self.weights is not None:
            return self.weights
        return np.ones(self.count, np.uint8) if self.frequencies is None else self.frequencies

    def tf_in(self, documents: NDArray[np.int64]) -> NDArray[Any]:
        """What is to be scored of the term in each of `documents`, ascending: 0 where it is not."""
        if not len(documents) or not self.count:
            return np.zeros(len(documents), np.uint8)
        if self.dense is not None and self.weights is None:
            dense: NDArray[Any] = self.dense[documents]
            return dense
        tf = self.frequencies if self.weights is None else self.weights
        if len(documents) * _LOOKED_UP > self.count:
            own = self.documents
            everywhere = np.zeros(max(int(documents[-1]), int(own[-1])) + 1, np.uint8 if tf is None else tf.dtype)
            everywhere[own] = 1 if tf is None else tf
            chosen: NDArray[Any] = everywhere[documents]
            return chosen
        places, found = self._find(documents)
        return found.astype(np.uint8) if tf is None else np.where(found, tf[places], 0)

    def within(self, allowed: NDArray[np.bool_]) -> PostingList:
        """The postings of the documents that are `allowed`, an array with an element for each document."""
        if self.dense is not None and self.weights is None:
            dense = self.dense * allowed
            count = int(np.count_nonzero(dense))
            if 4 * count >= len(dense):
                return PostingList(count, None, None, dense=dense, levels=self.levels)
            documents = np.flatnonzero(dense)
            return PostingList(count, documents, dense[documents], levels=self.levels)
        kept = allowed[self.documents]
        frequencies = None if self.frequencies is None else self.frequencies[kept]
        weights = None if self.weights is None else self.weights[kept]
        documents = self.documents[kept]
        return PostingList(len(documents), documents, frequencies, weights=weights, levels=self.levels)

    def places_of(self, documents: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where each of `documents`, that all have the term, is among the numbers that say how often."""
        return documents if self.dense is not None else self._find(documents)[0]

    def _find(self, documents: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        own = self.documents
        places = np.searchsorted(own, documents)
        np.minimum(places, len(own) - 1, out=places)
        return places, own[places] == documents
