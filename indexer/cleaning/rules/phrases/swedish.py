"""Which words do Swedish papers put around their articles?"""

from __future__ import annotations

from indexer.cleaning.rules.phrases.table import Phrases

__all__ = ["SWEDISH"]

SWEDISH = Phrases(
    published="publicerad | publicerat | skapad | uppdaterad och publicerad | först publicerad",
    updated="uppdaterad | uppdaterat | senast uppdaterad | ändrad | senast ändrad",
    on="den",
    at="kl. | kl | klockan",
    ages=r"""
        för\s(?:\d{1,3}|en|ett)\s(?:sekund|minut|timme|dag|vecka|månad|år)(?:er|ar|or)?\ssedan
        (?:lästid|lästid:)\s(?:ca\s)?\d{1,3}\smin(?:uter)?\.?
    """,
    by="text: | skriven av | av:",
    perhaps_by="av",
    conjunction="och",
    writing="i | för | på",
    roles="korrespondent | redaktör | reporter | journalist | krönikör | ledarskribent",
    trades="korrespondent | redaktör | krönikör",
    picture="foto | bild | arkivbild | arkivfoto | fotograf | illustration | grafik",
    picture_by="av",
    stock="arkivbild | genrebild | arkivfoto",
    related="""
        läs mer | läs också | läs även | läs vidare | mer om ämnet | relaterat | relaterade artiklar | mest läst
        rekommenderat | se också | missa inte
    """,
    letters="nyhetsbrev | nyhetsbrevet | mejl | inkorg",
    subscribing="prenumerera på | anmäl dig till | få vårt | skriv upp dig för",
    letter_lines="prenumerera | bli prenumerant | skapa konto",
    paywall="den här artikeln är för prenumeranter | artikeln är låst | redan prenumerant | logga in för att läsa",
    sharing="dela | dela artikeln | dela artikel | tipsa | skriv ut",
    follow="följ oss | följ mig",
    share_lines="""
        spara artikel | spara artikeln | kopiera länk | länk kopierad | lyssna på artikeln | rätta artikel
        kommentarer | visa kommentarer
    """,
    advertisement="annons | annonser | artikeln fortsätter efter annonsen | artikeln fortsätter under annonsen",
    cookies="vi använder | den här webbplatsen använder",
    cookie_lines="acceptera alla | godkänn alla | cookieinställningar | integritetspolicy",
    rights="alla rättigheter förbehållna | mångfaldigande förbjudet",
    kickers="""
        ekonomi | sverige | världen | utrikes | inrikes | ledare | debatt | krönika | vetenskap | näringsliv | nyheter
        intervju | granskning
    """,
    sections="sammanfattning | inledning | bakgrund | fakta | innehåll",
)
