"""Load the knowledge about names that ``matching.names`` reads."""

from pathlib import Path

from matching.names import NameKnowledge
from seed.reference.files import DATA_DIR, read_csv, read_yaml

LONGEST_WORD = 4  # Trades in names are seldom longer.


def load_name_knowledge(data_dir: Path = DATA_DIR) -> NameKnowledge:
    """Return the knowledge of the files in ``seed/data/names``; raises SeedDataError when one is missing."""
    folder = data_dir / "names"
    places = read_yaml(folder / "places.yaml")
    words = read_yaml(folder / "trade_words.yaml")
    return NameKnowledge(
        edition=str(places["edition"]),
        cities=tuple((city, tuple(counties)) for city, counties in places["cities"].items()),
        renamed=tuple((row["old"], tuple(row["now"])) for row in places["renamed"]),
        parts=tuple(places["parts"].items()),
        abroad=tuple(name for name in places["abroad"] if "浙" not in name and name not in {"中国", "全国"}),
        forms=tuple(read_yaml(folder / "forms.yaml")["forms"]),
        trade_words=tuple(words["words"]),
        other_words=_product_words(data_dir),
        synonyms=tuple(map(tuple, words["synonyms"])),
    )


def _product_words(data_dir: Path) -> tuple[str, ...]:
    rows = read_csv(data_dir / "industry" / "products.csv")
    words = (word for row in rows for word in row["words"].split("|"))
    return tuple(sorted({word for word in words if len(word) <= LONGEST_WORD}))
