"""How much does each of its heaviest terms say of an article, among some articles?

The tf-idf weights (1 + ln tf) · ln(1 + (n - df + ½) / (df + ½)), in vectors of length 1 (Salton and Buckley 1988). How
many articles have a term is counted among these `n` alone.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import first_alike
from indexer.engine.search.multi_article import HashedVectors

__all__ = ["WeightedTerms", "weighted_terms"]

_BY_TF = np.concatenate([np.zeros(1), 1 + np.log(np.arange(1, 256))])


class WeightedTerms(NamedTuple):
    """The terms of articles, each with its weight: entry i is of the article `rows[i]`, counted from 0. `terms[i]` is a
    place among the entries, the same for all entries of a term; `having[place]` is how many articles have that term,
    0 for places that stand for none. All of shape (entries,)."""

    rows: NDArray[np.int64]
    terms: NDArray[np.int64]
    having: NDArray[np.int64]
    weights: NDArray[np.float64]


def weighted_terms(vectors: HashedVectors) -> WeightedTerms:
    """The weights of the terms of some articles."""
    count = len(vectors.starts) - 1
    rows = np.repeat(np.arange(count), np.diff(vectors.starts))
    terms = first_alike(vectors.terms)
    having = np.bincount(terms, minlength=len(terms))
    numbers = np.arange(count + 1)
    rarity = np.log(1 + (count - numbers + 0.5) / (numbers + 0.5))
    weights = _BY_TF[vectors.tf] * rarity[having[terms]]
    lengths = np.sqrt(np.bincount(rows, weights * weights, minlength=count))
    weights /= np.maximum(lengths, 1e-9)[rows]
    return WeightedTerms(rows, terms, having, weights)
