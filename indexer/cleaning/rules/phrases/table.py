"""What must be known of a language's papers to clean what was pasted from them?"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Phrases"]


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words of one language, by what they say of the line that they begin or are.

    Phrases are in lower case, with straight apostrophes, parted by ` | ` or a line break, and match whatever the case.
    `ages`, `roles` and `trades` are regular expressions.
    """

    published: str
    """Before the date of publication. The first two of these, and of `updated`, are also alone above their date."""
    updated: str
    """Before the date of the last change."""
    on: str
    """Between such a word and its date."""
    at: str
    """Between a date and its time."""
    ages: str
    """How old an article is, or how long it takes to read."""
    by: str
    """Before an author's name, where it can be nothing else."""
    perhaps_by: str
    """Before an author's name, but also the first word of sentences."""
    conjunction: str
    """Between the names of two authors."""
    writing: str
    """Between an author's name and the place or paper they write in or for."""
    roles: str
    """What an author can be, among other words."""
    trades: str
    """What an author can be, at the end of a line such as "Name, trade"."""
    picture: str
    """Before the maker of a picture, with a colon."""
    picture_by: str
    """Between such a word and the maker, where there is no colon."""
    stock: str = ""
    """Whole lines below a picture that only shows something of the kind; the maker may follow."""
    reporting: str = ""
    """Before the names that close an agency's story, in brackets."""
    source: str = ""
    """Before the name of the agency that a story is from."""
    related: str = ""
    """Before the title of another article, or alone above several."""
    reading: str = ""
    """Whole lines that lead to another article."""
    letters: str = ""
    """What one can subscribe to."""
    subscribing: str = ""
    """Begins a line that asks to."""
    letter_lines: str = ""
    """Whole lines that ask to."""
    paywall: str = ""
    """Begins a line that says who may read on."""
    giving: str = ""
    """Whole lines that ask for money or support."""
    sharing: str = ""
    """Whole lines that share an article, also followed by the name of a network."""
    follow: str = ""
    """Before the name of a network, or of whom to follow there."""
    share_lines: str = ""
    """Other whole lines of the buttons beside an article."""
    advertisement: str = ""
    """Whole lines above an advertisement."""
    cookies: str = ""
    """Begins a sentence about the site's cookies."""
    cookie_lines: str = ""
    """Whole lines of what asks for consent."""
    rights: str = ""
    """Begins the line that reserves all rights."""
    kickers: str = ""
    """Above a headline: what kind of article follows."""
    sections: str = ""
    """Headings that any article's sections may have, and no article."""
