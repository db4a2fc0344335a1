"""How are the files of a segment kept in a storage of Whoosh's, in a folder or in memory?

In a folder a file is mapped into memory when it is read; from any other storage it is read whole.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import IO, Any, cast

from indexer.engine.format.container import SectionReader, SectionWriter
from indexer.quiet import quiet

with quiet():
    from whoosh.filedb.filestore import FileStorage

__all__ = ["create_sections", "folder_of", "open_sections"]


def folder_of(storage: Any) -> Path | None:
    """The folder of a storage; None where it keeps its files elsewhere, as in memory."""
    return Path(storage.folder) if isinstance(storage, FileStorage) else None


def create_sections(storage: Any, name: str) -> SectionWriter:
    """A new file of this name in the storage, to be filled with arrays. Where the storage has no folder, what waits to
    be written may go to a temporary folder meanwhile."""
    folder = folder_of(storage) or Path(tempfile.gettempdir())
    return SectionWriter(folder / name, cast("IO[bytes]", _StorageFile(storage.create_file(name))))


def open_sections(storage: Any, name: str) -> SectionReader:
    """The arrays in the file of this name. Raises DamagedIndexError and OSError."""
    folder = folder_of(storage)
    if folder is not None:
        return SectionReader(folder / name)
    file = storage.open_file(name)
    try:
        return SectionReader(name, bytes(file.read(storage.file_length(name))))
    finally:
        file.close()


class _StorageFile:
    """Whoosh's file for writing, with the two methods that a writer of sections calls."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def write(self, data: bytes | memoryview) -> int:
        """Write all of the bytes; return how many they are."""
        self._file.write(bytes(data))
        return len(data)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
