"""In which order are articles shown, and with which of their passages?

The best passages of a ranking give the candidates; `ranking.articles` orders their articles. Of an article, passages
that have a word of the query in their own text come before those that match by the title alone. Behind the articles
that were scored again come all other matches, in the order of their passages.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engine.search.matches import Matches
from indexer.engine.searcher import Match, Ranking
from indexer.ranking.articles import RankedArticles, rank_articles
from indexer.searching.open_index import OpenIndex
from indexer.searching.query_words import ScoredWords

__all__ = ["ArticleOrder", "by_article"]

DEPTH = 1000
"""Passages whose articles are candidates; where articles have several passages each, they are a few hundred."""


class ArticleOrder(NamedTuple):
    """The matches of a query by article, and how their articles' scores came about."""

    matches: Iterator[Match]
    ranked: RankedArticles


def by_article(
    opened: OpenIndex, ranking: Ranking, words: ScoredWords, per_article: int, *, expand: bool = False
) -> ArticleOrder:
    """The matches in the order of their articles, at most `per_article` of each (0: all).

    The score of a match is that of its article.
    """
    found = ranking.best(DEPTH)
    ranked = rank_articles(
        opened.collection,
        words.words,
        words.pairs,
        found.documents,
        found.scores,
        languages=opened.languages_of,
        others=words.others,
        expand=expand,
    )
    return ArticleOrder(_in_order(opened, ranking, found, ranked, per_article), ranked)


def _in_order(
    opened: OpenIndex, ranking: Ranking, found: Matches, ranked: RankedArticles, per_article: int
) -> Iterator[Match]:
    collection = opened.collection.articles
    owners = opened.collection.owners[found.documents]  # ascending, as the documents are
    order = np.lexsort((-found.scores, ~ranked.in_body, owners))  # those that are equal stay in order
    begins = np.searchsorted(owners, ranked.articles)
    ends = np.searchsorted(owners, ranked.articles, "right")
    given: dict[int, int] = {}
    shown: set[int] = set()
    for score, tied in groupby(range(len(ranked.articles)), key=lambda place: float(ranked.scores[place])):
        for place in _by_name(opened, ranked.articles, list(tied)):
            mine = order[begins[place] : ends[place]][: per_article or None]
            article = int(ranked.articles[place])
            given[article] = len(mine)
            segment, number = collection.located(article)
            for document in found.documents[mine].tolist():
                shown.add(document)
                yield Match(document, score, segment, number, opened.searcher.segments[segment].articles)
    least = float(ranked.scores[-1]) if len(ranked.scores) else np.inf
    for match in ranking.each(DEPTH, 0):
        if match.document in shown:
            continue
        article = int(collection.of(np.array([match.document]))[0])
        taken = given.get(article, 0)
        if not per_article or taken < per_article:
            given[article] = taken + 1
            yield match._replace(score=min(match.score, least))


def _by_name(opened: OpenIndex, articles: NDArray[np.int64], places: list[int]) -> list[int]:
    """Places of articles whose scores are equal, in the order of the articles' names."""
    if len(places) == 1:
        return places
    names = opened.collection.articles.names(articles[places])
    return [place for _, place in sorted(zip(names, places, strict=True))]
