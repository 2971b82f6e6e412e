"""Pages of stored runs: for those who may see the enterprise, and for whoever has a share link."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from marketplace.core.actor import Role
from marketplace.recommendations.check_pack import write_pack
from marketplace.recommendations.keeping import share_link
from marketplace.recommendations.kept_runs import load_runs
from marketplace.recommendations.policies import can_keep
from marketplace.recommendations.queries import Asker, load_asker
from marketplace.recommendations.replay import load_run, replay_run
from marketplace.recommendations.run_page import RunPage, find_shared, run_page_of
from marketplace.recommendations.services import close_share
from marketplace.web.downloads import zip_answer
from marketplace.web.pages import page_args
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("runs", __name__, template_folder="templates")


def _seen(digest: str) -> tuple[RunPage, Asker]:
    """Return a run with its enterprise; a run of an enterprise that the actor may not see doesn't exist."""
    session = read_session()
    kept = load_run(session, digest=digest)
    asker = load_asker(session, actor=actor(), enterprise_id=kept.enterprise_id)
    return run_page_of(session, kept), asker


@bp.get("/runs")
@requires(Permission.SEE_COUNTY)
def index() -> str:
    """List the stored runs of the actor's area."""
    page = load_runs(read_session(), actor=actor(), args=page_args(request.args))
    return render_template(
        "recommendations/runs.html", page=page, page_url=lambda number: url_for(".index", page=number)
    )


@bp.get("/runs/<digest>")
@requires(Permission.SEE_RECOMMENDATIONS)
def run(digest: str) -> str:
    """Show a stored run as it was answered, with its share link to those who may open it."""
    page, asker = _seen(digest)
    may_keep = can_keep(actor(), enterprise_id=asker.id, county_code=asker.county_code)
    link = share_link(load_run(read_session(), digest=digest), asker=asker)
    chosen = [place.provider_id for place in page.places if place.is_chosen]
    is_own = actor().role is Role.ENTERPRISE and actor().organisation_id == asker.id
    enquire_url = url_for("enquiries.new", p=chosen, run=digest) if is_own and chosen else ""
    return render_template(
        "recommendations/run.html", page=page, asker=asker, link=link, may_keep=may_keep, enquire_url=enquire_url
    )


@bp.get("/runs/<digest>/replay")
@requires(Permission.SEE_RECOMMENDATIONS)
def replay(digest: str) -> str:
    """Compute a run again and say whether the answer is the same."""
    page, asker = _seen(digest)
    outcome = replay_run(read_session(), digest=digest)
    return render_template("recommendations/replay.html", page=page, asker=asker, outcome=outcome)


@bp.get("/runs/<digest>/pack.zip")
@requires(Permission.SEE_RECOMMENDATIONS)
def pack(digest: str) -> Response:
    """Answer with everything that a run was computed from, to compute it again somewhere else."""
    _seen(digest)
    run = load_run(read_session(), digest=digest)
    return zip_answer(write_pack(read_session(), run=run), title="核对包", plain="check", about=digest[:12])


@bp.post("/runs/<digest>/unshare")
@requires(Permission.KEEP_RUNS)
def unshare(digest: str) -> BaseResponse:
    """Make the share link lead nowhere."""
    _, asker = _seen(digest)
    with transaction() as session:
        close_share(session, actor=actor(), asker=asker, run=load_run(session, digest=digest), now=now())
    flash("链接已经停用，拿到过链接的人也打不开了。", "success")
    return redirect(url_for("runs.run", digest=digest), code=303)


@bp.get("/shared/<token>")
@requires(Permission.PUBLIC)
def shared(token: str) -> Response:
    """Show a shared run to whoever has its link; search engines are asked to stay away."""
    session = read_session()
    page = run_page_of(session, find_shared(session, token=token))
    answer = make_response(render_template("recommendations/shared.html", page=page))
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
