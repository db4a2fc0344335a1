"""Can a Whoosh program use the product's index as any Whoosh index, and do it no harm?"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import stem, terms_of
from indexer.index import Index
from indexer.model.articles import Article
from indexer.quiet import quiet
from indexer.text import words
from indexer.whoosh_view.codec import ArrayCodec
from indexer.whoosh_view.fields import WordTokenizer, schema
from indexer.whoosh_view.queries import evaluate

with quiet():
    from whoosh import fields, highlight, query, sorting
    from whoosh.filedb.filestore import FileStorage, RamStorage
    from whoosh.index import TOC, create_in, open_dir
    from whoosh.qparser import DisMaxParser, FuzzyTermPlugin, MultifieldParser, QueryParser, SimpleParser
    from whoosh.writing import AsyncWriter, BufferedWriter, IndexingError

ARTICLES = (
    Article(
        "The keeper trimmed the lamp at dusk. A lighthouse keeper never sleeps.",
        title="Lamps",
        published=date(2019, 2, 1),
        site="coast.example.org",
        authors=("Ana Ruiz", "Bo Ek"),
        language="en",
        path="n:1",
    ),
    Article(
        "The baker kneaded bread. A lamppost stood by the multi-agent house; don't ask.",
        title="Bread",
        published=date(2021, 5, 3),
        site="town.example",
        authors=("Ana Ruiz",),
        path="n:2",
    ),
    Article("Ships entered the harbour while the lamp burned near the lighthouse.", title="Harbours", path="n:3"),
    Article("日本海の風。", title="風", site="coast.example.org", path="n:4"),
    Article("北海道 is an island.", title="", path="n:5"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whoosh") / "index"
    with Index(path) as index:
        index.add(ARTICLES[:3])
        index.add(ARTICLES[3:])
    return path


@pytest.fixture(scope="module")
def opened(folder: Path) -> Any:
    return open_dir(folder)


KEEPER = (
    *ARTICLES,
    Article("Ships entered the harbour while the lamp burned near the lantern.", title="Lighthouse keeper", path="n:6"),
)


@pytest.fixture(scope="module")
def with_title(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """An index in which some words are in titles alone; one of its articles was written again."""
    path = tmp_path_factory.mktemp("titles") / "index"
    with Index(path) as index:
        index.add(KEEPER[:4])
        index.add([replace(KEEPER[1], title="Loaves"), *KEEPER[4:]])
        index.add([KEEPER[1]])
    return open_dir(path)


def paths(opened: Any, asked: Any, **given: Any) -> list[str]:
    with opened.searcher() as searcher:
        return [hit["path"] for hit in searcher.search(asked, limit=None, **given)]


# The table of contents


def described(schema: Any) -> list[tuple[str, type, dict[str, Any]]]:
    """The fields of a schema; of objects that equal none but themselves, the types."""
    apart = {"column_type", "_struct"}
    return [
        (name, type(field), {key: type(value) if key in apart else value for key, value in vars(field).items()})
        for name, field in schema.items()
    ]


@pytest.mark.parametrize("deleted", [False, True])
def test_a_commit_is_listed_as_whoosh_lists_one(tmp_path: Path, deleted: bool) -> None:
    with Index(tmp_path / "index") as index:
        index.add(ARTICLES)
        if deleted:
            index.remove(["n:1"])
    listed = TOC.read(FileStorage(tmp_path / "index"), "MAIN")
    storage = RamStorage()
    TOC(schema(), list(listed.segments), listed.generation).write(storage, "MAIN")
    again = TOC.read(storage, "MAIN")
    assert (listed.version, listed.release, listed.generation) == (again.version, again.release, again.generation)
    assert described(listed.schema) == described(again.schema)
    assert [vars(segment) for segment in listed.segments] == [vars(segment) for segment in again.segments]
    assert sum(segment.deleted_count() for segment in listed.segments) == deleted


def test_an_empty_commit_is_listed(tmp_path: Path) -> None:
    with Index(tmp_path / "index") as index:
        index.add(ARTICLES[:1])
        index.remove(["n:1"])
    listed = TOC.read(FileStorage(tmp_path / "index"), "MAIN")
    assert described(listed.schema) == described(schema())
    assert len(listed.segments) == 0


# The analysis


@given(text=st.text(max_size=40) | st.text("ab 日本海é'-.ß", max_size=20), stemmed=st.booleans())
def test_the_analyzer_gives_the_terms_of_the_index(text: str, stemmed: bool) -> None:
    expected = [(stem(term) if stemmed else term, position) for term, position in terms_of(text)]
    found = WordTokenizer(stemmed=stemmed)(text, positions=True, chars=True, mode="index")
    assert [(token.text, token.pos) for token in found] == expected
    for token in WordTokenizer(stemmed=stemmed)(text, chars=True, keeporiginal=True):
        assert 0 <= token.startchar <= token.endchar <= len(text)
        assert token.original == text[token.startchar : token.endchar]


@given(text=st.text(max_size=40) | st.text("ab 日本海é'-.ß", max_size=20))
def test_a_query_is_analysed_into_words_and_a_pattern_is_kept_whole(text: str) -> None:
    analyzer = WordTokenizer(stemmed=False)
    assert [token.text for token in analyzer(text, mode="query")] == [word.text for word in words(text)]
    assert len(list(analyzer(text, mode="query", tokenize=False))) == 1


def test_a_pattern_is_folded() -> None:
    for stemmed in (False, True):
        (token,) = WordTokenizer(stemmed=stemmed)("Gro\u0301ß*Lights", mode="query", tokenize=False)
        assert token.text == "gross*lights"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("k?eper", query.Wildcard("exact", "k?eper")),
        ("*house", query.Wildcard("exact", "*house")),
        ("lamp*t", query.Wildcard("exact", "lamp*t")),
        ("Lamp*", query.Prefix("exact", "lamp")),
        ("K*P[aeiou]R", query.Wildcard("exact", "k*p[aeiou]r")),
        ("[bread to c]", query.TermRange("exact", "bread", "c")),
        ("Don't", query.Term("exact", "don't")),
    ],
)
def test_whoosh_s_parser_reads_patterns_of_words(opened: Any, text: str, expected: Any) -> None:
    asked = QueryParser("exact", opened.schema).parse(text)
    assert asked == expected
    assert paths(opened, asked)


def test_whoosh_s_parsers_find_over_all_fields(opened: Any) -> None:
    asked = MultifieldParser(["title", "text"], opened.schema).parse("l*mp")
    assert asked == query.Or([query.Wildcard("title", "l*mp"), query.Wildcard("text", "l*mp")])
    assert set(paths(opened, asked)) == {"n:1", "n:3"}
    parser = QueryParser("exact", opened.schema)
    parser.add_plugin(FuzzyTermPlugin())
    assert set(paths(opened, parser.parse("lamq~"))) == {"n:1", "n:3"} | set(paths(opened, parser.parse("lamps")))
    assert paths(opened, parser.parse('"never sleeps"')) == ["n:1"]
    assert paths(opened, QueryParser("text", opened.schema).parse("kneading title:breads")) == ["n:2"]
    assert paths(opened, QueryParser("text", opened.schema).parse("author:ek AND site:coast")) == ["n:1"]
    assert paths(opened, QueryParser("text", opened.schema).parse("date:[20210101 to]")) == ["n:2"]


@pytest.mark.parametrize(
    ("text", "of_passage", "of_title"),
    [
        ("k?eper", {"n:1"}, {"n:6"}),
        ("*eeper", {"n:1"}, {"n:6"}),
        ("keep*", {"n:1"}, {"n:6"}),
        ("keeper", {"n:1"}, {"n:6"}),
        ("Keeper", {"n:1"}, {"n:6"}),
        ("[kat TO kel]", {"n:1"}, {"n:6"}),
        ("[never to nil]", {"n:1"}, set()),
        ("keepr~", {"n:1"}, {"n:6"}),
        ("kepper~", {"n:1"}, {"n:6"}),
        ("'light*'", set(), set()),
        ("light*", {"n:1", "n:3"}, {"n:6"}),
        ("l?mps", set(), {"n:1"}),
        ("lamp*", {"n:1", "n:2", "n:3", "n:6"}, {"n:1"}),
        ('"lighthouse keeper"', {"n:1"}, {"n:6"}),
        ('"keeper never sleeps"', {"n:1"}, set()),
        ('"keeper ships"~90', set(), set()),  # from title to text
        ("harbour*", {"n:3", "n:6"}, {"n:3"}),
        ("harbours", set(), {"n:3"}),
        ("風", {"n:4"}, {"n:4"}),
        ("nowhere*", set(), set()),
    ],
)
def test_words_are_of_the_passage_in_exact_and_of_the_title_in_title_words(
    with_title: Any, text: str, of_passage: set[str], of_title: set[str]
) -> None:
    """Whichever of Whoosh's parsers reads it; in `text_words` they are of both."""
    schema = with_title.schema
    for name, expected in (("exact", of_passage), ("title_words", of_title), ("text_words", of_passage | of_title)):
        parsers = [QueryParser(name, schema), MultifieldParser([name], schema)]
        for parser in parsers:
            parser.add_plugin(FuzzyTermPlugin())
        if not set(text) & set("?*[]~'"):
            parsers += [SimpleParser(name, schema), DisMaxParser({name: 1.0}, schema)]
        for parser in parsers:
            asked = parser.parse(text)
            assert set(paths(with_title, asked)) == expected, asked
            with with_title.searcher() as searcher:
                found = {searcher.stored_fields(document)["path"] for document, _ in evaluate(searcher, asked)}
            assert found == expected, asked


def test_the_words_of_passages_and_titles_are_listed_apart(with_title: Any) -> None:
    with with_title.reader() as reader:
        listed = {name: set(reader.field_terms(name)) for name in ("exact", "title_words", "text_words")}
        assert listed["title_words"] == {word.text for article in KEEPER for word in words(article.title)}
        assert {"keeper", "burned"} <= listed["exact"]
        assert "lamps" not in listed["exact"]
        assert listed["text_words"] == listed["exact"] | listed["title_words"]
        for name, its in listed.items():
            assert ("lamps" in its) == ((name, b"lamps") in reader)
            assert [term.decode() for term in reader.expand_prefix(name, "lamp")] == sorted(
                word for word in its if word.startswith("lamp")
            )
            for term in reader.lexicon(name):
                matcher = reader.postings(name, term)
                assert len(list(matcher.all_ids())) == reader.doc_frequency(name, term) > 0
        document = next(number for number, fields in reader.iter_docs() if fields["path"] == "n:6")
        lengths = {name: reader.doc_field_length(document, name) for name in ("exact", "title_words", "text_words")}
        assert lengths == {"exact": 11, "title_words": 2, "text_words": 13}


@pytest.mark.parametrize("field", ["text", "exact"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("日", {"n:4"}),
        ("海", {"n:4", "n:5"}),
        ("道", {"n:5"}),
        ("日本", {"n:4"}),
        ("日本海", {"n:4"}),
        ('"日本海"', {"n:4"}),
        ("海 NOT 日", {"n:5"}),
        ("風", {"n:4"}),
        ("本*", {"n:4"}),
        ("山", set()),
    ],
)
def test_characters_of_scripts_without_spaces_are_found(opened: Any, field: str, text: str, expected: set[str]) -> None:
    asked = QueryParser(field, opened.schema).parse(text)
    assert set(paths(opened, asked)) == expected
    with opened.searcher() as searcher:
        found: list[Any] = [(hit.docnum, pytest.approx(hit.score)) for hit in searcher.search(asked, limit=None)]
        assert evaluate(searcher, asked) == found


def test_a_character_has_its_positions(opened: Any) -> None:
    assert paths(opened, query.Phrase("exact", ["北海", "海道"])) == ["n:5"]
    with opened.reader() as reader:
        matcher = reader.postings("exact", "海".encode())
        found = {}
        while matcher.is_active():
            found[reader.stored_fields(matcher.id())["path"]] = matcher.value_as("positions")
            matcher.next()
    assert set(found) == {"n:4", "n:5"}
    assert found["n:5"] == [1]


# What is stored, and whole values


def test_stored_fields_are_said_to_be_stored(opened: Any) -> None:
    with opened.searcher() as searcher:
        for stored in searcher.documents():
            assert set(stored) <= set(opened.schema.stored_names())
        results = searcher.search(query.Term("text", "keeper"))
        assert [hit["path"] for hit in results[0].more_like_this("text", numterms=20)]
        assert searcher.more_like(results[0].docnum, "title") is not None
        assert "lamp" in [term for term, _ in results.key_terms("text", numterms=20)]
        assert searcher.document(article=results[0]["article"])["path"] == "n:1"
        results.formatter = highlight.UppercaseFormatter()
        assert "KEEPER" in results[0].highlights("text")


def test_articles_are_grouped_by_whole_values(opened: Any) -> None:
    with opened.searcher() as searcher:

        def groups(facet: Any) -> dict[Any, list[str]]:
            found = searcher.search(query.Every(), limit=None, groupedby=facet)
            named = found.groups(facet if isinstance(facet, str) else facet.default_name())
            return {
                name: sorted(searcher.stored_fields(number)["path"] for number in numbers)
                for name, numbers in named.items()
            }

        assert groups("site") == {
            "coast.example.org": ["n:1", "n:4"],
            "town.example": ["n:2"],
            "": ["n:3", "n:5"],
        }
        assert groups("author") == {"Ana Ruiz, Bo Ek": ["n:1"], "Ana Ruiz": ["n:2"], "": ["n:3", "n:4", "n:5"]}
        assert groups(sorting.FieldFacet("author", allow_overlap=True)) == {
            "Ana Ruiz": ["n:1", "n:2"],
            "Bo Ek": ["n:1"],
        }
        days = groups("date")
        assert (days[20190201], days[20210503]) == (["n:1"], ["n:2"])


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("site", ["n:3", "n:5", "n:1", "n:4", "n:2"]),
        ("author", ["n:3", "n:4", "n:5", "n:2", "n:1"]),
        ("title", ["n:5", "n:2", "n:3", "n:1", "n:4"]),
        ("path", ["n:1", "n:2", "n:3", "n:4", "n:5"]),
    ],
)
def test_articles_are_sorted_by_whole_values(opened: Any, field: str, expected: list[str]) -> None:
    assert paths(opened, query.Every(), sortedby=field) == expected
    backwards = paths(opened, query.Every(), sortedby=sorting.FieldFacet(field, reverse=True))
    with opened.searcher() as searcher:
        column = searcher.reader().column_reader(field)
        keys = {searcher.stored_fields(number)["path"]: column.sort_key(number) for number in range(5)}
    assert [keys[path] for path in backwards] == sorted(keys.values(), reverse=True)


def test_days_are_sorted_both_ways(opened: Any) -> None:
    dated = query.Every("date")
    assert paths(opened, dated, sortedby="date") == ["n:1", "n:2"]
    assert paths(opened, dated, sortedby=sorting.FieldFacet("date", reverse=True)) == ["n:2", "n:1"]


@pytest.mark.parametrize("codec", [None, ArrayCodec()])
def test_passages_are_copied_into_an_index_of_one_s_own(opened: Any, tmp_path: Path, codec: Any) -> None:
    own = create_in(tmp_path, opened.schema.copy())
    with own.writer(codec=codec) as writer, opened.reader() as reader:
        for leaf, _ in reader.leaf_readers():
            writer.add_reader(leaf)
    with own.writer(codec=codec) as writer:
        writer.add_document(text="A keeper of one's own", author=["Cy Dee"], title="Own", path="own", date=20200101)
    assert set(paths(own, query.Term("text", "keeper"))) == {"n:1", "own"}
    assert paths(own, query.Phrase("exact", ["never", "sleeps"])) == ["n:1"]
    with own.searcher() as searcher:
        found = searcher.search(query.Every(), groupedby="author").groups()
        assert set(found) == {"Ana Ruiz, Bo Ek", "Ana Ruiz", "Cy Dee", ""}


# Writers


def no_change(opened: Any) -> None:
    opened.writer().commit()


def cancelled(opened: Any) -> None:
    opened.writer().cancel()


def addition(opened: Any) -> None:
    with opened.writer() as writer:
        writer.add_document(text="A keeper", title="New", path="new")


def addition_with_our_codec(opened: Any) -> None:
    with opened.writer(codec=ArrayCodec()) as writer:
        writer.add_document(text="A keeper")


def in_another_thread(opened: Any) -> None:
    writer = AsyncWriter(opened)
    writer.add_document(text="A keeper")
    writer.commit()


def buffered(opened: Any) -> None:
    writer = BufferedWriter(opened, period=None, limit=1)
    writer.add_document(text="A keeper")
    writer.close()


WRITES: tuple[Callable[[Any], Any], ...] = (
    no_change,
    cancelled,
    addition,
    addition_with_our_codec,
    in_another_thread,
    buffered,
    lambda opened: opened.optimize(),
    lambda opened: opened.writer(procs=2),
    lambda opened: opened.delete_by_term("text", "keeper"),
    lambda opened: opened.delete_by_query(query.Every()),
    lambda opened: opened.add_field("new", fields.TEXT),
    lambda opened: opened.remove_field("exact"),
)


@pytest.mark.parametrize("write", WRITES)
def test_a_writer_is_refused_with_a_sentence_and_changes_nothing(tmp_path: Path, write: Callable[[Any], Any]) -> None:
    path = tmp_path / "index"
    with Index(path) as index:
        index.add(ARTICLES[:2])
        index.add(ARTICLES[2:])
    before = {name: (path / name).read_bytes() for name in os.listdir(path)}
    with pytest.raises(IndexingError, match=r"this index belongs to indexer, and Whoosh programs can only read it: .*"):
        write(open_dir(path))
    assert {name: (path / name).read_bytes() for name in os.listdir(path)} == before
    with Index(path) as index:
        assert index.search("keeper").total == 1
        index.add([Article("Another keeper came.", path="n:9")])  # nobody holds the lock
        assert index.search("keeper").total == 2
    assert len(paths(open_dir(path), query.Term("text", "keeper"))) == 2


def test_a_writer_to_an_empty_index_is_refused_too(tmp_path: Path) -> None:
    path = tmp_path / "index"
    with Index(path) as index:
        index.add(ARTICLES[:1])
        index.remove(["n:1"])
        index.compact()
    opened = open_dir(path)
    with pytest.raises(IndexingError, match="belongs to indexer"):
        opened.writer()
    assert opened.is_empty()
    assert opened.doc_count() == 0
    with Index(path) as index:
        index.add(ARTICLES[:1])
    assert paths(opened.refresh(), query.Term("text", "keeper")) == ["n:1"]


def test_the_schema_is_anyone_s_to_use(tmp_path: Path) -> None:
    own = create_in(tmp_path, schema())
    with own.writer() as writer:
        writer.add_document(text="A keeper", title="Own")
    with own.writer() as writer:
        writer.add_field("note", fields.TEXT)
    assert own.doc_count() == 1


@pytest.mark.parametrize(
    "name", ["author", "exact", "path", "site", "text", "text_words", "title", "title_words", "language", "article"]
)
def test_each_field_scores_alike_by_evaluation_and_by_search(opened: Any, name: str) -> None:
    with opened.searcher() as searcher:
        terms = [term.decode() for term in searcher.lexicon(name)]
        several = [query.Term(name, term) for term in terms[:4]]
        asked = [
            *several,
            query.Or(several),
            query.Or([query.Term("text", "lamp"), *several]),
            query.And([query.Every(), several[0]]),
            query.Prefix(name, terms[0][:1]),
            query.Every(name),
        ]
        if searcher.schema[name].supports("positions"):
            asked.append(query.Phrase(name, terms[:1]))
        for one in asked:
            found = [(hit.docnum, round(hit.score, 6)) for hit in searcher.search(one, limit=None)]
            assert [(number, round(score, 6)) for number, score in evaluate(searcher, one)] == found, one
