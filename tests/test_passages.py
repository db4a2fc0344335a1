"""Where does one passage end and the next begin?"""

from __future__ import annotations

from itertools import pairwise

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from indexer.model.articles import Article, BlockKind, BlockSpan, LineSpan, Passage
from indexer.passages import DEFAULT_WORDS, split
from indexer.text import words

PARAGRAPHS = st.lists(
    st.one_of(
        st.text(max_size=40),
        st.text(st.sampled_from("ab. !?\n\t"), max_size=300),
        st.text(st.sampled_from("日本語の。猫が、 "), max_size=300),
        st.integers(1, 400).map(lambda n: "word " * n),
        st.integers(1, 60).map(lambda n: "A sentence of some words. " * n),
        st.integers(1, 3000).map(lambda n: "x" * n),
        st.integers(1, 3000).map(lambda n: "語" * n),
        st.just("A Heading"),
    ),
    max_size=12,
)
TEXTS = st.builds(
    lambda separator, parts: separator.join(parts), st.sampled_from(["\n\n", "\n", " \n \n", ""]), PARAGRAPHS
)


def texts(text: str, size: int = DEFAULT_WORDS) -> list[str]:
    return [passage.text for passage in split(Article(text=text), size)]


def prose(count: int, of: str = "tide") -> str:
    """A sentence of `count` words."""
    return " ".join(["The", *[of] * (count - 2), "turned."])


KINDS: tuple[BlockKind, ...] = ("paragraph", "heading", "item", "row", "quote", "preformatted")


def written(*blocks: tuple[BlockKind, str]) -> Article:
    """An article whose text is made of `blocks`; runs of one kind other than paragraphs are on neighbouring lines."""
    text = ""
    spans: list[BlockSpan] = []
    before = ""
    for kind, body in blocks:
        if text:
            text += "\n" if kind == before and kind in {"item", "row", "preformatted"} else "\n\n"
        spans.append(BlockSpan(len(text), kind))
        text += body
        before = kind
    return Article(text=text, blocks=tuple(spans))


def passages_of(article: Article, size: int) -> list[str]:
    return [passage.text.strip() for passage in split(article, size)]


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.text(min_size=1, max_size=80)), max_size=12), st.integers(1, 60))
def test_passages_tile_the_article_whatever_it_is_made_of(blocks: list[tuple[BlockKind, str]], size: int) -> None:
    article = written(*blocks)
    found = split(article, size)
    assert "".join(passage.text for passage in found) == (article.text if article.text.strip() else "")


@given(st.lists(st.integers(0, 400), max_size=10), st.integers(1, 60))
def test_blocks_that_do_not_fit_the_text_do_no_harm(starts: list[int], size: int) -> None:
    blocks = tuple(BlockSpan(start, "item") for start in sorted(starts))
    text = "Two words. " * 20
    assert "".join(passage.text for passage in split(Article(text=text, blocks=blocks), size)) == text


def test_a_heading_that_is_known_starts_a_passage_however_it_is_written() -> None:
    heading = "What the tide took, and what it gave back to those who waited for it, in the end."
    article = written(("paragraph", prose(40)), ("heading", heading), ("paragraph", prose(40)))
    assert passages_of(article, 60) == [prose(40), f"{heading}\n\n{prose(40)}"]


def test_a_short_line_is_no_heading_where_the_blocks_say_so() -> None:
    article = written(("paragraph", prose(40)), ("paragraph", "So it was"), ("paragraph", prose(40)))
    assert passages_of(article, 60)[0].endswith("So it was")


@pytest.mark.parametrize("kind", ["item", "row", "preformatted"])
def test_a_list_a_table_and_a_program_are_kept_whole_where_they_fit(kind: BlockKind) -> None:
    run: list[tuple[BlockKind, str]] = [(kind, f"{prose(10)} {number}") for number in range(5)]
    article = written(("paragraph", prose(30)), *run, ("paragraph", prose(30)))
    assert "\n".join(body for _, body in run) in passages_of(article, 60)


def test_the_sentence_that_introduces_a_list_stays_with_it() -> None:
    article = written(
        ("paragraph", prose(40)), ("paragraph", "These came back:"), ("item", prose(20)), ("item", prose(20))
    )
    assert passages_of(article, 50) == [prose(40), f"These came back:\n\n{prose(20)}\n{prose(20)}"]


def test_a_list_too_long_for_a_passage_is_parted_between_items() -> None:
    items = [f"- {prose(20, of)}" for of in ("sea", "moon", "rope", "sail", "oar", "net")]
    for passage in passages_of(written(*(("item", item) for item in items)), 60):
        assert all(line in items for line in passage.split("\n"))


def test_a_quotation_stays_with_the_paragraph_before_it_where_they_fit() -> None:
    article = written(
        ("paragraph", prose(40)), ("paragraph", prose(30, "keeper")), ("quote", prose(30)), ("paragraph", prose(40))
    )
    assert f"{prose(30, 'keeper')}\n\n{prose(30)}" in passages_of(article, 60)


@given(TEXTS, st.integers(1, 200))
def test_passages_tile_the_article(text: str, size: int) -> None:
    found = split(Article(text=text), size)
    if not text.strip():
        assert found == ()
        return
    assert "".join(passage.text for passage in found) == text
    assert found[0].start == 0
    assert found[-1].end == len(text)
    assert [p.ordinal for p in found] == list(range(1, len(found) + 1))
    for before, after in pairwise(found):
        assert before.end == after.start
    for passage in found:
        assert passage.text == text[passage.start : passage.end]


@given(
    st.lists(st.integers(2, 30), min_size=1, max_size=80), st.sampled_from([" ", "\n\n", "\n"]), st.integers(40, 150)
)
def test_no_passage_has_more_than_a_quarter_above_its_aim(lengths: list[int], separator: str, size: int) -> None:
    text = separator.join(prose(length) for length in lengths)
    assert all(len(passage.split()) <= size + size // 4 for passage in texts(text, size))


@given(st.lists(st.integers(2, 30), min_size=20, max_size=80), st.sampled_from([" ", "\n\n", "\n"]))
def test_passages_are_not_small_where_there_is_more_to_say(lengths: list[int], separator: str) -> None:
    found = texts(separator.join(prose(length) for length in lengths), 60)
    assert all(2 * len(passage.split()) >= 60 for passage in found[:-1])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("alpha beta gamma\n\n" * 1000, id="short paragraphs without full stops"),
        pytest.param("alpha beta gamma\n" * 1000, id="short lines"),
        pytest.param("word " * 5000, id="one endless sentence"),
        pytest.param("x" * 200_000, id="one endless word"),
        pytest.param("語" * 20_000, id="Chinese without full stops"),
        pytest.param("猫がいる。" * 4000, id="Japanese"),
        pytest.param("ab1+/" * 20_000 + "\n" + "cd2=" * 20_000, id="encoded data"),
        pytest.param("Ein Satz ist das. " * 2000, id="one paragraph"),
    ],
)
def test_no_text_makes_a_passage_without_end(text: str) -> None:
    for passage in texts(text):
        assert len(words(passage)) <= 4 * DEFAULT_WORDS
        assert len(passage) <= 60 * DEFAULT_WORDS


def test_whole_sentences_where_they_fit() -> None:
    text = " ".join(prose(20, of) for of in ("sea", "moon", "rope", "sail", "oar", "net"))
    assert all(passage.rstrip().endswith("turned.") for passage in texts(text, 40))


def test_paragraphs_are_kept_together_while_they_fit() -> None:
    first, second, third = (f"{prose(25)} {prose(25)}" for _ in range(3))
    assert texts(f"{first}\n\n{second}\n\n{third}", 60) == [f"{first}\n\n", f"{second}\n\n", third]


def test_a_sentence_is_cut_between_words() -> None:
    text = " ".join(f"word{number}" for number in range(1000))
    found = texts(text, 50)
    assert len(found) > 10
    assert [word for passage in found for word in passage.split()] == text.split()


def test_a_heading_stays_with_what_follows_it() -> None:
    sections = [f"Section {number}\n\n{prose(55)}\n\n{prose(40)}" for number in range(8)]
    for passage in texts("\n\n".join(sections), 60):
        assert not passage.rstrip().rpartition("\n")[2].startswith("Section")
        assert "Section" not in passage or passage.startswith("Section")


def test_a_small_remainder_joins_the_passage_before_it() -> None:
    text = f"{prose(100)} {prose(12)} It rained."
    assert len(texts(text, 100)) == 1


def test_an_article_without_text_has_no_passages() -> None:
    assert split(Article(text="")) == ()
    assert split(Article(text=" \n\n\t ")) == ()


def test_a_passage_needs_a_word() -> None:
    with pytest.raises(ValueError, match="at least one word"):
        split(Article(text="words"), 0)


def test_passages_of_one_word() -> None:
    assert texts("one two three", 1) == ["one ", "two ", "three"]


def test_lines_are_those_that_the_text_stands_on() -> None:
    first, second, third = prose(30, "rope"), prose(30, "sail"), prose(30, "net")
    text = f"{first}\n\n{second}\n\n{third}"
    spans = (LineSpan(0, 3, 5), LineSpan(text.index(second), 9, 9), LineSpan(text.index(third), 12, 20))
    found = split(Article(text=text, spans=spans), 30)
    assert [(p.first_line, p.last_line) for p in found] == [(3, 5), (9, 9), (12, 20)]
    (whole,) = split(Article(text=text, spans=spans), 100)
    assert (whole.first_line, whole.last_line) == (3, 20)


def test_a_passage_in_the_middle_of_a_span_stands_on_the_spans_lines() -> None:
    text = f"{prose(30)} {prose(30)}"
    found = split(Article(text=text, spans=(LineSpan(0, 7, 7),)), 30)
    assert len(found) == 2
    assert [(p.first_line, p.last_line) for p in found] == [(7, 7), (7, 7)]


def test_an_article_that_comes_from_no_file_has_no_lines() -> None:
    assert split(Article(text="Words.")) == (Passage(1, 0, 6, "Words.", None, None),)


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(2, 40)), min_size=1, max_size=30))
def test_lines_ascend_and_stay_within_the_article(parts: list[tuple[int, int]]) -> None:
    text, spans, line = "", [], 1
    for lines, length in parts:
        spans.append(LineSpan(len(text), line, line + lines - 1))
        text += prose(length) + "\n\n"
        line += lines
    found = split(Article(text=text, spans=tuple(spans)), 30)
    firsts = [passage.first_line or 0 for passage in found]
    lasts = [passage.last_line or 0 for passage in found]
    assert firsts[0] == 1
    assert lasts[-1] == line - 1
    assert firsts == sorted(firsts)
    assert lasts == sorted(lasts)
    assert all(first <= last for first, last in zip(firsts, lasts, strict=True))


@pytest.mark.parametrize("piece", [".", " ", "\n", "\n ", "a.\n\n", "a\n", "x", "語", "。", ".'", "a\n\n", "\u2028"])
def test_one_endless_text_takes_no_longer_than_its_length(piece: str) -> None:
    assert_linear(split, lambda size: Article(text="A" + piece * (size // len(piece)) + "x"), 32_000)


@pytest.mark.parametrize("piece", ["-", "x", "語"])
def test_a_line_of_megabytes_takes_no_longer_than_its_length(piece: str) -> None:
    """What is copied is fast, and its square is seen only where there is much of it."""
    assert_linear(split, lambda size: Article(text=piece * size), 8_000_000)


def test_a_long_word_is_not_divided_in_the_space_after_it() -> None:
    for length in range(880, 1_000):
        found = split(Article(text="x" * length + " " * 2_000 + "\n\nend"), 20)
        assert all(passage.text.strip() for passage in found)
        assert "".join(passage.text for passage in found) == "x" * length + " " * 2_000 + "\n\nend"
