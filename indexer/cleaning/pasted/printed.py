"""Which lines of a text did a browser print at the top and the foot of each page?

At the foot is the page's address with the number of the page, such as `https://example.org/a 1/3`; at the top are day,
time and title. Of the lines at the top nothing is certain by itself: each is behind a foot or begins the text, and they
say the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["printed_lines"]

_FOOT = re.compile(
    r"\s*(?:https?|file)://\S+\s+(?:(?:page|seite|p[aá]gina|pagina|strona|стр\.?|страница) )?(?P<number>\d{1,4})\s?"
    r"(?:/|of|von|sur|de|di|van|z|из)\s?(?P<count>\d{1,4})\s*",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"\s*\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s+(?:(?:上午|下午|오전|오후)\s?)?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?[AP]\.?M\.?)?\s+(?P<title>\S.*)"
)


def printed_lines(lines: Sequence[str]) -> list[int]:
    """Return which lines were printed around the pages, by index."""
    feet = {index: foot for index, line in enumerate(lines) if "://" in line and (foot := _FOOT.fullmatch(line))}
    if not feet or any(int(foot["number"]) > int(foot["count"]) for foot in feet.values()):
        return []
    heads: dict[int, str] = {}
    begins = True
    for index, line in enumerate(lines):
        if begins and line.strip():
            begins = False
            if head := _HEAD.fullmatch(line):
                heads[index] = " ".join(head["title"].split())
        begins = begins or index in feet
    if len(set(heads.values())) > 1:
        heads = {}
    return sorted((*feet, *heads))
