"""May a run remove so many files of a source?

Where it would remove more than half of them, or very many, the user is asked: they may be on a drive that is not
mounted, or left out by a pattern that says more than was meant.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Collection, Container, Sequence
from typing import TypeAlias

import numpy as np

from indexer.address import is_below
from indexer.indexing.digests import Digests
from indexer.indexing.finding import Found
from indexer.indexing.roots import files_of_sources
from indexer.reading import Patterns
from indexer.store.files import KnownFiles
from indexer.store.location import IndexFolder
from indexer.store.manifest import Root

__all__ = ["LEFT_OUT", "Confirm", "absent_files", "confirmed_removals", "left_out_of"]

Confirm: TypeAlias = Callable[[str, int, int, int], bool]
"""Is asked before a run removes many files: of this source, as stored, so many of so many; and how many of those that
would be removed are still there, but left out by patterns."""

LEFT_OUT = "left out by --include or --exclude"
"""Why a file that is still there is not in the index."""

_MOST_REMOVED = 1_000
"""Files of a source that a run removes without asking, as long as they are not more than half of it."""


def confirmed_removals(
    folder: IndexFolder,
    roots: Sequence[Root],
    known: KnownFiles,
    removed: Sequence[str],
    found: Found,
    changed: Sequence[str],
    confirm: Confirm,
    read: Digests,
) -> list[str]:
    """Those of the `removed` files that may be removed. Files that are found elsewhere are not lost."""
    kept: set[str] = set()
    for place, (lost, had) in _large_removals(folder, roots, known, set(removed)).items():
        entries = known.get_all(lost)
        sizes = {entry.size for entry in entries.values()}
        again = {
            read.of(source.path, source.size)
            for source in map(found.sources.__getitem__, changed)
            if source.size in sizes
        }
        away = {path for path in lost if entries[path].digest not in again}
        out = len(left_out_of(folder, roots, away))
        if _is_large(len(away), had) and not confirm(place, len(away), had, out):
            kept |= away
            found.gone -= away
            found.missing[place] = "left_out" if out == len(away) else "emptied"
            found.unlisted[place] = f"{absent_files(len(away), had, out)}; nothing was removed"
    return [path for path in removed if path not in kept]


def _large_removals(
    folder: IndexFolder, roots: Sequence[Root], known: KnownFiles, removed: Container[str]
) -> dict[str, tuple[list[str], int]]:
    """Those of the `removed` files that each source has articles of, and how many such files it had, where they are so
    many that the user is asked. Files that are sources themselves, as those of a list are, are counted by the folder
    that several of them are in, which may be where a drive is to be mounted."""
    files = known.get_all([root.path for root in roots])
    listed: defaultdict[str, list[str]] = defaultdict(list)
    for path, entry in files.items():
        if entry.passages:
            listed[os.path.dirname(path)].append(path)
    several = {around: had for around, had in listed.items() if len(had) > 1}
    folders = [
        root.path for root in roots if root.path not in files and not os.path.isfile(folder.source_path(root.path))
    ]
    paths = known.paths
    with_passages = np.flatnonzero(known.passages).tolist() if folders else ()
    below = files_of_sources(folder, folders, paths, with_passages)
    inside = {top: [paths[place] for place in places] for top, places in below.items()}
    large: dict[str, tuple[list[str], int]] = {}
    for top, had in (*several.items(), *inside.items()):
        lost = [path for path in had if path in removed]
        if _is_large(len(lost), len(had)):
            large[top] = lost, len(had)
    return large


def _is_large(lost: int, had: int) -> bool:
    """Whether so many files of so many are not removed without asking."""
    return lost > _MOST_REMOVED or 2 * lost > had


def left_out_of(folder: IndexFolder, roots: Sequence[Root], paths: Collection[str]) -> frozenset[str]:
    """Those of the `paths`, as stored, that are still files, and that the patterns of one of the sources leave out."""
    found: set[str] = set()
    for root in roots:
        patterns = Patterns(root.include, root.exclude)
        if not patterns:
            continue
        top = os.path.abspath(folder.source_path(root.path))
        for path in paths:
            absolute = os.path.abspath(folder.source_path(path))
            if not is_below(absolute, top) or not os.path.lexists(absolute) or os.path.isdir(absolute):
                continue
            below = os.path.relpath(absolute, top) if absolute != top else os.path.basename(absolute)
            if patterns.leave_out(below.split(os.sep)):
                found.add(path)
    return frozenset(found)


def absent_files(absent: int, had: int, left_out: int) -> str:
    """In words: of so many files of a source so many are absent, `left_out` of them by patterns."""
    files = "1 file is" if had == 1 else f"{had} files are"
    if left_out == absent:
        return f"{absent} of {files} {LEFT_OUT}"
    if left_out:
        return f"{absent} of {files} missing, or (of these {left_out}) {LEFT_OUT}"
    return f"{absent} of {files} missing"
