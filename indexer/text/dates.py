"""Which day does a text name?

`find_date` finds the calendar date that an article or a file declares; `month_number` knows the names of months.
`DATE_PATTERN` and `TIME_PATTERN` let others recognise the lines of an article that hold nothing but a date and a time.

`DATE_PATTERN` knows the names of months and weekdays in English, French, German, Spanish, Italian, Portuguese and
Dutch; `find_date` knows those of months in every language of CLDR. Time zones are passed over: a date is the day as it
was written.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from indexer.text.patterns import compiled

__all__ = ["DATE_PATTERN", "TIME_PATTERN", "around_date", "before_date", "find_date", "is_date", "month_number"]

_MONTHS = (
    "january jan janvier janv januar jänner jän enero ene gennaio gen janeiro januari",
    "february feb février févr fév februar febrero febbraio fevereiro fev februari",
    "march mar mars märz mrz marzo março maart mrt",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio mag maio mei",
    "june jun juin juni junio giugno giu junho",
    "july jul juillet juil juli julio luglio lug julho",
    "august aug août agosto ago augustus",
    "september sept sep septembre septiembre settembre set setembro",
    "october oct octobre oktober okt octubre ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec décembre déc dezember dez diciembre dicembre dic dezembro",
)
_WEEKDAYS = (
    "monday mon lundi lun montag mo lunes lunedì segunda-feira segunda seg maandag ma "
    "tuesday tues tue mardi mar dienstag di martes martedì terça-feira terça ter dinsdag "
    "wednesday wed mercredi mer mittwoch mi miércoles mié mercoledì quarta-feira quarta qua woensdag wo "
    "thursday thurs thur thu jeudi jeu donnerstag do jueves jue giovedì gio quinta-feira quinta qui donderdag "
    "friday fri vendredi ven freitag fr viernes vie venerdì sexta-feira sexta sex vrijdag vr "
    "saturday sat samedi sam samstag sa sonnabend sábado sáb sabato sab zaterdag za "
    "sunday sun dimanche dim sonntag so domingo domenica dom zondag zo"
)


def _plain(name: str) -> str:
    """Return `name` in lower case and without its accents, the form in which months are looked up."""
    return "".join(mark for mark in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(mark))


_MONTH_NUMBERS = {_plain(name): number for number, names in enumerate(_MONTHS, 1) for name in names.split()}


def _any_of(names: Iterable[str]) -> str:
    """Return a pattern for any of `names`, with accents composed, decomposed or left out.

    The names are sorted into branches by their first letter, so that a word which is none of them is refused after a
    few comparisons instead of a hundred; longer names come first, so that none is cut short.
    """
    tails: dict[str, set[str]] = {}
    for name in names:
        for spelling in (name, unicodedata.normalize("NFD", name), _plain(name)):
            tails.setdefault(spelling[0], set()).add(spelling[1:])
    branches = (f"{first}(?>{'|'.join(sorted(rest, key=len, reverse=True))})" for first, rest in sorted(tails.items()))
    return f"(?>{'|'.join(branches)})"


_YEAR = r"[12]\d{3}"
_MONTH = _any_of(" ".join(_MONTHS).split())
_WEEKDAY = _any_of(_WEEKDAYS.split())
# In capitals only, whatever the flags: "est" and "west" are words.
_ZONE = (
    r"(?-i:\(?(?:GMT|UTC|UT|BST|CES?T|EES?T|WES?T|MES?Z|IST|JST|KST|HKT|SGT|MSK|SAST|A[CEW][DS]T|NZ[DS]T|[ECMP][DS]?T|Z)"
    r"(?![^\W_])\)?(?:[+-]\d{1,2}(?::?\d\d)?)?|[+-]\d\d:?\d\d)"
)
_CLOCK = (
    r"(?:[01]?\d|2[0-4])"
    r"(?::[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?(?:\s?(?:[ap]\.?m\b\.?|Uhr\b|uur\b|h\b))?"
    r"|(?:\.[0-5]\d)?\s?(?:[ap]\.?m\b\.?|Uhr\b|uur\b)"
    r"|\s?h(?:\s?[0-5]\d)?(?![^\W_])"
    r"|\.[0-5]\d(?=\s?" + _ZONE + r"))"
)
TIME_PATTERN: str = rf"(?<!\d)(?<!\d[:.,]){_CLOCK}(?:\s?{_ZONE})?(?!\d)"
"""Regex source that matches one time of day, with its zone if there is one; for `re.IGNORECASE`."""

_DAY = r"(?>\d{1,2}(?:st|nd|rd|th|er|[oªº°e])?)"
_OF = r"(?>\s?[.,/-]?\s?(?:(?:de|del|of)\s)?)"
# The first letter or digit is looked at before the names are tried, so that long texts without dates cost little.
_LETTER = r"(?=[^\W\d_])"
DATE_PATTERN: str = (
    rf"(?<![^\W_])(?<!\d[./-])(?=[^\W_])(?:"
    rf"(?:{_LETTER}{_WEEKDAY}\.?,?\s(?:(?:the|den|le|il|el)\s)?)?(?:"
    rf"(?=\d)(?:{_DAY}{_OF}{_LETTER}{_MONTH}{_OF}{_YEAR}"
    rf"|\d{{1,2}}(?:/\d{{1,2}}/|-\d{{1,2}}-|\.\s?\d{{1,2}}\.\s?){_YEAR}"
    rf"|\d{{1,2}}\stháng\s\d{{1,2}},?\s(?:năm\s)?{_YEAR}"
    rf"|{_YEAR}(?:-\d{{1,2}}-|/\d{{1,2}}/|\.\s?\d{{1,2}}\.\s?)\d{{1,2}})"
    rf"|{_LETTER}{_MONTH}\.?\s{_DAY},?\s(?:at\s)?(?:\d\d:\d\d(?::\d\d)?\s(?:{_ZONE}\s)?)?{_YEAR})"
    rf"|{_YEAR}\s?[年년]\s?\d{{1,2}}\s?[月월]\s?\d{{1,2}}\s?[日일](?:\s?[(\uff08][^\W\d_][)\uff09])?)(?!\d)"
)
"""Regex source that matches one full calendar date as it is written; for `re.IGNORECASE`. The day may not exist."""

_DATE = f"(?i){DATE_PATTERN}"
_DATE_AND_TIME = rf"{_DATE}(?:(?:T|,?\s(?:at\s)?){TIME_PATTERN})?"
_DATE_WORD = re.compile(r"\d+|[^\W\d_]+")
_DIGIT = re.compile(r"\d")
"""Looked for first: most texts have no date, and the patterns of dates are long."""
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_FOUR_DIGITS = re.compile(r"\d{4}")
"""A year, of which every date that is written in full has one."""
_HAS_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
_OTHER_CALENDAR = re.compile("[\u0e00-\u0e7f\u0600-\u06ff]|令和|平成|昭和|民[國国]")
"""Letters of papers that may count years otherwise, or the name of an era."""
_NAME = r"[^\s\d.,:;/()|-]{3,16}"
# 2023. gada 5. janvāris; 5 января 2020, 5. ledna 2020; Ιανουαρίου 5, 2020; 2020. január 5., 2020 m. sausio 5
_NAMED = re.compile(
    rf"(?<![^\W_])(?<!\d[./-])(?:(?P<day1>\d{{1,2}})(?:\.|-[^\W\d_]{{1,2}})?\s(?:de\s|di\s)?(?P<name1>{_NAME})(?:\s?/\s?{_NAME})?\.?,?\s(?:de\s)?(?P<year1>{_YEAR})"
    rf"|(?P<name2>{_NAME})\.?\s(?P<day2>\d{{1,2}})\.?,?\s(?P<year2>{_YEAR})"
    rf"|(?P<year3>{_YEAR})\.\sgada\s(?P<day3>\d{{1,2}})\.\s(?P<name3>{_NAME})"
    rf"|(?P<year4>{_YEAR})\.?,?\s(?:m\.\s|\w{{2,4}}\s)?(?P<name4>{_NAME})\.?\s(?P<day4>\d{{1,2}}))(?!\d)"
)
_ARABIC_PAIRS = {"كانون الثاني": "يناير", "كانون الأول": "ديسمبر", "تشرين الأول": "أكتوبر", "تشرين الثاني": "نوفمبر"}
"""The months that are called by two words from Lebanon to Iraq, and what they are called in Egypt."""
_ISO = re.compile(r"([12]\d{3})-(\d\d)-(\d\d)(?!\d)")
"""What most pages declare: it needs no look at the patterns of all other dates."""
_COMPACT = re.compile(r"\s*(\d{4})(\d\d)(\d\d)(?:T[\d:.,]{2,16}(?:Z|[+-]\d\d:?\d\d)?)?\s*", re.IGNORECASE)


def is_date(text: str) -> bool:
    """Whether `text` is one full calendar date and nothing else but a time; the day may not exist."""
    return bool(_COMPACT.fullmatch(text) or compiled(_DATE_AND_TIME).fullmatch(text))


def month_number(name: str) -> int | None:
    """The number of the month with this name, in any of the known languages, whole or abbreviated; else None."""
    return _MONTH_NUMBERS.get(_plain(name.removesuffix(".")))


def find_date(text: str, *, month_first: bool = False) -> date | None:
    """Return the first calendar date written in full in `text`, or None.

    Days that do not exist (31 February) are passed over. Of numbers alone the day is read first, as in 20/02/2023,
    unless the second number can be no month; with `month_first` the month is, where slashes part them and the first
    number can be one. Eight digits are a date only where they are the whole text.
    """
    if _DIGIT.search(text) is None:
        return None
    if (iso := _ISO.match(text)) and text.isascii() and (found := _date_or_none(*map(int, iso.groups()))):
        return found
    return next(_dates(text, month_first=month_first), None)


def around_date(text: str) -> tuple[str, str]:
    """Return what is before and what is behind the first calendar date in `text`; ("", "") where it has none."""
    match = compiled(_DATE).search(text) if _DIGIT.search(text) else None
    return (text[: match.start()], text[match.end() :]) if match else ("", "")


def before_date(text: str) -> str:
    """Return what is before the first calendar date in `text`, without white space and separators at its end."""
    match = compiled(_DATE).search(text) if _DIGIT.search(text) else None
    return text[: match.start()].rstrip(" ,;|·•–—-(") if match else text


def _dates(text: str, *, month_first: bool) -> Iterator[date]:
    # NFKC makes full-width digits and no-break spaces plain.
    text = unicodedata.normalize("NFKC", text)
    if not text.isascii():
        text = _OTHER_DIGIT.sub(lambda digit: str(unicodedata.digit(digit[0])), text)
    candidates: Iterable[tuple[int, int, int]]
    if _FOUR_DIGITS.search(text) is None:
        candidates = _other(text)
    elif compact := _COMPACT.fullmatch(text):
        candidates = [(int(compact[1]), int(compact[2]), int(compact[3]))]
    else:
        candidates = itertools.chain(
            _other(text),
            (_numbers(match[0], month_first=month_first) for match in compiled(_DATE).finditer(text)),
            _named(text),
        )
    for year, month, day in candidates:
        if (found := _date_or_none(year, month, day)) is not None:
            yield found


def _other(text: str) -> Iterable[tuple[int, int, int]]:
    """Return year, month and day of the dates in `text` that are those of other calendars."""
    if text.isascii() or _OTHER_CALENDAR.search(text) is None:
        return ()
    from indexer.text.calendars import other_dates  # few texts need them

    return other_dates(text)


def _named(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield year, month and day of the dates in `text` whose month is written in any language."""
    if not _HAS_YEAR.search(text):
        return
    for name, other in _ARABIC_PAIRS.items() if "ن ا" in text else ():
        text = text.replace(name, other)
    for match in _NAMED.finditer(text):
        day, name, year = (match[f"{part}{match.lastgroup[-1]}"] for part in ("day", "name", "year"))  # type: ignore[index]
        if month := _any_month(name):
            yield int(year), month, int(day)


def _any_month(name: str) -> int:
    """Return the number of the month called `name` in some language, or 0."""
    numbers = _all_months()
    plain = _plain(name)
    # Hebrew writes "in" as the first letter of the name.
    return numbers.get(plain) or numbers.get(plain.removeprefix("ב"), 0)


@cache
def _all_months() -> dict[str, int]:
    from indexer.text.month_names import MONTH_NAMES  # few texts need them

    return {name: number for number, names in enumerate(MONTH_NAMES, 1) for name in names.split()} | _MONTH_NUMBERS


def _numbers(written: str, *, month_first: bool) -> tuple[int, int, int]:
    """Return year, month and day of a text that `DATE_PATTERN` matched."""
    words = _DATE_WORD.findall(written)
    numbers = [int(word) for word in words if word[0].isdigit()]
    months = [_MONTH_NUMBERS[name] for word in words if (name := _plain(word)) in _MONTH_NUMBERS]
    if months:
        # "mar. 12 avril 2021" starts with a Tuesday: the month is the last name. The year closes every such form.
        return numbers[-1], months[-1], numbers[0]
    first, second, third = numbers
    if first > 99:
        return first, second, third
    is_month = second > 12 or (month_first and "/" in written and first <= 12)
    return (third, first, second) if is_month else (third, second, first)


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
