"""How is a document of Microsoft Word (2007 and later) read? All of it is one article.

What Word calls headings, lists, tables and captions are such in the HTML of the draft; text boxes and notes follow the
paragraph that holds them. What was deleted or is hidden is left out, as are headers, footers and comments.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING, Final

from indexer.errors import SourceError
from indexer.model.drafts import Draft, Reading
from indexer.reading.formats import format_of, sniffed_format
from indexer.reading.formats.exports.articles import articles_in_document
from indexer.reading.formats.office.package import Package, attribute, first_text, local_name, texts
from indexer.reading.formats.office.properties import authors_in, title_in
from indexer.reading.formats.office.word_styles import tag_of
from indexer.reading.pages import as_page

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["read"]

_DEEPEST_STYLE: Final = 10
_SKIPPED: Final = frozenset({"del", "moveFrom", "sectPr", "pPr", "tblPr", "trPr", "tcPr", "rPr"})
_WRITTEN: Final = {"tab": " ", "ptab": " ", "br": "<br>", "cr": "<br>", "noBreakHyphen": "-"}
_PROPERTIES: Final = frozenset({"pPr", "rPr"})
_LIST: Final = "<ul>\n"
_CAPITALS: Final = frozenset({"drop", "margin"})
_LIST_END: Final = "</ul>\n"
_OFF: Final = frozenset({"0", "false", "off"})


def read(data: bytes) -> Reading:
    """The text of a document, and what its properties declare."""
    package = Package(data, "docx")
    main = _main_part(package)
    folder = main.rpartition("/")[0]
    properties = package.tree_if_there("docProps/core.xml")
    writer = _Writer(_styles(package, f"{folder}/styles.xml"), _notes(package, folder), _Chunks(package, main))
    try:
        # Word knows items, but no lists: those that follow each other are one.
        content = "".join(writer.blocks(package.tree(main))).replace(_LIST_END + _LIST, "")
    except RecursionError:
        raise package.damaged("nested too deeply") from None
    if not content:
        return Reading()
    draft = Draft(
        "document",
        content,
        title=title_in(first_text(properties, "title")),
        authors=authors_in(texts(properties, "creator")),
        published=first_text(properties, "created"),
        language=first_text(properties, "language"),
        lined=False,
    )
    return Reading(articles_in_document(draft))


def _main_part(package: Package) -> str:
    """Return the name of the file that has the text; the relations of the package say so."""
    relations = package.tree_if_there("_rels/.rels")
    for relation in () if relations is None else relations:
        if (relation.get("Type") or "").endswith("/officeDocument"):
            return (relation.get("Target") or "").lstrip("/")
    return "word/document.xml"


def _styles(package: Package, name: str) -> Mapping[str, str]:
    """Return the tags that the styles of paragraphs amount to, by the ids of the styles."""
    root = package.tree_if_there(name)
    names: dict[str, str] = {}
    bases: dict[str, str] = {}
    for style in () if root is None else root:
        number = attribute(style, "styleId")
        for child in style:
            if local_name(child) == "name":
                names[number] = attribute(child, "val")
            elif local_name(child) == "basedOn":
                bases[number] = attribute(child, "val")
    return {number: _tag_of_style(number, names, bases) for number in names}


def _tag_of_style(number: str, names: Mapping[str, str], bases: Mapping[str, str]) -> str:
    """Return the tag that a style, or one it is based on, amounts to."""
    for _ in range(_DEEPEST_STYLE):
        if (tag := tag_of(names.get(number, ""))) is not None:
            return tag
        number = bases.get(number, "")
    return "p"


def _notes(package: Package, folder: str) -> dict[tuple[str, str], etree._Element]:
    """Return the notes by their kind and id."""
    notes: dict[tuple[str, str], etree._Element] = {}
    for kind in ("footnote", "endnote"):
        root = package.tree_if_there(f"{folder}/{kind}s.xml")
        for note in () if root is None else root:
            notes[kind, attribute(note, "id")] = note
    return notes


class _Chunks:
    """The files of other formats that are in a document in place of paragraphs."""

    def __init__(self, package: Package, main: str) -> None:
        self._package = package
        self._folder, _, name = main.rpartition("/")
        relations = package.tree_if_there(f"{self._folder}/_rels/{name}.rels".lstrip("/"))
        self._targets = {
            attribute(relation, "Id"): attribute(relation, "Target")
            for relation in (() if relations is None else relations)
            if attribute(relation, "Type").endswith("/aFChunk")
        }

    def page(self, number: str) -> str:
        """Return as HTML the file of this number, "" where it cannot be read."""
        target = self._targets.pop(number, "")  # each once: a document could be in itself
        name = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{self._folder}/{target}")
        if not target or name not in self._package:
            return ""
        try:
            data = self._package.read(name)
            known = format_of(name) or sniffed_format(name, data)
            drafts = known.read(data).drafts if known else ()
        except SourceError:
            return ""
        return "".join(
            draft.content if draft.kind in {"html", "document"} else as_page(draft.content) for draft in drafts
        )


class _Writer:
    """Writes the elements of a document as HTML."""

    def __init__(
        self, styles: Mapping[str, str], notes: dict[tuple[str, str], etree._Element], chunks: _Chunks
    ) -> None:
        self._styles = styles
        self._chunks = chunks
        self._notes = notes
        self._capital = ""
        """The letter that reaches over several lines of the paragraph that follows, and has one of its own."""
        self._beside: list[etree._Element] = []
        """The text boxes and notes of the paragraph that is being written."""

    def blocks(self, element: etree._Element) -> Iterator[str]:
        """Yield the paragraphs and tables inside `element`."""
        for child in element:
            name = local_name(child)
            if name == "p":
                yield self._paragraph(child)
                beside, self._beside = self._beside, []
                for other in beside:
                    yield from self.blocks(other)
            elif name == "tbl":
                yield f"<table>{''.join(map(self._row, child))}</table>\n"
            elif name == "altChunk":
                yield self._chunks.page(attribute(child, "id"))
            elif name == "AlternateContent":
                yield from self.blocks(child[0]) if len(child) else ()
            elif name not in _SKIPPED:
                yield from self.blocks(child)

    def _row(self, row: etree._Element) -> str:
        if local_name(row) == "sdt":
            return "".join(self._row(inner) for content in row for inner in content)
        if local_name(row) != "tr":
            return ""
        cells = ("".join(self.blocks(cell)) for cell in self._cells(row))
        return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"

    def _cells(self, row: etree._Element) -> Iterator[etree._Element]:
        for child in row:
            if local_name(child) == "tc":
                yield child
            elif local_name(child) not in _SKIPPED:
                yield from self._cells(child)

    def _paragraph(self, paragraph: etree._Element) -> str:
        tag = self._tag(paragraph)
        text = self._capital + "".join(self._inline(paragraph)) if tag else ""
        self._capital = ""
        if _setting(paragraph, "framePr", "dropCap") in _CAPITALS:
            self._capital = text
            return ""
        if not text.replace("<br>", "").strip():
            return ""
        return f"{_LIST}<li>{text}</li>{_LIST_END}" if tag == "li" else f"<{tag}>{text}</{tag}>\n"

    def _tag(self, paragraph: etree._Element) -> str:
        """Return what a paragraph is, or "" where nothing of it is to be read."""
        tag, is_item, level = "p", False, ""
        for properties in paragraph:
            if local_name(properties) != "pPr":
                continue
            for child in properties.iter():
                name = local_name(child)
                if name == "pStyle":
                    tag = self._styles.get(attribute(child, "val"), "p")
                elif name == "outlineLvl":
                    level = attribute(child, "val")
                elif name == "numId":
                    is_item = attribute(child, "val") != "0"
        if tag == "p" and level in {"0", "1", "2", "3", "4", "5"}:
            return f"h{int(level) + 1}"
        return "li" if tag == "p" and is_item else tag

    def _inline(self, element: etree._Element) -> Iterator[str]:
        """Yield the HTML of what is inside a paragraph."""
        for child in element:
            name = local_name(child)
            if name == "t":
                yield escape(child.text or "", quote=False)
            elif name in _WRITTEN:
                yield _WRITTEN[name]
            elif name in {"footnoteReference", "endnoteReference"}:
                # Each once: a note could refer to itself.
                note = self._notes.pop((name.removesuffix("Reference"), attribute(child, "id")), None)
                self._beside += [] if note is None else [note]
            elif name == "txbxContent":
                self._beside.append(child)
            elif name == "AlternateContent":
                yield from self._inline(child[0]) if len(child) else ()
            elif name in _SKIPPED or (name == "r" and _is_hidden(child)):
                continue
            elif name == "r" and _setting(child, "vertAlign", "val") == "superscript":
                yield f"<sup>{''.join(self._inline(child))}</sup>"
            else:
                yield from self._inline(child)


def _is_hidden(run: etree._Element) -> bool:
    vanish = _setting(run, "vanish", "val")
    return vanish is not None and vanish not in _OFF


def _setting(element: etree._Element, name: str, key: str) -> str | None:
    """Return an attribute of one of the properties of a run or a paragraph, None where it has no such property."""
    properties = (child for child in element if local_name(child) in _PROPERTIES)
    found = (child for each in properties for child in each if local_name(child) == name)
    return next((attribute(child, key) for child in found), None)
