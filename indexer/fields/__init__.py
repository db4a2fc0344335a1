"""Which fields does the index have, and what is stored beside them?

`schema` has the one list of fields, `names` what articles are called, `terms` the terms of fields that are not text,
`records` what is stored and `articles` reads it back; `documents` makes the engine's documents of all that.
"""
