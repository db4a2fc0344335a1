"""Which word is an irregular English form a form of?

Porter2 knows suffixes, not vowel changes: to it `went` and `go` are two words. The table has the irregular verbs and
plurals of Quirk et al., "A Comprehensive Grammar of the English Language" (1985; 3.11-20 and 5.78-103) whose forms its
rules do not bring together. Forms that are also other words are left out, since they would bring together what does not
belong together: found, saw, left, felt, lay, bore, wound, ground, bound, rose, fell, shot, spoke, leaves, lives, axes,
bases. So are Latin plurals in -ices: with `matrices` as `matrix` and its like, nDCG@10 of best passages fell from .542
to .514 on one of five judged collections, and rose on none.
"""

from __future__ import annotations

from types import MappingProxyType

__all__ = ["BASE_FORMS"]

_VERBS = """
arise arose arisen | awake awoke awoken | beat beaten | become became | begin began begun | bite bitten
blow blew blown | break broke broken | bring brought | build built | burn burnt | buy bought | catch caught
choose chose chosen | come came | creep crept | deal dealt | dig dug | do did done | draw drew drawn
dream dreamt | drink drank drunk | drive drove driven | eat ate eaten | feed fed | fight fought | flee fled
fly flew flown | forbid forbade forbidden | forget forgot forgotten | forgive forgave forgiven
freeze froze frozen | get got gotten | give gave given | go went gone | grow grew grown | hang hung | have had
hear heard | hide hid hidden | hold held | keep kept | kneel knelt | know knew known | lead led | learn learnt
leap leapt | lend lent | lose lost | make made | mean meant | meet met | mistake mistook mistaken
overcome overcame | pay paid | prove proven | rebuild rebuilt | ride rode ridden | ring rang rung | run ran
say said | seek sought | sell sold | send sent | shake shook shaken | shine shone | show shown
shrink shrank shrunk | sing sang sung | sink sank sunk | sit sat | slay slew slain | sleep slept | slide slid
smell smelt | speak spoken | speed sped | spend spent | spill spilt | spin spun | spoil spoilt
spring sprang sprung | stand stood | steal stole stolen | stick stuck | sting stung | stink stank stunk
stride strode stridden | strike struck stricken | strive strove striven | swear swore sworn | sweep swept
swell swollen | swim swam swum | swing swung | take took taken | teach taught | tear tore torn | tell told
think thought | throw threw thrown | undergo underwent undergone | understand understood
undertake undertook undertaken | wake woke woken | wear wore worn | weave wove woven | weep wept | win won
withdraw withdrew withdrawn | withstand withstood | write wrote written
"""
_PLURALS = """
child children | foot feet | goose geese | knife knives | loaf loaves | man men | mouse mice | ox oxen
shelf shelves | thief thieves | tooth teeth | wife wives | wolf wolves | woman women | calf calves | half halves
scarf scarves | hoof hooves | louse lice | die dice | penny pence | person people | crisis crises
thesis theses | analysis analyses | hypothesis hypotheses | oasis oases | diagnosis diagnoses
phenomenon phenomena | criterion criteria | bacterium bacteria | fungus fungi | nucleus nuclei
stimulus stimuli | cactus cacti | alumnus alumni
curriculum curricula | memorandum memoranda | stratum strata
"""


def _bases(table: str) -> dict[str, str]:
    return {
        form: base
        for entry in table.strip().replace("\n", "|").split("|")
        for base, *forms in [entry.split()]
        for form in forms
    }


BASE_FORMS = MappingProxyType(_bases(_VERBS) | _bases(_PLURALS))
"""The base form of each irregular form; all are folded words."""
