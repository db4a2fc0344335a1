"""Which lines does a news page have for playing, saving and printing an article, and for who else worked on it?

Each rule needs more than a word that could open a sentence: whole lines, or openings that only such pages have.
"""

from __future__ import annotations

from indexer.cleaning.rules.rule import NETWORK, Rule

__all__ = ["PAGE_LINES"]

_ARTICLE = r"(?:article|story|page|post|piece|content)"
_WINDOW = r"\(opens? in (?:a )?new (?:window|tab)\)"
_NAMED = r"(?-i:[A-ZÀ-Þ])"

_BUTTONS = (
    Rule("share", "page", r": \d(?: \d)* next.{0,3}"),
    Rule("share", "page seite página pagina strona", r" \d{1,3} (?:of|von|de|di|sur|van|z|/) \d{1,3}"),
    Rule("share", "#", r"\d? of \d{1,3} \|"),
    Rule("share", "prev", r" story"),
    Rule("share", "corrections", r" and clarifications\s?\|.{0,80}"),
    Rule("share", "editorial", r" (?:policies|code of conduct)"),
    Rule("share", "send", r" your news & photos"),
    Rule("share", "get", r" involved with the news"),
    Rule("share", "don't", r" show me this message again\W?"),
    Rule("share", "find", r" your bookmarks in your .{3,80}"),
    Rule("share", "join", r" thought-provoking conversations\b.{0,100}"),
    Rule("share", "authors", r" and topics you follow will be added to your\b.{0,80}"),
    Rule("share", "the", r" (?-i:[A-Z])\w+ values your comments\b.{0,200}"),
    Rule("share", "comments", r" have to be in english, and in full sentences\b.{0,200}"),
    Rule("share", "what", r" readers are saying"),
    Rule("share", "newyou", r" can now listen to .{3,40} articles"),
    Rule("share", "current", r" progress \d+%"),
    Rule("share", "please", r" use the sharing tools found via the share button\b.{0,280}"),
    Rule("share", "you", r" have been granted access, use your keyboard to continue reading"),
    Rule("share", "share", rf" (?:full )?{_ARTICLE}(?: (?:on|via) .{{2,30}})?"),
    Rule("share", "share", rf" or comment on this {_ARTICLE}: .{{3,200}}"),
    Rule("share", "all", r" sharing options"),
    Rule("share", "social", r" sharing"),
    Rule("share", "give gift", rf" (?:article|this {_ARTICLE}(?: free)?)"),
    Rule("share", "save", rf"(?: (?:this )?(?:{_ARTICLE}|articles for later))?"),
    Rule(
        "share",
        "add",
        r" (?:articles to your saved list\b.{0,60}"
        r"|to (?:myft|favou?rites|reading list|(?:your )?saved (?:stories|articles|items)))",
    ),
    Rule("share", "article", r" bookmarked"),
    Rule("share", "read", r" later"),
    Rule("share", "reuse", rf" this content(?:\s?{_WINDOW})?"),
    Rule("share", "license", rf" this {_ARTICLE}"),
    Rule("share", "print", rf" this {_ARTICLE}"),
    Rule(
        "share",
        "facebook twitter x linkedin email whatsapp bluesky threads copy reddit",
        rf"(?: link)? {_WINDOW}",
    ),
    Rule("share", "jump", r" to (?:comments(?: section)?|recipe|video)"),
    Rule("share", "print", r" recipe"),
    Rule("share", "reader", r" comments(?: \d{1,5})?"),
    Rule("share", "#", r"\d{0,4} (?:new )?comments? \(\d+ new\)|,\d{3} viewing"),
    Rule("share", "share", r" your thoughts"),
    Rule("share", "join", r" our commenting forum(?: below)?"),
    Rule(
        "share",
        "follow",
        rf" (?:related )?(?:the )?(?:authors|topics)(?: and (?:authors|topics))?(?: (?:in|from) this {_ARTICLE})?\b"
        r".{0,100}",
    ),
    Rule(
        "share",
        "follow",
        r" (?:[\w’'.-]{1,20} ){1,4}(?:coverage|news)\b.{0,40} "
        r"(?:at https?://\S+|on (?:facebook|bbc sounds|x|twitter|instagram)\b.{0,80})",
    ),
    Rule("share", "follow", r" us on social media"),
    Rule("share", "follow", rf" {_NAMED}[\w '&-]{{1,40}} on {NETWORK}.{{0,80}}"),
    Rule("share", "find", rf" {_NAMED}[\w: ]{{2,40}} on facebook, (?:instagram|twitter|x)\b.{{0,160}}"),
    Rule("share", "back", r" to top"),
    Rule(
        "share",
        "make add choose set",
        r" (?:us (?:as )?preferred|[\w'&. ]{2,40}? as (?:an? |your )?preferred (?:news )?source)"
        r" (?:on|in) google\b.{0,20}",
    ),
    Rule("share", "as", r" a subscriber,? you have (?:\d{1,2}|five|ten) gift (?:articles|links)\b.{0,160}"),
    Rule("share", "something", r" went wrong, please try again later"),
    Rule("share", "report", r" (?:an? )?(?:editorial error|technical issue|error|a correction or typo)"),
    Rule("share", "listen", r" to (?:this )?(?:article|story)(?: ?[·•(] ?\d{1,3}:\d\d min.{0,20})?"),
    Rule("share", "listen", rf" to this {_ARTICLE}(?:\s?[·•|]?\s?\d{{1,2}}:\d\d(?: min)?)?"),
    Rule("share", "#", r"\d?-minute listen|\d? min (?:listen|watch)"),
    Rule("share", "learn", r" more about audio"),
    Rule("share", "your", r" browser does not support the .{2,30}(?:element|tag)"),
    Rule("share", "this the", r" audio version of this article is (?:generated|read)\b.{0,280}"),
    Rule("share", "enjoy", r" more audio and podcasts on\b.{0,40}"),
    Rule("share", "normal larger very", r" (?:large )?text size"),
    Rule("share", "end", r" of (?:article|list|story)"),
    Rule("share", "list", r"(?: of \d+ items| \d+ of \d+ .{3,160})"),
    Rule("share", "view", r" (?:gallery|\d+ images?|image in fullscreen|comments)"),
    Rule("share", "skip", r" navigation"),
    Rule("share", "leer", r" en español"),
    Rule("share", "read", r" in (?:english|spanish|french)"),
    Rule("share", "filed", r" under:?(?: .{2,80})?"),
    Rule("share", "permalink", r": https?://\S+"),
)

_WORK = r"(?:contributed (?:to this (?:report|article|story)|research|reporting)|reported from) ?.{0,80}"
_SIGNING = (
    Rule("sign-off", "mit", r" informationen von (?-i:[A-Z]).{2,100}"),
    Rule("sign-off", "dieses", r" thema im programm: .{3,200}"),
    Rule("sign-off", "een", r" versie van dit artikel verscheen ook in .{3,100}"),
    Rule("sign-off", "redazione", r" ansa"),
    Rule("read-more", "most", r" watched(?: .{2,30})?"),
    Rule("read-more", "find", r" out what's happening near you"),
    Rule(
        "sign-off",
        "the associated",
        r" (?:associated )?press (?:writers?|journalists?|reporters?) .{3,200} contributed\b.{0,60}",
    ),
    Rule(
        "sign-off",
        "this",
        r" (?:article|story) (?:originally |first )?(?:appeared|(?:was )?(?:first |originally )?published)(?: first)?"
        r" (?:in|on|by)\b.{3,200}",
    ),
    Rule(
        "share",
        "this",
        r" article (?:is more than|was published more than) \d{1,2} (?:years?|months?) (?:old|ago)\b.{0,80}",
    ),
    Rule("sign-off", "a", r" version of this article (?:appears|appeared|first appeared)\b.{3,250}"),
    Rule("sign-off", "appeared", r" in the .{5,60} print edition\b.{0,160}"),
    Rule("sign-off", "with", r" (?:assistance|files|reporting) (?:from|by) (?-i:[A-Z]).{2,120}"),
    Rule("sign-off", "write contact reach email", rf"(?: to)? {_NAMED}.{{4,60}} at \S+@\S+(?: or .{{2,100}})?"),
    Rule("sign-off", "news", r" provided by(?: .{2,80})?"),
    Rule("sign-off", "source", rf"(?-i:(?<=SOURCE)) {_NAMED}[\w&.,'’ -]{{2,80}}"),
    Rule("sign-off", "published", rf" by {_NAMED}.{{2,60}} (?:from|on) {_NAMED}\w{{2}}\w*\.? \d{{1,2}}\b.{{0,60}}"),
    Rule("call-to-action", "to", r" (?:plant|send|order|share) .{0,30}(?:trees?|flowers|a memory)\b.{0,200}"),
    Rule("sign-off", "source", r": .{2,30} and (?:news )?agencies"),
    Rule("sign-off", "heard", r" on (?-i:[A-Z]).{3,40}"),
    Rule("call-to-action", "your", r" support helps us to tell the story"),
    Rule("call-to-action", "was", r" this helpful\?"),
    Rule("call-to-action", "thank", r" you for your feedback"),
    Rule(
        "call-to-action",
        "got have do",
        r"(?: you have)? an? (?:(?:news|story) )?tip\?"
        # Where to write: other answers are the author's.
        r"(?: (?=.{0,160}(?:\b(?:us|our|here|reporters?|editors?|news(?:room|desk))\b|@|\d{3}))"
        r"(?:e-?mail|write|contact|send|call|text|let|reach|message|get in touch)\b.{0,200})?",
    ),
    Rule("call-to-action", "support", r" (?:local|independent|quality) journalism\b.{0,80}"),
    Rule("call-to-action", "support", r" the (?-i:[A-Z])\w+ from as little as .{2,20}"),
    Rule("paywall", "log", r" in,? (?:register )?or (?:subscribe|create)\b.{0,80}"),
    Rule("paywall", "want", r" all of (?-i:[A-Z]).{3,30}\? subscribe"),
    Rule("paywall", "thank", r" you for your patience while we verify access\b.{0,200}"),
    Rule("paywall", "subscribe", r" to comment\b.{0,80}"),
    Rule("paywall", "unlock", r" the (?-i:[A-Z]).{3,40} for free"),
    Rule("newsletter", "sign", r" up(?: (?:to|for) (?-i:[A-Z]).{2,60}|:? click here .{3,60})"),
    Rule("newsletter", "sign", r" up for the latest news\b.{0,160}"),
    Rule("newsletter", "free", r" (?:daily|weekly|monthly) newsletter"),
    Rule("newsletter", "after", r" newsletter promotion"),
    Rule("newsletter", "invalid", r" e-?mail"),
    Rule("newsletter", "we", r" use your sign-up to provide content\b.{0,300}"),
    Rule("newsletter", "privacy", r" notice: newsletters\b.{0,300}"),
    Rule("newsletter", "get", r" more (?:stories|news) like this\b.{0,80}"),
    Rule("newsletter", "for", r" more .{3,60}(?:newsletters?|sign up)\b.{0,100}"),
    Rule("newsletter", "for", r" the latest .{3,80}\bdownload .{3,60}\bapp\b.{0,20}"),
    Rule("newsletter", "editor's", r" note: sign up\b.{3,200}"),
    Rule("newsletter", "click", r" here to get the .{3,30} app"),
    Rule("advertisement", "sponsor", r" message"),
    Rule(
        "advertisement",
        "see check",
        r"(?: it| (?:the )?(?:latest |current )?price) (?:at|on) (?:amazon|walmart|best buy|ebay|etsy|rei)"
        r"(?:\.com)?(?: \(on sale!?\))?",
    ),
    Rule("advertisement", "if", r" you buy something from .{3,60} may earn\b.{0,100}"),
    Rule("read-more", "explore", r" more on these topics"),
    Rule("read-more", "read", r" more (?:of )?.{2,40} coverage\b.{0,160}"),
    Rule("read-more", "related", r" internet links"),
    Rule("read-more", "suggested", r" topics:?"),
    Rule("read-more", "go", r" deeper: .{3,160}"),
    Rule("read-more", "watch", r"(?: next)?\s?[:|] .{3,160}"),
    Rule("read-more", "tags", r": .{2,120}"),
    Rule(
        "copyright",
        "the",
        r" (?:bbc|guardian|company|publisher) is not responsible for the content of external sites\b.{0,60}",
    ),
)

_EMBEDDED = (
    # What is in place of a film, a map or a post from elsewhere until the reader, who is spoken to, agrees.
    Rule(
        "cookie",
        "hinweis durch wenn mit",
        r"(?=.{0,300}\b(?:sie|du|ihr|wir|dieses|klick\w* auf (?:das|den|die|diese\w*))\b)"
        r"(?=.{0,160}\b(?:klick\w*|anklicken|abspielen|aktivier\w+|laden)\b)"
        r"(?=.{0,300}\b(?:video\w*|youtube|vimeo|inhalte?|karten?|feld)\b)"
        r"(?=.{0,300}\b(?:daten|informationen|datenübertragung)\b)"
        r"(?=.{0,400}\b(?:übertragen|übermittelt|datenübertragung)\b).{20,600}",
    ),
    Rule(
        "cookie",
        "wir",
        r" respektieren (?:deine|ihre|eure) privatsphäre\b.{0,60}\b(?:ohne|stellen|laden|verbindung|inhalte)\b.{0,240}",
    ),
    Rule("cookie", "dauerhaft", r" aktivieren und (?:der )?datenübertragung zustimmen"),
    Rule("popup", "aktivieren", r" sie (?:bitte )?javascript,? um (?:das|dieses) video\b.{0,160}"),
    Rule(
        "popup",
        "benachrichtigung benachrichtigungen",
        r" (?:erfolgreich )?aktivier(?:en|t)[.!]?(?:(?=.{0,80}\b(?:sie|du|dich|ihnen|dir)\b)\W.{0,200})?",
    ),
    Rule("popup", "fast", r" geschafft\b.{0,20}\berlauben sie\b.{0,60}\bbenachrichtigungen\b.{0,120}"),
)
_OPINIONS = (
    Rule(
        "sign-off",
        "dieser",
        r" (?:beitrag|artikel|text|kommentar) gibt (?:ausschließlich |nur |allein )?die (?:persönliche )?meinung"
        r" (?:des|der) (?:autor\w*|verfasser\w*)(?:\W?(?:innen|in))? wieder\b.{0,160}",
    ),
    Rule(
        "sign-off",
        "namentlich",
        r" gekennzeichnete (?:beiträge|artikel|texte) geben\b.{0,40}\bmeinung (?:des|der)\b.{0,300}",
    ),
    Rule(
        "sign-off",
        "les opinions",
        r" (?:opinions )?exprimées dans (?:ces? |cette |cet |(?:les? |l')"
        r"(?=article|billet|blog|tribune|texte|chronique|commentaire|contenu))"
        r".{3,60} (?:n'engagent|ne reflètent)\b.{0,160}",
    ),
)

PAGE_LINES: tuple[Rule, ...] = (*_BUTTONS, *_SIGNING, *_EMBEDDED, *_OPINIONS)
