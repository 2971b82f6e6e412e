"""A weight set as a file: versioned, with the digest of what it was learned from, its measures, and a signature."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from matching.digests import digest_of
from matching.version import ENGINE_VERSION
from matching.weights import WeightSet, weight_set


class WeightFileError(ValueError):
    """A file of weights is damaged, unsigned or signed by somebody else; the text says which, in Chinese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightFile:
    """A set with what it was measured to be worth: cross-validated, beside the weights in force on the same runs."""

    weights: WeightSet
    engine_version: str
    judged: int
    cross_validated: tuple[tuple[str, float], ...]
    in_force: tuple[tuple[str, float], ...]

    @property
    def basis(self) -> str:
        """Say what the set rests on, for whoever decides on it."""
        before = dict(self.in_force)
        measures = "，".join(
            f"{name} {value:.3f}" + (f"（现行 {before[name]:.3f}）" if name in before else "")
            for name, value in self.cross_validated
        )
        digest = self.weights.data_digest[:12]
        return f"依据：{self.judged} 家企业的判定，按企业交叉验证，{measures}；数据摘要 {digest}。"


def pack_weights(
    weights: WeightSet,
    *,
    cross_validated: Mapping[str, float],
    judged: int = 0,
    in_force: Mapping[str, float] | None = None,
    secret: str,
) -> str:
    """Return the set as JSON; the signature covers everything else in it."""
    content = {
        "name": weights.name,
        "version": weights.version,
        "engine_version": ENGINE_VERSION,
        "weights": dict(weights.weights),
        "data_digest": weights.data_digest,
        "metrics": dict(weights.metrics),
        "cross_validated": dict(cross_validated),
        "judged": judged,
        "in_force": dict(in_force or {}),
    }
    signed = {**content, "digest": digest_of(_plain(content)), "signature": _signature(content, secret=secret)}
    return json.dumps(signed, ensure_ascii=False, indent=2) + "\n"


def unpack_weights(text: str, *, secret: str) -> WeightFile:
    """Return what a file whose signature holds says; raises WeightFileError."""
    try:
        found = json.loads(text)
        content = {key: value for key, value in found.items() if key not in {"digest", "signature"}}
        signature = str(found["signature"])
        learned = weight_set(
            str(content["name"]),
            version=str(content["version"]),
            weights={str(name): float(value) for name, value in content["weights"].items()},
            data_digest=str(content["data_digest"]),
            metrics={str(name): float(value) for name, value in content["metrics"].items()},
        )
        read = WeightFile(
            weights=learned,
            engine_version=str(content["engine_version"]),
            judged=int(content["judged"]),
            cross_validated=_measures(content["cross_validated"]),
            in_force=_measures(content["in_force"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WeightFileError("不是完整的权重文件") from error
    if not hmac.compare_digest(signature, _signature(content, secret=secret)):
        raise WeightFileError("签名不符：文件被改过，或不是用这里的 SECRET_KEY 签的")
    return read


def _measures(found: Mapping[str, Any]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted((str(name), float(value)) for name, value in found.items()))


def _signature(content: Mapping[str, Any], *, secret: str) -> str:
    return hmac.new(secret.encode(), f"weights:{digest_of(_plain(content))}".encode(), hashlib.sha256).hexdigest()


def _plain(content: Mapping[str, Any]) -> list[object]:
    """Return the content as an ordered list: the digest's canonical form knows no mappings."""
    return [[key, _plain(value) if isinstance(value, Mapping) else value] for key, value in sorted(content.items())]
