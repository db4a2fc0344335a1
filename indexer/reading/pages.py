"""How is plain text written as a page, and a page so that it can be parsed?

What has text and pages in it, a mail or a feed, becomes one page of both.
"""

from __future__ import annotations

import html
import re

__all__ = ["as_page", "is_page", "with_bounded_tags"]

_TAG = re.compile(r"<(?:[A-Za-z][A-Za-z0-9]{0,15}(?=[\s/>])|/[A-Za-z]|!--)")
_WHOLE_TAG = re.compile(r"<[A-Za-z][^\s<>/\"']{0,50}(?P<attributes>[^>\"']*+(?:(?:\"[^\"]*+\"|'[^']*+')[^>\"']*+)*+)")
_QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")
_LONG_TAG = 8_192
_MOST_ATTRIBUTES = 1_000
"""The longest tag of 25 MB of large real pages has 33 attributes. libxml2 compares each with all others of its tag."""
_BLANK_LINES = re.compile(r"\n[ \t\r]*+\n\s*+")


def is_page(text: str) -> bool:
    """Whether there are tags in `text`; a `<` alone is as likely to mean "less than"."""
    return _TAG.search(text) is not None


def with_bounded_tags(page: str) -> str:
    """Return a page without the attributes of those tags that have more than any author would write."""
    # To look takes half the time of writing the page again, and nearly no page needs that.
    if len(page) <= _LONG_TAG:
        return page
    long = [attributes for attributes in _WHOLE_TAG.findall(page) if len(attributes) > _LONG_TAG]
    return _WHOLE_TAG.sub(_bounded, page) if any(map(_are_too_many, long)) else page


def _bounded(tag: re.Match[str]) -> str:
    return tag[0][: tag.start("attributes") - tag.start()] if _are_too_many(tag["attributes"]) else tag[0]


def _are_too_many(attributes: str) -> bool:
    return len(attributes) > _LONG_TAG and len(_QUOTED.sub(" ", attributes).split()) > _MOST_ATTRIBUTES


def as_page(text: str) -> str:
    """Return `text` as HTML: a paragraph between blank lines each, with the line breaks that it has."""
    paragraphs = _BLANK_LINES.split(html.escape(text.strip(), quote=False))
    return "".join(f"<p>{paragraph.replace(chr(10), '<br>')}</p>" for paragraph in paragraphs)
