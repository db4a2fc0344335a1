"""How is the text of a web page's article written down?

Paragraphs are parted by a blank line; the items of a list and the rows of a table stand on lines of their own.
"""

from __future__ import annotations

from collections.abc import Iterable

from indexer.cleaning.blocks import Block
from indexer.model import LineSpan

__all__ = ["write"]


def write(blocks: Iterable[Block]) -> tuple[str, tuple[LineSpan, ...]]:
    """Return the text of `blocks`, and for each of them where on the page it stands.

    The spans' lines ascend: text that follows the end of another element is known only to stand after its beginning.
    """
    parts: list[str] = []
    spans: list[LineSpan] = []
    offset = group = 0
    reached = 1
    for block in blocks:
        if parts:
            parts.append("\n" if block.group and block.group == group else "\n\n")
            offset += len(parts[-1])
        group = block.group
        reached = max(reached, block.first)
        spans.append(LineSpan(offset, reached, max(reached, block.last)))
        parts.append(f"- {block.text}" if block.kind == "item" else block.text)
        offset += len(parts[-1])
    return "".join(parts), tuple(spans)
