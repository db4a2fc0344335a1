"""Which day is meant by a date of another calendar than the Gregorian?

Papers of Iran, Thailand, Japan and Taiwan count years from elsewhere: from the Hijra, by the sun (1402), from the
Buddha's death (2567), from an emperor's accession (令和6年), or from the founding of the republic (民國113年).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

__all__ = ["modern", "other_dates"]

_PERSIAN: Final = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split()
_PERSIAN_LETTERS: Final = str.maketrans("يك", "یک")
"""The letters that Arabic keyboards have for two of the Persian ones."""
_THAI: Final = (
    "มกราคม ม.ค. กุมภาพันธ์ ก.พ. มีนาคม มี.ค. เมษายน เม.ย. พฤษภาคม พ.ค. มิถุนายน มิ.ย. กรกฎาคม ก.ค. สิงหาคม ส.ค."
    " กันยายน ก.ย. ตุลาคม ต.ค. พฤศจิกายน พ.ย. ธันวาคม ธ.ค."
).split()
"""Each month in full, then abbreviated."""
_ERAS: Final = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
"""The years before the first of each era."""
_FORMS: Final = re.compile(
    rf"(?<!\d)(?P<day1>\d{{1,2}})\s(?P<persian>{'|'.join(_PERSIAN)})(?:\sماه)?\s?،?\s(?P<year1>1[34]\d\d)(?!\d)"
    rf"|(?<!\d)(?P<day2>\d{{1,2}})\s?(?P<thai>{'|'.join(map(re.escape, _THAI))})"
    r"\s?(?:พ\.ศ\.\s?)?(?P<year2>2[45]\d\d)(?!\d)"
    rf"|(?P<era>{'|'.join(_ERAS)})\s?(?P<year3>元|\d{{1,3}})\s?年"
    r"[)）]?\s?(?P<month3>\d{1,2})\s?月\s?(?P<day3>\d{1,2})\s?日"
)
_BUDDHIST: Final = 543
_BUDDHIST_YEARS: Final = range(2440, 2600)
_PERSIAN_YEARS: Final = range(1370, 1430)
"""Years in which pages were published, counted otherwise: from about 1900 and 1991 to 2050."""
_PHASE: Final = 11
"""Years between the beginning of a cycle and that of the calendar."""
_DAYS_BEFORE: Final = 226526
"""Days before the first one of the Persian year 0, so that 1 Farvardin 1403 is 20 March 2024."""


def other_dates(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield year, month and day, as Gregorian ones, of the dates of other calendars in `text`, which has plain
    digits."""
    for match in _FORMS.finditer(text.translate(_PERSIAN_LETTERS)):
        if persian := match["persian"]:
            if day := _from_persian(int(match["year1"]), _PERSIAN.index(persian) + 1, int(match["day1"])):
                yield day.year, day.month, day.day
        elif thai := match["thai"]:
            yield int(match["year2"]) - _BUDDHIST, _THAI.index(thai) // 2 + 1, int(match["day2"])
        else:
            year = 1 if match["year3"] == "元" else int(match["year3"])
            yield _ERAS[match["era"]] + year, int(match["month3"]), int(match["day3"])


def modern(day: date) -> date:
    """Return the `day` on which a page was published, which may have been written in digits of another calendar."""
    if day.year in _BUDDHIST_YEARS:
        # Taken for a Gregorian year, 2568 has a 29 February; the year that is meant, 2025, has none.
        return date(day.year - _BUDDHIST, day.month, min(day.day, 28) if day.month == 2 else day.day)
    if day.year in _PERSIAN_YEARS:
        return _from_persian(day.year, day.month, day.day) or day
    return day


def _from_persian(year: int, month: int, day: int) -> date | None:
    """Return a day of the Persian calendar, by its cycle of 33 years with eight leap years; None where there is none.

    The cycle agrees with the astronomical calendar from 1925 to 2088.
    """
    if not 1 <= day <= 31 - (month > 6):
        return None
    months = 31 * (month - 1) - max(0, month - 7)
    cycles, within = divmod(year + _PHASE, 33)
    leaps = 8 * cycles + (within + 3) // 4
    return date.fromordinal(_DAYS_BEFORE + 365 * year + leaps + months + day)
