"""Which elements of a page are marked up, or styled, as its author or its date?

They are collected in one walk over the page, since a look for each of them by itself takes as long as all other
cleaning together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from lxml import etree

__all__ = ["Marks", "find_marks"]

_MOST: Final = 4
"""How many elements of a sort are kept, the first ones of the page."""
_LONGEST_ADDRESS: Final = 300
_LONGEST_NAMES: Final = 400
_NAMED: Final = re.compile(r"author(?:-box)?(?:-|__|_)?name|byline|article-author|post-author|vcard")
_AUTHOR_LINK: Final = re.compile(
    r"/(?:authors?|autor(?:en|es)?|auteurs?|autori|contributors?|profile|people|staff|producers|journalists?)/[^/?#]+"
)
_NAMED_TAGS: Final = frozenset("a span div p address li aside strong em cite h3 h4 h5 b".split())
_DATED: Final = ("date", "publi", "time", "created")
_DATED_TAGS: Final = frozenset({"span", "p", "div", "li", "dd", "small", "em", "td"})


@dataclass(slots=True)
class Marks:
    """The first elements of each sort, surest first: those declared to be it, then those only styled as it.

    `authors` are marked by `itemprop`, `author_pages` are links to pages of authors. `published` is marked by
    `itemprop`, `published_times` and `article_times` are `time` elements that say so or are in an `article`. Of
    `scripts` there are all.
    """

    authors: list[etree._Element] = field(default_factory=list)
    author_links: list[etree._Element] = field(default_factory=list)
    author_names: list[etree._Element] = field(default_factory=list)
    author_pages: list[etree._Element] = field(default_factory=list)
    author_styles: list[etree._Element] = field(default_factory=list)
    headlines: list[etree._Element] = field(default_factory=list)
    published: list[etree._Element] = field(default_factory=list)
    published_times: list[etree._Element] = field(default_factory=list)
    article_times: list[etree._Element] = field(default_factory=list)
    times: list[etree._Element] = field(default_factory=list)
    date_styles: list[etree._Element] = field(default_factory=list)
    scripts: list[etree._Element] = field(default_factory=list)


def find_marks(root: etree._Element) -> Marks:  # noqa: C901, PLR0912
    """Return the marked elements under `root`. What happens for every element is here: calls would double its time."""
    marks = Marks(scripts=list(root.iter("script")))
    for element in root.iter("*"):
        tag = element.tag
        classes = name = itemprop = ""
        # Asking for each attribute by itself takes three times as long.
        for key, value in element.items():
            if key == "class":
                classes = str(value)
            elif key == "itemprop":
                itemprop = str(value)
            elif key == "id":
                name = str(value)
        if classes:
            named, styled, dated = _hints(classes[:_LONGEST_NAMES])
            if named or styled:
                if tag in _NAMED_TAGS:
                    _add(marks.author_names if named else marks.author_styles, element)
            elif dated and (tag in _DATED_TAGS or tag == "abbr"):
                _add(marks.date_styles if tag in _DATED_TAGS else marks.published_times, element)
        if tag == "a":
            _add_link(marks, element)
        elif tag == "time":
            _add_time(marks, element, classes)
        elif "date" in name and tag in _DATED_TAGS:
            _add(marks.date_styles, element)
        if itemprop:
            _add_property(marks, element, itemprop)
    return marks


@lru_cache(maxsize=1 << 13)
def _hints(classes: str) -> tuple[bool, bool, bool]:
    """Return whether `classes` name an author, whether they have to do with authors, and whether with dates."""
    return (
        _NAMED.search(classes) is not None,
        "author" in classes,
        any(word in classes for word in _DATED),
    )


def _add(found: list[etree._Element], element: etree._Element) -> None:
    if len(found) < _MOST:
        found.append(element)


def _add_property(marks: Marks, element: etree._Element, itemprop: str) -> None:
    if itemprop == "author":
        _add(marks.authors, element)
    elif itemprop == "datePublished":
        _add(marks.published, element)
    elif itemprop == "headline":
        _add(marks.headlines, element)


def _add_link(marks: Marks, element: etree._Element) -> None:
    if element.get("rel") == "author":
        _add(marks.author_links, element)
    elif len(marks.author_pages) < _MOST and _AUTHOR_LINK.search((element.get("href") or "")[:_LONGEST_ADDRESS]):
        marks.author_pages.append(element)


def _add_time(marks: Marks, element: etree._Element, classes: str) -> None:
    if element.get("pubdate") is not None or "publi" in classes or "entry-date" in classes:
        _add(marks.published_times, element)
    if len(marks.article_times) < _MOST and next(element.iterancestors("article"), None) is not None:
        marks.article_times.append(element)
    _add(marks.times, element)
