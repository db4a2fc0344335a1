"""How are the postings of a term laid out?

The documents of a term, ascending, are held in one of four ways, whichever is small and needs no more than one pass
to read, by how many of the segment's documents have the term:

| of | documents are | read by |
|---|---|---|
| over a quarter | not held: every document of the segment has a frequency, 0 where it lacks the term | asking |
| over a 128th | the gaps between them, a byte each; 255 stands for 255 documents without | one running sum |
| fewer | the gaps between them, two bytes each | one running sum |
| fewer, with a gap that is larger | the numbers themselves, 4 bytes each | nothing |

Frequencies, and which form of its term each token is, take a few bits each (`packing`); of frequencies that are listed
by document, one less is kept. Positions take a byte; 255 sends to a table of the few that are larger. Terms that occur
nowhere twice in a document have no frequencies. Behind every `BLOCK` frequencies their sum so far is noted, so that the
positions of one posting are found without adding up those of all before it. Of terms that `LONG` documents have, the
shortest length of the documents with each level of frequency is noted too: it bounds the score of any weighting that
grows with frequency and falls with length.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import bounds_of

__all__ = [
    "BLOCK",
    "ESCAPE",
    "LEVELS",
    "LONG",
    "EncodedGaps",
    "decode_gaps",
    "documents_in_parts",
    "encode_gaps",
    "gap_octets",
    "is_dense",
    "takes_bytes",
    "takes_bytes_one",
]

BLOCK = 64

LONG = 64
"""Documents from which on a term's levels are noted."""

ESCAPE = 255
"""What a byte holds where the number is this or larger."""

LEVELS = (1, 2, 4)
"""The highest frequency of each level but the last, which has no end."""


_FEWEST_GAPS = 16  # of a byte: a shorter list takes no more in two bytes each


def is_dense(counts: NDArray[np.int64], documents: int) -> NDArray[np.bool_]:
    """Whether so frequent a term has a frequency for each of the segment's documents."""
    return 4 * counts > documents


def takes_bytes(counts: NDArray[np.int64], documents: int) -> NDArray[np.bool_]:
    """Whether the gaps between the documents of so frequent a term take a byte each."""
    return ~is_dense(counts, documents) & (128 * counts > documents) & (counts >= _FEWEST_GAPS)


def takes_bytes_one(count: int, documents: int) -> bool:
    """The same for one term, without arrays."""
    return 4 * count <= documents < 128 * count and count >= _FEWEST_GAPS


class EncodedGaps(NamedTuple):
    """Gaps as bytes, in units of two: those of all lists, and how many units each list has."""

    units: NDArray[np.uint16]
    sizes: NDArray[np.int64]


def encode_gaps(gaps: NDArray[Any], counts: NDArray[np.int64]) -> EncodedGaps:
    """Gaps of several lists, of which list i has `counts[i]`, at least one, as bytes.

    A gap is how many documents without the term lie before a document. Each takes as many bytes of 255 as it has 255s,
    then one of the rest; a list is padded to an even number of bytes.
    """
    if not len(counts):
        return EncodedGaps(np.zeros(0, np.uint16), counts)
    fills, rest = np.divmod(gaps.astype(np.int64), ESCAPE)
    starts = bounds_of(counts)
    sizes = np.add.reduceat(fills, starts[:-1]) + counts
    odd = sizes & 1
    fills[starts[1:] - 1] += odd  # as if the last gap had one more, which is then put behind it
    ends = np.cumsum(fills + 1) - 1
    ends[starts[1:] - 1] -= odd
    octets = np.full(int((sizes + odd).sum()), ESCAPE, np.uint8)
    octets[ends] = rest
    return EncodedGaps(octets.view(np.uint16), (sizes + odd) // 2)


def gap_octets(gaps: NDArray[Any]) -> NDArray[np.uint8]:
    """Some gaps of one list as bytes, as `encode_gaps` has them, not padded."""
    fills, rest = np.divmod(gaps.astype(np.int64), ESCAPE)
    ends = np.cumsum(fills + 1) - 1
    octets = np.full(int(ends[-1]) + 1 if len(ends) else 0, ESCAPE, np.uint8)
    octets[ends] = rest
    return octets


def decode_gaps(octets: NDArray[np.uint8], count: int) -> NDArray[np.int64]:
    """The `count` document numbers of which `encode_gaps` made the bytes of one list."""
    if len(octets) - count < 2 and not (octets[:count] == ESCAPE).any():
        documents: NDArray[np.int64] = np.cumsum(octets[:count], dtype=np.int64)
        documents += np.arange(count)
        return documents
    ends = octets != ESCAPE
    steps = octets.astype(np.uint32)
    steps += ends
    documents = np.cumsum(steps, dtype=np.int64)[ends]
    documents -= 1
    return documents


def documents_in_parts(
    units: NDArray[np.uint16], count: int, documents: int, most: int
) -> Iterator[NDArray[np.uint32]]:
    """The `count` document numbers that the units of one term list, in a segment of so many `documents`, about `most`
    at a time."""
    in_bytes = takes_bytes_one(count, documents)
    if not in_bytes and len(units) == 2 * count:
        numbers = units.view(np.uint32)
        yield from (numbers[at : at + most] for at in range(0, count, most))
        return
    gaps = units.view(np.uint8) if in_bytes else units
    before = np.uint32(0)  # documents before the next gap
    for at in range(0, len(gaps), most):
        part = gaps[at : at + most]
        ends = part != ESCAPE if in_bytes else np.ones(len(part), np.bool_)
        steps = part.astype(np.uint32)
        steps += ends
        steps[0] += before
        reached = np.cumsum(steps, dtype=np.uint32)
        before = reached[-1]
        if ends.any():
            yield reached[ends] - np.uint32(1)
