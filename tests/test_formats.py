"""What is in a file of each format?"""

from __future__ import annotations

import gzip
import io
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from conftest import LONG
from growth import assert_linear
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.cleaning import clean
from indexer.errors import SourceError
from indexer.model.drafts import Draft, Problem, Reading
from indexer.reading import FORMATS, digest, digest_of, format_of, opened, read
from indexer.reading.compression import decompressed, read_within
from indexer.reading.formats import front_matter, text_head

ZOO = Path(__file__).parents[2] / "shared" / "data" / "zoo"
SUFFIXES = [suffix for known in FORMATS for suffix in known.suffixes]
TEXTUAL = {"text", "markdown", "html", "json", "json lines"}
"""The formats whose files are text from end to end."""
TEXT_SUFFIXES = [suffix for known in FORMATS if known.name in TEXTUAL for suffix in known.suffixes]
ARTICLE = {"title": "The lamp", "text": "The keeper lit the lamp."}


def only(path: str, text: str) -> Draft:
    """The one article in a file."""
    (draft,) = read(path, text.encode()).drafts
    return draft


def lines(*records: object) -> bytes:
    return "\n".join(record if isinstance(record, str) else json.dumps(record) for record in records).encode()


# Any file


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a.txt", "text"),
        ("/b/a.TEXT", "text"),
        ("a.md", "markdown"),
        ("a.markdown", "markdown"),
        ("a.html", "html"),
        ("a.HTM", "html"),
        ("a.xhtml.gz", "html"),
        ("a.json", "json"),
        ("a.jsonl.gz", "json lines"),
    ],
)
def test_the_suffix_names_the_format(path: str, name: str) -> None:
    known = format_of(path)
    assert known is not None
    assert known.name == name


@pytest.mark.parametrize("path", ["a", "a.mp3", "a.mp3.gz", "txt", ".txt", "a.txt.bak", "a.txt.gz.gz", "b.txt/a", ""])
def test_other_names_are_of_no_known_format(path: str) -> None:
    assert format_of(path) is None
    with pytest.raises(SourceError, match="unsupported format"):
        read(path, b"\0\1\2 some words")


def test_no_two_formats_share_a_suffix() -> None:
    assert len(SUFFIXES) == len(set(SUFFIXES))
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in SUFFIXES)


@pytest.mark.parametrize("suffix", TEXT_SUFFIXES)
@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_has_no_articles(suffix: str, data: bytes) -> None:
    assert read("a" + suffix, data).drafts == ()
    assert read("a" + suffix + ".gz", gzip.compress(data)).drafts == ()


@pytest.mark.parametrize("suffix", TEXT_SUFFIXES)
def test_a_byte_order_mark_is_no_part_of_the_content(suffix: str) -> None:
    data = lines(ARTICLE) if suffix.startswith(".js") or suffix == ".ndjson" else b"The keeper lit the lamp."
    for codec in ("utf-8-sig", "utf-16", "utf-32"):
        (draft,) = read("a" + suffix, data.decode().encode(codec)).drafts
        assert draft.content == "The keeper lit the lamp."


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(deadline=None)
@given(data=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))))
def test_any_bytes_are_read_or_refused(suffix: str, data: bytes) -> None:
    try:
        reading = read("a" + suffix, data)
    except SourceError:
        return
    for draft in reading.drafts:
        draft.content.encode()
        assert draft.content.strip()


KEYS = ["text", "body", "title", "author", "authors", "date", "published", "source", "items", "articles", "name", "url"]
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None)
@given(JSON, st.sampled_from([None, 1]))
def test_any_json_is_read(record: object, indent: int | None) -> None:
    for suffix in (".json", ".jsonl"):
        reading = read("a" + suffix, json.dumps(record, indent=indent if suffix == ".json" else None).encode())
        for draft in reading.drafts:
            for text in (draft.content, draft.title, *draft.authors, draft.published, draft.site, draft.url):
                text.encode()


@pytest.mark.usefixtures("data")
def test_real_files_of_all_kinds_are_read_or_refused() -> None:
    paths = [path for path in sorted(ZOO.rglob("*")) if path.is_file()]
    for number, path in enumerate(paths):
        try:
            reading = read(str(path), path.read_bytes())
        except SourceError:
            continue
        assert isinstance(reading, Reading)
        for name in (f"{path}{suffix}" for suffix in (SUFFIXES if LONG else SUFFIXES[number % 4 :: 4])):
            try:
                read(name, path.read_bytes())
            except SourceError:
                continue


# Bytes


def test_a_file_that_is_opened_has_its_bytes_or_it_says_why_it_has_not(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\0\xff")
    with opened(str(tmp_path / "a.txt")) as content:
        assert content.whole() == b"\0\xff"
        assert digest_of(str(tmp_path / "a.txt")) == content.digest() == digest(b"\0\xff")
    with pytest.raises(SourceError, match="unreadable: No such file or directory"), opened(str(tmp_path / "b.txt")):
        pass
    with pytest.raises(SourceError, match="unreadable: Is a directory"), opened(str(tmp_path)):
        pass
    for name, refused in (("b.txt", "unreadable: No such file"), ("", "unreadable: Is a directory")):
        with pytest.raises(SourceError, match=refused):
            digest_of(str(tmp_path / name))
    with pytest.raises(SourceError, match="too large"):
        digest_of(str(tmp_path / "a.txt"), 1)


def test_the_fingerprint_is_of_every_byte() -> None:
    assert digest(b"a") == digest(b"a") != digest(b"a ")
    assert len(digest(b"")) == 32


# gzip


@settings(deadline=None)
@given(st.binary(max_size=300), st.binary(max_size=300))
def test_gzip_members_are_read_one_after_the_other(first: bytes, second: bytes) -> None:
    assert decompressed(gzip.compress(first) + gzip.compress(second), ".gz") == first + second


@settings(deadline=None)
@given(st.binary(min_size=40, max_size=300), st.data())
def test_a_gzip_file_cut_short_is_damaged(data: bytes, draw: st.DataObject) -> None:
    packed = gzip.compress(data)
    with pytest.raises(SourceError) as caught:
        decompressed(packed[: draw.draw(st.integers(1, len(packed) - 1))], ".gz")
    assert caught.value.reason == "damaged gz"


@pytest.mark.parametrize("place", [0, 12, -6, -1])
def test_an_altered_gzip_file_is_damaged(place: int) -> None:
    packed = bytearray(gzip.compress(b"The keeper lit the lamp. " * 20))
    packed[place] ^= 0xFF
    with pytest.raises(SourceError, match="damaged gz"):
        read("a.txt.gz", bytes(packed))


def test_a_small_file_cannot_grow_without_end() -> None:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="w") as file:
        for _ in range(8):
            file.write(bytes(2**20))

    def opened() -> Any:
        return gzip.GzipFile(fileobj=io.BytesIO(packed.getvalue()))

    assert len(read_within(opened, "gz", limit=8 * 2**20)) == 8 * 2**20
    with pytest.raises(SourceError, match=r"^too large \(more than 7 MB decompressed\)$"):
        read_within(opened, "gz", limit=7 * 2**20)


# Text and HTML


def test_text_is_one_article_as_it_stands() -> None:
    assert read("a.txt", b"Title\r\n\r\nText\n") == Reading((Draft("text", "Title\r\n\r\nText\n"),))
    assert read("a.txt", "café".encode("cp1252")).encoding == "windows-1252"


def test_a_page_is_one_article_decoded_as_it_declares() -> None:
    data = "<meta charset=windows-1250><p>Šťastný večer</p>".encode("cp1250")
    assert read("a.htm", data) == Reading(
        (Draft("html", "<meta charset=windows-1250><p>Šťastný večer</p>"),), "windows-1250"
    )


# Markdown


def test_markdown_without_front_matter_is_all_text() -> None:
    assert only("a.md", "# Lamps\n\nText\n") == Draft("markdown", "# Lamps\n\nText\n")


def test_front_matter_says_what_it_says_and_the_text_begins_after_it() -> None:
    draft = only(
        "a.md",
        "---\n"
        "# a comment\n"
        'title: "Lamps: a history"  # another\n'
        "author: Ann Archer\n"
        "date: 2019-02-27\n"
        "lang: en\n"
        "source: The Harbour Post\n"
        "link: https://example.org/lamps#top\n"
        "tags: [sea, light]\n"
        "---\n"
        "\n"
        "Text\n",
    )
    assert draft == Draft(
        "markdown",
        "\nText\n",
        line=11,
        title="Lamps: a history",
        authors=("Ann Archer",),
        published="2019-02-27",
        site="The Harbour Post",
        language="en",
        url="https://example.org/lamps#top",
    )


@pytest.mark.parametrize(
    "authors",
    [
        "authors: [Ann Archer, Bo O'Brien]",
        "authors: [\"Ann Archer\", 'Bo O''Brien']",
        "authors: [\n  Ann Archer,\n  Bo O'Brien\n]".replace("\n]", "\n  ]"),
        "authors:\n- Ann Archer\n- Bo O'Brien",
        'authors:\n  - Ann Archer\n  - "Bo O\'Brien"',
        "authors:\n  - name: Ann Archer\n    email: ann@example.org\n  - email: bo@example.org\n    name: Bo O'Brien",
        "author:\nauthors:\n  - Ann Archer\n\n  - Bo O'Brien",
    ],
)
def test_authors_come_in_many_forms(authors: str) -> None:
    draft = only("a.md", f"---\n{authors}\ntitle: Lamps\n---\nText")
    assert draft.authors == ("Ann Archer", "Bo O'Brien")
    assert draft.title == "Lamps"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("title: Lamps and\n  their keepers", "Lamps and their keepers"),
        ("title: >-\n  Lamps and\n  their keepers", "Lamps and their keepers"),
        ("title: 'It''s a lamp'", "It's a lamp"),
        (r'title: "Caf\u00e9 \"Lamp\""', 'Café "Lamp"'),
        ('title: "Lamp \\x"', "Lamp \\x"),
        ("title:", ""),
        ("title: null", ""),
        ("Title: Lamps", "Lamps"),
        ("title: Lamps\nimage:\n  src: a.png\n  name: other\nmenu: {main: {weight: 1}}", "Lamps"),
        ("author:\n  name: Ann\ntitle: Lamps", "Lamps"),
    ],
)
def test_yaml_scalars_are_read_as_yaml_means_them(written: str, title: str) -> None:
    draft = only("a.md", f"---\n{written}\n---\nText")
    assert (draft.title, draft.content) == (title, "Text")


def test_toml_front_matter_is_read() -> None:
    draft = only("a.md", '+++\ntitle = "Lamps"\ndate = 2019-02-27\nauthors = ["Ann", "Bo"]\n[extra]\nx = 1\n+++\nText')
    assert (draft.title, draft.published, draft.authors, draft.line) == ("Lamps", "2019-02-27", ("Ann", "Bo"), 8)


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_a_note_says_what_it_is_in_a_file_of_any_name(name: str) -> None:
    draft = only(name, "---\ntitle: Lamps\ntags:\n- oil\n---\n\nText")
    assert (draft.title, draft.content.strip(), draft.line) == ("Lamps", "Text", 6)
    head = only(name, "Título: Lamps\nAuthor: Ann Lee\nDate: 2019-02-27\n\nText")
    assert (head.title, head.authors, head.content.strip()) == ("Lamps", ("Ann Lee",), "Text")
    assert only("a.txt", "Date: today\nPlace: here\n\nText").content.startswith("Date: today")
    rules = "---\nMonday: it rained\n---\n\nText"
    assert only("a.txt", rules).content == rules


def test_what_a_reader_of_pages_writes_above_them_is_no_text() -> None:
    head = "Title: Lamps\n\nURL Source: https://example.org/a\n\nPublished Time: 2019-02-27\n\nMarkdown Content:\n"
    draft = only("a.md", f"{head}Text")
    assert (draft.title, draft.url, draft.published, draft.content) == (
        "Lamps", "https://example.org/a", "2019-02-27", "Text",
    )  # fmt: skip
    assert draft.line == 8


@pytest.mark.parametrize(
    "head",
    [
        '---json\n{"title": "The lamp", "author": "Ann Lee", "date": "2024-03-05"}\n---\n',
        ';;;\n{"title": "The lamp", "author": "Ann Lee", "date": "2024-03-05"}\n;;;\n',
        "--- yaml\ntitle: The lamp\nauthor: Ann Lee\ndate: 2024-03-05\n---\n",
        '---toml\ntitle = "The lamp"\nauthor = "Ann Lee"\ndate = 2024-03-05\n---\n',
        '+++\ntitle = "The lamp"\ndate = 2024-03-05\n[extra]\nauthor = "Ann Lee"\n+++\n',
        "---\ntitle: The lamp\ndate: 2024-03-05\nparams:\n  author: Ann Lee\n  title: Other\n---\n",
        "<!--\n.. title: The lamp\n.. slug: lamp\n.. date: 2024-03-05 18:22:01 UTC\n.. author: Ann Lee\n-->\n",
        ".. title: The lamp\n.. tags: \n.. date: 2024-03-05\n.. author: Ann Lee\n",
        "# The lamp\nauthor:: Ann Lee\ndate:: [[2024-03-05]]\n",
    ],
)
def test_what_other_programs_write_above_a_text_is_read(head: str) -> None:
    text = f"{head}\nThe lamp burns all night.\n"
    found = clean(read("a.md", text.encode()).drafts[0])
    assert (found.title, found.authors, str(found.published)) == ("The lamp", ("Ann Lee",), "2024-03-05")
    assert found.text == "The lamp burns all night."
    assert found.spans[0].first == text.count("\n")


def test_toml_with_an_error_is_read_line_by_line() -> None:
    block = 'title = "The "lamp""\nauthor = "Ann Lee"\ndescription = """\ntags = [\n[extra]\ntitle = "No"\n'
    text = f"+++\n{block}+++\nThe lamp burns.\n"
    found = clean(read("a.md", text.encode()).drafts[0])
    assert (found.title, found.authors, found.text) == ('The "lamp"', ("Ann Lee",), "The lamp burns.")
    assert set(front_matter.split(text)[0]) == {"title", "author"}


@pytest.mark.parametrize(
    "text",
    [
        "---json\nis what it said, and nothing else.\n---\n",
        ";;;\n[1, 2]\n;;;\n",
        "<!--\n.. a comment: of mine\n.. another: one\n-->\n",
        "# The lamp\nSay:: it burns\n",
        "# The lamp\nAuthor: Ann Lee was there.\n",
    ],
)
def test_what_only_looks_like_it_is_text(text: str) -> None:
    assert front_matter.split(f"{text}\nThe lamp burns.\n") == ({}, f"{text}\nThe lamp burns.\n", 1)


def test_a_front_matter_that_nothing_opens_ends_with_strokes() -> None:
    draft = only("a.md", "title: Lamps\ndate: 2019/02/27\ntags:\n- oil\n---\nText")
    assert (draft.title, draft.published, draft.content, draft.line) == ("Lamps", "2019/02/27", "Text", 6)
    for text in ("Lamps: a history\nNote: all\n---\nText", "title: Lamps\n\nBy Ann\n\n---\nText"):
        assert only("a.md", text).content.endswith("---\nText")


def test_toml_in_error_is_no_text_and_is_read_as_it_is_written() -> None:
    assert only("a.md", "+++\ntitle = Lamps\n+++\nText") == Draft("markdown", "Text", line=4, title="Lamps")
    assert only("a.md", "+++\n= Lamps\n+++\nText") == Draft("markdown", "Text", line=4)


@pytest.mark.parametrize(
    ("block", "declared"),
    [
        ("title: Lamps: a history\nauthor: Ann Archer", {"title": "Lamps: a history", "authors": ("Ann Archer",)}),
        ("title: [unclosed\nauthor: Ann Archer", {"title": "[unclosed", "authors": ("Ann Archer",)}),
        ("title: 50% @home\nauthor: @ann", {"title": "50% @home", "authors": ("@ann",)}),
        ("authors: [{name: Ann Archer}, {name: Bo Reed}]", {"authors": ("Ann Archer", "Bo Reed")}),
        ("author: {name: Ann Archer, email: a@example.org}", {"authors": ("Ann Archer",)}),
        ("title: &t Lamps\nsubtitle: *t", {"title": "Lamps"}),
        ("title: 1984\ndate: 2019-02-27 10:00:00", {"title": "1984", "published": "2019-02-27 10:00:00"}),
        ("title: |\n  Lamps\nx: !custom y", {"title": "Lamps"}),
    ],
)
def test_yaml_is_read_as_far_as_it_can_be(block: str, declared: dict[str, object]) -> None:
    draft = only("a.md", f"---\n{block}\n---\nText")
    assert {key: getattr(draft, key) for key in declared} == declared
    assert draft.content == "Text"


PROSE_LINE = "We went down to the river, and the old ferry lay there as if it had never left the landing stage."


@pytest.mark.parametrize(
    "block",
    [
        f"\nMonday: {PROSE_LINE}\n\nThen it rained.\n",
        f"Monday: {PROSE_LINE}",
        f"Monday: {PROSE_LINE}\n\nThen it rained.\n",
        f"What the keeper of the lamp said: {PROSE_LINE}",
        f"Note: {PROSE_LINE}\n\n## Rain\n\n{PROSE_LINE}\n",
        f"title: Lamps\n\n{PROSE_LINE}\n",
        "\ntitle: Lamps\n",
        f"{PROSE_LINE}",
        "- one\n- two",
        "Q: is it lit?\nA: it is.",
    ],
)
def test_what_stands_between_two_rules_is_text_unless_it_is_made_of_keys(block: str) -> None:
    text = f"---\n{block}\n---\n\nTuesday: fog.\n"
    assert only("a.md", text) == Draft("markdown", text)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Title: Lamps\nAuthor: Ann Archer\nDate: 2019-02-27\n", "Lamps"),
        ("title: Lamps\n    and keepers\nAuthor: Ann Archer\nSlug: lamps\n", "Lamps and keepers"),
        ("Author: Ann Archer\nTitle: Lamps\nX-Own: 1\n", "Lamps"),
        ("% Lamps\n% Ann Archer\n", "Lamps"),
        ("% Lamps\n  and keepers\n% Ann Archer\n% 27 February 2019\n", "Lamps and keepers"),
    ],
)
def test_a_head_of_keys_without_a_frame_is_read(head: str, title: str) -> None:
    draft = only("a.md", f"{head}\nThe text: it is short.\n")
    assert (draft.title, draft.authors, draft.content) == (title, ("Ann Archer",), "\nThe text: it is short.\n")
    assert draft.line == head.count("\n") + 1


@pytest.mark.parametrize(
    "text",
    [
        "Ann: is it lit?\nBo: it is.\n\nSo it went on.",
        "Title: Lamps",
        "Title: Lamps\nand more of it\n\nText",
        "Note: this is short.\n\nText",
        "Keeper: Ann\nLamp: one\nTitle: Lamps\n\nText",
    ],
)
def test_a_text_that_begins_with_a_colon_has_no_head(text: str) -> None:
    assert only("a.md", text) == Draft("markdown", text)


def test_nested_keys_take_no_more_time_than_their_length() -> None:
    dots = ".".join("a" * 20_000)
    assert only("a.md", f"+++\n{dots} = 1\n+++\nText").content == "Text"
    assert only("a.md", "---\ntitle: Lamps\nx: " + "[" * 50_000 + "\n---\nText").content.endswith("Text")
    bomb = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9) if n else 'x'}]\n" for n in range(30))
    assert only("a.md", f"---\ntitle: Lamps\n{bomb}---\nText").title == "Lamps"


@pytest.mark.parametrize(
    "text",
    [
        "---\nSome prose stands between two rules.\n---\nText",
        "---\ntitle: Lamps\nwith no end",
        "----\ntitle: Lamps\n----\nText",
        "\n---\ntitle: Lamps\n---\nText",
        "+++\nprose\n+++\nText",
        "---",
    ],
)
def test_rules_are_not_taken_for_front_matter(text: str) -> None:
    assert only("a.md", text) == Draft("markdown", text)


@pytest.mark.parametrize(
    ("text", "content", "line"),
    [
        ('{\n  "title": "Lamps",\n  "author": "Ann",\n  "date": "2019-02-27"\n}\n\nText {x}\n', "\nText {x}\n", 6),
        ('{"title": "Lamps", "author": "Ann", "date": "2019-02-27"}\nText', "Text", 2),
        ("title:: Lamps\nauthor:: Ann\ndate:: 2019-02-27\n\n- Text\n", "\n- Text\n", 4),
        ("# Lamps\n\nAuthor: Ann\nCreated: 2019-02-27\nTags: sea\n\nText\n", "\nText\n", 6),
        ("# Lamps\r\n\r\nAuthor: Ann\r\nDate: 2019-02-27\r\n\r\nText\r\n", "\r\nText\r\n", 5),
        (
            f"Lamps\n\nText: more.\n\nid: {'0a' * 16}\nparent_id:\ncreated_time: 2019-02-27\nauthor: Ann\ntype_: 1",
            "\nText: more.\n\n",
            2,
        ),
    ],
)
def test_programs_for_notes_and_sites_have_heads_of_their_own(text: str, content: str, line: int) -> None:
    draft = only("a.md", text)
    assert (draft.title, draft.authors, draft.published) == ("Lamps", ("Ann",), "2019-02-27")
    assert (draft.content, draft.line) == (content, line)


@pytest.mark.parametrize(
    "text",
    [
        '{"title": "Lamps"}',
        '{"title": "Lamps"} is what it says.\nText',
        '{"lamps": 7}\nText',
        '{"title": "Lamps"\nText',
        "{{< figure >}}\nText",
        "# Lamps\n\nThe keeper said: it is lit.\n\nText",
        "# Lamps\n\nNobody: knows.\nThis: neither.\n\nText",
        "# Lamps\n\nAuthor: Ann",
        "Lamps\n\nid: 0123\ntype_: 1\n",
        "id: 0123456789abcdef0123456789abcdef\nText goes on.\ntype_: 1\n",
    ],
)
def test_what_only_looks_like_a_head_is_text(text: str) -> None:
    assert only("a.md", text) == Draft("markdown", text)


def test_front_matter_has_any_line_endings() -> None:
    assert only("a.md", "---\r\ntitle: Lamps\r\n---\r\nText") == Draft("markdown", "Text", line=4, title="Lamps")


def test_front_matter_alone_is_no_article() -> None:
    assert read("a.md", b"---\ntitle: Lamps\n---").drafts == ()


@settings(deadline=None)
@given(
    st.text("-+:[]\"'# \n|>ab,{}=", max_size=60),
    st.sampled_from(["---\n{}\n---\nText", "+++\n{}\n+++\nText", "{}", "# T\n\nDate: {}\n\nText", "{{{}}}\nText"]),
)
def test_the_rest_is_the_end_of_the_text_and_its_line_is_right(block: str, frame: str) -> None:
    text = frame.format(block)
    _, rest, line = front_matter.split(text)
    assert text.endswith(rest)
    assert line == text[: len(text) - len(rest)].count("\n") + 1


# What plain texts in other markup declare


@pytest.mark.parametrize(
    ("text", "content", "line"),
    [
        ("#+TITLE: Lamps\n#+author: Ann\n#+DATE: <2019-02-27 Wed 10:00>\n\n* Fog\nText\n", "* Fog\nText\n", 5),
        (":PROPERTIES:\n:ID: a\n:END:\n#+title: Lamps\n#+author: Ann\n#+date: 2019-02-27\n\nText\n", "Text\n", 8),
        ("= Lamps\nAnn <ann@lamps.org>\nv1.0, 2019-02-27: first\n:toc:\n\n== Fog\n\nText\n", "\n== Fog\n\nText\n", 5),
        ("= Lamps\n:author: Ann\n:revdate: 2019-02-27\n\nText\n", "\nText\n", 4),
        ("Lamps\n=====\n\n:Author: Ann\n:Date: 2019-02-27\n\nText\n", "\nText\n", 6),
        ("======\nLamps\n======\n\n:Author: Ann\n:Date: 2019-02-27\n\nText\n", "\nText\n", 7),
        ("Lamps\r\n-----\r\n\r\n:author: Ann\r\n:date: 2019-02-27\r\n\r\nText\r\n", "\r\nText\r\n", 6),
    ],
)
def test_the_head_of_a_text_in_other_markup_is_read(text: str, content: str, line: int) -> None:
    draft = only("a.txt", text)
    assert (draft.kind, draft.title, draft.authors) == ("text", "Lamps", ("Ann",))
    assert draft.published.startswith("2019-02-27")
    assert (draft.content, draft.line) == (content, line)


def test_a_title_over_a_stroke_needs_no_fields() -> None:
    assert only("a.txt", "Lamps\n=====\nText") == Draft("text", "Text", line=3, title="Lamps")
    assert only("a.adoc", "= Lamps\n\nText") == Draft("text", "\nText", line=2, title="Lamps")


@pytest.mark.parametrize(
    "text",
    [
        "Lamps and more\n=====\nText",
        "Lamps\n==-==\nText",
        "***\nLamps\n=====\nText",
        "Lamps\n=====\n",
        "= 7 + 3\nText",
        "== Lamps\n\nText",
        "#+nothing: of note\n\nText",
        "#+TITLE: Lamps\n",
        "# Lamps\n\nText",
    ],
)
def test_what_only_looks_like_a_head_of_a_text_is_text(text: str) -> None:
    assert only("a.txt", text) == Draft("text", text)


@settings(deadline=None)
@given(
    st.text("=-:#+\r\n aT", max_size=40), st.sampled_from(["{}", "= T\n{}\nText", "T\n={}\nText", "#+title: {}\nText"])
)
def test_the_rest_of_a_text_is_its_end_and_its_line_is_right(block: str, frame: str) -> None:
    text = frame.format(block)
    _, rest, line = text_head.split(text)
    assert text.endswith(rest)
    assert line == text[: len(text) - len(rest)].count("\n") + 1


# JSON


def test_every_line_of_json_lines_is_an_article() -> None:
    reading = read("a.jsonl", lines(ARTICLE, "", {"body": "More"}) + b"\r\n")
    assert reading == Reading(
        (
            Draft("text", "The keeper lit the lamp.", 1, one_line=True, title="The lamp"),
            Draft("text", "More", 3, one_line=True),
        )
    )


def test_a_line_in_error_does_not_spoil_the_others() -> None:
    reading = read(
        "a.jsonl",
        lines('{"text": "cut', ARTICLE, {"author": "no text"}, "[" * 100_000, "7", f'{{"text": {"9" * 5000}}}', "null"),
    )
    assert [draft.line for draft in reading.drafts] == [2]
    assert reading.problems == (
        Problem(1, "not valid JSON: Unterminated string starting at, column 10"),
        Problem(3, "no text in this record"),
        Problem(4, "not valid JSON: nested too deeply"),
        Problem(5, "no text in this record"),
        Problem(6, "not valid JSON: a number is too long"),
        Problem(7, "no text in this record"),
    )


def test_line_separators_within_a_record_are_no_line_breaks() -> None:
    data = json.dumps({"text": "one\u2028two\x85three"}, ensure_ascii=False).encode()
    assert [draft.content for draft in read("a.jsonl", data).drafts] == ["one\u2028two\x85three"]


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"headline": "Lamps"}, {"title": "Lamps"}),
        ({"author": "Ann"}, {"authors": ("Ann",)}),
        ({"authors": ["Ann", {"name": "Bo"}, None, 3, {}, ""]}, {"authors": ("Ann", "Bo")}),
        ({"creator": {"@type": "Person", "name": "Ann"}}, {"authors": ("Ann",)}),
        ({"author": "", "byline": "By Ann"}, {"authors": ("By Ann",)}),
        ({"datePublished": "2019-02-27T10:00Z"}, {"published": "2019-02-27T10:00Z"}),
        ({"publishedAt": " 27 Feb 2019 "}, {"published": "27 Feb 2019"}),
        ({"date": 1551225600}, {"published": "1551225600"}),
        ({"created": 1551225600000.5}, {"published": "1551225600000"}),
        ({"date": "soon", "created": "2019-02-27"}, {"published": "2019-02-27"}),
        ({"date": 2019}, {"published": "2019"}),
        ({"date": 20190227}, {"published": "20190227"}),
        ({"date": None, "published": True, "created": float("inf")}, {}),
        ({"source": {"id": None, "name": "The Post"}}, {"site": "The Post"}),
        ({"publisher": "The Post", "inLanguage": "en", "url": "https://example.org"}, None),
        # Reference managers, schema.org, forums
        (
            {"author": [{"family": "Lee", "given": "Ann"}, {"literal": "The Post"}]},
            {"authors": ("Ann Lee", "The Post")},
        ),
        ({"author": {"givenName": "Ann", "familyName": "Lee"}}, {"authors": ("Ann Lee",)}),
        ({"issued": {"date-parts": [[2019, 2, 27]]}}, {"published": "2019-02-27"}),
        ({"issued": {"date-parts": [["2019", "2"]]}}, {"published": "2019-02"}),
        ({"issued": {"date-parts": [[2019, 2, 27], [2019, 3, 1]]}}, {"published": "2019-02-27"}),
        ({"issued": {"date-parts": [[]]}, "created_time": "2019-02-27"}, {"published": "2019-02-27"}),
        ({"container-title": "The Post"}, {"site": "The Post"}),
        ({"container-title": ["The Post", "Post"]}, {"site": "The Post"}),
        ({"name": "Ann Lee", "username": "ann7"}, {"authors": ("Ann Lee",)}),
        ({"username": "ann7"}, {"authors": ("ann7",)}),
    ],
)
def test_records_call_things_by_many_names(record: dict[str, object], expected: dict[str, object] | None) -> None:
    if expected is None:
        expected = {"site": "The Post", "language": "en", "url": "https://example.org"}
    (draft,) = read("a.jsonl", lines({"text": "Words", **record})).drafts
    assert draft == Draft("text", "Words", one_line=True, **expected)  # type: ignore[arg-type]


@pytest.mark.parametrize("key", ["text", "body", "content", "articleBody", "content_text", "description", "TEXT"])
def test_the_text_has_many_names(key: str) -> None:
    assert only("a.json", json.dumps({key: "Words"})).content == "Words"


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (["One.", "Two."], "One.\n\nTwo."),
        ([{"type": "paragraph", "text": "One."}, {"type": "paragraph", "text": "Two."}], "One.\n\nTwo."),
        (["See ", {"type": "link", "text": "a page"}, ", he said."], "See a page, he said."),
        (["One."], "One."),
        ([{"rendered": "One."}], "One."),
        (["", None, "One."], "One."),
        (["a\ud83d", {"text": "b"}], "a\ufffdb"),
        ([], None),
        ([{}, 7], None),
    ],
)
def test_a_text_may_be_in_a_list_of_its_parts(text: object, content: str | None) -> None:
    drafts = read("a.json", json.dumps({"id": 7, "text": text}).encode()).drafts
    assert [draft.content for draft in drafts] == ([] if content is None else [content])


def test_the_posts_of_a_forum_are_articles() -> None:
    posts = [{"username": name.lower(), "name": name, "cooked": f"<p>{name} wrote.</p>"} for name in ("Ann", "Tom")]
    drafts = read("a.json", json.dumps({"title": "Fog", "post_stream": {"posts": posts}}).encode()).drafts
    assert [(draft.content, draft.authors) for draft in drafts] == [
        ("<p>Ann wrote.</p>", ("Ann",)),
        ("<p>Tom wrote.</p>", ("Tom",)),
    ]


def test_a_description_is_the_text_only_where_there_is_no_other() -> None:
    assert only("a.json", '{"description": "Short", "text": "Long"}').content == "Long"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("<p>Words</p>", "html"),
        ("Words<br>and", "html"),
        ("Words<BR />and", "html"),
        ("if a < b and b > c", "text"),
        ("<3 lamps", "text"),
    ],
)
def test_text_with_tags_is_html(content: str, kind: str) -> None:
    assert only("a.jsonl", json.dumps({"text": content})).kind == kind


def test_half_a_surrogate_pair_and_nulls_do_not_get_through() -> None:
    draft = only("a.jsonl", r'{"text": "a\ud83d b\u0000c \ud83d\ude00", "title": "\udc00"}')
    assert (draft.content, draft.title) == ("a\ufffd bc 😀", "\ufffd")


@pytest.mark.parametrize("key", ["articles", "items", "results", "data", "documents"])
def test_a_json_file_is_an_article_a_list_or_an_object_with_a_list(key: str) -> None:
    two = [ARTICLE, {"text": "More"}]
    for document in (two, {"status": "ok", key: two, "count": 2}):
        drafts = read("a.json", json.dumps(document).encode()).drafts
        assert [draft.content for draft in drafts] == ["The keeper lit the lamp.", "More"]
    # Neither what is around a list nor what is in it gets lost.
    drafts = read("a.json", json.dumps({**ARTICLE, key: two}).encode()).drafts
    assert [draft.content for draft in drafts] == ["The keeper lit the lamp.", "The keeper lit the lamp.", "More"]


def test_a_json_record_knows_the_line_it_begins_on() -> None:
    for document in ([ARTICLE] * 3, {"n": {"a": [1]}, "items": [ARTICLE] * 3}):
        text = json.dumps(document, indent=2)
        drafts = read("a.json", text.encode()).drafts
        expected = [number for number, line in enumerate(text.split("\n"), 1) if '"title"' in line]
        assert [draft.line + 1 for draft in drafts] == expected
        assert all(draft.one_line for draft in drafts)


def test_records_without_text_are_problems() -> None:
    reading = read("a.json", b'[{"text": "Words"},\n{"author": "None"},\n3]')
    assert len(reading.drafts) == 1
    assert reading.problems == (Problem(2, "no text in this record"), Problem(3, "no text in this record"))
    assert read("a.json", b"{}").problems == (Problem(1, "no text in this record"),)
    assert read("a.json", b"[]") == Reading(())


def test_a_record_with_a_title_alone_is_an_article() -> None:
    (draft,) = read("a.json", b'{"title": "Lamps", "text": ""}').drafts
    assert (draft.title, draft.content) == ("Lamps", "Lamps")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"text": "cut', "line 1, column 10"),
        ('[{"text": "a"}\n{"text": "b"}]', "line 2, column 1"),
        ('{"items": [1 2]}', "line 1, column 14"),
        ('{"a" 1}', "line 1, column 6"),
        ("{a: 1}", "line 1, column 2"),
        ("[1] [2]", "line 1, column 5"),
        ("[" * 100_000, "nested too deeply"),
        ("[" + "9" * 5000 + "]", "a number is too long"),
        ("not JSON", "line 1, column 1"),
    ],
)
def test_what_is_no_json_is_refused_with_the_place(text: str, place: str) -> None:
    with pytest.raises(SourceError) as caught:
        read("a.json", text.encode())
    assert caught.value.reason == "not valid JSON"
    assert place in caught.value.detail


@pytest.mark.parametrize(
    "text", ['{"text": "a", "text": "b"}', '[{"text": "b", "x": NaN}]', '{"text":"b","x":-Infinity}']
)
def test_lenient_json_is_read(text: str) -> None:
    assert only("a.json", text).content == "b"


@settings(deadline=None)
@given(JSON, st.sampled_from([None, 0, 3]))
def test_what_json_loads_accepts_is_accepted_and_nothing_else(document: object, indent: int | None) -> None:
    text = json.dumps(document, indent=indent)
    read("a.json", text.encode())
    for broken in (text[:-1], text + "]", text.replace(":", "", 1), text.replace(",", "", 1)):
        try:
            json.loads(broken)
        except ValueError:
            if broken.strip():
                with pytest.raises(SourceError):
                    read("a.json", broken.encode())
        else:
            read("a.json", broken.encode())


RECORD = {"title": "The lamp", "body": "The keeper lit the lamp, and the boats came home."}
OTHER = {"title": "The fog", "body": "It came up from the marsh and stayed for three days."}


@pytest.mark.parametrize(
    "document",
    [
        {"title": "Things to read", "articles": [RECORD, OTHER]},
        {"name": "Backup", "description": "All that was saved", "entries": [RECORD, OTHER], "users": [{"name": "Ada"}]},
        {"response": {"status": "ok", "results": [RECORD, OTHER]}},
        {"db": [{"meta": {"version": 1}, "data": {"posts": [RECORD, OTHER], "tags": [{"name": "fog"}]}}]},
        {"hits": {"total": 2, "hits": [{"_id": "1", "_source": RECORD}, {"_id": "2", "_source": OTHER}]}},
        {"data": [{"id": 1, "type": "post", "attributes": RECORD}, {"id": 2, "type": "post", "attributes": OTHER}]},
        {"kind": "Listing", "data": {"children": [{"kind": "t3", "data": RECORD}, {"kind": "t3", "data": OTHER}]}},
        {"list": {"101": RECORD, "102": OTHER}},
        {"saved": {"2019": [RECORD], "2020": [OTHER]}},
        [{"export": 1, "items": [RECORD]}, {"export": 2, "items": [OTHER]}],
        [{"title": {"rendered": "The lamp"}, "content": {"rendered": RECORD["body"]}}, OTHER],
    ],
    ids=lambda document: json.dumps(document)[:24],
)
def test_articles_are_found_wherever_an_export_puts_them(document: object) -> None:
    reading = read("a.json", json.dumps(document).encode())
    assert [(draft.title, draft.content) for draft in reading.drafts] == [
        ("The lamp", RECORD["body"]),
        ("The fog", OTHER["body"]),
    ]
    assert reading.problems == ()


@pytest.mark.parametrize(
    "document",
    [
        {"response": {"total": 1, "content": {"id": 1, "fields": {"headline": "The lamp", "bodyText": "It burns."}}}},
        {"status": 200, "user": {"name": "Ada"}, "payload": {"entry": {"title": "The lamp", "text": "It burns."}}},
    ],
)  # fmt: skip
def test_the_one_article_that_a_service_answers_with_is_found(document: object) -> None:
    draft = only("a.json", json.dumps(document, indent=1))
    assert (draft.title, draft.content) == ("The lamp", "It burns.")
    assert draft.line > 1


def test_what_readers_of_feeds_keep_is_read() -> None:
    entry: dict[str, Any] = {
        "title": "The lamp",
        "author": "Ann Archer",
        "published": 1551225600000,
        "content": {"direction": "ltr", "content": "<p>It burns.</p>"},
        "alternate": [{"href": "https://example.org/lamp", "type": "text/html"}],
        "origin": {"title": "Harbour Notes", "htmlUrl": "https://example.org"},
    }
    linked = {**entry, "link": [{"rel": "self", "href": "https://example.org/1"}, *entry["alternate"]], "alternate": []}
    for document in ({"id": "starred", "items": [entry]}, {"items": [linked]}):
        draft = only("a.json", json.dumps(document))
        assert (draft.content, draft.site) == ("<p>It burns.</p>", "Harbour Notes")
        assert (draft.url, draft.authors) == ("https://example.org/lamp", ("Ann Archer",))


def test_bookmarks_with_a_note_have_their_titles() -> None:
    pin = {"href": "https://example.org/lamp", "description": "The lamp", "extended": "It burns.", "tags": "light"}
    draft = only("a.json", json.dumps([pin]))
    assert (draft.title, draft.content, draft.url) == ("The lamp", "It burns.", "https://example.org/lamp")


def test_what_is_marked_on_a_page_is_read_with_the_note_on_it() -> None:
    selectors = [{"type": "RangeSelector"}, {"type": "TextQuoteSelector", "exact": "It burns.", "prefix": "x"}]
    note = {"uri": "https://example.org/lamp", "text": "Does it?", "target": [{"selector": selectors}]}
    for document in ({"annotations": [{**note, "document": {"title": ["The lamp"]}}]}, [note]):
        draft = only("a.json", json.dumps(document))
        assert (draft.content, draft.url) == ("It burns.\n\nDoes it?", "https://example.org/lamp")
        assert draft.title == ("The lamp" if "annotations" in document else "")


def test_the_day_of_the_last_change_is_not_that_of_publication() -> None:
    record = {**RECORD, "date": "2019-02-27", "updated_at": "2020-03-01T10:00:00Z"}
    front = "---\ntitle: Lamps\ndate: 2019-02-27\nlastmod: 2020-03-01\n---\n\nThe lamp burns.\n"
    feed = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>Lamps</title><summary>It burns.</summary>"
        "<published>2019-02-27T08:00:00Z</published><updated>2020-03-01T10:00:00Z</updated></entry></feed>"
    )
    for name, content in (("a.json", json.dumps(record)), ("a.md", front), ("a.atom", feed)):
        article = clean(only(name, content))
        assert (str(article.published), str(article.modified)) == ("2019-02-27", "2020-03-01")
    assert clean(only("a.json", json.dumps({**RECORD, "modified": "2020-03-01"}))).published is None


def test_comments_and_authors_inside_an_article_are_none() -> None:
    record = {**RECORD, "comments": [OTHER, OTHER], "related": {"articles": [OTHER]}, "authors": [{"name": "Ada"}]}
    for document in (record, {"posts": [record]}):
        (draft,) = read("a.json", json.dumps(document).encode()).drafts
        assert (draft.title, draft.authors) == ("The lamp", ("Ada",))


def test_a_list_of_titles_can_be_found_by_them() -> None:
    document = {
        "list": {"7": {"resolved_title": "The lamp", "resolved_url": "https://example.org/lamp", "excerpt": ""}}
    }
    (draft,) = read("a.json", json.dumps(document).encode()).drafts
    assert (draft.title, draft.content, draft.url) == ("The lamp", "The lamp", "https://example.org/lamp")


def test_a_json_feed_says_what_its_entries_do_not() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1",
        "title": "Harbour Notes",
        "language": "en",
        "authors": [{"name": "Ada Fenwick"}],
        "items": [
            {"id": "1", "content_html": "<p>The keeper lit the lamp.</p>", "date_published": "2019-02-27T10:00:00Z"},
            {
                "id": "2",
                "content_text": "Fog.",
                "author": {"name": "Bert Marsh"},
                "external_url": "https://example.org",
            },
        ],
    }
    one, two = read("a.json", json.dumps(feed).encode()).drafts
    assert (one.kind, one.site, one.language, one.authors) == ("html", "Harbour Notes", "en", ("Ada Fenwick",))
    assert (two.content, two.authors, two.url) == ("Fog.", ("Bert Marsh",), "https://example.org")


FOG = ("Fog", "It stays grey", ("Ada Fenwick",))


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("URL,Title,Selection,Timestamp", "https://example.org/1,Fog,It stays,1551225600", ("Fog", "It stays", ())),
        ("id,title,note,excerpt,created", "1,Fog,My note,It stays,2019-02-27", ("Fog", "It stays\n\nMy note", ())),
        ("Highlight,Book Title,Book Author", "It stays grey,Fog,Ada Fenwick", FOG),
        ("Titel;Autor;Datum;Inhalt", "Fog;Ada Fenwick;27.02.2019;It stays grey", FOG),
        ("Titre;Auteur;Date;Texte", "Fog;Ada Fenwick;27/02/2019;It stays grey", FOG),
        ("Título;Autor;Fecha;Contenido", "Fog;Ada Fenwick;27/02/2019;It stays grey", FOG),
        ("Titolo;Autore;Data;Testo", "Fog;Ada Fenwick;27/02/2019;It stays grey", FOG),
        ("Título;Autor;Data;Conteúdo", "Fog;Ada Fenwick;27/02/2019;It stays grey", FOG),
        ("Titel\tAuteur\tDatum\tInhoud", "Fog\tAda Fenwick\t27-02-2019\tIt stays grey", FOG),
        ("Titel des Artikels;Autor/in;Artikeltext", "Fog;Ada Fenwick;It stays grey", FOG),
        ("Titre de l'article,Auteur(s),Corps du texte", "Fog,Ada Fenwick,It stays grey", FOG),
        ("Título del artículo;Autor(es);Cuerpo", "Fog;Ada Fenwick;It stays grey", FOG),
        ("sep=;\ntitle;author;text", "Fog;Ada Fenwick;It stays grey", FOG),
        ('"sep=|"\ntitle|author|text', "Fog|Ada Fenwick|It stays grey", FOG),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)  # fmt: skip
def test_tables_of_other_programs_and_languages_are_understood(
    header: str, row: str, expected: tuple[str, str, tuple[str, ...]]
) -> None:
    (draft,) = read("a.csv", f"{header}\n{row}\n".encode()).drafts
    assert (draft.title, draft.content, draft.authors) == expected
    assert draft.line == header.count("\n") + 2


def test_an_address_in_place_of_a_site_is_the_articles() -> None:
    draft = only("a.json", json.dumps({**RECORD, "source": "https://example.org/lamp", "domain_name": "example.org"}))
    assert (draft.url, draft.site) == ("https://example.org/lamp", "example.org")


def test_what_a_reader_marked_stands_for_a_text_that_is_not_there() -> None:
    marked = {"title": "Lamps", "highlights": [{"text": "It burns."}, {"text": "It went out."}]}
    assert only("a.json", json.dumps(marked)).content == "It burns.\n\nIt went out."
    quoted = {**marked, "highlights": [{"quote": "It burns.", "created_at": 1551225600}]}
    assert only("a.json", json.dumps(quoted)).content == "It burns."
    assert only("a.json", json.dumps({**marked, "text": "All of it."})).content == "All of it."
    embedded = {"text": "Words", "author": 3, "_embedded": {"author": [{"name": "Ann Archer"}]}}
    assert only("a.json", json.dumps(embedded)).authors == ("Ann Archer",)


def test_an_extract_does_not_take_the_place_of_the_text() -> None:
    draft = only("a.json", json.dumps({"plaintext": "It stays", "html": "<p>It stays grey for days.</p>"}))
    assert draft.content == "<p>It stays grey for days.</p>"
    draft = only("a.json", json.dumps({"abstract": "It stays grey.", "lead_paragraph": "For days.", "snippet": "grey"}))
    assert draft.content == "It stays grey.\n\nFor days."


@pytest.mark.parametrize("suffix", [".md", ".json", ".jsonl", ".html", ".txt"])
@pytest.mark.parametrize(
    ("before", "unit", "after"),
    [
        ("---\n", "a", ""),
        ("---\na:", " ", "b\n---\n"),
        ("---\na: [", '"', "\n---\nText"),
        ("---\n", "a b ", ": x\n---\nText"),
        ("---", " ", ""),
        ("---\na:\n", "- x\n", "---\nText"),
        ('{"text": "', "</", '"}'),
        ('{"text": "<br', " ", '"}'),
        ('{"text": "', "</a", '"}'),
        ("[", "\n", ""),
    ],
)
def test_no_file_takes_longer_than_its_size(suffix: str, before: str, unit: str, after: str) -> None:
    def work(data: bytes) -> None:
        with suppress(SourceError):
            read("a" + suffix, data)

    assert_linear(work, lambda size: f"{before}{unit * (size // len(unit))}{after}".encode(), 320_000)


def test_a_value_over_many_lines_takes_no_longer_than_its_size() -> None:
    def headed(lines: int) -> bytes:
        return ("title: a\n" + " b\n" * lines + "\nText").encode()

    assert_linear(lambda data: read("a.txt", data), headed, 400_000)
