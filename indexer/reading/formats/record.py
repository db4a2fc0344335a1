"""What does a record say of its article?

A record is an object of JSON, the front matter of a Markdown file or a row of a table. Nobody agrees on what its keys
are called: upper and lower case, blanks, `_` and `-` make no difference, and of the usual names for a thing the first
that has a value counts.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Literal

from indexer.model import Draft

__all__ = ["described", "draft_of", "is_for_text"]

_TEXT = ("text", "body", "content", "articlebody", "contenttext", "contenthtml", "description")
_TITLE = ("title", "headline", "name")
_AUTHORS = ("authors", "author", "byline", "creator")
_PUBLISHED = (
    "date",
    "published",
    "publicationdate",
    "datepublished",
    "publishedat",
    "publishdate",
    "pubdate",
    "created",
)
_SITE = ("site", "sitename", "publisher", "publication", "source")
_LANGUAGE = ("language", "lang", "inlanguage")
_URL = ("url", "link")

# A closing tag or a line break; a "<" alone is as likely to mean "less than".
_HTML = re.compile(r"</[a-z][a-z0-9]*\s*>|<br\s*/?>", re.IGNORECASE)

# What a number means as a date: 2019, 20190227, seconds since 1970, or milliseconds, which as seconds would be after
# the year 5000.
_YEARS = range(1, 10_000)
_COMPACT_DATES = range(1000_01_01, 3000_00_00)
_MILLISECONDS = 1e11


def draft_of(record: object, *, line: int) -> Draft | None:
    """Return the article that a record of JSON on `line` of its file holds, or None without text or title."""
    if not isinstance(record, Mapping):
        return None
    content = _first(_folded(record), (*_TEXT, *_TITLE))
    if not content:
        return None
    kind: Literal["html", "text"] = "html" if _HTML.search(content) else "text"
    return described(Draft(kind, content, line, one_line=True), record)


def is_for_text(key: str) -> bool:
    """Whether an article's text stands under this key, or its headline; a name alone is that of anything."""
    return _fold(key) in {*_TEXT, "title", "headline"}


def described(draft: Draft, record: Mapping[str, object]) -> Draft:
    """Return `draft` with what `record` says of it; what it does not say becomes empty."""
    folded = _folded(record)
    authors = (tuple(_strings(folded.get(key))) for key in _AUTHORS)
    return dataclasses.replace(
        draft,
        title=_first(folded, _TITLE),
        authors=next(filter(None, authors), ()),
        published=next(filter(None, (_day(folded.get(key)) for key in _PUBLISHED)), ""),
        site=_first(folded, _SITE),
        language=_first(folded, _LANGUAGE),
        url=_first(folded, _URL),
    )


def _folded(record: Mapping[str, object]) -> dict[str, object]:
    """Return the record by its folded keys; of several that are then the same, the last."""
    return {_fold(key): value for key, value in record.items()}


def _fold(key: str) -> str:
    return "".join(key.lower().replace("_", "").replace("-", "").split())


def _first(folded: Mapping[str, object], keys: tuple[str, ...]) -> str:
    return next((string for key in keys for string in _strings(folded.get(key))), "")


def _strings(value: object) -> Iterator[str]:
    """Yield what a value says in words: itself, the name of an object, or those of a list's members."""
    for member in value if isinstance(value, list | tuple) else (value,):
        named = member.get("name") if isinstance(member, Mapping) else member
        if isinstance(named, str):
            string = _sound(named).strip()
        elif isinstance(named, date):
            string = named.isoformat()
        else:
            string = ""
        if string:
            yield string


def _sound(text: str) -> str:
    r"""Return `text` without what JSON can write but no encoding can: NULs, and halves of pairs such as `\ud83d`."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\0", "")


def _day(value: object) -> str:
    """Return a date as its record writes it, or in ISO 8601 where it is a number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return next(_strings(value), "")
    if value in _YEARS or value in _COMPACT_DATES:
        return str(int(value))
    try:
        seconds = value / 1000 if abs(value) >= _MILLISECONDS else value
        return datetime.fromtimestamp(seconds, UTC).isoformat()
    except (OverflowError, OSError, ValueError):
        return ""
