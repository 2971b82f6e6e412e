"""Rows of the assessment: an enterprise's own, read by those who oversee it."""

from marketplace.assessments.services import conclude_assessment
from marketplace.core.actor import Role
from tests.assessments.filled import filled, told
from tests.fixtures.web import NOW
from tests.permissions.matrix import Row, both, ids, values
from tests.permissions.world import World

OWN, OTHER = ids(enterprise_id="enterprise"), ids(enterprise_id="other_enterprise")
OVERSEEING = {Role.PROVINCE, Role.AUDITOR, Role.OPERATOR}


def build(world: World) -> None:
    """One enterprise on either side has assessed itself."""
    people = {"": world.people[Role.ENTERPRISE].actor, "other_": world.strangers[Role.ENTERPRISE]}
    for prefix, actor in people.items():
        with world.database.transaction() as session:
            made = conclude_assessment(
                session,
                actor=actor,
                enterprise_id=actor.organisation_id,
                fields=filled(),
                base_url="http://localhost",
                now=NOW,
            )
            world.ids[f"{prefix}assessment"] = made.id or 0


ROWS = {
    "assessments_api.get_questionnaire": Row(),
    "assessments_api.list_assessments": Row(own=OWN, other=OTHER, reaches_other=OVERSEEING),
    "assessments_api.get_assessment": Row(
        own=both(OWN, ids(assessment_id="assessment")),
        other=both(OTHER, ids(assessment_id="other_assessment")),
        reaches_other=OVERSEEING,
    ),
    "assessments_api.post_assessment": Row(own=OWN, other=OTHER, data=values(**told()), ok=201),
    "assessments.index": Row(own=OWN, other=OTHER, reaches_other=OVERSEEING),
    "assessments.show": Row(
        own=both(OWN, ids(assessment_id="assessment")),
        other=both(OTHER, ids(assessment_id="other_assessment")),
        reaches_other=OVERSEEING,
    ),
    "assessments.want": Row(own=OWN, other=OTHER, data=values(code="energy")),
    "assessment_form.fill": Row(own=OWN, other=OTHER),
    "assessment_form.save": Row(own=OWN, other=OTHER, data=values(**filled(do="keep"))),
    "assessment_form.merge": Row(own=OWN, other=OTHER, ok=303),
    "assessment_form.merge_post": Row(own=OWN, other=OTHER),
}
