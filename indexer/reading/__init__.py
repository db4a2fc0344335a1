"""Which files are there, and what is in them?

    paths ─walk─▶ Source ─load─▶ bytes ─read─▶ Reading of Drafts

Only `walk` and `load` touch the disk. A Draft is decoded but otherwise as its file has it, with all the noise.
"""

from indexer.reading.compression import is_compressed
from indexer.reading.extras import is_installed
from indexer.reading.formats import FORMATS, Format, format_and_compression, format_of, may_be_article
from indexer.reading.patterns import Patterns
from indexer.reading.sizes import readable_size
from indexer.reading.sources import digest, load, load_stream, read, read_stream, require_readable
from indexer.reading.walking import Selection, Skipped, is_passed_over, walk

__all__ = [
    "FORMATS",
    "Format",
    "Patterns",
    "Selection",
    "Skipped",
    "digest",
    "format_and_compression",
    "format_of",
    "is_compressed",
    "is_installed",
    "is_passed_over",
    "load",
    "load_stream",
    "may_be_article",
    "read",
    "read_stream",
    "readable_size",
    "require_readable",
    "walk",
]
