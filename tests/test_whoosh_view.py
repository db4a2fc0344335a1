"""Does Whoosh see the same index, and give the same answers, whether its own codec or ours wrote it?

Whoosh's W3 codec is the oracle: the same documents, written by the same writer, must give the same documents with the
same scores in the same order, by Whoosh's own matchers over our postings and by our evaluation over arrays.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st

from indexer.engine import queries
from indexer.errors import DamagedIndexError
from indexer.fields.terms import number_term
from indexer.index import Index
from indexer.model.articles import Article
from indexer.quiet import quiet
from indexer.whoosh_view.codec import ArrayCodec
from indexer.whoosh_view.fields import schema as product_schema
from indexer.whoosh_view.queries import Unknown, evaluate, translated

with quiet():
    from whoosh import fields, query, scoring
    from whoosh.analysis import SpaceSeparatedTokenizer
    from whoosh.codec import whoosh3
    from whoosh.codec.whoosh3 import W3Codec
    from whoosh.index import create_in, open_dir
    from whoosh.query.spans import SpanFirst, SpanNear

WORDS = ("sea", "seas", "seal", "wind", "boat", "boats", "oar", "sail", "é", "日")


def schema() -> fields.Schema:
    return fields.Schema(
        key=fields.STORED(),
        text=fields.TEXT(analyzer=SpaceSeparatedTokenizer()),
        heading=fields.TEXT(analyzer=SpaceSeparatedTokenizer(), field_boost=2.5),
        bare=fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False),
        tag=fields.KEYWORD(scorable=False),
        name=fields.ID(stored=True),
        number=fields.NUMERIC(int, bits=32, signed=True, sortable=True),
    )


class Pair(NamedTuple):
    """The same documents written with either codec."""

    stock: Any
    ours: Any


Given = dict[str, Any]


def write(folder: Path, parts: Sequence[Sequence[Given]], deleted: Sequence[int]) -> Pair:
    """An index of either kind, of a segment for each of the parts, with some documents deleted in the end."""
    indexes = []
    for name, codec in (("stock", W3Codec()), ("ours", ArrayCodec())):
        (folder / name).mkdir(parents=True)
        index = create_in(folder / name, schema())
        key = 0
        for part in parts:
            writer = index.writer(codec=codec)
            for document in part:
                writer.add_document(key=key, **document)
                key += 1
            writer.commit(merge=False)
        writer = index.writer(codec=codec)
        for number in deleted:
            writer.delete_document(number)
        writer.commit(merge=False)
        indexes.append(open_dir(folder / name))
    return Pair(*indexes)


def sample(chance: random.Random) -> Given:
    def words(most: int) -> str:
        return " ".join(chance.choices(WORDS, weights=range(len(WORDS), 0, -1), k=chance.randrange(most)))

    found: Given = {"text": words(14), "heading": words(3), "bare": words(5), "tag": words(3), "name": words(2)}
    found = {name: value for name, value in found.items() if value}
    if chance.random() < 0.7:
        found["number"] = chance.randrange(-50, 50)
    return found


@pytest.fixture(scope="module", autouse=True)
def exact_lengths() -> Iterator[None]:
    """Whoosh rounds the lengths of fields to fit a byte each; ours are exact, so the oracle's must be."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("length_to_byte", "byte_to_length"):
            patch.setattr(whoosh3, name, lambda length: length or 0)
        yield


@pytest.fixture(scope="module", params=range(4))
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """Indexes of several segments with deletions; the last one has documents enough for every layout of postings."""
    chance = random.Random(request.param)
    sizes = ((12,), (20, 7, 1), (30, 30, 30), (700, 90))[request.param]
    parts = [[sample(chance) for _ in range(size)] for size in sizes]
    total = sum(sizes)
    deleted = chance.sample(range(total), total // (3 if request.param % 2 else 7))
    request.getfixturevalue("exact_lengths")
    return write(tmp_path_factory.mktemp("pair"), parts, deleted)


TERMS = st.builds(
    query.Term,
    st.sampled_from(["text", "text", "text", "heading", "bare", "tag", "name", "absent"]),
    st.sampled_from([*WORDS, "nowhere"]),
    st.sampled_from([1.0, 1.0, 2.5]),
)
TEXTS = st.sampled_from(["text", "heading", "bare", "tag"])
NUMBERS = st.none() | st.integers(-55, 55)
LEAVES = (
    TERMS
    | st.builds(
        query.Phrase,
        st.sampled_from(["text", "heading"]),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=3),
        slop=st.integers(1, 4),
        boost=st.sampled_from([1.0, 3.0]),
    )
    | st.builds(query.Prefix, TEXTS, st.sampled_from(["", "s", "sea", "b", "é", "q"]))
    | st.builds(query.Wildcard, TEXTS, st.sampled_from(["s*", "*a*", "?oat*", "se?", "*", "b[o]at"]))
    | st.builds(query.Regex, TEXTS, st.sampled_from(["s.a", "(oar|sail)$", "^b", "[^s]+"]))
    | st.builds(query.FuzzyTerm, TEXTS, st.sampled_from(WORDS), maxdist=st.sampled_from([1, 2]))
    | st.builds(
        query.TermRange,
        TEXTS,
        st.none() | st.sampled_from(WORDS),
        st.none() | st.sampled_from(WORDS),
        st.booleans(),
        st.booleans(),
    )
    | st.builds(query.NumericRange, st.just("number"), NUMBERS, NUMBERS, boost=st.sampled_from([1.0, 2.0]))
    | st.builds(query.Every, st.sampled_from([None, "text", "tag", "number"]), st.sampled_from([1.0, 2.0]))
    | st.just(query.NullQuery)
    # Classes that only Whoosh knows
    | st.builds(query.Variations, st.just("text"), st.sampled_from(WORDS))
)


def compounds(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(inner, min_size=1, max_size=4)
    boosts = st.sampled_from([1.0, 1.5])
    return (
        st.builds(query.Or, several, boosts)
        | st.builds(query.And, several, boosts)
        | st.builds(query.Not, TERMS)
        | st.builds(query.DisjunctionMax, several, boosts)
        | st.builds(query.ConstantScoreQuery, inner, st.sampled_from([0.5, 2.0]))
    )


TREES = st.recursive(LEAVES, compounds, max_leaves=6)
# Where it is stepped by skipping, Whoosh's AndMaybe forgets its second side if the first is skipped further than asked.
QUERIES = TREES | st.builds(query.AndMaybe, LEAVES, LEAVES)


@pytest.fixture(autouse=True)
def one_way_of_joining(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoosh scores the words of a pattern, or does not, by how many they are and how large the index is; here it
    always does, as in large indexes."""
    monkeypatch.setattr(query.Or, "matcher_type", query.Or.DEFAULT_MATCHER)


def stepped(index: Any, asked: Any) -> dict[int, float]:
    """What Whoosh's matchers find, by number; but not the deleted documents that those of Not let through."""
    with index.searcher() as searcher:
        is_deleted = searcher.reader().is_deleted
        found: dict[int, float] = {}
        context = searcher.context()
        for leaf, offset in searcher.leaf_searchers():
            matcher = asked.matcher(leaf, context)
            while matcher.is_active():
                if not is_deleted(matcher.id() + offset):
                    found[matcher.id() + offset] = matcher.score()
                matcher.next()
    return found


def by_arrays(index: Any, asked: Any) -> list[tuple[int, float]]:
    with index.searcher() as searcher:
        return evaluate(searcher, asked)


@given(asked=QUERIES)
@examples(40)
def test_every_query_gives_what_whoosh_s_own_codec_gives(pair: Pair, asked: Any) -> None:
    expected = stepped(pair.stock, asked)
    ours = stepped(pair.ours, asked)
    assert sorted(ours) == sorted(expected)
    assert ours == pytest.approx(expected, rel=1e-6)
    found = by_arrays(pair.ours, asked)
    assert sorted(number for number, _ in found) == sorted(expected)
    assert dict(found) == pytest.approx(expected, rel=1e-6)
    assert found == sorted(found, key=lambda match: (-match[1], match[0]))
    assert dict(by_arrays(pair.stock, asked)) == pytest.approx(expected)


@given(asked=TERMS, limit=st.integers(1, 12))
@examples(40)
def test_plain_search_skips_nothing_that_it_should_not(pair: Pair, asked: Any, limit: int) -> None:
    """Whoosh's collectors leave out blocks of postings by the quality that our matchers report.

    (Of unions they lose the best hit now and then, with either codec.)
    """
    expected = sorted(stepped(pair.stock, asked).values(), reverse=True)[:limit]
    with pair.ours.searcher() as ours:
        assert [hit.score for hit in ours.search(asked, limit=limit)] == pytest.approx(expected, rel=1e-6)


def test_a_class_that_only_whoosh_knows_is_found_by_its_matchers(pair: Pair) -> None:
    asked = SpanFirst(query.Term("text", "sea"), limit=2)
    expected = stepped(pair.stock, asked)
    assert expected
    assert dict(by_arrays(pair.ours, asked)) == pytest.approx(expected, rel=1e-6)
    joined = query.And([asked, query.Term("text", "wind")])
    assert by_arrays(pair.ours, query.AndMaybe(asked, query.Term("text", "wind")))
    assert {number for number, _ in by_arrays(pair.ours, joined)} <= set(expected)


def test_the_sides_of_a_difference_are_begun_together(pair: Pair) -> None:
    """Whoosh's AndNot lets the first match through where the other side has an earlier one; ours does not."""
    both = query.Term("text", "boat"), query.Term("text", "sea")
    excluded = set(stepped(pair.stock, both[1]))
    expected = {number: score for number, score in stepped(pair.stock, both[0]).items() if number not in excluded}
    assert dict(by_arrays(pair.ours, query.AndNot(*both))) == pytest.approx(expected, rel=1e-6)


def test_readers_agree_on_all_they_tell(pair: Pair) -> None:
    with pair.stock.reader() as stock, pair.ours.reader() as ours:
        assert sorted(ours.indexed_field_names()) == sorted(stock.indexed_field_names())
        assert list(ours.all_terms()) == list(stock.all_terms())
        assert ours.doc_count() == stock.doc_count()
        assert list(ours.all_doc_ids()) == list(stock.all_doc_ids())
        for number in ours.all_doc_ids():
            assert ours.stored_fields(number) == stock.stored_fields(number)
            for name in ("text", "heading", "bare"):
                assert ours.doc_field_length(number, name) == (stock.doc_field_length(number, name) or 0)
        for (mine, _), (theirs, _) in zip(ours.leaf_readers(), stock.leaf_readers(), strict=True):
            for name in filter(theirs.field_length, ("text", "heading", "bare")):
                for statistic in ("field_length", "min_field_length", "max_field_length"):
                    assert getattr(mine, statistic)(name) == getattr(theirs, statistic)(name)
        for name in ("text", "heading", "bare"):
            assert list(ours.terms_within(name, "sea", 1)) == list(stock.terms_within(name, "sea", 1))
        for name, term in stock.all_terms():
            assert ours.doc_frequency(name, term) == stock.doc_frequency(name, term)
            assert ours.frequency(name, term) == pytest.approx(stock.frequency(name, term))
            mine, theirs = ours.term_info(name, term), stock.term_info(name, term)
            for fact in ("max_weight", "min_id", "max_id"):
                assert getattr(mine, fact)() == pytest.approx(getattr(theirs, fact)())
            one, other = ours.postings(name, term), stock.postings(name, term)
            assert list(one.all_ids()) == list(other.all_ids())
        mine, theirs = ours.column_reader("number"), stock.column_reader("number")
        assert [mine[number] for number in ours.all_doc_ids()] == [theirs[number] for number in ours.all_doc_ids()]


def test_matchers_step_alike(pair: Pair) -> None:
    with pair.stock.reader() as stock, pair.ours.reader() as ours:
        for (one, _), (other, _) in zip(ours.leaf_readers(), stock.leaf_readers(), strict=True):
            for name, term in other.all_terms():
                mine, theirs = one.postings(name, term), other.postings(name, term)
                while theirs.is_active():
                    assert (mine.id(), mine.weight()) == (theirs.id(), pytest.approx(theirs.weight()))
                    if name == "text":
                        assert mine.value_as("positions") == theirs.value_as("positions")
                        assert mine.spans() == theirs.spans()
                    if theirs.id() % 3:
                        mine.next()
                        theirs.next()
                    else:
                        target = theirs.id() + 2
                        mine.skip_to(target)
                        theirs.skip_to(target)
                assert not mine.is_active()


def test_whoosh_s_own_merging_keeps_everything(tmp_path: Path) -> None:
    chance = random.Random(8)
    pair = write(tmp_path, [[sample(chance) for _ in range(25)] for _ in range(3)], [3, 30, 31, 60])
    for index, codec in zip(pair, (W3Codec(), ArrayCodec()), strict=True):
        index.writer(codec=codec).commit(optimize=True)
        assert index.doc_count_all() == 71
    for asked in (query.Term("text", "sea"), query.Phrase("text", ["sea", "wind"], slop=3), query.Prefix("text", "s")):
        expected = stepped(pair.stock, asked)
        assert stepped(pair.ours, asked) == pytest.approx(expected, rel=1e-6)
        assert dict(by_arrays(pair.ours, asked)) == pytest.approx(expected, rel=1e-6)


def test_other_formulas_are_left_to_whoosh(pair: Pair) -> None:
    asked = query.Or([query.Term("text", "sea"), query.Term("text", "oar")])
    with (
        pair.ours.searcher(weighting=scoring.TF_IDF()) as ours,
        pair.stock.searcher(weighting=scoring.TF_IDF()) as stock,
    ):
        expected = {hit.docnum: hit.score for hit in stock.search(asked, limit=None)}
        assert dict(evaluate(ours, asked)) == pytest.approx(expected)


def test_values_of_many_kinds_are_stored(tmp_path: Path) -> None:
    values = {
        "a": b"\x00\xff",
        "b": datetime(2024, 2, 29, 12, tzinfo=UTC),
        "c": date(2024, 2, 29),
        "d": [1, 2.5, None, True, "é\ud800"],
        "e": {"x": {"bytes": "no"}, 3: b""},
    }
    index = create_in(tmp_path, fields.Schema(**{name: fields.STORED() for name in values}))
    writer = index.writer(codec=ArrayCodec())
    writer.add_document(**values)
    writer.commit()
    with index.reader() as reader:
        assert reader.stored_fields(0) == values


def test_translation_names_what_only_whoosh_knows() -> None:
    assert translated(query.Term("text", "sea"), schema()) == queries.Term("text", b"sea")
    with pytest.raises(Unknown, match="SpanNear"):
        translated(SpanNear(query.Term("text", "sea"), query.Term("text", "oar")), schema())


# The product's own index


@pytest.fixture
def index(tmp_path: Path) -> Index:
    index = Index(tmp_path / "index")
    index.add(
        Article(
            f"The keeper of light {number} wrote of the storm. Nobody answered.",
            title="Letters" if number % 2 else "",
            authors=("Ana Ruiz",),
            published=date(2020 + number % 4, 2, 3),
            path=f"letter {number}",
        )
        for number in range(12)
    )
    index.remove(["letter 3"])
    return index


def test_a_plain_whoosh_program_opens_and_searches_the_index(index: Index) -> None:
    opened = open_dir(index.path)
    with opened.searcher() as searcher:
        found = searcher.search(query.Term("text", "keeper"), limit=None)
        assert len(found) == 11
        assert found[0]["text"].startswith("The keeper of light")
        assert {hit["path"] for hit in found} == {f"letter {number}" for number in range(12) if number != 3}
        phrase = searcher.search(query.Phrase("exact", ["nobody", "answered"]), limit=None)
        assert len(phrase) == 11
        years = searcher.search(query.NumericRange("date", 20210101, 20221231), limit=None)
        assert {hit["published"][:4] for hit in years} == {"2021", "2022"}
        assert len(searcher.search(query.Term("title", "letter"), limit=None)) == 5


def test_a_day_is_the_term_that_whoosh_makes_of_its_number() -> None:
    field = product_schema()["date"]
    for day in (date.min, date(1969, 12, 31), date(2023, 2, 20), date.max):
        assert number_term(day) == field.to_bytes(day.year * 10000 + day.month * 100 + day.day)


def test_an_altered_segment_is_not_answered_from_by_whoosh_either(index: Index) -> None:
    (segment,) = index.path.glob("*.seg")
    octets = bytearray(segment.read_bytes())
    octets[len(octets) // 3] ^= 1
    segment.write_bytes(octets)
    with pytest.raises(DamagedIndexError):
        _look_up_everything(index.path)


def _look_up_everything(path: Path) -> None:
    with open_dir(path).searcher() as searcher:
        for name, term in searcher.reader().all_terms():
            for hit in searcher.search(query.Term(name, term), limit=None):
                hit.fields()


def test_arrays_and_matchers_agree_on_the_product_s_index(index: Index) -> None:
    opened = open_dir(index.path)
    for asked in (
        query.Term("text", "light"),
        query.And([query.Term("exact", "storm"), query.Term("text", "letter")]),
        query.Phrase("exact", ["the", "storm"]),
        query.NumericRange("date", 20210101, None),
    ):
        assert dict(by_arrays(opened, asked)) == pytest.approx(stepped(opened, asked), rel=1e-6)
