"""Which text is what a form says to those who fill it in?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from indexer.cleaning.page.blocks import Page

__all__ = ["in_forms"]

_MOST_WORDS: Final = 0.5
"""The share of the text up to which a form is part of the page; some systems put all of their pages into one. Of 16
pages with a hand-made text, or one that two extractors agree on, and with so little text in a form, none has it."""


def in_forms(page: Page, rules: Sequence[str]) -> list[int]:
    """Return the indices of the blocks that no rule takes out and that are inside a form, where that has little of the
    text."""
    if not any(box.tag == "form" for box in page.boxes):
        return []
    forms: list[int] = []
    for box, parent in zip(page.boxes, page.parents, strict=True):
        around = forms[parent] if parent >= 0 else -1
        forms.append(around if around >= 0 else box.number if box.tag == "form" else -1)
    words = page.weights([0 if rule else block.words for block, rule in zip(page.blocks, rules, strict=True)])
    most = _MOST_WORDS * words[0]
    return [
        index
        for index, (block, rule) in enumerate(zip(page.blocks, rules, strict=True))
        if not rule and (form := forms[block.box.number]) >= 0 and words[form] <= most
    ]
