"""How is an index removed, and nothing else?"""

from __future__ import annotations

import os
from contextlib import suppress

from indexer.errors import DamagedIndexError
from indexer.store.damage import refusals_reported
from indexer.store.location import IndexFolder
from indexer.store.lock import held
from indexer.store.names import LOCK, MARK, is_aside, is_own, newest_generation, put_aside
from indexer.store.swap import require_own

__all__ = ["drop_index", "remove_index"]


def drop_index(folder: IndexFolder, wait: float) -> None:
    """Remove an index that nobody writes to, waiting up to `wait` seconds for another writer.

    Raises NoIndexError where there is none, and what `remove_index` raises.
    """
    with suppress(DamagedIndexError):  # which is no reason to keep it
        folder.require()
    require_own(folder)
    with held(folder.path, wait, folder.waiting):
        remove_index(folder)


def remove_index(folder: IndexFolder, *, keep_folder: bool = False) -> None:
    """Remove all files of the index, and its folder where nothing else is in it, unless that is to be kept; the caller
    holds the lock.

    Raises UsageError where the folder is not ours, and StorageError.
    """
    require_own(folder)
    with refusals_reported(folder.path):
        while (newest := newest_generation(folder.path)) is not None:
            put_aside(folder.path, newest)  # the first to go: what is left is not an index
        names = sorted(os.listdir(folder.path), key=lambda name: (name == MARK, name == LOCK, is_aside(name), name))
        for name in names:
            if is_own(folder.path / name):
                (folder.path / name).unlink(missing_ok=True)
    if not keep_folder:
        with suppress(OSError):
            folder.path.rmdir()
