"""The whole way through the services, on both databases, and what is refused on it."""

from sqlmodel import select

from marketplace.projects.access import state_of_project
from marketplace.projects.labels import EventKind, ProjectState
from marketplace.projects.models import OutcomeEvent
from tests.projects.kept import jump_to
from tests.projects.world import Course, project_of


def test_course_from_enquiry_to_rating_leaves_its_events(course: Course) -> None:
    jump_to(course, "rated")

    with course.database.session() as session:
        state = state_of_project(project_of(course, session))
        events = session.exec(select(OutcomeEvent).order_by(OutcomeEvent.id)).all()  # type: ignore[arg-type]  # a column

    assert state is ProjectState.ACCEPTED
    own = [one.kind for one in events if one.provider_id == course.provider.organisation_id]
    assert own == [
        EventKind.ASKED,
        EventKind.QUOTED,
        EventKind.CHOSEN,
        EventKind.SIGNED,
        EventKind.ACCEPTED,
        EventKind.RATED,
    ]
    rival = [one.kind for one in events if one.provider_id == course.rival.organisation_id]
    assert rival == [EventKind.ASKED, EventKind.QUOTED, EventKind.NOT_CHOSEN]
