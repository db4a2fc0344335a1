"""How is a source forgotten, with all its articles?"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.address import is_below
from indexer.errors import UsageError
from indexer.store.commit import commit
from indexer.store.damage import damage_reported
from indexer.store.files import KnownFiles
from indexer.store.location import IndexFolder
from indexer.store.manifest import Header, Root
from indexer.store.snapshot import read_newest, require_readable
from indexer.store.sources import find_documents, merged
from indexer.store.writing import writing

__all__ = ["Dropped", "drop", "to_drop"]


@dataclass(frozen=True, slots=True)
class Dropped:
    """What is forgotten: `files` with their entries, of which so many `articles` are in the index; and the sources that
    stay."""

    files: tuple[str, ...]
    articles: int
    roots: tuple[Root, ...]


def to_drop(folder: IndexFolder, sources: Sequence[str]) -> Dropped:
    """What `drop` would forget. Raises UsageError where one of the absolute paths `sources` is not a source."""
    require_readable(folder)
    return _found(folder, read_newest(folder), sources)


def drop(folder: IndexFolder, sources: Sequence[str], *, wait: float = 0.0) -> int:
    """Forget these sources, absolute paths, and all that was indexed from them and from no other source; return the
    number of articles.

    Raises UsageError where one of them is not a source; then nothing is changed.
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
    dropped = {os.path.abspath(source) for source in sources}
    for source in sorted(dropped):
        if source not in tops:
            names = ", ".join(sorted(root.path for root in header.roots))
            raise UsageError(
                f"not a source of the index: {source}", hint=f"its sources: {names}" if names else "it has no sources"
            )
    staying = {top: root for top, root in tops.items() if top not in dropped}
    with damage_reported(folder.path):
        known = KnownFiles(folder.path, header.tables_of("files"))
        try:
            rows = list(zip(known.paths, known.articles.tolist(), known.external.tolist(), strict=True))
        finally:
            known.close()
    files: list[str] = []
    articles = 0
    for path, count, external in rows:
        absolute = folder.source_path(path)
        if external or not any(is_below(absolute, top) for top in dropped):
            continue
        if not any(is_below(absolute, top) for top in staying):
            files.append(path)
            articles += count
    return Dropped(tuple(files), articles, tuple(staying.values()))
