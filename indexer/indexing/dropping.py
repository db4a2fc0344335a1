"""How is a source forgotten, with all its articles?"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from indexer.address import is_below
from indexer.errors import UsageError
from indexer.indexing.roots import files_of_sources
from indexer.store.commit import commit
from indexer.store.damage import damage_reported
from indexer.store.files import KnownFiles
from indexer.store.location import IndexFolder
from indexer.store.manifest import Header, Root
from indexer.store.snapshot import read_newest, require_readable
from indexer.store.sources import find_documents, merged
from indexer.store.writing import writing

__all__ = ["Dropped", "drop", "to_drop"]


_MOST_NAMED = 10
"""Sources that an error names."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """What is forgotten: `files` with their entries, of which so many `articles` are in the index; and the sources that
    stay, with the number of files in them that are `copies` of forgotten ones, and are read by the next run."""

    files: tuple[str, ...]
    articles: int
    roots: tuple[Root, ...]
    copies: int


def to_drop(folder: IndexFolder, sources: Sequence[str]) -> Dropped:
    """What `drop` would forget. Raises UsageError where one of the absolute paths `sources` is neither a source nor a
    folder with some."""
    require_readable(folder)
    return _found(folder, read_newest(folder), sources)


def drop(folder: IndexFolder, sources: Sequence[str], *, wait: float = 0.0) -> int:
    """Forget these sources, absolute paths, or those in a folder that is none itself, and all that was indexed from
    them and from no other source; return the number of articles.

    Raises UsageError where one of them is not a source, and no source is in it; then nothing is changed.
    """
    folder.require()
    with writing(folder, wait):
        require_readable(folder)
        header = read_newest(folder)
        found = _found(folder, header, sources)
        deleted = merged(find_documents(folder, found.files).values())
        header = replace(header, roots=found.roots).stamped()
        commit(folder, header, dict.fromkeys(found.files), (), deleted, merge="due")
    return found.articles


def _found(folder: IndexFolder, header: Header, sources: Sequence[str]) -> Dropped:
    tops = {os.path.abspath(folder.source_path(root.path)): root for root in header.roots}
    dropped: set[str] = set()
    for source in sorted(map(os.path.abspath, sources)):
        named = {source} if source in tops else {top for top in tops if is_below(top, source)}
        if not named:
            roots = sorted(root.path for root in header.roots)
            more = f" and {len(roots) - _MOST_NAMED:,} more" if len(roots) > _MOST_NAMED else ""
            hint = f"its sources: {', '.join(roots[:_MOST_NAMED])}{more}" if roots else "it has no sources"
            around = [top for top in tops if is_below(source, top)]
            if around:
                hint = f"it is part of {around[0]}; to leave it out, give --exclude when that is indexed"
            raise UsageError(f"not a source of the index: {source}", hint=hint)
        dropped |= named
    staying = {top: root for top, root in tops.items() if top not in dropped}
    with damage_reported(folder.path):
        known = KnownFiles(folder.path, header.tables_of("files"))
        try:
            paths, articles = known.paths, known.articles.tolist()
            inside = np.flatnonzero(~known.external).tolist()
            notable = {place: known.entry(place) for place in np.flatnonzero(known.notable).tolist()}
        finally:
            known.close()
    below = files_of_sources(folder, [root.path for root in tops.values()], paths, inside)
    kept = {place for root in staying.values() for place in below[root.path]}
    files = sorted({place for top in dropped for place in below[tops[top].path]} - kept)
    dropped_articles = sum(articles[place] for place in files)
    names = {paths[place]: articles[place] for place in files}
    copies = sum(names.get(entry.original, 0) > 0 for place, entry in notable.items() if paths[place] not in names)
    return Dropped(tuple(names), dropped_articles, tuple(staying.values()), copies)
