"""When and from where was it sent, say the lines and openings that newspapers keep for it?

A date line holds a date and nothing else but a time and a word such as "Published". A dateline, in the trade's sense,
opens a paragraph: `LONDON (Reuters) - `. A header is what scrapers write above a text: `date 2023-02-20 Exclusive`.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from indexer.cleaning.rules.agencies import AGENCY
from indexer.cleaning.rules.phrases import any_matching, any_of, phrases
from indexer.text.dates import DATE_PATTERN, TIME_PATTERN, find_date
from indexer.text.patterns import compiled

__all__ = [
    "Dateline",
    "Header",
    "date_line",
    "is_american",
    "opens_with_date",
    "read_header",
    "spaced",
    "split_date",
    "split_dateline",
]

_LONGEST = 120
_MOST_DATE_SPACES = 12
"""Spaces in a date line of a label, a date, a time and a zone, each twice, before the last year."""
_MOST_TIME_SPACES = 8
"""Spaces behind its last year: its time, or the age of an update."""

_LABEL = (
    rf"(?:{any_of('published', 'updated')}|更新日?|公開日?|配信|掲載|发布时间|發布時間|发布于|更新时间"
    rf"|입력|수정|등록|승인|게시)(?:\s(?:{any_of('on')}))?"
    r"(?:\s?[:：]\s?|\s[-–—]\s|\s?)"
)
_BETWEEN = r"[\s,;|/•·@()–—-]{1,4}"
_TIME = rf"(?:(?:{any_of('at')})\s)?(?:{TIME_PATTERN}|\d{{1,2}}時\d{{1,2}}分?)"
_AGE = rf"(?:{any_matching('ages')})"
# What agencies in Korea and China have behind the date: that they sent it, and who wrote it for which paper.
_SAID_BEHIND = r"(?P<sent>\s?송고|(?:\s(?:来源|來源|作者|记者|記者|编辑|編輯|责编)\s?[:：]\s?[^\s:：]{1,20}){1,3})?"
# One or two dates, each with its label and time. The pattern of a date is large: it is here once.
_DATES = (
    rf"(?i)[(\[]?(?:(?P<label>{_LABEL})?(?:{_TIME}(?:{_BETWEEN}|\s(?:del?|do|du|vom|van)\s))?{DATE_PATTERN}(?:(?:T|{_BETWEEN}){_TIME})?"
    rf"(?:{_BETWEEN}(?:{_LABEL})?(?:{_TIME}|{_AGE}))?(?P<between>{_BETWEEN})?){{1,2}}[)\].]{{0,2}}"
    rf"{_SAID_BEHIND}"
)
# The age of an article and the time it takes to read are furniture of the page like a labelled date, but tell no day.
_AGES = rf"(?i)[(\[]?(?:{_LABEL})?{_AGE}(?:\s(?:{any_of('published', 'updated')}))?[)\].]{{0,2}}"
_SEPARATOR = re.compile(r"[\s,;|•·(–—-]{1,4}")
# A label whose date is on the next line.
_LABELS_ALONE = frozenset(phrases("published", "updated", first=2))
# What a page has in two elements, pasted without a space: `March 5, 20246:42 PM`, `5 May 2024Updated 6 May 2024`.
_GLUED = re.compile(
    r"(?<=[12]\d{3})(?=\d?\d:\d\d)|(?<=[a-z\d])(?=(?:Published|Updated|Posted|Last updated|First published)[\s:\d])"
    r"|(?<=m)(?=first published)|(?<=[A-Z]T)(?=Updated\b)|(?<=Published)(?=\d)|(?<=Updated)(?=\d)|(?<=Posted)(?=\d)"
)
_LONGEST_OTHER = 60
_DAY = re.compile(r"(?<![\d,–-])[0-3]?\d(?:[.\s/-]|[월月])")
_DIGITS = re.compile(r"(?:\D*\d){5}")
_OTHER_WORD = re.compile(r"[^\W\d_]+")
_KNOWN_WORDS = (
    rf"(?i)\b(?:{any_of('published', 'updated', 'on', 'at')})(?!\w)|{TIME_PATTERN}"
    r"|송고시간?|입력|수정|업데이트|更新|发布"
)
_MOST_SPACES = 6
_MOST_OTHER_WORDS = 2
"""Words beside the labels of a line that is a date: the name of a month, and a day of the week or "г."."""
_AMERICAN = re.compile(r"\b[AP]\.?M\.?,? ?\(?[ECMP][DS]?T\b")
_DIGIT = re.compile(r"\d")
_NUMBER_OF_DAY = re.compile(r"\d\d?(?!\d)(?<!\d\d\d)")
"""What a full date has beside its year."""
_YEAR = re.compile(r"[12]\d{3}")
"""Every full date has one; it is looked for first."""

# `LONDON, March 9 (Reuters) - `, `MADRID 12 Mar. (EUROPA PRESS) -`, `(dpa/abc) - `, and `(ANSA) - ROMA, 12 MAR - `.
_OPENING = re.compile(
    rf"(?P<place>[^\W\d_](?:[\w .,'’/-]|\([\w. ]{{2,12}}\)){{0,60}}?\s?)?"
    rf"\((?P<agency>{AGENCY})(?:/[\w-]{{2,8}}){{0,2}}\)"
    r"(?:\.?\s?[-–—]{1,2}\s?|\s?:\s|\.\s)(?P<italian>[A-ZÀ-Þ][A-ZÀ-Þ' ]{1,30}, \d{1,2} [A-Z]{3} - )?(?=\S)",
    re.IGNORECASE,
)
# `(서울=연합뉴스) 김철수 기자 = `, `新华社北京3月5日电（记者李明）`, `МОСКВА, 5 мар — РИА Новости. `
_ELSEWHERE = (
    r"\([가-힣]{2,10}=(?P<korean>[가-힣\d]{2,8})\)\s(?:[가-힣·\s]{2,20}\s(?:기자|특파원)\s)?=\s"
    r"|(?P<chinese>新华社|新華社|中新社|中新网|中央社)[\u4e00-\u9fff]{2,8}\d{1,2}(?:月\d{1,2})?日[电電讯訊]\s?"
    r"(?:[（(][^（()）]{2,30}[）)])?\s?"
    r"|[А-ЯЁ][А-ЯЁ -]{2,30}(?:\s/[\w ]{2,20}/)?,\s\d{1,2}\s[а-я]{3,8}\.?\s?"
    r"(?:[–—-]\s(?P<russian>РИА Новости|Интерфакс|ТАСС|INTERFAX\.RU)|/(?P<tass>ТАСС)/)\.?\s(?:[–—-]\s)?"
)
_OPENS_ELSEWHERE = frozenset("(新中ЁАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ")
_FURTHEST_AGENCY = 75
_MOST_PLACE_WORDS = 9
_PLACE_WORD = re.compile(r"[^\W_]+")
_PARTICLES = frozenset("de del di da do du den der the of and und et y e en la le el am im an bei sur auf".split())

_HEADER = re.compile(r"date (?P<published>\d{4}-\d\d-\d\d)(?: (?P<kicker>.{1,60}))?", re.IGNORECASE)
_MOST_KICKER_WORDS = 5


class Header(NamedTuple):
    """The date and the kicker that a scraper's header gives, as written; the kicker may be empty."""

    published: str
    kicker: str


class Dateline(NamedTuple):
    """The opening of a paragraph with its place and agency, the agency alone, and the paragraph without them."""

    opening: str
    agency: str
    rest: str


def date_line(text: str) -> Literal["", "bare", "labelled"]:
    """Return whether the whole line is a date, and whether a word such as "Published" says what it is the date of.

    Ages ("3 hours ago") and reading times count as labelled.
    """
    if len(text) > _LONGEST:
        return ""
    if not _DIGIT.search(text):
        return "labelled" if text.lower().rstrip(":") in _LABELS_ALONE else ""
    if _YEAR.search(text):
        place, dash, rest = text.partition(" - ")
        dates = compiled(_DATES) if _NUMBER_OF_DAY.search(text) else None
        if dates and (match := dates.fullmatch(text) or (dash and _is_place(place, "") and dates.fullmatch(rest))):
            label = match["label"] or match["sent"]
            return "labelled" if label and not label.lower().startswith("date") else "bare"
        if len(text) <= _LONGEST_OTHER and _is_other_date(text):
            return "bare"
    return "labelled" if compiled(_AGES).fullmatch(text) else ""


def spaced(text: str) -> str:
    """Return a short line with a space wherever a date, its time or its label was pasted to another."""
    if len(text) > _LONGEST or not (":" in text or "ublished" in text or "pdated" in text or "osted" in text):
        return text
    return _GLUED.sub(" ", text) if _DIGIT.search(text) else text


def is_american(text: str) -> bool:
    """Whether the time in a date line is one of the United States, whose months come before their days."""
    return _AMERICAN.search(text) is not None


def _is_other_date(text: str) -> bool:
    """Whether a line with a year is a date as languages write it whose months `DATE_PATTERN` does not know."""
    if text.count(" ") > _MOST_SPACES or not _DAY.search(text) or not _DIGITS.match(text) or text[-1] in "?!:":
        return False
    rest = compiled(_KNOWN_WORDS).sub(" ", text)
    if not _OTHER_WORD.search(text):
        return False  # a row of figures, of which the first may be a date
    words = len(_OTHER_WORD.findall(rest))
    if words > _MOST_OTHER_WORDS or find_date(rest) is None:
        return False
    # A date in numbers needs no word: "Effective beginning 6/2/2025" says more than its day.
    return not words or find_date(_OTHER_WORD.sub(" ", rest)) is None


def read_header(line: str) -> Header | None:
    """Return what a line says if it is a scraper's header, or None."""
    match = _HEADER.fullmatch(line)
    if match is None or len((match["kicker"] or "").split()) > _MOST_KICKER_WORDS:
        return None
    return Header(match["published"], match["kicker"] or "")


def opens_with_date(text: str) -> bool:
    """Whether a line begins with a date that something else follows."""
    return (
        _YEAR.search(text) is not None
        and _NUMBER_OF_DAY.search(text) is not None
        and (match := compiled(_DATES).match(text)) is not None
        and bool(match["between"])
    )


def split_date(text: str) -> tuple[str, str]:
    """Return a line without the date at its start or end, and that date as written; it is empty where there is none."""
    if len(text) > _LONGEST or not _YEAR.search(text) or not _NUMBER_OF_DAY.search(text):
        return text, ""
    dates = compiled(_DATES)
    if (match := dates.match(text)) and match["between"]:
        return text[match.end() :], match[0]
    *_, last = (year.start() for year in _YEAR.finditer(text))
    if text.count(" ", last) > _MOST_TIME_SPACES:
        return text, ""
    for separator in _SEPARATOR.finditer(text, 0, last):
        if text.count(" ", separator.end(), last) > _MOST_DATE_SPACES:
            continue
        if match := dates.fullmatch(text, separator.end()):
            return text[: separator.start()], match[0]
    return text, ""


def split_dateline(text: str) -> Dateline | None:
    """Return the parts of a paragraph that opens with a place and an agency, or None. Several such openings are one."""
    if (
        not text.isascii()
        and text[:1] in _OPENS_ELSEWHERE
        and (elsewhere := compiled(_ELSEWHERE).match(text))
        and elsewhere.end() < len(text)
    ):
        agency = next(filter(None, elsewhere.groups()))
        return Dateline(elsewhere[0].rstrip(), agency, text[elsewhere.end() :])
    if text.find("(", 0, _FURTHEST_AGENCY) < 0:
        return None
    end = 0
    agency = ""
    while (match := _OPENING.match(text, end)) and _is_place(match["place"] or "", match["agency"]):
        end = match.end()
        agency = agency or match["agency"]
    return Dateline(text[:end].rstrip(), agency, text[end:]) if end else None


def _is_place(text: str, agency: str) -> bool:
    """Whether a text can name a place and a day, and is not what the letters of the `agency` stand for."""
    words = _PLACE_WORD.findall(text)
    if len(words) > _MOST_PLACE_WORDS or "".join(word[0] for word in words if word[0].isupper()) == agency:
        return False
    # The names of months are not capitalised in every language; they are behind a number.
    return all(
        not word[0].islower()
        or word in _PARTICLES
        or any(character.isdigit() for before in words[:index][-2:] for character in before)
        for index, word in enumerate(words)
    )
