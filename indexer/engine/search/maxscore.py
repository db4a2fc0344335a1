"""Which documents score most for any of several terms, without scoring most of the others?

Terms are taken from the one that can score most to the one that can score least. Once the least of the best so far is
more than all that is left can give, only documents already met are looked up further (MaxScore; Turtle and Flood 1995,
"Query evaluation: strategies and optimizations").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import distinct
from indexer.engine.search.matches import Matches
from indexer.engine.search.term_scorer import TermScorer

__all__ = ["DECIMALS", "SLACK", "MaxScore", "kth_largest"]

DECIMALS = 6
"""Scores that are equal to so many decimals count as equal: the last bits of a sum say nothing."""

SLACK = 2 * 10.0**-DECIMALS
"""A document is left out only if it scores less than needed by more than rounding could make up for."""

_COLUMN = 64

_COMMUTING = 2
"""Scores of so many terms have the same sum to the last bit in any order."""

_NO_DOCUMENTS, _NO_SCORES = np.zeros(0, np.int64), np.zeros(0)


class MaxScore:
    """Finds the best documents of collections; keeps an array of scores from one query to the next."""

    def __init__(self) -> None:
        self._scratch = np.zeros(0)

    def best(
        self,
        terms: Sequence[TermScorer],
        documents: int,
        limit: int,
        *,
        allowed: NDArray[np.bool_] | None = None,
        boost: float = 1.0,
        least: float = -np.inf,
    ) -> Matches:
        """The `limit` best of the documents that have any of the terms and are `allowed`, and perhaps some more.

        There are `documents` in all; those found are ascending. Scores are sums in the order of the terms, times
        `boost`; documents whose sum is less than `least` may be left out.
        """
        if not terms:
            return Matches(_NO_DOCUMENTS, _NO_SCORES)
        bounds = [term.most for term in terms]
        order = sorted(range(len(terms)), key=lambda i: -bounds[i])
        rest = sum(bounds)
        sums = self._sums(documents)
        met: list[NDArray[Any]] = []  # documents, each once, whose scores so far are in `sums`
        found, scores = _NO_DOCUMENTS, _NO_SCORES  # those of the first term, as long as it is the only one
        try:
            for at, index in enumerate(order):
                if rest < least:
                    order = order[at:]
                    break
                new = terms[index].postings.documents
                gained = terms[index].scores()
                if allowed is not None:
                    here = allowed[new]
                    new, gained = new[here], gained[here]
                rest -= bounds[index]
                if at == 0:
                    found, scores = new, gained
                    best = gained
                else:
                    if at == 1:
                        sums[found] = scores
                        met.append(found)
                    before = sums[new]
                    best = before + gained
                    sums[new] = best
                    met.append(new[before == 0])
                if rest > 0 and len(best) >= limit:
                    least = max(least, kth_largest(best, limit) - SLACK)
            else:
                order = []
            if met:
                found = np.concatenate(met)
                scores = sums[found]
            return _refined(terms, order, bounds, Matches(found, scores), limit, least, boost)
        finally:
            for piece in met:
                sums[piece] = 0.0

    def _sums(self, documents: int) -> NDArray[np.float64]:
        """A zero for each of so many documents; whoever changes some sets them to zero again."""
        if len(self._scratch) < documents:
            self._scratch = np.zeros(documents)
        return self._scratch


def _refined(
    terms: Sequence[TermScorer],
    left: Sequence[int],
    bounds: Sequence[float],
    met: Matches,
    limit: int,
    least: float,
    boost: float,
) -> Matches:
    """The best of the documents `met`, with their scores for all terms but those `left`."""
    documents, scores = met
    rest = sum(bounds[index] for index in left)
    for index in (*left, None):
        if least > -np.inf:
            kept = scores + rest >= least if rest else scores >= least
            documents, scores = documents[kept], scores[kept]
        if len(scores) > limit:
            least = max(least, kth_largest(scores, limit) - SLACK)
            kept = scores + rest >= least
            documents, scores = documents[kept], scores[kept]
        if index is None:
            break
        order = np.argsort(documents)
        documents = documents[order]
        scores = scores[order] + terms[index].scores_in(documents)
        rest -= bounds[index]
    if len(terms) > _COMMUTING:
        documents = distinct(documents)
        exact = np.zeros(len(documents))
        for term in terms:  # in the query's order, so that the sum is the same to the last bit in any segment
            exact += term.scores_in(documents)
        return Matches(documents, exact * boost)
    order = np.argsort(documents)
    documents = documents[order]
    scores = scores[order] * boost
    again = documents[1:] == documents[:-1]
    if again.any():  # met by both terms, as the first gave them nothing
        other = np.append(~again, True)
        documents, scores = documents[other], scores[other]
    return Matches(documents, scores)


def kth_largest(values: NDArray[np.float64], k: int) -> float:
    """The k-th largest of at least k values."""
    width = len(values) // _COLUMN
    if width > 4 * k:
        # The k-th largest of the columns' maxima is no larger, and most values are less than that.
        maxima = values[: width * _COLUMN].reshape(_COLUMN, width).max(axis=0)
        values = values[values >= np.partition(maxima, -k)[-k]]
    return float(np.partition(values, -k)[-k])
