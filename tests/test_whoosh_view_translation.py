"""Does a query find the same passages as the product's tree, as Whoosh's query, and as the tree made of that again?"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st

from indexer.engine.search.evaluation import Evaluator
from indexer.index import Index
from indexer.model.articles import Article
from indexer.querying import Query, compile_query, parse
from indexer.querying.tree import (
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
)
from indexer.quiet import quiet
from indexer.whoosh_view.parsing import LanguageParser, LanguageSyntaxError
from indexer.whoosh_view.queries import Unknown, evaluate
from indexer.whoosh_view.translation import from_whoosh, to_whoosh

with quiet():
    from whoosh import query
    from whoosh.index import open_dir
    from whoosh.qparser import QueryParserError
    from whoosh.query.spans import SpanNear

WORDS = ("light", "lights", "keeper", "lamp", "storm", "日本", "sea")
AUTHORS = (("Ana Ruiz",), ("Ana Ruiz", "Bo Ek"), ())
TODAY = date(2024, 5, 1)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """An index of several segments, some of whose articles are deleted, as Whoosh opens it."""
    index = Index(tmp_path_factory.mktemp("translation") / "index")
    for part in range(3):
        index.add(
            Article(
                " ".join(WORDS[(number * step) % len(WORDS)] for step in range(1, 5)) + ". The storm came, 日本海.",
                title=("Letters of light", "Storms", "")[number % 3],
                authors=AUTHORS[number % 3],
                published=date(2020 + number % 4, 2, 3) if number % 4 else None,
                site=("a.example", "b.example")[number % 2],
                language=("en", "de", "")[number % 3],
                path=f"letter {part} {number}",
            )
            for number in range(9)
        )
    index.remove(["letter 0 3", "letter 1 8"])
    index.close()
    return open_dir(index.path)


def found_by_engine(opened: Any, node: Node) -> set[str]:
    """The paths of the passages that the engine finds for a tree."""
    found: set[str] = set()
    compiled = compile_query(Query("", node))
    with opened.searcher() as searcher:
        for leaf, _ in searcher.leaf_searchers():
            segment = leaf.reader()._terms.segment
            deleted = np.zeros(segment.documents, np.bool_)
            deleted[list(leaf.reader()._perdoc.deleted_docs())] = True
            segment.deleted = deleted
            for document in Evaluator(segment, lambda *_: None).matches(compiled).documents.tolist():
                found.add(leaf.stored_fields(document)["path"])
    return found


def found_by_whoosh(opened: Any, asked: Any) -> set[str]:
    with opened.searcher() as searcher:
        found = {hit["path"] for hit in searcher.search(asked, limit=None)}
        assert found == {searcher.stored_fields(document)["path"] for document, _ in evaluate(searcher, asked)}
        return found


def leaf(kind: Any, **given: Any) -> Any:
    return st.builds(kind, source=st.just(""), start=st.just(0), **given)


STEMS = st.sampled_from(["light", "keeper", "lamp", "storm", "letter", "nowhere"])
EXACT = st.sampled_from([*WORDS, "letters", "nowhere", "海"])
PATTERNS = st.sampled_from(["l*", "li?hts", "*m", "日*", "storm*", "let*s", "?torm", "[*"])
WORDED = ["text", "title", "caption"]
DAYS = st.none() | st.sampled_from([date(2020, 2, 3), date(2021, 1, 1), date(2022, 2, 3), date(2030, 1, 1)])
FILTERED = {
    "author": ["ana", "ek", "ruiz"],
    "site": ["a.example", "example", "b", "a"],
    "language": ["en", "de"],
    "path": ["letter", "0", "7"],
}
LEAVES = (
    leaf(Term, field=st.sampled_from(WORDED), form=st.just("stem"), text=STEMS)
    | leaf(Term, field=st.sampled_from(WORDED), form=st.just("exact"), text=EXACT)
    | st.sampled_from(list(FILTERED)).flatmap(
        lambda field: leaf(Term, field=st.just(field), form=st.just("exact"), text=st.sampled_from(FILTERED[field]))
    )
    | leaf(
        Phrase,
        field=st.sampled_from(WORDED),
        form=st.just("exact"),
        terms=st.lists(EXACT, min_size=2, max_size=3).map(tuple),
        slop=st.integers(0, 3),
    )
    | leaf(Pattern, field=st.sampled_from([*WORDED, "author", "path"]), text=PATTERNS)
    | leaf(Fuzzy, field=st.sampled_from(WORDED), text=st.sampled_from(WORDS), maxdist=st.integers(1, 2))
    | leaf(Days, first=DAYS, last=DAYS)
    | leaf(HasField, field=st.sampled_from(["text", "title", "author", "date", "language"]))
    | st.just(Nothing())
)


def pattern(field: str, text: str) -> Pattern:
    return Pattern(field, text, source="", start=0)


def sides(field: str) -> st.SearchStrategy[Any]:
    return st.lists(leaf(Term, field=st.just(field), form=st.just("exact"), text=EXACT), min_size=1, max_size=2).map(
        tuple
    )


PLACED = leaf(
    Compound,
    field=st.sampled_from(["text", "title"]),
    form=st.just("stem"),
    terms=st.lists(STEMS, min_size=2, max_size=3).map(tuple),
    joined=STEMS,
) | st.sampled_from(["text", "title"]).flatmap(
    lambda field: (
        leaf(MultiPhrase, field=st.just(field), parts=sides(field).map(lambda parts: (*parts, pattern(field, "l*"))))
        | leaf(
            Near,
            field=st.just(field),
            these=st.lists(sides(field), min_size=1, max_size=2).map(tuple),
            those=sides(field).map(lambda side: (side, (pattern(field, "*s"), pattern(field, "l*")))),
            slop=st.integers(0, 3),
        )
    )
)


@given(node=PLACED | PLACED.map(lambda node: AnyOf((node, Term("text", "stem", "lamp", source="", start=0)))))
@examples(60)
def test_what_is_found_by_places_is_found_by_whoosh_too(opened: Any, node: Node) -> None:
    assert found_by_whoosh(opened, to_whoosh(node)) == found_by_engine(opened, node)


def compounds(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(inner, min_size=1, max_size=4).map(tuple)
    return (
        st.builds(AllOf, several)
        | st.builds(AnyOf, several)
        | st.builds(AndMaybe, inner, inner)
        | st.builds(AndNot, st.none() | inner, several)
        | st.builds(Weighted, inner, st.sampled_from([0.5, 3.0]))
    )


TREES = st.recursive(LEAVES, compounds, max_leaves=6)


@given(node=TREES)
@examples(60)
def test_a_tree_and_whoosh_s_query_for_it_find_the_same_passages(opened: Any, node: Node) -> None:
    asked = to_whoosh(node)
    expected = found_by_engine(opened, node)
    assert found_by_whoosh(opened, asked) == expected
    assert found_by_engine(opened, from_whoosh(asked)) == expected


@given(node=LEAVES)
def test_a_leaf_comes_back_as_it_was(node: Node) -> None:
    assert from_whoosh(to_whoosh(node)) == node


OF_WORDS = st.sampled_from(["text_words", "title_words"])
NAMES = st.sampled_from(["text", "title", "author"]) | OF_WORDS
WHOOSH_LEAVES = (
    st.builds(query.Term, NAMES, EXACT, st.sampled_from([1.0, 2.0]))
    | st.builds(query.Phrase, OF_WORDS, st.lists(EXACT, min_size=1, max_size=3), st.integers(1, 3))
    | st.builds(query.Prefix, OF_WORDS, st.sampled_from(["l", "li", "storm", "日"]))
    | st.builds(query.Wildcard, OF_WORDS, st.sampled_from(["l*", "*m", "?amp", "l*h?s"]))
    | st.builds(query.FuzzyTerm, OF_WORDS, st.sampled_from(WORDS), prefixlength=st.just(1))
    | st.builds(query.Every, st.sampled_from([None, "title", "author"]))
    | st.builds(
        query.NumericRange,
        st.just("date"),
        st.sampled_from([None, 20210203]),
        st.sampled_from([None, 20220203]),
        st.booleans(),
        st.booleans(),
    )
    | st.just(query.NullQuery)
)
WHOOSH_TREES = st.recursive(
    WHOOSH_LEAVES,
    lambda inner: (
        st.builds(query.And, st.lists(inner, min_size=1, max_size=3))
        | st.builds(query.Or, st.lists(inner, min_size=1, max_size=3))
        | st.builds(query.Not, inner)
        | st.builds(query.AndMaybe, inner, inner)
        | st.builds(query.ConstantScoreQuery, inner)
    ),
    max_leaves=5,
)


@given(asked=WHOOSH_TREES)
@examples(60)
def test_a_query_of_whoosh_s_and_the_tree_for_it_find_the_same_passages(opened: Any, asked: Any) -> None:
    with opened.searcher() as searcher:
        expected = {searcher.stored_fields(document)["path"] for document, _ in evaluate(searcher, asked)}
    assert found_by_engine(opened, from_whoosh(asked)) == expected


@pytest.mark.parametrize(
    "asked",
    [
        SpanNear(query.Term("text", "sea"), query.Term("text", "lamp")),
        query.Prefix("text", "li"),
        query.Wildcard("text_words", "[lm]amp"),
        query.Regex("text_words", "l.*"),
        query.FuzzyTerm("text_words", "lamp", prefixlength=0),
        query.TermRange("title_words", "a", "c"),
        query.Term("exact", "lamp"),  # the passage alone: a query means the title too
        query.Prefix("exact", "la"),
        query.Every("exact"),
        query.NumericRange("date", 20219999, None),
        query.Term("nothing", "lamp"),
    ],
    ids=str,
)
def test_what_the_language_cannot_say_is_named(asked: Any) -> None:
    with pytest.raises(Unknown):
        from_whoosh(query.And([query.Term("text", "sea"), asked]))


@pytest.mark.parametrize(
    "text",
    [
        "keepers lights",
        "+keeper light -author:ek",
        '"the storm"',
        '"light storm"~3',
        "(li*ts title:sto*) OR title:letxers~",
        "author:(ruiz ek) date:2021..2023",
        "NOT author:* site:a.example^3",
        "日本海 OR 海",
        "-keeper",
    ],
)
@pytest.mark.parametrize("mode", ["any", "all"])
def test_a_whoosh_program_reads_the_language_of_the_product(opened: Any, text: str, mode: Any) -> None:
    expected = found_by_engine(opened, parse(text, mode=mode, today=TODAY).root)
    assert expected
    assert found_by_whoosh(opened, LanguageParser(mode).parse(text, today=TODAY)) == expected


def test_a_syntax_error_is_whoosh_s_and_shows_the_place() -> None:
    with pytest.raises(QueryParserError) as raised:
        LanguageParser().parse("light (storm")
    assert isinstance(raised.value, LanguageSyntaxError)
    lines = str(raised.value).splitlines()
    assert lines[:3] == ["unclosed parenthesis", "  light (storm", "        ^"]
    assert raised.value.cause.start == 6
    assert LanguageParser().parse("light (storm", literal=True) == LanguageParser().parse("light storm")


def test_filters_count_for_nothing_that_is_seen(opened: Any) -> None:
    plain, filtered = LanguageParser().parse("keeper"), LanguageParser().parse("keeper author:ruiz date:*")
    with opened.searcher() as searcher:
        scores = dict(evaluate(searcher, plain))
        for document, score in evaluate(searcher, filtered):
            assert score == pytest.approx(scores[document], abs=1e-6)
