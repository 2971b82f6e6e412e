"""How the digests of a ranking come about, on two invented providers: shown to whoever wants to compute them too."""

from dataclasses import dataclass

from marketplace.recommendations.basis_files import canonical_line
from marketplace.recommendations.run_records import digest_of_set
from matching.digests import combined_digest, digest_of
from matching.types import Candidate, ModuleOffer, ProblemText, Query
from matching.weights import WeightSet

LIBRARY_EDITION, STATISTICS_EDITION = "2026-01-01-00000000", "0000000000000000"
QUERY = Query(ref="E1", name="示例印染厂", problems=(ProblemText(text="排缸靠脑子", priority=1),))
CANDIDATES = (
    Candidate(ref="P1", name="示例甲软件", modules=(ModuleOffer(ref="M1", name="智能排缸", price_wan=20.0),)),
    Candidate(ref="P2", name="示例乙软件"),
)
WEIGHTS = WeightSet(name="example", version="1", weights=(("scenario_depth", 0.5), ("region", 1.5)))
ORDER = ("1 P1 1.250000000", "2 P2 0.750000000")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One digest: what it is called, the text that is hashed, and its SHA-256."""

    key: str
    what: str
    text: str
    digest: str


def example_steps() -> list[Step]:
    """Return the steps in the order in which they build on each other."""
    digests = {one.ref: digest_of(one) for one in CANDIDATES}
    named = [f"{ref} {digest}" for ref, digest in digests.items()]
    index = (LIBRARY_EDITION, STATISTICS_EDITION, *named)
    parts = (digest_of(QUERY), combined_digest(index), digest_of(WEIGHTS))
    return [
        *(_line(one.ref, f"服务商 {one.ref}", one) for one in CANDIDATES),
        _joined("candidates", "全部服务商：编号和各自的摘要，按编号排", named, digest=digest_of_set(digests)),
        _line("query", "企业", QUERY),
        _joined("index", "底数：场景库版本、词频统计版本，再接上面各家", index, digest=combined_digest(index)),
        _line("weights", "权重", WEIGHTS),
        _joined("input", "输入摘要：企业、底数、权重三个摘要", parts, digest=combined_digest(parts)),
        _joined("order", "顺序摘要：名次、编号、分数（九位小数）", ORDER, digest=combined_digest(ORDER)),
    ]


def _line(key: str, what: str, value: object) -> Step:
    return Step(key=key, what=what, text=canonical_line(value).decode(), digest=digest_of(value))


def _joined(key: str, what: str, lines: tuple[str, ...] | list[str], *, digest: str) -> Step:
    return Step(key=key, what=what, text="\n".join(lines), digest=digest)
