"""From a firm's business scope to the catalogue entry of its industry, or to none."""

from matching.classify.classifier import Classifier, classify
from matching.classify.lexicon import IndustryLexicon
from matching.classify.results import CatalogCandidate, Classification, CodeGuess

__all__ = ["CatalogCandidate", "Classification", "Classifier", "CodeGuess", "IndustryLexicon", "classify"]
