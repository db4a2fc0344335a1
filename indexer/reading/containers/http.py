"""What did a web server answer?

The answer is read as it went over the wire: a status line, headers, and a body that may come in chunks and compressed.
Tools that save answers undo some of that and leave the headers as they were, so what a header says is done only where
it can be.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from indexer.errors import SourceError
from indexer.reading.budget import LIMIT, spend
from indexer.reading.compression import salvaged

__all__ = ["Answer", "answer_of", "fields", "head_of"]

_END = re.compile(rb"\r?\n\r?\n")
_LONGEST_HEAD = 2**20
_STATUS = re.compile(rb"HTTP/[0-9.]{1,9} +([0-9]{3})(?![0-9])")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]{0,9}(?:;[^\r\n]{0,1000})?\r?\n")
_CHARSET = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,60})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's answer: its status, its headers by their names in lower case, and what it sent, unpacked."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def charset(self) -> str:
        """The charset that the server declared, or ""."""
        declared = _CHARSET.search(self.headers.get("content-type", "")[:1000])
        return declared[1] if declared else ""


def answer_of(data: bytes) -> Answer | None:
    """Return the answer that `data` is, or None where it is none.

    Raises SourceError where its compression cannot be undone.
    """
    status = _STATUS.match(data)
    if status is None:
        return None
    headers, begin = fields(data, 0)
    body = data[begin:]
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _joined(body)
    for encoding in reversed(headers.get("content-encoding", "").lower().split(",")[:4]):
        body = _unpacked(body, encoding.strip())
    return Answer(int(status[1]), headers, body)


def head_of(data: bytes) -> tuple[int, dict[str, str]]:
    """Return the status and the headers of an answer of which `data` is the beginning; 0 where it is none."""
    status = _STATUS.match(data)
    return (int(status[1]), fields(data, 0)[0]) if status else (0, {})


def fields(data: bytes, begin: int) -> tuple[dict[str, str], int]:
    """Return the `Name: value` lines below the first line at `begin`, by their names in lower case, and the offset
    behind the empty line that ends them. Of several with the same name the first counts."""
    end = _END.search(data, begin, begin + _LONGEST_HEAD)
    head = data[begin : end.start() if end else begin + _LONGEST_HEAD].decode("utf-8", "replace")
    found: dict[str, str] = {}
    name = ""
    for line in head.split("\n")[1:]:
        if line[:1] in {" ", "\t"} and name:
            found[name] = f"{found[name]} {line.strip()}"
            name = ""  # nobody folds a value more than once, and a long one would be copied over and over
            continue
        name, colon, value = line.partition(":")
        name = name.strip().lower() if colon else ""
        if name in found:
            name = ""
        elif name:
            found[name] = value.strip()
    return found, end.end() if end else min(begin + _LONGEST_HEAD, len(data))


def _joined(body: bytes) -> bytes:
    """Return what was sent in chunks; the body itself where it is not in chunks any more."""
    pieces: list[bytes] = []
    offset = 0
    while size := _CHUNK.match(body, offset):
        begin, length = size.end(), int(size[1], 16)
        if not length:
            return b"".join(pieces)
        pieces.append(body[begin : begin + length])
        offset = begin + length
        offset += 2 if body.startswith(b"\r\n", offset) else 1
    return b"".join(pieces) if pieces else body


def _unpacked(body: bytes, encoding: str) -> bytes:
    """Return what was compressed as a header says; the body itself where it is not compressed any more."""
    if encoding in {"gzip", "x-gzip"} and body.startswith(b"\x1f\x8b"):
        return salvaged(body, ".gz")[0]
    if encoding == "zstd" and body.startswith(b"\x28\xb5\x2f\xfd"):
        return salvaged(body, ".zst")[0]
    if encoding == "deflate":
        return _inflated(body)
    return _from_brotli(body) if encoding == "br" else body


def _inflated(body: bytes) -> bytes:
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):  # with the header that belongs there, and as some servers send it
        try:
            inflated = zlib.decompressobj(bits).decompress(body, LIMIT)
        except zlib.error:
            continue
        spend(len(inflated))
        return inflated
    return body


def _from_brotli(body: bytes) -> bytes:
    try:
        import brotli  # an extra: half of today's servers use it, and only web archives need it
    except ImportError:
        raise SourceError("needs the extra warc", detail="compressed by brotli") from None
    try:
        unpacked: bytes = brotli.Decompressor().process(body, output_buffer_limit=LIMIT)
    except brotli.error:
        return body
    spend(len(unpacked))
    return unpacked
