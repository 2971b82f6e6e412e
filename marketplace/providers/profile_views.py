"""The profile of a provider: saved as one types, merged when two windows or two people wrote, handed in once."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from marketplace.core.errors import InvalidError, MarketplaceError, NotFoundError, VersionMovedError
from marketplace.drafts.models import Draft
from marketplace.drafts.pages import MERGED, is_autosave, merge_page, seen_versions, told
from marketplace.drafts.services import (
    Saved,
    clashes_of,
    find_draft,
    forget_draft,
    form_key,
    keep_form,
    rebase_form,
    settle_clashes,
)
from marketplace.providers.forms import KINDS, LABELS, count_rows, raw_profile, shown, typed_fields
from marketplace.providers.queries import Profile, load_profile
from marketplace.providers.schemas import CASES, MANY_INDUSTRIES, ProfileIn
from marketplace.providers.stating import state_provider
from marketplace.taxonomy.queries import county_names, county_options, load_industries
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("provider_profile", __name__, template_folder="templates")
MORE_ROWS = 3
EDITED = "同事刚保存过资料，和您写的合在一起了，一条没丢。请看一遍，再保存。"


@bp.get("/providers/<int:provider_id>/edit")
@requires(Permission.EDIT_PROVIDER)
def edit(provider_id: int) -> str | Response:
    """Show the form with what was typed last and not saved, else with what the profile says."""
    profile = own_profile(provider_id)
    draft = find_draft(read_session(), key=_key(provider_id), now=now())
    if draft is not None and clashes_of(draft):
        return redirect(url_for(".merge", provider_id=provider_id), code=303)
    raw = raw_profile(profile) if draft is None else draft.content
    stated = profile.provider.version if draft is None else draft.stated_version
    return _page(BoundForm(raw=raw, labels=LABELS), profile=profile, draft=draft, stated=stated)


def _page(form: BoundForm[ProfileIn], *, profile: Profile, draft: Draft | None, stated: int) -> str:
    is_longer = request.args.get("rows") == "more"
    return render_template(
        "providers/edit.html",
        form=form,
        profile=profile,
        draft=draft,
        tells_draft=draft is not None and not is_longer and not form.field_errors,
        stated_version=stated,
        kinds=KINDS,
        industries=[(row.catalog_no, f"{row.level1} · {row.level2}") for row in load_industries(read_session())],
        case_rows=min(CASES, count_rows(form, "cases", most=CASES) + (MORE_ROWS if is_longer else 0)),
        many_industries=MANY_INDUSTRIES,
        counties=county_options(read_session()),
    )


@bp.post("/providers/<int:provider_id>/edit")
@requires(Permission.EDIT_PROVIDER)
def save(provider_id: int) -> Response | tuple[str | Response, int]:
    """Save the profile; while typing, or when more rows are asked for, only the draft is kept."""
    profile = own_profile(provider_id)
    form = shown(BoundForm.bind(ProfileIn, request.form, labels=LABELS))
    if is_autosave():
        saved = _put(keep_form, form, provider_id=provider_id)
        return told(saved, merge_url=url_for(".merge", provider_id=provider_id), now=now())
    if "add_row" in request.form:
        _put(keep_form, form, provider_id=provider_id)
        return redirect(url_for(".edit", provider_id=provider_id, rows="more", _anchor="h-cases"), code=303)
    if form.valid is not None:
        try:
            _write(form.valid, provider_id=provider_id)
        except VersionMovedError:
            return _rebase(form, provider_id=provider_id)
        except MarketplaceError as error:
            form.add_error(error if isinstance(error, InvalidError) else InvalidError(error.message))
        else:
            return _saved(form.valid, provider_id=provider_id)
    _put(keep_form, form, provider_id=provider_id)
    draft = find_draft(read_session(), key=_key(provider_id), now=now())
    return _page(form, profile=profile, draft=draft, stated=seen_versions().stated), 422


def _write(entered: ProfileIn, *, provider_id: int) -> None:
    with transaction() as session:
        state_provider(session, actor=actor(), provider_id=provider_id, entered=entered, now=now())
        forget_draft(session, key=_key(provider_id))


def _saved(entered: ProfileIn, *, provider_id: int) -> Response:
    flash("资料已保存。", "success")
    count = len(set(entered.industries))
    if count > MANY_INDUSTRIES:
        flash(f"您勾选了 {count} 个行业。勾得越多，每一个在排序里的分量越轻；只留真正做过的，名次反而更好。", "warn")
    return redirect(url_for(".edit", provider_id=provider_id), code=303)


def _rebase(form: BoundForm[ProfileIn], *, provider_id: int) -> Response:
    saved = _put(rebase_form, form, provider_id=provider_id)
    if not saved.is_clashing:
        flash(EDITED, "warn")
    return redirect(url_for(".merge" if saved.is_clashing else ".edit", provider_id=provider_id), code=303)


def _put(way: Callable[..., Saved], form: BoundForm[ProfileIn], *, provider_id: int) -> Saved:
    """Keep what was typed in one of two ways: as a draft, or put together with what was saved meanwhile."""
    with transaction() as session:
        profile = load_profile(session, provider_id=provider_id)
        return way(
            session,
            key=_key(provider_id),
            fields=typed_fields(form.raw),
            stated=typed_fields(raw_profile(profile)),
            stated_version=profile.provider.version,
            seen=seen_versions(),
            now=now(),
        )


@bp.get("/providers/<int:provider_id>/edit/merge")
@requires(Permission.EDIT_PROVIDER)
def merge(provider_id: int) -> str | Response:
    """Show what two windows, or two people, filled in differently."""
    own_profile(provider_id)
    draft = find_draft(read_session(), key=_key(provider_id), now=now())
    clashes = clashes_of(draft) if draft is not None else ()
    if not clashes:
        return redirect(url_for(".edit", provider_id=provider_id), code=303)
    action = url_for(".merge_post", provider_id=provider_id)
    return merge_page(clashes, action=action, labels=LABELS, words=_words(read_session()))


def _words(session: Session) -> Callable[[str, str], str]:
    counties = county_names(session)
    return lambda name, value: counties.get(value, value) if name == "center_county_code" else value


@bp.post("/providers/<int:provider_id>/edit/merge")
@requires(Permission.EDIT_PROVIDER)
def merge_post(provider_id: int) -> Response:
    """Write the chosen texts into the draft; the form comes back to be saved."""
    own_profile(provider_id)
    with transaction() as session:
        draft = find_draft(session, key=_key(provider_id), now=now(), lock=True)
        if draft is not None:
            settle_clashes(session, draft, chosen=request.form.to_dict(), now=now())
            flash(MERGED, "warn")
    return redirect(url_for(".edit", provider_id=provider_id), code=303)


@bp.post("/providers/<int:provider_id>/edit/discard")
@requires(Permission.EDIT_PROVIDER)
def discard(provider_id: int) -> Response:
    """Throw away what was typed, and go back to what the profile says."""
    own_profile(provider_id)
    with transaction() as session:
        forget_draft(session, key=_key(provider_id))
    flash("没有保存的修改已经放弃，下面是已保存的内容。", "success")
    return redirect(url_for(".edit", provider_id=provider_id), code=303)


def own_profile(provider_id: int) -> Profile:
    """Return the profile of the actor's own provider; another's page does not exist for them."""
    if provider_id != actor().organisation_id:
        raise NotFoundError
    return load_profile(read_session(), provider_id=provider_id)


def _key(provider_id: int) -> str:
    return form_key("provider", object_id=provider_id, user_id=actor().user_id)
