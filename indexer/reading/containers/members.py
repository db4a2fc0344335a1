"""What of an archive is worth reading, and where in it does a file lie?

As on the disk, what is hidden is passed over in silence, and so is what systems add to archives of their own.
"""

from __future__ import annotations

import posixpath

from indexer.address import file_part

__all__ = ["is_wanted", "part_of"]

_SYSTEM_FOLDERS = frozenset({"__MACOSX"})


def is_wanted(name: str) -> bool:
    """Whether the file of this name in an archive is one that somebody put there to be read."""
    folders = _folders(name)
    return bool(folders) and not any(folder.startswith(".") or folder in _SYSTEM_FOLDERS for folder in folders)


def part_of(name: str) -> str:
    """Return the part of an article in an archive for the name of its file: `!/a/b.html`.

    Names that lead out of the archive, or are written with backslashes, are made plain.
    """
    return file_part("/".join(_folders(name)))


def _folders(name: str) -> list[str]:
    plain = posixpath.normpath("/" + name.replace("\\", "/").replace("\0", "")).lstrip("/")
    return plain.split("/") if plain else []
