"""How do the words of a query belong together?

    query       = conjunction {"OR" conjunction}
    conjunction = group {"AND" group}
    group       = clause {clause}
    clause      = ["+" | "-" | "!" | "NOT"] [field ":"] value ["^" number] ["NEAR/" number value]
    value       = word ["~" number] | phrase ["~" number] | range | "(" query ")"

A value in which there is nothing to look up, such as a dash between two words, is passed over; but not beside NEAR.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from indexer.errors import QuerySyntaxError
from indexer.fields.schema import FIELD_SYNONYMS, TEXT_FIELDS
from indexer.querying import leaves
from indexer.querying.grouping import Clause, Mode, all_of, any_of, group
from indexer.querying.lexing import Kind, Token, tokens
from indexer.querying.near import near_each_other
from indexer.querying.tree import (
    FILTERS,
    HasField,
    Leaf,
    Node,
    Nothing,
    Weighted,
    Word,
    wanted_leaves,
    with_leaves,
)

__all__ = ["DEEPEST", "Query", "parse", "query_words"]

DEEPEST = 50
"""Parentheses within parentheses; more are not a question that a person asks, and would exhaust Python's stack."""

_ONLY_WORDS = re.compile(r"[a-z0-9\s]+")
"""A query in which nothing is an operator: it means the same whether or not it is taken literally."""
_PIECE = re.compile(r"\S+")
_BOOST = re.compile(r"\^([0-9]{1,4}(?:\.[0-9]{1,4})?|\.[0-9]{1,4})")
_SLOP = re.compile(r"~([0-9]{1,2})")
_MOST_DATE_WORDS = 9  # "between", a day, a month and a year, "and", another of these, and one to spare
_DATE_FIELDS = frozenset({"date", "year"})


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it was typed, and what it means."""

    text: str
    root: Node


def parse(text: str, *, mode: Mode = "any", literal: bool = False, today: date | None) -> Query:
    """Read a query. `today` is the day from which `last week` is counted; None is the day that it is.

    Words without an operator between them are alternatives in mode `any`, the more of them the better; in mode `all` a
    passage must have each of them. A `literal` query consists of words only: no character is special and nothing is an
    error; where there are no words, it matches nothing.

    Raises QuerySyntaxError, or UnknownFieldError, for a query that cannot be read or has nothing to search for.
    """
    if literal or _ONLY_WORDS.fullmatch(text):  # read in half the time
        words = group(list(_literal_clauses(text)), mode)
        if words or literal:
            return Query(text, words or Nothing())
    root = _Parser(tokens(text), mode, today).query()
    if root is None:
        raise QuerySyntaxError("nothing to search for", text, 0, len(text), hint=_hint_for(text))
    return Query(text, root)


def _hint_for(text: str) -> str:
    """What to do about a text in which there is nothing to search for."""
    if not text.strip():
        return "write a word, or several"
    if any(map(str.isalnum, text)):
        return "write a word that is not part of the query language, or put it in quotes"
    return "only letters and digits are indexed: signs and emoji cannot be found"


def _hint_for_operator(operator: Token) -> str:
    """What to do about an operator without its words."""
    written = operator.text.partition("/")[0]
    return "write words beside it" + (f', or "{written.lower()}" for the word itself' if written.isalpha() else "")


def query_words(query: Query) -> tuple[Word, ...]:
    """Return the words, phrases, patterns and fuzzy words that passages are searched for, in the order they are typed.

    What is excluded is not among them, and each is there once.
    """
    wanted = [leaf for leaf, _ in wanted_leaves(query.root) if isinstance(leaf, Word)]
    return tuple(dict.fromkeys(sorted(wanted, key=lambda word: word.start)))


def _literal_clauses(text: str) -> Iterator[Clause]:
    for match in _PIECE.finditer(text):
        token = Token(Kind.WORD, text, *match.span())
        if node := leaves.plain_word(token, "text"):
            yield Clause(node, droppable=leaves.is_stop_word(token))


class _Parser:
    """Reads tokens from left to right, one method a rule of the grammar.

    `field` is the one whose name is before the parentheses around. A method returns None for what has nothing in it
    to look up.
    """

    def __init__(self, tokens: list[Token], mode: Mode, today: date | None) -> None:
        self._tokens = tokens
        self._at = 0
        self._mode = mode
        self._today = today
        self._depth = 0

    def query(self) -> Node | None:
        """Read all tokens."""
        found = self._disjunction("text")
        if self._next.kind is Kind.CLOSE:
            raise self._next.error("unmatched closing parenthesis", hint="leave it out, or open one before it")
        return found

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self, *kinds: Kind) -> Token | None:
        """Return the next token and step past it, if it is of one of `kinds`."""
        token = self._next
        if token.kind not in kinds:
            return None
        self._at += 1
        return token

    def _disjunction(self, field: str) -> Node | None:
        found = [self._conjunction(field, None)]
        while operator := self._take(Kind.OR):
            found.append(self._conjunction(field, operator))
        return any_of([node for node in found if node])

    def _conjunction(self, field: str, operator: Token | None) -> Node | None:
        found = [self._group(field, operator)]
        while operator := self._take(Kind.AND):
            found.append(self._group(field, operator))
        return all_of([node for node in found if node])

    def _group(self, field: str, operator: Token | None) -> Node | None:
        """Read clauses up to the next operator. `operator` is the one before them."""
        begin = self._at
        clauses: list[Clause] = []
        while self._next.kind not in {Kind.AND, Kind.OR, Kind.CLOSE, Kind.END}:
            if clause := self._clause(field):
                clauses.append(clause)
        dangling = operator or (self._next if self._next.kind in {Kind.AND, Kind.OR} else None)
        if self._at == begin and dangling:
            raise dangling.error(f"{dangling.text} needs something on both sides", hint=_hint_for_operator(dangling))
        return group(clauses, self._mode)

    def _clause(self, field: str) -> Clause | None:
        sign = self._take(Kind.SIGN) or self._negation()
        name = self._take(Kind.FIELD)
        first = self._next
        called = name.text.lower() if name else ""
        own = FIELD_SYNONYMS.get(called, called)
        node = self._value(own or field, named=name is not None)
        if node is None:
            if name:
                what = f'nothing to search for in "{called}"'
                raise QuerySyntaxError(what, name.query, name.start, first.end, hint=_hint_for(first.text))
            return None
        if near := self._take(Kind.NEAR):
            node = self._near(near, node, own or field, first)
        if name:
            node = with_leaves(node, lambda leaf: _named(leaf, name.text))
        alone = sign is None and name is None and self._tokens[self._at - 1] is first
        return Clause(
            node,
            "" if sign is None else "+" if sign.text == "+" else "-",
            droppable=alone and field in TEXT_FIELDS and first.kind is Kind.WORD and leaves.is_stop_word(first),
            filters=name is not None and (own in FILTERS or first.text == "*"),
        )

    def _near(self, near: Token, these: Node, field: str, first: Token) -> Node:
        """Read what is behind NEAR, and return what it means beside `these`, which begin with the token `first`."""
        if self._next.kind in {Kind.SIGN, Kind.FIELD}:
            raise self._next.error(
                "a sign or a field is before both sides of NEAR",
                hint="write -(wind NEAR/5 tide), title:(wind NEAR/5 tide)",
            )
        nothing = self._next.kind in {Kind.AND, Kind.OR, Kind.NOT, Kind.NEAR, Kind.CLOSE, Kind.END}
        those = None if nothing else self._value(field, named=False)
        if those is None:
            raise near.error(f"{near.text} needs something on both sides", hint=_hint_for_operator(near))
        whole = Token(Kind.WORD, near.query, first.start, self._tokens[self._at - 1].end)
        if chained := self._take(Kind.NEAR):
            raise chained.error("NEAR has two sides", hint="write (a NEAR/5 b) AND (b NEAR/5 c)")
        return near_each_other(near, these, those, field, whole)

    def _negation(self) -> Token | None:
        """Read NOT, and a `+` behind it, which says nothing."""
        negation = self._take(Kind.NOT)
        if negation is None:
            return None
        if self._next.kind in {Kind.AND, Kind.OR, Kind.NOT, Kind.CLOSE, Kind.END}:
            raise negation.error("NOT needs something after it", hint=_hint_for_operator(negation))
        if (sign := self._take(Kind.SIGN)) and sign.text != "+":
            raise QuerySyntaxError(
                f"NOT and {sign.text} exclude the same thing twice",
                negation.query,
                negation.start,
                sign.end,
                hint="leave out one of the two",
            )
        return negation

    def _value(self, field: str, *, named: bool) -> Node | None:
        token = self._next
        self._at += 1
        if token.kind is Kind.NEAR:
            raise token.error(f"{token.text} needs something on both sides", hint=_hint_for_operator(token))
        if token.kind is Kind.OPEN:
            node = self._parenthesis(token, field)
        elif named and token.text == "*":
            node = HasField("date" if field in _DATE_FIELDS else field, source="*", start=token.start)
        elif field in _DATE_FIELDS:
            node = leaves.days(self._whole_date(token), self._today)
        else:
            node = self._words(token, field)
        if tilde := self._take(Kind.TILDE):
            raise tilde.error(
                "~ can only follow a word or a phrase",
                hint="write it after each word, as in (wind~ tide~); for words near each other: wind NEAR/5 tide",
            )
        return self._boosted(node)

    def _whole_date(self, first: Token) -> Token:
        """Return the token, with the words behind it that are meant as the same date: `Feb 2005`, `2019 to 2021`."""
        words = [first]
        while len(words) < _MOST_DATE_WORDS and first.kind is words[-1].kind is Kind.WORD:
            words.append(self._tokens[self._at + len(words) - 1])
        texts = [word.text for word in words if word.kind is Kind.WORD]
        count = leaves.date_length(texts, self._today) if len(texts) > 1 else 1
        self._at += count - 1
        return Token(first.kind, first.query, first.start, words[count - 1].end)

    def _parenthesis(self, opening: Token, field: str) -> Node | None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise opening.error("too deeply nested", hint="leave out parentheses that change nothing")
        if self._next.kind is Kind.CLOSE:
            raise QuerySyntaxError(
                "empty parentheses",
                opening.query,
                opening.start,
                self._next.end,
                hint="write words between them, or leave them out",
            )
        node = self._disjunction(field)
        if self._take(Kind.CLOSE) is None:
            raise opening.error("unclosed parenthesis", hint="close it with ), or leave it out")
        self._depth -= 1
        return node

    def _words(self, token: Token, field: str) -> Node | None:
        tilde = self._take(Kind.TILDE) if token.kind in {Kind.WORD, Kind.PHRASE} else None
        match token.kind:
            case Kind.PHRASE:
                return leaves.phrase(token, field, _slop(tilde) if tilde else 0)
            case Kind.WORD:
                return leaves.fuzzy(token, field, tilde) if tilde else leaves.word(token, field)
        raise token.error(
            f'only dates have ranges, and "{field}" is none', hint=f"name the values one by one: {field}:(one two)"
        )

    def _boosted(self, node: Node | None) -> Node | None:
        boost = self._take(Kind.BOOST)
        if boost is None:
            return node
        number = _BOOST.fullmatch(boost.text)
        if number is None or not float(number[1]):
            raise boost.error("a boost is a number above 0, such as ^2 or ^0.5", hint=leaves.AS_TEXT)
        return Weighted(node, float(number[1])) if node else None


def _named(leaf: Node, name: str) -> Node:
    """Return a leaf with the name typed before it, unless a nearer one is."""
    return replace(leaf, named=name) if isinstance(leaf, Leaf) and not leaf.named else leaf


def _slop(tilde: Token) -> int:
    number = _SLOP.fullmatch(tilde.text)
    if number is None:
        raise tilde.error(
            f"a phrase may be followed by ~ and a number up to {leaves.LARGEST_SLOP}",
            hint='write "sun valve"~3 for up to 3 words between, or leave out what follows the phrase',
        )
    return int(number[1])
