"""A module's way from draft to the market and off it, through the services."""

import pytest
from sqlmodel import col, select

from marketplace.accounts.services import add_membership
from marketplace.catalog import services
from marketplace.catalog.labels import VersionState
from marketplace.catalog.models import ModuleFacet, ModuleLink, ModuleVersion
from marketplace.core.actor import Role
from marketplace.core.changes import Change
from marketplace.core.db import Database
from marketplace.core.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, VersionMovedError
from marketplace.core.journal import JournalEntry, parse_event
from marketplace.notify.models import Message
from marketplace.providers.labels import FacetKind
from marketplace.providers.models import ProviderFacet
from tests.fixtures.offers import (
    CONTENT,
    draft,
    in_review,
    link_nothing,
    link_report,
    make_operator,
    make_owner,
    make_provider,
    published,
    write_reference,
)
from tests.fixtures.web import NOW


@pytest.fixture
def database(any_database: Database) -> Database:
    """Both databases, each with reference data."""
    write_reference(any_database)
    return any_database


def states(database: Database, module_id: int) -> list[VersionState]:
    with database.session() as session:
        versions = session.exec(
            select(ModuleVersion).where(ModuleVersion.module_id == module_id).order_by(col(ModuleVersion.number))
        )
        return [version.state for version in versions]


def actions(database: Database) -> list[str]:
    with database.session() as session:
        return [parse_event(entry)["action"] for entry in session.exec(select(JournalEntry))]


def test_accept_publishes_and_tells_journal_change_log_and_provider(database: Database) -> None:
    owner = make_owner(database, provider_id=make_provider(database))

    version = published(database, owner=owner, operator=make_operator(database))

    assert states(database, version.module_id) == [VersionState.PUBLISHED]
    assert "module.published" in actions(database)
    with database.session() as session:
        changes = session.exec(select(Change.kind, Change.object_id)).all()
        messages = session.exec(select(Message.subject).where(Message.user_id == owner.user_id)).all()
        facets = session.exec(select(ModuleFacet.kind, ModuleFacet.value)).all()
    assert ("module", version.module_id) in changes
    assert ("provider", owner.organisation_id) in changes
    assert messages == ["模块已通过审核并发布"]
    assert sorted(facets) == [
        (FacetKind.DEPLOYMENT, "SaaS"),
        (FacetKind.PAYMENT, "按使用付费"),
        (FacetKind.SCENARIO, "report"),
    ]


def test_journal_never_holds_the_text_of_a_module_or_a_reason(database: Database) -> None:
    owner = make_owner(database, provider_id=make_provider(database))
    waiting = in_review(database, owner=owner)

    with database.transaction() as session:
        services.reject(
            session,
            actor=make_operator(database),
            version_id=waiting.id or 0,
            reason="请写清上线后的效果",
            seen_edit=waiting.edit,
            now=NOW,
        )

    with database.session() as session:
        whole = "".join(session.exec(select(JournalEntry.event)))
    assert "扫码报工" not in whole
    assert "上线后的效果" not in whole


def test_revision_replaces_the_published_version_only_when_it_is_accepted(database: Database) -> None:
    owner, operator = make_owner(database, provider_id=make_provider(database)), make_operator(database)
    first = published(database, owner=owner, operator=operator)
    with database.transaction() as session:
        second = services.revise(session, actor=owner, module_id=first.module_id, now=NOW)

    assert second.number == 2
    assert states(database, first.module_id) == [VersionState.PUBLISHED, VersionState.DRAFT]

    with database.transaction() as session:
        services.submit(
            session,
            actor=owner,
            version_id=second.id or 0,
            seen_edit=second.edit,
            link_texts=link_nothing,
            now=NOW,
        )
    with database.transaction() as session:
        services.accept(
            session,
            actor=operator,
            version_id=second.id or 0,
            codes=["energy"],
            reason="",
            seen_edit=second.edit,
            now=NOW,
        )

    assert states(database, first.module_id) == [VersionState.SUPERSEDED, VersionState.PUBLISHED]


def test_revise_while_a_draft_is_open_is_refused(database: Database) -> None:
    owner = make_owner(database, provider_id=make_provider(database))
    made = draft(database, owner=owner)

    with pytest.raises(ConflictError), database.transaction() as session:
        services.revise(session, actor=owner, module_id=made.module_id, now=NOW)


def test_rejected_version_goes_on_as_the_next_number(database: Database) -> None:
    owner = make_owner(database, provider_id=make_provider(database))
    waiting = in_review(database, owner=owner)
    with database.transaction() as session:
        services.reject(
            session,
            actor=make_operator(database),
            version_id=waiting.id or 0,
            reason="请写清价格",
            seen_edit=waiting.edit,
            now=NOW,
        )

    with database.transaction() as session:
        services.revise(session, actor=owner, module_id=waiting.module_id, now=NOW)

    assert states(database, waiting.module_id) == [VersionState.REJECTED, VersionState.DRAFT]


def test_reject_without_a_reason_is_refused_and_changes_nothing(database: Database) -> None:
    owner = make_owner(database, provider_id=make_provider(database))
    waiting = in_review(database, owner=owner)

    with pytest.raises(InvalidError) as refused, database.transaction() as session:
        services.reject(
            session,
            actor=make_operator(database),
            version_id=waiting.id or 0,
            reason="  ",
            seen_edit=waiting.edit,
            now=NOW,
        )

    assert refused.value.fields == {"reason": ["请写明理由，让服务商知道怎么改。"]}
    assert states(database, waiting.module_id) == [VersionState.IN_REVIEW]


def test_reviewer_who_belongs_to_the_provider_is_refused(database: Database) -> None:
    provider_id = make_provider(database)
    owner, operator = make_owner(database, provider_id=provider_id), make_operator(database)
    waiting = in_review(database, owner=owner)
    with database.transaction() as session:
        add_membership(
            session,
            user_id=operator.user_id,
            organisation_id=provider_id,
            role=Role.PROVIDER,
            now=NOW,
            actor=operator,
        )

    with pytest.raises(ForbiddenError), database.transaction() as session:
        services.accept(
            session,
            actor=operator,
            version_id=waiting.id or 0,
            codes=[],
            reason="",
            seen_edit=waiting.edit,
            now=NOW,
        )


def test_version_withdrawn_since_the_reviewer_looked_is_not_published(database: Database) -> None:
    owner = make_owner(database, provider_id=make_provider(database))
    waiting = in_review(database, owner=owner)
    with database.transaction() as session:
        services.withdraw(session, actor=owner, version_id=waiting.id or 0, now=NOW)

    with pytest.raises(VersionMovedError), database.transaction() as session:
        services.accept(
            session,
            actor=make_operator(database),
            version_id=waiting.id or 0,
            codes=[],
            reason="",
            seen_edit=1,
            now=NOW,
        )


def test_save_with_a_stale_edit_is_refused_and_keeps_the_other_text(database: Database) -> None:
    owner = make_owner(database, provider_id=make_provider(database))
    made = draft(database, owner=owner)
    first = services.ModuleContent(name="甲窗口改的名称")
    with database.transaction() as session:
        services.save_draft(session, actor=owner, version_id=made.id or 0, content=first, seen_edit=1, now=NOW)

    with pytest.raises(VersionMovedError), database.transaction() as session:
        services.save_draft(
            session,
            actor=owner,
            version_id=made.id or 0,
            content=services.ModuleContent(name="乙窗口改的名称"),
            seen_edit=1,
            now=NOW,
        )

    with database.session() as session:
        assert session.exec(select(ModuleVersion.name)).one() == "甲窗口改的名称"


def test_draft_sent_twice_is_one_draft(database: Database) -> None:
    owner = make_owner(database, provider_id=make_provider(database))

    first, second = draft(database, owner=owner), draft(database, owner=owner)

    assert first.id == second.id


def test_submit_twice_is_one_submission(database: Database) -> None:
    owner = make_owner(database, provider_id=make_provider(database))
    waiting = in_review(database, owner=owner)

    with database.transaction() as session:
        again = services.submit(
            session,
            actor=owner,
            version_id=waiting.id or 0,
            seen_edit=waiting.edit,
            link_texts=link_report,
            now=NOW,
        )

    assert again.state is VersionState.IN_REVIEW
    assert actions(database).count("module.submitted") == 1


def test_submit_of_an_incomplete_draft_names_every_gap(database: Database) -> None:
    owner = make_owner(database, provider_id=make_provider(database))
    made = draft(database, owner=owner, content=services.ModuleContent(name="只有名称"))

    with pytest.raises(InvalidError) as refused, database.transaction() as session:
        services.submit(session, actor=owner, version_id=made.id or 0, seen_edit=1, link_texts=link_nothing, now=NOW)

    assert sorted(refused.value.fields) == ["deployment", "payment", "scenarios", "summary"]


def test_submit_infers_links_and_accept_confirms_the_chosen_ones(database: Database) -> None:
    owner, operator = make_owner(database, provider_id=make_provider(database)), make_operator(database)
    waiting = in_review(database, owner=owner)
    with database.session() as session:
        inferred = session.exec(select(ModuleLink.scenario_code, ModuleLink.confirmed)).all()

    with database.transaction() as session:
        services.accept(
            session,
            actor=operator,
            version_id=waiting.id or 0,
            codes=["energy"],
            reason="",
            seen_edit=waiting.edit,
            now=NOW,
        )

    assert inferred == [("report", False)]
    with database.session() as session:
        assert session.exec(select(ModuleLink.scenario_code, ModuleLink.confirmed)).all() == [("energy", True)]


def test_accept_with_an_unknown_scenario_is_refused(database: Database) -> None:
    owner = make_owner(database, provider_id=make_provider(database))
    waiting = in_review(database, owner=owner)

    with pytest.raises(InvalidError), database.transaction() as session:
        services.accept(
            session,
            actor=make_operator(database),
            version_id=waiting.id or 0,
            codes=["nothing_of_this_name"],
            reason="",
            seen_edit=waiting.edit,
            now=NOW,
        )


def test_retire_takes_the_module_out_of_the_directory_and_keeps_its_versions(database: Database) -> None:
    owner = make_owner(database, provider_id=make_provider(database))
    version = published(database, owner=owner, operator=make_operator(database))

    with database.transaction() as session:
        services.retire(session, actor=owner, module_id=version.module_id, now=NOW)

    assert states(database, version.module_id) == [VersionState.RETIRED]
    with database.session() as session:
        assert session.exec(select(ModuleFacet)).all() == []
        assert session.exec(select(ProviderFacet)).all() == []


def test_retire_by_the_operator_needs_a_reason(database: Database) -> None:
    owner, operator = make_owner(database, provider_id=make_provider(database)), make_operator(database)
    version = published(database, owner=owner, operator=operator)

    with pytest.raises(InvalidError), database.transaction() as session:
        services.retire(session, actor=operator, module_id=version.module_id, now=NOW)


def test_another_providers_draft_does_not_exist_for_the_actor(database: Database) -> None:
    made = draft(database, owner=make_owner(database, provider_id=make_provider(database)))
    stranger = make_owner(database, provider_id=make_provider(database))

    with pytest.raises(NotFoundError), database.transaction() as session:
        services.save_draft(session, actor=stranger, version_id=made.id or 0, content=CONTENT, seen_edit=1, now=NOW)
