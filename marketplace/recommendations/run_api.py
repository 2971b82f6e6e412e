"""Stored runs for programs: keep the ranking of this moment, read it again by its digest."""

from flask import Response

from marketplace.core.errors import InvalidError
from marketplace.recommendations.check_pack import write_pack
from marketplace.recommendations.keeping import share_link, store_run
from marketplace.recommendations.labels import RunReason
from marketplace.recommendations.models import Run
from marketplace.recommendations.process import ranker
from marketplace.recommendations.queries import Asker, load_asker, rank_enterprise
from marketplace.recommendations.ranked import Ranked
from marketplace.recommendations.replay import load_run
from marketplace.recommendations.run_schemas import RunBody, RunOut, RunPath
from marketplace.recommendations.schemas import EnterprisePath
from marketplace.recommendations.services import close_share
from marketplace.web.api import answer, api_blueprint, require_match
from marketplace.web.downloads import ZIP, zip_answer
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

BINARY_ZIP = {"content": {ZIP: {"schema": {"type": "string", "format": "binary"}}}}

bp = api_blueprint("runs", tag="推荐")


@bp.post("/enterprises/<int:enterprise_id>/runs", summary="留存一次排序", responses={201: RunOut})
@requires(Permission.KEEP_RUNS)
def post_run(path: EnterprisePath, body: RunBody) -> Response:
    """Rank anew and keep the first five places with all that they rest on; the same ranking is kept once."""
    require_match(None)
    asker = load_asker(read_session(), actor=actor(), enterprise_id=path.enterprise_id)
    ranked = rank_enterprise(read_session(), ranker(), asker.id)
    _check(body, ranked=ranked)
    return _current(store_run(asker, ranked, reason=body.reason, chosen=body.chosen), status=201)


@bp.get("/runs/<digest>", summary="一次留存的排序", responses={200: RunOut})
@requires(Permission.SEE_RECOMMENDATIONS)
def get_run(path: RunPath) -> Response:
    """Return a stored run; one of an enterprise that the caller may not see doesn't exist."""
    return _current(path.digest)


@bp.delete("/runs/<digest>/share", summary="停用分享链接", responses={200: RunOut})
@requires(Permission.KEEP_RUNS)
def delete_share(path: RunPath) -> Response:
    """Make the share link of a run lead nowhere, for whoever has it; once it does, nothing changes any more."""
    with transaction() as session:
        run = load_run(session, digest=path.digest)
        asker = load_asker(session, actor=actor(), enterprise_id=run.enterprise_id)
        require_match(_out(run, asker=asker))
        close_share(session, actor=actor(), asker=asker, run=run, now=now())
    return _current(path.digest)


@bp.get("/runs/<digest>/pack", summary="一次留存的排序的核对包", responses={200: BINARY_ZIP})
@requires(Permission.SEE_RECOMMENDATIONS)
def get_pack(path: RunPath) -> Response:
    """Return a ZIP of everything that the run was computed from, with the command that computes it again."""
    run = load_run(read_session(), digest=path.digest)
    load_asker(read_session(), actor=actor(), enterprise_id=run.enterprise_id)
    return zip_answer(write_pack(read_session(), run=run), title="核对包", plain="check", about=run.digest[:12])


def _check(body: RunBody, *, ranked: Ranked) -> None:
    fields: dict[str, list[str]] = {}
    if body.reason is RunReason.ADVICE:
        fields["reason"] = ["评审的参考由征集的程序自己留存。请写 shortlisted、shared 或 printed。"]
    if body.reason is RunReason.SHORTLISTED and not body.chosen:
        fields["chosen"] = ["请写明加入备选的是哪几家服务商。"]
    if unknown := sorted(set(body.chosen) - set(ranked.held.ids.values())):
        fields["chosen"] = [f"服务商 {'、'.join(map(str, unknown))} 没有参加排序。"]
    if fields:
        raise InvalidError(fields=fields)


def _current(digest: str, *, status: int = 200) -> Response:
    run = load_run(read_session(), digest=digest)
    asker = load_asker(read_session(), actor=actor(), enterprise_id=run.enterprise_id)
    return answer(_out(run, asker=asker), status=status)


def _out(run: Run, *, asker: Asker) -> RunOut:
    told = {name: getattr(run, name) for name in RunOut.model_fields if name != "share_url"}
    return RunOut(**told, share_url=share_link(run, asker=asker) or None)
