"""The operator's review of modules: a queue, and one page to decide on."""

from collections.abc import Collection

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.catalog import services
from marketplace.catalog.labels import VERSION_STATE_LABELS, VersionState
from marketplace.catalog.presentation import LABELS, differences, fact_items, further
from marketplace.catalog.queries import (
    ReviewPage,
    industry_names,
    load_review,
    load_review_queue,
)
from marketplace.catalog.schemas import DecisionIn, ReasonIn
from marketplace.catalog.services.content import content_of_version
from marketplace.core.errors import InvalidError, MarketplaceError
from marketplace.taxonomy.queries import scenario_groups
from marketplace.web.forms import BoundForm
from marketplace.web.pages import page_args
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("module_review", __name__, template_folder="templates")
SPARE_SCENARIOS = 3


@bp.get("/operator/modules")
@requires(Permission.REVIEW_MODULES)
def queue() -> str:
    """Show what waits for review, the longest-waiting first."""
    page = load_review_queue(read_session(), args=page_args(request.args))
    return render_template("catalog/queue.html", page=page, page_url=lambda n: url_for("module_review.queue", page=n))


@bp.get("/operator/modules/<int:version_id>")
@requires(Permission.REVIEW_MODULES)
def review(version_id: int) -> str:
    """Show one version with its links, the one before and near-equal texts."""
    page = load_review(read_session(), version_id=version_id)
    form: BoundForm[DecisionIn] = BoundForm(raw={"scenarios": [link.code for link in page.links]}, labels=LABELS)
    return _review_page(page, form)


@bp.post("/operator/modules/<int:version_id>/<any(accept, reject):decision>")
@requires(Permission.REVIEW_MODULES)
def decide(version_id: int, decision: str) -> Response | tuple[str, int]:
    """Publish or send back, with the reason and the scenarios that the reviewer confirmed."""
    form = BoundForm.bind(DecisionIn, request.form, labels=LABELS)
    if form.valid is not None:
        try:
            name = _decide(form.valid, version_id=version_id, decision=decision)
        except MarketplaceError as error:
            form.add_error(error if isinstance(error, InvalidError) else InvalidError(error.message))
        else:
            flash(f"已发布“{name}”。" if decision == "accept" else f"已退回“{name}”，理由会发给服务商。", "success")
            return redirect(url_for("module_review.queue"), code=303)
    return _review_page(load_review(read_session(), version_id=version_id), form), 422


def _decide(entered: DecisionIn, *, version_id: int, decision: str) -> str:
    with transaction() as session:
        if decision == "reject":
            return services.reject(
                session,
                actor=actor(),
                version_id=version_id,
                reason=entered.reason,
                seen_edit=entered.edit,
                now=now(),
            ).name
        return services.accept(
            session,
            actor=actor(),
            version_id=version_id,
            codes=[code for code in entered.scenarios if code],
            reason=entered.reason,
            seen_edit=entered.edit,
            now=now(),
        ).name


@bp.post("/operator/modules/<int:module_id>/retire")
@requires(Permission.REVIEW_MODULES)
def retire(module_id: int) -> Response:
    """Take a published module off the market, with a written reason."""
    entered = BoundForm.bind(ReasonIn, request.form, labels=LABELS).require()
    with transaction() as session:
        services.retire(session, actor=actor(), module_id=module_id, reason=entered.reason, now=now())
    flash("模块已下架，理由会发给服务商。", "success")
    return redirect(url_for("module_review.queue"), code=303)


def _review_page(page: ReviewPage, form: BoundForm[DecisionIn]) -> str:
    industries = industry_names(read_session())
    content = content_of_version(page.version)
    before = differences(content_of_version(page.before), content, industries=industries) if page.before else []
    linked = {link.code for link in page.links}
    extra = [code for code in form.value("scenarios") if code and code not in linked]
    return render_template(
        "catalog/review.html",
        page=page,
        form=form,
        facts=fact_items(content),
        summary=content.summary,
        rows=further(content, industries=industries),
        changes=before,
        links=[(link.code, link.name, _note(link.confirmed, link.confidence)) for link in page.links],
        scenarios=_open_scenarios(linked),
        extra=(extra + [""] * SPARE_SCENARIOS)[: max(SPARE_SCENARIOS, len(extra))],
        is_open=page.version.state is VersionState.IN_REVIEW,
        is_public=page.version.state is VersionState.PUBLISHED,
        state_label=VERSION_STATE_LABELS[page.version.state],
    )


def _open_scenarios(linked: Collection[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups = [
        (scene, [(code, name) for code, name in inside if code not in linked])
        for scene, inside in scenario_groups(read_session())
    ]
    return [(scene, inside) for scene, inside in groups if inside]


def _note(confirmed: bool, confidence: float) -> str:  # noqa: FBT001 - a column of the link, not a switch
    return "上一版已确认" if confirmed else f"系统推测，把握 {round(confidence * 100)}%"
