"""Are title, authors and day found as papers and content systems of many countries write them?"""

from __future__ import annotations

import json
from datetime import date

import pytest
from growth import assert_linear

from indexer.cleaning.declared.names import read_names
from indexer.cleaning.page.page import clean_html
from indexer.cleaning.pasted.byline import read_byline
from indexer.model.articles import Article
from indexer.model.drafts import Draft
from indexer.text.dates import find_date

PROSE = (
    "<p>The reed bed behind the old pumping station is home to more warblers than anyone had counted before.</p>" * 2
)
APART = f'<div><a class="author">Ada Fenwick</a>{PROSE}</div><div><a class="author">Tom Marsh</a></div>'
"""Two who are not named in one place."""
HEADING = "<h1>What lives in the reeds</h1>"


def page(head: str = "", body: str = "", attributes: str = "") -> Article:
    return clean_html(Draft("html", f"<html {attributes}><head>{head}</head><body>{body}{PROSE}</body></html>"))


def json_ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def meta(key: str, content: str) -> str:
    return f"<meta name='{key}' content='{content}'>"


@pytest.mark.parametrize(
    "author",
    [
        {"@type": "Person", "givenName": "Ada", "familyName": "Fenwick"},
        {"@list": [{"@type": "Person", "name": "Ada Fenwick"}]},
        {"@id": "#ada"},
        {"@type": "Person", "name": "ada@fen.example (Ada Fenwick)"},
        {"@type": "Person", "name": "Ada Fenwick for Fen Courier"},
    ],
)
def test_people_are_named_in_many_shapes_of_json_ld(author: object) -> None:
    person = {"@type": "Person", "@id": "#ada", "givenName": "Ada", "familyName": "Fenwick"}
    graph = {"@graph": [{"@type": "NewsArticle", "author": author}, person]}
    assert page(json_ld(graph)).authors == ("Ada Fenwick",)


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("Ada Fenwick y Tom Marsh", ["Ada Fenwick", "Tom Marsh"]),
        ("Ada Fenwick e Tom Marsh", ["Ada Fenwick", "Tom Marsh"]),
        ("Анна Петрова и Иван Сидоров", ["Анна Петрова", "Иван Сидоров"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("김철수 기자", ["김철수"]),
        ("National Center for Reeds", ["National Center for Reeds"]),
    ],
)
def test_names_are_joined_and_followed_by_words_of_many_languages(field: str, names: list[str]) -> None:
    assert list(read_names([field])) == names


@pytest.mark.parametrize(
    ("body", "authors"),
    [
        ('<p><span class="authorName">Ada Fenwick</span></p>', ("Ada Fenwick",)),
        ('<p><span class="TextContributorName">Ada Fenwick</span></p>', ("Ada Fenwick",)),
        ('<p><a class="auteur">Ada Fenwick</a></p>', ("Ada Fenwick",)),
        (
            '<p><strong class="c-author">Ada Fenwick</strong> <strong class="c-author">Tom Marsh</strong></p>',
            ("Ada Fenwick", "Tom Marsh"),
        ),
        (APART, ("Ada Fenwick",)),
        ('<p><b class="byline__name">By Ada Fenwick</b><i class="byline__title">Reporter</i></p>', ("Ada Fenwick",)),
        ("<p>Ada Fenwick</p><p>Science Correspondent</p>", ("Ada Fenwick",)),
        ("<p>Ada Fenwick</p><p>Share this post</p>", ()),
        ("<p>By Ada Fenwick, New York</p>", ("Ada Fenwick",)),
        ("<p>Von Ada Fenwick, ARD-Studio Wien</p>", ("Ada Fenwick",)),
        ("<p>Submitted by Ada Fenwick on Tue, 06/03/2014 - 09:12</p>", ("Ada Fenwick",)),
        ("<p>Author, Ada Fenwick</p>", ("Ada Fenwick",)),
        ("<p>लेखक: राहुल शर्मा</p>", ("राहुल शर्मा",)),
        ("<p>本报记者 李华 张伟</p>", ("李华", "张伟")),
        ("<p>(서울=연합뉴스) 김철수 기자 =</p>", ("김철수",)),
        ('<p><span class="author-name">أحمد محمود</span></p>', ("أحمد محمود",)),
        (
            '<p><b property="schema:author" typeof="Person"><span property="schema:name">Ada Fenwick</span></b></p>',
            ("Ada Fenwick",),
        ),
        (
            '<div itemscope><div itemprop="author"><meta itemprop="name" content="Ada Fenwick"></div></div>',
            ("Ada Fenwick",),
        ),
        (
            '<div itemscope><div itemprop="author"><meta itemprop="name" content="Ada Fenwick"></div></div>' * 2,
            (),
        ),
        ("<p>Ada Fenwick | 5 March 2024</p>", ("Ada Fenwick",)),
        ("<p>Local News | 5 March 2024</p>", ()),
        ("<p>5 March 2024 by Ada Fenwick in</p>", ("Ada Fenwick",)),
        ("<p>05.03.2024, 18:30 Uhr | Ada Fenwick</p>", ("Ada Fenwick",)),
        ("<p>Publié le 5 mars 2024 par Ada Fenwick</p>", ("Ada Fenwick",)),
        ("<p>Medically reviewed by Tom Marsh, MD — Written by Ada Fenwick</p>", ("Ada Fenwick",)),
        ("<p>Von Ada Fenwick, dpa</p>", ("Ada Fenwick",)),
        ("<p>By ADA FENWICK Associated Press</p>", ("ADA FENWICK",)),
        ("<p>Guest post by Ada Fenwick</p>", ("Ada Fenwick",)),
        ("<p>By Topic</p>", ()),
        ("<p>Текст: Анна Петрова</p>", ("Анна Петрова",)),
        ("<p>بقلم أحمد محمود</p>", ("أحمد محمود",)),
        ("<p>김철수 기자 kim@fen.example</p>", ("김철수",)),
        ("<h6>Author(s)</h6><ul><li>Ada Fenwick</li><li>Tom Marsh</li></ul>", ("Ada Fenwick", "Tom Marsh")),
    ],
)
def test_authors_are_read_as_papers_show_them(body: str, authors: tuple[str, ...]) -> None:
    assert page(body=HEADING + body).authors == authors


def test_a_word_in_a_script_of_india_takes_no_longer_than_its_length() -> None:
    assert_linear(read_byline, lambda size: f"By राहुल {'क' * size}!क", 22)


def test_the_only_byline_of_a_page_is_that_of_its_article() -> None:
    end = "<div><p>By Ada Fenwick</p></div>"
    assert page(body=HEADING + PROSE * 4 + end).authors == ("Ada Fenwick",)
    assert page(body=HEADING + PROSE * 4 + end + "<div><p>By Tom Marsh</p></div>").authors == ()
    assert page(body=HEADING + PROSE * 4 + "<div><p>By CategoryBy Manufacturer</p></div>").authors == ()


def test_what_plug_ins_declare_may_name_more_people() -> None:
    labels = meta("twitter:label1", "Written by") + meta("twitter:data1", "Ada Fenwick, Tom Marsh")
    assert page(meta("author", "Ada Fenwick") + labels).authors == ("Ada Fenwick", "Tom Marsh")


def test_the_older_form_of_parsely_is_read() -> None:
    declared = {"author": "Ada Fenwick", "pub_date": "2024-03-05T18:30:00Z", "section": "Nature"}
    article = page(meta("parsely-page", json.dumps(declared)))
    assert (article.authors, article.published, article.section) == (("Ada Fenwick",), date(2024, 3, 5), "Nature")
    assert page(meta("parsely-page", "[1]")).authors == ()


@pytest.mark.parametrize(
    ("lang", "title", "heading"),
    [
        ("zh", "市议会今天通过新桥计划-新华网", "市议会今天通过新桥计划"),
        ("ja", "市議会が橋の計画を可決（山陽新聞）", "市議会が橋の計画を可決"),
        ("ja", "子どもへの体罰を禁止する法律 | ニュース", "<ruby>子<rt>こ</rt></ruby>どもへの体罰を禁止する法律"),
    ],
)
def test_headings_without_spaces_between_words_are_titles(lang: str, title: str, heading: str) -> None:
    found = page(f"<title>{title}</title>", f"<h1>{heading}</h1>", f'lang="{lang}"').title
    assert found == heading.replace("<ruby>子<rt>こ</rt></ruby>", "子")


def test_a_short_heading_without_spaces_is_not_the_title() -> None:
    head = "<title>減税は来年六月に実施と首相が会見で明らかに|経済</title>"
    assert page(head, "<h1>経済</h1>").title != "経済"


def test_a_heading_that_the_title_of_the_page_has_beside_the_declared_one_is_the_name_of_the_site() -> None:
    head = '<title>Fen Diary: Reeds and rushes</title><meta property="og:title" content="Reeds and rushes">'
    assert page(head, "<h1>Fen Diary</h1><h3>Reeds and rushes</h3>").title == "Reeds and rushes"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (meta("content_PublishedDate", "2024-03-05 18:30:00"), ""),
        (meta("govuk:first-published-at", "2024-03-05"), ""),
        (
            "",
            '<p typeof="schema:Article"><span property="schema:datePublished" content="2024-03-05">Tuesday</span></p>',
        ),
        ("", '<p><span class="date" data-date="2024-03-05">3 hours ago</span></p>'),
        ("", "<p>۱۵ اسفند ۱۴۰۲ - ۱۸:۳۰</p>"),
        ("", "<p>1402/12/15</p>"),
        ("", "<p>5 มี.ค. 2567 18:30</p>"),
        ("", "<p>05/03/2567</p>"),
        ("", "<p>令和6年3月5日</p>"),
        ("", "<p>2024年（令和6年）3月5日</p>"),
        ("", "<p>民國113年3月5日</p>"),
        ("", "<p>05/Mar/2024</p>"),
        (meta("citation_online_date", "2024/03/07") + meta("citation_date", "2024/03/05"), ""),
        (
            meta("article:published_time", "2024-03-05"),
            '<p>1 March 2024</p><time class="entry-date published" datetime="2024-03-05">Tuesday</time>',
        ),
    ],
)
def test_the_day_is_read_as_papers_write_it(head: str, body: str) -> None:
    assert page(head, HEADING + body).published == date(2024, 3, 5)


@pytest.mark.parametrize(
    "head",
    [meta("cdc:last_published", "2024-03-05"), meta("article:expiration_time", "2024-03-05")],
)
def test_the_day_of_something_else_is_not_that_of_publication(head: str) -> None:
    assert page(head).published is None


@pytest.mark.parametrize(
    "said",
    [
        "This entry was posted on Tuesday, March 5th, 2024 at 9:12 am and is filed under Fens.",
        "Dieser Beitrag wurde am Dienstag, 5. März 2024 um 9 Uhr veröffentlicht und unter Moor abgelegt.",
        "Cet article a été publié dans Marais le 5 mars 2024 par ada.",
        "Esta entrada fue publicada en Humedales el 5 marzo, 2024 por ada.",
        "Questo articolo è stato pubblicato in Paludi il 5 marzo 2024 da ada.",
        "Letzte Änderung: 07.03.2024 - 14:49:39 Erschienen am: 05.03.2024 Lesungen: 61",
    ],
)
def test_a_sentence_below_the_article_tells_when_it_was_published(said: str) -> None:
    comment = "<div class='comment-meta'><p>9 April 2024 at 11:21</p></div>"
    assert page(body=f"{HEADING}{PROSE * 4}<div><p>{said}</p></div>{comment}").published == date(2024, 3, 5)


def test_of_several_days_that_are_said_to_be_of_publication_none_is_taken() -> None:
    def said(day: int) -> str:
        return f"<div><p>Open all week. Published {day} March 2024, for members only.</p></div>"

    assert page(body=HEADING + PROSE * 4 + said(5) + said(6) + "<p>14 April 2024</p>").published == date(2024, 4, 14)


def test_the_month_in_the_address_bears_out_the_day_that_is_declared() -> None:
    def published(address: str) -> date | None:
        head = (
            meta("article:published_time", "2024-03-05")
            + f'<link rel="canonical" href="https://fen.example/{address}">'
        )
        return page(head, f"{HEADING}<div><p>1 February 2023</p></div>").published

    assert published("2024/03/reeds/") == date(2024, 3, 5)
    assert published("reeds/") == published("2021/04/reeds/") == date(2023, 2, 1)


@pytest.mark.parametrize(
    ("declared", "shown", "attributes"),
    [
        ("03/05/2024 12:43:42", "<p>Erstellt am: 05.03.2024</p>", 'lang="de"'),
        ("03/05/2024", "", 'lang="en-US"'),
        ("05/03/2024", "", 'lang="en-GB"'),
    ],
)
def test_numbers_are_a_day_as_the_page_shows_it_or_its_readers_write_it(
    declared: str, shown: str, attributes: str
) -> None:
    head = meta("date", declared)
    assert page(head, f"{HEADING}{PROSE * 4}<div>{shown}</div>", attributes).published == date(2024, 3, 5)


def test_the_time_of_a_visit_is_not_that_of_publication() -> None:
    now = '<div><p class="time">Aktuelle Zeit: 14.10.2024, 12:18</p></div>'
    assert page(body=f"{HEADING}{PROSE * 4}<p>von fenn » 05.03.2024, 05:42</p>{now}").published == date(2024, 3, 5)


def test_the_day_of_an_event_is_not_that_of_publication() -> None:
    assert (
        page(body='<span class="dtstart published">opened <abbr title="1905-06-14">then</abbr></span>').published
        is None
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("۱ فروردین ۱۴۰۳", date(2024, 3, 20)),
        ("30 اسفند 1399", date(2021, 3, 20)),
        ("۱ فروردین ۱۴۰۰", date(2021, 3, 21)),
        ("11 دی 1387", date(2008, 12, 31)),
        ("31 اسفند 1399", None),
        ("2 تير 1399", date(2020, 6, 22)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("29 กุมภาพันธ์ 2567", date(2024, 2, 29)),
    ],
)
def test_days_of_other_calendars_are_found(text: str, day: date | None) -> None:
    assert find_date(text) == day
