"""Which notes are in an export of Evernote's, and what does each say of itself?

It is XML of its own (ENEX): a note has its text as a page in CDATA, and what is attached to it in base64.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from indexer.address import entry_part
from indexer.model.drafts import Draft

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["notes", "without_attachments"]

_ATTACHED: Final = re.compile(r"<data\b[^<>]{0,100}>[^<]*+</data>")
_PROLOGUE: Final = re.compile(r"\A\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!DOCTYPE[^>\[]{0,300}>)?")


def without_attachments(text: str) -> str:
    """Return the text of an export without the files in it, of which one may be too long for an XML parser."""
    return _ATTACHED.sub("", text)


def notes(root: _Element) -> Iterator[Draft]:
    """Yield the notes under the root of an export, in order."""
    for number, note in enumerate(root.iter("note"), 1):
        yield Draft(
            "document",
            _PROLOGUE.sub("", note.findtext("content") or "", count=1),
            title=_said(note, "title"),
            authors=tuple(filter(None, [_said(note, "note-attributes/author")])),
            published=_said(note, "created"),
            url=_said(note, "note-attributes/source-url"),
            part=entry_part(number),
            lined=False,
        )


def _said(note: _Element, path: str) -> str:
    return " ".join((note.findtext(path) or "").split())
