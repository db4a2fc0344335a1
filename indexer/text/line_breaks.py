"""What is left of a line break where two lines become one: a space, or nothing?

Chinese, Japanese, Thai and other scripts that are written without spaces are broken anywhere. Between two of their
characters, or their punctuation, a line break that only the layout made leaves nothing, as in browsers (CSS Text 3,
"Segment Break Transformation Rules", which leaves Korean out, too: its words are parted by spaces).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from indexer.text.patterns import compiled
from indexer.text.scripts import UNSPACED

__all__ = ["LINE_SEPARATOR", "break_between", "on_one_line"]

LINE_SEPARATOR: Final = "\u2028"
"""A line break that the author wanted, as `<br>` is; on one line it is a space in every script."""

_VARIANTS: Final = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_UNSPACED: Final = rf"[{UNSPACED}\u3001-\u3020\u3030-\u303f\uff01-\uff65{_VARIANTS}]"
"""Characters of scripts without spaces, and the wide signs among them; what selects a variant of one, too."""


def break_between(upper: str, lower: str) -> str:
    """Return what is left of the line break between two lines of one paragraph: a space, or nothing."""
    if upper[-1:].isascii() or lower[:1].isascii():
        return " "
    unspaced = compiled(_UNSPACED)
    return "" if unspaced.match(upper[-1]) and unspaced.match(lower) else " "


def on_one_line(text: str) -> str:
    """Return `text` on one line, its white space collapsed."""
    if text.isascii() or "\n" not in text or not compiled(_UNSPACED).search(text):
        return " ".join(text.split())
    if LINE_SEPARATOR in text:
        return " ".join(filter(None, map(on_one_line, text.split(LINE_SEPARATOR))))
    return _joined(written for line in text.split("\n") if (written := " ".join(line.split())))


def _joined(lines: Iterable[str]) -> str:
    pieces: list[str] = []
    for line in lines:
        if pieces:
            pieces.append(break_between(pieces[-1], line))
        pieces.append(line)
    return "".join(pieces)
