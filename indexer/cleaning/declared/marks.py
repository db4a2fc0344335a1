"""Which elements of a page are marked up, or styled, as its author or its date?

Each sort is looked for when it is asked for, and several sorts in one walk where they are asked for together: most
pages declare what they are about, and a walk over all elements takes as long as reading what is declared.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from itertools import islice
from typing import Final, Literal, NamedTuple

from lxml import etree

__all__ = ["Marks"]

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
_PARTS: Final = re.compile(
    "aut|byline|vcard|writer|journalist|reporter|contributor|firma|szerzo|yazar|penulis|skribent|forfatter"
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
_Sort = Literal["", "name", "author", "date"]
"""What classes are about: an author's name, something else of an author's, a date, or nothing of these."""


class _Declared(NamedTuple):
    """Elements marked as authors, as publishers, or as the date of publication, by properties of microdata or RDFa."""

    authors: list[etree._Element]
    publishers: list[etree._Element]
    published: list[etree._Element]


class _Styled(NamedTuple):
    """Elements styled as an author's name, and as something else of an author's."""

    names: list[etree._Element]
    others: list[etree._Element]


class _Times(NamedTuple):
    """`time` elements, and what was written before there were such: those that say that they are of the publication,
    those in an `article`, and all."""

    published: list[etree._Element]
    in_article: list[etree._Element]
    all: list[etree._Element]


class Marks:
    """The first elements of each sort under a root."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root

    @cached_property
    def declared(self) -> _Declared:
        """Those declared to be of an author or a date."""
        found = _Declared([], [], [])
        for element in self._root.iter("*"):
            if element.get("itemprop") or element.get("property"):
                self._add_declared(found, element)
        return found

    @cached_property
    def author_links(self) -> list[etree._Element]:
        """Links that say that they lead to the author."""
        return list(islice((link for link in self._root.iter("a") if link.get("rel") == "author"), _MOST))

    def _add_declared(self, found: _Declared, element: etree._Element) -> None:
        """Add to `found` an `element` that has a property of microdata or, perhaps, of RDFa."""
        named = element.get("itemprop")
        if not named and element.tag != "meta" and self._has_rdfa:
            named = element.get("property")
        # One may have several names, and each a prefix.
        for prefixed in (named or "").split():
            name = prefixed.rpartition(":")[2]
            if name == "author":
                _add(found.authors, element)
            elif name == "publisher":
                _add(found.publishers, element)
            elif name == "datePublished":
                _add(found.published, element)

    @cached_property
    def _has_rdfa(self) -> bool:
        """Whether an element says what it is about, without which a property is not one of RDFa."""
        return bool(self._root.xpath("boolean(//*[@typeof])"))

    @cached_property
    def styled(self) -> _Styled:
        """Those only styled as an author."""
        found = _Styled([], [])
        for element in self._root.iter(*_NAMED_TAGS):
            # Nearly all elements of a page are asked for here: a call for each would take as long as all else.
            if classes := element.get("class"):
                sort = _sort(classes[:_LONGEST_NAMES])
                if sort == "name":
                    _add(found.names, element)
                elif sort == "author":
                    _add(found.others, element)
        return found

    @cached_property
    def times(self) -> _Times:
        """Those that are a time by their tag."""
        found = _Times([], [], [])
        for element in self._root.iter("time", "abbr"):
            if element.tag == "abbr":
                if _sort_of(element) == "date":
                    _add(found.published, element)
                continue
            classes = element.get("class") or ""
            if element.get("pubdate") is not None or "publi" in classes or "entry-date" in classes:
                _add(found.published, element)
            if len(found.in_article) < _MOST and next(element.iterancestors("article"), None) is not None:
                found.in_article.append(element)
            _add(found.all, element)
        return found

    @cached_property
    def date_styles(self) -> list[etree._Element]:
        """Those only styled as a date."""
        elements = self._root.iter(*_DATED_TAGS)
        dated = (one for one in elements if _sort_of(one) == "date" or "date" in (one.get("id") or ""))
        return list(islice(dated, _MOST))

    @cached_property
    def author_pages(self) -> list[etree._Element]:
        """Links to pages of authors."""
        pages = (
            link
            for link in self._root.iter("a")
            if _AUTHOR_LINK.search((link.get("href") or "")[:_LONGEST_ADDRESS]) and link.get("rel") != "author"
        )
        return list(islice(pages, _MOST))


def _sort_of(element: etree._Element) -> _Sort:
    classes = element.get("class")
    return _sort(classes[:_LONGEST_NAMES]) if classes else ""


@lru_cache(maxsize=1 << 12)
def _sort(classes: str) -> _Sort:
    """Return what the `classes` of an element are about. Remembered, since most recur on a page."""
    lower = classes.lower()
    if _PARTS.search(lower) and _WRITER.search(lower):
        return "name" if _NAMED.search(lower) else "author"
    if "dtstart" in classes or "bday" in classes:
        # The day of an event, or of a birth.
        return ""
    is_date = "date" in classes or "publi" in classes or "time" in classes or "created" in classes
    return "date" if is_date else ""


def _add(found: list[etree._Element], element: etree._Element) -> None:
    if len(found) < _MOST:
        found.append(element)
