"""The order of exact ties: a hash of a printed seed, so that nobody is favoured by the order of a file."""

import hashlib


def tie_key(*, seed: int, query_ref: str, candidate_ref: str) -> str:
    """Return SHA-256 of the canonical list (seed, query ref, candidate ref) as hex; smaller comes first."""
    text = "\x1f".join((str(seed), query_ref, candidate_ref))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
