"""What is left of a saved web page?"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from indexer.cleaning import explain
from indexer.cleaning.page.page import clean_html
from indexer.model.articles import Article, LineSpan
from indexer.model.drafts import Draft

REED = "The reed bed behind the old pumping station is home to more warblers than anyone in the village had counted."
EELS = "Eels come up the ditch in spring, when the water is high, and by autumn the largest of them have gone again."
MILL = (
    "Nobody remembers who built the mill, but its wheel still turns on the first Sunday of every month, rain or shine."
)
PROSE = f"<p>{REED}</p><p>{EELS}</p><p>{MILL}</p>"
TEXT = f"{REED}\n\n{EELS}\n\n{MILL}"


def clean(body: str, head: str = "", **declared: object) -> Article:
    return clean_html(Draft("html", f"<html><head>{head}</head><body>{body}</body></html>", **declared))  # type: ignore[arg-type]


def rules(article: Article) -> dict[str, str]:
    return {removal.text: removal.rule for removal in article.removed}


PAGE = f"""\
<div id="cookie-notice"><p>This site stores small files so that it can remember what you like to read about.</p></div>
<header class="site-header"><a href="/">The Fen Courier</a> <p>News from the marshes since 1911</p></header>
<nav><ul><li><a href="/a">Villages and towns</a></li><li><a href="/b">Birds and beasts today</a></li></ul></nav>
<main><article>
<h1>What lives in the reed bed</h1>
<p class="byline">By Ada Fenwick</p>
<p>Published 14 June 2019</p>
<p>{REED}</p>
<div class="social-share"><span>Share with all your neighbours</span></div>
<p>{EELS}</p>
<aside><h4>More birds for you</h4>
<p>A heron was seen on the church tower again last week, and stayed for tea.</p></aside>
<div class="newsletter-box"><p>One letter a week, with everything that flew past the window of the office.</p></div>
<p>{MILL}</p>
<div class="author-bio">
<p>Ada Fenwick has written about ditches for twenty years and lives beside one of them.</p></div>
<section class="related-posts"><h3>Related</h3>
<p>The eel catcher's daughter remembers how the ditch froze in the long winter.</p></section>
</article></main>
<div id="comments"><p>I counted the warblers too and there were at least nine of them, perhaps ten. Well done!</p></div>
<footer><p>The Fen Courier is printed on Thursdays by the Fen Courier Printing Company of Marsh Lane.</p></footer>
"""


def test_only_the_article_of_a_page_is_left() -> None:
    article = clean(PAGE)
    assert article.text == TEXT
    assert article.title == "What lives in the reed bed"
    assert article.authors == ("Ada Fenwick",)
    assert article.published == date(2019, 6, 14)


@pytest.mark.parametrize(
    ("beginning", "rule"),
    [
        ("This site stores", "cookie"),
        ("News from the marshes", "header"),
        ("Birds and beasts", "navigation"),
        ("What lives in", "title"),
        ("Share with", "share"),
        ("A heron was", "sidebar"),
        ("One letter", "newsletter"),
        ("Ada Fenwick has", "author-bio"),
        ("The eel catcher", "related"),
        ("I counted", "comments"),
        ("The Fen Courier is", "footer"),
    ],
)
def test_what_is_removed_is_listed_with_its_rule_and_line(beginning: str, rule: str) -> None:
    removal = next(removal for removal in clean(PAGE).removed if removal.text.startswith(beginning))
    assert removal.rule == rule
    assert beginning in PAGE.split("\n")[removal.line - 1]


def test_removals_are_cut_to_200_characters_and_have_four_words() -> None:
    article = clean(f"{PROSE}<footer><p>{'endless ' * 60}</p><p>Three short words</p></footer>")
    assert [len(removal.text) for removal in article.removed] == [200]


def test_headings_lists_tables_and_programs_keep_their_form() -> None:
    article = clean(
        f"""<p>{REED}</p><h2>Of birds</h2><p>{EELS}</p>
        <ul><li>a <b>reed</b>
        warbler<li>two herons <ul><li>one of them grey</ul></ul>
        <table><caption>Counts</caption><tr><th>Bird<th>Seen</tr><tr><td>Heron<td>2</tr></table>
        <pre>for bird in reeds:
    count(bird)</pre><p>{MILL}</p>"""
    )
    assert article.text == (
        f"{REED}\n\nOf birds\n\n{EELS}\n\n- a reed warbler\n- two herons\n- one of them grey\n\n"
        f"Counts\nBird | Seen\nHeron | 2\n\nfor bird in reeds:\n    count(bird)\n\n{MILL}"
    )


def parts(article: Article) -> list[tuple[str, str]]:
    ends = [*(block.start for block in article.blocks[1:]), len(article.text)]
    return [
        (block.kind, article.text[block.start : end].strip()) for block, end in zip(article.blocks, ends, strict=True)
    ]


def test_the_text_knows_what_it_is_made_of() -> None:
    article = clean(
        f"<h2>Of birds</h2><p>{REED}</p><blockquote><p>{EELS}</p></blockquote><ul><li>one heron<li>two herons</ul>"
        f"<table><tr><th>Bird<th>Seen</tr><tr><td>Heron<td>2</tr></table><pre>count(bird)</pre><p>{MILL}</p>"
    )
    assert parts(article) == [
        ("heading", "Of birds"),
        ("paragraph", REED),
        ("quote", EELS),
        ("item", "- one heron"),
        ("item", "- two herons"),
        ("row", "Bird | Seen"),
        ("row", "Heron | 2"),
        ("preformatted", "count(bird)"),
        ("paragraph", MILL),
    ]


def test_a_text_that_is_indented_as_a_whole_is_no_quotation() -> None:
    assert {kind for kind, _ in parts(clean(f"<blockquote>{PROSE}</blockquote>"))} == {"paragraph"}


def test_a_paragraph_that_only_looks_like_a_heading_is_none() -> None:
    article = clean(f"<p>{REED}</p><h3>{EELS} {EELS} {MILL}</h3>")
    assert parts(article)[-1] == ("paragraph", f"{EELS} {EELS} {MILL}")


def test_a_table_that_places_the_parts_of_a_page_is_no_data() -> None:
    menu = "<td><a href=1>Home</a><br><a href=2>Guest</a></td>"
    old = f"<table><tr>{menu}<td><h2>Fens</h2>{PROSE}<p>{REED[:60]}</p></td></tr></table>"
    assert clean(old).text.startswith(f"Fens\n\n{TEXT}")


def test_two_line_breaks_end_a_paragraph() -> None:
    assert clean(f"<div>{REED}<br> <br>{EELS}<br>{MILL}</div>").text == f"{REED}\n\n{EELS} {MILL}"


def test_characters_are_normalized_and_white_space_collapsed() -> None:
    article = clean(f"<p>Cafe\u0301&nbsp;by  the\n reed&shy;bed\u200b.</p>{PROSE}")
    assert article.text.startswith("Café by the reedbed.\n\n")


def test_captions_are_kept_apart_without_credit_and_once() -> None:
    figure = "<figure><img src=x><figcaption>A heron on the tower. Photo: Jane Doe</figcaption></figure>"
    article = clean(f"<article><p>{REED}</p>{figure}<p>{EELS}</p>{figure}<p>{MILL}</p></article>")
    assert article.captions == ("A heron on the tower.",)
    assert article.text == TEXT


def test_captions_of_other_articles_are_not_kept() -> None:
    figure = "<figure><img src=x><figcaption>A heron on the tower.</figcaption></figure>"
    assert clean(f"<main><article>{PROSE}</article></main><div>{figure}</div>").captions == ()


@pytest.mark.parametrize(
    "around",
    [
        '<div class="content has-sidebar">{}</div>',
        '<div id="header-and-content">{}</div>',
        '<div class="hidden">{}</div>',
        '<div class="comments-open">{}</div>',
        '<nav><div class="menu"><main>{}</main>',
        '<div class="popup"><article>{}</article></div>',
        '<button class="search"><div>{}</div>',
        '<table><tr><td class="side">{}</td></tr></table>',
    ],
)
def test_a_hint_that_would_take_the_whole_article_is_not_believed(around: str) -> None:
    assert clean(around.format(PROSE)).text == TEXT


@pytest.mark.parametrize(
    "box",
    [
        "<div class='text sidebar-enabled--false'>{}</div>",
        "<div class='text without-sidebar'>{}</div>",
        "<div class='line record-id-PFk9dDFp'>{}</div>",
        "<div class='AdDsWC'>{}</div>",
        "<aside class='recipe__ingredients'>{}</aside>",
    ],
)
def test_a_name_that_only_seems_to_hint_is_none(box: str) -> None:
    inset = box.format("<ul><li>Two eels out of the ditch</li><li>A handful of salt</li></ul>")
    expected = f"{TEXT}\n\n- Two eels out of the ditch\n- A handful of salt\n\n{REED} {EELS}"
    assert clean(f"<article>{PROSE}{inset}<p>{REED} {EELS}</p></article>").text == expected


@pytest.mark.parametrize(
    "name",
    ["adSlot1", "TopAdBox", "Ads_box__3xQ2a", "AdWrapper", "DFPAd x ad-none ads", "Box300x250Ad", "adSlot2Top"],
)
def test_a_name_with_numbers_or_capitals_still_hints(name: str) -> None:
    inset = f"<div class='{name}'><p>Two eels out of the ditch, for you</p></div>"
    assert clean(f"<article>{PROSE}{inset}<p>{REED} {EELS}</p></article>").text == f"{TEXT}\n\n{REED} {EELS}"


def test_a_name_that_most_paragraphs_bear_says_nothing() -> None:
    body = "".join(
        f'<div class="widget">{paragraph}</div>' for paragraph in (f"<p>{REED}</p>", f"<p>{EELS}</p>", f"<p>{MILL}</p>")
    )
    assert clean(f"<div>{body}</div>").text == TEXT


def test_comments_are_never_the_article_however_long() -> None:
    comments = "".join(f"<li><p>Comment {number}: {EELS}</p></li>" for number in range(40))
    assert clean(f"<article>{PROSE}</article><ol class='comments'>{comments}</ol>").text == TEXT


def test_what_cannot_be_seen_is_left_out() -> None:
    inline = '<span class="sr-only">Opens in a new window. </span><span style="display: none">secret</span>'
    hidden = '<div style="display:none"><p>Only robots read this long and hidden line of text.</p></div>'
    body = f"<p>{inline}{REED}</p><p>{EELS}</p>{hidden}<p>{MILL}</p>"
    assert clean(f"{body}<noscript><p>{REED}</p></noscript><script>var x = '<p>no</p>'</script>").text == TEXT


CONSENT = (
    "We would like to use cookies and similar means to measure how our pages are read, as the privacy policy says.",
    "You may change your mind at any time, and the newsletter can be cancelled by a letter to the editors.",
    "Personal data are kept for as long as the law of the land demands it, and never longer than that.",
)


def test_the_article_is_sought_below_its_title_however_short_it_is() -> None:
    consent = "".join(f"<p>{line}</p>" for line in CONSENT)
    article = f"<div><div><h1>What lives in the reed bed</h1><div><p>{REED}</p></div></div></div>"
    body = f"{article}<div><div>{consent}</div></div>"
    assert clean(body, "<title>What lives in the reed bed</title>").text == REED


def test_a_footer_longer_than_the_article_is_none_of_it() -> None:
    article = f"<main><h1>What lives in the reed bed</h1><p>{REED}</p><p>{EELS}</p></main>"
    body = f"{article}<footer>{PROSE * 2}<p>{MILL}</p></footer>"
    assert clean(body, "<title>What lives in the reed bed</title>").text == f"{REED}\n\n{EELS}"


@pytest.mark.parametrize(
    "sentence",
    [
        "कुछ लोगों ने कहा कि नदी के किनारे की पुरानी चक्की आज भी हर रविवार को चलती है।",
        "ندی کے کنارے پرانی چکی آج بھی ہر اتوار کو چلتی ہے اور لوگ اسے دیکھنے آتے ہیں۔",
    ],
)
def test_other_scripts_have_other_stops(sentence: str) -> None:
    article = clean(f"<div><p>{sentence}</p><p>{sentence} {sentence}</p></div><div><p>{MILL}</p></div>")
    assert article.text == f"{sentence}\n\n{sentence} {sentence}"


def test_readings_above_characters_are_left_out() -> None:
    assert clean("<p><ruby>鳥<rp>(</rp><rt>とり</rt><rp>)</rp></ruby>がいる。</p>").text == "鳥がいる。"


def test_the_subjects_of_an_entry_are_no_hint() -> None:
    menu = "<div class='menu'><p>A heron was seen on the church tower again last week, and stayed for tea.</p></div>"
    entry = f"<div class='post-12 hentry tag-birds category-latest'>{PROSE}</div>"
    assert clean(f"{menu * 3}{entry}").text == TEXT


@pytest.mark.parametrize(
    "heading", ["Lesen Sie auch", "À lire aussi", "Te puede interesar", "Lees ook", "Leggi anche:"]
)
def test_what_stands_under_the_heading_of_other_articles_is_left_out(heading: str) -> None:
    other = "<p>A heron was seen on the church tower again last week, and stayed for tea.</p>"
    assert clean(f"<article>{PROSE}<h3>{heading}</h3>{other}</article>").text == TEXT


def test_a_box_in_the_middle_ends_where_the_article_goes_on() -> None:
    box = "<h3>Related articles</h3><p>A heron was seen on the church tower again last week, and stayed.</p>"
    end = f"{EELS} {MILL}"
    assert clean(f"<article>{PROSE}{box}<p>{end}</p></article>").text == f"{TEXT}\n\n{end}"


def test_comments_longer_than_the_article_end_it() -> None:
    comments = "".join(f"<ul><li><p>{number}: {EELS} {MILL}</p></li></ul>" for number in range(20))
    text = f"{PROSE}<p>{MILL} {REED} {EELS}</p>"
    assert clean(f"<div>{text}<h2>12 Kommentare</h2>{comments}</div>").text == f"{TEXT}\n\n{MILL} {REED} {EELS}"


def test_a_second_copy_for_other_screens_is_left_out_but_a_refrain_stays() -> None:
    assert clean(f'<div class="wide">{PROSE}</div><div class="narrow">{PROSE}</div>').text == TEXT
    refrain = f"<div><p>{REED}</p><p>{EELS}</p><p>{REED}</p></div>"
    assert clean(refrain).text == f"{REED}\n\n{EELS}\n\n{REED}"


def test_links_are_left_out_but_sentences_with_links_stay() -> None:
    linked = EELS.replace("the largest of them", '<a href="/eels">the largest of them</a>')
    article = clean(
        f'<div><p>{REED}</p><p>{linked}</p><div><a href="/1">Ten more eels you should see</a></div><p>{MILL}</p></div>'
    )
    assert article.text == TEXT


def test_a_line_of_links_between_paragraphs_and_in_a_box_like_theirs_stays_unless_it_leads_to_more() -> None:
    line = '<p><a href="/eels/report">The report on eels of 1931</a></p>'
    assert clean(f"<div><p>{REED}</p>{line}<p>{EELS}</p><p>{MILL}</p></div>").text == TEXT.replace(
        EELS, f"The report on eels of 1931\n\n{EELS}"
    )
    assert clean(f"<div>{PROSE}{line}</div>").text == TEXT
    more = '<p><a href="/eels">Read more: Ten eels</a></p>'
    assert clean(f"<div><p>{REED}</p>{more}<p>{EELS}</p><p>{MILL}</p></div>").text == TEXT


@pytest.mark.parametrize(
    ("addresses", "stays"),
    [
        (["https://eels.example.net/1", "https://www.mills.example.com/wheel"], True),
        (["https://reed.example/1", "/mills"], False),
        (["https://shop.reed.example/eels", "https://www.reed.example/mills"], False),
        (["https://eels.example.net/1"], False),
    ],
)
def test_a_list_of_links_beside_the_paragraphs_stays_where_it_leads_to_other_sites(
    addresses: list[str], stays: bool
) -> None:
    items = "".join(f'<li><a href="{address}">Eels of the world</a></li>' for address in addresses)
    url = '<link rel="canonical" href="https://www.reed.example/a">'
    text = clean(f"{url}<div>{PROSE}<ul>{items}</ul></div>").text
    assert ("Eels of the world" in text) is stays
    elsewhere = clean(f"{url}<div><div>{PROSE}</div><div><ul>{items}</ul></div></div>").text
    assert elsewhere == TEXT


def test_a_list_beside_the_paragraphs_that_is_mostly_links_stays_where_it_is_more_than_links() -> None:
    items = "".join(f'<li><a href="/{name}">The {name} of the valley</a>, old</li>' for name in ("eel", "mill", "reed"))
    assert "The mill of the valley, old" in clean(f"<div>{PROSE}<ul>{items}</ul></div>").text
    assert clean(f"<div><div>{PROSE}</div><div><ul>{items}</ul></div></div>").text == TEXT


def test_a_heading_of_contents_goes_with_the_list_below_it_and_stays_above_one_that_is_kept() -> None:
    parts = '<ul><li><a href="#reed">The reed beds</a></li><li><a href="#mill">The old mill</a></li></ul>'
    assert clean(f"<div><h2>Table of contents</h2><nav>{parts}</nav>{PROSE}</div>").text == TEXT
    plain = "<ul><li>The reed beds</li><li>The old mill</li></ul>"
    assert (
        clean(f"<div>{PROSE}<h2>Contents</h2>{plain}</div>").text
        == f"{TEXT}\n\nContents\n\n- The reed beds\n- The old mill"
    )


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("Medically reviewed by Toni Golen, MD, Editor in Chief", False),
        ("Reviewed by", False),
        ("Reviewed by experts, the plan was then put off.", True),
        ("Reviewed by Anna Reed, the plan was then put off.", True),
    ],
)
def test_who_looked_over_a_text_is_left_out(line: str, stays: bool) -> None:
    assert (line in clean(f"<div><p>{line}</p>{PROSE}</div>").text) is stays


def test_a_form_among_the_paragraphs_is_left_out_but_not_one_around_them() -> None:
    form = "<form><p>Tell us what you think of the eels, and of the mill, in not more than a hundred words.</p></form>"
    article = clean(f"<div><p>{REED}</p>{form}<p>{EELS}</p><p>{MILL}</p></div>")
    assert article.text == TEXT
    assert [removal.rule for removal in article.removed] == ["form"]
    assert clean(f"<form><div>{PROSE}</div></form>").text == TEXT


def test_a_list_that_is_repeated_in_another_box_is_the_authors_repetition() -> None:
    items = "<ul><li>Range of the boat: forty miles</li><li>Price of the boat: ten pounds a day</li></ul>"
    article = clean(f"<div>{PROSE}<div><h3>The Heron</h3>{items}</div><div><h3>The Bittern</h3>{items}</div></div>")
    assert article.text.count("Price of the boat") == 2


def test_a_paragraph_alone_in_two_boxes_is_said_once_but_one_beside_others_may_be_repeated() -> None:
    offer = "<inset-box><p>Whoever joins the friends of the mill has ten per cent off every boat.</p></inset-box>"
    text = clean(f"<div><p>{REED}</p>{offer}<p>{EELS}</p>{offer}<p>{MILL}</p></div>").text
    assert text.count("Whoever joins") == 1
    assert clean(f"<div><p>{REED}</p><p>{EELS}</p><div><p>{MILL}</p><p>{EELS}</p></div></div>").text.count(EELS) == 2


def test_a_heading_with_the_words_of_the_title_behind_paragraphs_is_that_of_a_section() -> None:
    title = "Where the eels of the valley are"
    page = f"<title>{title}</title><h1>{title}</h1><div><p>{REED}</p><h2>{title}</h2><p>{EELS}</p><p>{MILL}</p></div>"
    assert clean(page).text == f"{REED}\n\n{title}\n\n{EELS}\n\n{MILL}"


def test_an_anchor_that_is_never_closed_makes_no_link() -> None:
    assert clean(f'<a name="top">{PROSE}').text == TEXT


@pytest.mark.parametrize(
    "heading", ["Related articles", "You might also like", "3 comments", "About the author", "Readers’ comments"]
)
def test_the_sections_after_an_article_are_left_out(heading: str) -> None:
    article = clean(
        f"<div>{PROSE}<h3>{heading}</h3><p>It froze in the long winter, and no eel was caught before March.</p></div>"
    )
    assert article.text == TEXT


def test_such_a_section_ends_at_the_next_heading_and_does_not_begin_an_article() -> None:
    first = f"<h2>Related articles</h2><p>{REED}</p><h2>The ditch</h2><p>{EELS}</p><p>{MILL}</p>"
    assert REED in clean(f"<div>{first}</div>").text


def test_what_stands_before_the_title_is_left_out() -> None:
    article = clean(
        f"<div><p>Home &gt; Nature &gt; Fens</p><p>Try our quiz</p><h1>What lives in the reed bed</h1>{PROSE}</div>"
    )
    assert article.text == TEXT


def test_paragraphs_above_a_heading_that_repeats_the_title_stay() -> None:
    title = "What lives in the reed bed"
    lede = "A walk along the ditch, with a notebook, on the wettest day of a wet year in the fens."
    more = "".join(f"<p>{EELS} It was the {number}th year.</p>" for number in range(4, 9))
    article = clean(
        f"<div><h1>{title}</h1></div><div class='body'><p>{lede}</p><h2>{title}</h2>{PROSE}{more}</div>",
        head=f"<title>{title}</title>",
    )
    assert article.text.startswith(f"{lede}\n\n{REED}")


def test_a_line_beside_the_title_sums_up_without_a_full_stop() -> None:
    line = "A walk along the ditch, with a notebook, on the wettest day of a wet year in the fens"
    stamp = "By Ada Fenwick of the Fen Courier | 14 June 2019 at 10:30 | four minutes to read, more or less"
    header = f"<header><div><h1>What lives in the reed bed</h1><p>{line}</p><p>{stamp}</p></div></header>"
    assert clean(f"<div>{header}<article>{PROSE}</article></div>").text == f"{line}\n\n{TEXT}"


def test_the_list_that_sums_an_article_up_stays_without_its_links() -> None:
    points = ("Warblers have come back to the reed bed", "Eels are fewer than in any year before")
    items = "".join(f"<li>{point}</li>" for point in points)
    top = f"<h1>What lives in the reed bed</h1><ul>{items}{{}}</ul>"
    text = "\n".join(f"- {point}" for point in points)
    page = f"<div><div>{top}</div><div class='text'>{PROSE}</div></div>"
    assert clean(page.format("")).text == f"{text}\n\n{TEXT}"
    other = "<li><a href='/help'>How to help the wardens of the marsh</a></li>"
    assert clean(page.format(other * 3)).text == TEXT


def test_the_only_h1_is_the_title_though_it_is_worded_otherwise() -> None:
    lede = "A walk along the ditch, with a notebook, on the wettest day of a wet year in the fens."
    page = f"<div><h1>Notebook: life in the reeds</h1><p class='teaser'>{lede}</p><div>{PROSE}</div></div>"
    assert clean(page, head="<title>What lives in the reed bed</title>").text == f"{lede}\n\n{TEXT}"


def test_questions_on_buttons_and_answers_hidden_until_a_click_stay() -> None:
    asked = "<button>How many warblers were counted?</button>"
    answer = "Nine of them in June, and eleven in July, when the young ones had left their nests."
    shown = f"<div>{PROSE}<div>{asked}<div><p>{answer}</p></div></div></div>"
    hidden = f"<div>{PROSE}<div>{asked}<div hidden><p>{answer}</p></div></div></div>"
    for page in (shown, hidden):
        assert clean(page).text == f"{TEXT}\n\nHow many warblers were counted?\n\n{answer}"
    assert clean(hidden.replace("counted?", "counted")).text == TEXT


def test_a_list_of_links_with_a_paragraph_among_its_items_is_the_authors() -> None:
    links = "".join(
        f"<li><a href='/{number}'>The {number}th report on the state of the ditch</a></li>" for number in range(9)
    )
    note = "The first of these were written by hand, and nobody has copied them so far."
    assert clean(f"<div>{PROSE}<ul>{links}</ul></div>").text == TEXT
    text = clean(f"<div>{PROSE}<ul><li>{note}</li>{links}</ul></div>").text
    assert note in text
    assert "The 8th report" in text


def test_a_standfirst_above_the_body_stays() -> None:
    lede = "A walk along the ditch, with a notebook, on the wettest day of a wet year in the fens."
    assert (
        clean(f"<div><header><h1>Reeds</h1><p>{lede}</p></header><article>{PROSE}</article></div>").text
        == f"{lede}\n\n{TEXT}"
    )


def test_a_page_without_prose_gives_what_it_has() -> None:
    assert clean("<p>A short note</p>").text == "A short note"


def test_a_line_break_between_characters_without_spaces_is_nothing() -> None:
    rows = "<tr><th>空\n港</th><td>3</td></tr><tr><td>灯台</td><td>一<br>\n二</td></tr>"
    paragraph = "政府は発表した。国\n  際空港の<i>近\nく</i>に住む人、東<br>\n京"
    body = f"{PROSE}<p>{paragraph}</p><p>한국\n사람</p><table>{rows}</table>"
    article = clean(f"<article><h1>新しい\n法律</h1>{body}</article>", "<title>新しい\n法律</title>")
    assert article.title == "新しい法律"
    expected = "政府は発表した。国際空港の近くに住む人、東 京\n\n한국 사람\n\n空港 | 3\n灯台 | 一 二"
    assert article.text == f"{TEXT}\n\n{expected}"


def test_scripts_without_spaces_are_prose_too() -> None:
    chinese = "村子后面的芦苇荡里住着许多小鸟，没有人数过究竟有多少只，只知道每年春天它们都会回来唱歌。"
    page = f"<ul><li>首页</li><li>新闻</li></ul><div><p>{chinese}</p><p>{chinese}又一年。</p></div>"
    assert clean(page + "<div class='footer'>版权所有</div>").text == f"{chinese}\n\n{chinese}又一年。"


def test_the_json_ld_text_is_taken_only_where_the_page_shows_none() -> None:
    script = '<script type="application/ld+json">{"@type": "NewsArticle", "articleBody": "%s"}</script>'
    body = " ".join(["A text for programs."] * 20)
    assert clean(f"<article>{PROSE}</article>", script % body).text == TEXT
    article = clean("<p>Loading the page</p>", "\n\n" + script % f"<p>{body}</p><p>{EELS} &amp; so on</p>")
    assert article.text == f"{body}\n\n{EELS} & so on"
    assert article.spans == (LineSpan(0, 3, 3),)


def test_spans_say_on_which_lines_each_paragraph_stands() -> None:
    lines = [
        "<html><body><div>",
        f"<p>{REED}</p>",
        "<p>",
        f"  {EELS[:33]}",
        f"  {EELS[34:]}",
        "</p><ul>",
        "<li>an otter",
        "</ul>",
        f"<p>{MILL}",
        "</div>",
    ]
    article = clean_html(Draft("html", "\n".join(lines)))
    assert article.text == f"{REED}\n\n{EELS}\n\n- an otter\n\n{MILL}"
    assert [(span.first, span.last) for span in article.spans] == [(2, 2), (4, 5), (7, 7), (9, 9)]
    assert [article.text[span.start :][:4] for span in article.spans] == [REED[:4], EELS[:4], "- an", MILL[:4]]


def test_programs_know_the_line_of_each_of_their_paragraphs() -> None:
    article = clean_html(
        Draft("html", f"<div>{PROSE}\n<pre>\none()\ntwo()\n\n\nthree()<br>four()\n\nfive()</pre></div>")
    )
    assert article.text == f"{TEXT}\n\none()\ntwo()\n\nthree()\nfour()\n\nfive()"
    assert [(span.first, span.last) for span in article.spans[3:]] == [(3, 4), (7, 7), (9, 9)]


def test_lines_count_from_where_the_draft_begins() -> None:
    page = f"<div>\n{PROSE}</div><footer>All that a footer has to say</footer>"
    article = clean_html(Draft("html", page, line=100))
    assert {span.first for span in article.spans} == {101}
    assert article.removed[0].line == 101
    record = clean_html(Draft("html", page, line=100, one_line=True))
    assert {(span.first, span.last) for span in record.spans} == {(100, 100)}
    assert record.removed[0].line == 100


def test_what_the_draft_declares_comes_first() -> None:
    article = clean(
        PAGE,
        title="A title",
        authors=("Someone Else",),
        published="1 May 2001",
        site="A site",
        language="fy",
        url="https://fen.example/1",
    )
    assert (article.title, article.authors, article.published) == ("A title", ("Someone Else",), date(2001, 5, 1))
    assert (article.site, article.language, article.url) == ("A site", "fy", "https://fen.example/1")


BROKEN = {
    "surrogate": f"<p>{REED} \ud800</p>",
    "declaration": f'<?xml version="1.0" encoding="utf-16"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><body>{PROSE}</body></html>',
    "charset": f'<meta charset="utf-16">{PROSE}',
    "instructions": f"<?php echo 1 ?>{PROSE}",
    "null": f"\0{PROSE}\0",
    "no end": f"<html><body><div><p>{REED}",
    "ends alone": f"</div></p></body></html>{PROSE}",
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_text_of_a_broken_page_is_found(name: str) -> None:
    assert REED in clean_html(Draft("html", BROKEN[name])).text


@pytest.mark.parametrize("page", ["", " \n ", "\0", "<!-- " * 9, "<frameset><frame src=x></frameset>", "<", "<p"])
def test_a_page_without_any_text_is_no_error(page: str) -> None:
    assert not clean_html(Draft("html", page)).text.strip("<p\0")


ENDLESS = {
    # What comes before, what is repeated, what comes after.
    "deep": ("", "<div>", PROSE),
    "deep inside": ("", "<span>", PROSE),
    "deep tables": ("", "<table><tr><td>", PROSE),
    "deep elements of one's own": ("", "<fen-reed>", PROSE),
    "one line": ("", PROSE, ""),
    "one word": (PROSE + "<p>", "x", ""),
    "breaks": (PROSE + "<p>x", "<br>", ""),
    "brackets": (PROSE, "<", ""),
    "open tags": (PROSE, "<p ", ""),
    "unclosed comments": (PROSE, "<!-- ", ""),
    "names": ('<div class="', "author-", f'">{PROSE}'),
    "styles": ('<div style="', "display ", f'">{PROSE}'),
    "blank program": (PROSE + "<pre>", " \n", ""),
    "title": ("<title>", "a | ", f"</title>{PROSE}"),
    "site in title": (
        '<link rel="canonical" href="https://reedmarsh.example/a"><title>',
        "reedmarsh | ",
        f"What the reeds hide</title>{PROSE}",
    ),
    "heading": ("<h1>", "a ", f"</h1>{PROSE}"),
    "author": ('<meta name="author" content="', "by ", f'">{PROSE}'),
    "nested json": ('<script type="application/ld+json">', "[", f"</script>{PROSE}"),
    "blank json": ('<script type="application/ld+json">', " ", f"</script>{PROSE}"),
    "json commas": ('<script type="application/ld+json">{"a": 1', ", ", f"}}</script>{PROSE}"),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_an_endless_page_takes_no_longer_than_its_length_and_its_text_is_found(name: str) -> None:
    before, unit, after = ENDLESS[name]

    def page(size: int) -> Draft:
        return Draft("html", before + unit * (size // len(unit)) + after)

    assert_linear(clean_html, page, 200_000)
    assert REED in clean_html(page(200_000)).text


def test_a_page_without_text_is_an_article_without_text() -> None:
    assert clean_html(Draft("html", "<!-- -->")) == Article("")


TAGS = "div ul li h2 pre table tr td nav article main figcaption".split()
FRAGMENTS = st.sampled_from(
    [f"<{slash}{tag}>" for tag in TAGS for slash in ("", "/")]
    + [PROSE, "<div class=related>", "<div id=comments>", "<a href=x>", "<br>", "&nbsp;", "\n", "鳥"]
)


def words(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in re.findall(r"\w+", text))


@given(st.lists(st.one_of(FRAGMENTS, st.text(max_size=20)), max_size=25).map("".join))
def test_whatever_a_page_is_its_article_hangs_together(page: str) -> None:
    draft = Draft("html", page)
    article = clean_html(draft)
    assert article == clean_html(draft)
    assert article.text == article.text.strip()
    assert "\n\n\n" not in article.text
    assert len(article.spans) == len(set(article.spans))
    for span in article.spans:
        assert 1 <= span.first <= span.last <= page.count("\n") + page.count("\r") + 1
        assert not article.text[span.start].isspace() or article.text[span.start - 1] == "\n"
    for upper, lower in pairwise(article.spans):
        assert upper.start < lower.start
        assert upper.first <= lower.first
    assert all(removal.line >= 1 and removal.rule for removal in article.removed)


@given(st.lists(st.sampled_from([REED, EELS, MILL, "Otters", "A ditch and a mill"]), min_size=1, max_size=12))
def test_nothing_is_added_and_nothing_of_plain_paragraphs_is_lost(paragraphs: list[str]) -> None:
    article = clean("<div>" + "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs) + "</div>")
    assert words([article.text]) == words(paragraphs)


def test_most_of_the_text_of_real_pages_is_found_and_little_else(data: Path) -> None:
    folder = data / "html" / "wcxb-dev"
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    found = missed = added = 0
    for name in sorted(truth)[::10]:
        page = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()).decode("utf-8", "replace")
        true, cleaned = words([truth[name]["articleBody"]]), words([clean_html(Draft("html", page)).text])
        found += (true & cleaned).total()
        missed += (true - cleaned).total()
        added += (cleaned - true).total()
    assert found / (found + missed) > 0.93
    assert found / (found + added) > 0.9


def test_an_end_in_the_middle_of_a_page_ends_nothing() -> None:
    before = "<html><body><div>Menu</div></body></html>"
    paragraphs = (
        "<p>The keeper trimmed the lamp each evening before the light had gone out of the sky.</p>"
        "<p>He wrote a book, too, and sent it to the town by the boat that came each month.</p>"
    )
    page = f"{before}<article><h1>Lamps</h1>{paragraphs}</article></body></html>"
    assert clean_html(Draft("html", page)).text.startswith("The keeper trimmed the lamp")


def test_a_page_that_is_all_in_a_noscript_is_read_and_a_message_there_is_not() -> None:
    paragraphs = "".join(
        f"<p>On day {day} the keeper trimmed the lamp before the light had gone, and wrote down which ships went.</p>"
        for day in range(12)
    )
    assert clean(f"<noscript><div>{paragraphs}</div></noscript>").text.startswith("On day 0 the keeper")
    message = "<noscript><p>Please turn on scripts in your browser, since this site needs them to work.</p></noscript>"
    assert clean(message).text == ""


SONG = "The song of the reed warbler begins before sunrise, and it has been heard from the road as late as in July."
DITCH = (
    "The ditch was dug by hand in the winter of the great frost, and eighty men from four villages were paid in bread."
)


class TestPartsOfAnArticle:
    """An article in several boxes, or with a box for every paragraph, is one."""

    def test_paragraphs_with_a_wrapper_each_outweigh_a_longer_box(self) -> None:
        wrapped = "".join(f"<div class='part'><p>{text}</p></div>" for text in (REED, EELS, MILL, SONG))
        plea = (
            f"<div class='plea'><div class='hidden'><p>{DITCH}</p><p>Give us a little of what you have.</p></div></div>"
        )
        assert clean(f"<h1>Reeds</h1><section>{wrapped}{plea}</section>").text == f"{TEXT}\n\n{SONG}"

    def test_a_box_made_like_the_articles_own_is_part_of_it(self) -> None:
        body = f"<div class='row'><p>{REED}</p><p>{EELS}</p><p>{MILL}</p></div>"
        last = f"<div class='row'><p>{SONG}</p></div>"
        assert (
            clean(f"<article><h1>Reeds</h1>{body}<div class='ad'>Ad</div>{last}</article>").text == f"{TEXT}\n\n{SONG}"
        )

    def test_a_box_made_alike_may_have_a_table_of_contents(self) -> None:
        links = "".join(
            f"<a href='#{n}'>What is to be known of the eels and the mill, part {n}?</a> " for n in range(6)
        )
        row = "<div class='row'><div class='wide'>{}</div></div>"
        behind = row.format(f"<p>{SONG}</p><div class='box'>{links}</div><h3>The ditch</h3><p>{DITCH}</p>")
        found = clean(f"<article><h1>Reeds</h1>{row.format(PROSE * 3)}{behind}</article>").text
        assert found.endswith(f"{MILL}\n\n{SONG}\n\nThe ditch\n\n{DITCH}")

    def test_an_article_that_begins_in_a_box_of_its_own_has_its_lines_and_lists(self) -> None:
        unended = "So there is a song about the ditch, of which the first lines are these:"
        items = "<ul><li>Come up in spring</li><li>Be gone by autumn</li></ul>"
        opening = f"<div class='opening'><p>{SONG}</p><p>Judge for yourself</p>{items}<p>{DITCH}</p></div>"
        body = f"<div class='rest'>{PROSE * 3}</div>"
        lines = "Judge for yourself\n\n- Come up in spring\n- Be gone by autumn"
        found = clean(f"<article><h1>Reeds</h1>{opening}{body}</article>").text
        assert found.startswith(f"{SONG}\n\n{lines}\n\n{DITCH}\n\n{REED}")
        around = f"<div class='all'><p>{SONG}</p><p>{DITCH}</p><p>{unended}</p><h3>Verses</h3>{body}</div>"
        found = clean(f"<article><h1>Reeds</h1>{around}</article>").text
        assert found.startswith(f"{SONG}\n\n{DITCH}\n\n{unended}\n\nVerses\n\n{REED}")

    def test_what_pages_put_below_the_first_paragraphs_is_not_the_article_s(self) -> None:
        weather = "<div>12 degrees, partly cloudy</div><div>Your basket has 3 things in it</div>"
        around = f"<div class='all'><p>{SONG}</p><p>{DITCH}</p>{weather}<div class='rest'>{PROSE * 3}</div></div>"
        found = clean(f"<article><h1>Reeds</h1>{around}</article>").text
        assert found.startswith(f"{SONG}\n\n{DITCH}\n\n{REED}")

    def test_teasers_in_a_box_made_alike_are_no_part_of_the_article(self) -> None:
        row = "<div class='row'>{}</div>"
        teasers = "".join(
            f"<p><a href='/{n}'>What is to be known of the mill, part {n}</a></p><p>{text}</p>"
            for n, text in enumerate((SONG, DITCH))
        )
        found = clean(f"<article><h1>Reeds</h1>{row.format(PROSE * 3)}{row.format(teasers)}</article>").text
        assert found.endswith(MILL)

    @pytest.mark.parametrize("lead", ["<h2 class='deck'>{}</h2>", "<div class='subtitle'>{}</div>", "<h2>{}</h2>"])
    def test_a_standfirst_is_kept_in_whatever_element(self, lead: str) -> None:
        standfirst = "A walk along the ditch on the wettest day of a wet year"
        byline = "<div>By Ada Fenwick</div>"
        page = f"<main><h1>Reeds</h1>{lead.format(standfirst)}{byline}<div class='body'>{PROSE}</div></main>"
        assert clean(page).text == f"{standfirst}\n\n{TEXT}"

    def test_a_sentence_that_is_a_link_stays_beside_the_paragraphs(self) -> None:
        linked = f"<div><p><a href='/x'>{SONG}</a></p></div>"
        assert clean(f"<div>{PROSE[:-4]}</p>{linked}<p>{DITCH}</p></div>").text == f"{TEXT}\n\n{SONG}\n\n{DITCH}"

    @pytest.mark.parametrize("attribute", ["shadowrootmode", "shadowroot", "shadowmode"])
    def test_a_shadow_root_is_read(self, attribute: str) -> None:
        assert (
            clean(f"<main><fen-story><template {attribute}='open'>{PROSE}</template></fen-story></main>").text == TEXT
        )
        assert clean(f"<main><template>{PROSE}</template></main>").text == ""

    @pytest.mark.parametrize(
        "box",
        [
            "<div class='overflow-hidden'>{}</div>",
            "<div class='grid-col--xs--hide'>{}</div>",
            "<div class='hidden md:block'>{}</div>",
            "<div class='accordion-panel' hidden>{}</div>",
            "<div class='faq-answer' style='display:none'>{}</div>",
            "<div class='story paywall'>{}</div>",
        ],
    )
    def test_what_is_shown_on_a_click_or_on_wide_screens_is_read(self, box: str) -> None:
        hidden = box.format(f"<p>{SONG}</p><p>{DITCH}</p>")
        assert clean(f"<article>{PROSE}{hidden}</article>").text == f"{TEXT}\n\n{SONG}\n\n{DITCH}"

    def test_paragraphs_behind_a_soft_paywall_stay(self) -> None:
        paid = f"<p class='paywall' aria-hidden='true'>{SONG}</p>"
        assert clean(f"<div>{PROSE}{paid}</div>").text == f"{TEXT}\n\n{SONG}"

    def test_a_long_caption_does_not_make_the_body_a_paywall(self) -> None:
        figure = f"<figure><figcaption><p>{DITCH} {SONG} {MILL}</p></figcaption></figure>"
        body = f"<div class='story paywall'><p>{REED}</p><p>{EELS}</p></div>"
        assert clean(f"<h1>Reeds</h1><article>{figure}{body}</article>").text == f"{REED}\n\n{EELS}"


class TestWhatLeadsElsewhere:
    CARDS = "".join(
        f"<li><div class='item'><h3><a href='/{n}'>Story {n} of the day</a></h3><p>Of a heron, number {n}, that was"
        " seen on the tower of the church again last week.</p></div></li>"
        for n in range(6)
    )

    def test_cards_behind_an_article_go(self) -> None:
        page = f"<div class='left'><h1>Reeds</h1><div class='b'>{PROSE}</div><ul class='more-x'>{self.CARDS}</ul></div>"
        assert clean(page).text == TEXT

    def test_a_page_of_cards_alone_keeps_them(self) -> None:
        assert "Of a heron, number 3" in clean(f"<div><h1>Herons</h1><ul>{self.CARDS}</ul></div>").text

    def test_a_page_of_links_alone_keeps_them(self) -> None:
        links = "".join(f"<li><a href='/{n}'>A page about herons, the {n}th</a></li>" for n in range(5))
        assert "A page about herons, the 3th" in clean(f"<h1>Unread</h1><ul>{links}</ul>").text

    def test_an_inset_of_links_ends_where_the_text_goes_on(self) -> None:
        links = "<ul><li><a href='/h'>Herons on the tower again</a></li></ul>"
        inset = f"<div class='inset-box'><h2>Read more</h2>{links}</div>"
        text = f"{PROSE}{PROSE.replace('mill', 'weir')}"
        article = clean(f"<div>{text}{inset}<p>{SONG}</p><p>{DITCH}</p></div>")
        assert article.text.endswith(f"{SONG}\n\n{DITCH}")
        assert "Herons on the tower" not in article.text

    def test_embedded_posts_go(self) -> None:
        post = f"<blockquote class='twitter-tweet'><p>{DITCH} pic.example/abc</p>— A. Walker (@walker)</blockquote>"
        assert clean(f"<article>{PROSE}{post}<p>{SONG}</p></article>").text == f"{TEXT}\n\n{SONG}"

    def test_captions_outside_figures_are_captions(self) -> None:
        caption = "<div class='image top'><img src=a.jpg><p>Carts wait in the rain before the old mill.</p></div>"
        article = clean(f"<h1>Reeds</h1><div class='article'>{caption}{PROSE}</div>")
        assert article.text == TEXT
        assert article.captions == ("Carts wait in the rain before the old mill.",)

    def test_data_of_programs_is_no_text(self) -> None:
        data = '<div>{"layout": {"mobile": true, "columns": [1, 2]}, "name": "A box, and a stop."}</div>'
        assert clean(f"<article>{PROSE}{data}</article>").text == TEXT

    def test_a_biography_in_the_byline_is_not_the_first_paragraph(self) -> None:
        bio = f"<div class='byline'>By Ada Fenwick<div class='author-tip__bio'>{DITCH} {SONG}</div></div>"
        assert clean(f"<article><h1>Reeds</h1>{bio}<div class='content'>{PROSE}</div></article>").text == TEXT

    def test_a_hint_within_another_is_believed_of_more_than_the_article(self) -> None:
        other = "".join(f"<p>{number}. {DITCH}</p>" for number in range(9))
        box = f"<div class='related'><div class='card'><div class='hide'>{other}</div></div></div>"
        assert (
            clean(f"<main><h1>Reeds</h1><div class='rich'>{PROSE}<p>{SONG}</p></div>{box}</main>").text
            == f"{TEXT}\n\n{SONG}"
        )


def test_the_signs_of_notes_are_apart_from_words_and_powers_are_not() -> None:
    noted = "<p>The mill<sup>3</sup> and its wheel<sup><a href='#n1'>1</a></sup> fill 20 m<sup>2</sup> of ground.</p>"
    assert clean(f"{noted}{PROSE}").text.startswith("The mill 3 and its wheel 1 fill 20 m2 of ground")
    noted = (
        "<p>The mill<a href='#fn3'>3</a> and its wheel<span class='footnote-ref'><span>1</span></span> fill"
        " 20 m<a href='#m'>2</a> of <a href='#g'>ground</a>, four<a href='/4'>4</a>.</p>"
    )
    text = clean(f"{noted}{PROSE}<ol><li>The log of it. <a class='footnote-backref' href='#r3'>↩</a></li></ol>").text
    assert text.startswith("The mill 3 and its wheel 1 fill 20 m2 of ground, four4.")
    assert text.endswith("- The log of it.")


def test_a_program_loses_the_numbers_of_its_lines() -> None:
    gutter = "<td class='linenos'><pre>1\n2</pre></td>"
    table = f"<table><tr>{gutter}<td class='code'><pre>for bird in reeds:\n    count(bird)</pre></td></tr></table>"
    rows = "".join(
        f"<tr><td class='blob-num' data-line-number='{n}'></td><td>{code}</td></tr>"
        for n, code in ((1, "a = 1"), (2, "b = 2"))
    )
    text = clean(f"<div>{PROSE}{table}<table>{rows}</table></div>").text
    assert text == f"{TEXT}\n\nfor bird in reeds:\n    count(bird)\n\na = 1\nb = 2"
    spans = "".join(
        f"<span class='{name}'>{n}</span>x = {n}\n" for n, name in enumerate(("ln", "linenos", "lineno"), 1)
    )
    assert clean(f"<div>{PROSE}<pre>{spans}</pre></div>").text == f"{TEXT}\n\nx = 1\nx = 2\nx = 3"
    unnamed = table.replace("linenos", "lntd")
    assert clean(f"<div>{PROSE}{unnamed}</div>").text == f"{TEXT}\n\nfor bird in reeds:\n    count(bird)"
    broken = table.replace("\n    count", "<br>    count")
    assert clean(f"<div>{PROSE}{broken}</div>").text == f"{TEXT}\n\nfor bird in reeds:\n    count(bird)"
    # Elsewhere the names mean something else.
    assert clean(f"<div>{PROSE}<p>{'It is here. ' * 9}<span class='ln'>Ada Lane</span></p></div>").text.endswith(
        "Ada Lane"
    )


LONG = [
    f"Paragraph {number} tells at length of {thing}, and of all who came to the fen to see them"
    f" before the {number}th of May, when the water rose again."
    for number, thing in enumerate("herons eels mills reeds ditches boats lamps bells".split(), 1)
]
BOXES = [
    "{}",
    "<div>{}</div>",
    "<div class='part'>{}</div>",
    "<section class='hidden'>{}</section>",
    "<div class='related'>{}</div>",
    "<div><a href='/x'>{}</a></div>",
]


LINKS = "".join(f'<li><a href="/{n}">Grant number {n} for mending the sluice</a></li>' for n in range(4))


def test_a_list_of_links_that_the_text_announces_is_part_of_it_and_other_lists_are_not() -> None:
    announced = clean(f"<h1>Reeds</h1>{PROSE}<p>These are the grants of the year:</p><ul>{LINKS}</ul><p>{REED}</p>")
    assert "Grant number 3 for mending the sluice" in announced.text
    for lead in (
        "You may also like to read these:",
        "In this article you will find:",
        "Our other stories of the year:",
    ):
        assert "Grant" not in clean(f"<h1>Reeds</h1>{PROSE}<p>{lead}</p><ul>{LINKS}</ul><p>{REED}</p>").text
    assert "Grant" not in clean(f"<h1>Reeds</h1>{PROSE}<ul>{LINKS}</ul><p>{REED}</p>").text


def test_a_box_between_paragraphs_with_long_ones_of_its_own_is_part_of_the_article_whatever_it_is_called() -> None:
    inset = f"{MILL} {EELS} {REED}"
    for box in ('<aside class="callout">', '<div class="article-related">'):
        assert inset in clean(f"<h1>Reeds</h1><p>{REED}</p><p>{EELS}</p>{box}<p>{inset}</p></div><p>{MILL}</p>").text
    led = f'<div class="related"><h3><a href="/x">The mill of Marsh Lane</a></h3><p>{inset}</p></div>'
    assert inset not in clean(f"<h1>Reeds</h1><p>{REED}</p><p>{EELS}</p>{led}<p>{MILL}</p>").text
    assert inset not in clean(f"<h1>Reeds</h1>{PROSE}<div class='related'><p>{inset}</p></div>").text


def test_the_box_named_as_the_text_is_the_articles_where_much_of_it_is_in_another_part() -> None:
    long = "".join(f"<p>{REED} {number}.</p>" for number in range(20))
    short = f"<div class='b'><p>{EELS}</p><p>{MILL}</p><p>{EELS} So it goes.</p></div>"
    for name in ("entry-content", "article__body", "post-text"):
        assert MILL in clean(f'<h1>Reeds</h1><div class="{name}"><div class="a">{long}</div>{short}</div>').text
    assert MILL not in clean(f'<h1>Reeds</h1><div class="grid"><div class="a">{long}</div>{short}</div>').text


SHAPES = ["{}", '<div class="part">{}</div>', '<div class="text"><div class="part">{}</div></div>']
"""How the paragraphs of one box are wrapped, or the sibling boxes of one shape that they are in."""


@given(
    st.lists(
        st.tuples(st.integers(0, len(LONG) - 1), st.sampled_from(BOXES)),
        min_size=3,
        max_size=8,
        unique_by=lambda part: part[0],
    ),
    st.sampled_from(SHAPES),
    st.sampled_from(["<article>{}</article>", '<div id="page"><div class="body">{}</div></div>', "{}"]),
)
def test_no_long_paragraph_between_kept_ones_goes_without_a_reason(
    parts: list[tuple[int, str]], shape: str, around: str
) -> None:
    """Such a paragraph is in the box of the kept ones, or in a sibling of the same shape as theirs."""
    body = "".join(shape.format(box.format(f"<p>{LONG[number]}</p>")) for number, box in parts)
    article, verdicts = explain(Draft("html", around.format(f"<h1>The fen</h1>{body}")))
    kept = [index for index, (number, _) in enumerate(parts) if LONG[number] in article.text]
    reasons = rules(article)
    told = {verdict.text: verdict for verdict in verdicts}
    for index, (number, _) in enumerate(parts):
        if kept and kept[0] < index < kept[-1] and index not in kept:
            rule = reasons[LONG[number][:200]]
            assert rule not in {"", "other"}
            assert told[LONG[number]].rule == rule
            assert told[LONG[number]].reason


@pytest.mark.parametrize(
    "script",
    [
        '<script type="application/json">{"props": {"story": {"blocks": %s}}, "menu": ["Home"]}</script>',
        '<script>window.__STATE__ = {"story": {"blocks": %s}};</script>',
    ],
)
def test_a_text_that_only_programs_hold_is_read_where_the_page_shows_none(script: str) -> None:
    blocks = json.dumps([{"kind": "p", "text": f"<p>{text}</p>"} for text in (REED, EELS, MILL, SONG, DITCH)])
    assert clean("<div id=app></div>" + script % blocks).text == f"{TEXT}\n\n{SONG}\n\n{DITCH}"
    assert clean(f"<article>{PROSE}</article>" + script % json.dumps([{"text": f"{DITCH} {SONG}" * 9}])).text == TEXT


def test_the_lines_of_a_program_that_are_boxes_of_their_own_stay_apart() -> None:
    numbers = "<div class='crayon-num'>1</div><div class='crayon-num'>2</div>"
    code = "<div class='crayon-line'>for bird in reeds:</div><div class='crayon-line'>    count(bird)</div>"
    table = f"<table><tr><td class='crayon-nums'>{numbers}</td><td class='crayon-code'>{code}</td></tr></table>"
    page = f"<article><h1>Birds</h1><p>They come in March, and leave in June.</p>{table}</article>"
    assert clean(page).text.endswith("for bird in reeds:\n    count(bird)")
