"""Which words do Danish papers put around their articles?"""

from __future__ import annotations

from indexer.cleaning.rules.phrases.table import Phrases

__all__ = ["DANISH"]

DANISH = Phrases(
    published="offentliggjort | publiceret | udgivet | oprettet",
    updated="opdateret | senest opdateret | ændret | sidst opdateret",
    on="den | d.",
    at="kl. | kl",
    ages=r"""
        for\s(?:\d{1,3}|en|et)\s(?:sekund|minut|time|dag|uge|måned|år)(?:ter|er|e)?\ssiden
        (?:læsetid|læsetid:)\s(?:ca\.\s)?\d{1,3}\smin(?:utter)?\.?
    """,
    by="skrevet af | tekst: | af:",
    perhaps_by="af",
    conjunction="og",
    writing="i | for | på",
    roles="korrespondent | redaktør | journalist",
    trades="korrespondent | redaktør",
    picture="foto | billede | arkivfoto | fotograf | illustration | grafik",
    picture_by="af",
    stock="arkivfoto | genrefoto",
    related="""
        læs også | læs mere | læs videre | se også | mere om emnet | relaterede artikler | mest læste
        anbefalet til dig
    """,
    letters="nyhedsbrev | nyhedsbrevet | indbakke | mail",
    subscribing="tilmeld dig | abonner på | få vores | modtag vores",
    letter_lines="tilmeld dig | bliv abonnent | opret konto",
    paywall="denne artikel er for abonnenter | artiklen er for abonnenter | allerede abonnent",
    sharing="del | del artiklen | del artikel | udskriv",
    follow="følg os",
    share_lines="kopier link | link kopieret | gem artikel | lyt til artiklen | kommentarer | vis kommentarer",
    advertisement="annonce | annoncer | artiklen fortsætter efter annoncen | artiklen fortsætter under annoncen",
    cookies="vi bruger | dette website bruger | dette websted bruger",
    cookie_lines="accepter alle | tillad alle | cookieindstillinger | privatlivspolitik",
    rights="alle rettigheder forbeholdes",
    kickers="""
        danmark | udland | indland | leder | debat | økonomi | videnskab | erhverv | nyheder | interview | kultur
    """,
    sections="resumé | indledning | baggrund | fakta | indhold",
)
