"""Money is stored in fen (int); files and forms speak in 万元 (float)."""

FEN_PER_WAN = 1_000_000


def to_fen(wan: float | None) -> int | None:
    """Return an amount of 万元 in fen, rounded to the fen; None stays unknown."""
    return None if wan is None else round(wan * FEN_PER_WAN)


def to_wan(fen: int | None) -> float | None:
    """Return an amount of fen in 万元; None stays unknown."""
    return None if fen is None else fen / FEN_PER_WAN
