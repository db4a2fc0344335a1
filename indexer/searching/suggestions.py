"""Which words, phrases and values of a query are in no passage, and what might have been meant?

What is suggested is written in the query language and is in passages: it was looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice, product
from math import log
from typing import NamedTuple

from indexer.analysis import stem
from indexer.engine import queries
from indexer.errors import UsageError
from indexer.fields.schema import TEXT_FIELDS, words_field
from indexer.querying import (
    Compound,
    Fuzzy,
    Near,
    Phrase,
    Query,
    Term,
    compile_query,
    parse,
    with_parts,
)
from indexer.querying.lexing import Kind, Token, tokens
from indexer.querying.tree import AllOf, AndMaybe, AndNot, AnyLeaf, AnyOf, Leaf, Node, Nothing, Weighted, field_of
from indexer.searching.open_index import OpenIndex
from indexer.searching.spelling import Spelling, by_likelihood, likeliest
from indexer.text import Word, words

__all__ = ["missing_words"]

_MOST = 3
"""Suggestions for one word."""

_BYTES = 500
"""What the suggestions for a word take while they are kept, about: four short texts and a tuple."""

_LOOKED_UP = 12
"""Phrases that are looked up before one is suggested."""

_CHOICES = 5
"""Words that are tried for one of a phrase."""

_APART = 9
"""Words between those of a phrase that is suggested where they are never side by side."""

_ACRONYM = 4
"""Letters of the longest word in capitals that is taken for an acronym, which looks like too many others."""


def missing_words(opened: OpenIndex, query: Query, found: int) -> Mapping[str, tuple[str, ...]]:
    """What a query asks for and no passage has, as it is typed, with the field where one is named; each with what may
    have been meant. `found` passages match the query. A compound is named where only its parts are found."""
    asked = list(_asked(query.root))
    missing: dict[str, tuple[str, ...]] = {}
    for one in asked:
        certain = one.required and found and not isinstance(one.leaf, Compound)
        if not certain and not _occurs(opened, one.node):
            others = [other for other in asked if other is not one and other.wanted]
            missing[one.text] = _suggestions(opened, query.text, one, others)
    return missing


class _Asked(NamedTuple):
    """One word, phrase or value of a query, and what it means. `leaf` is its leaf, or the first of several. It is
    `required` of all passages that match; it is not `wanted` where it is excluded."""

    node: Node
    leaf: AnyLeaf
    required: bool
    wanted: bool

    @property
    def field(self) -> str:
        """The field that it is asked of."""
        return field_of(self.leaf)

    @property
    def text(self) -> str:
        """How it is typed."""
        return f"{self.prefix}{self.leaf.source}"

    @property
    def prefix(self) -> str:
        """Its field as it is typed, with the colon; "" where none is."""
        return f"{self.leaf.named}:" if self.leaf.named else ""


def _asked(node: Node | None, *, required: bool = True, wanted: bool = True) -> Iterator[_Asked]:
    """What is typed in a query, one after the other."""
    match node:
        case Leaf():  # first, as most nodes are leaves
            yield _Asked(node, node, required, wanted)
        case AllOf(parts) | AnyOf(parts):
            first = parts[0]
            if isinstance(first, Leaf) and all(isinstance(part, Leaf) and part.start == first.start for part in parts):
                # one word that has several terms, or may mean several things
                yield _Asked(node, first, required, wanted)
                return
            for part in parts:
                yield from _asked(part, required=required and isinstance(node, AllOf), wanted=wanted)
        case AndMaybe(base, also):
            yield from _asked(base, required=required, wanted=wanted)
            yield from _asked(also, required=False, wanted=wanted)
        case AndNot(kept, excluded):
            yield from _asked(kept, required=required, wanted=wanted)
            for part in excluded:
                yield from _asked(part, required=False, wanted=False)
        case Weighted(inner, _):
            yield from _asked(inner, required=required, wanted=wanted)
        case Nothing() | None:
            pass


def _occurs(opened: OpenIndex, node: Node) -> bool:
    """Whether any passage has it."""
    if isinstance(node, Term) and node.field == "text":
        name = words_field("text") if node.form == "exact" else "text"
        if opened.searcher.frequency(name, node.text.encode("utf-8", "replace")):
            return True
        if not opened.inflections.of(node):
            return False
    compiled = _compiled(opened, node)
    if isinstance(compiled, queries.Terms):  # not all need be looked up, but for one
        terms = opened.searcher.expand(compiled.field, compiled.expansion)
        return any(opened.searcher.frequency(compiled.field, term) for term in terms)
    return bool(opened.searcher.count(compiled))


def _compiled(opened: OpenIndex, node: Node) -> queries.Query:
    return compile_query(opened.inflections.added_to(Query("", node)))


def _suggestions(opened: OpenIndex, text: str, asked: _Asked, others: Sequence[_Asked]) -> tuple[str, ...]:
    """What may have been meant instead of something that the query `text` asks for beside `others`, as it would be
    typed."""
    key = (asked.text, *(other.text for other in others))
    known = opened.suggestions.get(key)
    if known is None:
        found = tuple(islice(dict.fromkeys(_likely(opened, text, asked, others)), _MOST))
        known = opened.suggestions.put(key, found, _BYTES + sum(map(len, key)))
    return known


def _likely(opened: OpenIndex, text: str, asked: _Asked, others: Sequence[_Asked]) -> Iterable[str]:
    """What may have been meant, the likeliest first."""
    leaf, source = asked.leaf, asked.leaf.source
    written = words(source)
    if not isinstance(leaf, Term | Phrase | Compound | Near | Fuzzy) or asked.field == "language" or not written:
        return ()
    if source.isupper() and len(source) <= _ACRONYM:
        return ()
    beside = tuple(_compiled(opened, other.node) for other in others)
    spelling = Spelling(opened.searcher, asked.field, queries.AnyOf(beside) if beside else None)
    if isinstance(leaf, Near):
        read = [token for token in tokens(text) if leaf.start <= token.start < leaf.start + len(source)]
        typed = [token for token in read if token.kind in {Kind.WORD, Kind.PHRASE}]
        written = [word for word in written if any(one.start <= leaf.start + word.start < one.end for one in typed)]
        if all(spelling.frequency(word.text) for word in written):
            anywhere = _anywhere(leaf, asked.prefix, read)
            return [anywhere] if _count(opened, anywhere) else []
    if len(written) > 1:
        return _likely_phrases(opened, asked, written, spelling)
    before, after = source[: written[0].start], "" if isinstance(leaf, Fuzzy) else source[written[0].end :]
    near = spelling.likelihoods(written[0].text)
    if isinstance(leaf, Term) and leaf.form == "stem":  # which one word of each stem finds
        stems: dict[str, str] = {}
        for word in by_likelihood(near):
            stems.setdefault(stem(word), word)
        near = {word: near[word] for word in stems.values()}
    return likeliest(
        _written_apart(opened, asked, written[0].text, spelling)
        | {f"{asked.prefix}{before}{word}{after}": likelihood for word, likelihood in near.items()}
    )


def _written_apart(opened: OpenIndex, asked: _Asked, word: str, spelling: Spelling) -> dict[str, float]:
    """The word as two that are side by side in some passage, as `walmart` is where `Wal-Mart` is written. No letter is
    wrong, so what each is likely by is its frequency alone."""
    if asked.field not in TEXT_FIELDS:
        return {}
    pairs = [f'{asked.prefix}"{one} {other}"' for one, other in islice(spelling.halves(word), _LOOKED_UP)]
    return {text: log(number) for text in pairs if (number := _count(opened, text))}


def _likely_phrases(opened: OpenIndex, asked: _Asked, written: Sequence[Word], spelling: Spelling) -> Sequence[str]:
    """What may have been meant by several words side by side."""
    source = asked.leaf.source
    texts = [word.text for word in written]
    absent = [at for at, text in enumerate(texts) if not spelling.frequency(text)]
    if absent:
        spelling = spelling.beside_words(text for at, text in enumerate(texts) if at not in absent)
        choices = [_choices(spelling.likelihoods(text)) if at in absent else [text] for at, text in enumerate(texts)]
        candidates = [one for one in product(*choices) if len(set(one)) >= len(set(texts))]
    else:
        near = [spelling.nearest(text) for text in texts]
        candidates = [(*texts[:at], other, *texts[at + 1 :]) for at, some in enumerate(near) for other in some]
    typed = [asked.prefix + _replaced(source, written, one) for one in islice(candidates, _LOOKED_UP)]
    counted = sorted((-number, text) for text in dict.fromkeys(typed) if (number := _count(opened, text)))
    there = [text for _, text in counted]
    if isinstance(asked.leaf, Compound):  # its parts are found anyway: they are not suggested alone
        joined = [asked.prefix + word for word in spelling.nearest("".join(texts), 1)]
        return [*there, *joined] if absent else joined
    if absent:
        return there or [asked.prefix + word for at in absent for word in spelling.nearest(texts[at])[:1]]
    if not source.startswith('"'):
        return there
    apart = [f"{asked.text}~{_APART}", " AND ".join(f"{asked.prefix}{text}" for text in dict.fromkeys(texts))]
    return [*[text for text in apart if _count(opened, text)][:1], *there]


def _anywhere(near: Near, prefix: str, read: Sequence[Token]) -> str:
    """What is asked to be near each other, which was `read` as these tokens, anywhere in one passage."""
    source = near.source
    for token in read:
        if token.kind is Kind.NEAR:
            source = f"{source[: token.start - near.start]}AND{source[token.end - near.start :]}"
    return f"{prefix}({source})" if prefix else source


def _choices(likelihoods: Mapping[str, float]) -> list[str]:
    """Words of which the others of the phrase say which was meant: those that are unlikely by themselves, too."""
    return by_likelihood(likelihoods)[:_CHOICES]


def _replaced(source: str, written: Sequence[Word], others: Sequence[str]) -> str:
    """A text with other words in the place of those `written` in it."""
    parts, at = [], 0
    for word, other in zip(written, others, strict=True):
        parts += [source[at : word.start], other]
        at = word.end
    return "".join(parts) + source[at:]


def _count(opened: OpenIndex, text: str) -> int:
    """How many passages match a query; none where it cannot be read."""
    try:
        query = parse(text, today=date.min)
    except UsageError:
        return 0
    return opened.searcher.count(_compiled(opened, with_parts(query, lambda leaf: _occurs(opened, leaf)).root))
