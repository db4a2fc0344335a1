"""What does a line look like, seen by itself?

What it is then depends on where it is: a date below the headline is the article's, dates above several paragraphs
head the entries of a timeline.
"""

from __future__ import annotations

from enum import StrEnum, unique

from indexer.cleaning.pasted.byline import read_byline
from indexer.cleaning.pasted.captions import caption_of, is_credit
from indexer.cleaning.pasted.dateline import date_line, read_header, spaced
from indexer.cleaning.rules.kickers import is_kicker
from indexer.cleaning.rules.site_lines import noise

__all__ = ["NOISE", "Kind", "bare", "kind_of", "likeness"]


@unique
class Kind(StrEnum):
    """What a line can be; the values are the names under which removed lines are listed."""

    TEXT = ""
    HEADER = "header"
    TITLE = "title"
    KICKER = "kicker"
    BYLINE = "byline"
    POSSIBLE_BYLINE = "possible byline"
    DATE = "date"
    LABELLED_DATE = "labelled date"
    CAPTION = "caption"
    CAPTION_DUPLICATE = "caption-duplicate"
    CREDIT = "credit"
    READ_MORE = "read-more"
    NEWSLETTER = "newsletter"
    SHARE = "share"
    ADVERTISEMENT = "advertisement"
    COOKIE = "cookie"
    PAYWALL = "paywall"
    CALL_TO_ACTION = "call-to-action"
    COPYRIGHT = "copyright"
    SIGN_OFF = "sign-off"
    AUTHOR_BIO = "author-bio"
    SIGNATURE = "signature"
    LIST_FOOTER = "list-footer"
    NOTICE = "notice"
    DUPLICATE = "duplicate"
    PULL_QUOTE = "pull-quote"


NOISE = frozenset(
    {
        Kind.CREDIT,
        Kind.READ_MORE,
        Kind.NEWSLETTER,
        Kind.SHARE,
        Kind.ADVERTISEMENT,
        Kind.COOKIE,
        Kind.PAYWALL,
        Kind.CALL_TO_ACTION,
        Kind.COPYRIGHT,
        Kind.SIGN_OFF,
        Kind.AUTHOR_BIO,
        Kind.SIGNATURE,
        Kind.LIST_FOOTER,
        Kind.NOTICE,
        Kind.DUPLICATE,
        Kind.PULL_QUOTE,
    }
)
"""The kinds that tell nothing about an article."""

_POINTS = "·• "
_LONGEST = 480
"""Characters of the longest line that can be anything but text."""


def kind_of(line: str) -> Kind:
    """Return what a line of normalized characters and single spaces looks like."""
    if name := noise(line):
        return Kind(name)
    if len(line) > _LONGEST and "://" not in line:
        return Kind.TEXT
    if is_credit(line):
        return Kind.CREDIT
    if caption_of(line):
        return Kind.CAPTION
    return _kind_in_head(line)


def likeness(text: str) -> str:
    """Return the rule by which what looks like a text goes elsewhere, or ""."""
    kind = kind_of(" ".join(text.split()))
    return Kind.DATE.value if kind is Kind.LABELLED_DATE else kind.value


def bare(line: str) -> str:
    """Return a line above a text as it is read: without points around it, and with a space between what was glued."""
    return spaced(line.strip(_POINTS))


def _kind_in_head(line: str) -> Kind:
    """Return what a line looks like among those that are above a text."""
    line = bare(line)
    if label := date_line(line):
        return Kind.LABELLED_DATE if label == "labelled" else Kind.DATE
    if byline := read_byline(line):
        return Kind.BYLINE if byline.sure else Kind.POSSIBLE_BYLINE
    if read_header(line):
        return Kind.HEADER
    return Kind.KICKER if is_kicker(line) else Kind.TEXT
