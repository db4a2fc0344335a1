"""Which blocks of a page does a person keep or drop, whatever the rules of cleaning say?

What is dropped by its text or its part of the page counts as if the page did not have it: nothing else is judged by
it. What is kept is judged as it would be, and then kept. The parts of a page are looked for in its tree; they are
boxes, or within a block, whose text then lacks what is dropped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from lxml import etree

from indexer.cleaning.page.blocks import Block, Page, segment
from indexer.cleaning.page.captions import mark_captions
from indexer.cleaning.page.tree import element_text, line_of
from indexer.cleaning.pasted.kinds import likeness

if TYPE_CHECKING:
    from indexer.cleaning.overruling.ruling import Override, Ruling

__all__ = ["BlockOverrides", "Decision", "Piece", "Segmented", "block_overrides", "decide", "reason_of", "segmented"]


_MOST_CALLED: Final = 0.8
"""The share of the prose of a page in a box, above which what the box is called is about the whole page, such as
`comments-open`: that up to which the surest hints are believed."""


class Piece(NamedTuple):
    """A part of a block that is dropped, its line on the page, and by what."""

    text: str
    line: int
    override: Override


class Segmented(NamedTuple):
    """A page, what is decided of its boxes by their numbers, and what was dropped from within its blocks."""

    page: Page
    parts: Mapping[int, Override]
    pieces: Sequence[Piece] = ()


class Decision(NamedTuple):
    """What becomes of a block: the `rule` by which it goes, or "" where it is kept; what decided that against the
    cleaner, if anything did; and by which rule the cleaner would have taken out what is kept all the same."""

    rule: str
    override: Override | None = None
    spared: str = ""

    @property
    def by(self) -> str:
        """The rule of a person's that decided, or ""."""
        return self.override.by if self.override is not None else ""


BlockOverrides: TypeAlias = "Sequence[Override | None]"
"""What is decided of each block of a page before the cleaner judges it."""


def segmented(root: etree._Element, ruling: Ruling | None, *, is_page: bool = False) -> Segmented:
    """Return the blocks and boxes under `root`, and those that a `ruling` names. What it drops within blocks is taken
    out of the tree. Where it `is_page`, captions that only their names tell are marked."""
    found: dict[etree._Element, Override] = {}
    for find, override in ruling.parts if ruling is not None else ():
        for element in find(root):
            if isinstance(element, etree._Element):
                found.setdefault(element, override)
    if is_page:
        mark_captions(root)  # not before a person's selectors, which name elements as the page has them
    if not found:
        return Segmented(segment(root), {})
    around = {above for element, override in found.items() if override.keeps for above in element.iterancestors()}
    page = segment(root, found.keys() | around)
    within = [element for element in found if element not in page.watched]
    pieces = [piece for element in within if (piece := _taken_out(root, element, found[element]))]
    if pieces:
        page = segment(root, found.keys() | around)
    parts = {page.watched[element]: override for element, override in found.items() if element in page.watched}
    for element in within:
        # Where a part of a block is kept, the box that the block is in is kept.
        if found[element].keeps and element_text(element):
            box = next((page.watched[above] for above in element.iterancestors() if above in page.watched), 0)
            parts.setdefault(box, found[element])
    return Segmented(page, parts, pieces)


def _taken_out(root: etree._Element, element: etree._Element, override: Override) -> Piece | None:
    """Take an element that is dropped out of the tree under `root`, without the text behind it; None where that is
    done, or it is kept."""
    parent = element.getparent()
    if override.keeps or parent is None or root not in element.iterancestors():
        return None
    piece = Piece(element_text(element), line_of(element), override)
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)
    return piece


def block_overrides(segmented: Segmented, ruling: Ruling | None) -> BlockOverrides:
    """Return what is decided of each block before the cleaner judges it: by its text, else by the innermost part of the
    page around it, else by what a box around it is called."""
    if ruling is None:
        return ()
    page, parts, _ = segmented
    by_part: list[Override | None] = []
    for box in page.boxes:
        by_part.append(parts.get(box.number) or (by_part[box.parent.number] if box.parent else None))
    called = _by_hint(page, ruling) if ruling.drops else [None] * len(page.boxes)
    return [
        ruling.on_text(block.text) or by_part[block.box.number] or called[block.box.number] for block in page.blocks
    ]


def _by_hint(page: Page, ruling: Ruling) -> list[Override | None]:
    """Return for each box what drops it because it, or a box around it, is called as what goes by a rule."""
    prose = page.weights([block.words if block.is_prose else 0 for block in page.blocks])
    found: list[Override | None] = []
    for box in page.boxes:
        around = found[box.parent.number] if box.parent else None
        is_part = prose[box.number] <= _MOST_CALLED * prose[0]
        found.append(around or (ruling.on_likeness((box.hint.rule,)) if is_part else None))
    return found


def decide(
    blocks: Sequence[Block], rules: Sequence[str], overrides: BlockOverrides, ruling: Ruling | None
) -> Sequence[Decision]:
    """Return what becomes of each block, where the cleaner's `rules` are known of all that were not dropped before."""
    if ruling is None:
        return list(map(_as_judged, rules))
    decisions: list[Decision] = []
    judged = iter(rules)
    for block, before in zip(blocks, overrides, strict=True):
        if before is not None and not before.keeps:
            decisions.append(Decision(before.rule, before))
            continue
        rule = next(judged)
        override = before or (ruling.on_removal(rule) if rule else None)
        if override is not None and override.keeps:
            decisions.append(Decision("", override, rule) if rule else _as_judged(""))
        elif not rule and ruling.drops and (override := ruling.on_likeness((likeness(block.text),))):
            decisions.append(Decision(override.rule, override))
        else:
            decisions.append(_as_judged(rule))
    return decisions


@cache
def _as_judged(rule: str) -> Decision:
    """Return what becomes of the blocks that the cleaner judges by a `rule`, where nobody decides otherwise."""
    return Decision(rule)


def reason_of(decision: Decision, why: str) -> str:
    """Return why a block is kept or not, for a person, where `why` the cleaner would take it out, or ""."""
    _, override, spared = decision
    if override is None:
        return why
    return f"kept by {override.by} ({spared}: {why})" if spared else f"dropped by {override.by}"
