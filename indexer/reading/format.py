"""What is a format?"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from indexer.model.drafts import Reading
    from indexer.reading.content import Stream

__all__ = ["Format"]


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write articles into a file: its name, the endings of such files' names, and the module of `reading` that
    knows how to read one.

    `suffixes` are in lower case and begin with a full stop. With `sequential` one thing is behind the other: it is read
    piece by piece, however large it is, and what comes before a damage can be read without the rest. With
    `several_passes` its bytes are asked for more than once: how they are encoded is known only when all have been seen.
    A `plain` one has no files inside it, and nothing in it asks for more than it is.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    sequential: bool = False
    several_passes: bool = False
    plain: bool = False

    def read(self, data: bytes) -> Reading:
        """What is in a file that is not sequential, given its bytes, not compressed.

        Raises SourceError where they are not what the suffix promises.
        """
        reader: Callable[[bytes], Reading] = self._module.read
        return reader(data)

    def pieces(self, begin: Callable[[], Stream]) -> Iterator[Reading]:
        """What is in a sequential file, piece by piece, given passes over its bytes, not compressed. Raises as `read`
        does, before the first piece."""
        pieces: Iterator[Reading] = self._module.pieces(begin if self.several_passes else begin())
        return pieces

    @property
    def _module(self) -> Any:
        return importlib.import_module(f"indexer.reading.{self.module}")
