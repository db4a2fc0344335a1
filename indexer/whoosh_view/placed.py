"""How does Whoosh look up words by their places, where its own queries cannot?

Its spans have neither patterns nor the words of several fields, and one class of them fails where it is part of others.
"""

from __future__ import annotations

from typing import Any

from indexer.engine import queries
from indexer.engine.search.evaluation import Evaluator
from indexer.quiet import quiet

with quiet():
    from whoosh.matching import ListMatcher, NullMatcher
    from whoosh.query import Query

__all__ = ["Placed"]


class Placed(Query):  # type: ignore[misc]
    """Documents that the engine finds for `asked`, in an index of ours; each has the same score, `boost`."""

    def __init__(self, asked: queries.Query, boost: float = 1.0) -> None:
        self.asked = asked
        self.boost = boost

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((self.asked, self.boost))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.asked!r}, boost={self.boost})"

    def is_leaf(self) -> bool:
        """Whether it has no queries of Whoosh's in it."""
        return True

    def estimate_size(self, ixreader: Any) -> int:
        """Of how many documents it is one at most."""
        return int(ixreader.doc_count())

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """The documents of one segment."""
        reader = searcher.reader()
        found = Evaluator(reader._terms.segment, lambda *_: None).matches(self.asked).documents.tolist()
        kept = [document for document in found if not reader.is_deleted(document)]
        return ListMatcher(kept, [self.boost] * len(kept)) if kept else NullMatcher()
