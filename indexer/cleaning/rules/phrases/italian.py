"""Which words do Italian-language papers put around their articles?"""

from __future__ import annotations

from indexer.cleaning.rules.phrases.table import Phrases

__all__ = ["ITALIAN"]

ITALIAN = Phrases(
    published="pubblicato | pubblicata | data di pubblicazione | data | creato | pubblicato originariamente",
    updated="""
        aggiornato | aggiornata | ultimo aggiornamento | aggiornamento | modificato | ultima modifica
        data di aggiornamento
    """,
    on="il",
    at="alle | alle ore | ore",
    ages=r"""
        (?:\d{1,3}|un[oa']?)\s?(?:second[oi]|minut[oi]|min|or[ae]|giorn[oi]|settiman[ae]|mes[ei]|ann[oi])\sfa
        (?:tempo\sdi\s)?lettura\s?:?\s\d{1,3}\smin(?:ut[oi])?\.? | \d{1,3}\smin(?:ut[oi])?\.?\sdi\slettura
    """,
    by="""
        scritto da | pubblicato da | a cura di | testo di | articolo di | intervista di | dal nostro inviato
        dalla nostra inviata | dal nostro corrispondente | dalla nostra corrispondente
    """,
    perhaps_by="di | da",
    conjunction="e | ed",
    writing="a | per | da | dal",
    roles=r"corrispondent[ei] | inviat[oaie] | redazion\w+ | giornalist\w+ | editorialista | cronista",
    trades="corrispondente | giornalista | inviat[oa] | editorialista",
    picture="""
        foto | fotografia | fotografie | immagine | immagini | foto d'archivio | immagine d'archivio | crediti
        crediti foto | credito | credits | illustrazione | infografica | fonte foto | fonte immagine | vignetta
        fotogramma
    """,
    picture_by="di | via | per gentile concessione di",
    stock="foto d'archivio | immagine d'archivio | foto di repertorio",
    reporting="""
        reportage di | servizio di | scritto da | editing di | a cura di | tradotto da | redazione
        con il contributo di
    """,
    source="fonte",
    related="""
        leggi anche | leggi di più | leggi tutto | leggi ancora | leggete anche | per approfondire | approfondisci
        approfondimenti | articoli correlati | articolo correlato | notizie correlate | potrebbe interessarti
        potrebbe interessarti anche | ti potrebbe interessare | ti potrebbe interessare anche | guarda anche
        vedi anche | sullo stesso argomento | sullo stesso tema | i più letti | più letti | da non perdere
        continua a leggere | altre notizie | consigliati per te
    """,
    reading="leggi l'articolo completo | leggi l'articolo | torna alla home | tutte le notizie",
    letters="newsletter | newsletters | posta elettronica | e-mail | email | canale whatsapp | canale telegram",
    subscribing="iscriviti | abbonati | ricevi | registrati | iscrivetevi",
    letter_lines="""
        abbonati | iscriviti | registrati | accedi | abbonati ora | abbonati subito | iscriviti ora | la tua e-mail
        la tua email
    """,
    paywall="""
        questo articolo è riservato agli abbonati | questo contenuto è riservato agli abbonati
        contenuto riservato agli abbonati | articolo riservato agli abbonati | sei già abbonato | già abbonato
        hai già un abbonamento | abbonati per leggere | abbonati per continuare | per continuare a leggere
        questo contenuto è riservato | registrati per continuare a leggere
    """,
    giving="""
        fai una donazione | fai una donazione ora | dona ora | sostienici | sostieni il nostro lavoro
        sostieni il nostro giornale | sostieni il nostro giornalismo | sostieni l'informazione indipendente
    """,
    sharing="condividi | condividere | condividi questo articolo | condividi l'articolo | condividi su | commenta",
    follow="seguici | seguiteci | segui",
    share_lines="""
        commenti | vedi i commenti | leggi i commenti | copia link | copia il link | link copiato | lascia un commento
        scrivi un commento | salva articolo | stampa articolo | ascolta l'articolo | aggiungi ai preferiti
        ascolta | leggi e commenta | vai a tutte le notizie | ultima ora | argomenti
    """,
    advertisement="""
        pubblicità | annuncio | annunci | contenuto sponsorizzato | sponsorizzato | continua dopo la pubblicità
        l'articolo continua dopo la pubblicità | l'articolo prosegue dopo la pubblicità | messaggio pubblicitario
    """,
    cookies="""
        utilizziamo | usiamo | questo sito | questo sito web | noi e i nostri partner | il nostro sito | proseguendo
        continuando | cliccando
    """,
    cookie_lines="""
        accetta tutto | accetta tutti | rifiuta tutto | rifiuta tutti | accetta i cookie | accetta tutti i cookie
        gestisci i cookie | impostazioni cookie | cookie policy | informativa sulla privacy | informativa privacy
        continua senza accettare
    """,
    rights="tutti i diritti riservati | riproduzione riservata | diritti riservati",
    kickers="""
        esclusiva | analisi | opinioni | scienza | intervista | politica | economia | mondo | esteri | cronaca | cultura
        editoriale | commento | inchiesta | sport | ultim'ora
    """,
    sections="""
        introduzione | riassunto | indice | in breve | in sintesi | punti chiave | premessa | conclusione | conclusioni
        contenuti | sommario
    """,
)
