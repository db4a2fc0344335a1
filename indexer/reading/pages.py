"""How is plain text written as a page, and a page so that it can be parsed?

What has text and pages in it, a mail or a feed, becomes one page of both.
"""

from __future__ import annotations

import html
import re

__all__ = ["as_page", "is_page", "with_bounded_tags", "without_cdata"]

_TAG = re.compile(r"<(?:[A-Za-z][A-Za-z0-9]{0,15}(?=[\s/>])|/[A-Za-z]|!--)")
# A value right behind its sign, as nearly all are, is tried first.
_ATTRIBUTES = r"[^>=]*+(?:=(?:\"[^\"]*+\"|\s*+(?:\"[^\"]*+\"|'[^']*+')?)[^>=]*+)*+"
# A quotation mark opens a value behind `=` alone; a script has no tags, whatever is written in it.
_WHOLE_TAG = re.compile(
    rf"<(?=[A-Za-z])(?P<script>(?i:script)\b)?[^\s<>/\"']{{0,50}}(?P<attributes>{_ATTRIBUTES})"
    r"(?(script)(?:[^<]++|<(?!/(?i:script)\b))*+)"
)
_BEGINNING = re.compile(r"<[A-Za-z]")
_QUOTED = re.compile(r"=\s*+(?:\"[^\"]*+\"|'[^']*+')")
_CDATA, _CDATA_END = "<![CDATA[", "]]>"
_LONG_TAG = 8_192
_MOST_ATTRIBUTES = 1_000
"""The longest tag of 25 MB of large real pages has 33 attributes. libxml2 compares each with all others of its tag."""
_MOST_TRIED = 16
"""Ends of tags that are tried in so long a stretch before each tag is looked at; the first is nearly always one."""
_BLANK_LINES = re.compile(r"\n[ \t\r]*+\n\s*+")


def is_page(text: str) -> bool:
    """Whether there are tags in `text`; a `<` alone is as likely to mean "less than"."""
    return _TAG.search(text) is not None


def without_cdata(text: str) -> str:
    """Return a text without the marks of character data, which are in it where they were escaped."""
    kept: list[str] = []
    rest = 0
    while (begin := text.find(_CDATA, rest)) >= 0 and (end := text.find(_CDATA_END, begin)) >= 0:
        kept += text[rest:begin], text[begin + len(_CDATA) : end]
        rest = end + len(_CDATA_END)
    return "".join((*kept, text[rest:])) if kept else text


def with_bounded_tags(page: str) -> str:
    """Return a page without the attributes of those tags that have more than any author would write."""
    if not _may_have_long_tag(page):
        return page
    pieces: list[str] = []
    copied = 0
    for tag in _WHOLE_TAG.finditer(page):
        if tag.end() - tag.start() <= _LONG_TAG:  # as nearly all
            continue
        start, end = tag.span("attributes")
        if end - start > _LONG_TAG and _count_attributes(tag["attributes"]) > _MOST_ATTRIBUTES:
            pieces.append(page[copied:start])
            copied = end
    pieces.append(page[copied:])
    return "".join(pieces)


def _may_have_long_tag(page: str) -> bool:
    """Whether one of the tags of a page may be long. Of most pages, one end of a tag in each stretch as long as that
    tells that none is, which takes a twentieth of the time that a look at each tag does."""
    at = 0
    while beginning := _BEGINNING.search(page, at):
        at = beginning.start()
        end = at + _LONG_TAG
        if len(page) <= end:
            return False
        for _ in range(_MOST_TRIED):
            end = page.rfind(">", at, end)
            if end < 0:
                return True
            if not (_is_in_value(page, '"', at, end) or _is_in_value(page, "'", at, end)):
                break
        else:
            return True
        at = end
    return False


def _is_in_value(page: str, mark: str, start: int, end: int) -> bool:
    """Whether what is at `end` may be in the value of an attribute between such quotation marks, if its tag begins
    at `start` or behind it."""
    opening = page.rfind(mark, start, end)
    if opening <= start or not page[opening - 1].isspace():
        return opening > start and page[opening - 1] == "="
    return page[start:opening].rstrip().endswith("=")


def _count_attributes(attributes: str) -> int:
    return len(_QUOTED.sub(" ", attributes).replace("/", " ").split())


def as_page(text: str) -> str:
    """Return `text` as HTML: a paragraph between blank lines each, with the line breaks that it has."""
    paragraphs = _BLANK_LINES.split(html.escape(text.strip(), quote=False))
    return "".join(f"<p>{paragraph.replace(chr(10), '<br>')}</p>" for paragraph in paragraphs)
