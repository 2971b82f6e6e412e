"""What a version says, as one value between forms, files and rows of the database."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from marketplace.catalog.models import ModuleVersion
from marketplace.core.money import to_fen
from marketplace.exchange.labels import Deployment, Payment
from marketplace.exchange.rows import ModuleRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleContent:
    """A module as its provider describes it.

    ``price_fen`` is the first year's cost to the plant, None when not priced; ``days_to_live`` counts from contract
    to use; ``answers`` holds what questions without a column of their own were answered, by name.
    """

    name: str
    summary: str = ""
    scenarios: tuple[str, ...] = ()
    industries: tuple[int, ...] = ()
    payment: tuple[Payment, ...] = ()
    price_fen: int | None = None
    deployment: Deployment | None = None
    days_to_live: int | None = None
    price_note: str = ""
    prerequisites: str = ""
    interfaces: str = ""
    published_on: date | None = None
    answers: dict[str, Any] = field(default_factory=dict)


def content_of_row(row: ModuleRow, *, before: ModuleVersion | None = None) -> ModuleContent:
    """Return a file's row as content; what files do not carry is kept from the version before."""
    return ModuleContent(
        name=row.name or row.summary[:40],
        summary=row.summary,
        scenarios=row.scenarios,
        industries=row.industries,
        payment=row.payment,
        price_fen=to_fen(row.price_wan),
        deployment=row.deployment,
        published_on=row.published_on,
        days_to_live=before.days_to_live if before else None,
        price_note=before.price_note if before else "",
        prerequisites=before.prerequisites if before else "",
        interfaces=before.interfaces if before else "",
        answers=dict(before.answers) if before else {},
    )


def content_of_version(version: ModuleVersion) -> ModuleContent:
    """Return what a version says."""
    return ModuleContent(
        name=version.name,
        summary=version.summary,
        scenarios=tuple(version.scenarios),
        industries=tuple(version.industries),
        payment=tuple(Payment(value) for value in version.payment),
        price_fen=version.price_fen,
        deployment=version.deployment,
        days_to_live=version.days_to_live,
        price_note=version.price_note,
        prerequisites=version.prerequisites,
        interfaces=version.interfaces,
        published_on=version.published_on,
        answers=dict(version.answers),
    )


def write_content(version: ModuleVersion, content: ModuleContent) -> None:
    """Put content into the columns of a version that is not published yet."""
    version.sqlmodel_update(columns_of(content))


def columns_of(content: ModuleContent) -> dict[str, Any]:
    """Return content as the columns of a version hold it."""
    fields = asdict(content)
    fields["payment"] = [value.value for value in content.payment]
    fields["scenarios"] = list(content.scenarios)
    fields["industries"] = list(content.industries)
    return fields
