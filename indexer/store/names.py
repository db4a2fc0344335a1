"""What are the files of an index called?

| name | holds |
|---|---|
| `MAIN_<id>.seg` | a segment |
| `MAIN_<id>.<generation>.del` | which documents of a segment are deleted |
| `MAIN_<generation>.sig` | the articles' signatures |
| `manifest-<generation>.jsonl` | the manifest of a commit |
| `_MAIN_<generation>.toc` | Whoosh's table of contents |
| `writer.json` | which process writes, while one does |
| `MAIN_WRITELOCK` | the lock that writers hold |
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

__all__ = [
    "HOLDER",
    "INDEX_NAME",
    "LOCK",
    "contents_path",
    "is_ours",
    "is_temporary",
    "manifest_path",
    "newest_generation",
]

INDEX_NAME: Final = "MAIN"
"""The index's name for Whoosh: its default, so that `whoosh.index.open_dir` finds it."""

HOLDER: Final = "writer.json"
LOCK: Final = f"{INDEX_NAME}_WRITELOCK"

_CONTENTS: Final = re.compile(rf"_{INDEX_NAME}_([0-9]+)\.toc")
_TEMPORARY: Final = re.compile(r"tmp[a-z0-9_]{8}")
"""Where numbers wait for their segment; left only by a process that was killed."""


def manifest_path(folder: Path, generation: int) -> Path:
    """The file that has the manifest of a commit."""
    return folder / f"manifest-{generation}.jsonl"


def contents_path(folder: Path, generation: int) -> Path:
    """The file that has Whoosh's table of contents of a commit."""
    return folder / f"_{INDEX_NAME}_{generation}.toc"


def newest_generation(folder: Path) -> int | None:
    """The number of the newest commit in an index's folder, or None where there is no index."""
    try:
        names = os.listdir(folder)
    except OSError:
        return None
    return max((int(found[1]) for name in names if (found := _CONTENTS.fullmatch(name))), default=None)


def is_ours(name: str) -> bool:
    """Whether an index may have a file of this name."""
    return name in {".gitignore", HOLDER} or name.startswith((f"{INDEX_NAME}_", f"_{INDEX_NAME}_", "manifest-"))


def is_temporary(name: str) -> bool:
    """Whether a file of this name is left only by a process that was interrupted, unless a commit names it."""
    return name.startswith(("manifest-", f"{INDEX_NAME}_", f"_{INDEX_NAME}_", f"{INDEX_NAME}.tmp")) or bool(
        _TEMPORARY.fullmatch(name)
    )
