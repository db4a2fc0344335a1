"""Which formats can be read?

One module each, which answers how its files are read. A new format is a new module and its line in `FORMATS`. The
modules are imported when a file of theirs is read.
"""

from __future__ import annotations

import os
import re
from types import MappingProxyType

from indexer.reading.compression import uncompressed_name
from indexer.reading.format import Format
from indexer.reading.sniffing import HEAD, is_assigned, is_no_article, sniffed_suffix

__all__ = ["FORMATS", "Format", "format_and_compression", "format_of", "may_be_article", "sniffed_format"]

_TEXT = Format(
    "text", (".txt", ".text", ".log", ".srt", ".vtt", ".lrc", ".ass", ".ssa", ".bib"), "formats.text", plain=True
)
_MAIL = Format("mail", (".eml", ".emlx"), "containers.mail")

FORMATS = (
    _TEXT,
    Format("org", (".org",), "formats.org", plain=True),
    Format("asciidoc", (".adoc", ".asciidoc"), "formats.asciidoc", plain=True),
    Format("restructuredtext", (".rst",), "formats.restructured", plain=True),
    Format(
        "markdown",
        (".md", ".markdown", ".mdx", ".mkd", ".mkdn", ".mdown", ".rmd", ".qmd"),
        "formats.markdown",
        plain=True,
    ),
    Format("html", (".html", ".htm", ".xhtml"), "formats.html", plain=True),
    Format("json", (".json",), "formats.json_document", plain=True),
    Format("json lines", (".jsonl", ".ndjson"), "formats.json_lines", sequential=True, several_passes=True, plain=True),
    Format("zip", (".zip", ".maff"), "containers.zip_archive"),
    _MAIL,
    Format("mailbox", (".mbox", ".mbx"), "containers.mbox", sequential=True),
    Format("mhtml", (".mhtml", ".mht"), "containers.mhtml"),
    Format("webarchive", (".webarchive",), "containers.webarchive"),
    Format(
        "feed",
        (".rss", ".atom", ".rdf", ".xml", ".enex", ".opml", ".nitf", ".tei", ".nxml", ".fb2", ".ttml", ".dfxp"),
        "formats.feed",
    ),
    Format("table", (".csv", ".tsv"), "formats.table", sequential=True, several_passes=True, plain=True),
    Format("tar", (".tar",), "containers.tar_archive", sequential=True),
    Format("web archive", (".warc", ".arc"), "containers.warc", sequential=True),
    Format("pdf", (".pdf",), "formats.pdf.document"),
    Format("docx", (".docx", ".docm"), "formats.office.docx"),
    Format("odt", (".odt", ".ott"), "formats.office.odt"),
    Format("rtf", (".rtf",), "formats.office.rtf"),
    Format("epub", (".epub",), "formats.epub"),
)

_IN_MAILDIR = re.compile(r":2,[A-Za-z]{0,26}")
"""How the names of mails end that are in a Maildir: with flags, such as that they have been seen."""

_LOG = re.compile(r"\.log(?:[._-][\w-]{1,40}){0,3}\Z", re.IGNORECASE)
"""How the names of logs end, also of those that were put away: `a.log`, `a.log.2`, `a.log-20240131`."""

_TWEETS = re.compile(r"(?:\A|[/\\])(?:tweets?|note-tweet|community-tweet|deleted-tweets?|like)(?:-part\d{1,4})?\.js\Z")
"""How the files of Twitter's archive are called that have what somebody wrote or liked, as JSON behind a name.
Scripts of saved pages are called so too."""

_BY_SUFFIX = MappingProxyType({suffix: known for known in FORMATS for suffix in known.suffixes})


_PLAIN = MappingProxyType(
    {suffix: known for suffix, known in _BY_SUFFIX.items() if uncompressed_name(f"x{suffix}")[1] == ""}
)
"""The formats of names that nothing but their suffix has to be looked at."""


def format_of(path: str) -> Format | None:
    """Return the format that the end of a file's name promises, in upper or lower case and before any `.gz` and the
    like; None where it promises none. What is compressed and has no other suffix, and a log that was put away, is text;
    mails in a Maildir are known by the flags at the end."""
    dot = path.rfind(".")
    if dot > 0 and path[dot - 1] not in "./:" and (plain := _PLAIN.get(path[dot:])) is not None:
        return plain
    if _IN_MAILDIR.fullmatch(path, max(path.rfind(":"), 0)):
        return _MAIL
    name, compression = uncompressed_name(path)
    suffix = os.path.splitext(name)[1].lower()
    if (compression and (not suffix or suffix[1:].isdigit())) or _LOG.search(name):
        return _TEXT
    return _BY_SUFFIX.get(suffix)


def format_and_compression(path: str) -> tuple[Format | None, str]:
    """Return all that the end of a file's name says of how its bytes are read: the format, as `format_of` does, and the
    suffix of its compression or ""."""
    return format_of(path), uncompressed_name(path)[1]


def sniffed_format(path: str, data: bytes) -> Format | None:
    """Return the format of a file whose name promises none, by its bytes, not compressed; None where it is not to be
    read."""
    if not may_be_article(path):
        return None
    if _may_be_tweets(path) and not is_assigned(data[:HEAD]):
        return None
    return _BY_SUFFIX.get(sniffed_suffix(data[:HEAD]))


def may_be_article(path: str) -> bool:
    """Whether the end of a file's name does not say that it is something else than an article."""
    return not is_no_article(uncompressed_name(path)[0]) or _may_be_tweets(path)


def _may_be_tweets(path: str) -> bool:
    return ".js" in path and _TWEETS.search(uncompressed_name(path)[0]) is not None
