"""Which terms do many texts have, taken together?

`analysis` says what the terms of a text are; this is the same answer for thousands of texts at once, in arrays. Texts
are joined, encoded, put into lower case and cut into *chunks* at white space and at signs that part words whatever
is beside them. What words a chunk holds is asked of `analysis` once, and remembered in a hash table that whole
arrays of chunks are looked up in. All that is known here of the definition of a word is which signs part words, and
that a few letters and digits of ASCII alone are one; a property test holds both roads to the same terms over all of
Unicode.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import porter2, terms_of
from indexer.arrays import ranges
from indexer.text import without_context

__all__ = ["BulkAnalyzer", "Tokens", "chunks_of", "joined_bytes"]

_SPACE = 32
# Each of these parts words wherever it is. Not among them: what may be part of a word (' . , + # %), and the
# underscore, which is not part of one but tells whether a word ends beside it.
_PARTING = b'"()[]{}<>;:!?/\\|*=~`^@$&-\x7f' + bytes(range(32))
_LOWERED = bytes.maketrans(
    bytes(range(ord("A"), ord("Z") + 1)) + _PARTING, bytes(range(ord("a"), ord("z") + 1)) + b" " * len(_PARTING)
)
# The last byte of – — ‘ “ ” … in UTF-8, which all begin with the two bytes E2 80 and part words too.
_PARTING_MARKS = np.zeros(256, np.bool_)
_PARTING_MARKS[[0x93, 0x94, 0x98, 0x9C, 0x9D, 0xA6]] = True
# Behind the last letter of a chunk these belong to no word: to leave them off makes fewer different chunks.
_TRAILING = np.zeros(256, np.int64)
_TRAILING[list(b".,'")] = 1

_WORD = 8  # bytes that are compared at once
_LONGEST = 2 * _WORD
_MASKS = np.array([(1 << (8 * size)) - 1 for size in range(_WORD + 1)], np.uint64)
_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0xD6E8FEB86659FD93))
_HALF = np.uint64(32)
_EMPTY = np.iinfo(np.int32).min
_FEWEST_SLOTS = 1 << 16


class Tokens(NamedTuple):
    """The words of several texts, one after the other.

    `words` has the number of each word, `positions` its position within its text from 0 on; both are int32 of shape
    (tokens,). The tokens of text i are those from `starts[i]` to `starts[i + 1]`, int64 of shape (texts + 1,), and take
    `lengths[i]` positions, int64 of shape (texts,).
    """

    words: NDArray[np.int32]
    positions: NDArray[np.int32]
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]


class BulkAnalyzer:
    """Turns texts into word numbers, and words into stems.

    `words` has the exact terms by their number, in the order they were first seen, `stems` the stems of all of them by
    a number of their own. The words of one stem are its *forms*, numbered from 0. It remembers every chunk it has met
    (60 to 120 bytes each for short ones, about 400 with words that no other has); `size` says how many those are.
    """

    def __init__(self) -> None:
        self.words: list[str] = []
        self.stems: list[str] = []
        self._numbers: dict[str, int] = {}
        self._stem_numbers: dict[str, int] = {}
        self._forms: list[int] = []  # how many forms each stem has
        self._stem_of = np.zeros(1 << 12, np.int32)
        self._form_of = np.zeros(1 << 12, np.int32)
        # What a chunk holds: the number of its one word, or ~i for the words and positions in `_several[i]`.
        self._long: dict[bytes, int] = {}
        self._several: list[tuple[tuple[int, ...], tuple[int, ...]]] = [((), ())]
        self._table = _Table(_FEWEST_SLOTS)

    @property
    def size(self) -> int:
        """How many different chunks are remembered."""
        return self._table.count + len(self._long)

    def analyse(self, texts: Sequence[str]) -> Tokens:
        """The words of `texts` in order: those that `analysis.terms_of` gives of each."""
        octets, text_starts = joined_bytes(list(map(without_context, texts)))
        starts, lengths = chunks_of(octets)
        codes = self._look_up(octets, starts, lengths)
        first = np.searchsorted(starts, text_starts)
        bounds = np.append(first, len(starts)).astype(np.int64)
        return self._expanded(codes, bounds)

    def _number(self, word: str) -> int:
        """The number of an exact term, given one where it has none yet."""
        return self._numbers.setdefault(word, len(self._numbers))

    def _add_forms(self) -> None:
        """Note the stems of the words that were given numbers since this was called last."""
        first, count = len(self.words), len(self._numbers)
        new = list(islice(self._numbers, first, None))
        self.words += new
        if count > len(self._stem_of):
            size = 2 * count
            self._stem_of, self._form_of = np.resize(self._stem_of, size), np.resize(self._form_of, size)
        numbers, forms = [], []
        for text in porter2(new):
            number = self._stem_numbers.setdefault(text, len(self._stem_numbers))
            if number == len(self.stems):
                self.stems.append(text)
                self._forms.append(0)
            numbers.append(number)
            forms.append(self._forms[number])
            self._forms[number] += 1
        self._stem_of[first:count] = numbers
        self._form_of[first:count] = forms

    @property
    def stem_of(self) -> NDArray[np.int32]:
        """The number of each word's stem; shape (words,)."""
        return self._stem_of[: len(self.words)]

    @property
    def form_of(self) -> NDArray[np.int32]:
        """Which of its stem's forms each word is; shape (words,)."""
        return self._form_of[: len(self.words)]

    def _look_up(
        self, octets: NDArray[np.uint8], starts: NDArray[np.int64], lengths: NDArray[np.int64]
    ) -> NDArray[np.int32]:
        """The code of each chunk."""
        eight = np.ndarray((len(octets) - _WORD + 1,), "<u8", octets, strides=(1,))  # the 8 bytes from each place on
        head = eight[starts]
        head &= _MASKS[np.minimum(lengths, _WORD)]
        tail = np.zeros(len(starts), np.uint64)
        beyond = np.flatnonzero(lengths > _WORD)
        tail[beyond] = eight[starts[beyond] + _WORD] & _MASKS[np.minimum(lengths[beyond] - _WORD, _WORD)]
        codes = self._table.find(head, tail)
        longer = beyond[lengths[beyond] > _LONGEST]
        codes[longer] = _EMPTY
        unknown = np.flatnonzero(codes == _EMPTY)
        if len(unknown):
            codes[unknown] = self._learn(octets, starts[unknown], lengths[unknown], head[unknown], tail[unknown])
        return codes

    def _learn(
        self,
        octets: NDArray[np.uint8],
        starts: NDArray[np.int64],
        lengths: NDArray[np.int64],
        heads: NDArray[np.uint64],
        tails: NDArray[np.uint64],
    ) -> list[int]:
        """The codes of chunks that are long, or that the table does not have."""
        whole = octets.tobytes()
        chunks = [whole[begin : begin + size] for begin, size in zip(starts.tolist(), lengths.tolist(), strict=True)]
        new: dict[bytes, int] = dict.fromkeys(chunks, 0)
        for chunk in new:
            if len(chunk) <= _LONGEST:
                # Letters and digits of ASCII alone are one word.
                new[chunk] = self._number(chunk.decode()) if chunk.isalnum() else self._code(chunk)
            else:
                code = self._long.get(chunk)
                if code is None:
                    code = self._long[chunk] = self._code(chunk)
                new[chunk] = code
        self._add_forms()
        places = {chunk: place for place, chunk in enumerate(chunks) if len(chunk) <= _LONGEST}
        if places:
            at = list(places.values())
            self._table.add(heads[at], tails[at], np.fromiter(map(new.__getitem__, places), np.int32, len(places)))
        return [new[chunk] for chunk in chunks]

    def _code(self, chunk: bytes) -> int:
        """What a chunk that was not met before is remembered as."""
        found = terms_of(chunk.decode("utf-8", "surrogatepass"))
        numbers = tuple(self._number(word) for word, _ in found)
        if len(numbers) == 1:
            return numbers[0]
        if not numbers:
            return -1
        self._several.append((numbers, tuple(position for _, position in found)))
        return ~(len(self._several) - 1)

    def _expanded(self, codes: NDArray[np.int32], bounds: NDArray[np.int64]) -> Tokens:
        """The tokens of chunks with these codes; the chunks of text i are those from `bounds[i]` to `bounds[i + 1]`."""
        several = np.flatnonzero(codes < 0)
        if not len(several):
            positions = ranges(np.zeros(len(bounds) - 1, np.int64), np.diff(bounds)).astype(np.int32)
            return Tokens(codes, positions, bounds, np.diff(bounds))
        parts = [self._several[~code] for code in codes[several].tolist()]
        sizes = np.ones(len(codes), np.int64)
        sizes[several] = [len(numbers) for numbers, _ in parts]
        spans = sizes.copy()  # positions that a chunk takes: fewer than its words, where words share one
        spans[several] = [places[-1] + 1 if places else 0 for _, places in parts]
        words = np.repeat(codes, sizes)
        token_ends = np.cumsum(sizes)
        token_starts = np.concatenate(([0], token_ends))[bounds]
        begins = np.concatenate(([0], np.cumsum(spans)))
        text_begins = begins[bounds]
        lengths = np.diff(text_begins)
        inside = ranges(token_ends[several] - sizes[several], sizes[several])
        words[inside] = [number for numbers, _ in parts for number in numbers]
        positions = np.repeat(begins[:-1], sizes)
        positions[inside] += np.array([place for _, places in parts for place in places], np.int64)
        positions -= np.repeat(text_begins[:-1], np.diff(token_starts))
        return Tokens(words, positions.astype(np.int32), token_starts, lengths)


class _Table:
    """A hash table from chunks of up to 16 bytes, as two numbers, to codes; open addressing, linear probing."""

    def __init__(self, slots: int) -> None:
        self.count = 0
        self._heads = np.zeros(slots, np.uint64)
        self._tails = np.zeros(slots, np.uint64)
        self._codes = np.full(slots, _EMPTY, np.int32)

    def find(self, heads: NDArray[np.uint64], tails: NDArray[np.uint64]) -> NDArray[np.int32]:
        """The code of each chunk, `_EMPTY` where it is not there."""
        slots = self._slots(heads, tails)
        codes = self._codes[slots]
        # An empty slot holds the key 0, 0, and answers `_EMPTY` whatever it is compared with.
        wrong = np.flatnonzero((self._heads[slots] != heads) | (self._tails[slots] != tails))
        while len(wrong):
            wrong = wrong[codes[wrong] != _EMPTY]
            at = slots[wrong] = (slots[wrong] + 1) & (len(self._codes) - 1)
            codes[wrong] = self._codes[at]
            wrong = wrong[(self._heads[at] != heads[wrong]) | (self._tails[at] != tails[wrong])]
        return codes

    def add(self, heads: NDArray[np.uint64], tails: NDArray[np.uint64], codes: NDArray[np.int32]) -> None:
        """Add chunks that are not there, each once."""
        if 3 * (self.count + len(codes)) > len(self._codes):
            self._grow(self.count + len(codes))
        self.count += len(codes)
        slots = self._slots(heads, tails)
        waiting = np.arange(len(codes))
        while len(waiting):
            at = slots[waiting]
            free = self._codes[at] == _EMPTY
            order = np.argsort(at, kind="stable")
            chosen = np.ones(len(waiting), np.bool_)
            chosen[order[1:]] = at[order[1:]] != at[order[:-1]]  # of several for one slot, the first gets it
            chosen &= free
            placed, place = waiting[chosen], at[chosen]
            self._heads[place], self._tails[place], self._codes[place] = heads[placed], tails[placed], codes[placed]
            waiting = waiting[~chosen]
            slots[waiting] = (slots[waiting] + 1) & (len(self._codes) - 1)

    def _grow(self, count: int) -> None:
        held = np.flatnonzero(self._codes != _EMPTY)
        heads, tails, codes = self._heads[held], self._tails[held], self._codes[held]
        self.__init__(1 << (3 * count).bit_length())  # type: ignore[misc]
        self.add(heads, tails, codes)

    def _slots(self, heads: NDArray[np.uint64], tails: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Where the search for each chunk begins."""
        mixed = heads * _MIX[0]
        mixed ^= tails * _MIX[1]
        mixed ^= mixed >> _HALF
        mixed *= _MIX[2]
        mixed >>= np.uint64(64 - (len(self._codes) - 1).bit_length())
        return mixed.astype(np.int64)


def joined_bytes(texts: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The texts as lower-case UTF-8 with spaces for what parts words, and where each begins.

    There is a space before the first and at least 16 behind the last.
    """
    joined = "\n".join(texts)
    ascii_only = joined.isascii()
    if ascii_only:
        data = joined.encode("ascii")
        sizes = np.fromiter(map(len, texts), np.int64, len(texts))
    else:
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        data = b"\n".join(encoded)
        sizes = np.fromiter(map(len, encoded), np.int64, len(texts))
    octets = np.frombuffer(bytearray(b" %b%b" % (data, b" " * (_LONGEST + 1))).translate(_LOWERED), np.uint8)
    if not ascii_only:
        leads = np.flatnonzero(octets == 0xE2)
        leads = leads[(octets[leads + 1] == 0x80) & _PARTING_MARKS[octets[leads + 2]]]
        for offset in range(3):
            octets[leads + offset] = _SPACE
    return octets, np.cumsum(sizes + 1) - sizes


def chunks_of(octets: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where the chunks between spaces begin, and how many bytes each has without the signs at its ends."""
    blank = octets == _SPACE
    edges = np.flatnonzero(blank[1:] != blank[:-1])
    edges += 1
    starts, ends = edges[0::2], edges[1::2]
    ends = ends - _TRAILING[octets[ends - 1]]
    starts = starts + (octets[starts] == ord("'"))
    return starts, np.maximum(ends - starts, 0)
