"""What is read out of a PDF: lines, paragraphs, words broken at the ends of lines, what belongs to the page."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

import pytest
from damage import read_or_refuse, shares
from hypothesis import given
from hypothesis import strategies as st

from indexer.cleaning import clean
from indexer.errors import SourceError
from indexer.model.articles import Article
from indexer.passages import split
from indexer.reading import read

Text = tuple[float, float, float, str]
"""Where a line is, in points from the lower left corner; its size; and its characters."""

BODY = 10.0
WIDE = "The reed bed behind the old pumping station is home to more warblers than"
NEXT = "anyone in the village had counted before the winter of the long frost and"
LAST = "the flood."


def pdf(*pages: Sequence[Text], info: Mapping[str, str] | None = None, catalog: str = "") -> bytes:
    """A PDF with these lines on its pages, drawn in this order."""
    fonts = f"/Resources << /Font << /F {3 + 2 * len(pages)} 0 R >> >>"
    bodies = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{3 + 2 * n} 0 R' for n in range(len(pages)))}] >>",
    ]
    for number, page in enumerate(pages):
        drawn = "\n".join(f"BT /F {size} Tf {x} {y} Td ({_escaped(text)}) Tj ET" for x, y, size, text in page)
        bodies += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {4 + 2 * number} 0 R {fonts} >>",
            f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        ]
    bodies.append("<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>")
    bodies.append("<< " + " ".join(f"/{key} ({_escaped(value)})" for key, value in (info or {}).items()) + " >>")
    written = "%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(written))
        written += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    written += (
        f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R /Info {len(bodies)} 0 R >>\n"
        f"startxref\n{len(written)}\n%%EOF\n"
    )
    return written.encode("cp1252")


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def column(lines: Sequence[str], *, x: float = 50, y: float = 700, size: float = BODY) -> list[Text]:
    """Lines below each other; one that begins with blanks is set in, by a blank each."""
    return [
        (x + 6 * (len(line) - len(line.lstrip())), y - 12 * number, size, line.lstrip())
        for number, line in enumerate(lines)
        if line
    ]


def article(*pages: Sequence[Text], info: Mapping[str, str] | None = None) -> Article:
    (draft,) = read("a.pdf", pdf(*pages, info=info)).drafts
    return clean(draft)


def paragraphs(*pages: Sequence[Text]) -> list[str]:
    return article(*pages).text.split("\n\n")


def test_lines_become_paragraphs() -> None:
    lines = [WIDE, NEXT, LAST, WIDE, NEXT, LAST]
    assert paragraphs(column(lines)) == [f"{WIDE} {NEXT} {LAST}"] * 2


@pytest.mark.parametrize(
    "lines",
    [[WIDE, f"{NEXT}.", "", WIDE, NEXT], [f"  {WIDE}", f"{NEXT}.", f"  {WIDE}", NEXT, LAST]],
    ids=["space", "indent"],
)
def test_paragraphs_begin_lower_down_or_further_in(lines: list[str]) -> None:
    assert [text[:8] for text in paragraphs(column(lines))] == ["The reed", "The reed"]


def test_lines_of_a_list_stay_apart() -> None:
    names = ["Ada Fenwick", "Bert Marsh", "Cora Reed", "Dan Sluice"]
    assert paragraphs(column([WIDE, NEXT, LAST, "", *names]))[1:] == names


def test_columns_are_read_one_after_the_other() -> None:
    left = ["The reed bed behind the old", "pumping station is home to", "more warblers than anyone"]
    right = ["in the village had counted", "before the winter of frost", "and the flood."]
    assert paragraphs([*column(left), *column(right, x=320)]) == [" ".join(left + right)]


def test_a_paragraph_goes_on_over_pages_and_notes() -> None:
    note = (50.0, 60.0, 7.0, "Counted from a boat.")
    first, second = [*column([WIDE, NEXT]), note], column([LAST, "", WIDE, NEXT])
    assert paragraphs(first, second)[:2] == [f"{WIDE} {NEXT} {LAST}", "Counted from a boat."]


def test_broken_words_are_joined_by_what_the_document_writes_elsewhere() -> None:
    lines = [
        "Warblers are well-known in the village, and so is the pumping station with all that was ever coun-",
        "ted there by people who were not them-",
        "selves well-",
        "known: Anglo-",
        "Saxon herons, 12-",
        "year-old eels, and some war-",
        "blers that were counted.",
    ]
    text = article(column(lines)).text
    assert "well-known: Anglo-Saxon herons, 12-year-old eels, and some warblers that" in text
    assert "coun-ted" not in text
    assert "themselves" in text


def test_running_heads_and_page_numbers_are_left_out() -> None:
    heads = ["Herons", "The Fen Courier", "Eels", "The Fen Courier", "Of ditches", "The Fen Courier", "Of frost"]
    pages = [
        [
            (50.0, 770.0, BODY, f"{number} {head}"),
            *column([f"{head}: {WIDE}", NEXT, f"{head} and the flood."]),
            (300.0, 30.0, BODY, f"{number}"),
        ]
        for number, head in enumerate(heads, start=4)
    ]
    text = article(*pages).text
    assert "Courier" not in text.replace("The Fen Courier: ", "").replace("The Fen Courier and", "")
    assert not any(character.isdigit() for character in text)
    assert text.count(WIDE) == len(heads)


@pytest.mark.parametrize("above", ["5/1/24, 10:00 AM", "01.05.2024, 10:00", "5/1/2024 10:00 On Ditches - The Fen"])
def test_what_a_browser_prints_above_a_page_is_left_out(above: str) -> None:
    printed = [(50.0, 780.0, 8.0, above), (50.0, 20.0, 8.0, "https://fen.example/1 1/1")]
    assert paragraphs([*printed, *column([WIDE, NEXT, LAST])]) == [f"{WIDE} {NEXT} {LAST}"]
    assert above in article(column([above, WIDE, NEXT, LAST])).text


def test_a_line_that_several_pages_have_in_their_midst_stays() -> None:
    pages = [column([WIDE, NEXT, LAST, "", "Of the eels", "", WIDE, NEXT, LAST]) for _ in range(5)]
    assert article(*pages).text.count("Of the eels") == 5


def test_what_the_document_declares_is_kept_and_what_programs_fill_in_is_not() -> None:
    page = [(50.0, 750.0, 20.0, "On Ditches"), *column([WIDE, NEXT, LAST])]
    info = {"Title": "Ditches of the Fen", "Author": "Ada Fenwick; Bert Marsh", "CreationDate": "D:20190227101500Z"}
    declared = article(page, info=info)
    assert declared.title == "Ditches of the Fen"
    assert declared.authors == ("Ada Fenwick", "Bert Marsh")
    assert str(declared.published) == "2019-02-27"
    for title in ("Microsoft Word - ditches.doc", "untitled", "ditches_final.indd", "", "Untitled-1"):
        found = article(page, info={"Title": title, "Author": "unknown"})
        assert found.title == "On Ditches"
        assert found.authors == ()
        assert found.text == f"{WIDE} {NEXT} {LAST}"
    assert article(page, info={"Title": "Microsoft Word - On the Fen"}).title == "On the Fen"


def test_half_a_character_in_a_title_costs_no_more_than_itself() -> None:
    title = b"\xfe\xff\0L\0a\xd8\0\0m".decode("cp1252")  # UTF-16
    assert article(column([WIDE, NEXT, LAST]), info={"Title": title}).title == "La\N{REPLACEMENT CHARACTER}m"


def test_pdfs_have_no_lines_to_look_up() -> None:
    assert article(column([WIDE])).spans == ()


@pytest.mark.parametrize(
    ("catalog", "language"),
    [("", ""), ("/Lang (pt-BR)", "pt-BR"), ("/Lang ()", ""), ("/Lang <FEFF00640065>", "de"), ("/Lang 5", "")],
)
def test_the_language_is_what_the_document_declares(catalog: str, language: str) -> None:
    (draft,) = read("a.pdf", pdf(column([WIDE]), catalog=catalog)).drafts
    assert draft.language == language


def test_a_scan_is_refused_with_its_reason() -> None:
    with pytest.raises(SourceError, match="no text in it: scanned") as caught:
        read("a.pdf", pdf([], [(300.0, 30.0, BODY, "2")]))
    assert caught.value.reason == "no text in it"


def test_without_the_library_the_reason_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(SourceError, match="needs the extra pdf"):
        read("a.pdf", pdf(column([WIDE])))


WHOLE = pdf(column([WIDE, NEXT, LAST]), info={"Title": "On Ditches"})


@given(st.integers(0, len(WHOLE)), st.binary(max_size=8), st.booleans())
def test_altered_pdfs_are_read_or_refused(place: int, change: bytes, cut: bool) -> None:
    read_or_refuse("a.pdf", WHOLE[:place] + change + (b"" if cut else WHOLE[place + len(change) :]))


def test_most_altered_pdfs_are_still_read() -> None:
    found = shares("a.pdf", WHOLE, "anyone in the village")
    assert found.read > 0.8
    assert found.whole > 0.75


PROSE_LINES = [
    "the reed bed behind the old pumping station is home to more warblers",
    "than anyone in the village had counted before the winter of the long",
    "frost, and the keeper who lives there says that he has never heard so",
    "many of them in the morning, nor seen so few boats on the ditch where",
    "his father used to cut the reeds with a scythe and a lamp in his hand",
    "until the pump was stopped and the water came back over all the land.",
]


@pytest.mark.parametrize("apart", [True, False])
@pytest.mark.parametrize(("first", "step"), [(1, 1), (117, 1), (5, 5)])
def test_numbers_of_lines_in_the_margin_are_no_text(apart: bool, first: int, step: int) -> None:
    lines = column(PROSE_LINES, x=90)
    numbers = [(52.0, y, size, str(first + step * n)) for n, (_, y, size, _) in enumerate(lines)]
    drawn = [*lines, *numbers] if apart else [text for pair in zip(numbers, lines, strict=True) for text in pair]
    assert article(drawn).text == " ".join(PROSE_LINES)


def test_numbers_that_begin_the_rows_of_a_table_or_a_list_stay() -> None:
    rows = ["Heron", "Tern", "Warbler", "Bittern", "Coot", "Reedling"]
    lines = [
        text
        for n, row in enumerate(rows)
        for text in ((52.0, 700.0 - 14 * n, BODY, str(n + 1)), (90.0, 700.0 - 14 * n, BODY, row))
    ]
    assert all(f"{n + 1} {row}" in article(lines).text for n, row in enumerate(rows))
    years = [f"{1900 + n} {line}" for n, line in enumerate(PROSE_LINES)]
    assert "1903 many" in article(column(years)).text


@pytest.mark.parametrize(("capital", "rest", "head"), [("T", "he", "The reed bed"), ("M", "OST", "MOST reed bed")])
def test_a_capital_that_reaches_over_several_lines_is_a_letter_of_its_word(capital: str, rest: str, head: str) -> None:
    lines = [(50.0, 740.0, 16.0, "On Reeds"), (50.0, 676.0, 40.0, capital)]
    beside = column([PROSE_LINES[0].replace("the", rest, 1), *PROSE_LINES[1:3]], x=76)
    below = column(PROSE_LINES[3:], y=beside[-1][1] - 12)
    found = article([*lines, *beside, *below])
    assert found.title == "On Reeds"
    assert found.text == f"{head}{' '.join(PROSE_LINES).removeprefix('the reed bed')}"


@pytest.mark.parametrize("place", [(150.0, 650.0), (520.0, 668.0)])
def test_marks_in_the_middle_of_every_page_are_no_text(place: tuple[float, float]) -> None:
    mark = (*place, 60.0, "DRAFT")
    pages = [[*column([f"{word} {PROSE_LINES[0]}", *PROSE_LINES[1:]], y=740), mark] for word in ("One", "Two", "Three")]
    assert "DRAFT" not in article(*pages).text
    assert "DRAFT" in (found := article(pages[0])).text or found.title == "DRAFT"


def test_passages_know_their_pages() -> None:
    pages = [column([f"On page {word}: {PROSE_LINES[0]}", *PROSE_LINES[1:]]) for word in ("one", "two", "three")]
    (draft,) = read("a.pdf", pdf(*pages)).drafts
    passages = split(clean(draft), words=60)
    for passage in passages:
        assert passage.first_page == passage.last_page
    pages_of = {
        word: passage.first_page
        for passage in passages
        for word in ("one", "two", "three")
        if f"page {word}" in passage.text
    }
    assert pages_of == {"one": 1, "two": 2, "three": 3}
    assert {passage.first_line for passage in passages} == {None}


def test_a_paragraph_that_goes_on_behind_a_page_is_on_both() -> None:
    lines = PROSE_LINES * 2
    (draft,) = read("a.pdf", pdf(column(lines[:8]), column(lines[8:]))).drafts
    (passage,) = split(clean(draft), words=400)
    assert (passage.first_page, passage.last_page) == (1, 2)
