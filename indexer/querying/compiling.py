"""Which Whoosh query finds what a query's tree means?

Boosts are multiplied down to the leaves, since Whoosh's binary queries have none of their own. A word said twice
becomes one leaf of double weight, since Whoosh drops the second of two equal parts; so that none is missed, what is
joined by the same operator within parentheses is joined without them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from indexer.querying.operators import Excluding, Filter, StemsOf
from indexer.querying.parsing import Query
from indexer.querying.tree import (
    FILTERS,
    AllOf,
    AnyOf,
    AnyValue,
    Days,
    Fuzzy,
    Node,
    Nothing,
    Pattern,
    Phrase,
    Preferring,
    Term,
    Weighted,
    Without,
    Word,
)
from indexer.quiet import quiet
from indexer.schema import number_of

with quiet():
    from whoosh import query as whoosh_query

__all__ = ["compile_query"]


def compile_query(query: Query, *, since: date | None = None, until: date | None = None) -> Any:
    """Return the `whoosh.query.Query` for an index of `schema.schema()`.

    With `since` or `until`, the first and last day, passages without a date are left out.
    """
    if isinstance(query.root, Nothing):
        return whoosh_query.NullQuery
    if since is None and until is None:
        return _compile(query.root, 1.0)
    return _compile(AllOf((query.root, Days(since, until, source="", start=0))), 1.0)


def _compile(node: Node, weight: float) -> Any:
    match node:
        case AllOf(parts) | AnyOf(parts):
            return _joined(type(node), parts, weight)
        case Preferring(base, also):
            return whoosh_query.AndMaybe(_compile(base, weight), _compile(also, weight))
        case Without(base, excluded):
            kept = Filter(whoosh_query.Every()) if base is None else _compile(base, weight)
            return Excluding(kept, _joined(AnyOf, excluded, 1.0))
        case Weighted(inner, factor):
            return _compile(inner, weight * factor)
        case Nothing():
            return whoosh_query.NullQuery
        case _:
            return _leaf(node, weight)


def _joined(kind: type[AllOf | AnyOf], parts: tuple[Node, ...], weight: float) -> Any:
    """Return `parts` joined by And or Or, each of them once, with the sum of the weights it was said with."""
    weights: dict[Node, float] = {}
    for node, factor in _flat(kind, parts, weight):
        weights[node] = weights.get(node, 0.0) + factor
    compiled = [_compile(node, total) for node, total in weights.items()]
    if len(compiled) == 1:
        return compiled[0]
    return whoosh_query.And(compiled) if kind is AllOf else whoosh_query.Or(compiled)


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


def _leaf(leaf: Word | Days | AnyValue, weight: float) -> Any:
    if isinstance(leaf, Days | AnyValue):
        return Filter(_filter(leaf))
    if leaf.field in FILTERS:
        return Filter(_lookup(leaf, leaf.field, 1.0))
    if isinstance(leaf, Term | Phrase):
        return _lookup(leaf, "exact" if leaf.form == "exact" else leaf.field, weight)
    words = _lookup(leaf, "exact", weight)
    return StemsOf(leaf.field, words, boost=weight) if leaf.field == "title" else words


def _filter(leaf: Days | AnyValue) -> Any:
    if isinstance(leaf, Days):
        bounds = (None if day is None else number_of(day) for day in (leaf.first, leaf.last))
        return whoosh_query.NumericRange("date", *bounds)
    if leaf.field == "date":
        return whoosh_query.NumericRange("date", None, None)
    # Every passage has text, and to go through all its terms would take long.
    return whoosh_query.Every(None if leaf.field == "text" else leaf.field)


def _lookup(word: Word, field: str, weight: float) -> Any:
    """Return the query for `word` in the index's field of that name."""
    match word:
        case Term():
            return whoosh_query.Term(field, word.text, boost=weight)
        case Phrase():
            # Whoosh counts the distance between two words, which is 1 where they are neighbours.
            return whoosh_query.Phrase(field, list(word.terms), slop=word.slop + 1, boost=weight)
        case Pattern(text=text) if text.find("*") == len(text) - 1 and "?" not in text:
            return whoosh_query.Prefix(field, text[:-1], boost=weight)
        case Pattern():
            return whoosh_query.Wildcard(field, word.text, boost=weight)
        case Fuzzy():
            return whoosh_query.FuzzyTerm(field, word.text, boost=weight, maxdist=word.maxdist, prefixlength=1)
