"""Which words do Dutch-language papers put around their articles?"""

from __future__ import annotations

from indexer.cleaning.rules.phrases.table import Phrases

__all__ = ["DUTCH"]

DUTCH = Phrases(
    published="gepubliceerd | geplaatst | geschreven | publicatiedatum | datum | verschenen | eerst gepubliceerd",
    updated="""
        bijgewerkt | laatst bijgewerkt | laatste update | update | aangepast | laatst aangepast | gewijzigd
        laatst gewijzigd | geactualiseerd
    """,
    on="op",
    at="om",
    ages=r"""
        (?:ongeveer\s)?(?:\d{1,3}|een)\s(?:seconden?|minu(?:ut|ten)|min|uur|uren|dag(?:en)?|we(?:ek|ken)|maand(?:en)?|jaar)\sgeleden
        leestijd\s?:?\s(?:ca\.?\s)?\d{1,3}\smin(?:uten|uut)?\.? | \d{1,3}\smin(?:uten|uut)?\.?\s(?:lezen|leestijd)
    """,
    by="geschreven door | tekst door | een artikel van | een reportage van | gepubliceerd door | tekst: | auteur:",
    perhaps_by="door | van",
    conjunction="en",
    writing="in | voor | uit | bij | vanuit",
    roles=r"""
        redact\w+ | correspondente? | verslaggev\w+ | journaliste? | columniste? | redacteuren | politiek verslaggever
    """,
    trades="redacteur | redactrice | verslaggever | verslaggeefster | columnist",
    picture="""
        foto | foto's | beeld | beelden | fotografie | fotograaf | archieffoto | archiefbeeld | illustratie
        infographic | bron foto | credits | fotocredits | beeldbron
    """,
    picture_by="door | van | via",
    stock="archieffoto | archiefbeeld | foto ter illustratie",
    reporting="verslaggeving door | verslag van | geschreven door | redactie | bewerkt door | met medewerking van",
    source="bron | met informatie van | met",
    related="""
        lees ook | lees meer | lees verder | lees hier | lees ook dit | lees dit ook | bekijk ook | kijk ook | zie ook
        luister ook | meer over dit onderwerp | meer lezen | ook interessant | gerelateerd | gerelateerde artikelen
        gerelateerd nieuws | verwante artikelen | aanbevolen | aanbevolen artikelen | meest gelezen | mis niets
        misschien ook interessant | dit vind je misschien ook interessant | meer nieuws | verder lezen
    """,
    reading="""
        lees het hele artikel | lees het volledige artikel | naar de voorpagina | bekijk alle artikelen
        terug naar home
    """,
    letters="nieuwsbrief | nieuwsbrieven | newsletter | mailbox | inbox | e-mail | whatsapp-kanaal",
    subscribing="""
        schrijf je in | schrijf u in | meld je aan | meld u aan | abonneer je | abonneer u | ontvang | krijg
    """,
    letter_lines="""
        abonneren | inschrijven | aanmelden | inloggen | registreren | abonneer je nu | nu abonneren | nieuwsbrief
        nieuwsbrieven | uw e-mailadres | je e-mailadres | neem een abonnement
    """,
    paywall="""
        dit artikel is alleen voor | dit artikel is exclusief voor | dit artikel is voorbehouden aan
        exclusief voor abonnees | alleen voor abonnees | al abonnee | ben je al abonnee | bent u al abonnee
        om verder te lezen | verder lezen met | word abonnee | neem een abonnement om | log in om verder te lezen
    """,
    giving="""
        doneer nu | doe een donatie | steun ons | steun ons met een donatie | steun ons werk | steun onze journalistiek
        steun onafhankelijke journalistiek
    """,
    sharing="delen | deel dit artikel | artikel delen | printen | afdrukken | reageren | reageer | bewaren",
    follow="deel | deel dit | deel dit artikel | volg ons | volg mij | volg",
    share_lines="""
        reacties | bekijk reacties | lees de reacties | plaats een reactie | link kopiëren | kopieer link
        link gekopieerd | artikel bewaren | artikel opslaan | bewaar artikel | print dit artikel
        luister naar dit artikel | geen reacties
        luister | leeslijst | mail de redactie | deel artikel | ziet u een taalfout of een feitelijke onjuistheid?
        geselecteerd door de redactie
    """,
    advertisement="""
        advertentie | advertenties | reclame | gesponsord | gesponsorde inhoud | lees verder na de advertentie
        artikel gaat verder na de advertentie | lees verder onder de advertentie
        tekst gaat verder onder de advertentie | tekst gaat door onder de foto | lees verder onder de foto
        tekst loopt door onder de foto | ingezonden mededeling
    """,
    cookies="""
        wij gebruiken | we gebruiken | deze website | deze site | onze website | wij en onze partners
        door verder te gaan | door gebruik te maken
    """,
    cookie_lines="""
        alles accepteren | alles weigeren | alle cookies accepteren | cookies accepteren | cookies weigeren
        cookie-instellingen | cookieinstellingen | cookiebeleid | privacybeleid | privacyverklaring
        accepteer alle cookies
    """,
    rights="alle rechten voorbehouden | auteursrechten voorbehouden | overname zonder toestemming",
    kickers="""
        exclusief | analyse | opinie | wetenschap | interview | reportage | politiek | economie | cultuur | buitenland
        binnenland | samenleving | column | achtergrond | sport | recensie
    """,
    sections="inleiding | samenvatting | in het kort | inhoud | inhoudsopgave | kernpunten | conclusie | voorwoord",
)
