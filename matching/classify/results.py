"""What classification answers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogCandidate:
    """An entry of the catalogue with the chance, in [0, 1], that it is the right one."""

    catalog_no: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeGuess:
    """A GB/T 4754-2017 code (digits only) with its share of the evidence, in [0, 1], and the word that said so."""

    code: str
    score: float
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """Up to five entries, best first, or none with ``outside`` true; ``codes`` are the likeliest GB/T codes."""

    candidates: tuple[CatalogCandidate, ...]
    outside: bool
    codes: tuple[CodeGuess, ...] = ()
