"""What is an article of lines when a person's rules have overruled its cleaning?

Of pasted text and Markdown, cleaning leaves lines and a list of what it took out, each with its line in the source:
what is kept after all is put back where it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from heapq import merge
from typing import Final

from indexer.cleaning.overruling.ruling import Ruling
from indexer.cleaning.pasted.kinds import likeness
from indexer.cleaning.pasted.lines import Line, blocks_of, write_lines
from indexer.model.articles import Article, BlockKind, Removal

__all__ = ["overruled"]

_OPENINGS: Final = frozenset({"dateline"})
"""The rules that take out the beginning of a line."""


def overruled(article: Article, lines: Sequence[Line], ruling: Ruling) -> Article:
    """Return an `article`, the text of which is these settled `lines`, with those back that a `ruling` keeps, and
    without those that it drops."""
    written: list[Line] = []
    removed: list[Removal] = []
    kept: list[Removal] = []
    opening = ""
    pieces: Iterator[Removal | Line] = merge(article.removed, lines, key=_number)
    for one in pieces:
        if isinstance(one, Removal):
            override = ruling.on_text(one.text) or ruling.on_removal(one.rule)
            if override is None or not override.keeps:
                removed.append(one)
                continue
            kept.append(one._replace(by=override.by))
            if one.rule in _OPENINGS:
                opening += one.text + " "
            else:
                kind: BlockKind | None = "paragraph" if article.blocks else None
                written.append(Line(one.text, one.line, one.line, gap=True, kind=kind))
            continue
        line = one._replace(text=opening + one.text)
        opening = ""
        override = ruling.on_text(line.text) or (ruling.on_likeness([likeness(line.text)]) if ruling.drops else None)
        if override is None or override.keeps:
            written.append(line)
        else:
            removed.append(Removal(override.rule, line.text, line.first, override.by))
    if not kept and len(removed) == len(article.removed):
        return article
    text, spans = write_lines(written)
    blocks = blocks_of(written, spans) if article.blocks else ()
    return replace(article, text=text, spans=spans, blocks=blocks, removed=tuple(removed), kept=tuple(kept))


def _number(one: Removal | Line) -> int:
    """Return the line of the source that something is on."""
    return one.line if isinstance(one, Removal) else one.first
