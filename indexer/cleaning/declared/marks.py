"""Which elements of a page are marked up, or styled, as its author or its date?

They are collected in one walk over the page, since a look for each of them by itself takes as long as all other
cleaning together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Final, Literal

from lxml import etree

__all__ = ["Marks", "find_marks"]

_MOST: Final = 4
"""How many elements of a sort are kept, the first ones of the page."""
_LONGEST_ADDRESS: Final = 300
_LONGEST_NAMES: Final = 400
_WRITER: Final = re.compile(
    r"author|byline|vcard|(?:writer|journalist|reporter|contributor)(?:-|__|_)?name"
    r"|(?:\A|[\s_-])(?:writer|journalist|reporter|contributor|autor(?:in|en|es|a)?|auteurs?|autore|firma|szerzo|yazar"
    r"|penulis|skribent|forfatter)(?:[\s_-]|\Z)"
)
"""Classes that have to do with authors, in lower case."""
_PARTS: Final = (
    *("aut", "byline", "vcard", "writer", "journalist", "reporter", "contributor"),
    *("firma", "szerzo", "yazar", "penulis", "skribent", "forfatter"),
)
"""Looked for first: most classes have none of them."""
_NAMED: Final = re.compile(
    r"(?:author|writer|journalist|reporter|contributor)s?(?:-box)?(?:-|__|_)?name|byline|article-author|post-author|vcard"
    r"|(?:\A|\s)(?:autor(?:in|en|es|a)?|auteurs?|autore|firma|szerzo|yazar|penulis|skribent|forfatter)(?:\s|\Z)"
)
"""Those of an author's name; others that have to do with authors surround it."""
_AUTHOR_LINK: Final = re.compile(
    r"/(?:authors?|autor(?:en|es)?|auteurs?|autori|contributors?|profile|people|staff|producers|journalists?)/[^/?#]+"
)
_NAMED_TAGS: Final = frozenset("a span div p address li aside strong em cite h3 h4 h5 b".split())
_DATED_TAGS: Final = frozenset({"span", "p", "div", "li", "dd", "small", "em", "td"})
_STYLED_TAGS: Final = _NAMED_TAGS | _DATED_TAGS | {"abbr", "time"}
"""Tags whose classes are looked at: those of an author or of a date."""

_Sort = Literal["", "name", "author", "date"]
"""What classes are about: an author's name, something else of an author's, a date, or nothing of these."""


@dataclass(slots=True)
class Marks:
    """The first elements of each sort under `root`: those declared to be it, then those only styled as it.

    `authors` and `published` are marked by properties of microdata or RDFa, `published_times` and `article_times` are
    `time` elements that say so or are in an `article`.
    """

    root: etree._Element
    authors: list[etree._Element] = field(default_factory=list)
    author_links: list[etree._Element] = field(default_factory=list)
    author_names: list[etree._Element] = field(default_factory=list)
    author_styles: list[etree._Element] = field(default_factory=list)
    headlines: list[etree._Element] = field(default_factory=list)
    published: list[etree._Element] = field(default_factory=list)
    published_times: list[etree._Element] = field(default_factory=list)
    article_times: list[etree._Element] = field(default_factory=list)
    times: list[etree._Element] = field(default_factory=list)
    date_styles: list[etree._Element] = field(default_factory=list)

    def author_pages(self) -> list[etree._Element]:
        """Return the first links to pages of authors. They are looked for when they are asked for: few pages need
        them."""
        pages = (
            link
            for link in self.root.iter("a")
            if _AUTHOR_LINK.search((link.get("href") or "")[:_LONGEST_ADDRESS]) and link.get("rel") != "author"
        )
        return list(islice(pages, _MOST))


def find_marks(root: etree._Element) -> Marks:
    """Return the marked elements under `root`."""
    marks = Marks(root)
    has_rdfa = bool(root.xpath("boolean(//*[@typeof])"))
    for element in root.iter("*"):
        tag = element.tag
        if tag in _STYLED_TAGS:
            classes = element.get("class") or ""
            if classes and (sort := _sort(classes[:_LONGEST_NAMES])):
                _add_styled(marks, element, tag, sort)
            if tag == "a":
                if element.get("rel") == "author":
                    _add(marks.author_links, element)
            elif tag == "time":
                _add_time(marks, element, classes)
            elif tag in _DATED_TAGS and "date" in (element.get("id") or ""):
                _add(marks.date_styles, element)
        if named := element.get("itemprop") or (has_rdfa and tag != "meta" and element.get("property")):
            _add_property(marks, element, named)
    return marks


def _add_styled(marks: Marks, element: etree._Element, tag: str, sort: _Sort) -> None:
    if sort == "date":
        if tag in _DATED_TAGS:
            _add(marks.date_styles, element)
        elif tag == "abbr":
            _add(marks.published_times, element)
    elif tag in _NAMED_TAGS:
        _add(marks.author_names if sort == "name" else marks.author_styles, element)


@lru_cache(maxsize=1 << 12)
def _sort(classes: str) -> _Sort:
    """Return what the `classes` of an element are about. Remembered, since most recur on a page."""
    lower = classes.lower()
    if any(part in lower for part in _PARTS) and _WRITER.search(lower):
        return "name" if _NAMED.search(lower) else "author"
    if "dtstart" in classes or "bday" in classes:
        # The day of an event, or of a birth.
        return ""
    is_date = "date" in classes or "publi" in classes or "time" in classes or "created" in classes
    return "date" if is_date else ""


def _add(found: list[etree._Element], element: etree._Element) -> None:
    if len(found) < _MOST:
        found.append(element)


def _add_property(marks: Marks, element: etree._Element, named: str) -> None:
    """Add an `element` of one property or several of microdata or RDFa, in which it may have a prefix."""
    for name in named.split():
        match name.rpartition(":")[2]:
            case "author":
                _add(marks.authors, element)
            case "datePublished":
                _add(marks.published, element)
            case "headline":
                _add(marks.headlines, element)
            case _:
                pass


def _add_time(marks: Marks, element: etree._Element, classes: str) -> None:
    if element.get("pubdate") is not None or "publi" in classes or "entry-date" in classes:
        _add(marks.published_times, element)
    if len(marks.article_times) < _MOST and next(element.iterancestors("article"), None) is not None:
        marks.article_times.append(element)
    _add(marks.times, element)
