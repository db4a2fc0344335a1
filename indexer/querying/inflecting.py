"""How does a query look once its words' inflections in other languages are part of it?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeAlias

from indexer.querying.parsing import Query
from indexer.querying.tree import AllOf, AndMaybe, AndNot, AnyOf, Node, Term, Weighted

__all__ = ["with_inflections"]

_Find: TypeAlias = Callable[[Term], Iterable[tuple[str, str]]]


def with_inflections(query: Query, find: _Find) -> Query:
    """Return `query` with what `find` gives of each of its plain words as alternatives: terms, each with the language
    of the articles it is to be looked up in."""
    return replace(query, root=_inflected(query.root, find))


def _inflected(node: Node, find: _Find) -> Node:
    result: Node = node
    match node:
        case AllOf(parts) | AnyOf(parts):
            result = replace(node, parts=tuple(_inflected(part, find) for part in parts))
        case AndMaybe(base, also):
            result = AndMaybe(_inflected(base, find), _inflected(also, find))
        case AndNot(base, excluded):
            kept = None if base is None else _inflected(base, find)
            result = AndNot(kept, tuple(_inflected(part, find) for part in excluded))
        case Weighted(inner, weight):
            result = Weighted(_inflected(inner, find), weight)
        case Term(field="text" | "title"):
            alternatives = tuple(_in_language(node, language, term) for language, term in find(node))
            result = AnyOf((node, *alternatives)) if alternatives else node
    return result


def _in_language(leaf: Term, language: str, term: str) -> Node:
    """Return what finds `term` in articles in this language, where `leaf` would find its own."""
    only = Term(source=leaf.source, start=leaf.start, field="language", form="exact", text=language)
    return AllOf((replace(leaf, text=term), only))
