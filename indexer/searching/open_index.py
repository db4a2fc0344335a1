"""What is kept of one commit of the index for as long as it is the newest?

A searcher with its caches, and the inflections that were looked up: a query asks only for what none asked before.
"""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.address import Address
from indexer.engine.cache import LruCache
from indexer.engine.search.multi_article import ArticleColumn
from indexer.engine.searcher import Searcher
from indexer.fields.names import identifier_of
from indexer.fields.records import ArticleRecord, article_record
from indexer.model.hits import Duplicate
from indexer.ranking import PassageBM25
from indexer.ranking.collection import ArticleCollection
from indexer.searching.inflections import Inflections
from indexer.searching.texts import ShownText
from indexer.store.clusters import Clusters
from indexer.store.snapshot import IndexReader, state_of

__all__ = ["OpenIndex", "Place", "ShownArticle", "title_of"]


_TICK_NS = 2_000_000_000
"""Two changes of a folder this far apart have different times: FAT keeps them by 2 seconds, all others more exactly."""


_KEPT_BYTES = 16 * 2**20
"""Bytes of each kind of thing that is kept: about 9,000 passages that were shown, as many articles, and what is
smaller."""

_ARTICLE_BYTES = 1600
"""What a shown article takes beside its texts, about: 18 objects of its record, their tuple, what is known of its
title, and its entry."""

_LABEL_BYTES = 300
"""What the label of an article's cluster takes while it is kept, about: a tuple of two numbers and an entry."""

_TEXT_BYTES = 600
"""What a passage takes beside its characters, in two cases, while it is kept, about: the places of its sentences."""


class ShownArticle:
    """What hits show of an article: its `record`, the absolute path of its file (`source`), "" where it comes from
    none, its day (`published`), and its title, or what is shown in its place. All is computed once."""

    __slots__ = ("_title_text", "published", "record", "source", "title")

    def __init__(self, record: ArticleRecord, source: str) -> None:
        self.record = record
        self.source = source
        self.title = title_of(record)
        self.published = date.fromisoformat(record.published) if record.published else None
        self._title_text: ShownText | None = None

    @property
    def title_text(self) -> ShownText:
        """The title, for words to be looked for in it."""
        if self._title_text is None:
            self._title_text = ShownText(self.title)
        return self._title_text


class Place(NamedTuple):
    """Where in its article a passage is: its number, counted from 1, its offsets in the cleaned text, and its lines in
    the source file, None where that has none."""

    ordinal: int
    start: int
    end: int
    first_line: int | None
    last_line: int | None


class OpenIndex:
    """One commit of the index, open for searching. Nothing is read before the first query needs it.

    `clusters` are the members of clusters of near-duplicates that were shown, by label; `suggestions` those that were
    made for words that no passage has; `places` where passages that were shown are, by document; `columns` those that
    matches were counted by, by name.

    One object serves one thread.
    """

    def __init__(self, reader: IndexReader) -> None:
        self.reader = reader
        self.searcher = Searcher(reader.segments, PassageBM25(reader.header.statistics))
        self.inflections = Inflections(self.searcher, reader.header.statistics.passages)
        self.collection = ArticleCollection(reader.segments, self.searcher.joined)
        self.clusters: LruCache[tuple[Duplicate, ...]] = LruCache(_KEPT_BYTES)
        self.suggestions: LruCache[tuple[str, ...]] = LruCache(_KEPT_BYTES)
        self.columns: dict[str, ArticleColumn] = {}
        self._articles: LruCache[ShownArticle] = LruCache(_KEPT_BYTES)
        self._passages: LruCache[ShownText] = LruCache(_KEPT_BYTES)
        self.places: LruCache[Place] = LruCache(_KEPT_BYTES)
        self._labels: LruCache[str] = LruCache(_KEPT_BYTES)
        self._unchanged: tuple[int, int] | None = None

    @property
    def path(self) -> Path:
        """The index's folder."""
        return self.reader.folder.path

    @property
    def duplicates(self) -> Clusters | None:
        """Which articles are nearly the same; None where no two are."""
        return self.reader.duplicates

    def is_newest(self) -> bool:
        """Whether no other commit has followed.

        A commit changes the folder's modification time. Where that is as it was, and was old enough for any change
        since to have changed it, the folder need not be listed again.
        """
        try:
            status = os.stat(self.path)
        except OSError:
            return False
        seen = status.st_ino, status.st_mtime_ns
        if seen == self._unchanged:
            return True
        if self.reader.state != state_of(self.reader.folder):
            return False
        self._unchanged = seen if time.time_ns() - status.st_mtime_ns > _TICK_NS else None
        return True

    def languages_of(self, articles: NDArray[np.int64]) -> NDArray[np.bytes_]:
        """The languages of articles, b"" where it is not known."""
        values = self.collection.articles.values("language", articles)
        return np.array([one[0].encode() if one else b"" for one in values], np.bytes_)

    def article(self, place: tuple[int, int]) -> ShownArticle:
        """What is shown of an article, given by the place of its segment and its number there."""
        known = self._articles.get(place)
        if known is None:
            segment, article = place
            record = article_record(self.searcher.segments[segment], article)
            known = ShownArticle(record, self.source_of(record))
            size = _ARTICLE_BYTES + 2 * len(known.title) + len(record.description) + len(record.path)
            self._articles.put(place, known, size)
        return known

    def article_of(self, document: int) -> ArticleRecord:
        """What is stored of the article that a document is a passage of."""
        segment, number = self.searcher.located(document)
        return article_record(segment, segment.articles.article_of(number))

    def passage(self, document: int) -> ShownText:
        """The text of a passage."""
        known = self._passages.get(document)
        if known is None:
            segment, number = self.searcher.located(document)
            known = ShownText(segment.stored[number].decode("utf-8", "surrogatepass"))
            self._passages.put(document, known, _TEXT_BYTES + 2 * len(known.text))
        return known

    def source_of(self, record: ArticleRecord) -> str:
        """The absolute path of an article's file, "" where it comes from none."""
        return self.reader.folder.source_path(record.path) if record.digest else ""

    def cluster_of(self, place: tuple[int, int]) -> str:
        """The cluster of nearly equal articles that an article, given as in `article`, is in; "" where no other is like
        it."""
        known = self._labels.get(place)
        if known is None:
            segment, article = place
            identifier = identifier_of(self.searcher.segments[segment], article)
            known = "" if self.duplicates is None else self.duplicates.label(identifier)
            self._labels.put(place, known, _LABEL_BYTES)
        return known


def title_of(record: ArticleRecord) -> str:
    """The article's title, or its file's name where it has none."""
    return record.title or Address(record.path, record.part).name
