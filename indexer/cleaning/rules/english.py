"""Which lines do English-language sites add to their articles?"""

from __future__ import annotations

from indexer.cleaning.rules.agencies import AGENCY_WORDS
from indexer.cleaning.rules.rule import LINKED, NETWORK, Rule

__all__ = ["ENGLISH"]

_LETTER = r"\b(?:newsletters?|inbox|e-?mails?|alerts?|updates|briefings?|channel|podcast)\b"
_NOW = r"(?: (?:now|here|today|for free))?"
_PAYING = r"\b(?:subscri\w{2,6}|register|sign|log|account|trial)\b"
_BUTTON = (
    rf"(?:share|tweet|pin(?: it)?|print|e-?mail|save|copy(?: link)?|link copied|bookmark|comments?|like|reply|restack"
    rf"|follow|forward|{NETWORK}|partager|imprimer|teilen|drucken|merken|compartir|imprimir|condividi|compartilhar|partilhar|delen)"
)
_COUNT = r"(?:\s?\(?\d[\d.,]{0,9}\s?[km]?\)?)?"
_ON_NETWORK = rf"{NETWORK}(?:\s?[:,@&(].{{0,50}}| (?:and|for|at|here|or|to)\b.{{0,60}})?"
_OUR_SITE = (
    r"\b(?:experience|site|website|consent|agree|accept|privacy|polic(?:y|ies)|analy[sz]e|traffic|ads|settings|browser"
    r"|partners)\b"
)
_READER = r"\b(?:subscribers?|members?|registered|premium)\b"

# Who looked over a text; a sentence that begins so has a verb.
_BY_NAME = r" by (?-i:[A-Z])(?!.{0,200} (?:is|are|was|were|has|have|had)\b).{2,200}"

# The end of a wire story. Case matters where a name is expected: the words are also those of sentences.
_SIGN_OFF = (
    Rule("sign-off", " ".join(sorted(AGENCY_WORDS)), r"(?:\s?[/&,-]\s?[\w-]{2,12}){0,4}"),
    Rule("sign-off", "europa associated", " press"),
    Rule("sign-off", "reporting writing editing", r" by (?-i:[A-Z]).{2,280}"),
    Rule("sign-off", "additional", r" (?:reporting|writing|editing) by (?-i:[A-Z]).{2,200}"),
    Rule("sign-off", "edited compiled", r" by (?-i:[A-Z]).{2,80}"),
    Rule("sign-off", "edited reviewed verified fact-checked", r" by\s?[:,]?"),
    Rule("sign-off", "reviewed verified fact-checked", _BY_NAME),
    Rule("sign-off", "medically clinically", rf" (?:reviewed|verified|fact-checked){_BY_NAME}"),
    Rule("sign-off", "with", r" (?:inputs?|files|additional reporting|reporting) (?:from|by) (?-i:[A-Z]).{1,80}"),
    Rule("sign-off", "our", r" standards: .{3,120}"),
    Rule("sign-off", "purchase", r" licensing rights(?:, opens new tab)?"),
    Rule("sign-off", "to", r" contact the (?:reporters?|editors?|authors?|writers?) .{3,280}"),
    Rule("sign-off", "this", r" (?:story|article|report) (?:has been|was) (?:auto-?generated|published) from .{3,120}"),
)

_NEWSLETTER = (
    Rule("newsletter", "please", r" (?:sign up|subscribe|register)(?: (?:to|for|now|here|with) .{2,160})?"),
    Rule("newsletter", "sign", rf" up(?:,? (?:now|here|today|to|for|with|and|free)\b.{{0,80}})?{_LETTER}.{{0,160}}"),
    Rule("newsletter", "subscribe register", rf"{_NOW} (?:to|for|by|via|with)\b.{{0,80}}{_LETTER}.{{0,160}}"),
    Rule("newsletter", "join", r" (?:our|the|us)\b.{0,40}\b(?:newsletter|mailing list|whatsapp channel)\b.{0,120}"),
    Rule("newsletter", "get receive", r" .{1,120}\b(?:in|to|into) your inbox\b.{0,120}"),
    Rule("newsletter", "get receive", r" (?:our|the|a|your|all)\b.{0,50}\bnewsletters?\b.{0,50}"),
    Rule(
        "newsletter", "the our all", r" .{1,120}\b(?:delivered|sent|straight|directly) .{0,24}to your inbox\b.{0,100}"
    ),
    Rule(
        "newsletter",
        "want like liked enjoy enjoyed enjoying love loved",
        r" .{3,100}\? (?:please |just |then )?(?:sign up|subscribe|register|join|get)\b.{0,60}"
        r"\b(?:newsletters?|inbox|mailing list|blog|e-?mails?)\b.{0,120}",
    ),
    Rule("newsletter", "thank thanks", r"(?: you)? for (?:subscribing|signing up|registering)\b.{0,80}"),
    Rule(
        "newsletter",
        "by",
        r" (?:signing up|subscribing|clicking|submitting|providing|entering|registering)\b.{0,120}"
        r"\b(?:agree|consent|confirm|accept|acknowledge)\b.{0,160}",
    ),
    Rule("newsletter", "enter", r" your e-?mail\b.{0,80}"),
    Rule("newsletter", "your", r" e-?mail(?: address)?(?: will not be published\b.{0,80}|\s?\*)?"),
    Rule("newsletter", "newsletter newsletters subscribe register login", _NOW),
    Rule("newsletter", "sign log", rf" (?:up|in|out){_NOW}"),
)

_PAYWALL = (
    Rule(
        "paywall",
        "this",
        r" (?:article|story|content|page|post) is (?:only |free )?(?:for|available|exclusive|reserved)\b.{0,60}"
        rf"{_READER}.{{0,80}}",
    ),
    Rule("paywall", "read", r" more of (?:this|our) (?:content|posts?|stories|articles?) when you subscribe\b.{0,40}"),
    Rule("paywall", "already", r" (?:a |an )?(?:subscriber|member|registered|subscribed|have an account)\b.{0,60}"),
    Rule("paywall", "continue keep", rf" reading\b.{{0,100}}{_PAYING}.{{0,100}}"),
    Rule("paywall", "to", rf" (?:continue|keep|finish) reading\b.{{0,120}}{_PAYING}.{{0,100}}"),
    Rule(
        "paywall",
        "subscribe register log sign become",
        r"(?: in| up| an? (?:member|subscriber))?(?: now| today)? (?:to|and|for) "
        r"(?:continue|keep|read|unlock|access|get|enjoy|view|unlimited|full)\b.{0,100}",
    ),
    Rule("paywall", "subscribe", r" .{0,60}(?:for (?:just|only|as little)\b|[£$€]\d).{0,80}"),
    Rule("paywall", "for", r" .{3,80}\bsubscribe (?:now|today|here)\b.{0,80}"),
    Rule("paywall", "unlock get", r" (?:unlimited|full) (?:digital )?access\b.{0,80}"),
    Rule(
        "paywall",
        "you you've",
        r"(?=.*\b(?:free|remaining|left|limit|month)\b)(?: have)? "
        r"(?:\d+|one|two|three|four|five|no|reached|read|used|hit)\b.{0,60}\b(?:articles?|stories|story)\b.{0,60}",
    ),
)

_ASKING = (
    Rule(
        "call-to-action",
        "if",
        r" you(?:'re|'ve| are| have)? (?:enjoy\w{0,3}|lik(?:e|ed|ing)|appreciate|value|find|found)\b.{3,100}"
        r" (?:please )?(?:consider (?:supporting|donating|subscribing|becoming|making a donation|a donation)"
        r"|make a (?:gift|donation|contribution))\b.{0,160}",
    ),
    Rule(
        "call-to-action",
        "please",
        r" (?:consider (?:supporting us|donating|(?:making )?a donation|a (?:small )?contribution|becoming a member)"
        r"|donate|support (?:us|our (?:work|journalism|reporting)))\b.{0,100}",
    ),
    Rule(
        "call-to-action",
        "was did",
        r" (?:this|you find this|our) (?:article|page|post|story|guide|answer|information|content)"
        r" (?:helpful|useful|interesting)(?: (?:to|for) you)?\s?\??(?: yes.{0,12})?",
    ),
    Rule("call-to-action", "donate", rf"{_NOW}(?: to (?:us|our|support)\b.{{0,80}})?"),
    Rule(
        "call-to-action",
        "support",
        rf" (?:us|our (?:work|journalism|reporting|newsroom))\b{_NOW}(?: (?:by|with|and)\b.{{0,80}})?",
    ),
)

_READ_MORE = (
    Rule("read-more", "read", rf" (?:more|next|also|on|now|this next|more on this(?: story)?)(?: here)?{LINKED}"),
    Rule(
        "read-more",
        "read",
        r" (?:more|the (?:full|whole|rest|original)\b).{0,50}\b(?:here|article|story|report|interview|post)",
    ),
    Rule("read-more", "see watch listen", rf" (?:more|also|next){LINKED}"),
    # With a title after it, it points to another part of the same lesson.
    Rule("read-more", "learn discover", r" more"),
    Rule("read-more", "find", rf" out more{LINKED}"),
    Rule("read-more", "also", rf" (?:read|see|watch){LINKED}"),
    Rule(
        "read-more",
        "related",
        rf"(?: (?:articles?|stories|story|content|posts?|links?|topics?|news|coverage|reading|videos?))?{LINKED}",
    ),
    Rule("read-more", "more", rf" (?:on|about) this(?: story| topic)?{LINKED}"),
    Rule("read-more", "more", rf" (?:stories|coverage|like this|to read){LINKED}"),
    Rule("read-more", "more", r" (?:stories )?from .{2,40}[:：].{0,160}"),
    Rule("read-more", "recommended", rf"(?: for you| stories| reading| articles| videos?)?{LINKED}"),
    Rule(
        "read-more",
        "you",
        rf" (?:may|might|could) (?:also )?(?:like|enjoy|be interested in)(?: this| these)?(?: \.\.\.)?{LINKED}",
    ),
    Rule("read-more", "like", r" this\? (?:you|read|try|see|why not)\b.{0,60}"),
    Rule("read-more", "don't", rf" miss(?: this| these| out)?{LINKED}"),
    Rule("read-more", "must must-read", rf"(?: reads?| watch| see)?{LINKED}"),
    Rule("read-more", "trending", rf"(?: now| stories| topics| today)?{LINKED}"),
    Rule(
        "read-more",
        "most",
        rf" (?:read|popular|viewed|shared|commented)(?: stories| articles| now| today| in \w+)?{LINKED}",
    ),
    Rule("read-more", "editor's editors'", rf" (?:picks?|choice){LINKED}"),
    Rule("read-more", "up", rf" next{LINKED}"),
    Rule("read-more", "top", rf" stories{LINKED}"),
    Rule("read-more", "what", rf" to (?:read|watch|know) next{LINKED}"),
    Rule("read-more", "next previous", rf" (?:article|story|post){LINKED}"),
)

_SHARE = (
    Rule(
        "share",
        "share tweet facebook twitter whatsapp linkedin pinterest reddit flipboard print email e-mail bookmark"
        " comments",
        _COUNT,
    ),
    Rule(
        "share",
        "share",
        r" (?:this|the|our)(?: (?:article|story|page|post|video|link))?(?: (?:on|via|with|by) .{2,40})?",
    ),
    Rule("share", "share", rf" (?:on|via|by|to) {NETWORK}.{{0,40}}"),
    Rule("share", "share", r" with (?:a friend|friends|your friends)\b.{0,40}"),
    Rule("share", "copy link", r" (?:link|copied|url)"),
    Rule("share", "close about share", r" (?:panel|sharing|page)"),
    Rule(
        "share",
        "share tweet pin print email e-mail save copy bookmark comment comments like reply follow facebook twitter x"
        " linkedin whatsapp pinterest reddit telegram messenger flipboard instagram youtube tiktok threads bluesky"
        " mastodon partager imprimer teilen drucken merken compartir imprimir condividi delen",
        rf"{_COUNT}(?: link)?(?:[\s,|/•·]{{1,3}}{_BUTTON}{_COUNT}){{1,20}}",
    ),
    Rule("share", "follow like join find", rf" (?:us|me|him|her|them|@\w{{1,30}}) on {_ON_NETWORK}"),
    Rule("share", "follow", rf" (?:[\w.'-]{{1,20}} ){{1,3}}on {_ON_NETWORK}"),
    Rule("share", "follow", r" (?:us|@\w.{0,60})"),
    Rule(
        "share",
        "click tap",
        r" (?:here )?to (?:share|print|e-?mail|tweet|comment|like|subscribe|sign up|read more|enlarge)\b.{0,60}",
    ),
    Rule(
        "share",
        "post leave view show add load write read see join",
        r" (?:an? |all |the |your |more |\d+ )?(?:comments?|conversation|reply|discussion)(?: \(?\d+\)?)?"
        r"(?: below| here)?",
    ),
    Rule("share", "comments", r"(?: are| have been)? (?:closed|off|disabled|turned off)\b.{0,60}"),
    Rule("share", "no", r" comments(?: yet)?"),
    Rule("share", "let", r" us know(?: what you think)? in the comments\b.{0,40}"),
    Rule("share", "what", r" do you think\?.{0,60}\bcomments?\b.{0,40}"),
    Rule(
        "share",
        "#",
        r"[\d.,]{0,9}\s?[km]?\s?(?:shares?|comments?|likes?|views?|retweets?|followers?|reactions?|replies|restacks?"
        r"|kommentare?|commentaires?|réactions?|comentarios?|comentários?|commenti|reacties)",
    ),
)

_ADVERTISEMENT = (
    Rule("advertisement", "advertisement advertisements advertising advertorial ad"),
    Rule(
        "advertisement",
        "advertisement",
        r"\W{1,4}(?:continue reading|story continues|article continues|scroll|skip)\b.{0,50}",
    ),
    Rule("advertisement", "sponsored promoted", r"(?: (?:content|posts?|stories|story|links?|by .{2,40}))?"),
    Rule("advertisement", "story article", r" continues (?:below|after|underneath)\b.{0,40}"),
    Rule("advertisement", "continue", r" reading(?: below| the main story| the story| after .{2,30})?"),
    Rule("advertisement", "scroll", r"(?: down)? (?:to|for) (?:continue|more|read|see|keep)\b.{0,40}"),
    Rule("advertisement", "skip", r" (?:ads?|advertisements?|(?:to|past) .{2,40})"),
    Rule("advertisement", "remove report", r"(?: this)? ads?"),
    Rule("advertisement", "loading", r"(?: \w+)?\s?(?:\.{3}|…)"),
)

_COOKIE = (
    Rule("cookie", "we", r"(?:(?:,? and| &) our .{2,60}?)? (?:also )?use cookies\.?"),
    Rule(
        "cookie",
        "we",
        rf"(?=.*\bcookie)(?=.*{_OUR_SITE})(?: .{{2,80}}?)? (?:use|store|set|process)\b.{{0,80}}\bcookies?\b.{{0,240}}",
    ),
    Rule(
        "cookie",
        "this our these",
        r" (?:web ?)?(?:site|page|service|partner)s?\b.{0,60}\b(?:uses?|stores?|sets?|place)\b.{0,60}"
        r"\bcookies?\b.{0,240}",
    ),
    Rule(
        "cookie",
        "by",
        r" (?:continuing|using|browsing|clicking|visiting|closing)\b.{0,120}\b(?:cookies?|privacy policy)\b.{0,200}",
    ),
    Rule(
        "cookie",
        "to",
        rf"(?=.*{_OUR_SITE}) (?:give|provide|improve|offer|help|make|ensure|enhance)\b.{{0,120}}\bcookies?\b.{{0,200}}",
    ),
    Rule(
        "cookie",
        "accept reject allow manage decline",
        r" (?:all|optional|non-essential|only (?:necessary|essential))(?: cookies)?",
    ),
    Rule(
        "cookie",
        "accept reject allow manage decline",
        r" (?:my |your )?(?:cookies|(?:cookie )?(?:settings|preferences))",
    ),
    Rule("cookie", "cookie cookies", r"(?: (?:policy|settings|preferences|notice|consent|choices|statement))?"),
    Rule(
        "cookie",
        "privacy",
        r" (?:policy|notice|settings|preferences|statement)(?:(?: (?:and|&|\|)|,) (?:cookies?|terms)\b.{0,60})?",
    ),
    Rule("cookie", "we", r" (?:value|care about|respect) your privacy\b.{0,200}"),
    Rule("cookie", "your", r" privacy(?: choices| matters| settings| rights)?"),
)

_COPYRIGHT = (
    Rule("copyright", "copyright", r"(?: |\W{1,3})(?:©|\(c\)|\d{4}\b|by ).{0,160}"),
    Rule("copyright", "© (c)", r" ?(?:copyright )?\d{4}\b.{0,160}"),
    Rule("copyright", "©", r" ?.{2,60}\d{4}\b.{0,100}"),
    Rule(
        "copyright",
        "© (c) copyright",
        r".{0,80}\b(?:rights reserved|droits réservés|rechte vorbehalten|derechos reservados|riproduzione riservata"
        r"|diritti riservati|direitos reservados|rechten voorbehouden)\b.{0,120}",
    ),
    Rule("copyright", "all", r" (?:content )?rights reserved\b.{0,160}"),
    Rule(
        "copyright",
        "this",
        r" (?:material|article|story|content|document|page|report) (?:may|must|can) ?not be "
        r"(?:published|reproduced|copied|republished|redistributed|broadcast)\b.{0,200}",
    ),
    Rule("copyright", "terms", r" (?:of|and|&) (?:use|service|conditions)(?:\s?[|•·&,].{0,80})?"),
    Rule("copyright", "reproduction", r" (?:in whole|without|prohibited)\b.{0,120}"),
)

ENGLISH: tuple[Rule, ...] = (
    *_SIGN_OFF,
    *_NEWSLETTER,
    *_PAYWALL,
    *_ASKING,
    *_READ_MORE,
    *_SHARE,
    *_ADVERTISEMENT,
    *_COOKIE,
    *_COPYRIGHT,
)
