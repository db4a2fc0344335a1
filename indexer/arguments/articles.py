"""Can these articles be indexed as they are?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar, get_args

from indexer.address import Address, is_part
from indexer.arguments import (
    choice_of,
    day_of,
    is_missing_day,
    number_of,
    path_of,
    several,
    shown,
    text_of,
    texts_of,
    wrong_kind,
)
from indexer.errors import UsageError
from indexer.model.articles import Article, BlockKind, BlockSpan, LineSpan, Precision, Removal
from indexer.text.language_tags import is_unknown_language, language_tag

__all__ = ["articles_of"]


def articles_of(name: str, value: object) -> list[Article]:
    """Articles to add, or one in place of several: each as it can be indexed, all with paths of their own.

    The error names the article by its number, from 0, and its path.
    """
    if value is None:
        raise wrong_kind(name, "articles", value)
    found: dict[str, Article] = {}
    addresses: dict[str, str] = {}
    for number, article in enumerate(several(name, value, "articles", Article)):
        checked = _article(f"{name}[{number}]", article)
        if checked.path in found:
            raise UsageError(f"{name}[{number}]: another article has the path {shown(checked.path)} too")
        address = Address(checked.path, checked.part).article
        if address in addresses:
            other = shown(addresses[address])
            raise UsageError(
                f"{name}[{number}]: the article with the path {other} has the address {shown(address)} too"
            )
        found[checked.path] = checked
        addresses[address] = checked.path
    return list(found.values())


def _article(name: str, article: object) -> Article:
    """An article as it can be indexed."""
    if not isinstance(article, Article):
        raise wrong_kind(name, "an Article", article)
    if article.path is None or (isinstance(article.path, str | bytes) and not article.path):
        raise UsageError(f"{name}: an article without a path cannot be indexed", hint="any unique text will do")
    path = path_of(f"{name}: path", article.path)
    where = f"{name} ({shown(path)}): "
    texts = {
        field: text_of(where + field, value) if (value := getattr(article, field)) is not None else ""
        for field in ("title", "kicker", "site", "language", "url", "section", "description", "key")
    }
    days = {
        field: None if is_missing_day(value := getattr(article, field)) else day_of(where + field, value)
        for field in ("published", "modified")
    }
    part = text_of(f"{where}part", article.part)
    if "\0" in part:
        raise UsageError(f"{where}part has a NUL in it")
    if part and not is_part(part):
        raise UsageError(f'{where}part must be written as "!/name" or "#1", not {shown(part)}')
    return replace(
        article,
        text=text_of(f"{where}text", article.text),
        sender=text_of(f"{where}sender", article.sender) if article.sender is not None else "",
        recipients=texts_of(f"{where}recipients", article.recipients),
        authors=tuple(author for author in texts_of(f"{where}authors", article.authors) if author.strip()),
        captions=texts_of(f"{where}captions", article.captions),
        removed=_all(f"{where}removed", article.removed, Removal),
        kept=_all(f"{where}kept", article.kept, Removal),
        spans=_line_spans(f"{where}spans", article.spans),
        pages=_line_spans(f"{where}pages", article.pages),
        blocks=_block_spans(f"{where}blocks", article.blocks),
        path=path,
        part=part,
        precision=choice_of(f"{where}precision", article.precision, get_args(Precision)),
        language=_language(f"{where}language", texts.pop("language")),
        **texts,  # type: ignore[arg-type] # of fields that are texts
        **days,  # type: ignore[arg-type] # of fields that are days
    )


def _language(name: str, text: str) -> str:
    """The code of a language, "" where it is not known."""
    code = language_tag(text)
    if not code and not is_unknown_language(text):
        raise UsageError(f'{name} must be a language such as "de" or "German", not {shown(text)}')
    return code


_Value = TypeVar("_Value")


def _all(name: str, value: object, kind: type[_Value]) -> tuple[_Value, ...]:
    found: list[_Value] = []
    for number, one in enumerate(several(name, value, f"{kind.__name__} values")):
        if not isinstance(one, kind):
            raise wrong_kind(f"{name}[{number}]", f"a {kind.__name__}", one)
        found.append(one)
    return tuple(found)


def _line_spans(name: str, value: object) -> tuple[LineSpan, ...]:
    spans: list[LineSpan] = []
    for number, span in enumerate(_all(name, value, LineSpan)):
        where = f"{name}[{number}]"
        first = number_of(f"{where}.first", span.first)
        last = number_of(f"{where}.last", span.last, first)
        spans.append(LineSpan(_next_start(where, span.start, spans), first, last))
    return tuple(spans)


def _block_spans(name: str, value: object) -> tuple[BlockSpan, ...]:
    spans: list[BlockSpan] = []
    for number, span in enumerate(_all(name, value, BlockSpan)):
        where = f"{name}[{number}]"
        kind = choice_of(f"{where}.kind", span.kind, get_args(BlockKind))
        spans.append(BlockSpan(_next_start(where, span.start, spans), kind))
    return tuple(spans)


def _next_start(name: str, value: object, before: Sequence[LineSpan | BlockSpan]) -> int:
    """Where a span starts, which is not before the last of those `before` it."""
    start = number_of(f"{name}.start", value)
    if before and start < before[-1].start:
        raise UsageError(f"{name} starts before the one before it: spans are sorted by their start")
    return start
