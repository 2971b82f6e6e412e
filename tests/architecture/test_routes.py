"""Routes: each states its permission, and anonymous visitors get no further than it allows."""

from flask import Flask

from marketplace.web.permissions import GRANTS, Permission, permission_of


def test_every_route_states_its_permission(app: Flask) -> None:
    silent = [rule.rule for rule in app.url_map.iter_rules() if permission_of(app, rule.endpoint) is None]

    assert silent == []


def test_every_permission_is_granted_to_somebody() -> None:
    assert set(GRANTS) == set(Permission)
    assert all(GRANTS.values())


def test_openapi_document_is_valid(app: Flask) -> None:
    from openapi_spec_validator import validate

    document = app.test_client().get("/api/v1/openapi.json").json

    validate(document)
    assert document["openapi"].startswith("3.1")
