"""Which rules does cleaning have, and how does a person overrule them, on one page?"""

from __future__ import annotations

import click

from indexer.cleaning.rules.reasons import REASONS

__all__ = ["EXAMPLE", "rules_guide"]

EXAMPLE = """\
# This site; "*.example.org" is its other hosts
["example.org"]
keep = ["related"]  # what this rule takes out is kept
drop = ["css:.promo", "text:Sign up for*"]

# Files in a folder; "notes/*.md" and "./*.txt" work too
["clippings/"]
keep = ["caption", "dateline"]

# All articles
["*"]
drop = ["xpath://div[@id='bar']"]
"""
"""A file of rules."""

_FORMS = (
    ("NAME", "one of the rules below; clean --explain shows which takes out what"),
    ("text:PATTERN", "a whole line or paragraph; * is any characters, ? is one; case and accents do not count"),
    ("css:SELECTOR", "a part of a web page, mail or book"),
    ("xpath:EXPRESSION", "the same"),
)
_NOTES = """\
--keep and --drop are about all articles, --rules about those that the sections of FILE name. To drop a NAME also takes
out what only looks like it: boxes of a page that are called so, lines that the rule left alone in doubt. What is kept
is in the text; title, authors, date and captions are known of it all the same.

text: decides before css: and xpath:, these before a NAME. Of parts of a page within each other the innermost decides,
so that drop css:body and keep css:.story leave that part alone. Otherwise a later section decides, and the options
last."""


def rules_guide(width: int) -> str:
    """The page, in lines of at most `width` columns."""
    formatter = click.HelpFormatter(width=width)
    formatter.write_text("Overruling what cleaning takes out, with --keep RULE, --drop RULE and --rules FILE")
    with formatter.section("RULE is"):
        formatter.write_dl(_FORMS)
    with formatter.section("FILE is TOML, with a section for each site or folder"):
        for line in EXAMPLE.splitlines():
            formatter.write(f"{'':{formatter.current_indent}}{line}\n" if line else "\n")
    for note in _NOTES.split("\n\n"):
        formatter.write_paragraph()
        formatter.write_text(note)
    with formatter.section("The rules of cleaning take out"):
        formatter.write_dl(list(REASONS.items()))
    return formatter.getvalue()
