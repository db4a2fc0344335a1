"""Which documents does one file give?

Its bytes are read, cleaned and split; nothing but the bytes, the name's suffix and the passage size decides the
outcome.
"""

from __future__ import annotations

import base64
import hashlib
import os
from dataclasses import dataclass, replace

from indexer import passages, reading
from indexer.cleaning import clean
from indexer.model import Article, Passage, Problem

__all__ = ["Extract", "article_id", "extract", "source_id"]


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
