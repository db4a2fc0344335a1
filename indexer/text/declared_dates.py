"""The day that a date field of a file means, whoever wrote it: a person, a mail program, a database.

`find_date` reads dates as they are written for readers. Fields hold more than those: seconds since 1970, years of two
digits (RFC 822), the year 101 of programs that counted from 1900, a year or a month alone.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final, NamedTuple

from indexer.model.articles import Precision
from indexer.text.dates import find_date

__all__ = ["DeclaredDay", "declared_day"]

_LONGEST: Final = 200
_ENGLISH_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()
# RFC 822 and RFC 850, with the three-digit years that were written from 2000 on by programs that counted from 1900.
_MAIL: Final = re.compile(
    r"(?:[A-Za-z]{3,9},?\s)?(?P<day>\d{1,2})(?P<glue>[\s-])(?P<month>[A-Za-z]{3})[a-z]{0,6}(?P=glue)(?P<year>\d{2,3})"
    r"(?=\s\d{1,2}:\d\d|\Z)"
)
_CTIME_YEAR: Final = re.compile(
    r"[A-Za-z]{3}\s(?P<month>[A-Za-z]{3})\s(?P<day>\d{1,2})\s\d\d:\d\d:\d\d\s(?:[A-Z]{2,5}\s)?(?:[+-]\d{4}\s)?(?P<year>\d{4})"
)
_NUMBER: Final = re.compile(r"(?P<whole>\d{9,19})(?:\.\d{0,9})?")
_MONTH: Final = re.compile(r"(?P<year>[12]\d{3})[-/.](?P<month>\d{1,2})(?:[-/.]00?)?")
_YEAR: Final = re.compile(r"(?P<year>[12]\d{3})(?:-00?-00?)?")
_COMPACT: Final = re.compile(r"(?P<year>[12]\d{3})(?P<month>\d\d)(?P<day>\d\d)(?:\d{6}(?:\d{3})?)?")
_NAMED_MONTH: Final = re.compile(r"(?P<month>[^\W\d_]{3,12})\.?,?\s(?:de\s|del\s)?(?P<year>[12]\d{3})")
_SHORT: Final = re.compile(
    r"(?P<first>\d{1,2})(?P<glue>[./])(?P<second>\d{1,2})(?P=glue)(?P<year>\d\d)(?=\s\d{1,2}:\d\d|\Z)"
)
_WRAPPED: Final = re.compile(r"\\?/Date\((?P<number>\d{9,15})(?:[+-]\d{4})?\)\\?/")
"""How programs on .NET write a day in JSON."""
_UNITS: Final = ((1e17, 1e9), (1e14, 1e6), (1e11, 1e3))
"""From which number on it counts parts of a second, and how many: nano-, micro- and milliseconds. As seconds, the
smallest of them would be after the year 5000."""
_MONTHS_OF_A_YEAR: Final = 12
_EARLIEST: Final = 10**8
"""Seconds; before 1973 a number is more likely something else."""


class DeclaredDay(NamedTuple):
    """A day, and how much of it was declared: of a month or a year alone, `day` is the first day."""

    day: date
    precision: Precision = "day"


def declared_day(text: str) -> DeclaredDay | None:
    """Return the day that the whole of a date field means, or None where it means none.

    Seconds since 1970 are counted in UTC; a time zone is passed over otherwise: the day is the one that was written.
    """
    text = " ".join(text[:_LONGEST].split()).strip("\"'")
    if not text:
        return None
    if wrapped := _WRAPPED.fullmatch(text):
        text = wrapped["number"]
    if text[0].isdigit() and (found := _from_number(text) or _from_unit(text) or _from_short(text)):
        return found
    if (mail := _MAIL.match(text)) and (found := _from_mail(mail)):
        return found
    if (ctime := _CTIME_YEAR.match(text)) and (found := _english(ctime, int(ctime["year"]))):
        return found
    if day := find_date(text):
        return DeclaredDay(day)
    return _from_named_month(text)


def _from_number(text: str) -> DeclaredDay | None:
    """Read a number of seconds, or of parts of them, since 1970; eight or fourteen digits are a date written so."""
    if (compact := _COMPACT.fullmatch(text)) and (found := _day(*map(int, compact.groups()))):
        return found
    number = _NUMBER.fullmatch(text)
    if number is None:
        return None
    seconds = float(number["whole"])
    seconds /= next((parts for least, parts in _UNITS if seconds >= least), 1)
    if seconds < _EARLIEST:
        return None
    try:
        return DeclaredDay(datetime.fromtimestamp(seconds, UTC).date())
    except (OverflowError, OSError, ValueError):
        return None


def _from_unit(text: str) -> DeclaredDay | None:
    """Read a year, or a year and a month, in digits."""
    if year := _YEAR.fullmatch(text):
        return DeclaredDay(date(int(year["year"]), 1, 1), "year")
    month = _MONTH.fullmatch(text)
    found = _day(int(month["year"]), int(month["month"]), 1) if month else None
    return found._replace(precision="month") if found else None


def _from_short(text: str) -> DeclaredDay | None:
    """Read `31.12.19`, or `12/31/19` where one of the numbers can be no month."""
    short = _SHORT.match(text)
    if short is None:
        return None
    first, second, year = int(short["first"]), int(short["second"]), _full_year(int(short["year"]))
    if short["glue"] == ".":
        return _day(year, second, first)
    return _day(year, min(first, second), max(first, second)) if max(first, second) > _MONTHS_OF_A_YEAR else None


def _from_mail(match: re.Match[str]) -> DeclaredDay | None:
    """Read a year of two or three digits as RFC 2822 has it."""
    return _english(match, _full_year(int(match["year"])) if len(match["year"]) == 2 else int(match["year"]) + 1900)


def _full_year(year: int) -> int:
    """Return the year that two digits mean, by RFC 2822: 00 to 49 follow 2000, the others 1900."""
    return year + (2000 if year < 50 else 1900)


def _english(match: re.Match[str], year: int) -> DeclaredDay | None:
    name = match["month"][:3].lower()
    return _day(year, _ENGLISH_MONTHS.index(name) + 1, int(match["day"])) if name in _ENGLISH_MONTHS else None


def _from_named_month(text: str) -> DeclaredDay | None:
    """Read `November 2019`, in any language that `find_date` knows."""
    named = _NAMED_MONTH.fullmatch(text)
    found = find_date(f"1 {named['month']} {named['year']}") if named else None
    return DeclaredDay(found, "month") if found else None


def _day(year: int, month: int, day: int) -> DeclaredDay | None:
    try:
        return DeclaredDay(date(year, month, day))
    except ValueError:
        return None
