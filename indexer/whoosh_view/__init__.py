"""How does a plain Whoosh program see the index?

`whoosh.index.open_dir` opens it, and a plain `searcher.search(query)` answers: `codec` shows the engine's segments
through Whoosh's codec interface (`reading`, `writing`, `segment`, `values`), `fields` is the schema, `contents` the
table of contents. `queries` is the way for a Whoosh program to the engine's own evaluation.
"""
