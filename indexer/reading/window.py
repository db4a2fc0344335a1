"""Which bytes of a stream are around the place where it is read?

What comes is put behind `data`, and what was read is forgotten when more comes, so that of a stream no more is in
memory than a record and what is read ahead.
"""

from __future__ import annotations

import re

from indexer.reading.content import PIECE, Stream

__all__ = ["Window"]


class Window:
    """The bytes of a stream as far as they were needed: those of `data` from `begin` on. With `ended` no more come.

    `extend`, and what calls it, moves them to the beginning of `data`.
    """

    def __init__(self, stream: Stream) -> None:
        self.data = b""
        self.begin = 0
        self.ended = False
        self._stream = stream
        self._forgotten = 0

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return len(self.data) - self.begin

    @property
    def place(self) -> int:
        """How many bytes of the stream are before them."""
        return self._forgotten + self.begin

    def extend(self) -> bool:
        """Take some more, as many again as there are; whether any came."""
        piece = b"" if self.ended else self._stream.read(max(PIECE, self.size))
        self.ended = not piece
        self._forgotten += self.begin
        self.data = self.data[self.begin :] + piece
        self.begin = 0
        return not self.ended

    def has(self, size: int) -> bool:
        """Whether there are so many bytes; takes as many as that needs."""
        while self.size < size and self.extend():
            pass
        return self.size >= size

    def skip(self, size: int) -> bool:
        """Go on behind so many bytes, without having them all in memory; whether there were so many."""
        while self.size < size:
            size -= self.size
            self.begin = len(self.data)
            if not self.extend():
                return False
        self.begin += size
        return True

    def skip_matching(self, pattern: re.Pattern[bytes]) -> None:
        """Go on behind what `pattern`, which matches any number of bytes, matches here."""
        while True:
            match = pattern.match(self.data, self.begin)
            self.begin = match.end() if match else self.begin
            if self.size or not self.extend():
                return
