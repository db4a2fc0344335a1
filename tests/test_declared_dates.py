"""Which day does a date field mean?"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.declared_dates import DeclaredDay, declared_day


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2019-02-27T10:00:00+01:00", "2019-02-27"),
        ("  27 Feb 2019 ", "2019-02-27"),
        ("20190227", "2019-02-27"),
        ("20190227101112", "2019-02-27"),
        ("20190227101112345", "2019-02-27"),
        # RFC 822, RFC 850, and programs that counted years from 1900
        ("3 Mar 87 04:05:06 GMT", "1987-03-03"),
        ("Sat, 03-Mar-90 04:05:06 EST", "1990-03-03"),
        ("Saturday, 03-Mar-90 04:05:06 GMT", "1990-03-03"),
        ("Mon, 3 Jan 05 04:05 +0100", "2005-01-03"),
        ("Mon, 3 Jan 100 04:05 WET", "2000-01-03"),
        ("Wed, 27 Feb 2019 10:11:12 +0000", "2019-02-27"),
        # without a century: the day first, or where one number can be no month
        ("27.2.19", "2019-02-27"),
        ("27.02.19 10:11", "2019-02-27"),
        ("2/27/19", "2019-02-27"),
        ("27/2/87", "1987-02-27"),
        (r"/Date(1551265872000)/", "2019-02-27"),
        (r"\/Date(1551265872000+0100)\/", "2019-02-27"),
        # ctime, and what Twitter and `date` make of it
        ("Wed Feb  6 10:11:12 2019", "2019-02-06"),
        ("Wed Feb  6 10:11:12 CET 2019", "2019-02-06"),
        ("Wed Feb 06 10:11:12 +0000 2019", "2019-02-06"),
        # counted since 1970
        ("1551225600", "2019-02-27"),
        ("1551225600.25", "2019-02-27"),
        ("1551225600000", "2019-02-27"),
        ("1551225600000000", "2019-02-27"),
    ],
)
def test_a_day_is_read_however_machines_write_it(written: str, day: str) -> None:
    assert declared_day(written) == DeclaredDay(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("written", "first", "precision"),
    [
        ("1931", "1931-01-01", "year"),
        ("1931-00-00", "1931-01-01", "year"),
        ("2019-11", "2019-11-01", "month"),
        ("2019/11", "2019-11-01", "month"),
        ("November 2019", "2019-11-01", "month"),
        ("Nov. 2019", "2019-11-01", "month"),
        ("noviembre de 2019", "2019-11-01", "month"),
    ],
)
def test_a_year_or_a_month_alone_is_known_as_such(written: str, first: str, precision: str) -> None:
    assert declared_day(written) == (date.fromisoformat(first), precision)


@pytest.mark.parametrize(
    "written",
    ["", "soon", "2019-13", "0000-00-00 00:00:00", "Mon, 30 Nov -0001 00:00:00 +0000", "31 Feb 92", "12345", "99999999",
     "Spring 2019", "9" * 30, "14 Foo 92 10:00"],
)  # fmt: skip
def test_what_names_no_day_gives_none(written: str) -> None:
    assert declared_day(written) is None


@given(st.text(max_size=60) | st.text("0123456789 -/:.JanFeb", max_size=30))
def test_any_field_is_read_or_is_no_date(written: str) -> None:
    found = declared_day(written)
    assert found is None or found.precision in {"day", "month", "year"}


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)))
def test_a_year_of_two_digits_is_within_a_century_of_the_mail_standard(day: date) -> None:
    assert declared_day(day.strftime("%d %b %y 10:00:00 GMT")) == DeclaredDay(day)
