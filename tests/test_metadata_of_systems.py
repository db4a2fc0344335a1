"""Are title, authors, day and site found as content systems, forums and libraries write them?"""

from __future__ import annotations

from datetime import date

import pytest
from test_metadata_elsewhere import HEADING, PROSE, json_ld, meta, page

from indexer.cleaning.declared.names import read_names
from indexer.text.dates import find_date

TITLE = "What lives in the reeds"


@pytest.mark.parametrize(
    ("head", "body", "authors"),
    [
        (f"<title>{TITLE} - by Ada Fenwick - Fen Letter</title>", "", ("Ada Fenwick",)),
        (f"<title>{TITLE} | by Ada Fenwick | Fen Letter | Medium</title>", "", ("Ada Fenwick",)),
        (f"<title>{TITLE} - by the river - Fen Letter</title>", "", ()),
        ("", "<div><span>March 5, 2024</span> · 3 min · Ada Fenwick</div>", ("Ada Fenwick",)),
        ("", "<div>March 5, 2024 · 3 min read</div>", ()),
        (
            "",
            '<p class="byline"><b class="firstname">Ada</b> <b class="lastname">Fenwick</b> <i>Editor</i></p>',
            ("Ada Fenwick",),
        ),
        ("", "<p>Autors: Jānis Ozols</p>", ("Jānis Ozols",)),
        ("", "<p>Συντάκτης: Μαρία Παπά</p>", ("Μαρία Παπά",)),
        ("", "<p>от Мария Петрова</p>", ("Мария Петрова",)),
        ("", "<p>Piše Ana Horvat</p>", ("Ana Horvat",)),
        ("", "<p>Мария Иванова, корреспондент</p>", ("Мария Иванова",)),
        ("", "<p>Мария Иванова, Москва и область</p>", ()),
        ("", "<p>2024-03-05 07:00 来源：港口日报 作者：李明、王芳 责任编辑：张伟</p>", ("李明", "王芳")),
        (meta("og:site_name", "Harian Rawa"), "<p>Siti Rahma - Harian Rawa</p>", ("Siti Rahma",)),
        ("", "<p>Siti Rahma - Harian Rawa</p>", ()),
        ("", "<p>Inês Silva (texto) e Rui Costa (fotografia)</p>", ("Inês Silva",)),
        (meta("DC.Creator.PersonalName", "Fenwick, Ada"), "", ("Ada Fenwick",)),
        ("", '<span itemprop="author" itemscope><b itemprop="name">reedkeeper77</b></span>', ("reedkeeper77",)),
        ("", f"{PROSE * 4}<p>Authors: Ada Fenwick and Tom Marsh, wardens of the fen</p>", ("Ada Fenwick", "Tom Marsh")),
        ("", f"{PROSE * 4}<div><p>Posted by ada at March 5, 2024 11:15 AM</p></div>", ("ada",)),
        ("", f"{PROSE * 4}<div><p>Posted by ada on 5 March 2024</p><p>Posted by tom on 6 March 2024</p></div>", ()),
    ],
)
def test_authors_are_read_as_content_systems_show_them(head: str, body: str, authors: tuple[str, ...]) -> None:
    assert page(head, HEADING + body).authors == authors


@pytest.mark.parametrize(
    ("behind", "authors"),
    [
        ("<p>Ada Fenwick is a warden of the fen.</p>", ("Ada Fenwick",)),
        ("<p>All articles by Ada Fenwick</p>", ("Ada Fenwick",)),
        ("<h2>Ada Fenwick of the fen</h2><p>Ada Fenwick is a warden of the fen.</p>", ()),
        ("<p>We met Ada Fenwick at the gate.</p>", ()),
    ],
)
def test_a_name_alone_beside_the_headline_is_the_authors_where_the_page_tells_of_them(
    behind: str, authors: tuple[str, ...]
) -> None:
    assert page(body=f"{HEADING}<p>Ada Fenwick</p>{PROSE * 4}{behind}").authors == authors


def test_customers_who_review_a_product_are_no_authors() -> None:
    def review(name: str, day: str) -> dict[str, object]:
        return {"@type": "Review", "author": {"@type": "Person", "name": name}, "datePublished": day}

    one, other = review("Ada Fenwick", "2024-03-05"), review("Tom Marsh", "2024-03-06")
    alone = page(json_ld({"@type": "Product", "review": one}))
    assert (alone.authors, alone.published) == (("Ada Fenwick",), date(2024, 3, 5))
    assert page(json_ld({"@type": "Product", "review": [one, other]})).authors == ()


@pytest.mark.parametrize(("field", "names"), [("reedkeeper77", ("reedkeeper77",)), ("Fen24", ()), ("5 May 2024", ())])
def test_a_name_in_a_forum_may_end_with_digits(field: str, names: tuple[str, ...]) -> None:
    assert read_names([field]) == names


@pytest.mark.parametrize("mark", ["¶", "#", "🔗"])
def test_the_link_of_a_heading_to_itself_is_no_part_of_the_title(mark: str) -> None:
    assert page("", f'<h1>Fog signals<a class="headerlink" href="#fog">{mark}</a></h1>').title == "Fog signals"


@pytest.mark.parametrize(
    ("head", "body", "title", "site"),
    [
        ("<title>Bay fog - Harbour Wiki</title>", "<h1>Bay fog</h1>", "Bay fog", "Harbour Wiki"),
        ("<title>Bay fog - a short and most unlikely history of it</title>", "<h1>Bay fog</h1>", "Bay fog", ""),
        (
            f"<title>{TITLE}</title>",
            f'{HEADING}<p itemprop="publisher" itemscope><meta itemprop="name" content="Fen Courier"></p>',
            TITLE,
            "Fen Courier",
        ),
    ],
)
def test_the_site_is_beside_a_short_title_or_marked_as_the_publisher(
    head: str, body: str, title: str, site: str
) -> None:
    article = page(head, body)
    assert (article.title, article.site) == (title, site)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (meta("DCTERMS.issued", "2024-03-05"), ""),
        ("", "<p>Updated: 6 March, 2024 9:00 AM | Published: 5 March, 2024 7:00 AM</p>"),
        ("", "<p>2024. gada 5. marts, 7:00</p>"),
    ],
)
def test_the_day_is_read_as_content_systems_show_it(head: str, body: str) -> None:
    assert page(head, HEADING + body).published == date(2024, 3, 5)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("الأحد 2 غشت 2023", date(2023, 8, 2)),
        ("2 جويلية 2023", date(2023, 7, 2)),
        ("2 كانون الثاني 2023", date(2023, 1, 2)),
        ("2 تشرين الأول 2023", date(2023, 10, 2)),
    ],
)
def test_months_have_other_names_in_some_arab_countries(text: str, day: date) -> None:
    assert find_date(text) == day
