"""What is a query made of, once it has been read?

Leaves say what to look up in which field; the other nodes say how the leaves belong together. Two leaves are equal
where they look up the same, wherever they are in the query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, product
from operator import is_
from typing import Literal, TypeAlias

from indexer.fields.schema import FIELD_SYNONYMS, QUERY_FIELDS, TEXT_FIELDS

__all__ = [
    "FIELDS",
    "FILTERS",
    "Adjacent",
    "AllOf",
    "AndMaybe",
    "AndNot",
    "AnyLeaf",
    "AnyOf",
    "Compound",
    "Days",
    "Form",
    "Fuzzy",
    "HasField",
    "Leaf",
    "MultiPhrase",
    "Near",
    "Node",
    "Nothing",
    "Pattern",
    "Phrase",
    "Term",
    "Weighted",
    "Word",
    "field_of",
    "fields",
    "wanted_leaves",
    "with_leaves",
]

Form: TypeAlias = Literal["stem", "exact"]
"""Whether a word is looked up as its stem, so that every inflection is found, or as it is written."""

FIELDS = QUERY_FIELDS
FILTERS = frozenset(FIELDS) - TEXT_FIELDS - frozenset(FIELD_SYNONYMS)
"""The fields that choose passages without saying how good they are."""


def fields() -> tuple[str, ...]:
    """Return the names that may be before a colon, sorted."""
    return FIELDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """What every leaf knows of the query it was read from.

    `source` is what the person typed for it, without sign, field name and boost, and is at offset `start`. `named` is
    the name of the field as it is typed before it, or before the parentheses around it; "" where none is.
    """

    source: str = field(compare=False)
    start: int = field(compare=False)
    named: str = field(compare=False, default="")


@dataclass(frozen=True, slots=True)
class Term(Leaf):
    """One word: `text` is folded, and stemmed where the form says so."""

    field: str
    form: Form
    text: str


@dataclass(frozen=True, slots=True)
class Phrase(Leaf):
    """Two or more words in this order, with at most `slop` other words between each two neighbours."""

    field: str
    form: Form
    terms: tuple[str, ...]
    slop: int


@dataclass(frozen=True, slots=True)
class Pattern(Leaf):
    """Every word of the form `text`: folded, with `*` for any characters and `?` for one, and no other special sign.

    It is matched against unstemmed words, by the rules of the standard library's `fnmatch`.
    """

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Fuzzy(Leaf):
    """Every word with the first letter of `text` that is at most `maxdist` edits away from it.

    An edit inserts, deletes or replaces a letter. It is matched against unstemmed words.
    """

    field: str
    text: str
    maxdist: int


Adjacent: TypeAlias = tuple[Term | Pattern | Fuzzy, ...]
"""What is looked up side by side, in this order."""


@dataclass(frozen=True, slots=True)
class MultiPhrase(Leaf):
    """What the parts match, in this order and side by side: `well-kn*`. At least one part is not a plain term."""

    field: str
    parts: Adjacent

    def ways(self) -> Iterator[tuple[Adjacent, tuple[int, ...]]]:
        """The order of words that matches, and how many others may be between each two of them."""
        yield self.parts, (0,) * (len(self.parts) - 1)


@dataclass(frozen=True, slots=True)
class Compound(Leaf):
    """A word whose parts a hyphen or an apostrophe joins, such as `wi-fi`, `Wal-Mart` or `O'Leary`.

    It is found as its `terms` side by side or as one word, `joined`; where no passage has either, as its terms anywhere
    in a passage. All are folded, and stemmed where the form says so.
    """

    field: str
    form: Form
    terms: tuple[str, ...]
    joined: str


@dataclass(frozen=True, slots=True)
class Near(Leaf):
    """One of `these` and one of `those`, in either order, with at most `slop` other words between: `sun NEAR/5 gas`."""

    field: str
    these: tuple[Adjacent, ...]
    those: tuple[Adjacent, ...]
    slop: int

    @property
    def parts(self) -> Adjacent:
        """All that is on either side."""
        return tuple(chain(*self.these, *self.those))

    def ways(self) -> Iterator[tuple[Adjacent, tuple[int, ...]]]:
        """Each order of words that matches, and how many others may be between each two of them."""
        for one, other in product(self.these, self.those):
            for first, second in ((one, other), (other, one)):
                yield first + second, (0,) * (len(first) - 1) + (self.slop,) + (0,) * (len(second) - 1)


@dataclass(frozen=True, slots=True)
class Days(Leaf):
    """The days from `first` to `last`, both included; None is an open end."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class HasField(Leaf):
    """Whatever is in the field, as long as something does."""

    field: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """Passages that match every part."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Passages that match at least one part; the more, the better."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AndMaybe:
    """Passages that match `base`; those that also match `also` are better."""

    base: Node
    also: Node


@dataclass(frozen=True, slots=True)
class AndNot:
    """Passages that match `base`, or all passages where it is None, but no part of `excluded`."""

    base: Node | None
    excluded: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Weighted:
    """Passages that match `node`, which counts `weight` times."""

    node: Node
    weight: float


@dataclass(frozen=True, slots=True)
class Nothing:
    """No passage at all: there was no word to search for."""


Word: TypeAlias = Term | Phrase | Compound | MultiPhrase | Near | Pattern | Fuzzy
"""The leaves that mean words, which can be looked for in a text."""

AnyLeaf: TypeAlias = Word | Days | HasField
"""Every kind of leaf."""

Node: TypeAlias = AnyLeaf | AllOf | AnyOf | AndMaybe | AndNot | Weighted | Nothing


def field_of(leaf: AnyLeaf) -> str:
    """Return the field that a leaf is asked of."""
    return "date" if isinstance(leaf, Days) else leaf.field


def wanted_leaves(node: Node | None, weight: float = 1.0) -> Iterator[tuple[AnyLeaf, float]]:
    """Yield the leaves that passages are searched for, which are all but those that are excluded, with their weights
    times `weight`."""
    match node:
        case Leaf():  # first, as most nodes are leaves
            yield node, weight
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from wanted_leaves(part, weight)
        case AndMaybe(base, also):
            yield from wanted_leaves(base, weight)
            yield from wanted_leaves(also, weight)
        case AndNot(base, _):
            yield from wanted_leaves(base, weight)
        case Weighted(inner, factor):
            yield from wanted_leaves(inner, weight * factor)
        case Nothing() | None:
            pass


def with_leaves(node: Node, change: Callable[[Node], Node]) -> Node:
    """Return the tree with `change` applied to each of its leaves; where each stays as it is, the very same tree."""
    match node:
        case Leaf():  # first, as most nodes are leaves
            return change(node)
        case AllOf(parts) | AnyOf(parts):
            changed = tuple([with_leaves(part, change) for part in parts])
            return node if _same(changed, parts) else type(node)(changed)
        case AndMaybe(base, also):
            pair = with_leaves(base, change), with_leaves(also, change)
            return node if _same(pair, (base, also)) else AndMaybe(*pair)
        case AndNot(base, excluded):
            kept = None if base is None else with_leaves(base, change)
            without = tuple([with_leaves(part, change) for part in excluded])
            return node if kept is base and _same(without, excluded) else AndNot(kept, without)
        case Weighted(inner, weight):
            within = with_leaves(inner, change)
            return node if within is inner else Weighted(within, weight)
    return change(node)


def _same(nodes: tuple[Node, ...], others: tuple[Node, ...]) -> bool:
    """Whether the nodes are the very same ones."""
    return all(map(is_, nodes, others))
