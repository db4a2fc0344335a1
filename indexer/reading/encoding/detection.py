"""Which encoding are these bytes in, when nothing says so?

Asked only of bytes that are not UTF-8. Everything is decided on a sample: the surroundings of the first bytes beyond
ASCII, for those alone tell encodings apart.
"""

from __future__ import annotations

import re

from indexer.reading.encoding.charsets import Charset, charset_of
from indexer.reading.encoding.latin import latin_charset

__all__ = ["SAMPLE", "detect", "sample_of"]

_EBCDIC = Charset("ibm500", "cp500")
"""Of its many variants; they differ in a few signs only."""

SAMPLE = 16 * 1024
"""Bytes of a sample."""
_CONTEXT = 120

# The encodings that articles in other scripts have come in. A longer list only gives charset-normalizer more ways
# to be wrong about a short text.
_OTHER_SCRIPTS = [
    "big5hkscs",
    "cp1251",
    "cp1253",
    "cp1255",
    "cp1256",
    "cp866",
    "cp874",
    "cp932",
    "cp949",
    "euc_jp",
    "gb18030",
    "iso8859_5",
    "iso8859_6",
    "iso8859_7",
    "iso8859_8",
    "koi8_r",
    "koi8_u",
]

# How much of a text may look like a mess, 0 to 1. The default of 0.2 gives up on many pages that mix lists, dates and
# ornaments with their Chinese, Japanese or Persian; binary data does not come here.
_MOST_MESS = 0.5

_HIGH_RUN = re.compile(rb"[\x80-\xff]+[\x00-\x7f]{0,%d}" % _CONTEXT)
# Shift_JIS of kana, signs and the kanji that everybody knows; what these bytes are in other encodings is rare.
_COMMON_JAPANESE = re.compile(rb"(?:[\x00-\x7f]|[\x81-\x83][\x40-\xfc]|\x88[\x9f-\xfc]|[\x89-\x97][\x40-\xfc])*+")
_KANJI_BESIDE_CAPITALS = re.compile(rb"[\x88-\x97][\xa0-\xfc]")  # in IBM 866 kanji would be two capital letters
_KANA = re.compile("[\u3041-\u30fe]")
_TAG = re.compile(rb"<[^<>]*>")


def detect(data: bytes) -> Charset | None:
    """Guess the charset of `data`, or return None where nothing makes text of it."""
    sample = sample_of(data)
    if _is_ebcdic(sample):
        return _EBCDIC if _is_mostly_words(sample.decode(_EBCDIC.codec)) else None
    if latin := latin_charset(_TAG.sub(b" ", sample)):
        return latin
    if japanese := _japanese(sample):
        return japanese
    from charset_normalizer import from_bytes  # slow to import, and few files come this far

    best = from_bytes(sample, cp_isolation=_OTHER_SCRIPTS, threshold=_MOST_MESS).best()
    return charset_of(best.encoding) if best else None


def _is_ebcdic(sample: bytes) -> bool:
    """EBCDIC, which would pass for Cyrillic, has `@` for blanks; Shift_JIS and Big5 have it in their wide blank."""
    ats = sample.count(b"@") - sample.count(b"\x81@") - sample.count(b"\xa1@")
    return 20 * ats > len(sample) and ats > sample.count(b" ")


def _is_mostly_words(text: str) -> bool:
    words = sum(character.isascii() and (character.isalpha() or character.isspace()) for character in text)
    return 10 * words >= 7 * len(text)


def _japanese(sample: bytes) -> Charset | None:
    """Japanese is full of kana, and hardly any other bytes decode to them; statistics take it for Thai or Korean. A
    title or a name may be of kanji alone."""
    if _COMMON_JAPANESE.fullmatch(sample) and _KANJI_BESIDE_CAPITALS.search(sample):
        return charset_of("cp932")
    for codec in ("cp932", "euc_jp"):
        try:
            text = sample.decode(codec)
        except UnicodeDecodeError:
            continue
        if 10 * len(_KANA.findall(text)) >= len(text) - len(text.encode("ascii", "ignore")):
            return charset_of(codec)
    return None


def sample_of(data: bytes) -> bytes:
    """Return the parts of `data` around bytes beyond ASCII, about `SAMPLE` bytes of them.

    A part ends among ASCII, so that it ends with a whole character, or after an even number of bytes.
    """
    parts: list[bytes] = []
    size = end = 0
    for match in _HIGH_RUN.finditer(data):
        start = max(end, match.start() - _CONTEXT)
        if start > end:
            parts.append(b"\n")
        end = match.end()
        parts.append(data[start : min(end, match.start() + SAMPLE)])
        size += len(parts[-1])
        if size >= SAMPLE:
            break
    return b"".join(parts)
