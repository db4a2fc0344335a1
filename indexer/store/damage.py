"""Which errors of reading and writing the index mean damage, and which that the system refused?

Damage is content that is missing or altered. What the system or the machine cannot do just now (no space, no
permission, no memory, too many open files) is not damage: rebuilding the index would not help. Anything else may be
what forged bytes with the right checksums lead to: then the index is looked at (`diagnosis`), and only if nothing is
wrong with it, it is a fault of this program or of its caller, and passes through as it is.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.errors import DamagedIndexError, IndexerError, StorageError, storage_hint

__all__ = ["damage_reported", "refusal", "refusals_reported"]

_UNREADABLE = (zlib.error, struct.error, EOFError, json.JSONDecodeError, UnicodeDecodeError, RecursionError)
"""What decoding altered bytes raises."""

_MISSING = (FileNotFoundError, IsADirectoryError, NotADirectoryError)


@contextmanager
def damage_reported(path: Path) -> Iterator[None]:
    """Around reading files of the index at `path`.

    Raises DamagedIndexError where a file is missing or cannot be decoded, or where another error comes up and the index
    is damaged; StorageError where the system refused to read it.
    """
    try:
        yield
    except _MISSING as error:
        raise DamagedIndexError(f"the index cannot be read: {path}: {error}") from error
    except _UNREADABLE as error:
        raise DamagedIndexError(f"the index cannot be read: {path}: {type(error).__name__}: {error}") from error
    except (OSError, MemoryError) as error:
        raise refusal(path, error) from error
    except IndexerError:
        raise
    except Exception as error:
        from indexer.store.diagnosis import damage_behind  # which reads all that the index has

        damage = damage_behind(path)
        if damage is None:
            raise
        raise damage from error


@contextmanager
def refusals_reported(path: Path) -> Iterator[None]:
    """Around writing files of the index at `path`.

    Raises StorageError where the system refused to.
    """
    try:
        yield
    except (OSError, MemoryError) as error:
        raise refusal(path, error) from error


def refusal(path: Path, error: OSError | MemoryError) -> StorageError:
    """The error that says what the system refused to do with the index at `path`."""
    if isinstance(error, MemoryError):
        return StorageError(f"out of memory: {path}", hint="free some memory, then run the same command again")
    return StorageError(f"{error.strerror or error}: {error.filename or path}", hint=storage_hint(error.errno))
