"""Where are the postings, and which documents match best?

Segments are files of arrays, laid out as `format` says, built by `builder` from `documents`, and read, inverted and
merged by `segment`; `generations` and `commits` say which of them make up the index. `queries` are evaluated over them
by `search`; `searcher` finds the best, with a formula that `search.scoring` describes, and counts of `statistics`.
Documents are passages; their groups are articles. `whoosh_view` shows all of it to Whoosh.
"""
