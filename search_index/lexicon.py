"""Knowledge of the trade that the caller passes as a value."""

import hashlib
import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Words that segmentation must keep whole, and groups of words that mean the same (排产, APS).

    Every member of a group finds documents with any other member, below those with the word itself.
    """

    words: tuple[str, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the content, so that an index can tell which lexicon it was built with."""
        groups = sorted(sorted(group) for group in self.synonyms)
        canonical = json.dumps([sorted(self.words), groups], ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()


EMPTY_LEXICON = Lexicon()
