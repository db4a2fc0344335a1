"""What becomes of articles copied off the pages of papers: section names, names alone, glued dates, buttons?"""

from __future__ import annotations

from datetime import date

import pytest

from indexer.cleaning.pasted.pasted import clean_text
from indexer.model.articles import Article
from indexer.model.drafts import Draft

PROSE = "The keeper climbed the tower every evening and lit the lamp, as three generations had done before him."
MORE_PROSE = "On the last day of the year a ship was seen beyond the reef, too far off to read the name on her bow."
THIRD_PROSE = "Nobody on the island slept that night, and in the morning the beach was strewn with oranges."
TITLE = "Keepers leave the last lamp on the reef"


def text(*lines: str) -> Article:
    return clean_text(Draft("text", "\n\n".join(lines)))


def below_a_headline(*lines: str) -> Article:
    return text(TITLE, *lines, PROSE, MORE_PROSE, THIRD_PROSE)


def between_paragraphs(*lines: str) -> Article:
    return text(PROSE, MORE_PROSE, *lines, THIRD_PROSE)


class TestSectionNames:
    @pytest.mark.parametrize(
        "section",
        ["Shipping", "Port & Harbour", "US | Ships", "Travel/News/Boats", "Schifffahrt:", "Float on —", "Menu"],
    )
    def test_above_a_headline_are_no_title(self, section: str) -> None:
        article = text(section, TITLE, "By Helen Marsh", "5 March 2024", PROSE, MORE_PROSE)
        assert (article.title, article.text) == (TITLE, f"{PROSE}\n\n{MORE_PROSE}")

    def test_without_byline_or_date_below_they_are_the_title(self) -> None:
        article = text("Shipping", "What we know of the ships on the reef", PROSE, MORE_PROSE)
        assert article.title == "Shipping"

    def test_a_short_headline_keeps_its_place_above_a_short_line(self) -> None:
        assert text("The Storm", "A tale", "By Helen Marsh", PROSE).title == "The Storm"


class TestNamesAlone:
    @pytest.mark.parametrize(
        ("lines", "authors"),
        [
            (["Helen Marsh", "5 March 2024"], ("Helen Marsh",)),
            (["5 March 2024", "Helen Marsh"], ("Helen Marsh",)),
            (["Share this article", "Helen Marsh", "BBC News, Norfolk"], ("Helen Marsh",)),
            (["Share this article", "By", "Helen Marsh", "5 March 2024"], ("Helen Marsh",)),
            (["Helen Marsh in London", "5 March 2024"], ("Helen Marsh",)),
            (["Helen Marsh Environment Correspondent", "5 March 2024"], ("Helen Marsh",)),
            (["Helen Marsh · Harbour News", "5 March 2024"], ("Helen Marsh",)),
            (["By Helen Marsh Harbour News", "5 March 2024"], ("Helen Marsh",)),
        ],
    )
    def test_beside_a_date_or_a_role_are_the_authors(self, lines: list[str], authors: tuple[str, ...]) -> None:
        article = below_a_headline(*lines)
        assert (article.authors, article.text.split("\n\n")[0]) == (authors, PROSE)

    @pytest.mark.parametrize("lines", [["Helen Marsh"], ["Key Points", "5 March 2024"], ["New York", "5 March 2024"]])
    def test_elsewhere_they_are_text(self, lines: list[str]) -> None:
        article = below_a_headline(*lines)
        assert (article.authors, article.text.split("\n\n")[0]) == ((), lines[0])

    def test_of_several_none_is_known(self) -> None:
        assert below_a_headline("Helen Marsh", "5 March 2024", "Port Ellis").authors == ()


class TestDates:
    @pytest.mark.parametrize(
        "line",
        [
            "5 marca 2024, 18:42",
            "Publicerad: 5 mars 2024 kl. 18.42",
            "Offentliggjort 5. marts 2024 kl. 18:42",
            "5 марта 2024, 18:42",
            "18:42 05.03.2024 (обновлено: 19:10 05.03.2024)",
            "Güncelleme Tarihi: 5 Mart 2024 18:42",
            "업데이트 2024.03.05 18:42",
            "March 5, 20246:42 PM EST",
            "Published5 March 2024",
            "Published March 5, 2024Updated March 6, 2024",
            "· Posted: Mar 05, 2024 6:42 PM EST",
            "03/05/2024 06:42 PM EST",
        ],
    )
    def test_are_read_as_they_are_pasted(self, line: str) -> None:
        article = below_a_headline(line)
        assert (article.published, article.text.split("\n\n")[0]) == (date(2024, 3, 5), PROSE)

    @pytest.mark.parametrize("line", ["Effective beginning 6/2/2025:", "The 5 keepers of 2024-25", "Storm Anna 2024"])
    def test_are_no_other_lines(self, line: str) -> None:
        assert below_a_headline(line).published is None

    def test_may_be_below_a_standfirst_with_other_lines_of_the_head(self) -> None:
        article = text(TITLE, PROSE, "Share", "5 March 2024", "Save", MORE_PROSE, THIRD_PROSE)
        assert article.published == date(2024, 3, 5)

    def test_alone_between_two_paragraphs_head_an_entry(self) -> None:
        article = text(TITLE, PROSE, "5 March 2024", MORE_PROSE, THIRD_PROSE)
        assert (article.published, "5 March 2024" in article.text) == (None, True)


class TestCaptions:
    @pytest.mark.parametrize(
        "line",
        [
            "A lamp at dusk. Jane Doe/AP",
            "A lamp at dusk.Jane Doe/The Associated Press",
            "A lamp at dusk. (Robert F. Doe/The Associated Press)",
            "A lamp at dusk (Jane Doe for The Harbour Gazette)",
            "A lamp at dusk (ABC News: Jane Doe)",
            "A lamp at dusk (AFP)",
            "A lamp at dusk.Credit...Jane Doe",
            "A lamp at dusk. PHOTO: JANE DOE FOR THE HARBOUR GAZETTE",
            "A lamp at dusk. JANE DOE POUR « LE PHARE »",
            "A lamp at dusk. Foto Jane Doe/AP",
            "A lamp at dusk. Фото: AP",
            "A lamp at dusk. REUTERS/Jane Doe/File Photo Purchase Licensing Rights",
            "Pie de foto, A lamp at dusk",
        ],
    )
    def test_are_known_by_their_credits(self, line: str) -> None:
        article = between_paragraphs(line)
        assert [caption.rstrip(".") for caption in article.captions] == ["A lamp at dusk"]
        assert article.text == f"{PROSE}\n\n{MORE_PROSE}\n\n{THIRD_PROSE}"

    @pytest.mark.parametrize(
        "line",
        [
            "Nobody has seen her since, he said. (dpa)",
            "It was told by the Associated Press (AP)",
            "A lamp: Limited Success (Not Recommended for Streaming)",
            "Keep the lamp (Instructor: Jane Doe)",
        ],
    )
    def test_are_no_other_lines_with_brackets(self, line: str) -> None:
        assert line in between_paragraphs(line).text


class TestDatelines:
    @pytest.mark.parametrize(
        ("opening", "agency"),
        [
            ("Port Ellis (EE.UU.), 5 mar (EFE).- ", "EFE"),
            ("(서울=연합뉴스) 김철수 기자 = ", "연합뉴스"),
            ("新华社波士顿3月5日电（记者李明）", "新华社"),
            ("МОСКВА, 5 мар — РИА Новости. ", "РИА Новости"),
        ],
    )
    def test_of_other_agencies_are_taken_off(self, opening: str, agency: str) -> None:
        article = text(opening + PROSE, MORE_PROSE)
        assert (article.text, article.site) == (f"{PROSE}\n\n{MORE_PROSE}", agency)


class TestTheLinesOfThePage:
    @pytest.mark.parametrize(
        "line",
        [
            "Share full article",
            "Listen to this article · 6:12 min",
            "Jump to comments section",
            "Reuse this content (opens in new window)",
            "Something went wrong, please try again later.",
            "Story continues below advertisement",
            "Follow AP’s coverage of the sea at https://example.org/hub",
            "Log in, register or subscribe to save articles for later.",
            "Sponsor Message",
            "Läs också: Bron",
            "Læs også: Broen",
            "Les også: Broen",
            "Czytaj także: Most",
            "Читайте также: Мост",
            "Haberin Devamı",
            "関連記事",
            "相关阅读",
            "관련기사",
            "Hide caption",
        ],
    )
    def test_go(self, line: str) -> None:
        assert between_paragraphs(line).text == f"{PROSE}\n\n{MORE_PROSE}\n\n{THIRD_PROSE}"

    @pytest.mark.parametrize(
        "line",
        [
            "Listen to this article of faith and you will know the keepers",
            "More: the lamp is out",
            "Join the conversation that the keepers began",
            "Report an error to the harbour",
            "Give this story to the children of the island",
        ],
    )
    def test_are_no_sentences(self, line: str) -> None:
        assert line in between_paragraphs(line).text

    def test_who_contributed_closes_a_story(self) -> None:
        article = text(PROSE, MORE_PROSE, "CNN’s Ann Lee and Bo Chan contributed to this report.")
        assert article.text == f"{PROSE}\n\n{MORE_PROSE}"


class TestSurroundings:
    def test_words_and_counts_beside_buttons_go(self) -> None:
        article = below_a_headline("5 March 2024", "Share", "Resize", "134", "3:12")
        assert article.text == f"{PROSE}\n\n{MORE_PROSE}\n\n{THIRD_PROSE}"

    def test_a_heading_above_the_first_paragraph_stays(self) -> None:
        assert below_a_headline("Share this article", "History").text.startswith("History")

    def test_a_short_standfirst_stays(self) -> None:
        assert below_a_headline("The lamp is out", "Share this article").text.startswith("The lamp is out")

    def test_titles_below_the_last_heading_go(self) -> None:
        article = text(TITLE, PROSE, MORE_PROSE, "Related topics", "Ferries", "Bridge plans approved")
        assert article.text == f"{PROSE}\n\n{MORE_PROSE}"

    def test_what_is_more_than_titles_stays(self) -> None:
        article = text(TITLE, PROSE, MORE_PROSE, "Related topics", "Ferries", "They run no more:")
        assert "Ferries" in article.text

    @pytest.mark.parametrize("bio", ["is a reporter at the Harbour Gazette.", "covers the sea for the Gazette."])
    def test_who_the_author_is_goes(self, bio: str) -> None:
        article = text(TITLE, "By Helen Marsh", PROSE, MORE_PROSE, THIRD_PROSE, f"Helen Marsh {bio}")
        assert article.text == f"{PROSE}\n\n{MORE_PROSE}\n\n{THIRD_PROSE}"

    def test_who_somebody_else_is_stays(self) -> None:
        line = "Tom Okafor is a reporter at the Harbour Gazette."
        assert line in text(TITLE, "By Helen Marsh", PROSE, MORE_PROSE, THIRD_PROSE, line).text


def test_noise_of_a_text_whose_words_are_not_parted_is_weighed_by_its_length() -> None:
    prose = "港湾委員会は火曜日、老朽化した乗り場を来年末までに閉鎖することを決めた。長く続いた航路が終わる。"
    article = clean_text(Draft("text", f"{prose}\n\n関連記事\n\nシェア\n\n無断転載を禁じます"))
    assert article.text == prose
