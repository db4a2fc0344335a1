"""Where are the postings, and which documents match?

Whoosh's own segments, in its W3 codec: written by `segments`, committed and merged by `commits`, read by `evaluation`
with the collection's statistics from `statistics`. Documents are passages; a document number is Whoosh's own, valid
within one generation of the index.
"""
