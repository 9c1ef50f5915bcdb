"""The gateway over HTTP, with services played by a responder."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from tests.integration.gateway.responder import RpcResponder
from tests.support.gateway_tokens import TokenSigner

from contracts import catalog, dossiers
from contracts.base import Page
from contracts.catalog import (
    AdministrativeLevel,
    Agency,
    NamedCode,
    Procedure,
    ProcedureSource,
    SubmissionChannel,
)
from contracts.dossiers import Applicant, Dossier, DossierStatus, Lateness, ReturnMethod
from contracts.errors import ErrorCode, ServiceError, not_found

AT = datetime(2026, 11, 2, 2, 30, tzinfo=UTC)
BIRTH = Procedure(
    code="1.001193", name="Đăng ký khai sinh", promulgator=NamedCode(code="G15", name="Bộ Tư pháp"),
    fileable=True, version=3, etag="abc", source=ProcedureSource.STARTER, updated_at=AT,
)  # fmt: skip
DOSSIER = Dossier(
    dossier_id="d-1", version=1, status=DossierStatus.SUBMITTED, status_number=1, procedure_code="1.001193",
    procedure_name="Đăng ký khai sinh", agency_code="000.01.16.H26", applicant_name="Nguyễn Văn An",
    submitted_at=AT, procedure_version=3, regime_id="r", channel=SubmissionChannel.ONLINE,
    applicant=Applicant(account_id="citizen-1", full_name="Nguyễn Văn An"), form_data={},
    return_method=ReturnMethod.ONLINE, lateness=Lateness.NO_DUE_DATE,
)  # fmt: skip
SUBMIT: dict[str, Any] = {"procedure_code": "1.001193", "agency_code": "000.01.16.H26", "form_data": {"a": 1}}
KEY = {"Idempotency-Key": "k-1"}


def is_problem(answer: httpx.Response, code: ErrorCode, status: int) -> dict[str, Any]:
    problem: dict[str, Any] = answer.json()
    assert (answer.status_code, problem["code"]) == (status, code), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["type"] == f"urn:motcua:problem:{code}"
    assert problem["trace_id"] == answer.headers["traceparent"][3:35]
    return problem


def test_reads_a_procedure_with_its_etag(http: httpx.Client, responder: RpcResponder) -> None:
    responder.offer(catalog.get_procedure, BIRTH)
    answer = http.get("/v1/procedures/1.001193")
    assert answer.status_code == 200
    assert answer.headers["etag"] == '"abc"'
    assert answer.json()["name"] == "Đăng ký khai sinh"


def test_a_procedure_that_is_held_already_is_not_sent(http: httpx.Client, responder: RpcResponder) -> None:
    responder.offer(catalog.get_procedure, BIRTH)
    answer = http.get("/v1/procedures/1.001193", headers={"If-None-Match": 'W/"abc", "x"'})
    assert (answer.status_code, answer.content) == (304, b"")


def test_a_page_links_to_the_next(http: httpx.Client, responder: RpcResponder) -> None:
    hanoi = Agency(code="000.01.16.H26", name="Hà Nội", level=AdministrativeLevel.PROVINCE)
    responder.offer(catalog.list_agencies, Page[Agency](items=(hanoi,), next_cursor="abc"))
    answer = http.get("/v1/agencies", params={"limit": 1})
    assert answer.links["next"]["url"] == "/v1/agencies?limit=1&cursor=abc"
    assert answer.json()["next_cursor"] == "abc"


def test_what_is_not_found_says_so_in_vietnamese(http: httpx.Client, responder: RpcResponder) -> None:
    responder.offer(catalog.get_procedure, not_found("procedure"))
    answer = http.get("/v1/procedures/1.001193")
    problem = is_problem(answer, ErrorCode.NOT_FOUND, 404)
    assert problem["detail"] == "Không tìm thấy thủ tục."
    assert problem["instance"] == "/v1/procedures/1.001193"
    assert answer.headers["content-language"] == "vi"


def test_problems_speak_english_on_request(http: httpx.Client) -> None:
    answer = http.get("/v1/nothing", headers={"Accept-Language": "en-GB,en;q=0.9,vi;q=0.5"})
    assert is_problem(answer, ErrorCode.NOT_FOUND, 404)["title"] == "Not found"
    assert answer.headers["content-language"] == "en"


def test_submits_a_dossier(http: httpx.Client, responder: RpcResponder, citizen: dict[str, str]) -> None:
    responder.offer(dossiers.submit, DOSSIER)
    answer = http.post("/v1/dossiers", json=SUBMIT, headers=citizen | KEY)
    assert answer.status_code == 201, answer.text
    assert (answer.headers["location"], answer.headers["etag"]) == ("/v1/dossiers/d-1", '"1"')
    arguments = responder.arguments(dossiers.submit)
    assert (arguments["command_id"], arguments["form_data"]) == ("k-1", {"a": 1})


def test_services_are_told_who_calls(
    http: httpx.Client, responder: RpcResponder, citizen: dict[str, str]
) -> None:
    responder.offer(dossiers.get_dossier, DOSSIER)
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    http.get("/v1/dossiers/d-1", headers=citizen | {"traceparent": trace, "Accept-Language": "en"})
    headers = responder.headers(dossiers.get_dossier)
    assert '"account_id":"citizen-1"' in headers["nameko.actor"]
    assert headers["nameko.traceparent"][:35] == trace[:35]
    assert headers["nameko.traceparent"] != trace
    assert headers["nameko.locale"] == "en"


def test_acts_on_the_version_that_was_seen(
    http: httpx.Client, responder: RpcResponder, citizen: dict[str, str]
) -> None:
    responder.offer(dossiers.refuse_reception, DOSSIER.model_copy(update={"version": 8}))
    answer = http.post(
        "/v1/dossiers/d-1/refuse-reception", json={"reason": "x"}, headers=citizen | KEY | {"If-Match": '"7"'}
    )
    assert (answer.status_code, answer.headers["etag"]) == (200, '"8"'), answer.text
    assert responder.arguments(dossiers.refuse_reception) == {
        "command_id": "k-1", "dossier_id": "d-1", "expected_version": 7, "reason": "x",
    }  # fmt: skip


def test_an_act_whose_fields_are_all_optional_needs_no_body(
    http: httpx.Client, responder: RpcResponder, citizen: dict[str, str]
) -> None:
    responder.offer(dossiers.accept, DOSSIER)
    answer = http.post("/v1/dossiers/d-1/accept", headers=citizen | KEY | {"If-Match": '"1"'})
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("headers", "code", "status"),
    [
        ({"If-Match": '"1"'}, ErrorCode.IDEMPOTENCY_KEY_REQUIRED, 400),
        (KEY, ErrorCode.VERSION_REQUIRED, 428),
        (KEY | {"If-Match": "1"}, ErrorCode.INVALID_REQUEST, 422),
        (KEY | {"If-Match": 'w/"1"'}, ErrorCode.INVALID_REQUEST, 422),
        (KEY | {"If-Match": '*, "1"'}, ErrorCode.INVALID_REQUEST, 422),
        ({"Idempotency-Key": "a b", "If-Match": '"1"'}, ErrorCode.INVALID_REQUEST, 422),
        ({"Idempotency-Key": "x" * 201, "If-Match": '"1"'}, ErrorCode.INVALID_REQUEST, 422),
    ],
)
def test_guarding_headers_are_needed_and_well_formed(
    http: httpx.Client, citizen: dict[str, str], headers: dict[str, str], code: ErrorCode, status: int
) -> None:
    answer = http.post("/v1/dossiers/d-1/withdraw", json={"reason": "x"}, headers=citizen | headers)
    is_problem(answer, code, status)


@pytest.mark.parametrize(
    ("content", "code", "status"),
    [
        (b'{"procedure_code":', ErrorCode.MALFORMED_JSON, 400),
        (b"", ErrorCode.MALFORMED_JSON, 400),
        (b'"\xff"', ErrorCode.MALFORMED_JSON, 400),
        (b"[]", ErrorCode.INVALID_REQUEST, 422),
        (b"{}", ErrorCode.INVALID_REQUEST, 422),
        (b" " * (1024 * 1024 + 1), ErrorCode.PAYLOAD_TOO_LARGE, 413),
    ],
)
def test_a_bad_body_is_refused(
    http: httpx.Client, citizen: dict[str, str], content: bytes, code: ErrorCode, status: int
) -> None:
    headers = citizen | KEY | {"Content-Type": "application/json"}
    is_problem(http.post("/v1/dossiers", content=content, headers=headers), code, status)


def test_a_chunked_body_is_counted_as_it_comes(http: httpx.Client, citizen: dict[str, str]) -> None:
    headers = citizen | KEY | {"Content-Type": "application/json"}
    chunks = (b" " * 65536 for _ in range(20))
    is_problem(http.post("/v1/dossiers", content=chunks, headers=headers), ErrorCode.PAYLOAD_TOO_LARGE, 413)


def test_another_kind_of_body_is_refused(http: httpx.Client, citizen: dict[str, str]) -> None:
    answer = http.post("/v1/dossiers", data={"a": "b"}, headers=citizen | KEY)
    is_problem(answer, ErrorCode.UNSUPPORTED_MEDIA_TYPE, 415)


def test_wrong_fields_are_pointed_at(http: httpx.Client, citizen: dict[str, str]) -> None:
    body = {**SUBMIT, "papers": [{"component_code": "a", "file_id": 7}], "more": 1, "command_id": "mine"}
    answer = http.post("/v1/dossiers", json=body, headers=citizen | KEY)
    problem = is_problem(answer, ErrorCode.INVALID_REQUEST, 422)
    pointers = {error["pointer"]: error["code"] for error in problem["errors"]}
    assert pointers == {
        "/papers/0/file_id": "string_type",
        "/more": "extra_forbidden",
        "/command_id": "extra_forbidden",
    }
    assert {error["detail"] for error in problem["errors"]} == {
        "Phải là chữ.",
        "Không có mục thông tin này.",
    }


def test_wrong_query_fields_are_pointed_at(http: httpx.Client) -> None:
    answer = http.get("/v1/procedures", params={"limit": 1000, "mystery": "1"})
    problem = is_problem(answer, ErrorCode.INVALID_REQUEST, 422)
    assert {error["pointer"] for error in problem["errors"]} == {"/query/limit", "/query/mystery"}


def test_an_unknown_address_and_a_wrong_method(http: httpx.Client) -> None:
    is_problem(http.get("/v2"), ErrorCode.NOT_FOUND, 404)
    answer = http.delete("/v1/dossiers")
    is_problem(answer, ErrorCode.METHOD_NOT_ALLOWED, 405)
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS, POST"
    assert http.options("/v1/sessions/refresh").headers["allow"] == "OPTIONS, POST", "it is no session"


def test_no_token_is_challenged(http: httpx.Client, signer: TokenSigner) -> None:
    answer = http.get("/v1/dossiers")
    is_problem(answer, ErrorCode.UNAUTHENTICATED, 401)
    assert answer.headers["www-authenticate"] == 'Bearer realm="motcua"'


def test_an_expired_token_is_told_apart(http: httpx.Client, signer: TokenSigner) -> None:
    answer = http.get("/v1/dossiers", headers=signer.bearer(lifetime_s=-30))
    is_problem(answer, ErrorCode.TOKEN_EXPIRED, 401)
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]


def test_a_token_of_another_key_is_refused(http: httpx.Client, signer: TokenSigner) -> None:
    is_problem(http.get("/v1/dossiers", headers=TokenSigner().bearer()), ErrorCode.UNAUTHENTICATED, 401)


def test_a_service_that_is_not_there(http: httpx.Client, citizen: dict[str, str]) -> None:
    answer = http.get("/v1/messages", headers=citizen)
    is_problem(answer, ErrorCode.UNKNOWN_SERVICE, 503)
    assert int(answer.headers["retry-after"]) > 0


def test_the_text_of_an_internal_error_stays_inside(http: httpx.Client, responder: RpcResponder) -> None:
    responder.offer(
        catalog.get_procedure, ServiceError(ErrorCode.INTERNAL_ERROR, secret="mongodb://user:pass")
    )
    answer = http.get("/v1/procedures/1.001193")
    is_problem(answer, ErrorCode.INTERNAL_ERROR, 500)
    assert "mongodb" not in answer.text


def test_a_stale_version_tells_the_current_one(
    http: httpx.Client, responder: RpcResponder, citizen: dict[str, str]
) -> None:
    responder.offer(dossiers.withdraw, ServiceError(ErrorCode.VERSION_STALE, current=9))
    answer = http.post(
        "/v1/dossiers/d-1/withdraw", json={"reason": "x"}, headers=citizen | KEY | {"If-Match": '"7"'}
    )
    is_problem(answer, ErrorCode.VERSION_STALE, 412)
    assert answer.headers["etag"] == '"9"', "what If-Match has to name now"
