"""Where do numbers wait until their section of a segment can be written?

Sections are written one after the other. What belongs to a later one waits in memory, or in a temporary file if it is
much.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import bounds_of, cut, narrowed
from indexer.engine.format.container import SectionWriter
from indexer.engine.format.layout import ESCAPE
from indexer.engine.format.packing import pack, pack_part, width_for

__all__ = ["EscapedSpool", "PackedRun", "PackedSpool"]

_IN_MEMORY = 4 * 2**20
_CHUNK = 1 << 20
_FEW = 16  # of a byte each, one in so many may be larger before all are held in two


class _Spool:
    """Arrays that wait."""

    def __init__(self, folder: Path) -> None:
        self.count = 0
        self._folder = folder
        self._runs: list[tuple[np.dtype[Any], int]] = []  # how many of one type follow each other
        self._file: IO[bytes] | None = None

    def put(self, values: NDArray[Any]) -> None:
        """Add an array behind what waits already."""
        if not len(values):
            return
        if self._file is None:
            self._file = io.BytesIO()
        self._file.write(np.ascontiguousarray(values).data.cast("B"))
        if isinstance(self._file, io.BytesIO) and self._file.tell() > _IN_MEMORY:
            self._file = self._on_disk(self._file)
        self._runs.append((values.dtype, len(values)))
        self.count += len(values)

    def _on_disk(self, held: io.BytesIO) -> IO[bytes]:
        """A file with what was held in memory."""
        import tempfile  # which takes as long to import as a small segment to write

        file: IO[bytes] = tempfile.TemporaryFile(  # noqa: SIM115 - closed by pieces
            dir=str(self._folder), prefix="segment-", suffix=".tmp"
        )
        file.write(held.getbuffer())
        return file

    @property
    def kind(self) -> np.dtype[Any]:
        """The widest type of the arrays."""
        return max((kind for kind, _ in self._runs), key=lambda kind: kind.itemsize, default=np.dtype(np.uint8))

    def pieces(self) -> Iterator[NDArray[Any]]:
        """What waits, in order, once."""
        if self._file is None:
            return
        self._file.seek(0)
        for kind, count in self._runs:
            for at in range(0, count, _CHUNK):
                yield np.frombuffer(self._file.read(min(_CHUNK, count - at) * kind.itemsize), kind)
        self._file.close()


class EscapedSpool:
    """Numbers that wait for a section in which most of them take a byte."""

    def __init__(self, folder: Path) -> None:
        self._spool = _Spool(folder)
        self._large = 0

    @property
    def count(self) -> int:
        """How many numbers wait."""
        return self._spool.count

    def add(self, values: NDArray[Any]) -> None:
        """Add numbers."""
        self._spool.put(values)
        if values.dtype.kind == "u":
            self._large += int(np.count_nonzero(values >= ESCAPE))

    def copy_to(self, sections: SectionWriter, name: str) -> None:
        """Write them out as the section `name`: in bytes, with those above in two sections more, unless those are
        many."""
        wide = self._spool.kind
        kind = np.dtype(np.uint8) if wide.kind == "u" and _FEW * self._large < self.count else wide
        sections.add(name, np.zeros(0, kind))
        places: list[NDArray[Any]] = []
        large: list[NDArray[Any]] = []
        done = 0
        for piece in self._spool.pieces():
            if kind.itemsize == 1 and self._large > 0:
                above = np.flatnonzero(piece >= ESCAPE)
                places.append(above + done)
                large.append(piece[above])
            done += len(piece)
            sections.add(name, (np.minimum(piece, ESCAPE) if kind.itemsize == 1 else piece).astype(kind, copy=False))
        if any(map(len, large)):
            sections.add(f"{name}_large_at", narrowed(np.concatenate(places)))
            sections.add(f"{name}_large", narrowed(np.concatenate(large)))


class PackedSpool:
    """Runs of numbers that wait for a section in which they take a few bits each."""

    def __init__(self, folder: Path) -> None:
        self._spool = _Spool(folder)
        self._sizes: list[NDArray[np.int64]] = []
        self._large_at: list[NDArray[np.int64]] = []
        self._large: list[NDArray[Any]] = []

    def add(self, values: NDArray[Any], counts: NDArray[np.int64]) -> None:
        """Add the numbers of further runs; run i has `counts[i]` of them."""
        packed = pack(values, counts)
        self._large_at.append(packed.large_at + 8 * self._spool.count)
        self._large.append(packed.large)
        self._sizes.append(packed.sizes)
        self._spool.put(packed.octets)

    def run(self, counted: NDArray[np.int64]) -> PackedRun:
        """A further run whose numbers come a part at a time, until it is finished; `counted` says how often it has
        each, as `width_for` takes it. Where that is never, none of them are kept."""
        width = width_for(counted) if counted.any() else 0
        return PackedRun(self._spool, self._sizes, self._large_at, self._large, width)

    @property
    def runs(self) -> int:
        """How many runs wait."""
        return sum(map(len, self._sizes))

    def copy_to(self, sections: SectionWriter, name: str) -> None:
        """Write them out as the section `name`, with where each run begins, and those that are large."""
        sections.add(name, np.zeros(0, np.uint8))
        for piece in self._spool.pieces():
            sections.add(name, piece)
        if self._sizes:
            sections.add(f"{name}_at", narrowed(bounds_of(np.concatenate(self._sizes))))
        if any(map(len, self._large)):
            sections.add(f"{name}_large_at", narrowed(np.concatenate(self._large_at)))
            sections.add(f"{name}_large", narrowed(np.concatenate(self._large)))


class PackedRun:
    """A run of a `PackedSpool` whose numbers come a part at a time, to take `width` bits each; of 0 bits, none are
    kept."""

    def __init__(
        self,
        spool: _Spool,
        sizes: list[NDArray[np.int64]],
        large_at: list[NDArray[np.int64]],
        large: list[NDArray[Any]],
        width: int,
    ) -> None:
        self._spool = spool
        self._sizes = sizes
        self._large_at = large_at
        self._large = large
        self._width = width
        self._begin = spool.count
        self._done = 0
        self._rest: NDArray[Any] = np.zeros(0, np.uint8)

    def add(self, values: NDArray[Any]) -> None:
        """Add the next numbers."""
        if self._width:
            whole, self._rest = cut(self._rest, values, 8)
            self._put(whole)

    def finish(self) -> None:
        """Write the last numbers; the next run may begin."""
        if len(self._rest):
            self._put(self._rest)
        self._sizes.append(np.array([self._spool.count - self._begin]))

    def _put(self, values: NDArray[Any]) -> None:
        octets, above, large = pack_part(values, self._width)
        self._large_at.append(above + (8 * self._begin + self._done))
        self._large.append(large)
        self._spool.put(octets)
        self._done += len(values)
