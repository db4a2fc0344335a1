"""How does a commit of the index come into being?

New segments, deletions and the manifest are written, each down to the disk; the rename of one last file makes all of
them visible at once.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.engine.generations import SegmentEntry, open_segments
from indexer.engine.statistics import total_lengths
from indexer.errors import DamagedIndexError, IndexStateError, UsageError
from indexer.fields import FIELDS, SCORED_FIELDS
from indexer.store.damage import damage_reported, refusals_reported
from indexer.store.location import IndexFolder
from indexer.store.lock import acquire, held
from indexer.store.manifest import Header, Manifest, Settings, read_header, write_manifest
from indexer.store.names import (
    INDEX_NAME,
    LOCK,
    contents_path,
    is_ours,
    is_temporary,
    manifest_path,
    newest_generation,
)
from indexer.store.snapshot import files_of_commit, read_newest, require_readable

if TYPE_CHECKING:
    from indexer.analysis.bulk import BulkAnalyzer
    from indexer.engine.builder import SegmentBuilder, SegmentFile
    from indexer.engine.commits import Merging
    from indexer.similarity.signatures import Signed

__all__ = ["commit", "compact", "create", "new_segment", "writing"]


def create(folder: IndexFolder, settings: Settings, wait: float = 0.0) -> None:
    """Make an empty index where there is none; wait up to `wait` seconds for another process that is doing so.

    Raises UsageError where the folder holds other files, LockedIndexError and StorageError.
    """
    if folder.exists():
        return
    with refusals_reported(folder.path):
        if folder.path.exists() and not folder.path.is_dir():
            raise UsageError(f"not a folder: {folder.path}", hint="name a folder for the index with --index")
        folder.path.mkdir(parents=True, exist_ok=True)
        others = [file.name for file in folder.path.iterdir() if not is_ours(file.name)]
        if others:
            raise UsageError(
                f"{folder.path} is not an index and holds other files, such as {min(others)}",
                hint="name an empty or a new folder for the index with --index",
            )
    lock = acquire(folder.path, wait, enough=folder.exists)
    if lock is None:
        return
    try:
        with refusals_reported(folder.path):
            # Version control and backups need not keep what can be rebuilt.
            (folder.path / ".gitignore").write_text("*\n", encoding="ascii")
            write_manifest(Manifest(Header(settings)), manifest_path(folder.path, 0))
            _publish(folder, 0, ())
    finally:
        lock.release()


@contextlib.contextmanager
def writing(folder: IndexFolder, wait: float = 0.0) -> Iterator[None]:
    """Be the only writer of the index while the block runs; files that interrupted writers left are removed first.

    Raises LockedIndexError and StorageError.
    """
    with held(folder.path, wait):
        _remove_litter(folder)
        yield


def new_segment(folder: IndexFolder, analyzer: BulkAnalyzer | None = None) -> SegmentBuilder:
    """A builder of a segment for the index; `analyzer` may know the words of segments built before."""
    from indexer.engine.builder import SegmentBuilder

    with refusals_reported(folder.path):
        return SegmentBuilder(folder.path, FIELDS, prefix=f"{INDEX_NAME}_", analyzer=analyzer)


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
    from indexer.engine.commits import advance  # a search needs nothing that writes

    newest = newest_generation(folder.path) or 0
    with damage_reported(folder.path):
        before = read_header(manifest_path(folder.path, newest)).segments
    with damage_reported(folder.path):
        entries = advance(
            folder.path,
            before,
            segments,
            deleted or {},
            newest + 1,
            prefix=f"{INDEX_NAME}_",
            merging=merge,
        )
        lengths = total_lengths(open_segments(folder.path, entries), SCORED_FIELDS) if entries else ()
    with refusals_reported(folder.path):
        header = replace(manifest.header, segments=tuple(entries), lengths=lengths)
        if signed is not None:
            header = _with_signatures(folder, header, signed, newest + 1)
        live = sum(entry.live for entry in header.segments)
        if live != header.passages:
            raise DamagedIndexError(
                f"the index cannot be read: {folder.path} has {live} passages instead of {header.passages}"
            )
        write_manifest(replace(manifest, header=header), manifest_path(folder.path, newest + 1))
        _publish(folder, newest + 1, entries)
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


def _with_signatures(folder: IndexFolder, header: Header, signed: Signed, generation: int) -> Header:
    """Write the signatures of a commit, and name them in its header."""
    from indexer.engine.commits import sync
    from indexer.similarity.signatures import write_signatures

    name = f"{INDEX_NAME}_{generation}.sig"
    size, alike = write_signatures(folder.path / name, signed)
    sync(folder.path / name)
    return replace(header, signatures=name, signatures_size=size, alike=alike)


def _publish(folder: IndexFolder, generation: int, entries: Sequence[SegmentEntry]) -> None:
    """Write Whoosh's table of contents, with which the commit becomes visible."""
    from indexer.engine.commits import sync
    from indexer.whoosh_view.contents import table_of_contents

    target = contents_path(folder.path, generation)
    temporary = target.with_name(f"{target.name}.new")
    temporary.write_bytes(table_of_contents(folder.path, generation, INDEX_NAME, entries))
    sync(temporary)
    temporary.replace(target)
    sync(folder.path)


def _remove_litter(folder: IndexFolder) -> None:
    """Remove what earlier commits and interrupted writers left; only a writer with no segment open may."""
    newest = newest_generation(folder.path)
    kept = {LOCK}
    with refusals_reported(folder.path):
        if newest is not None:
            manifest = manifest_path(folder.path, newest)
            kept |= {manifest.name, contents_path(folder.path, newest).name}
            try:
                kept |= files_of_commit(read_header(manifest)).keys()
            except (OSError, IndexStateError):
                return  # a damaged index is found, and said so, by whoever reads it
        for file in folder.path.iterdir():
            if is_temporary(file.name) and file.name not in kept:
                with contextlib.suppress(OSError):
                    shutil.rmtree(file) if file.is_dir() else file.unlink()
