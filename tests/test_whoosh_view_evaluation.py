"""Does `evaluate` give what `searcher.search(query, limit=None)` gives: the same documents, scores and order?

The index is small: Whoosh then adds up the scores of alternatives in arrays, and gives all documents of the words of a
pattern the same score.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import examples
from hypothesis import given, reject
from hypothesis import strategies as st

from indexer.quiet import quiet
from indexer.whoosh_view.codec import ArrayCodec
from indexer.whoosh_view.queries import evaluate

with quiet():
    from whoosh import fields, query
    from whoosh.codec.whoosh3 import W3Codec
    from whoosh.index import create_in
    from whoosh.qparser import QueryParser
    from whoosh.query import spans

WORDS = ("bread", "beta", "bell", "alpha", "rope", "keeper", "lamp")
START = datetime(2020, 1, 1)  # noqa: DTZ001 - Whoosh knows no time zones


def write(
    folder: Path, codec: Any, documents: Sequence[dict[str, Any]], deleted: Sequence[int] = (), segments: int = 3
) -> Any:
    """An index of several segments."""
    folder.mkdir()
    schema = fields.Schema(
        text=fields.TEXT, when=fields.DATETIME, price=fields.NUMERIC(float), count=fields.NUMERIC(int, signed=False)
    )
    index = create_in(folder, schema)
    size = len(documents) // segments + 1
    for part in range(segments):
        writer = index.writer(codec=codec)
        for document in documents[size * part : size * (part + 1)]:
            writer.add_document(**document)
        writer.commit(merge=False)
    writer = index.writer(codec=codec)
    for number in deleted:
        writer.delete_document(number)
    writer.commit(merge=False)
    return index


@pytest.fixture(scope="module", params=[False, True], ids=["whole", "with deletions"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    chance = random.Random(4)
    documents = [
        {
            "text": " ".join(chance.choices(WORDS, k=chance.randrange(1, 9))),
            "when": START + timedelta(days=chance.randrange(40), hours=chance.randrange(24)),
            "price": chance.choice([-1.5, 0.0, 2.25, 1e6]),
            "count": chance.randrange(70000),
        }
        for _ in range(60)
    ]
    deleted = chance.sample(range(60), 11) if request.param else []
    return write(tmp_path_factory.mktemp("evaluation") / "index", ArrayCodec(), documents, deleted)


def searched(index: Any, asked: Any) -> list[tuple[int, float]]:
    """What Whoosh's search gives, without deleted documents: its Not lets one through now and then."""
    with index.searcher() as searcher:
        is_deleted = searcher.reader().is_deleted
        found = [(hit.docnum, hit.score) for hit in searcher.search(asked, limit=None)]
        return [(number, round(score, 6)) for number, score in found if not is_deleted(number)]


def evaluated(index: Any, asked: Any) -> list[tuple[int, float]]:
    with index.searcher() as searcher:
        return [(number, round(score, 6)) for number, score in evaluate(searcher, asked)]


def test_dates_as_the_parser_reads_them(index: Any) -> None:
    parser = QueryParser("text", index.schema)
    for text in (
        "when:20200103",
        "when:2020",
        "when:[20200101 to 20200110]",
        "when:{20200105 to}",
        "when:[to 20200120} bread",
        "bread AND NOT when:20200103",
        "price:[0 to 3]",
        "count:{100 to}",
        "price:-1.5",
        "count:>60000",
    ):
        asked = parser.parse(text)
        assert evaluated(index, asked) == searched(index, asked), text


TERMS = st.builds(query.Term, st.just("text"), st.sampled_from([*WORDS, "nowhere"]), st.sampled_from([1.0, 2.0]))
CONSTANT = st.booleans()
DAYS = st.none() | st.integers(-2, 42).map(lambda days: START + timedelta(days=days))
LEAVES = (
    TERMS
    | st.builds(query.Prefix, st.just("text"), st.sampled_from(["b", "be", "q", "", "r"]), constantscore=CONSTANT)
    | st.builds(query.Wildcard, st.just("text"), st.sampled_from(["b*", "*", "?e*", "*a"]), constantscore=CONSTANT)
    | st.builds(query.Regex, st.just("text"), st.sampled_from(["b.*", "[ab]", "l"]), constantscore=CONSTANT)
    | st.builds(query.FuzzyTerm, st.just("text"), st.sampled_from(WORDS), maxdist=st.just(2), constantscore=CONSTANT)
    | st.builds(
        query.TermRange,
        st.just("text"),
        st.none() | st.sampled_from(["a", "beta", "m"]),
        st.none() | st.sampled_from(["bell", "c", "z"]),
        st.booleans(),
        st.booleans(),
        constantscore=CONSTANT,
        boost=st.sampled_from([1.0, 3.0]),
    )
    | st.builds(query.DateRange, st.just("when"), DAYS, DAYS, st.booleans(), st.booleans(), constantscore=CONSTANT)
    | st.builds(
        query.NumericRange,
        st.just("count"),
        st.none() | st.integers(0, 70000),
        st.none() | st.integers(0, 70000),
        st.booleans(),
        st.booleans(),
        st.sampled_from([1.0, 2.0]),
        CONSTANT,
    )
    | st.builds(query.Phrase, st.just("text"), st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), st.just(2))
    | st.builds(query.Every, st.sampled_from([None, "text", "when"]))
    | st.just(query.NullQuery)
)
PLAIN = st.builds(query.Term, st.just("text"), st.sampled_from(WORDS))
SPANS = (
    st.builds(spans.SpanNot, PLAIN, PLAIN)
    | st.builds(spans.SpanNear, PLAIN, PLAIN, st.integers(1, 3), st.booleans())
    | st.builds(spans.SpanFirst, PLAIN, st.integers(0, 3))
    | st.builds(spans.SpanBefore, PLAIN, PLAIN)
    | st.builds(spans.SpanContains, st.builds(spans.SpanNear, PLAIN, PLAIN, st.just(3)), PLAIN)
    | st.builds(spans.SpanCondition, PLAIN, PLAIN)
    | st.builds(spans.SpanNot, st.builds(spans.SpanNear, PLAIN, PLAIN, st.just(2)), PLAIN)
    | st.builds(spans.SpanOr, st.tuples(PLAIN, PLAIN).map(list))
)


def compounds(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(inner, min_size=1, max_size=5)
    boosts = st.sampled_from([1.0, 1.5])
    return (
        st.builds(query.Or, several, boosts)
        | st.builds(query.And, several, boosts)
        | st.builds(query.Not, TERMS)
        | st.builds(query.ConstantScoreQuery, inner, st.sampled_from([0.0, 0.5, 2.0]))
    )


@given(asked=st.recursive(LEAVES | SPANS, compounds, max_leaves=6))
@examples(70)
def test_evaluation_equals_search(index: Any, asked: Any) -> None:
    try:
        expected = searched(index, asked)
    except (NotImplementedError, AttributeError):
        reject()  # Whoosh cannot tell how many documents some span queries match, which parts of others must
    found = evaluated(index, asked)
    assert dict(found) == pytest.approx(dict(expected), rel=1e-5)
    assert [score for _, score in found] == pytest.approx([score for _, score in expected], rel=1e-5)


@given(asked=SPANS, other=TERMS)
@examples(100)
def test_span_queries_find_with_our_codec_what_they_find_with_whoosh_s(
    pair: tuple[Any, Any], asked: Any, other: Any
) -> None:
    ours, stock = pair
    found = []
    for index in (ours, stock):
        with index.searcher() as searcher:
            both = [searcher.search(asked, limit=None), searcher.search(other, limit=None, filter=asked)]
            found.append([{hit.docnum for hit in results} for results in both])
    assert found[0] == found[1]
    joined = {number for number, _ in evaluated(ours, query.And([asked, other]))}
    assert joined == found[0][1]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any]:
    chance = random.Random(9)
    documents = [{"text": " ".join(chance.choices(WORDS, k=chance.randrange(1, 9)))} for _ in range(40)]
    folder = tmp_path_factory.mktemp("spans")
    return write(folder / "ours", ArrayCodec(), documents), write(folder / "stock", W3Codec(), documents)


def test_a_matcher_behind_its_end_is_at_no_document(tmp_path: Path) -> None:
    """Whoosh's span matchers compare a side that has ended with the other one."""
    texts = ("keeper of the lamp bread", "keeper bread", "keeper bread bread", "lamp only", "keeper bread at last")
    index = write(tmp_path / "index", ArrayCodec(), [{"text": text} for text in texts], segments=1)
    asked = spans.SpanNot(query.Term("text", "keeper"), query.Term("text", "lamp"))
    with index.searcher() as searcher:
        assert {hit.docnum for hit in searcher.search(asked)} == {0, 1, 2, 4}
        assert len(searcher.search(query.Term("text", "bread"), filter=asked)) == 4
        assert len(evaluate(searcher, query.And([query.Term("text", "bread"), asked]))) == 4


def test_an_index_without_documents_matches_nothing(tmp_path: Path) -> None:
    index = create_in(tmp_path, fields.Schema(text=fields.TEXT))
    for asked in (query.Term("text", "bread"), query.Every(), query.Prefix("text", "b")):
        assert evaluated(index, asked) == []
