"""What the county's providers do on the site after the import: complete their profile and have modules reviewed.

A file carries no days to go live, no conditions and no qualifications; providers write them, the operator reviews.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from marketplace.catalog.models import Module, ModuleVersion
from marketplace.catalog.rows import load_provider_rows
from marketplace.catalog.services import (
    InferredLink,
    LinkTexts,
    ModuleContent,
    accept,
    create_draft,
    revise,
    save_draft,
    submit,
)
from marketplace.catalog.services.content import content_of_version
from marketplace.core.actor import Actor, Role
from marketplace.exchange.labels import Deployment, Payment
from marketplace.providers.models import Provider
from marketplace.providers.services import ProfileExtras, update_provider
from marketplace.taxonomy.linking import TextKind, guess_scenarios
from seed.demo.people import VENDOR, Person, ensure_people, load_actor
from seed.demo.workbooks import FOLDER, written_providers
from seed.reference.files import read_yaml

MOST_LINKS = 6
# One module waits, so that the operator's desk has something to do.
WAITING = ModuleContent(
    name="门面色差手机比对",
    summary="同一户的门在出厂前用手机拍一下，和色板、和同户别的门比，色差超过客户能看出来的程度就提醒重喷，照片随单存档，售后有据可查。",
    scenarios=("色差检测", "质量检验"),
    industries=(28,),
    payment=(Payment.BY_USE,),
    price_fen=90_000_00,
    deployment=Deployment.SAAS,
    days_to_live=10,
    prerequisites="固定的拍照灯箱，厂里自己能做",
)


def complete_profiles(session: Session, *, now: datetime) -> None:
    """Let every local provider complete its profile and modules, and the operator publish them; once."""
    ids = dict(session.exec(select(Provider.external_ref, Provider.organisation_id)).all())
    written = read_yaml(FOLDER / "profiles.yaml")
    if _is_done(session, provider_ids=[ids[ref] for ref in written]):
        return
    vendors = {row.ref: _vendor(row.ref, body=row.name) for row in written_providers()}
    ensure_people(session, people=tuple(vendors.values()), now=now)
    operator = load_actor(session, role=Role.OPERATOR)
    for ref, profile in written.items():
        vendor = load_actor(session, role=Role.PROVIDER, login=vendors[ref].login)
        _complete(session, vendor=vendor, profile=profile, now=now)
        _review_all(session, vendor=vendor, operator=operator, modules=profile["modules"], now=now)
    _hand_in(session, vendor=load_actor(session, role=Role.PROVIDER), now=now)


def linking(session: Session) -> LinkTexts:
    """Return the linking of module texts as the site does it."""

    def link(texts: Sequence[str]) -> Sequence[Sequence[InferredLink]]:
        found = guess_scenarios(session, texts=texts, kind=TextKind.MODULE, most=MOST_LINKS)
        return [[InferredLink(code=one.code, confidence=one.confidence) for one in guesses] for guesses in found]

    return link


def _is_done(session: Session, *, provider_ids: Sequence[int]) -> bool:
    revised = (
        select(func.count())
        .select_from(ModuleVersion)
        .join(Module, col(Module.id) == ModuleVersion.module_id)
        .where(col(Module.provider_id).in_(provider_ids), ModuleVersion.number > 1)
    )
    return session.exec(revised).one() > 0


def _vendor(ref: str, *, body: str) -> Person:
    first = body == VENDOR.body
    return VENDOR if first else Person(role=Role.PROVIDER, name="产品经理", body=body, login=f"provider-{ref.lower()}")


def _complete(session: Session, *, vendor: Actor, profile: Mapping[str, Any], now: datetime) -> None:
    row = load_provider_rows(session, ids=[vendor.organisation_id])[0]
    extras = ProfileExtras(qualifications=profile["qualifications"], service_center=profile["service_center"])
    update_provider(session, actor=vendor, provider_id=vendor.organisation_id, row=row, extras=extras, now=now)


def _review_all(
    session: Session, *, vendor: Actor, operator: Actor, modules: Mapping[str, Mapping[str, Any]], now: datetime
) -> None:
    ids = dict(
        session.exec(select(Module.external_ref, Module.id).where(Module.provider_id == vendor.organisation_id)).all()
    )
    for ref, said in modules.items():
        version = revise(session, actor=vendor, module_id=ids[ref] or 0, now=now)
        content = replace(
            content_of_version(version),
            days_to_live=said["days"],
            prerequisites=said["needs"],
            interfaces=said["interfaces"],
            price_note=said["note"],
        )
        key = version.id or 0
        saved = save_draft(session, actor=vendor, version_id=key, content=content, seen_edit=version.edit, now=now)
        submit(session, actor=vendor, version_id=key, seen_edit=saved.edit, link_texts=linking(session), now=now)
        session.flush()  # The reviewer reads what was handed in.
        accept(
            session,
            actor=operator,
            version_id=key,
            codes=said["links"],
            reason="资料齐全，场景与说明相符。",
            seen_edit=saved.edit,
            now=now,
        )
        session.flush()  # The next version of this provider is found among what is stored.


def _hand_in(session: Session, *, vendor: Actor, now: datetime) -> None:
    draft = create_draft(session, actor=vendor, content=WAITING, now=now)
    submit(session, actor=vendor, version_id=draft.id or 0, seen_edit=draft.edit, link_texts=linking(session), now=now)
