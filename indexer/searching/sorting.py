"""In which order are matches that are sorted by something other than relevance?

Articles are sorted by their day or path; the passages of one article follow each other, the best first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

import numpy as np

from indexer.engine.searcher import Match, Ranking
from indexer.searching.open_index import OpenIndex

__all__ = ["Sorting", "sorted_by"]

Sorting: TypeAlias = Literal["newest", "oldest", "path"]
"""By what articles are sorted; those without a date come last. Articles of one day are sorted by path."""


def sorted_by(opened: OpenIndex, ranking: Ranking, sorting: Sorting, per_article: int) -> Iterator[Match]:
    """The matches by article, at most `per_article` of each (0: all)."""
    found = ranking.all()
    collection = opened.collection
    owners = collection.articles.of(found.documents)
    names = collection.name_ranks[owners]
    days = np.zeros(len(owners), np.int64)
    if sorting != "path":
        days = collection.articles.numbers("date")[owners]
        undated = days == 0
        days = -days if sorting == "newest" else days
        days[undated] = np.iinfo(np.int64).max
    order = np.lexsort((found.documents, -found.scores, names, days))
    before, taken = -1, 0
    for place in order.tolist():
        taken = taken + 1 if owners[place] == before else 1
        before = owners[place]
        if not per_article or taken <= per_article:
            yield opened.searcher.match(int(found.documents[place]), float(found.scores[place]))
