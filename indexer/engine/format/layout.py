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

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["BLOCK", "ESCAPE", "LEVELS", "LONG", "decode_gaps", "encode_gaps", "is_dense", "takes_bytes"]

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


def encode_gaps(documents: NDArray[Any]) -> NDArray[np.uint16]:
    """Document numbers as bytes: how many documents without lie before each, 255 at a time; padded to an even
    number."""
    gaps = np.diff(documents.astype(np.int64), prepend=-1) - 1
    fills, rest = np.divmod(gaps, ESCAPE)
    if fills.any():
        ends = np.cumsum(fills + 1)
        octets = np.full(ends[-1], ESCAPE, np.uint8)
        octets[ends - 1] = rest
    else:
        octets = rest.astype(np.uint8)
    padded = np.full(len(octets) + len(octets) % 2, ESCAPE, np.uint8)
    padded[: len(octets)] = octets
    return padded.view(np.uint16)


def decode_gaps(octets: NDArray[np.uint8], count: int) -> NDArray[np.uint32]:
    """The `count` document numbers that `encode_gaps` made `octets` of."""
    if len(octets) - count < 2 and not (octets[:count] == ESCAPE).any():
        documents: NDArray[np.uint32] = np.cumsum(octets[:count], dtype=np.uint32)
        documents += np.arange(count, dtype=np.uint32)
        return documents
    ends = octets != ESCAPE
    steps = octets.astype(np.uint32)
    steps += ends
    documents = np.cumsum(steps, dtype=np.uint32)[ends]
    documents -= np.uint32(1)
    return documents
