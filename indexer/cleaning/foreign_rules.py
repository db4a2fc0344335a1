"""Which lines do sites in other languages add to their articles?

French, German, Spanish, Italian, Portuguese, Dutch and Japanese, and a few words of others.
"""

from __future__ import annotations

from indexer.cleaning.rule import LINKED, NETWORK, Rule

__all__ = ["FOREIGN"]

_FRENCH = (
    Rule(
        "newsletter",
        "inscrivez abonnez",
        r"-vous\b.{0,80}\b(?:newsletters?|infolettre|lettre d'information|alertes|chaîne)\b.{0,140}",
    ),
    Rule(
        "newsletter",
        "recevez",
        r" .{0,100}\b(?:newsletters?|infolettre|boîte mail|boîte de réception|par e-?mail)\b.{0,120}",
    ),
    Rule("paywall", "cet", r" article est réservé aux? abonnés.{0,80}"),
    Rule("paywall", "il", r" vous reste \d.{0,20} de cet article à lire.{0,80}"),
    Rule("paywall", "déjà", r" abonnée?s?\b.{0,40}"),
    Rule("read-more", "lire", rf" (?:aussi|également|la suite|plus){LINKED}"),
    Rule("read-more", "à a", rf" (?:lire|voir|découvrir|écouter)(?: aussi| également)?{LINKED}"),
    Rule("read-more", "voir", rf" (?:aussi|plus){LINKED}"),
    Rule("read-more", "sur", rf" le même (?:sujet|thème){LINKED}"),
    Rule("read-more", "articles", rf" (?:liés|similaires|connexes|recommandés|associés){LINKED}"),
    Rule(
        "share",
        "partager partagez",
        rf"(?:(?: cet| l')?\s?article| cette page)?(?: (?:sur|par|via) {NETWORK}.{{0,30}})?",
    ),
    Rule("share", "suivez", rf"-(?:nous|moi) sur {NETWORK}.{{0,60}}"),
    Rule("advertisement", "publicité annonce"),
    Rule("advertisement", "la", r" suite (?:de l'article )?après (?:cette|la) publicité"),
    Rule("cookie", "nous ce", r" (?:utilisons|site (?:utilise|web))\b.{0,80}\bcookies\b.{0,220}"),
    Rule("cookie", "en", r" (?:poursuivant|continuant)\b.{0,100}\bcookies\b.{0,200}"),
    Rule("copyright", "tous", r" droits réservés.{0,80}"),
    Rule("copyright", "reproduction", r" (?:interdite|totale)\b.{0,120}"),
)

_GERMAN = (
    Rule("newsletter", "melden abonnieren bestellen", r" sie\b.{0,80}\b(?:newsletter|kanal)\b.{0,120}"),
    Rule("newsletter", "jetzt", r" .{0,40}newsletter\b.{0,60}|(?: kostenlos)? (?:abonnieren|anmelden|registrieren)"),
    Rule("newsletter", "newsletter", r" (?:abonnieren|bestellen|anmelden)"),
    Rule(
        "paywall",
        "dieser",
        r" (?:artikel|inhalt|beitrag) ist (?:nur|exklusiv) für\b.{0,40}\b(?:abonnent|mitglied).{0,80}",
    ),
    Rule("paywall", "bereits", r" (?:abonnent|registriert|kunde).{0,40}"),
    Rule("read-more", "lesen", rf" sie (?:auch|mehr|hier|dazu)(?: (?:hier|dazu|unseren artikel))?{LINKED}"),
    Rule("read-more", "mehr", rf" (?:zum thema|dazu|lesen|artikel){LINKED}"),
    Rule("read-more", "siehe", rf" auch{LINKED}"),
    Rule("read-more", "weiterlesen", LINKED),
    Rule("read-more", "das", rf" könnte (?:sie|dich) auch interessieren{LINKED}"),
    Rule("read-more", "auch", rf" interessant{LINKED}"),
    Rule("share", "teilen drucken", rf"(?: (?:auf|per|via) {NETWORK}.{{0,30}})?"),
    Rule("share", "artikel diesen", r"(?: artikel)? (?:teilen|drucken|merken)"),
    Rule("share", "folgen", rf" sie (?:uns|mir) (?:auf|bei) {NETWORK}.{{0,60}}"),
    Rule("advertisement", "anzeige werbung"),
    Rule("advertisement", "fortsetzung weiter", r" nach der (?:anzeige|werbung)"),
    Rule("cookie", "wir", r" (?:verwenden|nutzen|setzen)\b.{0,80}\bcookies\b.{0,220}"),
    Rule("cookie", "diese unsere", r" (?:web)?(?:seite|site)\b.{0,60}\bcookies\b.{0,220}"),
    Rule("copyright", "alle", r" rechte vorbehalten.{0,80}"),
)

_SPANISH = (
    Rule(
        "newsletter",
        "suscríbete suscríbase regístrate apúntate",
        r" .{0,80}\b(?:boletín|boletines|newsletters?|correo)\b.{0,120}",
    ),
    Rule("read-more", "lea lee leer ver", rf" (?:también|más){LINKED}"),
    Rule("read-more", "te le", rf" puede interesar{LINKED}"),
    Rule("read-more", "noticias", rf" relacionadas{LINKED}"),
    Rule(
        "share",
        "compartir comparte",
        rf"(?: est[ae] (?:artículo|noticia|página))?(?: (?:en|por|vía) {NETWORK}.{{0,30}})?",
    ),
    Rule("share", "síguenos síganos", rf" en {NETWORK}.{{0,60}}"),
    Rule("advertisement", "publicidad"),
    Rule("cookie", "utilizamos usamos", r" .{0,80}\bcookies\b.{0,200}"),
    Rule("cookie", "este esta", r" (?:sitio|web|página)\b.{0,60}\bcookies\b.{0,200}"),
    Rule("copyright", "todos", r" los derechos reservados.{0,80}"),
)

_OTHERS = (
    Rule("read-more", "leggi", rf" anche{LINKED}"),
    Rule("read-more", "leia veja", rf" (?:também|mais){LINKED}"),
    Rule("read-more", "lees", rf" (?:ook|verder|meer){LINKED}"),
    Rule("read-more", "関連記事 関連ニュース あわせて読みたい 続きを読む", LINKED),
    Rule("share", "condividi compartilhar compartilhe", rf"(?: (?:su|no|via) {NETWORK}.{{0,30}})?"),
    Rule("share", "seguici siga-nos", rf" (?:su|no) {NETWORK}.{{0,60}}"),
    Rule("share", "シェア シェアする ツイート"),
    Rule("advertisement", "pubblicità publicidade advertentie annons reklame реклама 広告"),
)

FOREIGN: tuple[Rule, ...] = (*_FRENCH, *_GERMAN, *_SPANISH, *_OTHERS)
