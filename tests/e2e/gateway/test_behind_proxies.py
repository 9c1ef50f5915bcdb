"""Two proxies before the gateway, one of which compresses: people notice nothing of it, and nobody lends an address."""

from __future__ import annotations

import base64
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import httpx
import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from tests.support.nginx import ProxyChain, write_certificate
from tests.support.portal.dossier_case import DossierCase

from devstack.system import System
from devstack.walk.gateway_client import GatewayClient, User, new_key
from devstack.walk.pdf import pdf

VISITOR = "127.0.0.9"
"""An address of this machine that no proxy has."""
FORGED = "203.0.113.7"


@pytest.fixture(scope="module")
def proxies(system: System, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProxyChain]:
    chain = ProxyChain(tmp_path_factory.mktemp("nginx"), int(system.gateway_url.rpartition(":")[2]))
    try:
        chain.start()
        yield chain
    finally:
        chain.stop()


def client_from(address: str, url: str, **headers: str) -> httpx.Client:
    """A client whose connections come from this address."""
    return httpx.Client(
        base_url=url, transport=httpx.HTTPTransport(local_address=address), headers=headers, timeout=30
    )


@pytest.fixture
def visitor(proxies: ProxyChain) -> Iterator[httpx.Client]:
    with client_from(VISITOR, proxies.url, **{"Accept-Encoding": "gzip"}) as client:
        yield client


def address_in_order(client: httpx.Client, case: DossierCase, **headers: str) -> str:
    """The address of the payer that the order of a new dossier tells VNPAY."""
    path = f"/v1/bills/{case.bill(case.accepted()['dossier_id'])['bill_id']}/orders"
    answer = client.post(path, headers={**case.citizen.bearer, **new_key(), **headers})
    assert answer.status_code == 201, answer.text
    payment_url: str = answer.json()["payment_url"]
    return parse_qs(urlsplit(payment_url).query)["vnp_IpAddr"][0]


def test_a_version_that_was_weakened_on_the_way_is_still_the_version(
    visitor: httpx.Client, case: DossierCase
) -> None:
    dossier_id = case.submitted()["dossier_id"]
    address, bearer = f"/v1/dossiers/{dossier_id}", case.citizen.bearer
    read = visitor.get(address, headers=bearer)
    assert read.headers["content-encoding"] == "gzip"
    etag = read.headers["etag"]
    assert etag.startswith('W/"')
    held = visitor.get(address, headers={**bearer, "If-None-Match": etag})
    assert (held.status_code, held.content) == (304, b"")
    me = visitor.get("/v1/me", headers=bearer)  # too small for the gateway: compressed by the proxy
    assert (me.headers["content-encoding"], me.headers["etag"][:2]) == ("gzip", "W/")
    moved = visitor.patch("/v1/me", json={"locale": "en"}, headers={**bearer, "If-Match": me.headers["etag"]})
    assert moved.status_code == 200, moved.text
    gone = visitor.post(
        f"{address}/withdraw", json={"reason": "đổi ý"}, headers={**bearer, **new_key(), "If-Match": f'"99", {etag}'}
    )  # fmt: skip
    assert gone.status_code == 200, gone.text
    stale = visitor.post(
        f"{address}/withdraw", json={"reason": "đổi ý"}, headers={**bearer, **new_key(), "If-Match": etag}
    )
    assert stale.status_code == 412
    assert stale.headers["etag"].removeprefix("W/") == f'"{gone.json()["version"]}"'


def test_whichever_version_is_current_is_acted_on_once(visitor: httpx.Client, case: DossierCase) -> None:
    dossier_id = case.submitted()["dossier_id"]
    sent = {"json": {"reason": "đổi ý"}, "headers": {**case.citizen.bearer, **new_key(), "If-Match": "*"}}
    answers = [visitor.post(f"/v1/dossiers/{dossier_id}/withdraw", **sent) for _ in range(2)]  # type: ignore[arg-type]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()


def test_a_stream_flows_through(visitor: httpx.Client, case: DossierCase) -> None:
    dossier_id = case.submitted()["dossier_id"]
    with visitor.stream("GET", f"/v1/dossiers/{dossier_id}/events", headers=case.citizen.bearer) as stream:
        assert "content-encoding" not in stream.headers
        assert stream.headers["content-language"] == "vi"
        lines = stream.iter_lines()
        assert next(line for line in lines if line.startswith("event:")) == "event: history"
        assert next(line for line in lines if line.startswith("id:")) == "id: 1"
        case.citizen.request(
            "POST", f"/v1/dossiers/{dossier_id}/withdraw", json={"reason": "x"}, key="w", version=1
        )
        assert next(line for line in lines if line.startswith("id:")) == "id: 2"


def test_files_go_up_and_come_down_in_parts(
    visitor: httpx.Client, proxies: ProxyChain, citizen: User
) -> None:
    content = pdf("nha o") + b"\n%" + b"x" * 600_000
    ticket = citizen.post("/v1/files", {"name": "nha.pdf", "size": len(content)})
    address = urlsplit(ticket["upload_url"])
    place = f"{address.path}?{address.query}"
    pieces = (content[start : start + 70_000] for start in range(0, len(content), 70_000))
    stored = visitor.put(place, content=pieces, headers={"Expect": "100-continue"})
    assert stored.status_code == 200, stored.text
    download = urlsplit(citizen.post(f"/v1/files/{ticket['file_id']}/download")["download_url"])
    place = f"{download.path}?{download.query}"
    whole = visitor.get(place)
    assert whole.content == content
    assert "sandbox" in whole.headers["content-security-policy"]
    etag = whole.headers["etag"]
    for inquiry, part in (
        ("bytes=0-9", content[:10]),
        ("bytes=-7", content[-7:]),
        ("bytes=300000-", content[300_000:]),
    ):
        answer = visitor.get(place, headers={"Range": inquiry, "If-Range": etag})
        assert (answer.status_code, answer.content) == (206, part)
    assert visitor.get(place, headers={"Range": f"bytes={len(content)}-"}).status_code == 416
    assert visitor.get(place, headers={"Range": "bytes=0-9", "If-Range": '"other"'}).content == content
    assert visitor.get(place, headers={"If-None-Match": etag}).status_code == 304
    assert visitor.head(place).headers["content-length"] == str(len(content))


def test_the_client_is_who_came_to_the_outermost_proxy(
    visitor: httpx.Client, case: DossierCase, system: System
) -> None:
    assert address_in_order(visitor, case) == VISITOR
    forged = {"X-Forwarded-For": FORGED}
    assert address_in_order(visitor, case, **forged) == VISITOR
    with client_from("127.0.0.2", system.gateway_url) as nobodys_proxy:
        assert address_in_order(nobodys_proxy, case, **forged) == "127.0.0.2"
    with client_from("127.0.0.1", system.gateway_url) as trusted:
        assert address_in_order(trusted, case, **forged) == FORGED
        several = {"X-Forwarded-For": f"198.51.100.1, {FORGED}, 127.0.0.1"}
        assert address_in_order(trusted, case, **several) == FORGED


def with_certificate(file: Path | None) -> ssl.SSLContext:
    """Of a client that shows this one; it does not look at the server's."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if file is not None:
        context.load_cert_chain(file)
    return context


def test_a_machine_client_shows_its_certificate_and_nobody_shows_it_for_him(
    proxies: ProxyChain, administrator: User, tmp_path: Path
) -> None:
    own = write_certificate(tmp_path / "own.pem")
    write_certificate(tmp_path / "other.pem")
    thumbprint = base64.urlsafe_b64encode(own.fingerprint(SHA256())).rstrip(b"=").decode()
    body = {"name": "X", "agency_code": "X98", "scopes": ["sync.read"], "certificates": [thumbprint]}
    client = administrator.post("/v1/machine-clients", body)["client_id"]
    secret = administrator.request("POST", f"/v1/machine-clients/{client}/secrets").json()["client_secret"]
    form = {"grant_type": "client_credentials", "client_id": client, "client_secret": secret}
    forged = {"X-Client-Certificate": quote(own.public_bytes(Encoding.PEM).decode())}

    def send(file: str | None, method: str, path: str, **options: Any) -> httpx.Response:
        shown = with_certificate(tmp_path / file if file else None)
        return httpx.request(method, proxies.tls_url + path, verify=shown, trust_env=False, **options)

    granted = send("own.pem", "POST", "/oauth/token", data=form)
    bearer = {"Authorization": f"Bearer {granted.json()['access_token']}"}
    assert send("own.pem", "GET", "/v1/sync/dossiers", headers=bearer).status_code == 200
    for file in ("other.pem", None):
        assert (
            send(file, "POST", "/oauth/token", data=form, headers=forged).json()["error"] == "invalid_client"
        )
        assert send(file, "GET", "/v1/sync/dossiers", headers=bearer | forged).status_code == 401
    plain = httpx.get(f"{proxies.url}/v1/sync/dossiers", headers=bearer | forged, trust_env=False)
    assert plain.status_code == 401
    with client_from("127.0.0.2", administrator.portal.url) as nobodys_proxy:
        assert nobodys_proxy.get("/v1/sync/dossiers", headers=bearer | forged).status_code == 401


def test_what_is_for_operators_is_closed_and_https_is_told_to_stay(
    visitor: httpx.Client, proxies: ProxyChain, portal: GatewayClient
) -> None:
    for path in ("/metrics", "/readyz", "/metrics/", "/readyz//"):
        assert visitor.get(path).status_code == 404, path
        assert httpx.get(proxies.inner_url + path).status_code == 404, path
    assert visitor.get("/healthz").headers["strict-transport-security"].startswith("max-age=")
    assert "strict-transport-security" not in portal.send("GET", "/healthz").headers


def test_the_configuration_is_the_installations_own(tmp_path: Path) -> None:
    own = ProxyChain(tmp_path, 1)
    assert (tmp_path / "nginx.conf").read_text().count("server {") == 2
    assert own.url != own.inner_url
