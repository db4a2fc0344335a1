"""How are the postings of one term laid out that are too many to be held at once?

They are gone through twice, some at a time. Their layout depends on all of them: the first time, what it depends on is
added up; the second time they are written.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import cut, radix_order
from indexer.engine.format.layout import BLOCK, ESCAPE, LEVELS, gap_octets
from indexer.engine.format.packing import TOO_LARGE
from indexer.engine.format.spool import PackedRun
from indexer.engine.segment.inversion import Postings

__all__ = ["DocumentList", "FrequencyList", "Totals", "documents_of_forms", "levels_of"]

_NEVER = np.iinfo(np.uint32).max
_MOST = TOO_LARGE + 1  # frequencies from here on are counted as one: they fit nowhere, though one less is kept of them


def levels_of(frequencies: NDArray[Any], lengths: NDArray[Any], starts: NDArray[np.int64]) -> NDArray[np.uint32]:
    """For each of several terms, whose postings begin at `starts`, the shortest length of the documents with each level
    of frequency; shape (terms, levels)."""
    ceiling = np.iinfo(lengths.dtype).max
    rows = np.empty((len(starts), len(LEVELS) + 1), np.uint32)
    above = 0
    for level, highest in enumerate((*LEVELS, None)):
        inside = frequencies > above
        if highest is not None:
            inside &= frequencies <= highest
            above = highest
        shortest = np.minimum.reduceat(np.where(inside, lengths, ceiling), starts).astype(np.uint32)
        rows[:, level] = np.where(np.maximum.reduceat(inside, starts), shortest, _NEVER)
    return rows


def documents_of_forms(forms: NDArray[Any], documents: NDArray[Any], count: int) -> NDArray[np.int64]:
    """How many documents each of `count` forms is in, given the form and the document of each token, documents in
    order."""
    order = radix_order(forms)
    forms, documents = forms[order], documents[order]
    other = np.ones(len(order), np.bool_)
    other[1:] = (forms[1:] != forms[:-1]) | (documents[1:] != documents[:-1])
    return np.bincount(forms[other], minlength=count)


class Totals:
    """What the layout of a term depends on, of the postings added so far.

    `lengths` and `article_of` are those of all documents, or None where they do not count.
    """

    def __init__(self, lengths: NDArray[Any] | None, article_of: NDArray[Any] | None) -> None:
        self.count = 0
        self.tokens = 0
        self.articles = 0
        self.most = 0  # the highest frequency
        self.widest = 0  # the widest gap
        self.levels = np.full(len(LEVELS) + 1, _NEVER, np.uint32)
        self.forms = np.zeros(0, np.int64)  # the tokens of each form
        self.having = np.zeros(0, np.int64)  # the documents of each form
        self.is_weighted = False
        self._frequencies = np.zeros(_MOST + 1, np.int64)
        self._lengths = lengths
        self._article_of = article_of
        self._document = self._article = -1  # the last ones

    def add(self, postings: Postings) -> None:
        """Add some postings, of documents behind those before."""
        documents, frequencies = postings.documents, postings.frequencies
        self.count += len(documents)
        self.tokens += int(postings.places.sum())
        self.most = max(self.most, int(frequencies.max()))
        self.widest = max(self.widest, int(np.diff(documents, prepend=self._document).max()) - 1)
        self._document = int(documents[-1])
        self._frequencies += np.bincount(np.minimum(frequencies, np.uint32(_MOST)), minlength=_MOST + 1)
        if self._article_of is not None:
            articles = self._article_of[documents]
            self.articles += int(np.count_nonzero(articles[1:] != articles[:-1])) + int(articles[0] != self._article)
            self._article = int(articles[-1])
        self.is_weighted |= bool(len(postings.weights))
        if self._lengths is not None and not self.is_weighted:
            np.minimum(self.levels, levels_of(frequencies, self._lengths[documents], _FIRST)[0], out=self.levels)
        if len(postings.forms):
            self._add_forms(postings)

    def _add_forms(self, postings: Postings) -> None:
        most = int(postings.forms.max())
        grown = max(0, most + 1 - len(self.forms))
        self.forms = np.concatenate((self.forms, np.zeros(grown, np.int64)))
        self.having = np.concatenate((self.having, np.zeros(grown, np.int64)))
        self.forms[: most + 1] += np.bincount(postings.forms)
        if most:
            of_tokens = np.repeat(postings.documents, postings.frequencies)
            self.having[: most + 1] += documents_of_forms(postings.forms, of_tokens, most + 1)
        else:
            self.having[0] += len(postings.documents)

    def frequencies_counted(self, documents: int) -> NDArray[np.int64]:
        """How often the list of frequencies has each number, as `width_for` takes it: one less than the frequency of
        each posting, or, of a list for so many `documents`, the frequency, and 0 for those without the term."""
        if not documents:
            return self._frequencies[1:] if self.most > 1 else np.zeros(TOO_LARGE + 1, np.int64)
        counted = self._frequencies[:-1].copy()
        counted[-1] += self._frequencies[-1]
        counted[0] += documents - self.count
        return counted

    @property
    def forms_counted(self) -> NDArray[np.int64]:
        """How often the list of forms has each; a list of one form is not kept."""
        counted = np.zeros(TOO_LARGE + 1, np.int64)
        if len(self.forms) > 1:
            counted[: len(self.forms)] = self.forms[: TOO_LARGE + 1]
            counted[-1] += self.forms[TOO_LARGE + 1 :].sum()
        return counted


class DocumentList:
    """The documents of one term as the units of two bytes that list them: gaps `in_bytes`, or in units, or, where some
    are too `wide` for these, the numbers. `units` is how many there were so far."""

    def __init__(self, *, in_bytes: bool, wide: bool) -> None:
        self.units = 0
        self._in_bytes = in_bytes
        self._wide = wide
        self._last = -1
        self._rest = np.zeros(0, np.uint8)

    def add(self, documents: NDArray[Any]) -> NDArray[np.uint16]:
        """The units of the next documents."""
        gaps = np.diff(documents, prepend=self._last) - 1
        self._last = int(documents[-1])
        if self._in_bytes:
            whole, self._rest = cut(self._rest, gap_octets(gaps), 2)
            section = whole.view(np.uint16)
        elif self._wide:
            section = documents.astype(np.uint32).view(np.uint16)
        else:
            section = gaps.astype(np.uint16)
        self.units += len(section)
        return section

    def finish(self) -> NDArray[np.uint16]:
        """The unit of the last byte, if one is left; what it is filled up with belongs to no document."""
        section = np.append(self._rest, np.full(len(self._rest), ESCAPE, np.uint8)).view(np.uint16)
        self.units += len(section)
        return section


class FrequencyList:
    """The frequencies of one term, put into a run of packed numbers, and their sums so far behind each `BLOCK`.

    Where `dense` is not 0, it is the number of all documents, and each has a frequency; else they are kept only where
    any is above 1.
    """

    def __init__(self, run: PackedRun, dense: int, *, is_kept: bool) -> None:
        self._run = run
        self._dense = dense
        self._is_kept = is_kept
        self._done = 0
        self._sums: list[NDArray[np.uint32]] = []
        self._rest: NDArray[Any] = np.zeros(0, np.uint8)

    def add(self, postings: Postings) -> None:
        """Add those of the next postings."""
        if self._dense:
            frequencies = np.zeros(int(postings.documents[-1]) + 1 - self._done, postings.frequencies.dtype)
            frequencies[postings.documents - np.uint32(self._done)] = postings.frequencies
            self._add(frequencies)
            self._run.add(frequencies)
        elif self._is_kept:
            self._add(postings.frequencies)
            self._run.add(postings.frequencies - np.uint8(1))

    def finish(self) -> NDArray[np.uint32]:
        """Finish the run; return the sum of all frequencies before each block but the first."""
        if self._dense:
            after = np.zeros(self._dense - self._done, np.uint8)
            self._add(after)
            self._run.add(after)
        self._run.finish()
        last = [self._rest.sum(keepdims=True, dtype=np.uint32)] if len(self._rest) else []
        sums = np.concatenate([np.zeros(0, np.uint32), *self._sums, *last])
        return np.cumsum(sums[:-1], dtype=np.uint32)

    def _add(self, frequencies: NDArray[Any]) -> None:
        self._done += len(frequencies)
        whole, self._rest = cut(self._rest, frequencies, BLOCK)
        self._sums.append(whole.reshape(-1, BLOCK).sum(axis=1, dtype=np.uint32))


_FIRST = np.zeros(1, np.int64)
