"""Which words of a query are in no passage, and what might have been meant?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indexer.analysis import fold_words
from indexer.engine import queries
from indexer.engine.searcher import Searcher
from indexer.querying import Term, Word

__all__ = ["missing_words"]

_MOST = 3
_SHORTEST = 4
"""Letters of the shortest word that is compared with others: shorter ones are near too many."""


def missing_words(searcher: Searcher, leaves: Sequence[Word]) -> Mapping[str, tuple[str, ...]]:
    """The plain words that no passage has, each with the words that look most like it."""
    missing: dict[str, tuple[str, ...]] = {}
    for leaf in leaves:
        if not isinstance(leaf, Term) or leaf.field != "text":
            continue
        name = "exact" if leaf.form == "exact" else "text"
        if not searcher.frequency(name, leaf.text.encode("utf-8", "replace")):
            missing[leaf.source] = _suggestions(searcher, leaf.source)
    return missing


def _suggestions(searcher: Searcher, written: str) -> tuple[str, ...]:
    """Words of the index one letter from `written`, or else two; the most frequent first."""
    word = fold_words(written)
    if len(word) < _SHORTEST or " " in word:
        return ()
    for distance in (1, 2):
        near = searcher.expand("exact", queries.Fuzzy(word, distance, 1)) - {word.encode()}
        counted = [(-searcher.frequency("exact", term), term.decode()) for term in near]
        best = sorted(pair for pair in counted if pair[0])[:_MOST]
        if best:
            return tuple(term for _, term in best)
    return ()
