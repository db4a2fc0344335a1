"""Which files are there, under some roots?"""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from indexer import reading
from indexer.indexing.roots import folders_of
from indexer.model.sources import Missing, Source
from indexer.reading import Selection, Skipped
from indexer.reasons import Cause, Reason
from indexer.store.files import KnownFiles
from indexer.store.location import IndexFolder
from indexer.store.manifest import Root
from indexer.store.names import is_marked

__all__ = ["Found", "find_files"]


@dataclass(slots=True)
class Found:
    """The files that a walk over some roots found, by path as stored: those to read, and those to skip.

    `unlisted` are the folders and files that could not be looked into and the roots that are missing, with the reason;
    links to nothing are among them where files are known under them, which may be on a drive that is not mounted.
    `missing` says which of them are gone, emptied, or mostly left out by patterns. `gone` are roots to be forgotten,
    since they were deleted.
    """

    sources: dict[str, Source] = field(default_factory=dict)
    skipped: dict[str, Skipped] = field(default_factory=dict)
    unlisted: dict[str, str] = field(default_factory=dict)
    missing: dict[str, Missing] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def __contains__(self, path: object) -> bool:
        """Whether a file was found, to be read or skipped."""
        return path in self.sources or path in self.skipped


def find_files(
    folder: IndexFolder,
    roots: Sequence[Root],
    recorded: Sequence[Root],
    known: KnownFiles,
    expect: Callable[[int], None] | None = None,
) -> Found:
    """Walk over the files and folders of some roots. One that is missing is `gone` if it was a file that is `known`, or
    lies in another of these roots, or of the `recorded` ones, that is still there; else it is `unlisted`.
    `expect` is told the bytes of each file that can be read."""
    found = Found()
    tops = {os.path.abspath(folder.source_path(root.path)) for root in (*recorded, *roots)}
    stored_path = folder.stored_path
    for root in roots:
        selection = Selection(root.include, root.exclude, root.max_size)
        path = folder.source_path(root.path)
        if not os.path.lexists(path):
            absolute = os.path.abspath(path)
            was_file = known.get(root.path) is not None and os.path.isdir(os.path.dirname(absolute))
            around = folders_of(os.path.dirname(absolute))
            if was_file or any(place in tops and os.path.isdir(place) for place in around):
                found.gone.add(root.path)
            else:
                found.unlisted[root.path] = str(Reason(Cause.GONE))
            continue
        for item in reading.walk([path], selection, leave_out=[os.fspath(folder.path)], is_left_out=is_marked):
            stored = stored_path(item.path)
            if isinstance(item, Source):
                found.sources[stored] = item
                if expect is not None:
                    expect(item.size)
            elif item.failed or (item.reason.cause is Cause.BROKEN_LINK and _is_around(stored, known)):
                found.unlisted[stored] = str(item.reason)
            else:
                found.skipped[stored] = item
    for path in found.skipped.keys() & found.sources.keys():
        del found.skipped[path]
    return found


def _is_around(path: str, known: KnownFiles) -> bool:
    """Whether a path, as stored, is that of a known file with passages, or of a folder that had some."""
    entry = known.get(path)
    if entry is not None:
        return entry.passages > 0
    below = path + os.sep
    paths = known.paths
    for place in range(bisect_left(paths, os.fsencode(below), key=os.fsencode), len(paths)):
        if not paths[place].startswith(below):
            break
        if known.passages[place]:
            return True
    return False
