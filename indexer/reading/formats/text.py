"""How is plain text read? The whole file is one article, unless a database or a reader exported several into it.

Texts in AsciiDoc, reStructuredText and Org, which are written to be read as they are, are taken for plain text too, but
for what they declare at the top.
"""

from __future__ import annotations

from indexer.model.drafts import Draft, Reading
from indexer.reading.containers.mail_text import unsigned
from indexer.reading.encoding.decoding import decode
from indexer.reading.formats import text_head
from indexer.reading.formats.exports.articles import articles_in_text

__all__ = ["read"]


def read(data: bytes) -> Reading:
    """Return the text, or the articles of an export."""
    content, encoding = decode(data)
    if not content.strip():
        return Reading((), encoding)
    if drafts := articles_in_text(content):
        return Reading(drafts, encoding)
    declared, content, line = text_head.split(unsigned(content))
    draft = Draft("text", content, line)
    if declared:
        from indexer.reading.formats.record import described  # few texts need it

        draft = described(draft, declared)
    return Reading((draft,), encoding)
