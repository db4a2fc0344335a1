"""What can be written in a query, on one page?

Every example is a query that finds something in the sample articles, or in a mail.
"""

from __future__ import annotations

from typing import NamedTuple

import click

__all__ = ["GUIDE", "Example", "guide"]


class Example(NamedTuple):
    """A query, or several that are alike, and what it finds."""

    queries: tuple[str, ...]
    finds: str


GUIDE: tuple[tuple[str, tuple[Example, ...]], ...] = (
    (
        "Words",
        (
            Example(("lighthouse keeper",), "any of the words, in any form; --all: all"),
            Example(("=keepers",), "the word as written, in no other form"),
            Example(('"sun valve"',), "the words as written, side by side"),
            Example(('"sun gas"~5',), "with up to 5 other words between them"),
            Example(("bull's-eye", "first-order"), "the parts side by side, or as one word"),
            Example(("photogr*", "wom?n"), "* any letters, ? one"),
            Example(("gutenburg~", "gutemburg~2"), "with one typo, with two"),
        ),
    ),
    (
        "Together",
        (
            Example(("tide NOT moon", "tide -moon"), "the first without the second"),
            Example(("+tide moon",), "must have tide; moon raises the score"),
            Example(("storm AND (gale OR wind)",), "capitals for AND, OR, NOT; parentheses group"),
            Example(("moon NEAR/9 (tide OR sea)",), "up to 9 words between"),
            Example(("moon^3 canal",), "the first weighs three times as much"),
        ),
    ),
    (
        "Fields",
        (
            Example(("title:canal", "caption:lens"), "in the title, in a photo's caption"),
            Example(("author:marsh", "author:*"), "by whom; by anybody who is named"),
            Example(('author:"helen marsh"',), "quotes, parentheses too"),
            Example(("site:reuters", "section:science"), "where it was published"),
            Example(("kicker:analysis",), "the line over the headline, such as Analysis"),
            Example(("path:news-pasted",), "in which file or folder"),
            Example(("language:fr",), "by its code or name"),
            Example(("from:ann", "to:keepers"), "mails, by name or address"),
            Example(("subject:fog",), "the same as title"),
            Example(("text:valve title:moon",), "text is passage and title, as without a field"),
        ),
    ),
    (
        "Days",
        (
            Example(("date:2023", "date:2019-06"), "a year or month; year:2023 is the same"),
            Example(("date:Feb 2023", "date:2010s"), "as people write it; a decade"),
            Example(("date:2019..2021-09",), "or 2019 to 2021; an end may be left out"),
            Example(("date:>=2021", "date:<1 May 2020"), "also > and <="),
            Example(("date:last week",), "also: today, since 2021, 3 days ago"),
        ),
    ),
)

_COLUMN = 29
"""Columns of the longest example."""

_NOTES = """\
What follows author, date, from, kicker, language, path, section, site, to or year only chooses passages; all else is
scored. All other characters are part of words: don't, C++, 3.5%, U.S., a.org/b. Put what is not meant as a special
character into quotes; with --literal no character is special.

The shell has special characters too: put the query in single quotes, as in indexer search '"sun valve" -moon', and a
query that begins with a dash behind --, as in indexer search -- -moon tide."""


def guide(width: int) -> str:
    """The page, in lines of at most `width` columns."""
    formatter = click.HelpFormatter(width=width)
    formatter.write_text("What is written in a query, and the passages it finds")
    for heading, examples in GUIDE:
        with formatter.section(heading):
            formatter.write_dl(
                [("  ".join(example.queries).ljust(_COLUMN), example.finds) for example in examples], _COLUMN + 2
            )
    for note in _NOTES.split("\n\n"):
        formatter.write_paragraph()
        formatter.write_text(note)
    return formatter.getvalue()
