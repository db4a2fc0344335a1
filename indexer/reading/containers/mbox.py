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
from indexer.model.choices import MAX_SIZE
from indexer.model.drafts import Member, Problem, Reading
from indexer.reading.content import Stream
from indexer.reading.sizes import readable_size
from indexer.reading.window import Window
from indexer.reasons import Cause

__all__ = ["pieces"]

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
_HEADER = 2**18
"""Bytes behind a line that are there when it is decided whether it begins a mail: 200 lines of more than a thousand."""
_LONGEST_LINE = 2**16
"""Bytes of the longest line that begins a mail behind one that is too large: so many are kept while the line's end is
looked for. Chosen, not measured."""
_BEFORE = 3
"""Bytes in front of a line by which it is told whether an empty one is before it."""
_STATUS = re.compile(rb"^X-Mozilla-Status: ([0-9a-fA-F]{4})\r?$", re.MULTILINE)
_FLAGS_WITHIN = 400
"""Bytes of a mail in which Mozilla's programs write the flags: they are its first fields."""
_EXPUNGED = 0x0008
_QUOTED = re.compile(rb"^>(?=>*+From )", re.MULTILINE)


def pieces(stream: Stream) -> Iterator[Reading]:
    """Yield the mails of a mailbox, one by one; raises SourceError where it does not begin with one."""
    window = Window(stream)
    window.has(_HEADER)
    first = _FIRST.match(window.data)
    if first is None:
        if window.data.removeprefix(b"\xef\xbb\xbf").strip():
            raise SourceError("not a mailbox", detail="it does not begin with a mail")
        return
    window.skip(first.end())
    number = 1
    while True:
        mail, ends = _mail(window)
        part = entry_part(number)
        if mail is None:
            problem = Problem(0, Cause.TOO_LARGE, part, detail=f"more than {readable_size(MAX_SIZE)}")
            yield Reading(problems=(problem,))
        elif _is_deleted(mail):
            yield Reading(problems=(Problem(0, "deleted in its mailbox", part, failed=False),))
        else:
            yield Reading(members=(Member(part, f"{number}.eml", _QUOTED.sub(b"", mail)),))
        if ends:
            return
        number += 1


def _is_deleted(mail: bytes) -> bool:
    """Whether somebody deleted a mail, which Mozilla's programs then keep until the mailbox is compacted."""
    status = _STATUS.search(mail, 0, _FLAGS_WITHIN)
    return status is not None and int(status[1], 16) & _EXPUNGED != 0


def _mail(window: Window) -> tuple[bytes | None, bool]:
    """Take out of a window a mail that begins there, and the line that begins the next; None for one that is too large,
    and whether it is the last."""
    looked = 0  # bytes behind the window's beginning in which no mail begins
    too_large = False
    while True:
        data, begin = window.data, window.begin
        # Whether a line begins a mail is decided when what may be a header is there, too.
        until = len(data) if window.ended else data.rfind(b"\n", begin + looked, max(begin, len(data) - _HEADER)) + 1
        for line in _BEGIN.finditer(data, begin + looked, max(until, begin + looked)):
            if _begins_mail(data, line, begin):
                window.begin = line.end()
                return None if too_large else data[begin : line.start()], False
        if window.ended:
            window.begin = len(data)
            return None if too_large else data[begin:], True
        looked = max(looked, until - begin)
        too_large = too_large or window.size - _HEADER > MAX_SIZE
        if too_large and window.size > _LONGEST_LINE + _HEADER:
            known = max(looked, window.size - _HEADER - _LONGEST_LINE)
            window.begin += known - _BEFORE
            looked = _BEFORE
        window.extend()


def _begins_mail(data: bytes, line: re.Match[bytes], begin: int) -> bool:
    """Whether a line that begins with "From ", in a mail that begins at `begin`, begins another."""
    is_apart = data.endswith((b"\n\n", b"\n\r\n"), max(begin, line.start() - _BEFORE), line.start())
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
