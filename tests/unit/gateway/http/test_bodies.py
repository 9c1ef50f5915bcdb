"""Bodies are the contracts' own fields, less what headers and path say."""

from __future__ import annotations

import pytest

from contracts import dossiers
from gateway.app import routes
from gateway.http.bodies import JsonBody
from gateway.openapi import bodies_of


def test_a_body_has_every_field_that_is_not_said_elsewhere() -> None:
    body = JsonBody(dossiers.Stop, "command_id", "dossier_id", "expected_version", example={"reason": "x"})
    assert set(body.model.model_fields) == {"reason", "legal_ground"}


def test_an_example_that_the_contract_refuses_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="reason"):
        JsonBody(dossiers.Stop, "command_id", "dossier_id", "expected_version", example={})


def test_no_body_asks_for_what_a_header_says() -> None:
    for route, body in bodies_of(routes()):
        said_elsewhere = {"command_id", "expected_version"} & set(body.model.model_fields)
        assert not said_elsewhere, route.path


def test_every_action_on_a_dossier_has_a_route() -> None:
    paths = {route.path for route in routes()}
    acts = (method.name for method in dossiers.METHODS if method.name in list(dossiers.DossierAction))
    for action in acts:
        assert f"/v1/dossiers/{{dossier_id}}/{action.replace('_', '-')}" in paths
