"""What the gateway does to callers who are slow, loud, large or gone; and what operators see of it."""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest
from tests.integration.gateway.conftest import GatewayProcess
from tests.integration.gateway.content_server import ContentServer
from tests.integration.gateway.responder import RpcResponder
from tests.support.gateway_tokens import TokenSigner

from contracts import accounts, payments, records
from contracts.accounts import LogInStep, TokenPair
from contracts.errors import ErrorCode, ServiceError
from contracts.payments import OrderState, PaymentReturn, ProviderAnswer
from contracts.records import FileTicket
from devstack.servers.broker_address import Vhost
from devstack.waiting import wait_until

AT = datetime(2026, 11, 2, 2, 30, tzinfo=UTC)
ORIGIN = "https://portal.example.vn"
KEY = {"Idempotency-Key": "k-1"}
LOG_IN = {"login": "001099012345", "password": "mật khẩu bí mật"}
TOKENS = TokenPair(access_token="a", refresh_token="r", expires_in=600, refresh_expires_in=1)


@pytest.fixture(scope="module")
def door() -> Iterator[ContentServer]:
    serving = ContentServer()
    yield serving
    serving.stop()


@pytest.fixture(scope="module")
def gateway(
    shared_vhost: Vhost,
    tmp_path_factory: pytest.TempPathFactory,
    responder: RpcResponder,
    door: ContentServer,
) -> Iterator[GatewayProcess]:
    """With short patience and a small quota for signing in."""
    responder.offer(accounts.begin_log_in, LogInStep(tokens=TOKENS))
    process = GatewayProcess(
        tmp_path_factory.mktemp("gateway") / "gateway.log",
        shared_vhost.uri,
        records_content_url=door.url,
        cors_origins=ORIGIN,
        rate_sign_in="5",
        rate_account="20",
        head_timeout_s="1",
        body_timeout_s="1",
        file_idle_s="1",
        portal_url="https://portal.example.vn/a?b=1&c=2",
    )
    try:
        process.wait_ready()
        yield process
    finally:
        process.stop()


def talk(gateway: GatewayProcess, *parts: bytes, deadline_s: float = 8.0) -> bytes:
    """Send bytes as they are and read until the gateway closes."""
    with socket.create_connection(("127.0.0.1", gateway.port), deadline_s) as connection:
        answer = b""
        try:
            for part in parts:
                connection.sendall(part)
            while chunk := connection.recv(65536):
                answer += chunk
        except ConnectionError:
            return answer
        return answer


def test_a_head_that_never_ends_is_cut_off(gateway: GatewayProcess) -> None:
    started = time.monotonic()
    answer = talk(gateway, b"GET /healthz HTTP/1.1\r\nhost: x\r\nslow: ")
    assert answer.startswith(b"HTTP/1.1 408")
    assert time.monotonic() - started < 5


def test_a_head_too_large_is_refused(gateway: GatewayProcess) -> None:
    head = b"GET /healthz HTTP/1.1\r\nhost: x\r\nbig: " + b"x" * 40_000 + b"\r\n\r\n"
    assert talk(gateway, head).startswith(b"HTTP/1.1 431")


def test_a_head_too_large_is_not_read_to_its_end(gateway: GatewayProcess) -> None:
    answer = talk(gateway, b"GET /healthz HTTP/1.1\r\nhost: x\r\nbig: " + b"x" * 50_000_000)
    # Closing on a caller who still sends resets the connection, and the reset may overtake the answer.
    assert answer == b"" or answer.startswith(b"HTTP/1.1 431")


def test_a_body_that_comes_too_slowly_is_given_up(gateway: GatewayProcess) -> None:
    head = b"POST /v1/sessions/logout HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n"
    answer = talk(gateway, head, b'{"refr')
    assert answer.startswith(b"HTTP/1.1 408")
    assert b'"code":"request_timeout"' in answer
    assert b"connection: close" in answer.lower()


def test_slow_callers_leave_others_alone(gateway: GatewayProcess, http: httpx.Client) -> None:
    slow = [socket.create_connection(("127.0.0.1", gateway.port)) for _ in range(50)]
    for connection in slow:
        connection.sendall(b"POST /v1/sessions/logout HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{")
    started = time.monotonic()
    assert http.get("/healthz").status_code == 200
    assert time.monotonic() - started < 0.8
    for connection in slow:
        connection.close()


def test_nonsense_instead_of_http(gateway: GatewayProcess, http: httpx.Client) -> None:
    assert talk(gateway, b"\x16\x03\x01nonsense\r\n\r\n").startswith(b"HTTP/1.1 400")
    assert http.get("/healthz").status_code == 200


def test_guessing_passwords_is_slowed_down(http: httpx.Client) -> None:
    answers = [http.post("/v1/sessions", json=LOG_IN) for _ in range(7)]
    statuses = [answer.status_code for answer in answers]
    assert statuses == [200] * 5 + [429] * 2
    assert answers[-1].json()["code"] == "rate_limited"
    assert 0 < int(answers[-1].headers["retry-after"]) <= 120
    assert '"sign-in";q=5;w=60' in answers[-1].headers["ratelimit-policy"]
    assert '"sign-in";r=0;' in answers[-1].headers["ratelimit"]


def test_an_account_that_comes_too_often_is_slowed_down(
    http: httpx.Client, responder: RpcResponder, citizen: dict[str, str]
) -> None:
    responder.offer(records.get_file, ServiceError(ErrorCode.NOT_FOUND, what="file"))
    statuses = [http.get("/v1/files/x", headers=citizen).status_code for _ in range(30)]
    assert statuses[:10] == [404] * 10
    assert statuses[-1] == 429


def test_front_ends_of_our_portal_may_call(http: httpx.Client) -> None:
    preflight = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST",
             "Access-Control-Request-Headers": "authorization,idempotency-key,if-match"}  # fmt: skip
    answer = http.options("/v1/dossiers", headers=preflight)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, ORIGIN)
    plain = http.get("/v1/dossiers", headers={"Origin": ORIGIN})
    assert "ETag" in plain.headers["access-control-expose-headers"]


def test_other_front_ends_may_not(http: httpx.Client) -> None:
    answer = http.get("/v1/dossiers", headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in answer.headers


def test_metrics_name_routes_not_paths(http: httpx.Client) -> None:
    http.get("/v1/files/a-very-special-id")
    http.get("/no/such/path")
    metrics = http.get("/metrics").text
    assert re.search(
        r'http_requests_total\{method="GET",route="/v1/files/\{file_id\}",service="gateway",status="401"\}',
        metrics,
    )
    assert 'route="unmatched"' in metrics
    assert "a-very-special-id" not in metrics
    assert 'amqp_connected{connection="rpc",service="gateway"} 1.0' in metrics


def test_logs_hold_no_secret(gateway: GatewayProcess, http: httpx.Client, citizen: dict[str, str]) -> None:
    http.post("/v1/sessions", json=LOG_IN)
    http.get("/v1/files/f/content", params={"ticket": "a-secret-ticket"})
    http.get("/v1/files/marker-id", headers=citizen)
    lines = gateway.log.read_text().splitlines()
    assert all(json.loads(line)["service"] == "gateway" for line in lines)
    everything = "\n".join(lines)
    for secret in ("a-secret-ticket", "001099012345", "bí mật", citizen["Authorization"][7:30], "marker-id"):
        assert secret not in everything, secret


def test_the_documentation_needs_no_internet(http: httpx.Client) -> None:
    page = http.get("/docs")
    assert page.status_code == 200
    for address in re.findall(r'(?:src|href)="([^"]+)"', page.text):
        assert address.startswith("/docs/"), address
        assert http.get(address).status_code == 200, address
    assert http.get("/openapi.json").json()["openapi"].startswith("3.1")


def test_an_upload_goes_through_as_it_comes(
    http: httpx.Client, door: ContentServer, responder: RpcResponder
) -> None:
    body = bytes(range(256)) * 20_000
    answer = http.put(
        "/v1/files/f-1/content",
        params={"ticket": "t=1&x"},
        content=body,
        headers={"Content-Type": "application/pdf"},
    )
    assert (answer.status_code, answer.json()) == (200, {"state": "stored"}), answer.text
    assert door.uploads["f-1"] == body
    assert door.headers["query"] == "ticket=t%3D1%26x"
    assert door.headers["content-length"] == str(len(body))
    assert "authorization" not in {name.lower() for name in door.headers}


def test_a_download_comes_back_with_its_name(http: httpx.Client, door: ContentServer) -> None:
    door.uploads["f-2"] = b"%PDF-1.7" * 100_000
    answer = http.get("/v1/files/f-2/content", params={"ticket": "t"})
    assert answer.content == door.uploads["f-2"]
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-type"] == "application/pdf"
    assert "x-inner" not in answer.headers


def test_a_part_of_a_download_is_asked_for_at_the_content_server(
    http: httpx.Client, door: ContentServer
) -> None:
    door.uploads["f-3"] = b"%PDF-1.7"
    expected = {"Range": "bytes=2-5", "If-Range": '"abc"', "If-None-Match": '"def"', "Cookie": "c"}
    answer = http.get("/v1/files/f-3/content", params={"ticket": "t"}, headers=expected)
    method, headers = door.asked
    assert method == "GET"
    assert {name: headers.get(name.lower()) for name in expected} == {**expected, "Cookie": None}
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"


def test_head_of_a_download_moves_no_byte(http: httpx.Client, door: ContentServer) -> None:
    door.uploads["f-4"] = b"%PDF-1.7" * 100_000
    answer = http.head("/v1/files/f-4/content", params={"ticket": "t"})
    assert door.asked[0] == "HEAD"
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(800_000)


def test_what_the_door_refuses_is_passed_on(http: httpx.Client) -> None:
    answer = http.get("/v1/files/unknown/content", params={"ticket": "t"})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def put_head(name: str, length: int) -> bytes:
    return f"PUT /v1/files/{name}/content?ticket=t HTTP/1.1\r\nhost: x\r\ncontent-length: {length}\r\n\r\n".encode()


def test_the_door_sees_that_an_upload_was_cut_off(gateway: GatewayProcess, door: ContentServer) -> None:
    with socket.create_connection(("127.0.0.1", gateway.port)) as connection:
        connection.sendall(put_head("cut", 100_000) + b"x" * 1000)
        wait_until(lambda: door.arrived == 1000, what="the first bytes at the door")
    wait_until(lambda: "cut" in door.cut_off, what="the door to see the end")
    assert "cut" not in door.uploads


def test_an_upload_that_stalls_is_given_up(gateway: GatewayProcess, door: ContentServer) -> None:
    answer = talk(gateway, put_head("stalled", 100_000) + b"x" * 1000)
    assert answer.startswith(b"HTTP/1.1 408")
    wait_until(lambda: "stalled" in door.cut_off, what="the door to see the end")


def test_an_upload_without_a_stated_length_goes_through_too(http: httpx.Client, door: ContentServer) -> None:
    pieces = (b"x" * 100_000 for _ in range(5))
    answer = http.put("/v1/files/chunked/content", params={"ticket": "t"}, content=pieces)
    assert answer.status_code == 200, answer.text
    assert door.uploads["chunked"] == b"x" * 500_000


def test_an_upload_is_taken_by_who_waits_for_leave(gateway: GatewayProcess, door: ContentServer) -> None:
    head = put_head("waits", 5).replace(b"\r\n\r\n", b"\r\nexpect: 100-continue\r\nconnection: close\r\n\r\n")
    with socket.create_connection(("127.0.0.1", gateway.port), 8) as connection:
        connection.sendall(head)
        assert connection.recv(1000).startswith(b"HTTP/1.1 100")
        connection.sendall(b"%PDF-")
        assert connection.recv(1000).startswith(b"HTTP/1.1 200")
    assert door.uploads["waits"] == b"%PDF-"


def test_what_is_refused_anyway_is_not_waited_for(gateway: GatewayProcess) -> None:
    head = put_head("large", 10**9).replace(b"\r\n\r\n", b"\r\nexpect: 100-continue\r\n\r\n")
    assert talk(gateway, head).startswith(b"HTTP/1.1 413")


def test_an_upload_too_large_is_refused_unread(gateway: GatewayProcess) -> None:
    assert talk(gateway, put_head("large", 10**9)).startswith(b"HTTP/1.1 413")


def test_an_upload_address_leads_back_here(
    http: httpx.Client, responder: RpcResponder, signer: TokenSigner, gateway: GatewayProcess
) -> None:
    responder.offer(records.open_upload, FileTicket(file_id="f", ticket="abc", expires_at=AT, max_bytes=10))
    answer = http.post(
        "/v1/files", json={"name": "a.pdf", "size": 10}, headers=signer.bearer("uploader") | KEY
    )
    assert answer.status_code == 201, answer.text
    assert answer.json()["upload_url"] == f"{gateway.url}/v1/files/f/content?ticket=abc"
    assert answer.headers["cache-control"] == "no-store"


CONFIRMED = ProviderAnswer(
    headers={"content-type": "application/json"}, body='{"RspCode": "00", "Message": "Confirm Success"}'
)


def test_any_provider_is_answered_in_its_own_form(http: httpx.Client, responder: RpcResponder) -> None:
    headers = {"content-type": "text/xml"}
    responder.offer(payments.receive_notification, ProviderAnswer(status=409, headers=headers, body="<no/>"))
    answer = http.post(
        "/v1/payments/providers/momo/notifications?a=1",
        content="<call>có</call>",
        headers={"X-Signature": "abc", "Cookie": "c", "Content-Type": "text/xml"},
    )
    assert (answer.status_code, answer.text, answer.headers["cache-control"]) == (409, "<no/>", "no-store")
    assert answer.headers["content-type"].startswith("text/xml")
    call = responder.arguments(payments.receive_notification)
    assert (call["provider"], call["params"], call["body"]) == ("momo", {"a": "1"}, "<call>có</call>")
    assert call["headers"] == {"x-signature": "abc", "content-type": "text/xml"}


@pytest.mark.parametrize("content", [b"\xff", b"x" * 20_001])
def test_a_call_that_no_provider_makes_is_refused(http: httpx.Client, content: bytes) -> None:
    answer = http.post("/v1/payments/providers/momo/notifications", content=content)
    assert answer.status_code in (413, 422)


def test_any_provider_sends_people_back_to_a_page(http: httpx.Client, responder: RpcResponder) -> None:
    found = PaymentReturn(signature_valid=True, state=OrderState.CREATED, provider_title="Momo")
    responder.offer(payments.read_return, found)
    answer = http.get("/v1/payments/providers/momo/return?a=1", headers={"accept-language": "en"})
    assert "Momo has not confirmed the money yet." in answer.text


def test_the_provider_gets_its_answer(http: httpx.Client, responder: RpcResponder) -> None:
    responder.offer(payments.receive_notification, CONFIRMED)
    answer = http.get("/v1/payments/vnpay/ipn?vnp_TxnRef=1&vnp_OrderInfo=a+b%20c&vnp_Empty=")
    assert (answer.status_code, answer.json()) == (200, {"RspCode": "00", "Message": "Confirm Success"})
    call = responder.arguments(payments.receive_notification)
    assert call["provider"] == "vnpay"
    assert call["params"] == {
        "vnp_TxnRef": "1",
        "vnp_OrderInfo": "a b c",
        "vnp_Empty": "",
    }


@pytest.mark.parametrize("query", ["a=" + "x" * 1001, "&".join(f"a{number}=1" for number in range(51))])
def test_the_provider_is_told_99_for_what_cannot_be_its_call(http: httpx.Client, query: str) -> None:
    answer = http.get(f"/v1/payments/vnpay/ipn?{query}")
    assert (answer.status_code, answer.json()["RspCode"]) == (200, "99")


def test_the_provider_is_told_99_when_payments_fails(http: httpx.Client, responder: RpcResponder) -> None:
    responder.offer(payments.receive_notification, ServiceError(ErrorCode.UNAVAILABLE))
    answer = http.get("/v1/payments/vnpay/ipn?vnp_TxnRef=1")
    assert (answer.status_code, answer.json()["RspCode"]) == (200, "99")


def test_who_comes_back_from_the_provider_sees_a_page(http: httpx.Client, responder: RpcResponder) -> None:
    responder.offer(
        payments.read_return,
        PaymentReturn(signature_valid=True, state=OrderState.PAID, locale="en"),
    )
    answer = http.get("/v1/payments/vnpay/return?vnp_TxnRef=1&vnp_Locale=en")
    assert answer.headers["content-type"].startswith("text/html")
    assert "<h1>Paid</h1>" in answer.text
    assert 'href="https://portal.example.vn/a?b=1&amp;c=2"' in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("size", [1024 * 1024 + 1, 3 * 1024 * 1024, 8 * 1024 * 1024])
def test_who_sends_a_body_too_large_to_its_end_reads_why_it_was_refused(
    gateway: GatewayProcess, size: int
) -> None:
    """As many clients do, who read nothing before they have sent all: the connection is not reset under them."""
    head = (
        "POST /v1/sessions HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\n"
        f"content-length: {size}\r\n\r\n"
    )
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", gateway.port), 8) as connection:
            connection.sendall(head.encode() + b" " * size)
            assert connection.recv(1000).startswith(b"HTTP/1.1 413")
