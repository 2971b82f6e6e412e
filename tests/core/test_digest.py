"""Digests over canonical JSON."""

import pytest

from marketplace.core.digest import canonical_json, digest


def test_digest_ignores_the_order_of_keys() -> None:
    assert digest({"a": 1, "b": "二"}) == digest({"b": "二", "a": 1})


def test_canonical_json_is_the_published_form() -> None:
    assert canonical_json({"b": [1, 2], "a": "二"}) == '{"a":"二","b":[1,2]}'.encode()


def test_floats_are_refused() -> None:
    with pytest.raises(TypeError):
        digest({"score": [0.5]})
