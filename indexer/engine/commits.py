"""How does a new generation of the index come into being?

A commit names segments and deleted documents in a new table of contents. Its file appears by renaming, after everything
it names has reached the disk, so that a reader, and a machine that loses power, sees the old generation or the new one
whole.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

from indexer.engine.segments import SegmentBuilder
from indexer.quiet import quiet

with quiet():
    from whoosh.index import TOC, FileIndex, clean_files
    from whoosh.reading import SegmentReader

__all__ = ["clean", "commit", "find_documents"]

MOST_SEGMENTS = 8
"""Segments an index may have before a commit merges the smallest; each costs every query some work."""

MOST_DELETED = 0.2
"""Share of a segment's documents that may be deleted before it is written anew without them."""


def find_documents(index: FileIndex, field: str, terms: Collection[str]) -> dict[str, list[int]]:
    """The numbers of the live documents that have each of `terms` in `field`: one look-up a term and segment."""
    found: dict[str, list[int]] = {}
    with index.reader() as reader:
        for term in terms:
            if (field, term) in reader:
                found[term] = list(reader.postings(field, term).all_ids())
    return found


def commit(
    index: FileIndex,
    segments: Sequence[Any],
    deleted: Collection[int],
    *,
    before: Callable[[int, dict[str, int]], None],
    merge: bool,
) -> int:
    """Make `segments` part of the index and delete the documents numbered `deleted`, at once; return the new
    generation.

    `before` is called with the number of the generation, and the names and sizes of its segments' files, before it
    becomes visible, to write what belongs to it. With `merge`, small segments and those with many deletions are then
    written anew; document numbers stay valid over commits without it.
    """
    contents = TOC.read(index.storage, index.indexname)
    old = list(contents.segments)
    _delete(old, deleted)
    kept = [segment for segment in old if segment.doc_count_all() > segment.deleted_count() or not merge]
    kept.extend(segments)
    if merge:
        kept = _merged(index, kept)
    folder = Path(index.storage.folder)
    synced = {segment.segment_id() for segment in old}
    sizes: dict[str, int] = {}
    for name, file in _files(folder, kept):
        if name not in synced:
            _sync(file)
        sizes[file.name] = file.stat().st_size
    generation = contents.generation + 1
    before(generation, sizes)
    toc = TOC(contents.schema, kept, generation)
    toc.write(_SyncedStorage(index.storage), index.indexname)
    _sync(folder)
    return int(generation)


def clean(index: FileIndex) -> None:
    """Remove the files of segments that the newest generation does not name, and older tables of contents.

    Only while nobody writes a segment: one that is not committed yet is not named either.
    """
    contents = TOC.read(index.storage, index.indexname)
    clean_files(index.storage, index.indexname, contents.generation, contents.segments)


def _files(folder: Path, segments: Sequence[Any]) -> list[tuple[str, Path]]:
    """The files of these segments, by name, each with its segment's id."""
    ids = {segment.segment_id() for segment in segments}
    named = ((file.name.split(".", 1)[0], file) for file in sorted(folder.iterdir()))
    return [(name, file) for name, file in named if name in ids]


def _delete(segments: Sequence[Any], deleted: Collection[int]) -> None:
    """Mark the documents numbered `deleted` over all `segments` in the segment that holds each."""
    wanted = sorted(deleted)
    base = at = 0
    for segment in segments:
        count = segment.doc_count_all()
        while at < len(wanted) and wanted[at] < base + count:
            segment.delete_document(wanted[at] - base)
            at += 1
        base += count


def _merged(index: FileIndex, segments: list[Any]) -> list[Any]:
    """`segments` with those that are due written together into one new segment."""
    due = [s for s in segments if s.deleted_count() > MOST_DELETED * s.doc_count_all()]
    rest = sorted((s for s in segments if s not in due), key=lambda s: s.doc_count_all(), reverse=True)
    if len(rest) + bool(due) > MOST_SEGMENTS:
        # Halve their number, the smallest first: each document is then merged about log2(documents) times in all.
        due += rest[MOST_SEGMENTS // 2 :]
    if not due:
        return segments
    builder = SegmentBuilder(index)
    for segment in due:
        reader = SegmentReader(index.storage, builder.schema, segment)
        builder.add_segment(reader)
        reader.close()
    merged = builder.finish()
    return [s for s in segments if s not in due] + ([merged] if merged is not None else [])


class _SyncedStorage:
    """Whoosh's storage, but a file reaches the disk before it is renamed into its place."""

    def __init__(self, storage: Any) -> None:
        self._storage = storage

    def create_file(self, name: str) -> Any:
        return self._storage.create_file(name)

    def rename_file(self, old: str, new: str, safe: bool = False) -> None:
        _sync(Path(self._storage.folder, old))
        self._storage.rename_file(old, new, safe=safe)


def _sync(path: Path) -> None:
    """Make the system write a file or folder out to the disk."""
    if os.name == "nt" and path.is_dir():
        return  # Windows opens no folders
    descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
