"""Which words are near each other where two sides are joined by NEAR, and what may be on a side?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.fields.schema import TEXT_FIELDS
from indexer.querying.leaves import LARGEST_SLOP
from indexer.querying.lexing import Token
from indexer.querying.tree import (
    Adjacent,
    AnyOf,
    Compound,
    Fuzzy,
    Leaf,
    MultiPhrase,
    Near,
    Node,
    Pattern,
    Phrase,
    Term,
    Weighted,
    field_of,
)
from indexer.text import words

__all__ = ["near_each_other"]

_MOST_WAYS = 64
"""Pairs of what is on the two sides of NEAR: each is looked up, in either order."""

_NEAR_EXAMPLE = '("sun valve" OR lamp) NEAR/5 gas*'
_BETWEEN = re.compile(r"NEAR/0*(\d{1,2})")


def near_each_other(operator: Token, these: Node, those: Node, field: str, whole: Token) -> Near:
    """Return what words or phrases on both sides of NEAR mean; `whole` is all of it as it was typed.

    Raises QuerySyntaxError where something else is on a side.
    """
    number = _BETWEEN.fullmatch(operator.text)
    if number is None:
        raise operator.error(f"NEAR takes a number of words up to {LARGEST_SLOP}", hint="write NEAR/5 for up to 5")
    one, other = tuple(_alternatives(these, field, whole)), tuple(_alternatives(those, field, whole))
    if len(one) * len(other) > _MOST_WAYS:
        raise whole.error(
            f"NEAR takes up to {_MOST_WAYS} pairs of alternatives, not {len(one) * len(other)}",
            hint="write fewer of them, or several NEAR with OR between",
        )
    return Near(field, one, other, int(number[1]), source=whole.text, start=whole.start)


def _alternatives(side: Node, field: str, whole: Token) -> Iterator[Adjacent]:
    """Yield what may be on one side of NEAR in `field`; each is looked up side by side.

    Raises QuerySyntaxError for all else, also within parentheses.
    """
    if field not in TEXT_FIELDS - {"caption"} or (isinstance(side, Leaf) and field_of(side) != field):
        raise whole.error(
            "NEAR joins words of one field, the text or the title",
            hint="write title:(sun NEAR/5 valve), and other fields with AND",
        )
    match side:
        case Term() | Pattern() | Fuzzy():
            yield (side,)
        case MultiPhrase(parts=parts):
            yield parts
        case Phrase(slop=0):
            yield _words_of(side)
        case Compound(form=form, joined=joined):
            yield _words_of(side)
            yield (Term(field, form, joined, source=side.source, start=side.start),)
        case AnyOf(parts):
            for part in parts:
                yield from _alternatives(part, field, whole)
        case Weighted():
            raise whole.error("a boost is behind both sides of NEAR", hint="write (sun NEAR/5 gas)^2")
        case Phrase():
            raise whole.error(
                "the words of a phrase beside NEAR follow each other",
                hint='leave out what follows it, as in "sun valve"~3',
            )
        case _:
            raise whole.error(
                "on each side of NEAR is a word or a phrase, or several with OR", hint=f"write {_NEAR_EXAMPLE}"
            )


def _words_of(side: Phrase | Compound) -> Adjacent:
    """Return the words of a phrase, each with what was typed for it alone."""
    typed = words(side.source)
    places = [(word.start, word.end) for word in typed]
    if len(typed) != len(side.terms):
        places = [(0, len(side.source))] * len(side.terms)
    return tuple(
        Term(side.field, side.form, text, source=side.source[start:end], start=side.start + start)
        for text, (start, end) in zip(side.terms, places, strict=True)
    )
