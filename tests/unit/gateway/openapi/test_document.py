"""The OpenAPI document: what it says is so, and generators can read it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest

from contracts.accounts import MachineScope
from contracts.errors import DEFINITIONS, ErrorCode
from gateway.app import create_app
from gateway.http.route_docs import response_name
from gateway.openapi.__main__ import PATH
from gateway.settings import GatewaySettings

Operation = dict[str, Any]
PROBLEM = "application/problem+json"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    settings = GatewaySettings(
        amqp_uri="amqp://gateway:never-connects@localhost", records_content_url="http://localhost"
    )
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


def resolve(document: dict[str, Any], node: Any) -> Any:
    """What a reference leads to, else the node itself."""
    if "$ref" not in node:
        return node
    for part in node["$ref"].removeprefix("#/").split("/"):
        document = document[part]
    return document


def test_the_committed_file_is_what_the_code_says(document: dict[str, Any]) -> None:
    assert json.loads(PATH.read_text(encoding="utf-8")) == document, "run: make openapi"


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    for reference in set(references(document)):
        assert resolve(document, {"$ref": reference}), reference


def test_every_code_is_an_answer_of_some_operation(document: dict[str, Any]) -> None:
    described = " ".join(
        answer.get("description", "")
        for _, _, operation in operations(document)
        for answer in operation["responses"].values()
    )
    # Of no operation in particular; between services only.
    only_elsewhere = {ErrorCode.METHOD_NOT_ALLOWED, ErrorCode.FILE_NOT_SEALABLE}
    assert {code for code in ErrorCode if f"`{code}`" not in described} <= only_elsewhere


def test_every_code_has_an_example_in_the_response_of_its_status(document: dict[str, Any]) -> None:
    for code in set(ErrorCode) - {ErrorCode.METHOD_NOT_ALLOWED}:
        answer = document["components"]["responses"][response_name(DEFINITIONS[code].status)]
        example = answer["content"][PROBLEM]["examples"][code]["value"]
        assert (example["code"], example["status"]) == (code, DEFINITIONS[code].status)


def test_every_creating_or_acting_post_takes_a_key(document: dict[str, Any]) -> None:
    without = {"logIn", "refreshSession", "logOut", "openDownload", "receiveProviderWebhook", "issueDeskCode"}
    without |= {"verifyContent", "findStoredPapers", "quoteFees"}  # change nothing
    without |= {
        "replaceFirstPassword",
        "issueSetupCode",
        "issueMachineSecret",
    }  # what they give and take is stored nowhere
    without |= {"requestPasswordReset", "sendEmailCode", "sendPhoneCode"}  # each call sends another code
    without |= {
        "startEidLogIn",
        "logInByEid",
        "logOutOfEid",
        "startEidLink",
        "linkIdentity",
        "startOrganisationClaim",
        "claimOrganisation",
        "actFor",
        "receiveLogoutToken",
    }
    without |= {  # codes and challenges are good once, and secrets are stored nowhere
        "finishLogIn",
        "enrolAtLogIn",
        "startTotp",
        "startWebauthn",
        "addSecondFactor",
        "makeRecoveryCodes",
        "challengeOwnFactor",
        "showOwnFactor",
    }
    for path, method, operation in operations(document):
        if method == "post" and operation["operationId"] not in without:
            required = {p["name"] for p in operation["parameters"] if p["required"]}
            assert "Idempotency-Key" in required, path


def test_every_act_on_a_dossier_takes_a_version(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        acts = method == "post" and operation["operationId"] != "suggestAct"  # a suggestion is no act
        if acts and path.startswith("/v1/dossiers/{dossier_id}/"):
            assert "If-Match" in {p["name"] for p in operation["parameters"] if p["required"]}, path


def test_links_name_operations_and_parameters_that_there_are(document: dict[str, Any]) -> None:
    parameters = {
        operation["operationId"]: {p["name"] for p in operation.get("parameters", ())}
        for _, _, operation in operations(document)
    }
    for name, link in document["components"]["links"].items():
        named = {name.removeprefix("header.") for name in link["parameters"]}
        assert named <= parameters[link["operationId"]], name


def test_every_operation_says_whether_it_takes_a_token(document: dict[str, Any]) -> None:
    kinds = {json.dumps(operation["security"]) for _, _, operation in operations(document)}
    by_scope = {f'[{{"access_token": []}}, {{"machine_client": ["{scope}"]}}]' for scope in MachineScope}
    assert kinds == {"[]", '[{"access_token": []}]', '[{"access_token": []}, {}]', *by_scope}


def test_the_scheme_of_machine_clients_names_each_scope(document: dict[str, Any]) -> None:
    flow = document["components"]["securitySchemes"]["machine_client"]["flows"]["clientCredentials"]
    assert (flow["tokenUrl"], set(flow["scopes"])) == ("/oauth/token", set(MachineScope))


def test_tags_are_described_and_used(document: dict[str, Any]) -> None:
    used = {tag for _, _, operation in operations(document) for tag in operation["tags"]}
    assert used == {tag["name"] for tag in document["tags"]}


def test_every_operation_and_path_parameter_is_described(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        assert operation.get("description"), (path, method)
        for parameter in operation.get("parameters", ()):
            assert parameter["in"] == "query" or parameter.get("description"), (path, parameter["name"])


def test_examples_of_bodies_match_their_schemas(document: dict[str, Any]) -> None:
    for _, _, operation in operations(document):
        for media in operation.get("requestBody", {}).get("content", {}).values():
            for example in media.get("examples", {}).values():
                schema = {**media["schema"], "components": document["components"]}
                jsonschema_rs.validate(schema, example["value"])


def test_every_json_answer_has_an_example_that_matches_its_schema(document: dict[str, Any]) -> None:
    checked: set[str] = set()
    for path, _, operation in operations(document):
        for answer in operation["responses"].values():
            media = resolve(document, answer).get("content", {}).get("application/json")
            if media is None:
                continue
            assert media["examples"], path
            name = media["schema"]["$ref"]
            if name not in checked:
                checked.add(name)
                schema = {**media["schema"], "components": document["components"]}
                jsonschema_rs.validate(schema, resolve(document, media["examples"]["typical"])["value"])


def test_answers_have_all_their_fields_and_allow_others(document: dict[str, Any]) -> None:
    dossier = document["components"]["schemas"]["Dossier"]
    assert set(dossier["required"]) == set(dossier["properties"])
    assert "additionalProperties" not in dossier
    assert document["components"]["schemas"]["AcceptBody"]["additionalProperties"] is False


def test_names_of_schemas_are_names_in_every_language(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        assert re.fullmatch(r"[A-Z][A-Za-z0-9]*", name), name
        assert schema["title"] == name


def test_a_name_does_not_change_when_an_answer_comes_to_hold_what_a_body_holds(
    document: dict[str, Any],
) -> None:
    schemas = document["components"]["schemas"]
    assert schemas["AgencyInput"]["additionalProperties"] is False
    assert "additionalProperties" not in schemas["Agency"]
    assert schemas["PaperRefInput"]["additionalProperties"] is False


@pytest.mark.parametrize(
    ("operation_id", "status", "headers"),
    [
        ("readDossier", "200", {"ETag", "RateLimit", "RateLimit-Policy", "traceparent"}),
        ("listDossiers", "200", {"Link"}),
        ("submitDossier", "201", {"Location", "ETag"}),
        ("readProcedure", "304", {"ETag"}),
        ("readDossier", "429", {"Retry-After", "Content-Language", "RateLimit"}),
        ("readDossier", "401", {"WWW-Authenticate"}),
        ("downloadContent", "200", {"Content-Disposition"}),
    ],
)
def test_headers_are_declared_where_they_come(
    document: dict[str, Any], operation_id: str, status: str, headers: set[str]
) -> None:
    by_id = {operation["operationId"]: operation for _, _, operation in operations(document)}
    assert headers <= set(resolve(document, by_id[operation_id]["responses"][status])["headers"])


def test_the_event_stream_is_described(document: dict[str, Any]) -> None:
    stream = document["paths"]["/v1/dossiers/{dossier_id}/events"]["get"]["responses"]["200"]
    assert "HistoryEntry" in stream["content"]["text/event-stream"]["schema"]["description"]
    assert "event: history" in stream["content"]["text/event-stream"]["examples"]["typical"]["value"]


def test_no_property_bears_the_name_of_its_schema(document: dict[str, Any]) -> None:
    """Generators keep a new object in a variable named as its class, beside one for each property."""
    clashes = {
        name
        for name, schema in document["components"]["schemas"].items()
        if re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower() in schema.get("properties", {})
    }
    assert clashes == set()
