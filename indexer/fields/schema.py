"""Which fields does the index have?

`INDEX_FIELDS` is the one list of fields: the engine's fields, the names that may be asked for in a query, and the
schema that Whoosh sees are made of it.

| field | terms | for |
|---|---|---|
| `text` | stems of the passage and, three times each, of its article's title | plain words; what ranking scores |
| `text_words` | folded words of title and passage | phrases, wildcards, fuzzy words, suggestions |
| `exact` | folded words of the passage alone | Whoosh programs |
| `caption` | stems of the captions nearest to the passage | `caption:` |
| `caption_words` | folded words of these | phrases, wildcards and fuzzy words in `caption:` |
| `title` | stems of the title | `title:` |
| `title_words` | folded words of the title | phrases, wildcards and fuzzy words in `title:` |
| `author`, `site`, `section`, `kicker`, `path` | folded words | `author:`, `site:` and so on |
| `from`, `to` | folded words of the names and addresses in a mail's header | `from:`, `to:` |
| `language` | the code, as `en` | `language:` |
| `date` | the number 20230220 in 5 bytes that sort as it does | `date:`, `year:`, `--since`, `--until` |
| `article` | the article's id | showing |

Each document of the index is one passage; the passages of an article are one group, by whose name passages with equal
scores are sorted. Only the passage's text is stored with it. What is known of the article is stored once, as a record;
its day, authors, site, section and language are columns too, so that hits can be counted by them.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from indexer.engine.documents import Field

__all__ = [
    "FIELDS",
    "FIELD_SYNONYMS",
    "INDEX_FIELDS",
    "QUERY_FIELDS",
    "SCHEMA_REVISION",
    "SCORED_FIELDS",
    "TEXT_FIELDS",
    "IndexField",
    "Kind",
    "words_field",
]

SCHEMA_REVISION = 8
"""Raised whenever an index written before would hold other terms or records: its files are then read again."""

Kind: TypeAlias = Literal["text", "words", "value", "day"]
"""What the terms of a field are: stems of analysed text, folded words, one whole value, or a day."""


class IndexField(NamedTuple):
    """A field of the index. `words` names the field that has its unstemmed words, `own` the field of those of them that
    are not the title's, `column` the column of the article that has its whole values. A field that is `asked` for may
    be named in a query.

    Those of kind "text" are scored; all others choose passages without saying how good they are.
    """

    name: str
    kind: Kind
    words: str = ""
    own: str = ""
    per_article: bool = True
    vectors: int = 0
    column: str = ""
    asked: bool = True


INDEX_FIELDS = (
    IndexField("text", "text", "text_words", "exact", per_article=False, vectors=100),
    IndexField("title", "text", "title_words"),
    IndexField("caption", "text", "caption_words", per_article=False),
    IndexField("author", "words", column="author"),
    IndexField("site", "words", column="site"),
    IndexField("section", "words", column="section"),
    IndexField("kicker", "words"),
    IndexField("path", "words"),
    IndexField("from", "words"),
    IndexField("to", "words"),
    IndexField("language", "value", column="language"),
    IndexField("date", "day", column="date"),
    IndexField("article", "value", asked=False),
)

FIELDS = tuple(
    Field(
        field.name,
        stemmed=field.kind == "text",
        exact="" if field.per_article else field.own or field.words,  # the title's words are among those of the text
        scored=field.kind == "text",
        per_article=field.per_article,
        vectors=field.vectors,
    )
    for field in INDEX_FIELDS
)
"""The fields as the engine knows them."""

SCORED_FIELDS = tuple(name for field in INDEX_FIELDS if field.kind == "text" for name in (field.name, field.words))
"""The fields whose lengths count in scores."""

TEXT_FIELDS = frozenset(field.name for field in INDEX_FIELDS if field.kind == "text")
"""The fields of analysed text."""

FIELD_SYNONYMS = {"subject": "title"}
"""Other names of fields in a query: the subject of a mail is its title, as is what a record calls its subject."""

QUERY_FIELDS = tuple(sorted([*(field.name for field in INDEX_FIELDS if field.asked), *FIELD_SYNONYMS, "year"]))
"""The names that may be written before a colon in a query."""


def words_field(name: str) -> str:
    """The field that has the unstemmed words of a field of text."""
    return next(field.words for field in INDEX_FIELDS if field.name == name)
