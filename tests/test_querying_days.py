"""The days that a person asks for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import DateSyntaxError
from indexer.querying.days import DayRange, day_range

TODAY = date(2024, 3, 31)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019", "2019-01-01", "2019-12-31"),
        ("2019-02", "2019-02-01", "2019-02-28"),
        ("2020-2", "2020-02-01", "2020-02-29"),
        ("02/2019", "2019-02-01", "2019-02-28"),
        ("2.2020", "2020-02-01", "2020-02-29"),
        ("11/2019..02/2020", "2019-11-01", "2020-02-29"),
        ("since 5/2019", "2019-05-01", None),
        ("2019-02-27", "2019-02-27", "2019-02-27"),
        ("2019..2021", "2019-01-01", "2021-12-31"),
        (" 2019-11 .. 2020-02 ", "2019-11-01", "2020-02-29"),
        ("2019-02..", "2019-02-01", None),
        ("..2020", None, "2020-12-31"),
        (">=2019-02", "2019-02-01", None),
        (">2019-02", "2019-03-01", None),
        ("<= 2020", None, "2020-12-31"),
        ("<2020", None, "2019-12-31"),
        ("=2020", "2020-01-01", "2020-12-31"),
        ("today", "2024-03-31", "2024-03-31"),
        ("Yesterday", "2024-03-30", "2024-03-30"),
        ("this week", "2024-03-25", "2024-03-31"),
        ("last week", "2024-03-18", "2024-03-24"),
        ("this month", "2024-03-01", "2024-03-31"),
        ("last  month", "2024-02-01", "2024-02-29"),
        ("this year", "2024-01-01", "2024-12-31"),
        ("LAST YEAR", "2023-01-01", "2023-12-31"),
        ("3 days ago", "2024-03-28", "2024-03-28"),
        ("2 weeks ago", "2024-03-17", "2024-03-17"),
        ("1 month ago", "2024-02-29", "2024-02-29"),
        ("13 months ago", "2023-02-28", "2023-02-28"),
        ("1 year ago", "2023-03-31", "2023-03-31"),
        ("last 7 days", "2024-03-25", "2024-03-31"),
        ("last 1 day", "2024-03-31", "2024-03-31"),
        ("last 2 months", "2024-02-01", "2024-03-31"),
        ("last week..today", "2024-03-18", "2024-03-31"),
        (">=last month", "2024-02-01", None),
        ("20 Feb 2023", "2023-02-20", "2023-02-20"),
        ("20/02/2023..2023-03", "2023-02-20", "2023-03-31"),
        ("20230220", "2023-02-20", "2023-02-20"),
        ("2023-02-20T06:25:00Z", "2023-02-20", "2023-02-20"),
        ("20 Feb 2023, 07:45 GMT", "2023-02-20", "2023-02-20"),
        ("12. März 2021", "2021-03-12", "2021-03-12"),
        ("March 2021", "2021-03-01", "2021-03-31"),
        ("Feb 2005", "2005-02-01", "2005-02-28"),
        ("feb. 2004", "2004-02-01", "2004-02-29"),
        ("2021 March", "2021-03-01", "2021-03-31"),
        ("mars 2021", "2021-03-01", "2021-03-31"),
        ("März, 2021", "2021-03-01", "2021-03-31"),
        ("Dec-1999", "1999-12-01", "1999-12-31"),
        ("Feb 2005..March 2006", "2005-02-01", "2006-03-31"),
        (">=May 2020", "2020-05-01", None),
        ("13/02/2023", "2023-02-13", "2023-02-13"),
        ("02/13/2023", "2023-02-13", "2023-02-13"),
        ("02/02/2023", "2023-02-02", "2023-02-02"),
        ("02.03.2023", "2023-03-02", "2023-03-02"),
        ("2019-2021", "2019-01-01", "2021-12-31"),
        ("2019 \u2013 2021", "2019-01-01", "2021-12-31"),
        ("2019 to 2021", "2019-01-01", "2021-12-31"),
        ("from Feb 2019 until 3 May 2020", "2019-02-01", "2020-05-03"),
        ("Feb 2019 - May 2019", "2019-02-01", "2019-05-31"),
        ("Between 2019 and 2020-06", "2019-01-01", "2020-06-30"),
        ("since 2019", "2019-01-01", None),
        ("After March 2019", "2019-04-01", None),
        ("before 2019", None, "2018-12-31"),
        ("until yesterday", None, "2024-03-30"),
        ("since 2019 until May 2020", "2019-01-01", "2020-05-31"),
        ("2019 to the present", "2019-01-01", "2024-03-31"),
        ("since 2019 until now", "2019-01-01", "2024-03-31"),
        ("1990s", "1990-01-01", "1999-12-31"),
        ("the 1990\u2019s", "1990-01-01", "1999-12-31"),
        ("past 7 days", "2024-03-25", "2024-03-31"),
        ("2021\u5e743\u6708", "2021-03-01", "2021-03-31"),
        ("2021\ub144 3\uc6d4", "2021-03-01", "2021-03-31"),
        ("2021\u5e74", "2021-01-01", "2021-12-31"),
    ],
)
def test_a_range_of_days_is_read(text: str, first: str | None, last: str | None) -> None:
    expected = DayRange(date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)
    assert day_range(text, TODAY) == expected


def test_last_month_of_a_january_is_the_december_before() -> None:
    assert day_range("last month", date(2024, 1, 5)) == DayRange(date(2023, 12, 1), date(2023, 12, 31))


def test_last_week_on_a_monday_ends_the_day_before() -> None:
    assert day_range("last week", date(2024, 4, 1)) == DayRange(date(2024, 3, 25), date(2024, 3, 31))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a date is missing"),
        (">=", "a date is missing"),
        ("soon", '"soon" is not a date'),
        ("last 0 days", '"last 0 days" is not a date'),
        ("2021-2019", 'the range "2021-2019" runs backwards: the earlier end comes first'),
        ("2019-21-2021", '"2019-21-2021" is not a date'),
        ("1/2/23", '"1/2/23" needs a year of four digits'),
        ("Febuary 2005", '"Febuary 2005" is not a date; did you mean February 2005?'),
        ("12 Ocotber 2005", '"12 Ocotber 2005" is not a date; did you mean 12 October 2005?'),
        ("Setpember", '"Setpember" is not a date; did you mean September?'),
        ("spring 2020", '"spring 2020" is not a date'),
        ("on 20 Feb 2023", '"on 20 Feb 2023" is not a date'),
        ("..", '".." names no day'),
        ("2019..2020..2021", '"2020..2021" is not a date'),
        ("2021..2019", 'the range "2021..2019" runs backwards: the earlier end comes first'),
        ("2019-13", 'there is no such day as "2019-13"'),
        ("31 Feb 2020", 'there is no such day as "31 Feb 2020"'),
        ("0000", 'there is no such day as "0000"'),
        ("9999999999 days ago", 'there is no such day as "9999999999 days ago"'),
        ("9999999 years ago", 'there is no such day as "9999999 years ago"'),
        (">9999", '">9999" lies outside the calendar'),
        ("<0001", '"<0001" lies outside the calendar'),
        ("March", '"March" needs a year, as in March 2021'),
        ("3 March", '"3 March" needs a year, as in March 2021'),
        ("Marches 2021", '"Marches 2021" is not a date; did you mean March 2021?'),
        (
            "02/03/2023",
            '"02/03/2023" may be two days: write 2023-03-02 (2 March) or 2023-02-03 (3 February)',
        ),
        (
            "2020..1-12-2023",
            '"1-12-2023" may be two days: write 2023-12-01 (1 December) or 2023-01-12 (12 January)',
        ),
    ],
)
def test_what_names_no_days_is_an_error_that_says_so(text: str, message: str) -> None:
    with pytest.raises(DateSyntaxError) as caught:
        day_range(text, TODAY)
    assert str(caught.value) == message


@given(st.text(max_size=40) | st.text("0123456789-./<>= daysgolt", max_size=20), st.dates())
def test_any_text_is_days_in_order_or_a_clear_error(text: str, today: date) -> None:
    try:
        found = day_range(text, today)
    except DateSyntaxError:
        return
    assert found.first or found.last
    assert not (found.first and found.last) or found.first <= found.last


@given(st.dates(date(1, 1, 8)), st.sampled_from(["week", "month", "year"]))
def test_this_unit_follows_the_last_one_without_a_gap(today: date, unit: str) -> None:
    try:
        this, last = day_range(f"this {unit}", today), day_range(f"last {unit}", today)
    except DateSyntaxError:
        return
    assert this.first
    assert this.last
    assert last.last
    assert this.first <= today <= this.last
    assert last.last + timedelta(days=1) == this.first
