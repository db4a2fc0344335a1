"""What is known of a term: in which documents it occurs, how often, and where?

A field of a segment is a dictionary, terms ascending by their bytes, and postings. They are given as a `PostingList`:
arrays that are, where they can be, the mapped bytes themselves.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import bounds_of, hashes_of, ranges
from indexer.engine.cache import LruCache
from indexer.engine.format.articles import ArticleReader
from indexer.engine.format.container import SectionReader
from indexer.engine.format.layout import BLOCK, ESCAPE, LEVELS, decode_gaps, is_dense, takes_bytes
from indexer.engine.format.packing import unpack, unpack_some
from indexer.engine.segment.inversion import Postings

__all__ = ["ArticleTerms", "Field", "PostingList", "SurfaceForms", "TermHashes", "Terms"]

_KEPT_BYTES = 32 * 2**20
"""Decoded postings that a field keeps, in bytes, so that a word asked for again need not be decoded again; and as many
bytes of where the tokens of its postings begin."""

_SCANNED = 200
"""To add up all frequencies before a posting takes as long as for so many postings from the nearest noted sum on."""

_LOOKED_UP = 20
"""To look a document up takes as long as to spread so many postings over an array of all documents."""

_OFTEN = 64
"""Terms that one in so many documents has are kept: the documents of rarer ones need no decoding."""


class PostingList:
    """The postings of one term in one segment.

    `count` is the number of documents; `documents` are their numbers, ascending, `frequencies` how often each has the
    term, unsigned, or None where each has it once; `weights`, where they are there, are what counts instead of
    frequencies. All are of shape (count,). `dense`, where it is there, has a frequency for every document of the
    segment. `levels` are frequencies and lengths, pair by pair, or None: every posting has at most the frequency and at
    least the length of one of the pairs.
    """

    __slots__ = ("_documents", "_frequencies", "count", "dense", "levels", "weights")

    def __init__(
        self,
        count: int,
        documents: NDArray[Any] | None,
        frequencies: NDArray[Any] | None,
        *,
        dense: NDArray[Any] | None = None,
        weights: NDArray[Any] | None = None,
        levels: tuple[NDArray[Any], NDArray[Any]] | None = None,
    ) -> None:
        self.count = count
        self.dense = dense
        self.weights = weights
        self.levels = levels
        self._documents = documents
        self._frequencies = frequencies

    @property
    def size(self) -> int:
        """The bytes that the arrays take at most: an int64 and a frequency for each posting, and what is dense."""
        return 64 + 16 * self.count + (0 if self.dense is None else self.dense.nbytes)

    @property
    def documents(self) -> NDArray[Any]:
        """The documents that have the term."""
        if self._documents is None:
            dense = np.zeros(0, np.uint8) if self.dense is None else self.dense
            self._documents = np.flatnonzero(dense.view(np.bool_) if dense.itemsize == 1 else dense)
        return self._documents

    @property
    def frequencies(self) -> NDArray[Any] | None:
        """How often each of them has it."""
        if self._frequencies is None and self.dense is not None:
            self._frequencies = self.dense[self.documents]
        return self._frequencies

    @property
    def tf(self) -> NDArray[Any]:
        """What is to be scored of each posting: its weight, or else its frequency."""
        if self.weights is not None:
            return self.weights
        return np.ones(self.count, np.uint8) if self.frequencies is None else self.frequencies

    def tf_in(self, documents: NDArray[Any]) -> NDArray[Any]:
        """What is to be scored of the term in each of `documents`, ascending: 0 where it is not."""
        if not len(documents) or not self.count:
            return np.zeros(len(documents), np.uint8)
        if self.dense is not None and self.weights is None:
            dense: NDArray[Any] = self.dense[documents]
            return dense
        tf = self.frequencies if self.weights is None else self.weights
        if len(documents) * _LOOKED_UP > self.count:
            own = self.documents
            everywhere = np.zeros(max(int(documents[-1]), int(own[-1])) + 1, np.uint8 if tf is None else tf.dtype)
            everywhere[own] = 1 if tf is None else tf
            chosen: NDArray[Any] = everywhere[documents]
            return chosen
        places, found = self._find(documents)
        return found.astype(np.uint8) if tf is None else np.where(found, tf[places], 0)

    def within(self, allowed: NDArray[np.bool_]) -> PostingList:
        """The postings of the documents that are `allowed`, an array with an element for each document."""
        if self.dense is not None and self.weights is None:
            dense = self.dense * allowed
            count = int(np.count_nonzero(dense))
            if 4 * count >= len(dense):
                return PostingList(count, None, None, dense=dense, levels=self.levels)
            documents: NDArray[Any] = np.flatnonzero(dense)
            return PostingList(count, documents, dense[documents], levels=self.levels)
        kept = allowed[self.documents]
        frequencies = None if self.frequencies is None else self.frequencies[kept]
        weights = None if self.weights is None else self.weights[kept]
        documents = self.documents[kept]
        return PostingList(len(documents), documents, frequencies, weights=weights, levels=self.levels)

    def places_of(self, documents: NDArray[Any]) -> NDArray[np.int64]:
        """Where each of `documents`, that all have the term, is among the numbers that say how often."""
        return documents.astype(np.int64) if self.dense is not None else self._find(documents)[0]

    def _find(self, documents: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        own = self.documents
        places = np.searchsorted(own, documents.astype(own.dtype, copy=False))
        np.minimum(places, len(own) - 1, out=places)
        return places, own[places] == documents


class TermHashes(NamedTuple):
    """Hashes of the terms of a field, uint64, ascending, and the number of each one's term; both of shape (terms,).

    A term has the same hash in all segments, so that `np.searchsorted` finds the terms of one in another.
    """

    hashes: NDArray[np.uint64]
    ordinals: NDArray[np.int64]


class _Dictionary:
    """The terms of a field, ascending by their bytes."""

    def __init__(self, sections: SectionReader, name: str, articles: ArticleReader) -> None:
        self.sections = sections
        self.name = name
        self.articles = articles
        self._hashes: TermHashes | None = None
        self.count = max(0, sections.length(f"{name}.terms_at") - 1)
        # As memory views, which give single numbers in a third of the time that arrays do.
        self._at = sections.array(f"{name}.terms_at").data
        self._octets = sections.array(f"{name}.terms").data
        self._counts = sections.array(f"{name}.counts").data

    def frequency(self, number: int) -> int:
        """How many documents, deleted ones too, have the term."""
        return int(self._counts[number])

    def term(self, number: int) -> bytes:
        """The term with this number."""
        return bytes(self._octets[self._at[number] : self._at[number + 1]])

    def find(self, term: bytes) -> int:
        """The number of `term`, or -1 where the field has no such term."""
        at = self.at_least(term)
        return at if at < self.count and self.term(at) == term else -1

    def at_least(self, term: bytes) -> int:
        """The number of the first term that is not less than `term`; the number of terms where all are."""
        return bisect_left(range(self.count), term, key=self.term)

    def with_prefix(self, prefix: bytes) -> range:
        """The numbers of the terms that begin with `prefix`."""
        first = self.at_least(prefix)
        above = _above(prefix)
        return range(first, self.count if above is None else self.at_least(above))

    def terms(self, numbers: range) -> Iterator[bytes]:
        """These terms, in order."""
        if not numbers:
            return
        bounds = self._at[numbers.start : numbers.stop + 1].tolist()
        octets = bytes(self._octets[bounds[0] : bounds[-1]])
        for begin, end in pairwise(bounds):
            yield octets[begin - bounds[0] : end - bounds[0]]

    def octets(self, numbers: range) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """The bytes of these terms one after the other, and where each begins among them and the last ends."""
        bounds = np.asarray(self._at[numbers.start : numbers.stop + 1]).astype(np.int64)
        return np.asarray(self._octets[int(bounds[0]) : int(bounds[-1])]), bounds - bounds[0]

    def term_hashes(self) -> TermHashes:
        """The hashes of all terms."""
        if self._hashes is None:
            hashes = hashes_of(self.sections.array(f"{self.name}.terms"), self.sections.array(f"{self.name}.terms_at"))
            order = np.argsort(hashes)
            self._hashes = TermHashes(hashes[order], order)
        return self._hashes

    def hashes_of(self, numbers: NDArray[Any]) -> NDArray[np.uint64]:
        """The hashes of some terms, given their numbers."""
        at = self.sections.array(f"{self.name}.terms_at").astype(np.int64)
        sizes = at[numbers + 1] - at[numbers]
        octets = self.sections.array(f"{self.name}.terms")[ranges(at[numbers], sizes)]
        return hashes_of(octets, bounds_of(sizes))

    def _articles_among(self, documents: NDArray[Any]) -> int:
        """How many articles some documents, ascending, belong to."""
        articles = self.articles.of(documents)
        return int(np.count_nonzero(articles[1:] != articles[:-1])) + min(1, len(articles))


class Terms(_Dictionary):
    """A field with postings of its own. `lengths` are the documents', or None where they do not count."""

    def __init__(self, sections: SectionReader, name: str, documents: int, articles: ArticleReader) -> None:
        super().__init__(sections, name, articles)
        self.documents = documents
        self.lengths: NDArray[Any] | None = sections.array(f"{name}.lengths") if f"{name}.lengths" in sections else None
        self._bounds = {
            section: sections.array(f"{name}.{section}_at").data
            for section in ("documents", "frequencies", "positions", "forms", "weights")
            if f"{name}.{section}_at" in sections
        }
        self._kept: LruCache[PostingList] = LruCache(_KEPT_BYTES)
        self._starts: LruCache[NDArray[np.uint32]] = LruCache(_KEPT_BYTES)

    def postings(self, number: int) -> PostingList:
        """The postings of the term with this number."""
        known = self._kept.get(number)
        if known is not None:
            return known
        found = self._decoded(number)
        return self._kept.put(number, found, found.size) if found.count * _OFTEN > self.documents else found

    def article_frequency(self, number: int) -> int:
        """How many articles, deleted ones too, have the term."""
        name = f"{self.name}.repeated"
        if name not in self.sections:
            return self.frequency(number)
        more = int(self.sections.slice(name, number, number + 1)[0])
        if more == ESCAPE:
            row = int(np.searchsorted(self.sections.array(f"{name}_large_at"), number))
            more = int(self.sections.array(f"{name}_large")[row])
        return self.frequency(number) - more

    def collection_frequency(self, number: int) -> int:
        """How often the term occurs in all documents, deleted ones too, as its frequencies count it."""
        if "positions" in self._bounds:
            begin, end = self._range("positions", number)
            return end - begin
        return int(self.postings(number).tf.sum(dtype=np.int64))

    def _decoded(self, number: int) -> PostingList:
        name = self.name
        count = self.frequency(number)
        begin, end = self._range("documents", number)
        frequencies = self._packed("frequencies", number, self.documents if begin == end else count)
        weights = None
        if "weights" in self._bounds:
            weights = self.sections.slice(f"{name}.weights", *self._range("weights", number))
        levels = self._levels(number)
        if begin == end:
            return PostingList(count, None, None, dense=frequencies, weights=weights, levels=levels)
        if frequencies is not None:
            frequencies += np.uint8(1)
        units = self.sections.slice(f"{name}.documents", begin, end)
        if _takes_bytes(count, self.documents):
            documents = decode_gaps(units.view(np.uint8), count)
        elif end - begin == count:
            documents = np.cumsum(units, dtype=np.uint32)
            documents += np.arange(count, dtype=np.uint32)
        else:
            documents = units.view(np.uint32).copy()
        return PostingList(count, documents, frequencies, weights=weights, levels=levels)

    def _packed(self, section: str, number: int, count: int) -> NDArray[Any] | None:
        """The `count` packed numbers that the section has of the term; None where it has none."""
        begin, end = self._range(section, number)
        if begin == end:
            return None
        name = f"{self.name}.{section}"
        values = unpack(self.sections.slice(name, begin, end), np.array([end - begin]), np.array([count]))
        return self._with_large(name, values if values.flags.writeable else values.copy(), 8 * begin, 8 * end, None)

    def _with_large(
        self, name: str, values: NDArray[Any], first: int, last: int, starts: NDArray[np.int64] | None
    ) -> NDArray[Any]:
        """Packed numbers whose addresses are from `first` to `last`, with the large ones put in. `starts` are where
        among the `values` the runs begin, and at which address; None for one run."""
        if f"{name}_large" not in self.sections:
            return values
        places = self.sections.array(f"{name}_large_at")
        begin, end = np.searchsorted(places, (first, last)).tolist()
        if begin == end:
            return values
        large = self.sections.slice(f"{name}_large", begin, end)
        at = places[begin:end].astype(np.int64)
        if starts is None:
            at -= first
        else:
            run = np.searchsorted(starts[1], at, "right") - 1
            at += (starts[0] - starts[1])[run]
        if large.itemsize > values.itemsize or (large == ESCAPE).any():
            values = values.astype(np.uint32)
        values[at] = large
        return values

    def token_counts(self) -> NDArray[np.int64]:
        """How many tokens each term has, or postings, where tokens have no positions."""
        everything = range(self.count)
        return self._sizes("positions" if "positions" in self._bounds else "counts", everything)

    def slab(self, numbers: range) -> Postings:
        """The postings of several terms, one after the other, deleted documents among them."""
        counts, units = self._sizes("counts", numbers), self._sizes("documents", numbers)
        places = self._sizes("positions", numbers)
        starts = bounds_of(counts)
        dense = is_dense(counts, self.documents)
        single = takes_bytes(counts, self.documents) | dense | (units == 2 * counts)
        documents = np.empty(starts[-1], np.uint32)
        of_units = self._whole("documents", numbers)
        plain = np.flatnonzero(~single)
        if len(plain):
            # Running sums of all of them, less what each began with.
            sizes = counts[plain]
            gaps = of_units[ranges(bounds_of(units)[:-1][plain], sizes)].astype(np.int64)
            gaps += 1
            sums = np.cumsum(gaps)
            first = bounds_of(sizes)[:-1]
            sums -= np.repeat(sums[first] - gaps[first] + 1, sizes)
            documents[ranges(starts[:-1][plain], sizes)] = sums
        counted = np.where(dense, self.documents, np.where(self._sizes("frequencies", numbers) > 0, counts, 0))
        given = self._runs("frequencies", numbers, counted)
        some = (counted > 0) & ~dense
        frequencies = np.ones(starts[-1], given.dtype)
        frequencies[ranges(starts[:-1][some], counts[some])] += given[
            ranges(bounds_of(counted)[:-1][some], counts[some])
        ]
        for place in np.flatnonzero(single).tolist():
            postings = self._decoded(numbers[place])
            documents[starts[place] : starts[place + 1]] = postings.documents
            if dense[place]:
                frequencies[starts[place] : starts[place + 1]] = postings.frequencies
        forms = np.zeros(0, np.uint8)
        if "forms" in self._bounds:
            several = self._sizes("forms", numbers) > 0
            given = self._runs("forms", numbers, np.where(several, places, 0))
            forms = np.zeros(int(places.sum()), given.dtype)
            forms[np.repeat(several, places)] = given
        return Postings(
            counts,
            documents,
            frequencies,
            places,
            self._whole("positions", numbers),
            forms,
            self._whole("weights", numbers),
        )

    def having(self) -> NDArray[np.bool_]:
        """For each document, whether it has any term."""
        found = np.zeros(self.documents, np.bool_)
        found[self.slab(range(self.count)).documents] = True
        return found

    def _runs(self, section: str, numbers: range, counts: NDArray[np.int64]) -> NDArray[Any]:
        """The packed numbers that the section has of several terms, of each one so many."""
        if section not in self._bounds:
            return np.zeros(0, np.uint8)
        name, bounds = f"{self.name}.{section}", self._bounds[section]
        begin, end = int(bounds[numbers.start]), int(bounds[numbers.stop])
        sizes = self._sizes(section, numbers)
        values = unpack(self.sections.slice(name, begin, end), sizes, counts)
        filled = np.flatnonzero(sizes)
        starts = np.stack((bounds_of(counts)[:-1][filled], 8 * (bounds_of(sizes)[:-1][filled] + begin)))
        values = values if values.flags.writeable else values.copy()
        return self._with_large(name, values, 8 * begin, 8 * end, starts)

    def _sizes(self, section: str, numbers: range) -> NDArray[np.int64]:
        """How much of the section belongs to each of the terms."""
        if section == "counts":
            return np.asarray(self._counts[numbers.start : numbers.stop]).astype(np.int64)
        if section not in self._bounds:
            return np.zeros(len(numbers), np.int64)
        bounds = np.asarray(self._bounds[section][numbers.start : numbers.stop + 1]).astype(np.int64)
        return bounds[1:] - bounds[:-1]

    def _whole(self, section: str, numbers: range) -> NDArray[Any]:
        """All that the section has of the terms."""
        if section not in self._bounds:
            return np.zeros(0, np.uint8)
        bounds = self._bounds[section]
        begin, end = bounds[numbers.start], bounds[numbers.stop]
        if section != "positions":
            return self.sections.slice(f"{self.name}.{section}", begin, end)
        return self._escaped(section, begin, end)

    def stem_postings(self, number: int) -> PostingList:
        """Postings of which the term's are a part: its own."""
        return self.postings(number)

    def positions(self, number: int, documents: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
        """The positions of the term in `documents`, ascending, that all have it, one document after the other; and how
        many there are in each."""
        tokens, sizes = self.tokens(number, documents)
        return self.positions_of(number, tokens), sizes

    def tokens(self, number: int, documents: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where among the term's tokens those in `documents` are, and how many there are in each."""
        postings = self.postings(number)
        places = postings.places_of(documents)
        frequencies = postings.frequencies if postings.dense is None else postings.dense
        if frequencies is None:
            return places, np.ones(len(places), np.int64)
        sizes = frequencies[places].astype(np.int64)
        starts = self._starts.get(number)
        if starts is None and _SCANNED * len(places) > len(frequencies):
            starts = np.cumsum(frequencies, dtype=np.uint32)
            starts -= frequencies
            if self._kept.get(number) is not None:
                self._starts.put(number, starts, starts.nbytes)
        before = self._tokens_before(number, frequencies, places) if starts is None else starts[places]
        return ranges(before, sizes), sizes

    def positions_of(self, number: int, tokens: NDArray[np.int64]) -> NDArray[Any]:
        """The positions of some of the term's tokens."""
        return self._escaped("positions", *self._range("positions", number))[tokens]

    def forms_of(self, number: int, tokens: NDArray[np.int64]) -> NDArray[Any] | None:
        """Which of the term's forms some of its tokens are; None where it has only one."""
        begin, end = self._range("forms", number)
        if begin == end:
            return None
        name = f"{self.name}.forms"
        if f"{name}_large" in self.sections:
            places = self.sections.array(f"{name}_large_at")
            first, last = np.searchsorted(places, (8 * begin, 8 * end)).tolist()
            if first < last:
                forms = self._packed("forms", number, self.collection_frequency(number))
                return None if forms is None else forms[tokens]
        return unpack_some(self.sections.slice(name, begin, end), self.collection_frequency(number), tokens)

    def _tokens_before(self, number: int, frequencies: NDArray[Any], places: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many tokens stand before those of each of `places`."""
        inside = places % BLOCK
        part = ranges(places - inside, inside)
        sums = np.cumsum(frequencies[part], dtype=np.int64)
        ends = np.cumsum(inside)
        before = np.where(ends > 0, sums[ends - 1], 0) if len(sums) else np.zeros(len(places), np.int64)
        before = np.diff(before, prepend=0)
        blocks = places // BLOCK
        if len(frequencies) > BLOCK:
            row = int(np.searchsorted(self.sections.array(f"{self.name}.blocks_of"), number))
            begin, end = self.sections.slice(f"{self.name}.blocks_at", row, row + 2).tolist()
            of_blocks = self.sections.slice(f"{self.name}.blocks", begin, end)
            before += np.where(blocks > 0, of_blocks[blocks - 1], 0)
        return before

    def _levels(self, number: int) -> tuple[NDArray[Any], NDArray[Any]] | None:
        name = f"{self.name}.bounds_of"
        if name not in self.sections:
            return None
        rows = self.sections.array(name)
        row = int(np.searchsorted(rows, number))
        if row == len(rows) or rows[row] != number:
            return None
        width = len(LEVELS) + 2
        bounds = self.sections.slice(f"{self.name}.bounds", row * width, (row + 1) * width)
        highest = np.array([*LEVELS, max(int(bounds[-1]), 1)])
        there = bounds[:-1] != np.iinfo(np.uint32).max
        return np.minimum(highest, bounds[-1])[there], bounds[:-1][there]

    def _range(self, section: str, number: int) -> tuple[int, int]:
        """Where what the section has of the term begins and ends."""
        bounds = self._bounds[section]
        return bounds[number], bounds[number + 1]

    def _escaped(self, section: str, begin: int, end: int) -> NDArray[Any]:
        """Numbers of which those that do not fit into a byte are held elsewhere."""
        name = f"{self.name}.{section}"
        values = self.sections.slice(name, begin, end)
        if f"{name}_large" not in self.sections:
            return values
        places = self.sections.array(f"{name}_large_at")
        first, last = np.searchsorted(places, (begin, end)).tolist()
        if first < last:
            large = self.sections.slice(f"{name}_large", first, last)
            values = values.astype(np.uint32)
            values[places[first:last] - begin] = large
        return values


class ArticleTerms(_Dictionary):
    """A field that is the same in all documents of an article: its postings are kept by article."""

    def __init__(self, sections: SectionReader, name: str, articles: ArticleReader) -> None:
        super().__init__(sections, name, articles)
        self.by_article = Terms(sections, name, articles.count, articles)
        self._lengths: NDArray[Any] | None = None
        self._kept: LruCache[PostingList] = LruCache(_KEPT_BYTES)

    @property
    def lengths(self) -> NDArray[Any] | None:
        """The documents' lengths, or None where they do not count."""
        if self._lengths is None and self.by_article.lengths is not None:
            self._lengths = np.repeat(self.by_article.lengths, self.articles.sizes)
        return self._lengths

    def having(self) -> NDArray[np.bool_]:
        """For each document, whether it has any term."""
        return np.repeat(self.by_article.having(), self.articles.sizes)

    def frequency(self, number: int) -> int:
        """How many documents, deleted ones too, have the term."""
        articles = self.by_article.postings(number).documents
        return int(self.articles.sizes[articles].sum(dtype=np.int64))

    def article_frequency(self, number: int) -> int:
        """How many articles, deleted ones too, have the term."""
        return self.by_article.frequency(number)

    def collection_frequency(self, number: int) -> int:
        """How often the term occurs in all articles, deleted ones too."""
        return self.by_article.collection_frequency(number)

    def postings(self, number: int) -> PostingList:
        """The postings of the term with this number."""
        known = self._kept.get(number)
        if known is not None:
            return known
        own = self.by_article.postings(number)
        sizes = self.articles.sizes
        mine = sizes[own.documents]
        documents = ranges(self.articles.starts[own.documents], mine).astype(np.uint32)
        frequencies = None if own.frequencies is None else np.repeat(own.frequencies, mine)
        weights = None if own.weights is None else np.repeat(own.weights, mine)
        found = PostingList(len(documents), documents, frequencies, weights=weights, levels=own.levels)
        return self._kept.put(number, found, found.size)

    def stem_postings(self, number: int) -> PostingList:
        """Postings of which the term's are a part: its own."""
        return self.postings(number)

    def positions(self, number: int, documents: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
        """The positions of the term in `documents`, ascending, that all have it, one document after the other; and how
        many there are in each."""
        return self.by_article.positions(number, self.articles.of(documents))


class SurfaceForms(_Dictionary):
    """A field whose terms are the forms of another's: their postings are picked out of those of their stems."""

    def __init__(self, sections: SectionReader, name: str, stems: Terms) -> None:
        super().__init__(sections, name, stems.articles)
        self.lengths: NDArray[Any] | None = sections.array(f"{name}.lengths") if f"{name}.lengths" in sections else None
        self._stems = stems
        self._kept: LruCache[PostingList] = LruCache(_KEPT_BYTES)

    def postings(self, number: int) -> PostingList:
        """The postings of the word with this number."""
        known = self._kept.get(number)
        if known is None:
            documents = self.stem_postings(number).documents
            _, sizes = self.positions(number, documents)
            having = sizes > 0
            known = PostingList(int(np.count_nonzero(having)), documents[having], sizes[having])
            self._kept.put(number, known, known.size)
        return known

    def article_frequency(self, number: int) -> int:
        """How many articles, deleted ones too, have the word."""
        return self._articles_among(self.postings(number).documents)

    def collection_frequency(self, number: int) -> int:
        """How often the word occurs in all documents, deleted ones too; a word of a part that weighs more counts
        once."""
        return int(self.postings(number).tf.sum(dtype=np.int64))

    def stem_postings(self, number: int) -> PostingList:
        """Postings of which the word's are a part: its stem's."""
        return self._stems.postings(self._stem(number))

    def positions(self, number: int, documents: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
        """The positions of the word in `documents`, ascending, that all have its stem, one document after the other;
        and how many there are in each."""
        stem = self._stem(number)
        tokens, sizes = self._stems.tokens(stem, documents)
        positions = self._stems.positions_of(stem, tokens)
        owners = np.repeat(np.arange(len(sizes)), sizes)
        # A word of the title may stand several times in the same place.
        mine = np.ones(len(positions), np.bool_)
        mine[1:] = (positions[1:] != positions[:-1]) | (owners[1:] != owners[:-1])
        forms = self._stems.forms_of(stem, tokens)
        if forms is not None:
            mine &= forms == self.sections.slice(f"{self.name}.form", number, number + 1)
        return positions[mine], np.bincount(owners[mine], minlength=len(sizes))

    def shared(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """The number of each word's stem, and which of its forms the word is."""
        return self.sections.array(f"{self.name}.stems"), self.sections.array(f"{self.name}.form")

    def _stem(self, number: int) -> int:
        return int(self.sections.slice(f"{self.name}.stems", number, number + 1)[0])


Field: TypeAlias = Terms | ArticleTerms | SurfaceForms
"""A field of a segment."""


def _takes_bytes(count: int, documents: int) -> bool:
    return bool(takes_bytes(np.array(count), documents))


def _above(prefix: bytes) -> bytes | None:
    """The least bytes that are more than all that begin with `prefix`; None where nothing is."""
    kept = prefix.rstrip(b"\xff")
    return kept[:-1] + bytes([kept[-1] + 1]) if kept else None
