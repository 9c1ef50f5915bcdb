"""The OpenAPI document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest

from contracts.errors import ErrorCode
from gateway.app import create_app
from gateway.openapi import PATH
from gateway.settings import GatewaySettings

Operation = dict[str, Any]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    settings = GatewaySettings(amqp_uri="amqp://localhost", records_door_url="http://localhost")
    return create_app(settings).openapi()


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, Operation]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_the_committed_file_is_what_the_code_says(document: dict[str, Any]) -> None:
    assert json.loads(PATH.read_text(encoding="utf-8")) == document, "run: python -m gateway.openapi"


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    for reference in set(references(document)):
        node: Any = document
        for part in reference.removeprefix("#/").split("/"):
            assert part in node, reference
            node = node[part]


def test_every_code_is_documented(document: dict[str, Any]) -> None:
    said = " ".join(answer["description"] for answer in document["components"]["responses"].values())
    # Of no operation in particular; between services only.
    only_elsewhere = {ErrorCode.METHOD_NOT_ALLOWED, ErrorCode.FILE_NOT_SEALABLE}
    assert {code for code in ErrorCode if f"`{code}`" not in said} <= only_elsewhere


def test_every_creating_or_acting_post_takes_a_key(document: dict[str, Any]) -> None:
    without = {"logIn", "refreshSession", "logOut", "openDownload", "receiveProviderWebhook"}
    for path, method, operation in operations(document):
        if method == "post" and operation["operationId"] not in without:
            required = {p["name"] for p in operation["parameters"] if p["required"]}
            assert "Idempotency-Key" in required, path


def test_every_act_on_a_dossier_takes_a_version(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        if method == "post" and path.startswith("/v1/dossiers/{dossier_id}/"):
            assert "If-Match" in {p["name"] for p in operation["parameters"] if p["required"]}, path


def test_links_name_operations_and_parameters_that_there_are(document: dict[str, Any]) -> None:
    parameters = {
        operation["operationId"]: {p["name"] for p in operation.get("parameters", ())}
        for _, _, operation in operations(document)
    }
    for path, _, operation in operations(document):
        for answer in operation["responses"].values():
            for link in answer.get("links", {}).values():
                named = {name.removeprefix("header.") for name in link["parameters"]}
                assert named <= parameters[link["operationId"]], path


def test_examples_of_bodies_match_their_schemas(document: dict[str, Any]) -> None:
    for path, _, operation in operations(document):
        for media in operation.get("requestBody", {}).get("content", {}).values():
            if "example" in media:
                schema = {**media["schema"], "components": document["components"]}
                jsonschema_rs.validate(schema, media["example"])
                assert path
