"""Samples for programs: the kit as it was frozen, with its digest."""

from collections.abc import Sequence

from flask import Response
from sqlmodel import Session, col, select

from marketplace.files.queries import load_files
from marketplace.samples.kits import kit_from_data
from marketplace.samples.models import Sample
from marketplace.samples.schemas import SampleOut, SamplePath, SamplesQuery
from marketplace.samples.services import PHOTOS, load_shown
from marketplace.web.api import answer, answer_list, api_blueprint, listing
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session

bp = api_blueprint("samples", tag="企业样本")


@bp.get("/samples", summary="企业样本列表", responses={200: listing(SampleOut)})
@requires(Permission.PUBLIC)
def list_samples(query: SamplesQuery) -> Response:
    """List the samples that are shown, oldest first, narrowed by industry and size."""
    wanted = select(Sample).where(col(Sample.withdrawn_at).is_(None), col(Sample.id) > query.after_id)
    if query.catalog_no is not None:
        wanted = wanted.where(Sample.catalog_no == query.catalog_no)
    if query.size_band is not None:
        wanted = wanted.where(Sample.size_band == query.size_band)
    rows = read_session().exec(wanted.order_by(col(Sample.id)).limit(query.limit + 1)).all()
    return answer_list(_outs(read_session(), rows), limit=query.limit, ids=[one.id or 0 for one in rows])


@bp.get("/samples/<int:sample_id>", summary="一个企业样本", responses={200: SampleOut})
@requires(Permission.PUBLIC)
def get_sample(path: SamplePath) -> Response:
    """Return one sample with its kit."""
    return answer(sample_out(read_session(), load_shown(read_session(), sample_id=path.sample_id)))


def sample_out(session: Session, sample: Sample) -> SampleOut:
    """Return a sample as programs read it."""
    return _outs(session, [sample])[0]


def _outs(session: Session, samples: Sequence[Sample]) -> list[SampleOut]:
    photos = load_files(session, subject_kind=PHOTOS, subject_ids=[one.id or 0 for one in samples])
    return [
        SampleOut(
            id=one.id or 0,
            title=one.title,
            story=one.story,
            county_code=one.county_code,
            catalog_no=one.catalog_no,
            size_band=one.size_band,
            kit=kit_from_data(one.kit),
            photos=[photo.url for photo in photos[one.id or 0]],
            digest=one.digest,
            marked_at=one.marked_at,
        )
        for one in samples
    ]
