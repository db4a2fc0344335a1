"""What becomes of pasted text that is no article of prose: mails, transcripts, verse, lists and tables?"""

from __future__ import annotations

from datetime import date

import pytest

from indexer.cleaning.pasted.pasted import clean_text
from indexer.model.articles import Article
from indexer.model.drafts import Draft

PROSE = "The keeper climbed the tower every evening and lit the lamp, as three generations had done before him."
MORE_PROSE = "On the last day of the year a ship was seen beyond the reef, too far off to read the name on her bow."
HEADER = "From: keeper@example.org (Ann Lee)\nSubject: Re: the lamp\nDate: Mon, 12 Apr 1993 10:00:00 GMT\n\n"


def text(content: str, **declared: object) -> Article:
    return clean_text(Draft("text", content, **declared))  # type: ignore[arg-type]


def rules(article: Article) -> list[str]:
    return [removal.rule for removal in article.removed]


class TestMails:
    def test_lose_their_signature(self) -> None:
        article = text(f"{HEADER}{PROSE}\n\n-- \nAnn Lee, keeper\nBell Rock, North Sea\n")
        assert article.text == PROSE
        assert rules(article) == ["mail-header"] * 3 + ["signature"] * 3
        assert [removal.line for removal in article.removed][3:] == [7, 8, 9]

    @pytest.mark.parametrize("dashes", ["--", "-- "])
    def test_whose_hyphens_may_have_lost_their_space(self, dashes: str) -> None:
        assert text(f"{HEADER}{PROSE}\n\n{dashes}\nAnn Lee").text == PROSE

    def test_without_a_header_need_the_space(self) -> None:
        content = f"{PROSE}\n\n--\n\n{MORE_PROSE}"
        assert text(content).text == content
        assert text(f"{PROSE}\n\n{MORE_PROSE}\n-- \nAnn Lee").text == f"{PROSE}\n\n{MORE_PROSE}"

    def test_keep_what_is_too_long_for_a_signature(self) -> None:
        lines = "\n\n".join(f"{number} of the lamps. {PROSE}" for number in range(20))
        assert text(f"{HEADER}{PROSE}\n\n-- \n{lines}").text.count("of the lamps") == 20

    def test_keep_a_signature_that_is_most_of_them(self) -> None:
        article = text(f"{HEADER}Yes.\n\n-- \nAnn Lee, keeper of the lamp")
        assert article.text.endswith("Ann Lee, keeper of the lamp")

    def test_lose_the_footer_of_their_list(self) -> None:
        footer = (
            "_______________________________________________\nKeepers mailing list\nkeepers@example.org\n"
            "https://example.org/mailman/listinfo/keepers"
        )
        article = text(f"{HEADER}{PROSE}\n\n-- \nAnn Lee\n\n{footer}\n")
        assert article.text == PROSE
        assert rules(article)[3:] == ["signature"] * 2 + ["list-footer"] * 4

    def test_keep_other_rules_across_the_page(self) -> None:
        content = f"{PROSE}\n\n____________________\n\n{MORE_PROSE}"
        assert text(content).text == content

    def test_keep_their_quotes_and_who_is_quoted(self) -> None:
        quoted = f"On Sun, 11 Apr 1993, Tom Okafor wrote:\n> Is it lit?\n> Photo: Getty\n\n{PROSE}"
        article = text(f"{HEADER}{quoted}")
        assert article.text.splitlines()[:3] == quoted.splitlines()[:3]
        assert (article.title, article.published) == ("Re: the lamp", date(1993, 4, 12))

    def test_may_have_tabs_for_their_line_breaks(self) -> None:
        article = text("\n" + f"{HEADER}> Is it lit?\n\n{PROSE}\n-- \nAnn Lee".replace("\n", "\t") + "\n", line=3)
        assert (article.title, article.authors) == ("Re: the lamp", ("Ann Lee",))
        assert article.text == f"> Is it lit?\n\n{PROSE}"
        assert {span.first for span in article.spans} == {4}
        assert {removal.line for removal in article.removed} == {4}

    def test_a_table_is_no_such_mail(self) -> None:
        assert "Year Lamps\n2019 12" in text(f"{PROSE}\n\nYear\tLamps\n2019\t12").text


class TestTranscripts:
    @pytest.mark.parametrize(
        "transcript",
        [
            "MR. JONES: Where were you?\nSMITH: At the tower.\nMR. JONES: And then?",
            "Q: Which tower?\nA: The old one, by the sea.",
            "Q. Which tower?\nA. The old one.\nQ. And then?\nA. Nothing.",
            "Jones: Where were you?\nSmith: At the tower.\nJones: Photo: this one shows it.",
            "[00:12:31] SMITH: We begin.\n[00:12:40] JONES: Yes.\n[00:12:42]\nSMITH: And now?",
            "BY MR. SMITH:\nQ: Where were you?\nA: At the tower.",
        ],
    )
    def test_stay_as_they_are(self, transcript: str) -> None:
        article = text(transcript)
        assert (article.text, article.removed) == (transcript, ())

    def test_have_each_turn_in_a_paragraph_where_lines_were_broken(self) -> None:
        turns = [
            "MR. JONES: Good morning to all of you who have come here to see what is going to happen here today.",
            "SMITH: I was at the tower when the storm came and I saw nothing of it, since the lamp was out.",
            "[00:12:31] Nobody else was to be found in the whole of the island, as we were told by those who know.",
            "Q. And you, sir, who have been silent all the time, can you tell us what you have seen from there?",
        ]
        broken = "\n".join(f"{turn[: turn.index(' ', 68)]}\n{turn[turn.index(' ', 68) + 1 :]}" for turn in turns)
        assert text(broken).text.split("\n\n") == turns

    def test_a_headline_with_a_colon_is_still_one(self) -> None:
        assert text(f"The lamp: what happens next\n\n{PROSE}").title == "The lamp: what happens next"


class TestVerseAndLists:
    def test_a_poem_keeps_lines_stanzas_and_refrain(self) -> None:
        poem = (
            "The lamp is out, the tide is in,\nThe boats are on the sand,\nRow the boat ashore, and row, and row.\n\n"
            "By the sea, by the sea,\nThe boats are far from land,\nRow the boat ashore, and row, and row."
        )
        article = text(f"The Lamp\n\n{poem}")
        assert (article.title, article.text) == ("The Lamp", poem)

    def test_lists_keep_their_items_whatever_they_say(self) -> None:
        content = f"{PROSE}\n\n1. Light the lamp.\n2. Share this article\n3. Read more: the manual\n\na) one\nb) two"
        assert text(content).text == content

    def test_a_table_keeps_its_rows_and_its_source(self) -> None:
        table = "Year Lamps Ships\n2019 12 4\n2020 12 4\nSource: Harbour office"
        assert text(f"{PROSE}\n\n{table}\n\n{MORE_PROSE}").text == f"{PROSE}\n\n{table}\n\n{MORE_PROSE}"

    def test_cells_that_repeat_are_no_duplicates(self) -> None:
        content = f"{PROSE}\n\n1, plus 11 shillings for each lamp\n\n1, plus 11 shillings for each lamp\n\n{MORE_PROSE}"
        assert text(content).text == content


class TestNeighbours:
    @pytest.mark.parametrize("network", ["Pinterest", "Facebook", "Print", "Comments"])
    def test_a_button_alone_is_a_heading(self, network: str) -> None:
        content = f"{PROSE}\n\n{network}\n\n{MORE_PROSE}"
        assert text(content).text == content

    def test_buttons_together_are_noise(self) -> None:
        assert text(f"{PROSE}\n\nFacebook\nPinterest\nEmail\n\n{MORE_PROSE}").text == f"{PROSE}\n\n{MORE_PROSE}"

    def test_what_announces_a_list_that_stays_is_its_heading(self) -> None:
        content = f"{PROSE}\n\nSee also:\n\n- The lamp\n- The reef\n\n{MORE_PROSE}"
        assert text(content).text == content

    def test_what_announces_nothing_goes(self) -> None:
        assert text(f"{PROSE}\n\nRelated:\n\n{MORE_PROSE}").text == f"{PROSE}\n\n{MORE_PROSE}"

    def test_captions_that_are_most_of_a_text_are_the_text(self) -> None:
        content = f"A lamp at dusk. Picture: Getty\n\nA reef at dawn. Picture: Getty\n\n{PROSE[:30]}."
        assert text(content).text == content


class TestHeadlines:
    @pytest.mark.parametrize(
        "heading", ["Introduction", "Key takeaways", "TL;DR", "Das Wichtigste in Kürze", "En bref"]
    )
    def test_the_heading_of_any_section_is_none(self, heading: str) -> None:
        assert text(f"{heading}\n\n{PROSE}").title == ""

    @pytest.mark.parametrize(
        "standfirst",
        [
            "Have you ever wondered how many keepers it takes to light a lamp on a rock in the sea?",
            "The lamp has been out for years and nobody on the island minds. Could there be a reason for all that?",
            "The keepers are leaving the tower... Read More",
        ],
    )
    def test_nor_is_a_standfirst(self, standfirst: str) -> None:
        article = text(f"{standfirst}\n\n{PROSE}")
        assert (article.title, article.text) == ("", f"{standfirst}\n\n{PROSE}")


class TestPullQuotes:
    QUOTE = "“We were told to go by nightfall, all of us.”"
    SOURCE = f"{QUOTE} So said one of the men who had kept the lamp for the whole of his life."

    def test_stand_near_what_they_quote(self) -> None:
        far = "\n\n".join(f"{number} of the lamps. {PROSE}" for number in range(12))
        assert rules(text(f"{self.QUOTE}\n\n{PROSE}\n\n{self.SOURCE}")) == ["pull-quote"]
        assert rules(text(f"{self.QUOTE}\n\n{far}\n\n{self.SOURCE}")) == []

    def test_quote_one_paragraph_only(self) -> None:
        content = f"{PROSE}\n\n{self.QUOTE}\n\n{self.SOURCE}\n\n{self.SOURCE} And nobody knows why it was said."
        assert rules(text(content)) == []

    def test_are_whole_clauses(self) -> None:
        content = (
            f"{PROSE}\n\nThe keepers of the old lamp.\n\nTo the keepers of the old lamp on the rock he sent a letter."
        )
        assert rules(text(content)) == []

    def test_are_no_questions_and_are_not_introduced(self) -> None:
        question = "Where have all the keepers gone?"
        assert rules(text(f"{PROSE}\n\n{question}\n\n{question} Nobody on the whole of the island knows.")) == []
        assert rules(text(f"{PROSE}\n\nShe wrote this:\n\n{self.QUOTE}\n\n{self.SOURCE}")) == []
