"""An export of a database, a reader or a network is read as the articles in it, each with what is said of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from indexer.cleaning import clean
from indexer.index import Index
from indexer.model.articles import Article
from indexer.reading import read

LEVEE = "The water came over the levee on Sunday night, and by morning the lower part of the town was gone."
MAYOR = '"We had six hours," said the mayor, who had slept in her office. "We needed a week."'
PEARS = "Volunteers have planted four hundred pear trees on the land behind the station."
TOOLS = "It took them eleven weekends, and most of the tools were borrowed."

NEXIS = f"""

                               1 of 2 DOCUMENTS


                               The New York Times

                            January 5, 2015 Monday
                             Late Edition - Final

A River Town Waits for the Flood, and for
Help From the Capital

BYLINE: By JOHN SMITH; Mary Poe contributed reporting.

SECTION: Section A; Column 0; Foreign Desk;
 Pg. 1

LENGTH: 1043 words

DATELINE: RIVERTON

{LEVEE}

Update: the mayor was in her office on Tuesday too, and nobody had called her.

{MAYOR}

URL: http://www.nytimes.com/2015/01/05/world/flood.html

SUBJECT: FLOODS (92%)

LOAD-DATE: January 6, 2015

LANGUAGE: ENGLISH

              Copyright 2015 The New York Times Company
                            All Rights Reserved


                               2 of 2 DOCUMENTS


                              The Guardian (London)

                           March 12, 2016 Saturday

HEADLINE: Pear trees return to the old orchards

BYLINE: Jane Doe

LENGTH: 300 words

HIGHLIGHT: Volunteers replant what the railway took from them

{PEARS}

{TOOLS}

LOAD-DATE: March 12, 2016
"""

NEXIS_UNI = f"""
Pear trees return to the old orchards
The Guardian (London)
March 12, 2016 Saturday 9:08 AM GMT

Copyright 2016 Guardian Newspapers Limited All Rights Reserved

Section: UK NEWS
Length: 300 words
Byline: Jane Doe
Highlight: Volunteers replant what the railway took from them
Body

{PEARS}

{TOOLS}
Classification

Language: ENGLISH

Load-Date: March 12, 2016

End of Document

A River Town Waits for the Flood
The New York Times
January 5, 2015 Monday

Length: 1043 words
Byline: By John Smith
Body

{LEVEE}

Load-Date: January 5, 2015

End of Document
"""

FACTIVA = f"""World News
A River Town Waits for the Flood
By John Smith
1,043 words
5 January 2015
11:20
The Wall Street Journal
J
A1
English
Copyright 2015, Dow Jones & Company, Inc. All Rights Reserved.

{LEVEE}

{MAYOR}

Document J000000020150105eb150001a

HD   Pear trees return
     to the old orchards
BY   Jane Doe
WC   300 words
PD   12 March 2016
SN   The Guardian
SC   GRDN
LA   English
CY   Copyright 2016. Guardian Newspapers Limited. All rights reserved.

LP
{PEARS}

TD   {TOOLS}

NS   gcat : Political/General News
AN   Document GRDN000020160312ec3c0000u
"""

STROKE = "_" * 60
PROQUEST = f"""{STROKE}

Document 1 of 2

Pear trees return to the old orchards

Author: Doe, Jane; Poe, Mary

Publication info: The Guardian; London (UK) [London (UK)]12 Mar 2016: 14.

Abstract: Volunteers replant.

Full text: {PEARS}

{TOOLS}

Subject: Trees; Volunteers

Publication title: The Guardian; London (UK)

Publication date: Mar 12, 2016

Language of publication: English

ProQuest document ID: 1772510001

Document URL: https://www.proquest.com/docview/1772510001

{STROKE}

Document 2 of 2

A River Town Waits

Publication info: The Times; London (UK) [London (UK)]05 Jan 2015: 1.

Abstract: {LEVEE}

ProQuest document ID: 1772510002

{STROKE}
"""

CLIPPINGS = (
    "\ufeffThe Compleat Angler (Walton, Izaak)\r\n"
    "- Your Highlight on page 12 | Location 170-172 | Added on Sunday, 3 March 2019 12:04:11\r\n\r\n"
    "As no man is born an artist, so no man is born an angler.\r\n==========\r\n"
    "The Compleat Angler (Walton, Izaak)\r\n"
    "- Your Bookmark on page 14 | Added on Sunday, 3 March 2019 12:10:11\r\n\r\n\r\n==========\r\n"
    "Der Prozess (Franz Kafka)\r\n"
    "- Ihre Markierung auf Seite 9 | Position 100 | Hinzugef\u00fcgt am Montag, 4. M\u00e4rz 2019 08:00:00\r\n\r\n"
    "Jemand musste Josef K. verleumdet haben.\r\n==========\r\n"
)


def articles(name: str, content: str) -> list[Article]:
    return [clean(draft) for draft in read(name, content.encode()).drafts]


def told(article: Article) -> tuple[str, tuple[str, ...], str, str, str]:
    return (article.title, article.authors, str(article.published or ""), article.site, article.language)


# Databases of the press


def test_an_export_of_lexisnexis_is_its_articles() -> None:
    flood, pears = articles("export.txt", NEXIS)
    title = "A River Town Waits for the Flood, and for Help From the Capital"
    assert told(flood) == (title, ("JOHN SMITH",), "2015-01-05", "The New York Times", "en")
    assert flood.url == "http://www.nytimes.com/2015/01/05/world/flood.html"
    update = "Update: the mayor was in her office on Tuesday too, and nobody had called her."
    assert flood.text.split("\n\n") == [LEVEE, update, MAYOR]
    assert told(pears)[:4] == (
        "Pear trees return to the old orchards",
        ("Jane Doe",),
        "2016-03-12",
        "The Guardian (London)",
    )
    assert pears.text.split("\n\n") == ["Volunteers replant what the railway took from them", PEARS, TOOLS]


def test_an_article_of_an_export_is_on_its_lines_of_the_file() -> None:
    lines = NEXIS.splitlines()
    for article in articles("export.txt", NEXIS):
        for span, paragraph in zip(article.spans, article.text.split("\n\n"), strict=True):
            assert paragraph in " ".join(lines[span.first - 1 : span.last])


def test_an_export_of_nexis_uni_is_its_articles() -> None:
    pears, flood = articles("export.txt", NEXIS_UNI)
    expected = ("Pear trees return to the old orchards", ("Jane Doe",), "2016-03-12", "The Guardian (London)", "en")
    assert told(pears) == expected
    assert pears.text.split("\n\n") == ["Volunteers replant what the railway took from them", PEARS, TOOLS]
    assert (flood.title, flood.authors, flood.text) == ("A River Town Waits for the Flood", ("John Smith",), LEVEE)


@pytest.mark.parametrize(
    "said",
    [
        "CORRECTION: an earlier version of this article misspelt a name.",
        "UPDATE: the police said later that hundreds came.",
        "State: of the union, he said.",
        "Notes",
        "Graphic",
        "Load-Date: what is it?",
        "Copyright law was changed in the same year.",
    ],
)
def test_a_paragraph_that_begins_like_a_label_does_not_end_a_text_of_nexis(said: str) -> None:
    (pears, _) = articles("export.txt", NEXIS_UNI.replace(TOOLS, f"{said}\n\n{TOOLS}"))
    assert pears.text.split("\n\n")[1:] == [PEARS, said, TOOLS]
    (_, old) = articles("export.txt", NEXIS.replace(TOOLS, f"{said}\n\n{TOOLS}"))
    assert old.text.split("\n\n")[1:] == [PEARS, said, TOOLS]


def test_labels_that_are_not_known_are_no_text_of_nexis() -> None:
    export = NEXIS_UNI.replace("Language: ENGLISH", "Language: ENGLISH\n\nJournal of record: yes\n\nit says so")
    assert articles("export.txt", export)[0].text == articles("export.txt", NEXIS_UNI)[0].text


def test_a_last_paragraph_of_nexis_that_begins_like_a_label_stays_where_labels_are_written_otherwise() -> None:
    said = "UPDATE: the police said later that hundreds came."
    pears, _ = articles("export.txt", NEXIS_UNI.replace(TOOLS, said))
    assert pears.text.split("\n\n")[1:] == [PEARS, said]
    flood, _ = articles("export.txt", NEXIS.replace(MAYOR, said.replace("UPDATE", "Update")))
    assert flood.text.endswith("hundreds came.")


def test_the_labels_of_the_older_form_are_below_a_line_that_says_where_the_text_begins() -> None:
    _, pears = articles("export.txt", NEXIS.replace(f"{PEARS}\n", f"BODY:\n{PEARS}\n"))
    assert pears.text.split("\n\n")[1:] == [PEARS, TOOLS]


@pytest.mark.parametrize("export", [NEXIS_UNI, FACTIVA])
def test_an_export_as_a_document_is_the_articles_that_it_is_as_a_text(export: str) -> None:
    escaped = export.replace("\u2013", "-").replace("\n", "\\par\n")
    found = read("export.rtf", f"{{\\rtf1\\ansi {escaped}}}".encode()).drafts
    assert [draft.part for draft in found] == ["#1", "#2"]
    assert [(told(one), one.text) for one in map(clean, found)] == [
        (told(one), one.text) for one in articles("export.txt", export)
    ]


def test_a_document_that_does_not_say_where_its_texts_begin_stays_whole() -> None:
    escaped = NEXIS.replace("\n", "\\par\n")
    (draft,) = read("export.rtf", f"{{\\rtf1\\ansi {escaped}}}".encode()).drafts
    assert all(text in clean(draft).text for text in (LEVEE, MAYOR, PEARS, TOOLS))


def test_an_export_of_factiva_is_its_articles() -> None:
    flood, pears = articles("export.txt", FACTIVA)
    assert told(flood) == (
        "A River Town Waits for the Flood", ("John Smith",), "2015-01-05", "The Wall Street Journal", "en",
    )  # fmt: skip
    assert flood.text.split("\n\n") == [LEVEE, MAYOR]
    expected = ("Pear trees return to the old orchards", ("Jane Doe",), "2016-03-12", "The Guardian", "en")
    assert told(pears) == expected
    assert pears.text.split("\n\n") == [PEARS, TOOLS]


@pytest.mark.parametrize(
    "said",
    [
        "IN LONDON, the mayor said that it was good.",
        "RE   as it says on the old seal of the town.",
        "BY THEN it was late.",
        "TD Bank paid for the new bridge.",
        "IN",
        "IN\nPears and apples",
    ],
)
@pytest.mark.parametrize("gap", ["   ", " ", "\n"])
def test_a_line_of_a_text_that_begins_like_a_code_does_not_end_it(said: str, gap: str) -> None:
    coded = re.sub(r"(?m)^([A-Z]{2}) {3}", rf"\1{gap}", FACTIVA)
    _, pears = articles("export.txt", coded.replace(TOOLS, f"{TOOLS}\n\n{said}\n\n{MAYOR}"))
    assert pears.text.split("\n\n") == [PEARS, TOOLS, re.sub(" +", " ", said), MAYOR]
    assert pears.language == "en"


def test_the_codes_behind_a_text_are_no_part_of_it() -> None:
    codes = "CO   onlneg : Online |\n     other : Other\n\nIN   i1 : Trees\nNS   gcat : Political\nPUB  Guardian\n"
    _, pears = articles("export.txt", FACTIVA.replace("NS   gcat : Political/General News\n", codes))
    assert pears.text.split("\n\n") == [PEARS, TOOLS]


def test_an_export_of_proquest_is_its_articles() -> None:
    pears, flood = articles("export.txt", PROQUEST)
    title = "Pear trees return to the old orchards"
    assert told(pears) == (title, ("Doe, Jane", "Poe, Mary"), "2016-03-12", "The Guardian", "en")
    assert (pears.url, pears.text) == ("https://www.proquest.com/docview/1772510001", f"{PEARS}\n\n{TOOLS}")
    assert (flood.title, str(flood.published), flood.text) == ("A River Town Waits", "2015-01-05", LEVEE)


@pytest.mark.parametrize(
    "said",
    [
        "Location: the old town, where the river bends.",
        "Caption: what the picture shows, nobody knows.",
        "Year: after year the water came.",
        "Author: unknown, says the stone.",
    ],
)
@pytest.mark.parametrize("blank", ["\n", "\n\n"])
def test_a_label_in_a_text_of_proquest_is_text(said: str, blank: str) -> None:
    more = f"{TOOLS}{blank}{said}{blank}{MAYOR}"
    pears, flood = articles("export.txt", PROQUEST.replace(TOOLS, more).replace(LEVEE, f"{LEVEE}{blank}{more}"))
    assert pears.text.split() == f"{PEARS} {more}".split()
    assert (pears.authors, str(pears.published), pears.language) == (("Doe, Jane", "Poe, Mary"), "2016-03-12", "en")
    assert (flood.authors, flood.text.split()) == ((), f"{LEVEE} {more}".split())


@pytest.mark.parametrize(
    "text",
    [
        f"{PEARS}\n\n2 of 3 DOCUMENTS were lost in the fire, the archive says.\n\n{TOOLS}\n",
        f"{PEARS}\n\nEnd of Document\n",
        f"{PEARS}\n\nDocument 12 of the inquiry says so.\n\n{TOOLS}\n",
        f"{STROKE}\n\n{PEARS}\n\n{STROKE}\n\nThe ProQuest document ID: is a number.\n",
        f"Signs\n==========\n\n{PEARS}\n",
        f"Notes (mine)\n- one | two\n- three | four\n\n{PEARS}\n",
        f"Shopping\n- apples | pears\nand much else.\n\nPlan\n==========\nGo early.\n\n{PEARS}\n",
        f"{CLIPPINGS}Plan\n==========\nTo do\n==========\n{PEARS}\n",
    ],
)
def test_a_text_with_a_sign_of_exports_is_one_article(text: str) -> None:
    (article,) = articles("notes.txt", text)
    assert PEARS in article.text


def test_nothing_of_an_export_is_lost_that_no_label_is_about() -> None:
    exports = {"nexis": NEXIS_UNI, "factiva": FACTIVA, "proquest": PROQUEST, "kindle": CLIPPINGS}
    for name, export in exports.items():
        for loose in ("Seen at the archive.", " ".join([PEARS, TOOLS] * 3)):
            found = articles(f"{name}.txt", f"{export}\n{loose}\n")
            assert [article.text for article in found[-1:]] == [loose], name


def test_a_text_above_the_head_of_an_article_is_an_article_too() -> None:
    for name, export in {"nexis": NEXIS_UNI, "old": NEXIS, "factiva": FACTIVA}.items():
        before = articles("export.txt", export)
        above = export.replace("End of Document", f"End of Document\n\n{PEARS}\n", 1) if name == "nexis" else export
        above = above.replace("2 of 2 DOCUMENTS\n", f"2 of 2 DOCUMENTS\n\n{PEARS}\n")
        above = above.replace("\nHD   ", f"\n{PEARS}\n\nHD   ") if name == "factiva" else above
        first, added, second = articles("export.txt", above)
        assert added.text == PEARS
        assert [told(one) for one in (first, second)] == [told(one) for one in before]


@pytest.mark.parametrize("line", ["Contact us at: press@library.example", "© 2016 Factiva, Inc. All rights reserved."])
def test_what_an_export_says_of_itself_is_no_article(line: str) -> None:
    for export in (NEXIS_UNI, FACTIVA, PROQUEST):
        assert len(articles("export.txt", f"{export}\n{line}\nDatabase copyright by the library\n")) == 2


def test_the_page_before_the_first_article_is_not_its_title() -> None:
    cover = (
        "User Name: Ada\nDate and Time: Monday, March 13, 2023\nJob Number: 19\nDocuments (2)\nSearch Terms: pears\n"
    )
    assert articles("export.txt", cover + NEXIS_UNI.lstrip())[0].title == "Pear trees return to the old orchards"


_CODES = "SE HD BY CR WC PD SN LA LP TD CT RF CO IN NS RE IPC PUB AN".split()
_LABELS = "Update Correction Notes Graphic State Subject Location Caption Year Author Title Abstract URL Byline".split()
_WORDS = st.sampled_from(["the river rose", "LONDON was dry", "one of 3 DOCUMENTS", "apples | pears", "5 January 2015"])
_LIKE_LABELS = st.one_of(
    st.builds("{} {}".format, st.sampled_from(_CODES), _WORDS),
    st.builds("{}: {}".format, st.sampled_from([*_LABELS, *map(str.upper, _LABELS)]), _WORDS),
    st.sampled_from(
        ["Notes", "Graphic", "Correction", "Body", "Copyright law was old. It changed.", "- a | b", "===", "IN"]
    ),
    _WORDS,
)


@pytest.mark.parametrize(
    ("export", "last"),
    [(NEXIS, MAYOR), (NEXIS, TOOLS), (NEXIS_UNI, TOOLS), (FACTIVA, MAYOR), (FACTIVA, TOOLS), (PROQUEST, TOOLS)],
)
@given(said=st.lists(_LIKE_LABELS, max_size=8), blank=st.sampled_from(["\n", "\n\n"]))
def test_every_line_of_a_text_between_head_and_closing_labels_is_in_it(
    export: str, last: str, said: list[str], blank: str
) -> None:
    more = blank.join([*said, LEVEE])
    drafts = read("export.txt", export.replace(last, f"{last}\n\n{more}").encode()).drafts
    (draft,) = [one for one in drafts if last in one.content]
    found = [line.strip() for line in draft.content.splitlines() if line.strip()]
    assert found[-len(said) - 1 :] == [*said, LEVEE]
    assert len(drafts) == 2
    assert [told(clean(one)) for one in drafts] == [told(one) for one in articles("export.txt", export)]


@given(st.lists(st.sampled_from([*NEXIS.splitlines(), *FACTIVA.splitlines(), *PROQUEST.splitlines()]), max_size=40))
def test_no_order_of_an_exports_lines_ends_in_an_error(lines: list[str]) -> None:
    for draft in read("export.txt", "\n".join(lines).encode()).drafts:
        assert draft.content


@pytest.mark.parametrize(
    "line",
    [
        "\n",
        "1 of 2 DOCUMENTS\n",
        "\nLoad-Date: May 3, 2018\n",
        f"{STROKE}\nProQuest document ID: 1\n",
        f"{STROKE}\nsaid ProQuest document ID: 1\n",
        "A book (Jane Doe)\n- | | | | | | | | | |\n\nText\n==========\n",
        "HD A title\nPD 3 May 2018\nLP\nText\nAN Document GRDN000020160312ec3c0000u\n",
    ],
)
def test_a_longer_export_takes_no_more_than_its_share(line: str) -> None:
    def content(size: int) -> bytes:
        return f"{line * size}\n{PEARS} Document of DOCUMENT".encode()

    assert_linear(lambda data: read("export.txt", data), content, 4000)


# What people mark, keep and write


def test_clippings_of_a_kindle_are_passages_of_their_books() -> None:
    angler, process = articles("My Clippings.txt", CLIPPINGS)
    assert (angler.title, angler.authors, str(angler.published)) == (
        "The Compleat Angler", ("Walton, Izaak",), "2019-03-03",
    )  # fmt: skip
    assert (angler.text, angler.spans[0].first) == ("As no man is born an artist, so no man is born an angler.", 4)
    assert (process.title, process.authors, str(process.published)) == ("Der Prozess", ("Franz Kafka",), "2019-03-04")


def test_what_somebody_wrote_among_their_clippings_stays() -> None:
    found = articles("My Clippings.txt", f"{CLIPPINGS * 5}{PEARS}\n==========\n")
    assert [article.text for article in found[-2:]] == ["Jemand musste Josef K. verleumdet haben.", PEARS]


@pytest.mark.parametrize(
    "marked",
    [
        "- Highlight Loc. 1234-35 | Added on Monday, March 03, 2014, 10:00 PM",
        "- 您在位置 #123-124的标注 | 添加于 2019年3月3日星期日 下午12:04:11",
        "- La subrayado en la página 5 | posición 70-72 | Añadido el domingo, 3 de marzo de 2019 12:04:11",
    ],
)
def test_clippings_are_told_in_other_languages(marked: str) -> None:
    (angler,) = articles("notes.txt", f"Der Prozess (Franz Kafka)\n{marked}\n\n{PEARS}\n==========\n")
    assert (angler.title, angler.text) == ("Der Prozess", PEARS)


def test_tweets_are_read_where_their_archive_has_them(tmp_path: Path) -> None:
    tweet = {
        "id_str": "1588",
        "created_at": "Fri Nov 04 19:49:24 +0000 2022",
        "full_text": "The river has risen &amp; the meadow is under water. https://t.co/abc",
        "source": '<a href="https://mobile.example">App</a>',
        "entities": {"urls": [{"url": "https://t.co/abc", "expanded_url": "https://example.org/rivers"}]},
    }
    content = "window.YTD.tweets.part0 = " + json.dumps([{"tweet": tweet}, {"tweet": {**tweet, "id_str": "9"}}])
    first, _ = articles("data/tweets-part1.js", content)
    assert first.text == "The river has risen & the meadow is under water. https://example.org/rivers"
    assert (str(first.published), first.site, first.url) == (
        "2022-11-04", "Twitter", "https://twitter.com/i/web/status/1588",
    )  # fmt: skip
    (tmp_path / "tweets.js").write_text(content, encoding="utf-8")
    (tmp_path / "app.js").write_text("var a = 'The river has risen';", encoding="utf-8")
    (tmp_path / "like.js").write_text("(function () { window.like = 'The river has risen'; })();", encoding="utf-8")
    (tmp_path / "tweet.js").write_text('[{"text": "river"}].forEach(flood);', encoding="utf-8")
    report = Index(tmp_path / ".indexer").update([tmp_path])
    assert (report.articles, report.failed) == (2, {})
    assert {Path(path).name for path in report.skipped} == {"app.js", "like.js", "tweet.js"}


def test_a_tweet_that_was_liked_is_read_with_its_address() -> None:
    url = "https://twitter.com/i/web/status/1588"
    like = {"tweetId": "1588", "fullText": "First swallow of the year.", "expandedUrl": url}
    (article,) = articles("like.js", "window.YTD.like.part0 = " + json.dumps([{"like": like}]))
    assert (article.text, article.url, article.site) == (like["fullText"], url, "Twitter")


def test_an_outbox_is_what_its_owner_wrote() -> None:
    note = {"type": "Note", "published": "2022-11-05T10:00:00Z", "url": "https://social.example/@ada/1"}
    create = {"type": "Create", "actor": "https://social.example/users/ada"}
    boost = {"type": "Announce", "actor": create["actor"], "object": "https://other.example/9"}
    written = {**create, "object": {**note, "content": "<p>First swallow of the year over the harbour.</p>"}}
    outbox = {"type": "OrderedCollection", "orderedItems": [boost, written, boost, boost]}
    found = read("outbox.json", json.dumps(outbox).encode())
    assert not found.problems
    (article,) = map(clean, found.drafts)
    assert (article.text, str(article.published), article.url) == (
        "First swallow of the year over the harbour.", "2022-11-05", "https://social.example/@ada/1",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("own", "texts", "problems"),
    [({"text": "We follow it."}, 1, 0), ({"gloss": "We follow it."}, 0, 1), ({"published": "2022-11-05"}, 0, 0)],
)
def test_an_activity_with_words_of_its_own_is_read_or_named(own: dict[str, str], texts: int, problems: int) -> None:
    follow = {"id": "https://social.example/9", "type": "Follow", "actor": "Ada", "object": "https://other.example/9"}
    found = read("outbox.json", json.dumps([{**follow, **own}]).encode())
    assert (len(found.drafts), len(found.problems)) == (texts, problems)


def test_a_browsers_bookmarks_are_its_places() -> None:
    place = {"type": "text/x-moz-place", "dateAdded": 1546300800000000}
    folder = "text/x-moz-place-container"
    gardens = [
        {**place, "title": "How to prune a pear tree", "uri": "https://garden.example/pears"},
        {**place, "title": "Most visited", "uri": "place:sort=8"},
        {"type": "text/x-moz-place-separator", "title": ""},
    ]
    menu = [{**place, "title": "Tides", "uri": "https://example.org/tides"}, {"type": folder, "children": gardens}]
    tree = {"type": folder, "root": "placesRoot", "title": "", "children": [{"type": folder, "children": menu}]}
    tides, pears = articles("bookmarks-2024-01-02.json", json.dumps(tree, indent=1))
    assert (tides.title, tides.url, str(tides.published)) == ("Tides", "https://example.org/tides", "2019-01-01")
    assert (pears.title, pears.spans[0].first > tides.spans[0].first) == ("How to prune a pear tree", True)
    chrome = {"type": "url", "name": "Tides", "url": "https://example.org/tides", "date_added": "13190774400000000"}
    roots = {"bookmark_bar": {"type": "folder", "children": [chrome]}, "other": {"type": "folder", "children": []}}
    (tides,) = articles("Bookmarks.json", json.dumps({"roots": roots, "version": 1}))
    assert (tides.title, tides.url, str(tides.published)) == ("Tides", "https://example.org/tides", "2019-01-01")


def test_a_post_of_facebook_is_its_text_and_not_that_somebody_wrote_it() -> None:
    post = {
        "timestamp": 1577836800,
        "data": [{"post": "A long walk home."}, {"update_timestamp": 1}],
        "title": "Ada wrote.",
    }
    (article,) = articles("your_posts_1.json", json.dumps([post]))
    assert (article.text, article.title, str(article.published)) == ("A long walk home.", "", "2020-01-01")


def test_a_note_of_google_keep_has_its_text_and_day() -> None:
    note = {
        "title": "Archive visit",
        "textContent": "Ask for the registers.",
        "createdTimestampUsec": 1577836800000000,
    }
    (article,) = articles("note.json", json.dumps({**note, "isTrashed": False, "labels": [{"name": "history"}]}))
    assert (article.title, article.text) == ("Archive visit", "Ask for the registers.")
    assert str(article.published) == "2020-01-01"


RIS = """TY  - NEWS
TI  - How to prune a pear tree
AU  - Doe, Jane
A2  - Poe, Mary
T2  - The Orchard
DA  - 2019/03/04/
UR  - https://example.org/pears
AB  - Prune it in winter, and
not in spring.
ER  -

TY  - BOOK
TI  - Tides
PY  - 2018
ER  -
"""
PUBMED = """PMID- 1
TI  - How to prune a
      pear tree
AB  - Prune it in winter, and
      not in spring.
FAU - Doe, Jane
AU  - Doe J
DP  - 2019 Mar 4
JT  - The Orchard

PMID- 2
TI  - Tides
"""


@pytest.mark.parametrize("export", [RIS, RIS.replace("\n", "\r\n"), PUBMED])
def test_references_are_articles_of_their_abstracts(export: str) -> None:
    pears, tides = articles("export.txt", export)
    assert (pears.title, pears.authors, pears.site) == ("How to prune a pear tree", ("Doe, Jane",), "The Orchard")
    assert (pears.text, str(pears.published)) == ("Prune it in winter, and not in spring.", "2019-03-04")
    assert (tides.title, tides.text) == ("Tides", "Tides")


def test_a_text_in_which_a_reference_is_quoted_is_none() -> None:
    text = f"{PEARS}\n\nTY  - BOOK\nTI  - Tides\nER  -\n\nSo it is written."
    (article,) = articles("a.txt", text)
    assert article.text.startswith(PEARS)


def test_a_long_value_of_a_reference_takes_no_longer_than_its_size() -> None:
    def reference(size: int) -> bytes:
        return ("TY  - BOOK\nTI  - Tides\nAB  - The sea\n" + "a\n" * size).encode()

    assert_linear(lambda data: read("a.txt", data), reference, 160_000)


def test_a_long_abbreviation_that_is_put_in_often_takes_time_in_proportion() -> None:
    def references(size: int) -> bytes:
        return f"@string{{a = {{{'tides ' * size}}}}}\n{'@misc{x, title = a, abstract = a}' * size}".encode()

    assert_linear(lambda data: read("a.bib", data), references, 1000)


@pytest.mark.parametrize("begin", ["@harbour (the office, as it is called)", "@harbour (the office)"])
def test_a_text_with_an_account_before_brackets_is_no_reference(begin: str) -> None:
    text = f"{begin} said so.\n\n{LEVEE}\n\n@misc{{y, title={{y}}}}\n"
    (draft,) = read("a.txt", text.encode()).drafts
    assert LEVEE in draft.content
    assert begin in draft.content


BIBTEX = f"""% Encoding: UTF-8
@string{{rivers = "Rivers"}}

@article{{doe2015,
  title = {{A {{River}} Town---and its \\"Ufer}},
  author = {{Doe, Jane and M{{\\"u}}ller, J{{\\"o}}rg}},
  journal = {{Rivers \\& Lakes}},
  year = {{2015}},
  month = jan,
  day = 5,
  doi = {{10.1/x}},
  abstract = {{{LEVEE} {{Still}}, nobody
    left.}},
  keywords = {{floods}}
}}

@misc{{pears, title = "Pear trees", date = {{2016-03-12}}, url = {{https://a.example/a\\_b}}, abstract = "{PEARS}"}}
"""
ENDNOTE = f"""%0 Newspaper Article
%T A River Town
%A Jane Doe
%A Mary Poe
%J Rivers
%8 5 January 2015
%U https://a.example/1
%X {LEVEE}

%0 Journal Article
%T Pear trees
%X {PEARS}
"""
SCIENCE = f"""FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Doe, J
   Poe, M
AF Doe, Jane
   Poe, Mary
TI A River
   Town
SO RIVERS
AB {LEVEE}
   {TOOLS}
C1 [Doe, Jane] Univ Town.
PD JAN 5
PY 2015
UT WOS:0001
ER

PT J
TI Pear trees
AB {PEARS}
PY 2016
ER

EF
"""
MOVABLE_TYPE = f"""AUTHOR: Jane Doe
TITLE: A River Town
STATUS: Publish
CONVERT BREAKS: richtext
DATE: 01/05/2015 09:00:00 AM
-----
BODY:
<p>{LEVEE}</p>
-----
EXTENDED BODY:
<p>{MAYOR}</p>
-----
COMMENT:
AUTHOR: Bob
IP: 10.0.0.1
DATE: 01/06/2015 10:00:00 AM
I was there.
-----
--------
TITLE: Pear trees
DATE: 03/12/2016 02:15:00 PM
-----
BODY:
{PEARS}

{TOOLS}
-----
--------
"""


def test_references_of_bibtex_are_read_as_latex_prints_them() -> None:
    town, pears = (clean(draft) for draft in read("a.bib", BIBTEX.encode()).drafts)
    assert (town.title, town.authors) == ("A River Town—and its Üfer", ("Doe, Jane", "Müller, Jörg"))
    assert (str(town.published), town.site, town.url) == ("2015-01-05", "Rivers & Lakes", "https://doi.org/10.1/x")
    assert town.text == f"{LEVEE} Still, nobody left."
    assert (pears.title, str(pears.published), pears.url) == ("Pear trees", "2016-03-12", "https://a.example/a_b")
    assert pears.text == PEARS


def test_no_field_of_bibtex_is_lost_behind_one_that_is_joined_or_broken() -> None:
    fields = f"""title = "A " # {{River}} # " Town", month = jan # "~5", = , url {{none}}
      year = 2015, note = {{{PEARS}}}, abstract = {{{LEVEE}}}"""
    (draft,) = read("a.bib", f"@misc{{a,\n {fields}\n}}\n".encode()).drafts
    article = clean(draft)
    assert (article.title, str(article.published)) == ("A River Town", "2015-01-05")
    assert article.text == f"{PEARS} {LEVEE}"


def test_blanks_in_the_authors_of_bibtex_take_time_in_proportion() -> None:
    def make(size: int) -> bytes:
        return b"@misc{a,\n title = {A}, author = {a" + b" " * size + b"b}}\n"

    assert_linear(lambda bib: read("a.bib", bib), make, 40_000)


def test_abbreviations_of_bibtex_are_what_they_stand_for_and_brackets_are_braces() -> None:
    text = """@STRING(jlh = "Journal of " # {Lamps})
@article(lee24, author = {Ann Lee}, title = {The lamp}, journal = JLH, year = 2024, abstract = {It burns.})
@article{reed, title = {The fog}, journal = jof # ", B", abstract = {It came in.}}
"""
    articles = [clean(draft) for draft in read("a.bib", text.encode()).drafts]
    assert [(one.title, one.site, one.text) for one in articles] == [
        ("The lamp", "Journal of Lamps", "It burns."),
        ("The fog", "jof, B", "It came in."),
    ]
    first = read("a.bib", b"@article(lee24,\n title = {The lamp},\n abstract = {It burns.}\n)\n").drafts
    assert [draft.title for draft in first] == ["The lamp"]


def test_references_of_bibtex_need_no_keys() -> None:
    keyless = f"@misc{{a,\n title = {{One}}}}\n@misc{{\n title = {{Two}}, abstract = {{{PEARS}}}}}\n"
    found = [clean(draft) for draft in read("a.bib", keyless.encode()).drafts]
    assert [(one.title, one.text) for one in found] == [("One", "One"), ("Two", PEARS)]


def test_a_reference_of_bibtex_that_is_not_closed_does_not_take_the_next() -> None:
    broken = f"@misc{{a,\n title = {{Open,\n}}\n\n@misc{{b, title = {{Closed}}, abstract = {{{PEARS}}}}}\n"
    assert [draft.title for draft in read("a.bib", broken.encode()).drafts][-1] == "Closed"


@pytest.mark.parametrize(
    ("text", "names"), [(ENDNOTE, ("Jane Doe", "Mary Poe")), (SCIENCE, ("Doe, Jane", "Poe, Mary"))]
)
def test_references_of_endnote_and_the_web_of_science_are_articles(text: str, names: tuple[str, ...]) -> None:
    town, pears = (clean(draft) for draft in read("a.txt", text.encode()).drafts)
    assert (town.title, town.authors, str(town.published)) == ("A River Town", names, "2015-01-05")
    assert town.site.lower() == "rivers"
    assert town.text.startswith(LEVEE)
    assert "Univ" not in town.text
    assert (pears.title, pears.text) == ("Pear trees", PEARS)


def test_posts_of_movable_type_are_articles_without_comments() -> None:
    town, pears = (clean(draft) for draft in read("a.txt", MOVABLE_TYPE.encode()).drafts)
    assert (town.title, town.authors, str(town.published)) == ("A River Town", ("Jane Doe",), "2015-01-05")
    assert town.text == f"{LEVEE}\n\n{MAYOR}"
    assert (pears.title, str(pears.published), pears.text) == ("Pear trees", "2016-03-12", f"{PEARS}\n\n{TOOLS}")


def test_the_older_form_of_nexis_is_read_in_german() -> None:
    text = "\n\n".join(
        f"                 Dokument {number} von 2\n\n                 Der Bote\n\n          {day}\n\n{title}\n\n"
        f"AUTOR: Jörg Müller\n\nLÄNGE: 312 Wörter\n\n{body}\n\nUPDATE: 7. Januar 2015\n\nSPRACHE: GERMAN; DEUTSCH\n\n"
        "       Copyright 2015 Der Bote GmbH\n              Alle Rechte vorbehalten"
        for number, day, title, body in (
            (1, "5. Januar 2015 Montag", "Die Flut", LEVEE),
            (2, "6. Januar 2015", "Bäume", PEARS),
        )
    )
    found = [clean(draft) for draft in read("a.txt", text.encode()).drafts]
    assert [(one.title, one.authors, str(one.published), one.text) for one in found] == [
        ("Die Flut", ("Jörg Müller",), "2015-01-05", LEVEE),
        ("Bäume", ("Jörg Müller",), "2015-01-06", PEARS),
    ]


def test_a_kindles_notebook_is_its_passages_and_notes() -> None:
    page = (
        "<html><body><h1><div class='notebookFor'>Notebook Export</div><div class='bookTitle'>Rivers &amp; Towns</div>"
        "<div class='authors'>Jane Doe</div></h1><h2 class='sectionHeading'>One</h2><h3 class='noteHeading'>Highlight"
        f"(<span class='highlight_yellow'>yellow</span>) - Page 12</h3><div class='noteText'>{LEVEE}</div>"
        "<h3 class='noteHeading'>Note - Page 12</h3><div class='noteText'>Sad <i>to</i> read.</div></body></html>"
    )
    (article,) = (clean(draft) for draft in read("a.html", page.encode()).drafts)
    assert (article.title, article.authors) == ("Rivers & Towns", ("Jane Doe",))
    assert article.text == f"One\n\n{LEVEE}\n\nSad to read."


@pytest.mark.parametrize(
    "filling", ["@misc{a, title = {", "@misc{a,\n", "{", "\\", " ", "% x\n", "%T x\n", "KEY: a\n", "PT J\n"]
)
def test_references_and_posts_take_time_in_proportion(filling: str) -> None:
    head = "" if filling.isspace() or filling == "% x\n" else "@misc{b, note = {" if filling in "{\\" else ""

    def make(size: int) -> bytes:
        return (head + filling * (size // len(filling)) + "\n%T x = {y\nPT J\nBODY:").encode()

    assert_linear(lambda text: read("a.txt", text), make, 40_000)


def test_a_label_of_nexis_with_many_lines_takes_time_in_proportion() -> None:
    def make(size: int) -> bytes:
        return "Dokument 1 von 2\n\nLÄNGE: 3\n".encode() + (b"x" * 200 + b"\n") * size

    assert_linear(lambda text: read("a.txt", text), make, 24_000)


FACTIVA_PAGE = f"""<html><head><title>Factiva</title></head><body><script>var a = "Document 1";</script>
<div class="article enArticle"><div id="hd"><span class="enHeadline">A Town Waits</span></div>
<div class="author">By Ann Lee</div>
<div>412 words</div><div>5 March 2024</div><div>The Pier</div><div>PIER</div>
<div>English</div><div>© 2024 The Pier.</div>
<p class="articleParagraph enarticleParagraph">{LEVEE.replace(" and ", chr(10) + "and ")}</p>
<p class="articleParagraph enarticleParagraph">{MAYOR}</p>
<p>Document PIER000020240305ek350001x</p></div>
<div class="article enArticle"><table><tr><td><b>HD</b></td><td>Four Hundred Trees</td></tr>
<tr><td>PD</td><td>6 March 2024</td></tr>
<tr><td>SN</td><td>The Pier</td></tr><tr><td>LP</td><td><p class="articleParagraph">{PEARS}</p></td></tr>
<tr><td>TD</td><td><p class="articleParagraph">{TOOLS}</p></td></tr>
<tr><td>AN</td><td>Document PIER000020240306ek360002x</td></tr></table></div>
</body></html>"""


def test_an_export_of_factiva_saved_as_a_page_is_its_articles() -> None:
    articles = [clean(draft) for draft in read("a.html", FACTIVA_PAGE.encode()).drafts]
    assert [(one.title, one.authors, str(one.published), one.site, one.text) for one in articles] == [
        ("A Town Waits", ("Ann Lee",), "2024-03-05", "The Pier", f"{LEVEE}\n\n{MAYOR}"),
        ("Four Hundred Trees", (), "2024-03-06", "The Pier", f"{PEARS}\n\n{TOOLS}"),
    ]


def test_a_page_with_a_class_of_factivas_is_a_page() -> None:
    page = f'<title>Trees</title><h1>Trees</h1><p class="articleParagraph">{PEARS}</p><p>Document it.</p>'
    (draft,) = read("a.html", page.encode()).drafts
    assert (draft.kind, draft.content) == ("html", page)


@pytest.mark.parametrize("unit", ["<script", "</script>", "<p>", "Document A00000000000000000000 ", "articleParagraph"])
def test_a_page_of_factiva_takes_time_in_proportion(unit: str) -> None:
    assert_linear(lambda text: read("a.html", text.encode()), lambda size: FACTIVA_PAGE + unit * size, 4000)


EBSCO = f"""Record: 1

Title:
The water comes.
Authors:
Lee, Ann
Reed, Bo
Source:
River Weekly. 3/5/2024, Vol. 12 Issue 3, p14-15. 2p.
Document Type:
Article
Abstract:
The article is about water.
Accession Number:
123456789
Database:
Academic Search Premier
Section: News

{LEVEE}

Title: is what they called it.

{MAYOR}

~~~~~~~~
By Ann Lee and Bo Reed

Copyright of River Weekly is the property of River Press and its content may not be copied without permission.

Record: 2

Title: Four hundred trees.
Source: Garden. Mar2024, Vol. 2, p4. 1p.
Abstract: {PEARS}
{TOOLS}
Accession Number: 123456790
Database: GreenFILE
"""


def test_an_export_of_ebsco_is_its_articles() -> None:
    articles = [clean(draft) for draft in read("a.txt", EBSCO.encode()).drafts]
    assert [(one.title, one.site, str(one.published)) for one in articles] == [
        ("The water comes", "River Weekly", "2024-03-05"),
        ("Four hundred trees", "Garden", "2024-03-01"),
    ]
    assert articles[0].authors == ("Lee, Ann", "Reed, Bo")
    assert articles[0].text == f"{LEVEE}\n\nTitle: is what they called it.\n\n{MAYOR}"
    assert articles[1].text.split() == f"{PEARS} {TOOLS}".split()
    assert EBSCO.split("\n")[articles[0].spans[0].first - 1] == LEVEE


@pytest.mark.parametrize(
    "text",
    [
        f"Record: 1\n\n{LEVEE}\n\nAccession Number: 5\n",
        f"Accession Number: 1\nDatabase: a\n\n{PEARS}",
        f"Record: 12\n\n{LEVEE}\n\nAccession Number: 5\n\n{PEARS}\n\nDatabase: a\n\n{TOOLS}\n",
    ],
)
def test_a_text_with_a_label_of_ebsco_is_one_article(text: str) -> None:
    (draft,) = read("a.txt", text.encode()).drafts
    assert draft.content == text


@pytest.mark.parametrize("unit", ["Record: 1\n", "Database:\n", "Title:\n", "\n", "Copyright of a ", "Source: a 3/"])
def test_an_export_of_ebsco_takes_time_in_proportion(unit: str) -> None:
    assert_linear(lambda text: read("a.txt", text.encode()), lambda size: EBSCO + unit * size, 1000)
