"""Which articles are in the XML of agencies, libraries, publishers and scholars, and what does each say of itself?

Each vocabulary has its own names for the same things (`xml_forms`); whatever is around its articles, an answer of a
service or a message of an agency, does not matter. An element of a text is a block, a heading or part of a line by its
name.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from indexer.address import entry_part
from indexer.model.drafts import Draft
from indexer.reading.formats.exports.entry import BYLINE
from indexer.reading.formats.office.package import attribute, local_name
from indexer.reading.formats.xml_forms import FORMS_BY_NAME, Form
from indexer.reading.pages import as_page, is_page

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["articles"]

_HEADINGS: Final = frozenset("head title hl2 h1 h2 h3 h4 h5 h6 subtitle bridgehead".split())
_INLINE: Final = frozenset(
    "i b em strong italic bold sub sup sc span a emph hi emphasis persName placeName orgName name rs term foreign q"
    " quotedText title-ref ref ptr xref ext-link uri email phrase ulink link literal code command filename abbrev"
    " acronym location person org num money chron country city region state virtloc copyrite object.title lang style"
    " anchor lb br pb milestone choice sic corr orig reg abbr expan del add unclear supplied seg w pc c date"
    " time measure distinct mentioned soCalled gloss strong-emphasis underline monospace u s small font citetitle"
    " firstterm trademark keycap application replaceable inline-formula named-content styled-content label".split()
)
"""What is part of a line."""
_BREAKS: Final = frozenset("lb br pb label tab".split())
_UNREAD: Final = frozenset(
    "teiHeader info articleinfo bookinfo front-stub head-meta metadata-group body.head body.end script media metadata"
    " binary tex-math object-id graphic figDesc encodingDesc revisionDesc fw comments".split()
)
"""What is about a text or beside it."""
_NOTES: Final = frozenset("note fn footnote".split())
"""What is apart from the text around it: it comes behind the paragraph."""
_ROWS: Final = frozenset("tr row".split())
_CELLS: Final = frozenset("td th entry cell".split())
_FIRST_PARTS: Final = ("forename", "ForeName", "given-names", "firstname", "first-name", "FirstName")
_LAST_PARTS: Final = ("surname", "LastName", "last-name")
_DATE_PARTS: Final = (("year", "Year"), ("month", "Month"), ("day", "Day"))
_NAME: Final = re.compile(r"(?<![\w.@'\[=*-])(?=[A-Za-z])")
"""Where in a path a name begins."""


def articles(root: _Element) -> tuple[Draft, ...]:
    """Return the articles under the root of an XML file; none where it is of no kind that is known."""
    drafts = [draft for element, form in _elements(root) if (draft := _draft(element, form)).content]
    if len(drafts) == 1:
        return tuple(drafts)
    return tuple(replace(draft, part=entry_part(number)) for number, draft in enumerate(drafts, 1))


def _elements(root: _Element) -> Iterator[tuple[_Element, Form]]:
    """Yield the elements that are articles, the outer ones only, each with its form."""
    within: _Element | None = None
    for element in root.iter("{*}*"):
        forms = FORMS_BY_NAME.get(local_name(element))
        if not forms or (within is not None and within in element.iterancestors()):
            continue
        form = next((form for form in forms if element.find(_path(form.sign)) is not None), None)
        if form is not None:
            within = element
            yield element, form


def _draft(element: _Element, form: Form) -> Draft:
    title = next(_said(element, form.title), "")
    address = next((said for said in _said(element, form.url) if form.before_url or said.startswith("http")), "")
    texts = ("\n".join(filter(None, (_text(part) for part in _found(element, places)))) for places in form.text)
    return Draft(
        "document",
        next(filter(None, texts), "") or (as_page(title) if title else ""),
        title=title,
        authors=_authors(element, form.authors),
        published=next(_days(element, form.published), ""),
        site=next(_said(element, form.site), ""),
        language=_language(element),
        url=f"{form.before_url}{address}" if address else "",
        lined=False,
    )


@cache
def _path(place: str) -> str:
    """Return a path whose names are the same in every namespace."""
    return _NAME.sub("{*}", place)


def _parted(place: str) -> tuple[str, str]:
    """Return the path of a place, and the name of the attribute behind it, or ""."""
    path, _, name = place.rpartition("@")
    return (path, name) if path and "]" not in name else (place, "")


def _found(element: _Element, places: Iterable[str]) -> Iterator[_Element]:
    for place in places:
        yield from element.iterfind(_path(place))


def _said(element: _Element, places: Iterable[str]) -> Iterator[str]:
    """Yield what is said in these places, each on one line."""
    for place in places:
        path, name = _parted(place)
        for found in element.iterfind(_path(path)):
            if said := attribute(found, name).strip() if name else _line(found):
                yield said


def _line(element: _Element) -> str:
    return " ".join("".join(_inside(element)).split())


def _inside(element: _Element) -> Iterator[str]:
    """Yield what is written in an element, without notes, and with blanks for breaks."""
    yield element.text or ""
    for child in element:
        name = local_name(child)
        if name in _BREAKS:
            yield " "
        if not name:
            yield child.text or ""  # a reference to an entity, as written
        elif name not in _NOTES and name not in _UNREAD:
            yield from _inside(child)
        if name in _BREAKS:
            yield " "
        yield child.tail or ""


def _authors(element: _Element, places: Iterable[str]) -> tuple[str, ...]:
    """Return who is named in the first of these places that names anybody."""
    for place in places:
        persons = _said(element, [place]) if _parted(place)[1] else map(_person, element.iterfind(_path(place)))
        names = dict.fromkeys(BYLINE.sub("", person, count=1) for person in persons)
        if said := tuple(filter(None, names)):
            return said[:1] if place.endswith("byline") else said
    return ()


def _person(element: _Element) -> str:
    """Return a name: its parts where it has such, else all of it."""
    parts = [
        _line(found)
        for names in (_FIRST_PARTS, _LAST_PARTS)
        for found in element.iter(*(f"{{*}}{name}" for name in names))
    ]
    return " ".join(parts) or _line(element)


def _days(element: _Element, places: Iterable[str]) -> Iterator[str]:
    """Yield the days in these places: of year, month and day where they are elements, else as written."""
    for place in places:
        if _parted(place)[1]:
            yield from _said(element, [place])
            continue
        for found in element.iterfind(_path(place)):
            parts = [
                _line(part)
                for names in _DATE_PARTS
                for part in islice(found.iter(*(f"{{*}}{name}" for name in names)), 1)
            ]
            if len(parts) > 1 and not parts[1].isdigit():
                yield " ".join(reversed(parts))
            elif said := "-".join(part.zfill(2) for part in parts) or _line(found):
                yield said


def _language(element: _Element) -> str:
    """Return the language that an element, what is around it, or its text declares."""
    around = (element, *element.iterancestors(), *element.iterchildren())
    declared = (attribute(one, "lang") for one in around if isinstance(one.tag, str))
    return next(filter(None, declared), "") or next(_said(element, ["Article/Language", "language"]), "")


def _text(element: _Element) -> str:
    """Return as HTML what is in an element; what is there escaped, as programs write pages into XML, as it is."""
    if len(element) == 0 and is_page(element.text or ""):
        return element.text or ""
    if len(element) == 0:
        return as_page(element.text or "") if (element.text or "").strip() else ""
    whole = {local_name(child) for child in element if "full" in child.get("class", "")}
    writer = _Writer(leaves_out_lead=bool(whole))
    writer.write(element)
    writer.end()
    return "\n".join(writer.blocks)


class _Writer:
    """Writes the blocks of a text, in order."""

    def __init__(self, *, leaves_out_lead: bool) -> None:
        self.blocks: list[str] = []
        self._line: list[str] = []
        self._tag = "p"
        self._leaves_out_lead = leaves_out_lead

    def end(self) -> None:
        """End the block that is being written."""
        if said := " ".join("".join(self._line).split()):
            self.blocks.append(f"<{self._tag}>{html.escape(said, quote=False)}</{self._tag}>")
        self._line, self._tag = [], "p"

    def write(self, element: _Element) -> None:
        """Write what is in an element."""
        notes: list[_Element] = []
        self._line.append(element.text or "")
        for child in element:
            name = local_name(child)
            if not name:
                self._line.append(child.text or "")
            elif name in _NOTES:
                notes.append(child)
            elif not self._is_beside(child, name, local_name(element)):
                self._write_child(child, name)
            self._line.append(child.tail or "")
        if notes:
            self.end()
            for note in notes:
                self.write(note)
                self.end()

    def _is_beside(self, child: _Element, name: str, around: str) -> bool:
        """Whether a child is no part of the text, or one that comes again: The New York Times' corpus has the first
        paragraphs in a block of their own and in that of the full text."""
        if self._leaves_out_lead and child.get("class") == "lead_paragraph":
            return True
        return name in _UNREAD or (name == "head" and around == "html")

    def _write_child(self, child: _Element, name: str) -> None:
        if name in _ROWS:
            self.end()
            self._line.append(" | ".join(filter(None, (_line(cell) for cell in child if local_name(cell) in _CELLS))))
            self.end()
        elif name in _BREAKS:
            self._line.append(" ")
            self.write(child)
            self._line.append(" ")
        elif name in _INLINE:
            self.write(child)
        else:
            self.end()
            self._tag = "h2" if name in _HEADINGS else "p"
            self.write(child)
            self.end()
