"""What is a word, a sentence, a day, a language? One definition of each, for all other rooms."""

from indexer.text.folding import fold
from indexer.text.sentences import sentences
from indexer.text.tokens import (
    LONGEST_WORD,
    Word,
    composed_characters,
    depends_on_capitals,
    is_unsegmented,
    without_context,
    word_forms,
    words,
)

__all__ = [
    "LONGEST_WORD",
    "Word",
    "composed_characters",
    "depends_on_capitals",
    "fold",
    "is_unsegmented",
    "sentences",
    "without_context",
    "word_forms",
    "words",
]
