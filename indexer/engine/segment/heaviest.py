"""Which terms of an article are its heaviest?

Those that occur most often in it; of equally frequent ones the longer, since rare words are longer (Zipf 1935), then
those with the lower hash. English stop words are left out. So the choice depends on the article alone: on no other one,
and not on how the collection is cut into batches and segments.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import porter2
from indexer.analysis.bulk import BulkAnalyzer
from indexer.analysis.stopwords import STOP_WORDS
from indexer.arrays import bounds_of, distinct, hashes_of, ranges
from indexer.engine.format.vectors import TermVectors
from indexer.engine.segment.inversion import Run

__all__ = ["HeaviestTerms", "RepeatedTokens"]

_MOST: Final = 255
_ORDINAL_BITS: Final = 28  # of a term in a sort key, beside the 8 of its frequency: 28 are left for the article
_TF_BITS: Final = 8


class RepeatedTokens(NamedTuple):
    """Tokens that every document of an article has, and that count once an article: the number of each token's stem,
    the article, and by how much the frequencies count it too often; all of shape (tokens,)."""

    stems: NDArray[np.int64]
    articles: NDArray[np.int64]
    excess: NDArray[np.int64]


class HeaviestTerms:
    """Collects the `most` heaviest terms of each article in a field, batch by batch.

    The terms are those of `analyzer`, by the number of their stem.
    """

    def __init__(self, most: int, analyzer: BulkAnalyzer) -> None:
        self._most = most
        self._analyzer = analyzer
        self._weights = np.zeros(0, np.uint64)  # of each stem: the lower, the heavier among equally frequent ones
        self._stops = np.zeros(0, np.bool_)
        self._open: tuple[int, NDArray[np.int64], NDArray[np.int64]] | None = None  # an article, its stems, their tf
        self._stems: list[NDArray[np.uint32]] = []
        self._articles: list[NDArray[np.uint32]] = []
        self._tf: list[NDArray[np.uint8]] = []

    def add(
        self, run: Run, articles: NDArray[np.int64], first_document: int, repeated: RepeatedTokens, *, ends: bool
    ) -> None:
        """Add a batch: the postings of its terms, and the article of each of its documents, which are numbered from
        `first_document` on. The last article `ends` with the batch, or goes on in the next."""
        self._learn()
        stems, owners, tf = _by_article(run, articles, first_document, repeated)
        first, last = int(articles[0]), int(articles[-1])
        if self._open is not None and self._open[0] == first:
            mine = owners == first
            known = distinct(np.concatenate([self._open[1], stems[mine]]))
            sums = np.zeros(len(known), np.int64)
            sums[np.searchsorted(known, self._open[1])] += self._open[2]
            sums[np.searchsorted(known, stems[mine])] += tf[mine]
            stems = np.concatenate([known, stems[~mine]])
            owners = np.concatenate([np.full(len(known), first), owners[~mine]])
            tf = np.concatenate([sums, tf[~mine]])
            self._open = None
        self._close()
        if not ends:
            mine = owners == last
            self._open = last, stems[mine], tf[mine]
            stems, owners, tf = stems[~mine], owners[~mine], tf[~mine]
        self._select(stems, owners - first, tf, first)

    def finish(self, ranks: NDArray[np.int64], articles: int) -> TermVectors:
        """The vectors of all `articles`; `ranks` are the ordinals of the stems in the dictionary."""
        self._close()
        none = np.zeros(0, np.int64)
        stems = np.concatenate([none, *self._stems])
        owners = np.concatenate([none, *self._articles])
        tf = np.concatenate([none, *self._tf])
        keys = (owners << _ORDINAL_BITS | ranks[stems]) << _TF_BITS | tf
        keys.sort()
        starts = bounds_of(np.bincount(owners, minlength=articles))
        terms = (keys >> _TF_BITS) & ((1 << _ORDINAL_BITS) - 1)
        return TermVectors(starts, terms.astype(np.uint32), (keys & ((1 << _TF_BITS) - 1)).astype(np.uint8))

    def _close(self) -> None:
        """Select from the article that was left open, which has ended."""
        if self._open is not None:
            article, stems, tf = self._open
            self._select(stems, np.zeros(len(stems), np.int64), tf, article)
            self._open = None

    def _learn(self) -> None:
        """Note what decides among equally frequent stems, of those that the analyzer met since the last batch."""
        known = len(self._weights)
        new = [stem.encode("utf-8", "surrogatepass") for stem in self._analyzer.stems[known:]]
        if not new:
            return
        lengths = np.fromiter(map(len, new), np.int64, len(new))
        hashes = hashes_of(np.frombuffer(b"".join(new), np.uint8), bounds_of(lengths))
        shorter = (_MOST - np.minimum(lengths, _MOST)).astype(np.uint64)
        weights = (shorter << np.uint64(48)) | (hashes >> np.uint64(16))
        self._weights = np.concatenate([self._weights, weights])
        stops = np.fromiter(map(_STOPS.__contains__, new), np.bool_, len(new))
        self._stops = np.concatenate([self._stops, stops])

    def _select(self, stems: NDArray[np.int64], articles: NDArray[np.int64], tf: NDArray[np.int64], first: int) -> None:
        """Keep the heaviest terms of articles that are complete, numbered from `first` on."""
        wanted = (tf > 0) & ~self._stops[stems]
        stems, articles, tf = stems[wanted], articles[wanted], tf[wanted]
        count = int(articles.max()) + 1 if len(articles) else 0
        # Where enough terms occur more than once, no other can be among the heaviest.
        several = np.bincount(articles[tf > 1], minlength=count) >= self._most
        wanted = (tf > 1) | ~several[articles]
        stems, articles, tf = stems[wanted], articles[wanted], np.minimum(tf[wanted], _MOST)
        order = np.argsort(self._weights[stems] | ((_MOST - tf).astype(np.uint64) << np.uint64(56)))
        kind = np.uint16 if count < 1 << 16 else np.uint32
        order = order[np.argsort(articles[order].astype(kind), kind="stable")]
        sizes = np.bincount(articles, minlength=count)
        order = order[ranges(bounds_of(sizes)[:-1], np.minimum(sizes, self._most))]
        self._stems.append(stems[order].astype(np.uint32))
        self._articles.append((articles[order] + first).astype(np.uint32))
        self._tf.append(tf[order].astype(np.uint8))


def _by_article(
    run: Run, articles: NDArray[np.int64], first_document: int, repeated: RepeatedTokens
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Stems, ascending, the articles that have them, and how often."""
    postings = run.postings
    owners = articles[postings.documents - np.uint32(first_document)]
    starts = bounds_of(postings.counts)[:-1]
    begins = np.ones(len(owners), np.bool_)
    begins[1:] = owners[1:] != owners[:-1]
    begins[starts] = True
    pairs = np.flatnonzero(begins)
    owners = owners[pairs]
    stems = np.repeat(run.terms, np.add.reduceat(begins, starts, dtype=np.int64))
    tf = np.add.reduceat(postings.frequencies, pairs, dtype=np.int64)
    if len(repeated.stems):
        base = int(articles[0])
        width = int(articles[-1]) - base + 1
        places = np.searchsorted(stems * width + (owners - base), repeated.stems * width + (repeated.articles - base))
        tf -= np.bincount(places, repeated.excess, len(tf)).astype(np.int64)
    return stems, owners, tf


_STOPS: Final = frozenset(stem.encode() for stem in porter2(sorted(STOP_WORDS)))
