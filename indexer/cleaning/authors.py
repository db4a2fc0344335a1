"""Who wrote the article of a page?

People that the JSON-LD names come first, then those of `meta` elements, then those the visible page names as authors,
and last an organisation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lxml import etree

from indexer.cleaning.blocks import Block
from indexer.cleaning.byline import read_byline
from indexer.cleaning.markup import elements_at
from indexer.cleaning.names import read_names
from indexer.cleaning.structured import Declared, plain

__all__ = ["find_authors"]

_METAS: Final = (
    "author article:author parsely-author sailthru.author dc.creator dcterms.creator byl cxenseparse:author"
    " citation_author citation_authors article_author bc:authors og:author creator"
).split()
_INVERTED: Final = frozenset({"citation_author", "citation_authors", "dc.creator", "dcterms.creator"})
"""Fields of libraries, in which the family name may come first."""
_MARKED: Final = (
    '//*[@itemprop="author"]//*[@itemprop="name"] | //*[@itemprop="author" and not(.//*[@itemprop="name"])]',
    '//a[@rel="author"]',
)
_STYLED: Final = (
    (
        '//*[contains(@class, "author-name") or contains(@class, "author__name") or contains(@class, "byline")'
        ' or contains(@class, "article-author")]'
        "[self::a or self::span or self::div or self::p or self::address or self::li]"
    ),
    '//*[contains(@class, "author")][self::a or self::span or self::p or self::div]',
)
_ELEMENTS_TRIED: Final = 4
_SHORTEST: Final = 4
_LONGEST: Final = 100
_HEAD: Final = 40
"""Blocks at the top of a page in which a byline may stand."""


def find_authors(root: etree._Element, declared: Declared, blocks: Sequence[Block]) -> tuple[str, ...]:
    """Return the authors of the page under `root`, which declares `declared` and has `blocks`."""
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
    return _shown(root) or _byline(blocks) or organisation


def _is_organisation(author: object) -> bool:
    first = author[0] if isinstance(author, list) and author else author
    return isinstance(first, dict) and first.get("@type") == "Organization"


def _shown(root: etree._Element) -> tuple[str, ...]:
    """Return the names in all elements that are marked up as authors, or in the first that is only styled so."""
    for path in _MARKED:
        if names := [name for element in elements_at(root, path, _ELEMENTS_TRIED) for name in _names_in(element)]:
            return tuple(dict.fromkeys(names))
    for path in _STYLED:
        for element in elements_at(root, path, _ELEMENTS_TRIED):
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
    return next((byline.authors for byline in bylines if byline and byline.sure), ())
