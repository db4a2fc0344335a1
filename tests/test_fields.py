"""Is everything that cleaning knows of an article kept, and found by the field it is in?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engine.builder import SegmentBuilder
from indexer.engine.segment.segment import Segment
from indexer.fields import (
    FIELDS,
    INDEX_FIELDS,
    QUERY_FIELDS,
    SourceFile,
    article_record,
    documents,
    identifier_of,
    record_of,
)
from indexer.index import Index
from indexer.model import Article, LineSpan, Passage, Removal
from indexer.passages import caption_ordinals, split
from indexer.querying import fields as names_in_queries
from indexer.whoosh_view.fields import schema

TEXT = "The keeper lit the lamp at dusk.\n\nThe ferry left the harbour with the post.\n\nNobody saw the storm come."
IDENTIFIERS = st.from_regex(r"[a-z2-7]{12}(-[2-9][0-9]{0,3})?", fullmatch=True)


def stored(folder: Path, article: Article, passages: Sequence[Passage], identifier: str, source: SourceFile) -> Segment:
    builder = SegmentBuilder(folder, FIELDS)
    for document in documents(article, passages, identifier, caption_ordinals(article, passages), source=source):
        builder.add(document)
    file = builder.finish()
    assert file is not None
    return Segment(folder, file.name)


DAYS = st.none() | st.dates()
SHORT = st.text(st.characters(exclude_characters="\0"), max_size=8)
ARTICLES = st.builds(
    Article,
    st.just(TEXT),
    title=SHORT,
    kicker=SHORT,
    authors=st.lists(SHORT, max_size=3).map(tuple),
    published=DAYS,
    site=SHORT,
    language=st.sampled_from(["", "en", "de"]),
    url=SHORT,
    captions=st.lists(SHORT, max_size=3).map(tuple),
    path=st.text("ab/é\udcff", min_size=1, max_size=9),
    part=st.sampled_from(["", "!/a.txt", "#12"]),
    modified=DAYS,
    section=SHORT,
    description=SHORT,
    precision=st.sampled_from(["day", "month", "year"]),
)


@given(ARTICLES, IDENTIFIERS, st.builds(SourceFile, st.integers(0, 2**50), st.integers(0, 2**62), SHORT))
@settings(max_examples=100, deadline=None)
def test_the_record_is_what_is_known_of_the_article(
    tmp_path_factory: pytest.TempPathFactory, article: Article, identifier: str, source: SourceFile
) -> None:
    passages = split(article, 8)
    segment = stored(tmp_path_factory.mktemp("segment"), article, passages, identifier, source)
    found = article_record(segment, 0)
    assert found.article == identifier == identifier_of(segment, 0)
    for name in ("path", "part", "title", "authors", "site", "language", "url", "section", "kicker", "description"):
        assert getattr(found, name) == getattr(article, name), name
    assert found.published == (article.published.isoformat() if article.published else "")
    assert found.modified == (article.modified.isoformat() if article.modified else "")
    assert found.precision == article.precision
    assert (found.size, found.mtime_ns, found.digest) == source
    assert tuple(text for text, _ in found.captions) == article.captions
    for number, passage in enumerate(passages):
        record = record_of(segment, number)
        assert record[: len(found)] == found
        assert (record.ordinal, record.start, record.end, record.text) == (
            passage.ordinal,
            passage.start,
            passage.end,
            passage.text,
        )


def test_the_columns_have_whole_values(tmp_path: Path) -> None:
    authors = "Ann Lee", "Bo Fen"
    day = date(2023, 2, 20)
    article = Article(TEXT, authors=authors, published=day, site="Harbour Notes", section="World", path="a")
    articles = stored(tmp_path, article, split(article), "aaaabbbbcccc", SourceFile()).articles
    assert articles.numbers("date").tolist() == [20230220]
    for name, values in (("author", ["Ann Lee", "Bo Fen"]), ("site", ["Harbour Notes"]), ("section", ["World"])):
        starts, ordinals, vocabulary = articles.values(name)
        assert [vocabulary[i] for i in ordinals[starts[0] : starts[1]].tolist()] == values


# Captions


def test_a_caption_belongs_to_the_passage_on_its_line() -> None:
    spans = (LineSpan(0, 1, 1), LineSpan(TEXT.index("The ferry"), 5, 5), LineSpan(TEXT.index("Nobody"), 9, 9))
    removed = (Removal("caption", "A lamp. Photo: Ann Lee", 6), Removal("caption", "Fog", 12))
    article = Article(TEXT, captions=("A lamp.", "Fog"), spans=spans, removed=removed)
    passages = split(article, 8)
    assert [passage.first_line for passage in passages] == [1, 5, 9]
    assert caption_ordinals(article, passages) == (2, 3), "the line above it, though the first passage has its word"


def test_a_caption_without_a_line_belongs_to_the_passage_with_most_of_its_words() -> None:
    article = Article(TEXT, captions=("The ferry leaves the harbour", "A storm", "A lighthouse of granite"))
    assert caption_ordinals(article, split(article, 8)) == (2, 3, 1)
    assert caption_ordinals(article, ()) == (0, 0, 0)


@pytest.fixture
def index(tmp_path: Path) -> Index:
    index = Index(tmp_path / "index")
    index.add(
        [
            Article(
                TEXT,
                title="Letters",
                captions=("Two granite lighthouses near the harbour",),
                kicker="Sea and shore",
                section="World news",
                path="a",
            ),
            Article("Granite is hard.", title="Stones", section="Science", path="b"),
        ],
        passage_words=8,
    )
    return index


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ("caption:lighthouse", ["a"]),
        ("caption:granite", ["a"]),
        ('caption:"granite lighthouses"', ["a"]),
        ('caption:"lighthouses granite"', []),
        ("caption:lighth*", ["a"]),
        ("caption:granitte~", ["a"]),
        ("caption:ferry", []),
        ("caption:*", ["a"]),
        ("lighthouse", []),
        ("section:world", ["a"]),
        ("section:science granite", ["b"]),
        ("kicker:shore", ["a"]),
        ("title:letters -caption:granite", ["a"]),
    ],
)
def test_captions_sections_and_kickers_are_found(index: Index, query: str, paths: list[str]) -> None:
    assert list(dict.fromkeys(hit.path for hit in index.search(query).hits)) == paths


def test_a_caption_finds_the_passage_that_it_is_nearest_to(index: Index) -> None:
    (hit,) = index.search("caption:lighthouses").hits
    assert hit.text.startswith("The ferry left the harbour")


def test_an_article_is_shown_with_all_that_is_known(index: Index) -> None:
    article = index.article(index.search("keeper").hits[0].article)[0].article
    assert (article.section, article.kicker) == ("World news", "Sea and shore")
    assert article.captions == ("Two granite lighthouses near the harbour",)


# One list of fields


def test_all_that_know_the_fields_take_them_from_one_list() -> None:
    own = {field.name for field in INDEX_FIELDS} | {field.words for field in INDEX_FIELDS if field.words}
    assert own <= set(schema().names())
    assert set(names_in_queries()) == set(QUERY_FIELDS) == own - {"article", "exact", "caption_words"} | {"year"}
