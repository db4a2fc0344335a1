"""How is an article of an index written as a record, and read back as the same article?

Such a record has the key `indexer_article`, which no other program's has, with the number of its form. Whatever it says
was cleaned before, so that nothing of it is guessed again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, get_args

from indexer.model.articles import Article, Precision

__all__ = ["FORM", "article_values", "exported_article", "metadata_values"]

FORM: Final = 1
"""The number of the form; keys are only ever added under one number."""

_MARK: Final = "indexer_article"
_TEXTS: Final = ("title", "kicker", "site", "section", "description", "language", "url", "key", "text", "sender")
_RENAMED: Final = {"sender": "from", "recipients": "to"}
_DAYS: Final = {"date": "published", "modified": "modified"}
_LISTS: Final = ("authors", "captions", "recipients")


def article_values(identifier: str, article: Article, path: str) -> dict[str, Any]:
    """The record of an article: its id in the index, all that is known of it, and the `path` of its file as shown.

    What is not known is null, or a list without members.
    """
    return {_MARK: FORM, "id": identifier, **metadata_values(article), "path": path, "text": article.text}


def metadata_values(article: Article) -> dict[str, Any]:
    """What is known of an article beside its text and the path of its file, as data.

    What is not known is null, or a list without members.
    """
    return {
        "key": article.key or None,
        "title": article.title or None,
        "kicker": article.kicker or None,
        "authors": list(article.authors),
        "from": article.sender or None,
        "to": list(article.recipients),
        "date": article.published.isoformat() if article.published else None,
        "date_precision": article.precision if article.published else None,
        "modified": article.modified.isoformat() if article.modified else None,
        "site": article.site or None,
        "section": article.section or None,
        "description": article.description or None,
        "language": article.language or None,
        "url": article.url or None,
        "part": article.part or None,
        "captions": list(article.captions),
    }


def exported_article(record: Mapping[str, object]) -> Article | None:
    """The article that `article_values` made the record of, without its path and part; None for any other record."""
    if record.get(_MARK) != FORM or isinstance(record[_MARK], bool):
        return None
    texts = {name: record.get(_RENAMED.get(name, name)) or "" for name in _TEXTS}
    lists = {name: record.get(_RENAMED.get(name, name)) or [] for name in _LISTS}
    precision = record.get("date_precision") or "day"
    if not all(_is_text(text) for text in texts.values()) or precision not in get_args(Precision):
        return None
    if not all(isinstance(texts_, list) and all(map(_is_text, texts_)) for texts_ in lists.values()):
        return None
    try:
        days = {name: _day(record.get(key)) for key, name in _DAYS.items()}
    except (TypeError, ValueError):
        return None
    values: dict[str, Any] = {**texts, **{name: tuple(members) for name, members in lists.items()}, **days}  # type: ignore[arg-type]
    return Article(**values, precision=precision)  # type: ignore[arg-type] # it is one of them


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None


def _is_text(value: object) -> bool:
    """Whether a value is a text that every encoding can write."""
    return isinstance(value, str) and not any("\ud800" <= char <= "\udfff" for char in value) and "\0" not in value
