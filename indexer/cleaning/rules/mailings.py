"""Which lines do programs add that send articles: newsletters, mailing lists, feeds?"""

from __future__ import annotations

from indexer.cleaning.rules.rule import END, Rule

__all__ = ["MAILINGS"]

_ADDRESS = r"(?:\s?[|:•·–-]?\s?[\[(<]?\s?\w{3,6}://\S{1,400}\s?[\])>]?)?"
_BETWEEN = r"\s?[|•·,/]\s?"
# Each goes as far as it can: to try all ways to part a line with 50 marks took a second, one with 20 marks 5 ms.
_OTHERS = rf"{_ADDRESS}(?:(?>{_BETWEEN}.{{2,60}}(?={_BETWEEN}..|{END}\Z))){{0,6}}"
_LETTER = r"(?:e-?mails?|messages?|newsletters?|mailings?|posts?|issues?|updates?|correspondence)"
_BROWSER = (
    r" (?:in (?:your |a |the )?(?:web )?browser|on (?:the|our) (?:web|web ?site)|online|as a web ?page|in (?:the )?app)"
)

_ENGLISH = (
    Rule(
        "newsletter",
        "unsubscribe",
        r"(?: (?:here|now|instantly|at any time|from (?:this|our|all|these|future)\b.{1,60}|\S{1,60}@\S{1,60}))?"
        rf"{_OTHERS}",
    ),
    Rule(
        "newsletter",
        "view read open see",
        rf"(?: (?:this|the|our))?(?: (?:{_LETTER}|story|version))?{_BROWSER}(?: (?:at|here))?{_OTHERS}",
    ),
    Rule(
        "newsletter",
        "you you're",
        rf"(?: are| have been| were| have)?(?: currently)? (?:receiv(?:ed|ing)|getting|got|sent|subscribed to)"
        rf" (?:(?:this|these|our) {_LETTER}|this because)\b.{{0,220}}",
    ),
    Rule(
        "newsletter",
        "this",
        rf" (?:{_LETTER}) (?:was|has been|is being) (?:sent|delivered|intended) (?:to|by|from|for) .{{2,200}}",
    ),
    Rule(
        "newsletter",
        "update manage change edit adjust",
        r"(?: your| my)?(?: (?:e-?mail|subscription|notification|mailing|newsletter))?"
        rf" (?:preferences|subscriptions?|profile|settings)(?:,? (?:or|and) (?:to )?unsubscribe(?: here)?)?{_OTHERS}",
    ),
    Rule(
        "newsletter",
        "you you're",
        r"(?: are|'re)? (?:reading|viewing) (?:a|the) (?:plain[ -]text|text(?:-only)?) version of this "
        rf"{_LETTER}\b.{{0,200}}",
    ),
    Rule("newsletter", "you you've", r"(?: have)? just read (?:issue|(?:this|the) .{1,40}(?:issue|edition))\b.{0,220}"),
    Rule("newsletter", "this", rf" {_LETTER}(?: is| was)? brought to you by .{{2,200}}"),
    Rule("newsletter", "did", rf" you (?:enjoy|like|love) (?:reading )?(?:this|today's) {_LETTER}\?.{{0,60}}"),
    Rule("newsletter", "this", r" post is public(?:,? (?:so|and) feel free to share it)?"),
    Rule("newsletter", "upgrade", r" to (?:paid|premium)"),
    Rule("newsletter", "you you're", r"(?: are|'re)? (?:currently )?a (?:free|paid) subscriber\b.{0,200}"),
    Rule(
        "share",
        "if",
        rf" you (?:liked?|enjoy(?:ed)?) (?:reading )?this {_LETTER}\b.{{0,100}}\bshar(?:e|ing)\b.{{0,60}}",
    ),
    Rule("newsletter", "sent", r" to \S{1,60}@\S{1,60}.{0,100}"),
    Rule(
        "newsletter",
        "add please to",
        r"\b.{0,160}\b(?:to|in) your (?:address book|contacts?(?: list)?|safe[ -]senders?(?: list)?)\b.{0,120}",
    ),
    Rule(
        "newsletter",
        "email e-mail is images",
        r"(?: this)?(?: e-?mail| message| newsletter)? not (?:display(?:ing|ed)|showing|loading|rendering)\b.{0,120}",
    ),
    Rule("newsletter", "no", r" (?:images|pictures)\? .{2,60}"),
    Rule("newsletter", "view web online read", r"(?: the)?(?: web| online)?[ -]version"),
    Rule("newsletter", "forward send", rf" (?:this |it )?(?:{_LETTER} )?to a (?:friend|colleague){_OTHERS}"),
    Rule(
        "newsletter",
        "having can't cannot trouble problems",
        rf" ?(?:trouble |problems )?(?:viewing|seeing|reading|see|view|read) this {_LETTER}\b.{{0,160}}",
    ),
    Rule(
        "newsletter",
        "if",
        rf" you (?:can't|cannot|have trouble|are having trouble) (?:see|view|read|viewing|reading) this "
        rf"{_LETTER}\b.{{0,160}}",
    ),
    Rule(
        "newsletter",
        "if to",
        r"(?: you)?(?: (?:no longer (?:wish|want)|do not wish|don't want|would like|want|wish))?(?: to)?"
        rf" (?:unsubscribe|(?:stop )?receiv(?:e|ing) (?:these|this|our|future|further|any more|more) "
        rf"{_LETTER})\b.{{0,200}}",
    ),
    Rule("newsletter", "don't no", rf" (?:longer )?want (?:to receive )?(?:these|this|our) {_LETTER}\b.{{0,160}}"),
    Rule("newsletter", "was", rf" this {_LETTER} forwarded to you\?.{{0,160}}"),
    Rule("newsletter", "forwarded", rf" this {_LETTER}\?.{{0,160}}"),
    Rule("newsletter", "our", r" (?:mailing|postal) address is\b.{0,160}"),
    Rule("newsletter", "thank thanks", r"(?: you)? for reading\b.{0,80}[.!,] ?(?:subscribe|sign up|please "
                                       r"share|this post is)\b.{0,200}"),
    Rule("read-more", "continue keep", r" reading\b.{0,240}?(?:→|»|›|>>|…|\.\.\.)"),
    Rule("read-more", "submitted", r" by /?u/[\w-]{2,40}(?: to r/[\w-]{2,40})?(?: \[\w{4,8}\]){0,3}"),
    Rule("read-more", "the", r" (?:post|article|entry) .{1,240}? (?:first )?appeared (?:first )?on .{1,100}"),
)  # fmt: skip

# The same in other languages, as their newsletters and the feeds of WordPress have it.
_OTHERS_LANGUAGES = (
    Rule("read-more", "der", r" (?:beitrag|artikel) .{1,240}? erschien zuerst (?:auf|bei) .{1,100}"),
    Rule("read-more", "l'article l", r"(?:'article)? .{1,240}? est apparu en premier sur .{1,100}"),
    Rule("read-more", "la", r" entrada .{1,240}? (?:se publicó primero|apareció primero) en .{1,100}"),
    Rule("read-more", "l'articolo l", r"(?:'articolo)? .{1,240}? (?:proviene da|sembra essere il primo su) .{1,100}"),
    Rule("read-more", "o", r" (?:post|artigo) .{1,240}? (?:apareceu|aparece) primeiro em .{1,100}"),
    Rule("read-more", "het", r" bericht .{1,240}? (?:verscheen|is) (?:eerst|het eerst) (?:verschenen )?op .{1,100}"),
    Rule(
        "newsletter",
        "im diese diesen newsletter online",
        rf"(?: (?:e-?mail|newsletter|nachricht))?(?: im)? ?browser (?:ansehen|anzeigen|lesen|öffnen){_OTHERS}",
    ),
    Rule(
        "newsletter",
        "wenn falls sollte sollten wird werden können",
        r" (?:sie )?(?:diese[rns]?|unsere[rn]?|die|der|den) (?:e-?mail|mail|nachricht|newsletter|inhalte)\b.{0,40}"
        r"\bnicht (?:richtig|korrekt|vollständig|ordnungsgemäß|optimal|einwandfrei|lesen|sehen)\b.{0,120}",
    ),
    Rule("newsletter", "probleme", r" (?:bei der|mit der) (?:darstellung|anzeige)\b.{0,80}"),
    Rule("newsletter", "abmelden abbestellen", rf"{_OTHERS}"),
    Rule("newsletter", "newsletter", rf" (?:abbestellen|abmelden){_OTHERS}"),
    Rule("newsletter", "sie du", r" (?:erhalten|erhältst|bekommen|bekommst) (?:diese e-?mail|diesen "
                                 r"newsletter)\b.{0,220}"),
    Rule("newsletter", "voir lire afficher", rf" .{{0,30}}(?:dans (?:votre|le) navigateur|en ligne){_OTHERS}"),
    Rule(
        "newsletter",
        "si",
        r" (?:ce message|cet e-?mail|ce courriel|cette (?:newsletter|lettre)|vous n(?:e|'arrivez pas|'arrivez))\b"
        r".{0,60}\b(?:s'affiche|visualis|lire|voir|affich).{0,120}",
    ),
    Rule("newsletter", "se", rf" (?:désabonner|désinscrire){_OTHERS}"),
    Rule("newsletter", "vous", r" recevez (?:cet e-?mail|ce message|ce courriel|cette newsletter)\b.{0,220}"),
    Rule("newsletter", "ver", rf" .{{0,30}}\b(?:en (?:el|tu|su) navegador|no navegador|en línea){_OTHERS}"),
    Rule(
        "newsletter",
        "si no ¿no",
        r"(?: no)? (?:puedes?|ves?|visualizas?|logras?)(?: (?:ver|leer|visualizar))?(?: (?:bien|correctamente))?"
        r" (?:este|el) (?:correo|e-?mail|mensaje|boletín)\b.{0,120}",
    ),
    Rule("newsletter", "darse", rf" de baja{_OTHERS}"),
    Rule("newsletter", "cancelar", rf" (?:la )?(?:suscripción|inscrição|subscrição){_OTHERS}"),
    Rule("newsletter", "recibes recibe has ha", r"(?: recibido)? este (?:correo|e-?mail|mensaje)\b.{0,220}"),
    Rule("newsletter", "visualizza leggi apri", rf" .{{0,30}}\b(?:nel (?:tuo )?browser|online){_OTHERS}"),
    Rule(
        "newsletter",
        "se non",
        r"(?: non)? (?:visualizzi|riesci a (?:visualizzare|leggere|vedere)|vedi|leggi)(?: (?:bene|correttamente))?"
        r" (?:questa|la) (?:e-?mail|newsletter|comunicazione)\b.{0,120}",
    ),
    Rule("newsletter", "disiscriviti", rf"{_OTHERS}"),
    Rule("newsletter", "cancella annulla", rf" (?:l'|la )?(?:tua )?iscrizione{_OTHERS}"),
    Rule("newsletter", "ricevi hai", r"(?: ricevuto)? questa (?:e-?mail|newsletter)\b.{0,220}"),
    Rule(
        "newsletter",
        "se caso não",
        r"(?: não)? (?:consegue|consiga|está conseguindo)(?: (?:ver|ler|visualizar))(?: (?:bem|corretamente))?"
        r" (?:este|esta|o) (?:e-?mail|mensagem|newsletter)\b.{0,120}",
    ),
    Rule("newsletter", "você está", r"(?: está)? (?:recebendo|a receber) este e-?mail\b.{0,220}"),
    Rule("newsletter", "bekijk lees", rf" .{{0,30}}\b(?:in (?:je |uw |de )?browser|online){_OTHERS}"),
    Rule(
        "newsletter",
        "wordt kunt kun als",
        r" (?:u |je )?(?:deze|dit|de) (?:e-?mail|nieuwsbrief|bericht)\b.{0,20}"
        r"\bniet (?:goed|correct|juist|lezen|bekijken)\b.{0,120}",
    ),
    Rule("newsletter", "uitschrijven afmelden", rf"{_OTHERS}"),
    Rule("newsletter", "u je", r" ontvangt deze (?:e-?mail|nieuwsbrief)\b.{0,220}"),
)  # fmt: skip

# How a line says where to leave, or to whom it was sent, that begins with who would want to.
_LEAVING = (
    Rule(
        "newsletter",
        "click tap klicken cliquez haga haz clicca clique klik",
        r"\b.{1,80}\b(?:unsubscribe|opt[ -]out|browser|abbestell\w*|abzubestellen|abmelden|abzumelden|austragen"
        r"|désabonner|désinscrire|navigateur|baja|suscripción|navegador|cancellar\w*|disiscriver\w*|inscrição|subscrição"
        r"|afmelden|af te melden|uitschrijven|uit te schrijven)\b.{0,80}",
    ),
    Rule(
        "newsletter",
        "diese dieser diesen",
        r" (?:e-?mail|nachricht|newsletter) wurde (?:an|von) .{3,100} (?:gesendet|versandt|versendet|verschickt)",
    ),
    Rule(
        "newsletter",
        "ce cet cette este esta questa deze",
        r" (?:e-?mail|courriel|message|newsletter|lettre|correo(?: electrónico)?|mensaje|boletín|mensagem|comunicazione"
        r"|nieuwsbrief) (?:(?:vous )?a été|ha sido|fue|se ha|foi|è stata|is) "
        r"(?:envoyée?|adressée?|enviad[oa]|inviata|verzonden|verstuurd) (?:à|par|a|por|para|da|aan|naar|door) .{3,160}",
    ),
    Rule("newsletter", "abonnement", r" (?:beenden|kündigen|verwalten|ändern)"),
    Rule(
        "newsletter",
        "wenn falls sollten möchten",
        r" sie (?:.{0,80}\b)?(?:e-?mails?|newsletter|nachrichten)\b.{0,120}"
        r"\b(?:abbestell\w*|abmelde\w*|austragen|klicken sie)\b.{0,120}",
    ),
    Rule("newsletter", "si vous", r"(?: vous)? ne (?:souhaitez|voulez|désirez) plus recevoir .{3,200}"),
    Rule("newsletter", "si", r" (?:ya )?no (?:desea|deseas|quiere|quieres) (?:seguir )?(?:recib\w+|más) .{3,200}"),
    Rule("newsletter", "se", r" non (?:desideri|vuoi|desidera) più ricevere .{3,200}"),
    Rule("newsletter", "se caso", r" (?:não|nao) (?:deseja|deseje|quer|queira) mais receber .{3,200}"),
    Rule("newsletter", "als", r" (?:u|je) (?:deze|dit|onze) .{0,60}\bniet meer wilt? ontvangen.{0,160}"),
    Rule("newsletter", "чтобы отписаться", r"(?: отписаться)?(?: от (?:этой |нашей )?рассылки)?\b.{0,160}"),
    Rule("newsletter", "если", r" вы (?:больше )?не хотите получать .{3,200}"),
    Rule("newsletter", "配信停止 配信停止は 配信停止はこちら 退订 取消订阅 退訂 取消訂閱 수신거부", r".{0,120}"),
)  # fmt: skip

# What the programs of telephones, scanners of viruses and the servers of offices add to a mail.
_DEVICE = (
    r"(?:(?:i|my )?(?:iphone|ipad|galaxy|samsung|android|blackberry|pixel|huawei|xiaomi|nokia|mobile|phone|tablet)"
    r"|(?:yahoo|aol|proton|gmx|gmail|outlook|fast|spark|air)\s?mail|outlook|protonmail|thunderbird|spark|gmx|tutanota"
    r"|mail (?:for|für|pour|para|per|voor) windows|web\.de)"
)
_ADDED = (
    Rule("signature", "sent", rf" (?:from|via|with|using) (?:my |the |a )?(?:\w+ )?{_DEVICE}\b.{{0,100}}"),
    Rule("signature", "get", rf" (?:outlook|gmail|spark|yahoo mail) for (?:ios|android|mac|windows){_ADDRESS}"),
    Rule("signature", "von", rf" mein(?:em|er) {_DEVICE}\b.{{0,40}} gesendet"),
    Rule("signature", "gesendet", rf" (?:von|mit|über) (?:mein(?:em|er) |der )?(?:\w+ )?{_DEVICE}\b.{{0,100}}"),
    Rule("signature", "holen", rf" sie sich outlook für .{{2,20}}{_ADDRESS}"),
    Rule("signature", "envoyé", rf" (?:de(?:puis)?|avec|à partir de) (?:mon )?(?:\w+ )?{_DEVICE}\b.{{0,80}}"),
    Rule("signature", "télécharger obtenir obtener ottieni obter", rf" outlook (?:pour|para|per) .{{2,20}}{_ADDRESS}"),
    Rule("signature", "enviado", rf" (?:desde|do|de|con|com|pelo) (?:mi |meu |el )?(?:\w+ )?{_DEVICE}\b.{{0,80}}"),
    Rule("signature", "inviato", rf" (?:da|dal|con) (?:mio |il )?(?:\w+ )?{_DEVICE}\b.{{0,80}}"),
    Rule("signature", "verstuurd verzonden", rf" (?:vanaf|vanuit|met|van) (?:mijn )?(?:\w+ )?{_DEVICE}\b.{{0,80}}"),
    Rule("signature", "skickat sendt wysłane odesláno", rf" (?:från|fra|z|ze) (?:min |mojego )?{_DEVICE}.{{0,60}}"),
    Rule("signature", "отправлено", rf" (?:с|из|от) .{{0,30}}(?:{_DEVICE}|почты|mail\.ru|телефона).{{0,60}}"),
    Rule("signature", "发自我的iphone 发自我的ipad 發自我的iphone 從我的iphone傳送 iphoneから送信 ipadから送信"),
    Rule("signature", "나의", rf" {_DEVICE}에서 보냄"),
    Rule("signature", "this", r" e-?mail (?:has been|was) (?:checked for viruses|scanned) by .{2,120}"),
    Rule("signature", "virus-free virenfrei", rf"\.?(?: www\.\w+\.\w+)?{_ADDRESS}"),
    Rule("signature", "diese", r" e-?mail wurde (?:von .{2,40} )?auf viren (?:geprüft|überprüft).{0,80}"),
    Rule("signature", "please", r" consider the environment before printing.{0,60}"),
    Rule(
        "signature",
        "caution external warning attention notice",
        r"(?: e-?mail| sender| message)? ?\]?:? ?this (?:e-?mail|message) (?:originated|was sent|comes|came|is)"
        r" (?:from )?(?:outside|an external|external)\b.{0,260}",
    ),
    Rule("signature", "you", r" don't often get e-?mail from .{3,80}\. learn why this is important.{0,80}"),
    Rule("list-footer", "to", r" (?:view|visit) this discussion (?:on the web )?,? ?(?:visit)? ?https?://.{10,300}"),
    Rule("list-footer", "to", r" (?:post|send e-?mail) to this group, (?:send (?:an )?e-?mail to|visit).{3,120}"),
    Rule("list-footer", "for", r" more options,? visit https?://.{8,200}"),
    Rule("list-footer", "visit", r" this group at https?://.{8,200}"),
)  # fmt: skip

MAILINGS: tuple[Rule, ...] = (*_ENGLISH, *_OTHERS_LANGUAGES, *_LEAVING, *_ADDED)
