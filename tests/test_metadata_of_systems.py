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
        ("", "<p>Opinion by Ada Fenwick</p>", ("Ada Fenwick",)),
        ("", "<p>Texte : Ada Fenwick · Photos : Tom Marsh</p>", ("Ada Fenwick",)),
        ("", "<p>Interview: Ada Fenwick</p>", ("Ada Fenwick",)),
        (
            "",
            '<p class="author-info"><b class="name">Ada Fenwick</b> <i class="title">Senior Ecologist</i></p>',
            ("Ada Fenwick",),
        ),
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


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        (["reedkeeper77"], ("reedkeeper77",)),
        (["Fen24"], ()),
        (["5 May 2024"], ()),
        (["By Ada Fenwick", "Photos by Tom Marsh"], ("Ada Fenwick",)),
        (["Photos by Tom Marsh"], ("Tom Marsh",)),
        (["Fenwick, Ada"], ("Ada Fenwick",)),
        (["Ada Fenwick, Tom Marsh"], ("Ada Fenwick", "Tom Marsh")),
        (["Fenwick, MD"], ("Fenwick",)),
        (["Ada Fenwick, dpa"], ("Ada Fenwick",)),
        (["dpa"], ("dpa",)),
    ],
)
def test_fields_have_names_in_forums_of_photographers_and_agencies(fields: list[str], names: tuple[str, ...]) -> None:
    assert read_names(fields) == names


@pytest.mark.parametrize(
    ("page_title", "title"),
    [
        ("候鸟重返老泵站湿地_生态_港口日报网", "候鸟重返老泵站湿地"),
        ("市议会今天通过新桥计划-新华网", "市议会今天通过新桥计划"),
        ("오래된 펌프장에 돌아온 휘파람새 &lt; 자연 &lt; 기사본문 - 항구일보", "오래된 펌프장에 돌아온 휘파람새"),
        ("Птицы вернулись на старую станцию :: Природа :: Порт", "Птицы вернулись на старую станцию"),
        ("Patchnotes 4.47.4 - Build of the day", "Patchnotes 4.47.4 - Build of the day"),
    ],
)
def test_sections_and_sites_are_parted_from_titles_in_many_ways(page_title: str, title: str) -> None:
    assert page(f"<title>{page_title}</title>").title == title


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
        ("", "<p>2024. 3. 5. 오후 6:30</p>"),
        ("", "<p>5 Mar '24</p>"),
        ("", "<p>5 آذار/مارس 2024</p>"),
        ("", "<p>آخر تحديث: 6 مارس 2024 - نشر في: 5 مارس 2024</p>"),
        ("", "<p>Обновлено: 06.03.2024. Опубликовано: 05.03.2024</p>"),
        ("", "<p>Aktualizacja: 06.03.2024 Publikacja: 05.03.2024</p>"),
        ("", "<p>更新时间：2024-03-06 发布时间：2024-03-05</p>"),
        ("", "<p>입력 2024.03.05 07:00 수정 2024.03.06 09:00</p>"),
        (meta("article:published_time", "2024-03-05"), "<p>Uppdaterad 6 april 2024</p>"),
        (meta("article:published_time", "2024-03-05"), "<p>更新于 2024-04-06</p>"),
        (meta("article:published_time", "2024-03-05"), "<p>Son güncelleme 6 Nisan 2024</p>"),
        (meta("article:published_time", "2024-03-05"), "<p>Ενημερώθηκε: 6 Απριλίου 2024</p>"),
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
