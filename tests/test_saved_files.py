"""What programs add to files that people save is told from what is in them."""

from __future__ import annotations

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from indexer.cleaning import clean
from indexer.model.articles import Article
from indexer.model.drafts import Draft
from indexer.reading import read
from indexer.reading.formats.exports import document_pages
from indexer.reading.saved_pages import original_address, saved_from, without_page_numbers
from indexer.text.characters import normalize
from indexer.text.terminals import printed

PROSE = "The keeper lit the lamp at dusk, and the boats came home one by one before the fog had closed the harbour."
MORE = "Nobody had seen such a night since the old pier was built, and the bell was rung until the last of them was in."
GERMAN = (
    "Der Wärter zündete die Lampe an, und die Boote kamen eins nach dem anderen nach Hause, bevor der Nebel den Hafen "
    "erreichte. Niemand hatte seit dem Bau der alten Brücke eine solche Nacht erlebt, und die Glocke wurde geläutet."
)


def article(name: str, content: str) -> Article:
    (draft,) = read(name, content.encode()).drafts
    return clean(draft)


# Pages


@pytest.mark.parametrize(
    ("comment", "url"),
    [
        ("<!-- saved from url=(0024)https://example.org/fog1 -->", "https://example.org/fog1"),
        ("<!--\n Page saved with SingleFile \n url: https://example.org/fog \n saved date: x\n-->", "https://example.org/fog"),
        ("<!-- Page saved with SingleFileZ \n url: https://example.org/fog \n-->", "https://example.org/fog"),
        ("<!-- Mirrored from example.org/fog.html by HTTrack -->", "http://example.org/fog.html"),
        ("<!-- saved from url=(0022)https://web.archive.org/web/20130501000000/http://example.org/fog -->", "http://example.org/fog"),
        ("<!-- saved from url=(0014)about:internet -->", ""),
        ("<!-- url: none -->", ""),
        ("<!-- URL: https://example.org/fog -->", "https://example.org/fog"),
        ("<!-- This document saved from https://example.org/fog -->", "https://example.org/fog"),
        ('<!-- Retrieved from "https://example.org/fog" -->', "https://example.org/fog"),
        ('<script>__wm.wombat("https://example.org/fog","20240306101010","https://web.archive.org/","web");</script>', "https://example.org/fog"),
        ('<link rel="bookmark" href="http://archive.today/20240306101010/https://example.org/fog"/>', "https://example.org/fog"),
        ('<link rel="bookmark" href="https://archive.example/2024/fog"/>', ""),
        ('<html data-scrapbook-source="https://example.org/fog?a=1&amp;b=2">', "https://example.org/fog?a=1&b=2"),
        ('<footer><a href="https://example.org/fog" class="p-canonical">Canonical link</a></footer>', "https://example.org/fog"),
    ],
)  # fmt: skip
def test_a_saved_page_says_where_it_is_from(comment: str, url: str) -> None:
    page = f"<!DOCTYPE html>\n{comment}\n<title>Fog</title><p>{PROSE}</p><p>{MORE}</p>"
    assert saved_from(page) == url
    assert article("a.html", page).url == url


@pytest.mark.parametrize(
    ("url", "original"),
    [
        ("https://web.archive.org/web/20130501123456/https://example.org/a?b=1", "https://example.org/a?b=1"),
        ("http://web.archive.org/web/2013id_/http://example.org/", "http://example.org/"),
        ("https://archive.ph/2013.05.01-123456/https://example.org/a", "https://example.org/a"),
        ("https://arquivo.pt/wayback/20130501123456mp_/https://example.org/a", "https://example.org/a"),
        ("https://archive.ph/20130501/https://example.org/a", "https://example.org/a"),
        ("https://r.jina.ai/https://example.org/a", "https://example.org/a"),
        ("https://example-org.cdn.ampproject.org/c/s/example.org/a", "https://example.org/a"),
        ("https://www.google.com/amp/s/example.org/a", "https://example.org/a"),
        ("https://example.org/s/a", "https://example.org/s/a"),
        ("https://example.org/web/2013/http://other.example.org", "https://example.org/web/2013/http://other.example.org"),
        ("", ""),
    ],
)  # fmt: skip
def test_the_address_of_an_archived_page_is_the_pages_own(url: str, original: str) -> None:
    assert original_address(url) == original


def test_the_address_that_a_page_was_saved_from_counts_before_the_one_it_declares() -> None:
    declared = (
        '<link rel=canonical href="https://example.org/"><meta name="savepage-url" content="https://example.org/fog">'
    )
    assert (
        article("a.html", f"{declared}<title>Fog</title><p>{PROSE}</p><p>{MORE}</p>").url == "https://example.org/fog"
    )


@pytest.mark.parametrize("tag", ['<link rel=canonical href="{}">', '<meta property="og:url" content="{}">'])
def test_a_page_from_an_archive_is_at_its_own_address(tag: str) -> None:
    declared = tag.format("https://web.archive.org/web/20130501123456/https://example.org/fog")
    found = article("a.html", f"<title>Fog</title>{declared}<p>{PROSE}</p><p>{MORE}</p>")
    assert (found.url, found.published) == ("https://example.org/fog", None)
    record = '{"title": "Fog", "text": "It stays.", "url": "https://web.archive.org/web/2013/http://example.org/"}'
    assert article("a.json", record).url == "http://example.org/"


@given(st.text("<!- savedfromurl=():/.htp> ", max_size=80))
def test_any_comment_says_an_address_or_none(text: str) -> None:
    assert saved_from(text) == "" or saved_from(text).startswith("http")


POCKET = "<html><head><title>Reading list</title></head><body><h1>Unread</h1><ul>{}</ul></body></html>"
BOOKMARKS = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE><H1>Bookmarks</H1><DL><p>{}</DL><p>"


@pytest.mark.parametrize(
    ("frame", "entry", "title"),
    [
        (POCKET, '<li><a href="https://example.org/{0}" time_added="158314{0}" tags="">{1}</a></li>', "Reading list"),
        (BOOKMARKS, ('<DT><A HREF="https://example.org/{0}" ADD_DATE="158314{0}" ICON="data:image/png;base64,'
                    'xy">{1}</A>\n'), "Bookmarks"),
    ],
)  # fmt: skip
def test_in_a_list_of_links_the_links_are_found(frame: str, entry: str, title: str) -> None:
    titles = ["How the lamp was lit", "Fog over the pier", "The bell &amp; the boat"]
    found = article("a.html", frame.format("".join(entry.format(number, text) for number, text in enumerate(titles))))
    assert found.title == title
    assert all(text.replace("&amp;", "&") in found.text for text in titles)
    assert "base64" not in found.text


def test_notes_on_bookmarks_are_read_with_them() -> None:
    page = BOOKMARKS.format(f'<DT><A HREF="https://example.org/1" ADD_DATE="1">How the lamp was lit</A>\n<DD>{PROSE}')
    assert article("a.html", page).text.endswith(f"How the lamp was lit\n\n{PROSE}")


def test_a_page_of_evernote_is_at_the_address_it_was_clipped_from() -> None:
    page = f'<title>Fog</title><meta name="source-url" content="https://example.org/fog"><p>{PROSE}</p><p>{MORE}</p>'
    assert article("a.html", page).url == "https://example.org/fog"


@pytest.mark.parametrize("declared", ["en", "en-US", "fr"])
def test_the_language_is_the_texts_where_the_page_says_another(declared: str) -> None:
    page = f"<html lang={declared}><title>Die Lampe</title><article><p>{GERMAN}</p><p>{GERMAN}</p></article>"
    assert article("a.html", page).language == "de"
    assert clean(Draft("text", GERMAN, language=declared)).language == "de"


def test_a_short_text_in_another_script_is_not_in_english() -> None:
    text = "港の灯台守は夕暮れに灯をともした。" * 7
    assert len(text) < 150
    assert clean(Draft("text", text, language="en")).language == "ja"


@pytest.mark.parametrize(("text", "declared"), [(PROSE + MORE, "en"), ("Nacht und Nebel", "en"), (GERMAN, "de")])
def test_a_language_is_believed_unless_the_text_is_plainly_in_another(text: str, declared: str) -> None:
    assert clean(Draft("text", text, language=declared)).language == declared


# Project Gutenberg

BOOK = f"CHAPTER I\n\n{PROSE}\n\n{MORE}"
START, END = (
    "*** START OF {0} PROJECT GUTENBERG EBOOK THE LAMP ***",
    "*** END OF {0} PROJECT GUTENBERG EBOOK THE LAMP ***",
)


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        (
            f"{START.format('THIS')}\n\n\nProduced by Bert Marsh and\nothers\n\n\n",
            f"End of the Project Gutenberg EBook of The Lamp\n\n{END.format('THIS')}\n",
        ),
        (f"Credits: Bert Marsh\n\n{START.format('THE')}\n", f"{END.format('THE')}\n\nTHE FULL LICENSE"),
        (
            "***START OF THE PROJECT GUTENBERG EBOOK THE\nLAMP***\n\nE-text prepared by Bert Marsh\n\n\n",
            "***END OF THE PROJECT GUTENBERG EBOOK THE LAMP***\n",
        ),
    ],
)
def test_a_book_of_project_gutenberg_is_the_book_alone(before: str, behind: str) -> None:
    head = (
        "The Project Gutenberg eBook of The Lamp\n\nYou may copy it.\n\nTitle: The Lamp\n    A "
        "Story\n\nAuthor: Ada Fenwick\n\n"
    )
    dates = "Release date: May 6, 2009 [eBook #1]\nMost recently updated: May 7, 2021\n\nLanguage: English\n\n"
    content = f"{head}{dates}{before}\n{BOOK}\n\n\n{behind}\nCreating the works means that nobody owns a copyright.\n"
    found = article("a.txt", content)
    assert (found.title, found.authors, found.published) == ("The Lamp A Story", ("Ada Fenwick",), None)
    assert (found.text, found.language) == (BOOK, "en")
    assert content.split("\n")[found.spans[0].first - 1] == "CHAPTER I"
    assert any("nobody owns a copyright" in removal.text for removal in found.removed)


def test_a_book_of_project_gutenberg_has_an_author_a_line() -> None:
    head = "The Project Gutenberg eBook of The Lamp\n\nTitle: The Lamp\n\nAuthor: Ada Fenwick\n        Bert Marsh\n\n"
    found = article("a.txt", f"{head}{START.format('THE')}\n\n{BOOK}\n\n{END.format('THE')}\n")
    assert (found.authors, found.text) == (("Ada Fenwick", "Bert Marsh"), BOOK)


def test_a_text_about_project_gutenberg_is_no_book_of_it() -> None:
    assert article("a.txt", f"{PROSE}\n\nIt is from Project Gutenberg.\n\n{MORE}").text.endswith(MORE)


def test_the_licence_on_a_page_of_project_gutenberg_is_left_out() -> None:
    frame = '<section class="pg-boilerplate pgheader" id="x"><div><p>You may copy it.</p></div></section>'
    assert "copy it" not in article("a.html", f"<title>The Lamp</title>{frame}<p>{PROSE}</p><p>{MORE}</p>").text


def test_the_small_print_above_an_older_book_is_left_out() -> None:
    content = (
        "**The Project Gutenberg Etext of The Lamp, by Ada Fenwick**\n\nCopyright laws are changing.\n\n"
        "*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*\n\n"
        f"{BOOK}\n\nEnd of The Project Gutenberg Etext of The Lamp\n"
    )
    found = article("a.txt", content)
    assert (found.title, found.authors, found.text) == ("The Lamp", ("Ada Fenwick",), BOOK)


def test_the_licence_on_an_older_page_of_project_gutenberg_is_left_out() -> None:
    above = f"<pre>\nTitle: The Lamp\n\nRelease Date: May 6, 2009\n\n{START.format('THIS')}\n</pre>"
    below = f"<pre>\nEnd of it.\n{END.format('THIS')}\nNobody owns a copyright.\n</pre>"
    book = f"<p>{PROSE}</p><pre>\nA verse.\n</pre><p>{MORE}</p>"
    page = f"<title>The Project Gutenberg eBook of The Lamp</title>{above}{book}{below}"
    found = article("a.html", page)
    assert found.text == f"{PROSE}\n\nA verse.\n\n{MORE}"
    assert found.published is None
    assert page.split("\n")[found.spans[0].first - 1].endswith(f"<p>{PROSE}</p><pre>")


@pytest.mark.parametrize(
    "number",
    [
        '<span class="pagenum" id="Page_3">[3]</span>',
        '<span class="pagenum"><a id="Page_3">[Pg 3]</a></span>',
        "<a class=pageno>xiv</a>",
    ],
)
def test_where_a_page_of_the_printed_book_began_is_no_text(number: str) -> None:
    page = f"<title>Fog</title><p>{PROSE.replace('dusk', f'du{number}sk')}</p><p>{MORE}</p>"
    assert article("a.html", page).text == f"{PROSE}\n\n{MORE}"
    assert without_page_numbers('<p class="pagenum">Of pages</p>') == '<p class="pagenum">Of pages</p>'


@pytest.mark.parametrize("unit", ['<span class="pagenum">', f'<a class="pageno">{"i" * 200}', '<p class="pagenum"><a>'])
def test_page_numbers_without_an_end_take_no_longer_than_their_size(unit: str) -> None:
    assert_linear(without_page_numbers, lambda size: unit * size, 4000)


@pytest.mark.parametrize("stroke", ["---", "+++"])
def test_a_page_that_a_generator_reads_says_what_it_is_above_it(stroke: str) -> None:
    head = "title: Fog\nauthor: Ann Lee" if stroke == "---" else "title = 'Fog'\nauthor = 'Ann Lee'"
    found = article("a.html", f"{stroke}\n{head}\n{stroke}\n<p>{PROSE}</p>\n<p>{MORE}</p>")
    assert (found.title, found.authors, found.text) == ("Fog", ("Ann Lee",), f"{PROSE}\n\n{MORE}")
    assert found.spans[0].first == 5


# Printers and terminals


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("L\bLA\bAM\bMP\bP", "LAMP"),
        ("the _\bl_\ba_\bm_\bp", "the lamp"),
        ("l\b_a\b_m\b_p\b_", "lamp"),
        ("lamp\b\b\b\b____", "lamp"),
        ("x\bx\bx\bx", "x"),
        ("lump\b\b\bamp", "lamp"),
        ("\b\blamp", "lamp"),
        ("\x1b[1mlamp\x1b[0m and \x1b[38;5;12moil\x1b[m", "lamp and oil"),
        ("\x1b]8;;https://example.org\x1b\\lamp\x1b]8;;\x07", "lamp"),
        ("\x1b(Blamp\x1b=", "lamp"),
    ],
)
def test_what_was_written_for_a_printer_or_terminal_is_read_as_it_shows(written: str, shown: str) -> None:
    assert printed(written) == normalize(written) == shown


@given(st.text("ab_ \b\n\x1b[1m", max_size=40))
def test_printing_keeps_the_lines_and_changes_nothing_the_second_time(text: str) -> None:
    assert printed(text).count("\n") == text.count("\n")
    assert printed(normalize(text)) == normalize(text)


NOTION = f"""<html><head><title>Fog</title></head><body>
<article id="a" class="page sans"><header><h1 class="page-title">Fog</h1>
<table class="properties"><tbody><tr class="property-row property-row-person"><th>
<span class="icon property-icon">i</span>Author</th>
<td><span class="user"><span class="icon user-icon">A</span>Ann Lee</span>, <span class="user">Bo Reed</span></td></tr>
<tr class="property-row"><th>Description</th><td>See <a href="https://a.example">a</a>: it was cold</td></tr>
<tr class="property-row property-row-date"><th>Date</th><td><time>@March 5, 2024</time></td></tr>
<tr class="property-row property-row-url"><th>URL</th><td><a href="https://example.org/fog">here</a></td></tr></tbody></table>
</header>
<div class="page-body"><p>{PROSE}</p><p>{MORE}</p></div></article></body></html>"""
GOOGLE = """<html><head><meta content="text/html; charset=UTF-8" http-equiv="content-type"></head>
<body class="c5 doc-content">
<p class="c3 title" id="h.a"><span>The fog over the pier</span></p>{}<h1 class="c4">What it was</h1>{}</body></html>"""


def test_a_page_of_notion_has_the_properties_that_its_table_says() -> None:
    found = article("a.html", NOTION)
    assert (found.title, found.authors, str(found.published)) == ("Fog", ("Ann Lee", "Bo Reed"), "2024-03-05")
    assert found.url == "https://example.org/fog"
    assert found.text == f"{PROSE}\n\n{MORE}"
    assert document_pages.declared(NOTION)["Description"] == "See a: it was cold"


def test_the_title_of_a_document_of_google_is_no_heading_of_its_text() -> None:
    found = article("a.html", GOOGLE.format(f"<p>{PROSE}</p>", f"<p>{MORE}</p>"))
    assert (found.title, found.text) == ("The fog over the pier", f"{PROSE}\n\nWhat it was\n\n{MORE}")
    untitled = article("a.html", GOOGLE.replace(" title", "").format(f"<p>{PROSE}</p>", f"<p>{MORE}</p>"))
    assert "The fog over the pier" in untitled.text


@pytest.mark.parametrize("page", ['<table class="properties"><tr><th>Author<td>Ann Lee</table>', "<p>doc-content</p>"])
def test_a_page_with_a_sign_of_theirs_is_read_as_any_page(page: str) -> None:
    (draft,) = read("a.html", f"{page}<p>{PROSE}</p>".encode()).drafts
    assert (draft.title, draft.authors) == ("", ())
