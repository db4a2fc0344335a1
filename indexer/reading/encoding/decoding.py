"""What text do these bytes stand for?

A byte-order mark says so. Else the bytes are UTF-8 if they can be: other encodings look like it only by rare accident,
while pages that were saved again as UTF-8 go on declaring what they once were in. Else an HTML page's own declaration
counts, or that of the server or mail it came with, if it fits; else what the bytes look like.
"""

from __future__ import annotations

import codecs
import re

from indexer.errors import SourceError
from indexer.reading.encoding.charsets import UTF_8, Charset, charset_of
from indexer.reading.encoding.detection import detect

__all__ = [
    "ISO_2022_JP",
    "STRAY_BYTES",
    "TO_KANJI",
    "UTF_16_BE",
    "UTF_16_LE",
    "UTF_32_BE",
    "UTF_32_LE",
    "WIDE_MARKS",
    "controls_in",
    "decode",
    "is_binary",
    "is_small",
    "recoded",
    "utf_16_by_nulls",
]

UTF_16_LE = Charset("utf-16le", "utf-16-le")
UTF_16_BE = Charset("utf-16be", "utf-16-be")
UTF_32_LE = Charset("utf-32le", "utf-32-le")
UTF_32_BE = Charset("utf-32be", "utf-32-be")

# UTF-32 first: its little-endian mark begins with that of UTF-16.
WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, UTF_32_LE),
    (codecs.BOM_UTF32_BE, UTF_32_BE),
    (codecs.BOM_UTF16_LE, UTF_16_LE),
    (codecs.BOM_UTF16_BE, UTF_16_BE),
)

ISO_2022_JP = Charset("iso-2022-jp", "iso2022_jp")
TO_KANJI = b"\x1b$"

# Text may have BEL to CR, and ESC (as `file` has it); a stray one of the others is left in some saved pages.
_CONTROLS = bytes(byte for byte in (*range(0x20), 0x7F) if byte not in (*range(0x07, 0x0E), 0x1B))
_MOST_CONTROLS = 0.01

# In Chinese GBK, which comes closest, four bytes are bad UTF-8 for each character that happens to be good.
_GOOD_PER_BAD = 4

_DECLARED_WITHIN = 64 * 1024
_DECLARATION = re.compile(
    rb"<(?:meta|\?xml)\b[^<>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)",
    re.IGNORECASE,
)

_KANJI = re.compile(rb"\x1b\$[@B]([\x21-\x7e]{0,100000})(?:\x1b\([BJ])?")

# The bytes that "surrogateescape" could not decode, read as windows-1252.
STRAY_BYTES = {0xDC00 + byte: bytes((byte,)).decode("cp1252", "replace") for byte in range(0x80, 0x100)}


def decode(data: bytes, *, html: bool = False, declared: str = "") -> tuple[str, str]:
    """Return the text that `data` stands for, without byte-order mark and NULs, and the name of its encoding.

    With `html` a charset that the page declares is believed where it fits, and so is one that is `declared` outside the
    data, which comes first. The odd byte that does not fit the encoding
    of the rest becomes U+FFFD; in UTF-8 it is read as windows-1252, which is what it mostly is.

    Raises SourceError ("undecodable") for binary data, and where no known encoding makes text of `data`.
    """
    text, charset = _from_wide(data) or _from_bytes(data.removeprefix(codecs.BOM_UTF8), html=html, label=declared)
    # One is found ten times faster in bytes than in text, and comes from no other byte.
    if b"\0" in data:
        text = text.replace("\0", "")
    return text.lstrip("\ufeff"), charset.name


def recoded(data: bytes, declared: str, *, html: bool = False) -> bytes:
    """Return text that is `declared` to be in a charset as UTF-8, for a reader that is not told of it; what is not text
    as it is."""
    if not declared:
        return data
    try:
        return decode(data, html=html, declared=declared)[0].encode()
    except SourceError:
        return data


def _from_wide(data: bytes) -> tuple[str, Charset] | None:
    """Decode UTF-16 and UTF-32, by their byte-order mark or by where the NULs are."""
    for mark, charset in WIDE_MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(charset.codec, "replace")
            if 100 * text.count("\ufffd") <= len(text) + 100 and not _is_binary(text.encode()):
                return text, charset
    if b"\0" not in data:
        return None
    by_nulls = utf_16_by_nulls(data[0::2].count(0), data[1::2].count(0), len(data))
    for charset in filter(None, (UTF_32_LE, UTF_32_BE, by_nulls)):
        try:
            text = data.decode(charset.codec)
        except UnicodeDecodeError:
            continue
        if not _is_binary(text.encode()):
            return text, charset
    return None


def utf_16_by_nulls(first: int, second: int, size: int) -> Charset | None:
    """Return the kind of UTF-16 of `size` bytes with so many NULs at even and at odd places, or None. Every ASCII
    character, blanks at least, has one on the same side; on the other side they are rare."""
    if 20 * max(first, second) < size or 5 * min(first, second) > max(first, second):
        return None
    return UTF_16_BE if first > second else UTF_16_LE


def _from_bytes(data: bytes, *, html: bool, label: str) -> tuple[str, Charset]:
    """Decode what is not UTF-16 or UTF-32."""
    if _is_binary(data):
        raise SourceError("undecodable", detail="it looks like a binary file")
    # One byte is found ten times faster than two.
    if TO_KANJI[:1] in data and TO_KANJI in data and (text := _if_it_fits(data, ISO_2022_JP)) is not None:
        return text, ISO_2022_JP
    try:
        return data.decode(), UTF_8
    except UnicodeDecodeError:
        pass
    if (text := _nearly_utf_8(data)) is not None:
        return text, UTF_8
    for declared in filter(None, (charset_of(label), _declared(data) if html else None)):
        if (text := _if_it_fits(data, declared)) is not None:
            return text, declared
    if guess := detect(data):
        return data.decode(guess.codec, "replace"), guess
    raise SourceError("undecodable", detail="no known encoding makes text of it")


def _is_binary(data: bytes) -> bool:
    return is_binary(controls_in(data), len(data))


def controls_in(data: bytes) -> int:
    """Return how many bytes are control characters that text does not have."""
    return len(data) - len(data.translate(None, _CONTROLS))


def is_binary(controls: int, size: int) -> bool:
    """Whether `size` bytes with so many control characters are no text."""
    return controls > 1 + _MOST_CONTROLS * size  # even the shortest text may end with Ctrl-Z


def _nearly_utf_8(data: bytes) -> str | None:
    text = data.decode("utf-8", "surrogateescape")
    bad = len(data) - len(text.encode("utf-8", "ignore"))
    return text.translate(STRAY_BYTES) if _is_small(bad, text) else None


def _if_it_fits(data: bytes, charset: Charset) -> str | None:
    text = data.decode(charset.codec, "replace")
    if charset is ISO_2022_JP and "\ufffd" in text:
        text = _KANJI.sub(_as_shift_jis, data).decode("cp932", "replace")
    return text if _is_small(text.count("\ufffd"), text) else None


def _as_shift_jis(match: re.Match[bytes]) -> bytes:
    """Return a stretch of Kanji in ISO-2022-JP as windows-932, which has those that makers of computers added."""
    written = bytearray()
    for first, second in zip(match[1][0::2], match[1][1::2], strict=False):
        row, cell = first - 0x21, second - 0x21
        written.append((row >> 1) + (0x81 if row < 0x3E else 0xC1))
        written.append(cell + 0x9F if row & 1 else cell + 0x40 + (cell > 0x3E))
    return bytes(written)


def _is_small(bad: int, text: str) -> bool:
    return is_small(bad, len(text) - len(text.encode("ascii", "ignore")) - bad)


def is_small(bad: int, good: int) -> bool:
    """Say whether the good characters beyond ASCII outweigh the `bad` ones among them."""
    return _GOOD_PER_BAD * bad <= good


def _declared(data: bytes) -> Charset | None:
    """Return what the first declaration of a known charset in an HTML or XHTML page means."""
    declarations = _DECLARATION.finditer(data, 0, _DECLARED_WITHIN)
    charsets = (charset_of(match[1].decode("ascii", "replace")) for match in declarations)
    return next(filter(None, charsets), None)
