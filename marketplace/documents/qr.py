"""QR codes that lead to the verification of a document."""

import io

import segno


def qr_png(url: str, *, scale: int = 4) -> bytes:
    """Return a QR code as PNG; error correction M survives a photocopy."""
    buffer = io.BytesIO()
    segno.make(url, error="m").save(buffer, kind="png", scale=scale, border=2)
    return buffer.getvalue()


def qr_svg(url: str) -> str:
    """Return a QR code as SVG text."""
    buffer = io.BytesIO()
    segno.make(url, error="m").save(buffer, kind="svg", scale=4, border=2)
    return buffer.getvalue().decode()
