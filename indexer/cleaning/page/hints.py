"""What do the tag, role and class names of an element say about the text inside it?

The answer is a hint: the name of the rule that would take that text out of the article. Hints rest on habits of page
authors and are often wrong (`has-sidebar` on the body of the article itself), so whoever uses them looks at the
text as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

__all__ = ["HEADINGS", "LONGEST_NAMES", "NO_HINT", "Hint", "hint", "hint_of_names", "hyphened", "is_invisible"]


@dataclass(frozen=True, slots=True)
class Hint:
    """The rule that would remove an element, or "" for none.

    `certain` hints are seldom wrong. `word` is what gave the hint in a class or id, or "" where it was the tag.
    """

    rule: str
    certain: bool = False
    word: str = ""


NO_HINT: Final = Hint("")

_BY_TAG: Final = {
    "nav": Hint("navigation", certain=True),
    "menu": Hint("navigation", certain=True),
    "button": Hint("navigation"),
    "footer": Hint("footer"),
    "aside": Hint("sidebar"),
    "header": Hint("header"),
    "figure": Hint("caption"),
    "figcaption": Hint("caption", certain=True),
    "dialog": Hint("popup", certain=True),
}
_BY_ROLE: Final = {
    "navigation": Hint("navigation", certain=True),
    "menu": Hint("navigation", certain=True),
    "menubar": Hint("navigation", certain=True),
    "search": Hint("navigation", certain=True),
    "dialog": Hint("popup", certain=True),
    "alertdialog": Hint("popup", certain=True),
    "contentinfo": Hint("footer"),
    "complementary": Hint("sidebar"),
    "banner": Hint("header"),
}
# Names on these describe the page or the whole article, not a part to leave out.
_WHOLE: Final = frozenset({"html", "body", "main", "article"})

HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# Headings, and the sections under them, get their words as their id, such as `debt-as-a-share-of-gdp`. How
# many hyphens such an id has at least is chosen, not measured.
_FEWEST_HYPHENS: Final = 3
_SENTENCE: Final = re.compile(r"-(?:an?|and|are|as|by|does?|for|how|in|is|of|or|the|to|what|why|with|your?)-")
# A name is read word by word: `relatedPosts__list` as `related-posts-list`.
_WORD_START: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_+")
_RULES: Final = {
    "embed": r"twitter-(?:tweet|embed)|tweet-?embed|instagram-media|tiktok-embed|fb-post|reddit-(?:card|embed)"
    r"|bluesky-embed|mastodon-embed|threads-?(?:media|embed)|text-post-media|wp-embedded-content|telegram-post"
    r"|digest-post-embed|post-embed",
    "cookie": r"cookie\w*|consent|gdpr|onetrust|didomi|cybot\w*",
    "comments": r"comments?|commentlist|guestbook|disqus\w*|respond|replies|discussion"
    r"|kommentare?|commentaires?|coment[aá]rios?|commenti|reacties|komentarze",
    "share": r"shar(?:e|ing)|share(?:daddy|bar|this)|addthis|addtoany|a2a|ssb[ap]|social(?:s|links|icons|media)?",
    "newsletter": r"newsletters?|subscribe|subscription|sign-?up|opt-?in|mailchimp|mc4wp|email-form",
    "paywall": r"paywall|regwall",
    "advertisement": r"ads?|advert[a-z]*|ad(?:sense|slot|unit)|sponsor(?:ed|s)?|dfp|promo(?:s|tion|box)?"
    r"|anzeige|werbung|publicit[eé]|publicidade?|pubblicit[aà]|advertentie|reklam[ae]?"
    r"|taboola|outbrain|upsell|donat(?:e|ions?)|support-us|spenden(?:aufruf)?|sostieni(?:ci)?|soutenez(?:-nous)?|faire-un-don|doneren|steun-ons"
    r"|apoyanos|donaci[oó]n|apoie|product-?(?:box|widget)|buy-?box|affiliates?",
    "author-bio": r"about-?(?:the-?)?authors?|post-?authors?|entry-?authors?|authors?|bio|biography|by-?lines?"
    # Two plugins for WordPress, as `ssba` is for links to share: Simple Author Box and Starbox.
    r"|saboxplugin|abh-(?:box|tab|text)|autor(?:en)?(?:-?(?:box|info))?|auteurs?|autori?|autore",
    "related": r"related(?:posts|articles)?|recommend(?:ed|ations?|s)?|recirc\w*|popular|trending|latest|teasers?"
    r"|suggested|more-(?:on|from|stories|news|posts|articles)|read-?(?:more|next|also)|also-?(?:read|like)"
    r"|most-?(?:read|viewed)|up-?next|nav-(?:prev(?:ious)?|next)|next-?(?:post|article|up)|prev-?next"
    r"|posts?-?nav(?:igation)?|article-?nav(?:igation)?|yarpp\w*|you-may"
    r"|verwandte?|relacionad[ao]s?|correlati|similaires|gerelateerd|meistgelesen|a-lire-aussi|lire-aussi|leggi-anche",
    "navigation": r"navs?|navbar|navigation|menus?|submenu|breadcrumbs?|trail|toolbar|pagination|pager|skip-?link"
    r"|toc|table-of-contents|jump-?links?|search|login|tags?|tag-?(?:list|cloud)|categories|topics|no-print|print",
    "footer": r"footer|foot|copyright|colophon|disclaimers?",
    "sidebar": r"side|side-?bars?|rail|aside|widget-?area|(?<!\S)widgets?",
    # Not `overflow-hidden`, which cuts off, nor `xs--hide`, which holds for small screens.
    "hidden": r"(?=[hi])(?<!label-)(?<!flow-)(?<!flow--)(?<!flow-[xy]-)(?<!face-)"
    r"(?<!(?:xs|sm|md|lg|xl)-)(?<!(?:xs|sm|md|lg|xl)--)(?:hidden|hide|invisible)(?!\S)"
    r"|sr-only|screen-?reader|visually-?hidden|offscreen",
    "caption": r"captions?|credits?|(?:img|image|photo|pic|foto)-?(?:cap|descr?|description|legend)"
    r"|bild-?(?:unterschrift|text)|l[eé]gendes?|leyenda|didascalia|bijschrift",
    "gallery": r"carousel|slideshow|gallery|lightbox",
    "popup": r"modal|pop-?(?:up|over)|overlay|toast|tooltip",
    "survey": r"ratings?|survey|poll|quiz|feedback",
    "call-to-action": r"cta\d{0,2}|call-to-action",
    # A plugin says so on whole recipes, not on their headers, how these are aligned.
    "header": r"banner|masthead|header(?!-content-align)|post-?meta(?:data)?|meta(?:data)?|timestamp|dateline",
}
_BETWEEN: Final = re.compile(r"\|(?![^()]*\))")
"""Parts alternatives that are in no brackets."""
# Not `no-sidebar` or `sidebar-enabled--false`, which say that there is none; `no-print` is another thing.
_NAME: Final = (
    r"(?<!(?<![^-])no-)(?<!(?<![^-])without-)(?:{})(?![^-])(?!-(?:enabled--?)?(?:false|disabled|none)(?![^-]))"
)


def _by_first_letter(alternatives: list[str]) -> str:
    """Return a pattern of the same words, those that begin with the same letter in one group: few are then tried."""
    groups: dict[str, list[str]] = {}
    for words in alternatives:
        groups.setdefault(words[0] if words[0].isalpha() else "", []).append(words)
    return "|".join(
        f"{letter}(?:{'|'.join(words[1:] for words in group)})" if letter else "|".join(group)
        for letter, group in groups.items()
    )


# Looked for without names of groups first: where no rule matches, as is usual, that takes half the time. From one word
# to the next, with few alternatives that have no first letter, takes a quarter of the time of a search.
_ANY: Final = re.compile(rf"(?:[^-]*+-)*?({_NAME.format(_by_first_letter(_BETWEEN.split('|'.join(_RULES.values()))))})")
_NAMES: Final = re.compile(
    _NAME.format("|".join(f"(?P<{rule.replace('-', '_')}>{words})" for rule, words in _RULES.items()))
)
# A whole article; among its names are all its subjects, such as `tag-birds` and `category-latest`.
_ENTRY: Final = re.compile(r"(?:\A|\s)(?:hentry|h-entry|type-(?:post|page)|post-\d{1,12})(?:\s|\Z)")
_SUBJECTS: Final = ("tag-", "category-")
_LONGEST_BY_CHANCE: Final = 3
"""Letters of a word that is in a random name by chance, such as the `Ad` of `AdDsWC`."""
_RANDOM: Final = re.compile(
    r"(?<![A-Za-z0-9])(?=[a-z0-9]*[A-Z])(?=[A-Z0-9]*[a-z])(?![A-Za-z0-9]*[0-9]x[0-9])"
    r"(?:(?=(?:[A-Za-z]*[0-9]+[A-Za-z]){3})|(?![A-Za-z0-9]*[a-z]{3}))"
    r"(?:[A-Za-z]*[0-9]+[A-Za-z][A-Za-z0-9]*|(?:[A-Z][a-z]?){3,8})"
    r"(?![A-Za-z0-9])"
)
"""A random name, or the random part of one: letters in both cases, with digits among them or a capital at every
second letter. It has no three small letters in a row, as `adSlot2Top` has, unless it has digits in three places, and
not the size of an advertisement."""
_NEVER: Final = {"p": "paywall", **dict.fromkeys(HEADINGS, "navigation")}
"""What no element with this tag is by its own name. A heading named `toc` is one that a table of contents leads to: of
ten pages that have such, eight are better with them."""
LONGEST_NAMES: Final = 400
_SHOWN: Final = re.compile(r":-?(?:block|flex|grid|contents|inline|table)")
_HIDING: Final = frozenset({"hidden", "hide", "invisible"})
"""Utility classes, and those with a condition that undo them."""
_CERTAIN: Final = frozenset({"cookie", "comments", "embed"})
_INVISIBLE: Final = re.compile(r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden", re.IGNORECASE)
_HIDDEN: Final = Hint("hidden", word="hidden")
# What opens on a click is hidden until then, and is there to be read.
_OPENED: Final = re.compile(
    r"accordion|collaps|expand|faq|answer|spoiler|(?:more|full|rest-of|extended)-?_?(?:text|story|content)"
    r"|tab-?_?(?:pane|panel|content)",
    re.IGNORECASE,
)
_PAID: Final = re.compile(
    r"paywall|paid-?content|premium-?(?:content|text|body|hidden)|locked-?content|blurred"
    r"|(?:members?|subscribers?)-?only",
    re.IGNORECASE,
)
"""What is shown to those who pay, and is in the page for all."""
_OF_PANELS: Final = frozenset({"tabpanel", "region"})
"""Roles of what a button opens."""
_CLOSED: Final = frozenset({"hidden", "header"})
_SHORTENED: Final = frozenset({"read-more", "readmore"})
"""Hints that are not true of what opens on a click: its heading is not a header, more of a long answer not a link."""
# What sites add for screen readers, what wikis and manuals add to headings, who made the picture above a caption, and
# the way back from a note.
_UNSEEN: Final = re.compile(
    r"\s*+(?:\S++\s++)*?(?:sr-only|visually-?hidden|screen-reader-text|mw-editsection"
    r"|headerlink|header-anchor|heading-anchor|hash-link"
    r"|anchorjs-link|anchor-link|self-link|[\w-]{0,40}credits?|hover-?card|(?:tooltip|popover)-?_?(?:text|content|body)"
    r"|(?:data-)?footnote-back(?:ref|link)?|reversefootnote)(?:\s|\Z)"
)


def hint(tag: str, attributes: Mapping[str, str]) -> Hint:
    """Return what a block-level element of this `tag` and with these `attributes` says about its text."""
    by_tag = _BY_TAG.get(tag, NO_HINT)
    if not attributes or tag in _WHOLE or by_tag.certain:
        return by_tag
    get = attributes.get
    classes = get("class") or ""
    names = classes[:LONGEST_NAMES]
    if not names or len(attributes) > 1:  # most have a class alone
        role = get("role")
        if role and (by_role := _BY_ROLE.get(role)):
            return by_role
        name = "" if tag in HEADINGS else get("id") or ""
        if name.count("-") >= _FEWEST_HYPHENS and _SENTENCE.search(name):
            name = ""
        style = get("style")
        # A paragraph that is kept from screen readers alone is the end of a text that is paid for.
        is_unread = get("aria-hidden") == "true" and tag != "p"
        is_hidden = (style and _INVISIBLE.search(style)) or get("hidden") is not None or is_unread
        if is_hidden and role not in _OF_PANELS and not _opens(attributes):
            return _HIDDEN
        names = f"{names} {name[:LONGEST_NAMES]}" if names and name else names or name[:LONGEST_NAMES]
        if not names:
            return by_tag
    return hint_of_names(tag, names)


def hint_of_names(tag: str, names: str) -> Hint:
    """Return what a block-level element of this `tag` says by its class `names`: its `hint`, where it has no other
    attributes, as most; of names without end the first `LONGEST_NAMES` characters are looked at."""
    by_tag = _BY_TAG.get(tag, NO_HINT)
    if not names or tag in _WHOLE or by_tag.certain:
        return by_tag
    if tag == "figure" and "callout" in names:  # Notion's exports have notes and asides in such
        return NO_HINT
    if tag == "aside" and "ngredient" in names:  # beside the steps of a recipe
        by_tag = NO_HINT
    by_names = _by_names(names)
    return by_tag if by_names is None or by_names.rule == _NEVER.get(tag) else by_names


def _opens(attributes: Mapping[str, str]) -> bool:
    """Whether a hidden element with these `attributes` is there to be opened, or to be found by a search."""
    if attributes.get("hidden") == "until-found":
        return True
    said = " ".join(f"{name} {value}" for name, value in attributes.items() if not name.startswith("aria-"))
    said = said[:LONGEST_NAMES]
    return _is_opened(said) or _PAID.search(said) is not None


def is_invisible(attributes: Mapping[str, str]) -> bool:
    """Whether an inline element with these `attributes` is kept from the eyes of readers, or of no interest to them."""
    get = attributes.get
    names = get("class")
    if names and _is_unseen(names[:LONGEST_NAMES]):
        return True
    style = get("style")
    return bool(style and _INVISIBLE.search(style)) or get("itemprop") == "copyrightHolder"


@lru_cache(maxsize=1 << 10)
def _is_opened(names: str) -> bool:
    return _OPENED.search(names) is not None


@lru_cache(maxsize=1 << 13)
def _is_unseen(names: str) -> bool:
    return _UNSEEN.match(names) is not None


@lru_cache(maxsize=1 << 14)
def _by_names(names: str) -> Hint | None:
    if ":" in names or "[" in names:
        # Utility classes with a condition, such as `md:hidden`, hold on some screens only.
        is_shown = _SHOWN.search(names) is not None
        names = " ".join(name for name in names.split() if ":" not in name and "[" not in name)
        if is_shown:
            names = " ".join(name for name in names.split() if name not in _HIDING)
    if ("tag-" in names or "category-" in names) and _ENTRY.search(names):
        names = " ".join(name for name in names.split() if not name.startswith(_SUBJECTS))
    hinted = next(filter(None, map(_by_name, names.split())), None)
    if hinted and (hinted.rule in _CLOSED or hinted.word in _SHORTENED):
        said = hyphened(names)
        if _is_opened(said) or (hinted.rule == "hidden" and _PAID.search(said)):
            return None
    return hinted


@lru_cache(maxsize=1 << 14)
def _by_name(name: str) -> Hint | None:
    """Return the first hint in one of the names: they recur across elements and sites, their combinations do not."""
    words = hyphened(name)
    found = _ANY.match(words)
    if found and len(found[1]) <= _LONGEST_BY_CHANCE and (told := _RANDOM.sub("", name)) != name:
        found = _ANY.match(hyphened(told))
    return _by_word(found[1]) if found else None


def hyphened(names: str) -> str:
    """Return class names word by word: `relatedPosts__list` as `related-posts-list`."""
    return _WORD_START.sub("-", names).lower() if "_" in names or not names.islower() else names


@lru_cache(maxsize=1 << 10)
def _by_word(word: str) -> Hint | None:
    match = _NAMES.match(word)
    if match is None or match.lastgroup is None:
        return None
    rule = match.lastgroup.replace("_", "-")
    return Hint(rule, certain=rule in _CERTAIN, word=word)
