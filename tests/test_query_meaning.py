"""Does a query find in the sample articles what its tree means, and is any string a query or one clear line?

The meaning is looked up in every passage, one after the other, in its text and in what is stored of its article: no
index, no postings.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import pytest
from conftest import LONG, REPOSITORY
from occurrences import places

from indexer import Index, QuerySyntaxError
from indexer.address import Address
from indexer.fields.records import stored_fields
from indexer.querying import Mode, Near, compile_query, parse, with_inflections, with_parts
from indexer.querying.tree import AllOf, AndMaybe, AndNot, AnyOf, Days, HasField, Node, Nothing, Weighted
from indexer.searching.open_index import OpenIndex
from indexer.store.location import IndexFolder
from indexer.store.snapshot import open_reader
from indexer.text import words

if TYPE_CHECKING:
    from conftest import Run

TODAY = date(2024, 5, 1)

Stored: TypeAlias = SimpleNamespace
"""What is stored of a passage and its article."""


class Library(NamedTuple):
    """The sample articles: opened, and passage by passage."""

    opened: OpenIndex
    passages: list[Stored]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("meaning")
    with Index(folder / ".indexer") as index:
        index.update([REPOSITORY / "corpus"])
    return folder


@pytest.fixture(scope="module")
def library(folder: Path) -> Iterator[Library]:
    with open_reader(IndexFolder(folder / ".indexer")) as reader:
        opened = OpenIndex(reader)
        passages = [
            Stored(**stored_fields(*opened.searcher.located(document))) for document in range(opened.searcher.documents)
        ]
        yield Library(opened, passages)


def is_meant(node: Node, passage: Stored) -> bool:  # noqa: PLR0911 - one for each kind
    """Whether a passage is what a tree asks for."""
    match node:
        case AllOf(parts):
            return all(is_meant(part, passage) for part in parts)
        case AnyOf(parts):
            return any(is_meant(part, passage) for part in parts)
        case AndMaybe(base, _) | Weighted(base, _):
            return is_meant(base, passage)
        case AndNot(base, excluded):
            wanted = base is None or is_meant(base, passage)
            return wanted and not any(is_meant(part, passage) for part in excluded)
        case Nothing():
            return False
        case Days(first, last):
            day = date.fromisoformat(passage.published) if passage.published else None
            return day is not None and (first is None or first <= day) and (last is None or day <= last)
        case HasField(field):
            return any(map(words, texts_of(passage, field)))
    return has_leaf(node, passage)


def has_leaf(leaf: Any, passage: Stored) -> bool:
    field = leaf.field
    if field == "language":
        return bool(leaf.text == passage.language)
    if isinstance(leaf, Near):  # what is asked of another field is in no text
        these, those = (
            tuple(one for one in side if all(part.field == field for part in one)) for side in (leaf.these, leaf.those)
        )
        leaf = replace(leaf, these=these, those=those)
    as_text = replace(leaf, field="text") if field != "title" else leaf
    return any(places(text, [as_text], title=True) for text in texts_of(passage, field))


def texts_of(passage: Stored, field: str) -> Sequence[str]:
    """What a field has for a passage; no words are side by side across two of these."""
    if field == "text":
        return passage.title, passage.text
    if field == "caption":
        return [caption for caption, ordinal in passage.captions if ordinal == passage.ordinal]
    if field == "path":
        return [Address(passage.path, passage.part).article]
    named = {"author": " ".join(passage.authors), "from": passage.sender, "to": " ".join(passage.recipients)}
    stored = {"title": passage.title, "site": passage.site, "section": passage.section, "kicker": passage.kicker}
    return [(named | stored | {"language": passage.language, "date": passage.published})[field]]


def asked(chance: random.Random, passages: Sequence[Stored], depth: int = 0) -> str:
    """A query of what a passage says. What is near is as far apart as it may be, or one word farther."""
    passage = chance.choice(passages)
    said = [word.text for word in words(passage.text) if word.text.isalpha()] or ["nothing"]
    at = chance.randrange(len(said))
    some = said[at : at + 4]
    titled = [word.text for word in words(passage.title) if word.text.isalpha()] or ["lamp"]
    of_title = titled[chance.randrange(len(titled)) :][:3]
    one, last = some[0], some[-1]
    between = max(0, len(some) - 2 - chance.randrange(2))
    fields = ["author", "kicker", "section", "date", "title", "language"]
    kinds: list[Callable[[], str]] = [
        lambda: one,
        lambda: f"={one}",
        lambda: f"{one[: max(1, len(one) // 2)]}*",
        lambda: f"{one[:1]}?{one[2:]}" if len(one) > 2 else one,
        lambda: f"{one[:-1]}~" if len(one) > 4 else one,
        lambda: f'"{" ".join(some)}"',
        lambda: f'"{one} {last}"~{between}',
        lambda: f"{one}-{last}",
        lambda: f"{last} NEAR/{between} ({one} OR {one}*)",
        lambda: f'{last} NEAR/{max(0, between - 1)} "{" ".join(some[:2])}"',
        lambda: f"({chance.choice(['author', 'caption', 'section', 'site'])}:{one}) NEAR/{between} {last}",
        lambda: f"title:{chance.choice(words(passage.title) or words('lamp')).text}",
        lambda: f"title:{one[:2]}*",
        lambda: f"title:={chance.choice([one, of_title[0]])}",
        lambda: f"title:{of_title[-1][:-1]}~" if len(of_title[-1]) > 4 else f"title:{of_title[0][:3]}*",
        lambda: f'title:"{" ".join(of_title)}"',
        lambda: f'title:"{of_title[0]} {of_title[-1]}"~1',
        lambda: f"title:{of_title[0]}-{of_title[-1][:2]}*",
        lambda: f"title:{one}-{last[:2]}*",
        lambda: f"title:({of_title[-1]} NEAR/1 (={of_title[0]} OR {of_title[0][:3]}*))",
        lambda: f'"{" ".join(of_title)}"',
        lambda: f"{of_title[0][:4]}*-{of_title[-1]}",
        lambda: f"caption:{one}",
        lambda: f"{chance.choice(fields)}:*",
        lambda: f"author:{chance.choice(words(' '.join(passage.authors)) or words('marsh')).text}",
        lambda: f"language:{passage.language or 'en'}",
        lambda: f"path:{chance.choice(words(passage.path)).text}",
        lambda: (
            f"date:{chance.choice(['', '>=', '<', '<='])}{passage.published[: chance.choice([4, 7, 10])] or '2021'}"
        ),
        lambda: f"date:{chance.randrange(2015, 2021)} to {chance.randrange(2021, 2025)}",
    ]
    if depth < 2 and chance.random() < 0.5:
        parts = [asked(chance, passages, depth + 1) for _ in range(3)]
        forms = ["({} AND {})", "({} OR {})", "({} {} {})", "({} NOT {})", "(+{} {})", "({} -{} -{})", "(({})^2 OR {})"]
        return chance.choice(forms).format(*parts)
    return chance.choice(kinds)()


@pytest.mark.parametrize("mode", ["any", "all"])
def test_a_query_finds_what_it_means(library: Library, mode: Mode) -> None:
    opened, passages = library
    chance = random.Random(len(mode))
    counts = []
    for _ in range(2000 if LONG else 200):
        text = asked(chance, passages)
        try:
            query = parse(text, mode=mode, today=TODAY)
        except QuerySyntaxError:
            continue  # a word is one of the language's own
        query = with_parts(query, lambda leaf: any(is_meant(leaf, passage) for passage in passages))
        query = with_inflections(query, opened.inflections.of)
        expected = [number for number, passage in enumerate(passages) if is_meant(query.root, passage)]
        assert opened.searcher.matches(compile_query(query)).documents.tolist() == expected, text
        counts.append(len(expected))
    assert sum(0 < count < len(passages) / 2 for count in counts) > 80  # a query for nothing tests nothing


PIECES = (
    *"()\"“”„«»+-!~^*?:[]{}|&./\\'=#@%$ ",
    *(
        "AND",
        "OR",
        "NOT",
        "NEAR/3",
        "NEAR/",
        f"NEAR/{'9' * 5000}",
        "&&",
        "||",
        "title:",
        "date:",
        "Author :",
        "site:",
        "language:",
        "nope:",
    ),
    *("2019", "..", "[2019 TO 2020]", "~2", "^2", "^0.5", "last week", "02/03/2023", "since 2019", "the", "lighthouse"),
    *(
        "keeper*",
        "ke?per",
        "café",
        "cafe\u0301",
        "日本",
        "猫",
        "กรุงเทพ",
        "القاهرة",
        "हिन्दी",
        "\ud800",
        "\x00",
        "\u2028",
        "🎂",
    ),
    *("3.5%", "C++", "U.S.", "O'Leary", "wi-fi", "http://a.org/b?c=1", "-", "--", "x" * 300, "\u202e", "\u0301"),
)


def strings(count: int) -> Iterator[str]:
    """So many strings of signs, words and any characters, the same in every run."""
    chance = random.Random(20)
    for number in range(count):
        size = chance.randrange(1, 12)
        if number % 4:
            yield chance.choice(["", " "]).join(chance.choices(PIECES, k=size))
        else:
            yield "".join(chr(chance.choice([chance.randrange(128), chance.randrange(0x110000)])) for _ in range(size))


def test_any_string_is_a_query_or_points_at_a_place(library: Library) -> None:
    count = 50_000 if LONG else 5_000
    errors: list[QuerySyntaxError] = []
    for text in strings(count):
        try:
            query = parse(text, today=TODAY)
        except QuerySyntaxError as caught:
            errors.append(caught)
        else:
            library.opened.searcher.count(compile_query(query))
    assert 0.25 < len(errors) / count < 0.75
    for error in errors:
        assert "\n" not in str(error)
        assert error.hint
        assert 0 <= error.start < error.end <= max(len(error.query), error.start + 1)


def test_a_part_of_them_is_searched_for_by_the_command(run: Run, folder: Path) -> None:
    for number, text in enumerate(strings(20_000)):
        if "\0" in text or any("\ud800" <= c <= "\udfff" for c in text) or (number % 100 and not LONG):
            continue  # which no shell can hand over
        done = run("search", "-n", "1", "--", text, cwd=folder)
        assert done.returncode in {0, 1, 2}, text
        assert "Traceback" not in done.stderr, text
        if done.returncode == 2:
            error, *shown, hint = done.stderr.splitlines()
            assert error.startswith("error: "), text
            assert hint.startswith("hint: "), text
            assert len(shown) in {0, 2}, text
