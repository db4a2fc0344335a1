"""What is said of files that changed, or are gone, since they were indexed?"""

from __future__ import annotations

import os
from collections.abc import Collection
from typing import TYPE_CHECKING

from indexer.address import is_below
from indexer.cli.command import shown_path
from indexer.cli.console import Console
from indexer.reasons import Cause

if TYPE_CHECKING:
    from indexer.index import Index

__all__ = ["warn_of_stale"]


def warn_of_stale(console: Console, index: Index, files: Collection[str]) -> None:
    """Warn of each of these files, given by their absolute paths, or of the source that they were in where that is
    gone as a whole."""
    if not files:
        return
    gone: dict[str, None] = {}
    changed = sorted(files)
    for source in sorted(index.sources()):
        below = [path for path in changed if is_below(path, source)]
        if below and not os.path.lexists(source):
            gone[_with_folder(source) if source in below else source] = None
            changed = [path for path in changed if path not in below]
    for path in changed:
        console.warn(f"{shown_path(path)} {_what_became_of(path)}")
    for source in gone:
        console.warn(f"{shown_path(source)}: {Cause.GONE}, or its drive is not mounted; hits show what was indexed")


def _with_folder(file: str) -> str:
    """The outermost folder that is gone with a file that was indexed by itself, or else the file."""
    while not os.path.lexists(folder := os.path.dirname(file)):
        file = folder
    return file


def _what_became_of(path: str) -> str:
    """What is said of a file that is not as it was indexed."""
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return "was deleted or moved since indexing, or its drive is not mounted"
    except OSError as error:
        return f"cannot be looked at now: {error.strerror}; hits show what was indexed"
    try:
        os.close(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)))
    except OSError as error:
        return f"cannot be read now: {error.strerror}; hits show what was indexed"
    return "has changed since indexing; run indexer index"
