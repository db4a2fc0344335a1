"""What is kept of one commit of the index for as long as it is the newest?

A searcher with its caches, and the inflections that were looked up: a query asks only for what none asked before.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from indexer.engine.cache import LruCache
from indexer.engine.searcher import Match, Searcher
from indexer.fields import Record, record_of
from indexer.model import Duplicate
from indexer.ranking import PassageBM25
from indexer.searching.inflections import Inflections
from indexer.similarity.signatures import Duplicates
from indexer.store.snapshot import IndexReader, state_of

__all__ = ["OpenIndex"]


_TICK_NS = 2_000_000_000
"""Two changes of a folder this far apart have different times: FAT keeps them by 2 seconds, all others more exactly."""


_KEPT_BYTES = 16 * 2**20
"""Bytes of each kind of thing that is kept: records of about 8,000 hits, and as many bytes of what is smaller."""

_RECORD_BYTES = 800
"""What a record takes beside its texts, about: 18 objects and their tuple."""


class OpenIndex:
    """One commit of the index, open for searching. Nothing is read before the first query needs it.

    `clusters` are the members of clusters of near-duplicates that were shown, by number; `suggestions` those that were
    made for words that no passage has.

    One object serves one thread.
    """

    def __init__(self, reader: IndexReader) -> None:
        self.reader = reader
        self.searcher = Searcher(reader.segments, PassageBM25(reader.header.statistics))
        self.inflections = Inflections(self.searcher)
        self.clusters: LruCache[tuple[Duplicate, ...]] = LruCache(_KEPT_BYTES)
        self.suggestions: LruCache[tuple[str, ...]] = LruCache(_KEPT_BYTES)
        self._records: LruCache[Record] = LruCache(_KEPT_BYTES)
        self._clusters: dict[tuple[int, int], int | None] = {}
        self._unchanged: tuple[int, int] | None = None

    @property
    def path(self) -> Path:
        """The index's folder."""
        return self.reader.folder.path

    @property
    def duplicates(self) -> Duplicates | None:
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

    def record(self, document: int) -> Record:
        """What is stored of a passage."""
        known = self._records.get(document)
        if known is None:
            stored = self.searcher.stored(document)
            known = self._records.put(document, record_of(stored), _RECORD_BYTES + 2 * len(stored))
        return known

    def source_of(self, record: Record) -> str:
        """The absolute path of an article's file, "" where it comes from none."""
        return self.reader.folder.source_path(record.path) if record.digest else ""

    def cluster_of(self, match: Match) -> int | None:
        """The cluster of nearly equal articles that the match's article is in; None where no other is like it."""
        if self.duplicates is None:
            return None
        article = match.segment, match.article
        if article not in self._clusters:
            self._clusters[article] = self.duplicates.cluster_of(self.record(match.document).article)
        return self._clusters[article]
