"""Which index is meant, and how are the paths of its sources stored?

An index is a folder. Sources below the folder's parent, the *root*, are stored relative to it, so that the whole can be
moved; others are stored by their absolute path.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from indexer.errors import DamagedIndexError, IndexFormatError, NoIndexError
from indexer.store.lock import Waiting, writer_of
from indexer.store.names import (
    has_lost_manifest,
    is_half_removed,
    is_marked,
    is_of_older_format,
    is_vacant,
    newest_generation,
)

__all__ = ["FOLDER_NAME", "IndexFolder", "locate", "swap_note"]

FOLDER_NAME = ".indexer"


def locate(explicit: str | None, environment: Mapping[str, str], start: Path) -> Path:
    """The folder of the index to use: `explicit`, else `$INDEXER_INDEX`, else the nearest `.indexer` from `start`
    upwards, else `.indexer` in `start`, whether or not it exists."""
    named = explicit or environment.get("INDEXER_INDEX")
    if named:
        return Path(os.path.abspath(os.path.join(start, os.path.expanduser(named))))
    start = Path(os.path.abspath(start))
    for folder in (start, *start.parents):
        path = folder / FOLDER_NAME
        if path.is_dir() or os.path.lexists(swap_note(path)):
            return path
    return start / FOLDER_NAME


def swap_note(path: Path) -> Path:
    """The note beside an index that says that it is being replaced, where that takes more than one step."""
    return path.with_name(f".{path.name.lstrip('.')}.swap")


class IndexFolder:
    """The place of an index on disk, whether or not there is one. Making the object reads nothing.

    `root` is the folder that sources are stored relative to: the index's parent, unless the index is being built
    elsewhere to be moved into its place. `waiting`, where it is set, is called when a writer has to wait for another
    one.
    """

    def __init__(self, path: Path | str, root: Path | None = None) -> None:
        self.path = Path(os.path.abspath(path))
        self.waiting: Waiting | None = None
        self.root = self.path.parent if root is None else root
        self._root = os.fspath(self.root)
        self._below = self._root if self._root.endswith(os.sep) else self._root + os.sep

    def stored_path(self, path: str) -> str:
        """How the absolute `path` of a source is stored: relative to the root where it lies below it ("." is the
        root)."""
        return "." if path == self._root else path.removeprefix(self._below)

    def source_path(self, stored: str) -> str:
        """The absolute path of a source, from how it is stored."""
        return stored if os.path.isabs(stored) else self._below + stored

    def exists(self) -> bool:
        """Whether there is an index here, readable or not."""
        return newest_generation(self.path) is not None

    def has_other_format(self) -> bool:
        """Whether there is an index here of a format that this version does not even know the manifest of."""
        if self.exists():
            return False
        try:
            return is_of_older_format(self.path) or (is_marked(self.path) and not is_vacant(self.path))
        except OSError:
            return False

    def require_format(self) -> None:
        """Raise IndexFormatError where there is an index of such a format, and DamagedIndexError where its manifest is
        gone, or what is left of it lies among other files."""
        if self.has_other_format():
            if is_of_older_format(self.path):
                raise IndexFormatError(f"the index was written by an older version of indexer: {self.path}")
            self._require_no_removal()
            if has_lost_manifest(self.path):
                raise DamagedIndexError(f"the index cannot be read: {self.path} has no manifest")
            raise IndexFormatError(
                f"there is no index here that this version of indexer can read: {self.path}",
                hint="update indexer, or rebuild the index from the source files with: indexer index --rebuild PATH…",
            )

    def _require_no_removal(self) -> None:
        """Raise DamagedIndexError where the removal of the index was interrupted."""
        with suppress(OSError):
            if is_half_removed(self.path):
                raise DamagedIndexError(
                    f"no index at {self.path}: its removal was interrupted", hint="finish it with: indexer drop --all"
                )

    def require(self) -> None:
        """Raise NoIndexError unless there is an index here, DamagedIndexError where its removal was interrupted; else
        as `require_format`."""
        if self.exists():
            return
        self.require_format()
        if writer := writer_of(self.path):
            raise NoIndexError(f"the index is being made by {writer}: {self.path}", hint="try again in a while")
        self._require_no_removal()
        try:
            strange = self.path.exists() and not is_vacant(self.path)
        except OSError:
            strange = False
        if strange:
            raise NoIndexError(
                f"{self.path} was not made by indexer", hint="name another folder for the index with --index"
            )
        raise NoIndexError(f"no index at {self.path}")
