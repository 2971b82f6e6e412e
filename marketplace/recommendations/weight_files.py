"""A weight set as a file: versioned, with the digest of what it was learned from, its measures, and a signature."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from matching.digests import digest_of
from matching.version import ENGINE_VERSION
from matching.weights import WeightSet, weight_set


class WeightFileError(ValueError):
    """A file of weights is damaged, unsigned or signed by somebody else; the text says which, in Chinese."""


def pack_weights(weights: WeightSet, *, cross_validated: Mapping[str, float], secret: str) -> str:
    """Return the set as JSON; the signature covers everything else in it."""
    content = {
        "name": weights.name,
        "version": weights.version,
        "engine_version": ENGINE_VERSION,
        "weights": dict(weights.weights),
        "data_digest": weights.data_digest,
        "metrics": dict(weights.metrics),
        "cross_validated": dict(cross_validated),
    }
    signed = {**content, "digest": digest_of(_plain(content)), "signature": _signature(content, secret=secret)}
    return json.dumps(signed, ensure_ascii=False, indent=2) + "\n"


def unpack_weights(text: str, *, secret: str) -> WeightSet:
    """Return the set of a file whose signature holds; raises WeightFileError."""
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
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WeightFileError("不是完整的权重文件") from error
    if not hmac.compare_digest(signature, _signature(content, secret=secret)):
        raise WeightFileError("签名不符：文件被改过，或不是用这里的 SECRET_KEY 签的")
    return learned


def _signature(content: Mapping[str, Any], *, secret: str) -> str:
    return hmac.new(secret.encode(), f"weights:{digest_of(_plain(content))}".encode(), hashlib.sha256).hexdigest()


def _plain(content: Mapping[str, Any]) -> list[object]:
    """Return the content as an ordered list: the digest's canonical form knows no mappings."""
    return [[key, _plain(value) if isinstance(value, Mapping) else value] for key, value in sorted(content.items())]
