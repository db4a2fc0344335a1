"""Which words say nothing about what a text is about?

English function words. Some are left out because they are names or subjects as well, and a headline writes them so:
`us`, `who`, `may` and `will`.
"""

from __future__ import annotations

__all__ = ["STOP_WORDS"]

_DETERMINERS = "a an the this that these those some any each every either neither such own same other another"
_PRONOUNS = (
    "i me my mine myself you your yours yourself yourselves he him his himself she her hers herself it its itself "
    "we our ours ourselves they them their theirs themselves whom whose which what"
)
_PREPOSITIONS = (
    "about above after against among at before below beneath beside between beyond by during for from in into of off "
    "on onto out over since through to toward towards under until up upon with within without"
)
_CONJUNCTIONS = "and or but nor so yet if because as than though although while whereas whether unless"
_AUXILIARIES = (
    "am is are was were be been being have has had having do does did doing done "
    "can could shall should would might must"
)
_ADVERBS = "not no too very just only also then there here when where why how again further once both more most few all"
_CONTRACTIONS = (
    "i'm i've i'd i'll you're you've you'd you'll he'd he'll she'd she'll it'd it'll we're we've we'd we'll "
    "they're they've they'd they'll isn't aren't wasn't weren't hasn't haven't hadn't doesn't don't didn't "
    "can't couldn't shouldn't won't wouldn't mustn't mightn't"
)

STOP_WORDS = frozenset(
    f"{_DETERMINERS} {_PRONOUNS} {_PREPOSITIONS} {_CONJUNCTIONS} {_AUXILIARIES} {_ADVERBS} {_CONTRACTIONS}".split()
)
"""Folded words that a query of several words is better off without."""
