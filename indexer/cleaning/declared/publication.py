"""On which day was the article of a page published, and on which changed?

The first of these that gives a date: the JSON-LD, `meta` elements, the address, what is beside the headline, elements
such as `time`, any short text, and what scripts know. A year of copyright is none, nor is the day of a change that no
reader sees.
Where a line right beside the headline shows another day than is declared, and does not say that it is that of a change,
readers know the article by that one. Where it says so, they know it by the day of that change, if the page shows no
other, and if the one declared is so only to search engines, and is long before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from lxml import etree

from indexer.cleaning.declared import metadata_days
from indexer.cleaning.declared.address_days import days_in_address, is_outside_month
from indexer.cleaning.declared.headline import Headline
from indexer.cleaning.declared.marks import Marks
from indexer.cleaning.declared.program_days import days_for_programs, days_in_broken_data
from indexer.cleaning.declared.statements import (
    UPDATED,
    first_published,
    from_published,
    last_change,
    only_labelled,
    posted,
)
from indexer.cleaning.declared.structured import Declared
from indexer.cleaning.page.blocks import Block
from indexer.cleaning.page.prose import ends_sentence
from indexer.cleaning.page.tree import element_text
from indexer.cleaning.pasted.dateline import date_line
from indexer.cleaning.rules.phrases import any_of
from indexer.text.calendars import modern
from indexer.text.dates import around_date, find_date

__all__ = ["modification_day", "publication_day"]

_REVISION: Final = timedelta(days=30)
"""News are corrected within days, guides revised after months. From 17 to 55 days, the same pages are right."""
_ATTRIBUTES: Final = (
    "datetime",
    "content",
    "title",
    "data-datetime",
    "data-date",
    "data-published",
    "data-publish-date",
)
_STAMPS: Final = ("data-timestamp", "data-time")
"""Attributes from which scripts write how long ago something was: comments, and articles in lists, have them too."""
_MOST_WORDS: Final = 20
"""Words of a block that may say when the article was published, among other things."""
_BARE_YEAR: Final = re.compile(r"(?<=[^\W\d_])\s?['’](?=\d\d(?!\d))")
_SHORT_YEAR: Final = re.compile(r"(?<![\d./])(\d{1,2}([./])\s?\d{1,2}\2\s?)(\d\d)(?![\d./:])")
_COPYRIGHT: Final = re.compile(r"©|\(c\)|copyright|all rights", re.IGNORECASE)
_OTHER_DAY: Final = re.compile(rf"{_COPYRIGHT.pattern}|\btoday\b", re.IGNORECASE)
_LONGEST_STATEMENT: Final = 40
"""Words of a block that may say, among other things, that the article came out first on another day."""
_ISO_DAY: Final = 10
_NEVER_DAY: Final = re.compile(
    r"\b(?:regist(?:ered|riert)|joined|member since|mitglied seit|termin|deadline|born|geboren|expires"
    r"|valid until|gültig bis|it is currently|current time|aktuelle zeit|heure actuelle|nous sommes le|hora actual)\b",
    re.IGNORECASE,
)
_NEAREST: Final = 8
"""Blocks beside the headline; of the days in those further away that are not the declared one, most are others'."""
_MOST_AROUND_DAY: Final = 8
"""Words beside a day in a line that says little else: an author, a section, the time that reading takes."""
_WORDS_OF_DAY: Final = 4
_FEWEST_OF_SENTENCE: Final = 3
"""Words beside a day, where a full stop follows, from which on they may be a sentence about the day."""
_MONTHS: Final = 12
_WHOLE: Final = frozenset({"html", "body"})
"""Tags of boxes that say nothing of what is right in them."""
_DIGIT: Final = re.compile(r"\d")
_LETTER: Final = re.compile(r"[^\W\d_]")
_GLUED: Final = re.compile(
    r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[A-ZÀ-Þ][^\W\d_])"
    r"|(?<=[^\W\dA-Z_])(?=[A-ZÀ-Þ][^\W\d_]{2,9}\.?\s\d{1,2},?\s\d{4}|(?:Last )?(?:Updated|Published)\b)"
)
"""Where words of elements of their own may have no space between them."""
_DATELINE: Final = 60
"""Characters of a paragraph that may begin with place and day."""
_OF_SITE: Final = re.compile(
    rf"{_COPYRIGHT.pattern}|\b(?:web ?)?site (?:was )?(?:last )?(?:{any_of('updated')})\b", re.IGNORECASE
)
"""What the day at the foot of every page of a site is that of."""
_EPOCH: Final = date(1970, 1, 1)
"""What programs write for "unknown"."""
_END: Final = date(2100, 1, 1)


def publication_day(
    root: etree._Element,
    declared: Declared,
    marks: Marks,
    blocks: Sequence[Block],
    headline: Headline,
    url: str,
    *,
    month_first: bool = False,
) -> date | None:
    """Return the day, or None where the page under `root`, at `url`, tells none.

    `marks` gives its marked elements, and `headline` is what is around its headline. With `month_first`, its readers
    know 3/4/2025 for a day in March.
    """
    from_url = _first_day(days_in_address(url))
    found = _first_of(metadata_days.published(declared))
    if found and _swapped(found) not in {None, found}:
        swapped = _first_of(metadata_days.published(declared), month_first=True)
        if swapped and swapped != found:
            found = _of_two(found, swapped, headline, blocks, month_first=month_first)
    if found:
        # A day apart is the difference to Greenwich; the page shows the day as the publisher's readers knew it.
        shown = (
            from_url
            or _first_day(_shown(headline), month_first=month_first)
            or _first_day(_timed(headline, marks), month_first=month_first)
        )
        if shown and abs((found - shown).days) == 1:
            return shown
        if from_url and from_url < found:
            # A page that was moved keeps its address, and declares the day of the move.
            return from_url
        if found == from_url:
            return found
        return _known_by(found, declared, marks, blocks, headline, url, month_first=month_first)
    candidates = _candidates(root, declared, marks, blocks, headline, url, month_first=month_first)
    found = _first_of(candidates, month_first=month_first)
    if found and from_url and abs((found - from_url).days) == 1:
        return from_url
    return _as_marked_up(found, marks) if found else None


def _known_by(
    found: date,
    declared: Declared,
    marks: Marks,
    blocks: Sequence[Block],
    headline: Headline,
    url: str,
    *,
    month_first: bool,
) -> date:
    """Return the day by which readers know an article that is declared to be of the day `found`."""
    other = _shown_instead(headline, found, month_first=month_first)
    if other is None:
        return _revised(found, declared, blocks, headline, month_first=month_first) or found
    if is_outside_month(other, url) and not is_outside_month(found, url):
        return found
    # Where an element marked as published has the declared day too, the page shows that day.
    return found if found in _days(_said_by(marks.times.published)) else other


def _of_two(found: date, other: date, headline: Headline, blocks: Sequence[Block], *, month_first: bool) -> date:
    """Return which of two days is meant by a declared one whose numbers do not tell: the one that the page shows."""
    for texts in (_shown(headline), _date_lines(_numbered(blocks), "labelled")):
        if (shown := _first_day(texts, month_first=month_first)) in {found, other}:
            return shown
    return other if month_first else found


def _as_marked_up(found: date, marks: Marks) -> date:
    """Return the day `found` in a visible text or, where only the day that is written the same with the month first is
    in an attribute of an element with a date, that day."""
    swapped = _swapped(found)
    if swapped in {None, found}:
        return found
    elements = (*marks.times.published, *marks.times.in_article, *marks.times.all, *marks.date_styles)
    days = {(element.get("datetime") or "")[:_ISO_DAY] for element in elements}
    return swapped if str(swapped) in days and str(found) not in days else found


def _shown_instead(headline: Headline, found: date, *, month_first: bool) -> date | None:
    """Return the day right beside the headline where it is another than the one `found` in declarations, or None.

    Programs declare the day on which a page was made again, or first made; readers know an article by the day that it
    shows. A line that names both days is no reason to think otherwise.
    """
    for block in _may_show(headline, _NEAREST):
        text = _GLUED.sub(" ", block.text)
        day = _first_day([_before_change(text)], month_first=month_first)
        if day is None:
            continue
        before, after = around_date(text)
        written = text[len(before) : len(text) - len(after)]
        is_swapped = day == _swapped(found) and not _LETTER.search(written)
        around = len(before.split()) + len(after.split())
        is_short = around <= _MOST_AROUND_DAY and not (around > _FEWEST_OF_SENTENCE and ends_sentence(text))
        is_placed = block.box.tag not in _WHOLE
        return day if is_short and is_placed and not is_swapped and not any(around_date(after)) else None
    return None


def _revised(
    found: date, declared: Declared, blocks: Sequence[Block], headline: Headline, *, month_first: bool
) -> date | None:
    """Return the day of a change by which readers know the article first published on the day `found`, or None.

    It is the only one that the page shows, and long after the one that schema.org's properties alone have.
    """
    if found in _days(metadata_days.published_elsewhere(declared)):
        return None
    changed = _first_day(_changes(headline), month_first=month_first)
    if changed is None or changed - found < _REVISION:
        return None
    texts = (block.text for block in _numbered(blocks) if str(found.year) in block.text)
    shown = _days((part for text in texts for part in (text, from_published(text))), month_first=month_first)
    return None if found in shown else changed


def _swapped(day: date) -> date | None:
    """Return the day that is written like `day` where months come first, or None."""
    return date(day.year, day.day, day.month) if day.day <= _MONTHS else None


def _before_change(text: str) -> str:
    """Return what is in `text` before it says when the article was changed."""
    changed = UPDATED.search(text)
    return text[: changed.start()] if changed else text


def _candidates(
    root: etree._Element,
    declared: Declared,
    marks: Marks,
    blocks: Sequence[Block],
    headline: Headline,
    url: str,
    *,
    month_first: bool,
) -> Iterator[Iterable[str]]:
    """Yield the other texts that may have the day, the surest first; most pages need no more than the first few."""
    yield _said_by(marks.declared.published)
    yield days_in_broken_data(declared)
    yield days_in_address(url)
    numbered = _numbered(blocks)
    yield first_published(numbered)
    yield posted(blocks)
    yield _shown(headline)
    yield _date_lines(numbered, "labelled")
    yield only_labelled(numbered)
    yield _said_by(marks.times.published)
    yield _changes(headline, _NEAREST)
    yield _timed(headline, marks)
    yield _said_by(marks.times.in_article)
    yield _said_by(marks.times.all)
    yield _said_by(marks.date_styles)
    yield _date_lines(numbered, "bare")
    yield (block.text for block in numbered if block.words <= _MOST_WORDS and _may_be_day(block, headline))
    yield _stamped((*marks.times.published, *marks.times.all, *marks.date_styles))
    yield _agreed(days_for_programs(root, declared), month_first=month_first)
    yield (block.text[:_DATELINE] for block in headline.beside if block.words > _MOST_WORDS)
    if modification_day(declared):
        # Of 15 pages that say no more than when they were changed, that was the day of publication on one.
        return
    yield (block.text for block in numbered if block.words <= _MOST_WORDS and not _OF_SITE.search(block.text))


def _numbered(blocks: Sequence[Block]) -> list[Block]:
    """Return those of `blocks` that may say a day, among other things."""
    return [block for block in blocks if block.words <= _LONGEST_STATEMENT and _DIGIT.search(block.text)]


def _shown(headline: Headline) -> Iterator[str]:
    """Yield the blocks beside the headline that may say when the article was published, those first that say little
    else."""
    for block in sorted(_may_show(headline), key=_is_sentence):
        yield (text := from_published(_GLUED.sub(" ", block.text)))
        yield _with_long_year(text)


def _timed(headline: Headline, marks: Marks) -> Iterator[str]:
    """Yield the days of the `time` elements whose text is a block beside the headline: `2 days ago`, `12 May`."""
    texts = {block.text for block in _near(headline) if block.words <= _MOST_AROUND_DAY}
    for element in marks.times.all if texts else ():
        if (day := element.get("datetime")) and element_text(element) in texts:
            yield metadata_days.as_day(day)


def _near(headline: Headline) -> list[Block]:
    """Return the nearest blocks beside the headline that are not said to be of something else."""
    return [
        block
        for block, label in zip(headline.beside[:_NEAREST], headline.labels, strict=False)
        if _may_be_day(block, headline) and not _is_other_label(label)
    ]


def _with_long_year(text: str) -> str:
    """Return `text` with four digits for a year of two, which is one of this century where a date is expected."""
    return _BARE_YEAR.sub(" 20", _SHORT_YEAR.sub(r"\g<1>20\g<3>", text))


def _may_show(headline: Headline, among: int | None = None) -> list[Block]:
    """Return the blocks that may say when the article was published, of the nearest so many beside the headline or of
    all. One behind a label for another day does not."""
    return [
        block
        for block, label in zip(headline.beside[:among], headline.labels, strict=False)
        if block.words <= _MOST_WORDS
        and block.kind != "row"
        and _DIGIT.search(block.text)
        and _may_be_day(block, headline)
        and not _is_other_label(label)
    ]


def _is_sentence(block: Block) -> bool:
    return block.words > _MOST_AROUND_DAY + _WORDS_OF_DAY or block.is_prose


def _may_be_day(block: Block, headline: Headline) -> bool:
    """Whether the day in a block is not said to be that of something else."""
    return not _tells_other_day(block.text) and not headline.is_elsewhere(block.box)


@lru_cache(maxsize=1 << 7)
def _tells_other_day(text: str) -> bool:
    """Whether a text says that its day is that of something else: a change, a copyright, today. Remembered, since the
    blocks beside a headline are asked several times."""
    text = _GLUED.sub(" ", text)
    # What is before a change is told of the article.
    other = _other_day(text)
    if other and not (UPDATED.match(text, other.start()) and find_date(text[: other.start()])):
        return True
    return _NEVER_DAY.search(text) is not None


def _other_day(text: str) -> re.Match[str] | None:
    """Return the first word in `text` that says that its day is that of something else, or None."""
    other, changed = _OTHER_DAY.search(text), last_change(text)
    return min(filter(None, (other, changed)), key=re.Match.start, default=None)


def _is_other_label(text: str) -> bool:
    """Whether a line says of the day in the next one that it is that of something else."""
    label = text.rstrip(" :")
    return UPDATED.fullmatch(label) is not None or _NEVER_DAY.fullmatch(label) is not None


def _changes(headline: Headline, among: int | None = None) -> Iterator[str]:
    """Yield what the blocks beside the headline, the nearest so many or all, say of when the article was changed."""
    for block, label in zip(headline.beside[:among], headline.labels, strict=False):
        if not _DIGIT.search(block.text) or _OF_SITE.search(block.text):
            continue
        if UPDATED.fullmatch(label.rstrip(" :")) and block.words <= _MOST_AROUND_DAY:
            yield block.text
        if block.words <= _MOST_WORDS and (changed := UPDATED.search(text := _GLUED.sub(" ", block.text))):
            yield text[changed.start() :]


def _agreed(texts: Iterable[str], *, month_first: bool) -> list[str]:
    """Return the day in `texts` where all that have one have the same: of several, some are other articles'."""
    days = set(_days(map(metadata_days.as_day, texts), month_first=month_first))
    return [day.isoformat() for day in days] if len(days) == 1 else []


def modification_day(declared: Declared) -> date | None:
    """Return the day of the last change that a page declares, or None."""
    return _first_of(metadata_days.modified(declared))


def _first_of(sources: Iterable[Iterable[str]], *, month_first: bool = False) -> date | None:
    """Return the first day of the first of `sources` that has any, or None; those behind it are not read."""
    return next(filter(None, (_first_day(texts, month_first=month_first) for texts in sources)), None)


def _first_day(texts: Iterable[str], *, month_first: bool = False) -> date | None:
    return next(_days(texts, month_first=month_first), None)


def _days(texts: Iterable[str], *, month_first: bool = False) -> Iterator[date]:
    found = filter(None, (find_date(text, month_first=month_first) for text in texts))
    return (day for day in map(modern, found) if _EPOCH < day < _END)


def _stamped(elements: Iterable[etree._Element]) -> Iterator[str]:
    """Yield the times from which scripts write the text of `elements`."""
    return (metadata_days.as_day(value) for element in elements for name in _STAMPS if (value := element.get(name)))


def _said_by(elements: Iterable[etree._Element]) -> Iterator[str]:
    """Yield what `elements` say in attributes and text."""
    for element in elements:
        yield from (
            value[: metadata_days.LONGEST] if name == "title" else metadata_days.as_day(value)
            for name in _ATTRIBUTES
            if (value := element.get(name))
        )
        text = element_text(element)
        if len(text) <= metadata_days.LONGEST and not (_COPYRIGHT.search(text) or _NEVER_DAY.search(text)):
            yield text
            if not UPDATED.search(text):
                yield _with_long_year(text)


def _date_lines(blocks: Sequence[Block], sort: str) -> Iterator[str]:
    """Yield the blocks that are a date and nothing else, those `labelled` as what they are or the `bare` ones."""
    return (block.text for block in blocks if date_line(block.text) == sort and not _other_day(block.text))
