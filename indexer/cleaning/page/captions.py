"""Which blocks say what a picture shows, or who made it?

Those in `figcaption` are known by their tag. Others are alone in a box with the picture, and are written like a credit,
or the box is named as that of a picture.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from indexer.cleaning.page.blocks import Page
from indexer.cleaning.pasted.captions import caption_of, is_credit

__all__ = ["beside_pictures"]

_LONGEST: Final = 60
"""Words."""
_MOST_BLOCKS: Final = 2
"""Caption and credit; a box with more text than these is more than a picture's."""
_MOST_LINKED: Final = 0.5
_NO_CAPTIONS: Final = frozenset({"heading", "row", "preformatted", "item"})
_PICTURE: Final = re.compile(
    r"(?:\A|[\W_])(?:images?|img|photos?|pictures?|thumb(?:nail|inner|image)?|illustration|bild(?:er)?|fotos?|imagen)(?:\Z|[\W_])",
    re.IGNORECASE,
)


def beside_pictures(page: Page, held: Sequence[int]) -> set[int]:
    """Return the indices of the blocks that belong to a picture. `held` says of each box how many blocks it holds."""
    if not page.pictures:
        return set()
    pictured = page.counts(page.pictures)
    found: set[int] = set()
    for index, block in enumerate(page.blocks):
        if block.words > _LONGEST or block.linked > _MOST_LINKED or block.kind in _NO_CAPTIONS:
            continue
        around = block.box
        while around.parent and not pictured[around.number] and held[around.parent.number] <= _MOST_BLOCKS:
            around = around.parent
        is_alone = pictured[around.number] and held[around.number] <= _MOST_BLOCKS
        if is_alone and (_PICTURE.search(around.shape) or is_credit(block.text) or caption_of(block.text)):
            found.add(index)
    return found
