"""The knowledge that classification reads: words of products, official names, machine makers, activities."""

from dataclasses import dataclass

from matching.library import CatalogEntry

ACTIVITY_PREFIX = "X"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndustryLexicon:
    """What the classifier knows of industries, in one edition.

    ``products`` maps GB/T 4754-2017 codes (digits only, 2 to 4) to words of products and processes.
    ``gbt_names`` maps codes to official names. ``machines`` maps a prefix of a product's code to the code of the
    makers of machines for it: who makes looms is not a weaver. ``wholes`` maps a prefix of a vehicle's code to the
    code of the makers of its parts. ``activities`` maps divisions outside
    manufacturing (trade, transport, software …) to words.
    """

    edition: str
    catalog: tuple[CatalogEntry, ...]
    products: tuple[tuple[str, tuple[str, ...]], ...]
    gbt_names: tuple[tuple[str, str], ...] = ()
    machines: tuple[tuple[str, str], ...] = ()
    wholes: tuple[tuple[str, str], ...] = ()
    activities: tuple[tuple[str, tuple[str, ...]], ...] = ()
