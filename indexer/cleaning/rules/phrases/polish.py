"""Which words do Polish papers put around their articles?"""

from __future__ import annotations

from indexer.cleaning.rules.phrases.table import Phrases

__all__ = ["POLISH"]

POLISH = Phrases(
    published="opublikowano | data publikacji | opublikowany | dodano | utworzono",
    updated="aktualizacja | zaktualizowano | ostatnia aktualizacja | data aktualizacji",
    on="dnia",
    at="godz. | o godz. | o",
    ages=r"""
        \d{1,3}\s(?:minut|min|godzin|dni|tygodni|miesięcy)[ęya]?\stemu
        (?:czas czytania|czas czytania:)\s(?:ok\.\s)?\d{1,3}\smin(?:uty|ut)?\.?
        ten\stekst\sprzeczytasz\sw\s(?:mniej\sniż\s)?\d{1,3}\sminut[ęy]?
    """,
    by="autor: | autorka: | autorzy: | oprac. | opracowanie: | tekst:",
    perhaps_by="",
    conjunction="i",
    writing="z | w | dla",
    roles="korespondent(?:ka)? | redaktor(?:ka)? | dziennikar(?:z|ka) | publicyst(?:a|ka)",
    trades="korespondent(?:ka)? | redaktor(?:ka)? | dziennikarz | dziennikarka",
    picture="fot. | foto | zdjęcie | zdjęcia | fotografia | rys. | grafika",
    picture_by="",
    stock="zdjęcie ilustracyjne | fotografia ilustracyjna",
    source="źródło",
    related="""
        czytaj także | czytaj też | czytaj również | czytaj więcej | przeczytaj także | przeczytaj również
        przeczytaj też | zobacz także | zobacz też | zobacz również | zobacz więcej | polecamy | polecane
        powiązane artykuły | najczęściej czytane | więcej na ten temat
    """,
    letters="newsletter | newslettera | e-mail | skrzynkę",
    subscribing="zapisz się | zapisz się na | subskrybuj",
    letter_lines="zapisz się | subskrybuj | zaloguj się | zarejestruj się",
    paywall="""
        ten artykuł jest dostępny tylko dla | artykuł tylko dla | masz już prenumeratę | dalszy ciąg materiału
    """,
    sharing="udostępnij | udostępnij artykuł | drukuj | skomentuj | podziel się",
    follow="śledź nas | obserwuj nas | polub nas",
    share_lines="""
        kopiuj link | skopiuj link | komentarze | pokaż komentarze | dodaj komentarz | zapisz artykuł
        posłuchaj artykułu
    """,
    advertisement="""
        reklama | reklamy | materiał sponsorowany | dalsza część artykułu pod reklamą
        dalsza część tekstu pod reklamą | ciąg dalszy pod reklamą
    """,
    cookies="używamy | ta strona używa | nasza strona używa | korzystamy",
    cookie_lines="akceptuj wszystkie | akceptuję | polityka prywatności | ustawienia prywatności",
    rights="wszelkie prawa zastrzeżone",
    kickers="""
        wiadomości | kraj | świat | opinie | gospodarka | kultura | nauka | wywiad | komentarz | felieton | reportaż
        polityka | tylko u nas
    """,
    sections="wstęp | wprowadzenie | podsumowanie | spis treści | w skrócie",
)
