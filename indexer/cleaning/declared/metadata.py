"""What does a page say about its article: title, authors, day, site, language, address?

What is declared for programs comes first, then what the visible page shows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from lxml import etree

from indexer.cleaning.declared.authors import find_authors
from indexer.cleaning.declared.headline import find_headline
from indexer.cleaning.declared.marked_authors import marked_publisher
from indexer.cleaning.declared.marks import Marks
from indexer.cleaning.declared.publication import modification_day, publication_day
from indexer.cleaning.declared.structured import Declared, one_text, read_declared
from indexer.cleaning.declared.titles import find_title
from indexer.cleaning.page.blocks import Block
from indexer.reading.saved_pages import original_address
from indexer.text import fold
from indexer.text.characters import normalize
from indexer.text.language_tags import language_tag

__all__ = ["Metadata", "declared_url", "read_metadata"]

_XML_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_SECTION: Final = re.compile(r"[^\W\d_][\w'’&. -]{1,28}\w")
_MOST_SECTION_WORDS: Final = 3
_NO_SECTIONS: Final = frozenset(
    "uncategorized uncategorised article articles blog home post posts default none".split()
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page declares or shows; a field is empty, or None, where it says nothing.

    `body` is the article's text as the JSON-LD has it, perhaps with markup.
    """

    title: str = ""
    kicker: str = ""
    authors: tuple[str, ...] = ()
    published: date | None = None
    site: str = ""
    language: str = ""
    url: str = ""
    body: str = ""
    modified: date | None = None
    section: str = ""
    description: str = ""


_AMERICAN: Final = frozenset({"en", "en-us", "en-latn-us", "english"})
_COUNTRY: Final = re.compile(r"\Ahttps?://[^/:?#]{1,253}\.([a-z]{2})(?:[:/?#]|\Z)")
_SHORTEST_HOST: Final = 4
"""Letters of a part of an address that is not somebody's name by chance."""
_NO_COUNTRIES: Final = frozenset({"us", "io", "co", "ai", "tv", "me", "fm", "ly", "gg"})
"""Ends of addresses with two letters that say nothing of a country, and that of the one whose months come first."""


def read_metadata(root: etree._Element, blocks: Sequence[Block], url: str = "") -> Metadata:
    """Return what the page under `root` says about its article.

    `blocks` are those of the page, and `url` the address it is known to have, should it declare none.
    """
    declared = read_declared(root)
    marks = Marks(root)
    site = _site(declared)
    own_url = _url(declared)
    title, suffix = find_title(root, declared, site=site, url=own_url or url)
    around = find_headline(blocks, title)
    outlets = _outlets(declared, site, suffix) | _hosts(own_url or url)
    section = _section(declared)
    bodies = (properties.get("articleBody") for properties in declared.articles)
    return Metadata(
        title=normalize(title),
        kicker=normalize(_kicker(section, title)),
        authors=tuple(map(normalize, find_authors(declared, marks, blocks, around, outlets))),
        published=publication_day(
            root,
            declared,
            marks,
            blocks,
            around,
            own_url or url,
            month_first=_is_american(root, declared, own_url or url),
        ),
        site=normalize(site or suffix or marked_publisher(marks)),
        language=_language(root, declared),
        url=own_url,
        body=max((body for body in bodies if isinstance(body, str)), key=len, default=""),
        modified=modification_day(declared),
        section=normalize(section),
        description=normalize(_description(declared)),
    )


def declared_url(root: etree._Element) -> str:
    """Return the address that the page under `root` declares, or ""."""
    return _url(read_declared(root))


def _is_american(root: etree._Element, declared: Declared, url: str) -> bool:
    """Whether a page is in English, and neither its language nor its address is that of a country that writes days
    before months."""
    declarations = (root.get("lang"), declared.meta("og:locale"), declared.meta("content-language", "language"))
    languages = [value.strip().lower().replace("_", "-") for value in declarations if value]
    country = _COUNTRY.search(url)
    return (
        bool(languages)
        and all(language in _AMERICAN for language in languages)
        and (country is None or country[1] in _NO_COUNTRIES)
    )


def _site(declared: Declared) -> str:
    publishers = (name for properties in declared.articles for name in declared.names(properties.get("publisher")))
    sites = (one_text(item.get("name")) for item in declared.objects if item.get("@type") == "WebSite")
    others = ("application-name", "apple-mobile-web-app-title", "publisher", "dc.publisher", "citation_journal_title")
    return declared.meta("og:site_name") or next(filter(None, (*publishers, *sites)), "") or declared.meta(*others)


def _outlets(declared: Declared, *sites: str) -> frozenset[str]:
    """Return the folded names under which the site and its publisher go."""
    publishers = (name for properties in declared.articles for name in declared.names(properties.get("publisher")))
    return frozenset(fold(name) for name in (*sites, *publishers) if name)


def _hosts(url: str) -> frozenset[str]:
    """Return the parts of the name of the host in `url` that may be the name of its site."""
    labels = url.partition("://")[2].partition("/")[0].lower().split(".")
    return frozenset(label.replace("-", "") for label in labels[:-1] if len(label) >= _SHORTEST_HOST)


def _section(declared: Declared) -> str:
    """Return the section of the site that the article is in, as declared."""
    sections = (one_text(properties.get("articleSection")) for properties in declared.articles)
    return next(filter(None, sections), "") or declared.meta(
        "article:section", "og:article:section", "articlesection", "parsely-section", "section", "dc.subject.section"
    )


def _kicker(section: str, title: str) -> str:
    """Return the `section` where it has the length of a kicker and says something."""
    if not _SECTION.fullmatch(section) or len(section.split()) > _MOST_SECTION_WORDS:
        return ""
    return "" if fold(section) in _NO_SECTIONS | {fold(title)} else section


def _description(declared: Declared) -> str:
    """Return what the page says in a sentence or two about its article."""
    descriptions = (one_text(properties.get("description")) for properties in declared.articles)
    return declared.meta("og:description", "description", "twitter:description", "dc.description") or next(
        filter(None, descriptions), ""
    )


def _language(root: etree._Element, declared: Declared) -> str:
    values = (
        root.get("lang"),
        root.get(_XML_LANGUAGE),
        root.get("xml:lang"),
        declared.meta("og:locale"),
        declared.meta("content-language", "language", "dc.language", "inlanguage"),
        *(one_text(properties.get("inLanguage")) for properties in declared.articles),
    )
    return next(filter(None, (language_tag(value) for value in values if value)), "")


def _url(declared: Declared) -> str:
    links = (link.get("href") or "" for link in declared.links if (link.get("rel") or "").lower() == "canonical")
    saved = declared.metas.get("savepage-url", ())  # as Save Page WE writes it
    urls = (
        url.strip()
        for url in (*saved, *links, *declared.metas.get("og:url", ()), *declared.metas.get("source-url", ()))
    )
    return original_address(next((url for url in urls if url.startswith(("https://", "http://"))), ""))
