"""Which elements within a text are the signs of its notes?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from lxml import etree

__all__ = ["is_note"]

_MARK: Final = re.compile(r"[\[(]?(?:\d{1,3}|[a-z*†‡§])[\])]?(?:,\s?\d{1,3}){0,5}")
_NOTED: Final = re.compile(r"(?:\A|[\s_-])(?:foot-?note|note-?ref|fn-?ref|end-?note|side-?note)", re.IGNORECASE)
# Behind fewer letters a raised number may be a power: m², km².
_WORD: Final = re.compile(r"[^\W\d_]{4}[.,;:!?»”\"')]{0,3}\Z")
_WORD_REACH: Final = 7
"""Characters of the longest such end of a word."""


def is_note(element: etree._Element, tag: str, attributes: Mapping[str, str], before: str) -> bool:
    """Whether an `element` is the sign of a note to the text `before` it, and not, say, a power: it is raised, is
    called so, or leads to another place on the page."""
    if tag != "sup" and not attributes.get("href", "").startswith("#"):
        names = attributes.get("class", "")
        if not ("note" in names or "fn" in names) or _NOTED.search(names) is None:
            return False
    written = "".join(map(str, element.itertext())).strip()
    if not _MARK.fullmatch(written):
        return False
    if tag == "sup" and next(element.iter("a"), None) is not None:
        return True
    return _WORD.search(before, max(0, len(before) - _WORD_REACH)) is not None
