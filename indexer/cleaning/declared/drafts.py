"""What a file declares of its article, written one way whatever the format it came from.

Records, feeds, front matter, mail and documents say the same things in different spellings: entities and markup in a
title, a byline where names are wanted, a text that was read in the wrong encoding. `normalized` makes them alike, once,
before any kind of cleaning sees them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from indexer.cleaning.rules.agencies import AGENCY_WORDS
from indexer.model.drafts import Draft
from indexer.text import fold
from indexer.text.characters import normalize, without_halves
from indexer.text.line_breaks import on_one_line

__all__ = ["normalized", "one_line", "people"]

_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# An element, or one that has no end: a "<" alone may mean "less than", and a tag alone may be what a title is about.
_MARKUP: Final = re.compile(
    r"<([A-Za-z][A-Za-z0-9]{0,15})\b[^<>]{0,500}>.*?</\1\s{0,9}>|<(?:br|wbr|img)\b[^<>]{0,500}>", re.DOTALL
)
_LONGEST_AUTHOR: Final = 400
_LABELLED: Final = re.compile(
    r"(?:(?:written|posted|story|text|words|reported) )?by\b|von\b|par\b|por\b", re.IGNORECASE
)
_SEPARATORS: Final = re.compile(r"\s?[;|]\s?")
_INVERTED: Final = re.compile(r"(?P<family>(?:[a-z]{1,4}\s){0,2}[^\s,]{1,40}),\s(?P<given>[^,]{1,40})")
_OUTLET: Final = re.compile(r"\s(?:from|via|at|@)\s.{2,80}\Z", re.IGNORECASE)
_WIKI_LINK: Final = re.compile(r"\[\[(?:[^\[\]|]{1,200}\|)?([^\[\]|]{1,200})\]\]")
_CHARACTER_LIMIT: Final = 2000
"""Characters of a declared line that are looked at; nothing longer is a title."""


def normalized(draft: Draft) -> Draft:
    """Return `draft` with its title, authors and site in plain characters, without markup, each on one line."""
    if "://" in draft.url[8:]:
        from indexer.reading.saved_pages import original_address  # its patterns take a millisecond to compile

        draft = replace(draft, url=original_address(draft.url))
    if not (draft.title or draft.authors or draft.site):
        return draft
    site = one_line(draft.site)
    title = _without_site(one_line(draft.title), site)
    return replace(draft, title=title, authors=people(draft.authors), site=site)


def _without_site(title: str, site: str) -> str:
    """Return a title without the name of its site behind it, as lists of news have it."""
    front, separator, back = title.rpartition(site) if site else ("", "", "")
    bare = front.rstrip(" -–—|·")
    return bare if separator and not back and bare and front != bare + " " and front != bare else title


def one_line(text: str) -> str:
    """Return a declared `text` on one line, without markup, its entities resolved and its characters normalized."""
    text = text[:_CHARACTER_LIMIT]
    if text.isascii() and text.isalnum():
        return text
    if "<![CDATA[" in text:
        from indexer.reading.pages import without_cdata  # few titles have them

        text = without_cdata(text)
    for _ in range(2):  # often they were escaped twice
        if "&" in text:
            text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    if "<" in text and _MARKUP.search(text):
        # Fragments of any shape, with whatever left open: what BeautifulSoup is best at.
        from bs4 import BeautifulSoup  # slow to import, and few titles have them

        text = BeautifulSoup(without_halves(text), "lxml").get_text()
    return on_one_line(normalize(text))


def people(fields: Collection[str]) -> tuple[str, ...]:
    """Return whom author `fields` name, each once: the names in a byline, without what they are and whom they write
    for. What is not a list of names, such as an organisation's name or an address, is kept as it is."""
    if not fields:
        return ()
    from indexer.cleaning.declared.names import without_years  # its patterns take 6 ms to compile

    found: dict[str, str] = {}
    for field in fields:
        text = without_years(one_line(field))
        for name in _names(_WIKI_LINK.sub(r"\1", text) if "[[" in text else text):
            found.setdefault(fold(name), name)
    return tuple(found.values())


def _names(text: str) -> Sequence[str]:
    """Return whom one field names."""
    from indexer.cleaning.declared.names import read_names
    from indexer.cleaning.pasted.byline import read_byline

    if not text or len(text) > _LONGEST_AUTHOR:
        return ()
    for parts in (_SEPARATORS.split(text), text.split(", ")):
        if len(parts) > 1 and all(_INVERTED.fullmatch(part) or part.lower() in AGENCY_WORDS for part in parts):
            return parts
    if _is_inverted(text):
        return (text,)
    outlet = _OUTLET.search(text)
    bylines = (text, f"By {text}", f"By {text[: outlet.start()]}" if outlet else "")
    if found := next(filter(None, map(read_byline, bylines)), None):
        return found.authors
    names = read_names([text])
    if len(names) > 1 and not _LABELLED.match(text) and any(" " not in name or " of " in name for name in names):
        # "Department of Health and Social Care" is one author; so is a name with a comma that parts no two names.
        return (text,)
    return names or (text,)


def _is_inverted(text: str) -> bool:
    """Whether a name is written with the family name first: `Marsh, Helen`."""
    match = _INVERTED.fullmatch(text)
    if match is None:
        return False
    return not {match["family"].lower(), match["given"].lower()} & AGENCY_WORDS and match["given"][0].isupper()
