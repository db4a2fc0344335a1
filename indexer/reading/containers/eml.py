"""How is a mail read? Its text is one article; what is attached to it are files of its own."""

from __future__ import annotations

from indexer.model import Reading
from indexer.reading.format import Format

__all__ = ["FORMAT"]


def _read(data: bytes) -> Reading:
    from indexer.reading.containers.mail import read  # the standard library's mail packages are not quick to import

    return read(data)


FORMAT = Format("mail", (".eml",), _read)
