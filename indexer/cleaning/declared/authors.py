"""Who wrote the article of a page?

People that the JSON-LD names come first, then those of `meta` elements, then those the visible page names as authors,
and last an organisation. Where a byline beside the headline names somebody whom the declarations do not, and they name
somebody whom the page does not show, they name whose account uploaded the article.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from lxml import etree

from indexer.cleaning.declared.headline import is_elsewhere
from indexer.cleaning.declared.marks import Marks
from indexer.cleaning.declared.names import is_organisation, only_people, read_names
from indexer.cleaning.declared.structured import Declared, plain
from indexer.cleaning.page.blocks import Block
from indexer.cleaning.page.prose import is_prose
from indexer.cleaning.pasted.byline import read_byline
from indexer.text.dates import before_date

__all__ = ["find_authors"]

_METAS: Final = (
    "author article:author parsely-author sailthru.author dc.creator dcterms.creator byl cxenseparse:author"
    " citation_author citation_authors article_author bc:authors og:author creator twitter:misc:written"
).split()
_INVERTED: Final = frozenset({"citation_author", "citation_authors", "dc.creator", "dcterms.creator"})
"""Fields of libraries, in which the family name may come first."""
_LABELS: Final = frozenset({"written by", "author", "by", "words by", "posted by", "article by", "von", "par", "por"})
"""Lines, or the names of a pair of `twitter:` properties, behind which an author's name is by itself."""
_ELEMENTS_TRIED: Final = 4
_SHORTEST: Final = 3
_LONGEST: Final = 100
_MOST_WORDS_ALONE: Final = 3
_WHOLE: Final = frozenset({"html", "body", "main"})
_OTHERS: Final = re.compile(
    r"(?:\A|[\s_-])(?:comments?(?:-?list)?|commentlist|respond|related(?:-?(?:posts|articles))?|recommend(?:ed|ations?)|trending"
    r"|popular|teasers?|reviewed-?by|testimonials?)(?:\Z|[\s_-])",
    re.IGNORECASE,
)
_LONGEST_NAMES: Final = 300
_GLUED: Final = re.compile(r"\A((?:[Ww]ritten |[Pp]osted )?[Bb]y|Von|Par|Por)(?=[A-ZÀ-Þ][\w'’-]+ [A-ZÀ-Þ])")
_SUFFIX: Final = re.compile(r",\s(?=(?:Jr|Sr)\b)")
_BARE_SUFFIX: Final = re.compile(r"\s(?=(?:Jr|Sr)\b)")
_SIGNED: Final = re.compile(
    r"(?:written |posted |words |story |text )?by:?\s(?P<name>(?:the )?[\w'’.-]{2,24}(?: [\w'’.-]{1,20}){0,3}?)"
    r"(?:\s?[|•·,–—(-].{0,100}|\s(?:on|at|in|updated|published)\s.{0,100}|\s\d.{0,100})?",
    re.IGNORECASE,
)
_PICTURES: Final = re.compile(r"[;,|]\s(?:photo|picture|illustration|video|graphic)\w*\sby\b.*", re.IGNORECASE)
_PREPOSITION: Final = re.compile(
    r"\s(?:on|at|in|am|le|el|(?:last )?updated|published|posted)(?:\son)?:?\Z", re.IGNORECASE
)
_LONGEST_SIGNATURE: Final = 12
"""Words."""
_WRITTEN: Final = re.compile(
    r"(?:this (?:article|post|story) was )?(?:written|words|story|text) by:?\s(?P<name>.{3,80})", re.IGNORECASE
)


def find_authors(
    declared: Declared,
    marks: Callable[[], Marks],
    blocks: Sequence[Block],
    beside: Sequence[Block] = (),
    outlets: Collection[str] = (),
) -> tuple[str, ...]:
    """Return the authors of a page that declares `declared` and has `blocks`; `marks` gives its marked elements.

    `beside` are the blocks beside its headline, and `outlets` are the folded names of the site and its publisher.
    """
    people, organisation = _declared(declared, outlets)
    byline = _byline(beside)
    if people and _are_shown(people, blocks):
        return people
    marked = marks()
    byline = _shorter(byline, marked)
    if people:
        return byline or people
    for found in (_labelled(declared), _marked(marked), byline, _styled(marked)):
        if people := _people(found, outlets):
            return people
        organisation = organisation or found
    return _written(blocks) or organisation


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


def _fields(declared: Declared) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield the names in each field for authors, and whether it says that they are those of an organisation."""
    for properties in declared.articles:
        author = properties.get("author") or properties.get("creator")
        if found := read_names(declared.names(author)):
            yield found, _is_organisation(author)
    for key in _METAS:
        if found := read_names(map(plain, declared.metas.get(key, ())), inverted=key in _INVERTED):
            yield found, False


def _people(names: tuple[str, ...], outlets: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in names if not is_organisation(name, outlets))


def _is_organisation(author: object) -> bool:
    first = author[0] if isinstance(author, list) and author else author
    return isinstance(first, dict) and first.get("@type") == "Organization"


def _are_shown(people: Iterable[str], blocks: Sequence[Block]) -> bool:
    """Whether any of these names is in the text of the page."""
    names = [name.lower() for name in people]
    return any(name in text for text in (block.text.lower() for block in blocks) for name in names)


def _shorter(byline: tuple[str, ...], marks: Marks) -> tuple[str, ...]:
    """Return `byline` with the name alone that an element styled as an author has, where more was read as the name."""
    for element in marks.author_names:
        for name in _names_in(element, alone=False):
            if len(byline) == 1 and byline[0].startswith(f"{name} "):
                return (name,)
    return byline


def _labelled(declared: Declared) -> tuple[str, ...]:
    """Return the names in a property whose neighbour says that they wrote the article, as common plug-ins give them."""
    for number in "12":
        if declared.meta(f"twitter:label{number}").lower() in _LABELS:
            return read_names([declared.meta(f"twitter:data{number}")])
    return ()


def _marked(marks: Marks) -> tuple[str, ...]:
    """Return the names in all elements that are marked up as authors."""
    authors = [element for element in marks.authors if not _names_others(element)]
    named = [name for element in authors for name in element.iter("*") if name.get("itemprop") == "name"]
    links = [element for element in marks.author_links if not _names_others(element)]
    for elements in (named or authors, links):
        if names := [name for element in elements[:_ELEMENTS_TRIED] for name in _names_in(element, alone=True)]:
            return only_people(names)
    return ()


def _styled(marks: Marks) -> tuple[str, ...]:
    """Return the names in the first element that is styled as an author, or links to a page of one."""
    for elements in (marks.author_names, marks.author_pages, marks.author_styles):
        for element in elements:
            if not _names_others(element) and (names := _names_in(element, alone=elements is marks.author_pages)):
                return only_people(names)
    return ()


def _names_others(element: etree._Element) -> bool:
    """Whether an `element` is in a box of comments or of other articles, who have authors of their own."""
    for around in element.iterancestors():
        names = f"{around.get('class') or ''} {around.get('id') or ''}"
        if around.tag not in _WHOLE and _OTHERS.search(names[:_LONGEST_NAMES]):
            return True
    return False


def _names_in(element: etree._Element, *, alone: bool) -> list[str]:
    """Return the names in an `element`; where it is marked up as an author, one word `alone` in it is a name."""
    # Name, role and date are parted by elements of their own more often than by punctuation.
    texts = [" ".join(str(text).split()) for text in element.itertext()]
    found = [name for text in texts if _SHORTEST <= len(text) <= _LONGEST for name in _named(text)]
    whole = " ".join(filter(None, texts))
    if not found and alone and _SHORTEST <= len(whole) <= _LONGEST and len(whole.split()) <= _MOST_WORDS_ALONE:
        found = list(read_names([whole]))
    return found


def _named(text: str) -> tuple[str, ...]:
    """Return the names in a text that has nothing else but a word such as "By" before them and roles behind them."""
    byline = read_byline(text) or read_byline(f"By {text}")
    return read_names(byline.authors) if byline else ()


def _byline(beside: Sequence[Block]) -> tuple[str, ...]:
    """Return the names in the byline `beside` the headline."""
    for block in beside:
        if not is_prose(block) and (found := _signed(block)):
            return found
    return ()


def _signed(block: Block) -> tuple[str, ...]:
    """Return the names in a `block` that says by whom the article is, and perhaps when, and nothing else."""
    text = _PREPOSITION.sub("", before_date(_GLUED.sub(r"\1 ", _PICTURES.sub("", block.text))))
    if not text:
        return ()
    plain_text = _SUFFIX.sub(" ", text)
    byline = read_byline(plain_text)
    if byline and byline.sure:
        names = read_names(byline.authors)
        return names if plain_text == text else tuple(_BARE_SUFFIX.sub(", ", name) for name in names)
    if block.words <= _LONGEST_SIGNATURE and (signed := _SIGNED.fullmatch(text)):
        name = signed["name"]
        # Of several words, one at least is a name's: "by the river" names nobody.
        return read_names([name]) if " " not in name or not name.islower() else ()
    return ()


def _written(blocks: Sequence[Block]) -> tuple[str, ...]:
    """Return the names in a line anywhere on the page that says who has written the article."""
    for label, text in pairwise(block.text for block in blocks):
        if label.lower().rstrip(" :") in _LABELS and (names := _named(text)):
            return names
    for block in blocks:
        if block.words <= _LONGEST_SIGNATURE and (written := _WRITTEN.fullmatch(block.text)):
            byline = read_byline(f"By {written['name']}")
            if byline and not is_elsewhere(block.box):
                return read_names(byline.authors)
    return ()
