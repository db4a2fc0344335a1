"""Which words and pairs of a query does ranking score?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from indexer.analysis import stem
from indexer.querying import Compound, Near, Phrase, Query, Term
from indexer.querying.tree import AnyLeaf, Days, HasField, wanted_leaves
from indexer.ranking.words import Pair, QueryWord
from indexer.text import words

__all__ = ["ScoredWords", "scored_words"]

_NAME_WEIGHT = 10.0
"""As much as a word: the weight of a pair whose words both begin with a capital, such as General Motors, in a query
that is not all in capitals; and of the one pair of a query of two words."""

Inflections = Callable[[Term], Iterable[tuple[str, str, float]]]
"""Gives the inflections of a word in other languages: a language, a stem and its weight."""


class ScoredWords(NamedTuple):
    """The words and pairs by which articles are ranked. `others` says whether anything else in the query scores too,
    such as a wildcard or a title."""

    words: tuple[QueryWord, ...]
    pairs: tuple[Pair, ...]
    others: bool


def scored_words(query: Query, inflections: Inflections) -> ScoredWords:
    """The words of a query that say how relevant an article is, each once, and which are neighbours."""
    leaves = sorted(wanted_leaves(query.root), key=lambda pair: pair[0].start)
    weights: dict[QueryWord, float] = {}
    sequence: list[tuple[bytes, bool]] = []
    others = False
    for leaf, weight in leaves:
        found = list(_words_of(leaf))
        if not found:
            others = others or not isinstance(leaf, Days | HasField)
        for word in found:
            weights[word] = weights.get(word, 0.0) + weight
            sequence.append((word.term, word.label[:1].isupper()))
        if isinstance(leaf, Compound):
            joined = QueryWord(_bytes(leaf.joined), label=leaf.source)
            weights[joined] = weights.get(joined, 0.0) + weight
        if isinstance(leaf, Term) and leaf.field == "text":
            for language, term, share in inflections(leaf):
                other = QueryWord(_bytes(term), language=_bytes(language), label=f"{leaf.source} ({language})")
                weights[other] = weights.get(other, 0.0) + weight * share
    scored = tuple(word._replace(weight=weight) for word, weight in weights.items())
    return ScoredWords(scored, tuple(_pairs(sequence, query.text)), others)


def _words_of(leaf: AnyLeaf) -> Iterator[QueryWord]:
    """The words of a leaf that asks for text."""
    if isinstance(leaf, Near):
        for part in dict.fromkeys(leaf.parts):
            yield from _words_of(part)
        return
    if not isinstance(leaf, Term | Phrase | Compound) or leaf.field != "text":
        return
    if isinstance(leaf, Term):
        typed = words(leaf.source)
        if leaf.form == "exact":
            label = leaf.source[typed[0].start : typed[0].end] if len(typed) == 1 else leaf.text
            yield QueryWord(_bytes(stem(leaf.text)), _bytes(leaf.text), label=label)
        else:
            exact = _bytes(typed[0].text) if len(typed) == 1 else b""
            yield QueryWord(_bytes(leaf.text), exact, label=leaf.source)
    elif leaf.form == "exact":
        for text in leaf.terms:
            yield QueryWord(_bytes(stem(text)), _bytes(text), label=text)
    else:
        typed = words(leaf.source)
        for place, text in enumerate(leaf.terms):
            written = typed[place] if len(typed) == len(leaf.terms) else None
            exact = _bytes(written.text) if written else b""
            label = leaf.source[written.start : written.end] if written else text
            yield QueryWord(_bytes(text), exact, label=label)


def _pairs(sequence: list[tuple[bytes, bool]], text: str) -> Iterator[Pair]:
    """Each two words that follow each other."""
    alone = len(sequence) == 2
    names = not text.isupper()
    for (first, one), (second, other) in pairwise(sequence):
        yield Pair(first, second, _NAME_WEIGHT if alone or (names and one and other) else 1.0)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
