"""Which fields does the index have, and what is known of each article and passage beside its terms?

`INDEX_FIELDS` is the one list of fields: the engine's fields, the names that may be asked for in a query, and the
schema that Whoosh sees are made of it.

| field | terms | for |
|---|---|---|
| `text` | stems of the passage and, three times each, of its article's title | plain words; what ranking scores |
| `exact` | folded words of title and passage | phrases, wildcards, fuzzy words, suggestions |
| `caption` | stems of the captions nearest to the passage | `caption:` |
| `caption_words` | folded words of these | phrases, wildcards and fuzzy words in `caption:` |
| `title` | stems of the title | `title:` |
| `author`, `site`, `section`, `kicker`, `path` | folded words | `author:`, `site:` and so on |
| `from`, `to` | folded words of the names and addresses in a mail's header | `from:`, `to:` |
| `language` | the code, as `en` | `language:` |
| `date` | the number 20230220 in 5 bytes that sort as it does | `date:`, `year:`, `--since`, `--until` |
| `article` | the article's id | showing |

Each document of the index is one passage; the passages of an article are one group, by whose name passages with equal
scores are sorted. Only the passage's text is stored with it. What is known of the article is stored once, as a record;
its day, authors, site, section and language are columns too, so that hits can be counted by them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from indexer.address import Address, id_of_number
from indexer.analysis import GAP, TITLE_WEIGHT, fold_words
from indexer.engine.documents import ArticleEntry, Document, Field, Part
from indexer.model import Article, Passage, Precision
from indexer.text.tokens import words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from indexer.engine.segment.segment import Segment

__all__ = [
    "FIELDS",
    "FIELD_SYNONYMS",
    "INDEX_FIELDS",
    "QUERY_FIELDS",
    "SCHEMA_REVISION",
    "SCORED_FIELDS",
    "TEXT_FIELDS",
    "ArticleRecord",
    "Fingerprints",
    "IndexField",
    "Record",
    "SourceFile",
    "article_record",
    "documents",
    "group_name",
    "group_prefix",
    "identifier_of",
    "named_terms",
    "number_of_group",
    "number_term",
    "numbers_of_identifiers",
    "part_of_record",
    "passages_of",
    "path_of_group",
    "prefix_of_group",
    "record_of",
    "stored_article",
    "words_field",
]

SCHEMA_REVISION = 7
"""Raised whenever an index written before would hold other terms or records: its files are then read again."""

Kind: TypeAlias = Literal["text", "words", "value", "day"]
"""What the terms of a field are: stems of analysed text, folded words, one whole value, or a day."""


class IndexField(NamedTuple):
    """A field of the index. `words` names the field that has its unstemmed words, `column` the column of the article
    that has its whole values. A field that is `asked` for may be named in a query.

    Those of kind "text" are scored; all others choose passages without saying how good they are.
    """

    name: str
    kind: Kind
    words: str = ""
    per_article: bool = True
    vectors: int = 0
    column: str = ""
    asked: bool = True


INDEX_FIELDS = (
    IndexField("text", "text", "exact", per_article=False, vectors=100),
    IndexField("title", "text"),
    IndexField("caption", "text", "caption_words", per_article=False),
    IndexField("author", "words", column="author"),
    IndexField("site", "words", column="site"),
    IndexField("section", "words", column="section"),
    IndexField("kicker", "words"),
    IndexField("path", "words"),
    IndexField("from", "words"),
    IndexField("to", "words"),
    IndexField("language", "value", column="language"),
    IndexField("date", "day", column="date"),
    IndexField("article", "value", asked=False),
)

FIELDS = tuple(
    Field(
        field.name,
        stemmed=field.kind == "text",
        exact=field.words,
        scored=field.kind == "text",
        per_article=field.per_article,
        vectors=field.vectors,
    )
    for field in INDEX_FIELDS
)
"""The fields as the engine knows them."""

SCORED_FIELDS = tuple(name for field in FIELDS if field.scored for name in (field.name, field.exact) if name)
"""The fields whose lengths count in scores."""

TEXT_FIELDS = frozenset(field.name for field in INDEX_FIELDS if field.kind == "text")
"""The fields of analysed text."""

FIELD_SYNONYMS = {"subject": "title"}
"""Other names of fields in a query: the subject of a mail is its title, as is what a record calls its subject."""

QUERY_FIELDS = tuple(sorted([*(field.name for field in INDEX_FIELDS if field.asked), *FIELD_SYNONYMS, "year"]))
"""The names that may be written before a colon in a query."""


def words_field(name: str) -> str:
    """The field that has the unstemmed words of a field of text; the title's are among those of the whole text."""
    return next((field.words for field in INDEX_FIELDS if field.name == name and field.words), "exact")


class ArticleRecord(NamedTuple):
    """What is stored of an article.

    `path` is relative to the index's root where the file lies below it, `part` where in the file the article is.
    `size`, `mtime_ns` and `digest` are the file's when it was read; `digest` is "" for an article that comes from no
    file. `published` and `modified` are ISO dates or ""; `precision` says how much of `published` is known. Each of the
    `captions` has the ordinal of the passage that it is nearest to, 0 where the article has no passage.
    `key` is the id that the article's record gives itself, "" where it gives none; `sender` and `recipients` are those
    of a mail.
    """

    article: str
    path: str
    part: str
    title: str
    authors: tuple[str, ...]
    published: str
    site: str
    language: str
    url: str
    size: int
    mtime_ns: int
    digest: str
    modified: str
    precision: Precision
    section: str
    kicker: str
    description: str
    captions: tuple[tuple[str, int], ...]
    key: str
    sender: str
    recipients: tuple[str, ...]


class Record(NamedTuple):
    """What is stored of a passage: all that `ArticleRecord` has of its article, then its own."""

    article: str
    path: str
    part: str
    title: str
    authors: tuple[str, ...]
    published: str
    site: str
    language: str
    url: str
    size: int
    mtime_ns: int
    digest: str
    modified: str
    precision: Precision
    section: str
    kicker: str
    description: str
    captions: tuple[tuple[str, int], ...]
    key: str
    sender: str
    recipients: tuple[str, ...]
    ordinal: int
    start: int
    end: int
    first_line: int | None
    last_line: int | None
    text: str


class SourceFile(NamedTuple):
    """The file that an article comes from, as it was when it was read; nothing for an article from no file."""

    size: int = 0
    mtime_ns: int = 0
    digest: str = ""


class Fingerprints(NamedTuple):
    """What is kept of an article to compare it with others, as `ArticleEntry` has it."""

    keys: Mapping[str, NDArray[np.uint64]] = {}
    marks: Mapping[str, NDArray[np.uint32]] = {}
    blobs: Mapping[str, bytes] = {}


def group_name(path: str, number: int = 1) -> bytes:
    """The name of the group of an article's passages: its path, then its place among the articles of the file."""
    return group_prefix(path) if number == 1 else b"%b%08d" % (group_prefix(path), number)


def group_prefix(path: str) -> bytes:
    """What the names of the groups of all articles of a file begin with."""
    return os.fsencode(path) + b"\0"


def prefix_of_group(name: bytes) -> bytes:
    """What a group's name has in common with those of the file's other articles."""
    return name[: name.rfind(b"\0") + 1]


def number_of_group(name: bytes) -> int:
    """The place of an article among those of its file, from 1, in the name of its group."""
    return int(name[name.rfind(b"\0") + 1 :] or 1)


def path_of_group(name: bytes) -> str:
    """The path in a group's name."""
    return os.fsdecode(name.rpartition(b"\0")[0])


def number_term(day: date) -> bytes:
    """A day as a term of the field `date`, as Whoosh's NUMERIC fields have it: terms sort as days do."""
    return b"\0" + (_number(day) + (1 << 31)).to_bytes(4, "big")


def documents(
    article: Article,
    passages: Sequence[Passage],
    identifier: str,
    caption_ordinals: Sequence[int] = (),
    *,
    number: int = 1,
    source: SourceFile = SourceFile(),  # noqa: B008 - it cannot be changed
    fingerprints: Fingerprints = Fingerprints(),  # noqa: B008
) -> Iterator[Document]:
    """The index's documents for the passages of one article, whose id is `identifier`.

    `caption_ordinals` are the ordinals of the passages that its captions are nearest to (`passages.caption_ordinals`).
    `number` counts the articles of its file from 1.
    """
    terms = {
        "author": _words(" ".join(article.authors)),
        "site": _words(article.site),
        "section": _words(article.section),
        "kicker": _words(article.kicker),
        "path": _words(Address(article.path, article.part).article),
        "language": _term(article.language),
        "date": [number_term(article.published)] if article.published else [],
        "article": _term(identifier),
    }
    if article.sender or article.recipients:
        terms |= {"from": _words(article.sender), "to": _words(" ".join(article.recipients))}
    captions = tuple(zip(article.captions, caption_ordinals, strict=True)) if caption_ordinals else ()
    group = group_name(article.path, number)
    entry: ArticleEntry | None = ArticleEntry(
        _packed(article, captions, source),
        _numbers(article, identifier, passages[-1].end if passages else 0),
        {
            "author": article.authors,
            "site": (article.site,) if article.site else (),
            "section": (article.section,) if article.section else (),
            "language": (article.language,) if article.language else (),
        },
        *fingerprints,
    )
    title: dict[str, Sequence[Part]] = {"title": (Part(article.title),)} if article.title else {}
    shared = (Part(article.title, TITLE_WEIGHT),) if article.title else ()
    for passage in passages:
        texts: dict[str, Sequence[Part]] = {"text": (*shared, Part(passage.text)), **title}
        own = tuple(Part(text) for text, ordinal in captions if ordinal == passage.ordinal) if captions else ()
        if own:
            texts["caption"] = own
        yield Document(
            group,
            passage.text.encode("utf-8", "surrogatepass"),
            texts,
            terms,
            GAP,
            _passage_numbers(passage),
            entry,
        )
        entry, title = None, {}  # which the first document gives for all


def article_record(segment: Segment, article: int) -> ArticleRecord:
    """What is stored of an article of a segment."""
    articles = segment.articles
    day = articles.number("date", article)
    values: list[Any] = json.loads(articles.record(article) or b"[]")
    values += _DEFAULTS[len(values) :]
    title, authors, site, language, url, size, mtime_ns, digest, part, modified, precision, section, *others = values
    kicker, description, captions, key, sender, recipients = others
    return ArticleRecord(
        identifier_of(segment, article),
        path_of_group(articles.name(article)),
        part,
        title,
        tuple(authors),
        f"{day // 10000:04d}-{day // 100 % 100:02d}-{day % 100:02d}" if day else "",
        site,
        language,
        url,
        size,
        mtime_ns,
        digest,
        modified,
        precision,
        section,
        kicker,
        description,
        tuple((text, ordinal) for text, ordinal in captions),
        key,
        sender,
        tuple(recipients),
    )


def stored_article(record: ArticleRecord | Record, text: str) -> Article:
    """The article that a record is stored of, with its text."""
    return Article(
        text=text,
        title=record.title,
        kicker=record.kicker,
        authors=tuple(record.authors),
        published=date.fromisoformat(record.published) if record.published else None,
        site=record.site,
        language=record.language,
        url=record.url,
        captions=tuple(caption for caption, _ in record.captions),
        path=record.path,
        part=record.part,
        modified=date.fromisoformat(record.modified) if record.modified else None,
        section=record.section,
        description=record.description,
        precision=record.precision,
        key=record.key,
        sender=record.sender,
        recipients=tuple(record.recipients),
    )


def passages_of(segment: Segment, article: int) -> tuple[Passage, ...]:
    """The passages of an article of a segment. They tile its text."""
    passages: list[Passage] = []
    number, start = segment.documents_columns.one, 0
    for ordinal, document in enumerate(segment.articles.documents_of(article), 1):
        text = segment.stored[document].decode("utf-8", "surrogatepass")
        lines = number("first_line", document) or None, number("last_line", document) or None
        passages.append(Passage(ordinal, start, start + len(text), text, *lines))
        start += len(text)
    return tuple(passages)


def record_of(segment: Segment, document: int) -> Record:
    """What is stored of the passage that is the `document` of a segment."""
    article = segment.articles.article_of(document)
    ordinal = document - segment.articles.documents_of(article).start + 1
    text = segment.stored[document].decode("utf-8", "surrogatepass")
    number = segment.documents_columns.one
    start = number("start", document)
    lines = number("first_line", document) or None, number("last_line", document) or None
    return Record(*article_record(segment, article), ordinal, start, start + len(text), *lines, text)


def identifier_of(segment: Segment, article: int) -> str:
    """The id of an article of a segment."""
    identifier = id_of_number(segment.articles.number("id", article))
    copy = segment.articles.number("copy", article)
    return f"{identifier}-{copy}" if copy else identifier


_ID_LENGTH = 12  # characters of base 32, of 5 bits each
_PART = 8  # where the part is among the values of a record
_DEFAULTS: tuple[Any, ...] = ("", (), "", "", "", 0, 0, "", "", "", "day", "", "", "", (), "", "", ())


def _packed(article: Article, captions: Sequence[tuple[str, int]], source: SourceFile) -> bytes:
    """The record of an article, without what is in its columns and its name, and without defaults at its end."""
    values: list[Any] = [
        article.title,
        article.authors,
        article.site,
        article.language,
        article.url,
        *source,
        article.part,
        article.modified.isoformat() if article.modified else "",
        article.precision,
        article.section,
        article.kicker,
        article.description,
        captions,
        article.key,
        article.sender,
        article.recipients,
    ]
    while values and values[-1] == _DEFAULTS[len(values) - 1]:
        values.pop()
    return json.dumps(values, separators=(",", ":")).encode() if values else b""


def _numbers(article: Article, identifier: str, length: int) -> dict[str, int]:
    copy = identifier.partition("-")[2]
    (number,) = numbers_of_identifiers([identifier.encode("ascii")])
    numbers = {"id": number, "length": length}
    if article.published:
        numbers["date"] = _number(article.published)
    if copy:
        numbers["copy"] = int(copy)
    return numbers


def _passage_numbers(passage: Passage) -> dict[str, int]:
    numbers = {"start": passage.start}
    if passage.first_line is not None and passage.last_line is not None:
        numbers["first_line"], numbers["last_line"] = passage.first_line, passage.last_line
    return numbers


def _number(day: date) -> int:
    return day.year * 10000 + day.month * 100 + day.day


def named_terms(path: str, part: str, number: int, was: str = "", had: Sequence[bytes] = ()) -> tuple[list[bytes], str]:
    """What an article has in the field `path`, and its id, if it is at this place; of those of its file that have the
    same part, it has this number. Where its path `was` another one, `had` is what the field has there."""
    address = Address(path, part)
    article = address.article
    folder, slash, name = article.rpartition("/")
    found: list[bytes] = []
    if slash and article.isascii() and "US" not in path:  # no other word depends on what is beyond a slash
        before, known, same = (was + part).rpartition("/")
        count = len(_words_found(before)) if was and known and before.isascii() and "US" not in was else 0
        found = [*_words_found(folder), *(had[count:] if count and same == name else _words_found(name))]
    return found or _words(article), address.article_id(number)


@lru_cache(maxsize=1 << 10)
def _words_found(text: str) -> list[bytes]:
    """The words of a part of a path; unlike `_words`, none where it is all of other characters."""
    return [word.text.encode() for word in words(text)]


def numbers_of_identifiers(identifiers: Iterable[bytes]) -> Iterator[int]:
    """Ids of articles, without the numbers behind them, as the column `id` has them."""
    digits = bytes.maketrans(b"abcdefghijklmnopqrstuvwxyz234567", b"0123456789abcdefghijklmnopqrstuv")
    return (int(identifier[:_ID_LENGTH].translate(digits), 32) for identifier in identifiers)


def part_of_record(record: bytes) -> str:
    """The part of its file that an article is, by its stored record; it comes from a file."""
    if b'"!/' not in record and b'"#' not in record:  # with one of these each part begins
        return ""
    values: list[Any] = json.loads(record)
    return str(values[_PART]) if len(values) > _PART else ""


def _words(text: str) -> list[bytes]:
    return [word.encode("utf-8", "replace") for word in fold_words(text).split()] if text else []


def _term(text: str) -> list[bytes]:
    return [text.encode("utf-8", "replace")] if text else []
