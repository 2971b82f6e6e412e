"""Cleaning of what people and programs leave in texts: widths, invisible characters, stray spaces and line ends."""

import re
import unicodedata

# Zero-width and direction marks, byte order marks, control characters, surrogates and noncharacters: none of them is
# seen by a reader, and several cannot stand in XLSX at all.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff]",
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_EDGES = re.compile(" *\n *")
_DAMAGED = "\ufffd"


def clean_text(value: str) -> str:
    """Return a text of several lines without invisible characters, with plain spaces and line feeds."""
    if not value.isprintable():
        value = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", value))
        value = _EDGES.sub("\n", _SPACES.sub(" ", value))
    return value.strip()


def clean_line(value: str) -> str:
    """Return a text of one line: as `clean_text`, with runs of white space as one space."""
    return " ".join(clean_text(value).split())


def clean_code(value: str) -> str:
    """Return a number or code: one line in half-width characters without spaces."""
    parts = unicodedata.normalize("NFKC", clean_line(value)).split()
    return unicodedata.normalize("NFKC", "".join(parts))  # Parts that meet may hold marks that now combine.


def clean_ref(value: str) -> str:
    """Return a sender's number: full-width letters, digits and hyphens in half width, other text as it is."""
    return clean_line("".join(_half(character) for character in clean_line(value)))


def is_damaged(value: str) -> bool:
    """Say whether a text holds the mark that decoders leave for bytes that they could not read."""
    return _DAMAGED in value


def _half(character: str) -> str:
    return chr(ord(character) - 0xFEE0) if "！" <= character <= "～" else character
