"""Which day, or which month, is in the address of a page?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

__all__ = ["days_in_address", "is_outside_month"]

_DAY: Final = re.compile(
    r"/((?:19|20)\d\d)(?:/(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])(?![\d-])|[/-](0[1-9]|1[0-2])-(0?[1-9]|[12]\d|3[01])(?!\d))"
    r"|[/_-]((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)"
)
_MONTH_ALONE: Final = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])/(?!\d{1,2}(?:/|\Z))")
_DAY_FIRST: Final = re.compile(r"/((?:0?[1-9]|[12]\d|3[01])-(?:0?[1-9]|1[0-2])-(?:19|20)\d\d)(?!\d)")
_NAMED_MONTH: Final = re.compile(r"/((?:19|20)\d\d)/([a-z]{3,9})/(0?[1-9]|[12]\d|3[01])(?![^/?#])", re.IGNORECASE)


def days_in_address(url: str) -> Iterator[str]:
    """Yield the day in the address `url`, as a text that has nothing else, if there is one."""
    if match := _DAY.search(url):
        yield "-".join(filter(None, match.groups()))
    elif match := _NAMED_MONTH.search(url):
        yield f"{match[3]} {match[2]} {match[1]}"
    elif match := _DAY_FIRST.search(url):
        yield match[1].replace("-", ".")


def is_outside_month(day: date, url: str) -> bool:
    """Whether `url` has a year and a month, but no day, and `day` is in another month."""
    month = _MONTH_ALONE.search(url)
    return month is not None and (day.year, day.month) != (int(month[1]), int(month[2]))
