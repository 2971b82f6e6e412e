"""Shapes of the rows of ``seed/data``: what may stand in a file, checked before anything is built."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from matching.library import Bound, Role, Voice

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,31}$")]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Digits = Annotated[str, StringConstraints(pattern=r"^\d{2,4}$")]
Share = Annotated[float, Field(ge=0, le=1)]


def _split(value: object) -> object:
    """Split a cell of several values at the semicolons; lists pass as they are."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(";") if part.strip()]
    return value


Cell = Annotated[list[Word], BeforeValidator(_split)]


class Strict(BaseModel):
    """A row that refuses fields nobody reads."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SceneRow(Strict):
    code: Code
    name: Word
    group: Word
    binding: Word


class ScenarioRow(Strict):
    """A scenario as written: a symptom is one string whose words are joined by ``&``.

    ``former`` lists codes that the scenario once had: phrases written under them stay good.
    """

    code: Code
    former: list[Code] = []
    name: Word
    stage: Code
    bound: Bound
    description: Annotated[str, StringConstraints(min_length=10, max_length=120)]
    trades: list[Code] = []
    aliases: list[Word] = []
    vendor_words: list[Word] = []
    objects: list[Word] = []
    symptoms: list[Word] = []
    parents: list[Code] = []
    shared: list[Word] = []


class TradeRow(Strict):
    code: Code
    name: Word
    gbt: list[Digits] = []
    words: Annotated[list[Word], Field(min_length=3)]
    makes_machines: bool = False


class KinRow(Strict):
    kin: Code
    share: Share
    reason: Annotated[str, StringConstraints(min_length=2, max_length=60)]
    by_stage: dict[Code, Share] = {}


class KinshipFile(Strict):
    """``stage_lift`` moves a share toward 1 (positive) or 0 (negative) for scenarios of a stage."""

    stage_lift: dict[Code, Annotated[float, Field(ge=-1, le=1)]]
    kin: dict[Code, list[KinRow]]


class VerticalRow(Strict):
    code: Code
    name: Word
    words: Annotated[list[Word], Field(min_length=3)]


class CatalogRow(Strict):
    catalog_no: Annotated[int, Field(ge=1, le=39)]
    level1: Word
    level2: Word
    gbt_codes: Cell
    gbt_names: Cell
    mapping: Word
    note: str = ""


class GbtRow(Strict):
    code: Annotated[str, StringConstraints(pattern=r"^[A-T]?\d{0,4}$")]
    name: Word


class RegionRow(Strict):
    name: Word
    kind: Annotated[str, StringConstraints(pattern=r"^(country|group|province|city|county)$")]
    aliases: Cell
    members: Annotated[list[str], BeforeValidator(_split)]


class PhraseRow(Strict):
    """A sentence of the authored corpus; ``role`` only where a machine maker could be mistaken."""

    text: Annotated[str, StringConstraints(min_length=4, max_length=400)]
    voice: Voice
    scenarios: list[Code] = []
    trades: list[Code] = []
    role: Role | None = None
