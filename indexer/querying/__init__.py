"""What does the person ask?

    text ─lexing─▶ Tokens ─parsing─▶ tree of a Query ─compiling─▶ engine query
                              ▲
                           leaves: which terms does one written word mean?
                           inflecting: and which in articles in other languages?
                           compounds: and which where no passage has a compound?
                           days: which days does a date mean?

The language, by example:

| written | finds passages with |
|---|---|
| `solar panels` | any of the words (or all, by mode), however inflected; words like `the` are dropped |
| `=panels` | the word as written, in no other form |
| `wi-fi`, `O'Leary` | the parts next to each other, or one word; where no passage has either, all of the parts |
| `"solar panels"`, `"solar panels"~3` | the exact words next to each other; with up to 3 words between them |
| `solar NEAR/5 (wind OR "tidal power")` | one of each side, in either order, with up to 5 words between them |
| `+solar panels -roof` | `solar`; rather with `panels`; without `roof` (also `NOT roof`, `!roof`) |
| `solar AND (wind OR tide)` | Boolean expression; words side by side bind before AND, and AND before OR |
| `sol*`, `organi?e`, `well-kn*` | wildcards |
| `panal~`, `panal~2` | at most one or two typos |
| `solar^2.5 panels` | `solar` weighing more |
| `title:solar`, `author:"ana ruiz"`, `site:(a.org b.org)`, `author:*` | the word in that field; any value |
| `from:ana`, `to:list@a.org`, `subject:solar` | mails from and to these people; `subject` is `title` |
| `date:2019..2021`, `date:[2019 TO 2020]`, `date:>=2019`, `year:2019` | articles published then |
| `date:Feb 2019`, `date:2019 to 2021`, `date:since 2019`, `date:last week`, `date:3 weeks ago` | the same |

Anything else that a person types is a word: `don't`, `C++`, `3.5%`, `AT&T`, `12:30`, `http://a.org/b?c=1`. What cannot
be read is a `QuerySyntaxError` that knows the place.

What follows `author:`, `date:`, `from:`, `kicker:`, `language:`, `path:`, `section:`, `site:`, `to:` or `year:` is a
filter: it is required in either mode, and does not weigh in the score.
"""

from indexer.querying.compiling import compile_leaf, compile_query
from indexer.querying.compounds import with_parts
from indexer.querying.grouping import Mode
from indexer.querying.inflecting import with_inflections
from indexer.querying.parsing import Query, parse, query_words
from indexer.querying.tree import Compound, Form, Fuzzy, MultiPhrase, Near, Pattern, Phrase, Term, Word, fields

__all__ = [
    "Compound",
    "Form",
    "Fuzzy",
    "Mode",
    "MultiPhrase",
    "Near",
    "Pattern",
    "Phrase",
    "Query",
    "Term",
    "Word",
    "compile_leaf",
    "compile_query",
    "fields",
    "parse",
    "query_words",
    "with_inflections",
    "with_parts",
]
