"""Requests that are wrong in themselves: each is told what is wrong, and nothing is stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.support.portal.dossier_case import DossierCase
from tests.support.portal.problems import assert_problem

from devstack.walk import people
from devstack.walk.gateway_client import GatewayClient, Json, User

KNOWN_FROM_LIST = "2.900005"
"""In the sample of the national list, without details."""

Spoil = Callable[[Json], Json]


def _form(**changes: Any) -> Spoil:
    return lambda body: {**body, "form_data": {**body["form_data"], **changes}}


def _without(name: str) -> Spoil:
    return lambda body: {key: value for key, value in body.items() if key != name}


def _with(**changes: Any) -> Spoil:
    return lambda body: {**body, **changes}


SPOILED: dict[str, tuple[Spoil, int, str, str | None]] = {
    "form data of a wrong type": (
        _form(full_name=7),
        422,
        "invalid_form_data",
        "/form_data/full_name",
    ),
    "form data with an unknown field": (_form(surprise="x"), 422, "invalid_form_data", None),
    "form data without a mandatory field": (_with(form_data={}), 422, "invalid_form_data", None),
    "form data that is no object": (_with(form_data=[]), 422, "invalid_request", "/form_data"),
    "no paper": (_with(papers=[]), 422, "paper_missing", None),
    "paper for no component": (
        lambda body: {**body, "papers": [*body["papers"], {**body["papers"][0], "component_code": "khac"}]},
        422,
        "invalid_request",
        "/papers/1/component_code",
    ),
    "file that does not exist": (
        _with(papers=[{"component_code": people.PAPER, "file_id": "0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55"}]),
        422,
        "file_not_usable",
        None,
    ),
    "procedure that does not exist": (_with(procedure_code="1.999999"), 404, "not_found", None),
    "procedure known from the list only": (
        _with(procedure_code=KNOWN_FROM_LIST),
        409,
        "procedure_not_fileable",
        None,
    ),
    "agency that does not exist": (_with(agency_code="H99.99"), 404, "not_found", None),
    "procedure code of a wrong form": (
        _with(procedure_code="x"),
        422,
        "invalid_request",
        "/procedure_code",
    ),
    "mandatory field left out": (
        _without("agency_code"),
        422,
        "invalid_request",
        "/agency_code",
    ),
    "unknown field": (_with(priority="high"), 422, "invalid_request", "/priority"),
    "number in place of text": (_with(agency_code=7), 422, "invalid_request", "/agency_code"),
    "unknown return method": (_with(return_method="drone"), 422, "invalid_request", "/return_method"),
}


@pytest.mark.parametrize("spoiled", SPOILED)
def test_wrong_submission_is_refused_and_stores_nothing(case: DossierCase, spoiled: str) -> None:
    spoil, status, code, pointer = SPOILED[spoiled]
    answer = case.citizen.send("POST", "/v1/dossiers", json=spoil(case.submission()), key="wrong")
    problem = assert_problem(answer, status, code)
    assert pointer is None or pointer in {error["pointer"] for error in problem["errors"]}
    assert list(case.citizen.pages("/v1/dossiers")) == []


def test_refused_key_may_be_used_for_the_right_request(case: DossierCase) -> None:
    body = case.submission()
    case.citizen.send("POST", "/v1/dossiers", json={**body, "papers": []}, key="again")
    assert case.citizen.send("POST", "/v1/dossiers", json=body, key="again").status_code == 201


BODIES: dict[str, tuple[bytes, str, int, str]] = {
    "cut off": (b'{"procedure_code": "1.00', "application/json", 400, "malformed_json"),
    "not UTF-8": (b'{"procedure_code": "\xff\xfe"}', "application/json", 400, "malformed_json"),
    "two documents": (b"{}{}", "application/json", 400, "malformed_json"),
    "a list": (b"[]", "application/json", 422, "invalid_request"),
    "null": (b"null", "application/json", 422, "invalid_request"),
    "of another type": (b"a=1", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
    "too large": (
        b'{"a": "' + b"x" * (2 * 1024 * 1024) + b'"}',
        "application/json",
        413,
        "payload_too_large",
    ),
    "deeply nested": (b'{"form_data": ' + b"[" * 100_000, "application/json", 400, "malformed_json"),
}


@pytest.mark.parametrize("body", BODIES)
def test_broken_body_is_refused_and_stores_nothing(citizen: User, body: str) -> None:
    content, kind, status, code = BODIES[body]
    answer = citizen.send(
        "POST", "/v1/dossiers", content=content, headers={"Content-Type": kind}, key="broken"
    )
    assert_problem(answer, status, code)
    assert list(citizen.pages("/v1/dossiers")) == []


def test_procedure_known_from_the_list_can_be_read(portal: GatewayClient) -> None:
    found = portal.get(f"/v1/procedures/{KNOWN_FROM_LIST}")
    assert (found["fileable"], found["form_schema"]) == (False, None)


def test_unknown_procedure_is_not_found(portal: GatewayClient) -> None:
    assert_problem(portal.send("GET", "/v1/procedures/1.999999"), 404, "not_found")


@pytest.mark.parametrize(
    "words", ["dang ky khai sinh", "đăng ký khai sinh", "ĐĂNG KÝ KHAI SINH", "khai sinh"]
)
def test_search_finds_with_and_without_diacritics(portal: GatewayClient, words: str) -> None:
    found = portal.get("/v1/procedures", q=words, limit=100)["items"]
    assert "1.001193" in {procedure["code"] for procedure in found}


@pytest.mark.parametrize("cursor", ["nonsense", "e30", "x" * 600])
def test_cursor_of_nobody_is_refused(citizen: User, cursor: str) -> None:
    assert_problem(citizen.send("GET", "/v1/dossiers", params={"cursor": cursor}), 422, "invalid_request")


def test_address_that_does_not_exist(portal: GatewayClient) -> None:
    assert_problem(portal.send("GET", "/v1/no-such-thing"), 404, "not_found")


def test_method_that_is_not_offered(portal: GatewayClient) -> None:
    assert_problem(portal.send("DELETE", "/v1/procedures"), 405, "method_not_allowed")


@pytest.mark.parametrize(("language", "title"), [("vi", "Không tìm thấy"), ("en", "Not found")])
def test_problem_speaks_the_readers_language(portal: GatewayClient, language: str, title: str) -> None:
    answer = portal.send("GET", "/v1/procedures/1.999999", headers={"Accept-Language": language})
    assert assert_problem(answer, 404, "not_found")["title"] == title
