"""How is a regular expression compiled that few texts need?

Long ones, and those of large ranges of characters, take milliseconds to compile: a search, or a short text, seldom has
to spend them.
"""

from __future__ import annotations

import re
from functools import cache

__all__ = ["compiled"]


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern, which is compiled when it is first asked for, and kept. Its flags are at its beginning:
    `(?i)`."""
    return re.compile(pattern)
