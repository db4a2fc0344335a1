"""How do Whoosh programs find the index's segments?

By Whoosh's table of contents, which is written after each commit and never read here, since it holds pickles. The
commit does not depend on it: where it is missing, the next writer writes it. A Whoosh program that writes to the index
puts a table of its own in its place; what is then in the index besides our commit is `foreign`.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from indexer.engine.disk import sync
from indexer.engine.generations import SegmentEntry
from indexer.random_names import random_hex
from indexer.store.location import IndexFolder
from indexer.store.manifest import Header
from indexer.store.names import INDEX_NAME, contents_path, create_file, newest_contents, newest_generation

__all__ = ["contents_of", "refresh_contents", "write_contents"]


def contents_of(folder: IndexFolder, generation: int, entries: Sequence[SegmentEntry]) -> bytes:
    """Whoosh's table of contents of a commit."""
    from indexer.whoosh_view.contents import table_of_contents  # a search needs nothing of Whoosh

    return table_of_contents(folder.path, generation, INDEX_NAME, entries)


def write_contents(folder: IndexFolder, generation: int, contents: bytes) -> None:
    """Put the table of contents of a commit into its place; where the disk refuses, that is left to the next writer."""
    target = contents_path(folder.path, generation)
    temporary = target.with_name(f"{target.name}.{random_hex()}.tmp")
    with suppress(OSError):
        try:
            create_file(temporary, contents)
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        sync(folder.path)


def refresh_contents(folder: IndexFolder, header: Header) -> None:
    """Write the table of contents of the newest commit, whose header this is, where an interrupted writer has not."""
    generation = newest_generation(folder.path)
    found = newest_contents(folder.path)
    if generation is not None and (found is None or found < generation):
        write_contents(folder, generation, contents_of(folder, generation, header.segments))
