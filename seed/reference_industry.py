"""Load the words of industries that ``matching.classify`` reads."""

from pathlib import Path

from matching.classify import IndustryLexicon
from matching.library import Library
from seed.reference.files import DATA_DIR, read_csv


def load_industry_lexicon(library: Library, *, data_dir: Path = DATA_DIR) -> IndustryLexicon:
    """Return the lexicon of the files in ``seed/data/industry`` with catalogue and official names of ``library``.

    Raises SeedDataError when a file is missing.
    """
    folder = data_dir / "industry"
    return IndustryLexicon(
        edition=library.edition,
        catalog=library.catalog,
        products=_words(folder / "products.csv", key="gbt_code"),
        gbt_names=library.gbt_names,
        machines=_table(folder / "machine_makers.csv", key="product_prefix", value="machine_code"),
        wholes=_table(folder / "wholes.csv", key="whole_prefix", value="part_code"),
        activities=_words(folder / "activities.csv", key="division"),
    )


def _table(path: Path, *, key: str, value: str) -> tuple[tuple[str, str], ...]:
    return tuple((row[key], row[value].removeprefix("C")) for row in read_csv(path))


def _words(path: Path, *, key: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((row[key].removeprefix("C"), tuple(row["words"].split("|"))) for row in read_csv(path))
