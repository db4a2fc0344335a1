"""How does a commit become the newest?

With the rename of its manifest, after all that it names has reached the disk. Whoosh's table of contents follows from
it and is written last; then goes what only the commit before needed.
"""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Collection
from dataclasses import replace

from indexer.engine.disk import sync
from indexer.store.contents import contents_of, write_contents
from indexer.store.damage import refusals_reported
from indexer.store.location import IndexFolder
from indexer.store.manifest import Header, write_header
from indexer.store.names import contents_path, is_own_remnant, manifest_path, newest_contents, newest_generation

__all__ = ["generations", "publish", "remove_replaced"]


def generations(folder: IndexFolder) -> tuple[int, int]:
    """The number of the newest commit, and that of the next one."""
    newest = newest_generation(folder.path) or 0
    return newest, max(newest, newest_contents(folder.path) or 0) + 1


def publish(folder: IndexFolder, header: Header, generation: int, before: Header | None = None) -> None:
    """Make a commit visible, in the place of the one `before`, with the rename of its manifest, and tell Whoosh of it.

    All that it names is on the disk by then, and waited for together. Raises StorageError.
    """
    new = [folder.path / name for name in header.data_files.keys() - (before.data_files if before else {}).keys()]
    with refusals_reported(folder.path):
        contents = contents_of(folder, generation, header.segments)
        header = replace(header, contents=zlib.crc32(contents))
        write_header(header, manifest_path(folder.path, generation), [*new, folder.path])
        sync(folder.path)
        write_contents(folder, generation, contents)


def remove_replaced(folder: IndexFolder, generation: int, names: Collection[str]) -> None:
    """Remove what only the commit `generation` needed, which is the newest no longer."""
    for path in (*(folder.path / name for name in names), manifest_path(folder.path, generation)):
        with contextlib.suppress(OSError):  # the next writer tries again
            path.unlink()
    table = contents_path(folder.path, generation)
    if newest_contents(folder.path) != generation and is_own_remnant(table):
        with contextlib.suppress(OSError):
            table.unlink()
