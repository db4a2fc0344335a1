"""How are the bytes that belong to documents, or to articles, kept compressed?

They are compressed together, a block of a few thousand bytes at a time, one after the other.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import bounds_of, narrowed
from indexer.engine.format.container import SectionReader, SectionWriter

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

__all__ = ["BlockReader", "BlockWriter"]

_LEVEL = 1  # level 3 saves another 3 per cent of the bytes, and takes 40 per cent longer
_COPIED = 1 << 22


class BlockWriter:
    """Writes the section `name`: byte strings, one after the other, in blocks of `size` bytes or a little more.

    Compressed blocks are written as they come, so that no other section may be written before `finish`; or they are
    `held` in memory until then.
    """

    def __init__(self, sections: SectionWriter, name: str, size: int, *, held: bool = False) -> None:
        self._sections = sections
        self._name = name
        self._size = size
        self._held: list[bytes] | None = [] if held else None
        self._pending: list[bytes] = []
        self._pending_size = 0
        # Of 8 bytes each, where lists take 36: there is a size for each document of a segment.
        self._sizes = array("Q")
        self._blocks = array("Q")
        self._first = array("Q")
        self._compress = zstd.ZstdCompressor(level=_LEVEL).compress
        if not held:
            sections.add(name, np.zeros(0, np.uint8))

    def add(self, data: bytes) -> None:
        """Add the next byte string."""
        self._sizes.append(len(data))
        self._pending.append(data)
        self._pending_size += len(data)
        if self._pending_size >= self._size:
            self._flush()

    def skip_to(self, count: int) -> None:
        """Add empty byte strings until there are `count`."""
        missing = count - len(self._sizes)
        self._sizes.frombytes(bytes(self._sizes.itemsize * missing))
        self._pending += [b""] * missing

    def copy(self, reader: BlockReader, kept: NDArray[np.bool_] | None) -> None:
        """Add the byte strings of another segment: all, or those that are to be `kept`.

        Blocks of which all is kept are copied as they are.
        """
        if not reader:
            for _ in range(reader.count if kept is None else int(np.count_nonzero(kept))):
                self.add(b"")
            return
        octets, bounds, first, sizes = reader.blocks()
        whole = np.ones(len(first) - 1, np.bool_)
        if kept is not None:
            whole = np.logical_and.reduceat(kept, first[:-1])
        edges = [0, *(np.flatnonzero(whole[1:] != whole[:-1]) + 1).tolist(), len(whole)]
        for begin, end in pairwise(edges):
            if begin == end:
                continue
            start, stop = int(first[begin]), int(first[end])
            if whole[begin]:
                self._flush()
                self._first.frombytes((first[begin:end] + (len(self._sizes) - start)).tobytes())
                self._blocks.frombytes(np.diff(bounds[begin : end + 1]).tobytes())
                self._sizes.frombytes(sizes[start:stop].astype(np.uint64).tobytes())
                for at in range(int(bounds[begin]), int(bounds[end]), _COPIED):
                    self._put(octets[at : min(at + _COPIED, int(bounds[end]))])
            elif kept is not None:
                for place in (np.flatnonzero(kept[start:stop]) + start).tolist():
                    self.add(reader[place])

    def finish(self) -> None:
        """Write what is left."""
        self._flush()
        name, add, count = self._name, self._sections.add, len(self._sizes)
        if self._held is not None:
            if not any(self._sizes):
                return
            add(name, np.frombuffer(b"".join(self._held), np.uint8))
            self._held = []
        add(f"{name}_at", bounds_of(np.array(self._blocks, np.int64)).astype(np.uint64))
        add(f"{name}_first", np.array([*self._first, count], np.uint32))
        add(f"{name}_sizes", narrowed(np.frombuffer(self._sizes, np.uint64)))
        self._sizes, self._blocks, self._first = array("Q"), array("Q"), array("Q")

    def _flush(self) -> None:
        if self._pending:
            block = self._compress(b"".join(self._pending), zstd.ZstdCompressor.FLUSH_FRAME)
            self._first.append(len(self._sizes) - len(self._pending))
            self._blocks.append(len(block))
            self._pending, self._pending_size = [], 0
            self._put(np.frombuffer(block, np.uint8))

    def _put(self, block: NDArray[np.uint8]) -> None:
        if self._held is not None:
            self._held.append(block.tobytes())
        else:
            self._sections.add(self._name, block)


class BlockReader:
    """Reads `count` byte strings that `BlockWriter` wrote to the section `name`; all are empty where there is none."""

    def __init__(self, sections: SectionReader, name: str, count: int) -> None:
        self.count = count
        self._sections = sections
        self._name = name
        self._block: tuple[int, bytes] = (-1, b"")

    def __bool__(self) -> bool:
        return self._name in self._sections

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, place: int) -> bytes:
        """The byte string at a place."""
        if not self:
            return b""
        sections, name = self._sections, self._name
        firsts = sections.array(f"{name}_first")  # of a number for each block: a page for 16,000 blocks
        index = bisect_right(firsts, place) - 1
        if index != self._block[0]:
            self._block = index, self.unpacked(index)
        first = int(firsts[index])
        sizes = sections.slice(f"{name}_sizes", first, place + 1)
        end = int(sizes.sum(dtype=np.int64))
        return self._block[1][end - int(sizes[-1]) : end]

    def __iter__(self) -> Iterator[bytes]:
        """All byte strings, one after the other; each block is unpacked once."""
        if not self:
            yield from [b""] * self.count
            return
        first = self._sections.array(f"{self._name}_first").tolist()
        sizes = self._sections.array(f"{self._name}_sizes")
        for unpacked, (start, end) in zip(self.unpacked_blocks(), pairwise(first), strict=True):
            begin = 0
            for size in sizes[start:end].tolist():
                yield unpacked[begin : begin + size]
                begin += size

    def unpacked_blocks(self) -> Iterator[bytes]:
        """The bytes of all blocks, as `unpacked` gives those of one."""
        return map(self.unpacked, range(self._sections.length(f"{self._name}_first") - 1))

    def unpacked(self, block: int) -> bytes:
        """The bytes of a block: the byte strings in it, one after the other."""
        begin, end = self._sections.slice(f"{self._name}_at", block, block + 2).tolist()
        packed = self._sections.slice(self._name, begin, end).tobytes()
        try:
            return zstd.decompress(packed)
        except zstd.ZstdError as error:
            raise self._sections.damaged(f"{self._name}, block {block}: {error}") from error

    def blocks(self) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.int64], NDArray[Any]]:
        """The compressed blocks one after the other, where each begins among their bytes and where the last ends, the
        first place of each block and the number of all, and the bytes of each string."""
        section, name = self._sections.array, self._name
        octets, sizes = section(name), section(f"{name}_sizes")
        bounds, first = (section(f"{name}_{kind}").astype(np.int64) for kind in ("at", "first"))
        for ends, last in ((bounds, len(octets)), (first, len(sizes))):
            if len(ends) != len(first) or ends[0] or ends[-1] != last or (np.diff(ends) < 0).any():
                raise self._sections.damaged(f"the blocks of {name} are not where they should be")
        return octets, bounds, first, sizes
