"""Why does a rule of cleaning take a line or a block out of the text?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["REASONS"]

REASONS: Final[Mapping[str, str]] = {
    "advertisement": "advertising or sponsored content",
    "author-bio": "about the author, not by the author",
    "byline": "names the authors, who are kept as such",
    "call-to-action": "asks readers to do something",
    "caption": "says what a picture shows; kept as a caption",
    "caption-duplicate": "a caption that occurs a second time beside its credit",
    "comments": "readers' comments",
    "cookie": "about cookies or data protection",
    "copyright": "a notice of copyright or terms of use",
    "credit": "says who made a picture",
    "data": "data that programs of the page left in it",
    "date": "a date, kept as that of the article",
    "dateline": "place and agency that open a report",
    "duplicate": "repeats a text that is kept",
    "embed": "a post of somebody else that is embedded",
    "footer": "the foot of the page",
    "form": "part of a form to fill in",
    "gallery": "a gallery of pictures",
    "header": "the head of the page or of the text",
    "hidden": "not shown to readers",
    "kicker": "the section or subject above the headline, kept as such",
    "licence": "the frame that a library puts around its books",
    "list-footer": "the footer of a mailing list",
    "mail-header": "the header of a mail",
    "navigation": "a menu, a list of links, or a link alone",
    "newsletter": "an invitation to subscribe to mails",
    "notice": "says that a mail is for its recipient alone",
    "other": "outside the article's box on the page",
    "paywall": "says that the text is for subscribers",
    "popup": "a box that opens over the page",
    "print": "what a browser prints around each page",
    "pull-quote": "repeats a sentence of the text in large letters",
    "read-more": "leads to other articles",
    "related": "other articles",
    "share": "buttons and invitations to share or comment",
    "sidebar": "beside the article",
    "sign-off": "the closing line of a news agency or its editors",
    "signature": "the signature of a mail, or what is added to it",
    "site": "a line that is on several pages of its site",
    "survey": "a survey or rating",
    "title": "the headline, kept as the title",
    "widget": "a box of the site: an offer, a button, a counter",
}
"""What is said of a text that goes by each rule, in the words of whoever reads the outcome."""
