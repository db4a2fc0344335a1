"""Which articles stay although their file cannot be read now, and what is told of them?

A file that is gone takes its articles with it. One that is there, and that the system refuses to read, or that cannot
be read within the limits, may still have them: they stay as they were when it was last read. So do those of a source
that is gone, which may be on a drive that is not mounted, unless all of them were found elsewhere.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.indexing.finding import Found
from indexer.indexing.roots import files_of_sources, folders_of, is_missing, missing_with_files
from indexer.reasons import Cause, Reason
from indexer.store.files import FileEntry, KnownFiles
from indexer.store.location import IndexFolder
from indexer.store.manifest import Root

__all__ = ["GoneSources", "articles_kept", "files_below", "gone_sources", "lost_with_sources", "tell_kept"]


@dataclass(frozen=True, slots=True)
class GoneSources:
    """What becomes of sources that are gone.

    `forgotten` are those whose articles were all found elsewhere, with the `paths` still known of them; `kept` are the
    others, each with a message; of several files that were named one by one, the folder that is gone with them, and
    then the files are `named` by it.
    """

    forgotten: Collection[str]
    paths: Sequence[str]
    kept: Mapping[str, str]
    named: Collection[str]


def articles_kept(count: int, as_of: int = 0) -> str:
    """In words: so many articles of a file, or in a folder, stay; `as_of` is the file's modification time when it was
    read, in ns, or 0 where it is not known."""
    what = "its article is kept" if count == 1 else f"its {count:,} articles are kept"
    return f"{what} as of {day}" if (day := _day(as_of)) else what


def files_below(folder: IndexFolder, paths: Sequence[str], unlisted: Collection[str]) -> dict[str, str]:
    """Those of some files, as stored, that are one of the `unlisted` files and folders, or in one: the outermost."""
    places = {os.path.abspath(folder.source_path(path)): path for path in unlisted}
    found: dict[str, str] = {}
    for path in paths if places else ():
        around = [place for place in folders_of(os.path.abspath(folder.source_path(path))) if place in places]
        if around:
            found[path] = places[around[-1]]
    return found


def tell_kept(found: Found, known: KnownFiles, unseen: Mapping[str, str]) -> int:
    """Tell of files and folders that could not be looked into how many articles are kept from there: of these files,
    each with the one of them that it is in. Return how many have articles. Of sources that are missing it is told."""
    kept: defaultdict[str, list[FileEntry]] = defaultdict(list)
    for path, entry in known.get_all(unseen).items():
        if entry.passages and (place := unseen[path]) in found.unlisted and place not in found.missing:
            kept[place].append(entry)
    for place, entries in kept.items():
        as_of = entries[0].mtime_ns if len(entries) == 1 else 0
        found.unlisted[place] += f"; {articles_kept(sum(entry.articles for entry in entries), as_of)}"
    link = str(Reason(Cause.BROKEN_LINK))
    for place in [place for place, what in found.unlisted.items() if what == link]:
        del found.unlisted[place]  # all that was behind it was found elsewhere
    return sum(map(len, kept.values()))


def gone_sources(
    folder: IndexFolder, roots: Sequence[Root], known: KnownFiles, moved: Collection[str], walked: Container[str]
) -> GoneSources:
    """What becomes of those of the sources that are gone, when the files `moved` were found elsewhere; of those not
    `walked` nothing is said."""
    forgotten: list[str] = []
    paths: list[str] = []
    kept: dict[str, int] = {}
    names = known.paths
    for root, below in _files_of_missing(folder, roots, known).items():
        staying = [place for place in below if names[place] not in moved]
        if len(staying) < len(below) and not known.passages[staying].any():
            forgotten.append(root)
            paths += [names[place] for place in staying]
        elif root in walked:
            kept[root] = int(known.articles[staying].sum())
    messages = {path: _gone(articles) for path, articles in _by_folder(folder, known, kept).items()}
    return GoneSources(forgotten, paths, messages, kept.keys() - messages.keys())


def lost_with_sources(folder: IndexFolder, roots: Sequence[Root], known: KnownFiles) -> dict[str, int]:
    """How many files with articles would be lost with each of the sources that are gone, or with the folder that is
    gone with several files that are sources."""
    missing = _files_of_missing(folder, roots, known)
    lost = {root: int((known.passages[below] > 0).sum()) for root, below in missing.items()}
    return {path: count for path, count in _by_folder(folder, known, lost).items() if count}


def _files_of_missing(folder: IndexFolder, roots: Sequence[Root], known: KnownFiles) -> dict[str, list[int]]:
    """The places of the files, among the known ones, of each of the sources that are gone."""
    gone = [root.path for root in roots if is_missing(folder.source_path(root.path))]
    inside = np.flatnonzero(~known.external).tolist() if gone else ()
    return files_of_sources(folder, gone, known.paths, inside)


def _by_folder(folder: IndexFolder, known: KnownFiles, counts: Mapping[str, int]) -> dict[str, int]:
    """What is counted of sources that are gone; of those that are files, together where several were in a folder that
    is missing, under the outermost such folder."""
    counted = dict(counts)
    for top, paths in missing_with_files(folder, known.get_all(counts)).items():
        if top not in counts:
            counted[top] = sum(map(counted.pop, paths))
    return counted


def _gone(articles: int) -> str:
    """In words: of a source that is gone, so many articles are kept."""
    return f"{Cause.GONE}, or its drive is not mounted" + (f"; {articles_kept(articles)}" if articles else "")


def _day(mtime_ns: int) -> str:
    """The day of a file's time; "" where it is not known, or no calendar has it."""
    if not mtime_ns:
        return ""
    try:
        return time.strftime("%Y-%m-%d", time.localtime(mtime_ns // 10**9))
    except (OSError, OverflowError, ValueError):
        return ""
