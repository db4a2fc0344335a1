"""Which sources are part of others, and which are gone?"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from indexer.address import is_below
from indexer.reading import Patterns, is_passed_over
from indexer.reasons import Cause
from indexer.store.files import KnownFiles
from indexer.store.location import IndexFolder
from indexer.store.manifest import Root

__all__ = [
    "LEFT_OUT",
    "Confirm",
    "GoneSources",
    "absent_files",
    "folders_of",
    "gone_sources",
    "is_large",
    "is_missing",
    "large_removal",
    "left_out_of",
    "listed_removals",
    "lost_with_sources",
    "without_nested",
]

Confirm: TypeAlias = Callable[[str, int, int, int], bool]
"""Is asked before a run removes many files: of this source, as stored, so many of so many; and how many of those that
would be removed are still there, but left out by patterns."""

LEFT_OUT = "left out by --include or --exclude"
"""Why a file that is still there is not in the index."""

_MOST_REMOVED = 1_000
"""Files of a source that a run removes without asking, as long as they are not more than half of it."""


@dataclass(frozen=True, slots=True)
class GoneSources:
    """What becomes of sources that are gone.

    `forgotten` are those whose articles were all found elsewhere, with the `paths` still known of them; `kept` are the
    others, each with a message; of several files that were named one by one, the folder that is gone with them, and
    then the files are `named` by it.
    """

    forgotten: Collection[str] = ()
    paths: Sequence[str] = ()
    kept: Mapping[str, str] = field(default_factory=dict)
    named: Collection[str] = ()


def folders_of(path: str) -> Iterator[str]:
    """An absolute path, and each of the folders that it lies below."""
    yield path
    while (folder := os.path.dirname(path)) != path:
        yield folder
        path = folder


def is_missing(path: str) -> bool:
    """Whether nothing has this path; false where the system does not tell."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False
    return False


def absent_among(folder: IndexFolder, paths: Iterable[str]) -> set[str]:
    """Those of some paths, as stored, that nothing has. What is in a folder that is missing is not looked for."""
    folders: dict[str, bool] = {}
    absent: set[str] = set()
    for path in paths:
        around = path.rpartition(os.sep)[0]
        if around not in folders:
            folders[around] = is_missing(folder.source_path(around))
        if folders[around] or is_missing(folder.source_path(path)):
            absent.add(path)
    return absent


def without_nested(folder: IndexFolder, roots: Sequence[Root]) -> tuple[Root, ...]:
    """The sources, by their paths, without those that are read as part of another one anyway."""
    places: defaultdict[str, list[Root]] = defaultdict(list)
    for root in roots:
        places[os.path.abspath(folder.source_path(root.path))].append(root)
    return tuple(
        root
        for root in sorted(roots, key=lambda root: root.path)
        if not any(
            _is_part(folder, root, other)
            for place in folders_of(os.path.abspath(folder.source_path(root.path)))
            for other in places.get(place, ())
        )
    )


def _is_part(folder: IndexFolder, root: Root, other: Root) -> bool:
    """Whether all that is read of a source is read of another one too, in the same way."""
    inner, outer = (os.path.abspath(folder.source_path(one.path)) for one in (root, other))
    if inner == outer or not is_below(inner, outer):
        return False
    chosen = (root.include, root.exclude, root.max_size)
    if chosen != (other.include, other.exclude, other.max_size):
        return False
    if root.exclude or any("/" in pattern for pattern in root.include):
        return False  # a pattern with a slash counts from its source
    names = os.path.relpath(inner, outer).split(os.sep)
    return os.path.isdir(outer) and not any(map(is_passed_over, names))


def large_removal(
    folder: IndexFolder, root: Root, known: KnownFiles, removed: Container[str]
) -> tuple[list[str], int] | None:
    """Those of the `removed` files that a source has articles of, and how many such files it had, where they are so
    many that the user is asked; else None."""
    top = os.path.abspath(folder.source_path(root.path))
    passages = known.passages.tolist()
    had = [
        path
        for path, count in zip(known.paths, passages, strict=True)
        if count and path != root.path and is_below(folder.source_path(path), top)
    ]
    lost = [path for path in had if path in removed]
    return (lost, len(had)) if is_large(len(lost), len(had)) else None


def is_large(lost: int, had: int) -> bool:
    """Whether so many files of so many are not removed without asking."""
    return lost > _MOST_REMOVED or 2 * lost > had


def listed_removals(
    roots: Sequence[Root], known: KnownFiles, removed: Container[str]
) -> dict[str, tuple[list[str], int]]:
    """The same of files that are sources themselves, as those of a list are: by the folder that several of them are in,
    which may be where a drive is to be mounted."""
    listed: defaultdict[str, list[str]] = defaultdict(list)
    for path, entry in known.get_all([root.path for root in roots]).items():
        if entry.passages:
            listed[os.path.dirname(path)].append(path)
    found = {around: ([path for path in had if path in removed], len(had)) for around, had in listed.items()}
    return {around: (lost, had) for around, (lost, had) in found.items() if had > 1 and is_large(len(lost), had)}


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


def gone_sources(
    folder: IndexFolder, roots: Sequence[Root], known: KnownFiles, moved: Collection[str], walked: Container[str]
) -> GoneSources:
    """What becomes of those of the sources that are gone, when the files `moved` were found elsewhere; of those not
    `walked` nothing is said."""
    forgotten: list[str] = []
    paths: list[str] = []
    kept: dict[str, int] = {}
    for root, below in _files_of_missing(folder, roots, known).items():
        staying = [place for place in below if known.paths[place] not in moved]
        if len(staying) < len(below) and not known.passages[staying].any():
            forgotten.append(root)
            paths += [known.paths[place] for place in staying]
        elif root in walked:
            kept[root] = int(known.articles[staying].sum())
    groups = _gone_together(folder, known, kept)
    messages = {path: _gone(articles) for path, articles in _in_groups(kept, groups).items()}
    return GoneSources(forgotten, paths, messages, {path for members in groups.values() for path in members})


def lost_with_sources(folder: IndexFolder, roots: Sequence[Root], known: KnownFiles) -> dict[str, int]:
    """How many files with articles would be lost with each of the sources that are gone, or with the folder that is
    gone with several files that are sources."""
    missing = _files_of_missing(folder, roots, known)
    lost = {root: int((known.passages[below] > 0).sum()) for root, below in missing.items()}
    return {path: count for path, count in _in_groups(lost, _gone_together(folder, known, lost)).items() if count}


def _files_of_missing(folder: IndexFolder, roots: Sequence[Root], known: KnownFiles) -> dict[str, list[int]]:
    """The places of the files, among the known ones, of each of the sources that are gone."""
    places = {os.path.abspath(path): root.path for root in roots if is_missing(path := folder.source_path(root.path))}
    found: dict[str, list[int]] = {root: [] for root in places.values()}
    for place in np.flatnonzero(~known.external).tolist() if found else ():
        for around in folders_of(os.path.abspath(folder.source_path(known.paths[place]))):
            if around in places:
                found[places[around]].append(place)
    return found


def _in_groups(counts: Mapping[str, int], groups: Mapping[str, Collection[str]]) -> dict[str, int]:
    """The counts of sources, those of a group together under its name."""
    grouped = {path for members in groups.values() for path in members}
    alone = {path: count for path, count in counts.items() if path not in grouped}
    return alone | {around: sum(map(counts.__getitem__, members)) for around, members in groups.items()}


def _gone_together(folder: IndexFolder, known: KnownFiles, gone: Collection[str]) -> dict[str, set[str]]:
    """Those of the sources that are `gone` that are files, by the outermost folder that is missing and that several of
    them were in."""
    missing: dict[str, bool] = {}
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for path in known.get_all(gone):
        outermost = ""
        for around in folders_of(os.path.dirname(os.path.abspath(folder.source_path(path)))):
            if around not in missing:
                missing[around] = is_missing(around)
            if not missing[around]:
                break
            outermost = around
        if outermost:
            groups[folder.stored_path(outermost)].add(path)
    return {around: members for around, members in groups.items() if len(members) > 1 and around not in gone}


def _gone(articles: int) -> str:
    """In words: of a source that is gone, so many articles are kept."""
    what = "article is" if articles == 1 else "articles are"
    return f"{Cause.GONE}, or its drive is not mounted" + (f"; its {articles} {what} kept" if articles else "")
