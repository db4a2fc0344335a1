"""How is an OpenDocument text (LibreOffice, OpenOffice) read? All of it is one article.

Headings, lists, tables and captions are such in the HTML of the draft; text boxes and notes follow the paragraph that
holds them. What was deleted is left out, as are headers, footers, comments and tables of contents.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING, Final

from indexer.errors import SourceError
from indexer.model.drafts import Draft, Reading
from indexer.reading.formats.exports.articles import articles_in_document
from indexer.reading.formats.office.package import Package, attribute, first_text, local_name, texts
from indexer.reading.formats.office.properties import authors_in, title_in

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["read"]

_CAPTIONS: Final = frozenset({"caption", "illustration", "table", "figure", "drawing"})
"""The styles that LibreOffice gives to captions."""
_TITLE: Final = "title"
_DEEPEST_STYLE: Final = 10
_MOST_LEVELS: Final = 6
_MOST_BLANKS: Final = 100
_INDICES: Final = frozenset(
    "table-of-content illustration-index table-index object-index user-index alphabetical-index bibliography".split()
)
_SKIPPED: Final = _INDICES | frozenset(
    "tracked-changes annotation annotation-end sequence-decls variable-decls user-field-decls forms ruby-text title"
    " desc note-citation binary-data".split()
)
_TAGS: Final = {"list": "ul", "list-item": "li", "list-header": "li", "table": "table", "table-row": "tr"}
_BLOCKS: Final = frozenset({"p", "h", "list"})
_CELLS: Final = frozenset({"table-cell", "covered-table-cell"})


def read(data: bytes) -> Reading:
    """The text of a document, and what its properties declare."""
    package = Package(data, "odt")
    if _is_encrypted(package):
        raise SourceError("encrypted")
    properties = package.tree_if_there("meta.xml")
    root = package.tree("content.xml")
    writer = _Writer(_styles(root))
    try:
        content = "".join(text for body in root if local_name(body) == "body" for text in writer.blocks(body))
    except RecursionError:
        raise package.damaged("nested too deeply") from None
    if not writer.has_text:
        return Reading()
    draft = Draft(
        "document",
        content,
        title=title_in(first_text(properties, "title")),
        authors=authors_in(texts(properties, "initial-creator") or texts(properties, "creator")),
        published=first_text(properties, "creation-date", "date"),
        language=first_text(properties, "language"),
        lined=False,
    )
    return Reading(articles_in_document(draft))


def _is_encrypted(package: Package) -> bool:
    manifest = package.tree_if_there("META-INF/manifest.xml")
    return manifest is not None and any(local_name(element) == "encryption-data" for element in manifest.iter())


def _styles(root: etree._Element) -> Mapping[str, str]:
    """Return what the styles of the document's paragraphs are based on, in lower case."""
    return {
        attribute(style, "name"): attribute(style, "parent-style-name")
        for styles in root
        if local_name(styles) == "automatic-styles"
        for style in styles
    }


class _Writer:
    """Writes the elements of a document as HTML; `has_text` says whether any was written."""

    def __init__(self, styles: Mapping[str, str]) -> None:
        self._styles = styles
        self._beside: list[etree._Element] = []
        """The text boxes and notes of the paragraph that is being written."""
        self.has_text = False

    def blocks(self, element: etree._Element) -> Iterator[str]:
        """Yield the paragraphs, lists and tables inside `element`."""
        for child in element:
            name = local_name(child)
            if name in {"p", "h"}:
                yield self._paragraph(child)
                beside, self._beside = self._beside, []
                for other in beside:
                    yield from self.blocks(other)
            elif name in _TAGS or name in _CELLS:
                tag = _TAGS.get(name, "td")
                yield f"<{tag}>"
                yield from self.blocks(child)
                yield f"</{tag}>\n"
            elif name not in _SKIPPED:
                yield from self.blocks(child)

    def _paragraph(self, paragraph: etree._Element) -> str:
        tag = self._tag(paragraph)
        text = "".join(self._inline(paragraph))
        if not text.replace("<br>", "").strip():
            return ""
        self.has_text = True
        return f"<{tag}>{text}</{tag}>\n"

    def _tag(self, paragraph: etree._Element) -> str:
        style = attribute(paragraph, "style-name")
        for _ in range(_DEEPEST_STYLE):
            if style.lower() == _TITLE:
                return "h1"
            if style.lower() in _CAPTIONS:
                return "figcaption"
            style = self._styles.get(style, "")
        if local_name(paragraph) == "p":
            return "p"
        level = attribute(paragraph, "outline-level")
        return f"h{min(int(level), _MOST_LEVELS) if level.isdecimal() and int(level) else 1}"

    def _inline(self, element: etree._Element) -> Iterator[str]:
        """Yield the HTML of what is inside a paragraph."""
        yield escape(element.text or "", quote=False)
        for child in element:
            name = local_name(child)
            if name == "s":
                count = attribute(child, "c")
                yield " " * (min(int(count), _MOST_BLANKS) if count.isdecimal() else 1)
            elif name == "tab":
                yield " "
            elif name == "line-break":
                yield "<br>"
            elif name not in _SKIPPED:
                if any(local_name(inner) in _BLOCKS for inner in child):
                    self._beside.append(child)
                else:
                    yield from self._inline(child)
            yield escape(child.tail or "", quote=False)
