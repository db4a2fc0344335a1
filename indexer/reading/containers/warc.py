"""What pages are in an archive of the web?

Of WARC and the older ARC, the answers of servers are taken that were successful and are something to read, and what was
put into the archive as it is. The rest, requests, pictures, scripts, is passed over in silence: that is most of a page.
warcio, measured beside this, is as fast, but gives a record that is cut short as if it were whole, and writes to
standard error.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from indexer.address import entry_part
from indexer.errors import SourceError
from indexer.model.choices import MAX_SIZE
from indexer.model.drafts import Member, Problem, Reading
from indexer.reading.containers.http import answer_of, fields, head_of
from indexer.reading.content import Stream
from indexer.reading.encoding.decoding import recoded
from indexer.reading.media import suffix_of
from indexer.reading.sizes import readable_size
from indexer.reading.window import Window
from indexer.reasons import Cause

__all__ = ["pieces"]

_READ = frozenset(".atom .docx .epub .html .md .odt .pdf .rdf .rss .rtf .txt .xhtml .xml".split())
_TEXTS = frozenset((".html", ".txt", ".xhtml"))
_OK = 200

_COUNTED = frozenset({"response", "resource", "conversion"})
_SCHEMES = frozenset({"", "http", "https", "ftp", "file"})
_OF_UNKNOWN_TYPE = frozenset({"", "application/octet-stream", "binary/octet-stream", "unknown/unknown", "no-type"})

_WARC = re.compile(rb"WARC/[0-9.]{1,9}[ \t]{0,9}\r?\n")
_NEXT = re.compile(rb"\nWARC/[0-9.]{1,9}[ \t]{0,9}\r?\n")
_ARC = re.compile(rb"([a-zA-Z][a-zA-Z+.-]{0,20}:[^\n]{0,10000}) ([0-9]{1,12})[ \t\r]{0,9}\n")
_BLANKS = re.compile(rb"[ \t\r\n]*+")
_HEAD = 2**20 + 2**12
"""Bytes of a record that are there when its header is looked at: the longest header, and a line before it."""
_LONGEST_NEXT = 64
"""Bytes that `_NEXT` matches at the most."""


@dataclass(frozen=True, slots=True)
class _Record:
    """A record of an archive: `size` is that of its content, in bytes."""

    kind: str
    media: str
    url: str
    size: int


def pieces(stream: Stream) -> Iterator[Reading]:
    """Yield the pages of a web archive, one by one; raises SourceError where it does not begin with a record."""
    window = Window(stream)
    window.skip_matching(_BLANKS)
    window.has(_HEAD)
    if not window.size:
        return
    if not (_WARC.match(window.data, window.begin) or _ARC.match(window.data, window.begin)):
        raise SourceError("not a web archive", detail="it does not begin with a record")
    number = 0
    while True:
        window.skip_matching(_BLANKS)
        if not window.has(1):
            return
        at = window.place
        record = _record(window)
        if record is None:
            yield Reading(problems=(Problem(0, f"damaged web archive, byte {at}"),))
            if not _skip_to_next(window):
                return
            continue
        number += record.kind in _COUNTED
        found = _content(window, record, entry_part(number), number)
        if found is None:
            yield Reading(problems=(Problem(0, f"cut short, byte {window.place}"),))
            return
        yield found


def _content(window: Window, record: _Record, part: str, number: int) -> Reading | None:
    """Take out of a window the content of a record, and return what of it is to be read; None where it is cut short."""
    if record.kind not in _COUNTED:
        return Reading() if window.skip(record.size) else None
    if record.size > MAX_SIZE:
        is_page = _suffix_of(window, record) in _READ
        if not window.skip(record.size):
            return None
        detail = f"more than {readable_size(MAX_SIZE)}"
        return Reading(problems=(Problem(0, Cause.TOO_LARGE, part, detail=detail),) if is_page else ())
    if not window.has(record.size):
        window.begin = len(window.data)
        return None
    content = window.data[window.begin : window.begin + record.size]
    window.begin += record.size
    try:
        found = _member(record, content, number)
    except SourceError as error:
        return Reading(problems=(Problem(0, str(error), part),))
    return Reading(members=(found,)) if found else Reading()


def _suffix_of(window: Window, record: _Record) -> str:
    """Return the suffix for what is in a record of which only the beginning is looked at."""
    window.has(_HEAD)
    status, headers = head_of(window.data[window.begin : window.begin + _HEAD])
    if status not in {0, _OK}:
        return ""
    return _suffix(headers.get("content-type", "") if status else record.media, record.url)


def _record(window: Window) -> _Record | None:
    """Take out of a window the header of a record; None where it is none, and at least the beginning of what is."""
    window.has(_HEAD)
    if _WARC.match(window.data, window.begin):
        found, begin = fields(window.data, window.begin)
        window.begin = begin
        return _warc(found)
    head = _ARC.match(window.data, window.begin)
    if head is None:
        return None
    window.begin = head.end()
    return _arc(head)


def _skip_to_next(window: Window) -> bool:
    """Go on with the next line that begins a record, behind one in which there is none; whether there is one."""
    window.begin = max(0, window.begin - 1)
    while (following := _NEXT.search(window.data, window.begin)) is None:
        window.begin = max(window.begin, len(window.data) - _LONGEST_NEXT)
        if not window.extend():
            return False
    window.begin = following.start() + 1
    return True


def _warc(found: Mapping[str, str]) -> _Record | None:
    length = found.get("content-length", "")
    if not (length.isascii() and length.isdigit() and len(length) <= 15):
        return None
    media = found.get("content-type", "")
    if "http" not in media:
        media = found.get("warc-identified-payload-type", media) or media
    url = found.get("warc-target-uri", "").strip("<> ")
    return _Record(found.get("warc-type", "").lower(), media, url, int(length))


def _arc(head: re.Match[bytes]) -> _Record:
    url, *others = head[1].decode("utf-8", "replace").split(" ")
    kind = "filedesc" if url.startswith("filedesc:") else "response"
    return _Record(kind, others[2] if len(others) > 2 else "", url, int(head[2]))


def _member(record: _Record, content: bytes, number: int) -> Member | None:
    """Return what there is to read in a record, or None."""
    answer = answer_of(content)
    if answer and answer.status != _OK:
        return None
    body, media = (answer.body, answer.headers.get("content-type", "")) if answer else (content, record.media)
    suffix = _suffix(media, record.url)
    if suffix not in _READ:
        return None
    if suffix in _TEXTS and answer:
        body = recoded(body, answer.charset, html=suffix != ".txt")
    return Member(entry_part(number), f"{number}{suffix}", body, record.url)


def _suffix(media: str, url: str) -> str:
    """Return the suffix for what came from `url` as `media`, "" where it is not to be read."""
    media = media.partition(";")[0].strip().lower()
    try:
        address = urlsplit(url)
    except ValueError:
        return suffix_of(media)
    if address.scheme.lower() not in _SCHEMES or address.path == "/robots.txt":
        return ""
    return posixpath.splitext(address.path)[1].lower() if media in _OF_UNKNOWN_TYPE else suffix_of(media)
