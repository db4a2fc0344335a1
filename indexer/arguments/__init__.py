"""Is this argument what the method asks for?

Each function takes the argument's name, for the error, and its value. It returns the value in the form that the package
works with, where what is meant is plain: a whole number written `1e6`, one path in place of a list of one, the day of a
`datetime`. All others raise UsageError.
"""

from __future__ import annotations

import operator
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from numbers import Number
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeGuard, TypeVar

from indexer.errors import DateSyntaxError, UsageError

if TYPE_CHECKING:
    from indexer.querying.days import DayRange

__all__ = [
    "LARGEST",
    "MOST_JOBS",
    "MOST_PASSAGE_WORDS",
    "Rules",
    "choice_of",
    "day_of",
    "first_day_of",
    "flag_of",
    "function_of",
    "is_iterable",
    "is_missing_day",
    "last_day_of",
    "number_of",
    "passage_words_of",
    "path_of",
    "paths_of",
    "patterns_of",
    "query_of",
    "seconds_of",
    "several",
    "shown",
    "size_of",
    "text_of",
    "texts_of",
    "today_of",
    "wrong_kind",
]

LARGEST = 2**31 - 1
"""What larger numbers are taken as: more passages than an index can hold."""

_LARGEST_SIZE = 2**62
"""Bytes that more are taken as: more than any file has, and few enough that what is added to them stays below 2**63,
which a C library can still count to."""

MOST_PASSAGE_WORDS = 10_000
MOST_JOBS = 64

Rules: TypeAlias = "str | os.PathLike[str] | Mapping[str, Mapping[str, Sequence[str]]]"
"""A file of rules per site, by its path or as a mapping."""

_LONGEST_DAYS = 200
"""Characters of a text that names days, or a range of them: "from Wednesday, 27 February 2019 to …" has about 70."""

_YEARS = range(1000, 10_000)
_Choice = TypeVar("_Choice", bound=str)


def number_of(name: str, value: object, least: int = 0, most: int | None = None) -> int:
    """A whole number from `least` to `most`; without `most`, what is above LARGEST becomes LARGEST."""
    number = _whole(value)
    if number is None:
        raise wrong_kind(name, "a whole number", value)
    if number < least or (most is not None and number > most):
        limits = f"at least {least}" if most is None else f"from {least} to {most}"
        raise UsageError(f"{name} must be {limits}, not {shown(value)}")
    return number if most is not None else min(number, LARGEST)


def passage_words_of(name: str, value: object) -> int | None:
    """A target length of passages in words; None where the index's own holds."""
    return None if value is None else number_of(name, value, 1, MOST_PASSAGE_WORDS)


def size_of(name: str, value: object) -> int:
    """A number of bytes, 0 or more: of a file or of memory, which may have more than LARGEST."""
    number = _whole(value)
    if number is None:
        raise wrong_kind(name, "a whole number", value)
    if number < 0:
        raise UsageError(f"{name} must be at least 0, not {shown(value)}")
    return min(number, _LARGEST_SIZE)


def seconds_of(name: str, value: object) -> float:
    """A time in seconds, 0 or more."""
    try:
        seconds = None if _is_flag(value) or isinstance(value, str | bytes) else float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        seconds = None
    except OverflowError:
        seconds = float("inf") if value > 0 else -1.0  # type: ignore[operator] # only a number is too large for a float
    if seconds is None:
        raise wrong_kind(name, "a number of seconds", value)
    if not seconds >= 0:
        raise UsageError(f"{name} must be at least 0 seconds, not {shown(value)}")
    return seconds


def flag_of(name: str, value: object) -> bool:
    """True or False, numpy's too."""
    if not _is_flag(value):
        raise wrong_kind(name, "True or False", value)
    return bool(value)


def choice_of(name: str, value: object, choices: Sequence[_Choice]) -> _Choice:
    """One of `choices`."""
    for choice in choices:
        if isinstance(value, str) and value == choice:
            return choice
    raise wrong_kind(name, " or ".join(f'"{choice}"' for choice in choices), value)


def function_of(name: str, value: Any) -> Any:
    """Something that can be called."""
    if not callable(value):
        raise wrong_kind(name, "a function", value)
    return value


def text_of(name: str, value: object) -> str:
    """A text. Halves of surrogate pairs, which no encoding can write, become U+FFFD."""
    if not isinstance(value, str):
        raise wrong_kind(name, "a text", value)
    try:
        value.encode()  # which finds surrogates in a hundredth of the time
    except UnicodeEncodeError:
        from indexer.text.characters import without_halves  # few texts need it

        return without_halves(value)
    return str.__str__(value)


def query_of(name: str, value: object) -> str:
    """A text to look up, whatever characters are in it: a shell gives bytes of other encodings as surrogates."""
    if not isinstance(value, str):
        raise wrong_kind(name, "a text", value)
    return str.__str__(value)


def texts_of(name: str, value: object) -> tuple[str, ...]:
    """Several texts, or one in place of several; None is not text."""
    return tuple(text_of(f"{name}[{number}]", text) for number, text in enumerate(several(name, value, "texts", str)))


def path_of(name: str, value: object) -> str:
    """A path of the file system, given as a text, as bytes or as a Path."""
    try:
        path = os.fsdecode(value)  # type: ignore[arg-type]
    except TypeError:
        raise wrong_kind(name, "a path", value) from None
    if not path:
        raise UsageError(f"{name} is an empty path", hint="name a file or a folder")
    if "\0" in path:
        raise UsageError(f"{name} has a NUL in it, which no path can have: {shown(path)}")
    try:
        os.fsencode(path)
    except UnicodeEncodeError:
        raise UsageError(f"{name} has characters that no path can have: {shown(path)}") from None
    return path


def patterns_of(name: str, value: object) -> tuple[str, ...]:
    """Several glob patterns of paths, or one in place of several; None is not a pattern."""
    return tuple(
        query_of(f"{name}[{number}]", text) for number, text in enumerate(several(name, value, "patterns", str))
    )


def paths_of(name: str, value: object) -> tuple[str, ...]:
    """Several paths, or one in place of several; None is not a path."""
    found = several(name, value, "paths", str, bytes, os.PathLike)
    return tuple(path_of(f"{name}[{number}]", path) for number, path in enumerate(found))


def day_of(name: str, value: object) -> date:
    """A day: a date, the day of a datetime, or a text that names one day and can be read in one way only."""
    day = _day_in(value)
    if day is not None:
        return day
    if not isinstance(value, str):
        raise wrong_kind(name, "a date", value)
    days = _range_of(name, value, None)
    if days.first is None or days.first != days.last:
        raise UsageError(f"{name} must be one day, not {shown(value)}")
    from indexer.text.dates import find_date

    if find_date(value, month_first=True) not in {None, days.first}:
        raise UsageError(f"{name} can be read in two ways: {shown(value)}", hint="write it as 2019-02-27")
    return days.first


def today_of(name: str, value: object) -> date | None:
    """The day that "last week" counts from; None is the day that it is, which few queries ask the system for."""
    return None if value is None else day_of(name, value)


def first_day_of(name: str, value: object, today: date | None) -> date | None:
    """The first of the days asked for: by a date, a datetime, a year, or a text such as "2019-02" or "last week"."""
    return _end_of(name, value, today, "first")


def last_day_of(name: str, value: object, today: date | None) -> date | None:
    """The last of the days asked for, as in `first_day_of`."""
    return _end_of(name, value, today, "last")


def several(name: str, value: object, what: str, *single: type) -> Iterable[object]:
    """The members of `value`; `value` alone where it is of a `single` type, nothing where it is None."""
    if value is None:
        return ()
    if single and isinstance(value, single):
        return (value,)
    if not is_iterable(value) or isinstance(value, str | bytes | Mapping):
        raise wrong_kind(name, what, value)
    return value


def is_iterable(value: object) -> TypeGuard[Iterable[object]]:
    """Whether there are members of `value`: a numpy array of no dimensions says so, and has none."""
    return isinstance(value, Iterable) and getattr(value, "shape", None) != ()


def is_missing_day(value: object) -> bool:
    """Whether `value` says that a day is not known: None, a blank text, or the NaT of numpy or pandas, which is not
    equal to itself."""
    if isinstance(value, datetime) or _is_of_numpy(value, "datetime64"):
        return bool(value != value)  # noqa: PLR0124
    return value is None or (isinstance(value, str) and not value.strip())


def _day_in(value: object) -> date | None:
    """The day that a date, a datetime or numpy's datetime64 has; None where there is none in it."""
    if is_missing_day(value):
        return None
    if _is_of_numpy(value, "datetime64"):
        value = value.astype("datetime64[D]").item()  # type: ignore[attr-defined] # of numpy; a number beyond year 9999
    return date(value.year, value.month, value.day) if isinstance(value, date) else None


def _end_of(name: str, value: object, today: date | None, end: Literal["first", "last"]) -> date | None:
    if value is None:
        return None
    day = _day_in(value)
    if day is not None:
        return day
    if not isinstance(value, str):
        year = _whole(value)
        if year is None or year not in _YEARS:
            raise wrong_kind(name, "a date, a year or a text such as 2019-02", value)
        return date(year, 1, 1) if end == "first" else date(year, 12, 31)
    days = _range_of(name, value, today)
    found = days.first if end == "first" else days.last
    if found is None:
        raise DateSyntaxError(f"{name} names no {end} day: {shown(value)}")
    return found


def _range_of(name: str, value: str, today: date | None) -> DayRange:
    if len(value) > _LONGEST_DAYS or not "".join(value.split()).isprintable():
        raise DateSyntaxError(f"{name} must be a date, not {shown(value)}")
    from indexer.querying.days import day_range  # seldom needed, and not quick to import

    try:
        return day_range(value, today)
    except DateSyntaxError as error:
        raise DateSyntaxError(f"{name}: {error}", hint=error.hint) from None


def _whole(value: object) -> int | None:
    """`value` as a whole number, or None where it is none."""
    if type(value) is int:  # as nearly all are
        return value
    if _is_flag(value):
        return None
    try:
        return operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        pass
    if not isinstance(value, Number):  # floats of all kinds, decimals, fractions
        return None
    try:
        whole = int(value)  # type: ignore[call-overload]
    except (TypeError, ValueError, OverflowError):  # of a complex number, NaN or infinity
        return None
    return int(whole) if whole == value else None


def _is_flag(value: object) -> bool:
    return isinstance(value, bool) or _is_of_numpy(value, "bool_")


def _is_of_numpy(value: object, kind: str) -> bool:
    """Whether `value` is of this kind of numpy's, which there are none of where numpy was not imported."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, getattr(numpy, kind))


def wrong_kind(name: str, wanted: str, value: object) -> UsageError:
    """The error for a value that is not what is `wanted`."""
    given = "None" if value is None else f"{shown(value)} ({type(value).__name__})"
    return UsageError(f"{name} must be {wanted}, not {given}")


def shown(value: object) -> str:
    """A value in a message, on one line and not too long."""
    try:
        text = repr(value)
    except Exception:  # noqa: BLE001 - whatever a stranger's object does, the argument is what is wrong
        text = object.__repr__(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
