"""Who wrote the article of a page?

People that the JSON-LD names come first, then those of `meta` elements, then those the visible page names as authors,
and last an organisation. Where a byline beside the headline names somebody whom the declarations do not, and they name
somebody whom the page does not show, they name whose account uploaded the article.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from indexer.cleaning.declared.headline import Headline
from indexer.cleaning.declared.marked_authors import (
    hidden_names,
    marked_names,
    names_in,
    styled_names,
)
from indexer.cleaning.declared.marks import Marks
from indexer.cleaning.declared.names import (
    is_organisation,
    is_role_or_initials,
    is_team,
    read_names,
)
from indexer.cleaning.declared.shown_authors import (
    LABELS,
    byline_beside,
    in_title,
    lines_beside,
    told_of,
    written_elsewhere,
)
from indexer.cleaning.declared.structured import Declared, plain
from indexer.cleaning.page.blocks import Block
from indexer.cleaning.page.tree import element_text
from indexer.text import fold

__all__ = ["find_authors"]

_METAS: Final = (
    "author article:author parsely-author sailthru.author dc.creator dc:creator dcterms.creator byl cxenseparse:author"
    " citation_author citation_authors article_author bc:authors bt:author og:author creator twitter:misc:written"
    " article:author_name shareaholic:article_author_name cse_author articleauthor content_author mediator_author"
    " og:article:author dc.creator.personalname"
    " eprints.creators_name bepress_citation_author"
).split()
_INVERTED: Final = frozenset(
    "citation_author citation_authors dc.creator dcterms.creator dc.creator.personalname eprints.creators_name"
    " bepress_citation_author".split()
)
"""Fields of libraries, in which the family name may come first."""
_MOST_WORDS_ALONE: Final = 4
"""Words of a line that may have nothing but a name."""
_PAID: Final = re.compile(r"(?:sponsored|presented|paid for) by\b", re.IGNORECASE)
"""Before the name of who paid for an article, in a field for its authors."""


def find_authors(
    declared: Declared,
    marks: Marks,
    blocks: Sequence[Block],
    headline: Headline,
    outlets: Collection[str],
) -> tuple[str, ...]:
    """Return the authors of a page that declares `declared` and has `blocks`; `marks` gives its marked elements.

    `headline` is what is around its headline, and `outlets` are the folded names of the site and its publisher.
    """
    people, organisation = _declared(declared, outlets)
    if not people and any(_PAID.match(name) for name in _raw(declared)):
        return ()
    byline = byline_beside(headline.beside)
    byline = _people(byline, outlets) or byline
    if people and not all(map(is_team, people)) and _are_shown(people, blocks):
        return byline if _is_truer(byline, people, blocks, outlets) else people
    if len(byline) == 1:
        byline = (_shorter(byline[0], marks),)
    if people:
        people = byline or people
    else:
        for found in _shown(declared, marks, byline, headline, outlets):
            if people := _people(found, outlets):
                break
            organisation = organisation or found
    if people and not all(map(is_team, people)):
        return people
    written = written_elsewhere(blocks, headline)
    return _people(written, outlets) or people or _people(told_of(blocks, headline), outlets) or organisation or written


def _shown(
    declared: Declared, marks: Marks, byline: tuple[str, ...], headline: Headline, outlets: Collection[str]
) -> Iterator[tuple[str, ...]]:
    """Yield the names that the page shows as those of its authors, the surest first; most pages need no more than the
    first."""
    yield marked_names(marks)
    yield byline
    yield in_title(element_text(declared.titles[0])) if declared.titles else ()
    yield styled_names(marks)
    yield hidden_names(marks)
    yield from lines_beside(headline, outlets)


def _is_truer(
    byline: tuple[str, ...], people: tuple[str, ...], blocks: Sequence[Block], outlets: Collection[str]
) -> bool:
    """Whether a `byline` tells more of who wrote the article than that `people` are declared to have: it has them and
    others of whom the page tells, or others with whole names."""
    known = [fold(name) for name in people]
    others = [name for name in byline if not any(fold(name) in other or other in fold(name) for other in known)]
    if not others or not all(
        " " in name and not (is_role_or_initials(name) or is_team(name) or is_organisation(name, outlets))
        for name in others
    ):
        return False
    if len(others) == len(byline):
        return True
    alone = {fold(block.text) for block in blocks if block.words <= _MOST_WORDS_ALONE}
    return len(byline) - len(others) == len(people) and all(fold(name) in alone for name in others)


def _declared(declared: Declared, outlets: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the people that are declared to be the authors, and the organisation that is, should nobody else be."""
    people: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    for names, is_outlet in _fields(declared):
        persons = () if is_outlet else _people(names, outlets)
        organisation = organisation or (() if persons else names)
        # A second field may know more of them.
        if not people or set(persons) > set(people):
            people = persons or people
    return people, organisation


def _raw(declared: Declared) -> Iterator[str]:
    """Yield what each field for authors has, as it is written."""
    for properties in declared.articles:
        yield from declared.names(properties.get("author") or properties.get("creator"))
    for key in _METAS:
        yield from declared.metas.get(key, ())


def _fields(declared: Declared) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield the names in each field for authors, and whether it says that they are those of an organisation."""
    for properties in declared.articles:
        author = _persons(properties.get("author") or properties.get("creator"))
        if _is_organisation(author):
            if found := tuple(dict.fromkeys(filter(None, declared.names(author)))):
                yield found, True
        elif found := read_names(declared.names(author)):
            yield found, False
    for key in _METAS:
        contents = declared.metas.get(key)
        if contents and (found := read_names(map(plain, contents), inverted=key in _INVERTED)):
            yield found, False
    if found := _labelled(declared):
        yield found, False


def _people(names: tuple[str, ...], outlets: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in names if not is_organisation(name, outlets))


def _persons(author: object) -> object:
    """Return `author` without the organisations in it, where it also has persons."""
    if not isinstance(author, list):
        return author
    return [one for one in author if isinstance(one, dict) and one.get("@type") == "Person"] or author


def _is_organisation(author: object) -> bool:
    first = author[0] if isinstance(author, list) and author else author
    return isinstance(first, dict) and first.get("@type") == "Organization"


def _are_shown(people: Collection[str], blocks: Sequence[Block]) -> bool:
    """Whether any of these names is in the text of the page."""
    # Nearly always one is near the top, and as it is declared.
    if any(name in block.text for block in blocks for name in people):
        return True
    # In lower case, a sigma at the end of a name is another letter than one within a longer word.
    text = "\n".join(block.text for block in blocks).casefold()
    return any(name.casefold() in text for name in people)


def _shorter(read: str, marks: Marks) -> str:
    """Return the name that an element styled as an author has, where more was `read` as the name; else what was."""
    for element in marks.styled.names:
        for name in names_in(element, alone=False):
            # Elements of a line may have no space between them.
            rest = read.removeprefix(name)
            if rest != read and (rest[:1].isspace() or rest[:1].isupper()):
                return name
    return read


def _labelled(declared: Declared) -> tuple[str, ...]:
    """Return the names in a property whose neighbour says that they wrote the article, as common plug-ins give them."""
    for number in "12":
        if declared.meta(f"twitter:label{number}").lower() in LABELS:
            return read_names([declared.meta(f"twitter:data{number}")])
    return ()
