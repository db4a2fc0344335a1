"""How do named arrays become one file, and how are they read back without being copied?

    magic | arrays, each aligned to 64 bytes | directory (JSON) | checksums of the pages before | trailer

The directory says where each array is, and holds the facts that belong to none. Every 64 KiB page has a CRC-32. A
page is checked when it is first read, so that opening a file costs nothing and an altered byte is never answered from;
the directory and the checksums are checked when the file is opened.
"""

from __future__ import annotations

import errno
import json
import mmap
import os
import stat
import struct
import zlib
from collections.abc import Container, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Literal

import numpy as np
from numpy.typing import NDArray

from indexer.errors import DamagedIndexError

__all__ = ["SectionReader", "SectionWriter"]

_MAGIC = b"indexer1"
_TRAILER = struct.Struct("<QQI8s")  # where the directory begins and ends, CRC-32 of all from its beginning on, magic
_BOUNDS = 16  # bytes of the trailer that the checksum is of, too
_PAGE = 1 << 16
_ALIGNMENT = 64
_KINDS = {kind: np.dtype(kind) for kind in (np.dtype(code).newbyteorder("<").str for code in "?bBhHiIqQefd")}
"""The types that the elements of a section may have, all of them numbers."""


class SectionWriter:
    """Writes one file. A section may be added piece by piece, as long as no other comes between.

    What is written goes to `file` where it is given, which `path` only names then.
    """

    def __init__(self, path: Path, file: IO[bytes] | None = None) -> None:
        self.path = path
        # A new file, and never through a link.
        self._file: IO[bytes] = path.open("xb", buffering=0) if file is None else file
        self._pending = bytearray()
        self._checksums: list[int] = []
        self._size = 0
        self._sections: dict[str, tuple[str, int, int]] = {}
        self._write(_MAGIC)

    def add(self, name: str, values: NDArray[Any]) -> None:
        """Add a one-dimensional array to the section `name`, behind what it has already."""
        known = self._sections.get(name)
        if known is None:
            self._write(bytes(-self._size % _ALIGNMENT))
            known = (values.dtype.newbyteorder("<").str, self._size, 0)
        elif next(reversed(self._sections)) != name or np.dtype(known[0]) != values.dtype:
            raise ValueError(f"section {name} is not the last one, or not of {values.dtype}")
        kind, offset, count = known
        self._write(np.ascontiguousarray(values).data.cast("B") if len(values) else b"")
        self._sections[name] = (kind, offset, count + len(values))

    def copy(self, reader: SectionReader, left_out: Container[str]) -> None:
        """Add all sections of another file but for those `left_out`."""
        for sections, octets in reader.runs(left_out):
            self._write(bytes(-self._size % _ALIGNMENT))
            for name, (kind, offset, count) in sections.items():
                self._sections[name] = (kind, self._size + offset, count)
            self._write(octets)

    def finish(self, facts: Mapping[str, Any]) -> int:
        """Write the directory, with `facts`, and close the file; return its size in bytes."""
        self._write(bytes(-self._size % _ALIGNMENT))
        self._flush(self._pending)
        begin = self._size
        directory = json.dumps({"facts": facts, "sections": self._sections}).encode()
        tail = directory + np.array(self._checksums, "<u4").tobytes()
        end = begin + len(directory)
        tail += _TRAILER.pack(begin, end, 0, _MAGIC)[:_BOUNDS]
        tail += zlib.crc32(tail).to_bytes(4, "little") + _MAGIC
        self._put(tail)
        self._file.close()
        return begin + len(tail)

    def discard(self) -> None:
        """Close the file as it is, and remove it."""
        self._file.close()
        self.path.unlink(missing_ok=True)

    def _write(self, data: bytes | bytearray | memoryview) -> None:
        self._size += len(data)
        missing = _PAGE - len(self._pending)
        if len(data) < missing:
            self._pending += data
            return
        view = memoryview(data)
        self._pending += view[:missing]
        self._flush(self._pending)
        self._pending = bytearray()
        whole = missing + (len(view) - missing) // _PAGE * _PAGE
        self._flush(view[missing:whole])
        self._pending += view[whole:]

    def _flush(self, data: bytearray | memoryview) -> None:
        """Write whole pages, or the last one."""
        view = memoryview(data)
        self._checksums.extend(zlib.crc32(view[at : at + _PAGE]) for at in range(0, len(view), _PAGE))
        self._put(view)

    def _put(self, data: bytes | memoryview) -> None:
        view = memoryview(data)
        while view:  # a full disk may take only a part, and raise with the next
            view = view[self._file.write(view) :]


class SectionReader:
    """One file, mapped into memory, or its `content` where that is in memory already. `facts` are what was given to
    `SectionWriter.finish`.

    Raises DamagedIndexError, here and whenever a page is read that is not as it was written, and OSError.
    """

    def __init__(self, path: Path | str, content: bytes | None = None) -> None:
        self.path = os.fspath(path)
        self._map: mmap.mmap | bytes
        if content is not None:
            self._map = content
        else:
            descriptor = self._opened()
            try:
                if os.fstat(descriptor).st_size < _TRAILER.size:
                    raise self.damaged("it is cut short")
                self._map = mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ)
            finally:
                os.close(descriptor)
        size = len(self._map)
        if size < _TRAILER.size:
            raise self.damaged("it is cut short")
        self._octets = np.frombuffer(self._map, np.uint8)
        begin, end, checksum, magic = _TRAILER.unpack_from(self._map, size - _TRAILER.size)
        if magic != _MAGIC:
            raise self.damaged("it is cut short, or no segment")
        tail = memoryview(self._map)[begin : size - _TRAILER.size + _BOUNDS]
        if not begin <= end <= size or zlib.crc32(tail) != checksum:
            raise self.damaged("its directory is altered")
        tail = tail[:-_BOUNDS]
        if len(tail) - (end - begin) != 4 * ((begin + _PAGE - 1) // _PAGE):
            raise self.damaged("it has more or fewer checksums than pages")
        self._checksums = np.frombuffer(tail[end - begin :], "<u4")
        self._checked = bytearray(len(self._checksums))
        self._end = begin
        self._views: dict[str, NDArray[Any]] = {}
        self._offsets: dict[str, int] = {}
        self._whole: set[str] = set()  # sections all of whose pages are checked
        self.facts: dict[str, Any] = self._read_directory(bytes(tail[: end - begin]))

    def _read_directory(self, directory: bytes) -> dict[str, Any]:
        """Take the sections from the directory, which may say anything of them, and return the facts."""
        try:
            said = json.loads(directory)
            facts: dict[str, Any] = said["facts"]
            for name, (code, offset, count) in said["sections"].items():
                kind = _KINDS[code]
                end = offset + count * kind.itemsize
                if not (isinstance(end, int) and 0 <= offset <= end <= self._end):
                    raise self.damaged(f"its directory has {name} from {offset} to {end}, of {self._end} bytes")
                self._views[name] = self._octets[offset:end].view(kind)
                self._offsets[name] = offset
            if not isinstance(facts, dict):
                raise self.damaged("its directory has no facts")
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise self.damaged(f"its directory cannot be read: {type(error).__name__}: {error}") from error
        return facts

    def _opened(self) -> int:
        """Open the file, which must be a regular one: no link is followed, and no other end of a pipe waited for."""
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        try:
            descriptor = os.open(self.path, flags)
        except OSError as error:
            if error.errno == errno.ELOOP:
                raise self.damaged("it is not a regular file") from error
            raise
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise self.damaged("it is not a regular file")
        return descriptor

    def __contains__(self, name: str) -> bool:
        return name in self._views

    def __iter__(self) -> Iterator[str]:
        return iter(self._views)

    @property
    def size(self) -> int:
        """The bytes of the file."""
        return len(self._map)

    def length(self, name: str) -> int:
        """How many elements the section has; 0 where there is none of this name."""
        return len(self._views[name]) if name in self._views else 0

    def _view(self, name: str) -> NDArray[Any]:
        """The section, as it is on the disk."""
        try:
            return self._views[name]
        except KeyError:
            raise self.damaged(f"it has no {name}") from None

    def array(self, name: str) -> NDArray[Any]:
        """The whole section, every page of it checked."""
        view = self._view(name)
        if name not in self._whole:
            self._check(self._offsets[name], self._offsets[name] + view.nbytes)
            self._whole.add(name)
        return view

    def runs(self, left_out: Container[str]) -> Iterator[tuple[dict[str, tuple[str, int, int]], memoryview]]:
        """All sections but for those `left_out`, as many together as follow one another, and their bytes, every page of
        them checked. Each has its type, where it begins among those bytes, and how many elements it has."""
        run: dict[str, tuple[str, int, int]] = {}
        begin = end = 0
        for name, view in self._views.items():
            offset = self._offsets[name]
            if run and (name in left_out or offset != end + -end % _ALIGNMENT):
                yield run, self._octets[begin:end].data
                run = {}
            if name not in left_out:
                begin = begin if run else offset
                end = offset + view.nbytes
                self._check(offset, end)
                run[name] = (view.dtype.newbyteorder("<").str, offset - begin, len(view))
        if run:
            yield run, self._octets[begin:end].data

    def slice(self, name: str, start: int, end: int) -> NDArray[Any]:
        """The elements from `start` to `end`."""
        view = self._view(name)
        if not 0 <= start <= end <= len(view):
            raise self.damaged(f"{name} has {len(view)} elements, and none from {start} to {end}")
        if name not in self._whole:
            size, offset = view.itemsize, self._offsets[name]
            self._check(offset + start * size, offset + end * size)
        return view[start:end]

    def take(self, name: str, places: NDArray[Any]) -> NDArray[Any]:
        """The elements at some places, in their order. Only the pages that they are on are checked."""
        view = self._view(name)
        if len(places) and not 0 <= int(places.min()) <= int(places.max()) < len(view):
            raise self.damaged(f"{name} has {len(view)} elements, and none at {places.max()}")
        if name not in self._whole:
            size, offset = view.itemsize, self._offsets[name]
            for place in places.tolist():
                self._check(offset + place * size, offset + (place + 1) * size)
        taken: NDArray[Any] = view[places]
        return taken

    def places(self, name: str, values: NDArray[Any], side: Literal["left", "right"] = "left") -> NDArray[np.int64]:
        """Where values of the section's own type belong in the ascending section `name`, as `np.searchsorted` has it.

        The search reads a few pages without checking them; what is around each place is checked.
        """
        view = self._view(name)
        found = np.searchsorted(view, values, side)
        for value, place in zip(values.tolist(), found.tolist(), strict=True):
            around = self.slice(name, max(0, place - 1), min(place + 1, len(view)))
            if place and (around[0] > value or (side == "left" and around[0] == value)):
                raise self.damaged(f"{name} is not ascending")
            if place < len(view) and (around[-1] < value or (side == "right" and around[-1] == value)):
                raise self.damaged(f"{name} is not ascending")
        return found

    def check(self) -> None:
        """Read and check every page."""
        self._check(0, self._end)

    def check_directory(self) -> None:
        """Check that the file has nothing but the sections, one after the other, with zeros up to where each begins."""
        if bytes(self._octets[: len(_MAGIC)]) != _MAGIC:
            raise self.damaged("its beginning is altered")
        end = len(_MAGIC)
        for name, view in sorted(self._views.items(), key=lambda item: (self._offsets[item[0]], item[1].nbytes)):
            begin = self._offsets[name]
            if begin != end + -end % _ALIGNMENT or self._octets[end:begin].any():
                raise self.damaged(f"{name} does not begin where the section before it ends")
            end = begin + view.nbytes
        if self._end != end + -end % _ALIGNMENT or self._octets[end : self._end].any():
            raise self.damaged("its directory does not begin where the last section ends")

    def close(self) -> None:
        """Let the file go. Arrays that are still held stay readable, and keep the file mapped."""
        self._octets = np.zeros(0, np.uint8)
        self._checksums = np.zeros(0, np.uint32)
        self._views = {}
        if isinstance(self._map, mmap.mmap):
            with suppress(BufferError):
                self._map.close()

    def _check(self, first: int, last: int) -> None:
        checked = self._checked
        pages = range(first // _PAGE, (min(last, self._end) + _PAGE - 1) // _PAGE)
        for page in pages:
            if not checked[page]:
                begin = page * _PAGE
                if zlib.crc32(self._octets[begin : min(begin + _PAGE, self._end)].data) != self._checksums[page]:
                    raise self.damaged(f"its bytes from {begin} on are altered")
                checked[page] = 1

    def damaged(self, what: str) -> DamagedIndexError:
        """The error that says that the file is damaged, and how."""
        return DamagedIndexError(f"the index cannot be read: {self.path}: {what}")
