"""Which documents of the index come from which source?"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Self

import numpy as np

from indexer.address import is_named
from indexer.arrays import distinct
from indexer.engine.generations import SegmentEntry, open_segments, opened_segments
from indexer.engine.segment.segment import Segment
from indexer.fields.names import group_prefix, identifier_of, number_of_group, prefix_of_group
from indexer.fields.records import article_record
from indexer.store.damage import damage_reported
from indexer.store.location import IndexFolder
from indexer.store.snapshot import read_newest

if TYPE_CHECKING:
    from indexer.engine.segment.writing import SegmentFile

__all__ = ["Replaced", "Replacing", "article_ids", "find_documents", "merged", "named_parts"]


_LOOKED_UP = 100
"""To look for the articles of a file takes as long as to read the names of so many."""


def find_documents(
    folder: IndexFolder, sources: Collection[str], after: Mapping[str, int] | None = None
) -> dict[str, dict[str, array[int]]]:
    """The live documents that are the passages of each of these files, by the name of their segment; of a file that is
    read in part, those that come `after` so many of its articles."""
    found: dict[str, dict[str, array[int]]] = {}
    if not sources:
        return found
    header = read_newest(folder)
    with damage_reported(folder.path), opened_segments(folder.path, header.segments) as segments:
        for segment in segments:
            for source, article in _articles_of(segment, sources):
                if after and source in after and number_of_group(segment.articles.name(article)) <= after[source]:
                    continue
                numbers = segment.articles.documents_of(article)
                live = [n for n in numbers if segment.deleted is None or not segment.deleted[n]]
                if live:
                    found.setdefault(source, {}).setdefault(segment.name, array("q")).extend(live)
    return found


def article_ids(folder: IndexFolder, sources: Collection[str]) -> dict[str, str]:
    """The paths of these files by the ids of the live articles that come from each."""
    found: dict[str, str] = {}
    if not sources:
        return found
    header = read_newest(folder)
    with damage_reported(folder.path), opened_segments(folder.path, header.segments) as segments:
        for segment in segments:
            deleted = segment.articles.deleted
            for source, article in _articles_of(segment, sources):
                if deleted is None or not deleted[article]:
                    found[identifier_of(segment, article)] = source
    return found


@dataclass(frozen=True, slots=True)
class Replaced:
    """What becomes of the earlier articles of a file when it is read again, so far in part: the documents that are
    `gone`, by the name of their segment, and those that are `left`, in so many `articles`; `as_of` is the modification
    time, in ns, that the file had when one of them was read, 0 where that is not known."""

    gone: dict[str, array[int]]
    left: dict[str, array[int]]
    articles: int
    as_of: int = 0


class Replacing:
    """What becomes of the earlier articles of files that are read again, so far in part, with these `new` segments. The
    index is opened once, where the first is asked for. To be closed."""

    def __init__(self, folder: IndexFolder, new: Sequence[SegmentFile]) -> None:
        self._folder = folder
        self._new = [SegmentEntry(*file) for file in new]
        self._opened: tuple[list[Segment], list[Segment]] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for segment in chain(*self._opened or ()):
            segment.close()

    def _segments(self) -> tuple[list[Segment], list[Segment]]:
        """The new segments, and those of the index."""
        if self._opened is None:
            new = open_segments(self._folder.path, self._new)
            self._opened = new, []
            self._opened = new, open_segments(self._folder.path, read_newest(self._folder).segments)
        return self._opened

    def of(self, source: str, earlier: Mapping[str, Sequence[int]], until: int) -> Replaced:
        """Which of the `earlier` documents of a file are replaced by those in the new segments, of which the last is of
        the file's article `until`: those of articles with the same ids, and up to this one.

        So of a file that has grown at its end, what was indexed before is in the index all the time.
        """
        gone: dict[str, array[int]] = {}
        left: dict[str, array[int]] = {}
        articles = as_of = 0
        with damage_reported(self._folder.path):
            new, old = self._segments()
            identifiers = {
                identifier_of(segment, article)
                for segment in new
                for article in segment.articles.find(group_prefix(source))
            }
            for segment in old:
                if segment.name not in earlier:
                    continue
                documents = np.array(earlier[segment.name], np.int64)
                for article in distinct(segment.articles.of(documents)).tolist():
                    is_gone = (
                        number_of_group(segment.articles.name(article)) <= until
                        or identifier_of(segment, article) in identifiers
                    )
                    them = gone if is_gone else left
                    them.setdefault(segment.name, array("q")).extend(segment.articles.documents_of(article))
                    if not is_gone:
                        articles += 1
                        as_of = as_of or article_record(segment, article).mtime_ns
        return Replaced(gone, left, articles, as_of)


def named_parts(folder: IndexFolder, source: str, until: int) -> Counter[str]:
    """How many of the articles of a file, up to the article `until`, are in each part that has a name."""
    found: Counter[str] = Counter()
    header = read_newest(folder)
    with damage_reported(folder.path), opened_segments(folder.path, header.segments) as segments:
        for segment in segments:
            deleted = segment.articles.deleted
            for article in segment.articles.find(group_prefix(source)):
                is_live = deleted is None or not deleted[article]
                if is_live and number_of_group(segment.articles.name(article)) <= until:
                    part = article_record(segment, article).part
                    if is_named(part):
                        found[part] += 1
    return found


def _articles_of(segment: Segment, sources: Collection[str]) -> Iterator[tuple[str, int]]:
    """The articles of these files in a segment, each with its file."""
    if len(sources) * _LOOKED_UP < segment.articles.count:
        for source in sources:
            for article in segment.articles.find(group_prefix(source)):
                yield source, article
        return
    prefixes = {group_prefix(source): source for source in sources}
    for article, name in enumerate(segment.articles.names()):
        if (known := prefixes.get(prefix_of_group(name))) is not None:
            yield known, article


def merged(found: Iterable[Mapping[str, Sequence[int]]]) -> dict[str, array[int]]:
    """The documents of several files, by the name of their segment."""
    merged: dict[str, array[int]] = {}
    for of_file in found:
        for segment, numbers in of_file.items():
            merged.setdefault(segment, array("q")).extend(numbers)
    return merged
