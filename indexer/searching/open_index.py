"""What is kept of one commit of the index for as long as it is the newest?

A searcher with its caches, and the inflections that were looked up: a query asks only for what none asked before.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from indexer.engine.searcher import Match, Searcher
from indexer.fields import Record, identifier_of, record_of
from indexer.ranking import PassageBM25
from indexer.searching.inflections import Inflections
from indexer.store.clusters import Clusters
from indexer.store.snapshot import IndexReader, state_of

__all__ = ["OpenIndex"]


_TICK_NS = 2_000_000_000
"""Two changes of a folder this far apart have different times: FAT keeps them by 2 seconds, all others more exactly."""


class OpenIndex:
    """One commit of the index, open for searching. Nothing is read before the first query needs it.

    One object serves one thread.
    """

    def __init__(self, reader: IndexReader) -> None:
        self.reader = reader
        self.searcher = Searcher(reader.segments, PassageBM25(reader.header.statistics))
        self.inflections = Inflections(self.searcher)
        self._clusters: dict[tuple[int, int], str | None] = {}
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

    def record(self, document: int) -> Record:
        """What is stored of a passage."""
        return record_of(*self.searcher.located(document))

    def source_of(self, record: Record) -> str:
        """The absolute path of an article's file, "" where it comes from none."""
        return self.reader.folder.source_path(record.path) if record.digest else ""

    def cluster_of(self, match: Match) -> str | None:
        """The cluster of nearly equal articles that the match's article is in; None where no other is like it."""
        if self.duplicates is None:
            return None
        article = match.segment, match.number
        if article not in self._clusters:
            self._clusters[article] = self.duplicates.cluster_of(
                identifier_of(self.searcher.segments[match.segment], match.number)
            )
        return self._clusters[article]
