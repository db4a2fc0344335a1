"""Which terms does one written word, phrase or date mean?

A word that the analysis takes apart (`AT&T`, a Japanese word, which is indexed as overlapping pairs of characters) is
looked up as its parts side by side; one whose parts are joined by hyphens or apostrophes (`multi-agent`, `O'Leary`) as
one word too. Wildcards and fuzzy words are compared with the unstemmed words of the field; where they have several
parts (`multi-ag*`), these must be side by side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from indexer.analysis import stem
from indexer.analysis.stopwords import STOP_WORDS
from indexer.errors import DateSyntaxError
from indexer.fields.schema import TEXT_FIELDS
from indexer.querying.lexing import Kind, Token
from indexer.querying.tree import (
    AllOf,
    AnyOf,
    Compound,
    Days,
    Form,
    Fuzzy,
    MultiPhrase,
    Node,
    Pattern,
    Phrase,
    Term,
)
from indexer.text import Word, is_unsegmented, words
from indexer.text.folding import APOSTROPHES
from indexer.text.language_tags import language_tag

__all__ = [
    "AS_TEXT",
    "LARGEST_SLOP",
    "date_length",
    "days",
    "fuzzy",
    "is_stop_word",
    "phrase",
    "plain_word",
    "word",
]

AS_TEXT = "if it is part of the text, put the text in quotes, or give --literal"
"""What to do about a sign that is not meant as one."""

LARGEST_SLOP = 99
"""A phrase with more words between its own would reach from the title into the text."""

# While a pattern is taken apart into words, its wildcards must look like letters: these two are of Linear A.
_STAR, _MARK = "\U00010600", "\U00010601"
_TO_WILDCARDS = str.maketrans({_STAR: "*", _MARK: "?"})
# What joins the parts of a compound: apostrophes, hyphens, and the dashes and minus signs that are written for them.
_JOINERS = rf"['{APOSTROPHES}\u2010-\u2013\u2043\u2212\u05be\ufe63\uff0d-]"
# At the end of a word, a question mark is one: "who said so?"
_WILD_MARKS = re.compile(rf"(?<!\?)\?++(?={_JOINERS}?[\w*])")
_STARS = re.compile(r"\*{2,}")
_DISTANCE = re.compile(r"~([12]?)")
_COMPOUND = re.compile(rf"[^\W\d_]+(?:{_JOINERS}[^\W\d_]+)+")
# In capitals, or with dots, they are the acronyms alone (see `text.tokens`); as people type them, they may be either.
_SAME = {"us": "u.s", "un": "u.n"}


def is_stop_word(token: Token) -> bool:
    """Return whether the word is one that says nothing about a text."""
    found = words(token.text)
    return len(found) == 1 and found[0].text in STOP_WORDS


def word(token: Token, field: str) -> Node | None:
    """Return what a word without quotes means in `field`, or None where there is nothing in it to look up.

    Raises QuerySyntaxError for a wildcard alone.
    """
    written = token.text
    if field == "language":
        return _language(token, written)
    if written[0] == "=" and field in TEXT_FIELDS and (found := words(written)):
        return _side_by_side(token, found, field, "exact", 0)
    # An address holds question marks of its own.
    if "://" in written or not ("*" in written or _WILD_MARKS.search(written)):
        return plain_word(token, field)
    return _pattern(token, field)


def plain_word(token: Token, field: str) -> Node | None:
    """Return what a word means where no character is special, or None where there is nothing in it to look up."""
    written = token.text
    if field in TEXT_FIELDS:
        found = words(written)
        if len(found) == 1 and found[0].text in _SAME:
            return AnyOf(tuple(_single(token, text, field, "stem") for text in (found[0].text, _SAME[found[0].text])))
        return _compound(token, written, field) or _side_by_side(token, found, field, "stem", 0)
    return _side_by_side(token, words(written), field, "exact", 0)


def phrase(token: Token, field: str, slop: int) -> Node | None:
    """Return what a word or several between quotation marks mean, or None where there is nothing to look up."""
    written = token.text[1:-1]
    if field == "language":
        return _language(token, written)
    return _side_by_side(token, words(written), field, "exact", slop)


def fuzzy(token: Token, field: str, tilde: Token) -> Node | None:
    """Return what a word with `~`, `~1` or `~2` means, or None where there is nothing in it to look up."""
    distance = _DISTANCE.fullmatch(tilde.text)
    if distance is None:
        raise tilde.error("a fuzzy word is written word~, word~1 or word~2", hint=AS_TEXT)
    source = token.query[token.start : tilde.end]
    return _adjacent(
        [
            Term(field, "exact", part.text, source=source, start=token.start)
            if is_unsegmented(part.text)
            else Fuzzy(field, part.text, int(distance[1] or 1), source=source, start=token.start)
            for part in words(token.text)
        ]
    )


def days(token: Token, today: date | None) -> Node:
    """Return the days that a word, a phrase or a range in brackets means.

    Raises QuerySyntaxError where it means none.
    """
    from indexer.querying.days import day_range  # seldom needed, and not quick to import

    written = token.text
    if token.kind is Kind.PHRASE:
        written = written[1:-1]
    elif token.kind is Kind.RANGE:
        written = _joined_by_dots(token)
    try:
        found = day_range(written, today)
    except DateSyntaxError as error:
        raise token.error(str(error), hint=error.hint) from None
    return Days(found.first, found.last, source=token.text, start=token.start)


def date_length(words: Sequence[str], today: date | None) -> int:
    """Return how many of `words`, one at least, are meant as one date; it may be one that `days` refuses."""
    from indexer.querying.days import date_length

    return date_length(words, today)


def _joined_by_dots(token: Token) -> str:
    """Return `[a TO b]` as `a..b`; a `*` is an open end."""
    ends = token.text[1:-1].split()
    if ends.count("TO") != 1 or ends[0] == "TO" or ends[-1] == "TO":
        raise token.error("a range in brackets is written [2019 TO 2020-06]", hint=DateSyntaxError.hint)
    middle = ends.index("TO")
    first, last = " ".join(ends[:middle]), " ".join(ends[middle + 1 :])
    return f"{'' if first == '*' else first}..{'' if last == '*' else last}"


def _language(token: Token, written: str) -> Term:
    code = language_tag(written)
    if not code:
        raise token.error("unknown language", hint="write its code or its name, such as language:de or language:German")
    return Term("language", "exact", code, source=token.text, start=token.start)


def _side_by_side(token: Token, found: list[Word], field: str, form: Form, slop: int) -> Node | None:
    """Return the words `found` in a token as one term or a phrase."""
    source, start = token.text, token.start
    if len(found) == 1 or any(len(part.text) == 1 and is_unsegmented(part.text) for part in found):
        return _together([_single(token, part.text, field, form) for part in found])
    if not found:
        return None
    terms = tuple(stem(part.text) if form == "stem" else part.text for part in found)
    return Phrase(field, form, terms, slop, source=source, start=start)


def _single(token: Token, text: str, field: str, form: Form) -> Term | Pattern:
    """Return one folded word as a leaf.

    A single character of a script written without spaces is indexed only as the beginning of a pair.
    """
    if len(text) == 1 and is_unsegmented(text):
        return Pattern(field, f"{text}*", source=token.text, start=token.start)
    return Term(field, form, stem(text) if form == "stem" else text, source=token.text, start=token.start)


def _pattern(token: Token, field: str) -> Node:
    inner = _WILD_MARKS.sub(lambda marks: _MARK * len(marks[0]), token.text)
    leaves: list[Term | Pattern] = []
    for part in words(inner.replace("*", _STAR)):
        text = part.text.translate(_TO_WILDCARDS)
        if not text.strip("*?"):
            continue
        if "*" in text or "?" in text:
            leaves.append(Pattern(field, _STARS.sub("*", text), source=token.text, start=token.start))
        else:
            leaves.append(_single(token, text, field, "exact"))
    found = _adjacent(leaves)
    if found is None:
        raise token.error(
            "a wildcard needs at least one letter or digit beside it",
            hint="write letters beside it, as in photogr*; author:* finds what has any author",
        )
    return found


def _compound(token: Token, written: str, field: str) -> Compound | None:
    """Return what a word with a hyphen or an apostrophe inside means; None where it has none, or is one word."""
    # Marks around it are not part of it: (wi-fi), "wi-fi,".
    core = written.strip("\"'\u2018\u2019.,;:!?()[]")
    if not _COMPOUND.fullmatch(core):
        return None
    found = words(core)
    if len(found) < 2 or any(is_unsegmented(part.text) for part in found):
        return None
    joined = words("".join(part.text for part in found))
    if len(joined) != 1:
        return None
    terms = tuple(stem(part.text) for part in found)
    return Compound(field, "stem", terms, stem(joined[0].text), source=written, start=token.start)


def _adjacent(leaves: Sequence[Term | Pattern | Fuzzy]) -> Node | None:
    """Return what the leaves mean side by side, in this order."""
    if not leaves:
        return None
    first = leaves[0]
    if len(leaves) == 1:
        return first
    if all(isinstance(leaf, Term) for leaf in leaves):
        terms = tuple(leaf.text for leaf in leaves)
        return Phrase(first.field, "exact", terms, 0, source=first.source, start=first.start)
    return MultiPhrase(first.field, tuple(leaves), source=first.source, start=first.start)


def _together(leaves: Sequence[Term | Pattern | Fuzzy]) -> Node | None:
    if len(leaves) == 1:
        return leaves[0]
    return AllOf(tuple(leaves)) if leaves else None
