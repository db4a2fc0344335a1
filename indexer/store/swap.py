"""How is an index rebuilt beside the old one and put in its place?"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import TypeVar

from indexer.store.damage import refusals_reported
from indexer.store.location import IndexFolder

__all__ = ["recover", "replaced_by"]

_Outcome = TypeVar("_Outcome")


def recover(folder: IndexFolder) -> None:
    """Put the index back where it was, if a process that rebuilt it was ended between its last two steps."""
    old = folder.path.with_name(f"{folder.path.name}.old")
    if not folder.path.exists() and old.exists():
        with refusals_reported(folder.path):
            old.rename(folder.path)


def replaced_by(folder: IndexFolder, build: Callable[[IndexFolder], _Outcome]) -> _Outcome:
    """Build an index beside this one with `build`, and put it in this one's place when that has succeeded.

    Returns what `build` returns. Until then this one stays as it is, even where it cannot be read.
    """
    new = IndexFolder(folder.path.with_name(f"{folder.path.name}.rebuild"), folder.root)
    new.folders = folder.folders
    old = folder.path.with_name(f"{folder.path.name}.old")
    shutil.rmtree(new.path, ignore_errors=True)
    try:
        outcome = build(new)
    except BaseException:
        shutil.rmtree(new.path, ignore_errors=True)
        raise
    with refusals_reported(folder.path):
        shutil.rmtree(old, ignore_errors=True)
        if folder.path.exists():
            folder.path.rename(old)
        new.path.rename(folder.path)
        shutil.rmtree(old, ignore_errors=True)
    return outcome
