"""Where are the postings, and which documents match best?

Segments are files of arrays (`sections`), read through `segment` and `stored`, built by `builder` from `documents` with
`inversion` and `postings`, joined by `merging`; `generations` and `commits` say which of them make up the index. `queries`
are evaluated over them by `evaluation`; `searcher` finds the best, with a formula that `scoring` describes. Documents
are passages; their groups are articles. `whoosh_view` shows all of it to Whoosh.
"""
