"""Is the index on disk as it was written?

Every byte of every file of the newest commit is covered by a checksum, which is compared here; then what the manifest
says is compared with what the segments and tables hold. A deep check (`verifying`) then looks at what is in them.
"""

from __future__ import annotations

import os
import stat
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from indexer.engine.format.container import SectionReader
from indexer.engine.generations import SegmentEntry, deleted_ranges
from indexer.engine.segment.segment import Segment
from indexer.errors import DamagedIndexError, IndexerError, LockedIndexError, StorageError
from indexer.store.damage import damage_reported, refusals_reported
from indexer.store.diagnosis import looking_for_damage
from indexer.store.files import KnownFiles
from indexer.store.location import IndexFolder
from indexer.store.manifest import Header, read_header
from indexer.store.names import (
    contents_path,
    has_mark,
    is_half_removed,
    manifest_path,
    newest_contents,
    newest_generation,
)
from indexer.store.snapshot import state_of

__all__ = ["Checked", "Damage", "check"]

_ATTEMPTS = 5
"""How often to check again where a writer has replaced the commit meanwhile."""


@dataclass(frozen=True, slots=True)
class Damage:
    """What is wrong, and with which file, by its absolute path."""

    file: str
    what: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome of a check: how many files were read, their size in bytes, and the damage that was found."""

    index: str
    files: int
    size: int
    damage: tuple[Damage, ...]


def check(folder: IndexFolder, *, deep: bool = False) -> Checked:
    """Check the newest commit of the index; with `deep`, whether everything in it agrees, too.

    Raises NoIndexError, IndexFormatError where another version wrote it, StorageError, and LockedIndexError where it is
    written to so often that no commit lasts as long as a check takes.
    """
    for _ in range(_ATTEMPTS):
        try:
            folder.require()
        except DamagedIndexError:
            what = "its removal was interrupted" if is_half_removed(folder.path) else "it has no manifest"
            return Checked(os.fspath(folder.path), 0, 0, (Damage(os.fspath(folder.path), what),))
        state = state_of(folder)
        found = _checked(folder, deep=deep)
        if not found.damage or state == state_of(folder):
            return found
    raise LockedIndexError(
        f"the index was written to while it was checked: {folder.path}", hint="check it again when the writer has ended"
    )


def _checked(folder: IndexFolder, *, deep: bool) -> Checked:
    manifest = manifest_path(folder.path, newest_generation(folder.path) or 0)
    damage: list[Damage] = []
    _extend(damage, _found_in(folder, folder.path, lambda: _check_mark(folder)))
    headers: list[Header] = []
    damage += _found_in(folder, manifest, lambda: headers.append(read_header(manifest)))
    if not headers:
        return Checked(os.fspath(folder.path), 1, 0, tuple(damage))
    header = headers[0]
    sizes = header.data_files
    bad = {name for name, size in sizes.items() if _extend(damage, _damage_of(folder, folder.path / name, size))}
    for entry in header.segments:
        names = {f"{entry.name}.seg", *(name for name, _ in entry.deletions)}
        if not names & bad:
            path = folder.path / f"{entry.name}.seg"
            _extend(damage, _found_in(folder, path, partial(_check_segment, folder, entry)))
    if not bad & {entry.name for entry in header.tables_of("files")}:
        _extend(damage, _found_in(folder, manifest, lambda: _check_totals(folder, header)))
    _extend(damage, _found_in(folder, folder.path, lambda: _check_contents(folder, header)))
    if deep:
        damage += _found_deep(folder, header, manifest, {os.path.basename(one.file) for one in damage})
    return Checked(os.fspath(folder.path), len(sizes) + 1, sum(sizes.values()), tuple(damage))


def _found_deep(folder: IndexFolder, header: Header, manifest: Path, bad: set[str]) -> list[Damage]:
    """The damage that checksums do not show. The files that are `bad` are not looked at, nor what is compared with
    them."""
    from indexer.store.verifying import checks  # which indexes again; a check of checksums does not

    found: list[Damage] = []
    bad |= {f"{entry.name}.seg" for entry in header.segments if bad & {name for name, _ in entry.deletions}}
    for one in checks(folder, header):
        if one.file in bad or (one.over_all and bad):
            continue
        path = manifest if one.over_all else folder.path / one.file
        if _extend(found, _found_in(folder, path, one.run)):
            bad.add(one.file)
    return found


def _extend(damage: list[Damage], found: list[Damage]) -> bool:
    """Add what was found; whether that is anything."""
    damage += found
    return bool(found)


def _found_in(folder: IndexFolder, path: Path, run: Callable[[], object]) -> list[Damage]:
    """The damage that a look at a file meets with: there is no end to what bytes that are wrong, and have the right
    checksum, can lead to."""
    try:
        with looking_for_damage(), damage_reported(folder.path):
            run()
    except DamagedIndexError as error:
        what = str(error).removeprefix("the index cannot be read: ").removeprefix(f"{path}: ")
        return [Damage(os.fspath(path), what.removeprefix(f"{folder.path}: "))]
    except IndexerError:
        raise
    except Exception as error:  # noqa: BLE001
        return [Damage(os.fspath(path), f"it cannot be decoded: {type(error).__name__}: {error}")]
    return []


def _damage_of(folder: IndexFolder, path: Path, size: int) -> list[Damage]:
    """The damage of one file of segments, deletions or tables: every page of it is read."""
    try:
        with refusals_reported(folder.path):
            status = os.lstat(path)
    except StorageError as error:
        if not isinstance(error.__cause__, FileNotFoundError):
            raise
        return [Damage(os.fspath(path), "it is missing")]
    if not stat.S_ISREG(status.st_mode):
        return [Damage(os.fspath(path), "it is not a regular file")]
    if status.st_size != size:
        return [Damage(os.fspath(path), f"it has {status.st_size} bytes instead of {size}")]

    def look() -> None:
        reader = SectionReader(path)
        try:
            reader.check()
        finally:
            reader.close()

    return _found_in(folder, path, look)


def _check_mark(folder: IndexFolder) -> None:
    with suppress(FileNotFoundError):
        if has_mark(folder.path):
            return
    raise DamagedIndexError("the mark of an index is missing or altered")


def _check_segment(folder: IndexFolder, entry: SegmentEntry) -> None:
    """Compare the manifest's entry with a segment and its deletions."""
    segment = Segment(folder.path, entry.name)
    try:
        if segment.documents != entry.documents:
            raise DamagedIndexError(f"it has {segment.documents} documents, the manifest says {entry.documents}")
    finally:
        segment.close()
    ranges = deleted_ranges(folder.path, entry).astype(np.int64) if entry.deletions else np.zeros((0, 2), np.int64)
    deleted = int((ranges[:, 1] - ranges[:, 0]).sum())
    if deleted != entry.deleted or (ranges > entry.documents).any():
        raise DamagedIndexError(f"{deleted} of its documents are deleted, the manifest says {entry.deleted}")


def _check_totals(folder: IndexFolder, header: Header) -> None:
    """Compare the manifest's totals with those of the segments and of the files' entries."""
    live = sum(entry.live for entry in header.segments)
    known = KnownFiles(folder.path, header.tables_of("files"))
    try:
        indexed = known.passages > 0
        found = (int(indexed.sum()), int(known.articles[indexed].sum()), int(known.passages.sum()), live)
    finally:
        known.close()
    for name, said, number in zip(
        ("files", "articles", "passages", "live passages"),
        (header.files, header.articles, header.passages, header.passages),
        found,
        strict=True,
    ):
        if said != number:
            raise DamagedIndexError(f"it says {said} {name}, and there are {number}")


def _check_contents(folder: IndexFolder, header: Header) -> None:
    """Compare Whoosh's table of contents with the checksum of it, unless another program wrote a newer one."""
    generation = newest_generation(folder.path) or 0
    if newest_contents(folder.path) == generation:
        path = contents_path(folder.path, generation)
        if zlib.crc32(path.read_bytes()) != header.contents:
            raise DamagedIndexError(f"{path.name} is altered")
