"""What do the papers of seven languages put around their articles, and what only looks like it?"""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest
from conftest import examples
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from indexer.cleaning.pasted.pasted import clean_text
from indexer.cleaning.rules.phrases import LANGUAGES, Phrases, listed, phrases
from indexer.model.articles import Article
from indexer.model.drafts import Draft

PROSE = "The keeper climbed the tower every evening and lit the lamp, as three generations had done before him."
MORE_PROSE = "On the last day of the year a ship was seen beyond the reef, too far off to read the name on her bow."


def text(content: str, **declared: object) -> Article:
    return clean_text(Draft("text", content, **declared))  # type: ignore[arg-type]


def below_a_headline(line: str) -> Article:
    return text(f"The last lamp\n\n{line}\n\n{PROSE}")


def between_paragraphs(line: str) -> Article:
    return text(f"{PROSE}\n\n{line}\n\n{MORE_PROSE}")


class TestDateLines:
    @pytest.mark.parametrize(
        "line",
        [
            "12. Februar 2023, 14:05 Uhr",
            "Veröffentlicht am 12. Februar 2023 um 14:05 Uhr",
            "Stand: 12.02.2023, 14:05 Uhr",
            "Zuletzt aktualisiert am 12.02.2023 um 14:05",
            "Erstellt: 12.02.2023 Aktualisiert: 13.02.2023, 10:00 Uhr",
            "So., 12.02.2023, 14:05",
            "Publié le 12 février 2023 à 14h05",
            "Publié le 12 février 2023 à 14h05, mis à jour le 13 février 2023 à 10h00",
            "Mis à jour le 12/02/2023 à 14:05",
            "dimanche 12 février 2023",
            "Publicado el 12 de febrero de 2023",
            "Actualizado a las 14:05 del 12 de febrero de 2023",
            "Madrid - 12 FEB 2023 - 14:05 CET",
            "Pubblicato il 12 febbraio 2023 alle 14:05",
            "Ultimo aggiornamento: 12 febbraio 2023, ore 14:05",
            "Publicado em 12 de fevereiro de 2023 às 14h05",
            "Atualizado em 12/02/2023 14h05",
            "Gepubliceerd op 12 februari 2023 om 14:05",
            "Laatst bijgewerkt op 12 februari 2023",
            "zondag 12 februari 2023, 14:05",
        ],
    )
    def test_give_the_day(self, line: str) -> None:
        article = below_a_headline(line)
        assert (article.published, article.text) == (date(2023, 2, 12), PROSE)

    def test_the_day_of_publication_comes_before_that_of_an_update(self) -> None:
        article = below_a_headline("Bijgewerkt: 13 februari 2023\n\nGepubliceerd: 12 februari 2023")
        assert article.published == date(2023, 2, 12)

    @pytest.mark.parametrize(
        "line",
        [
            "Aktualisiert vor 3 Stunden",
            "vor 2 Tagen aktualisiert",
            "Lesezeit: 5 Minuten",
            "Il y a 3 heures",
            "Temps de lecture : 5 min",
            "Hace 3 horas",
            "3 ore fa",
            "Tempo di lettura: 5 minuti",
            "Atualizado há 2 horas",
            "3 uur geleden",
            "Leestijd: 5 minuten",
        ],
    )
    def test_ages_are_no_text(self, line: str) -> None:
        assert below_a_headline(line).text == PROSE

    @pytest.mark.parametrize(
        "line",
        [
            "Am 12. Februar 2023 ging die Lampe aus",
            "Le 12 février 2023 fut un dimanche",
            "Mai",
            "Hace 3 horas se encendió la lámpara",
            "Stand der Dinge",
        ],
    )
    def test_are_no_other_lines(self, line: str) -> None:
        assert line in below_a_headline(line).text


class TestBylines:
    @pytest.mark.parametrize(
        ("line", "authors"),
        [
            ("Von Jürgen Groß und Anna Klein, Berlin", ("Jürgen Groß", "Anna Klein")),
            ("Ein Gastbeitrag von Jürgen Groß", ("Jürgen Groß",)),
            ("Von Jürgen Groß, 12.02.2023", ("Jürgen Groß",)),
            ("Jürgen Groß, Redakteur", ("Jürgen Groß",)),
            ("Autor: Jürgen Groß", ("Jürgen Groß",)),
            ("Par Claire Fontaine, envoyée spéciale à Lyon", ("Claire Fontaine",)),
            ("Propos recueillis par Claire Fontaine", ("Claire Fontaine",)),
            ("De Claire Fontaine", ("Claire Fontaine",)),
            ("Por Lucía Ferrand y Ana de la Cruz", ("Lucía Ferrand", "Ana de la Cruz")),
            ("Escrito por Lucía Ferrand | 12 de febrero de 2023", ("Lucía Ferrand",)),
            ("Di Marco Rossi e Anna Bianchi", ("Marco Rossi", "Anna Bianchi")),
            ("a cura di Marco Rossi", ("Marco Rossi",)),
            ("Por Ana dos Santos e João Costa", ("Ana dos Santos", "João Costa")),
            ("Por João da Silva, em Lisboa", ("João da Silva",)),
            ("Door Jan de Vries en Kees van Dam", ("Jan de Vries", "Kees van Dam")),
            ("Por EFE", ("EFE",)),
            ("Por Redacción", ("Redacción",)),
        ],
    )
    def test_name_the_authors(self, line: str, authors: tuple[str, ...]) -> None:
        article = below_a_headline(line)
        assert (article.authors, article.text) == (authors, PROSE)

    @pytest.mark.parametrize(
        "line",
        [
            "Von Anfang an war alles klar",
            "Von der Küste zur Insel",
            "Par hasard, il vit la lampe",
            "Por la noche se encendió la lámpara",
            "Di notte si accese la lampada",
            "Por isso a lâmpada se apagou",
            "Door de storm ging de lamp uit",
            "Text Adventure Games",
        ],
    )
    def test_are_nothing_else_that_begins_alike(self, line: str) -> None:
        article = below_a_headline(line)
        assert article.authors == ()
        assert line in article.text

    def test_below_the_entries_of_a_list_stay(self) -> None:
        entries = "1 The Lamp\nby Helen Marsh\n\n2 The Reef\nby Tom Okafor\n\n3 The Storm\nby Ann Lee"
        article = text(f"Books for the winter\n\n{entries}\n\n{PROSE}")
        assert article.authors == ()
        assert article.text.startswith("1 The Lamp")
        assert article.text.count("by ") == 3


class TestPictures:
    @pytest.mark.parametrize(
        "line",
        [
            "Foto: Anna Klein/dpa",
            "(Foto: dpa)",
            "Symbolbild",
            "Bildquelle: Imago",
            "Crédit photo : Claire Fontaine",
            "Photo d’illustration",
            "Photo d’illustration. © AFP",
            "Foto: EFE",
            "Fotografía: Lucía Ferrand",
            "Foto de archivo",
            "Foto di Marco Rossi",
            "Immagine: Ansa",
            "Fotografia de João Costa",
            "Foto: João Costa/Agência Brasil",
            "Beeld: ANP",
        ],
    )
    def test_credits_go(self, line: str) -> None:
        article = between_paragraphs(line)
        assert [removal.rule for removal in article.removed] == ["credit"]

    @pytest.mark.parametrize(
        "line",
        [
            "Eine Lampe am Abend. Foto: Anna Klein/dpa",
            "Eine Lampe am Abend (Foto: dpa)",
            "Une lampe, le soir. © AFP",
            "Una lámpara de noche. Foto: EFE",
            "Una lampada di sera. Foto: Ansa",
            "Uma lâmpada à noite. — Foto: Reprodução",
            "Een lamp in de avond. Beeld: ANP",
        ],
    )
    def test_captions_are_kept_apart_from_the_text(self, line: str) -> None:
        article = between_paragraphs(line)
        assert len(article.captions) == 1
        assert line.startswith(article.captions[0].rstrip("."))
        assert line not in article.text

    @pytest.mark.parametrize(
        "line",
        [
            "Das ganze Bild: die Preise fallen",
            "Foto und Film gehören zusammen",
            "Photo de famille au phare",
            "Foto de familia en el faro",
            "Quelle: Daten des Hafenamts",
            "Fonte: dati del porto",
            "Arte: Picasso",
        ],
    )
    def test_other_lines_are_neither(self, line: str) -> None:
        assert line in between_paragraphs(line).text


class TestNoise:
    @pytest.mark.parametrize(
        ("rule", "lines"),
        [
            (
                "read-more",
                [
                    "Mehr zum Thema",
                    "Das könnte Sie auch interessieren",
                    "À lire également",
                    "Sur le même sujet",
                    "LEE TAMBIÉN | El último farero",
                    "Te puede interesar",
                    "Leggi anche: L'ultimo guardiano",
                    "Potrebbe interessarti anche",
                    "Leia também: O último faroleiro",
                    "Saiba mais",
                    "Lees ook: De laatste lamp",
                    "Meer over dit onderwerp",
                    "İlgili haberler",
                    "İLGİLİ HABERLER",
                ],
            ),
            (
                "newsletter",
                [
                    "Melden Sie sich für unseren Newsletter an",
                    "Recevez chaque matin notre newsletter",
                    "Suscríbete a nuestro boletín diario",
                    "Iscriviti alla newsletter",
                    "Receba as notícias no seu e-mail",
                    "Schrijf je in voor onze nieuwsbrief",
                ],
            ),
            (
                "paywall",
                [
                    "Dieser Artikel ist nur für Abonnenten",
                    "Bereits Abonnent? Jetzt anmelden",
                    "Cet article est réservé aux abonnés",
                    "Il vous reste 70% de cet article à lire",
                    "¿Ya eres suscriptor? Inicia sesión",
                    "Questo articolo è riservato agli abbonati",
                    "Conteúdo exclusivo para assinantes",
                    "Al abonnee? Log in",
                ],
            ),
            (
                "share",
                [
                    "Artikel teilen",
                    "Auf Facebook teilen",
                    "Folgen Sie uns auf Twitter",
                    "3 Kommentare",
                    "Partager sur Facebook",
                    "Sigue a EL PAÍS en Facebook y X",
                    "Condividi su Facebook",
                    "Siga a CNN Brasil no Instagram",
                    "Deel op Facebook",
                    "Plaats een reactie",
                    "YAZDIR",
                ],
            ),
            (
                "cookie",
                [
                    "Wir verwenden Cookies, um Ihr Erlebnis auf unserer Website zu verbessern.",
                    "Nous utilisons des cookies pour améliorer votre expérience sur notre site.",
                    "Utilizamos cookies para mejorar su experiencia en este sitio.",
                    "Questo sito utilizza cookie per migliorare l'esperienza di navigazione.",
                    "Utilizamos cookies para melhorar a sua experiência no site.",
                    "Wij gebruiken cookies om uw ervaring op deze website te verbeteren.",
                    "Alle akzeptieren",
                    "Tout refuser",
                ],
            ),
            (
                "advertisement",
                [
                    "- Anzeige -",
                    "La suite après cette publicité",
                    "Publicidad",
                    "PUBBLICITÀ",
                    "Continua após a publicidade",
                    "Lees verder na de advertentie",
                ],
            ),
            (
                "copyright",
                [
                    "© 2021 Die Zeitung. Alle Rechte vorbehalten.",
                    "Tous droits réservés",
                    "Todos los derechos reservados",
                    "© RIPRODUZIONE RISERVATA",
                    "Todos os direitos reservados",
                    "Alle rechten voorbehouden",
                ],
            ),
        ],
    )
    def test_goes(self, rule: str, lines: list[str]) -> None:
        for line in lines:
            article = between_paragraphs(line)
            assert [(removal.rule, removal.text) for removal in article.removed] == [(rule, line)]

    @pytest.mark.parametrize(
        "line",
        [
            "Mehr als tausend Lampen wurden gelöscht",
            "Teilen macht Freude",
            "Lesen Sie auch die Bücher des Wärters, sagt er",
            "Wir verwenden Cookies, um die Kinder zu locken",
            "Lire aussi les livres du gardien",
            "Lire aussi : le gardien a écrit trois livres.",
            "Publicité mensongère au port",
            "Compartir la mesa con los pobres",
            "Recibe una carta cada día",
            "Leggi anche i libri del guardiano",
            "Condividi il pane con i poveri",
            "Compartilhar o pão com os pobres",
            "Lees ook de boeken van de wachter",
            "Delen is mooi",
            "Deel 1",
            "Volg de kust tot het pad ophoudt",
        ],
    )
    def test_is_not_what_goes_on_as_a_sentence(self, line: str) -> None:
        article = between_paragraphs(line)
        assert line in article.text
        assert article.removed == ()


AGENCY_STORY = f"The lamp goes out\n\n{{}}{PROSE}\n\n{MORE_PROSE}"


class TestWireStories:
    @pytest.mark.parametrize(
        ("opening", "agency"),
        [
            ("LONDON (Reuters) - ", "Reuters"),
            ("(Reuters) - ", "Reuters"),
            ("NEW YORK, May 3, 2021 (Reuters) - ", "Reuters"),
            ("WASHINGTON (AP) — ", "AP"),
            ("The Hague (AP) -- ", "AP"),
            ("BEIJING, March 3 (Xinhua) -- ", "Xinhua"),
            ("BERLIN (dpa) - ", "dpa"),
            ("Berlin (dpa/bb) - ", "dpa"),
            ("Frankfurt/Main (dpa-AFX) - ", "dpa-AFX"),
            ("Köln (epd). ", "epd"),
            ("PARIS, 3 mars (AFP) - ", "AFP"),
            ("MADRID, 12 Mar. (EUROPA PRESS) -", "EUROPA PRESS"),
            ("Ciudad de México, 3 de mar (EFE).- ", "EFE"),
            ("(ANSA) - ROMA, 12 MAR - ", "ANSA"),
            ("Lisboa, 12 mar 2021 (Lusa) – ", "Lusa"),
            ("DEN HAAG (ANP) - ", "ANP"),
        ],
    )
    def test_lose_their_place_and_agency_only(self, opening: str, agency: str) -> None:
        article = text(AGENCY_STORY.format(opening))
        assert (article.text, article.site) == (f"{PROSE}\n\n{MORE_PROSE}", agency)

    @pytest.mark.parametrize(
        "opening",
        [
            "The news agency (AP) - ",
            "American Psychological Association (APA) - ",
            "LONDON, March 9 - ",
            "See point (PA) - ",
        ],
    )
    def test_other_openings_stay(self, opening: str) -> None:
        article = text(AGENCY_STORY.format(opening))
        assert (article.text, article.site) == (f"{opening}{PROSE}\n\n{MORE_PROSE}", "")

    @pytest.mark.parametrize(
        "line",
        [
            "REUTER",
            "(dpa/abc)",
            "dpa",
            "Quelle: dpa",
            "Mit Material von dpa",
            "(avec AFP)",
            "Source : AFP",
            "Con información de EFE",
            "(EUROPA PRESS)",
            "(ANSA).",
            "Lusa/Fim",
            "Com informações da Lusa",
            "Bron: ANP",
            "(Reportage de Claire Fontaine, édité par Luc Morel)",
            "(Reporte de Lucía Ferrand; editado por Ana Cruz)",
        ],
    )
    def test_end_in_a_sign_off(self, line: str) -> None:
        article = text(f"{PROSE}\n\n{line}")
        assert (article.text, [removal.rule for removal in article.removed]) == (PROSE, ["sign-off"])

    @pytest.mark.parametrize("line", ["Mit dem Boot", "Con la barca", "Source: harbour office", "Reuters reported it"])
    def test_other_last_lines_stay(self, line: str) -> None:
        assert text(f"{PROSE}\n\n{line}").text == f"{PROSE}\n\n{line}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_can_match(language: Phrases) -> None:
    """Lower case and straight apostrophes are what the patterns are made for."""
    for field in fields(Phrases):
        if field.name not in {"ages", "roles", "trades"}:
            for phrase in listed(getattr(language, field.name)):
                assert phrase == phrase.lower()
                assert phrase.isprintable()
                assert "’" not in phrase


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_field_has_a_phrase_twice(language: Phrases) -> None:
    for field in fields(Phrases):
        found = listed(getattr(language, field.name))
        assert sorted(set(found)) == sorted(found), field.name


@pytest.mark.parametrize(
    "field", ["related", "share_lines", "sharing", "advertisement", "cookie_lines", "letter_lines"]
)
def test_every_whole_line_is_taken_out(field: str) -> None:
    for phrase in phrases(field):
        article = between_paragraphs(phrase.capitalize())
        assert article.text == f"{PROSE}\n\n{MORE_PROSE}", phrase


WORDS = st.sampled_from(
    [
        phrase
        for field in fields(Phrases)
        if field.name not in {"ages", "roles", "trades"}
        for phrase in phrases(field.name)
    ]
)
NAMES = st.sampled_from(["Jürgen Groß", "Claire Fontaine", "Ana de la Cruz", "dpa", "Getty Images", "12. Februar 2023"])
PHRASED = st.one_of(
    WORDS.map(str.capitalize),
    st.builds("{}: {}".format, WORDS.map(str.capitalize), NAMES),
    st.builds("{} {}".format, WORDS, NAMES),
    WORDS.map(lambda phrase: f"{phrase}. {PROSE}"),
    st.builds("PARIS, 3 mars (AFP) - {}".format, WORDS),
    st.sampled_from([PROSE, MORE_PROSE, "Q: Where?", "- an item", "-- ", "_" * 20, "> quoted", "", "a mailing list"]),
)


class TestInvariants:
    @given(st.lists(PHRASED, max_size=16).map("\n".join) | st.lists(PHRASED, max_size=16).map("\n\n".join))
    @examples(100)
    def test_cleaning_twice_changes_nothing(self, content: str) -> None:
        once = text(content, title="Something declared")
        twice = text(once.text, title="Something declared")
        assert (twice.text, twice.removed) == (once.text, ())

    @given(st.lists(PHRASED, max_size=16).map("\n\n".join))
    def test_no_more_is_lost_than_two_fifths_of_the_words(self, content: str) -> None:
        article = text(content)
        told = {"title", "kicker", "byline", "date", "header", "dateline", "caption-duplicate", "mail-header"}
        lost = sum(len(removal.text.split()) for removal in article.removed if removal.rule not in told)
        assert lost <= 0.4 * (lost + len(article.text.split()))


@pytest.mark.parametrize(
    "field", [field.name for field in fields(Phrases) if field.name not in {"ages", "roles", "trades"}]
)
def test_no_phrase_takes_long(field: str) -> None:
    """Whatever follows it, on short lines and on long ones."""
    found = phrases(field)[:40]
    endings = ["a" * 300, "a " * 150, "A. " * 100, ": " * 150, "cookies " * 40, "12.1.2021 " * 30]
    assert_linear(
        text, lambda size: "\n".join(f"{phrase} {ending[:size]}" for phrase in found for ending in endings), 300
    )
