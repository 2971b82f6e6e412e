"""For which plant and which wishes a stored run was ranked, in words for whoever has only the paper or the link."""

from marketplace.core.wording import wan_text
from marketplace.exchange.labels import MUST_LABELS
from marketplace.exchange.rows import EnterpriseRow, PreferencesRow
from marketplace.recommendations.page import industry_words
from matching.library import Library

NOT_SAID = "没有写"
NO_WISH = "没有要求"


def wishes_of(row: EnterpriseRow, *, library: Library) -> tuple[tuple[str, str], ...]:
    """Return everything but the list itself that counts for the order, as (what, value); silence is told too."""
    wished = row.preferences
    return (
        ("行业", industry_words(row, library=library) or NOT_SAID),
        ("所在地", " ".join(dict.fromkeys(part for part in (row.city, row.county) if part)) or NOT_SAID),
        ("企业情况", row.description or NOT_SAID),
        ("首年预算", wan_text(wished.budget_wan) if wished.budget_wan else NO_WISH),
        ("付款方式", "、".join(form.value for form in wished.payment) or NO_WISH),
        ("部署方式", wished.deployment.value if wished.deployment else NO_WISH),
        ("必须满足", _musts(wished)),
    )


def _musts(wished: PreferencesRow) -> str:
    return "、".join(MUST_LABELS[must] for must in wished.must) or "没有，不合意愿的只扣分"
