"""Which quotations are posts of others that the page embeds?

Networks have their own names for the box of a post, and hints know these. Without such a name the post is still a
quotation, and still has the link to itself.
"""

from __future__ import annotations

import re
from typing import Final

from indexer.cleaning.page.blocks import Page
from indexer.cleaning.page.parts import blocks_within, inside

__all__ = ["embedded_posts"]

_POST: Final = re.compile(
    r"//(?:(?:www|m|mobile)\.)?(?:(?:twitter|x)\.com/\w{1,20}/status(?:es)?/\d|bsky\.app/profile/[^/\s]{1,80}/post/"
    r"|instagram\.com/(?:p|reel|tv)/|threads\.(?:net|com)/@[^/\s]{1,40}/post/|tiktok\.com/@[^/\s]{1,40}/video/\d"
    r"|facebook\.com/[^/\s]{1,80}/(?:posts|videos|photos)/|truthsocial\.com/@\w{1,40}/(?:posts/)?\d"
    r"|linkedin\.com/(?:posts|feed/update)/|t\.me/\w{1,40}/\d)"
)
_LONGEST_ADDRESS: Final = 200
_LONGEST: Final = 120
"""Words of a post; longer quotations are an author's, who may link to a post in them."""


def embedded_posts(page: Page) -> set[int]:
    """Return the indices of the blocks in short quotations that link to a post in their last block."""
    linking = {number for number, address in page.addresses if _POST.search(address[:_LONGEST_ADDRESS])}
    quotations = {_quotation(page, number) for number in linking} - {-1}
    if not quotations:
        return set()
    parts = [inside(page.boxes, page.boxes[number]) for number in sorted(quotations)]
    found: set[int] = set()
    for indices in blocks_within(page, parts):
        is_short = sum(page.blocks[index].words for index in indices) <= _LONGEST
        if indices and is_short and page.blocks[indices[-1]].box.number in linking:
            found.update(indices)
    return found


def _quotation(page: Page, number: int) -> int:
    """Return the number of the innermost quotation that is the box of this `number` or around it, or -1."""
    while number >= 0 and page.boxes[number].tag != "blockquote":
        number = page.parents[number]
    return number
