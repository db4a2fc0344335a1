"""What does each document score for one term?"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engine.search.scoring import Scorer
from indexer.engine.segment.posting_list import PostingList

__all__ = ["TermScorer"]


class TermScorer:
    """One term in one segment: its postings, and how they are scored."""

    __slots__ = ("_lengths", "_most", "_scorer", "_scores", "boost", "postings")

    def __init__(
        self, postings: PostingList, scorer: Scorer | None, lengths: NDArray[Any] | None, boost: float
    ) -> None:
        self.postings = postings
        self.boost = boost
        self._scorer = scorer
        self._lengths = lengths
        self._most: float | None = None
        self._scores: NDArray[np.float64] | None = None

    @property
    def size(self) -> int:
        """The bytes that the postings and their scores take at most."""
        return self.postings.size + 8 * self.postings.count

    @property
    def most(self) -> float:
        """A score that none of the term's is above."""
        if self._most is None:
            levels = self.postings.levels
            if levels is not None and self._scorer is not None:
                self._most = float(self._scorer(*levels).max()) * self.boost * (1 + 1e-9)
            else:
                self._most = float(self.scores().max(initial=0.0))
        return self._most

    def score(self, tf: NDArray[Any], documents: NDArray[np.int64]) -> NDArray[np.float64]:
        """The scores of `documents` in which the term counts so often."""
        scores: NDArray[np.float64]
        if self._scorer is None:
            scores = tf.astype(np.float64)
        else:
            # Where no lengths are kept, all are the same, as in Whoosh.
            lengths = np.ones(len(documents), np.uint8) if self._lengths is None else self._lengths[documents]
            scores = self._scorer(tf, lengths)
        if self.boost != 1.0:
            scores *= self.boost
        return scores

    def scores(self) -> NDArray[np.float64]:
        """The scores of all postings, which must not be changed: they are computed once."""
        if self._scores is None:
            self._scores = self.score(self.postings.tf, self.postings.documents)
            self._scores.setflags(write=False)
        return self._scores

    def scores_in(self, documents: NDArray[np.int64]) -> NDArray[np.float64]:
        """The scores of any documents, ascending: 0 where they lack the term."""
        return self.score(self.postings.tf_in(documents), documents)

    def within(self, allowed: NDArray[np.bool_]) -> TermScorer:
        """The same term in those documents alone that are `allowed`."""
        return TermScorer(self.postings.within(allowed), self._scorer, self._lengths, self.boost)
