"""Does a text or a document hold several articles, because a database or a reader exported it?

Few do: what reads exports is imported where a sign of one is found.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from types import ModuleType
from typing import Any, Final

from indexer.address import entry_part
from indexer.model.drafts import Draft

__all__ = ["articles_in_document", "articles_in_page", "articles_in_text"]

_SIGNS_IN_TEXTS: Final = (
    " DOCUMENT",
    "Document ",
    "Dokument 1 von ",
    "of Document",
    "ProQuest document ID:",
    "Accession Number:",
    "\n==========",
    "TY  - ",
    "PMID- ",
    "\n%T ",
    "\nPT ",
    "\nBODY:",
    " = {",
    ' = "',
    "={",
)
"""In every exported text, one of these is."""
_SIGNS_IN_DOCUMENTS: Final = ("Document", "DOCUMENT")
"""In every exported document, one of these is."""


def articles_in_text(text: str) -> tuple[Draft, ...]:
    """Return the articles of an exported `text`, each on its lines; none where it is not an export."""
    if not any(sign in text for sign in _SIGNS_IN_TEXTS):
        return ()
    from indexer.reading.formats.exports import (
        bibtex,
        ebsco,
        factiva,
        kindle,
        movable_type,
        nexis,
        proquest,
        references,
    )
    from indexer.reading.formats.exports.entry import text_draft

    export = _export_of(text, (references, bibtex, movable_type, nexis, factiva, proquest, ebsco, kindle))
    found = () if export is None else export.entries(text.split("\n"))
    return tuple(text_draft(entry) for entry in found if entry.title or entry.has_text)


def articles_in_document(draft: Draft) -> tuple[Draft, ...]:
    """Return the articles of an exported document; the `draft` itself where it is not an export."""
    if not any(sign in draft.content for sign in _SIGNS_IN_DOCUMENTS):
        return (draft,)
    from indexer.reading.formats.exports import factiva, nexis
    from indexer.reading.formats.exports.entry import document_draft, lines_of

    lines = lines_of(draft.content)
    text = "\n".join(lines)
    export = _export_of(text, (nexis, factiva))
    if export is nexis and "\nBody\n" not in text:
        # Without empty lines, which documents have not, the older form does not say where a text begins.
        return (draft,)
    found = () if export is None else export.entries(lines)
    drafts = (document_draft(entry) for entry in found if entry.title or entry.has_text)
    return tuple(replace(one, part=entry_part(number)) for number, one in enumerate(drafts, 1)) or (draft,)


def articles_in_page(page: str) -> tuple[Draft, ...]:
    """Return the articles of an export of Factiva's that was saved as a web page; none where it is not one."""
    begin = max(page.lower().find("<body"), 0)
    body = " ".join(_without_programs(page[begin:]).split())  # where a line of a page ends, no paragraph does
    drafts = articles_in_document(Draft("document", body))
    return drafts if drafts[0].part else ()


def _without_programs(page: str) -> str:
    """Return a `page` without its scripts and styles."""
    for name in ("script", "style"):
        kept: list[str] = []
        at = 0
        while (begin := page.find(f"<{name}", at)) >= 0 and (end := page.find(f"</{name}>", begin)) >= 0:
            kept.append(page[at:begin])
            at = end
        page = "".join((*kept, page[at:]))
    return page


def _export_of(text: str, known: Iterable[ModuleType]) -> Any:
    """Return the first of the `known` modules of which a `text` is an export, or None."""
    return next((module for module in known if module.is_export(text)), None)
