"""How far is a sequential file read, so that reading it can go on there another time?"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Passed"]


@dataclass(slots=True)
class Passed:
    """So many `records` of a file are read. So many `bytes` and `members`, the files inside it, have come out of them
    beyond what the file itself is, decompressed."""

    records: int = 0
    bytes: int = 0
    members: int = 0
