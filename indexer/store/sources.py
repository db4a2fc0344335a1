"""Which documents of the index come from which source?"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from indexer.engine.generations import open_segments
from indexer.engine.segment.segment import Segment
from indexer.fields.names import group_prefix, prefix_of_group
from indexer.store.damage import damage_reported
from indexer.store.location import IndexFolder
from indexer.store.snapshot import read_newest

__all__ = ["find_documents", "together"]


_LOOKED_UP = 100
"""To look for the articles of a file takes as long as to read the names of so many."""


def find_documents(folder: IndexFolder, sources: Collection[str]) -> dict[str, dict[str, array[int]]]:
    """The live documents that are the passages of each of these files, by the name of their segment."""
    found: dict[str, dict[str, array[int]]] = {}
    if not sources:
        return found
    header = read_newest(folder)
    with damage_reported(folder.path):
        for segment in open_segments(folder.path, header.segments):
            for source, article in _articles_of(segment, sources):
                numbers = segment.articles.documents_of(article)
                live = [n for n in numbers if segment.deleted is None or not segment.deleted[n]]
                if live:
                    found.setdefault(source, {}).setdefault(segment.name, array("q")).extend(live)
            segment.close()
    return found


def _articles_of(segment: Segment, sources: Collection[str]) -> Iterator[tuple[str, int]]:
    """The articles of these files in a segment, each with its file."""
    if len(sources) * _LOOKED_UP < segment.articles.count:
        for source in sources:
            for article in segment.articles.find(group_prefix(source)):
                yield source, article
        return
    prefixes = {group_prefix(source): source for source in sources}
    for article, name in enumerate(segment.articles.names()):
        if (known := prefixes.get(prefix_of_group(name))) is not None:
            yield known, article


def together(found: Iterable[Mapping[str, Sequence[int]]]) -> dict[str, array[int]]:
    """The documents of several files, by the name of their segment."""
    together: dict[str, array[int]] = {}
    for of_file in found:
        for segment, numbers in of_file.items():
            together.setdefault(segment, array("q")).extend(numbers)
    return together
