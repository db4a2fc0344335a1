"""Which index is meant, and how are the paths of its sources stored?

An index is a folder. Sources below the folder's parent, the *root*, are stored relative to it, so that the whole can be
moved; others are stored by their absolute path.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from indexer.errors import NoIndexError
from indexer.store.names import newest_generation

__all__ = ["FOLDER_NAME", "IndexFolder", "locate"]

FOLDER_NAME = ".indexer"


def locate(explicit: str | None, environment: Mapping[str, str], start: Path) -> Path:
    """The folder of the index to use: `explicit`, else `$INDEXER_INDEX`, else the nearest `.indexer` from `start`
    upwards, else `.indexer` in `start`, whether or not it exists."""
    named = explicit or environment.get("INDEXER_INDEX")
    if named:
        return Path(os.path.abspath(os.path.join(start, os.path.expanduser(named))))
    start = Path(os.path.abspath(start))
    for folder in (start, *start.parents):
        if (folder / FOLDER_NAME).is_dir():
            return folder / FOLDER_NAME
    return start / FOLDER_NAME


class IndexFolder:
    """The place of an index on disk, whether or not there is one. Making the object reads nothing.

    `root` is the folder that sources are stored relative to: the index's parent, unless the index is being built
    elsewhere to be moved into its place.
    """

    def __init__(self, path: Path | str, root: Path | None = None) -> None:
        self.path = Path(os.path.abspath(path))
        self.root = self.path.parent if root is None else root
        self.folders = tuple(self.path.with_name(self.path.name + suffix) for suffix in ("", ".rebuild", ".old"))
        """The folders that indexes are in here, now or during a rebuild: none of them holds sources."""

    def stored_path(self, path: str) -> str:
        """How the absolute `path` of a source is stored: relative to the root where it lies below it ("." is the
        root)."""
        root = os.fspath(self.root)
        if path == root:
            return "."
        prefix = root if root.endswith(os.sep) else root + os.sep
        return path.removeprefix(prefix)

    def source_path(self, stored: str) -> str:
        """The absolute path of a source, from how it is stored."""
        return os.path.join(self.root, stored)

    def exists(self) -> bool:
        """Whether there is an index here, readable or not."""
        return newest_generation(self.path) is not None

    def require(self) -> None:
        """Raise NoIndexError unless there is an index here."""
        if not self.exists():
            raise NoIndexError(f"no index at {self.path}")
