"""Which files are there, and what is in them?

    paths ─walk─▶ Source ─opened─▶ Content ─pieces─▶ Readings of Drafts

`walk` lists folders, and `opened` opens the files of a collection, waiting for none. `require_readable` looks at the
first bytes of a file, and `load_stream` reads one that may be a pipe. A Draft is decoded but otherwise as its file has
it, with all the noise.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from indexer.reading.compression import is_compressed
from indexer.reading.extras import is_installed
from indexer.reading.formats import FORMATS, Format, format_and_compression, format_of, may_be_article
from indexer.reading.patterns import Patterns
from indexer.reading.sizes import readable_size
from indexer.reading.walking import Selection, Skipped, is_passed_over, walk

if TYPE_CHECKING:
    from indexer.reading.content import Content, content_of, digest, digest_of, opened
    from indexer.reading.position import StreamPosition
    from indexer.reading.sources import format_for, load_stream, pieces, read, read_stream, require_readable

__all__ = [
    "FORMATS",
    "Content",
    "Format",
    "Patterns",
    "Selection",
    "Skipped",
    "StreamPosition",
    "content_of",
    "digest",
    "digest_of",
    "format_and_compression",
    "format_for",
    "format_of",
    "is_compressed",
    "is_installed",
    "is_passed_over",
    "load_stream",
    "may_be_article",
    "opened",
    "pieces",
    "read",
    "read_stream",
    "readable_size",
    "require_readable",
    "walk",
]

_MODULES = {
    "Content": "content",
    "StreamPosition": "position",
    "content_of": "content",
    "digest": "content",
    "digest_of": "content",
    "format_for": "sources",
    "load_stream": "sources",
    "opened": "content",
    "pieces": "sources",
    "read": "sources",
    "read_stream": "sources",
    "require_readable": "sources",
}
"""Where the names are that read files: a run that finds nothing changed needs none of them."""


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = found  # looked up here it takes 5 to 10 µs, and each file that is read needs four
    return found
