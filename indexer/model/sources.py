"""Which file is read, as it was when it was last looked at?"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

__all__ = [
    "Missing",
    "Source",
]

Missing: TypeAlias = Literal["gone", "emptied", "left_out"]
"""How a source is missing of which nothing was removed: all of it is gone, or much of what was in it is; or `include`
and `exclude` leave much of it out."""


class Source(NamedTuple):
    """A file as it was when it was last looked at.

    `path` is absolute; `size` in bytes; `mtime_ns` nanoseconds since the epoch. `identity` is what the system calls the
    file, whatever its path: a number made of its device and inode, 0 where it has none.
    """

    path: str
    size: int
    mtime_ns: int
    identity: int = 0
