"""What does every writer do before it changes anything?

It takes the lock, removes what interrupted writers left, and writes Whoosh's table of contents where they did not.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from indexer.errors import IndexStateError
from indexer.store.damage import refusals_reported
from indexer.store.location import IndexFolder
from indexer.store.lock import held
from indexer.store.manifest import read_header
from indexer.store.names import contents_path, is_own_remnant, manifest_path, newest_contents, newest_generation

__all__ = ["remove_litter", "writing"]


@contextmanager
def writing(folder: IndexFolder, wait: float = 0.0) -> Iterator[None]:
    """Be the only writer of the index while the block runs; wait up to `wait` seconds for another.

    Raises LockedIndexError and StorageError.
    """
    with held(folder.path, wait, folder.waiting):
        remove_litter(folder)
        newest = newest_generation(folder.path)
        if newest is not None and (newest_contents(folder.path) or 0) < newest:
            from indexer.store.contents import refresh_contents  # only after an interruption

            with suppress(OSError, IndexStateError):  # damage is found, and said so, by whoever reads
                refresh_contents(folder, read_header(manifest_path(folder.path, newest)))
        yield


def remove_litter(folder: IndexFolder) -> None:
    """Remove what earlier commits and interrupted writers left; only a writer with no segment open may."""
    newest = newest_generation(folder.path)
    if newest is None:
        return
    with refusals_reported(folder.path):
        manifest = manifest_path(folder.path, newest)
        try:
            kept = {manifest.name, *read_header(manifest).data_files}
        except (OSError, IndexStateError):
            return  # a damaged index is found, and said so, by whoever reads it
        contents = newest_contents(folder.path)
        if contents is not None:
            kept.add(contents_path(folder.path, contents).name)
        for name in os.listdir(folder.path):
            if name not in kept and is_own_remnant(folder.path / name):
                with suppress(OSError):
                    (folder.path / name).unlink()
