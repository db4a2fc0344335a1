"""Where does one sentence end and the next begin?"""

from __future__ import annotations

import re

__all__ = ["sentences"]

# It begins with a set of characters, which the rest of the text is skipped by.
_SENTENCE_END = re.compile(
    r"""
    [.!?\u2026\u0964\u061f\u3002\uff01\uff1f\uff0e\n]
    (?: (?<= [.!?\u2026\u0964\u061f] )
        (?<! [.!?\u2026\u0964\u061f]{2} )  # a run of marks is tried once, from its first
        [.!?\u2026\u0964\u061f]*+ ["'\u201d\u2019\u00bb)\]]*+ (?= \s )
      | (?<= [\u3002\uff01\uff1f\uff0e] )
        [\u3002\uff01\uff1f\uff0e]*+ [\u300d\u300f\uff09\u201d"]*+  # full-width marks need no space behind them
      | (?<= \n ) )
    \s*+
    """,
    re.VERBOSE,
)
_ABBREVIATION = re.compile(
    r"""(?: \b(?:
        Mr | Mrs | Ms | Dr | Prof | Rev | Hon | Gen | Col | Maj | Capt | Lt | Sgt | Sen | Rep | Gov | Pres | St | Mt
      | Ft | No | Nos | Vol | Fig | Figs | Eq | Ch | pp | p | ed | eds | cf | vs | v | viz | etc | al | approx | ca | c
      | Inc | Ltd | Co | Corp | Bros | Jr | Sr | Jan | Feb | Mar | Apr | Jun | Jul | Aug | Sept | Sep | Oct | Nov | Dec
      | Mme | Mlle | M | Hr | Fr | Nr | Bd | bzw | z\.B | d\.h
      ) | \b[^\W\d_](?:\.[^\W\d_])* ) \.$""",
    re.VERBOSE,
)
_LONGEST_ABBREVIATION = 6  # letters, without the dots inside
_LOWER_START = re.compile(r"[\"'\u201c\u2018\u00ab(\[]*[^\W\d_A-Z]")


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of `text` as ranges of offsets that follow each other from 0 to its end.

    White space belongs to the sentence before it. A line break ends a sentence. A full stop behind an abbreviation or
    an initial does not, nor any mark that a lower-case letter follows.
    """
    bounds: list[tuple[int, int]] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        at, end = match.span()
        if end == len(text):
            break
        mark = text[at]
        if mark in ".!?…":
            if not text[end].isupper() and _is_lower(text[end : end + 4]) and "\n" not in match[0]:
                continue
            if mark == "." and _is_abbreviation(text, start, at) and "\n" not in match[0]:
                continue
        bounds.append((start, end))
        start = end
    if start < len(text):
        bounds.append((start, len(text)))
    return bounds


def _is_lower(following: str) -> bool:
    """Whether a lower-case letter follows, perhaps behind quotation marks."""
    lower = _LOWER_START.match(following)
    return lower is not None and following[lower.end() - 1].islower()


def _is_abbreviation(text: str, start: int, at: int) -> bool:
    """Whether the full stop at `at`, in a sentence from `start` on, is that of an abbreviation or an initial."""
    before = at - _LONGEST_ABBREVIATION - 1
    if before >= start and text[before:at].isalnum():  # no abbreviation is as long as the word
        return False
    return _ABBREVIATION.search(text, max(start, at - 12), at + 1) is not None
