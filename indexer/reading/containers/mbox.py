"""What mails are in a mailbox file?

Each begins with a line `From ADDRESS DATE`, with its header right below. Mailboxes are also full of sentences
that begin with "From", and not every program puts an empty line before a mail or a `>` before such a sentence; so a
line begins a mail if what follows it is a mail's header, and it names a time, or an empty line is before it and nothing
but an address is in it. The standard library's reader wants a file on the disk, and takes every line that begins with
"From " for a new mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.address import entry_part
from indexer.errors import SourceError
from indexer.model import Member, Reading

__all__ = ["read"]

_FIRST = re.compile(rb"\A(?:\xef\xbb\xbf)?\s{0,100}From [^\n]*\n(?=[!-9;-~]{1,100}:)")
_BEGIN = re.compile(rb"^From [^\n]*\n", re.MULTILINE)
_TIME = re.compile(rb"\d{1,2}:\d\d(?::\d\d)?\s")
_FIELD = re.compile(rb"(?P<name>[!-9;-~]{1,76}):(?:[ \t\r\n]|\Z|[^/\s])")
_LINE = re.compile(rb"[^\n]*\n?")
_KNOWN = frozenset(
    b"from to subject date received message-id return-path delivered-to sender reply-to cc mime-version content-type"
    b" content-transfer-encoding status x-status x-mozilla-status x-uid x-gmail-labels x-gm-thrid newsgroups path"
    b" organization references in-reply-to lines".split()
)
_FEW_LINES = 200
"""Lines of a header that are looked at for a field that mails have."""
_QUOTED = re.compile(rb"^>(?=>*+From )", re.MULTILINE)


def read(data: bytes) -> Reading:
    """The mails of a mailbox."""
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        return Reading()
    if not _FIRST.match(data):
        raise SourceError("not a mailbox", detail="it does not begin with a mail")
    return Reading(members=_members(data))


def _members(data: bytes) -> Iterator[Member]:
    first = _FIRST.match(data)
    begins = [(0, first.end())] if first else []
    begins += (
        match.span() for match in _BEGIN.finditer(data, begins[0][1] if begins else 0) if _begins_mail(data, match)
    )
    ends = [begin for begin, _ in begins[1:]] + [len(data)]
    for number, ((_, begin), end) in enumerate(zip(begins, ends, strict=True), 1):
        yield Member(entry_part(number), f"{number}.eml", _QUOTED.sub(b"", data[begin:end]))


def _begins_mail(data: bytes, line: re.Match[bytes]) -> bool:
    """Whether a line that begins with "From " begins a mail."""
    is_apart = data.endswith((b"\n\n", b"\n\r\n"), max(0, line.start() - 3), line.start())
    if _TIME.search(line[0]):
        return _known_fields(data, line.end()) > 0
    return is_apart and _known_fields(data, line.end()) > (len(line[0].split()) > 2)


def _known_fields(data: bytes, begin: int) -> int:
    """Return how many fields that mails have are in the header at `begin`; 0 where there is none, up to an empty
    line."""
    known = 0
    for count, line in enumerate(_LINE.finditer(data, begin)):
        text = line[0].rstrip()
        if not text:
            return known
        if text[:1] == b">" or (count and line[0][:1] in {b" ", b"\t"}):
            continue  # the lines of a mailbox in a mailbox, and what goes on
        field = _FIELD.match(text)
        if field is None or count > _FEW_LINES:
            return known if count > _FEW_LINES else 0
        known += field["name"].lower() in _KNOWN
    return known
