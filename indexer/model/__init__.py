"""What passes between the rooms?

    Source ─reading─▶ Draft ─cleaning─▶ Article ─passages─▶ Passage ─engine─▶ index
                                                       query ─searching─▶ SearchResult of Hits

Every value is frozen: a room returns a new one and never changes what it was given.
Offsets are character offsets (Python string indices), half-open; line numbers count from 1, inclusive at both ends.
"""
