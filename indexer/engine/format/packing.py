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

from indexer.arrays import bounds_of

__all__ = ["TOO_LARGE", "Packed", "pack", "pack_part", "unpack", "unpack_one", "unpack_some", "width_for"]

_WIDTHS: Final = (1, 2, 4, 8)
_LARGE_COST: Final = 5  # bytes of a number in the table of large ones: 4 of its address, 1 of its value
TOO_LARGE: Final = 255
"""The smallest number that fits into no width."""

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
    sizes = _best_sizes(values, counts)
    widths = _widths(sizes, counts)
    found = np.empty(int(sizes.sum()), np.uint8)
    large_at: list[NDArray[np.int64]] = []
    large: list[NDArray[Any]] = []
    for width in _WIDTHS:
        mine = widths == width
        own_counts, own_sizes = counts[mine], sizes[mine]
        if not len(own_counts):
            continue
        chosen = values[np.repeat(mine, counts)]
        above = np.flatnonzero(chosen > _most(width))
        if len(above):
            bounds = bounds_of(own_counts)
            run = np.searchsorted(bounds, above, "right") - 1
            large_at.append(8 * bounds_of(sizes)[:-1][mine][run] + above - bounds[run])
            large.append(chosen[above])
        codes = _codes(chosen, width)
        if width < _WIDTHS[-1]:
            padded = np.zeros(8 // width * int(own_sizes.sum()), np.uint8)
            padded[_filled(own_counts, own_sizes, width)] = codes
            codes = _joined(padded, width)
        found[np.repeat(mine, sizes)] = codes
    if not large_at:
        return Packed(found, sizes, np.zeros(0, np.int64), values[:0])
    addresses, numbers = np.concatenate(large_at), np.concatenate(large)
    order = np.argsort(addresses)
    return Packed(found, sizes, addresses[order], numbers[order])


def _best_sizes(values: NDArray[Any], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The fewest bytes that each run takes."""
    starts = bounds_of(counts)[:-1]
    filled = np.flatnonzero(counts)
    sizes = np.zeros(len(counts), np.int64)
    if not len(filled):
        return sizes
    most = np.zeros(len(counts), values.dtype)
    most[filled] = np.maximum.reduceat(values, starts[filled])
    best = np.full(len(counts), np.iinfo(np.int64).max)
    for width in _WIDTHS:
        cost = (counts * width + 7) // 8
        octets = cost
        larger = most > _most(width)
        some = np.flatnonzero(larger)
        if len(some):
            cost = cost.copy()
            if width == _WIDTHS[0]:  # seldom the best where not all fit, and the longest to count
                cost[some] = best[some]
            else:
                over = values[np.repeat(larger, counts)] > _most(width)
                cost[some] += _LARGE_COST * np.add.reduceat(over, bounds_of(counts[some])[:-1], dtype=np.int64)
        better = cost < best
        best[better], sizes[better] = cost[better], octets[better]
    return sizes


def width_for(counted: NDArray[np.int64]) -> int:
    """The bits that each number of one run takes in `pack`, given how often the run has each of the numbers from 0 to
    `TOO_LARGE`, the last of which means that or more; shape (TOO_LARGE + 1,)."""
    count = int(counted.sum())
    best, octets = -1, 0
    for width in _WIDTHS:
        above = int(counted[_most(width) + 1 :].sum())
        size = (count * width + 7) // 8
        cost = size + _LARGE_COST * above
        if (best < 0 or cost < best) and not (above and width == _WIDTHS[0]):
            best, octets = cost, size
    return _width(octets, count)


def pack_part(values: NDArray[Any], width: int) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[Any]]:
    """Some numbers of one run in a given width: their bytes, and the places and values of those that do not fit.

    Where more of the run follow, they must be a multiple of 8.
    """
    above = np.flatnonzero(values > _most(width))
    codes = _codes(values, width)
    if width < _WIDTHS[-1]:
        codes = _joined(np.concatenate((codes, np.zeros(-len(codes) % (8 // width), np.uint8))), width)
    return codes, above, values[above]


def unpack(octets: NDArray[np.uint8], sizes: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.uint8]:
    """The numbers of runs that take `sizes` bytes each and have `counts` numbers; large ones are yet to be put in."""
    widths = _widths(sizes, counts)
    found = np.empty(int(counts.sum()), np.uint8)
    for width in _WIDTHS:
        mine = widths == width
        if mine.any():
            padded = _unpacked(octets[np.repeat(mine, sizes)], width)
            found[np.repeat(mine, counts)] = padded[_filled(counts[mine], sizes[mine], width)]
    return found


def unpack_one(octets: NDArray[np.uint8], count: int, first: int = 0, last: int | None = None) -> NDArray[np.uint8]:
    """The numbers of one run of `count`, or those from the place `first` to `last`; large ones are yet to be put in. It
    may be the bytes themselves."""
    width = _width(len(octets), count)
    last = count if last is None else last
    begin = first * width // 8
    skipped = first - 8 * begin // width
    return _unpacked(octets[begin : (last * width + 7) // 8], width)[skipped : skipped + last - first]


def unpack_some(octets: NDArray[np.uint8], count: int, places: NDArray[np.int64]) -> NDArray[np.uint8]:
    """The numbers at some places of a run of `count` numbers; large ones are yet to be put in."""
    width = _width(len(octets), count)
    if width == 8:
        return octets[places]
    bits = places * width
    found: NDArray[np.uint8] = (octets[bits >> 3] >> (bits & 7).astype(np.uint8)) & np.uint8((1 << width) - 1)
    return found


def _filled(counts: NDArray[np.int64], sizes: NDArray[np.int64], width: int) -> NDArray[np.bool_]:
    """For each code that there is room for in the bytes of runs, whether it is one of the run's."""
    both = np.empty(2 * len(counts), np.int64)
    both[0::2] = counts
    both[1::2] = 8 // width * sizes - counts
    pattern = np.zeros(len(both), np.bool_)
    pattern[0::2] = True
    return np.repeat(pattern, both)


def _widths(sizes: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The bits of a number in each run: the widest width that takes as many bytes as the run has."""
    widths = np.zeros(len(sizes), np.int64)
    for width in _WIDTHS:
        widths[(counts * width + 7) // 8 == sizes] = width
    return widths


def _width(size: int, count: int) -> int:
    """The same for one run."""
    return next(width for width in reversed(_WIDTHS) if (count * width + 7) // 8 == size)


def _most(width: int) -> int:
    """The largest number that fits; one less for a byte, so that what is read can be added to."""
    return (1 << width) - 1 if width < _WIDTHS[-1] else TOO_LARGE - 1


def _codes(values: NDArray[Any], width: int) -> NDArray[np.uint8]:
    """What is kept of each number: the number, or, of one that does not fit, the largest that has so many bits."""
    codes: NDArray[np.uint8] = np.minimum(values, (1 << width) - 1).astype(np.uint8)
    return codes


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
