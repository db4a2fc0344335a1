"""What is a compound looked up as where no passage has it, neither in two words nor in one?"""

from __future__ import annotations

from collections.abc import Callable

from indexer.querying.parsing import Query
from indexer.querying.tree import AllOf, Compound, Node, Term, with_leaves

__all__ = ["with_parts"]


def with_parts(query: Query, occurs: Callable[[Compound], bool]) -> Query:
    """Return `query` with the parts of each compound that `occurs` denies in its place: all of them, anywhere."""

    def parts_of(leaf: Node) -> Node:
        if not isinstance(leaf, Compound) or occurs(leaf):
            return leaf
        terms = dict.fromkeys(leaf.terms)
        return AllOf(tuple(Term(leaf.field, leaf.form, text, source=leaf.source, start=leaf.start) for text in terms))

    root = with_leaves(query.root, parts_of)
    return query if root is query.root else Query(query.text, root)
