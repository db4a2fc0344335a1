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
from indexer.model import Member, Problem, Reading
from indexer.reading.containers.http import answer_of, fields
from indexer.reading.encoding.decoding import recoded
from indexer.reading.media import suffix_of

__all__ = ["read"]

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


@dataclass(frozen=True, slots=True)
class _Record:
    """A record of an archive: `begin` and `end` of its content."""

    kind: str
    media: str
    url: str
    begin: int
    end: int


def read(data: bytes) -> Reading:
    """The pages of a web archive."""
    begin = _past_blanks(data, 0)
    if begin == len(data):
        return Reading()
    if not (_WARC.match(data, begin) or _ARC.match(data, begin)):
        raise SourceError("not a web archive", detail="it does not begin with a record")
    return Reading(members=_members(data))


def _members(data: bytes) -> Iterator[Member | Problem]:
    number = 0
    for record in _records(data):
        if isinstance(record, Problem):
            yield record
        elif record.kind in _COUNTED:
            number += 1
            try:
                found = _member(record, data[record.begin : record.end], number)
            except SourceError as error:
                yield Problem(0, str(error), entry_part(number))
                continue
            if found:
                yield found


def _records(data: bytes) -> Iterator[_Record | Problem]:
    offset = _past_blanks(data, 0)
    while offset < len(data):
        begin = offset
        if _WARC.match(data, offset):
            found, begin = fields(data, offset)
            record = _warc(found, begin)
        else:
            record = _arc(data, offset)
        if record is None:
            yield Problem(0, f"damaged web archive, byte {offset}")
            following = _NEXT.search(data, begin - 1)
            if following is None:
                return
            offset = following.start() + 1
            continue
        if record.end > len(data):
            yield Problem(0, f"cut short, byte {len(data)}")
            return
        yield record
        offset = _past_blanks(data, record.end)


def _warc(found: Mapping[str, str], begin: int) -> _Record | None:
    length = found.get("content-length", "")
    if not (length.isascii() and length.isdigit() and len(length) <= 15):
        return None
    media = found.get("content-type", "")
    if "http" not in media:
        media = found.get("warc-identified-payload-type", media) or media
    url = found.get("warc-target-uri", "").strip("<> ")
    return _Record(found.get("warc-type", "").lower(), media, url, begin, begin + int(length))


def _arc(data: bytes, offset: int) -> _Record | None:
    head = _ARC.match(data, offset)
    if head is None:
        return None
    url, *others = head[1].decode("utf-8", "replace").split(" ")
    kind = "filedesc" if url.startswith("filedesc:") else "response"
    return _Record(kind, others[2] if len(others) > 2 else "", url, head.end(), head.end() + int(head[2]))


def _member(record: _Record, content: bytes, number: int) -> Member | None:
    """Return what there is to read in a record, or None."""
    answer = answer_of(content)
    if answer and answer.status != _OK:
        return None
    body, media = (answer.body, answer.headers.get("content-type", "")) if answer else (content, record.media)
    suffix = _suffix(media.partition(";")[0].strip().lower(), record.url)
    if suffix not in _READ:
        return None
    if suffix in _TEXTS and answer:
        body = recoded(body, answer.charset, html=suffix != ".txt")
    return Member(entry_part(number), f"{number}{suffix}", body, record.url)


def _suffix(media: str, url: str) -> str:
    """Return the suffix for what came from `url` as `media`, "" where it is not to be read."""
    try:
        address = urlsplit(url)
    except ValueError:
        return suffix_of(media)
    if address.scheme.lower() not in _SCHEMES or address.path == "/robots.txt":
        return ""
    return posixpath.splitext(address.path)[1].lower() if media in _OF_UNKNOWN_TYPE else suffix_of(media)


def _past_blanks(data: bytes, offset: int) -> int:
    blanks = _BLANKS.match(data, offset)
    return blanks.end() if blanks else offset
