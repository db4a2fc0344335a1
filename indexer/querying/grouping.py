"""What do clauses mean that are side by side?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

from indexer.querying.tree import AllOf, AndMaybe, AndNot, AnyOf, Node

__all__ = ["Clause", "Mode", "all_of", "any_of", "group"]

Mode: TypeAlias = Literal["any", "all"]
"""Whether one of the words side by side will do, or a passage must have all of them."""


class Clause(NamedTuple):
    """A part of a group.

    `sign` says whether it is required or excluded. One that is `droppable` is a stop word that nobody insists on; one
    that `filters` chooses passages without being what is searched for.
    """

    node: Node
    sign: Literal["", "+", "-"] = ""
    droppable: bool = False
    filters: bool = False


def group(clauses: Sequence[Clause], mode: Mode) -> Node | None:
    """Return what `clauses` mean together, or None where there are none.

    Filters and clauses with a `+` are required. In mode `any` the others are alternatives of which one will do; beside
    something with a `+` they only make a passage better. Stop words are dropped where another word is left.
    """
    words = [clause for clause in clauses if clause.sign != "-" and not clause.filters]
    if not all(word.droppable for word in words):
        words = [word for word in words if not word.droppable]
    filters = [clause.node for clause in clauses if clause.sign != "-" and clause.filters]
    excluded = tuple(clause.node for clause in clauses if clause.sign == "-")
    required = [word.node for word in words if word.sign == "+" or mode == "all"]
    optional = [word.node for word in words if word.sign != "+" and mode != "all"]
    alternatives = any_of(optional)
    wanted: list[Node]
    if alternatives and required:
        wanted = [AndMaybe(AllOf((*required, *filters)), alternatives)]
    else:
        wanted = [*required, *([alternatives] if alternatives else []), *filters]
    return all_of([*wanted, AndNot(None, excluded)] if excluded else wanted)


def any_of(nodes: Sequence[Node]) -> Node | None:
    """Return the disjunction of `nodes`, or None where there are none."""
    return AnyOf(tuple(nodes)) if len(nodes) > 1 else next(iter(nodes), None)


def all_of(nodes: Sequence[Node]) -> Node | None:
    """Return the conjunction of `nodes`, or None where there are none.

    Those that only exclude do so from what the others match.
    """
    excluded = [part for node in nodes if isinstance(node, AndNot) and node.base is None for part in node.excluded]
    wanted = [node for node in nodes if not (isinstance(node, AndNot) and node.base is None)]
    base = AllOf(tuple(wanted)) if len(wanted) > 1 else next(iter(wanted), None)
    return AndNot(base, tuple(excluded)) if excluded else base
