"""The list that an enquiry carries: rows of a plant's problem and scenario lists under stable keys."""

from marketplace.enterprises.labels import urgency_words
from marketplace.exchange.labels import NEED_KIND_LABELS
from marketplace.exchange.rows import EnterpriseRow

SHORT = 120


def needs_of(row: EnterpriseRow) -> list[dict[str, str]]:
    """Return the problems (p1, p2…) and scenarios (s1, s2…) of a plant's lists, ready to be frozen."""
    problems = [
        {"key": f"p{number}", "text": problem.text, "note": f"问题，{urgency_words(problem.priority)}"}
        for number, problem in enumerate(row.problems, start=1)
    ]
    scenarios = [
        {
            "key": f"s{number}",
            "text": scenario.name,
            "note": f"场景，{NEED_KIND_LABELS[scenario.kind]}" if scenario.kind else "场景",
        }
        for number, scenario in enumerate(row.scenarios, start=1)
    ]
    return [*problems, *scenarios]


def unrepeated_keys(row: EnterpriseRow) -> list[str]:
    """Return the keys that an enquiry begins with: all but the scenarios that confirmed problems already mean."""
    said = {code for problem in row.problems for code in problem.links}
    repeated = {
        f"s{number}"
        for number, scenario in enumerate(row.scenarios, start=1)
        if scenario.links and said.issuperset(scenario.links)
    }
    return [need["key"] for need in needs_of(row) if need["key"] not in repeated]


def shortened(text: str) -> str:
    """Return a need's text as tables show it."""
    return text if len(text) <= SHORT else text[: SHORT - 1] + "…"
