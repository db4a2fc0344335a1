"""In which documents does a term occur, how often, and where? A field that has postings of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import bounds_of, ranges
from indexer.engine.cache import LruCache
from indexer.engine.format.articles import ArticleReader
from indexer.engine.format.container import SectionReader
from indexer.engine.format.layout import (
    BLOCK,
    ESCAPE,
    LEVELS,
    decode_gaps,
    documents_in_parts,
    is_dense,
    takes_bytes,
    takes_bytes_one,
)
from indexer.engine.format.packing import unpack, unpack_one, unpack_some
from indexer.engine.segment.dictionary import Dictionary
from indexer.engine.segment.inversion import Postings
from indexer.engine.segment.posting_list import PostingList

__all__ = ["KEPT_BYTES", "Terms"]

KEPT_BYTES = 32 * 2**20
"""Decoded postings that a field keeps, in bytes, so that a word asked for again need not be decoded again; and as many
bytes of where the tokens of its postings begin."""

_SCANNED = 200
"""To add up all frequencies before a posting takes as long as for so many postings from the nearest noted sum on."""

_FEWEST_LOADED = 8
"""Terms from which on decoding them together is faster than one by one."""


class Terms(Dictionary):
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
        self._kept: LruCache[PostingList] = LruCache(KEPT_BYTES)
        self._starts: LruCache[NDArray[np.uint32]] = LruCache(KEPT_BYTES)

    def postings(self, number: int) -> PostingList:
        """The postings of the term with this number."""
        known = self._kept.get(number)
        if known is not None:
            return known
        found = self._decoded(number)
        return self._kept.put(number, found, found.size)

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
        if takes_bytes_one(count, self.documents):
            documents = decode_gaps(units.view(np.uint8), count)
        elif end - begin == count:
            documents = np.cumsum(units, dtype=np.int64)
            documents += np.arange(count)
        else:
            documents = units.view(np.uint32)
        return PostingList(count, documents, frequencies, weights=weights, levels=levels)

    def _packed(
        self, section: str, number: int, count: int, first: int = 0, last: int | None = None
    ) -> NDArray[Any] | None:
        """The `count` packed numbers that the section has of the term, or those from the place `first` to `last`; None
        where it has none."""
        begin, end = self._range(section, number)
        if begin == end:
            return None
        name, last = f"{self.name}.{section}", count if last is None else last
        values = unpack_one(self.sections.slice(name, begin, end), count, first, last)
        values = values if values.flags.writeable else values.copy()
        return self._with_large(name, values, 8 * begin + first, 8 * begin + last, None)

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

    @property
    def token_count(self) -> int:
        """How many tokens all terms have together, if these have positions."""
        return self.sections.length(f"{self.name}.positions")

    def token_counts(self) -> NDArray[np.int64]:
        """How many tokens each term has, or postings, where tokens have no positions."""
        everything = range(self.count)
        return self._sizes("positions" if "positions" in self._bounds else "counts", everything)

    def load(self, numbers: range) -> None:
        """Have the postings of several terms at hand: rare ones are decoded in one go."""
        missing = [number for number in numbers if self._kept.get(number) is None]
        if len(missing) < _FEWEST_LOADED or "weights" in self._bounds:
            return
        counts, levels = self._sizes("counts", numbers), self._levels
        starts, single = bounds_of(counts).tolist(), self._single(numbers, counts)
        documents, frequencies = self._listed(numbers, counts, single)
        several = self._sizes("frequencies", numbers) > 0
        for place in np.flatnonzero(~single).tolist():
            number = numbers[place]
            if self._kept.get(number) is None:
                mine = slice(starts[place], starts[place + 1])
                tf = frequencies[mine] if several[place] else None
                found = PostingList(int(counts[place]), documents[mine], tf, levels=levels(number))
                self._kept.put(number, found, found.size)

    def _single(self, numbers: range, counts: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of several terms are not laid out as most are, so that each is decoded by itself."""
        in_bytes, units = takes_bytes(counts, self.documents), self._sizes("documents", numbers)
        single: NDArray[np.bool_] = in_bytes | is_dense(counts, self.documents) | (units == 2 * counts)
        return single

    def _listed(
        self, numbers: range, counts: NDArray[np.int64], single: NDArray[np.bool_]
    ) -> tuple[NDArray[np.uint32], NDArray[Any]]:
        """The documents and frequencies of several terms, one after the other; those of `single` terms are yet to be
        put in."""
        starts, units = bounds_of(counts), self._sizes("documents", numbers)
        documents = np.empty(starts[-1], np.uint32)
        sizes = counts[~single]
        if len(sizes):
            # Running sums of all of them, less what each began with.
            gaps = self._whole("documents", numbers)[np.repeat(~single, units)].astype(np.int64)
            gaps += 1
            sums = np.cumsum(gaps)
            first = bounds_of(sizes)[:-1]
            sums -= np.repeat(sums[first] - gaps[first] + 1, sizes)
            documents[np.repeat(~single, counts)] = sums
        dense = is_dense(counts, self.documents)
        counted = np.where(dense, self.documents, np.where(self._sizes("frequencies", numbers) > 0, counts, 0))
        given = self._runs("frequencies", numbers, counted)
        some = (counted > 0) & ~dense
        frequencies = np.ones(starts[-1], given.dtype)
        frequencies[np.repeat(some, counts)] += given[np.repeat(some, counted)]
        return documents, frequencies

    def slab(self, numbers: range) -> Postings:
        """The postings of several terms, one after the other, deleted documents among them."""
        counts, places = self._sizes("counts", numbers), self._sizes("positions", numbers)
        starts, single = bounds_of(counts), self._single(numbers, counts)
        dense = is_dense(counts, self.documents)
        documents, frequencies = self._listed(numbers, counts, single)
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

    def pieces(self, number: int, most: int) -> Iterator[Postings]:
        """The postings of one term, deleted documents among them, about `most` tokens at a time."""
        count = self.frequency(number)
        first_position, end_position = self._range("positions", number) if "positions" in self._bounds else (0, 0)
        tokens = end_position - first_position
        several = "forms" in self._bounds and self._sizes("forms", range(number, number + 1))[0] > 0
        posting = token = 0
        for documents, frequencies in self._parts(number, count, max(1, most * count // max(tokens, count))):
            places = int(frequencies.sum(dtype=np.int64)) if tokens else 0
            forms = self._packed("forms", number, tokens, token, token + places) if several else None
            if forms is None:
                forms = np.zeros(places if "forms" in self._bounds else 0, np.uint8)
            weights = np.zeros(0, np.float32)
            if "weights" in self._bounds:
                begin = self._range("weights", number)[0] + posting
                weights = self.sections.slice(f"{self.name}.weights", begin, begin + len(documents))
            at = first_position + token
            positions = self._escaped("positions", at, at + places) if tokens else np.zeros(0, np.uint8)
            counts = np.array([len(documents)])
            yield Postings(counts, documents, frequencies, np.array([places]), positions, forms, weights)
            posting, token = posting + len(documents), token + places

    def _parts(self, number: int, count: int, most: int) -> Iterator[tuple[NDArray[np.uint32], NDArray[Any]]]:
        """The documents and frequencies of one term, about `most` at a time."""
        begin, end = self._range("documents", number)
        if begin == end:
            step = max(1, most * self.documents // count)
            for at in range(0, self.documents, step):
                dense = self._packed("frequencies", number, self.documents, at, min(at + step, self.documents))
                if dense is not None and dense.any():
                    documents = np.flatnonzero(dense)
                    yield (documents + at).astype(np.uint32), dense[documents]
            return
        done = 0
        units = self.sections.slice(f"{self.name}.documents", begin, end)
        for listed in documents_in_parts(units, count, self.documents, most):
            frequencies = self._packed("frequencies", number, count, done, done + len(listed))
            yield listed, np.ones(len(listed), np.uint8) if frequencies is None else frequencies + np.uint8(1)
            done += len(listed)

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

    def positions(self, number: int, documents: NDArray[np.int64]) -> tuple[NDArray[Any], NDArray[np.int64]]:
        """The positions of the term in `documents`, ascending, that all have it, one document after the other; and how
        many there are in each."""
        tokens, sizes = self.tokens(number, documents)
        return self.positions_of(number, tokens), sizes

    def tokens(self, number: int, documents: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
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
        """How many tokens are before those of each of `places`."""
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
