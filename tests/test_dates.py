"""Which days does a text mean?"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.dates import DATE_PATTERN, TIME_PATTERN, before_date, find_date
from indexer.text.month_names import MONTH_NAMES

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
    ("12 tháng 5 năm 2020", date(2020, 5, 12)),
    ("12 tháng 5, 2020", date(2020, 5, 12)),
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
    "find", [find_date, partial(re.search, TIME_PATTERN + "never", flags=re.IGNORECASE)], ids=["date", "time"]
)
@pytest.mark.parametrize("unit", ["1 ", "1", "12.12.", "31 Feb 2020 ", "mar mar ", "12:00 ", " "])
def test_long_lines_take_no_longer_than_their_length(find: Callable[[str], object], unit: str) -> None:
    assert_linear(find, lambda size: unit * (size // len(unit)), 240_000)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 января 2020 г.", date(2020, 1, 5)),
        ("5. ledna 2020", date(2020, 1, 5)),
        ("2020. január 5.", date(2020, 1, 5)),
        ("2020 m. sausio 5 d.", date(2020, 1, 5)),
        ("5 Ιανουαρίου 2020", date(2020, 1, 5)),
        ("٥ يناير ٢٠٢٠", date(2020, 1, 5)),
        ("5 בינואר 2020", date(2020, 1, 5)),
        ("5 listopada 2020", date(2020, 11, 5)),
        ("5 Ocak 2020", date(2020, 1, 5)),
        ("१५ जनवरी 2020", date(2020, 1, 15)),
        ("5 tammikuuta 2020", date(2020, 1, 5)),
    ],
)
def test_months_are_known_in_every_language(text: str, expected: date) -> None:
    assert find_date(text) == expected


def test_a_month_means_the_same_in_each_text() -> None:
    names = [name for line in MONTH_NAMES for name in line.split()]
    assert len(names) == len(set(names))
    assert len(MONTH_NAMES) == 12


def test_what_is_before_a_date_is_without_separators() -> None:
    assert before_date("By Ada Fenwick | 14 June 2019, 10:00") == "By Ada Fenwick"
    assert before_date("By Ada Fenwick") == "By Ada Fenwick"
