"""Are the boxes that a site puts among the paragraphs of an article left out, and those that its author made kept?"""

from __future__ import annotations

import pytest

from indexer.cleaning.page.page import clean_html
from indexer.model.articles import Article
from indexer.model.drafts import Draft

PARTS = (
    "The last ferry of the year left the harbour on a grey morning, with nobody on its upper deck.",
    "Its captain had made the crossing for thirty-one years, and had missed only two days of them.",
    "From the spring on a bridge will carry the road across the sound, and the boats will be sold.",
    "The people of the island voted for the bridge twice, and the second vote was the closer one.",
)
SHORT = "Tie the boat to the pier before anybody leaves it."
MAY = "It is to be opened in May, in time for the season and its many guests."
TEXT = "\n\n".join(PARTS)
ABOVE, BELOW = ("".join(f"<p>{part}</p>" for part in parts) for parts in (PARTS[:2], PARTS[2:]))


def around(box: str) -> Article:
    return clean_html(Draft("html", f"<main><h1>The last ferry</h1><div>{ABOVE}{box}{BELOW}</div></main>"))


def rule_of(article: Article, words: str) -> str:
    return next((removal.rule for removal in article.removed if words in removal.text), "")


@pytest.mark.parametrize(
    ("box", "words"),
    [
        ("<div class='c1'><div class='c2'>Ferry model, 1:200, made of beech wood</div></div>", "Ferry model"),
        ("<div><div class='go'>See the price at the shop of the harbour</div></div>", "See the price"),
        ("<section><div class='n'>Angebot der Woche: Modell der Fähre</div></section>", "Angebot der Woche"),
        ("<div class='a'><div class='b'>L'avis de nos lecteurs sur la traversée</div></div>", "L'avis de nos"),
    ],
)
def test_a_line_in_a_box_that_is_made_otherwise_than_the_paragraphs_is_the_sites(box: str, words: str) -> None:
    article = around(box)
    assert article.text == TEXT
    assert rule_of(article, words) == "widget"


def test_a_caption_in_such_a_box_is_one() -> None:
    article = around("<div class='a'><div class='b'>The ferry at its pier, about 1912. Photo: Ann Lee</div></div>")
    assert article.text == TEXT
    assert article.captions == ("The ferry at its pier, about 1912.",)
    assert rule_of(article, "The ferry at its pier") == "caption"


@pytest.mark.parametrize(
    ("box", "words"),
    [
        # A heading of what is below it, in whatever element.
        (
            f"<div class='s'><div class='t'>The bridge</div><p>{SHORT}</p></div>",
            "The bridge",
        ),
        (
            f"<div class='s'><div class='t'>Step 2</div><div><p>{SHORT}</p></div></div>",
            "Step 2",
        ),
        ("<div class='q'><div class='t'>Who will buy the boats?</div></div>", "Who will buy"),
        ("<div class='s'><div class='t'>Tie the boat to the pier.</div></div>", "Tie the boat"),
        # Beside the paragraphs, or made like one of them.
        ("<div class='t'>The end of a long road</div>", "The end of a long road"),
        ("<div><p class='line'>Fare thee well, old boat</p></div>", "Fare thee well"),
        # A list without its tags, as of what a recipe needs.
        (
            f"<div class='l'>{''.join(f'<div class=i>{count} cups of flour</div>' for count in range(2, 8))}</div>",
            "3 cups of flour",
        ),
        # As long as a paragraph, though it does not end like one.
        (
            f"<div class='l'><div class='m'>{PARTS[0][:-1]}, but for a dog and a crate of eighteen hens</div></div>",
            "a dog and a crate",
        ),
    ],
)
def test_a_line_that_is_no_label_of_a_widget_stays(box: str, words: str) -> None:
    assert words in around(box).text


def test_a_line_right_in_the_box_of_the_paragraphs_is_their_end() -> None:
    body = f"<main><h1>The last ferry</h1><div class='body'>{ABOVE}{BELOW}The end of a long road</div></main>"
    assert clean_html(Draft("html", body)).text == f"{TEXT}\n\nThe end of a long road"


def test_lines_that_are_most_of_a_text_are_the_text() -> None:
    verses = "".join(
        f"<div class='v'><div class='w'>The {word} is on the water, and the water is on fire</div></div>"
        for word in ("sun", "moon", "star", "lamp", "sail", "gull")
    )
    assert around(verses).text.count("the water is on fire") == 6


def test_a_text_whose_paragraphs_have_boxes_of_their_own_has_lines_in_such_boxes() -> None:
    wrapped = "".join(f"<div><div><p>{part}</p></div></div>" for part in PARTS)
    line = "<div><div class='t'>The captain's own story</div></div>"
    article = clean_html(Draft("html", f"<main><h1>The last ferry</h1><div>{wrapped}{line}</div></main>"))
    assert "own story" in article.text


OFFER = "<section>{}<h3>Ferry model</h3><p>Made of beech wood</p></section>"
LINKS = "".join(f"<p><a href='/{word}'>Buy it at the {word} shop</a></p>" for word in ("harbour", "island", "museum"))


def test_what_is_left_of_a_box_that_is_mostly_gone_goes() -> None:
    long = "".join(f"<p>{part.replace('ferry', word)}</p>" for word in ("mill", "school") for part in PARTS)
    article = around(f"{long}{OFFER.format(LINKS)}")
    assert "Buy it" not in article.text
    assert rule_of(article, "beech wood") == "widget"
    assert "Ferry model" not in article.text
    # With nothing gone it is as good as the text.
    assert "Made of beech wood" in around(f"{long}{OFFER.format('')}").text


@pytest.mark.parametrize(
    ("box", "words"),
    [
        (
            f"<section>{LINKS}<h3>The bridge</h3></section><p>{MAY}</p>",
            "The bridge",
        ),
        (
            f"<section>{LINKS}<ul>{''.join(f'<li>{count} cups of flour</li>' for count in range(2, 8))}</ul></section>",
            "3 cups of flour",
        ),
        (
            f"<section><figure><figcaption>{PARTS[0]}</figcaption></figure><p>Drawn from memory</p></section>",
            "Drawn from memory",
        ),
        (
            f"<section>{LINKS}{BELOW.replace('twice', 'thrice')}</section>",
            "thrice",
        ),
    ],
)
def test_what_the_author_wrote_beside_links_stays(box: str, words: str) -> None:
    long = "".join(f"<p>{part.replace('ferry', word)}</p>" for word in ("mill", "school") for part in PARTS)
    assert words in around(long + box).text
