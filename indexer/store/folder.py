"""Where is the index, and how is it opened, locked and changed as one thing on disk?

An index is a folder. In it are the segments' files (`MAIN_*`), Whoosh's table of contents (`_MAIN_<generation>.toc`),
the manifest of the newest generation, and, while a process writes, `writer.json`, which says who. A generation is there
when its table of contents is; everything that is read of it here stands in its manifest. Sources below the folder's
parent, the *root*, are stored relative to it, so that the whole can be moved; others are stored by their absolute path.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexer.engine.generations import SegmentEntry, files_of, open_segments
from indexer.engine.segment.segment import Segment
from indexer.engine.statistics import total_lengths, values_of
from indexer.errors import (
    DamagedIndexError,
    IndexerError,
    IndexStateError,
    LockedIndexError,
    NoIndexError,
    StorageError,
    UsageError,
)
from indexer.fields import FIELDS, SCORED_FIELDS, group_prefix
from indexer.similarity.signatures import Duplicates, read_signatures
from indexer.store.manifest import Header, Manifest, Settings, read_header, read_manifest, write_manifest

if TYPE_CHECKING:
    from indexer.analysis.bulk import BulkAnalyzer
    from indexer.engine.builder import SegmentBuilder, SegmentFile
    from indexer.engine.commits import Merging
    from indexer.similarity.signatures import Signature, Signed

__all__ = ["FOLDER_NAME", "IndexFolder", "IndexReader", "locate", "reading"]

FOLDER_NAME = ".indexer"
_NAME = "MAIN"  # Whoosh's default, so that `whoosh.index.open_dir` finds it
_CONTENTS = re.compile(rf"_{_NAME}_([0-9]+)\.toc")
_HOLDER = "writer.json"
_TEMPORARY = re.compile(
    r"tmp[a-z0-9_]{8}"
)  # where numbers wait for their segment; left only by a process that was killed
_ATTEMPTS = 20  # to open a generation while a writer replaces it


def locate(explicit: str | None, environment: Mapping[str, str], start: Path) -> Path:
    """The folder of the index to use: `explicit`, else `$INDEXER_INDEX`, else the nearest `.indexer` from `start`
    upwards, else `.indexer` in `start`, whether or not it exists."""
    named = explicit or environment.get("INDEXER_INDEX")
    if named:
        return Path(os.path.abspath(os.path.join(start, os.path.expanduser(named))))
    start = Path(os.path.abspath(start))
    for folder in (start, *start.parents):
        if (folder / FOLDER_NAME).is_dir():
            return folder / FOLDER_NAME
    return start / FOLDER_NAME


@contextlib.contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn whatever goes wrong inside while files of the index at `path` are read or written into an IndexerError.

    What is altered is mostly noticed as such, but what is read before it is checked may show as any exception at all.
    """
    try:
        yield
    except IndexerError:
        raise
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS, errno.EMFILE, errno.EIO}:
            raise StorageError(f"{error.strerror}: {error.filename or path}") from error
        raise DamagedIndexError(f"the index cannot be read: {path}: {error}") from error
    except Exception as error:
        raise DamagedIndexError(f"the index cannot be read: {path}: {type(error).__name__}: {error}") from error


@dataclass(frozen=True, slots=True)
class IndexReader:
    """One generation of the index, open for reading; it stays as it is while others write.

    `state` tells it from other generations; `duplicates` is None where no two articles are nearly the same.
    """

    folder: IndexFolder
    header: Header
    segments: Sequence[Segment]
    state: tuple[int, ...]
    duplicates: Duplicates | None = None

    def count_values(self, name: str) -> dict[str, int]:
        """How many live passages have each value of a field that holds whole values, such as `language`; the most
        frequent first."""
        with reading(self.folder.path):
            counts = values_of(self.segments, name).items()
            return {term.decode(): count for term, count in sorted(counts, key=lambda pair: (-pair[1], pair[0]))}


def _files_of(header: Header) -> dict[str, int]:
    """The files that a generation consists of beside its manifest and table of contents, and their bytes."""
    signatures = {header.signatures: header.signatures_size} if header.signatures else {}
    return files_of(header.segments) | signatures


class IndexFolder:
    """An index on disk. Opening one reads nothing; every method may raise an IndexStateError."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(os.path.abspath(path))
        self.root = self.path.parent
        self.folders = tuple(self.path.with_name(self.path.name + suffix) for suffix in ("", ".rebuild", ".old"))
        """The folders that indexes stand in here, now or while one is made anew: none of them holds sources."""

    # Paths

    def stored_path(self, path: str) -> str:
        """How the absolute `path` of a source is stored: relative to the root where it lies below it ("." is the
        root)."""
        root = os.fspath(self.root)
        if path == root:
            return "."
        prefix = root if root.endswith(os.sep) else root + os.sep
        return path.removeprefix(prefix)

    def source_path(self, stored: str) -> str:
        """The absolute path of a source, from how it is stored."""
        return os.path.join(self.root, stored)

    # Reading

    def exists(self) -> bool:
        """Whether there is an index here, readable or not."""
        return self.generation() is not None

    def require(self) -> None:
        """Raise NoIndexError unless there is an index here."""
        if not self.exists():
            raise NoIndexError(f"no index at {self.path}")

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[IndexReader]:
        """Open the newest generation for reading. Writers are never waited for."""
        self.require()
        with reading(self.path):
            opened = self._open()
        try:
            yield opened
        finally:
            for segment in opened.segments:
                segment.close()
            if opened.duplicates is not None:
                opened.duplicates.close()

    def manifest(self) -> Manifest:
        """The manifest of the newest generation."""
        for attempt in range(_ATTEMPTS):
            generation = self.generation()
            if generation is None:
                break
            try:
                with reading(self.path):
                    return read_manifest(self._manifest_path(generation))
            except DamagedIndexError:
                # A writer may have put the next generation in its place, and taken this one's manifest away.
                if generation == self.generation() or attempt == _ATTEMPTS - 1:
                    raise
        raise NoIndexError(f"no index at {self.path}")

    def signatures(self) -> dict[str, list[Signature]]:
        """The signatures of all articles, by their file; the caller holds the lock."""
        header = self.manifest().header
        with reading(self.path):
            return read_signatures(self.path / header.signatures) if header.signatures else {}

    def size(self) -> int:
        """The bytes that the index's files take."""
        size = 0
        with reading(self.path), os.scandir(self.path) as files:
            for file in files:
                with contextlib.suppress(FileNotFoundError):  # a writer may just have removed it
                    size += file.stat().st_size if file.is_file() else 0
        return size

    def _open(self) -> IndexReader:
        for attempt in range(_ATTEMPTS):
            state = self.state()
            try:
                if not state:
                    raise FileNotFoundError(errno.ENOENT, "no table of contents", str(self.path))
                generation = state[0]
                header = read_header(self._manifest_path(generation))
                self._require_files(_files_of(header))
                segments = open_segments(self.path, header.segments)
                duplicates = Duplicates(self.path / header.signatures) if header.alike else None
                self._require_passages(header)
            except (OSError, DamagedIndexError):
                # A writer may have put the next generation in its place between two of these steps.
                if state == self.state() or attempt == _ATTEMPTS - 1:
                    raise
                time.sleep(0.01)
            else:
                return IndexReader(self, header, segments, state, duplicates)
        raise AssertionError("the last attempt returns or raises")

    def generation(self) -> int | None:
        """The number of the newest generation, or None where there is no index."""
        try:
            names = os.listdir(self.path)
        except OSError:
            return None
        return max((int(found[1]) for name in names if (found := _CONTENTS.fullmatch(name))), default=None)

    def state(self) -> tuple[int, ...]:
        """What changes whenever another generation is committed, or the index made anew; () where there is none."""
        generation = self.generation()
        if generation is None:
            return ()
        try:
            status = os.stat(self._contents_path(generation))
        except OSError:
            return ()
        return generation, status.st_ino, status.st_mtime_ns

    def _require_passages(self, header: Header) -> None:
        live = sum(entry.live for entry in header.segments)
        if live != header.passages:
            raise DamagedIndexError(
                f"the index cannot be read: {self.path} has {live} passages instead of {header.passages}"
            )

    def _require_files(self, sizes: Mapping[str, int]) -> None:
        """Raise DamagedIndexError unless all these files are there, as long as they were written."""
        for name, size in sizes.items():
            try:
                found = os.stat(self.path / name).st_size
            except FileNotFoundError:
                raise DamagedIndexError(f"the index cannot be read: {self.path / name} is missing") from None
            if found != size:
                raise DamagedIndexError(
                    f"the index cannot be read: {self.path / name} has {found} bytes instead of {size}"
                )

    def _manifest_path(self, generation: int) -> Path:
        return self.path / f"manifest-{generation}.jsonl"

    def _contents_path(self, generation: int) -> Path:
        return self.path / f"_{_NAME}_{generation}.toc"

    # Writing

    def builder(self, analyzer: BulkAnalyzer | None = None) -> SegmentBuilder:
        """A builder of a segment for this index; `analyzer` may know the words of segments built before."""
        from indexer.engine.builder import SegmentBuilder

        with reading(self.path):
            return SegmentBuilder(self.path, FIELDS, prefix=f"{_NAME}_", analyzer=analyzer)

    def create(self, settings: Settings, wait: float = 0.0) -> None:
        """Make an empty index here, where there is none; wait up to `wait` seconds for another process that is at it.

        Raises UsageError where the folder holds other things, and LockedIndexError.
        """
        if self.exists():
            return
        with reading(self.path):
            if self.path.exists() and not self.path.is_dir():
                raise UsageError(f"not a folder: {self.path}", hint="name a folder for the index with --index")
            self.path.mkdir(parents=True, exist_ok=True)
            others = [file.name for file in self.path.iterdir() if not self._is_ours(file.name)]
            if others:
                raise UsageError(
                    f"{self.path} is no index and holds other files, such as {min(others)}",
                    hint="name an empty or a new folder for the index with --index",
                )
        lock = self._acquire(wait, enough=self.exists)
        if lock is None:
            return
        try:
            with reading(self.path):
                # Version control and backups need not keep what can be made anew.
                (self.path / ".gitignore").write_text("*\n", encoding="ascii")
                write_manifest(Manifest(Header(settings)), self._manifest_path(0))
                self._publish(0, ())
        finally:
            lock.release()

    @contextlib.contextmanager
    def lock(self, wait: float = 0.0) -> Iterator[None]:
        """Be the only writer while the block runs; wait up to `wait` seconds for another to finish.

        Raises LockedIndexError, which says which process holds the index and since when. The system drops the lock of a
        process that dies.
        """
        import socket  # only a writer has to say where it is

        lock = self._acquire(wait)
        try:
            with reading(self.path):
                self._tidy()
                holder = {
                    "pid": os.getpid(),
                    "host": socket.gethostname(),
                    "since": datetime.now(UTC).isoformat(timespec="seconds"),
                }
                (self.path / _HOLDER).write_text(json.dumps(holder), encoding="utf-8")
            yield
        finally:
            with contextlib.suppress(OSError):
                (self.path / _HOLDER).unlink()
            lock.release()

    def commit(
        self,
        manifest: Manifest,
        segments: Sequence[SegmentFile] = (),
        deleted: Mapping[str, Collection[int]] | None = None,
        *,
        signed: Signed | None = None,
        merge: Merging | None = None,
    ) -> None:
        """Make new segments, deletions and the manifest visible together; the caller holds the lock.

        `deleted` are documents by the name of their segment, as `find_documents` gives them. `signed` are the
        signatures of all articles, or None where they are as they were. With `merge`, the run ends with this: segments
        are merged, and what is no longer needed is removed.
        """
        from indexer.engine.commits import advance  # a search needs nothing that writes

        with reading(self.path):
            newest = self.generation() or 0
            entries = advance(
                self.path,
                read_header(self._manifest_path(newest)).segments,
                segments,
                deleted or {},
                newest + 1,
                prefix=f"{_NAME}_",
                merging=merge,
            )
            lengths = total_lengths(open_segments(self.path, entries), SCORED_FIELDS) if entries else ()
            header = replace(manifest.header, segments=tuple(entries), lengths=lengths)
            if signed is not None:
                header = self._with_signatures(header, signed, newest + 1)
            self._require_passages(header)
            write_manifest(replace(manifest, header=header), self._manifest_path(newest + 1))
            self._publish(newest + 1, entries)
            if merge:
                self._tidy()

    def _with_signatures(self, header: Header, signed: Signed, generation: int) -> Header:
        """Write the signatures of a generation, and name them in its header."""
        from indexer.engine.commits import sync
        from indexer.similarity.signatures import write_signatures

        name = f"{_NAME}_{generation}.sig"
        size, alike = write_signatures(self.path / name, signed)
        sync(self.path / name)
        return replace(header, signatures=name, signatures_size=size, alike=alike)

    def _publish(self, generation: int, entries: Sequence[SegmentEntry]) -> None:
        """Write Whoosh's table of contents, with which the generation comes into being."""
        from indexer.engine.commits import sync
        from indexer.whoosh_view.contents import table_of_contents

        target = self._contents_path(generation)
        temporary = target.with_name(f"{target.name}.new")
        temporary.write_bytes(table_of_contents(self.path, generation, _NAME, entries))
        sync(temporary)
        temporary.replace(target)
        sync(self.path)

    def compact(self, wait: float = 0.0) -> None:
        """Make one segment of all, without what is deleted, unless that is what there is."""
        self.require()
        with self.lock(wait):
            manifest = self.manifest()
            segments = manifest.header.segments
            if len(segments) > 1 or any(entry.deleted for entry in segments):
                self.commit(manifest, merge="all")

    def find_documents(self, sources: Collection[str]) -> dict[str, dict[str, list[int]]]:
        """The documents that are the passages of each of these files, by the name of their segment."""
        found: dict[str, dict[str, list[int]]] = {}
        with reading(self.path):
            generation = self.generation()
            if generation is None or not sources:
                return found
            header = read_header(self._manifest_path(generation))
            for segment in open_segments(self.path, header.segments):
                starts = segment.stored.group_starts
                for source in sources:
                    for group in segment.stored.find_groups(group_prefix(source)):
                        numbers = range(int(starts[group]), int(starts[group + 1]))
                        live = [n for n in numbers if segment.deleted is None or not segment.deleted[n]]
                        if live:
                            found.setdefault(source, {}).setdefault(segment.name, []).extend(live)
        return found

    def recover(self) -> None:
        """Put the index back where it was, if a process that made it anew was ended between its last two steps."""
        if not self.path.exists() and self._replaced.exists():
            with reading(self.path):
                self._replaced.rename(self.path)

    def replaced_by(self, build: Callable[[IndexFolder], Any]) -> Any:
        """Build an index anew beside this one with `build`, and put it in this one's place when that has succeeded.

        Returns what `build` returns. Until then this one stays as it is, even where it cannot be read.
        """
        new = IndexFolder(self.path.with_name(f"{self.path.name}.rebuild"))
        new.root, new.folders = self.root, self.folders
        with reading(self.path):
            shutil.rmtree(new.path, ignore_errors=True)
        try:
            outcome = build(new)
        except BaseException:
            shutil.rmtree(new.path, ignore_errors=True)
            raise
        with reading(self.path):
            shutil.rmtree(self._replaced, ignore_errors=True)
            if self.path.exists():
                self.path.rename(self._replaced)
            new.path.rename(self.path)
            shutil.rmtree(self._replaced, ignore_errors=True)
        return outcome

    @property
    def _replaced(self) -> Path:
        """Where the index stands for the moment in which another takes its place."""
        return self.path.with_name(f"{self.path.name}.old")

    def _acquire(self, wait: float, enough: Callable[[], bool] = lambda: False) -> Any:
        """Whoosh's lock, held; or None when `enough` has come true, before or while waiting for it."""
        with reading(self.path):
            from indexer.whoosh_view.contents import lock_of

            lock = lock_of(self.path, f"{_NAME}_WRITELOCK")
            until = time.monotonic() + wait
            while not enough():
                if lock.acquire():
                    if not enough():
                        return lock
                    lock.release()
                    break
                if time.monotonic() >= until:
                    raise LockedIndexError(f"the index is being written to{self._holder()}: {self.path}")
                time.sleep(min(0.1, max(wait, 0.001)))
        return None

    def _holder(self) -> str:
        try:
            holder = json.loads((self.path / _HOLDER).read_text(encoding="utf-8"))
            since = datetime.fromisoformat(holder["since"]).astimezone()
            return f" by process {holder['pid']} on {holder['host']} since {since:%Y-%m-%d %H:%M:%S}"
        except (OSError, ValueError, KeyError, TypeError):
            return " by another process"

    def _tidy(self) -> None:
        """Remove what earlier generations and interrupted writers left; only a writer with no segment open may."""
        newest = self.generation()
        kept = {f"{_NAME}_WRITELOCK"}
        if newest is not None:
            manifest = self._manifest_path(newest)
            kept |= {manifest.name, self._contents_path(newest).name}
            try:
                kept |= _files_of(read_header(manifest)).keys()
            except (OSError, IndexStateError):
                return  # a damaged index is found, and said so, by whoever reads it
        for file in self.path.iterdir():
            ours = file.name.startswith(("manifest-", f"{_NAME}_", f"_{_NAME}_", f"{_NAME}.tmp"))
            if (ours and file.name not in kept) or _TEMPORARY.fullmatch(file.name):
                with contextlib.suppress(OSError):
                    shutil.rmtree(file) if file.is_dir() else file.unlink()

    @staticmethod
    def _is_ours(name: str) -> bool:
        return name in {".gitignore", _HOLDER} or name.startswith((f"{_NAME}_", f"_{_NAME}_", "manifest-"))
