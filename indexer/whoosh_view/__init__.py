"""How does a Whoosh program see the index, and write one of its own?

`whoosh.index.open_dir` opens the product's index, and a plain `searcher.search(query)` answers: `contents`, `segment`
and `fields` are the table of contents, `refusing` keeps writers out. `codec` serves its segments (`reading`,
`matching`, `passages`, `columns`), and writes and reads an index of any schema of Whoosh's (`documents`, `postings`,
`storages`). `queries` evaluates Whoosh's queries over arrays; `translation` and `parsing` turn the product's query
language into them.
"""
