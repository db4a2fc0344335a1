"""How is plain text written as a page?

What has text and pages in it, a mail or a feed, becomes one page of both.
"""

from __future__ import annotations

import html
import re

__all__ = ["as_page", "is_page"]

_TAG = re.compile(r"<(?:[A-Za-z][A-Za-z0-9]{0,15}(?=[\s/>])|/[A-Za-z]|!--)")
_BLANK_LINES = re.compile(r"\n[ \t\r]*+\n\s*+")


def is_page(text: str) -> bool:
    """Whether there are tags in `text`; a `<` alone is as likely to mean "less than"."""
    return _TAG.search(text) is not None


def as_page(text: str) -> str:
    """Return `text` as HTML: a paragraph between blank lines each, with the line breaks that it has."""
    paragraphs = _BLANK_LINES.split(html.escape(text.strip(), quote=False))
    return "".join(f"<p>{paragraph.replace(chr(10), '<br>')}</p>" for paragraph in paragraphs)
