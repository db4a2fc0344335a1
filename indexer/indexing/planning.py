"""Which files are new, changed, deleted, or the same as another?

A file is taken as unchanged when its size and modification time are, and its inode; when only the time or the inode
differs, its bytes decide. Of files with the same bytes the first, by path, is indexed.
"""

from __future__ import annotations

import os
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Container, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

import numpy as np

from indexer import reading
from indexer.address import is_below
from indexer.arrays import distinct, is_among
from indexer.errors import SourceError
from indexer.indexing.renamed import renamed_files
from indexer.indexing.roots import (
    Confirm,
    absent_files,
    folders_of,
    is_missing,
    large_removal,
    left_behind,
    left_out_of,
    together,
)
from indexer.model import Missing, Source
from indexer.reading import Format, Selection, Skipped
from indexer.reasons import Cause, Reason, extras_needed
from indexer.store.files import FileEntry, KnownFiles, digest_number
from indexer.store.location import IndexFolder
from indexer.store.manifest import Root
from indexer.store.names import is_marked

__all__ = ["Job", "Plan", "make_plan"]

_INODE = 2**48 - 1
"""The bits of an identity that are those of the inode."""

_SOON_READ = 64 * 2**20
"""Bytes that are read and hashed in less than a second, also from a network drive (100 MB/s)."""

_RACY_NS = 2 * 10**9
"""A file that changed this shortly before it was looked at may change again within the same tick of its file system's
clock (2 s on FAT): its time is then not trusted, as in git's "racy" entries."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read: its path as stored and as the system knows it, how it looked, how many bytes of it are read at
    most (0: any number), and its identity, as in Source."""

    stored: str
    path: str
    size: int
    mtime_ns: int
    limit: int = 0
    identity: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done: files to read, files to remove, and entries that change without reading.

    `entries` are changed entries by path as stored, None for files that are to be forgotten; those of `jobs` are not
    among them. `before` are the entries that these and the jobs' files have now. `scope` are the files this run is
    about, whatever becomes of them: of those that stay as they are `kept` have passages, and `notable` has the entries
    that say why something is not in the index. `unlisted` are the folders that could not be looked into, with the
    reason: what was indexed from them stays; `missing` are those of them that are gone, emptied, or mostly left out by
    patterns. Of the files that are removed, `left_out` are still there, and patterns leave them out. `renamed` are new
    paths by old ones of files that stay as they are otherwise; they are nowhere else in the plan.
    """

    jobs: tuple[Job, ...] = ()
    entries: Mapping[str, FileEntry | None] = field(default_factory=dict)
    before: Mapping[str, FileEntry] = field(default_factory=dict)
    roots: tuple[Root, ...] = ()
    scope: Container[str] = frozenset()
    kept: int = 0
    notable: Mapping[str, FileEntry] = field(default_factory=dict)
    unlisted: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, Missing] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    renamed: Mapping[str, str] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        """The bytes there are to read."""
        return sum(job.size for job in self.jobs)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was, is or may be indexed of the files this run is about."""
        removes = any(self.is_changed(path) for path in self.entries)
        return not (
            self.jobs
            or self.kept
            or self.renamed
            or removes
            or any(entry and entry.passages for entry in self.entries.values())
        )

    def is_changed(self, path: str) -> bool:
        """Whether a file that is to be read has passages in the index."""
        return path in self.before and self.before[path].passages > 0


@dataclass(slots=True)
class _Found:
    """The files that a walk over some roots found, by path as stored."""

    sources: dict[str, Source] = field(default_factory=dict)
    skipped: dict[str, Skipped] = field(default_factory=dict)
    unlisted: dict[str, str] = field(default_factory=dict)
    missing: dict[str, Missing] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def __contains__(self, path: object) -> bool:
        """Whether a file was found, to be read or skipped."""
        return path in self.sources or path in self.skipped


def make_plan(
    folder: IndexFolder,
    recorded: Sequence[Root],
    known: KnownFiles,
    roots: Sequence[Root],
    *,
    read_all: bool = False,
    again: Container[Cause] = (),
    affected: Collection[str] = (),
    by_path: bool = False,
    confirm: Confirm | None = None,
) -> Plan:
    """Compare the files under `roots` with the `known` ones; `recorded` are the roots of earlier runs. With `read_all`,
    every file is read, whether or not it changed, and those that could not be read for one of the reasons `again` are
    read again, and those `affected` by other settings; what is away then is read when it is back. `by_path` says that
    how a file is read depends on its path. Many files of a root are removed only where `confirm` agrees, if given.

    A file that is missing and found under another path is removed under the old one. A root that was a file and was
    deleted is forgotten; a folder that is missing may be on a disk that is not mounted, and what was indexed from it
    stays, unless all of it was found elsewhere.
    """
    found = _walk(folder, roots, recorded, known)
    compared = _Compared(known, found, read_all=read_all)
    compared.add_orphans(folder)
    readable = compared.add_readable(again) | compared.add_affected(affected) | compared.add_outdated()
    renamed = {} if read_all or by_path else compared.take_renamed(folder, affected)
    removed = [
        path
        for path in _covered(folder, compared.missing, roots, recorded)
        if not any(is_below(folder.source_path(path), folder.source_path(unlisted)) for unlisted in found.unlisted)
    ]
    if confirm is not None and removed:
        removed = _confirmed(folder, roots, known, removed, found, compared.changed, confirm)
    entries: dict[str, FileEntry | None] = dict.fromkeys(removed)
    before = known.get_all([*removed, *found.skipped, *compared.changed])
    for path, skipped in found.skipped.items():
        entry = FileEntry(reason=skipped.reason, failed=skipped.failed)
        if before.get(path) != entry:
            entries[path] = entry
    # Only files that are new, changed or gone, and those that have, or had, the same bytes as they, can be duplicates
    # of others than before.
    lost = [before[path].digest for path in (*removed, *found.skipped, *compared.changed) if path in before]
    related = compared.related(entries.keys() | renamed.keys(), lost)
    before |= related
    sources = {path: found.sources[path] for path in (*compared.changed, *related) if path in found.sources}
    digests = _digests(sources, {path: entry for path, entry in before.items() if path not in entries}, read_all)
    moved = _moved(folder, related, found, {digests[path] for path in sources if path in digests})
    for path in moved:
        entries[path] = None
        digests.pop(path, None)
    left = left_behind(folder, (*recorded, *roots), known, {*moved, *renamed}, found.unlisted)
    entries |= dict.fromkeys(left.paths)
    before |= known.get_all(left.paths)
    found.unlisted |= left.kept
    found.missing |= dict.fromkeys(left.kept, "gone")
    for path in left.forgotten:
        found.gone.add(path)
        found.unlisted.pop(path, None)
    compared.note_outdated(entries, before, None if read_all else affected)
    firsts = _first_of_same(digests)
    largest = max((root.max_size for root in roots), default=0)
    elsewhere = _settle_elsewhere(folder, sources, related, entries, firsts)
    jobs: list[Job] = []
    for path, source in (sources | elsewhere).items():
        old = before.get(path)
        digest = digests.get(path, "")
        first = firsts.get(path, path)
        trusted = _trusted(source)
        if first != path:
            why = Reason(Cause.DUPLICATE, first)
            entries[path] = FileEntry(source.size, trusted, digest, reason=why, identity=source.identity)
        elif not read_all and path not in readable and old is not None and _is_current(old, source, digest):
            entries[path] = replace(old, mtime_ns=trusted, identity=source.identity or old.identity)
        else:
            entries.pop(path, None)
            jobs.append(Job(path, source.path, source.size, trusted, max(largest, source.size), source.identity))
    jobs.sort(key=lambda job: os.fsencode(job.stored))
    entries = {path: entry for path, entry in entries.items() if entry != before.get(path)}
    touched = entries.keys() | {job.stored for job in jobs}
    kept, notable = compared.untouched(touched | renamed.keys())
    return Plan(
        jobs=tuple(jobs),
        entries=entries,
        before={path: entry for path, entry in before.items() if path in touched},
        roots=together(folder, _kept_roots(recorded, roots, found)),
        scope=found,
        kept=kept,
        notable=notable,
        unlisted=found.unlisted,
        missing=found.missing,
        renamed=renamed,
        left_out=left_out_of(folder, roots, removed),
    )


class _Compared:
    """Which of the files that were found are new or changed, and which of those known were not found."""

    def __init__(self, known: KnownFiles, found: _Found, *, read_all: bool) -> None:
        self._known = known
        self._found = found
        paths = known.paths
        sources, skipped = found.sources, found.skipped
        if read_all:
            self.changed = list(sources)
        else:
            looks = zip(known.sizes.tolist(), known.times.tolist(), known.identities.tolist(), strict=True)
            stats = dict(zip(paths, looks, strict=True))
            nothing = (-1, 0, 0)
            self.changed = []
            replaced: list[str] = []
            for path, source in sources.items():
                size, time_ns, identity = stats.get(path, nothing)
                if time_ns != source.mtime_ns or size != source.size or not time_ns:
                    self.changed.append(path)
                elif identity != source.identity and _is_other_file(identity, source.identity):
                    replaced.append(path)
            if replaced:
                self.changed += _surely_replaced(sources, replaced, self.changed)
        external = known.external
        self.missing: list[str] = []
        if len(sources) < len(paths) or any(path not in sources for path in paths):
            self.missing = [
                path
                for path, outside in zip(paths, external.tolist(), strict=True)
                if not outside and path not in sources and path not in skipped
            ]

    def add_orphans(self, folder: IndexFolder) -> None:
        """Take for changed those duplicates of which the other file is not in the index any more, or is missing."""
        known, found = self._known, self._found
        changed = set(self.changed)
        paths = known.paths
        for place in np.flatnonzero(known.notable & (known.passages == 0) & (known.digests != 0)).tolist():
            path = paths[place]
            if path not in found.sources or path in changed:
                continue
            reason = known.entry(place).reason
            if reason is None or reason.cause is not Cause.DUPLICATE or reason.detail in found.sources:
                continue
            if known.get(reason.detail) is None or is_missing(folder.source_path(reason.detail)):
                self.changed.append(path)

    def add_readable(self, again: Container[Cause]) -> set[str]:
        """Take for changed those files of which something could not be read for want of a reader that is installed
        now, or for one of the reasons `again`; return them."""
        known, found = self._known, self._found
        paths = known.paths
        readable = set()
        for place in np.flatnonzero(known.failed).tolist():
            if (path := paths[place]) in found.sources:
                entry = known.entry(place)
                extras = extras_needed((str(entry.reason or ""), *entry.problems))
                is_wanted = entry.reason is not None and entry.reason.cause in again
                if is_wanted or any(map(reading.is_installed, extras)):
                    readable.add(path)
        self.changed += sorted(readable.difference(self.changed))
        return readable

    def add_affected(self, affected: Collection[str]) -> set[str]:
        """Take for changed those of the files `affected` by other settings that are still there; return them."""
        found = {path for path in affected if path in self._found.sources}
        self.changed += sorted(found.difference(self.changed))
        return found

    def add_outdated(self) -> set[str]:
        """Take for changed those files that were away when the settings changed; return them."""
        paths = self._known.paths
        found = {
            path for place in np.flatnonzero(self._known.outdated) if (path := paths[place]) in self._found.sources
        }
        self.changed += sorted(found.difference(self.changed))
        return found

    def note_outdated(
        self,
        entries: dict[str, FileEntry | None],
        before: dict[str, FileEntry],
        affected: Container[str] | None,
    ) -> None:
        """Note in the `entries` that files are to be read again by other settings once they are there again: those
        `affected`, or all for None, that are missing but stay in the index, as their source is away; and in `before`
        what they were."""
        paths = [path for path in self.missing if path not in entries and (affected is None or path in affected)]
        for path, entry in self._known.get_all(paths).items():
            if not entry.is_duplicate:  # it stays one as long as the other file is there
                before[path] = entry
                entries[path] = replace(entry, outdated=True)

    def take_renamed(self, folder: IndexFolder, affected: Collection[str]) -> dict[str, str]:
        """The new paths, by the old ones, of files that were renamed, as `renamed_files` finds them; they count neither
        as missing nor as changed any more."""
        renamed = renamed_files(folder, self._known, self._found.sources, self.changed, self.missing, affected)
        taken = set(renamed.values())
        self.changed = [path for path in self.changed if path not in taken]
        self.missing = [path for path in self.missing if path not in renamed]
        return renamed

    def related(self, apart: Container[str], lost: Sequence[str]) -> dict[str, FileEntry]:
        """The entries of unchanged files that may have the same bytes as a changed one, or as one whose digest is
        `lost`; those `apart` are left out."""
        known, found = self._known, self._found
        if not self.changed and not lost:
            return {}
        sizes = distinct(np.array([found.sources[path].size for path in self.changed], np.int64))
        digests = distinct(np.array([digest_number(digest) for digest in lost if digest], np.int64))
        may = (is_among(known.sizes, sizes) | is_among(known.digests, digests)) & (known.digests != 0)
        changed = set(self.changed)
        paths = known.paths
        return {
            paths[place]: known.entry(place)
            for place in np.flatnonzero(may).tolist()
            if paths[place] not in changed and paths[place] not in apart
        }

    def untouched(self, touched: Container[str]) -> tuple[int, dict[str, FileEntry]]:
        """Of the files found that are not `touched`: how many have passages, and the entries of those that say why
        something is not in the index."""
        known, found = self._known, self._found
        here = {**found.skipped, **found.sources} if found.skipped else found.sources
        has_passages = known.passages > 0
        places = np.flatnonzero(has_passages | known.notable).tolist()
        paths = known.paths
        staying = [place for place in places if (path := paths[place]) in here and path not in touched]
        kept = int(np.count_nonzero(has_passages[staying])) if staying else 0
        notable = np.array(staying, np.int64)[known.notable[staying]].tolist() if staying else []
        return kept, {paths[place]: known.entry(place) for place in notable}


def _walk(folder: IndexFolder, roots: Sequence[Root], recorded: Sequence[Root], known: KnownFiles) -> _Found:
    found = _Found()
    tops = {os.path.abspath(folder.source_path(root.path)) for root in (*recorded, *roots)}
    stored_path = folder.stored_path
    for root in roots:
        selection = Selection(root.include, root.exclude, root.max_size)
        path = folder.source_path(root.path)
        if not os.path.lexists(path):
            absolute = os.path.abspath(path)
            was_file = known.get(root.path) is not None and os.path.isdir(os.path.dirname(absolute))
            if was_file or any(top != absolute and is_below(absolute, top) and os.path.isdir(top) for top in tops):
                found.gone.add(root.path)
            else:
                found.unlisted[root.path] = str(Reason(Cause.GONE))
            continue
        for item in reading.walk([path], selection, leave_out=[os.fspath(folder.path)], is_left_out=is_marked):
            if isinstance(item, Source):
                found.sources[stored_path(item.path)] = item
                continue
            stored = stored_path(item.path)
            if item.failed and os.path.isdir(item.path):
                found.unlisted[stored] = str(item.reason)
            else:
                found.skipped[stored] = item
    for path in found.skipped.keys() & found.sources.keys():
        del found.skipped[path]
    return found


def _covered(folder: IndexFolder, missing: Sequence[str], roots: Sequence[Root], recorded: Sequence[Root]) -> list[str]:
    """Those of the `missing` files that this run is about: all below its roots, unless another root asks for them."""
    walked = {os.path.abspath(folder.source_path(root.path)) for root in roots}
    others = {os.path.abspath(folder.source_path(root.path)) for root in recorded} - walked
    covered: list[str] = []
    for path in missing:
        absolute = folder.source_path(path)
        around = set(folders_of(os.path.normpath(absolute)))
        if around.isdisjoint(walked):
            continue
        if not around.isdisjoint(others) and os.path.lexists(absolute):
            continue
        covered.append(path)
    return covered


def _kept_roots(recorded: Sequence[Root], roots: Sequence[Root], found: _Found) -> tuple[Root, ...]:
    """The roots, each as it was given last; but as it was before where somebody refused to have its files removed: with
    new patterns the next run would ask again."""
    refused = [root for root in recorded if found.missing.get(root.path) in {"left_out", "emptied"}]
    by_path = {root.path: root for root in (*recorded, *roots, *refused) if root.path not in found.gone}
    return tuple(by_path.values())


def _confirmed(
    folder: IndexFolder,
    roots: Sequence[Root],
    known: KnownFiles,
    removed: Sequence[str],
    found: _Found,
    changed: Sequence[str],
    confirm: Confirm,
) -> list[str]:
    """Those of the `removed` files that may be removed. Files that are found elsewhere are not lost."""
    kept: set[str] = set()
    for root in roots:
        if os.path.isfile(folder.source_path(root.path)):
            continue
        large = large_removal(folder, root, known, set(removed))
        if large is None:
            continue
        lost, had = large
        entries = known.get_all(lost)
        sizes = {entry.size for entry in entries.values()}
        again = set()
        for path in changed:
            if found.sources[path].size in sizes:
                with suppress(SourceError):
                    again.add(reading.digest_of(found.sources[path].path, found.sources[path].size))
        away = {path for path in lost if entries[path].digest not in again}
        large = large_removal(folder, root, known, away)
        out = len(left_out_of(folder, roots, away))
        if large is not None and not confirm(root.path, len(away), had, out):
            kept |= away
            found.missing[root.path] = "left_out" if out == len(away) else "emptied"
            found.unlisted[root.path] = f"{absent_files(len(away), had, out)}; nothing was removed"
    return [path for path in removed if path not in kept]


def _moved(folder: IndexFolder, related: Mapping[str, FileEntry], found: _Found, digests: Container[str]) -> list[str]:
    """Those of the `related` files that are missing, and whose content was found under another path."""
    return [
        path
        for path, entry in related.items()
        if path not in found and entry.digest in digests and is_missing(folder.source_path(path))
    ]


def _digests(sources: Mapping[str, Source], entries: Mapping[str, FileEntry], read_all: bool) -> dict[str, str]:
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
                digests[path] = reading.digest_of(source.path, source.size)
    return digests


def _first_of_same(digests: Mapping[str, str]) -> dict[str, str]:
    """For each file that is the same as others, in its bytes and how its name says to read them, the first of them."""
    shared = {digest for digest, count in Counter(digests.values()).items() if count > 1}
    same: defaultdict[tuple[str, tuple[Format | None, str]], list[str]] = defaultdict(list)
    for path, digest in digests.items():
        if digest in shared:
            same[digest, reading.format_and_compression(path)].append(path)
    return {path: min(paths, key=os.fsencode) for paths in same.values() for path in paths}


def _settle_elsewhere(
    folder: IndexFolder,
    sources: Mapping[str, Source],
    related: Mapping[str, FileEntry],
    entries: dict[str, FileEntry | None],
    firsts: Mapping[str, str],
) -> dict[str, Source]:
    """Correct the entries of files outside this run's roots, where the file that they are the same as is another now.

    Returns those of them that must be read, since the others are now duplicates of them.
    """
    found: dict[str, Source] = {}
    for path, entry in related.items():
        if path in sources or path in entries or not entry.digest:
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
    if entry.outdated:
        return False
    if entry.is_duplicate:
        return False  # the file it was a duplicate of was deleted, or this one comes first now
    return _same_stat(entry, source) or bool(digest and digest == entry.digest)


def _same_stat(entry: FileEntry, source: Source) -> bool:
    is_alike = entry.size == source.size and entry.mtime_ns == source.mtime_ns != 0
    return is_alike and not _is_other_file(entry.identity, source.identity)


def _is_other_file(identity: int, other: int) -> bool:
    """Whether these are the identities of two files; false where one is not known.

    By their inodes alone, since a drive may be another device each time that it is mounted.
    """
    return bool(identity and other) and (identity ^ other) & _INODE != 0


def _device(source: Source) -> int:
    return source.identity & ~_INODE


def _surely_replaced(sources: Mapping[str, Source], replaced: Sequence[str], changed: Collection[str]) -> list[str]:
    """Those of the files `replaced`, which look as before but for their inodes, that are to be compared by their bytes;
    `changed` are those that look otherwise.

    Some file systems (of network drives, FAT) make up inodes, others each time that they are mounted, and a restored
    backup has other ones with the old times. So where most files of a device have other inodes, and to read them takes
    a while, they are trusted to be what size and time say. To read one whose bytes are as they were costs no more than
    that.
    """
    apart = {*replaced, *changed}
    same = Counter(_device(source) for path, source in sources.items() if path not in apart)
    counts = Counter(_device(sources[path]) for path in replaced)
    sizes: Counter[int] = Counter()
    for path in replaced:
        sizes[_device(sources[path])] += sources[path].size
    trusted = {device for device, count in counts.items() if count > same[device] and sizes[device] > _SOON_READ}
    return [path for path in replaced if _device(sources[path]) not in trusted]


def _trusted(source: Source) -> int:
    """The file's modification time, or 0 where it is too near to now to tell the next change from this one."""
    return source.mtime_ns if source.mtime_ns < time.time_ns() - _RACY_NS else 0
