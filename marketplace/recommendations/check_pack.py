"""Everything that a stored run was computed from, as a ZIP to compute it again with somewhere else."""

import zipfile
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO

from sqlmodel import Session

from marketplace.core.digest import canonical_json
from marketplace.exchange.jsonl import write_jsonl
from marketplace.recommendations.basis_files import canonical_line, library_json, statistics_json
from marketplace.recommendations.models import Run
from marketplace.recommendations.pack_text import Told, readme
from marketplace.recommendations.run_candidates import find_all_kept
from marketplace.recommendations.run_records import DIGESTED, digest_of_set, read_query
from marketplace.recommendations.statistics import find_statistics
from marketplace.recommendations.weights import find_weights
from marketplace.taxonomy.knowledge import KNOWLEDGE
from matching.digests import digest_of
from matching.evaluation import format_run
from matching.library import Library
from matching.statistics import Statistics
from matching.types import Candidate
from matching.version import ENGINE_VERSION
from matching.weights import WeightSet

PACKED_AT = (1980, 1, 1, 0, 0, 0)  # The same run gives the same bytes.


@dataclass(frozen=True, slots=True, kw_only=True)
class _Basis:
    candidates: list[Candidate]
    library: Library
    statistics: Statistics | None
    weights: WeightSet | None


def write_pack(session: Session, *, run: Run) -> bytes:
    """Return the pack of a stored run; what is no longer kept is left out, and its README.txt says so."""
    basis = _Basis(
        candidates=find_all_kept(session, run=run),
        library=KNOWLEDGE.library(session),
        statistics=find_statistics(session, edition=run.statistics_edition, library_edition=run.library_edition),
        weights=find_weights(session, label=run.weights_edition),
    )
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _contents(run, basis=basis).items():
            archive.writestr(zipfile.ZipInfo(name, PACKED_AT), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _contents(run: Run, *, basis: _Basis) -> dict[str, bytes]:
    contents = {
        "README.txt": readme(run, told=_told(run, basis=basis)).encode(),
        "run.json": canonical_json({name: getattr(run, name) for name in DIGESTED}),
        "run.txt": _kept_places(run).encode(),
        "enterprises.jsonl": _enterprise(run),
        "providers.jsonl": b"".join(canonical_line(one) + b"\n" for one in basis.candidates),
        "library.json": library_json(basis.library),
        "check.py": files("marketplace.recommendations").joinpath("pack_check.py").read_bytes(),
    }
    if basis.statistics is not None:
        contents["statistics.json"] = statistics_json(basis.statistics)
    if basis.weights is not None:
        contents["weights.json"] = canonical_line(basis.weights)
    return contents


def _told(run: Run, *, basis: _Basis) -> Told:
    digests = {one.ref: digest_of(one) for one in basis.candidates}
    return Told(
        candidates=len(basis.candidates),
        is_same_set=digest_of_set(digests) == run.candidates_digest,
        engine_now=ENGINE_VERSION,
        library_now=basis.library.edition,
        has_statistics=basis.statistics is not None,
        has_weights=basis.weights is not None,
    )


def _enterprise(run: Run) -> bytes:
    stream = BytesIO()
    write_jsonl([read_query(run.inputs["query"])], stream)
    return stream.getvalue()


def _kept_places(run: Run) -> str:
    places = [(one["provider"], one["rank"], float(one["score"])) for one in run.answer["places"]]
    return format_run(run.inputs["query"]["ref"], places, tag=run.engine_version)
