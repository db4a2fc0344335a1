"""Which suffix do files of a media type have?

Mails, saved pages and the web say what a thing is by its media type, formats are known by the ends of names.
"""

from __future__ import annotations

from types import MappingProxyType

__all__ = ["suffix_of"]

_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SUFFIXES = MappingProxyType(
    {
        "application/atom+xml": ".atom",
        "application/epub+zip": ".epub",
        "application/gzip": ".gz",
        "application/json": ".json",
        "application/mbox": ".mbox",
        "application/pdf": ".pdf",
        "application/rdf+xml": ".rdf",
        "application/rss+xml": ".rss",
        "application/rtf": ".rtf",
        "application/vnd.oasis.opendocument.text": ".odt",
        _OFFICE: ".docx",
        "application/x-gzip": ".gz",
        "application/x-pdf": ".pdf",
        "application/x-tar": ".tar",
        "application/x-zip-compressed": ".zip",
        "application/xhtml+xml": ".xhtml",
        "application/xml": ".xml",
        "application/zip": ".zip",
        "message/rfc822": ".eml",
        "multipart/related": ".mhtml",
        "text/csv": ".csv",
        "text/html": ".html",
        "text/markdown": ".md",
        "text/plain": ".txt",
        "text/rtf": ".rtf",
        "text/tab-separated-values": ".tsv",
        "text/xml": ".xml",
    }
)


def suffix_of(media_type: str) -> str:
    """Return the suffix that belongs to a media type, parameters or none behind it, or "" where none can be read."""
    return _SUFFIXES.get(media_type.partition(";")[0].strip().lower(), "")
