"""What is the title of a page's article, without the name of the site?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from indexer.cleaning.declared.structured import plain
from indexer.cleaning.page.tree import element_text
from indexer.text import fold

__all__ = ["find_title"]

_WORD: Final = re.compile(r"\w+")
_SEPARATOR: Final = re.compile(r"\s+[|–—·•»:‹›/-]+\s+|\s*\|\s*")
_NO_LETTER: Final = re.compile(r"[\W_]+")
_SHORTEST_HOST: Final = 4
"""Letters of a name that does not stand in an address by chance."""
_LONGEST_SITE: Final = 5
_SHORTEST_TITLE: Final = 3
"""These count words, where there is nothing else to tell title and site apart."""
_ENOUGH_WORDS: Final = 4
"""Longer headings are no better titles than those with so many words."""
_LONGEST_TITLE: Final = 300
_SHARED: Final = 0.6
"""The share of a heading's words that the declared titles must have for it to be the title."""
_SHARED_BY_ONE: Final = 0.3
"""The same for a page's only heading: what is declared may be worded for search engines."""


def find_title(root: etree._Element, *, headline: str, declared: str, site: str, url: str) -> tuple[str, str]:
    """Return the title of the page under `root`, and the name of its site where that stands behind the title.

    `headline` is the JSON-LD's, `declared` that of the `meta` elements; `site` and `url` tell the site's name. An `h1`
    that agrees with the titles is how the author worded it; without one they are the title.
    """
    element = next(root.iter("title"), None)
    page_title = plain(element_text(element)) if element is not None else ""
    headings = [text for text in _headings(root) if len(text) <= _LONGEST_TITLE]
    host = _host(url)
    bare, suffix = _without_site(page_title, site, host)
    headings = [heading for heading in headings if fold(heading) not in {fold(site), fold(suffix)}]
    if shown := _agreeing(headings, f"{headline} {declared} {page_title}"):
        return _without_host(shown, host), suffix
    if headline:
        return _without_host(headline, host), suffix
    if declared:
        return _without_site(declared, site, host)[0], suffix
    return bare or next(iter(headings), ""), suffix


def _headings(root: etree._Element) -> Iterator[str]:
    for heading in root.iter("h1"):
        if text := plain(element_text(heading)):
            yield text


def _words(text: str) -> set[str]:
    return set(_WORD.findall(fold(text)))


def _agreeing(headings: list[str], titles: str) -> str:
    """Return the heading that agrees best with `titles`, or ""."""
    known = _words(titles)
    needed = _SHARED if len(headings) > 1 else _SHARED_BY_ONE
    best, found = (0, 0.0), ""
    for heading in headings:
        words = _words(heading)
        shared = len(words & known) / len(words) if words else 0.0
        # A heading of one word may be the name of a section.
        fit = (min(len(words), _ENOUGH_WORDS), shared)
        if len(words) > 1 and shared >= needed and fit > best:
            best, found = fit, heading
    return found


def _host(url: str) -> str:
    """Return the letters and digits of the name of the host in `url`."""
    return _NO_LETTER.sub("", url.partition("://")[2].partition("/")[0].lower())


def _is_host(name: str, host: str) -> bool:
    squeezed = _NO_LETTER.sub("", fold(name))
    return len(squeezed) >= _SHORTEST_HOST and squeezed in host


def _without_host(title: str, host: str) -> str:
    """Return `title` without a name of its site that its address has too."""
    separators = list(_SEPARATOR.finditer(title))
    if separators and _is_host(title[separators[-1].end() :], host):
        return title[: separators[-1].start()]
    return title


def _without_site(title: str, site: str, host: str) -> tuple[str, str]:
    """Return `title` without the site's name at its end, and that name as it stands there."""
    separators = list(_SEPARATOR.finditer(title))
    if not separators:
        return title, ""
    first, last = separators[0], separators[-1]
    if site and _words(title[: first.start()]) <= _words(site) and len(site.split()) <= _LONGEST_SITE:
        return title[first.end() :], title[: first.start()]
    front, back = title[: last.start()], title[last.end() :]
    known = bool(_words(back) & _words(site)) or _is_host(back, host)
    if not known and (len(back.split()) > _LONGEST_SITE or len(front.split()) < _SHORTEST_TITLE):
        return title, ""
    # Between title and site there may be the name of a section.
    section = _SEPARATOR.search(front)
    if section and "|" in section[0] and len(front[: section.start()].split()) >= _SHORTEST_TITLE:
        front = front[: section.start()]
    return front, back
