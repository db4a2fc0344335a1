"""How is plain text read? The whole file is one article.

Texts in AsciiDoc, reStructuredText and Org, which are written to be read as they are, are taken for plain text too.
"""

from __future__ import annotations

from indexer.model import Draft, Reading
from indexer.reading.containers.mail_text import unsigned
from indexer.reading.encoding.decoding import decode

__all__ = ["read"]


def read(data: bytes) -> Reading:
    """The text, or the texts that a file of them holds."""
    content, encoding = decode(data)
    if not content.strip():
        return Reading((), encoding)
    return Reading((Draft("text", unsigned(content)),), encoding)
