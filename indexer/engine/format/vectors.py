"""How are the heaviest terms of each article kept?

For each article, ascending, the ordinals of its terms in the dictionary of the field, and how often each occurs in it.
An ordinal takes two bytes, its lower half: beside them is kept how many of the article's ordinals are below each
multiple of 65,536. A frequency takes half a byte; larger ones are listed apart.

Which terms are the heaviest must depend on the article alone: on no other article, and not on how the collection is cut
into segments. So it is the frequency that counts, then the length of the word, since rare words are longer (Zipf 1935),
then a hash of it.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import bounds_of, narrowed, ranges
from indexer.engine.format.container import SectionReader, SectionWriter

__all__ = ["TermVector", "TermVectors", "VectorReader", "VectorWriter"]

_HALF: Final = 1 << 16
_NIBBLE: Final = 15
_MOST: Final = 255


class TermVector(NamedTuple):
    """Terms of an article: their ordinals in the dictionary of the field, ascending, and how often each occurs (255:
    as often or more); both of shape (terms,)."""

    terms: NDArray[np.uint32]
    tf: NDArray[np.uint8]


class TermVectors(NamedTuple):
    """The term vectors of several articles, one after the other: that of the article i is what `terms` and `tf` have
    from `starts[i]` to `starts[i + 1]`. `starts` is of shape (articles + 1,)."""

    starts: NDArray[np.int64]
    terms: NDArray[np.uint32]
    tf: NDArray[np.uint8]


class VectorWriter:
    """Writes the term vectors of a field of which the dictionary has `terms` terms, articles in order."""

    def __init__(self, sections: SectionWriter, field: str, terms: int) -> None:
        self._sections = sections
        self._name = f"{field}.vectors"
        self._blocks = max(0, terms - 1) // _HALF
        self._sizes: list[NDArray[np.int64]] = []
        self._below: list[NDArray[np.uint8]] = []
        self._tf: list[NDArray[np.uint8]] = []
        self._large_at: list[NDArray[np.int64]] = []
        self._large: list[NDArray[np.uint8]] = []
        self._count = 0
        sections.add(self._name, np.zeros(0, np.uint16))

    def add(self, vectors: TermVectors) -> None:
        """Add the vectors of the next articles."""
        starts, terms, tf = vectors
        sizes = np.diff(starts)
        # An even number for each, so that its frequencies begin with a byte: one of frequency 0 is none.
        padded = sizes + (sizes & 1)
        begins = bounds_of(padded)
        places = ranges(begins[:-1], sizes)
        low = np.zeros(begins[-1], np.uint16)
        low[places] = terms & (_HALF - 1)
        codes = np.zeros(begins[-1], np.uint8)
        codes[places] = np.minimum(tf, _NIBBLE)
        owners = np.repeat(np.arange(len(sizes)), sizes)
        for block in range(1, self._blocks + 1):
            below = np.bincount(owners[terms < block * _HALF], minlength=len(sizes))
            self._below.append(below.astype(np.uint8))
        above = np.flatnonzero(tf >= _NIBBLE)
        self._large_at.append(places[above] + self._count)
        self._large.append(tf[above])
        self._sizes.append(padded)
        self._tf.append(codes[0::2] | codes[1::2] << np.uint8(4))
        self._sections.add(self._name, low)
        self._count += len(low)

    def finish(self) -> None:
        """Write what is left. The section that was open for terms must still be the last."""
        add, name = self._sections.add, self._name
        sizes = np.concatenate([np.zeros(0, np.int64), *self._sizes])
        add(f"{name}_at", narrowed(bounds_of(sizes)))
        add(f"{name}_tf", np.concatenate([np.zeros(0, np.uint8), *self._tf]))
        if self._blocks:
            rows = [
                np.concatenate([np.zeros(0, np.uint8), *self._below[block :: self._blocks]])
                for block in range(self._blocks)
            ]
            add(f"{name}_below", np.stack(rows, axis=1).ravel())
        if any(map(len, self._large)):
            add(f"{name}_large_at", narrowed(np.concatenate(self._large_at)))
            add(f"{name}_large", np.concatenate(self._large))


class VectorReader:
    """Reads the term vectors of a segment that has `count` articles."""

    def __init__(self, sections: SectionReader, count: int) -> None:
        self._sections = sections
        self._count = count

    def vector(self, field: str, article: int) -> TermVector:
        """The vector of one article; no terms where the field has no vectors."""
        return TermVector(*self.vectors(field, np.array([article]))[1:])

    def vectors(self, field: str, articles: NDArray[Any]) -> TermVectors:
        """The vectors of several articles."""
        sections, name = self._sections, f"{field}.vectors"
        if name not in sections:
            return TermVectors(np.zeros(len(articles) + 1, np.int64), np.zeros(0, np.uint32), np.zeros(0, np.uint8))
        if len(articles) == 1:
            article = int(articles[0])
            first, last = sections.slice(f"{name}_at", article, article + 2).tolist()
            low = sections.slice(name, first, last)
            packed = sections.slice(f"{name}_tf", first // 2, last // 2)
            begins, padded = np.array([first]), np.array([last - first])
        else:
            at = sections.array(f"{name}_at")
            begins = at[articles].astype(np.int64)
            padded = at[articles + 1] - begins
            places = ranges(begins, padded)
            low = sections.array(name)[places]
            packed = sections.array(f"{name}_tf")[places[0::2] // 2]
        tf = np.empty(len(low), np.uint8)
        tf[0::2] = packed & _NIBBLE
        tf[1::2] = packed >> 4
        starts = bounds_of(padded)
        terms = low.astype(np.uint32)
        self._add_halves(name, articles, starts, terms)
        self._put_large(name, begins, starts, tf)
        if not tf.all():
            kept = tf > 0
            starts = bounds_of(kept)[starts]
            terms, tf = terms[kept], tf[kept]
        return TermVectors(starts, terms, tf)

    def _add_halves(
        self, name: str, articles: NDArray[Any], starts: NDArray[np.int64], terms: NDArray[np.uint32]
    ) -> None:
        """Add the upper halves to the lower halves of ordinals."""
        blocks = self._sections.length(f"{name}_below") // self._count if self._count else 0
        if not blocks:
            return
        if len(articles) == 1:
            below = self._sections.slice(f"{name}_below", int(articles[0]) * blocks, (int(articles[0]) + 1) * blocks)
        else:
            below = self._sections.array(f"{name}_below").reshape(self._count, blocks)[articles]
        below = below.reshape(len(articles), blocks)
        bounds = np.concatenate((np.zeros((len(articles), 1), np.int64), below, np.diff(starts)[:, None]), axis=1)
        upper = np.tile(np.arange(blocks + 1, dtype=np.uint32) * np.uint32(_HALF), len(articles))
        terms += np.repeat(upper, np.diff(bounds).ravel())

    def _put_large(
        self, name: str, begins: NDArray[np.int64], starts: NDArray[np.int64], tf: NDArray[np.uint8]
    ) -> None:
        """Put in the frequencies that take more than half a byte."""
        if f"{name}_large" not in self._sections:
            return
        places = np.flatnonzero(tf == _NIBBLE)
        if not len(places):
            return
        article = np.searchsorted(starts, places, "right") - 1
        entries = begins[article] + places - starts[article]
        at = np.searchsorted(self._sections.array(f"{name}_large_at"), entries)
        tf[places] = self._sections.array(f"{name}_large")[at]
