"""What is an article of lines when a person's rules have overruled its cleaning?

Of pasted text and Markdown, cleaning leaves lines and a list of what it took out, each with its line in the source:
what is kept after all is put back where it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from heapq import merge
from typing import Final, NamedTuple

from indexer.cleaning.overruling.ruling import Ruling
from indexer.cleaning.pasted.kinds import likeness
from indexer.model import Article, BlockKind, BlockSpan, LineSpan, Removal

__all__ = ["overruled"]

_OPENINGS: Final = frozenset({"dateline"})
"""The rules that take out the beginning of a line."""


class _Line(NamedTuple):
    """A line of the text; `gap` says what parts it from the one before, `kind` what it is, if that is known."""

    text: str
    first: int
    last: int
    gap: str
    kind: BlockKind | None


def overruled(article: Article, ruling: Ruling) -> Article:
    """Return an `article` of lines with those back that a `ruling` keeps, and without those that it drops."""
    lines: list[_Line] = []
    removed: list[Removal] = []
    kept: list[Removal] = []
    opening = ""
    pieces: Iterator[Removal | _Line] = merge(article.removed, _lines(article), key=_number)
    for one in pieces:
        if isinstance(one, Removal):
            override = ruling.on_text(one.text) or ruling.on_removal(one.rule)
            if override is None or not override.keeps:
                removed.append(one)
                continue
            kept.append(replace(one, by=override.by))
            if one.rule in _OPENINGS:
                opening += one.text + " "
            else:
                kind: BlockKind | None = "paragraph" if article.blocks else None
                lines.append(_Line(one.text, one.line, one.line, "\n\n", kind))
            continue
        line = one._replace(text=opening + one.text)
        opening = ""
        override = ruling.on_text(line.text) or (ruling.on_likeness([likeness(line.text)]) if ruling.drops else None)
        if override is None or override.keeps:
            lines.append(line)
        else:
            removed.append(Removal(override.rule, line.text, line.first, override.by))
    if not kept and len(removed) == len(article.removed):
        return article
    return _written(replace(article, removed=tuple(removed), kept=tuple(kept)), lines)


def _number(one: Removal | _Line) -> int:
    """Return the line of the source that something is on."""
    return one.line if isinstance(one, Removal) else one.first


def _lines(article: Article) -> Iterator[_Line]:
    """Yield the lines of an article's text."""
    text, spans = article.text, article.spans
    if not spans:
        return
    kinds = {block.start: block.kind for block in article.blocks}
    ends = [*(span.start for span in spans[1:]), len(text)]
    gap = ""
    for span, end in zip(spans, ends, strict=True):
        line = text[span.start : end]
        yield _Line(line.rstrip("\n"), span.first, span.last, gap, kinds.get(span.start))
        gap = line[len(line.rstrip("\n")) :]


def _written(article: Article, lines: list[_Line]) -> Article:
    """Return `article` with these lines for its text."""
    parts: list[str] = []
    spans: list[LineSpan] = []
    blocks: list[BlockSpan] = []
    offset = 0
    for line in lines:
        if parts:
            parts.append(line.gap or "\n\n")
            offset += len(parts[-1])
        spans.append(LineSpan(offset, line.first, line.last))
        if line.kind is not None:
            blocks.append(BlockSpan(offset, line.kind))
        parts.append(line.text)
        offset += len(line.text)
    return replace(article, text="".join(parts), spans=tuple(spans), blocks=tuple(blocks))
