"""Where is the index on the disk, and how is it opened, locked and changed as one thing?

`location` says which index is meant, `names` what its files are called, `manifest` what a commit consists of; a reader
goes through `snapshot`, a writer through `lock` and `commit`, a rebuild through `swap`.
"""
