"""Amounts and figures as papers print them."""

from decimal import Decimal

FEN_PER_YUAN = 100


def yuan(fen: int) -> str:
    """Return an amount in fen as 12,000.00 元."""
    return f"{Decimal(fen) / FEN_PER_YUAN:,.2f} 元"


def wan(fen: int) -> str:
    """Return an amount in fen as 12.5 万元, exact."""
    text = f"{Decimal(fen) / 1_000_000:f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text} 万元"
