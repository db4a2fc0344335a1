"""Who wrote the article of a page?

People that the JSON-LD names come first, then those of `meta` elements, then those the visible page names as authors,
and last an organisation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from lxml import etree

from indexer.cleaning.declared.marks import Marks
from indexer.cleaning.declared.names import read_names
from indexer.cleaning.declared.structured import Declared, plain
from indexer.cleaning.page.blocks import Block
from indexer.cleaning.pasted.byline import read_byline

__all__ = ["find_authors"]

_METAS: Final = (
    "author article:author parsely-author sailthru.author dc.creator dcterms.creator byl cxenseparse:author"
    " citation_author citation_authors article_author bc:authors og:author creator"
).split()
_INVERTED: Final = frozenset({"citation_author", "citation_authors", "dc.creator", "dcterms.creator"})
"""Fields of libraries, in which the family name may come first."""
_LABELS: Final = frozenset({"written by", "author", "by", "words by", "posted by", "article by", "von", "par", "por"})
"""Lines, or the names of a pair of `twitter:` properties, behind which an author's name stands by itself."""
_ELEMENTS_TRIED: Final = 4
_SHORTEST: Final = 4
_LONGEST: Final = 100
_HEAD: Final = 40
"""Blocks at the top of a page in which a byline may stand."""


def find_authors(declared: Declared, marks: Callable[[], Marks], blocks: Sequence[Block]) -> tuple[str, ...]:
    """Return the authors of a page that declares `declared` and has `blocks`; `marks` gives its marked elements."""
    organisation: tuple[str, ...] = ()
    for properties in declared.articles:
        author = properties.get("author") or properties.get("creator")
        if found := read_names(declared.names(author)):
            if not _is_organisation(author):
                return found
            organisation = organisation or found
    for key in _METAS:
        if found := read_names(map(plain, declared.metas.get(key, ())), inverted=key in _INVERTED):
            return found
    return _labelled(declared) or _shown(marks()) or _byline(blocks) or organisation


def _is_organisation(author: object) -> bool:
    first = author[0] if isinstance(author, list) and author else author
    return isinstance(first, dict) and first.get("@type") == "Organization"


def _labelled(declared: Declared) -> tuple[str, ...]:
    """Return the names in a property whose neighbour says that they wrote the article, as common plug-ins give them."""
    for number in "12":
        if declared.meta(f"twitter:label{number}").lower() in _LABELS:
            return read_names([declared.meta(f"twitter:data{number}")])
    return ()


def _shown(marks: Marks) -> tuple[str, ...]:
    """Return the names in all elements that are marked up as authors, or in the first that is only styled so."""
    named = [name for element in marks.authors for name in element.iter("*") if name.get("itemprop") == "name"]
    for elements in (named or marks.authors, marks.author_links):
        if names := [name for element in elements[:_ELEMENTS_TRIED] for name in _names_in(element)]:
            return tuple(dict.fromkeys(names))
    for elements in (marks.author_names, marks.author_pages, marks.author_styles):
        for element in elements:
            if names := _names_in(element):
                return tuple(dict.fromkeys(names))
    return ()


def _names_in(element: etree._Element) -> list[str]:
    # Name, role and date are parted by elements of their own more often than by punctuation.
    texts = (" ".join(str(text).split()) for text in element.itertext())
    return [name for text in texts if _SHORTEST <= len(text) <= _LONGEST for name in _named(text)]


def _named(text: str) -> tuple[str, ...]:
    """Return the names in a text that has nothing else but a word such as "By" before them and roles behind them."""
    byline = read_byline(text) or read_byline(f"By {text}")
    return byline.authors if byline else ()


def _byline(blocks: Sequence[Block]) -> tuple[str, ...]:
    bylines = (read_byline(block.text) for block in blocks[:_HEAD])
    if found := next((byline.authors for byline in bylines if byline and byline.sure), ()):
        return found
    pairs = pairwise(block.text for block in blocks)
    return next(
        (names for label, text in pairs if label.lower().rstrip(" :") in _LABELS and (names := _named(text))), ()
    )
