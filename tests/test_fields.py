"""Is everything that cleaning knows of an article kept, and found by the field it is in?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st

from indexer.engine.builder import SegmentBuilder
from indexer.engine.segment.segment import Segment
from indexer.errors import QuerySyntaxError
from indexer.fields.documents import documents
from indexer.fields.names import identifier_of
from indexer.fields.records import SourceFile, article_record, stored_fields
from indexer.fields.schema import FIELD_SYNONYMS, FIELDS, INDEX_FIELDS, QUERY_FIELDS
from indexer.index import Index
from indexer.model.articles import Article, LineSpan, Passage, Removal
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
    key=SHORT,
    sender=SHORT,
    recipients=st.lists(SHORT, max_size=3).map(tuple),
    precision=st.sampled_from(["day", "month", "year"]),
)


@given(ARTICLES, IDENTIFIERS, st.builds(SourceFile, st.integers(0, 2**50), st.integers(0, 2**62), SHORT))
@examples(50)
def test_the_record_is_what_is_known_of_the_article(
    tmp_path_factory: pytest.TempPathFactory, article: Article, identifier: str, source: SourceFile
) -> None:
    passages = split(article, 8)
    segment = stored(tmp_path_factory.mktemp("segment"), article, passages, identifier, source)
    found = article_record(segment, 0)
    assert found.article == identifier == identifier_of(segment, 0)
    names = ("path", "part", "title", "authors", "site", "language", "url", "section", "kicker", "description")
    for name in (*names, "key", "sender", "recipients"):
        assert getattr(found, name) == getattr(article, name), name
    assert found.published == (article.published.isoformat() if article.published else "")
    assert found.modified == (article.modified.isoformat() if article.modified else "")
    assert found.precision == article.precision
    assert (found.size, found.mtime_ns, found.digest) == source
    assert tuple(text for text, _ in found.captions) == article.captions
    for number, passage in enumerate(passages):
        own = {"ordinal": passage.ordinal, "start": passage.start, "end": passage.end, "text": passage.text}
        lines = {"first_line": passage.first_line, "last_line": passage.last_line}
        assert stored_fields(segment, number) == found._asdict() | own | lines


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
    of_words = {name for field in INDEX_FIELDS for name in (field.words, field.own) if name}
    assert all(field.words == kind.words for field, kind in zip(INDEX_FIELDS, FIELDS, strict=True) if field.words)
    own = {field.name for field in INDEX_FIELDS} | of_words
    assert own <= set(schema().names())
    others = {"year", *FIELD_SYNONYMS}
    assert set(names_in_queries()) == set(QUERY_FIELDS) == own - {"article"} - of_words | others
    assert set(FIELD_SYNONYMS.values()) <= own


# Mail


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("letters")
    (folder / "fog.eml").write_text(
        "From: Ann Lee <ann@lamps.example>\nTo: Bo Ray <bo@boats.example>\nCc: keepers@coast.example\n"
        "Subject: Fog at the lighthouses\n\nThe horn was heard all night.\n"
    )
    (folder / "reply.eml").write_text(
        "From: bo@boats.example\nTo: ann@lamps.example\nSubject: Oil\n\nThe fog lifted; the oil is gone.\n"
    )
    (folder / "note.txt").write_text("Ann Lee wrote to Bo Ray of fog.\n")
    index = Index(folder / ".indexer")
    index.update([folder])
    return index


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("from:ann", {"fog"}),
        ("From: Ann", {"fog"}),
        ("from:ann@lamps.example", {"fog"}),
        ('from:"Ann Lee"', {"fog"}),
        ("from:lamps.example OR from:boats.example", {"fog", "reply"}),
        ("from:*", {"fog", "reply"}),
        ("fog NOT from:*", {"note"}),
        ("to:ann", {"reply"}),
        ("to:keepers@coast.example", {"fog"}),
        ("to:bo horn", {"fog"}),
        ("from:bo to:ann fog", {"reply"}),
        ("from:ann~1", {"fog"}),
        ("to:key*", set()),
        ("to:keep*", {"fog"}),
        ("subject:lighthouse", {"fog"}),
        ("subject:fog", {"fog"}),
        ("Subject:(oil OR fog)", {"fog", "reply"}),
        ("author:ann", {"fog"}),
    ],
)
def test_mails_are_found_by_whom_they_are_from_and_to(letters: Index, query: str, found: set[str]) -> None:
    hits = letters.search(query, limit=None).hits
    assert {Path(hit.path).stem for hit in hits} == found


def test_an_empty_subject_is_named_as_it_was_typed(letters: Index) -> None:
    with pytest.raises(QuerySyntaxError, match='nothing to search for in "subject"'):
        letters.search("subject:--")
    with pytest.raises(QuerySyntaxError, match='nothing to search for in "from"'):
        letters.search('from:"@"')


def test_articles_from_a_program_have_senders_too(tmp_path: Path) -> None:
    with Index(tmp_path / "made") as index:
        index.add([Article("Fog.", path="m:1", sender="Ann <a@b.org>", recipients=("Bo", "Cy"))])
        assert index.search("from:a@b.org to:cy").total == 1
        assert index.article("m:1")[0].article.recipients == ("Bo", "Cy")


def test_an_index_without_a_field_is_searched_and_then_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of segments that were written before a field was added, none has it."""
    older = tuple(field for field in FIELDS if field.name not in {"from", "to"})
    (tmp_path / "fog.eml").write_text("From: ann@a.org\nSubject: Fog\n\nThe horn was heard.\n")
    with Index(tmp_path / ".indexer") as index:
        with monkeypatch.context() as before:
            before.setattr("indexer.store.commit.FIELDS", older)
            before.setattr("indexer.indexing.settings.SCHEMA_REVISION", 6)
            index.update([tmp_path])
        assert index.search("from:ann").total == 0
        assert index.search("horn -from:*").total == 1
        assert index.update().changed == 1
        assert index.search("from:ann horn").total == 1
