"""Which site is a page from?"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

__all__ = ["site_of"]

_ARCHIVED: Final = re.compile(r"https?://web\.archive\.org/web/[^/]+/(?=https?://)")
_PLAIN: Final = re.compile(r"https?://(?!web\.archive\.org)([a-z0-9.-]+)(?:/|\Z)")
"""As nearly all addresses begin: they are not taken to pieces."""


def site_of(url: str) -> str:
    """The site that a page was saved from, as its host without `www.`; "" where the URL does not say.

    Of a page that the Internet Archive kept, the site it was on.
    """
    if plain := _PLAIN.match(url):
        return plain[1].removeprefix("www.")
    try:
        host = urlsplit(_ARCHIVED.sub("", url)).hostname
    except ValueError:
        return ""
    return (host or "").removeprefix("www.")
