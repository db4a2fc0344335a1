"""How relevant is an article, by its own words?

Relevance is the article's, not a passage's (see "The recipe" in the architecture page): the passages' frequencies are
summed, and a title counts once. A word as it was typed counts more than the other forms of its stem.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import TITLE_WEIGHT
from indexer.ranking.bm25 import K1, B, term_weight
from indexer.ranking.collection import ArticleCollection, Chosen
from indexer.ranking.words import QueryWord

__all__ = ["Evidence", "article_scores", "length_norms"]

EXACT_WEIGHT = 0.25
"""What the form as typed adds, as a share of its own BM25. Of 0, 0.25 and 0.4, 0.25 was the best on five judged
collections (nDCG@10 .5729, .5745, .5726)."""


class Evidence(NamedTuple):
    """The scores of each word in each article, shape (words, articles), and for each document whether any word occurs
    in its body, not in the title alone, shape (documents,)."""

    scores: NDArray[np.float64]
    in_body: NDArray[np.bool_]


def length_norms(collection: ArticleCollection, chosen: Chosen) -> NDArray[np.float64]:
    """What is added to a frequency below the line of BM25, for each article: K1 (1 - B + B length / average)."""
    lengths = collection.lengths[chosen.articles]
    return K1 * (1 - B) + (K1 * B / collection.average_length) * lengths.astype(np.float64)


def article_scores(
    collection: ArticleCollection, words: Sequence[QueryWord], chosen: Chosen, languages: NDArray[np.bytes_] | None
) -> Evidence:
    """BM25 of each word in each article; document frequencies are counted in articles.

    `languages` are those of the articles, for words that count in one language only.
    """
    norms = length_norms(collection, chosen)
    scores = np.zeros((len(words), len(chosen.articles)))
    in_body = np.zeros(len(chosen.documents), np.bool_)
    first = chosen.documents[chosen.begins]
    for row, word in enumerate(words):
        places, tf = collection.having("text", word.term, chosen.documents)
        in_title = collection.tf("title", word.term, first) * TITLE_WEIGHT
        in_body[places[tf > in_title[chosen.owners[places]]]] = True
        total = chosen.totals(places, tf) - (chosen.sizes - 1) * in_title
        scores[row] = _bm25(collection, "text", word.term, total, norms)
        if word.exact:
            typed = collection.frequencies("text_words", word.exact, chosen, in_title > 0)
            scores[row] += EXACT_WEIGHT * _bm25(collection, "text_words", word.exact, typed, norms)
        if word.language and languages is not None:
            scores[row] *= languages == word.language
        scores[row] *= word.weight
    return Evidence(scores, in_body)


def _bm25(
    collection: ArticleCollection, field: str, term: bytes, tf: NDArray[np.int64], norms: NDArray[np.float64]
) -> NDArray[np.float64]:
    if not tf.any():
        return np.zeros(len(tf))
    live = max(1, collection.articles.live)
    weight = term_weight(min(collection.articles.frequency(field, term), live), live)
    return weight * (K1 + 1) * tf / (tf + norms)
