"""Which documents match, with what scores, and how are several such results put together?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import distinct

__all__ = ["NO_MATCHES", "Matches", "boosted", "union", "where", "with_bonus"]

_FEW = 8
"""Looking a document up in a list takes about so many times as long as reading an element of it."""


class Matches(NamedTuple):
    """Documents, int64, ascending, and the score of each, float64; both of shape (matches,)."""

    documents: NDArray[np.int64]
    scores: NDArray[np.float64]


NO_MATCHES = Matches(np.zeros(0, np.int64), np.zeros(0))
"""No document."""


def union(parts: Sequence[Matches], size: int) -> Matches:
    """The documents of all parts, each with the sum of its scores, added in the order of the parts."""
    parts = [part for part in parts if len(part.documents)]
    if len(parts) < 2:
        return parts[0] if parts else NO_MATCHES
    if sum(len(part.documents) for part in parts) * _FEW < size:
        documents = distinct(np.concatenate([part.documents for part in parts]))
        scores = np.zeros(len(documents))
        for part in parts:
            scores[np.searchsorted(documents, part.documents)] += part.scores
        return Matches(documents, scores)
    sums = np.zeros(size)
    there = np.zeros(size, np.bool_)
    for part in parts:
        sums[part.documents] += part.scores
        there[part.documents] = True
    documents = np.flatnonzero(there)
    return Matches(documents, sums[documents])


def with_bonus(base: Matches, also: Matches) -> Matches:
    """The documents of `base`, each with the sum of its scores in both."""
    if not len(base.documents) or not len(also.documents):
        return base
    places = np.minimum(np.searchsorted(also.documents, base.documents), len(also.documents) - 1)
    both = also.documents[places] == base.documents
    scores = base.scores.copy()
    scores[both] += also.scores[places[both]]
    return Matches(base.documents, scores)


def where(matches: Matches, mask: NDArray[np.bool_], *, wanted: bool) -> Matches:
    """Those whose element of the mask, which has one for each document, is as wanted."""
    kept = mask[matches.documents] == wanted
    return Matches(matches.documents[kept], matches.scores[kept])


def boosted(matches: Matches, boost: float) -> Matches:
    """The same documents, with `boost` times their scores."""
    return matches if boost == 1.0 else Matches(matches.documents, matches.scores * boost)
