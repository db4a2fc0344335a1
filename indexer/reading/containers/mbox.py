"""What mails are in a mailbox file?

Each begins with a line `From ADDRESS DATE`, at the beginning of the file or after an empty line, and a header comes
right after it: mailboxes are full of sentences that begin with "From". In the mails such lines have a `>` before them.
The standard library's reader wants a file on the disk, and takes every line that begins with "From " for a new mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.address import entry_part
from indexer.errors import SourceError
from indexer.model import Member, Reading
from indexer.reading.format import Format

__all__ = ["FORMAT"]

_BEGIN = re.compile(rb"(?:\A\s{0,100}|(?<=\n\n)|(?<=\n\r\n))From [^\n]*\n(?=[!-9;-~]{1,100}:)")
_QUOTED = re.compile(rb"^>(?=>*+From )", re.MULTILINE)


def _read(data: bytes) -> Reading:
    if not data.strip():
        return Reading()
    if not _BEGIN.match(data):
        raise SourceError("not a mailbox", detail="it does not begin with a mail")
    return Reading(members=_members(data))


def _members(data: bytes) -> Iterator[Member]:
    begins = _BEGIN.finditer(data)
    begin = next(begins, None)
    number = 0
    while begin:
        following = next(begins, None)
        mail = data[begin.end() : following.start() if following else len(data)]
        number += 1
        yield Member(entry_part(number), f"{number}.eml", _QUOTED.sub(b"", mail))
        begin = following


FORMAT = Format("mailbox", (".mbox", ".mbx"), _read, sequential=True)
