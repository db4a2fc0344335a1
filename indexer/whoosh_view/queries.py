"""How does a Whoosh program have its queries evaluated over arrays?

    with index.searcher() as searcher:
        for document, score in evaluate(searcher, query):
            print(score, searcher.stored_fields(document))

gives what `searcher.search(query, limit=None)` would, in a fraction of the time. Query classes that are not known here
are evaluated by Whoosh's own matchers, alone or as parts of others.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engine import queries
from indexer.engine.search.evaluation import Evaluator, Matches
from indexer.quiet import quiet
from indexer.whoosh_view.reading import ArrayTermsReader

with quiet():
    from whoosh import query, scoring
    from whoosh.fields import NUMERIC

__all__ = ["Unknown", "evaluate", "translated"]


class Unknown(Exception):  # noqa: N818 - not an error: Whoosh knows
    """A query of a class that only Whoosh's matchers can evaluate."""


class BM25F(NamedTuple):
    """Whoosh's formula for one term."""

    idf: float
    average: float
    b: float
    k1: float

    def __call__(self, frequencies: NDArray[Any], lengths: NDArray[Any]) -> NDArray[np.float64]:
        """The scores of postings with these weights in fields of these lengths."""
        weights = frequencies.astype(np.float64)
        norms = self.k1 * ((1 - self.b) + self.b * lengths / self.average)
        scores: NDArray[np.float64] = self.idf * ((weights * (self.k1 + 1)) / (weights + norms))
        return scores


def evaluate(searcher: Any, asked: Any) -> list[tuple[int, float]]:
    """The documents that match Whoosh's query `asked`, the best first, ties by number, each with its score.

    `searcher` is Whoosh's, over an index whose segments may be the engine's or not.
    """
    context = searcher.context()
    found: list[tuple[int, float]] = []
    for leaf, offset in searcher.leaf_searchers():
        terms = leaf.reader()._terms
        if isinstance(terms, ArrayTermsReader) and _is_plain(searcher.weighting):
            deleted = frozenset(leaf.reader()._perdoc.deleted_docs())
            segment = terms.segment
            segment.deleted = None
            if deleted:
                segment.deleted = np.zeros(segment.documents, np.bool_)
                segment.deleted[list(deleted)] = True
            matches = Evaluator(segment, _scorers(searcher)).matches(_translated(asked, leaf, context))
        else:
            matches = _stepped(asked, leaf, context)
        found.extend(zip((matches.documents + np.int64(offset)).tolist(), matches.scores.tolist(), strict=True))
    found.sort(key=lambda match: (-match[1], match[0]))
    return found


def translated(asked: Any, schema: Any) -> queries.Query:
    """The engine's query for Whoosh's. Raises Unknown where there is none."""
    return _translate(asked, schema, None)


def _is_plain(weighting: Any) -> bool:
    return type(weighting) is scoring.BM25F


def _scorers(searcher: Any) -> Callable[[str, bytes], BM25F | None]:
    weighting = searcher.weighting

    def scorer(name: str, term: bytes) -> BM25F | None:
        if name not in searcher.schema or not searcher.schema[name].scorable:
            return None
        b = weighting._field_B.get(name, weighting.B)
        return BM25F(searcher.idf(name, term), searcher.avg_field_length(name) or 1, b, weighting.K1)

    return scorer


def _stepped(asked: Any, leaf: Any, context: Any) -> Matches:
    """What Whoosh's own matcher finds in one segment; that of Not lets a deleted document through at its end."""
    documents: list[int] = []
    scores: list[float] = []
    is_deleted = leaf.reader().is_deleted
    matcher = asked.matcher(leaf, context)
    while matcher.is_active():
        if not is_deleted(matcher.id()):
            documents.append(matcher.id())
            scores.append(matcher.score())
        matcher.next()
    return Matches(np.array(documents, np.int64), np.array(scores, np.float64))


def _translated(asked: Any, leaf: Any, context: Any) -> queries.Query:
    """The engine's query for Whoosh's, in which what is not known is looked up by Whoosh."""

    def given(unknown: Any) -> queries.Query:
        return queries.Callback(lambda _: _stepped(unknown, leaf, context))

    return _translate(asked, leaf.schema, given)


def _translate(  # noqa: C901, PLR0911 - a branch for each kind of query
    asked: Any, schema: Any, given: Callable[[Any], queries.Query] | None
) -> queries.Query:
    def inner(part: Any) -> queries.Query:
        return _translate(part, schema, given)

    kind = type(asked)
    if asked is query.NullQuery:
        return queries.Nothing()
    if kind in _LEAVES:
        return _LEAVES[kind](asked, schema)
    if kind in (query.And, query.Or) and not getattr(asked, "scale", None):
        parts = tuple(map(inner, asked.subqueries))
        if len(parts) < 2:  # whose boost Whoosh does not look at
            return parts[0] if parts else queries.Nothing()
        return (queries.AllOf if kind is query.And else queries.AnyOf)(parts, asked.boost)
    if kind is query.AndMaybe:
        return queries.AndMaybe(inner(asked.a), inner(asked.b))
    if kind is query.AndNot:
        return queries.AndNot(inner(asked.a), inner(asked.b))
    if kind is query.Not:
        return queries.AndNot(queries.MatchAll(), inner(asked.query))
    if kind is query.ConstantScoreQuery:
        return queries.Constant(inner(asked.child), asked.score)
    if given is None:
        raise Unknown(kind.__name__)
    return given(asked)


def _bytes(schema: Any, name: str, text: Any) -> bytes | None:
    """A term as the field has it; None where it can have none such."""
    if name not in schema:
        return None
    try:
        term: bytes = schema[name].to_bytes(text)
    except ValueError:
        return None
    return term


def _term(asked: Any, schema: Any) -> queries.Query:
    term = _bytes(schema, asked.fieldname, asked.text)
    return queries.Nothing() if term is None else queries.Term(asked.fieldname, term, asked.boost)


def _phrase(asked: Any, schema: Any) -> queries.Query:
    terms = [_bytes(schema, asked.fieldname, word) for word in asked.words]
    if not terms or None in terms:
        return queries.Nothing()
    return queries.Phrase(asked.fieldname, tuple(filter(None, terms)), asked.slop, asked.boost)


def _every(asked: Any, _schema: Any) -> queries.Query:
    return queries.MatchAll(asked.fieldname, asked.boost)


def _prefix(asked: Any, schema: Any) -> queries.Query:
    if asked.text == "":
        return queries.MatchAll(asked.fieldname, asked.boost)
    prefix = _bytes(schema, asked.fieldname, asked.text)
    return _expanded(asked, None if prefix is None else queries.Prefix(prefix))


def _pattern(asked: Any, schema: Any) -> queries.Query:
    if isinstance(asked, query.Wildcard) and asked.text == "*":
        return queries.MatchAll(asked.fieldname, asked.boost)
    prefix = _bytes(schema, asked.fieldname, asked._find_prefix(asked.text))
    pattern = queries.Regex(asked._get_pattern(), prefix or b"", whole=False)
    return _expanded(asked, None if prefix is None else pattern)


def _fuzzy(asked: Any, schema: Any) -> queries.Query:
    known = asked.fieldname in schema
    return _expanded(asked, queries.Fuzzy(asked.text, asked.maxdist, asked.prefixlength) if known else None)


def _range(asked: Any, schema: Any) -> queries.Query:
    first, last = (None if end is None else _bytes(schema, asked.fieldname, end) for end in (asked.start, asked.end))
    if asked.fieldname not in schema:
        return queries.Nothing()
    if asked.start is not None and asked.startexcl and first is not None:
        first += b"\0"
    return _expanded(asked, queries.Range(first, last, below=bool(asked.endexcl)))


def _numbers(asked: Any, schema: Any) -> queries.Query:
    field = schema[asked.fieldname]
    if not isinstance(field, NUMERIC):
        raise TypeError(f"NumericRange: field {asked.fieldname!r} is not numeric")
    # The terms of full precision come first in a numeric field: those of one shift sort as the numbers do.
    first = None if asked.start is None else field.to_bytes(asked.start)
    last = None if asked.end is None else field.to_bytes(asked.end)
    if asked.start is not None and asked.startexcl and first is not None:
        first += b"\0"
    terms = queries.Range(first or b"\0", last or b"\0" + b"\xff" * 9, below=bool(asked.endexcl and last))
    found = queries.Terms(asked.fieldname, terms)
    return queries.Constant(found, asked.boost) if asked.constantscore else found._replace(boost=asked.boost)


def _expanded(asked: Any, expansion: queries.Expansion | None) -> queries.Query:
    return queries.Nothing() if expansion is None else queries.Terms(asked.fieldname, expansion, asked.boost)


_LEAVES: dict[type, Callable[[Any, Any], queries.Query]] = {
    query.Term: _term,
    query.Phrase: _phrase,
    query.Every: _every,
    query.Prefix: _prefix,
    query.Wildcard: _pattern,
    query.Regex: _pattern,
    query.FuzzyTerm: _fuzzy,
    query.TermRange: _range,
    query.NumericRange: _numbers,
    query.DateRange: _numbers,
}
