"""How are many small numbers kept in a few bits each?

Numbers come in runs: the frequencies of one term, or the forms of its tokens. All numbers of a run take 1, 2, 4 or 8
bits, lowest bits first, and a run begins with a byte of its own. Numbers that are too large for their width are listed
in a table beside it, by bit address: eight times the byte that their run begins with, plus their place in the run. How
many bits a run takes need not be kept: it is the widest width that gives as many bytes as there are.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import bounds_of, ranges

__all__ = ["Packed", "pack", "unpack", "unpack_some"]

_WIDTHS: Final = (1, 2, 4, 8)
_LARGE_COST: Final = 5  # bytes of a number in the table of large ones: 4 of its address, 1 of its value
_BYTES = np.arange(256, dtype=np.uint8)
# The numbers that each byte holds, side by side: shape (256, 8 // width).
_UNPACKED: Final = {
    width: np.stack([(_BYTES >> shift) & ((1 << width) - 1) for shift in range(0, 8, width)], axis=1)
    for width in _WIDTHS
}
# The same as one number for each byte, to be looked up at once.
_AT_ONCE: Final = {
    width: np.ascontiguousarray(table).view(f"<u{8 // width}").ravel() for width, table in _UNPACKED.items()
}


class Packed(NamedTuple):
    """Runs of numbers in few bits: the bytes of all runs, and how many each run takes, shape (runs,).

    `large_at` and `large` are the bit addresses and the values of the numbers that do not fit.
    """

    octets: NDArray[np.uint8]
    sizes: NDArray[np.int64]
    large_at: NDArray[np.int64]
    large: NDArray[Any]


def pack(values: NDArray[Any], counts: NDArray[np.int64]) -> Packed:
    """Pack runs of unsigned `values`, of which run i has `counts[i]`, each in the width that takes the fewest bytes."""
    starts = bounds_of(counts)
    filled = np.flatnonzero(counts)
    sizes = np.zeros(len(counts), np.int64)
    widths = np.full(len(counts), _WIDTHS[-1], np.int64)
    if len(filled):
        best = np.full(len(filled), np.iinfo(np.int64).max)
        for width in _WIDTHS:
            # The widest of equal cost wins, as `_widths` takes it for.
            large = np.add.reduceat(values > _most(width), starts[filled], dtype=np.int64)
            taken = (counts[filled] * width + 7) // 8
            cost = taken + _LARGE_COST * large
            better = cost <= best
            best[better] = cost[better]
            sizes[filled[better]] = taken[better]
        widths = _widths(sizes, counts)
    begins = bounds_of(sizes)
    found = np.empty(begins[-1], np.uint8)
    large_at: list[NDArray[np.int64]] = []
    large_values: list[NDArray[Any]] = []
    for width in _WIDTHS:
        mine = np.flatnonzero((widths == width) & (counts > 0))
        if not len(mine):
            continue
        every = len(mine) == len(counts)
        chosen = values if every else values[ranges(starts[mine], counts[mine])]
        above = np.flatnonzero(chosen > _most(width))
        if len(above):
            bounds = bounds_of(counts[mine])
            run = np.searchsorted(bounds, above, "right") - 1
            large_at.append(8 * begins[mine[run]] + above - bounds[run])
            large_values.append(chosen[above])
        codes = np.minimum(chosen, (1 << width) - 1).astype(np.uint8)
        if width == 8:
            octets = codes
        else:
            per_byte = 8 // width
            padded = np.zeros(per_byte * int(sizes[mine].sum()), np.uint8)
            padded[ranges(per_byte * bounds_of(sizes[mine])[:-1], counts[mine])] = codes
            octets = _joined(padded, width)
        if every:
            found = octets
        else:
            found[ranges(begins[mine], sizes[mine])] = octets
    if not large_at:
        return Packed(found, sizes, np.zeros(0, np.int64), values[:0])
    addresses, numbers = np.concatenate(large_at), np.concatenate(large_values)
    order = np.argsort(addresses)
    return Packed(found, sizes, addresses[order], numbers[order])


def unpack(octets: NDArray[np.uint8], sizes: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.uint8]:
    """The numbers of runs that take `sizes` bytes each and have `counts` numbers; large ones are yet to be put in."""
    widths = _widths(sizes, counts)
    if len(counts) == 1:
        return _unpacked(octets, int(widths[0]))[: counts[0]]
    begins, starts = bounds_of(sizes), bounds_of(counts)
    found = np.empty(starts[-1], np.uint8)
    for width in _WIDTHS:
        mine = np.flatnonzero((widths == width) & (counts > 0))
        if len(mine):
            padded = _unpacked(octets[ranges(begins[mine], sizes[mine])], width)
            kept = padded if width == 8 else padded[ranges(8 // width * bounds_of(sizes[mine])[:-1], counts[mine])]
            found[ranges(starts[mine], counts[mine])] = kept
    return found


def unpack_some(octets: NDArray[np.uint8], count: int, places: NDArray[np.int64]) -> NDArray[np.uint8]:
    """The numbers at some places of a run of `count` numbers; large ones are yet to be put in."""
    width = int(_widths(np.array([len(octets)]), np.array([count]))[0])
    if width == 8:
        return octets[places]
    bits = places * width
    found: NDArray[np.uint8] = (octets[bits >> 3] >> (bits & 7).astype(np.uint8)) & np.uint8((1 << width) - 1)
    return found


def _widths(sizes: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The bits of a number in each run: the widest width that takes as many bytes as the run has."""
    widths = np.zeros(len(sizes), np.int64)
    for width in _WIDTHS:
        widths[(counts * width + 7) // 8 == sizes] = width
    return widths


def _most(width: int) -> int:
    """The largest number that fits; one less for a byte, so that what is read can be added to."""
    return (1 << width) - 1 if width < _WIDTHS[-1] else 254


def _unpacked(octets: NDArray[np.uint8], width: int) -> NDArray[np.uint8]:
    return octets if width == 8 else _AT_ONCE[width][octets].view(np.uint8)


def _joined(codes: NDArray[np.uint8], width: int) -> NDArray[np.uint8]:
    """Bytes of several codes each; there are as many codes as fill whole bytes."""
    if width == 1:
        return np.packbits(codes, bitorder="little")
    joined = codes[:: 8 // width].copy()
    for place in range(1, 8 // width):
        joined |= codes[place :: 8 // width] << np.uint8(place * width)
    return joined
