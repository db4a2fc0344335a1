"""How is a rule written that knows a line of a site's own by its first words?"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["END", "LINKED", "NETWORK", "Rule"]

END = r"[\s.!:…»›→>)\]]{0,4}"
"""What may be at the end of any line, behind its words."""

LINKED = r"(?:(?!.*\w\w\.[)\]\"'”»]{0,2}\Z)(?:\s?[:：|»›→>]|\s[–—-]\s).{0,200})?"
"""The title of another article, after a colon, an arrow or a dash that stands alone; or nothing.

A title has no full stop: what ends in one is a sentence of the author's.
"""

NETWORK = (
    r"(?:facebook|twitter|x|linked ?in|whats ?app|pinterest|reddit|telegram|messenger|flipboard|instagram|you ?tube"
    r"|tik ?tok|threads|bluesky|mastodon|tumblr|xing|e-?mail|sms|google(?: news)?)\b"
)
"""A place where articles are shared."""


# Compiled patterns are looked up by rule. Without `eq` the hash is that of the object; one of all its text would take
# as long as the match.
@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A line is noise of the kind `name` if one of `openers` begins it and `rest` matches all that follows.

    `openers` are lower-case words parted by spaces, `#` standing for a digit; `rest` is the source of a regular
    expression for `re.IGNORECASE`, with straight apostrophes and without unbounded repetition.
    """

    name: str
    openers: str
    rest: str = ""
