"""The lines of an evaluation file, whichever way it is compressed, with their numbers for messages."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

from indexer.errors import UsageError

__all__ = ["numbered_lines", "unreadable"]

_GZIP = b"\x1f\x8b"


def numbered_lines(path: str) -> Iterator[tuple[int, str]]:
    """Yield each line that is not blank with its number, counted from 1.

    The file is UTF-8, with or without a byte order mark, plain or gzip. Raises UsageError where it cannot be read.
    """
    try:
        with open(path, "rb") as file:
            data = file.read()
        text = (gzip.decompress(data) if data.startswith(_GZIP) else data).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UsageError(f"cannot read {path}: {reason}", hint="name a text file in UTF-8, plain or gzip") from error
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield number, line


def unreadable(path: str, number: int, expected: str) -> UsageError:
    """The error for a line that is not in any known form."""
    return UsageError(f"{path}, line {number}: expected {expected}", hint="see indexer eval --help for the formats")
