"""Is the text found on pages as content systems and papers of many countries make them?"""

from __future__ import annotations

import json

import pytest
from growth import assert_linear
from lxml import etree

from indexer.cleaning.page.captions import mark_captions
from indexer.cleaning.page.page import clean_html
from indexer.cleaning.page.tree import parse
from indexer.model.articles import Article
from indexer.model.drafts import Draft

SENTENCES = (
    "The keeper climbed the tower every evening and lit the lamp, as three generations had done before him.",
    "On the last day of the year a ship was seen beyond the reef, too far off to read the name on her bow.",
    "Nobody on the island slept that night, and in the morning the beach was strewn with oranges from the hold.",
    "The captain came ashore in a boat with two of his men, wet to the skin, and asked for bread and for a doctor.",
    "A week later the wreck broke in two, and what was left of the cargo was sold to the villages on the coast.",
)
TEXT = "\n\n".join(SENTENCES)
TITLE = "Ship lost on the reef"


def page(body: str, head: str = "") -> Article:
    return clean_html(Draft("html", f"<html><head><title>{TITLE}</title>{head}</head><body>{body}</body></html>"))


def root_of(html: str) -> etree._Element:
    root = parse(html)
    assert root is not None
    return root


def paragraphs(*sentences: str) -> str:
    return "".join(f"<p>{sentence}</p>" for sentence in sentences)


class TestTextInScripts:
    """The text is shown by a program alone."""

    def test_is_found_in_rows_that_a_page_is_sent_in_pieces(self) -> None:
        linked = ["$", "a", None, {"href": "/reef", "children": "the reef"}]
        elements: list[object] = [["$", "p", None, {"children": sentence}] for sentence in SENTENCES[1:]]
        elements.append(["$", "p", "6", {"children": ["Many a ship had been lost on ", linked, " before, they said."]}])
        row = f"a:{json.dumps(['$', 'div', None, {'children': elements}])}\n"
        pieces = [row[:200], row[200:]]
        article = page("".join(f"<script>self.__next_f.push({json.dumps([1, piece])})</script>" for piece in pieces))
        assert article.text == "\n\n".join((*SENTENCES[1:], "Many a ship had been lost on the reef before, they said."))

    def test_is_found_in_a_row_that_is_a_text(self) -> None:
        body = paragraphs(*SENTENCES)
        rows = f'1:["$","p",null,{{}}]\n2:T{len(body):x},{body}3:["$L4"]\n'
        assert page(f"<script>self.__next_f.push({json.dumps([1, rows])})</script>").text == TEXT

    @pytest.mark.parametrize("rows", ['1:["$",{},null,[1]]\n', "2:Tffff,cut", "3:[", "no row", '4:["$",[],1,2]\n'])
    def test_rows_that_are_none_give_nothing(self, rows: str) -> None:
        assert page(f"<script>self.__next_f.push({json.dumps([1, rows])})</script>").text == ""

    @pytest.mark.parametrize(
        "script",
        [
            "var story = {};",
            "const story={}",
            "window.story = JSON.parse({quoted});",
            "window.story = JSON.parse({single});",
        ],
    )
    def test_is_found_in_a_variable(self, script: str) -> None:
        value = json.dumps({"said": 'a "b"', "story": {"body": paragraphs(*SENTENCES)}})
        single = "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
        source = script.replace("{}", value).replace("{quoted}", json.dumps(value)).replace("{single}", single)
        assert page(f"<script>{source}</script>").text == TEXT

    def test_is_no_program(self) -> None:
        code = "<p>Wait.</p><script>" + "a = b + c; " * 60 + "</script>"
        assert "a = b" not in page(f"<p>Short.</p><script>var x = {json.dumps({'html': code})}</script>").text


class TestQuestionsInBoxesOfTheirOwn:
    def test_are_all_kept_where_no_box_has_more_than_one_answer(self) -> None:
        cards = "".join(
            f"<div class='card'><div class='card-header'><h2><button>What of day {number}?</button></h2></div>"
            f"<div class='collapse'><div class='card-body'>{sentence}</div></div></div>"
            for number, sentence in enumerate(SENTENCES[:2])
        )
        text = page(f"<div><h1>{TITLE}</h1><div class='accordion'>{cards}</div></div>").text
        assert text == f"What of day 0?\n\n{SENTENCES[0]}\n\nWhat of day 1?\n\n{SENTENCES[1]}"

    def test_boxes_with_names_such_as_widget_are_not_the_text(self) -> None:
        widgets = "".join(f"<div class='widget'><h3>Box {n}</h3><p>{SENTENCES[n]}</p></div>" for n in (1, 2))
        assert page(f"<div><h1>{TITLE}</h1><p>{SENTENCES[0]}</p></div><div>{widgets}</div>").text == SENTENCES[0]


class TestHiddenText:
    @pytest.mark.parametrize(
        "attributes",
        [
            'class="is-premium-hidden" aria-hidden="true"',
            'class="blurred" style="display:none"',
            'class="more-text" style="display: none"',
            'id="full_story" hidden',
        ],
    )
    def test_that_waits_for_a_click_or_a_payment_is_read(self, attributes: str) -> None:
        shown, rest = paragraphs(*SENTENCES[:2]), paragraphs(*SENTENCES[2:])
        assert page(f"<article><h1>{TITLE}</h1><div>{shown}<div {attributes}>{rest}</div></div></article>").text == TEXT

    @pytest.mark.parametrize("where", ["before", "behind"])
    def test_beside_a_button_with_the_paragraphs_is_read(self, where: str) -> None:
        shown, rest = paragraphs(*SENTENCES[:2]), paragraphs(*SENTENCES[2:])
        button, hidden = "<button>Weiter</button>", f"<div class='p2' style='display: none'>{rest}</div>"
        more = button + hidden if where == "before" else hidden + button
        assert page(f"<article><h1>{TITLE}</h1><div>{shown}{more}</div></article>").text == TEXT
        assert page(f"<article><h1>{TITLE}</h1><div>{shown}{hidden}</div></article>").text != TEXT

    def test_of_one_paragraph_beside_a_button_is_a_message(self) -> None:
        shown = paragraphs(*SENTENCES[:3])
        hidden = f"<button>OK</button><div style='display: none'>{paragraphs(SENTENCES[4])}</div>"
        assert SENTENCES[4] not in page(f"<article><h1>{TITLE}</h1><div>{shown}{hidden}</div></article>").text

    def test_other_is_not(self) -> None:
        shown = paragraphs(*SENTENCES[:3])
        hidden = f"<div class='premium-layer' style='display:none'>{paragraphs(SENTENCES[4])}</div>"
        assert SENTENCES[4] not in page(f"<article><h1>{TITLE}</h1><div>{shown}{hidden}</div></article>").text


class TestStandfirsts:
    SUMMARY = "What the sea brought to an island that winter"

    @pytest.mark.parametrize(
        "description", [SUMMARY, f"{SUMMARY}. And what else", "What the sea brought to an island that …"]
    )
    def test_that_are_the_description_of_the_page_are_kept_though_nothing_else_tells(self, description: str) -> None:
        body = f"<div class='a'><div class='b'><h1>{TITLE}</h1></div><div class='c'>{self.SUMMARY}</div></div>"
        rest = f"<div class='d'>{paragraphs(*SENTENCES)}</div>"
        head = f'<meta name="description" content="{description}">'
        assert page(body + rest, head).text == f"{self.SUMMARY}\n\n{TEXT}"
        assert page(body + rest).text == TEXT

    @pytest.mark.parametrize("name", ["post-description", "subTitleWrapper", "news-spot", "nx-excerpt", "summary"])
    def test_are_kept_that_are_named_so(self, name: str) -> None:
        head = f"<div class='a'><div class='b'><h1>{TITLE}</h1></div><div class='{name}'>{self.SUMMARY}</div></div>"
        assert page(f"{head}<div class='d'>{paragraphs(*SENTENCES)}</div>").text == f"{self.SUMMARY}\n\n{TEXT}"

    def test_of_four_words_are_kept_that_are_named_subtitles(self) -> None:
        for name, kept in (("subtitle", True), ("sub-headline", True), ("rubric", False)):
            head = f"<div class='h'><h1>{TITLE}</h1><h3 class='{name}'>A winter of oranges</h3></div>"
            text = page(f"{head}<div class='d'>{paragraphs(*SENTENCES)}</div>").text
            assert text == (f"A winter of oranges\n\n{TEXT}" if kept else TEXT)

    def test_a_table_named_so_is_none(self) -> None:
        rows = "".join(f"<tr><td>Ship {n} of the whole fleet</td><td>lost in winter</td></tr>" for n in range(3))
        table = f"<div class='summary'><table>{rows}</table></div>"
        head = f"<div class='a'><div class='b'><h1>{TITLE}</h1></div>{table}</div>"
        assert page(f"{head}<div class='d'>{paragraphs(*SENTENCES)}</div>").text == TEXT

    def test_a_line_that_begins_otherwise_is_none(self) -> None:
        line = "<div class='c'>Sea news of all the islands</div>"
        body = f"<div class='a'><div class='b'><h1>{TITLE}</h1></div>{line}</div>"
        head = f'<meta name="description" content="{self.SUMMARY}">'
        assert page(f"{body}<div class='d'>{paragraphs(*SENTENCES)}</div>", head).text == TEXT


class TestCaptionsByName:
    @pytest.mark.parametrize("name", ["img-cap", "img_desc", "photo-description", "imageCap", "foto-desc"])
    def test_are_captions(self, name: str) -> None:
        caption = f"<div><img src='a'><span></span><p class='{name}'>The reef at low water</p></div>"
        article = page(f"<article><h1>{TITLE}</h1><p>{SENTENCES[0]}</p>{caption}{paragraphs(*SENTENCES[1:])}</article>")
        assert (article.text, article.captions) == (TEXT, ("The reef at low water",))

    @pytest.mark.parametrize(
        "picture",
        [
            "<p><img src='a'><span class='imgDesc'>The reef at low water</span></p>",
            "<div><a href='b'><img src='a'></a><br><em class='caption'>The reef at low water</em></div>",
            "<div><picture><img src='a'></picture><span class='photo-title'>The reef at low water</span></div>",
        ],
    )
    def test_are_captions_in_inline_elements(self, picture: str) -> None:
        article = page(f"<article><h1>{TITLE}</h1><p>{SENTENCES[0]}</p>{picture}{paragraphs(*SENTENCES[1:])}</article>")
        assert (article.text, article.captions) == (TEXT, ("The reef at low water",))

    @pytest.mark.parametrize(
        "picture",
        [
            "<p><img src='a'><em>They had not slept</em></p>",
            "<p>Here <img src='a'><span class='caption'>they had not slept</span></p>",
            "<p><img src='a'><span class='caption'>They</span> had not slept</p>",
        ],
    )
    def test_text_beside_a_picture_is_none(self, picture: str) -> None:
        article = page(
            f"<article><h1>{TITLE}</h1>{paragraphs(*SENTENCES)}{picture}<p>{SENTENCES[0][:-1]}!</p></article>"
        )
        assert "had not slept" in article.text

    def test_what_is_beside_pictures_in_pictures_is_read_once(self) -> None:
        def content(size: int) -> str:
            nested = "<picture>" * (size // 8)
            return f"<p>{nested}<img>{'<b> </b>' * size}</p>"

        assert_linear(lambda html: mark_captions(root_of(html)), content, 1600)

    def test_the_first_paragraph_in_a_box_named_as_a_picture_is_one(self) -> None:
        caption = "The reef at low water, where the captain and his men came ashore in the dark of that winter night."
        box = f"<div class='pic-top'><img src='a'><div class='t'><p>{caption}</p></div></div>"
        article = page(f"<h1>{TITLE}</h1><div class='art'>{box}{paragraphs(*SENTENCES)}</div>")
        assert (article.text, article.captions) == (TEXT, (caption,))


class TestNotesInFigures:
    def test_are_text_as_notion_writes_them(self) -> None:
        line = "<div>Remember the tide before you tie up a boat.</div>"
        note = f"<figure class='block-color-gray callout'><div>💡</div>{line}</figure>"
        body = f"<div class='page-body'>{paragraphs(*SENTENCES[:2])}{note}{paragraphs(*SENTENCES[2:])}</div>"
        assert "Remember the tide before you tie up a boat." in page(f"<article><h1>{TITLE}</h1>{body}</article>").text


class TestEmbeddedPosts:
    @pytest.mark.parametrize(
        "address",
        [
            "https://twitter.com/ann/status/1",
            "https://x.com/ann/status/1",
            "https://www.instagram.com/p/abc/",
            "https://bsky.app/profile/ann.example/post/1",
        ],
    )
    def test_are_known_by_their_own_link(self, address: str) -> None:
        said = "<p>Oranges all over the beach, come and see!</p>— Ann (@ann)"
        post = f"<blockquote>{said} <a href='{address}'>May 3</a></blockquote>"
        body = f"{paragraphs(*SENTENCES[:2])}<div>{post}</div>{paragraphs(*SENTENCES[2:])}"
        assert page(f"<article><h1>{TITLE}</h1>{body}</article>").text == TEXT

    def test_a_quotation_that_links_to_one_and_goes_on_is_none(self) -> None:
        link = "<a href='https://x.com/ann/status/1'>wrote</a>"
        quoted = f"<blockquote><p>Ann {link} of oranges.</p><p>Nobody believed her.</p></blockquote>"
        body = f"{paragraphs(*SENTENCES[:2])}{quoted}{paragraphs(*SENTENCES[2:])}"
        assert "Ann wrote of oranges." in page(f"<article><h1>{TITLE}</h1>{body}</article>").text


class TestLinesInOtherLanguages:
    @pytest.mark.parametrize(
        "line",
        [
            "Διαβάστε επίσης: Η βάρκα",
            "Baca juga: Kapal Karam di Karang",
            "यह भी पढ़ें- जहाज डूबा",
            "بیشتر بخوانید: کشتی",
            "اقرأ أيضا: السفينة",
            "Čtěte také: Loď na útesu",
            "Lue myös: Laiva karilla",
            "Citește și: Vasul pierdut",
            "קראו גם: הספינה",
            "Xem thêm: Con tàu",
            "Dalszy ciąg artykułu pod materiałem wideo",
            "Bekijk 14 reacties",
            "点击上方蓝字关注我们",
            "自动播放开关自动播放",
            "انتهای پیام/",
            "Follow The Reef on Facebook and on X.",
            "Jump to Recipe",
            "SOURCE Harbour Board of the Reef",
            "If you value our reporting, please make a gift today.",
        ],
    )
    def test_that_sites_add_are_left_out(self, line: str) -> None:
        between = paragraphs(*SENTENCES[:3], line, *SENTENCES[3:])
        assert page(f"<article><h1>{TITLE}</h1>{between}</article>").text == TEXT

    @pytest.mark.parametrize(
        "line",
        [
            "Baca juga dapat ditulis dengan cara lain di pulau itu.",
            "Lue myös kirjan toinen osa, jos pidit ensimmäisestä.",
            "Source of the river and of the reef",
            "Follow the coast to the lighthouse.",
        ],
    )
    def test_that_go_on_as_sentences_are_kept(self, line: str) -> None:
        between = paragraphs(*SENTENCES[:3], line, *SENTENCES[3:])
        assert line in page(f"<article><h1>{TITLE}</h1>{between}</article>").text

    @pytest.mark.parametrize(
        "heading",
        [
            "Související články",
            "Artikel Terkait",
            "Διαβάστε ακόμη",
            "İlginizi Çekebilir",
            "اقرأ أيضا",
            "اخبار مرتبط",
            "あわせて読みたい",
        ],
    )
    def test_that_head_other_articles_end_the_text(self, heading: str) -> None:
        teaser = f"<h3>{heading}</h3><p>He kept the light for thirty years, and tells us of the storms that he saw.</p>"
        assert page(f"<article><h1>{TITLE}</h1>{paragraphs(*SENTENCES)}{teaser}</article>").text == TEXT


class TestOtherStories:
    def test_with_a_headline_and_a_box_like_the_first_are_left_out(self) -> None:
        other = "The captain grows roses behind his house, and says that he will not go to sea again in this life."
        first = f"<div class='story'><h1>{TITLE}</h1><div>{paragraphs(*SENTENCES)}</div></div>"
        assert (
            page(f"<main>{first}<div class='story'><h1>Captain grows roses</h1><p>{other}</p></div></main>").text
            == TEXT
        )

    def test_in_sections_like_the_first_are_left_out(self) -> None:
        other = "The captain grows roses behind his house, and says that he will not go to sea again in this life."
        first = f"<section><h1>{TITLE}</h1><div>{paragraphs(*SENTENCES)}</div></section>"
        assert page(f"<main>{first}<section><h1>Captain grows roses</h1><p>{other}</p></section></main>").text == TEXT

    def test_below_a_line_that_leads_to_them_are_left_out(self) -> None:
        other = "<div class='b'><p>Les også</p><h3><a href='/x'>Kaptein dyrker roser bak huset</a></h3></div>"
        body = f"{paragraphs(*SENTENCES[:2])}{other}{paragraphs(*SENTENCES[2:])}"
        assert page(f"<article><h1>{TITLE}</h1><div>{body}</div></article>").text == TEXT

    def test_are_none_where_a_box_with_the_title_alone_is_followed_by_the_text(self) -> None:
        chapters = "".join(
            f"<div class='part'><h1>Day {number}</h1><p>{sentence}</p></div>"
            for number, sentence in enumerate(SENTENCES)
        )
        text = page(f"<main><div class='part'><h1>{TITLE}</h1></div>{chapters}</main>").text
        assert all(sentence in text for sentence in SENTENCES)

    def test_in_cards_so_small_that_all_are_no_larger_than_one_are_left_out(self) -> None:
        cards = "".join(
            f"<div class='x'><a href='/{n}'><h3>Fish market {n} moves</h3></a><p>It has found a new home.</p></div>"
            for n in range(2)
        )
        parts = "".join(f"<div class='y'><p>{sentence}</p></div>" for sentence in SENTENCES)
        assert page(f"<div><h1>{TITLE}</h1>{parts}<div class='z'>{cards}</div></div>").text == TEXT


class TestNamesWithAddresses:
    @pytest.mark.parametrize(
        "line", ["김하나 기자 hana@example.co.kr", "Ann Lee ann.lee@example.org", "김하나 (hana@example.com)"]
    )
    def test_sign_the_text(self, line: str) -> None:
        assert page(f"<article><h1>{TITLE}</h1>{paragraphs(*SENTENCES, line)}</article>").text == TEXT

    @pytest.mark.parametrize("line", ["Write to keeper@example.org", "Keepers apply to keeper@example.org"])
    def test_are_more_than_a_request_to_write(self, line: str) -> None:
        assert page(f"<article><h1>{TITLE}</h1>{paragraphs(*SENTENCES, line)}</article>").text == f"{TEXT}\n\n{line}"
