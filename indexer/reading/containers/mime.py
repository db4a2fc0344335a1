"""What is in a MIME message, however broken it is?

The standard library takes the message apart. Its header objects are not asked: on headers that are not as they should
be they raise errors of many kinds or take quadratic time, so headers are read as they are and decoded here.
"""

from __future__ import annotations

import binascii
import re
from contextlib import suppress
from email.message import Message
from email.policy import Compat32

from indexer.errors import SourceError
from indexer.reading.encoding.decoding import decode, recoded

__all__ = [
    "children",
    "file_name",
    "file_of",
    "found_children",
    "header",
    "is_in_parts",
    "parameters",
    "parse",
    "payload",
    "plain",
    "text_of",
]

_LONGEST_HEADER = 16_384
"""Characters of a header's value that are looked at: the standard library is quadratic in some of them."""

_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,80})\?([bBqQ])\?([^?]{0,4000}+)\?=")

_SEVEN_BIT = frozenset({"utf-7", "unicode-1-1-utf-7", "hz-gb-2312", "iso-2022-kr"})
"""Charsets that only mail has; their bytes are ASCII, so that nothing but the declaration tells."""

_CLAIMS_NOTHING = frozenset({"us-ascii", "ascii", "ansi_x3.4-1968"})
"""What mail programs write where nothing was said; bytes beyond ASCII are then in something else."""

_BOUNDARY = re.compile(r"^--(?P<name>[\w'()+,./:=?-]{1,70}(?<!--))[ \t\r]*\n(?=[!-9;-~]{1,76}:|\r?\n)", re.MULTILINE)
"""A line below which the header of a part begins."""

_IN_PARTS = re.compile(
    rb"\s{0,20}(?:This is a [a-z/ ]{0,30}?(?:multi-?part )?message in MIME format\.?\s{1,20})?"
    rb"--(?P<name>[\w'()+,./:=?-]{1,70})[ \t\r]*\n(?=content-)",
    re.IGNORECASE,
)
"""How the parts of a mail begin whose header does not say that it has any."""

_BASE64 = re.compile(
    rb"\s*(?:[A-Za-z0-9+/]{20,1000}={0,2}[ \t\r]*(?:\n|\Z))+(?:[A-Za-z0-9+/]{1,19}={0,2}[ \t\r]*(?:\n|\Z))?"
)
_SHORTEST_BASE64 = 40
"""Bytes by which it is told that a part was not decoded: by chance no text begins with so many of its own code."""

_BROKEN = (LookupError, TypeError, ValueError, AttributeError, AssertionError)
"""What the standard library raises on parameters that nobody should write."""


class _Raw(Compat32):
    """Headers as they are in the message: strings, with what is not ASCII as surrogates."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_HEADER]

    def header_fetch_parse(self, name: str, value: str) -> str:
        return value

    def fold_binary(self, name: str, value: str) -> bytes:
        # The standard library refuses to write some of the headers that it has read.
        return f"{name}: {value}{self.linesep}".encode("utf-8", "surrogateescape")


def parse(data: bytes) -> Message:
    """Take a message apart; raises SourceError ("damaged mail") where it has no header or is nested too deeply."""
    from email.parser import BytesParser  # slow to import

    try:
        message = BytesParser(policy=_Raw()).parsebytes(data)
    except RecursionError:
        raise SourceError("damaged mail", detail="nested too deeply") from None
    except _BROKEN as error:
        raise SourceError("damaged mail", detail=str(error)) from None
    if not message.keys():
        raise SourceError("damaged mail", detail="it has no header")
    return message


def children(part: Message) -> list[Message]:
    """Return the parts that a part is made of, none where it is a leaf."""
    # Of a leaf, the standard library decodes what it gives, which fails where its charset is no name of one.
    inner = part.get_payload() if part.is_multipart() else None
    return [child for child in inner if isinstance(child, Message)] if isinstance(inner, list) else []


def found_children(part: Message, media: str) -> list[Message]:
    """Return the parts of a part of the type `media` that declares no boundary, or one that is nowhere in it, by the
    line that looks like its boundary."""
    # As bytes: in what it takes for one text, the standard library replaces all that is not ASCII.
    inner = payload(part).decode("utf-8", "surrogateescape")
    boundary = _BOUNDARY.search(inner)
    if boundary is None:
        return []
    head = f'Content-Type: {media}; boundary="{boundary["name"]}"\n\n'
    return children(parse((head + inner).encode("utf-8", "surrogateescape")))


def is_in_parts(part: Message) -> bool:
    """Whether the text of a part is written as several, though its header does not say so."""
    if part.is_multipart() or part.get_content_type() != "text/plain":
        return False
    inner = payload(part)
    begin = _IN_PARTS.match(inner)
    return begin is not None and b"\n--" + begin["name"] + b"--" in inner


def parameters(part: Message) -> dict[str, str]:
    """Return the parameters of a part's type, all in lower case."""
    try:
        found = part.get_params() or []
    except _BROKEN:
        return {}
    return {str(name).lower(): str(value).lower() for name, value in found}


def header(part: Message, name: str) -> str:
    """Return the first header of this name on one line, decoded; "" where there is none."""
    return plain(str(part.get(name, "")))


def plain(value: str) -> str:
    """Return a header's value, or a piece of it, with encoded words decoded, on one line."""
    try:
        text, _ = decode(value.encode("utf-8", "surrogateescape"))
    except (SourceError, UnicodeError):
        text = value.encode("ascii", "replace").decode()
    return " ".join((_decoded(text) if "=?" in text else text).split())


def payload(part: Message) -> bytes:
    """Return the bytes of a leaf as they were before they were encoded for sending."""
    try:
        data = part.get_payload(decode=True)
    except (*_BROKEN, binascii.Error):
        data = None
    if not isinstance(data, bytes):
        return b""
    encoding = str(part.get("content-transfer-encoding", "")).strip().lower()
    return _without_added(part, data) if encoding == "base64" else data


def _without_added(part: Message, data: bytes) -> bytes:
    """Return the bytes of a part in base64; of one that the library gave up, for what a list's program has put below
    it, those of the lines above that."""
    try:
        sent = part.get_payload()
    except _BROKEN:
        return data
    raw = sent.encode("ascii", "replace") if isinstance(sent, str) else b""
    if not data.startswith(b"".join(raw[:_SHORTEST_BASE64].split())):
        return data
    written = _BASE64.match(raw)
    if written is None:
        return data
    signs = re.sub(rb"[\s=]", b"", written[0])
    with suppress(binascii.Error):
        return binascii.a2b_base64(signs[: len(signs) - (len(signs) % 4 == 1)] + b"===")
    return data


def file_of(part: Message) -> bytes:
    """Return the bytes of a file that was attached, text as UTF-8 where its part declares a charset."""
    media = part.get_content_type()
    data = payload(part)
    return recoded(data, _charset(part), html=media == "text/html") if media.startswith("text/") else data


def _charset(part: Message) -> str:
    """Return the charset that a part declares for itself, in lower case, or ""."""
    try:
        charset = (part.get_content_charset() or "").partition("*")[0].strip(" \t'\"")
    except _BROKEN:
        return ""
    return "" if charset in _CLAIMS_NOTHING else charset


def file_name(part: Message) -> str:
    """Return the name of the file that was attached, or ""."""
    try:
        return plain(str(part.get_filename() or ""))
    except _BROKEN:
        return ""


def text_of(part: Message, *, html: bool = False) -> tuple[str, str]:
    """Return the text of a leaf and its encoding; raises SourceError as `decode` does."""
    return _text(payload(part), _charset(part), html=html)


def _text(data: bytes, charset: str, *, html: bool = False) -> tuple[str, str]:
    if charset in _SEVEN_BIT and data.isascii():
        with suppress(LookupError, UnicodeError):
            return data.decode("utf-7" if "utf-7" in charset else charset.removesuffix("-gb-2312")), charset
    return decode(data, html=html, declared=charset)


def _decoded(text: str) -> str:
    """Decode the encoded words in `text`. Blanks between two do not count; a character may be split between them."""
    pieces: list[str] = []
    pending, pending_charset = b"", ""
    end = 0
    for word in _ENCODED_WORD.finditer(text):
        charset = word[1].partition("*")[0].lower()
        between = text[end : word.start()]
        follows = end > 0 and not between.strip()
        if not follows or charset != pending_charset:
            pieces.append(_word(pending, pending_charset))
            pending = b""
        if not follows:
            pieces.append(between)
        pending, pending_charset = pending + _bytes(word[2], word[3]), charset
        end = word.end()
    return "".join((*pieces, _word(pending, pending_charset), text[end:]))


def _bytes(encoding: str, written: str) -> bytes:
    data = written.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(data, header=True)
    for padding in (b"==", b"A=="):  # the second where a lone character is left over
        with suppress(binascii.Error):
            return binascii.a2b_base64(data + padding)
    return b""


def _word(data: bytes, charset: str) -> str:
    try:
        return _text(data, "" if charset in _CLAIMS_NOTHING else charset)[0]
    except SourceError:
        return data.decode("ascii", "replace")
