"""One generated enterprise or provider, by its number."""

import random
from dataclasses import replace

from marketplace.exchange import EnterpriseRow, ProviderRow
from marketplace.exchange.labels import Deployment, Payment
from marketplace.exchange.rows import ModuleRow
from matching.library import Scenario
from seed.scale.pools import Pools, credit_code, dice_of, some, varied

# What product names end in; a plant meets all of them in every county.
ENDINGS = ("", "助手", "云服务", "轻应用", "看板", "管家")


def enterprise_row(number: int, *, pools: Pools) -> EnterpriseRow:
    """Return plant ``number``: a judged plant's trade, with some of its troubles and one of a plant like it."""
    dice = dice_of("enterprise", number)
    model, county = dice.choice(pools.enterprises), pools.counties[number % len(pools.counties)]
    problems = some(model.problems, least=2, most=5, dice=dice)
    return replace(
        model,
        ref=f"SE{number:06d}",
        name=f"{county.name}示例{number:06d}号企业有限公司",
        uscc=credit_code("E", number),
        county=county.name,
        city=county.city,
        description=varied(model.description, dice=dice),
        employees=dice.randint(20, 600),
        revenue_wan=float(dice.randint(800, 40_000)),
        problems=tuple(replace(one, text=varied(one.text, dice=dice)) for one in problems),
        scenarios=some(model.scenarios, least=1, most=4, dice=dice),
    )


def provider_row(number: int, *, modules: int, pools: Pools) -> ProviderRow:
    """Return provider ``number`` with so many modules, each made for a scenario of the library."""
    dice = dice_of("provider", number)
    model = dice.choice(pools.providers)
    scenarios = [dice.choice(pools.scenarios) for _ in range(modules)]
    return replace(
        model,
        ref=f"SP{number:06d}",
        name=f"浙江示例{number:06d}号数字科技有限公司",
        uscc=credit_code("P", number),
        description=varied(model.description, dice=dice),
        partners=(),
        modules=tuple(
            _module(place, scenario=scenario, model=model, dice=dice) for place, scenario in enumerate(scenarios, 1)
        ),
        cases=some(model.cases, least=0, most=3, dice=dice),
    )


def _module(place: int, *, scenario: Scenario, model: ProviderRow, dice: random.Random) -> ModuleRow:
    words = some(scenario.vendor_words, least=1, most=3, dice=dice)
    days = dice.randint(3, 60)
    return ModuleRow(
        ref=f"M{place}",
        name=dice.choice((scenario.name, *scenario.aliases[:6])) + dice.choice(ENDINGS),
        summary=f"{scenario.description}{'、'.join(words)}，{days}天上线，已有{dice.randint(1, 80)}家用着。",
        scenarios=(scenario.name,),
        industries=model.industries[:3],
        payment=some(tuple(Payment), least=1, most=2, dice=dice),
        price_wan=float(dice.randint(1, 40)),
        deployment=dice.choice(tuple(Deployment)),
        links=(scenario.code,),
    )
