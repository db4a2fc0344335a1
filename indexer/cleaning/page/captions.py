"""Which blocks say what a picture shows, or who made it?

Those in `figcaption` are known by their tag. Others are alone in a box with the picture, and are written like a credit,
or the box is named as that of a picture.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree

from indexer.cleaning.page.blocks import Page
from indexer.cleaning.page.hints import LONGEST_NAMES, hyphened
from indexer.cleaning.pasted.captions import caption_of, is_credit

__all__ = ["beside_pictures", "mark_captions"]

_LONGEST: Final = 60
"""Words."""
_MOST_BLOCKS: Final = 2
"""Caption and credit; a box with more text than these is more than a picture's."""
_MOST_LINKED: Final = 0.5
_NO_CAPTIONS: Final = frozenset({"heading", "row", "preformatted", "item"})
_PICTURE: Final = re.compile(
    r"(?:\A|[\W_])(?:images?|img|photos?|pictures?|pics?|thumb(?:nail|inner|image)?|illustration|bild(?:er)?|fotos?|imagen)(?:\Z|[\W_])",
    re.IGNORECASE,
)


_INLINE: Final = frozenset({"span", "em", "i", "small", "cite", "strong"})
_AROUND_PICTURE: Final = frozenset({"a", "picture", "span", "noscript"})
_BOXES: Final = frozenset({"p", "div", "td", "center"})
_NAMED: Final = re.compile(
    r"(?:\A|[\s-])(?:captions?|legende?|leyenda|didascalia|(?:img|image|photo|pic|foto)-?(?:desc\w*|text|title|info))(?:\Z|[\s-])"
)


def mark_captions(root: etree._Element) -> None:
    """Make `figcaption` elements of those that are, with a picture before them, all of their paragraph or box, and are
    named as captions."""
    judged: etree._Element | None = None
    for picture in root.iter("img", "picture"):
        element: etree._Element = picture
        around = element.getparent()
        while around is not None and element.getprevious() is None and around.tag in _AROUND_PICTURE:
            element, around = around, around.getparent()
        # Pictures in pictures have the same outermost element, which is looked at once.
        if element is judged or around is None or around.tag not in _BOXES:
            continue
        judged = element
        if element.getprevious() is not None or not _is_blank(around.text) or not _is_blank(element.tail):
            continue
        caption = element.getnext()
        while caption is not None and caption.tag == "br" and _is_blank(caption.tail):
            caption = caption.getnext()
        if (
            caption is not None
            and _is_blank(caption.tail)
            and caption.getnext() is None
            and caption.tag in _INLINE
            and _NAMED.search(hyphened((caption.get("class") or "")[:LONGEST_NAMES]))
            and not (element is not picture and _has_text(element))
        ):
            caption.tag = "figcaption"


def _has_text(element: etree._Element) -> bool:
    return any(not str(text).isspace() for text in element.itertext())


def _is_blank(text: str | None) -> bool:
    return not text or text.isspace()


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
