"""What did the author write, where all of a document is the author's?

Word processors, books and letters have no page around their text: every block of it stays, but for the title, which the
article has in its own place, and the captions of pictures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from lxml import etree

from indexer.cleaning.mailed import additions, hide_unseen
from indexer.cleaning.page.blocks import Block
from indexer.cleaning.page.overruled import Decision, Piece, block_overrides, decide, segmented
from indexer.cleaning.page.tree import parse
from indexer.cleaning.page.write import write
from indexer.cleaning.pasted.captions import same_words
from indexer.model.articles import Article, LineSpan, Removal
from indexer.model.drafts import Draft

if TYPE_CHECKING:
    from indexer.cleaning.overruling.ruling import Override, Ruling

__all__ = ["clean_document"]

_TITLE_WITHIN: Final = 10
"""Blocks; a heading further below is that of a section."""


def clean_document(draft: Draft, ruling: Ruling | None = None) -> Article:
    """Return the article in a draft of which all is the author's, where a `ruling` may overrule what is taken out. Its
    title is what the draft declares, else the first `h1` near its beginning."""
    root = parse(draft.content)
    if root is None:
        root = etree.Element("html")
    if draft.sent:
        hide_unseen(root)
    found = segmented(root, ruling)
    overrides = block_overrides(found, ruling)
    blocks = [block for at, block in enumerate(found.page.blocks) if not (overrides and _is_dropped(overrides[at]))]
    rules = dict.fromkeys((at for at, block in enumerate(blocks) if "figcaption" in _tags(block)), "caption")
    rules |= additions(blocks) if draft.sent else {}
    title = draft.title
    heading = _title_at(blocks, title)
    if heading is not None:
        title = title or blocks[heading].text
        rules[heading] = "title"
    decisions = decide(found.page.blocks, [rules.get(at, "") for at in range(len(blocks))], overrides, ruling)
    judged = list(zip(found.page.blocks, decisions, strict=True))
    text, spans, kinds = write([block for block, one in judged if not one.rule])
    return Article(
        text=text,
        title=title,
        authors=draft.authors,
        site=draft.site,
        language=draft.language,
        url=draft.url,
        captions=tuple(dict.fromkeys(block.text for block, one in judged if "caption" in (one.rule, one.spared))),
        removed=_removed(draft, judged, found.pieces),
        kept=tuple(
            Removal(one.spared, block.text, _line(draft, block.first), one.by) for block, one in judged if one.spared
        ),
        spans=tuple(LineSpan(span.start, _line(draft, span.first), _line(draft, span.last)) for span in spans),
        blocks=kinds,
    )


def _removed(draft: Draft, judged: Sequence[tuple[Block, Decision]], pieces: Sequence[Piece]) -> tuple[Removal, ...]:
    """Return what was taken out; captions that only have another place are not listed."""
    removed = [
        Removal(one.rule, block.text, _line(draft, block.first), one.by)
        for block, one in judged
        if one.rule and (one.rule != "caption" or one.override is not None)
    ]
    for text, line, override in pieces:
        removed.append(Removal(override.rule, text, _line(draft, line), override.by))
    return tuple(sorted(removed, key=lambda removal: removal.line) if pieces else removed)


def _is_dropped(override: Override | None) -> bool:
    return override is not None and not override.keeps


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
