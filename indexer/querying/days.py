"""Which days does a person ask for?

2019   2019-02   02/2019   2019-02-20   March 2021   20 Feb 2019
2019-02..2020   ..2020   2019-2021   Feb 2019 to May 2020   1990s
>=2021   <2019-06   since 2021   before June 2019
today   now   yesterday   this month   last week   3 weeks ago   last 7 days
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from indexer.errors import DateSyntaxError
from indexer.text.dates import find_date, is_date, month_number

__all__ = ["COMPARED_IN_WORDS", "DayRange", "date_length", "day_range"]


@dataclass(frozen=True, slots=True)
class DayRange:
    """The days from `first` to `last`, both included; None is an open end."""

    first: date | None
    last: date | None


class _Days(NamedTuple):
    """A range that is closed at both ends."""

    first: date
    last: date


class _NotADateError(DateSyntaxError):
    """A text names no day. It is `nearly` a date where it would be one but for a part that is missing or mistyped."""

    def __init__(self, message: str, *, nearly: bool = False) -> None:
        super().__init__(message)
        self.nearly = nearly


COMPARED_IN_WORDS = {"since": ">=", "from": ">=", "after": ">", "before": "<", "until": "<=", "till": "<="}
"""Words before a date, and the signs that mean the same."""

_LIKE_A_MONTH = 0.75
"""How much of a word must be that of a month for it to be suggested, by `difflib`: one letter of four is wrong."""

_MONTHS = "January February March April May June July August September October November December".split()
_UNIT = re.compile(r"(\d{4})(?:[-/](\d{1,2})| ?[\u5e74\ub144](?: ?(\d{1,2}) ?[\u6708\uc6d4])?)?")  # also 2019年2月
_MONTH_OF_YEAR = re.compile(r"(\d{1,2})[/.](\d{4})")  # 02/2019, 2.2019
_DECADE = re.compile(r"(?:the )?(\d{3}0)['\u2019]?s", re.IGNORECASE)
_MONTH_AND_YEAR = re.compile(r"([^\W\d_]+\.?),?[ -](?:(?:de|of) )?(\d{4})")
_YEAR_AND_MONTH = re.compile(r"(\d{4}),? ([^\W\d_]+\.?)")
_BARE_MONTH = re.compile(r"(?:\d{1,2}\.? )?([^\W\d_]+\.?)(?: \d{1,2})?")
# Written with full stops the day comes first everywhere; with these, the two halves of the world differ.
_AMBIGUOUS = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})")
_ISO_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
_COMPARISON = re.compile(r"(>=|<=|>|<|=|≥|≤)\s*(.*)", re.DOTALL)
_JOINING = ("to", "until", "till")
_RANGE = re.compile(
    r"(?P<first>.*?)\s*\.\.\s*(?P<last>.*)"
    r"|(?P<year>\d{4})\s*[-\u2010-\u2014]\s*(?P<year_after>\d{4})"
    rf"|(?:from |since )?(?P<day>.+) (?:{'|'.join(_JOINING)}|[-\u2010-\u2014]) (?P<day_after>.+)"
    r"|between (?P<between>.+) and (?P<and>.+)",
    re.IGNORECASE | re.DOTALL,
)
_COMPARED_IN_WORDS = re.compile(rf"({'|'.join(COMPARED_IN_WORDS)}) (.*)", re.IGNORECASE | re.DOTALL)
_SHORT_YEAR = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{2}")
_MISTYPED_MONTH = re.compile(r"((?:\d{1,2} )?)([^\W\d_]{3,})((?: \d{1,2},)?(?: \d{4})?)")
_NEAR = re.compile(r"today|now|(?:the )?present|yesterday", re.IGNORECASE)
_CALENDAR = re.compile(r"(this|last) (week|month|year)", re.IGNORECASE)
_AGO = re.compile(r"(\d+) (day|week|month|year)s? ago", re.IGNORECASE)
_LAST = re.compile(r"(?:last|past) (\d+) (day|week|month|year)s?", re.IGNORECASE)


def day_range(text: str, today: date | None) -> DayRange:
    """Return the days that `text` asks for, seen from `today`; None is the day that it is.

    It may be a year, a decade, a month (`2019-02`, `02/2019`, `Feb 2019`), a day or any full date; two of these joined
    by `..`, either end of which may be left out, by `to`, or by a dash between two years; one of them after `<`, `<=`,
    `>`, `>=` or `=`, or after `before`, `until`, `after` or `since`; `today` (also `now` or `present`), `yesterday`,
    `this` or `last` `week`, `month` or `year` (whole calendar units, weeks from Monday to Sunday), `3 weeks ago` (one
    day) and `last 7 days` (up to today).

    Raises DateSyntaxError where it is none of these, names a day that does not exist, runs backwards, or may be read as
    two days (`02/03/2023`).
    """
    today = today or date.today()
    wish = " ".join(text.split())
    if ends := _RANGE.fullmatch(wish):
        left, right = (end for end in ends.groups() if end is not None)
        if not left and not right:
            raise DateSyntaxError(f'"{text}" names no day')
        first = _days(left, today).first if left else None
        last = _days(right, today).last if right else None
        if first and last and first > last:
            raise DateSyntaxError(f'the range "{text}" runs backwards: the earlier end comes first')
        return DayRange(first, last)
    if comparison := _COMPARISON.fullmatch(wish):
        return _compared(comparison[1], _days(comparison[2], today), text)
    if comparison := _COMPARED_IN_WORDS.fullmatch(wish):
        return _compared(COMPARED_IN_WORDS[comparison[1].lower()], _days(comparison[2], today), text)
    return DayRange(*_days(wish, today))


def date_length(words: Sequence[str], today: date | None) -> int:
    """Return how many of `words`, one at least, are meant as one date, or range, with the first of them.

    They are as many as name days. Where none do, or a range goes on behind these with an end that is wrong, they are
    those for which `day_range` tells best what is wrong.
    """
    longest = 0
    wrong: dict[int, DateSyntaxError] = {}
    for count in range(1, len(words) + 1):
        try:
            day_range(" ".join(words[:count]), today)
        except DateSyntaxError as error:
            wrong[count] = error
        else:
            longest = count
    ranges = [count for count in wrong if count > longest and _has_ends(" ".join(words[:count]))]
    if longest and (longest == len(words) or words[longest].lower() not in _JOINING):
        # Behind dots and dashes there may be words to search for, too: 2019 .. moon
        return max((count for count in ranges if not isinstance(wrong[count], _NotADateError)), default=longest)
    forms = ranges or [count for count in wrong if count > longest]
    return max(forms, key=lambda count: _telling(wrong[count], count))


def _has_ends(wish: str) -> bool:
    """Whether `wish` has the form of a range or of a comparison, with something for a date in it."""
    if comparison := _COMPARISON.fullmatch(wish):
        return bool(comparison[2])
    return bool(_RANGE.fullmatch(wish) or _COMPARED_IN_WORDS.fullmatch(wish))


def _telling(error: DateSyntaxError, count: int) -> tuple[int, int]:
    """How much an error about `count` words says; where it says nothing of a date, less for more words."""
    if not isinstance(error, _NotADateError):
        return 2, count
    return (1, count) if error.nearly else (0, -count)


def _compared(operator: str, days: _Days, text: str) -> DayRange:
    try:
        match operator:
            case ">=" | "≥":
                return DayRange(days.first, None)
            case "<=" | "≤":
                return DayRange(None, days.last)
            case ">":
                return DayRange(days.last + timedelta(days=1), None)
            case "<":
                return DayRange(None, days.first - timedelta(days=1))
    except OverflowError:
        raise DateSyntaxError(f'"{text}" lies outside the calendar') from None
    return DayRange(*days)


def _days(wish: str, today: date) -> _Days:
    """Return the days of a `wish` that is neither a range nor a comparison, and single-spaced."""
    try:
        found = _named_days(wish) or _relative_days(wish, today)
    except (ValueError, OverflowError):
        raise DateSyntaxError(f'there is no such day as "{wish}"') from None
    if found is None:
        raise _complaint(wish)
    return found


def _complaint(wish: str) -> _NotADateError:
    """Why `wish` is not a date."""
    if not wish:
        return _NotADateError("a date is missing")
    month = _BARE_MONTH.fullmatch(wish)
    if month and month_number(month[1]):
        return _NotADateError(f'"{wish}" needs a year, as in March 2021', nearly=True)
    if _SHORT_YEAR.fullmatch(wish):
        return _NotADateError(f'"{wish}" needs a year of four digits', nearly=True)
    typed = _MISTYPED_MONTH.fullmatch(wish)
    meant = _month_like(typed[2]) if typed else ""
    also = f"; did you mean {typed[1]}{meant}{typed[3]}?" if typed and meant else ""
    return _NotADateError(f'"{wish}" is not a date{also}', nearly=bool(also))


def _month_like(word: str) -> str:
    """The month whose name a word looks like; "" where it does not."""
    from difflib import get_close_matches  # only for those who mistype

    return next(iter(get_close_matches(word.capitalize(), _MONTHS, 1, _LIKE_A_MONTH)), "")


def _named_days(wish: str) -> _Days | None:
    if unit := _UNIT.fullmatch(wish):
        year, month = int(unit[1]), unit[2] or unit[3]
        return _month(date(year, int(month), 1)) if month else _Days(date(year, 1, 1), date(year, 12, 31))
    if decade := _DECADE.fullmatch(wish):
        return _Days(date(int(decade[1]), 1, 1), date(int(decade[1]) + 9, 12, 31))
    if found := _month_and_year(wish):
        return found
    if iso := _ISO_DAY.fullmatch(wish):
        day = date(int(iso[1]), int(iso[2]), int(iso[3]))
        return _Days(day, day)
    if is_date(wish):
        _refuse_ambiguous(wish)
        if (day_found := find_date(wish)) is None:
            raise ValueError
        return _Days(day_found, day_found)
    return None


def _month_and_year(wish: str) -> _Days | None:
    if numbers := _MONTH_OF_YEAR.fullmatch(wish):
        return _month(date(int(numbers[2]), int(numbers[1]), 1))
    if written := _MONTH_AND_YEAR.fullmatch(wish):
        name, year = written.groups()
    elif written := _YEAR_AND_MONTH.fullmatch(wish):
        year, name = written.groups()
    else:
        return None
    month = month_number(name)
    return _month(date(int(year), month, 1)) if month else None


def _refuse_ambiguous(wish: str) -> None:
    """Raise DateSyntaxError for numbers that are one day in Europe and another in America."""
    written = _AMBIGUOUS.fullmatch(wish)
    if written is None:
        return
    first, second, year = int(written[1]), int(written[3]), int(written[4])
    if first == second or not (1 <= first <= 12 and 1 <= second <= 12):
        return
    days = [date(year, second, first), date(year, first, second)]
    readings = " or ".join(f"{day.isoformat()} ({day.day} {_MONTHS[day.month - 1]})" for day in days)
    raise DateSyntaxError(f'"{wish}" may be two days: write {readings}')


def _relative_days(wish: str, today: date) -> _Days | None:
    if _NEAR.fullmatch(wish):
        day = _back(today, 1 if wish.lower() == "yesterday" else 0, "day")
        return _Days(day, day)
    if calendar := _CALENDAR.fullmatch(wish):
        which, unit = calendar[1].lower(), calendar[2].lower()
        return _calendar_unit(unit, _back(today, 1, unit) if which == "last" else today)
    if ago := _AGO.fullmatch(wish):
        day = _back(today, int(ago[1]), ago[2].lower())
        return _Days(day, day)
    if (last := _LAST.fullmatch(wish)) and int(last[1]) > 0:
        return _Days(_back(today, int(last[1]), last[2].lower()) + timedelta(days=1), today)
    return None


def _calendar_unit(unit: str, day: date) -> _Days:
    """Return the whole week, month or year that `day` lies in."""
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return _Days(monday, monday + timedelta(days=6))
    return _month(day) if unit == "month" else _Days(date(day.year, 1, 1), date(day.year, 12, 31))


def _month(day: date) -> _Days:
    return _Days(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def _back(day: date, count: int, unit: str) -> date:
    """Return the day `count` units before `day`; a day that its month lacks becomes the last of that month."""
    if unit in {"day", "week"}:
        return day - timedelta(days=count * (7 if unit == "week" else 1))
    year, month = divmod(day.year * 12 + day.month - 1 - count * (12 if unit == "year" else 1), 12)
    if year < 1:
        raise OverflowError
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
