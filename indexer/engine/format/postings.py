"""How do the postings of a field get into the sections of a segment?

Laid out as `layout` says: documents are written as they come, frequencies, positions and forms wait in temporary files
until their sections can follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import bounds_of, narrowed, ranges
from indexer.engine.format.container import SectionWriter
from indexer.engine.format.layout import BLOCK, ESCAPE, LONG, encode_gaps, is_dense, takes_bytes
from indexer.engine.format.long_term import DocumentList, FrequencyList, Totals, documents_of_forms, levels_of
from indexer.engine.format.spool import EscapedSpool, PackedRun, PackedSpool
from indexer.engine.segment.inversion import Postings

__all__ = ["FieldWriter"]

_WIDEST_GAP = (1 << 16) - 1


class FieldWriter:
    """Writes the postings of one field, terms ascending, into sections whose names begin with the field's.

    `documents` is how many documents the segment has; `lengths` are theirs in this field, or None where they do not
    count. `articles` is the article of each document, or None where each is an article of its own.
    """

    def __init__(
        self,
        sections: SectionWriter,
        name: str,
        documents: int,
        lengths: NDArray[Any] | None,
        articles: NDArray[Any] | None = None,
    ) -> None:
        self._sections = sections
        self._name = name
        self._size = documents
        self._lengths = lengths
        self._article_of = articles
        self._terms: list[bytes] = []
        self._counts: list[NDArray[Any]] = []
        self._article_counts: list[NDArray[np.int64]] = []
        self._units: list[NDArray[Any]] = []
        self._places: list[NDArray[Any]] = []
        self._blocks: list[NDArray[Any]] = []
        self._block_counts: list[NDArray[Any]] = []
        self._bounds: list[NDArray[Any]] = []
        self._forms_seen: list[NDArray[np.int64]] = []
        self._frequencies = PackedSpool(sections.path.parent)
        self._weights = EscapedSpool(sections.path.parent)
        self._positions = EscapedSpool(sections.path.parent)
        self._forms = PackedSpool(sections.path.parent)
        sections.add(f"{name}.documents", np.zeros(0, np.uint16))

    def add(self, terms: list[bytes], postings: Postings) -> None:
        """Add the postings of the next terms."""
        counts = postings.counts
        starts = bounds_of(counts)[:-1]
        most = np.maximum.reduceat(postings.frequencies, starts)
        dense = is_dense(counts, self._size)
        self._terms.extend(terms)
        self._counts.append(counts)
        self._add_documents(counts, starts, postings.documents, dense)
        self._add_frequencies(counts, starts, postings, dense, most)
        if len(postings.weights):
            self._weights.add(postings.weights)
        elif self._lengths is not None:
            self._add_bounds(self._lengths, counts, starts, postings, most)
        self._places.append(postings.places)
        if len(postings.positions):
            self._positions.add(postings.positions)
        if len(postings.forms):
            most_forms = np.maximum.reduceat(postings.forms, bounds_of(postings.places)[:-1]).astype(np.int64)
            several = most_forms > 0
            self._note_forms(most_forms, counts, postings)
            forms = postings.forms[np.repeat(several, postings.places)]
            self._forms.add(forms, np.where(several, postings.places, 0))

    def add_long(self, term: bytes, pieces: Callable[[], Iterable[Postings]]) -> bool:
        """Add the postings of the next term, which are too many to be held at once: `pieces` gives them, some at a
        time, and is called twice. False where there are none."""
        totals = Totals(self._lengths, self._article_of)
        for postings in pieces():
            totals.add(postings)
        if not totals.count:
            return False
        counts = np.array([totals.count])
        dense = self._size if is_dense(counts, self._size)[0] else 0
        in_bytes = bool(takes_bytes(counts, self._size)[0])
        self._terms.append(term)
        self._counts.append(counts)
        self._places.append(np.array([totals.tokens]))
        if self._article_of is not None:
            self._article_counts.append(np.array([totals.articles]))
        if self._lengths is not None and not totals.is_weighted and totals.count >= LONG:
            self._bounds.append(np.append(totals.levels, np.uint32(totals.most))[None])
        if len(totals.forms):
            forms = np.flatnonzero(totals.having)
            self._forms_seen.append(np.stack((np.full(len(forms), len(self._terms) - 1), forms, totals.having[forms])))
        self._write_long(
            None if dense else DocumentList(in_bytes=in_bytes, wide=totals.widest > _WIDEST_GAP),
            FrequencyList(self._frequencies.run(totals.frequencies_counted(dense)), dense, is_kept=totals.most > 1),
            self._forms.run(totals.forms_counted) if len(totals.forms) else None,
            pieces(),
        )
        return True

    def _write_long(
        self,
        documents: DocumentList | None,
        frequencies: FrequencyList,
        forms: PackedRun | None,
        pieces: Iterable[Postings],
    ) -> None:
        section = f"{self._name}.documents"
        for postings in pieces:
            if documents is not None:
                self._sections.add(section, documents.add(postings.documents))
            frequencies.add(postings)
            if len(postings.positions):
                self._positions.add(postings.positions)
            if len(postings.weights):
                self._weights.add(postings.weights)
            if forms is not None:
                forms.add(postings.forms)
        if documents is not None:
            self._sections.add(section, documents.finish())
        if forms is not None:
            forms.finish()
        sums = frequencies.finish()
        if len(sums):
            self._blocks.append(sums)
        self._block_counts.append(np.array([len(sums)]))
        self._units.append(np.array([documents.units if documents is not None else 0]))

    def _add_documents(
        self,
        counts: NDArray[np.int64],
        starts: NDArray[np.int64],
        documents: NDArray[Any],
        dense: NDArray[np.bool_],
    ) -> None:
        if self._article_of is not None:
            articles = self._article_of[documents]
            first = np.ones(len(articles), np.bool_)
            np.not_equal(articles[1:], articles[:-1], out=first[1:])
            first[starts] = True
            self._article_counts.append(np.add.reduceat(first, starts, dtype=np.int64))
        gaps = documents.astype(np.uint32)
        gaps[1:] -= documents[:-1]
        gaps -= np.uint32(1)
        gaps[starts] = documents[starts]
        in_bytes = takes_bytes(counts, self._size)
        plain = ~(dense | in_bytes)
        if self._size > _WIDEST_GAP:
            wide = plain & (np.maximum.reduceat(gaps, starts) > _WIDEST_GAP)
            plain &= ~wide
        else:
            wide = np.zeros(len(counts), np.bool_)
        units = np.where(plain, counts, np.where(wide, 2 * counts, 0))
        short = encode_gaps(gaps[np.repeat(in_bytes, counts)], counts[in_bytes])
        units[in_bytes] = short.sizes
        section = np.empty(int(units.sum()), np.uint16)
        section[np.repeat(plain, units)] = gaps[np.repeat(plain, counts)]
        section[np.repeat(in_bytes, units)] = short.units
        section[np.repeat(wide, units)] = documents[np.repeat(wide, counts)].astype(np.uint32).view(np.uint16)
        self._units.append(units)
        self._sections.add(f"{self._name}.documents", section)

    def _add_frequencies(
        self,
        counts: NDArray[np.int64],
        starts: NDArray[np.int64],
        postings: Postings,
        dense: NDArray[np.bool_],
        most: NDArray[Any],
    ) -> None:
        sizes = np.where(dense, self._size, np.where(most > 1, counts, 0))
        bounds = bounds_of(sizes)
        frequencies = np.zeros(bounds[-1], postings.frequencies.dtype)
        some = ~dense & (sizes > 0)
        frequencies[np.repeat(some, sizes)] = postings.frequencies[np.repeat(some, counts)]
        for term in np.flatnonzero(dense).tolist():
            of_term = slice(starts[term], starts[term] + counts[term])
            frequencies[bounds[term] + postings.documents[of_term]] = postings.frequencies[of_term]
        for term in np.flatnonzero(sizes > BLOCK).tolist():
            # Their sum before each block but the first.
            whole = frequencies[bounds[term] : bounds[term + 1]]
            sums = np.add.reduceat(whole, np.arange(0, len(whole), BLOCK), dtype=np.uint32)
            self._blocks.append(np.cumsum(sums[:-1], dtype=np.uint32))
        self._block_counts.append(np.where(sizes > BLOCK, (sizes - 1) // BLOCK, 0))
        frequencies -= np.repeat(some, sizes)
        self._frequencies.add(frequencies, sizes)

    def _add_bounds(
        self,
        field_lengths: NDArray[Any],
        counts: NDArray[np.int64],
        starts: NDArray[np.int64],
        postings: Postings,
        most: NDArray[Any],
    ) -> None:
        long = np.flatnonzero(counts >= LONG)
        if not len(long):
            return
        if len(long) < len(counts):
            chosen = ranges(starts[long], counts[long])
            frequencies, documents = postings.frequencies[chosen], postings.documents[chosen]
            starts = bounds_of(counts[long])[:-1]
        else:
            frequencies, documents = postings.frequencies, postings.documents
        levels = levels_of(frequencies, field_lengths[documents], starts)
        self._bounds.append(np.concatenate((levels, most[long, None].astype(np.uint32)), axis=1))

    def _note_forms(self, most: NDArray[np.int64], counts: NDArray[np.int64], postings: Postings) -> None:
        """Count the documents of each form of each term; `most` are the highest forms of the terms."""
        first = len(self._terms) - len(most)
        alone = np.flatnonzero(most == 0)
        self._forms_seen.append(np.stack((alone + first, np.zeros(len(alone), np.int64), counts[alone])))
        several = np.flatnonzero(most)
        if not len(several):
            return
        sizes = most[several] + 1
        bounds = bounds_of(sizes)
        mine = np.repeat(most > 0, counts)
        tokens = np.repeat(most > 0, postings.places)
        forms = np.repeat(bounds[:-1], postings.places[several]) + postings.forms[tokens]
        documents = np.repeat(postings.documents[mine], postings.frequencies[mine])
        having = documents_of_forms(forms, documents, int(bounds[-1]))
        terms = np.repeat(several + first, sizes)
        within = np.arange(bounds[-1]) - np.repeat(bounds[:-1], sizes)
        seen = having > 0
        self._forms_seen.append(np.stack((terms[seen], within[seen], having[seen])))

    @property
    def forms_seen(self) -> NDArray[np.int64]:
        """Terms, by their place among those written, forms of them, and the documents that have these: of shape
        (3, forms)."""
        return np.concatenate([np.zeros((3, 0), np.int64), *self._forms_seen], axis=1)

    def finish(self) -> None:
        """Write what is left. The section that was open for documents must still be the last."""
        name, add = self._name, self._sections.add
        self._frequencies.copy_to(self._sections, f"{name}.frequencies")
        if self._positions.count:
            self._positions.copy_to(self._sections, f"{name}.positions")
        if self._weights.count:
            self._weights.copy_to(self._sections, f"{name}.weights")
        if self._forms.runs:
            self._forms.copy_to(self._sections, f"{name}.forms")
        add(f"{name}.terms", np.frombuffer(b"".join(self._terms), np.uint8))
        add(f"{name}.terms_at", narrowed(bounds_of(list(map(len, self._terms)))))
        for label, pieces in (
            ("documents_at", self._units),
            ("positions_at", self._places if self._positions.count else []),
            ("weights_at", self._counts if self._weights.count else []),
        ):
            if pieces:
                add(f"{name}.{label}", narrowed(bounds_of(np.concatenate(pieces))))
        counts = np.concatenate(self._counts) if self._counts else np.zeros(0, np.int64)
        add(f"{name}.counts", narrowed(counts))
        if self._article_counts:
            self._add_article_counts(counts)
        if self._blocks:
            sizes = np.concatenate(self._block_counts)
            add(f"{name}.blocks", np.concatenate(self._blocks))
            add(f"{name}.blocks_of", np.flatnonzero(sizes).astype(np.uint32))
            add(f"{name}.blocks_at", bounds_of(sizes[sizes > 0]).astype(np.uint32))
        if self._bounds:
            add(f"{name}.bounds", np.concatenate(self._bounds).ravel())
            add(f"{name}.bounds_of", np.flatnonzero(counts >= LONG).astype(np.uint32))

    def _add_article_counts(self, counts: NDArray[Any]) -> None:
        """How many documents of each term are not the first of their article, in a byte; larger numbers apart."""
        more = counts - np.concatenate(self._article_counts)
        large = np.flatnonzero(more >= ESCAPE)
        self._sections.add(f"{self._name}.repeated", np.minimum(more, ESCAPE).astype(np.uint8))
        if len(large):
            self._sections.add(f"{self._name}.repeated_large_at", narrowed(large))
            self._sections.add(f"{self._name}.repeated_large", narrowed(more[large]))
