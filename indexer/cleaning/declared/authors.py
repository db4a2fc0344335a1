"""Who wrote the article of a page?

People that the JSON-LD names come first, then those of `meta` elements, then those the visible page names as authors,
and last an organisation. Where a byline beside the headline names somebody whom the declarations do not, and they name
somebody whom the page does not show, they name whose account uploaded the article.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, pairwise, takewhile
from typing import Final

from indexer.cleaning.declared.headline import Headline
from indexer.cleaning.declared.marked_authors import (
    hidden_names,
    marked_names,
    names_alone,
    names_in,
    styled_names,
)
from indexer.cleaning.declared.marks import Marks
from indexer.cleaning.declared.names import (
    first_name,
    is_academic,
    is_initials,
    is_organisation,
    is_role_or_initials,
    is_team,
    read_names,
)
from indexer.cleaning.declared.structured import Declared, plain
from indexer.cleaning.page.blocks import Block
from indexer.cleaning.pasted.byline import is_role, read_byline
from indexer.text import fold
from indexer.text.dates import around_date, before_date

__all__ = ["find_authors"]

_METAS: Final = (
    "author article:author parsely-author sailthru.author dc.creator dc:creator dcterms.creator byl cxenseparse:author"
    " citation_author citation_authors article_author bc:authors bt:author og:author creator twitter:misc:written"
    " article:author_name articleauthor content_author mediator_author og:article:author"
).split()
_INVERTED: Final = frozenset({"citation_author", "citation_authors", "dc.creator", "dcterms.creator"})
"""Fields of libraries, in which the family name may come first."""
_LABELS: Final = frozenset(
    (
        "written by|author|authors|author(s)|by|words by|posted by|article by|submitted by|von|par|por|autor|autorin"
        "|autoren|auteur|auteurs|autora|autore|autori|auteure|schrijver|forfatter|författare|skribent|kirjoittaja|autorzy|szerző"
        "|yazar|penulis|автор|авторы|автори|συγγραφέας|نویسنده|بقلم|الكاتب|लेखक|作者|撰文|記者|记者|著者|執筆者|글쓴이"
        "|текст|teksti|yazan|haber|كتب|كتبت|מאת"
    ).split("|")
)
"""Lines, or the names of a pair of `twitter:` properties, behind which an author's name is by itself."""
_LONGEST_LABEL: Final = max(map(len, _LABELS))
_MOST_WORDS_ALONE: Final = 4
"""Words of a line that may have nothing but a name."""
_BEHIND_LABEL: Final = re.compile(r"\s?[:：,]\s?|(?<=\Aبقلم)\s|(?<=\Aמאת)\s")
_GLUED: Final = re.compile(r"\A((?:[Ww]ritten |[Pp]osted )?[Bb]y|Von|Par|Por)(?=[A-ZÀ-Þ][\w'’-]+ [A-ZÀ-Þ])")
_REVIEWED: Final = re.compile(r"\A.{3,80}\s[—–|-]\s(?=written by\s)", re.IGNORECASE)
"""Before the author, on pages about health, who has reviewed it."""
_SUFFIX: Final = re.compile(r",\s(?=(?:Jr|Sr)\b)")
_BARE_SUFFIX: Final = re.compile(r"\s(?=(?:Jr|Sr)\b)")
_SIGNED: Final = re.compile(
    r"(?:written |posted |submitted |words |story |text |guest post )?by:?\s"
    r"(?P<name>(?:the )?[\w'’.-]{2,24}(?: [\w'’.-]{1,20}){0,3}?)"
    r"(?:\s?[|•·●⋅∙▪,–—(].{0,100}|\s-\s?.{0,100}|\s(?:on|at|in|updated|published)\s.{0,100}|\s\d.{0,100})?",
    re.IGNORECASE,
)
_PICTURES: Final = re.compile(r"[;,|]\s(?:photo|picture|illustration|video|graphic)\w*\sby\b.*", re.IGNORECASE)
# In capitals, "On" is a part of a name.
_PREPOSITION: Final = re.compile(
    r"\s(?:(?-i:on|at|in|am|le|el)|(?:last )?updated|published|posted)(?:\son)?:?\Z", re.IGNORECASE
)
_GLUED_DATE: Final = re.compile(
    r"(?<=[^\W\d_A-Z])(?=[A-ZÀ-Þ][^\W\d_]{2,9}\.?\s\d{1,2},?\s\d{4}|(?:Updated|Published|Posted)\b)"
)
_PAID: Final = re.compile(r"(?:sponsored|presented|paid for) by\b", re.IGNORECASE)
"""Before the name of who paid for an article, in a field for its authors."""
_MOST_WORDS_OF_ROLE: Final = 4
_LONGEST_SIGNATURE: Final = 12
_LONGEST_STATEMENT: Final = 24
"""Words of a line with nothing but a role, or a byline, and of one that says by whom the article was written, and what
they do."""
_DATED_NAME: Final = re.compile(
    r"\s?[|•·●⋅∙▪,–—-]\s?(?P<name>[^|•·●⋅∙▪,–—/\d]{5,60}?)(?:\s?[|•·●⋅∙▪–—/].*|\s(?:in|on|for|at)\s.*)?"
)
"""What follows the date in a line beside the headline."""
_TIME: Final = re.compile(r"\A,?\s?(?:um\s|at\s|à\s)?\d{1,2}[:.h]\d\d(?:\s?(?:Uhr|[ap]\.?m\.?))?", re.IGNORECASE)
_BEFORE_SECTION: Final = re.compile(r"\s(?:in|under)\Z", re.IGNORECASE)
_BEFORE_DATE: Final = re.compile(r"([^|•·●⋅∙▪,/\d]{5,60}?)\s?(?:[|•·●⋅∙▪]\s?|\s[–—-]\s)")
"""What may be a name before the date."""
_WRITTEN: Final = re.compile(
    r"(?:this (?:article|(?:blog ?|guest )?post|story|guide) was )?(?:originally )?"
    r"(?:(?:written|words|story|text) by:?|contributors?:)\s"
    r"(?P<name>[^\W\d_]+(?:(?:[.'’-]\s?|\s)[^\W\d_]+){1,9})(?:,\s.{1,120})?\.?",
    re.IGNORECASE,
)


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
    byline = _byline(headline.beside)
    if people and not all(map(is_team, people)) and _are_shown(people, blocks):
        return byline if _is_truer(byline, people, blocks, outlets) else people
    if len(byline) == 1:
        byline = (_shorter(byline[0], marks),)
    if people:
        people = byline or people
    else:
        for found in _shown(marks, byline, headline):
            if people := _people(found, outlets):
                break
            organisation = organisation or found
    if people and not all(map(is_team, people)):
        return people
    written = _written(blocks, headline)
    return _people(written, outlets) or people or organisation or written


def _shown(marks: Marks, byline: tuple[str, ...], headline: Headline) -> Iterator[tuple[str, ...]]:
    """Yield the names that the page shows as those of its authors, the surest first; most pages need no more than the
    first."""
    yield marked_names(marks)
    yield byline
    yield styled_names(marks)
    yield hidden_names(marks)
    yield _dated(headline.beside)
    yield _affiliated(headline.beside)
    yield _in_office(headline)
    yield _likely(headline.beside)


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


def _are_shown(people: Iterable[str], blocks: Sequence[Block]) -> bool:
    """Whether any of these names is in the text of the page."""
    text = "\n".join(block.text for block in blocks).lower()
    return any(name.lower() in text for name in people)


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
        if declared.meta(f"twitter:label{number}").lower() in _LABELS:
            return read_names([declared.meta(f"twitter:data{number}")])
    return ()


def _byline(beside: Sequence[Block]) -> tuple[str, ...]:
    """Return the names in the byline `beside` the headline."""
    for block in beside:
        if not block.is_prose and (found := _signed(block)):
            return found
    return ()


def _signed(block: Block) -> tuple[str, ...]:
    """Return the names in a `block` that says by whom the article is, and perhaps when, and nothing else."""
    text = _GLUED_DATE.sub(" ", _GLUED.sub(r"\1 ", _PICTURES.sub("", _REVIEWED.sub("", block.text))))
    text = _PREPOSITION.sub("", before_date(text))
    if not text:
        return ()
    label = _BEHIND_LABEL.search(text, 0, _LONGEST_LABEL + len(" : "))
    if label and text[: label.start()].lower() in _LABELS and (names := names_alone(text[label.end() :])):
        return names
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


def _dated(beside: Sequence[Block]) -> tuple[str, ...]:
    """Return the names beside a date in a line `beside` the headline: `Dec 26, 2025 • Helen Marsh in Science`, `Helen
    Marsh | 26.12.2025`."""
    for block in beside:
        if block.words <= _LONGEST_SIGNATURE and not block.is_prose:
            before, after = around_date(block.text)
            after = _BEFORE_SECTION.sub("", _TIME.sub("", after))
            name = _BEFORE_DATE.fullmatch(before)
            if name and first_name(name[1]) and not is_role_or_initials(name[1]):
                return names_alone(name[1])
            if byline := read_byline(after.lstrip(" ,|•·–—-")):
                return read_names(byline.authors)
            if not before and (named := _DATED_NAME.fullmatch(after)):
                names = tuple(name for name in names_alone(named["name"]) if not is_role_or_initials(name))
                if names:
                    return names
    return ()


def _likely(beside: Sequence[Block]) -> tuple[str, ...]:
    """Return the names in a line `beside` the headline that would be a headline's beginning elsewhere: `Von Helen
    Marsh`."""
    for block in beside:
        if block.kind == "paragraph" and block.words <= _LONGEST_SIGNATURE and not block.is_prose:
            text = _PREPOSITION.sub("", before_date(block.text))
            if text and (byline := read_byline(text)) and (names := read_names(byline.authors)):
                return names
    return ()


def _affiliated(beside: Sequence[Block]) -> tuple[str, ...]:
    """Return the name in a line `beside` the headline that is a name and where its bearer works: `Helen Marsh,
    University of Reading`."""
    for block in beside:
        name, _, where = block.text.partition(", ")
        if block.words <= _LONGEST_SIGNATURE and is_academic(where) and (names := names_alone(name)):
            return names
    return ()


def _in_office(headline: Headline) -> tuple[str, ...]:
    """Return the name in a line beside the headline below which is what its bearer does: `Science Correspondent`."""
    for block, label in zip(headline.beside, headline.labels, strict=True):
        is_office = block.words <= _MOST_WORDS_OF_ROLE and is_role(block.text) and is_role_or_initials(block.text)
        if is_office and (names := names_alone(label)) and not is_role_or_initials(names[0]):
            return names
    return ()


def _written(blocks: Sequence[Block], headline: Headline) -> tuple[str, ...]:
    """Return the names in a line anywhere on the page that says who has written the article."""
    shown = [block for block in blocks if not is_initials(block.text)]
    for place, (label, named) in enumerate(pairwise(shown), 1):
        if label.text.lower().rstrip(" :,") in _LABELS:
            lines = takewhile(lambda block: block.kind == "item", shown[place:]) if named.kind == "item" else (named,)
            listed = takewhile(bool, (names_alone(line.text) for line in lines))
            if names := tuple(chain.from_iterable(listed)):
                return names
    for block in blocks:
        if block.words <= _LONGEST_STATEMENT and (written := _WRITTEN.fullmatch(block.text)):
            byline = read_byline(f"By {written['name']}")
            if byline and not headline.is_elsewhere(block.box):
                return read_names(byline.authors)
    return _only_byline(blocks, headline)


def _only_byline(blocks: Sequence[Block], headline: Headline) -> tuple[str, ...]:
    """Return the names in the only line of the page that is a byline: of several, some are other articles'."""
    found = set()
    for block in blocks:
        if block.words <= _LONGEST_SIGNATURE and not block.is_prose and block.text[:2].lower() == "by":
            byline = read_byline(block.text)
            if byline and byline.sure and not headline.is_elsewhere(block.box):
                found.add(tuple(filter(first_name, read_names(byline.authors))))
    return found.pop() if len(found) == 1 else ()
