"""Rows of recommendations: an enterprise's page, stored runs, share links, the county's table, the rules."""

from marketplace.core.actor import Actor, Role
from marketplace.recommendations.queries import load_asker, rank_enterprise
from marketplace.recommendations.ranker import Ranker
from marketplace.recommendations.services import share_run
from tests.fixtures.web import NOW
from tests.permissions.matrix import Arguments, Row, both, ids, values
from tests.permissions.world import World

OWN, OTHER = ids(enterprise_id="enterprise"), ids(enterprise_id="other_enterprise")
RUN, OTHER_RUN = ids(digest="run"), ids(digest="other_run")
OVERSEEING = {Role.PROVINCE, Role.AUDITOR, Role.OPERATOR}


def build(world: World) -> None:
    """Share a ranking of the own enterprise, and one of a stranger's."""
    world.ids["run"], world.ids["share"] = _share(world, actor=world.people[Role.ENTERPRISE].actor)
    world.ids["other_run"], _ = _share(world, actor=world.strangers[Role.ENTERPRISE])


def _share(world: World, *, actor: Actor) -> tuple[str, str]:
    secret = world.app.extensions["marketplace"].settings.secret_key
    with world.database.transaction() as session:
        asker = load_asker(session, actor=actor, enterprise_id=actor.organisation_id)
        ranked = rank_enterprise(session, Ranker(), asker.id)
        run, token = share_run(session, actor=actor, asker=asker, ranked=ranked, secret=secret, now=NOW)
        return run.digest, token


def _why(enterprise: str) -> Arguments:
    return ids(enterprise_id=enterprise, provider_id="provider")


def _kept(reason: str) -> Row:
    return Row(own=both(OWN, values(reason=reason)), other=both(OTHER, values(reason=reason)), data=ids(p="provider"))


ROWS = {
    "recommendations.recommendations": Row(own=OWN, other=OTHER, reaches_other=OVERSEEING),
    "recommendations.why": Row(own=_why("enterprise"), other=_why("other_enterprise"), reaches_other=OVERSEEING),
    "recommendations.compare": Row(own=OWN, other=OTHER, reaches_other=OVERSEEING),
    "recommendations.keep": (_kept("share"), _kept("shortlist"), _kept("print")),
    "runs.index": Row(),
    "recommendations.write_plan": Row(own=OWN, other=OTHER),
    "runs.run": Row(own=RUN, other=OTHER_RUN, reaches_other=OVERSEEING),
    "runs.replay": Row(own=RUN, other=OTHER_RUN, reaches_other=OVERSEEING),
    "runs.pack": Row(own=RUN, other=OTHER_RUN, reaches_other=OVERSEEING),
    "runs.unshare": Row(own=RUN, other=OTHER_RUN),
    "runs.shared": Row(own=ids(token="share")),
    "county_recommendations.first_threes": Row(),
    "county_recommendations.first_threes_workbook": Row(),
    "ranking_rules.how_ranking_works": Row(),
    "county_recommendations_api.list_first_threes": Row(),
    "recommendations_api.get_recommendations": Row(own=OWN, other=OTHER, reaches_other=OVERSEEING),
    "runs_api.post_run": Row(own=OWN, other=OTHER, data=values(reason="printed"), ok=201),
    "runs_api.delete_share": Row(own=RUN, other=OTHER_RUN),
    "runs_api.get_run": Row(own=RUN, other=OTHER_RUN, reaches_other=OVERSEEING),
    "runs_api.get_pack": Row(own=RUN, other=OTHER_RUN, reaches_other=OVERSEEING),
}
