"""What does the person ask?

    text ─lexing─▶ Tokens ─parsing─▶ tree of a Query ─compiling─▶ engine query
                              ▲
                           leaves: which terms does one written word mean?
                           inflecting: and which in articles in other languages?

The language, by example:

| written | finds passages with |
|---|---|
| `solar panels` | any of the words (or all, by mode), however inflected; words like `the` are dropped |
| `"solar panels"`, `"solar panels"~3` | the exact words next to each other; with up to 3 words between them |
| `+solar panels -roof` | `solar`; rather with `panels`; without `roof` (also `NOT roof`, `!roof`) |
| `solar AND (wind OR tide)` | what it says; words side by side bind before AND, and AND before OR |
| `sol*`, `organi?e`, `panal~`, `panal~2` | words so spelt: wildcards, and one or two letters amiss |
| `solar^2.5 panels` | `solar` weighing more |
| `title:solar`, `author:"ana ruiz"`, `site:(a.org b.org)`, `author:*` | the word in that field; any value |
| `date:2019..2021`, `date:[2019 TO 2020]`, `date:>=2019`, `date:"last week"`, `year:2019` | these days |

Anything else that a person types is a word: `don't`, `C++`, `3.5%`, `AT&T`, `12:30`, `http://a.org/b?c=1`. What cannot
be read is a `QuerySyntaxError` that knows the place.

What follows `author:`, `date:`, `language:`, `path:`, `site:` or `year:` is a filter: it is required in either mode,
and does not weigh in the score.
"""

from indexer.querying.compiling import compile_query
from indexer.querying.grouping import Mode
from indexer.querying.inflecting import with_inflections
from indexer.querying.parsing import Query, parse, query_words
from indexer.querying.tree import Fuzzy, Pattern, Phrase, Term, Word, fields

__all__ = [
    "Fuzzy",
    "Mode",
    "Pattern",
    "Phrase",
    "Query",
    "Term",
    "Word",
    "compile_query",
    "fields",
    "parse",
    "query_words",
    "with_inflections",
]
