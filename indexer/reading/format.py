"""What is a format?"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from indexer.model import Reading

__all__ = ["Format"]


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write articles into a file: its name, the endings of such files' names, and the module of `reading` that
    knows how to read one.

    `suffixes` are in lower case and begin with a full stop. With `sequential` one thing is behind the other, and what
    comes before a damage can be read without the rest.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    sequential: bool = False

    def read(self, data: bytes) -> Reading:
        """What is in a file, given its bytes, not compressed.

        Raises SourceError where they are not what the suffix promises.
        """
        reader: Callable[[bytes], Reading] = importlib.import_module(f"indexer.reading.{self.module}").read
        return reader(data)
