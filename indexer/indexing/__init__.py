"""What changed among the sources, and what must be done about it?

`planning` says what is to be done: `comparing` compares the files with what is known of them, and `renamed` finds those
that have other names. `extraction` turns one file's bytes into articles; `workers` does that for many files, in one
process or several; `running` carries a plan out and commits; `updating` puts these together. `adding` is for articles
that come from no file.
"""
