"""Pages on which a provider registers, describes itself and names its partners."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.accounts import services as accounts
from marketplace.accounts.entering import enter
from marketplace.core.actor import Role, System
from marketplace.core.errors import InvalidError, MarketplaceError, NotFoundError
from marketplace.core.ids import read_id
from marketplace.exchange.labels import PROVIDER_KIND_NAME_LABELS
from marketplace.providers import services
from marketplace.providers.forms import LABELS, check_regions, count_rows, raw_profile, shown, suggest_regions
from marketplace.providers.partner_services import answer_partner, end_partner, request_partner
from marketplace.providers.queries import Profile, find_by_words, load_partner_rows, load_profile
from marketplace.providers.schemas import CASES, MANY_INDUSTRIES, ProfileIn, RegisterIn
from marketplace.taxonomy.queries import county_names, county_options, load_industries, load_places
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("providers", __name__, template_folder="templates")
KINDS = [(kind.value, label) for kind, label in PROVIDER_KIND_NAME_LABELS.items()]
ADD_ROW = "add_row"


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
            return redirect(url_for("providers.edit", provider_id=provider_id), code=303)
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
        provider = services.create_provider(session, actor=system, row=entered.to_row(), now=now())
        user_id, provider_id = user.id or 0, provider.organisation_id
        membership = accounts.add_membership(
            session, user_id=user_id, organisation_id=provider_id, role=Role.PROVIDER, now=now(), actor=system
        )
        token = accounts.open_session(session, user_id=user_id, membership_id=membership.id, now=now())
    enter(token)
    return provider_id


@bp.get("/providers/regions/suggest")
@requires(Permission.PUBLIC)
def region_suggestions() -> str:
    """Answer a half-typed list of regions with names of the gazetteer."""
    items = suggest_regions(request.args.get("q", "")[:500], known=load_places(read_session()).regions)
    return render_template("components/_suggestions.html", items=items)


@bp.get("/providers/<int:provider_id>/edit")
@requires(Permission.EDIT_PROVIDER)
def edit(provider_id: int) -> str:
    """Show the profile form."""
    profile = own_profile(provider_id)
    form: BoundForm[ProfileIn] = BoundForm(raw=raw_profile(profile), labels=LABELS)
    return _edit_page(form, profile, seen_version=profile.provider.version)


@bp.post("/providers/<int:provider_id>/edit")
@requires(Permission.EDIT_PROVIDER)
def edit_post(provider_id: int) -> Response | str | tuple[str, int]:
    """Save the profile, or show one more row of cases."""
    profile = own_profile(provider_id)
    form = shown(BoundForm.bind(ProfileIn, request.form, labels=LABELS))
    seen_version = int(request.form["seen_version"]) if request.form.get("seen_version", "").isdecimal() else 0
    if ADD_ROW in request.form:
        form.field_errors.clear()
        return _edit_page(form, profile, seen_version=seen_version, more_rows=3)
    if form.valid is not None:
        try:
            _save(provider_id, form.valid)
        except MarketplaceError as error:
            form.add_error(error if isinstance(error, InvalidError) else InvalidError(error.message))
        else:
            _say_saved(form.valid)
            return redirect(url_for("providers.edit", provider_id=provider_id), code=303)
    return _edit_page(form, profile, seen_version=seen_version), 422


def _save(provider_id: int, entered: ProfileIn) -> None:
    check_regions(entered.regions, known=load_places(read_session()).regions)
    if entered.center_county_code and entered.center_county_code not in county_names(read_session()):
        raise InvalidError(fields={"center_county_code": ["没有这个县（市、区），请从列表里选。"]})
    with transaction() as session:
        services.update_provider(
            session,
            actor=actor(),
            provider_id=provider_id,
            row=entered.to_row(),
            extras=entered.to_extras(),
            seen_version=entered.seen_version,
            now=now(),
        )


def _say_saved(entered: ProfileIn) -> None:
    flash("资料已保存。", "success")
    count = len(set(entered.industries))
    if count > MANY_INDUSTRIES:
        flash(f"您勾选了 {count} 个行业。勾得越多，每一个在排序里的分量越轻；只留真正做过的，名次反而更好。", "warn")


def own_profile(provider_id: int) -> Profile:
    """Return the profile of the actor's own provider; another's page does not exist for them."""
    if provider_id != actor().organisation_id:
        raise NotFoundError
    return load_profile(read_session(), provider_id=provider_id)


def _edit_page(form: BoundForm[ProfileIn], profile: Profile, *, seen_version: int, more_rows: int = 0) -> str:
    industries = [(row.catalog_no, f"{row.level1} · {row.level2}") for row in load_industries(read_session())]
    return render_template(
        "providers/edit.html",
        form=form,
        profile=profile,
        seen_version=seen_version,
        kinds=KINDS,
        industries=industries,
        case_rows=min(CASES, count_rows(form, "cases", most=CASES) + more_rows),
        many_industries=MANY_INDUSTRIES,
        counties=county_options(read_session()),
    )


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
