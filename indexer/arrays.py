"""Which small things with arrays does numpy not have?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "batches",
    "bounds_of",
    "cut",
    "distinct",
    "first_alike",
    "hashes_of",
    "is_among",
    "joined",
    "narrowed",
    "radix_order",
    "ranges",
    "whole_numbers",
]

_WORD = 8  # bytes that are hashed at once
_MASKS = np.array([(1 << (8 * size)) - 1 for size in range(_WORD + 1)], np.uint64)
_WIDEST = 2**63 - 1
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


def ranges(starts: NDArray[Any], sizes: NDArray[Any]) -> NDArray[np.int64]:
    """starts[i], starts[i] + 1, …, sizes[i] numbers for each i, one after the other."""
    ends = np.cumsum(sizes, dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    found: NDArray[np.int64] = np.arange(total) + np.repeat(starts - ends + sizes, sizes)
    return found


def bounds_of(sizes: NDArray[Any] | Sequence[int]) -> NDArray[np.int64]:
    """Where each of several runs of these sizes begins when they are one after the other, and where the last ends."""
    bounds = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=bounds[1:])
    return bounds


def batches(bounds: NDArray[np.int64], most: int) -> Iterator[range]:
    """All runs between these bounds, as many together as have at most `most` elements in all; a longer one alone."""
    at, count = 0, len(bounds) - 1
    while at < count:
        until = max(at + 1, int(np.searchsorted(bounds, bounds[at] + most, "right")) - 1)
        yield range(at, until)
        at = until


def cut(rest: NDArray[Any], values: NDArray[Any], unit: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """The `values` behind the `rest` of those before: as many as are a multiple of `unit`, and the rest."""
    whole = np.concatenate((rest, values)) if len(rest) else values
    end = len(whole) // unit * unit
    return whole[:end], whole[end:]


def distinct(values: NDArray[Any]) -> NDArray[Any]:
    """The different values, ascending. (Numpy's `unique` does more, and loads its masked arrays to do it.)"""
    ordered = np.sort(values)
    other = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=other[1:])
    return ordered[other]


def first_alike(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each value, the place of one that is equal, the same place for all that are.

    This takes a third of the time of sorting. Values are told apart by 16 bits at a time; those that fall together
    with another one are asked again by the next 16.
    """
    # Nearly all are told apart at once, so that this is done for all, and only the others are picked out.
    bits = values.view(np.uint64)
    places = np.empty(1 << 16, np.int64)
    slots = bits.astype(np.uint16)
    places[slots] = np.arange(len(values))
    alike = places[slots]
    shift, rest = 16, np.flatnonzero(values[alike] != values)
    while len(rest):
        slots = (bits[rest] >> np.uint64(shift % 64)).astype(np.uint16)
        places[slots] = rest
        found = places[slots]
        same = values[found] == values[rest]
        alike[rest[same]] = found[same]
        shift, rest = shift + 16, rest[~same]
    return alike


def is_among(values: NDArray[Any], among: NDArray[Any]) -> NDArray[np.bool_]:
    """For each value whether it is in the ascending array `among`. (Numpy's `isin` sorts both.)"""
    if not len(among):
        return np.zeros(len(values), np.bool_)
    found: NDArray[np.bool_] = among[np.minimum(np.searchsorted(among, values), len(among) - 1)] == values
    return found


def radix_order(values: NDArray[Any]) -> NDArray[np.int64]:
    """The order that sorts whole numbers from 0 to 2**32 - 1; equal ones stay as they are.

    Numpy sorts numbers of 16 bits by counting, which takes a fifth of the time that comparing wider ones does, whatever
    the processor: so they are sorted by their lower half, then by the upper.
    """
    wide = values.astype(np.uint32)
    order = np.argsort((wide & 0xFFFF).astype(np.uint16), kind="stable")
    upper = (wide >> 16).astype(np.uint16)
    if upper.any():
        order = order[np.argsort(upper[order], kind="stable")]
    return order


def whole_numbers(values: Sequence[int]) -> NDArray[np.int64]:
    """Whole numbers as an array. What is out of its range, such as a time in ns after the year 2262, is as far as that
    goes."""
    try:
        return np.array(values, np.int64)
    except OverflowError:
        return np.array([max(-_WIDEST, min(value, _WIDEST)) for value in values], np.int64)


def narrowed(values: NDArray[Any]) -> NDArray[Any]:
    """The same whole numbers in as few bytes as hold the largest; unsigned."""
    return values.astype(np.min_scalar_type(int(values.max()) if len(values) else 0), copy=False)


def joined(pieces: list[NDArray[Any]]) -> NDArray[Any]:
    """The pieces one after the other, of the widest of their types; the list is emptied on the way, to save memory."""
    if not pieces:
        return np.zeros(0, np.uint8)
    whole = np.empty(sum(map(len, pieces)), np.result_type(*{piece.dtype for piece in pieces}))
    at = 0
    pieces.reverse()
    while pieces:
        piece = pieces.pop()
        whole[at : at + len(piece)] = piece
        at += len(piece)
    return whole


def hashes_of(octets: NDArray[np.uint8], bounds: NDArray[Any]) -> NDArray[np.uint64]:
    """A hash of each of several terms, whose bytes follow one another and begin at `bounds`.

    Two different terms have the same with a chance of 1 in 2**64: the polynomial of the bytes modulo 2**64, mixed.
    """
    lengths = np.diff(bounds.astype(np.int64))
    hashes = lengths.astype(np.uint64)
    padded = np.zeros(len(octets) + _WORD, np.uint8)
    padded[: len(octets)] = octets
    words = np.ndarray((len(octets) + 1,), "<u8", padded, strides=(1,))  # the 8 bytes from each place on
    at, left, mine = bounds[:-1].astype(np.int64), lengths, np.arange(len(lengths))
    while len(mine):
        word = words[at] & _MASKS[np.minimum(left, _WORD)]
        hashes[mine] = _mixed(hashes[mine] * _FACTOR + word)
        more = left > _WORD
        at, left, mine = at[more] + _WORD, left[more] - _WORD, mine[more]
    return hashes


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The values with every bit of each made to depend on all its bits (Stafford 2011, variant 13)."""
    mixed = values ^ (values >> np.uint64(30))
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return mixed
