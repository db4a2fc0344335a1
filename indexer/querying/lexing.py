"""Which words and signs does a query consist of, and where is each?"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import NamedTuple

from indexer.errors import QuerySyntaxError, UnknownFieldError
from indexer.querying.tree import FIELDS

__all__ = ["Kind", "Token", "tokens"]


class Kind(Enum):
    """What a token is. `END` follows the last one."""

    WORD = auto()
    PHRASE = auto()
    RANGE = auto()
    FIELD = auto()
    SIGN = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    NEAR = auto()
    OPEN = auto()
    CLOSE = auto()
    TILDE = auto()
    BOOST = auto()
    END = auto()

    __hash__ = object.__hash__  # members are compared by identity; an enum's own hash takes ten times as long


class Token(NamedTuple):
    """`query[start:end]` and what it is. A `PHRASE` has its quotes, a `RANGE` its brackets, a `FIELD` no colon."""

    kind: Kind
    query: str
    start: int
    end: int

    @property
    def text(self) -> str:
        """The token as it was typed."""
        return self.query[self.start : self.end]

    def error(self, message: str, *, hint: str | None = None) -> QuerySyntaxError:
        """Return the error that points at this token."""
        return QuerySyntaxError(message, self.query, self.start, self.end, hint=hint)


_QUOTES = '"\u201c\u201d\u201e\u00ab\u00bb'
_CLOSING = {
    '"': re.compile('"'),
    "\u201c": re.compile("\u201d"),
    "\u201d": re.compile("\u201d"),
    "\u201e": re.compile("[\u201c\u201d]"),
    "\u00ab": re.compile("\u00bb"),
    "\u00bb": re.compile("\u00ab"),
    "[": re.compile("]"),
}
_OPERATORS = {"AND": Kind.AND, "&&": Kind.AND, "OR": Kind.OR, "|": Kind.OR, "||": Kind.OR, "NOT": Kind.NOT}

_NEAR = re.compile(r"NEAR/\d*")
_SPACE = re.compile(r"\s*")
# A name right before "//" or a second colon is not a field: http://a.org, std::vector.
_FIELD = re.compile(r"([a-z_]++):(?=[^\s)])(?!//|:)")
# The fields there are, as people also write them: "Date:2018", "date: 2018", "date : 2018".
_KNOWN_FIELD = re.compile(
    rf"({'|'.join(FIELDS)})\s*+:(?!//|:)\s*+(?=[^\s)])(?!(?-i:AND|OR|NOT|&&|\|\|?)(?!\S))", re.IGNORECASE
)
# What other programs call our fields: search engines, mail programs and desktop searches. `after` and the like are
# beside the signs that they mean, in `days`.
_ELSEWHERE = {
    "published": "date:",
    "modified": "date:",
    "day": "date:",
    "by": "author:",
    "byline": "author:",
    "creator": "author:",
    "headline": "title:",
    "heading": "title:",
    "intitle": "title:",
    "body": "text:",
    "content": "text:",
    "intext": "text:",
    "category": "section:",
    "topic": "section:",
    "tag": "section:",
    "domain": "site:",
    "host": "site:",
    "publisher": "site:",
    "source": "site:",
    "url": "site:",
    "inurl": "path:",
    "dir": "path:",
    "file": "path:",
    "filename": "path:",
    "folder": "path:",
    "ext": "path:*.",
    "filetype": "path:*.",
    "type": "path:*.",
    "lang": "language:",
    "sender": "from:",
    "recipient": "to:",
}
_SIGN = re.compile(r"(?<![^\s(])[+!-](?=[^\s)])")
_WORD = re.compile(rf"[^\s(){_QUOTES}]+")
_WORD_TILDE = re.compile(r"(?<=\S)~[0-9.]*$")
_TILDE = re.compile(rf"~[^\s()^{_QUOTES}]*")
_BOOST = re.compile(rf"\^[^\s(){_QUOTES}]*")


def tokens(query: str) -> list[Token]:
    """Return the tokens of `query`, with an `END` behind the last.

    Raises QuerySyntaxError for a quotation mark or a bracket without its partner, and UnknownFieldError.
    """
    found: list[Token] = []
    at = _space(query, 0)
    while at < len(query):
        found.extend(_next(query, at, found[-1].kind if found else None))
        at = found[-1].end
        if found[-1].kind is Kind.FIELD:
            at = query.index(":", at) + 1
        at = _space(query, at)
    found.append(Token(Kind.END, query, len(query), len(query)))
    return found


def _space(query: str, at: int) -> int:
    space = _SPACE.match(query, at)
    return space.end() if space else at


def _next(query: str, at: int, previous: Kind | None) -> list[Token]:
    """Return the token at `at`, which is not white space, and what is fastened to its end."""
    first = query[at]
    if first == "(":
        return [Token(Kind.OPEN, query, at, at + 1)]
    if first == ")":
        return _suffixed(Token(Kind.CLOSE, query, at, at + 1))
    if first in _QUOTES or (first == "[" and previous is Kind.FIELD):
        return _suffixed(_enclosed(query, at))
    if previous is not Kind.FIELD:
        if sign := _SIGN.match(query, at):
            return [Token(Kind.SIGN, query, *sign.span())]
        if name := _KNOWN_FIELD.match(query, at) or _FIELD.match(query, at):
            return [_field(query, *name.span(1))]
    return _word(query, at, may_be_operator=previous not in {Kind.FIELD, Kind.SIGN})


def _field(query: str, start: int, end: int) -> Token:
    name = query[start:end]
    if name.lower() not in FIELDS:
        raise UnknownFieldError(
            f'no field "{name}"; fields: {", ".join(FIELDS)}', query, start, end, hint=_hint_for_field(name)
        )
    return Token(Kind.FIELD, query, start, end)


def _hint_for_field(name: str) -> str:
    """What to do about a name that is no field's."""
    from difflib import get_close_matches  # only for those who mistype

    from indexer.querying.days import COMPARED_IN_WORDS

    typed = name.lower()
    if typed in COMPARED_IN_WORDS:
        meant = f"date:{COMPARED_IN_WORDS[typed]}"
    else:
        meant = _ELSEWHERE.get(typed) or next((f"{one}:" for one in get_close_matches(typed, FIELDS, 1)), "")
    instead = "if the colon is part of the text, put the text in quotes, or give --literal"
    return f"did you mean {meant}? {instead}" if meant else instead


def _enclosed(query: str, at: int) -> Token:
    kind = Kind.RANGE if query[at] == "[" else Kind.PHRASE
    closing = _CLOSING[query[at]].search(query, at + 1)
    if closing is None:
        if kind is Kind.RANGE:
            raise QuerySyntaxError("unclosed bracket", query, at, at + 1, hint="write a range as [2019 TO 2020-06]")
        raise QuerySyntaxError(
            "unclosed quotation mark", query, at, at + 1, hint="close it at the end of the phrase, or leave it out"
        )
    return Token(kind, query, at, closing.end())


def _suffixed(token: Token) -> list[Token]:
    """Return a phrase, a range or a closing parenthesis, and the `~` and the `^` that are fastened to it."""
    found = [token]
    for kind, pattern in ((Kind.TILDE, _TILDE), (Kind.BOOST, _BOOST)):
        if match := pattern.match(token.query, found[-1].end):
            found.append(Token(kind, token.query, *match.span()))
    return found


def _word(query: str, at: int, *, may_be_operator: bool) -> list[Token]:
    """Return the word at `at`, its `~` and its `^`, or the operator that it is. An address is never cut."""
    match = _WORD.match(query, at)
    end = match.end() if match else at + 1
    word = query[at:end]
    if may_be_operator and (kind := Kind.NEAR if _NEAR.fullmatch(word) else _OPERATORS.get(word)):
        return [Token(kind, query, at, end)]
    suffixes: list[Token] = []
    if "://" not in word:
        if (caret := word.rfind("^")) > 0:
            suffixes.append(Token(Kind.BOOST, query, at + caret, end))
            end = at + caret
        if tilde := _WORD_TILDE.search(query[at:end]):
            suffixes.append(Token(Kind.TILDE, query, at + tilde.start(), end))
            end = at + tilde.start()
    return [Token(Kind.WORD, query, at, end), *reversed(suffixes)]
