"""How is a number of things written in a sentence?"""

from __future__ import annotations

__all__ = ["many"]


def many(number: int, one: str, several: str = "") -> str:
    """So many of a thing: `many(1, "file")` is "1 file". `several` is the plural where it is more than an s behind the
    singular, as where a verb follows."""
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"
