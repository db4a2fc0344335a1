"""How many columns does a text take on a terminal?"""

from __future__ import annotations

import unicodedata
from typing import Final

from indexer.text.patterns import compiled

__all__ = ["has_wide", "width_of"]

# The blocks whose characters take two columns; a few signs elsewhere do, too.
_WIDE: Final = "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\U0001f300-\U0003fffd]"
_FIRST_WIDE: Final = "\u1100"
# Most texts that are not ASCII have signs of typography, which are between the first block and the second.
_FIRST_BLOCK: Final = "[\u1100-\u115f]"
_SECOND_BLOCK: Final = "\u2e80"


def width_of(text: str) -> int:
    """The columns that `text` takes: two for a wide character, as those of Chinese and Japanese are, none for an accent
    that is a character of its own."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def has_wide(text: str) -> bool:
    """Whether any character of `text` takes two columns."""
    if text.isascii() or (last := max(text)) < _FIRST_WIDE:
        return False
    return compiled(_FIRST_BLOCK if last < _SECOND_BLOCK else _WIDE).search(text) is not None
