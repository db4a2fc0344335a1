"""Which of Whoosh's queries is the tree of a query, and which tree is one of Whoosh's queries?

Both ways the same passages are found in the product's index. Scores are Whoosh's: its formula is another.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from indexer.fields.schema import INDEX_FIELDS, TEXT_FIELDS, words_field
from indexer.querying.compiling import compile_leaf
from indexer.querying.tree import (
    FILTERS,
    AllOf,
    AndMaybe,
    AndNot,
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
from indexer.quiet import quiet
from indexer.whoosh_view.placed import Placed
from indexer.whoosh_view.queries import Unknown

with quiet():
    from whoosh import query

__all__ = ["from_whoosh", "to_whoosh"]

FILTER_SCORE: Final = 1e-9
"""Score of a passage for a filter, such as `author:`. It is to count for nothing; but where Whoosh adds up the scores
of alternatives in an array, it loses what scores nothing at all."""


_OF_WORDS: Final = {field.words: field.name for field in INDEX_FIELDS if field.words}
"""The fields of text by those that have their words. That of the passage's words alone has no name in a query."""

_NAMED: Final = {field.name for field in INDEX_FIELDS}
"""The fields of which anything may be asked for."""


def to_whoosh(node: Node) -> Any:
    """Whoosh's query for a tree, over the fields of `whoosh_view.fields.schema`.

    to_whoosh(parse('solar -roof', today=date.today()).root)
    """
    return _written(node, 1.0)


def _written(node: Node, weight: float) -> Any:  # noqa: C901, PLR0911 - a branch for each kind of node
    match node:
        case AllOf(parts):
            return query.And([_written(part, weight) for part in parts])
        case AnyOf(parts):
            return query.Or([_written(part, weight) for part in parts])
        case AndMaybe(base, also):
            return query.AndMaybe(_written(base, weight), _written(also, weight))
        case AndNot(base, excluded):
            # Whoosh's AndNot lets the first match through where the other side has an earlier one.
            kept = _filter(query.Every()) if base is None else _written(base, weight)
            return query.And([kept, _filter(query.Not(query.Or([_written(part, 1.0) for part in excluded])))])
        case Weighted(inner, factor):
            return _written(inner, weight * factor)
        case Nothing():
            return query.NullQuery
        case Days(first, last):
            return _filter(query.NumericRange("date", _number(first), _number(last)))
        case HasField(field):
            return _filter(query.Every(None if field == "text" else field))
        case _ if node.field in FILTERS:
            return _filter(_word(node, node.field, 1.0))
        case Term() | Phrase():
            return _word(node, words_field(node.field) if node.form == "exact" else node.field, weight)
        case Compound(field, form, terms, joined):
            sides = Phrase(field, form, terms, 0, source="", start=0), Term(field, form, joined, source="", start=0)
            return query.Or([_written(side, weight) for side in sides])
        case MultiPhrase() | Near():
            return Placed(compile_leaf(node), weight)
    return _word(node, words_field(node.field), weight)


def _filter(asked: Any) -> Any:
    return query.ConstantScoreQuery(asked, FILTER_SCORE)


def _word(word: Word, field: str, weight: float) -> Any:
    match word:
        case Term(text=text):
            return query.Term(field, text, boost=weight)
        case Phrase(terms=terms, slop=slop):
            return query.Phrase(field, list(terms), slop=slop + 1, boost=weight)
        case Pattern(text=text) if text.find("*") == len(text) - 1 and "?" not in text:
            return query.Prefix(field, text[:-1], boost=weight, constantscore=False)
        case Pattern(text=text):
            # The other sign that is special to Whoosh is a letter here.
            return query.Wildcard(field, text.replace("[", "[[]"), boost=weight, constantscore=False)
        case Fuzzy(text=text, maxdist=maxdist):
            return query.FuzzyTerm(field, text, boost=weight, maxdist=maxdist, prefixlength=1, constantscore=False)


def _number(day: date | None) -> int | None:
    return None if day is None else day.year * 10000 + day.month * 100 + day.day


def from_whoosh(asked: Any) -> Node:  # noqa: PLR0911 - as above
    """The tree of one of Whoosh's queries over the product's fields.

    Raises Unknown for what the language of the product cannot say, as span queries, patterns among stems, or ranges of
    words.
    """
    kind = type(asked)
    boost = getattr(asked, "boost", 1.0)
    if asked is query.NullQuery:
        return Nothing()
    if kind is query.ConstantScoreQuery:
        return from_whoosh(asked.child)
    if kind in (query.And, query.Or) and not getattr(asked, "scale", None):
        return _weighted(_joined(kind, asked.subqueries), boost)
    if kind is query.AndMaybe:
        return AndMaybe(from_whoosh(asked.a), from_whoosh(asked.b))
    if kind is query.AndNot:
        return AndNot(from_whoosh(asked.a), (from_whoosh(asked.b),))
    if kind is query.Not:
        return AndNot(None, (from_whoosh(asked.query),))
    return _weighted(_leaf(asked), boost)


def _weighted(node: Node, weight: float) -> Node:
    return node if weight == 1.0 else Weighted(node, weight)


def _joined(kind: type, subqueries: Sequence[Any]) -> Node:
    parts = [from_whoosh(part) for part in subqueries]
    if not parts:
        return Nothing()
    if kind is query.And:
        excluded = tuple(one for part in parts if _excludes(part) for one in part.excluded)  # type: ignore[union-attr]
        wanted = tuple(part for part in parts if not _excludes(part))
        if excluded:
            base = AllOf(wanted) if len(wanted) > 1 else next(iter(wanted), None)
            return AndNot(None if isinstance(base, HasField) and base.field == "text" else base, excluded)
    if len(parts) == 1:
        return parts[0]
    return AllOf(tuple(parts)) if kind is query.And else AnyOf(tuple(parts))


def _excludes(node: Node) -> bool:
    return isinstance(node, AndNot) and node.base is None


def _leaf(asked: Any) -> Node:
    kind = type(asked)
    if kind is query.NumericRange and asked.fieldname == "date":
        return Days(_day(asked.start, asked.startexcl, 1), _day(asked.end, asked.endexcl, -1), source="", start=0)
    name: str = getattr(asked, "fieldname", None) or "text"
    field = _OF_WORDS.get(name, name)
    if kind is query.Every and field in _NAMED:
        return HasField(field, source="*", start=0)
    if kind in {query.Prefix, query.Wildcard, query.FuzzyTerm} and name in FILTERS | _OF_WORDS.keys():
        return _pattern(asked, field)
    if kind in {query.Term, query.Phrase}:
        form: Any = "stem" if name in TEXT_FIELDS else "exact"
        if field not in TEXT_FIELDS | FILTERS - {"date", "year"}:
            raise Unknown(f"{kind.__name__} in the field {name}")
        if kind is query.Term and isinstance(asked.text, str):
            return Term(field, form, asked.text, source=asked.text, start=0)
        if kind is query.Phrase and asked.words:
            words = tuple(asked.words)
            return Phrase(field, form, words, asked.slop - 1, source=" ".join(words), start=0)
    raise Unknown(kind.__name__)


def _pattern(asked: Any, field: str) -> Node:
    text = asked.text
    if isinstance(asked, query.FuzzyTerm):
        if asked.prefixlength == 1:
            return Fuzzy(field, text, asked.maxdist, source=text, start=0)
    elif isinstance(asked, query.Prefix):
        if text and not set(text) & set("*?"):
            return Pattern(field, f"{text}*", source=f"{text}*", start=0)
    elif "[" not in text.replace("[[]", ""):
        return Pattern(field, text.replace("[[]", "["), source=text, start=0)
    raise Unknown(f"{type(asked).__name__} {text!r}")


def _day(number: int | None, excluded: bool, step: int) -> date | None:
    """The day of a number such as 20230220; the next or last one where it is itself excluded."""
    if number is None:
        return None
    try:
        day = date(number // 10000, number // 100 % 100, number % 100)
        return day + timedelta(days=step) if excluded else day
    except (ValueError, OverflowError):
        raise Unknown(f"NumericRange to {number}, which is not a day") from None
