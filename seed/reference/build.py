"""Build the library from ``seed/data``: read, check, connect."""

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import cache
from hashlib import sha256
from pathlib import Path

from matching.library import (
    CatalogEntry,
    ForeignVertical,
    Kinship,
    Library,
    Phrase,
    Region,
    Scenario,
    Scene,
    Trade,
)
from seed.reference import rows
from seed.reference.checks import check_library
from seed.reference.errors import SeedDataError
from seed.reference.files import DATA_DIR, check_rows, read_csv, read_jsonl, read_yaml


@cache
def load_library(data_dir: Path = DATA_DIR) -> Library:
    """Return the whole library; raises SeedDataError that lists every defect found.

    The edition is the date in ``edition.yaml`` and eight digits of the contents' SHA-256, so two
    libraries with one edition hold the same knowledge wherever they were loaded from.
    """
    catalog, industry_words = _load_industries(data_dir)
    scenario_rows = _read_scenarios(data_dir)
    library = Library(
        edition="",
        scenes=_load_scenes(data_dir),
        scenarios=_build_scenarios(data_dir, scenario_rows=scenario_rows),
        trades=_load_trades(data_dir),
        kinships=_load_kinships(data_dir),
        verticals=_load_verticals(data_dir),
        catalog=catalog,
        gbt_names=_load_gbt(data_dir),
        industry_words=industry_words,
        regions=_load_regions(data_dir),
        phrases=_load_phrases(data_dir, renamed=_renamed(scenario_rows)),
    )
    defects = check_library(library)
    if defects:
        raise SeedDataError(defects)
    dated = str(read_yaml(data_dir / "edition.yaml")["date"])
    return replace(library, edition=f"{dated}-{content_digest(library)[:8]}")


def content_digest(library: Library) -> str:
    """Return the SHA-256 of the library's contents without its edition, as 64 hex digits.

    Held-out phrases are left out: they are never learned from, so they change no result.
    """
    learned = tuple(phrase for phrase in library.phrases if not phrase.held_out)
    content = asdict(replace(library, edition="", phrases=learned))
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _load_scenes(data_dir: Path) -> tuple[Scene, ...]:
    found = check_rows(rows.SceneRow, read_csv(data_dir / "scenes.csv"), file="scenes.csv", start=2)
    return tuple(Scene(code=row.code, name=row.name, group=row.group, binding=row.binding) for row in found)


def _read_scenarios(data_dir: Path) -> list[tuple[str, rows.ScenarioRow]]:
    """Return each scenario's row with the code of its scene, which is the name of its file."""
    return [
        (path.stem, row)
        for path in sorted((data_dir / "scenarios").glob("*.yaml"))
        for row in check_rows(rows.ScenarioRow, read_yaml(path) or [], file=f"scenarios/{path.name}")
    ]


def _build_scenarios(data_dir: Path, *, scenario_rows: list[tuple[str, rows.ScenarioRow]]) -> tuple[Scenario, ...]:
    sets = read_yaml(data_dir / "symptom_sets.yaml")
    return tuple(_scenario(row, scene=scene, sets=sets) for scene, row in scenario_rows)


def _renamed(scenario_rows: list[tuple[str, rows.ScenarioRow]]) -> dict[str, str]:
    return {former: row.code for _, row in scenario_rows for former in row.former}


def _scenario(row: rows.ScenarioRow, *, scene: str, sets: dict[str, list[str]]) -> Scenario:
    return Scenario(
        code=row.code,
        name=row.name,
        scene=scene,
        stage=row.stage,
        bound=row.bound,
        description=row.description,
        trades=tuple(row.trades),
        aliases=tuple(row.aliases),
        vendor_words=tuple(row.vendor_words),
        objects=tuple(row.objects),
        symptoms=tuple(words for text in row.symptoms for words in _conjunctions(text, sets=sets)),
        parents=tuple(row.parents),
        shared=tuple(row.shared),
    )


def _conjunctions(symptom: str, *, sets: dict[str, list[str]]) -> Iterator[tuple[str, ...]]:
    """Yield the conjunctions of a written symptom: ``A&B`` is one, ``A&@set`` one per word of the set."""
    *head, last = (word.strip() for word in symptom.split("&"))
    words = sets.get(last.removeprefix("@"), [last]) if last.startswith("@") else [last]
    yield from ((*head, word) for word in words)


def _load_trades(data_dir: Path) -> tuple[Trade, ...]:
    raw = read_yaml(data_dir / "trades.yaml")
    return tuple(
        Trade(
            code=row.code,
            name=row.name,
            gbt_prefixes=tuple(row.gbt),
            words=tuple(row.words),
            makes_machines=row.makes_machines,
        )
        for row in check_rows(rows.TradeRow, raw, file="trades.yaml")
    )


def _load_kinships(data_dir: Path) -> tuple[Kinship, ...]:
    raw = read_yaml(data_dir / "kinship.yaml")
    file = check_rows(rows.KinshipFile, [raw], file="kinship.yaml")[0]
    return tuple(
        Kinship(
            trade=trade,
            kin=row.kin,
            share=row.share,
            reason=row.reason,
            by_stage=_stage_shares(row, lifts=file.stage_lift),
        )
        for trade, kin_rows in file.kin.items()
        for row in kin_rows
    )


def _stage_shares(row: rows.KinRow, *, lifts: dict[str, float]) -> tuple[tuple[str, float], ...]:
    """Return the share per stage: moved toward 1 or 0 by the stage's lift, or as the row says."""
    shares = {stage: row.share + lift * ((1 - row.share) if lift > 0 else row.share) for stage, lift in lifts.items()}
    shares.update(row.by_stage)
    return tuple((stage, round(share, 3)) for stage, share in sorted(shares.items()))


def _load_verticals(data_dir: Path) -> tuple[ForeignVertical, ...]:
    name = "foreign_verticals.yaml"
    found = check_rows(rows.VerticalRow, read_yaml(data_dir / name), file=name)
    return tuple(ForeignVertical(code=row.code, name=row.name, words=tuple(row.words)) for row in found)


def _load_industries(
    data_dir: Path,
) -> tuple[tuple[CatalogEntry, ...], tuple[tuple[str, tuple[str, ...]], ...]]:
    found = check_rows(rows.CatalogRow, read_csv(data_dir / "catalog.csv"), file="catalog.csv", start=2)
    words = read_yaml(data_dir / "catalog_words.yaml")
    entries = tuple(
        CatalogEntry(
            catalog_no=row.catalog_no,
            level1=row.level1,
            level2=row.level2,
            gbt_prefixes=tuple(code.removeprefix("C") for code in row.gbt_codes),
            words=tuple(words.get(row.catalog_no, ())),
        )
        for row in found
    )
    by_code = read_yaml(data_dir / "industry_words.yaml")
    return entries, tuple((str(code), tuple(said)) for code, said in sorted(by_code.items()))


def _load_gbt(data_dir: Path) -> tuple[tuple[str, str], ...]:
    name = "gbt4754.csv"
    found = check_rows(rows.GbtRow, read_csv(data_dir / name), file=name, start=2)
    return tuple((row.code.removeprefix("C"), row.name) for row in found if row.code != "C")


def _load_regions(data_dir: Path) -> tuple[Region, ...]:
    name = "regions.csv"
    found = check_rows(rows.RegionRow, read_csv(data_dir / name), file=name, start=2)
    return tuple(
        Region(name=row.name, kind=row.kind, members=tuple(row.members), aliases=tuple(row.aliases)) for row in found
    )


def _load_phrases(data_dir: Path, *, renamed: dict[str, str]) -> tuple[Phrase, ...]:
    built: list[Phrase] = []
    for path in sorted((data_dir / "phrases").glob("*.jsonl")):
        found = check_rows(rows.PhraseRow, read_jsonl(path), file=f"phrases/{path.name}")
        held_out = path.name.startswith("heldout")
        built += [
            Phrase(
                text=row.text,
                voice=row.voice,
                scenarios=tuple(renamed.get(code, code) for code in row.scenarios),
                trades=tuple(row.trades),
                role=row.role,
                held_out=held_out,
            )
            for row in found
        ]
    return tuple(built)
