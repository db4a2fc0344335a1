"""What do Word's styles of paragraphs amount to in HTML?

By their names: these are English in the files of every Word, and other programs write the same.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["tag_of"]

_TAGS: Final = (
    # Nothing of a table of contents is more than the headings below.
    (re.compile(r"(?:toc|index|contents) [1-9]|(?:toc|contents|index) heading|table of figures"), ""),
    (re.compile(r"title"), "h1"),
    (re.compile(r"caption"), "figcaption"),
    (re.compile(r"heading ([1-6])"), r"h\1"),
    (re.compile(r"heading [7-9]"), "h6"),
    (re.compile(r"list (?:bullet|number).{0,9}"), "li"),
)


def tag_of(name: str) -> str | None:
    """Return the tag for a style's name: "" where its paragraphs are not to be read, None where it says nothing."""
    for pattern, tag in _TAGS:
        if match := pattern.fullmatch(name.lower()):
            return match.expand(tag)
    return None
