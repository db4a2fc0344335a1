"""How is the text of a web page's article written down?

Paragraphs are parted by a blank line; the items of a list and the rows of a table are on lines of their own.
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.cleaning.page.blocks import Block, Box
from indexer.model.articles import BlockSpan, LineSpan

__all__ = ["write"]


def write(blocks: Sequence[Block]) -> tuple[str, tuple[LineSpan, ...], tuple[BlockSpan, ...]]:
    """Return the text of `blocks`, and for each of them where on the page it is, and what it is.

    The spans' lines ascend: text that follows the end of another element is known only to be after its beginning.
    """
    parts: list[str] = []
    spans: list[LineSpan] = []
    kinds: list[BlockSpan] = []
    quotes = _quotes(blocks)
    offset = group = 0
    reached = 1
    for block, is_quote in zip(blocks, quotes, strict=True):
        if parts:
            parts.append("\n" if block.group and block.group == group else "\n\n")
            offset += len(parts[-1])
        group = block.group
        reached = max(reached, block.first)
        spans.append(LineSpan(offset, reached, max(reached, block.last)))
        kinds.append(BlockSpan(offset, "quote" if is_quote else block.kind))
        # A program may begin with spaces, a text does not.
        text = block.text if parts else block.text.lstrip()
        parts.append(f"- {text}" if block.kind == "item" else text)
        offset += len(parts[-1])
    return "".join(parts), tuple(spans), tuple(kinds)


def _quotes(blocks: Sequence[Block]) -> list[bool]:
    """Return for each block whether it is a paragraph that is quoted; old pages indent all of a text as a quotation."""
    quoted = [block.kind == "paragraph" and _is_quoted(block.box) for block in blocks]
    words = sum(block.words for block, is_quoted in zip(blocks, quoted, strict=True) if is_quoted)
    return quoted if 2 * words <= sum(block.words for block in blocks) else [False] * len(blocks)


def _is_quoted(box: Box | None) -> bool:
    while box:
        if box.tag == "blockquote":
            return True
        box = box.parent
    return False
