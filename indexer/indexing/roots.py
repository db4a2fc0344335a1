"""Which sources are part of others, and which paths have nothing?"""

from __future__ import annotations

import errno
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import takewhile

from indexer.address import is_below
from indexer.reading import is_passed_over
from indexer.store.location import IndexFolder
from indexer.store.manifest import Root

__all__ = [
    "absent_among",
    "files_of_sources",
    "folders_of",
    "is_missing",
    "leads_nowhere",
    "missing_with_files",
    "without_nested",
]


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


def leads_nowhere(path: str) -> bool:
    """Whether nothing has this path, or it is that of a link to nothing; false where the system does not tell."""
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError as error:
        return error.errno == errno.ELOOP
    except ValueError:
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


def missing_with_files(folder: IndexFolder, paths: Iterable[str]) -> dict[str, list[str]]:
    """The folders, as stored, that are missing with several of some files, by their paths as stored, each with those
    files: of the folders around a file the outermost that is missing."""
    missing = cache(is_missing)
    inside: defaultdict[str, list[str]] = defaultdict(list)
    for path in paths:
        around = folders_of(os.path.dirname(os.path.abspath(folder.source_path(path))))
        if gone := list(takewhile(missing, around)):
            inside[folder.stored_path(gone[-1])].append(path)
    return {top: files for top, files in inside.items() if len(files) > 1}


def files_of_sources(
    folder: IndexFolder, sources: Iterable[str], paths: Sequence[str], places: Iterable[int]
) -> dict[str, list[int]]:
    """Those of the `places` among some paths, as stored, that are of each of the sources, given by their paths too:
    a source is a file, or a folder that the file lies below."""
    found: dict[str, list[int]] = {source: [] for source in sources}
    tops = {os.path.abspath(folder.source_path(source)): source for source in found}
    around: dict[str, list[list[int]]] = {}  # of each folder with files, the lists of the sources that it is part of
    for place in places:
        path = paths[place]
        before, slash, _ = path.rpartition(os.sep)
        name = before or slash
        if name not in around:
            above = folders_of(os.path.dirname(os.path.abspath(folder.source_path(path))))
            around[name] = [found[tops[top]] for top in above if top in tops]
        for listed in around[name]:
            listed.append(place)
        if path in found:
            found[path].append(place)
    return found


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
