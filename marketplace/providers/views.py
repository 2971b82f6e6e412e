"""Pages on which a provider registers and names its partners."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.accounts import services as accounts
from marketplace.accounts.entering import enter
from marketplace.accounts.registering import tell_all
from marketplace.core.actor import System
from marketplace.core.errors import InvalidError, MarketplaceError
from marketplace.core.ids import read_id
from marketplace.providers.forms import KINDS, LABELS, suggest_regions
from marketplace.providers.partner_services import answer_partner, end_partner, request_partner
from marketplace.providers.profile_views import own_profile
from marketplace.providers.queries import find_by_words, load_partner_rows
from marketplace.providers.registration import register_provider
from marketplace.providers.schemas import RegisterIn
from marketplace.taxonomy.queries import load_places
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("providers", __name__, template_folder="templates")


@bp.get("/providers/register")
@requires(Permission.PUBLIC)
def register() -> str:
    """Ask a provider who it is and who signs in for it."""
    form: BoundForm[RegisterIn] = BoundForm(raw={}, labels=LABELS)
    return render_template("providers/register.html", form=form, kinds=KINDS)


@bp.post("/providers/register")
@requires(Permission.PUBLIC)
def register_post() -> Response | tuple[str, int]:
    """Add body, provider and person in one transaction, and sign the person in."""
    form = BoundForm.bind(RegisterIn, request.form, labels=LABELS)
    if form.valid is not None:
        try:
            provider_id = _register(form.valid)
        except MarketplaceError as error:
            form.add_error(error if isinstance(error, InvalidError) else InvalidError(error.message))
        else:
            flash(
                "登记好了。平台运营确认后，贵单位会出现在公开目录里并参加排序。现在可以先完善资料、起草模块。",
                "success",
            )
            return redirect(url_for("provider_profile.edit", provider_id=provider_id), code=303)
    tell_all(form, session=read_session())
    return render_template("providers/register.html", form=form, kinds=KINDS), 422


def _register(entered: RegisterIn) -> int:
    system = System(name="registration")
    with transaction() as session:
        user = accounts.create_user(
            session,
            email=entered.email,
            display_name=entered.display_name,
            password=entered.password,
            now=now(),
            actor=system,
        )
        user_id = user.id or 0
        membership = register_provider(session, actor=system, user_id=user_id, entered=entered, now=now())
        provider_id = membership.organisation_id
        token = accounts.open_session(session, user_id=user_id, membership_id=membership.id, now=now())
    enter(token)
    return provider_id


@bp.get("/providers/regions/suggest")
@requires(Permission.PUBLIC)
def region_suggestions() -> str:
    """Answer a half-typed list of regions with names of the gazetteer."""
    items = suggest_regions(request.args.get("q", "")[:500], known=load_places(read_session()).regions)
    return render_template("components/_suggestions.html", items=items)


@bp.get("/providers/<int:provider_id>/partners")
@requires(Permission.EDIT_PROVIDER)
def partners(provider_id: int) -> str:
    """Show partnerships from this side, and search others by name."""
    profile = own_profile(provider_id)
    words = request.args.get("name", "").strip()[:60]
    rows = load_partner_rows(read_session(), provider_id=provider_id)
    found = find_by_words(read_session(), words=words, without_id=provider_id)
    taken = {row.other_id for row in rows}
    return render_template("providers/partners.html", profile=profile, rows=rows, words=words, found=found, taken=taken)


@bp.post("/providers/<int:provider_id>/partners")
@requires(Permission.EDIT_PROVIDER)
def partner_request(provider_id: int) -> Response:
    """Ask another provider to confirm a partnership."""
    own_profile(provider_id)
    partner_id = read_id(request.form.get("partner_id", ""))
    if partner_id is None:
        raise InvalidError(fields={"partner_id": ["请先按名称查找，再选择一家服务商。"]})
    with transaction() as session:
        request_partner(session, actor=actor(), partner_id=partner_id, now=now())
    flash("已发出合作请求，对方确认后会显示在公开页面上。", "success")
    return redirect(url_for("providers.partners", provider_id=provider_id), code=303)


@bp.post("/providers/<int:provider_id>/partners/<int:partnership_id>/<any(confirm, decline, end):answer>")
@requires(Permission.EDIT_PROVIDER)
def partner_answer(provider_id: int, partnership_id: int, answer: str) -> Response:
    """Confirm, decline or end a partnership."""
    own_profile(provider_id)
    with transaction() as session:
        if answer == "end":
            end_partner(session, actor=actor(), partnership_id=partnership_id, now=now())
        else:
            accepts = answer == "confirm"
            answer_partner(session, actor=actor(), partnership_id=partnership_id, accepts=accepts, now=now())
    flash({"confirm": "已确认合作。", "decline": "已谢绝，对方会看到结果。", "end": "已取消合作。"}[answer], "success")
    return redirect(url_for("providers.partners", provider_id=provider_id), code=303)
