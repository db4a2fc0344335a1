"""What does cleaning make of pasted and scraped text, and of Markdown?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import examples
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from indexer.cleaning.pasted.pasted import clean_markdown, clean_text
from indexer.model.articles import Article
from indexer.model.drafts import Draft
from indexer.text.characters import normalize

DATA = Path(__file__).parents[2] / "shared" / "data" / "pasted"

PROSE = "The keeper climbed the tower every evening and lit the lamp, as three generations had done before him."
MORE_PROSE = "On the last day of the year a ship was seen beyond the reef, too far off to read the name on her bow."
THIRD_PROSE = "Nobody on the island slept that night, and in the morning the beach was strewn with oranges."

SCRAPED = """ date 2023-02-20 Exclusive

Keepers of the last lamp 'paid to leave' as the tower goes dark

20 February 2023, 06:25

The lamp was first lit in the winter of a hard year
The lamp was first lit in the winter of a hard year. Picture: Getty

By Helen Marsh

The keeper climbed the tower every evening and lit the lamp, as three generations had done before him.

“We were told to go,” said one of them. The lamp was first lit in the winter of a hard year. “So we went.”

Two keepers wait for the boat
Two keepers wait for the boat. Picture: Getty

The authority denies it: the keepers’ “own wish” was the reason, it said.
"""


def text(content: str, **declared: object) -> Article:
    return clean_text(Draft("text", content, **declared))  # type: ignore[arg-type]


def markdown(content: str, **declared: object) -> Article:
    return clean_markdown(Draft("markdown", content, **declared))  # type: ignore[arg-type]


def rules(article: Article) -> list[str]:
    return [removal.rule for removal in article.removed]


def body(*lines: str) -> str:
    """Lines between two paragraphs, as they are in the middle of an article."""
    return "\n\n".join([PROSE, *lines, MORE_PROSE])


class TestAScrapedArticle:
    def test_gives_its_metadata(self) -> None:
        article = text(SCRAPED)
        assert article.title == "Keepers of the last lamp 'paid to leave' as the tower goes dark"
        assert article.authors == ("Helen Marsh",)
        assert article.published == date(2023, 2, 20)
        assert article.kicker == "Exclusive"

    def test_gives_each_caption_once(self) -> None:
        assert text(SCRAPED).captions == (
            "The lamp was first lit in the winter of a hard year",
            "Two keepers wait for the boat",
        )

    def test_keeps_every_paragraph_word_for_word(self) -> None:
        assert text(SCRAPED).text.split("\n\n") == [SCRAPED.splitlines()[i] for i in (11, 13, 18)]

    def test_lists_what_was_removed_with_its_rule_and_line(self) -> None:
        assert [(removal.line, removal.rule) for removal in text(SCRAPED).removed] == [
            (1, "header"),
            (3, "title"),
            (5, "date"),
            (7, "caption-duplicate"),
            (8, "caption"),
            (10, "byline"),
            (16, "caption-duplicate"),
            (17, "caption"),
        ]

    def test_can_be_cited_by_line(self) -> None:
        article = text(SCRAPED)
        lines = SCRAPED.splitlines()
        for span in article.spans:
            assert article.text[span.start :].startswith(lines[span.first - 1])
        assert [(span.first, span.last) for span in article.spans] == [(12, 12), (14, 14), (19, 19)]

    def test_comes_out_the_same_without_blank_lines(self) -> None:
        dense = text("\n".join(line for line in SCRAPED.splitlines() if line))
        spaced = text(SCRAPED)
        assert (dense.text, dense.title, dense.authors, dense.captions) == (
            spaced.text,
            spaced.title,
            spaced.authors,
            spaced.captions,
        )


class TestWhatTheFileDeclares:
    def test_wins_over_what_the_text_says(self) -> None:
        article = text(
            SCRAPED,
            title="Declared",
            authors=("Ann Lee",),
            published="2001-02-03",
            site="The Gazette",
            language="en",
            url="https://example.org/1",
        )
        assert (article.title, article.authors, article.published) == ("Declared", ("Ann Lee",), date(2001, 2, 3))
        assert (article.site, article.language, article.url) == ("The Gazette", "en", "https://example.org/1")

    def test_does_not_keep_noise_in_the_text(self) -> None:
        assert "Getty" not in text(SCRAPED, title="Declared").text

    def test_a_line_that_repeats_the_title_is_no_text(self) -> None:
        article = text(f"The Last Lamp\n\n{PROSE}", title="The last lamp")
        assert article.text == PROSE

    def test_an_unreadable_date_leaves_that_of_the_text(self) -> None:
        assert text(SCRAPED, published="last week").published == date(2023, 2, 20)

    def test_lines_count_from_where_the_draft_stands(self) -> None:
        article = text(f"A headline\n\n{PROSE}", line=10)
        assert [removal.line for removal in article.removed] == [10]
        assert [(span.first, span.last) for span in article.spans] == [(12, 12)]

    def test_all_lines_of_a_record_are_its_one_line(self) -> None:
        article = text(SCRAPED, line=7, one_line=True)
        assert {removal.line for removal in article.removed} == {7}
        assert {(span.first, span.last) for span in article.spans} == {(7, 7)}


class TestHeadlines:
    @pytest.mark.parametrize(
        "headline",
        [
            "Storm over the western isles",
            "Will the lamp be lit again?",
            "Lamps out, says U.S.",
            "“We were told to go”",
            "iPhone found in lighthouse",
            "10 things a keeper knows",
            "夢の灯台から半世紀",
        ],
    )
    def test_a_headline_is_the_title(self, headline: str) -> None:
        article = text(f"{headline}\n\n{PROSE}")
        assert article.title == headline
        assert article.text == PROSE

    @pytest.mark.parametrize(
        "first",
        [
            MORE_PROSE,
            "The lamp went out.",
            "and the rest of a sentence that began elsewhere",
            "Things to bring:",
            "- a list of things",
            "https://example.org/articles/1",
            " ".join(["word"] * 40),
        ],
    )
    def test_what_is_no_headline_stays_in_the_text(self, first: str) -> None:
        article = text(f"{first}\n\n{PROSE}")
        assert article.title == ""
        assert article.text == f"{first}\n\n{PROSE}"
        assert article.removed == ()

    def test_a_line_alone_is_text(self) -> None:
        assert text("Nothing but this line").text == "Nothing but this line"

    def test_the_first_line_of_a_poem_is_no_headline(self) -> None:
        poem = "The lamp is out, the tide is in,\nThe boats are on the sand,\nAnd nobody remembers when"
        assert text(poem).text == poem

    def test_the_first_half_of_a_sentence_is_no_headline(self) -> None:
        broken = "The committee met on Tuesday to talk about the plans for the new\nlighthouse, and could not agree."
        assert text(broken).title == ""

    @pytest.mark.parametrize("kicker", ["Exclusive", "SCIENCE", "Analysis:", "Décryptage", "Meinung"])
    def test_a_kicker_stands_above_it(self, kicker: str) -> None:
        article = text(f"{kicker}\n\nThe last lamp\n\n{PROSE}")
        assert (article.kicker, article.title) == (kicker, "The last lamp")

    def test_the_same_word_below_it_is_a_heading(self) -> None:
        article = text(f"The last lamp\n\nHistory\n\n{PROSE}")
        assert (article.kicker, article.text) == ("", f"History\n\n{PROSE}")

    def test_the_same_word_alone_is_a_headline(self) -> None:
        assert text(f"Science\n\n{PROSE}").title == "Science"

    def test_a_headline_may_begin_like_a_scrapers_header(self) -> None:
        article = text(f"Date night 2023 at the lighthouse\n\n{PROSE}")
        assert (article.title, article.published) == ("Date night 2023 at the lighthouse", None)

    def test_a_later_scrapers_header_is_text(self) -> None:
        assert "date 2023-02-20" in text(body("date 2023-02-20 Exclusive")).text


class TestBylines:
    @pytest.mark.parametrize(
        ("line", "authors"),
        [
            ("By Helen Marsh", ("Helen Marsh",)),
            ("• By Helen Marsh", ("Helen Marsh",)),
            ("by Helen Marsh", ("Helen Marsh",)),
            ("BY HELEN MARSH AND TOM OKAFOR", ("HELEN MARSH", "TOM OKAFOR")),
            ("By Helen Marsh and Tom Okafor, Science Correspondent", ("Helen Marsh", "Tom Okafor")),
            ("By Helen Marsh, Tom Okafor and Ann Lee", ("Helen Marsh", "Tom Okafor", "Ann Lee")),
            ("By Helen Marsh, London", ("Helen Marsh",)),
            ("By Helen Marsh in Paris and Tom Okafor in London", ("Helen Marsh", "Tom Okafor")),
            ("By Helen Marsh | The Gazette", ("Helen Marsh",)),
            ("By Jan van der Berg", ("Jan van der Berg",)),
            ("By Robert F. O’Neill Jr.", ("Robert F. O’Neill Jr.",)),
            ("By Samuel Field Jr. and Ann Lee, Ph.D.", ("Samuel Field Jr.", "Ann Lee")),
            ("By Theresa May", ("Theresa May",)),
            ("By Reuters", ("Reuters",)),
            ("Written by Helen Marsh", ("Helen Marsh",)),
            ("Par Claire Fontaine et Luc Morel", ("Claire Fontaine", "Luc Morel")),
            ("Von Jürgen Groß", ("Jürgen Groß",)),
            ("Por Lucía Ferrand", ("Lucía Ferrand",)),
            ("文・高瀬真理子", ("高瀬真理子",)),
            ("Helen Marsh, Science Correspondent", ("Helen Marsh",)),
            ("By Helen Marsh | 3 May 2021", ("Helen Marsh",)),
            ("By Helen Marsh\nBBC News", ("Helen Marsh",)),
            ("3 May 2021 by Helen Marsh", ("Helen Marsh",)),
        ],
    )
    def test_name_the_authors(self, line: str, authors: tuple[str, ...]) -> None:
        article = text(f"The last lamp\n\n{line}\n\n{PROSE}")
        assert article.authors == authors
        assert article.text == PROSE

    @pytest.mark.parametrize(
        "line",
        [
            "By Friday",
            "By 2030 the lamps will all be gone",
            "By George, he did it.",
            "By Friday Afternoon",
            "By the sea",
            "By train, boat and on foot",
            "By Royal Appointment, the shop sells lamps",
        ],
    )
    def test_are_nothing_else_that_begins_with_by(self, line: str) -> None:
        article = text(f"The last lamp\n\n{line}\n\n{PROSE}")
        assert article.authors == ()
        assert article.text == f"{line}\n\n{PROSE}"

    def test_stand_near_the_top(self) -> None:
        article = text(f"The last lamp\n\n{PROSE}\n\n{MORE_PROSE}\n\nBy Helen Marsh\n\n{THIRD_PROSE}")
        assert article.authors == ()
        assert "By Helen Marsh" in article.text

    def test_may_stand_below_the_standfirst(self) -> None:
        assert text(f"The last lamp\n\n{PROSE}\n\nBy Helen Marsh\n\n{MORE_PROSE}").authors == ("Helen Marsh",)

    def test_a_headline_may_begin_like_a_german_one(self) -> None:
        assert text(f"Von Trapp Family Returns\n\n{PROSE}").title == "Von Trapp Family Returns"

    def test_may_give_the_date(self) -> None:
        article = text(f"The last lamp\n\nBy Helen Marsh | Published 3 May 2021\n\n{PROSE}")
        assert (article.authors, article.published) == (("Helen Marsh",), date(2021, 5, 3))


class TestDateLines:
    @pytest.mark.parametrize(
        "line",
        [
            "12 May 2020",
            "Tuesday, 12 May 2020",
            "May 12, 2020",
            "2020-05-12",
            "12 May 2020, 06:25",
            "Published 12 May 2020 at 10:15 BST",
            "Updated: 12 May 2020, 14:05 GMT",
            "Published: 12:03, 12 May 2020 | Updated: 14:20, 13 May 2020",
            "12-MAY-2020 12:03:21.69",
            "Publié le 12 mai 2020 à 09h30, mis à jour le 13 mai 2020 à 18h12",
            "Veröffentlicht am 12. Mai 2020 um 10:15 Uhr",
            "2020年5月12日",
        ],
    )
    def test_give_the_day(self, line: str) -> None:
        article = text(f"The last lamp\n\n{line}\n\n{PROSE}")
        assert article.published == date(2020, 5, 12)
        assert article.text == PROSE

    @pytest.mark.parametrize("line", ["12 January 2021 was the day", "May", "In 2020", "20 lamps"])
    def test_are_no_other_lines(self, line: str) -> None:
        article = text(f"The last lamp\n\n{line}\n\n{PROSE}")
        assert article.published is None
        assert article.text == f"{line}\n\n{PROSE}"

    def test_the_headings_of_a_timeline_stay(self) -> None:
        timeline = f"12 January 2021\n\n{PROSE}\n\n13 January 2021\n\n{MORE_PROSE}"
        article = text(f"How it happened\n\n{timeline}")
        assert article.text == timeline

    def test_a_date_heading_within_the_text_stays(self) -> None:
        assert text(body("12 January 2021")).text == body("12 January 2021")

    def test_the_day_of_publication_comes_before_that_of_an_update(self) -> None:
        article = text(f"The last lamp\n\nUpdated: 13 May 2020\n\nPublished: 12 May 2020\n\n{PROSE}")
        assert article.published == date(2020, 5, 12)

    @pytest.mark.parametrize("line", ["5 min read", "Updated 3 hours ago", "Published\n\n2 days ago"])
    def test_ages_are_no_text(self, line: str) -> None:
        assert text(f"The last lamp\n\n{line}\n\n{PROSE}").text == PROSE


class TestPictures:
    @pytest.mark.parametrize(
        "line",
        [
            "A lamp at dusk. Picture: Getty",
            "A lamp at dusk. Photo: Jane Doe/AP",
            "A lamp at dusk (Photo: Jane Doe)",
            "A lamp at dusk (Jane Doe/Getty Images)",
            "A lamp at dusk. Photograph by Jane Doe",
            "A lamp at dusk. Photo : Getty",
            "A lamp at dusk. Getty Images",
            "Image caption, A lamp at dusk",
        ],
    )
    def test_captions_are_kept_apart_from_the_text(self, line: str) -> None:
        article = text(body(line))
        assert [caption.rstrip(".") for caption in article.captions] == ["A lamp at dusk"]
        assert article.text == body()

    @pytest.mark.parametrize(
        "line",
        [
            "Here is the full picture: prices fell",
            "Photos: Storm Hits The Western Isles Again",
            "The photo by his bed showed a lighthouse",
            "Source: harbour office figures",
            "Reuters reported a fire",
            "(c) Definitions of terms",
            "Use oil and/or gas",
            "Photo by Jane Doe on Monday",
            "Photos of lamps on Flickr",
            "PHOTOGRAPHS",
        ],
    )
    def test_other_lines_are_neither_captions_nor_credits(self, line: str) -> None:
        assert text(body(line)).text == body(line)

    @pytest.mark.parametrize(
        "line",
        [
            "Photo: Shutterstock",
            "Picture credit: Jane Doe",
            "Jane Doe/Getty Images",
            "Getty Images",
            "© Jane Doe",
            "REUTERS/Jane Doe",
            "Photo by Jane Doe on Unsplash",
            "Foto von Jane Doe auf Pexels",
        ],
    )
    def test_credits_are_removed(self, line: str) -> None:
        article = text(body(line))
        assert article.text == body()
        assert rules(article) == ["credit"]

    def test_a_caption_given_twice_above_its_credit(self) -> None:
        article = text(body("A lamp at dusk", "A lamp at dusk", "Photo: Getty"))
        assert article.captions == ("A lamp at dusk",)
        assert article.text == body()

    def test_the_same_caption_of_two_pictures_counts_once(self) -> None:
        article = text(body("A lamp at dusk. Picture: Getty", THIRD_PROSE, "A lamp at dusk. Picture: Getty"))
        assert article.captions == ("A lamp at dusk.",)


class TestNoise:
    @pytest.mark.parametrize(
        ("rule", "line"),
        [
            ("read-more", "Read more: The keepers of Bell Rock"),
            ("read-more", "Related: Ten lighthouses you can sleep in"),
            ("read-more", "ALSO READ: Five storms that changed history"),
            ("read-more", "Up next"),
            ("read-more", "Don’t miss: The oldest lamp"),
            ("read-more", "Read the full story here."),
            ("read-more", "Lire aussi : Ces gardiens du phare"),
            ("read-more", "Lesen Sie auch: Die letzte Lampe"),
            ("read-more", "Lea también: El último farero"),
            ("read-more", "関連記事：最後の灯台"),
            ("newsletter", "Sign up to our newsletter for the best of our coverage"),
            ("newsletter", "Get the day's news straight to your inbox"),
            ("newsletter", "Subscribe"),
            ("newsletter", "Inscrivez-vous à notre newsletter « Mers »"),
            ("newsletter", "Jetzt den Newsletter abonnieren"),
            ("share", "Share this article"),
            ("share", "Share on Facebook"),
            ("share", "Facebook Twitter WhatsApp Email"),
            ("share", "1.2K shares"),
            ("share", "Follow us on Twitter"),
            ("share", "Leave a comment"),
            ("share", "Partager cet article"),
            ("share", "Suivez-nous sur Twitter"),
            ("advertisement", "Advertisement"),
            ("advertisement", "- ADVERTISEMENT -"),
            ("advertisement", "Article continues below"),
            ("advertisement", "Publicité"),
            ("advertisement", "Anzeige"),
            ("cookie", "We use cookies to improve your experience on this site."),
            ("cookie", "Accept all cookies"),
            ("cookie", "By continuing to use this site you agree to our use of cookies."),
            ("paywall", "This article is for subscribers only"),
            ("paywall", "Already a subscriber? Log in"),
            ("paywall", "Subscribe to continue reading"),
            ("copyright", "© 2021 The Harbour Gazette"),
            ("copyright", "(c) 2021 The Harbour Gazette"),
            ("copyright", "Copyright 2021 The Harbour Gazette. All rights reserved."),
            ("copyright", "All rights reserved."),
        ],
    )
    def test_goes(self, rule: str, line: str) -> None:
        article = text(body(line))
        assert article.text == body()
        assert [(removal.rule, removal.text, removal.line) for removal in article.removed] == [(rule, line, 3)]

    @pytest.mark.parametrize(
        "line",
        [
            "Read more books, doctors say",
            "Related costs rose 5%.",
            "Share this thought with anyone who dislikes the sea",
            "Shares in the harbour company fell by a third",
            "Advertisements for lamps filled the newspapers of the day",
            "Cookies are small files, and also biscuits",
            "We use cookies to bribe the children of the island",
            "Newsletters were printed in the lighthouse from 1850 on",
            "Follow the coast to the north until the path ends",
            "Copyright law is older than the lighthouse",
            "Up next to the lamp stood an empty chair",
            "Subscribers to the fund were promised four per cent",
            "More from less is the engineers’ motto",
            "(c) the keeper shall light the lamp",
            "- Facebook",
            "Listen more than you speak",
        ],
    )
    def test_is_not_what_goes_on_as_a_sentence(self, line: str) -> None:
        article = text(body(line))
        assert article.text == body(line)
        assert article.removed == ()

    @pytest.mark.parametrize(
        "line",
        [
            "REUTER",
            "(Reporting by Ann Lee; Editing by Bo Chan)",
            "Additional reporting by Ann Lee in Paris",
            "Our Standards: The Wire Desk Principles.",
        ],
    )
    def test_a_sign_off_ends_a_wire_story(self, line: str) -> None:
        article = text(f"{PROSE}\n\n{line}")
        assert article.text == PROSE
        assert rules(article) == ["sign-off"]

    def test_a_sign_off_elsewhere_is_text(self) -> None:
        content = "\n\n".join(["REUTER", *(f"{number} of the lamps. {PROSE}" for number in range(6))])
        assert text(content).text == content

    def test_an_agency_may_be_the_subject(self) -> None:
        content = f"{PROSE}\n\nReuters has its office in the old lighthouse."
        assert text(content).text == content

    def test_a_dateline_is_taken_off_its_paragraph(self) -> None:
        article = text(f"LONDON, March 9 (Reuters) - {PROSE}\n\n{MORE_PROSE}")
        assert article.text == f"{PROSE}\n\n{MORE_PROSE}"
        assert article.site == "Reuters"
        assert [(removal.rule, removal.text) for removal in article.removed] == [
            ("dateline", "LONDON, March 9 (Reuters) -")
        ]

    def test_a_text_that_seems_mostly_noise_keeps_it(self) -> None:
        content = "Subscribe to our newsletter\n\nThe lamp is lit.\n\nShare this article"
        article = text(content)
        assert article.text == content
        assert article.removed == ()

    def test_it_still_tells_its_title_and_date(self) -> None:
        article = text(
            "The last lamp\n\n12 May 2020\n\nSubscribe to our newsletter\n\nLit again.\n\nShare this article"
        )
        assert (article.title, article.published) == ("The last lamp", date(2020, 5, 12))
        assert article.text == "Subscribe to our newsletter\n\nLit again.\n\nShare this article"

    def test_nothing_goes_where_nothing_would_be_left(self) -> None:
        assert text("By Helen Marsh\n\n12 May 2020").text == "By Helen Marsh\n\n12 May 2020"


class TestRepeats:
    def test_a_paragraph_that_follows_itself_is_given_once(self) -> None:
        article = text(body(THIRD_PROSE, THIRD_PROSE))
        assert article.text == body(THIRD_PROSE)
        assert rules(article) == ["duplicate"]

    def test_a_pull_quote_is_removed(self) -> None:
        article = text(
            body(
                "“The beach was strewn with oranges, every one of them whole.”",
                f"{THIRD_PROSE} " + ("The beach was strewn with oranges, every one of them whole."),
            )
        )
        assert rules(article) == ["pull-quote"]

    @pytest.mark.parametrize("line", ["Yes.", "Row the boat ashore, and row, and row"])
    def test_short_lines_and_refrains_may_repeat(self, line: str) -> None:
        content = f"{PROSE}\n\n{line}\n{line}\n{line}\n\n{MORE_PROSE}"
        assert text(content).text == content

    def test_a_heading_may_use_the_words_of_its_paragraph(self) -> None:
        content = body(
            "Beach was strewn with oranges in the morning",
            f"{THIRD_PROSE} The beach was strewn with oranges in the morning.",
        )
        assert text(content).text == content


class TestLayout:
    def test_paragraphs_broken_by_width_are_joined(self) -> None:
        first = (
            "The keeper climbed the tower every evening and lit the lamp, as three\n"
            "generations had done before him, and in the morning he went down to\n"
            "the beach."
        )
        second = (
            "On the last day of the year a ship was seen beyond the reef, too far\noff to read the name on her bow."
        )
        article = text(f"The last lamp\n\n{first}\n\n{second}")
        assert article.title == "The last lamp"
        assert article.text == first.replace("\n", " ") + "\n\n" + second.replace("\n", " ")
        assert [(span.first, span.last) for span in article.spans] == [(3, 5), (7, 8)]

    def test_so_are_those_that_begin_with_an_indent(self) -> None:
        wire = (
            "LAMP GOES OUT\n 9-MAR-1987 12:03:21.69\n\n"
            "LONDON, March 9 - The keeper of the western lighthouse has\n"
            "climbed the tower every evening for the past forty years to\n"
            "light the lamp, he said.\n"
            "    The lamp will be lit by a machine from the first day of\n"
            "next year, and he will move to a house on the mainland.\n"
        )
        article = text(wire)
        assert (article.title, article.published) == ("LAMP GOES OUT", date(1987, 3, 9))
        assert [(span.first, span.last) for span in article.spans] == [(4, 6), (7, 8)]
        assert "the past forty years to light the lamp" in article.text

    @pytest.mark.parametrize(
        ("elsewhere", "joined"),
        [
            ("The lighthouse is old.", "lighthouse"),
            ("It is old.", "lighthouse"),
            ("The light-house is old.", "light-house"),
            ("The light in the house is old.", "light-house"),
        ],
    )
    def test_a_divided_word_is_written_as_the_text_writes_it(self, elsewhere: str, joined: str) -> None:
        broken = (
            "The keeper of the western isles climbed up to the top of the old light-\n"
            "house every evening and lit the lamp, as three generations had done be-\n"
            "fore him.\n"
        )
        article = text(f"{broken}\n{elsewhere}")
        assert f"the old {joined} every evening" in article.text

    def test_a_word_divided_between_short_lines_is_whole(self) -> None:
        lines = (
            "The harbour\n\nThe inter-\nnational pilots met in the well-\nknown port of the pre- and\npost-war years."
        )
        article = text(lines)
        assert "international\npilots met in the well-known\nport of the pre- and\npost-war years." in article.text

    @pytest.mark.parametrize("hyphen", ["\u00ad", "\u00ac", "\u2010", "- ", "\u00ad\r"])
    @pytest.mark.parametrize("read", [text, markdown])
    def test_a_word_is_divided_by_any_hyphen(self, hyphen: str, read: Callable[..., Article]) -> None:
        broken = "The inter-\nnational pilots met in the well-\nknown port and signed an agree-\nment there."
        lines = broken.replace("-", hyphen)
        expected = "The international pilots met in the well-known port and signed an agreement there."
        assert " ".join(read(lines, title="The harbour").text.split()).replace("\u2010", "-") == expected

    @pytest.mark.parametrize(
        ("one", "two"),
        [
            ("mother-", "in-law"),
            ("mother-in-", "law"),
            ("state-of-", "the-art"),
            ("up-to-", "date"),
            ("Aix-", "en-Provence"),
            ("Aix\u2010en\u2010", "provence"),
        ],
    )
    def test_a_compound_of_several_parts_keeps_all_its_hyphens(self, one: str, two: str) -> None:
        assert f"the {one}{two} of them" in " ".join(text(f"He saw the {one}\n{two} of them.", title="A").text.split())

    @pytest.mark.parametrize(
        ("one", "two", "whole"),
        [
            ("govern-", "ment-backed", "government-backed"),
            ("in-", "ternational", "international"),
            ("to-", "day", "today"),
        ],
    )
    def test_a_part_of_a_compound_can_be_divided(self, one: str, two: str, whole: str) -> None:
        assert f"the {whole} of them" in " ".join(text(f"He saw the {one}\n{two} of them.", title="A").text.split())

    def test_a_word_divided_in_what_a_mail_quotes_is_whole(self) -> None:
        mail = (
            "From: keeper@example.org\nSubject: Re: the lamp\nDate: Mon, 12 Apr 1993 10:00:00 GMT\n\n"
            "> The inter-\n> national pilots met.\n> > And the light-\n>> keepers came.\n>\n> - they did.\n\n"
            f"{PROSE}\n"
        )
        quoted = text(mail).text.partition(PROSE)[0]
        assert quoted == "> The international\n> pilots met.\n> > And the lightkeepers\n>> came.\n>\n> - they did.\n\n"

    def test_numbers_and_prefixes_keep_their_hyphen(self) -> None:
        lines = "The harbour\n\nIn the mid-\nnineties twenty-\nthree pilots sailed in the sixty-\nfirst year of it."
        assert "mid-nineties twenty-three pilots" in " ".join(text(lines).text.split())
        assert "sixty-first" in text(lines).text

    def test_lines_of_many_widths_are_not_joined(self) -> None:
        lines = [
            "The keeper climbed the tower every evening and lit the lamp, as three",
            "generations had done before him, and went down to the beach",
            "at dawn to look for what",
            "the sea had brought, which was little enough in most of the years that",
            "he had",
        ]
        assert text("\n".join(lines), title="The lamp").text.splitlines() == lines

    def test_a_compound_keeps_its_hyphen_at_a_break(self) -> None:
        broken = (
            "The keeper of the western isles climbed the tower in a mood of long-\n"
            "term gloom every evening and lit the lamp for the ships that passed\n"
            "it by.\n"
        )
        assert "of long-term gloom" in text(broken).text

    def test_other_lines_are_paragraphs(self) -> None:
        article = text(f"The last lamp\n{PROSE}\n{MORE_PROSE}")
        assert article.text == f"{PROSE}\n\n{MORE_PROSE}"

    def test_lists_and_verse_keep_their_lines(self) -> None:
        content = f"{PROSE}\n\n- oil for the lamp\n- wicks\n\nThe lamp is out,\nThe tide is in,\n\n{MORE_PROSE}"
        assert text(content).text == content

    def test_a_mail_gives_subject_sender_and_date(self) -> None:
        mail = (
            "From: keeper@example.org (Ann Lee)\nSubject: Re: the lamp\nDate: Mon, 12 Apr 1993 10:00:00 GMT\n"
            f"Organization: The\n lighthouse\nLines: 2\n\n> Is it lit?\n{PROSE}\n"
        )
        article = text(mail)
        assert (article.title, article.authors, article.published) == ("Re: the lamp", ("Ann Lee",), date(1993, 4, 12))
        assert article.text.startswith("> Is it lit?")
        assert set(rules(article)) == {"mail-header"}
        assert article.spans[0].first == 8

    def test_a_dialogue_is_no_mail(self) -> None:
        article = text(f"From: Grandma\n\nWhat she said: light the lamp\n\n{PROSE}")
        assert article.authors == ()
        assert "mail-header" not in rules(article)


class TestMarkdown:
    def test_the_first_heading_is_the_title(self) -> None:
        article = markdown(f"# The *last* lamp\n\n## How it burns\n\n{PROSE}")
        assert (article.title, article.text) == ("The last lamp", f"How it burns\n\n{PROSE}")
        assert rules(article) == ["title"]

    def test_underlined_headings_are_headings(self) -> None:
        article = markdown(f"The last lamp\n=====\n\nHow it burns\n-----\n\n{PROSE}\n\n---\n\n{MORE_PROSE}")
        assert (article.title, article.text) == ("The last lamp", f"How it burns\n\n{PROSE}\n\n{MORE_PROSE}")

    def test_a_declared_title_is_not_repeated(self) -> None:
        assert markdown(f"# The last lamp\n\n{PROSE}", title="The last lamp").text == PROSE

    @pytest.mark.parametrize(
        ("marked", "plain"),
        [
            ("an **old** and _very_ ***bright*** ~~dark~~ lamp", "an old and very bright dark lamp"),
            ('the [lamp](https://example.org/a_(b) "title") and [oil][1]', "the lamp and oil"),
            ("see <https://example.org> and <b>this</b>", "see https://example.org and this"),
            ("run `light --lamp *all*` now", "run light --lamp *all* now"),
            (r"3 \* 4 and snake_case_name and 2*3*4", "3 * 4 and snake_case_name and 2*3*4"),
            ("oil &amp; wicks[^1]", "oil & wicks"),
            ("The oil [^1][^2] burns [^3][^a].", "The oil burns."),
            ("The oil[^1] burns.[^2] It [^3], like (wicks[^4]) [^5] smokes", "The oil burns. It, like (wicks) smokes"),
            ("a < b and c > d", "a < b and c > d"),
            ("before <!-- hidden --> after", "before after"),
        ],
    )
    def test_inline_markup_goes(self, marked: str, plain: str) -> None:
        assert markdown(f"{PROSE}\n\n{marked}\n").text == f"{PROSE}\n\n{plain}"

    def test_pictures_give_captions(self) -> None:
        article = markdown(f"{PROSE}\n\n![A lamp at dusk](lamp.jpg)\n\n{MORE_PROSE} ![](x.png)")
        assert article.captions == ("A lamp at dusk",)
        assert article.text == f"{PROSE}\n\n{MORE_PROSE}"

    def test_lines_stay_where_they_are(self) -> None:
        source = (
            "# The lamp\n\nThe keeper climbed\nthe tower.\n\n<!-- a\ncomment -->\n\n* oil\n+ wicks\n  and more\n"
            "1) light\n\n```sh\nlight --all\n```\n\n> Is it\nlit?\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[1]: https://a.example\n"
        )
        article = markdown(source)
        assert article.text == (
            "The keeper climbed the tower.\n\n- oil\n- wicks and more\n1. light\n\nlight --all\n\nIs it lit?\n\n"
            "a | b\n1 | 2"
        )
        spans = [(span.first, span.last) for span in article.spans]
        assert spans == [(3, 4), (9, 9), (10, 11), (12, 12), (15, 15), (18, 19), (21, 21), (23, 23)]

    def test_a_quotation_begins_a_paragraph(self) -> None:
        assert markdown("He asked:\n> Is it lit?").text == "He asked:\n\nIs it lit?"

    def test_a_line_break_between_characters_without_spaces_is_nothing(self) -> None:
        article = markdown("# 新しい\n\n国\n際空港の近くに住む。\n東京と\nParis の\n한국\n사람\n")
        assert article.text == "国際空港の近くに住む。東京と Paris の 한국 사람"

    def test_a_hard_break_keeps_two_lines(self) -> None:
        assert markdown("The lamp is out,  \nthe tide is in").text == "The lamp is out,\nthe tide is in"

    @pytest.mark.parametrize(
        ("written", "shown"),
        [
            ("<script>\nalert('x')\n\nmore()\n</script>\n\nLit.", "Lit."),
            ("<style>p { color: red }</style>\n\nLit.", "Lit."),
            ("<div align=center>\n<h2>Of oil</h2>\nIt burns\nslowly.\n</div>", "Of oil\n\nIt burns slowly."),
            ("a | b\n---|---\n1 | 2", "a | b\n1 | 2"),
            ("| a | b |\n| 1 | 2 |", "a | b\n1 | 2"),
            (
                "See [the lamp] and [oil][] and [a\nlight](x).\n\n[the lamp]: x\n[oil]: y",
                "See the lamp and oil and a light.",
            ),
            ("See [sic] and [1].", "See [sic] and [1]."),
            ("Then:\n\n    light --all\n    wait\n\nDone.", "Then:\n\nlight --all\nwait\n\nDone."),
            ("```html\n<!-- kept -->\n```", "<!-- kept -->"),
            ("1.\n\nOf oil", "1.\n\nOf oil"),
            ("- <b>oil</b>\n- <div>wicks</div>", "- oil\n- wicks"),
            ("- [ ] oil\n- [x] wicks", "- oil\n- wicks"),
            ("Lit.[^a]\n\n[^a]: Ibid.\n[^b]: See the log.", "Lit.\n\nIbid.\nSee the log."),
            ("The years\n2. June 1890", "The years\n2. June 1890"),
            ("List<Lamp> and <T> stay", "List<Lamp> and <T> stay"),
        ],
    )
    def test_blocks_are_what_commonmark_and_github_make_of_them(self, written: str, shown: str) -> None:
        assert markdown(f"{PROSE}\n\n{written}").text == f"{PROSE}\n\n{shown}"

    @pytest.mark.parametrize(
        ("written", "shown"),
        [
            ("See [[Old lamps]] and [[lamps/oil|the oil]].", "See Old lamps and the oil."),
            ("See [[Lamps#Wicks]].", "See Lamps > Wicks."),
            ("Lit. ![[lamp.png|300]]", "Lit."),
            ("It is ==bright== and a == b", "It is bright and a == b"),
            ("Lit %%is it?%% again, at 50%% or 60%%.", "Lit again, at 50%% or 60%%."),
            ("Lit.\n\n%%\nto do:\n\nask\n%%\n\nDone.", "Lit.\n\nDone."),
            ("%% begun and never closed\n\nLit.", "%% begun and never closed\n\nLit."),
            ("The lamp burns. ^lamp-1", "The lamp burns."),
            ("The lamp burns. ^oil", "The lamp burns."),
            ("2 ^10 and x ^2", "2 ^10 and x ^2"),
            ("It is x ^n", "It is x ^n"),
            ("> [!note] Of oil\n> It burns.", "Of oil\nIt burns."),
            ("> [!warning]-\n> It burns.", "It burns."),
            (
                "- Lit.\n  id:: 64a1b2c3-0d4e-4f5a-8b6c-7d8e9f0a1b2c\n  collapsed:: true\n- Out.\n  oil:: low",
                "- Lit.\n\n- Out. oil:: low",
            ),
            ("`[[kept]]` and `==kept==`", "[[kept]] and ==kept=="),
        ],
    )
    def test_notes_are_read_as_obsidian_and_logseq_show_them(self, written: str, shown: str) -> None:
        assert markdown(f"{PROSE}\n\n{written}").text == f"{PROSE}\n\n{shown}"

    def test_no_depth_of_blocks_loses_text(self) -> None:
        for deep in (40, 300):
            assert "lamp" in markdown("> " * deep + "lamp").text
            assert "lamp" in markdown("\n".join("  " * n + "- oil" for n in range(deep)) + "\n\nlamp").text

    def test_noise_goes_too(self) -> None:
        article = markdown(f"# The lamp\n\nBy Helen Marsh\n12 May 2020\n\n{PROSE}\n\nAdvertisement\n\n{MORE_PROSE}")
        assert (article.authors, article.published) == (("Helen Marsh",), date(2020, 5, 12))
        assert article.text == f"{PROSE}\n\n{MORE_PROSE}"


LINES = st.sampled_from(
    [
        PROSE,
        MORE_PROSE,
        f"LONDON (Reuters) - {THIRD_PROSE}",
        "The committee met on Tuesday to talk about the plans for the new light-",
        "house by the sea, and could not agree on it for a very long while",
        "    indented as paragraphs of old wire stories are, to some width.",
        "lit the lamp, as three generations had done",
        *("A headline of the lamp", "Exclusive", "By Helen Marsh", "BBC News", "Von Hans Meier", "12 January 2021"),
        *("A lamp at dusk", "A lamp at dusk. Picture: Getty", "Photo: Getty", "Updated: 12 May 2020", "5 min read"),
        *(
            "Read more: The lamp",
            "Advertisement",
            "REUTER",
            "LONDON (Reuters) - Read more",
            "date 2023-02-20 Exclusive",
        ),
        *("From: Ann <a@example.org>", "Subject: lamps", "> quoted", "- an item", "| a | b |", "Yes."),
        *("the sea, the sea is rising", "# Lamp", "**bold**", "```", "a\u200bb\u00ad\x85c\rd", ""),
    ]
)
TEXTS = st.lists(LINES | st.text(max_size=30), max_size=24).map("\n".join)


class TestInvariants:
    @given(TEXTS)
    @examples(100)
    def test_cleaning_twice_changes_nothing(self, content: str) -> None:
        once = text(content, title="Something declared")
        twice = text(once.text, title="Something declared")
        assert twice.removed == ()
        assert twice.text == once.text

    @given(TEXTS)
    def test_the_title_that_was_found_may_be_declared(self, content: str) -> None:
        once = text(content)
        if once.title:
            assert text(once.text, title=once.title).removed == ()

    @given(TEXTS, st.integers(1, 50))
    def test_spans_tile_the_text_and_ascend(self, content: str, line: int) -> None:
        for article in (text(content, line=line), markdown(content, line=line)):
            starts = [span.start for span in article.spans]
            assert starts == sorted(set(starts))
            assert starts[:1] == [0] or not article.text
            last = line + normalize(content).count("\n")
            assert all(line <= span.first <= span.last <= last for span in article.spans)
            assert all(one.last < other.first for one, other in zip(article.spans, article.spans[1:], strict=False))
            assert all(article.text[start - 1 : start] in {"", "\n"} for start in starts)

    @given(TEXTS)
    def test_every_kept_line_is_a_line_of_the_source(self, content: str) -> None:
        article = text(content)
        source = [" ".join(line.split()) for line in normalize(content).split("\n")]
        ends = [*(span.start for span in article.spans[1:]), len(article.text)]
        for span, end in zip(article.spans, ends, strict=False):
            if span.first == span.last:
                assert source[span.first - 1].endswith(article.text[span.start : end].strip())

    @given(TEXTS)
    def test_the_same_text_gives_the_same_article(self, content: str) -> None:
        assert text(content) == text(content)


UNITS = [
    *("a", "word ", "word-", ". ", "> ", "a.b ", "Photo: ", "By A, ", "12 May 2021 ", "L (AP) - "),
    *("We use cookies ", "Get a ", "Read more: ", "Follow a.a.a "),
    *(
        "Foto: ",
        "© ",
        "Q: ",
        "SMITH: ",
        "MADRID (EFE).- ",
        "Von A B und ",
        "Wir verwenden Cookies ",
        "____",
        "-- ",
        "ÃÂ",
        "Ã©",
    ),
    *("[", "[a](", "![", "**a ", "_a ", "`a ", "<", "<!--", "<!-- -->", "<a ", "\\", "((", "&amp;"),
]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("clean", [clean_text, clean_markdown])
@pytest.mark.parametrize("width", [75, 300])
def test_many_lines_take_no_longer_than_there_are(unit: str, width: int, clean: Callable[[Draft], Article]) -> None:
    line = (unit * width)[:width]
    assert_linear(clean, lambda size: Draft("text", "\n".join([line] * (size // width))), 32_000)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("clean", [clean_text, clean_markdown])
def test_a_long_line_takes_no_longer_than_its_length(unit: str, clean: Callable[[Draft], Article]) -> None:
    assert_linear(clean, lambda size: Draft("text", (unit * size)[:size]), 100_000)


@pytest.mark.usefixtures("data")
class TestRealTexts:
    def articles(self, folder: str) -> list[Article]:
        paths = sorted(path for path in (DATA / folder).rglob("*") if path.is_file())
        return [text(path.read_text("utf-8", errors="replace")) for path in paths]

    def test_the_scraped_article(self) -> None:
        [article] = self.articles("scraped")
        assert (article.authors, article.published, article.kicker) == (
            ("James Gooderson",),
            date(2023, 2, 20),
            "Exclusive",
        )
        assert article.title.startswith("China 'offering")
        assert len(article.captions) == 3
        assert "Picture: Getty" not in article.text
        assert article.text.count("in the West of the country") == 1

    def test_every_news_story_has_its_headline(self) -> None:
        assert all(article.title for folder in ("bbc", "reuters") for article in self.articles(folder))
        assert all(article.published for article in self.articles("reuters"))

    def test_clean_stories_lose_nothing_else(self) -> None:
        assert {rule for article in self.articles("bbc") for rule in rules(article)} == {"title"}

    def test_cleaning_them_again_changes_nothing(self) -> None:
        for folder in ("bbc", "reuters", "newsgroups", "newspaper"):
            for article in self.articles(folder):
                assert text(article.text, title=article.title or "-").removed == ()


def test_markdown_says_what_its_text_is_made_of() -> None:
    article = markdown(
        "# Reeds\n\nThe reed bed is old.\n\n## Of birds\n\n> It was old when I was young,\n> said the keeper.\n\n"
        "- one heron\n- two terns\n\n| Bird | Seen |\n|---|---|\n| Heron | 2 |\n\n```\ncount(bird)\n```\n"
    )
    ends = [*(block.start for block in article.blocks[1:]), len(article.text)]
    made_of = [
        (block.kind, article.text[block.start : end].strip()) for block, end in zip(article.blocks, ends, strict=True)
    ]
    assert made_of == [
        ("paragraph", "The reed bed is old."),
        ("heading", "Of birds"),
        ("quote", "It was old when I was young, said the keeper."),
        ("item", "- one heron"),
        ("item", "- two terns"),
        ("row", "Bird | Seen"),
        ("row", "Heron | 2"),
        ("preformatted", "count(bird)"),
    ]


def test_pasted_text_does_not_say_what_it_is_made_of() -> None:
    assert text("The reed bed is old.\n\nIt was old when I was young.").blocks == ()


def test_who_took_the_pictures_is_no_author_beside_who_wrote() -> None:
    head = "The lamp\n\nVon Ann Lee, Fotos von Bo Reed\n\n"
    text = "Die Wärterin zündete die Lampe an, als der Nebel über den Steg kam, und niemand schlief in dieser Nacht."
    found = clean_text(Draft("text", head + text))
    assert found.authors == ("Ann Lee",)
