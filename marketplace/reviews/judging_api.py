"""Reviews for the programs of an expert: own statement, declaration, sheets, and the consensus that one records.

Nobody reads another's marks before the scoring is closed, and then only whoever records the consensus.
"""

from flask import Response
from sqlmodel import Session

from marketplace.reviews.api_schemas import ReviewPath
from marketplace.reviews.experts import profile_of, save_profile
from marketplace.reviews.judging import checked_marks, load_seat, load_to_record
from marketplace.reviews.judging_out import consensus_out, profile_out, seat_out, sheet_out
from marketplace.reviews.judging_schemas import (
    CandidatePath,
    ConsensusBody,
    ConsensusOut,
    DeclarationBody,
    ExpertProfileBody,
    ExpertProfileOut,
    SeatOut,
    SheetBody,
    SheetOut,
)
from marketplace.reviews.panel import declare
from marketplace.reviews.queries import load_review, scheme_of
from marketplace.reviews.scoring import load_own_sheet, record_consensus, save_sheet, submit_sheet
from marketplace.web.api import answer, api_blueprint, is_conditional, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("judging", tag="评审")
SHEET = "/reviews/<int:review_id>/candidates/<int:candidate_id>/sheet"
CONSENSUS = "/reviews/<int:review_id>/candidates/<int:candidate_id>/consensus"


@bp.get("/expert-profile", summary="我的专家情况", responses={200: ExpertProfileOut})
@requires(Permission.JUDGE)
def get_profile() -> Response:
    """Return what one stated for the check of conflicts."""
    return answer(profile_out(profile_of(read_session(), user_id=actor().user_id)))


@bp.put("/expert-profile", summary="更新专家情况", responses={200: ExpertProfileOut})
@requires(Permission.JUDGE)
def put_profile(body: ExpertProfileBody) -> Response:
    """Replace what one states; panels that are made later are checked against it."""
    with transaction() as session:
        if is_conditional():
            require_match(profile_out(profile_of(session, user_id=actor().user_id, lock=True)))
        return answer(profile_out(save_profile(session, actor=actor(), entered=body, now=now())))


@bp.get("/reviews/<int:review_id>/seat", summary="我在专家组的席位", responses={200: SeatOut})
@requires(Permission.JUDGE)
def get_seat(path: ReviewPath) -> Response:
    """Return one's own seat with what there is to score and to agree upon."""
    return answer(_seat(read_session(), path))


@bp.post("/reviews/<int:review_id>/seat/declaration", summary="申报利益关系", responses={200: SeatOut})
@requires(Permission.JUDGE)
def post_declaration(path: ReviewPath, body: DeclarationBody) -> Response:
    """Declare the candidates with whom one has an interest, or none; a sheet for one of them no longer counts."""
    with transaction() as session:
        if is_conditional():
            load_review(session, review_id=path.review_id, lock=True)
            require_match(_seat(session, path))
        reasons = {one.candidate_id: one.reason for one in body.interests}
        declare(session, actor=actor(), review_id=path.review_id, reasons=reasons, now=now())
    return answer(_seat(read_session(), path))


@bp.get(SHEET, summary="我的打分表", responses={200: SheetOut})
@requires(Permission.JUDGE)
def get_sheet(path: CandidatePath) -> Response:
    """Return one's own sheet for a candidate; without one, or with a conflict, there is none (404)."""
    return answer(_sheet(read_session(), path))


@bp.put(SHEET, summary="保存打分", responses={200: SheetOut})
@requires(Permission.JUDGE)
def put_sheet(path: CandidatePath, body: SheetBody) -> Response:
    """Keep what one has so far; nothing needs to be complete."""
    _write(path, body, is_final=False)
    return answer(_sheet(read_session(), path))


@bp.post(f"{SHEET}/submission", summary="提交打分", responses={200: SheetOut})
@requires(Permission.JUDGE)
def submit(path: CandidatePath, body: SheetBody) -> Response:
    """Hand in a complete sheet; it can't be changed afterwards."""
    _write(path, body, is_final=True)
    return answer(_sheet(read_session(), path))


@bp.get(CONSENSUS, summary="合议", responses={200: ConsensusOut})
@requires(Permission.JUDGE)
def get_consensus(path: CandidatePath) -> Response:
    """Return every expert's marks for a candidate; to others than its recorder, or before, there are none (404)."""
    return answer(_consensus(read_session(), path))


@bp.put(CONSENSUS, summary="记录合议", responses={200: ConsensusOut})
@requires(Permission.JUDGE)
def put_consensus(path: CandidatePath, body: ConsensusBody) -> Response:
    """Keep what the panel agreed upon; it may be mended until the review is concluded."""
    with transaction() as session:
        load_review(session, review_id=path.review_id, lock=True)
        review, _ = load_to_record(session, actor=actor(), **dict(path))
        require_match(_consensus(session, path))
        marks = checked_marks(scheme_of(review), scores=body.scores, verdicts=body.verdicts)
        record_consensus(session, actor=actor(), marks=marks, note=body.note, now=now(), **dict(path))
    return answer(_consensus(read_session(), path))


def _write(path: CandidatePath, body: SheetBody, *, is_final: bool) -> None:
    with transaction() as session:
        review, own = load_own_sheet(session, actor=actor(), lock=True, **dict(path))
        require_match(sheet_out(own, scheme=scheme_of(review)))
        (submit_sheet if is_final else save_sheet)(
            session,
            actor=actor(),
            marks=checked_marks(scheme_of(review), scores=body.scores, verdicts=body.verdicts),
            comment=body.comment,
            seen_version=body.version,
            now=now(),
            **dict(path),
        )


def _seat(session: Session, path: ReviewPath) -> SeatOut:
    return seat_out(load_seat(session, actor=actor(), review_id=path.review_id))


def _sheet(session: Session, path: CandidatePath) -> SheetOut:
    review, own = load_own_sheet(session, actor=actor(), **dict(path))
    return sheet_out(own, scheme=scheme_of(review))


def _consensus(session: Session, path: CandidatePath) -> ConsensusOut:
    review, candidate = load_to_record(session, actor=actor(), **dict(path))
    return consensus_out(session, review=review, candidate=candidate)
