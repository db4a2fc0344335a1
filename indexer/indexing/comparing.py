"""Which of the files that a walk found are new or changed, and which of those known were not found?

A file that looks as it did is unchanged: by its size, its modification time and, where they mean something, its inode.
One that was not read to its end counts as changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from indexer import reading
from indexer.arrays import distinct, is_among, whole_numbers
from indexer.indexing.digests import Digests
from indexer.indexing.finding import Found
from indexer.indexing.renamed import renamed_files
from indexer.indexing.roots import leads_nowhere
from indexer.model.sources import Source
from indexer.reasons import Cause, cause_of, extras_needed
from indexer.store.files import FileEntry, KnownFiles, digest_number
from indexer.store.location import IndexFolder

__all__ = ["Compared", "known_digest", "looks_same"]

_INODE = 2**48 - 1
"""The bits of an identity that are those of the inode."""

_SOON_READ = 64 * 2**20
"""Bytes that are read and hashed in less than a second, also from a network drive (100 MB/s)."""


class Compared:
    """Which of the files that were found are new or changed, and which of those known were not found; `digests` are of
    those that are compared by their bytes."""

    def __init__(self, known: KnownFiles, found: Found, *, read_all: bool) -> None:
        self._known = known
        self._found = found
        self._read_all = read_all
        self.digests = Digests()
        paths = known.paths
        places = self._places(found.sources)
        self.changed = list(found.sources) if read_all else self._changed(places)
        self._add(paths[place] for place in np.flatnonzero(known.partial).tolist())
        self._here = np.zeros(len(paths), np.bool_)
        """Of each known file whether it was found, and was not renamed."""
        for mine in (places, self._places(found.skipped)):
            self._here[mine[mine >= 0]] = True
        self.missing = [paths[place] for place in np.flatnonzero(~(self._here | known.external)).tolist()]

    def _places(self, paths: Collection[str]) -> NDArray[np.int64]:
        """The place of each path among those of the known files, or -1."""
        if not paths:
            return np.zeros(0, np.int64)
        if list(paths) == self._known.paths:  # as where no file came or went: looking each up takes ten times as long
            return np.arange(len(paths))
        return np.fromiter(map(self._place_of.get, paths, repeat(-1)), np.int64, len(paths))

    @cached_property
    def _place_of(self) -> dict[str, int]:
        """The place of each known file by its path."""
        return {path: place for place, path in enumerate(self._known.paths)}

    def _changed(self, places: NDArray[np.int64]) -> list[str]:
        """The files found that look otherwise than when they were last read, or are new; `places` are those of all."""
        paths = list(self._found.sources)
        if not paths:
            return []
        sizes, times, identities = (
            whole_numbers(column) for column in list(zip(*self._found.sources.values(), strict=True))[1:]
        )
        old_sizes, old_times, old_identities = (
            np.append(column, 0)[places] for column in (self._known.sizes, self._known.times, self._known.identities)
        )
        alike = (places >= 0) & (sizes == old_sizes) & (times == old_times) & (old_times != 0)
        other = (identities != 0) & (old_identities != 0) & ((identities ^ old_identities) & _INODE != 0)
        changed = [paths[place] for place in np.flatnonzero(~alike).tolist()]
        replaced = [paths[place] for place in np.flatnonzero(alike & other).tolist()]
        return changed + _surely_replaced(self._found.sources, replaced, changed) if replaced else changed

    def add_orphans(self, folder: IndexFolder) -> None:
        """Take for changed those duplicates of which the other file is not in the index any more, or is missing."""
        known, found = self._known, self._found
        changed = set(self.changed)
        paths = known.paths
        for place in np.flatnonzero(known.notable & (known.passages == 0) & (known.digests != 0)).tolist():
            path = paths[place]
            if path not in found.sources or path in changed:
                continue
            original = known.entry(place).original
            if not original or original in found.sources:
                continue
            if known.get(original) is None or leads_nowhere(folder.source_path(original)):
                self.changed.append(path)

    def add_readable(self, again: Container[Cause | None]) -> set[str]:
        """Take for changed those files of which something could not be read for want of a reader that is installed
        now, or for one of the reasons `again`; return them."""
        known, found = self._known, self._found
        paths = known.paths
        readable: list[str] = []
        for place in np.flatnonzero(known.failed).tolist():
            if (path := paths[place]) in found.sources:
                entry = known.entry(place)
                extras = extras_needed((str(entry.reason or ""), *entry.problems))
                is_wanted = entry.reason is not None and entry.reason.cause in again
                is_wanted |= any(cause_of(problem) in again for problem in entry.problems)
                if is_wanted or any(map(reading.is_installed, extras)):
                    readable.append(path)
        return self._add(readable)

    def add_affected(self, affected: Collection[str]) -> set[str]:
        """Take for changed those of the files `affected` by other settings that are still there; return them."""
        return self._add(affected)

    def add_outdated(self) -> set[str]:
        """Take for changed those files that were away when the settings changed; return them."""
        paths = self._known.paths
        return self._add(paths[place] for place in np.flatnonzero(self._known.outdated).tolist())

    def _add(self, paths: Iterable[str]) -> set[str]:
        """Take for changed those of the files that were found; return them."""
        found = {path for path in paths if path in self._found.sources}
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
                entries[path] = entry._replace(outdated=True)

    def take_renamed(self, folder: IndexFolder, affected: Collection[str]) -> dict[str, str]:
        """The new paths, by the old ones, of files that were renamed, as `renamed_files` finds them; they count neither
        as missing nor as changed any more."""
        sources, digests = self._found.sources, self.digests
        renamed = renamed_files(folder, self._known, sources, self.changed, self.missing, affected, digests)
        if renamed:
            taken = set(renamed.values())
            self.changed = [path for path in self.changed if path not in taken]
            self.missing = [path for path in self.missing if path not in renamed]
            self._here[self._places(renamed)] = False
        return renamed

    def related(
        self, before: Mapping[str, FileEntry], apart: Collection[Collection[str]], lost: Iterable[str]
    ) -> dict[str, FileEntry]:
        """The entries of unchanged files that have the same bytes as a changed one, or as one whose digest is `lost`;
        those `apart` are left out. `before` are the entries of the changed files, of which those are read that are as
        large as an unchanged one."""
        known, found = self._known, self._found
        if not self.changed and not lost:
            return {}
        may = known.digests != 0
        for left_out in (self.changed, *apart):
            places = self._places(left_out)
            may[places[places >= 0]] = False
        sizes = set(distinct(known.sizes[may]).tolist())
        twins = [
            self.digests.of(source.path, source.size)
            for path, source in ((path, found.sources[path]) for path in self.changed)
            if source.size and source.size in sizes and (self._read_all or not known_digest(before.get(path), source))
        ]
        digests = distinct(np.array([digest_number(digest) for digest in (*lost, *twins) if digest], np.int64))
        may &= is_among(known.digests, digests)
        return {known.paths[place]: known.entry(place) for place in np.flatnonzero(may).tolist()}

    def untouched(self, touched: Collection[str]) -> tuple[int, dict[str, FileEntry]]:
        """Of the files found that are neither `touched` nor renamed: how many have passages, and the entries of those
        that say why something is not in the index."""
        known = self._known
        staying = self._here.copy()
        places = self._places(touched)
        staying[places[places >= 0]] = False
        kept = int(np.count_nonzero(staying & (known.passages > 0)))
        notable = np.flatnonzero(staying & known.notable).tolist()
        return kept, {known.paths[place]: known.entry(place) for place in notable}


def looks_same(entry: FileEntry, source: Source) -> bool:
    """Whether a file looks as it did when it was last read."""
    is_alike = entry.size == source.size and entry.mtime_ns == source.mtime_ns != 0
    return is_alike and not _is_other_file(entry.identity, source.identity)


def known_digest(entry: FileEntry | None, source: Source) -> str:
    """The digest of a file that looks as it did when it was last read; "" where it does not, or was never read."""
    return entry.digest if entry is not None and looks_same(entry, source) else ""


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
