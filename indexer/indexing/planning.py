"""Which files are new, changed, deleted, or the same as another?

A file is taken as unchanged when its size and modification time are; when only the time differs, its bytes decide. Of
files with the same bytes the first, by path, is indexed.
"""

from __future__ import annotations

import os
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from indexer import reading
from indexer.errors import SourceError
from indexer.indexing.worker import Job
from indexer.model import Source
from indexer.reading import Format, Selection, Skipped
from indexer.reasons import Cause, Reason
from indexer.store.location import IndexFolder
from indexer.store.manifest import FileEntry, Manifest, Root

__all__ = ["Plan", "make_plan"]

_RACY_NS = 2 * 10**9
"""A file that changed this shortly before it was looked at may change again within the same tick of its file system's
clock (2 s on FAT): its time is then not trusted, as in git's "racy" entries."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done: files to read, files to remove, and the entries of those that need no reading.

    `entries` are the manifest's entries as they will be, without those of `jobs`. `changed` names the jobs whose file
    was indexed before. `scope` are the files this run is about, whatever becomes of them; `unlisted` the folders that
    could not be looked into, with the reason: what was indexed from them stays.
    """

    jobs: tuple[Job, ...] = ()
    removed: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    entries: Mapping[str, FileEntry] = field(default_factory=dict)
    roots: tuple[Root, ...] = ()
    scope: frozenset[str] = frozenset()
    unlisted: Mapping[str, str] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        """The bytes there are to read."""
        return sum(job.size for job in self.jobs)


@dataclass(slots=True)
class _Found:
    """The files that a walk over some roots found, by path as stored."""

    sources: dict[str, Source] = field(default_factory=dict)
    skipped: dict[str, Skipped] = field(default_factory=dict)
    unlisted: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)


def make_plan(folder: IndexFolder, manifest: Manifest, roots: Sequence[Root], *, read_all: bool = False) -> Plan:
    """Compare the files under `roots` with the manifest. With `read_all`, every file is read, whether or not it
    changed.

    A root that was a file and was deleted is forgotten; a folder that is missing may be on a disk that is not mounted,
    and what was indexed from it stays.
    """
    known = manifest.files
    found = _walk(folder, roots, known)
    missing = {path: entry for path, entry in known.items() if path not in found.sources and path not in found.skipped}
    removed = {
        path
        for path in _covered(folder, missing, roots, manifest.header.roots)
        if not any(_is_below(folder.source_path(path), folder.source_path(unlisted)) for unlisted in found.unlisted)
    }
    entries = {path: entry for path, entry in known.items() if path not in removed}
    for path, skipped in found.skipped.items():
        entries[path] = FileEntry(reason=skipped.reason, failed=skipped.failed)
    digests = _digests(found.sources, entries, read_all=read_all)
    firsts = _first_of_same(digests)
    elsewhere = _settle_elsewhere(folder, found.sources, entries, firsts)

    jobs: list[Job] = []
    changed: set[str] = set()
    for path, source in (found.sources | elsewhere).items():
        old = known.get(path)
        digest = digests.get(path, "")
        first = firsts.get(path, path)
        trusted = _trusted(source)
        if first != path:
            entries[path] = FileEntry(source.size, trusted, digest, reason=Reason(Cause.DUPLICATE, first))
        elif not read_all and old is not None and _is_current(old, source, digest):
            if old.mtime_ns != trusted:
                entries[path] = replace(old, mtime_ns=trusted)
        else:
            entries.pop(path, None)
            jobs.append(Job(path, source.path, source.size, trusted))
            if old is not None and old.passages:
                changed.add(path)
    jobs.sort(key=lambda job: os.fsencode(job.stored))
    scope = frozenset(found.sources) | frozenset(found.skipped)
    recorded = {root.path: root for root in (*manifest.header.roots, *roots) if root.path not in found.gone}
    return Plan(
        jobs=tuple(jobs),
        removed=frozenset(removed),
        changed=frozenset(changed),
        entries=entries,
        roots=tuple(recorded[path] for path in sorted(recorded)),
        scope=scope,
        unlisted=found.unlisted,
    )


def _walk(folder: IndexFolder, roots: Sequence[Root], known: Mapping[str, FileEntry]) -> _Found:
    found = _Found()
    for root in roots:
        selection = Selection(root.include, root.exclude, root.max_size)
        path = folder.source_path(root.path)
        if not os.path.lexists(path):
            if root.path in known:
                found.gone.add(root.path)
            else:
                found.unlisted[root.path] = str(Reason(Cause.GONE))
            continue
        for item in reading.walk([path], selection, leave_out=[os.fspath(path) for path in folder.folders]):
            stored = folder.stored_path(item.path)
            if isinstance(item, Source):
                found.sources[stored] = item
            elif item.failed and os.path.isdir(item.path):
                found.unlisted[stored] = str(item.reason)
            else:
                found.skipped[stored] = item
    for path in found.sources:
        found.skipped.pop(path, None)
    return found


def _covered(
    folder: IndexFolder, known: Mapping[str, FileEntry], roots: Sequence[Root], recorded: Sequence[Root]
) -> set[str]:
    """Those of the `known` files that this run answers for: all below its roots, unless another root asks for them."""
    walked = {os.path.abspath(folder.source_path(root.path)) for root in roots}
    others = {os.path.abspath(folder.source_path(root.path)) for root in recorded} - walked
    covered: set[str] = set()
    for path, entry in known.items():
        absolute = folder.source_path(path)
        if entry.external or not any(_is_below(absolute, root) for root in walked):
            continue
        if any(_is_below(absolute, other) for other in others) and os.path.lexists(absolute):
            continue
        covered.add(path)
    return covered


def _is_below(path: str, folder: str) -> bool:
    """Whether `path` is `folder` or lies below it; both are absolute."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _digests(sources: Mapping[str, Source], entries: Mapping[str, FileEntry], *, read_all: bool) -> dict[str, str]:
    """The digests that are known or needed: of files that may be unchanged, or the same as another.

    Only files of equal size can be equal, so that most files are read once, by the worker that indexes them.
    """
    digests = {path: entry.digest for path, entry in entries.items() if entry.digest and path not in sources}
    sizes = Counter(source.size for source in sources.values())
    sizes.update(entries[path].size for path in digests)
    for path, source in sources.items():
        old = entries.get(path)
        if old is not None and old.digest and not read_all and _same_stat(old, source):
            digests[path] = old.digest
        elif source.size and (sizes[source.size] > 1 or (old is not None and old.digest and old.size == source.size)):
            with suppress(SourceError):  # the worker that reads it will say so
                digests[path] = reading.digest(reading.load(source.path))
    return digests


def _first_of_same(digests: Mapping[str, str]) -> dict[str, str]:
    """For each file that is the same as others, in its bytes and the format they are read as, the first of them."""
    shared = {digest for digest, count in Counter(digests.values()).items() if count > 1}
    same: defaultdict[tuple[str, Format | None], list[str]] = defaultdict(list)
    for path, digest in digests.items():
        if digest in shared:
            same[digest, reading.format_of(path)].append(path)
    return {path: min(paths, key=os.fsencode) for paths in same.values() for path in paths}


def _settle_elsewhere(
    folder: IndexFolder,
    sources: Mapping[str, Source],
    entries: dict[str, FileEntry],
    firsts: Mapping[str, str],
) -> dict[str, Source]:
    """Put the entries of files outside this run's roots right, where the file that they are the same as is another now.

    Returns those of them that must be read, since they now represent the others.
    """
    found: dict[str, Source] = {}
    for path, entry in entries.items():
        if path in sources or not entry.digest:
            continue
        first = firsts.get(path, path)
        if first != path:
            entries[path] = FileEntry(entry.size, entry.mtime_ns, entry.digest, reason=Reason(Cause.DUPLICATE, first))
        elif entry.is_duplicate:
            with suppress(OSError):  # if it was deleted too, the next run over its root will see that
                absolute = folder.source_path(path)
                status = os.stat(absolute)
                found[path] = Source(absolute, status.st_size, status.st_mtime_ns)
    return found


def _is_current(entry: FileEntry, source: Source, digest: str) -> bool:
    """Whether the entry still says what is in the file."""
    if entry.is_duplicate:
        return False  # the file it was a duplicate of was deleted, or this one comes first now
    return _same_stat(entry, source) or bool(digest and digest == entry.digest)


def _same_stat(entry: FileEntry, source: Source) -> bool:
    return entry.size == source.size and entry.mtime_ns == source.mtime_ns != 0


def _trusted(source: Source) -> int:
    """The file's modification time, or 0 where it is too near to now to tell the next change from this one."""
    return source.mtime_ns if source.mtime_ns < time.time_ns() - _RACY_NS else 0
