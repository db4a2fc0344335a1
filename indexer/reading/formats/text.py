"""How is plain text read? The whole file is one article, unless a database or a reader exported several into it,
or it is a mailbox, or a digest of a list's mails.

Texts in AsciiDoc, reStructuredText and Org are text too, in a file of any name; what they declare at the top is read,
and so are front matters and lines of `Key: value`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from indexer.model.drafts import Draft, Member, Reading
from indexer.reading.containers.digest import mailbox_of
from indexer.reading.containers.mail_text import unsigned
from indexer.reading.encoding.decoding import decode
from indexer.reading.formats import text_head
from indexer.reading.formats.exports.articles import articles_in_text

__all__ = ["read", "read_marked"]

_MAILBOX = re.compile(
    rb"(?:\xef\xbb\xbf)?From [^\n]{1,200}\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b[^\n]{1,20}\d\d:\d\d[^\n]{0,40}\n"
    rb"(?:From|Return-Path|Date|Subject|Received|Message-ID|X-[\w-]{1,40}):[ \t]",
    re.IGNORECASE,
)
"""How a mailbox begins: archives of lists have one for each month, as a text."""
_KEY = re.compile(r"(?:---|<!--\s{1,3}\.\. |\.\. [a-z]|[^\W\d_][\w -]{0,30}::?[ \t])")
_WIKI_PAGE = ("Content-Type: text/x-zim-wiki", "====== ")
"""How a page of Zim or DokuWiki begins."""
_FEWEST_KEYS = 2
"""Usual keys with which lines at the top of a text are no part of it."""


def read(data: bytes) -> Reading:
    """Return the text, or the articles of an export."""
    if _MAILBOX.match(data):
        return Reading(members=(Member("", "mailbox.mbox", data),))
    content, encoding = decode(data)
    if not content.strip():
        return Reading((), encoding)
    if mailbox := mailbox_of(content):
        return Reading((), encoding, members=(Member("", "mailbox.mbox", mailbox.encode()),))
    if drafts := articles_in_text(content):
        return Reading(drafts, encoding)
    if content.startswith(_WIKI_PAGE):
        from indexer.reading.formats import wiki_page  # few texts need it

        if (page := wiki_page.split(content))[0]:
            marked = _described(*page)
            return Reading((replace(marked, content=wiki_page.without_marks(marked.content)),), encoding)
    return Reading((_headed(unsigned(content)),), encoding)


def read_marked(data: bytes, without_marks: Callable[[str], str]) -> Reading:
    """Return the text in a markup without its marks, which keeps its lines."""
    content, encoding = decode(data)
    if not content.strip():
        return Reading((), encoding)
    draft = _headed(content)
    return Reading((replace(draft, content=without_marks(draft.content)),), encoding)


def _split(content: str) -> tuple[Mapping[str, object], str, int]:
    """Part a text into what is declared at its top, the rest, and the line on which the rest begins."""
    if _KEY.match(content):
        from indexer.reading.formats import front_matter  # few texts need it
        from indexer.reading.formats.record import declares

        found = front_matter.split(content)
        if sum(map(declares, found[0])) >= _FEWEST_KEYS:
            return found
    return text_head.split(content)


def _headed(content: str) -> Draft:
    """Return a text with what it declares at its top."""
    return _described(*_split(content))


def _described(declared: Mapping[str, object], content: str, line: int) -> Draft:
    draft = Draft("text", content, line)
    if declared:
        from indexer.reading.formats.record import described  # few texts need it

        draft = described(draft, declared)
    return draft
