"""What does the header of a mail or a Usenet post say of the article below it?

It is a block of `Name: value` lines at the top of a text, among them From and Subject, and ends with a blank line.
"""

from __future__ import annotations

import re
from dataclasses import replace
from email.utils import parseaddr

from indexer.cleaning.pasted.known import Known
from indexer.model.articles import Removal
from indexer.text.mail_addresses import addresses

__all__ = ["is_joined_by_tabs", "read_mail_header"]

_FIELD = re.compile(r"(?P<name>[A-Z][A-Za-z]*(?:-[A-Za-z]+)*):[^\S\n]*(?P<value>.*)")
_JOINED = re.compile(r"\s*[A-Z][A-Za-z-]{1,40}: [^\t\n]{1,400}\t[A-Z][A-Za-z-]{1,40}: ")
_TO = ("to", "cc", "newsgroups")
_INK = re.compile(r"\S")


def read_mail_header(content: str, first: int) -> tuple[Known, int]:
    """Return what the header that opens `content` says, and how many lines it takes up; 0 where there is none.

    The first line of `content` is number `first`.
    """
    start = _INK.search(content)
    if start is None or not _FIELD.match(content, start.start()):
        return Known(), 0
    fields: dict[str, str] = {}
    removed: list[Removal] = []
    name = ""
    end = 0
    for number, line in enumerate(content.split("\n")):
        if field := _FIELD.fullmatch(line.rstrip()):
            name = field["name"].lower()
            fields.setdefault(name, " ".join(field["value"].split()))
        elif name and line[:1] == " " and line.strip():
            fields[name] = f"{fields[name]} {line.strip()}"
        elif name or line.strip():
            break
        else:
            continue
        removed.append(Removal("mail-header", " ".join(line.split()), first + number))
        end = number + 1
    title, sender = fields.get("subject", ""), fields.get("from", "")
    if not title or not sender:
        return Known(), 0
    person, address = parseaddr(sender)
    authors = (person or address,) if person or address else ()
    recipients = dict.fromkeys(person for name in _TO if name in fields for person in addresses(fields[name]))
    known = Known(title, authors, fields.get("date", ""), removed=tuple(removed))
    return replace(known, sender=sender, recipients=tuple(recipients)), end


def is_joined_by_tabs(content: str) -> bool:
    """Whether `content` is a mail on one line, with tabs for its line breaks, as tables of mails have them."""
    return _JOINED.match(content) is not None and "\n" not in content.strip()
