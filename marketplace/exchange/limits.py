"""How much a file may hold before it is refused; callers may pass others."""

from dataclasses import dataclass

MIB = 1024 * 1024

# Characters. A joined list must fit one spreadsheet cell (32,767 characters) even with every separator escaped.
REF_LIMIT = 64
NAME_LIMIT = 200
ITEM_LIMIT = 120
CODE_LIMIT = 32
TEXT_LIMIT = 10_000
ITEMS_LIMIT = 100
REGIONS_LIMIT = 400
REGION_LIMIT = 30
RECORDS_LIMIT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bytes of a file, of what an XLSX unpacks to and of a JSONL line; cells of the rectangle that a sheet spans."""

    file_bytes: int = 200 * MIB
    unpacked_bytes: int = 600 * MIB
    line_bytes: int = 16 * MIB
    sheet_cells: int = 8_000_000  # At 32 bytes each: 256 MB.


DEFAULT_LIMITS = Limits()
