"""In which fields are the terms of a passage?

| field | terms | for |
|---|---|---|
| `text` | stems of the passage and, three times each, of its article's title | plain words; what ranking scores |
| `exact` | folded words of title and passage | phrases, wildcards, fuzzy words, suggestions |
| `title` | stems of the title | `title:` |
| `author`, `site`, `path` | folded words | `author:`, `site:`, `path:` |
| `language` | the code, as `en` | `language:` |
| `date` | the number 20230220 in 5 bytes that sort as it does | `date:`, `year:`, `--since`, `--until` |
| `article` | the article's id | showing |

Each document of the index is one passage; the passages of an article are one group, whose name passages with equal
scores are sorted by. What a hit shows is in the stored bytes: a line of JSON, then the passage's text.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from indexer.address import Address
from indexer.analysis import GAP, TITLE_WEIGHT, fold_words
from indexer.engine.documents import ArticleEntry, Document, Field, Part
from indexer.model import Article, Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from indexer.engine.segment.segment import Segment

__all__ = [
    "FIELDS",
    "SCHEMA_REVISION",
    "SCORED_FIELDS",
    "Fingerprints",
    "Record",
    "documents",
    "group_name",
    "group_prefix",
    "identifier_of",
    "number_term",
    "path_of_group",
    "record_of",
]

SCHEMA_REVISION = 4
"""Raised whenever an index written before would hold other terms: its files are then read again."""

FIELDS = (
    Field("text", stemmed=True, exact="exact", scored=True, vectors=100),
    Field("title", stemmed=True, scored=True),
    Field("author"),
    Field("site"),
    Field("path"),
    Field("language"),
    Field("date"),
    Field("article"),
)

SCORED_FIELDS = ("text", "exact", "title")
"""The fields whose lengths count in scores."""


class Record(NamedTuple):
    """What is stored with each passage: all that a hit shows.

    `path` is relative to the index's root where the file lies below it, `part` where in the file the article is.
    `size`, `mtime_ns` and `digest` are the file's when it was read; `digest` is "" for an article that comes from no
    file. `published` is an ISO date or "".
    """

    article: str
    path: str
    title: str
    authors: tuple[str, ...]
    published: str
    site: str
    language: str
    url: str
    size: int
    mtime_ns: int
    digest: str
    part: str
    ordinal: int
    start: int
    end: int
    first_line: int | None
    last_line: int | None
    text: str


class Fingerprints(NamedTuple):
    """What is kept of an article to compare it with others, as `ArticleEntry` has it."""

    keys: Mapping[str, NDArray[np.uint64]] = {}
    marks: Mapping[str, NDArray[np.uint32]] = {}
    blobs: Mapping[str, bytes] = {}


def group_name(path: str, number: int = 1) -> bytes:
    """The name of the group of an article's passages: its path, then its place among the articles of the file."""
    return b"%b%08d" % (group_prefix(path), number)


def group_prefix(path: str) -> bytes:
    """What the names of the groups of all articles of a file begin with."""
    return os.fsencode(path) + b"\0"


def path_of_group(name: bytes) -> str:
    """The path in a group's name."""
    return os.fsdecode(name.rpartition(b"\0")[0])


def number_term(day: date) -> bytes:
    """A day as a term of the field `date`, as Whoosh's NUMERIC fields have it: terms sort as days do."""
    number = day.year * 10000 + day.month * 100 + day.day
    return b"\0" + (number + (1 << 31)).to_bytes(4, "big")


def documents(
    article: Article,
    passages: Sequence[Passage],
    identifier: str,
    number: int = 1,
    *,
    size: int = 0,
    mtime_ns: int = 0,
    digest: str = "",
    fingerprints: Fingerprints = Fingerprints(),  # noqa: B008 - it cannot be changed
) -> Iterator[Document]:
    """The index's documents for the passages of one article, whose id is `identifier`.

    `number` counts the articles of its file from 1; `size`, `mtime_ns` and `digest` are the file's.
    """
    group = group_name(article.path, number)
    terms = {
        "author": _words(" ".join(article.authors)),
        "site": _words(article.site),
        "path": _words(Address(article.path, article.part).article),
        "language": _term(article.language),
        "date": [number_term(article.published)] if article.published else [],
        "article": _term(identifier),
    }
    shared = json.dumps(
        (
            identifier,
            article.path,
            article.title,
            article.authors,
            article.published.isoformat() if article.published else "",
            article.site,
            article.language,
            article.url,
            size,
            mtime_ns,
            digest,
            article.part,
        )
    )
    title = (Part(article.title),) if article.title else ()
    entry: ArticleEntry | None = ArticleEntry(b"", _numbers(identifier), {}, *fingerprints)
    for passage in passages:
        own = json.dumps((passage.ordinal, passage.start, passage.end, passage.first_line, passage.last_line))
        text = Part(passage.text)
        yield Document(
            group,
            f'{{"article":{shared},"passage":{own}}}\n'.encode() + passage.text.encode("utf-8", "surrogatepass"),
            {"text": (Part(article.title, TITLE_WEIGHT), text) if article.title else (text,), "title": title},
            terms,
            GAP,
            {},
            entry,
        )
        entry = None


def identifier_of(segment: Segment, article: int) -> str:
    """The id of an article of a segment."""
    number = segment.articles.number("id", article)
    identifier = base64.b32encode((number << _SPARE_BITS).to_bytes(_ID_BYTES, "big"))[:_ID_LENGTH].decode().lower()
    copy = segment.articles.number("copy", article)
    return f"{identifier}-{copy}" if copy else identifier


_ID_BYTES = 8
_ID_LENGTH = 12  # characters of base 32, of 5 bits each
_SPARE_BITS = 8 * _ID_BYTES - 5 * _ID_LENGTH


def _numbers(identifier: str) -> dict[str, int]:
    letters, _, copy = identifier.partition("-")
    octets = base64.b32decode(f"{letters.upper()}A===")
    numbers = {"id": int.from_bytes(octets, "big") >> _SPARE_BITS}
    if copy:
        numbers["copy"] = int(copy)
    return numbers


def record_of(stored: bytes) -> Record:
    """What the stored bytes of a passage say."""
    head, _, text = stored.partition(b"\n")
    values = json.loads(head)
    shared = values["article"]
    shared[3] = tuple(shared[3])
    return Record._make([*shared, *values["passage"], text.decode("utf-8", "surrogatepass")])


def _words(text: str) -> list[bytes]:
    return [word.encode("utf-8", "replace") for word in fold_words(text).split()] if text else []


def _term(text: str) -> list[bytes]:
    return [text.encode("utf-8", "replace")] if text else []
