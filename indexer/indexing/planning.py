"""Which files are new, changed, deleted, or the same as another?

A file is taken as unchanged when its size and modification time are, and its inode; when only the time or the inode
differs, its bytes decide. Of files with the same bytes the first, by path, is indexed.
"""

from __future__ import annotations

import os
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Container, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from indexer import reading
from indexer.indexing.comparing import Compared, known_digest, looks_same
from indexer.indexing.digests import Digests
from indexer.indexing.finding import Found, find_files
from indexer.indexing.keeping import GoneSources, files_below, gone_sources, tell_kept
from indexer.indexing.losses import Confirm, confirmed_removals, left_out_of
from indexer.indexing.rivals import rivals
from indexer.indexing.roots import folders_of, leads_nowhere, without_nested
from indexer.model.sources import Missing, Source
from indexer.reading import Format
from indexer.reasons import Cause, Reason
from indexer.store.files import FileEntry, KnownFiles
from indexer.store.location import IndexFolder
from indexer.store.manifest import Root

__all__ = ["Job", "Plan", "make_plan"]

_RACY_NS = 2 * 10**9
"""A file that changed this shortly before it was looked at may change again within the same tick of its file system's
clock (2 s on FAT): its time is then not trusted, as in git's "racy" entries."""


class Job(NamedTuple):
    """A file to read: its path as stored and as the system knows it, how it looked, how many bytes of it are read at
    most (0: any number), and its identity, as in Source.

    `begun` is the entry of a file that is read in part, where its reading is to go on; `names` are then how many
    articles are in each part so far that has a name.
    """

    stored: str
    path: str
    size: int
    mtime_ns: int
    limit: int = 0
    identity: int = 0
    begun: FileEntry | None = None
    names: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done: files to read, files to remove, and entries that change without reading.

    `entries` are changed entries by path as stored, None for files that are to be forgotten; those of `jobs` are not
    among them. `before` are the entries that these and the jobs' files have now. `scope` are the files this run is
    about, whatever becomes of them: of those that stay as they are `kept` have passages, and `notable` has the entries
    that say why something is not in the index. `unlisted` are the folders and files that could not be looked into, with
    the reason: what was indexed from them stays, and counts among those `kept`; `missing` are those of them that are
    gone, emptied, or mostly left out by patterns. Of the files that are removed, `left_out` are still there, and
    patterns leave them out. `renamed` are new paths by old ones of files that stay as they are otherwise; they are
    nowhere else in the plan, but that those read in part are read on under the new path. `moved` are those of files
    that were renamed too, and are removed under the old path and read under the new one. `originals` are files with
    passages, of which those in scope that are duplicates are copies. `rivals` are the paths of articles that come from
    no file, which go where an article that is read has the same address; their entries are in `before`.
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
    moved: Mapping[str, str] = field(default_factory=dict)
    originals: Container[str] = frozenset()
    rivals: frozenset[str] = frozenset()

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
            or self.originals
            or removes
            or any(entry and entry.passages for entry in self.entries.values())
        )

    def is_changed(self, path: str) -> bool:
        """Whether a file that is to be read has passages in the index."""
        return path in self.before and self.before[path].passages > 0


def make_plan(
    folder: IndexFolder,
    recorded: Sequence[Root],
    known: KnownFiles,
    roots: Sequence[Root],
    *,
    read_all: bool = False,
    again: Container[Cause | None] = (),
    affected: Collection[str] = (),
    by_path: bool = False,
    confirm: Confirm | None = None,
    expect: Callable[[int], None] | None = None,
) -> Plan:
    """Compare the files under `roots` with the `known` ones; `recorded` are the roots of earlier runs. With `read_all`,
    every file is read, whether or not it changed, and those that could not be read for one of the reasons `again` are
    read again, and those `affected` by other settings; what is away then is read when it is back. `by_path` says that
    how a file is read depends on its path. Many files of a root are removed only where `confirm` agrees, if given.
    `expect` is told the bytes of each file that is found to be read.

    A file that is missing and found under another path is removed under the old one. A root that was a file and was
    deleted is forgotten; a folder that is missing may be on a disk that is not mounted, and what was indexed from it
    stays, unless all of it was found elsewhere.
    """
    found = find_files(folder, roots, recorded, known, expect)
    compared = Compared(known, found, read_all=read_all)
    compared.add_orphans(folder)
    readable = compared.add_readable(again) | compared.add_affected(affected) | compared.add_outdated()
    renamed = {} if read_all or by_path else compared.take_renamed(folder, affected)
    unseen, removed = _unseen_and_gone(folder, compared.missing, roots, recorded, found)
    if confirm is not None and removed:
        removed = confirmed_removals(folder, roots, known, removed, found, compared.changed, confirm, compared.digests)
    entries: dict[str, FileEntry | None] = dict.fromkeys(removed)
    before = known.get_all([*removed, *found.skipped, *compared.changed])
    for path, skipped in found.skipped.items():
        entry = FileEntry(reason=skipped.reason, failed=skipped.failed)
        if before.get(path) != entry:
            entries[path] = entry
    # Only files that are new, changed or gone, and those that have, or had, the same bytes as they, can be duplicates
    # of others than before.
    lost = [before[path].digest for path in (*removed, *found.skipped, *compared.changed) if path in before]
    related = compared.related(before, (entries, renamed), lost)
    before |= related
    sources = {path: found.sources[path] for path in (*compared.changed, *related) if path in found.sources}
    digests = _digests(
        sources, {path: entry for path, entry in before.items() if path not in entries}, compared.digests, read_all
    )
    moved = _moved(folder, related, found, {digests[path] for path in sources if path in digests})
    for path in moved:
        entries[path] = None
        digests.pop(path, None)
    gone = gone_sources(folder, (*recorded, *roots), known, {*moved, *renamed}, found.unlisted)
    entries |= dict.fromkeys(gone.paths)
    before |= known.get_all(gone.paths)
    _note_gone(found, gone)
    compared.note_outdated(entries, before, None if read_all else affected)
    firsts = _first_of_same(digests)
    largest = max((root.max_size for root in roots), default=0)
    elsewhere = _settle_elsewhere(folder, sources, related, entries, firsts)
    jobs = _read_on(known, found, renamed, before, largest)
    for path, source in (sources | elsewhere).items():
        old = before.get(path)
        digest = digests.get(path, "")
        first = firsts.get(path, path)
        if first != path:
            why = Reason(Cause.DUPLICATE, first)
            entries[path] = FileEntry(source.size, _trusted(source), digest, reason=why, identity=source.identity)
        elif not read_all and path not in readable and old is not None and _is_current(old, source, digest):
            entries[path] = old._replace(mtime_ns=_trusted(source), identity=source.identity or old.identity)
        else:
            entries.pop(path, None)
            begun = None if read_all or path in readable else _begun(old, source, digest)
            jobs.append(_job(path, source, largest, begun))
    jobs.sort(key=lambda job: os.fsencode(job.stored))
    entries = {path: entry for path, entry in entries.items() if entry != before.get(path)}
    stored = {job.stored for job in jobs}
    touched = entries.keys() | stored
    added = frozenset(path for path, _ in rivals(known, stored))
    kept, notable = compared.untouched(touched)
    copied = {entry.original for entry in (*entries.values(), *notable.values()) if entry} - {""}
    return Plan(
        jobs=tuple(jobs),
        entries=entries,
        before={path: entry for path, entry in before.items() if path in touched} | known.get_all(added),
        roots=without_nested(folder, _kept_roots(recorded, roots, found)),
        scope=found,
        kept=kept + tell_kept(found, known, {path: place for path, place in unseen.items() if path not in moved}),
        notable=notable,
        unlisted=found.unlisted,
        missing=found.missing,
        renamed=renamed,
        moved=_read_again(folder, jobs, compared.digests, before, entries),
        left_out=left_out_of(folder, roots, removed),
        originals=_with_passages(known, copied - touched, renamed),
        rivals=added,
    )


def _with_passages(known: KnownFiles, paths: Collection[str], renamed: Mapping[str, str]) -> frozenset[str]:
    """Those of some files, by their paths of now, that have passages and stay as they are."""
    if not paths:
        return frozenset()
    olds = {new: old for old, new in renamed.items()}
    entries = known.get_all(olds.get(path, path) for path in paths)
    return frozenset(path for path in paths if (entry := entries.get(olds.get(path, path))) and entry.passages)


def _note_gone(found: Found, gone: GoneSources) -> None:
    """Note in `found` what becomes of the sources that are gone."""
    other = {*gone.named, *gone.forgotten}
    found.unlisted = {path: what for path, what in found.unlisted.items() if path not in other} | dict(gone.kept)
    found.missing |= dict.fromkeys(gone.kept, "gone")
    found.gone |= set(gone.forgotten)


def _unseen_and_gone(
    folder: IndexFolder, missing: Sequence[str], roots: Sequence[Root], recorded: Sequence[Root], found: Found
) -> tuple[dict[str, str], list[str]]:
    """Those of the `missing` files that this run is about: the ones that cannot be seen, each with the file or folder
    that hides it, and the ones that are gone."""
    covered = _covered(folder, missing, roots, recorded)
    unseen = files_below(folder, covered, found.unlisted)
    return unseen, [path for path in covered if path not in unseen]


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


def _kept_roots(recorded: Sequence[Root], roots: Sequence[Root], found: Found) -> tuple[Root, ...]:
    """The roots, each as it was given last; but as it was before where somebody refused to have its files removed: with
    new patterns the next run would ask again."""
    refused = [root for root in recorded if found.missing.get(root.path) in {"left_out", "emptied"}]
    by_path = {root.path: root for root in (*recorded, *roots, *refused) if root.path not in found.gone}
    return tuple(by_path.values())


def _moved(folder: IndexFolder, related: Mapping[str, FileEntry], found: Found, digests: Container[str]) -> list[str]:
    """Those of the `related` files that are missing, and whose content was found under another path."""
    return [
        path
        for path, entry in related.items()
        if path not in found and entry.digest in digests and leads_nowhere(folder.source_path(path))
    ]


def _read_again(
    folder: IndexFolder,
    jobs: Sequence[Job],
    read: Digests,
    before: Mapping[str, FileEntry],
    entries: Mapping[str, FileEntry | None],
) -> dict[str, str]:
    """The new paths, by the old ones, of files that are gone from where they were, and whose bytes are to be read under
    a path that is new."""
    olds: defaultdict[int, dict[str | None, str]] = defaultdict(dict)
    for path, entry in before.items():
        if entry.passages and path in entries and entries[path] is None and leads_nowhere(folder.source_path(path)):
            olds[entry.size][entry.digest] = path
    moves: dict[str, str] = {}
    for job in jobs:
        if job.size in olds and job.stored not in before:
            old = olds[job.size].get(read.of(job.path, job.size))
            if old is not None:
                moves[old] = job.stored
    return moves


def _digests(
    sources: Mapping[str, Source], entries: Mapping[str, FileEntry], read: Digests, read_all: bool
) -> dict[str, str]:
    """The digests that are known or needed: of files that may be unchanged, or the same as another.

    Only files of equal size can be equal, so that most files are read once, by the worker that indexes them.
    """
    digests = {path: entry.digest for path, entry in entries.items() if entry.digest and path not in sources}
    sizes = Counter(source.size for source in sources.values())
    sizes.update(entries[path].size for path in digests)
    for path, source in sources.items():
        old = entries.get(path)
        if not read_all and (known := known_digest(old, source)):
            digests[path] = known
        elif source.size and (sizes[source.size] > 1 or (old is not None and old.digest and old.size == source.size)):
            digest = read.of(source.path, source.size)
            if digest is not None:
                digests[path] = digest
    return digests


def _read_on(
    known: KnownFiles, found: Found, renamed: Mapping[str, str], before: dict[str, FileEntry], largest: int
) -> list[Job]:
    """The jobs of files that were `renamed` and are read in part, to be read on; what they are is noted in `before`."""
    paths = known.paths
    partial = [paths[place] for place in np.flatnonzero(known.partial).tolist() if paths[place] in renamed]
    jobs: list[Job] = []
    for old, entry in known.get_all(partial).items():
        new = renamed[old]
        before[new] = entry
        jobs.append(_job(new, found.sources[new], largest, entry))
    return jobs


def _job(path: str, source: Source, largest: int, begun: FileEntry | None) -> Job:
    """The job of a file with this path as stored, in a run that reads files of at most `largest` bytes."""
    limit = max(largest, source.size)
    return Job(path, source.path, source.size, _trusted(source), limit, source.identity, begun)


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
    if entry.outdated or entry.partial is not None:
        return False
    if entry.is_duplicate:
        return False  # the file it was a duplicate of was deleted, or this one comes first now
    return looks_same(entry, source) or bool(digest and digest == entry.digest)


def _begun(entry: FileEntry | None, source: Source, digest: str) -> FileEntry | None:
    """The entry of a file that is read in part, where it can be read on: it is as it was."""
    if entry is None or entry.partial is None:
        return None
    return entry if looks_same(entry, source) or (digest and digest == entry.digest) else None


def _trusted(source: Source) -> int:
    """The file's modification time, or 0 where it is too near to now to tell the next change from this one."""
    return source.mtime_ns if source.mtime_ns < time.time_ns() - _RACY_NS else 0
