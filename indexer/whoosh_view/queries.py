"""How does a Whoosh program have its queries evaluated over arrays?

    with index.searcher() as searcher:
        for document, score in evaluate(searcher, query):
            print(score, searcher.stored_fields(document))

gives what `searcher.search(query, limit=None)` would, in a fraction of the time. Query classes that are not known here
are evaluated by Whoosh's own matchers, alone or as parts of others. (What Whoosh itself gets wrong is right here: its
AndNot lets the first match through now and then, its AndMaybe forgets the second side when it is skipped, its Or loses
what scores nothing, such as a term whose boost is 0.)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from indexer.engine import queries
from indexer.engine.search.evaluation import Evaluator
from indexer.engine.search.expansion import expand
from indexer.engine.search.matches import Matches
from indexer.engine.segment.segment import Segment
from indexer.quiet import quiet
from indexer.whoosh_view.characters import is_character
from indexer.whoosh_view.reading import ArrayTermsReader

with quiet():
    from whoosh import query, scoring

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
        terms = getattr(leaf.reader(), "_terms", None)  # a reader of no segments has none
        if isinstance(terms, ArrayTermsReader) and type(searcher.weighting) is scoring.BM25F:
            matches = _Leaf(searcher, leaf, terms, context).matches(asked)
        else:
            matches = _stepped(asked, leaf, context)
        found.extend(zip((matches.documents + np.int64(offset)).tolist(), matches.scores.tolist(), strict=True))
    found.sort(key=lambda match: (-match[1], match[0]))
    return found


def translated(asked: Any, schema: Any) -> queries.Query:
    """The engine's query that finds the documents of Whoosh's. Raises Unknown where there is none.

    Scores are those of the engine: Whoosh gives all documents of several words of a pattern the same score or not,
    depending on the index.
    """
    return _Translation(schema).query(asked)


class _Translation:
    """Makes the engine's query of Whoosh's, for indexes with this schema."""

    def __init__(self, schema: Any) -> None:
        self.schema = schema

    def query(self, asked: Any) -> queries.Query:  # noqa: PLR0911 - a branch for each kind of query
        """The engine's query for Whoosh's."""
        kind = type(asked)
        if asked is query.NullQuery:
            return queries.Nothing()
        if kind in _LEAVES:
            return _LEAVES[kind](self, asked)
        if kind in (query.And, query.Or) and not getattr(asked, "scale", None):
            parts = tuple(map(self.query, asked.subqueries))
            if len(parts) < 2:  # whose boost Whoosh does not look at
                return parts[0] if parts else queries.Nothing()
            return (queries.AllOf if kind is query.And else queries.AnyOf)(parts, asked.boost)
        if kind is query.AndMaybe:
            return queries.AndMaybe(self.query(asked.a), self.query(asked.b))
        if kind is query.AndNot:
            return queries.AndNot(self.query(asked.a), self.query(asked.b))
        if kind is query.Not:
            return queries.AndNot(queries.MatchAll(), self.query(asked.query))
        if kind is query.ConstantScoreQuery:
            return queries.Constant(self.query(asked.child), asked.score or 1.0)  # Whoosh takes 0 for no score
        return self.unknown(asked)

    def unknown(self, asked: Any) -> queries.Query:
        """What stands for a query that has no translation. Raises Unknown."""
        raise Unknown(type(asked).__name__)

    def term(self, asked: Any, term: bytes) -> queries.Query:
        """The engine's query for a term of Whoosh's, that has these bytes."""
        return queries.Term(asked.fieldname, term, asked.boost)

    def expanded(self, asked: Any, expansion: queries.Expansion | None) -> queries.Query:
        """What Whoosh makes of the terms that are meant."""
        return queries.Nothing() if expansion is None else queries.Terms(asked.fieldname, expansion, asked.boost)


class _Leaf(_Translation):
    """Evaluates queries in one segment, with the scores that Whoosh's search gives there."""

    def __init__(self, searcher: Any, leaf: Any, terms: ArrayTermsReader, context: Any) -> None:
        super().__init__(leaf.schema)
        self._leaf = leaf
        self._context = context
        # What Whoosh's writer wrote has what is asked of a segment here.
        self._segment = cast("Segment", terms.segment)
        deleted = list(leaf.reader()._perdoc.deleted_docs())
        self._segment.deleted = None
        if deleted:
            self._segment.deleted = np.zeros(self._segment.documents, np.bool_)
            self._segment.deleted[deleted] = True
        self._evaluator = Evaluator(self._segment, _scorers(searcher))

    def matches(self, asked: Any) -> Matches:
        """The documents that match, with their scores."""
        return self._evaluator.matches(self.query(asked))

    def unknown(self, asked: Any) -> queries.Query:
        """What Whoosh's own matcher finds."""
        return queries.Callback(lambda _: _stepped(asked, self._leaf, self._context))

    def term(self, asked: Any, term: bytes) -> queries.Query:
        """The term; or what Whoosh's matcher finds of a single character, which the engine has no postings of."""
        if is_character(term) and isinstance(self._segment, Segment):
            return self.unknown(asked)
        return super().term(asked, term)

    def expanded(self, asked: Any, expansion: queries.Expansion | None) -> queries.Query:
        """The terms of this segment that are meant: scored as one term where there is one, else added up, or each with
        the same score where the query says so and Whoosh adds up scores in an array."""
        field = self._segment.field(asked.fieldname)
        if expansion is None or field is None:
            return queries.Nothing()
        numbers = expand(field, expansion)
        known = (field.term(number) for number in numbers)
        terms = [self.term(query.Term(asked.fieldname, term), term) for term in known if term]
        if len(terms) < 2:
            return terms[0] if terms else queries.Nothing()
        if asked.constantscore and self._adds_up(len(terms)):
            return queries.Constant(queries.AnyOf(tuple(terms)))
        return queries.AnyOf(tuple(terms), asked.boost)

    def _adds_up(self, parts: int) -> bool:
        """Whether Whoosh adds up the scores of so many alternatives in an array: see `Or` there, which does so in small
        segments, and wherever they are many."""
        either = query.Or
        if either.matcher_type != either.AUTO_MATCHER:
            return bool(either.matcher_type == either.ARRAY_MATCHER)
        if parts >= either.TOO_MANY_CLAUSES:
            return True
        return parts > 2 and not self._context.needs_current and self._leaf.doc_count_all() <= _SMALL


_SMALL = 5000
"""Documents of a segment in which Whoosh adds up the scores of more than two alternatives in an array."""


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


def _bytes(schema: Any, name: str, text: Any) -> bytes | None:
    """A term as the field has it; None where it can have none such."""
    if name not in schema:
        return None
    try:
        term: bytes = schema[name].to_bytes(text)
    except ValueError:
        return None
    return term


def _term(translation: _Translation, asked: Any) -> queries.Query:
    term = _bytes(translation.schema, asked.fieldname, asked.text)
    return queries.Nothing() if term is None else translation.term(asked, term)


def _phrase(translation: _Translation, asked: Any) -> queries.Query:
    terms = [_bytes(translation.schema, asked.fieldname, word) for word in asked.words]
    if not terms or None in terms:
        return queries.Nothing()
    return queries.Phrase(asked.fieldname, tuple(filter(None, terms)), asked.slop, asked.boost)


def _every(_: _Translation, asked: Any) -> queries.Query:
    return queries.MatchAll(asked.fieldname, asked.boost or 1.0)


def _prefix(translation: _Translation, asked: Any) -> queries.Query:
    if asked.text == "":
        return queries.MatchAll(asked.fieldname, asked.boost or 1.0)
    prefix = _bytes(translation.schema, asked.fieldname, asked.text)
    return translation.expanded(asked, None if prefix is None else queries.Prefix(prefix))


def _pattern(translation: _Translation, asked: Any) -> queries.Query:
    if isinstance(asked, query.Wildcard) and asked.text == "*":
        return queries.MatchAll(asked.fieldname, asked.boost or 1.0)
    prefix = _bytes(translation.schema, asked.fieldname, asked._find_prefix(asked.text))
    pattern = queries.Regex(asked._get_pattern(), prefix or b"", whole=False)
    return translation.expanded(asked, None if prefix is None else pattern)


def _fuzzy(translation: _Translation, asked: Any) -> queries.Query:
    known = asked.fieldname in translation.schema
    fuzzy = queries.Fuzzy(asked.text, asked.maxdist, asked.prefixlength)
    return translation.expanded(asked, fuzzy if known else None)


def _range(translation: _Translation, asked: Any) -> queries.Query:
    if asked.fieldname not in translation.schema:
        return queries.Nothing()
    first, last = (
        None if end is None else _bytes(translation.schema, asked.fieldname, end) for end in (asked.start, asked.end)
    )
    if (first is None) != (asked.start is None) or (last is None) != (asked.end is None):
        return queries.Nothing()  # an end that the field can have no such term for
    if asked.startexcl and first is not None:
        first += b"\0"
    return translation.expanded(asked, queries.Range(first, last, below=bool(asked.endexcl)))


def _numbers(translation: _Translation, asked: Any) -> queries.Query:
    """What Whoosh makes of a range of numbers or dates: ranges of terms, of several precisions."""
    return translation.query(asked._compile_query(translation))


_LEAVES: dict[type, Callable[[_Translation, Any], queries.Query]] = {
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
