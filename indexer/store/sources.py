"""Which documents of the index come from which source?"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence

from indexer.engine.generations import open_segments
from indexer.fields import group_prefix
from indexer.store.damage import damage_reported
from indexer.store.location import IndexFolder
from indexer.store.snapshot import read_newest

__all__ = ["find_documents", "together"]


def find_documents(folder: IndexFolder, sources: Collection[str]) -> dict[str, dict[str, array[int]]]:
    """The live documents that are the passages of each of these files, by the name of their segment."""
    found: dict[str, dict[str, array[int]]] = {}
    if not sources:
        return found
    header = read_newest(folder)
    with damage_reported(folder.path):
        for segment in open_segments(folder.path, header.segments):
            for source in sources:
                for article in segment.articles.find(group_prefix(source)):
                    numbers = segment.articles.documents_of(article)
                    live = [n for n in numbers if segment.deleted is None or not segment.deleted[n]]
                    if live:
                        found.setdefault(source, {}).setdefault(segment.name, array("q")).extend(live)
            segment.close()
    return found


def together(found: Iterable[Mapping[str, Sequence[int]]]) -> dict[str, array[int]]:
    """The documents of several files, by the name of their segment."""
    together: dict[str, array[int]] = {}
    for of_file in found:
        for segment, numbers in of_file.items():
            together.setdefault(segment, array("q")).extend(numbers)
    return together
