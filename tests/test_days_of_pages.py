"""On which day was a page published that tells it to programs, or shows that of a change?"""

from __future__ import annotations

from datetime import date

import pytest
from growth import assert_linear
from test_metadata_elsewhere import HEADING, json_ld, meta, page


def article(**properties: str) -> str:
    return json_ld({"@type": "NewsArticle", **properties})


PUBLISHED = article(datePublished="2019-06-14")
CHANGED = "<p>Updated on March 5, 2024</p>"


@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        (PUBLISHED, CHANGED, date(2024, 3, 5)),
        ("", f'<meta itemprop="datePublished" content="2019-06-14">{CHANGED}', date(2024, 3, 5)),
        # A second declaration, in another vocabulary, says so too.
        (PUBLISHED + meta("article:published_time", "2019-06-14"), CHANGED, None),
        # What is corrected within days is the same article.
        (article(datePublished="2024-02-20"), CHANGED, date(2024, 2, 20)),
        # The page shows when it was published.
        (PUBLISHED, f"{CHANGED}<p>First seen in the Courier, June 14, 2019</p>", None),
        (PUBLISHED, "<p>Updated March 5, 2024 | Published June 14, 2019</p>", None),
        (f"{PUBLISHED}<link rel=canonical href=https://fen.example/2019/06/14/reeds>", CHANGED, None),
        # No reader sees the day of the change.
        (article(datePublished="2019-06-14", dateModified="2024-03-05"), "", None),
    ],
)
def test_a_page_that_shows_only_the_day_of_a_change_is_known_by_it(head: str, body: str, day: date | None) -> None:
    assert page(head, HEADING + body).published == (day or date(2019, 6, 14))


@pytest.mark.parametrize("box", ["nav", "article-footer", "breadcrumbs", "comments-count"])
def test_a_day_right_below_the_headline_is_beside_it_in_any_box(box: str) -> None:
    shown = f'<div class="{box}"><span>14 June 2019</span></div>'
    assert page(meta("date", "2024-03-05"), HEADING + shown).published == date(2019, 6, 14)
    others = f'<div class="{box}"><div class="related"><span>14 June 2019</span></div></div>'
    assert page(meta("date", "2024-03-05"), HEADING + others).published == date(2024, 3, 5)
    later = f'<p>Reeds</p><p>Rushes</p><div class="{box}"><span>14 June 2019</span></div>'
    assert page(meta("date", "2024-03-05"), HEADING + later).published == date(2024, 3, 5)


@pytest.mark.parametrize(
    "source",
    [
        'var page = {"datePublished": "2019-06-14T08:00:00Z"}',
        "dataLayer = [{'articlePublishDate': '14.06.2019', 'publisher': 'Fen Courier, 1 May 2001'}]",
        "utag_data.publication_date = '20190614'",
        'window.state = {"published_at": 1560499200, "publicationId": 1260499200}',
        'self.push("{\\"firstPublishedAt\\":1560499200000,\\"lastPublishedAt\\":1710499200000}")',
        "_sf.pubdate = 'June 14, 2019'",
        "{data_pubblicazione: '14/06/2019', unpublishDate: '2030-01-01', publish_date_updated: '2024-03-05'}",
    ],
)
def test_programs_of_a_page_know_its_day_where_it_shows_none(source: str) -> None:
    assert page("", f"{HEADING}<script>{source}</script>").published == date(2019, 6, 14)
    assert page("", f"{HEADING}<p>March 5, 2024</p><script>{source}</script>").published == date(2024, 3, 5)


def test_days_of_which_programs_know_several_are_also_other_articles() -> None:
    several = '{"publishDate": "2019-06-14"}, {"publishDate": "2024-03-05"}'
    assert page("", f"{HEADING}<script>{several}</script>").published is None
    same = '{"publishDate": "2019-06-14"}, {"publishDate": "2019-06-14T09:00"}'
    assert page("", f"{HEADING}<script>{same}</script>").published == date(2019, 6, 14)


def test_an_attribute_has_the_day_under_a_name_of_publication() -> None:
    said = '<div data-content_published_date="2019/06/14" data-modified_date="2024/03/05"></div>'
    assert page("", HEADING + said).published == date(2019, 6, 14)


@pytest.mark.parametrize("part", ["publish", "publishdate=", "pubdate: '", "a.b-", "publish" + "d" * 20 + " "])
def test_long_scripts_are_looked_through_once(part: str) -> None:
    def look(script: str) -> object:
        return page("", f"{HEADING}<script>{script}</script>").published

    assert_linear(look, part.__mul__, 40_000)


@pytest.mark.parametrize(
    "element",
    [
        "<time datetime='1560499200'>14 June</time>",
        "<time data-timestamp='1560499200000'>years ago</time>",
        "<span class='timeago' data-time='1560499200'>years ago</span>",
    ],
)
def test_the_time_of_an_element_may_be_in_seconds(element: str) -> None:
    assert page("", HEADING + element).published == date(2019, 6, 14)


@pytest.mark.parametrize(
    "element",
    [
        "<time data-timestamp='1600000000'>2 h ago</time>",
        "<span class='comment-date' data-time='1600000000'>1 year ago</span>",
        "<span class='date' title='1234567890'>Offer</span>",
    ],
)
def test_the_time_of_a_comment_or_teaser_is_not_before_the_day_that_the_article_shows(element: str) -> None:
    text = "<p>The lamp burned all night, and the keeper rang the bell until the fog had gone.</p>" * 9
    assert page("", f"{HEADING}{text}<p>Harbour, 14 June 2019</p>{element}").published == date(2019, 6, 14)
