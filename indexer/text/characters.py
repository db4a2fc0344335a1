"""Which characters of a text carry meaning?

Those a reader sees, and the two invisible joiners that change how letters are written. Everything else that files bring
along (byte order marks, soft hyphens, direction marks, control characters, the many widths of space) is taken away
or made plain, so that equal words are equal strings; what was read in the wrong encoding is put right. Line breaks stay
where an editor counts them.
"""

from __future__ import annotations

import re
import unicodedata

from indexer.text.mojibake import repaired
from indexer.text.terminals import printed

__all__ = ["is_plain", "normalize", "without_halves"]

# U+200C and U+200D stay: Persian, the Indic scripts and emoji are spelled with them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u206f\ufeff]"
)
# Form feeds and the Unicode line separators become spaces: to an editor and to sed they do not end a line.
_SPACE = re.compile("[\t\v\f\x1c-\x1f\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
# Quotation marks, dashes and the like mean themselves too: without a letter that begins it, nothing was read wrongly.
_UNUSUAL = re.compile("[^\n -~\u2010-\u2027\u2030-\u205e]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def normalize(text: str) -> str:
    r"""Return `text` with only the characters that carry meaning, composed (NFC), and those that were meant.

    Line N of the result is line N of `text` as editors count: `\n` and `\r\n` end a line, and a lone `\r` does where
    the text has no `\n`. Tabs and odd spaces become one space each; lone surrogates become U+FFFD.
    Normalizing twice changes nothing.
    """
    if is_plain(text):
        return text
    if "\b" in text or "\x1b" in text:
        text = printed(text)
    if "\r" in text:
        text = text.replace("\r\n", "\n")
        text = text.replace("\r", " " if "\n" in text else "\n")
    # What looks like control characters and odd spaces can be the halves of others.
    meant = repaired(text)
    plain = _plain(meant)
    if plain == meant == text:
        return text
    while (again := repaired(plain)) != plain:
        plain = _plain(again)
    return plain


def is_plain(text: str) -> bool:
    """Whether `text` is nothing but ASCII that is printed, line feeds, and signs such as quotation marks and dashes:
    `normalize` leaves it as it is, and it is in no script without spaces."""
    return _UNUSUAL.search(text) is None


def without_halves(text: str) -> str:
    """Return `text` with U+FFFD for each half of a surrogate pair, which no encoding can write."""
    return _SURROGATE.sub("\ufffd", text)


def _plain(text: str) -> str:
    # Of what is taken away or made a space, nothing is printable.
    if text.isprintable():
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    text = _SPACE.sub(" ", _INVISIBLE.sub("", text))
    return text if text.isascii() else unicodedata.normalize("NFC", without_halves(text))
