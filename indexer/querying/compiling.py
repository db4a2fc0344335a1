"""Which query of the engine finds what a query's tree means?

Boosts are multiplied down to the leaves. A word said twice becomes one leaf of double weight; so that none is missed,
what is joined by the same operator within parentheses is joined without them.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator
from datetime import date

from indexer.engine import queries
from indexer.fields.schema import words_field
from indexer.fields.terms import number_term
from indexer.querying.parsing import Query
from indexer.querying.tree import (
    FILTERS,
    Adjacent,
    AllOf,
    AndMaybe,
    AndNot,
    AnyLeaf,
    AnyOf,
    Compound,
    Days,
    Fuzzy,
    HasField,
    MultiPhrase,
    Near,
    Node,
    Nothing,
    Pattern,
    Phrase,
    Term,
    Weighted,
    Word,
)

__all__ = ["compile_leaf", "compile_query"]


def compile_query(query: Query, *, since: date | None = None, until: date | None = None) -> queries.Query:
    """Return what to ask of an index with `fields.schema.FIELDS`.

    With `since` or `until`, the first and last day, passages without a date are left out.
    """
    if isinstance(query.root, Nothing):
        return queries.Nothing()
    if since is None and until is None:
        return _compile(query.root, 1.0)
    return _compile(AllOf((query.root, Days(since, until, source="", start=0))), 1.0)


def compile_leaf(leaf: Word) -> queries.Query:
    """Return what to ask of an index for one leaf alone."""
    return _leaf(leaf, 1.0)


def _compile(node: Node, weight: float) -> queries.Query:
    match node:
        case AllOf(parts) | AnyOf(parts):
            return _joined(type(node), parts, weight)
        case AndMaybe(base, also):
            return queries.AndMaybe(_compile(base, weight), _compile(also, weight))
        case AndNot(base, excluded):
            kept = _filter(queries.MatchAll()) if base is None else _compile(base, weight)
            return queries.AndNot(kept, _joined(AnyOf, excluded, 1.0))
        case Weighted(inner, factor):
            return _compile(inner, weight * factor)
        case Nothing():
            return queries.Nothing()
        case _:
            return _leaf(node, weight)


def _joined(kind: type[AllOf | AnyOf], parts: tuple[Node, ...], weight: float) -> queries.Query:
    """Return `parts` joined, each of them once, with the sum of the weights it was said with."""
    weights: dict[Node, float] = {}
    for node, factor in _flat(kind, parts, weight):
        weights[node] = weights.get(node, 0.0) + factor
    compiled = tuple(_compile(node, total) for node, total in weights.items())
    if len(compiled) == 1:
        return compiled[0]
    return queries.AllOf(compiled) if kind is AllOf else queries.AnyOf(compiled)


def _flat(kind: type[AllOf | AnyOf], parts: tuple[Node, ...], weight: float) -> Iterator[tuple[Node, float]]:
    """Yield `parts` with their weights, and instead of a part of the same kind its own parts."""
    for part in parts:
        node: Node = part
        factor = weight
        while isinstance(node, Weighted):
            factor *= node.weight
            node = node.node
        if isinstance(node, kind):
            yield from _flat(kind, node.parts, factor)
        else:
            yield node, factor


def _leaf(leaf: AnyLeaf, weight: float) -> queries.Query:
    if isinstance(leaf, Days):
        first, last = (None if day is None else number_term(day) for day in (leaf.first, leaf.last))
        return _filter(queries.Terms("date", queries.Range(first, last)))
    if isinstance(leaf, HasField):
        return _filter(queries.MatchAll(None if leaf.field == "text" else leaf.field))
    if leaf.field in FILTERS:
        return _filter(_lookup(leaf, leaf.field, 1.0))
    stemmed = isinstance(leaf, Term | Phrase | Compound) and leaf.form == "stem"
    return _lookup(leaf, leaf.field if stemmed else words_field(leaf.field), weight)


def _filter(query: queries.Query) -> queries.Constant:
    """Return what chooses passages as `query` does, without saying how good they are."""
    return queries.Constant(query, 0.0)


def _lookup(word: Word, field: str, weight: float) -> queries.Query:
    """Return the query for `word` in the index's field of that name."""
    match word:
        case Term():
            return queries.Term(field, _bytes(word.text), weight)
        case Phrase():
            return queries.Phrase(field, tuple(map(_bytes, word.terms)), word.slop + 1, weight)
        case Compound():
            phrase = queries.Phrase(field, tuple(map(_bytes, word.terms)), 1, weight)
            return queries.AnyOf((phrase, queries.Term(field, _bytes(word.joined), weight)))
        case MultiPhrase() | Near():
            ways = dict.fromkeys(_way(field, parts, slops) for parts, slops in word.ways())
            return queries.MultiPhrase(tuple(ways), weight)
        case Pattern() | Fuzzy():
            return queries.Terms(field, _expansion(word), weight)


def _way(field: str, parts: Adjacent, slops: tuple[int, ...]) -> queries.Way:
    """Return how to ask for `parts` in this order, with at most so many other words between each two. Those that are
    looked up as stems are in the field that was named; all others are words as written."""
    slots = tuple(
        (part.field, _bytes(part.text))
        if isinstance(part, Term) and part.form == "stem"
        else (field, _bytes(part.text) if isinstance(part, Term) else _expansion(part))
        for part in parts
    )
    return queries.Way(slots, tuple(slop + 1 for slop in slops))


def _expansion(word: Pattern | Fuzzy) -> queries.Expansion:
    """Return which terms a pattern or a fuzzy word means."""
    text = word.text
    if isinstance(word, Fuzzy):
        return queries.Fuzzy(text, word.maxdist, 1)
    if text.find("*") == len(text) - 1 and "?" not in text:
        return queries.Prefix(_bytes(text[:-1]))
    literal = text[: min(place for sign in "*?" if (place := text.find(sign)) >= 0)]
    # The other signs that `fnmatch` knows are letters here.
    return queries.Regex(fnmatch.translate(text.replace("[", "[[]")), _bytes(literal))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
