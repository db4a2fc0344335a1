"""Which text is what a form says to those who fill it in?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from indexer.cleaning.page.blocks import Page
from indexer.cleaning.page.parts import blocks_within, inside

__all__ = ["in_forms"]

_MOST_WORDS: Final = 0.5
"""The share of the text up to which a form is part of the page; some systems put all of their pages into one. Of 16
pages with a hand-made text, or one that two extractors agree on, and with so little text in a form, none has it."""


def in_forms(page: Page, rules: Sequence[str]) -> list[int]:
    """Return the indices of the blocks that no rule takes out and that are inside a form, where that has little of the
    text."""
    forms: list[range] = []
    for form in [box for box in page.boxes if box.tag == "form"]:
        if not forms or form.number not in forms[-1]:  # or else it is inside another
            forms.append(inside(page.boxes, form))
    parts = ([index for index in indices if not rules[index]] for indices in blocks_within(page, forms))
    held = [indices for indices in parts if indices]
    if not held:
        return []
    words = [block.words for block in page.blocks]
    most = _MOST_WORDS * sum(count for count, rule in zip(words, rules, strict=True) if not rule)
    little = [indices for indices in held if sum(words[index] for index in indices) <= most]
    return [index for indices in little for index in indices]
