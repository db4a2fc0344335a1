"""What is among the paragraphs of a page, or behind them, and is not the article's?"""

from __future__ import annotations

import json
from html import escape

import pytest
from growth import assert_linear

from indexer.cleaning.page.page import clean_html
from indexer.cleaning.pasted.pasted import clean_text
from indexer.cleaning.rules.site_lines import noise
from indexer.model.articles import Article
from indexer.model.drafts import Draft

FERRY = "The ferry to the island leaves at seven in the morning, and on winter days it carries little but the post."
HOLM = "Captain Holm has sailed it for twenty-two years; before her it was her uncle, whose name is above the door."
LINE = "Last autumn the county said that the line would close, since eleven passengers a day do not pay for the oil."
VOTE = "The council will vote in March, and until then the ferry sails as it always has, at seven, with the bread."
PARTS = (FERRY, HOLM, LINE, VOTE)
PROSE = "".join(f"<p>{text}</p>" for text in PARTS)
TEXT = "\n\n".join(PARTS)
OTHER = "The bakery on Mill Street has been sold to a couple from the city who want to keep the old oven as it is."


def page(body: str, author: str = "") -> Article:
    head = f'<title>The last ferry</title><meta name="author" content="{author}">'
    return clean_html(Draft("html", f"<html><head>{head}</head><body><main>{body}</main></body></html>"))


def within(box: str) -> Article:
    """A page with `box` between the paragraphs."""
    paragraphs = [f"<p>{text}</p>" for text in PARTS]
    return page(f"<article><h1>The last ferry</h1>{''.join([*paragraphs[:2], box, *paragraphs[2:]])}</article>")


def rule_of(article: Article, text: str) -> str:
    return next(removal.rule for removal in article.removed if removal.text.startswith(text))


@pytest.mark.parametrize(
    ("box", "rule"),
    [
        ("<div class='inline-cta'><h3>Plan your trip to the island</h3><p>{}</p></div>", "call-to-action"),
        ("<div class='uui-cta05_content'><p>{}</p></div>", "call-to-action"),
        ("<div class='product-box'><h4>Harbour oilskin jacket</h4><p>{}</p></div>", "advertisement"),
        ("<div class='digestPostEmbed-x1'><a href='/o'><h4>The bridge that never was</h4></a><p>{}</p></div>", "embed"),
        ("<div class='saboxplugin-wrap'><div class='saboxplugin-desc'><p>{}</p></div></div>", "author-bio"),
        ("<div class='ssba-classic-2 ssba'><p>{}</p></div>", "share"),
        ("<div class='artikel-kommentare'><p>{}</p></div>", "comments"),
        ("<section class='comentarios'><p>{}</p></section>", "comments"),
        ("<div class='blk sostieni'><p>{}</p></div>", "advertisement"),
        ("<div class='faireUnDon'><p>{}</p></div>", "advertisement"),
        ("<div class='bloc-publicite'><p>{}</p></div>", "advertisement"),
        ("<div class='bildunterschrift'><p>{}</p></div>", "caption"),
        ("<div class='articoli-correlati'><a href='/o'>Il forno</a><p>{}</p></div>", "related"),
        ("<div class='autorenbox'><p>{}</p></div>", "author-bio"),
        ("<div class='nav-previous'><article><h3><a href='/o'>The bakery</a></h3><p>{}</p></article></div>", "related"),
    ],
)
def test_a_box_named_as_an_aside_is_left_out_with_its_prose(box: str, rule: str) -> None:
    article = within(box.format(OTHER))
    assert article.text == TEXT
    assert rule_of(article, OTHER) == rule


@pytest.mark.parametrize("name", ["cta", "product-box"])
def test_a_name_on_the_article_itself_says_nothing(name: str) -> None:
    assert page(f"<h1>The last ferry</h1><div class='{name}'>{PROSE}</div>").text == TEXT


@pytest.mark.parametrize(
    "said",
    [
        "Jane Doe writes about the coast and its people, and has lived on the island since she was a child.",
        "Jane ist Redakteurin für Küste und Inseln und lebt seit ihrer Kindheit auf der Insel, über die sie schreibt.",
    ],
)
def test_a_box_behind_the_text_that_begins_with_the_authors_name_is_about_her(said: str) -> None:
    body = f"<h1>The last ferry</h1>{PROSE}<div class='w'><p>{said}</p><p>Latest posts</p></div>"
    article = page(body, "Jane Doe")
    assert article.text == TEXT
    assert rule_of(article, "Jane") == "author-bio"
    assert said in page(body, "Mary Poe").text
    # Beside the paragraphs it may be the article's last one.
    assert (
        page(f"<h1>The last ferry</h1><div class='b'>{PROSE}<p>{said}</p></div>", "Jane Doe").text
        == f"{TEXT}\n\n{said}"
    )


@pytest.mark.parametrize(
    ("said", "is_bio"),
    [
        ("Jane Doe covers the coast and its people, and has lived on the island since she was a child.", True),
        ("Jane is a writer who has covered the coast and its people for more than twenty years.", True),
        ("Jane Street is where the ferry lands, and where most of the island's people still live.", False),
    ],
)
@pytest.mark.parametrize("where", ["<h1>The last ferry</h1><div><div>{}</div></div>%s", "<h1>The last ferry</h1>%s"])
def test_a_paragraph_in_a_box_of_its_own_that_says_who_the_author_is(said: str, is_bio: bool, where: str) -> None:
    box = f"<section><div>{said}</div></section>"
    middle = "".join(f"<p>{text}</p>" for text in PARTS[:3]) + ("" if "{}" in where else box) + f"<p>{VOTE}</p>"
    article = page(where.format(box) % middle, "Jane Doe")
    assert (said not in article.text) == is_bio
    assert all(text in article.text for text in PARTS)


@pytest.mark.parametrize("author", ["The Associated Press", "Die Zeit", "Our Correspondent", "El País", "Le Monde"])
def test_a_paragraph_that_begins_with_the_first_word_of_an_outlet_is_text(author: str) -> None:
    first = author.partition(" ")[0]
    said = f"{first} new harbour was built in the years after, and the people of the town were pleased with it."
    body = f"<h1>The last ferry</h1>{PROSE}<div class='w'><p>{said}</p></div>"
    assert said in page(body, author).text
    about = said.replace(first, author, 1)
    assert rule_of(page(body.replace(said, about), author), about) == "author-bio"


def test_the_next_article_below_is_another() -> None:
    first = f"<article class='a'><h1>The last ferry</h1>{PROSE}</article>"
    more = OTHER.replace("bakery", "mill")
    second = f"<article class='a'><h1>The bakery is sold</h1><p>{OTHER}</p><p>{more}</p></article>"
    article = page(first + second)
    assert article.text == TEXT
    assert rule_of(article, OTHER) == "related"


def test_many_articles_below_take_no_more_than_their_share() -> None:
    def content(size: int) -> str:
        others = f"<article><h1>The bakery is sold</h1><p>{OTHER}</p></article>" * size
        return f"<main><article><h1>The last ferry</h1>{PROSE}</article>{others}</main>"

    assert_linear(lambda html: clean_html(Draft("html", html)), content, 800)


def test_many_articles_below_a_long_one_take_no_more_than_their_share() -> None:
    def content(size: int) -> str:
        others = f"<article><h1>The bakery is sold</h1><p>{OTHER}</p></article>" * size
        return f"<main><article><h1>The last ferry</h1>{PROSE * size}</article>{others}</main>"

    assert_linear(lambda html: clean_html(Draft("html", html)), content, 2400)


def test_a_part_of_an_article_in_an_element_of_its_own_stays() -> None:
    second = f"<article class='a'><h2>What the baker says</h2><p>{OTHER}</p></article>"
    article = page(f"<article class='a'><h1>The last ferry</h1>{PROSE}</article>{second}")
    assert article.text == f"{TEXT}\n\nWhat the baker says\n\n{OTHER}"


def test_a_standfirst_that_is_on_the_page_twice_is_kept_once() -> None:
    dek = "<p class='dek'>For a century the island lived by its ferry; now eleven passengers a day decide about it.</p>"
    header = f"<header><h1>The last ferry</h1>{dek}</header>"
    article = page(f"{header}<article>{dek}{PROSE}</article>")
    assert article.text.count("For a century") == 1
    assert article.text.endswith(TEXT)


def test_a_panel_that_another_tab_shows_is_read() -> None:
    panels = f"<div role='tabpanel'><p>{LINE}</p></div><div role='tabpanel' hidden><p>{VOTE}</p></div>"
    assert page(f"<article><h1>The last ferry</h1><p>{FERRY}</p><p>{HOLM}</p>{panels}</article>").text == TEXT


def test_what_an_editor_was_to_put_in_is_left_out() -> None:
    code = "[in-post-player video-id=”hra2qewb” name=”The quay in winter” description=”The quay”]"
    article = within(f"<p>{code}</p>")
    assert article.text == TEXT
    assert rule_of(article, "[in-post") == "data"
    assert "[laughs out loud, then stops]" in within("<p>[laughs out loud, then stops]</p>").text


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Want more from the Harbour Post? Sign up for our newsletter, The Quay.", "newsletter"),
        ("Every Friday we send the best stories of the week. Sign up for our newsletter.", "newsletter"),
        ("Die besten Geschichten jeden Freitag. Abonnieren Sie unseren Newsletter.", "newsletter"),
        ("Jeden Freitag das Beste von der Küste. Jetzt unseren Newsletter abonnieren.", "newsletter"),
        ("Unsere Arbeit ist frei für alle. Bitte unterstützen Sie uns mit einer Spende.", "call-to-action"),
        ("Notre journal vit de ses lecteurs. Faites un don.", "call-to-action"),
        ("Este periódico vive de sus lectores. Haz una donación.", "call-to-action"),
        ("Questo giornale vive dei suoi lettori. Sostieni il nostro lavoro.", "call-to-action"),
        ("Este jornal vive dos seus leitores. Apoie o nosso trabalho.", "call-to-action"),
        ("Deze krant leeft van haar lezers. Steun onze journalistiek.", "call-to-action"),
        ("Unterstützen Sie unabhängigen Journalismus: Mit Ihrer Spende helfen Sie uns.", "call-to-action"),
        ("Durch einen Klick auf dieses Video werden Daten an YouTube übertragen.", "cookie"),
        (
            "Wenn Sie die Karte durch einen Klick aktivieren, werden Informationen an den Anbieter übermittelt.",
            "cookie",
        ),
        ("Wenn Nutzer auf ein solches Video klicken, werden ihre Daten in ein anderes Land übertragen.", ""),
        ("Durch das Anklicken eines Videos werden laut Gericht Daten an den Anbieter übermittelt.", ""),
        ("Wir respektieren deine Privatsphäre und laden ohne dein Einverständnis keine Inhalte von X.", "cookie"),
        ("Wir respektieren Ihre Privatsphäre, sagte der Wirt zu den Gästen und schloss leise die Tür.", ""),
        ("Wenn Sie am Hafen auf die Karte schauen, finden Sie dort den alten Leuchtturm.", ""),
        ("Benachrichtigungen aktivieren: Dürfen wir Sie über Neues vom Hafen informieren?", "popup"),
        ("Benachrichtigung aktiviert: So warnt der Hafen seit Montag die Fischer vor dem Sturm.", ""),
        ("Fast geschafft: Bitte erlauben Sie dem Hafenblatt, Ihnen Benachrichtigungen zu schicken.", "popup"),
        ("Fast geschafft hatte es die Fähre, als der Nebel kam.", ""),
        ("Aktivieren Sie JavaScript, um das Video zu sehen.", "popup"),
        ("Dieser Beitrag gibt die Meinung der Autorin wieder, nicht die der Redaktion.", "sign-off"),
        ("Namentlich gekennzeichnete Artikel geben stets die Meinung des Autors wieder.", "sign-off"),
        ("Les opinions exprimées dans ces billets n'engagent que leurs auteurs.", "sign-off"),
        ("Les opinions exprimées dans les cafés du port n'engagent que leurs clients, dit le maire.", ""),
        ("Les opinions exprimées dans la salle étaient partagées, comme chaque année.", ""),
        ("Was this article helpful?", "call-to-action"),
        ("Was this article helpful to the council, or did it come too late?", ""),
        ("Faites un don de sang avant la fin du mois, dit l'affiche du port.", ""),
        ("Read more of this content when you subscribe today.", "paywall"),
        ("Our reporting is free for everybody. Please consider a donation of any size today.", "call-to-action"),
        ("If you're enjoying this article, consider supporting our journalism by subscribing.", "call-to-action"),
        ("Want more fish? The quay has it.", ""),
        ("She wrote to the paper every week. Please consider the matter closed.", ""),
        ("He said that readers should donate to the church if they like the song.", ""),
        ("If you like the coast, consider a walk to the lighthouse in the morning.", ""),
        ("The newsletter has 400 readers. Subscribers get it on Fridays, by post.", ""),
    ],
)
def test_what_a_line_asks_for_at_its_end_says_what_it_is(line: str, rule: str) -> None:
    assert noise(line) == rule


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Page 1 of 8", "share"),
        ("Seite 2 von 3", "share"),
        ("Page 1 of 8 was torn out of the book.", ""),
        ("Make us preferred on Google", "share"),
        ("Set the wheel as preferred on Google", ""),
        ("Add us as a preferred source on Google", "share"),
        ("Choose The Harbour Post as your preferred source on Google", "share"),
        ("Set the table as you preferred it on Google.", ""),
        ("As a subscriber, you have 10 gift articles to give each month. Anyone can read them.", "share"),
        ("Do you have a story tip? Email: desk@harbourpost.example.", "call-to-action"),
        ("Got a tip? Write to the desk at desk@harbourpost.example.", "call-to-action"),
        ("Do you have a tip? I never did, and neither did she.", ""),
        ("Do you have a tip? Call your mother.", ""),
        ("Got a tip? Write it down at once, the keeper said.", ""),
        ("Have a story tip? Send it to our desk.", "call-to-action"),
        ("See it at Amazon", "advertisement"),
        ("Check the price at Walmart.com", "advertisement"),
        ("See it at Amazon before you fly home, she said.", ""),
    ],
)
def test_lines_of_pages_and_shops(line: str, rule: str) -> None:
    assert noise(line) == rule


@pytest.mark.parametrize("heading", ["Ingredients", "Zutaten für 4 Personen", "Ingrédients :"])
def test_the_ingredients_beside_the_steps_of_a_recipe_are_part_of_it(heading: str) -> None:
    def recipe(above: str) -> Article:
        steps = "<section><h3>Method</h3><ol><li>Clean the herrings.</li><li>Fry them.</li></ol></section>"
        aside = f"<aside><h3>{above}</h3><ul><li>4 herrings</li><li>200 g flour</li></ul></aside>"
        return page(f"<article><h1>The last ferry</h1>{PROSE}<div class='cols'>{aside}{steps}</div></article>")

    assert "4 herrings\n- 200 g flour" in recipe(heading).text
    assert "herrings\n- 200" not in recipe("At a glance").text
    assert "herrings\n- 200" not in recipe("&zwj;&#x301;").text


def test_a_notice_of_copyright_within_a_long_text_is_quoted() -> None:
    before = [
        f"On day {day} the keeper wrote down which ships had gone by, and what the weather was like."
        for day in range(12)
    ]
    behind = [
        f"On night {day} she trimmed the lamp twice, and slept in between as well as she could." for day in range(12)
    ]
    notice = "(c) Copyright 1990-1994, Fog Signals."
    content = "\n\n".join([*before, notice, *behind])
    assert clean_text(Draft("text", content)).text == content
    assert notice not in clean_text(Draft("text", "\n\n".join([*before, *behind, notice]))).text


TEXTS = [f"<p>{text}</p>" for text in (*PARTS, OTHER, f"In short: {FERRY}")]


@pytest.mark.parametrize(
    "body",
    [
        f"<div id='app' data-page='{escape(json.dumps({'post': {'body': ''.join(TEXTS)}}), quote=True)}'></div>",
        f"<script>window.__NUXT__=(function(a){{return {{data:[a]}}}}({json.dumps(''.join(TEXTS))}))</script>",
        "<script>window.__APOLLO_STATE__ = "
        + json.dumps({f"Paragraph:{number}": {"text": text} for number, text in enumerate(TEXTS)})
        + "</script>",
    ],
)
def test_a_text_that_only_the_pages_programs_have_is_read(body: str) -> None:
    article = page(f"<h1>The last ferry</h1><nav><a href='/n'>News</a></nav>{body}")
    assert article.text.startswith(TEXT)
    assert "<" not in article.text


@pytest.mark.parametrize(
    "box",
    [
        "<h2 id='what-is-social-media'>{}</h2>",
        "<h3 id='side-sleepers'>{}</h3>",
        "<section id='fares-as-a-share-of-the-cost'><p>{}</p></section>",
    ],
)
def test_an_id_that_is_made_of_a_headings_words_says_nothing(box: str) -> None:
    said = "The share of the cost that passengers pay themselves fell below a tenth."
    assert said in within(box.format(said)).text


@pytest.mark.parametrize(
    "box",
    [
        "<h3><button aria-expanded='false'>Fares</button></h3><div role='region' hidden><p>{}</p></div>",
        "<h3>Fares</h3><div hidden='until-found'><p>{}</p></div>",
        "<h3>Fares</h3><div data-part='collapsible-text' hidden><p>{}</p></div>",
        "<h3>Fares</h3><div class='subscriber-only' hidden><p>{}</p></div>",
        "<div class='accordion-header'>Fares</div><div class='accordion-header-text'><p>{}</p></div>",
        "<h3>Fares</h3><div class='ReadMoreAnswer_text'><p>{}</p></div>",
    ],
)
def test_what_opens_on_a_click_is_read(box: str) -> None:
    assert f"Fares\n\n{OTHER}" in within(box.format(OTHER)).text


def test_what_is_hidden_and_does_not_open_is_not_read() -> None:
    assert within(f"<div data-part='menu-text' hidden><p>{OTHER}</p></div>").text == TEXT


@pytest.mark.parametrize("name", ["toc", "wp-block-heading toc", "table-of-contents-entry", "search-by-name"])
def test_a_heading_is_no_menu_by_its_own_name(name: str) -> None:
    article = page(f"<h1>The last ferry</h1><p>{PARTS[0]}</p><h2 class='{name}'>The crossing</h2><p>{PARTS[1]}</p>")
    assert article.text == f"{PARTS[0]}\n\nThe crossing\n\n{PARTS[1]}"
    # In a menu it is one of its lines.
    menu = f"<div class='toc'><h4 class='{name}'>What is below</h4></div>"
    assert "What is below" not in page(f"<h1>The last ferry</h1>{PROSE}{menu}").text


@pytest.mark.parametrize(("name", "is_text"), [("no-share", True), ("no_credit", True), ("casino-share", False)])
def test_a_name_may_say_what_a_box_has_not(name: str, is_text: bool) -> None:
    box = f"<div class='{name}'><p>{OTHER}</p></div>"
    article = page(
        f"<h1>The last ferry</h1><div><p>{PARTS[0]}</p>{box}{''.join(f'<p>{part}</p>' for part in PARTS[1:])}</div>"
    )
    assert (OTHER in article.text) == is_text
    assert "Print" not in page(f"<h1>The last ferry</h1>{PROSE}<div class='no-print'>Print the page</div>").text


def test_how_a_header_is_aligned_is_said_of_a_whole_recipe() -> None:
    needs = "".join(f"<li><p>{count} cups of flour</p></li>" for count in range(1, 4))
    recipe = f"<div class='is-style-default header-content-align-left'><h3>Ingredients</h3><ul>{needs}</ul></div>"
    article = page(f"<h1>The last ferry</h1>{PROSE}{recipe}")
    assert article.text.endswith("Ingredients\n\n- 1 cups of flour\n- 2 cups of flour\n- 3 cups of flour")


def test_a_heading_that_links_to_itself_leads_nowhere() -> None:
    said = f"{OTHER} Its new owners were born on the island, and left it when they were six and eight years old."
    box = f"<aside><h3><a href='#bakery'>The bakery</a></h3><p>{said}</p></aside>"
    assert f"The bakery\n\n{said}" in within(box).text
    assert said not in within(box.replace("#", "/")).text


def test_a_short_standfirst_that_is_above_the_text_and_in_it_is_kept_once() -> None:
    dek = "The island keeps its morning ferry."
    body = f"<h1>The last ferry</h1><p class='dek'>{dek}</p><div class='body'><p class='dek'>{dek}</p>{PROSE}</div>"
    assert page(body).text == f"{dek}\n\n{TEXT}"


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("If you buy a coat through our links, we may earn a small commission.", "advertisement"),
        ("As an Amazon Associate, this blog earns from qualifying purchases.", "advertisement"),
        ("Dieser Artikel enthält Affiliate-Links, für die wir Geld bekommen.", "advertisement"),
        ("Kaufen Sie über diese Links, erhalten wir unter Umständen eine kleine Provision.", "advertisement"),
        ("Cet article contient des liens affiliés, signalés par une étoile.", "advertisement"),
        ("Si compra con estos enlaces, podemos recibir una pequeña comisión.", "advertisement"),
        ("Agents sell the tour because they get a commission when you book it.", ""),
        ("The commission bought the pier, and the links by the harbour with it.", ""),
    ],
)
def test_a_paragraph_that_says_who_pays_for_links_is_the_sites(said: str, rule: str) -> None:
    article = within(f"<p>{said}</p>")
    assert (said in article.text) == (not rule)
    assert not rule or rule_of(article, said) == rule
