"""Does a text or a document hold several articles, because a database or a reader exported it?"""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType
from typing import Any, Final

from indexer.address import entry_part
from indexer.model.drafts import Draft
from indexer.reading.formats.exports import factiva, kindle, nexis, proquest
from indexer.reading.formats.exports.entry import document_draft, lines_of, text_draft

__all__ = ["articles_in_document", "articles_in_text"]

_IN_TEXTS: Final[tuple[ModuleType, ...]] = (nexis, factiva, proquest, kindle)
_IN_DOCUMENTS: Final[tuple[ModuleType, ...]] = (nexis, factiva)


def articles_in_text(text: str) -> tuple[Draft, ...]:
    """Return the articles of an exported `text`, each on its lines; none where it is no export."""
    export: Any = next((known for known in _IN_TEXTS if known.is_export(text)), None)
    found = () if export is None else export.entries(text.split("\n"))
    return tuple(text_draft(entry) for entry in found if entry.title or entry.has_text)


def articles_in_document(draft: Draft) -> tuple[Draft, ...]:
    """Return the articles of an exported document; the `draft` itself where it is none."""
    if "Document" not in draft.content and "DOCUMENT" not in draft.content:
        return (draft,)
    lines = lines_of(draft.content)
    text = "\n".join(lines)
    export: Any = next((known for known in _IN_DOCUMENTS if known.is_export(text)), None)
    if export is nexis and "\nBody\n" not in text:
        # Without empty lines, which documents have not, the older form does not say where a text begins.
        return (draft,)
    found = () if export is None else export.entries(lines)
    drafts = (document_draft(entry) for entry in found if entry.title or entry.has_text)
    return tuple(replace(one, part=entry_part(number)) for number, one in enumerate(drafts, 1)) or (draft,)
