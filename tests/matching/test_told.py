"""What is told of an answer: solved only by a scenario that the module bears, whatever its words sound like."""

from dataclasses import replace

import pytest

from matching.library import Library
from matching.linking import Linker
from matching.ranking import NeedEvidence, build_index, explain
from matching.ranking.explanation.told import ANSWERED, IN_PART, SOLVED
from matching.types import Candidate, Industry, ModuleOffer, ProblemText, Query

PIECES = "计件工资靠工人自己报数，月底对账吵得厉害"
WAGES, REBATES = "piecewage", "warranty"
QUERY = Query(
    ref="E1",
    name="某门业有限公司",
    industry=Industry(gbt_code="C2032"),
    problems=(ProblemText(text=PIECES, priority=1),),
)


def evidence(library: Library, linker: Linker, *, links: tuple[str, ...]) -> NeedEvidence | None:
    module = ModuleOffer(ref="M1", name="月底对账", summary=f"{PIECES}，用了它就不吵了。", links=links)
    index = build_index([Candidate(ref="P1", name="甲软件", modules=(module,))], library=library, linker=linker)
    told = explain(QUERY, index, "P1")
    return next((one for item in told.contributions for one in item.evidence if isinstance(one, NeedEvidence)), None)


def test_module_that_bears_the_scenario_solves_the_need(library: Library, linker: Linker) -> None:
    found = evidence(library, linker, links=(WAGES,))

    assert found is not None
    assert (found.scenario, found.told >= SOLVED) == (WAGES, True)


def test_module_of_another_scenario_solves_nothing_though_it_says_the_very_words(
    library: Library, linker: Linker
) -> None:
    found = evidence(library, linker, links=(REBATES,))

    assert found is not None
    assert (found.scenario, found.told) == (None, 0.0)
    assert found.share >= SOLVED  # It counts in the score, and is shown as what counts.


def test_no_scenario_is_told_that_a_reviewer_did_not_confirm(library: Library, linker: Linker) -> None:
    found = evidence(library, linker, links=("spare", WAGES))

    assert found is not None
    assert found.scenario in {"spare", WAGES}


def test_need_of_no_scenario_is_answered_in_part_by_who_says_the_very_words(library: Library, linker: Linker) -> None:
    words = "厂门口的狗老是叫"
    module = ModuleOffer(ref="M1", name="厂门口的狗", summary=f"{words}，装上就好。", links=(REBATES,))
    index = build_index([Candidate(ref="P1", name="甲软件", modules=(module,))], library=library, linker=linker)

    told = explain(replace(QUERY, problems=(ProblemText(text=words, priority=1),)), index, "P1")

    (found,) = {one for item in told.contributions for one in item.evidence if isinstance(one, NeedEvidence)}
    assert (found.scenario, found.told) == (None, IN_PART)


@pytest.mark.parametrize("text", ["厂门口的狗老是叫", "asdf"])
def test_what_means_nothing_is_answered_by_nobody(library: Library, linker: Linker, text: str) -> None:
    index = build_index(
        [
            Candidate(
                ref="P1", name="甲软件", modules=(ModuleOffer(ref="M1", name="ERP", summary="老板娘拿手机全看到。"),)
            )
        ],
        library=library,
        linker=linker,
    )
    asked = replace(QUERY, problems=(ProblemText(text=text, priority=1),))

    told = explain(asked, index, "P1")

    shares = [one.told for item in told.contributions for one in item.evidence if isinstance(one, NeedEvidence)]
    assert all(share < ANSWERED for share in shares)
    assert told.unsolved_problems == (1,)
