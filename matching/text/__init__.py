"""Text as the engine sees it: folded characters, words, character n-grams and sparse vectors."""

from matching.text.normalise import fold, seen, sentences, without_repeats
from matching.text.tokens import Tokenizer, char_grams
from matching.text.words import Hit, WordIndex, word_place

__all__ = ["Hit", "Tokenizer", "WordIndex", "char_grams", "fold", "seen", "sentences", "without_repeats", "word_place"]
