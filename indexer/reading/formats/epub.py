"""How is an e-book (EPUB 2 and 3) read? Every document in its order of reading is an article: mostly a chapter.

Title pages and covers without text, and tables of contents, are left out.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from indexer.errors import SourceError
from indexer.model.drafts import Draft, Problem, Reading
from indexer.reading.containers.members import part_of
from indexer.reading.encoding.decoding import decode
from indexer.reading.formats.office.package import Package, attribute, first_text, local_name
from indexer.reading.formats.office.properties import authors_in, title_in
from indexer.reading.pages import with_bounded_tags
from indexer.reading.saved_pages import without_licence, without_page_numbers
from indexer.text.declared_dates import declared_day

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["read"]

_CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
_DOCUMENTS: Final = frozenset({"application/xhtml+xml", "text/html", "application/xml", "text/x-oeb1-document"})
_CONTENTS: Final = frozenset({"toc", "loi", "lot"})
_EVENTS: Final = {"original-publication": 0, "publication": 1, "published": 2, "issued": 3, "": 4, "creation": 5}
"""What a date of a book can be that of, by how well it tells when the book was published."""
_AUTHOR: Final = "aut"
_MOST_LINKED: Final = 0.7
"""The share of a document's characters in links from which on it is a table of contents."""
_HEADINGS: Final = frozenset({"h1", "h2", "h3"})
_NUMBER: Final = re.compile(
    r"(?:(?:chapter|part|book|section|kapitel|teil|buch|chapitre|partie|livre|capítulo|parte|capitolo|hoofdstuk|глава)"
    r"\s)?(?:\d{1,4}|[ivxlc]{1,9}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\.?",
    re.IGNORECASE,
)
_UNSEEN: Final = frozenset({"head", "script", "style", "template"})


@dataclass(frozen=True, slots=True)
class _Book:
    """What a book's package document says: the drafts' properties, and the names of the documents to read."""

    properties: Draft
    names: tuple[str, ...]


def read(data: bytes) -> Reading:
    """The chapters of a book."""
    package = Package(data, "epub")
    book = _book(package)
    encrypted = _encrypted(package)
    if book.names and encrypted.issuperset(book.names):
        raise SourceError("encrypted")
    found = [_document(package, name, book) if name not in encrypted else _problem(name) for name in book.names]
    return Reading(
        tuple(one for one in found if isinstance(one, Draft)),
        problems=tuple(one for one in found if isinstance(one, Problem)),
    )


def _book(package: Package) -> _Book:
    main = _main_part(package)
    root = package.tree(main)
    folder = posixpath.dirname(main)
    documents: dict[str, str] = {}
    contents: set[str] = set()
    spine: list[str] = []
    for element in root.iter():
        name, target = local_name(element), _path(folder, attribute(element, "href"))
        if name == "item" and attribute(element, "media-type") in _DOCUMENTS:
            documents[attribute(element, "id")] = target
            if "nav" in attribute(element, "properties").split():
                contents.add(target)
        elif name == "itemref":
            spine.append(attribute(element, "idref"))
        elif name == "reference" and attribute(element, "type").lower() in _CONTENTS:
            contents.add(target)
    names = dict.fromkeys(documents[number] for number in spine if number in documents)
    return _Book(_properties(root), tuple(name for name in names if name not in contents))


def _main_part(package: Package) -> str:
    """Return the name of the book's package document."""
    for element in package.tree(_CONTAINER).iter():
        if local_name(element) == "rootfile" and (path := attribute(element, "full-path")):
            return path
    raise package.damaged(f"{_CONTAINER} names no book")


def _path(folder: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))


def _properties(root: etree._Element) -> Draft:
    """Return a draft with what is said of the book, its title among it."""
    return Draft(
        "document",
        "",
        title=title_in(first_text(root, "title")),
        authors=authors_in(_creators(root)),
        published=_published(root),
        site=first_text(root, "publisher"),
        language=first_text(root, "language"),
        lined=False,
    )


def _published(root: etree._Element) -> str:
    """Return the day of publication; that on which a file was made of the book is none."""
    dates: list[tuple[int, str]] = []
    for element in root.iter():
        event = attribute(element, "event").lower()
        if attribute(element, "property") == "dcterms:issued":
            event = "publication"
        elif local_name(element) != "date":
            continue
        if declared_day(element.text or ""):
            rank = _EVENTS.get(event, len(_EVENTS))
            dates.append((rank, (element.text or "").strip()))
    known = [(rank, text) for rank, text in dates if rank < len(_EVENTS)]
    return min(known, key=lambda pair: pair[0])[1] if known else ""


def _creators(root: etree._Element) -> Iterator[str]:
    """Yield the names of the authors: of creators, those that are not said to be something else."""
    roles: dict[str, str] = {}
    for element in root.iter():
        if local_name(element) == "meta" and attribute(element, "property") == "role":
            roles.setdefault(attribute(element, "refines").removeprefix("#"), (element.text or "").strip())
    for element in root.iter():
        if local_name(element) == "creator":
            role = attribute(element, "role") or roles.get(attribute(element, "id")) or _AUTHOR
            if role == _AUTHOR:
                yield element.text or ""


def _encrypted(package: Package) -> set[str]:
    """Return the names of the files that are encrypted, often none but fonts."""
    root = package.tree_if_there(_ENCRYPTION)
    references = () if root is None else root.iter()
    return {_path("", attribute(one, "URI")) for one in references if local_name(one) == "CipherReference"}


def _problem(name: str, reason: str = "encrypted") -> Problem:
    return Problem(0, reason, part_of(name))


def _document(package: Package, name: str, book: _Book) -> Draft | Problem | None:
    """Return one document of a book, or None where it has nothing to read."""
    try:
        content, _ = decode(package.read(name), html=True)
    except SourceError as error:
        return _problem(name, str(error))
    content = without_page_numbers(without_licence(content))
    page = _Page(content)
    if not page.characters or page.linked > _MOST_LINKED * page.characters:
        return None
    title = page.heading
    if not title or _NUMBER.fullmatch(title):
        # A number is not a title without the book's.
        title = ", ".join(filter(None, (book.properties.title, title)))
    return replace(book.properties, content=content, title=title, part=part_of(name))


class _Page:
    """Finds the heading of a document, and counts its other characters and those of them in links."""

    def __init__(self, content: str) -> None:
        from lxml import etree

        self.heading = ""
        self.characters = self.linked = 0
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
        try:
            root = etree.fromstring(with_bounded_tags(content).encode("utf-8", "replace"), parser)
        except etree.XMLSyntaxError:
            return
        headings = links = unseen = 0
        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag, step = local_name(element), 1 if event == "start" else -1
            if tag in _HEADINGS and event == "start" and not (headings or self.heading):
                self.heading = " ".join(" ".join(map(str, element.itertext())).split())
            headings += step * (tag in _HEADINGS)
            links += step * (tag == "a" and element.get("href") is not None)
            unseen += step * (tag in _UNSEEN)
            text = element.text if event == "start" else element.tail
            if text and not (headings or unseen):
                count = len(text) - sum(map(str.isspace, text))
                self.characters += count
                self.linked += count if links else 0
