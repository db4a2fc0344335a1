"""Where are the postings, and which documents match best?

Segments are files of arrays (`sections`), laid out as `layout` says, read through `segment` and `stored`, built by
`builder` from `documents` with `inversion` and `postings`, joined by `merging`; `generations` and `commits` say which
of them make up the index. `queries` are evaluated over them by `evaluation`, their terms found by `expanding`;
`searcher` finds the best, with a formula that `scoring` describes, and counts of `statistics`. Documents are passages;
their groups are articles. `whoosh_view` shows all of it to Whoosh.
"""
