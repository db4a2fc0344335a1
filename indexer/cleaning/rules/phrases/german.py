"""Which words do German-language papers put around their articles?"""

from __future__ import annotations

from indexer.cleaning.rules.phrases.table import Phrases

__all__ = ["GERMAN"]

GERMAN = Phrases(
    published="""
        veröffentlicht | erschienen | erstellt | publiziert | stand | datum | erstmals veröffentlicht
        erstveröffentlichung | veröffentlichungsdatum | artikel vom | vom
    """,
    updated="""
        aktualisiert | zuletzt aktualisiert | letzte aktualisierung | aktualisierung | update | geändert
        zuletzt geändert | zuletzt bearbeitet | letzte änderung
    """,
    on="am | vom | den",
    at="um",
    ages=r"""
        vor\s(?:etwa\s)?(?:\d{1,3}|ein(?:er|em)?)\s(?:sekunde|minute|min|stunde|std|tag|woche|monat|jahr)(?:e?n|en)?\.?
        (?:lesezeit|lesedauer)\s?:?\s(?:ca\.?\s)?\d{1,3}\smin(?:uten?)?\.?
        \d{1,3}\smin(?:uten)?\.?\slese(?:zeit|dauer)
    """,
    by="""
        geschrieben von | ein beitrag von | ein gastbeitrag von | ein kommentar von | ein artikel von
        ein interview von | ein bericht von | eine analyse von | eine reportage von | eine kolumne von
        eine rezension von | text von | text: | ein essay von | kommentar von | interview von | gastbeitrag von
        verfasst von | autor: | autorin: | autoren:
    """,
    perhaps_by="von",
    conjunction="und",
    writing="in | für | aus | bei",
    roles=r"""
        redakt\w+ | korrespondent\w* | reporter(?:in)? | autor(?:in)? | chefredakt\w+ | ressort\w* | journalistin
        volontär(?:in)?
    """,
    trades="korrespondentin | redakteur | redakteurin | reporterin | journalistin",
    picture="""
        foto | bild | fotos | bilder | symbolbild | symbolfoto | archivbild | archivfoto | bildquelle | bildnachweis
        fotoquelle | bildrechte | bildcredit | grafik | illustration | fotografie | fotograf | fotografin | karikatur
        copyright
    """,
    picture_by="von",
    stock="symbolbild | symbolfoto | archivbild | archivfoto",
    reporting="bericht von | reporter | geschrieben von | redigiert von | unter redaktioneller mitarbeit von",
    source="quelle | mit material von | mit informationen von | mit",
    related="""
        lesen sie auch | lesen sie mehr | lesen sie hier | lesen sie dazu | lesen sie dazu auch | lesen sie mehr dazu
        lesen sie mehr zum thema | lesen sie auch unseren artikel | auch interessant | auch lesenswert | mehr zum thema
        mehr dazu | mehr lesen | mehr artikel | mehr davon | mehr zu diesem thema | siehe auch | weiterlesen
        weiterlesen auf | das könnte sie auch interessieren | das könnte dich auch interessieren | zum thema
        passend zum thema | weitere artikel | weitere themen | ähnliche artikel | verwandte artikel | verwandte themen
        mehr aus dem ressort | meistgelesen | meistgelesene artikel | jetzt lesen | unsere empfehlung
        empfehlung der redaktion | lesetipp | redaktionelle empfehlung | empfohlener artikel
        mehr von | passend zum artikel | verwandte inhalte
    """,
    reading="""
        zum artikel | zur startseite | hier weiterlesen | mehr lesen sie hier | mehr erfahren | alle artikel anzeigen
    """,
    letters="newsletter | newslettern | kanal | push-nachrichten | e-mail | e-mails | postfach",
    subscribing="""
        melden sie sich | abonnieren sie | bestellen sie | jetzt abonnieren | jetzt anmelden | erhalten sie | abonniere
        melde dich | jetzt zum | jetzt unseren | hier zum | hier können sie
    """,
    letter_lines="""
        newsletter abonnieren | newsletter bestellen | newsletter anmelden | zum newsletter | jetzt abonnieren
        jetzt anmelden | jetzt registrieren | jetzt kostenlos registrieren | jetzt kostenlos anmelden | unser newsletter
        jetzt den newsletter abonnieren | hier abonnieren | anmelden | registrieren | ihre e-mail-adresse
        vielen dank! wir haben ihnen eine e-mail geschickt
    """,
    paywall="""
        dieser artikel ist nur für | dieser artikel ist exklusiv für | dieser inhalt ist nur für
        dieser inhalt ist exklusiv für | dieser beitrag ist nur für | dieser beitrag ist exklusiv für
        dieser artikel ist abonnenten vorbehalten | bereits abonnent | sie sind bereits abonnent | bereits registriert
        bereits kunde | schon abonnent | jetzt weiterlesen mit | weiterlesen mit | um weiterzulesen
        lesen sie diesen artikel mit | sie möchten weiterlesen | jetzt testen und weiterlesen | jetzt alle artikel lesen
        lesen sie mit einem | mit einem abo lesen
    """,
    giving="""
        bitte unterstützen sie uns | bitte unterstützen sie uns mit einer spende | unterstützen sie uns mit einer spende
        bitte unterstützen sie unsere arbeit | unterstützen sie unsere arbeit | unterstützen sie unseren journalismus
        unterstützen sie unabhängigen journalismus | jetzt spenden | jetzt unterstützen | bitte spenden sie jetzt
        spenden sie jetzt | hier spenden
    """,
    sharing="""
        teilen | drucken | merken | kommentieren | versenden | artikel teilen | diesen artikel teilen | beitrag teilen
        teile diesen artikel | teilen sie diesen artikel
    """,
    follow="folgen sie uns | folgen sie mir | folge uns | folgt uns | besuchen sie uns",
    share_lines="""
        artikel drucken | artikel merken | diesen artikel drucken | diesen artikel merken | auf die merkliste
        link kopieren | link kopiert | per e-mail teilen | artikel versenden | artikel vorlesen | vorlesen | kommentare
        kommentare anzeigen | alle kommentare anzeigen | kommentar schreiben | kommentare lesen | zu den kommentaren
        keine kommentare | zur merkliste hinzufügen | zurück zur startseite
        artikel anhören | diesen artikel anhören | mehr optionen | detailansicht öffnen | zur app | permalink kopieren
        artikelrechte erwerben | folgen ich folge | zur sz-startseite | bild vergrößern
        optimieren sie ihre browsereinstellungen
    """,
    advertisement="""
        anzeige | werbung | anzeigen | advertorial | fortsetzung nach der anzeige | weiter nach der anzeige
        fortsetzung nach der werbung | weiter nach der werbung | lesen sie nach der anzeige weiter
        artikel wird nach der anzeige fortgesetzt | der artikel wird nach der anzeige fortgesetzt | bezahlter inhalt
        gesponserter inhalt | werbung schließen | scrollen, um weiterzulesen
    """,
    cookies="""
        wir verwenden | wir nutzen | wir setzen | diese website | diese webseite | diese seite | unsere website
        unsere webseite | unsere seite | mit der nutzung | durch die nutzung | durch die weitere nutzung | um ihnen
    """,
    cookie_lines="""
        alle akzeptieren | alle ablehnen | alle cookies akzeptieren | cookies akzeptieren | cookies ablehnen
        cookie-einstellungen | cookie-hinweis | datenschutzerklärung | datenschutzhinweis | impressum
        privatsphäre-einstellungen
    """,
    rights="alle rechte vorbehalten | nachdruck verboten | nachdruck nur mit",
    kickers="""
        exklusiv | meinung | kommentar | wissenschaft | wissen | politik | wirtschaft | kultur | gesellschaft | panorama
        ausland | inland | leitartikel | porträt | rezension | kolumne | geschichte | gastbeitrag | analyse | reportage
        sport | eilmeldung | feuilleton | hintergrund
    """,
    sections="""
        einleitung | einführung | zusammenfassung | das wichtigste in kürze | auf einen blick | überblick | übersicht
        inhalt | inhaltsverzeichnis | fazit | vorwort | kurz gesagt
    """,
)
