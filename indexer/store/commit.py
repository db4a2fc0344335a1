"""How does a commit of the index come into being?

New segments, deletions and tables are written, then the manifest, each down to the disk; the rename of the manifest
makes all of them visible at once. Whoosh's table of contents follows from it and is written last.
"""

from __future__ import annotations

import contextlib
import os
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.engine.commits import Merging, advance, sync
from indexer.engine.generations import open_segments
from indexer.engine.statistics import total_lengths
from indexer.errors import DamagedIndexError, IndexStateError, UsageError
from indexer.fields import FIELDS, SCORED_FIELDS
from indexer.store.contents import contents_of, refresh_contents, write_contents
from indexer.store.damage import damage_reported, refusals_reported
from indexer.store.location import IndexFolder
from indexer.store.lock import acquire, held
from indexer.store.manifest import Header, Manifest, Settings, read_header, write_manifest
from indexer.store.names import (
    HOLDER,
    LOCK,
    MARK,
    SEGMENT_PREFIX,
    add_mark,
    contents_path,
    data_name,
    is_of_older_format,
    is_own_remnant,
    is_vacant,
    manifest_path,
    newest_contents,
    newest_generation,
)
from indexer.store.snapshot import read_newest, require_readable

if TYPE_CHECKING:
    from indexer.analysis.bulk import BulkAnalyzer
    from indexer.engine.builder import SegmentBuilder, SegmentFile
    from indexer.similarity.signatures import Signed

__all__ = ["commit", "compact", "create", "new_segment", "writing"]


def create(folder: IndexFolder, settings: Settings, wait: float = 0.0) -> None:
    """Make an empty index where there is none; wait up to `wait` seconds for another process that is doing so.

    Raises UsageError where the folder holds other files, LockedIndexError and StorageError.
    """
    if folder.exists():
        return
    if is_of_older_format(folder.path):
        folder.require()
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
    lock = acquire(folder.path, wait, enough=folder.exists)
    if lock is None:
        return
    try:
        with refusals_reported(folder.path):
            _publish(folder, Manifest(Header(settings)), 0)
    finally:
        lock.release()


@contextlib.contextmanager
def writing(folder: IndexFolder, wait: float = 0.0) -> Iterator[None]:
    """Be the only writer of the index while the block runs; files that interrupted writers left are removed first.

    Raises LockedIndexError and StorageError.
    """
    with held(folder.path, wait):
        _remove_litter(folder)
        _refresh(folder)
        yield


def _refresh(folder: IndexFolder) -> None:
    """Write Whoosh's table of contents where an interrupted writer has not."""
    newest = newest_generation(folder.path)
    if newest is not None and (newest_contents(folder.path) or 0) < newest:
        with contextlib.suppress(OSError, IndexStateError):  # damage is found, and said so, by whoever reads
            refresh_contents(folder, read_header(manifest_path(folder.path, newest)))


def new_segment(folder: IndexFolder, analyzer: BulkAnalyzer | None = None) -> SegmentBuilder:
    """A builder of a segment for the index; `analyzer` may know the words of segments built before."""
    from indexer.engine.builder import SegmentBuilder

    with refusals_reported(folder.path):
        return SegmentBuilder(folder.path, FIELDS, prefix=SEGMENT_PREFIX, analyzer=analyzer)


def commit(
    folder: IndexFolder,
    manifest: Manifest,
    segments: Sequence[SegmentFile] = (),
    deleted: Mapping[str, Collection[int]] | None = None,
    *,
    signed: Signed | None = None,
    merge: Merging | None = None,
) -> None:
    """Make new segments, deletions and the manifest visible together; the caller holds the lock.

    `deleted` are documents by the name of their segment, as `find_documents` gives them. `signed` are the signatures of
    all articles, or None where they are as they were. With `merge`, the run ends with this: segments are merged, and
    what is no longer needed is removed.
    """
    with damage_reported(folder.path):
        newest = newest_generation(folder.path) or 0
        generation = max(newest, newest_contents(folder.path) or 0) + 1
        entries = advance(
            folder.path,
            read_header(manifest_path(folder.path, newest)).segments,
            segments,
            deleted or {},
            generation,
            prefix=SEGMENT_PREFIX,
            merging=merge,
        )
        opened = open_segments(folder.path, entries)
        lengths = total_lengths(opened, SCORED_FIELDS) if entries else ()
        for segment in opened:
            segment.close()
    header = replace(manifest.header, segments=tuple(entries), lengths=lengths)
    live = sum(entry.live for entry in entries)
    if live != header.passages:
        raise DamagedIndexError(
            f"the index cannot be read: {folder.path} has {live} passages instead of {header.passages}"
        )
    with refusals_reported(folder.path):
        if signed is not None:
            header = _with_signatures(folder, header, signed)
        _publish(folder, replace(manifest, header=header), generation)
    if merge:
        _remove_litter(folder)


def compact(folder: IndexFolder, wait: float = 0.0) -> None:
    """Write all segments as one, without what is deleted, unless they are one already.

    Raises DamagedIndexError where the index cannot be read, even if there is nothing to write.
    """
    folder.require()
    with writing(folder, wait):
        require_readable(folder)
        manifest = read_newest(folder)
        segments = manifest.header.segments
        if len(segments) > 1 or any(entry.deleted for entry in segments):
            commit(folder, manifest, merge="all")


def _with_signatures(folder: IndexFolder, header: Header, signed: Signed) -> Header:
    """Write the signatures of a commit, and name them in its header."""
    from indexer.similarity.signatures import write_signatures

    name = data_name("table", ".tbl")
    size, alike = write_signatures(folder.path / name, signed)
    sync(folder.path / name)
    return replace(header, signatures=name, signatures_size=size, alike=alike)


def _publish(folder: IndexFolder, manifest: Manifest, generation: int) -> None:
    """Write the manifest of a commit, with whose rename the commit becomes visible, and tell Whoosh of it."""
    contents = contents_of(folder, generation, manifest.header.segments)
    header = replace(manifest.header, contents=zlib.crc32(contents))
    sync(folder.path)
    write_manifest(replace(manifest, header=header), manifest_path(folder.path, generation))
    sync(folder.path)
    write_contents(folder, generation, contents)


def _remove_litter(folder: IndexFolder) -> None:
    """Remove what earlier commits and interrupted writers left; only a writer with no segment open may."""
    newest = newest_generation(folder.path)
    if newest is None:
        return
    with refusals_reported(folder.path):
        manifest = manifest_path(folder.path, newest)
        try:
            kept = {manifest.name, *read_header(manifest).data_files}
        except (OSError, IndexStateError):
            return  # a damaged index is found, and said so, by whoever reads it
        contents = newest_contents(folder.path)
        if contents is not None:
            kept.add(contents_path(folder.path, contents).name)
        for name in os.listdir(folder.path):
            if name not in kept and is_own_remnant(folder.path / name):
                with contextlib.suppress(OSError):
                    (folder.path / name).unlink()
