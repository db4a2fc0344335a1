"""How is Markdown read? The file is one article; a front matter says what it is called, who wrote it, and when."""

from __future__ import annotations

from indexer.model.drafts import Draft, Reading
from indexer.reading.encoding.decoding import decode
from indexer.reading.formats import front_matter
from indexer.reading.formats.record import described

__all__ = ["read"]


def read(data: bytes) -> Reading:
    """The text, and what its front matter declares."""
    text, encoding = decode(data)
    declared, content, line = front_matter.split(text)
    if not content.strip():
        return Reading((), encoding)
    return Reading((described(Draft("markdown", content, line), declared),), encoding)
