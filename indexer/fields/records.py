"""What is stored of each article and passage beside its terms?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from indexer.fields.names import identifier_of, path_of_group

if TYPE_CHECKING:
    from indexer.engine.format.blocks import BlockReader
    from indexer.engine.segment.segment import Segment
    from indexer.model.articles import Article, Precision

__all__ = [
    "STORED_FIELDS",
    "ArticleRecord",
    "SourceFile",
    "article_record",
    "packed_record",
    "parts_of_records",
    "stored_fields",
]


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


STORED_FIELDS = (*ArticleRecord._fields, "ordinal", "start", "end", "first_line", "last_line", "text")
"""What is stored of a passage, for a Whoosh program: what is stored of its article, and its own."""


class SourceFile(NamedTuple):
    """The file that an article comes from, as it was when it was read; nothing for an article from no file."""

    size: int = 0
    mtime_ns: int = 0
    digest: str = ""


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


def stored_fields(segment: Segment, document: int) -> dict[str, Any]:
    """The STORED_FIELDS of the passage that is the `document` of a segment."""
    article = segment.articles.article_of(document)
    ordinal = document - segment.articles.documents_of(article).start + 1
    text = segment.stored[document].decode("utf-8", "surrogatepass")
    number = segment.documents_columns.one
    start = number("start", document)
    lines = number("first_line", document) or None, number("last_line", document) or None
    values = *article_record(segment, article), ordinal, start, start + len(text), *lines, text
    return dict(zip(STORED_FIELDS, values, strict=True))


_PART = 8  # where the part is among the values of a record

_DEFAULTS: tuple[Any, ...] = ("", (), "", "", "", 0, 0, "", "", "", "day", "", "", "", (), "", "", ())


def packed_record(article: Article, captions: Sequence[tuple[str, int]], source: SourceFile) -> bytes:
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


def parts_of_records(records: BlockReader) -> list[str]:
    """The part of its file that each article is, by its stored record; they come from files."""
    if not any(map(_may_have_parts, records.unpacked_blocks())):
        return [""] * len(records)
    return [_part(record) if _may_have_parts(record) else "" for record in records]


def _may_have_parts(octets: bytes) -> bool:
    """Whether any part may be in some records: each begins with one of these. Single bytes are looked for first, which
    takes a twentieth of the time."""
    return (b"!" in octets and b'"!/' in octets) or (b"#" in octets and b'"#' in octets)


def _part(record: bytes) -> str:
    values: list[Any] = json.loads(record)
    return str(values[_PART]) if len(values) > _PART else ""
