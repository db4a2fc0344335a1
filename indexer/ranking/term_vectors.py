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

__all__ = ["CountedTerms", "counted_terms", "weights_of"]

_BY_TF = np.concatenate([np.zeros(1), 1 + np.log(np.arange(1, 256))])


class CountedTerms(NamedTuple):
    """The terms of articles: entry i is of the article `rows[i]`, counted from 0. `terms[i]` is a place among the
    entries, the same for all entries of a term; `having[place]` is how many articles have that term, 0 at other places;
    `rarity[i]` is the logarithm above of the entry's term. All of shape (entries,)."""

    rows: NDArray[np.int64]
    terms: NDArray[np.int64]
    having: NDArray[np.int64]
    rarity: NDArray[np.float64]


def counted_terms(vectors: HashedVectors) -> CountedTerms:
    """The terms of some articles, and how many of these have each."""
    count = len(vectors.starts) - 1
    rows = np.repeat(np.arange(count), np.diff(vectors.starts))
    terms = first_alike(vectors.terms)
    having = np.bincount(terms, minlength=len(terms))
    numbers = np.arange(count + 1)
    rarity = np.log(1 + (count - numbers + 0.5) / (numbers + 0.5))
    return CountedTerms(rows, terms, having, rarity[having[terms]])


def weights_of(vectors: HashedVectors, counted: CountedTerms) -> NDArray[np.float64]:
    """The weight of each entry, of shape (entries,)."""
    weights: NDArray[np.float64] = _BY_TF[vectors.tf] * counted.rarity
    lengths = np.sqrt(np.bincount(counted.rows, weights * weights, minlength=len(vectors.starts) - 1))
    weights /= np.maximum(lengths, 1e-9)[counted.rows]
    return weights
