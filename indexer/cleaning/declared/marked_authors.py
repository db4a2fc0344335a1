"""Whom do the elements of a page that are marked up, or styled, as its author name?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from lxml import etree

from indexer.cleaning.declared.marks import Marks
from indexer.cleaning.declared.names import is_role_or_initials, only_people, read_names
from indexer.cleaning.page.tree import element_text
from indexer.cleaning.pasted.byline import read_byline

__all__ = ["hidden_names", "marked_names", "marked_publisher", "names_alone", "names_in", "styled_names"]

_ELEMENTS_TRIED: Final = 4
_SHORTEST: Final = 3
_LONGEST: Final = 100
"""Characters of a text in an element that may be names."""
_MOST_WORDS_ALONE: Final = 3
"""Words of a text that is a name because its element says so."""
_BOXES_OF_NAME: Final = 2
_LONGEST_BYLINE: Final = 160
"""Boxes around a name in a list of names, and characters of the box around them all."""
_WHOLE: Final = frozenset({"html", "body", "main"})
_OTHERS: Final = re.compile(
    r"(?:\A|[\s_-])(?:j?comments?(?:-?list)?|commentlist|kommentare?|commentaires?|coment[aá]rios?|commenti|reacties"
    r"|respond|related(?:-?(?:posts|articles))?|recommend(?:ed|ations?)|trending"
    r"|popular|latest|recent(?:-?posts)?|teasers?\d?|featured-?(?:posts|articles)\d?|(?:posts|articles)-?list|carousel|swiper|slick|slider"
    r"|nav(?:-?bar)?|navigation|menu|(?:site|page|main)-footer|up-?next|read-?(?:more|next)|reviewed-?by|testimonials?)(?:\Z|[\s_-])",
    re.IGNORECASE,
)
_LONGEST_NAMES: Final = 300
_NAME_ALONE: Final = frozenset({"name", "fn", "author-name", "author__name"})
"""Classes of a name inside what is styled as an author's."""
_PART: Final = re.compile(r"(?P<given>first-?_?name|given-?_?name)|last-?_?name|family-?_?name", re.IGNORECASE)


def marked_names(marks: Marks) -> tuple[str, ...]:
    """Return the names in all elements that are marked up as authors."""
    for elements in _marked(marks):
        if names := [name for element in elements[:_ELEMENTS_TRIED] for name in names_in(element, alone=True)]:
            return only_people(names)
    return ()


def _marked(marks: Marks) -> Iterator[list[etree._Element]]:
    """Yield the elements that are marked up as authors, then the links that lead to them, which are not looked for
    where the former name somebody."""
    authors = _of_article(marks.declared.authors)
    yield _named_in(authors) or authors
    yield _of_article(marks.author_links)


def hidden_names(marks: Marks) -> tuple[str, ...]:
    """Return the names in attributes of all elements that are marked up as authors of one thing."""
    authors = _of_article(marks.declared.authors)
    things = {next((box for box in author.iterancestors() if "itemscope" in box.attrib), None) for author in authors}
    names = read_names(filter(None, (element.get("content") for element in _named_in(authors))))
    return names if len(things) == 1 else ()


def styled_names(marks: Marks) -> tuple[str, ...]:
    """Return the names in the first element that is styled as an author, or links to a page of one, and in those beside
    it in its byline."""
    return only_people(
        _first_in(marks.styled.names, alone=False)
        or _first_in(marks.author_pages, alone=True)
        or _first_in(marks.styled.others, alone=False)
    )


def names_in(element: etree._Element, *, alone: bool) -> list[str]:
    """Return the names in an `element`; where it is marked up as an author, one word `alone` in it is a name."""
    if not alone:
        named = (inner for inner in element.iter("*") if _NAME_ALONE & set((inner.get("class") or "").split()))
        element = next(named, element)
    # Name, role and date are parted by elements of their own more often than by punctuation.
    texts = [" ".join(str(text).split()) for text in element.itertext()]
    found = [name for text in texts if _SHORTEST <= len(text) <= _LONGEST for name in names_alone(text)]
    found = [name for name in found if not is_role_or_initials(name)]
    if not found and (parts := _in_parts(element)):
        return list(read_names([parts]))
    whole = " ".join(filter(None, texts))
    if not found and alone and _SHORTEST <= len(whole) <= _LONGEST and len(whole.split()) <= _MOST_WORDS_ALONE:
        found = list(read_names([whole]))
    return found


def _in_parts(element: etree._Element) -> str:
    """Return the name in an `element` that has the given name and the family name in elements of their own, or ""."""
    parts: dict[str, str] = {}
    for inner in element.iter("*"):
        if part := _PART.search(f"{inner.get('class') or ''} {inner.get('itemprop') or ''}"[:_LONGEST_NAMES]):
            parts.setdefault("given" if part["given"] else "family", element_text(inner))
    return f"{parts['given']} {parts['family']}" if len(parts) == 2 else ""


def names_alone(text: str) -> tuple[str, ...]:
    """Return the names in a text that has nothing else but a word such as "By" before them and roles behind them."""
    byline = read_byline(text) or read_byline(f"By {text}")
    return read_names(byline.authors) if byline else ()


def marked_publisher(marks: Marks) -> str:
    """Return the name in the first element that is marked up as the publisher, or ""."""
    named = _named_in(marks.declared.publishers)
    return next(filter(None, (element.get("content") or element_text(element) for element in named)), "")


def _named_in(authors: Iterable[etree._Element]) -> list[etree._Element]:
    """Return the elements inside `authors` that are marked as their names."""
    elements = (element for author in authors for element in author.iter("*"))
    return [one for one in elements if "name" in {one.get("itemprop"), (one.get("property") or "").rpartition(":")[2]}]


def _first_in(elements: Sequence[etree._Element], *, alone: bool) -> list[str]:
    """Return the names in the first of `elements` that has any, and in those of the same byline; where `alone`, one
    word by itself is a name."""
    for place, element in enumerate(elements):
        if not _names_others(element) and (names := names_in(element, alone=alone)):
            others = [other for other in elements[place + 1 :] if _is_beside(other, element)]
            return [*names, *(name for other in others for name in names_in(other, alone=alone))]
    return []


def _is_beside(other: etree._Element, element: etree._Element) -> bool:
    """Whether `other` is in the same byline as `element`: alike, and in a box with little else."""
    if other.tag != element.tag or other.get("class") != element.get("class"):
        return False
    around = list(islice(element.iterancestors(), _BOXES_OF_NAME))
    shared = next((box for box in islice(other.iterancestors(), _BOXES_OF_NAME) if box in around), None)
    return shared is not None and len(element_text(shared)) <= _LONGEST_BYLINE


def _of_article(elements: Iterable[etree._Element]) -> list[etree._Element]:
    """Return those of `elements` that do not name authors of something else."""
    return [element for element in elements if not _names_others(element)]


def _names_others(element: etree._Element) -> bool:
    """Whether an `element` is in a box of comments or of other articles, who have authors of their own."""
    for around in element.iterancestors():
        names = f"{around.get('class') or ''} {around.get('id') or ''}"
        if around.tag == "nav" or (around.tag not in _WHOLE and _OTHERS.search(names[:_LONGEST_NAMES])):
            return True
    return False
