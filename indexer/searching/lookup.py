"""Which article has this id, or is at this address?"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indexer.engine import queries
from indexer.errors import UnknownIdError
from indexer.fields import Record, article_id
from indexer.model import Article, Passage
from indexer.searching.open_index import OpenIndex
from indexer.searching.staleness import is_stale
from indexer.store.damage import damage_reported

__all__ = ["StoredArticle", "find_article", "title_of"]

SHORTEST_ID = 4
"""Characters of an article's id that may be given instead of the whole."""

_ARTICLE_ID = re.compile(r"[a-z0-9-]{1,32}")
_ORDINAL = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as the index holds it: its cleaned text, and its passages with their places in it."""

    id: str
    article: Article
    passages: tuple[Passage, ...]
    source: str
    stale: bool


def find_article(opened: OpenIndex, identifier: str) -> tuple[StoredArticle, int | None]:
    """The article with this id, or that the passage with this id belongs to, and then the passage's ordinal.

    The beginning of an id, from 4 characters on, will do where it is the beginning of one article's only; so will the
    address of an article, the path of its file from here and its part of that: `saved.zip!/a/b.html`.
    Raises UnknownIdError.
    """
    name, dot, ordinal = identifier.strip().lower().partition(".")
    with damage_reported(opened.path):
        found = _at_address(opened, identifier)
        if found:
            dot = ""
        else:
            found = _expand(opened, name)
        if not found:
            raise UnknownIdError(f"no article has the id {identifier}")
        if len(found) > 1:
            raise UnknownIdError(f"several articles have ids that begin with {name}: {', '.join(found[:5])}")
        matches = opened.searcher.matches(queries.Term("article", found[0].encode()))
        records = sorted(map(opened.record, matches.documents.tolist()), key=lambda record: record.ordinal)
    stored = _article(opened, records)
    if not dot:
        return stored, None
    if not _ORDINAL.fullmatch(ordinal) or not 1 <= int(ordinal) <= len(records):
        raise UnknownIdError(
            f"{found[0]} has no passage {ordinal or '(none given)'}; it has passages 1 to {len(records)}"
        )
    return stored, int(ordinal)


def title_of(record: Record) -> str:
    """The article's title, or its file's name where it has none."""
    return record.title or os.path.basename(record.path + record.part)


def _at_address(opened: OpenIndex, address: str) -> list[str]:
    """The id of the live article at this address, if there is one."""
    if "\0" in address:
        return []
    # A part is written as paths are, so that it can be made absolute and relative again with the path it stands behind.
    identifier = article_id(opened.reader.folder.stored_path(os.path.abspath(address)))
    return [identifier] if opened.searcher.frequency("article", identifier.encode()) else []


def _expand(opened: OpenIndex, name: str) -> list[str]:
    """The ids of live articles that are `name`, or else begin with it."""
    searcher = opened.searcher
    if not _ARTICLE_ID.fullmatch(name):
        return []
    if searcher.frequency("article", name.encode()):
        return [name]
    if len(name) < SHORTEST_ID:
        return []
    terms = sorted(searcher.expand("article", queries.Prefix(name.encode())))
    return [term.decode() for term in terms if searcher.frequency("article", term)]


def _article(opened: OpenIndex, records: Sequence[Record]) -> StoredArticle:
    first = records[0]
    source = opened.source_of(first)
    article = Article(
        text="".join(record.text for record in records),
        title=title_of(first),
        authors=tuple(first.authors),
        published=date.fromisoformat(first.published) if first.published else None,
        site=first.site,
        language=first.language,
        url=first.url,
        path=first.path,
        part=first.part,
    )
    parts = tuple(
        Passage(record.ordinal, record.start, record.end, record.text, record.first_line, record.last_line)
        for record in records
    )
    return StoredArticle(first.article, article, parts, source, is_stale(source, first))
