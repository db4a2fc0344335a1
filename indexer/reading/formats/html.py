"""How is a saved page read? The whole file is one article; what it declares about itself is for cleaning to find."""

from __future__ import annotations

from indexer.model import Draft, Reading
from indexer.reading.encoding.decoding import decode
from indexer.reading.format import Format

__all__ = ["FORMAT"]


def _read(data: bytes) -> Reading:
    content, encoding = decode(data, html=True)
    if not content.strip():
        return Reading((), encoding)
    return Reading((Draft("html", content),), encoding)


FORMAT = Format("html", (".html", ".htm", ".xhtml"), _read)
