"""How does a query look once its words' inflections in other languages are part of it?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeAlias

from indexer.fields.schema import TEXT_FIELDS
from indexer.querying.parsing import Query
from indexer.querying.tree import AllOf, AnyOf, Node, Term, Weighted, with_leaves

__all__ = ["with_inflections"]

_Find: TypeAlias = Callable[[Term], Iterable[tuple[str, str, float]]]


def with_inflections(query: Query, find: _Find) -> Query:
    """Return `query` with what `find` gives of each of its plain words as alternatives: terms, each with the language
    of the articles it is to be looked up in, and its weight."""
    return Query(query.text, _inflected(query.root, find))


def _inflected(node: Node, find: _Find) -> Node:
    def alternatives(leaf: Node) -> Node:
        if not isinstance(leaf, Term) or leaf.field not in TEXT_FIELDS:
            return leaf
        others = tuple(Weighted(_in_language(leaf, language, term), weight) for language, term, weight in find(leaf))
        return AnyOf((leaf, *others)) if others else leaf

    return with_leaves(node, alternatives)


def _in_language(leaf: Term, language: str, term: str) -> Node:
    """Return what finds `term` in articles in this language, where `leaf` would find its own."""
    only = Term(source=leaf.source, start=leaf.start, field="language", form="exact", text=language)
    return AllOf((replace(leaf, text=term), only))
