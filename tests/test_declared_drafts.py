"""What a file declares is written one way, whatever the format it came from."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.cleaning import clean
from indexer.cleaning.declared.drafts import one_line, people
from indexer.model.articles import Article
from indexer.model.drafts import Draft
from indexer.reading import read

TEXT = "The keeper lit the lamp at dusk, and the boats came home one by one before the fog had closed the harbour."
TITLE = "Fog &amp; <i>lamps</i>\n at sea"
AUTHOR = "By Ada Fenwick and Bert Marsh, Staff Writer"


def cleaned(name: str, content: str) -> Article:
    (draft,) = read(name, content.encode()).drafts
    return clean(draft)


FILES = {
    "a.json": json.dumps({"title": TITLE, "author": AUTHOR, "text": TEXT, "date": "3 Feb 2020"}),
    "b.json": json.dumps({"title": TITLE, "author": AUTHOR, "text": f"<p>{TEXT}</p>", "date": "3 Feb 2020"}),
    "a.jsonl": json.dumps({"title": TITLE, "author": AUTHOR, "text": TEXT, "date": 1580688000}),
    "a.csv": f'title,author,text,date\n"{TITLE}","{AUTHOR}","{TEXT}",2020-02-03\n',
    "a.md": f'---\ntitle: "Fog &amp; <i>lamps</i>  at sea"\nauthor: {AUTHOR}\ndate: 2020-02-03\n---\n{TEXT}',
    "a.rss": f"<rss><channel><item><title>Fog &amp;amp; &lt;i&gt;lamps&lt;/i&gt; at sea</title><author>"
    f"{AUTHOR}</author>"
    f"<pubDate>Mon, 03 Feb 20 10:00:00 GMT</pubDate><description>{TEXT}</description></item></channel></rss>",
    "a.eml": f"Subject: Fog &amp; <i>lamps</i> at sea\nFrom: {AUTHOR} <a@example.org>\nDate: 3 Feb 20 10:00\n\n{TEXT}",
}


@pytest.mark.parametrize("name", FILES)
def test_title_authors_and_day_are_alike_in_every_format(name: str) -> None:
    article = cleaned(name, FILES[name])
    assert (article.title, article.authors) == ("Fog & lamps at sea", ("Ada Fenwick", "Bert Marsh"))
    assert (article.published, article.precision) == (date(2020, 2, 3), "day")
    assert article.text == TEXT


@pytest.mark.parametrize("kind", ["text", "markdown", "html", "document"])
def test_a_title_read_in_the_wrong_encoding_is_put_right(kind: str) -> None:
    draft = Draft(kind, TEXT, title="Das MÃ¤rchen", authors=("ZoÃ« Marsh",), site="CafÃ©")  # type: ignore[arg-type]
    article = clean(draft)
    assert (article.title, article.authors, article.site) == ("Das Märchen", ("Zoë Marsh",), "Café")


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("By Ada Fenwick, Harbour Correspondent", ("Ada Fenwick",)),
        ("Ada Fenwick, Bert Marsh & Cora Reed", ("Ada Fenwick", "Bert Marsh", "Cora Reed")),
        ("Ada Fenwick; Bert Marsh", ("Ada Fenwick", "Bert Marsh")),
        ("Fenwick, Ada", ("Fenwick, Ada",)),
        ("Fenwick, Ada; Marsh, Bert", ("Fenwick, Ada", "Marsh, Bert")),
        ("Reuters, AFP", ("Reuters", "AFP")),
        ("Ada Fenwick, Jr.", ("Ada Fenwick, Jr.",)),
        ("Ada Fenwick, Sr. and Bert Marsh", ("Ada Fenwick, Sr.", "Bert Marsh")),
        ("Story by Ada Fenwick; photographs by Bert Marsh", ("Ada Fenwick",)),
        ("Ada Fenwick from Harbour Notes", ("Ada Fenwick",)),
        ("Ada Fenwick via Harbour List", ("Ada Fenwick",)),
        ("Ministry of Lamps and Social Fog", ("Ministry of Lamps and Social Fog",)),
        ("harbourmaster", ("harbourmaster",)),
        ("keeper@example.org", ("keeper@example.org",)),
        ("[[Ada Fenwick]]", ("Ada Fenwick",)),
        ("[[people/ada|Ada Fenwick]]", ("Ada Fenwick",)),
        ("Fenwick, Ada, 1850-1920", ("Fenwick, Ada",)),
        ("Ada Fenwick, 1985-", ("Ada Fenwick",)),
        ("", ()),
    ],
)
def test_author_fields_name_people(field: str, names: tuple[str, ...]) -> None:
    assert people([field]) == names


def test_a_person_named_twice_is_one_author() -> None:
    assert people(["Ada Fenwick", "By ADA FENWICK"]) == ("Ada Fenwick",)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Fog &amp;amp; rain", "Fog & rain"),
        ("R&D in AT&T", "R&D in AT&T"),
        ("if a < b and b > c", "if a < b and b > c"),
        ("What <main> is for", "What <main> is for"),
        ("<![CDATA[Fog]]>", "Fog"),
        ("A <em class='x'>grey</em><br/> day", "A grey day"),
    ],
)
def test_a_declared_line_has_neither_markup_nor_entities(written: str, shown: str) -> None:
    assert one_line(written) == shown


@given(st.text(max_size=80) | st.text("<>&;ai/[]| ,By", max_size=40))
def test_a_declared_line_is_on_one_line_whatever_it_holds(text: str) -> None:
    shown = one_line(text)
    assert shown == " ".join(shown.split())
    assert all(name == " ".join(name.split()) for name in people([text]))


def test_a_day_in_the_text_is_more_exact_than_the_year_that_is_declared() -> None:
    text = f"Fog\n\nPublished 3 February 2020\n\n{TEXT}"
    assert clean(Draft("text", text, published="2020")).published == date(2020, 2, 3)
    assert clean(Draft("text", text, published="2019")).published == date(2019, 1, 1)
    assert clean(Draft("text", text, published="2019")).precision == "year"


@pytest.mark.parametrize(
    ("title", "site", "bare"),
    [
        ("Fog again - Harbour Post", "Harbour Post", "Fog again"),
        ("Fog again | Harbour Post", "Harbour Post", "Fog again"),
        ("A day at Harbour Post", "Harbour Post", "A day at Harbour Post"),
        ("Harbour Post", "Harbour Post", "Harbour Post"),
        ("Fog again - The Post", "Harbour Post", "Fog again - The Post"),
        ("Fog again", "", "Fog again"),
    ],
)
def test_the_site_is_no_part_of_the_title(title: str, site: str, bare: str) -> None:
    assert clean(Draft("text", TEXT, title=title, site=site)).title == bare
