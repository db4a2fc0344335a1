"""How are the exports of press databases, e-book readers, browsers and social networks read? They are written in one of
the formats, and told by signs of their own."""
