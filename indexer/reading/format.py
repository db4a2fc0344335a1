"""What is a format?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from indexer.model import Reading

__all__ = ["Format"]


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write articles into a file: its name, the endings of such files' names, and how to read one.

    `suffixes` are in lower case and begin with a full stop. `read` takes the file's bytes, not compressed, and raises
    SourceError where they are not what the suffix promises. With `sequential` one thing is behind the other, and
    what comes before a damage can be read without the rest. A `plain` one has no files inside it, and nothing in it
    asks for more than it is.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[bytes], Reading]
    sequential: bool = False
    plain: bool = False
