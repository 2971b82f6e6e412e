"""Reads of one enterprise's recommendations."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from marketplace.accounts.models import Organisation
from marketplace.catalog.labels import VersionState
from marketplace.catalog.models import Module, ModuleVersion
from marketplace.core.actor import Actor
from marketplace.core.errors import NotFoundError
from marketplace.enterprises.models import Enterprise
from marketplace.enterprises.rows import load_enterprise_rows
from marketplace.exchange.labels import Deployment, Payment, ProviderKindName
from marketplace.exchange.rows import EnterpriseRow
from marketplace.recommendations.offers import Facts, ModuleFact, need_evidence
from marketplace.recommendations.page import build_page
from marketplace.recommendations.page_values import Recommendation
from marketplace.recommendations.policies import can_see
from marketplace.recommendations.ranked import Ranked, rank_row
from marketplace.recommendations.ranker import Held, Ranker
from marketplace.taxonomy.knowledge import KNOWLEDGE
from matching.types import Candidate, ModuleOffer

K = 5
MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """The enterprise that asks, as far as permissions need it."""

    id: int
    name: str
    county_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the reader wants to see; filters hide, they never move anybody."""

    kind: ProviderKindName | None = None
    payment: Payment | None = None
    deployment: Deployment | None = None

    def accepts(self, candidate: Candidate) -> bool:
        """Say whether a provider is of the kind and sells a module in the payment form that runs there."""
        if self.kind is not None and (candidate.kind is None or candidate.kind.value != self.kind.value):
            return False
        return any(self._fits(offer) for offer in candidate.modules) or (
            self.payment is None and self.deployment is None
        )

    def _fits(self, offer: ModuleOffer) -> bool:
        pays = self.payment is None or any(form.value == self.payment.value for form in offer.payment)
        runs = self.deployment is None or (
            offer.deployment is not None and offer.deployment.value == self.deployment.value
        )
        return pays and runs


EVERYBODY = Filters()


def load_asker(session: Session, *, actor: Actor, enterprise_id: int) -> Asker:
    """Return an enterprise that the actor may see the recommendations of; else it doesn't exist."""
    row = session.exec(
        select(Organisation.id, Organisation.name, Organisation.county_code)
        .join(Enterprise, col(Enterprise.organisation_id) == Organisation.id)
        .where(Organisation.id == enterprise_id, col(Organisation.merged_into_id).is_(None))
    ).first()
    if row is None or not can_see(actor, enterprise_id=enterprise_id, county_code=row[2]):
        raise NotFoundError
    return Asker(id=row[0] or 0, name=row[1], county_code=row[2])


def rank_enterprise(
    session: Session, ranker: Ranker, enterprise_id: int, *, k: int = K, filters: Filters = EVERYBODY
) -> Ranked:
    """Rank every provider for an enterprise as the database stands, and explain the first ``k`` that are wanted."""
    row = load_row(session, enterprise_id=enterprise_id)
    return rank_row(row, ranker.current(session), k=k, wanted=filters.accepts)


def load_row(session: Session, *, enterprise_id: int) -> EnterpriseRow:
    """Return what an enterprise states; raises NotFoundError for one that isn't there."""
    rows = load_enterprise_rows(session, ids=[enterprise_id])
    if not rows:
        raise NotFoundError
    return rows[0]


def recommend(
    session: Session, ranker: Ranker, enterprise_id: int, *, k: int = K, filters: Filters = EVERYBODY
) -> Recommendation:
    """Return the page of an enterprise: ``k`` offers at most, ranks among all providers. Nothing is written.

    It is made once for what the enterprise states and the providers offer, and kept until either changes.
    """
    row = load_row(session, enterprise_id=enterprise_id)
    return recommend_row(session, row, ranker.current(session), enterprise_id=enterprise_id, k=k, filters=filters)


def recommend_row(
    session: Session, row: EnterpriseRow, held: Held, *, enterprise_id: int, k: int, filters: Filters
) -> Recommendation:
    """Return the page for what somebody states, kept as long as the index that it was made from."""

    def make() -> Recommendation:
        ranked = rank_row(row, held, k=k, wanted=filters.accepts)
        return page_of(session, ranked, enterprise_id=enterprise_id)

    return held.answers.get(question=(enterprise_id, row, k, filters), make=make)


def page_of(session: Session, ranked: Ranked, *, enterprise_id: int) -> Recommendation:
    """Return a ranking as a page."""
    return build_page(
        ranked,
        enterprise_id=enterprise_id,
        library=KNOWLEDGE.library(session),
        facts=load_facts(session, ranked=ranked),
    )


def load_facts(session: Session, *, ranked: Ranked) -> Facts:
    """Return ids and days of the published modules of all who are shown, and of their partners."""
    refs = {place.ref for place in ranked.shown}
    refs |= {one.module_of for explanation in ranked.explanations for one in need_evidence(explanation)}
    ref_of = {ranked.held.ids[ref]: ref for ref in refs}
    rows = session.exec(
        select(Module.id, Module.provider_id, Module.external_ref, ModuleVersion.days_to_live)
        .join(ModuleVersion, col(ModuleVersion.module_id) == Module.id)
        .where(col(Module.provider_id).in_(ref_of), ModuleVersion.state == VersionState.PUBLISHED)
    ).all()
    return {
        (ref_of[provider_id], ref): ModuleFact(module_id=module_id or 0, days_to_live=days)
        for module_id, provider_id, ref, days in rows
    }
