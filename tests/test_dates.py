"""Which days does a text mean?"""

from __future__ import annotations

import re
import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import DateSyntaxError
from indexer.text.dates import DATE_PATTERN, TIME_PATTERN, DayRange, day_range, find_date

TODAY = date(2024, 3, 31)  # a Sunday
ANY_DAY = st.dates(date(1000, 1, 1), date(2999, 12, 31))
MONTHS = [
    line.split()
    for line in """\
January February March April May June July August September October November December
Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
Januar Februar März April Mai Juni Juli August September Oktober November Dezember
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
januari februari maart april mei juni juli augustus september oktober november december
""".splitlines()
]

FULL_DATES = [
    ("2023-02-20", date(2023, 2, 20)),
    ("2023/2/20", date(2023, 2, 20)),
    ("2023.02.20", date(2023, 2, 20)),
    ("20 February 2023", date(2023, 2, 20)),
    ("20th Feb. 2023", date(2023, 2, 20)),
    ("20-FEB-2023", date(2023, 2, 20)),
    ("February 20, 2023", date(2023, 2, 20)),
    ("Sept. 5 2019", date(2019, 9, 5)),
    ("Monday, 20 February 2023", date(2023, 2, 20)),
    ("Sunday the 5th of May, 2019", date(2019, 5, 5)),
    ("20/02/2023", date(2023, 2, 20)),
    ("20.02.2023", date(2023, 2, 20)),
    ("1. 2. 2023", date(2023, 2, 1)),
    ("05/06/2023", date(2023, 6, 5)),
    ("02/20/2023", date(2023, 2, 20)),
    ("12 avril 2021", date(2021, 4, 12)),
    ("mar. 12 avril 2021", date(2021, 4, 12)),
    ("1er janvier 2020", date(2020, 1, 1)),
    ("3 aout 2019", date(2019, 8, 3)),
    ("12. März 2021", date(2021, 3, 12)),
    ("12. Ma\u0308rz 2021", date(2021, 3, 12)),
    ("12 de abril de 2021", date(2021, 4, 12)),
    ("1º de maio de 2020", date(2020, 5, 1)),
    ("martedì 3 marzo 2020", date(2020, 3, 3)),
    ("2020年5月12日", date(2020, 5, 12)),
    ("2020年5月12日(火)", date(2020, 5, 12)),
    ("2020년 5월 12일", date(2020, 5, 12)),
    ("Mon Feb 20 06:25:00 2023", date(2023, 2, 20)),
    ("Mon Feb 20 06:25:00 +0000 2023", date(2023, 2, 20)),
]


@pytest.mark.parametrize(("text", "expected"), FULL_DATES)
def test_a_full_date_is_matched_as_a_whole_and_read(text: str, expected: date) -> None:
    assert re.fullmatch(DATE_PATTERN, text, re.IGNORECASE)
    assert find_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-02-20T06:25:00Z", date(2023, 2, 20)),
        ("2023-02-20 06:25:00-08:00", date(2023, 2, 20)),
        ("20230220", date(2023, 2, 20)),
        (" 20230220T062500Z\n", date(2023, 2, 20)),
        ("Mon, 20 Feb 2023 23:25:00 -0800", date(2023, 2, 20)),
        ("Updated 7:45 on 20 Feb 2023 and 1 March 2023", date(2023, 2, 20)),
        ("31 February 2023, then 1 March 2023", date(2023, 3, 1)),
        ("notes-2023-02-20.html", date(2023, 2, 20)),
        ("\uff12\uff10\uff12\uff10年\uff15月\uff11\uff12日", date(2020, 5, 12)),
        ("20\u00a0February\u00a02023", date(2023, 2, 20)),
    ],
)
def test_the_first_day_that_exists_is_found(text: str, expected: date) -> None:
    assert find_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31 February 2023",
        "29.02.2023",
        "13/13/2023",
        "20231340",
        "order 20230220 of 7",
        "May 2023",
        "20 February",
        "2023",
        "120/02/2023",
        "20 feb 20233",
        "1.20.02.2023",
        "3 ducks 2019",
        "\x00\ud800",
    ],
)
def test_what_names_no_full_date_gives_none(text: str) -> None:
    assert find_date(text) is None


@given(
    ANY_DAY,
    st.sampled_from(MONTHS),
    st.sampled_from(["{d} {m} {y}", "{d}. {M} {y}", "{m} {d}, {y}", "{d} de {m} de {y}"]),
)
def test_every_day_is_read_in_every_language(day: date, months: list[str], form: str) -> None:
    name = months[day.month - 1]
    assert find_date(form.format(d=day.day, m=name, M=name.upper(), y=day.year)) == day


@given(ANY_DAY)
def test_every_day_is_read_in_numbers(day: date) -> None:
    assert find_date(day.isoformat()) == day
    assert find_date(day.strftime("%Y%m%d").zfill(8)) == day
    assert find_date(f"{day.day}/{day.month}/{day.year}") == day


@pytest.mark.parametrize(
    "text",
    [
        "07:45",
        "7.45pm",
        "7:45 p.m. EST",
        "7 p.m.",
        "10:15:30",
        "10:15:30.123",
        "09h30",
        "9 h",
        "18.30 Uhr",
        "07:45 GMT",
        "07.45 BST",
        "10:15+01:00",
        "10:15 UTC+1",
        "10:15 (CET)",
        "06:25:00Z",
    ],
)
def test_a_time_is_matched_as_a_whole(text: str) -> None:
    assert re.fullmatch(TIME_PATTERN, text, re.IGNORECASE)


@pytest.mark.parametrize("text", ["7.45", "25:00", "12:3", "9 heures", "10:75", "112:30", "chapter 7"])
def test_what_is_no_time_is_not_matched(text: str) -> None:
    assert not re.search(TIME_PATTERN, text, re.IGNORECASE)


def test_a_word_behind_a_time_is_not_its_zone() -> None:
    for text in ("12:00 est", "12:00 west", "12:00 Zebra"):
        match = re.search(TIME_PATTERN, text, re.IGNORECASE)
        assert match
        assert match[0] == "12:00"


@pytest.mark.parametrize(
    "line",
    [
        "1 " * 500_000,
        "1" * 1_000_000,
        "12.12." * 160_000,
        "31 Feb 2020 " * 80_000,
        "mar mar " * 125_000,
        "12:00 " * 160_000,
        " " * 1_000_000,
    ],
    ids=lambda line: line[:8],
)
def test_long_lines_take_no_longer_than_their_length(line: str) -> None:
    begin = time.process_time()
    find_date(line)
    re.search(TIME_PATTERN + "never", line, re.IGNORECASE)
    assert time.process_time() - begin < 3


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019", "2019-01-01", "2019-12-31"),
        ("2019-02", "2019-02-01", "2019-02-28"),
        ("2020-2", "2020-02-01", "2020-02-29"),
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
        ("2019-2021", '"2019-2021" is not a date'),
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
