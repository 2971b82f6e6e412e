"""What a file leaves blank about an enterprise that is registered: it stands as the plant said it."""

from dataclasses import replace

from marketplace.exchange.rows import EnterpriseRow, PreferencesRow

LISTED = ("description", "problems", "scenarios")
FIGURES = ("employees", "revenue_wan")


def keep_said(row: EnterpriseRow, *, before: EnterpriseRow) -> EnterpriseRow:
    """Return a row whose blanks are filled with what is known; a file changes what it states and takes nothing away."""
    blank = [name for name in LISTED if not getattr(row, name)]
    blank += [name for name in FIGURES if getattr(row, name) is None]
    return replace(
        row,
        **{name: getattr(before, name) for name in blank},
        industry=row.industry if row.industry.is_known else before.industry,
        preferences=_wishes(row.preferences, before=before.preferences),
    )


def _wishes(stated: PreferencesRow, *, before: PreferencesRow) -> PreferencesRow:
    return PreferencesRow(
        payment=stated.payment or before.payment,
        budget_wan=before.budget_wan if stated.budget_wan is None else stated.budget_wan,
        deployment=stated.deployment or before.deployment,
        must=stated.must or before.must,
    )
