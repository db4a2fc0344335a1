"""Which queries does Whoosh 2.7.4 lack, or answer wrongly?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indexer.analysis import stem
from indexer.quiet import quiet

with quiet():
    from whoosh import matching, query

__all__ = ["FILTER_SCORE", "Excluding", "Filter", "StemsOf"]

FILTER_SCORE = 1e-9
"""As good as nothing beside the score of a word. Whoosh's Or drops matches that score 0 where an index is small."""


class Filter(query.WrappingQuery):  # type: ignore[misc]
    """What `child` matches, each with the score `FILTER_SCORE`.

    Whoosh's ConstantScoreQuery gives its child's own score where the context asks for the current match, and cannot be
    normalized in a conjunction within a conjunction.
    """

    boost = 1.0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Filter) and bool(self.child == other.child)

    def __hash__(self) -> int:
        return hash((Filter, self.child))

    def with_boost(self, boost: float) -> Filter:
        """Return the same filter: its score is not to count, whatever it is multiplied by."""
        return self

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Return the child's matcher with its score replaced."""
        return matching.ConstantScoreWrapperMatcher(
            self.child.matcher(searcher, searcher.boolean_context()), FILTER_SCORE
        )


class Excluding(query.AndNot):  # type: ignore[misc]
    """What `a` matches and `b` does not.

    Whoosh's AndNot lets the first match of `a` through where `b` has an earlier one.
    """

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Return Whoosh's matcher, begun with both sides at the same place."""
        kept = self.a.matcher(searcher, context)
        excluded = self.b.matcher(searcher, searcher.boolean_context())
        if kept.is_active() and excluded.is_active() and excluded.id() < kept.id():
            excluded.skip_to(kept.id())
        return matching.AndNotMatcher(kept, excluded)


class StemsOf(query.MultiTerm):  # type: ignore[misc]
    """The stems, in a stemmed field, of all words that the multi-term query `words` finds in an unstemmed field."""

    constantscore = True

    def __init__(self, fieldname: str, words: Any, boost: float = 1.0) -> None:
        self.fieldname = fieldname
        self.words = words
        self.boost = boost

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, StemsOf)
            and self.fieldname == other.fieldname
            and bool(self.words == other.words)
            and self.boost == other.boost
        )

    def __hash__(self) -> int:
        return hash((self.fieldname, self.words, self.boost))

    def __repr__(self) -> str:
        return f"StemsOf({self.fieldname!r}, {self.words!r}, boost={self.boost})"

    def _btexts(self, reader: Any) -> Iterator[bytes]:
        found = (word for _, word in self.words.expanded_terms(reader))
        # Fuzzy words come as text, all others as bytes.
        stems = {stem(word if isinstance(word, str) else word.decode("utf-8")) for word in found}
        for term in sorted(text.encode("utf-8") for text in stems):
            if (self.fieldname, term) in reader:
                yield term
