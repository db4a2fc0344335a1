"""Which documents does one file give?

Its bytes are read, cleaned and split; nothing but the bytes, the name's suffix and the passage size decides the
outcome.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from indexer import passages, reading
from indexer.cleaning import clean
from indexer.model import Article, Passage, Problem
from indexer.schema import Record, document

__all__ = ["Extract", "article_id", "documents", "extract", "source_id"]


@dataclass(frozen=True, slots=True)
class Extract:
    """What is in a file: its articles, each with its passages, and what could not be read.

    Articles whose text is empty are left out.
    """

    articles: tuple[tuple[Article, tuple[Passage, ...]], ...]
    encoding: str
    problems: tuple[Problem, ...]


def extract(path: str, data: bytes, words: int) -> Extract:
    """The articles in `data`, the bytes of the file `path`, in passages of about `words` words.

    Raises SourceError where the file as a whole cannot be read.
    """
    found = reading.read(path, data)
    articles = (replace(clean(draft), path=path) for draft in found.drafts)
    split = ((article, passages.split(article, words)) for article in articles)
    return Extract(tuple((article, parts) for article, parts in split if parts), found.encoding, found.problems)


def source_id(path: str) -> str:
    """The id of a file: 12 letters and digits made of its path as stored, so that it survives edits and moves of the
    index.

    60 bits: among a million files the chance that any two share an id is about 1 in 2 million.
    """
    raw = hashlib.blake2b(os.fsencode(path), digest_size=8).digest()
    return base64.b32encode(raw)[:12].decode("ascii").lower()


def article_id(source: str, number: int) -> str:
    """The id of the `number`-th article of a file; the first, mostly the only one, has the file's own."""
    return source if number == 1 else f"{source}-{number}"


def documents(
    article: Article, parts: tuple[Passage, ...], number: int, *, size: int = 0, mtime_ns: int = 0, digest: str = ""
) -> Iterator[tuple[dict[str, Any], tuple[int, ...]]]:
    """The index's documents for the passages of one article, each with its lengths in the scored fields.

    `number` counts the articles of its file from 1; `size`, `mtime_ns` and `digest` are the file's.
    """
    source = source_id(article.path)
    for part in parts:
        record = Record(
            article=article_id(source, number),
            ordinal=part.ordinal,
            path=article.path,
            title=article.title,
            authors=article.authors,
            published=article.published.isoformat() if article.published else "",
            site=article.site,
            language=article.language,
            url=article.url,
            start=part.start,
            end=part.end,
            first_line=part.first_line,
            last_line=part.last_line,
            size=size,
            mtime_ns=mtime_ns,
            digest=digest,
            text=part.text,
        )
        yield document(article, part, source, record)
