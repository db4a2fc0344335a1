"""Which words of a query are in no passage, and what might have been meant?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indexer.analysis import fold_words
from indexer.engine import queries
from indexer.engine.searcher import Searcher
from indexer.querying import Term, Word
from indexer.searching.open_index import OpenIndex

__all__ = ["missing_words"]

_MOST = 3
_BYTES = 500
"""What the suggestions for a word take while they are kept, about: four short texts and a tuple."""

_SHORTEST = 4
"""Letters of the shortest word that is compared with others: shorter ones are near too many."""


def missing_words(opened: OpenIndex, leaves: Sequence[Word]) -> Mapping[str, tuple[str, ...]]:
    """The plain words that no passage has, each with the words that look most like it."""
    missing: dict[str, tuple[str, ...]] = {}
    for leaf in leaves:
        if not isinstance(leaf, Term) or leaf.field != "text":
            continue
        name = "exact" if leaf.form == "exact" else "text"
        if not opened.searcher.frequency(name, leaf.text.encode("utf-8", "replace")):
            missing[leaf.source] = _suggestions(opened, fold_words(leaf.source))
    return missing


def _suggestions(opened: OpenIndex, word: str) -> tuple[str, ...]:
    """Words of the index one letter from the folded `word`, or else two; the most frequent first."""
    if len(word) < _SHORTEST or " " in word:
        return ()
    known = opened.suggestions.get(word)
    if known is None:
        known = opened.suggestions.put(word, _nearest(opened.searcher, word), _BYTES)
    return known


def _nearest(searcher: Searcher, word: str) -> tuple[str, ...]:
    for distance in (1, 2):
        near = searcher.expand("exact", queries.Fuzzy(word, distance, 1)) - {word.encode()}
        counted = [(-searcher.frequency("exact", term), term.decode()) for term in near]
        best = sorted(pair for pair in counted if pair[0])[:_MOST]
        if best:
            return tuple(term for _, term in best)
    return ()
