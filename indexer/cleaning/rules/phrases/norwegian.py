"""Which words do Norwegian papers put around their articles?"""

from __future__ import annotations

from indexer.cleaning.rules.phrases.table import Phrases

__all__ = ["NORWEGIAN"]

NORWEGIAN = Phrases(
    published="publisert | lagt ut | opprettet | først publisert",
    updated="oppdatert | sist oppdatert | endret | sist endret",
    on="den",
    at="kl. | kl | klokken",
    ages=r"""
        for\s(?:\d{1,3}|en|ett|et)\s(?:sekund|minutt|time|dag|uke|måned|år)(?:er|r|e)?\ssiden
        (?:lesetid|lesetid:)\s(?:ca\.\s)?\d{1,3}\smin(?:utter)?\.?
    """,
    by="skrevet av | tekst: | av:",
    perhaps_by="av",
    conjunction="og",
    writing="i | for | på",
    roles="korrespondent | redaktør | journalist",
    trades="korrespondent | redaktør",
    picture="foto | bilde | arkivfoto | fotograf | illustrasjon | grafikk",
    picture_by="av",
    stock="arkivfoto | illustrasjonsfoto",
    related="""
        les også | les mer | les videre | se også | mer om saken | relaterte artikler | mest lest | anbefalt for deg
    """,
    letters="nyhetsbrev | nyhetsbrevet | innboks | e-post",
    subscribing="meld deg på | abonner på | få vårt",
    letter_lines="meld deg på | bli abonnent",
    paywall="denne artikkelen er for abonnenter | saken er for abonnenter | allerede abonnent",
    sharing="del | del artikkelen | del saken | skriv ut",
    follow="følg oss",
    share_lines="kopier lenke | lenke kopiert | lagre artikkel | lytt til saken | kommentarer | vis kommentarer",
    advertisement="""
        annonse | annonser | artikkelen fortsetter under annonsen | saken fortsetter under annonsen
        saken fortsetter etter annonsen
    """,
    cookies="vi bruker | dette nettstedet bruker",
    cookie_lines="godta alle | avvis alle | personvern | personvernerklæring",
    rights="alle rettigheter forbeholdt",
    kickers="norge | utenriks | innenriks | leder | debatt | økonomi | vitenskap | næringsliv | nyheter | intervju",
    sections="sammendrag | innledning | bakgrunn | fakta | innhold",
)
