"""What did the author write, where all of a document is the author's?

Word processors, books and letters have no page around their text: every block of it stays, but for the title, which the
article has in its own place, and the captions of pictures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from indexer.cleaning.mailed import additions, hide_unseen
from indexer.cleaning.page.blocks import Block, segment
from indexer.cleaning.page.tree import parse
from indexer.cleaning.page.write import write
from indexer.cleaning.pasted.captions import same_words
from indexer.model import Article, Draft, LineSpan, Removal

__all__ = ["clean_document"]

_TITLE_WITHIN: Final = 10
"""Blocks; a heading further below is that of a section."""


def clean_document(draft: Draft) -> Article:
    """Return the article in a draft of which all is the author's. Its title is what the draft declares, else the first
    `h1` near its beginning."""
    root = parse(draft.content)
    if root is not None and draft.sent:
        hide_unseen(root)
    blocks = [] if root is None else segment(root).blocks
    added = additions(blocks) if draft.sent else {}
    title = draft.title
    heading = _title_at(blocks, title)
    if heading is not None:
        title = title or blocks[heading].text
    captions = {index for index, block in enumerate(blocks) if "figcaption" in _tags(block)}
    kept = [
        block for index, block in enumerate(blocks) if index != heading and index not in captions and index not in added
    ]
    text, spans, kinds = write(kept)
    return Article(
        text=text,
        title=title,
        authors=draft.authors,
        site=draft.site,
        language=draft.language,
        url=draft.url,
        captions=tuple(dict.fromkeys(blocks[index].text for index in sorted(captions))),
        removed=tuple(
            Removal(rule, blocks[index].text, _line(draft, blocks[index].first))
            for index, rule in sorted({**added, **({} if heading is None else {heading: "title"})}.items())
        ),
        spans=tuple(LineSpan(span.start, _line(draft, span.first), _line(draft, span.last)) for span in spans),
        blocks=kinds,
    )


def _title_at(blocks: Sequence[Block], title: str) -> int | None:
    """Return which of `blocks` is the title: the first that has its words or, where none is declared, the first
    `h1`."""
    for index, block in enumerate(blocks[:_TITLE_WITHIN]):
        if same_words(block.text, title) if title else block.kind == "heading" and "h1" in _tags(block):
            return index
    return None


def _tags(block: Block) -> Iterator[str]:
    """Yield the tags that `block` is in, from the inside out."""
    box = block.box
    yield box.tag
    while box.parent:
        box = box.parent
        yield box.tag


def _line(draft: Draft, line: int) -> int:
    """Return the line of the source file for a `line` of the draft's content."""
    return draft.line if draft.one_line else draft.line + line - 1
