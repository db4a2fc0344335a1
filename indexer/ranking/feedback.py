"""What do the best articles have in common beside the query's words?

Soft feedback: the heaviest terms of the best articles, each article weighing as the square of what its score is above
that of the best one left out, are a second query, whose scores are added to the first's, both divided by their best. It
is what relevance models do (RM3: Abdul-Jaleel et al. 2004), without a second search. On five judged collections MAP
rises from .489 to .498 and recall at 100 from .770 to .795; so it is an option for those who want to miss nothing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indexer.engine.search.maxscore import kth_largest
from indexer.ranking.bm25 import K1
from indexer.ranking.collection import ArticleCollection
from indexer.ranking.term_vectors import counted_terms

__all__ = ["with_feedback"]

_ARTICLES = 20
_TERMS = 100
_SHARE = 1.3
"""Of the second query's scores, beside 1 for the first's. Of 10 to 20 articles, 60 or 100 terms and shares of 0.8 to
1.3, these are the best on any four of the collections, and raise recall at 100 on the fifth by .014 in the mean. Terms
that many articles have need no rule, for they weigh little: to leave out those of more than a tenth cost .005 of it."""


def with_feedback(
    collection: ArticleCollection, articles: NDArray[np.int64], scores: NDArray[np.float64], norms: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The articles' scores with feedback; shape (articles,). They keep the height of the best one."""
    if len(scores) < 2 or scores.max() <= 0:
        return scores
    least = kth_largest(scores, min(_ARTICLES + 1, len(scores)))
    best = np.flatnonzero(scores > least)
    shares = (scores[best] - least) ** 2
    if not shares.any():
        return scores
    vectors = collection.articles.vectors(articles, "text")
    if not len(vectors.terms):
        return scores
    rows, columns, having, rarity = counted_terms(vectors)
    count = len(articles)
    share_of = np.zeros(count)
    share_of[best] = shares / shares.sum()
    lengths = np.maximum(collection.lengths[articles], 1)
    weights = np.bincount(columns, (share_of / lengths)[rows] * vectors.tf, minlength=len(columns)) * rarity
    weights[having < 2] = 0.0
    # All that are equal, so that no order decides.
    kept = np.where(weights >= kth_largest(weights, min(_TERMS, len(weights))), weights, 0.0)
    if not kept.any():
        return scores
    tf = vectors.tf.astype(np.float64)
    gains = kept[columns] / kept.sum() * rarity * tf * (K1 + 1) / (tf + norms[rows])
    found = np.bincount(rows, gains, minlength=count)
    top = float(scores.max())
    mixed: NDArray[np.float64] = (scores / top + _SHARE * found / max(float(found.max()), 1e-9)) * top / (1 + _SHARE)
    return mixed
