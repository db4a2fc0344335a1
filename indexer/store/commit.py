"""How does a commit of the index come into being?

New segments, deletions and tables are written, then the manifest, each down to the disk; the rename of the manifest
makes all of them visible at once. Whoosh's table of contents follows from it and is written last.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import distinct
from indexer.engine.commits import Merging, advance
from indexer.engine.generations import SegmentEntry, opened_segments
from indexer.engine.statistics import lengths_of, total_lengths
from indexer.errors import DamagedIndexError, UsageError
from indexer.fields.schema import FIELDS, SCORED_FIELDS
from indexer.similarity.signatures import signatures_in
from indexer.store.clusters import Clusters
from indexer.store.comparison import Base, compared, still_unsettled
from indexer.store.damage import damage_reported, refusals_reported
from indexer.store.files import FILE_COLUMNS, FileEntry, KnownFiles, file_changes
from indexer.store.location import IndexFolder
from indexer.store.lock import acquire
from indexer.store.manifest import Header, Settings, TableKind, read_header
from indexer.store.names import (
    HOLDER,
    LOCK,
    MARK,
    SEGMENT_PREFIX,
    add_mark,
    is_vacant,
    manifest_path,
)
from indexer.store.publishing import generations, publish, remove_replaced
from indexer.store.snapshot import read_newest, require_readable, size_of, unsettled_files
from indexer.store.tables import Changes, Row, TableEntry, Tables, advance_tables
from indexer.store.writing import remove_litter, writing

if TYPE_CHECKING:
    from indexer.analysis.bulk import BulkAnalyzer
    from indexer.engine.builder import SegmentBuilder
    from indexer.engine.segment.segment import Segment
    from indexer.engine.segment.writing import SegmentFile

__all__ = ["commit", "compact", "create", "new_segment", "open_base"]


def create(folder: IndexFolder, settings: Settings, wait: float = 0.0) -> None:
    """Make an empty index where there is none; wait up to `wait` seconds for another process that is doing so.

    Raises UsageError where the folder holds other files, LockedIndexError and StorageError.
    """
    if folder.exists():
        return
    folder.require_format()
    with refusals_reported(folder.path):
        if folder.path.exists() and not folder.path.is_dir():
            raise UsageError(f"not a folder: {folder.path}", hint="name a folder for the index with --index")
        folder.path.mkdir(parents=True, exist_ok=True)
        if not is_vacant(folder.path) and not folder.exists():
            others = {name for name in os.listdir(folder.path) if name not in {".gitignore", MARK, LOCK, HOLDER}}
            raise UsageError(
                f"{folder.path} is not an index and holds other files, such as {min(others, default=MARK)}",
                hint="name an empty or a new folder for the index with --index",
            )
        add_mark(folder.path)
    lock = acquire(folder.path, wait, folder.waiting, folder.exists)
    if lock is None:
        return
    try:
        publish(folder, Header(settings), 0)
    finally:
        lock.release()


def new_segment(folder: IndexFolder, analyzer: BulkAnalyzer | None = None, sharers: int = 1) -> SegmentBuilder:
    """A builder of a segment for the index; `analyzer` may know the words of segments built before. So many `sharers`
    build at the same time."""
    from indexer.engine.builder import SegmentBuilder

    with refusals_reported(folder.path):
        return SegmentBuilder(folder.path, FIELDS, prefix=SEGMENT_PREFIX, analyzer=analyzer, sharers=sharers)


def commit(
    folder: IndexFolder,
    header: Header,
    files: Mapping[str, FileEntry | None] | None = None,
    segments: Sequence[SegmentFile] = (),
    deleted: Mapping[str, Collection[int]] | None = None,
    *,
    continued: Collection[str] = (),
    merge: Merging | None = None,
    goes_on: bool = False,
) -> None:
    """Make new segments, deletions and changed files visible together; the caller holds the lock.

    Of `header` the settings, the sources and the time are taken; all else is what the newest commit has, changed by
    what comes and goes. `files` are entries by their path as stored, None for a file that is to be forgotten; `deleted`
    are live documents by the name of their segment, as `find_documents` gives them. Of `continued` files articles stay
    that were committed before. With `merge`, segments are merged.
    What only earlier commits needed is removed; with `merge`, unless the run `goes_on` and has segments open, all else
    that no commit names too.

    Raises DamagedIndexError and StorageError.
    """
    with damage_reported(folder.path):
        newest, generation = generations(folder)
        before = read_header(manifest_path(folder.path, newest))
        header = _with_totals(folder, before, header, files or {})
        gone = {
            name: distinct(np.fromiter(them, np.int64, len(them))) for name, them in (deleted or {}).items() if them
        }
        header = _with_comparison(folder, before, header, segments, gone, frozenset(files or ()), continued)
        entries = advance(
            folder.path, before.segments, segments, gone, generation, prefix=SEGMENT_PREFIX, merging=merge
        )
        live = sum(entry.live for entry in entries)
        if live != header.passages:
            raise DamagedIndexError(
                f"the index cannot be read: {folder.path} has {live} passages instead of {header.passages}"
            )
        header = replace(header, segments=tuple(entries))
    publish(folder, header, generation, before)
    if merge and not goes_on:
        remove_litter(folder)
    else:
        remove_replaced(folder, newest, before.data_files.keys() - header.data_files.keys())


@contextlib.contextmanager
def open_base(folder: IndexFolder, gone: Mapping[str, NDArray[np.int64]]) -> Iterator[Base]:
    """The articles of the newest commit, of which those with the documents `gone` are about to go; the caller holds the
    lock. Raises DamagedIndexError and OSError."""
    header = read_newest(folder)
    with opened_segments(folder.path, header.segments) as segments, _base(folder, header, segments, gone) as base:
        yield base


@contextlib.contextmanager
def _base(
    folder: IndexFolder,
    header: Header,
    segments: Sequence[Segment],
    gone: Mapping[str, NDArray[np.int64]],
    *,
    left: bool = False,
) -> Iterator[Base]:
    """The articles of some segments, with the tables that a header names."""
    clusters = Clusters(Tables(folder.path, header.tables_of("clusters")))
    lines = Tables(folder.path, header.tables_of("lines"))
    try:
        yield Base(segments, gone, clusters, lines, left)
    finally:
        clusters.close()
        lines.close()


def compact(folder: IndexFolder, wait: float = 0.0) -> tuple[int, int]:
    """Write all segments as one, without what is deleted, unless they are one already; return the bytes that the index
    took before and takes now."""
    folder.require()
    size = size_of(folder)
    with writing(folder, wait):
        require_readable(folder)
        header = read_newest(folder)
        if len(header.segments) > 1 or any(entry.deleted for entry in header.segments):
            commit(folder, header, merge="all")
    return size, size_of(folder)


def _with_totals(folder: IndexFolder, before: Header, header: Header, files: Mapping[str, FileEntry | None]) -> Header:
    """The header with the totals and the tables of files as they are once these entries have changed."""
    known = KnownFiles(folder.path, before.tables_of("files"))
    old = known.get_all(files)
    known.close()
    added = [entry for entry in files.values() if entry is not None and entry.passages]
    removed = [entry for entry in old.values() if entry.passages]
    changes = file_changes({path: entry for path, entry in files.items() if entry is not None or path in old})
    tables = advance_tables(folder.path, before.tables_of("files"), changes, FILE_COLUMNS)
    return replace(
        header,
        files=before.files + len(added) - len(removed),
        articles=before.articles + sum(entry.articles for entry in added) - sum(entry.articles for entry in removed),
        passages=before.passages + sum(entry.passages for entry in added) - sum(entry.passages for entry in removed),
        tables={**before.tables, "files": tables},
    )


def _with_comparison(
    folder: IndexFolder,
    before: Header,
    header: Header,
    segments: Sequence[SegmentFile],
    gone: Mapping[str, NDArray[np.int64]],
    files: Collection[str],
    continued: Collection[str],
) -> Header:
    """The header with the lengths, the clusters and the lines that recur, as they are once these segments have come and
    these documents have gone; `files` are the changed ones, which were indexed as was right when that was done, but for
    earlier articles of `continued` ones."""
    doubtful = unsettled_files(folder, before) & set(continued) if continued else frozenset()
    if not segments and not gone and not doubtful:
        return replace(header, lengths=before.lengths, tables=_still_unsettled(folder, header, files, frozenset()))
    entries = [SegmentEntry(*file) for file in segments]
    with opened_segments(folder.path, before.segments) as base, opened_segments(folder.path, entries) as new:
        lost = [lengths_of(segment, SCORED_FIELDS, gone.get(segment.name, _NONE)) for segment in base]
        gained = total_lengths(new, SCORED_FIELDS)
        tables, unsettled = _compared(folder, before, base, new, gone, doubtful)
    header = replace(
        header,
        lengths={
            name: before.lengths.get(name, 0) + gain - sum(loss)
            for name, gain, *loss in zip(SCORED_FIELDS, gained, *lost, strict=True)
        },
        tables={**header.tables, **tables},
    )
    return replace(header, tables=_still_unsettled(folder, header, files, unsettled))


def _compared(
    folder: IndexFolder,
    before: Header,
    base: Sequence[Segment],
    new: Sequence[Segment],
    gone: Mapping[str, NDArray[np.int64]],
    doubtful: Collection[str],
) -> tuple[dict[str, tuple[TableEntry, ...]], Collection[str]]:
    """The tables of clusters and lines as they are once new segments have come and these documents have gone, and the
    files that are unsettled then, those of the `doubtful` ones among them. Of many new articles, some at a time are
    compared with all before, as if they came in commits of their own."""
    header = before
    unsettled = set(doubtful)
    compared_segments = list(base)
    portions = list(_portions(new)) or [[]]
    for number, portion in enumerate(portions):
        with _base(folder, header, compared_segments, gone, left=number > 0) as known:
            found = compared(known, signatures_in([(one, np.arange(one.articles.count)) for one in portion]))
        unsettled |= found.unsettled
        compared_segments += portion
        changes: dict[TableKind, Changes] = {"clusters": found.clusters, "lines": found.lines}
        tables: dict[str, tuple[TableEntry, ...]] = {
            kind: advance_tables(folder.path, header.tables_of(kind), rows, named=before.tables_of(kind))
            for kind, rows in changes.items()
        }
        header = replace(header, tables={**header.tables, **tables})
    if len(portions) > 1 or doubtful:
        with _base(folder, header, compared_segments, gone, left=True) as known:
            unsettled = set(still_unsettled(known, unsettled))
    return tables, unsettled


def _portions(segments: Sequence[Segment]) -> Iterator[list[Segment]]:
    """The segments, as many at a time as have about so many articles that comparing them takes little memory."""
    portion: list[Segment] = []
    for segment in segments:
        if portion and sum(one.articles.count for one in (*portion, segment)) > _MOST_COMPARED:
            yield portion
            portion = []
        portion.append(segment)
    if portion:
        yield portion


def _still_unsettled(
    folder: IndexFolder, header: Header, files: Collection[str], unsettled: Collection[str]
) -> Mapping[str, tuple[TableEntry, ...]]:
    """The header's tables, with those of the unsettled files brought up to date: those of `files` are, and others may
    have become `unsettled`."""
    tables = header.tables_of("unsettled")
    known = unsettled_files(folder, header)
    now = (known - set(files)) | set(unsettled)
    changes = {os.fsencode(path): Row() if path in now else None for path in known ^ now}
    entries = advance_tables(folder.path, tables, changes) if now else ()
    return {**header.tables, "unsettled": entries}


_MOST_COMPARED = 100_000
"""New articles that are compared with all others at a time: that takes about 100 MB."""

_NONE: NDArray[np.int64] = np.zeros(0, np.int64)
