"""How far is a sequential file read, so that reading it can go on there another time?"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["StreamPosition"]


@dataclass(slots=True)
class StreamPosition:
    """How many `records` of a file have been read, and how many `bytes` and `members`, the files inside it, came out of
    them beyond the file's own bytes, decompressed."""

    records: int = 0
    bytes: int = 0
    members: int = 0
