"""How is a page read that Safari saved with all that belongs to it? It is one article; its frames and pictures are not.

The file is a property list, which the standard library reads.
"""

from __future__ import annotations

import io
import plistlib
import struct
from collections.abc import Mapping
from typing import Final
from xml.parsers.expat import ExpatError

from indexer.errors import SourceError
from indexer.model.drafts import Draft, Reading
from indexer.reading.encoding.decoding import decode
from indexer.reading.saved_pages import original_address

__all__ = ["read"]

_PAGES: Final = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
_BROKEN: Final = (
    plistlib.InvalidFileException,
    ExpatError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    OverflowError,
    RecursionError,
    MemoryError,
    struct.error,
)
"""What the library raises on damaged lists."""
_TIMES: Final = 4
"""How many times its own bytes may be read of a list; what programs write is read once, but for its head."""


class _Bytes(io.BytesIO):
    """The bytes of a list. In one whose values overlap, the library would read the same again for each of them, and
    take memory for each time."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._left = _TIMES * len(data)

    def read(self, size: int | None = -1, /) -> bytes:
        """The next bytes; raises ValueError once too many were read."""
        data = super().read(size)
        self._left -= len(data)
        if self._left < 0:
            raise ValueError("its values overlap")
        return data


def read(data: bytes) -> Reading:
    """The page in an archive of Safari's; raises SourceError where it has none, or is damaged."""
    try:
        archive = plistlib.load(_Bytes(data))
    except _BROKEN as error:
        raise SourceError("damaged web archive", detail=str(error) or type(error).__name__) from None
    main = archive.get("WebMainResource") if isinstance(archive, Mapping) else None
    page = main.get("WebResourceData") if isinstance(main, Mapping) else None
    if not isinstance(main, Mapping) or not isinstance(page, bytes):
        raise SourceError("no page in it")
    media, charset, address = (_text(main, key) for key in ("MIMEType", "TextEncodingName", "URL"))
    if media not in _PAGES:
        raise SourceError("no page in it", detail=media)
    content, encoding = decode(page, html=media != "text/plain", declared=charset)
    if not content.strip():
        return Reading((), encoding)
    url = original_address(address) if address.startswith(("http:", "https:")) else ""
    return Reading((Draft("text" if media == "text/plain" else "html", content, url=url, lined=False),), encoding)


def _text(resource: Mapping[str, object], key: str) -> str:
    value = resource.get(f"WebResource{key}")
    return value if isinstance(value, str) else ""
