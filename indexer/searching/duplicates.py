"""Which matches are shown where several articles are nearly the same?

Of such articles the one with the best match is shown, with the others named.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from indexer.engine import queries
from indexer.engine.searcher import Match
from indexer.model.hits import Duplicate
from indexer.searching.open_index import OpenIndex

__all__ = ["one_of_each", "others_of"]

_CLUSTER_BYTES = 2000
"""What the members of a cluster take while they are kept, about: three of them."""


def one_of_each(opened: OpenIndex, matches: Iterable[Match]) -> Iterator[tuple[Match, str | None]]:
    """The matches in order, without those of an article that is nearly the same as one before.

    The first match of an article that others are like comes with the label of their cluster, all others with None.
    """
    shown: dict[str, tuple[int, int]] = {}  # the article that is shown of each cluster
    for match in matches:
        article = match.segment, match.article
        cluster = opened.cluster_of(article)
        if not cluster:
            yield match, None
        elif cluster not in shown:
            shown[cluster] = article
            yield match, cluster
        elif shown[cluster] == article:
            yield match, None


def others_of(opened: OpenIndex, cluster: str, article: str) -> tuple[Duplicate, ...]:
    """The articles of a cluster but the one with this id, in the order of their paths."""
    known = opened.clusters.get(cluster)
    if known is None:
        known = opened.clusters.put(cluster, _members(opened, cluster), _CLUSTER_BYTES)
    return tuple(other for other in known if other.article != article)


def _members(opened: OpenIndex, cluster: str) -> tuple[Duplicate, ...]:
    """All articles of a cluster, in the order of their paths."""
    if opened.duplicates is None:
        return ()
    found = []
    for member in opened.duplicates.members(cluster):
        documents = opened.searcher.matches(queries.Term("article", member.encode())).documents
        if len(documents):
            found.append(opened.article_of(int(documents[0])))
    found.sort(key=lambda other: (os.fsencode(other.path), other.part))
    return tuple(Duplicate(other.article, other.path, opened.source_of(other), other.part) for other in found)
