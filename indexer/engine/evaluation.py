"""Which documents match a query, and with what score?

Every match is scored: the number of hits is then known, ties can be broken by more than the score, and hits can be
grouped by article. (Whoosh's own collectors would skip blocks of postings that cannot reach the first page, and so know
none of these.)
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from indexer.errors import UsageError
from indexer.quiet import quiet

with quiet():
    from whoosh.codec.whoosh3 import W3Codec
    from whoosh.searching import Searcher

__all__ = ["Match", "evaluate", "open_columns", "searcher_over"]


class Match(NamedTuple):
    """A document that matches: its number and score."""

    document: int
    score: float


def searcher_over(reader: Any, weighting: Any) -> Searcher:
    """Whoosh's searcher over `reader`, which it does not close."""
    return Searcher(reader, weighting=weighting, closereader=False)


def open_columns(reader: Any, names: Collection[str]) -> None:
    """Open the files that Whoosh would open when they are first needed; a commit may take them away before.

    `names` are those of all the segments' files. Raises OSError where one is not there.
    """
    for leaf, _ in reader.leaf_readers() if reader.doc_count_all() else ():
        documents = leaf._perdoc
        prefix, suffix = f"{leaf.segment().segment_id()}.", W3Codec.COLUMN_EXT
        for name in names:
            if name.startswith(prefix) and name.endswith(suffix):
                field = name[len(prefix) : -len(suffix)]
                documents._colfiles[field] = documents._get_column_file(field)
        # It would ask the disk again each time.
        documents.has_column = documents._colfiles.__contains__


def evaluate(searcher: Searcher, query: Any) -> list[Match]:
    """All live documents that match Whoosh's `query`, by ascending number.

    Scores are rounded to 6 decimals, since the order in which a sum is taken depends on how the index is cut into
    segments.

    Raises UsageError for a query of more parts than Whoosh can nest.
    """
    matches: list[Match] = []
    context = searcher.context(needs_current=True)
    try:
        normal = query.normalize()
        for leaf, offset in searcher.leaf_searchers():
            matcher = normal.matcher(leaf, context)
            while matcher.is_active():
                matches.append(Match(matcher.id() + offset, round(matcher.score(), 6)))
                matcher.next()
    except RecursionError:
        # Whoosh nests a matcher in another for each part of a conjunction.
        raise UsageError("the query has too many parts", hint="ask for fewer words at once") from None
    return matches
