"""What text does a stream of bytes stand for, of which never all are in memory?

The rules are those of `decoding`, and so is the outcome. Of a stream that is too long to be taken whole, a first pass
counts what they ask about; where it is not UTF-8, another one tries each encoding that may be meant.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Final, NamedTuple

from indexer.errors import SourceError
from indexer.reading.content import Stream
from indexer.reading.encoding.charsets import UTF_8, Charset
from indexer.reading.encoding.decoding import (
    ISO_2022_JP,
    STRAY_BYTES,
    TO_KANJI,
    UTF_32_BE,
    UTF_32_LE,
    WIDE_MARKS,
    controls_in,
    decode,
    is_binary,
    is_small,
    utf_16_by_nulls,
)
from indexer.reading.encoding.detection import SAMPLE, detect, sample_of

__all__ = ["Texts"]

_WHOLE: Final = 8 * 2**20
"""Bytes below which a stream is taken whole, in one pass instead of two. Chosen, not measured."""

_LONGEST_LINE: Final = 8 * 2**20
"""Bytes behind the last end of a line that wait for the next, so that a sample has whole characters; beyond them what
there is of the line is taken. Chosen, not measured: as many as are taken whole."""


class _Decoding(NamedTuple):
    """How bytes become text: with the first `mark` bytes left out, and `errors` for what does not fit: where it is
    "surrogateescape", it is read as windows-1252."""

    charset: Charset
    mark: int = 0
    errors: str = "replace"

    def texts(self, stream: Stream) -> Iterator[str]:
        """The text, a piece at a time."""
        decoder = codecs.getincrementaldecoder(self.charset.codec)(self.errors)
        stream.seek(self.mark)
        for piece in chain(stream.pieces(), (b"",)):
            text = decoder.decode(piece, not piece)
            yield text.translate(STRAY_BYTES) if self.errors == "surrogateescape" else text


class Texts:
    """The text of the bytes that `begin` gives from the beginning, each time again, without byte-order mark and NULs.

    `encoding` is the name of what it is in. Raises SourceError as `decode` does.
    """

    def __init__(self, begin: Callable[[], Stream]) -> None:
        self._begin = begin
        head = begin().read(_WHOLE)
        self._whole: str | None = None
        if len(head) < _WHOLE:
            self._whole, self.encoding = decode(head)
        else:
            self._decoding = _decided(begin)
            self.encoding = self._decoding.charset.name

    def pieces(self) -> Iterator[str]:
        """The text, a piece at a time."""
        if self._whole is not None:
            yield self._whole
            return
        begins = True
        for piece in self._decoding.texts(self._begin()):
            text = piece.replace("\0", "")
            if begins:
                text = text.lstrip("\ufeff")
            begins = begins and not text
            yield text

    def has(self, character: str) -> bool:
        """Whether a character is in the text."""
        return any(character in piece for piece in self.pieces())

    def lines(self, longest: int, end: str = "\n") -> Iterator[str | None]:
        """The lines, which a character ends; None for one of more than `longest` characters. What follows the last end
        is a line, too."""
        parts: list[str] = []  # of a line that goes on
        size = 0
        for piece in self.pieces():
            first, *others = piece.split(end)
            if size <= longest:
                parts.append(first)
            size += len(first)
            for line in others:
                yield "".join(parts) if size <= longest else None
                parts, size = [line], len(line)
            if size > longest:
                parts = []
        yield "".join(parts) if size <= longest else None


class _Counts:
    """What the rules ask about the bytes of a stream."""

    def __init__(self, stream: Stream) -> None:
        self.size = self.controls = self.bad = self.good = 0
        self.nulls = [0, 0]
        self.to_kanji = False
        self.head = b""
        decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        before = b""
        for piece in chain(stream.pieces(), (b"",)):
            self.head = self.head or piece[:4]
            self.controls += controls_in(piece)
            if b"\0" in piece:
                odd = self.size % 2
                self.nulls[odd] += piece[0::2].count(0)
                self.nulls[1 - odd] += piece[1::2].count(0)
            self.to_kanji = self.to_kanji or TO_KANJI in before + piece
            before = piece[1 - len(TO_KANJI) :]
            text = decoder.decode(piece, not piece)
            if not text.isascii():
                bad = len(text) - len(text.encode("utf-8", "ignore").decode())
                self.bad += bad
                self.good += len(text) - len(text.encode("ascii", "ignore")) - bad
            self.size += len(piece)


def _decided(begin: Callable[[], Stream]) -> _Decoding:
    """How the bytes of a stream become text. Raises SourceError ("undecodable")."""
    counts = _Counts(begin())
    wide = _wide(begin, counts)
    if wide is not None:
        return wide
    if is_binary(counts.controls, counts.size):
        raise SourceError("undecodable", detail="it looks like a binary file")
    mark = len(codecs.BOM_UTF8) if counts.head.startswith(codecs.BOM_UTF8) else 0
    if counts.to_kanji:
        japanese = _Decoding(ISO_2022_JP, mark)
        bad, good, _, _ = _tried(japanese, begin())
        if is_small(bad, good):
            return japanese
    if is_small(counts.bad, counts.good):
        return _Decoding(UTF_8, mark, "surrogateescape" if counts.bad else "replace")
    guess = detect(_sample(begin()))
    if guess is None:
        raise SourceError("undecodable", detail="no known encoding makes text of it")
    return _Decoding(guess, mark)


def _sample(stream: Stream) -> bytes:
    """The parts around bytes beyond ASCII, about `SAMPLE` bytes of them, of whole lines: a character may be cut in two
    where a piece ends."""
    sample = waiting = b""
    for piece in chain(stream.pieces(), (b"",)):
        waiting += piece
        end = waiting.rfind(b"\n") + 1 if piece and len(waiting) < _LONGEST_LINE else len(waiting)
        sample += sample_of(waiting[:end])
        if len(sample) >= SAMPLE:
            break
        waiting = waiting[end:]
    return sample


def _wide(begin: Callable[[], Stream], counts: _Counts) -> _Decoding | None:
    """UTF-16 or UTF-32, by its byte-order mark or by where the NULs are."""
    for mark, charset in WIDE_MARKS:
        if counts.head.startswith(mark):
            decoding = _Decoding(charset, len(mark))
            bad, _, size, binary = _tried(decoding, begin())
            if 100 * bad <= size + 100 and not binary:
                return decoding
    if not any(counts.nulls):
        return None
    by_nulls = utf_16_by_nulls(counts.nulls[0], counts.nulls[1], counts.size)
    for charset in filter(None, (UTF_32_LE, UTF_32_BE, by_nulls)):
        try:
            *_, binary = _tried(_Decoding(charset, errors="strict"), begin())
        except UnicodeDecodeError:
            continue
        if not binary:
            return _Decoding(charset)
    return None


def _tried(decoding: _Decoding, stream: Stream) -> tuple[int, int, int, bool]:
    """What becomes of a stream: how many characters are bad, and how many good ones are beyond ASCII, how many there
    are in all, and whether it looks like a binary file."""
    bad = beyond = size = controls = octets = 0
    for text in decoding.texts(stream):
        encoded = text.encode()
        bad += text.count("\ufffd")
        beyond += len(text) - len(text.encode("ascii", "ignore"))
        size += len(text)
        controls += controls_in(encoded)
        octets += len(encoded)
    return bad, beyond - bad, size, is_binary(controls, octets)
