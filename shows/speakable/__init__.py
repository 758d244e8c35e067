"""In: a sentence as it is shown. Out: the same sentence as a voice has to get it, without a figure, sign or acronym."""

from shows.speakable.lexicon import SHIPPED, BadLexicon, Lexicon
from shows.speakable.sentence import speakable

__all__ = ["SHIPPED", "BadLexicon", "Lexicon", "speakable"]
