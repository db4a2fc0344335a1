"""What does a page say about its article?"""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.cleaning.declared.names import is_organisation, read_names
from indexer.cleaning.page.page import clean_html
from indexer.model.articles import Article
from indexer.model.drafts import Draft

PROSE = (
    "<p>The reed bed behind the old pumping station is home to more warblers than anyone had counted before.</p>" * 2
)


def page(head: str = "", body: str = "", attributes: str = "") -> Article:
    return clean_html(Draft("html", f"<html {attributes}><head>{head}</head><body>{body}{PROSE}</body></html>"))


def json_ld(**properties: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **properties})}</script>'


def meta(key: str, content: str) -> str:
    return f'<meta property="{key}" content="{content}">'


GRAPH = """<script type="application/ld+json">
{"@graph": [{"@type": "Article", "author": {"@id": "#1"}}, {"@id": "#1", "name": "Ada Fenwick"}]}
</script>"""


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>What lives in the reeds | The Fen Courier</title>", "", "What lives in the reeds"),
        (
            "<title>The Fen Courier - What lives in the reeds</title>" + meta("og:site_name", "The Fen Courier"),
            "",
            "What lives in the reeds",
        ),
        ("<title>What lives in the reeds | Nature | The Fen Courier</title>", "", "What lives in the reeds"),
        ("<title>A man of two-tone shoes</title>", "", "A man of two-tone shoes"),
        (meta("og:title", "Reeds &amp; rushes of the fen"), "", "Reeds & rushes of the fen"),
        (json_ld(headline="Reeds and rushes"), "", "Reeds and rushes"),
        (json_ld(headline="Reeds and rushes"), "<h1>Reeds, and rushes!</h1>", "Reeds, and rushes!"),
        ("<title>Reeds and rushes</title>", "<h1>The Fen Courier</h1><h1>Reeds and rushes</h1>", "Reeds and rushes"),
        ("<title>Reeds and rushes | Fen Courier</title>", "<h1>Fen Courier</h1>", "Reeds and rushes"),
        ("<title>Reeds for the fen</title>", "<h1>Which reeds grow best in a wet ditch?</h1>", "Reeds for the fen"),
        ("<title>Best reeds 2026</title>", "<h1>The best reeds for your ditch</h1>", "The best reeds for your ditch"),
        ("<title>Reeds and rushes</title>", "<h1>Reeds<br>and rushes</h1>", "Reeds and rushes"),
        ("", "<h1>Reeds and rushes</h1>", "Reeds and rushes"),
        ("", "", ""),
    ],
)
def test_the_title_is_without_the_name_of_the_site(head: str, body: str, title: str) -> None:
    assert page(head, body).title == title


@pytest.mark.parametrize(
    ("head", "body", "authors"),
    [
        (json_ld(author={"@type": "Person", "name": "Ada Fenwick"}), "", ("Ada Fenwick",)),
        (json_ld(author=[{"name": "Ada Fenwick"}, {"name": "Tom Marsh"}]), "", ("Ada Fenwick", "Tom Marsh")),
        (json_ld(author="By Ada Fenwick and Tom Marsh"), "", ("Ada Fenwick", "Tom Marsh")),
        (
            GRAPH,
            "",
            ("Ada Fenwick",),
        ),
        (
            json_ld(author={"@type": "Organization", "name": "Fen News"}) + meta("author", "Ada Fenwick"),
            "",
            ("Ada Fenwick",),
        ),
        (json_ld(author={"@type": "Organization", "name": "Fen News"}), "", ("Fen News",)),
        (meta("author", "Ada Fenwick"), "", ("Ada Fenwick",)),
        (meta("article:author", "https://fen.example/ada") + meta("dc.creator", "Fenwick, Ada"), "", ("Ada Fenwick",)),
        (
            "",
            '<p><span itemprop="author">Ada Fenwick</span> and <span itemprop="author">Tom Marsh</span></p>',
            ("Ada Fenwick", "Tom Marsh"),
        ),
        ("", '<a rel="author" href="/ada">Ada Fenwick</a>', ("Ada Fenwick",)),
        ("", '<div class="byline">By <b>Ada Fenwick</b> <i>June 3</i> <i>5 min read</i></div>', ("Ada Fenwick",)),
        ("", "<p>By Ada Fenwick</p>", ("Ada Fenwick",)),
        ("", "<p>By the river</p>", ()),
    ],
)
def test_the_authors_are_read_from_where_pages_name_them(head: str, body: str, authors: tuple[str, ...]) -> None:
    assert page(head, body).authors == authors


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("Ada Fenwick", ["Ada Fenwick"]),
        ("By Ada Fenwick, Tom Marsh and Jo Reed", ["Ada Fenwick", "Tom Marsh", "Jo Reed"]),
        ("Ada Fenwick, MD, PhD", ["Ada Fenwick"]),
        ("Ada Fenwick, Staff Writer", ["Ada Fenwick"]),
        ("Staff Writer", []),
        ("Ada Fenwick | The Fen Courier", ["Ada Fenwick"]),
        ("Ada Fenwick (ada@fen.example)", ["Ada Fenwick"]),
        ("https://fen.example/ada", []),
        ("staff@fen.example", []),
        ("admin", []),
        ("publisher", []),
        ("Ada Fenwick For Fencourier", ["Ada Fenwick"]),
        ("Erstellt von Ada Fenwick", ["Ada Fenwick"]),
        ("Pressemitteilung von Ada Fenwick", ["Ada Fenwick"]),
        ("Recueilli par Ada FENWICK.", ["Ada FENWICK"]),
        ("Ada von Fenwick", ["Ada von Fenwick"]),
        ("Reed-Verlag GmbH, Reading, Germany", ["Reed-Verlag GmbH"]),
        ("Reed und Rohr, Reading, Germany", ["Reed und Rohr"]),
        ("By Ada Fenwick, Reading, Germany", ["Ada Fenwick"]),
        ("Admin, Reading, Germany", []),
        ("Em Fenwick and Tom Marsh", ["Em Fenwick", "Tom Marsh"]),
        ("Ada Fenwick, em São Paulo", ["Ada Fenwick"]),
        ("Do FEN, em São Paulo", ["FEN"]),
        ("Über den Autor", []),
        ("Gesponserte Inhalte", []),
        ("Martin Luther King Jr.", ["Martin Luther King Jr."]),
        ("J. R. Reed", ["J. R. Reed"]),
        ("von Ada Fenwick und Tom Marsh", ["Ada Fenwick", "Tom Marsh"]),
        ("3 May 2019", []),
        ("", []),
    ],
)
def test_a_field_of_authors_gives_the_names_alone(field: str, names: list[str]) -> None:
    assert list(read_names([field])) == names


def test_a_name_counts_once() -> None:
    assert read_names(["Ada Fenwick", "ADA FENWICK"]) == ("Ada Fenwick",)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (json_ld(datePublished="2019-06-14T08:00:00Z", dateModified="2021-01-01"), ""),
        (meta("article:published_time", "2019-06-14T08:00:00+02:00") + meta("article:modified_time", "2021-01-01"), ""),
        (json_ld(datePublished="1970-01-01") + meta("date", "20190614"), ""),
        ("", '<span itemprop="datePublished" content="2019-06-14">last week</span>'),
        ("", '<time datetime="2019-06-14">Friday</time>'),
        ("", '<div class="post-date">14 June 2019</div>'),
        ("", "<p>Published 14 June 2019</p><time datetime='2021-01-01'>today</time>"),
        ("", "<p>The Fen Courier, Friday 14 June 2019, page 3</p>"),
        ('<link rel="canonical" href="https://fen.example/2019/06/14/reeds">', ""),
        (meta("og:url", "https://fen.example/reeds-20190614"), ""),
        # Published in the evening of the 14th, west of Greenwich.
        (json_ld(datePublished="2019-06-15T02:00:00Z") + meta("og:url", "https://fen.example/2019/06/14/reeds"), ""),
        (meta("citation_publication_date", "2019 Jun 14"), ""),
        (meta("published-date", "2019-06-14"), ""),
        (meta("og:url", "https://fen.example/blog/2019/june/14/reeds/"), ""),
    ],
)
def test_the_day_is_read_from_where_pages_say_it(head: str, body: str) -> None:
    assert page(head, body).published == date(2019, 6, 14)


def test_the_day_of_a_change_alone_is_not_that_of_publication() -> None:
    article = page(meta("article:modified_time", "2019-06-14"), "")
    assert (article.published, article.modified) == (None, date(2019, 6, 14))


@pytest.mark.parametrize(
    ("attributes", "head", "month"),
    [
        ('lang="en"', "", 3),
        ('lang="en-US"', meta("og:url", "https://fen.example.com/reeds"), 3),
        ('lang="en-GB"', "", 4),
        ('lang="en"', meta("og:locale", "en_GB"), 4),
        ('lang="en"', meta("og:url", "https://fen.example.co.uk/reeds"), 4),
        ('lang="it"', "", 4),
        ("", "", 4),
    ],
)
def test_the_month_comes_first_where_readers_know_it_so(attributes: str, head: str, month: int) -> None:
    assert page(head, '<div class="post-date">3/4/2019</div>', attributes).published == date(2019, month, 7 - month)


def test_a_year_of_copyright_is_no_date() -> None:
    assert page("", "<p>© 14 June 2019 The Fen Courier</p><p>Copyright 2019</p>").published is None


def test_the_address_the_draft_knows_tells_the_day_too() -> None:
    draft = Draft("html", PROSE, url="https://fen.example/2019/06/14/reeds")
    assert clean_html(draft).published == date(2019, 6, 14)


@pytest.mark.parametrize(
    ("head", "site"),
    [
        (meta("og:site_name", "The Fen Courier"), "The Fen Courier"),
        (json_ld(publisher={"name": "The Fen Courier"}), "The Fen Courier"),
        (
            '<script type="application/ld+json">{"@type": "WebSite", "name": "The Fen Courier"}</script>',
            "The Fen Courier",
        ),
        ("<title>What lives in the reeds – The Fen Courier</title>", "The Fen Courier"),
        ("<title>What lives in the reeds</title>", ""),
    ],
)
def test_the_site_is_read_from_declarations_or_the_title(head: str, site: str) -> None:
    assert page(head).site == site


@pytest.mark.parametrize(
    ("head", "attributes", "language"),
    [
        ("", 'lang="en-GB"', "en"),
        ("", 'xml:lang="DE"', "de"),
        (meta("og:locale", "pt_BR"), "", "pt"),
        ('<meta http-equiv="Content-Language" content="nl">', "", "nl"),
        ("", 'lang="english"', "en"),
        ("", "", ""),
    ],
)
def test_the_language_is_its_primary_code(head: str, attributes: str, language: str) -> None:
    assert page(head, "", attributes).language == language


@pytest.mark.parametrize(
    ("head", "kicker"),
    [
        (meta("article:section", "Nature"), "Nature"),
        (json_ld(articleSection=["Health & Fitness", "Reeds"]), "Health & Fitness"),
        (json_ld(articleSection="All that we know about birds and beasts"), ""),
        (json_ld(articleSection="Uncategorized"), ""),
        (json_ld(articleSection="https://fen.example/nature"), ""),
    ],
)
def test_the_kicker_is_a_section_with_a_short_name(head: str, kicker: str) -> None:
    assert page(head).kicker == kicker


def test_the_address_is_the_canonical_one() -> None:
    canonical = '<link rel="canonical" href="https://fen.example/reeds">'
    assert page(canonical + meta("og:url", "https://fen.example/other")).url == "https://fen.example/reeds"
    assert (
        page('<link rel="canonical" href="/reeds">' + meta("og:url", "https://fen.example/other")).url
        == "https://fen.example/other"
    )


@pytest.mark.parametrize(
    "script",
    [
        '<!-- {"@type": "Article", "headline": "Reeds and rushes"} -->',
        '//<![CDATA[\n{"@type": "Article", "headline": "Reeds and rushes",}\n//]]>',
        '[{"@type": ["Article", "Thing"], "headline": ["Reeds and rushes", "Reeds"]}];',
        '{"@type": "Article", "headline": "Reeds\tand\nrushes"}',
        '{"@type": "WebPage", "mainEntity": {"@type": "BlogPosting", "headline": "Reeds &amp;amp; rushes"}}'.replace(
            "&amp;amp;", "and"
        ),
    ],
)
def test_json_ld_is_read_as_far_as_it_can_be(script: str) -> None:
    assert page(f'<script type="application/ld+json">{script}</script>').title == "Reeds and rushes"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "@id", "@type", "author"]), inner, max_size=3)
    ),
)
PROPERTIES = [
    "@type",
    "@id",
    "@graph",
    "headline",
    "author",
    "datePublished",
    "publisher",
    "articleBody",
    "articleSection",
    "name",
]


def test_half_of_a_surrogate_pair_in_markup_is_no_error() -> None:
    said = " ".join(f"The keeper lit lamp {number}." for number in range(20))
    declared = {"headline": "A <b>lamp</b> \ud83d", "articleBody": f"<p>{said} \ud83d</p>"}
    article = clean_html(Draft("html", json_ld(**declared)))
    assert article.title == "A lamp \ufffd"
    assert article.text == f"{said} \ufffd"


@given(st.dictionaries(st.sampled_from(PROPERTIES), JSON | st.just("Article")))
def test_no_json_ld_is_an_error(properties: dict[str, object]) -> None:
    script = json.dumps(properties).replace("<", "\\u003c")
    article = clean_html(Draft("html", f'<script type="application/ld+json">{script}</script>{PROSE}'))
    assert article.text.startswith("The reed bed")


def test_days_of_real_pages_are_found(data: Path) -> None:
    folder = data / "html" / "htmldate"
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    names = [name for name in sorted(truth)[::10] if isinstance(truth[name]["date"], str)]
    right = 0
    for name in names:
        content = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()).decode("utf-8", "replace")
        right += str(clean_html(Draft("html", content, url=truth[name]["url"] or "")).published) == truth[name]["date"]
    assert right / len(names) > 0.8


def test_the_name_of_the_site_is_also_known_by_its_address() -> None:
    head = "<title>All about reeds and rushes | Fen Courier</title>"
    body = "<h1>All about reeds and rushes | Fen Courier</h1>"
    article = clean_html(
        Draft("html", f"<head>{head}</head><body>{body}{PROSE}</body>", url="https://www.fencourier.example/1")
    )
    assert article.title == "All about reeds and rushes"


@pytest.mark.parametrize(
    "body",
    [
        '<p><a href="/authors/ada-fenwick">Ada Fenwick</a></p>',
        "<div><p>Written by</p><p>Ada Fenwick</p></div>",
        '<a href="/x" rel="author">Ada Fenwick</a>',
        '<div itemprop="author"><span itemprop="name">Ada Fenwick</span></div>',
    ],
)
def test_authors_are_read_from_what_the_page_shows(body: str) -> None:
    assert page(body=body).authors == ("Ada Fenwick",)


def test_authors_are_read_from_what_plug_ins_declare() -> None:
    head = '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ada Fenwick">'
    assert page(head).authors == ("Ada Fenwick",)
    assert page(head.replace("Written by", "Est. reading time")).authors == ()
    for label in ("Verfasst von", "Écrit par", "Escrito por", "Scritto da", "Geschreven door", "Napisane przez"):
        assert page(head.replace("Written by", label)).authors == ("Ada Fenwick",)
    assert page(meta("shareaholic:article_author_name", "Ada Fenwick")).authors == ("Ada Fenwick",)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Von Schilfrohr am 3. Mai 2019, 11:51 Uhr", ("Schilfrohr",)),
        ("Autor: schilfrohr | veröffentlicht am 03.05.2019", ("schilfrohr",)),
        ("Geschrieben von Schilfrohr am Freitag, 3. Mai 2019", ("Schilfrohr",)),
        ("Posted in Birds by reedkeeper on May 3, 2019", ("reedkeeper",)),
        ("Von Montag, 3. Mai 2019, bis Freitag", ()),
        ("Von Montag | 3. Mai 2019", ()),
        ("Von heute am 3. Mai 2019", ()),
        ("Par défaut le 3 mai 2019", ()),
        ("Por favor el 3 de mayo de 2019", ()),
        ("Von Schilfrohr und Reihern", ()),
    ],
)
def test_one_word_is_a_name_in_a_byline_with_a_day(line: str, authors: tuple[str, ...]) -> None:
    assert page("<title>Reeds and rushes</title>", f"<h1>Reeds and rushes</h1><p>{line}</p>{PROSE}").authors == authors


def test_the_authors_of_a_work_that_is_cited_are_not_those_of_the_page() -> None:
    cited = '<li itemprop="citation" itemscope><p>1. On ditches.</p><meta itemprop="author" content="Jo Reed"></li>'
    assert page(meta("author", "Ada Fenwick"), f"<ol>{cited}</ol>").authors == ("Ada Fenwick",)
    assert page("", f"<ol>{cited}</ol>").authors == ()


def test_les_is_a_given_name_and_no_article_of_an_outlet() -> None:
    assert not is_organisation("Les Fenwick", ())
    assert is_organisation("Das Fenblatt", ())


@pytest.mark.parametrize("element", ["Natur am Teich: ", "<span class='overline'>Natur am Teich</span>"])
def test_a_day_is_beside_a_headline_that_has_its_kicker_in_it(element: str) -> None:
    logo = "<h1><a href='/'>Fen Courier</a></h1><p>Today is 26 February 2020</p><p>26.02.2020</p>"
    head = f"<title>Reeds of the old fen</title>{meta('og:title', 'Reeds of the old fen')}"
    menu = f"<ul>{'<li>Menu of the fen</li>' * 20}</ul>"
    body = f"{logo}{menu}<h1>{element}Reeds of the old fen</h1><p>14.06.2019</p>{PROSE}"
    assert page(head, body).published == date(2019, 6, 14)


def test_a_slogan_beside_the_name_of_the_site_is_not_a_person() -> None:
    head = meta("author", "FEN – Das Blatt für Reiher") + meta("og:site_name", "FEN")
    body = f"<h1>Schilf und Rohr am Teich</h1><p>Von Ada Fenwick</p>{PROSE}"
    assert page(head, body).authors == ("Ada Fenwick",)


@pytest.mark.parametrize(
    ("declared", "shown", "title"),
    [
        (
            "Reeds of the fen – part two",
            "Reeds of the fen – part two | Tales of a warden",
            "Reeds of the fen – part two",
        ),
        ("Reeds of the fen - part two", "Warden's tales: Reeds of the fen - part two", "Reeds of the fen - part two"),
        ("Reeds of the fen - Fen Courier", "Reeds of the fen - Fen Courier | News", "Reeds of the fen"),
        ("Reeds of the fen - part two", "Reeds of the fen - part two", "Reeds of the fen"),
        ("Reeds of the fen // part two", "Reeds of the fen // part two | Fen Courier", "Reeds of the fen"),
    ],
)
def test_a_dash_is_of_the_title_where_the_site_is_named_behind_it(declared: str, shown: str, title: str) -> None:
    head = f"<title>{shown}</title>{meta('og:title', declared)}{meta('og:site_name', 'Fen Courier')}"
    assert page(head).title == title


def test_the_archive_of_a_blog_is_not_in_the_title() -> None:
    assert (
        page("<title>Fen notes &raquo; Blog Archive &raquo; Reeds of the old fen</title>").title
        == "Reeds of the old fen"
    )
    assert page("<title>Blog Archive &raquo; Reeds of the old fen</title>").title == "Reeds of the old fen"


def test_what_else_is_declared_is_kept() -> None:
    article = page(
        json_ld(articleSection="Nature", dateModified="2021-03-05T10:00:00Z", inLanguage="en-GB")
        + meta("og:description", "Of warblers &amp; eels.")
    )
    assert article.section == "Nature"
    assert article.modified == date(2021, 3, 5)
    assert article.description == "Of warblers & eels."
    assert article.language == "en"


def test_what_is_not_declared_is_empty() -> None:
    article = page()
    assert (article.section, article.modified, article.description) == ("", None, "")


@pytest.mark.parametrize(
    "body",
    [
        '<span class="post-created">28.01.22</span>',
        """<script>window.state = {"publishedAt": "2022-01-28T10:00:00Z"}</script>""",
        r"""<script>load("{\"datePublished\":\"2022-01-28\"}")</script>""",
    ],
)
def test_days_are_read_where_pages_hide_them(body: str) -> None:
    assert page(body=body).published == date(2022, 1, 28)


def test_a_day_in_the_address_may_come_first() -> None:
    article = clean_html(Draft("html", PROSE, url="https://reed.example/news/28-01-2022"))
    assert article.published == date(2022, 1, 28)


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        (
            meta("og:title", "Reeds of the old fen"),
            "<h1><div>Nature</div><div>Reeds of the old fen</div></h1>",
            "Reeds of the old fen",
        ),
        ("", "<h1>Reeds of the old fen<small>Fen Press</small></h1>", "Reeds of the old fen Fen Press"),
        (
            "<title>Fen Courier: Reeds of the old fen</title>",
            "<h1 class='site-title'><a href='/'>Fen Courier</a></h1><h2>Reeds of the old fen</h2>",
            "Reeds of the old fen",
        ),
        (
            "<title>Reeds of the old fen – Fen Courier News of the Day</title>"
            + meta("og:title", "Reeds of the old fen"),
            "<h1>Fen Courier News of the Day</h1><h1>Reeds of the old fen</h1>",
            "Reeds of the old fen",
        ),
        (
            json_ld(headline="Reeds of the old fen | Fen Courier", publisher={"name": "Fen Courier"}),
            "",
            "Reeds of the old fen",
        ),
        (meta("og:title", "Reeds of the old fen | Opinion"), "", "Reeds of the old fen"),
        ("", "<h1><span class='dachzeile'>Natur</span> <span>Reeds of the old fen</span></h1>", "Reeds of the old fen"),
        ("", "<h1><span class='sr-only'>Headline: </span>Reeds of the old fen</h1>", "Reeds of the old fen"),
        (
            meta("og:title", "Reeds of the old fen"),
            "<h1><span>Reeds of</span><span>the old</span><span>fen</span></h1>",
            "Reeds of the old fen",
        ),
        (
            "<title>Fen Courier » Nature » Reeds of the old fen</title>",
            "<h2>Reeds of the old fen</h2>",
            "Reeds of the old fen",
        ),
        (
            json_ld(headline="What reeds and rushes are - and are not") + meta("og:site_name", "Reeds and Weeds"),
            "",
            "What reeds and rushes are",
        ),
    ],
)
def test_a_headline_is_told_from_kickers_logos_and_the_publisher(head: str, body: str, title: str) -> None:
    assert page(head, body).title == title


@pytest.mark.parametrize(
    ("head", "body", "authors"),
    [
        ("", '<a rel="author" href="/author/lk">lanternkeeper</a>', ("lanternkeeper",)),
        ("", '<a rel="author" href="/author/a">Show all articles</a>', ()),
        ("", "<ul><li><p>By Use Case</p></li></ul><h1>Reeds of the fen</h1>", ()),
        (
            json_ld(author={"name": ", THE FEN COURIER"}),
            '<h1>Reeds</h1><a href="/staff/1/ada/">Ada Fenwick</a>',
            ("Ada Fenwick",),
        ),
        (
            json_ld(author={"name": "Fen Courier"}, publisher={"name": "Fen Courier"}) + meta("author", "Ada Fenwick"),
            "",
            ("Ada Fenwick",),
        ),
        (
            json_ld(author={"name": "Ada Fenwick"}) + meta("author", "Ada Fenwick, Tom Marsh"),
            "",
            ("Ada Fenwick", "Tom Marsh"),
        ),
        (json_ld(author={"name": "Kit Loader"}), "<h1>Reeds</h1><p>By Ada Fenwick</p>", ("Ada Fenwick",)),
        (
            json_ld(author={"name": "Ada Fenwick"}),
            "<h1>Reeds</h1><p>By Tom Marsh</p><p>About Ada Fenwick</p>",
            ("Tom Marsh",),
        ),
        ('<meta name="twitter:misc:Written by" content="Ada Fenwick">', "", ("Ada Fenwick",)),
        ("", "<h1>Reeds</h1><p>Story by Ada Fenwick; photographs by Tom Marsh</p>", ("Ada Fenwick",)),
        ("", "<h1>Reeds</h1><p>By Ada Fenwick, Jr.</p>", ("Ada Fenwick, Jr.",)),
        ("", "<h1>Reeds</h1><p><span>By</span><span>Ada Fenwick</span></p>", ("Ada Fenwick",)),
        ("", '<h1>Reeds</h1><div class="comments"><a rel="author" href="/u">Troll King</a></div>', ()),
        (
            "",
            '<span class="author-name">Ada Fenwick</span><span class="author-name">Marketing Director</span>',
            ("Ada Fenwick",),
        ),
        (meta("author", "Ada Fenwick, Sr. Director of Rivers, Otter Trust - 10+ Years"), "", ("Ada Fenwick",)),
        (
            meta("author", "Dr Ada Fenwick"),
            "<h1>Reeds</h1><p>By Dr Ada Fenwick, Tom Marsh</p><h4>Tom Marsh</h4>",
            ("Dr Ada Fenwick", "Tom Marsh"),
        ),
        (json_ld(author={"@type": "Organization", "name": "Reed & Heron"}), "", ("Reed & Heron",)),
        (json_ld(author={"name": "Sponsored by Otter Boats"}), '<a rel="author" href="/u">Tom Marsh</a>', ()),
        (meta("author", "River Team"), "<p>This post was written by Ada Fenwick, warden.</p>", ("Ada Fenwick",)),
        ("", "<h1>Reeds</h1><p>By Ada Fenwick-Marsh ⋅ Review Editor</p>", ("Ada Fenwick-Marsh",)),
        ("", "<h1>Reeds</h1><p>By Ada Fenwick, Senior AnalystUpdated March 3, 2025</p>", ("Ada Fenwick",)),
        ("", "<h1>Reeds</h1><p>By Ada FenwickMarch 3, 2025</p>", ("Ada Fenwick",)),
        ("", "<h1>Reeds</h1><p>Written By Rivers On</p>", ("Rivers On",)),
        ("", "<h1>Reeds</h1><p>March 3, 2025 • Ada Fenwick in Rivers</p>", ("Ada Fenwick",)),
        ("", "<h1>Reeds</h1><p>March 3, 2025 / River Life</p>", ()),
        ("", "<h1>Reeds</h1><p>Ada Fenwick, University of Reading</p>", ("Ada Fenwick",)),
        ("", "<h1>Reeds</h1><p>Authors</p><p>AF</p><p>Ada Fenwick</p>", ("Ada Fenwick",)),
        ("", '<div class="comments-open"><h1>Reeds</h1><p>by fenwick</p></div>', ("fenwick",)),
        ("", '<ul class="jcomments-latest"><li><span class="author">Troll King</span></li></ul>', ()),
        ("", '<nav><a href="/people/all">Everybody</a></nav>', ()),
    ],
)
def test_people_are_told_from_accounts_outlets_menus_and_commenters(
    head: str, body: str, authors: tuple[str, ...]
) -> None:
    assert page(head, body).authors == authors


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("Ada Fenwick for The Fen Courier", ["Ada Fenwick"]),
        ("Ada Fenwick, Senior Reeds Reporter", ["Ada Fenwick"]),
        ("Ada Fenwick in Kings Lynn", ["Ada Fenwick"]),
        ("Ada Fenwick, The Editors", ["Ada Fenwick"]),
        ("Center for Fen Evaluation and Research", ["Center for Fen Evaluation and Research"]),
        ("Ada (Reed) Fenwick", ["Ada (Reed) Fenwick"]),
        ("Tom M", ["Tom M"]),
        ("fen.courier.author", []),
        ("Written By", []),
    ],
)
def test_what_is_beside_a_name_is_none(field: str, names: list[str]) -> None:
    assert list(read_names([field])) == names


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (
            "",
            '<h1>Reeds</h1><time class="published" datetime="2019-06-14"></time><p>Last Updated: August 28th, 2025</p>',
        ),
        ("", "<h3>October 12, 2023</h3><h1>Reeds</h1><span>By Ada Fenwick | June 14, 2019</span>"),
        (
            "",
            '<h1>Reeds</h1><p>14. Juni 2019</p><p>Next: <time class="published" datetime="2021-03-04"></time></p>',
        ),
        ("", "<h1>Reeds</h1><div><span>Erstellt am</span><span>14.06.2019</span></div>"),
        ("", "<div data-p='{&quot;datePublished&quot;:&quot;2019-06-14T03:51:59Z&quot;}'></div>"),
        (meta("article:published_time ", "2019-06-14T10:33:13Z"), '<time datetime="2018-01-01"></time>'),
        (meta("article:published_time", "2019-06-15T00:53:29Z"), "<h1>Reeds</h1><p>14 June 2019</p>"),
        (json_ld(datePublished=1560499200), ""),
        (meta("article:published_time", "1560499200000"), ""),
        ("", "<h1>Reeds</h1><p>14 червня 2019</p>"),
        (meta("article:published_time", "2021-03-04"), "<h1>Reeds</h1><p>June 14, 2019 • 3 min read</p>"),
        (meta("article:published_time", "2019-06-14"), "<h1>Reeds</h1><p>Updated: March 4, 2021</p>"),
        (meta("article:published_time", "2021-03-04"), '<h1>Reeds</h1><p class="updated-date">June 14, 2019</p>'),
        (meta("article:published_time", "2019-06-14"), "<h1>Reeds</h1><p>March 4, 2021June 14, 2019 by Ada</p>"),
        (meta("article:published_time", "2019-06-14"), "<h1>Reeds</h1><p>The fair opens on March 4, 2021 at nine.</p>"),
        (
            "",
            "<h1>Reeds</h1><time datetime='2019-06-14'>2 days ago</time><article><time datetime='2021-03-04'>",
        ),
        (
            meta("article:published_time", "2019-06-15T00:53:29Z"),
            "<h1>Reeds</h1><time datetime='2019-06-14T20:53-04:00'>June 14</time>",
        ),
        ("", "<h1>Reeds</h1><p>June 14, 2019 / 12:25 PM / Updated March 4, 2021</p>"),
        ("", "<h1>Reeds</h1><p>Fen LifeJUNE 14, 2019Updated: MARCH 04, 2021</p>"),
        (
            "",
            "<h1>Reeds</h1><p>Joined</p><p>May 11, 2017</p><time datetime='2019-06-14'>now</time>",
        ),
        (
            "",
            "<h1>Reeds</h1><p>4 March 2021</p><p>It was originally published on 14 June 2019.</p>",
        ),
        ("", '<h1>Reeds</h1><p>Updated June 14, 2019</p><ul class="related"><li class="date">March 4, 2021</li></ul>'),
        (
            "",
            "<h1>Reeds of the fen <span>For subscribers</span></h1><p>14 June 2019</p><title>Reeds of the fen</title>",
        ),
        (
            "",
            '<script type="application/ld+json">{"datePublished": "2019-06-14", "a" "b"}</script><p>4 March 2021</p>',
        ),
    ],
)
def test_the_day_is_that_beside_the_headline_and_of_no_change(head: str, body: str) -> None:
    assert page(head, body).published == date(2019, 6, 14)


def test_numbers_alone_do_not_gainsay_a_declared_day_that_is_written_the_same() -> None:
    assert page(meta("article:published_time", "2024-09-10"), "<h1>Reeds</h1><p>09.10.2024</p>").published == date(
        2024, 9, 10
    )
    marked = '<h1>Reeds</h1><time datetime="2023-10-12T19:38:01">10/12/2023 7:38 PM</time>'
    assert page("", marked).published == date(2023, 10, 12)
    address = '<link rel="canonical" href="https://fen.example/2023/10/3-reeds">'
    assert page(meta("article:published_time", "2023-10-31") + address, "").published == date(2023, 10, 31)


def test_a_tag_that_a_headline_is_about_is_part_of_it_and_markup_is_not() -> None:
    title = "Thirty years of <br> tags"
    assert page("", "<h1>Thirty years of &lt;br&gt; tags</h1>").title == title
    assert page("<title>Thirty years of &lt;br&gt; tags</title>", "").title == title
    assert page("", "<h1>Reeds of &lt;em&gt;the&lt;/em&gt; fen</h1>").title == "Reeds of the fen"


def test_the_day_in_a_newsletter_is_that_of_its_article() -> None:
    details = "<h1>Reeds and rushes</h1><div class='newsletter-details'><p>November 2, 2022</p></div>"
    assert page(meta("article:published_time", "2025-06-12"), details).published == date(2022, 11, 2)


@pytest.mark.parametrize("said", ["Site Last Updated: December 20, 2025", "Website updated on 20 December 2025"])
def test_the_day_on_which_the_site_was_changed_says_nothing_of_the_article(said: str) -> None:
    assert page("", f"<h1>Reeds and rushes</h1></div>{PROSE}<div><p>{said}</p>").published is None


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Von Jana Weiß und Ole Petersen", ("Jana Weiß", "Ole Petersen")),
        ("Par Claire Dubois, envoyée spéciale", ("Claire Dubois",)),
        ("Por María del Carmen Ruiz", ("María del Carmen Ruiz",)),
        ("Door Jan de Vries", ("Jan de Vries",)),
    ],
)
def test_a_byline_beside_the_headline_is_read_though_it_could_begin_a_headline(
    line: str, authors: tuple[str, ...]
) -> None:
    article = page("<title>Reeds and rushes</title>", f"<h1>Reeds and rushes</h1><p>{line}</p>")
    assert article.authors == authors
    assert line not in article.text
    assert page("<title>Reeds and rushes</title>", f"<h1>Reeds and rushes</h1><h2>{line}</h2>").authors == ()


@pytest.mark.parametrize("name", ["kommentare", "comentarios", "lista-commenti"])
def test_who_comments_in_another_language_is_no_author(name: str) -> None:
    comment = f"<section class='{name}'><span class='author'>Pedro López</span><p>I was there.</p></section>"
    assert page("", f"<h1>Reeds and rushes</h1>{PROSE}{comment}").authors == ()


@pytest.mark.parametrize(
    ("shown", "attributes"),
    [("<dl><dt>Publié le</dt><dd>04/11/19</dd></dl>", "lang=fr"), ("<p>11/04/19</p>", "lang=en-US")],
)
def test_a_year_beside_the_headline_may_have_two_digits(shown: str, attributes: str) -> None:
    assert page("", f"<h1>Reeds and rushes</h1>{shown}", attributes).published == date(2019, 11, 4)


def test_of_an_outlet_and_a_person_who_are_declared_the_person_is_the_author() -> None:
    both = [{"@type": "Organization", "name": "The Fen Courier"}, {"@type": "Person", "name": "Ada Fenwick"}]
    assert page(json_ld(author=both)).authors == ("Ada Fenwick",)
    assert page(json_ld(author=both[:1])).authors == ("The Fen Courier",)
    byline = "<h1>Reeds and rushes</h1><p>by Ada Fenwick and Fen Institute</p>"
    assert page(meta("author", "Jo Reed"), byline).authors == ("Ada Fenwick",)


@pytest.mark.parametrize("shown", ["Νίκος Παππάς", "ΝΊΚΟΣ ΠΑΠΠΆΣ", "ΝΊΚΟΣ ΠΑΠΠΆΣ:ΚΕΊΜΕΝΟ"])
@pytest.mark.parametrize("declared", ["Νίκος Παππάς", "ΝΊΚΟΣ ΠΑΠΠΆΣ"])
def test_a_declared_author_is_shown_in_either_case_and_whatever_follows(declared: str, shown: str) -> None:
    body = f"<h1>Reeds and rushes</h1><p>By Ada</p><p>{shown}</p>"
    assert page(meta("author", declared), body).authors == (declared,)
    assert page(meta("author", declared), body.replace(shown, "")).authors == ("Ada",)
