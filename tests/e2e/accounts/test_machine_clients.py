"""A province's program from its first secret to the last, by a client library that is not ours, through the gateway."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from click.testing import CliRunner
from tests.support.portal.ministry_system import MinistrySystem, dossier, minutes_ago, progress
from tests.support.portal.problems import assert_problem

from cli.machines import machines
from devstack.process_table import operator_environment
from devstack.system import System
from devstack.waiting import wait_until
from devstack.walk.gateway_client import GatewayClient, Json, User

SECONDS = 5.0
"""Within which a token is void; measured: some hundredths of one."""
ROOT = f"{secrets.choice('QRSTUVWXYZ')}{secrets.randbelow(90) + 10}"
AGENCY, UNIT = f"000.00.00.{ROOT}", f"000.00.16.{ROOT}"


@pytest.fixture
def made(administrator: User) -> Json:
    body = {"name": "Một cửa tỉnh", "agency_code": AGENCY, "scopes": ["sync.write", "sync.read"]}
    return administrator.post("/v1/machine-clients", body)


@pytest.fixture(scope="module")
def metadata(portal: GatewayClient) -> Json:
    return portal.get("/.well-known/oauth-authorization-server")


def new_secret(administrator: User, client_id: str) -> Json:
    issued: Json = administrator.request("POST", f"/v1/machine-clients/{client_id}/secrets", json={}).json()
    return issued


class Library:
    """Authlib, which gets its tokens from the address that the metadata name and sends them by itself."""

    def __init__(self, metadata: Json, secret: Json, method: str = "client_secret_basic") -> None:
        assert method in metadata["token_endpoint_auth_methods_supported"]
        self.url = str(metadata["issuer"])
        self.metadata = metadata
        self.http = OAuth2Client(
            secret["client_id"],
            secret["client_secret"],
            token_endpoint_auth_method=method,
            revocation_endpoint_auth_method=method,
            trust_env=False,
        )

    def log_in(self, **fields: str) -> Json:
        token: Json = self.http.fetch_token(self.metadata["token_endpoint"], **fields)
        return token

    def send(self, method: str, path: str, **options: Any) -> Any:
        return self.http.request(method, self.url + path, **options)


@pytest.fixture
def library(metadata: Json, made: Json, administrator: User) -> Iterator[Library]:
    library = Library(metadata, new_secret(administrator, made["client_id"]))
    yield library
    library.http.close()


def test_a_province_reports_by_machine_client_until_its_secret_is_revoked(
    administrator: User, made: Json, metadata: Json
) -> None:
    client_id = made["client_id"]
    first = new_secret(administrator, client_id)
    old, new = (
        Library(metadata, first),
        Library(metadata, new_secret(administrator, client_id), "client_secret_post"),
    )
    token = old.log_in()
    assert (token["token_type"], token["scope"]) == ("Bearer", "sync.write sync.read")
    assert 0 < token["expires_in"] <= 600 and "refresh_token" not in token
    new.log_in(scope="sync.read")
    code = old.send("POST", "/sync/v2/GetNextValue", json={"MaDonVi": UNIT}).json()["MaHoSo"]
    item = {
        "MaHoSo": code, "MaTTHC": "1.001193", "ChuHoSo": "Nguyễn Văn A", "LoaiDoiTuong": "0",
        "MaDonViTiepNhan": UNIT, "NgayNop": minutes_ago(9).isoformat(), "NgayTiepNhan": minutes_ago(8).isoformat(),
    }  # fmt: skip
    assert old.send("POST", "/sync/v2/NoiHoSo", json=item).status_code == 200
    assert new.send("GET", f"/v1/sync/dossiers/{code}").json()["code"] == code

    beyond = new.send("POST", "/sync/v2/NoiHoSo", json=item)
    assert_problem(beyond, 403, "insufficient_scope")
    assert 'error="insufficient_scope", scope="sync.write"' in beyond.headers["www-authenticate"]
    for path in ("/v1/feed", "/v1/me", "/v1/bills", "/v1/files/x"):
        assert_problem(old.send("GET", path), 403, "insufficient_scope")

    found = administrator.get(f"/v1/machine-clients/{client_id}")
    assert [bool(each["last_used_at"] and each["last_address"]) for each in found["secrets"]] == [True, True]
    administrator.request("DELETE", f"/v1/machine-clients/{client_id}/secrets/{first['secret_id']}")
    read = f"/v1/sync/dossiers/{code}"
    wait_until(
        lambda: old.send("GET", read).status_code == 401, SECONDS, "the revoked secret's token is void"
    )
    assert new.send("GET", read).status_code == 200
    with pytest.raises(OAuthError, match="invalid_client"):
        old.log_in()

    administrator.post(f"/v1/machine-clients/{client_id}/disable")
    wait_until(
        lambda: new.send("GET", read).status_code == 401, SECONDS, "the disabled client's token is void"
    )
    with pytest.raises(OAuthError, match="invalid_client"):
        new.log_in()
    administrator.post(f"/v1/machine-clients/{client_id}/enable")
    new.log_in()
    assert new.send("GET", read).status_code == 200


def test_a_token_is_inspected_and_revoked(library: Library) -> None:
    token = library.log_in()["access_token"]
    inspect, revoke = library.metadata["introspection_endpoint"], library.metadata["revocation_endpoint"]
    read = "/v1/sync/dossiers"
    assert library.send("GET", read).status_code == 200
    found = library.http.introspect_token(inspect, token=token).json()
    assert (found["active"], found["scope"]) == (True, "sync.read sync.write")
    assert library.http.revoke_token(revoke, token=token).status_code == 200
    assert library.http.introspect_token(inspect, token=token).json() == {"active": False}
    wait_until(lambda: library.send("GET", read).status_code == 401, SECONDS, "the token is void")


def test_the_old_contract_takes_a_machine_client(
    administrator: User, made: Json, portal: GatewayClient
) -> None:
    secret = new_secret(administrator, made["client_id"])
    logged_in = {"username": secret["client_id"], "password": secret["client_secret"]}
    session = portal.send("POST", "/sync/login", json=logged_in).json()
    assert (session["error_code"], session["expires_in"]) == (0, 600)
    body = {"session": session["session"], "service": "TraCuuHoSo", "MaHoSo": "000.00.16.H05-261120-0001"}
    assert portal.send("POST", "/sync/service", json=body).json()["error_code"] == 0


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("content_type", "content", "error"),
    [
        (FORM, b"grant_type=client_credentials&grant_type=client_credentials", "invalid_request"),
        (FORM, b"grant_type=client_credentials&client_id=a&client_id=b&client_secret=s", "invalid_request"),
        ("application/json", b'{"grant_type": "client_credentials"}', "invalid_request"),
        ("", b"grant_type=client_credentials", "invalid_request"),
        (FORM, b"x=" + b"y" * 100_000, "invalid_request"),
        (FORM, b"\xff\x00", "invalid_request"),
        (FORM, b"", "invalid_request"),
        (FORM, b"grant_type=client_credentials", "invalid_client"),
        (FORM, b"client_id=a&client_secret=b", "invalid_request"),
        (FORM, b"grant_type=password&client_id=a&client_secret=b", "unsupported_grant_type"),
        (FORM, b"grant_type=client_credentials&client_id=%00&client_secret=b", "invalid_client"),
        (FORM, b"grant_type=client_credentials&client_id=a.b.c&client_secret=b&scope=%00", "invalid_scope"),
        (FORM, b"grant_type=client_credentials&client_id=a&client_secret=" + b"b" * 129, "invalid_client"),
    ],
)
def test_a_wrong_request_for_a_token_is_an_error_of_the_rfc(
    portal: GatewayClient, content_type: str, content: bytes, error: str
) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    for path in ("/oauth/token", "/oauth/revoke", "/oauth/introspect"):
        answer = portal.send("POST", path, content=content, headers=headers)
        assert answer.status_code in (400, 401), answer.text
        assert answer.headers["cache-control"] == "no-store"
        assert set(answer.json()) == {"error", "error_description"}
        assert path != "/oauth/token" or answer.json()["error"] == error


def test_an_operator_makes_one_and_takes_its_secret_back(system: System, metadata: Json) -> None:
    def operate(*arguments: str) -> str:
        done = CliRunner().invoke(machines, arguments, env=operator_environment(system.layout))
        assert done.exit_code == 0, done.output
        return str(done.output)

    options = [
        "--name",
        "Kho dữ liệu",
        "--agency",
        AGENCY,
        "--scope",
        "sync.read",
        "--network",
        "127.0.0.0/8",
    ]
    printed = operate("create", *options)
    shown = dict(line.split(": ") for line in printed.splitlines() if ": " in line)
    library = Library(metadata, shown)
    assert library.log_in()["scope"] == "sync.read"
    listed = operate("list", "--agency", AGENCY)
    assert "network 127.0.0.0/8" in listed and "last used" in listed
    secret = re.findall(r"secret (\S+) is good until", printed)[0]
    assert "revoked" in operate("revoke", shown["client_id"], secret)
    with pytest.raises(OAuthError, match="invalid_client"):
        library.log_in()
    assert "client_secret: motcua_" in operate("rotate", shown["client_id"])
    assert "disabled since" in operate("disable", shown["client_id"])
    assert "disabled since" not in operate("enable", shown["client_id"])


@pytest.mark.deep
def test_a_ministry_syncs_as_a_machine_client_until_its_agency_ends(administrator: User) -> None:
    ministry = MinistrySystem.machine_client(administrator, "sync.write", "sync.read")
    agency = {"code": f"000.00.00.{ministry.root}", "name": "Bộ thử", "level": "ministry"}
    administrator.post("/v1/agencies", {"agencies": [agency]})
    items = [dossier(ministry.code(number)) for number in range(1, 41)]
    items[7]["MaHoSo"] = "HS-7"
    answer = ministry.send("DongBoHoSoMC", *items)
    assert [row["error_code"] for row in answer["result"]].count(0) == 39
    code = ministry.code(1)
    assert (
        ministry.send("CapNhatTienDoHoSoMC", progress(code, 4, 30), progress(code, 9, 10))["error_code"] == 0
    )
    found = ministry.synced(code)
    assert (found["status_number"], [line["status_number"] for line in found["progress"]]) == (9, [4, 9])
    assert [row["code"] for row in ministry.get("/v1/sync/refused")["items"]] == ["HS-7"]
    assert ministry.anomalies()["BAD_CODE"] == 1
    victim = MinistrySystem.machine_client(administrator, "sync.read")
    foreign = ministry.send("DongBoHoSoMC", dossier(victim.code()))
    assert foreign["result"][0]["anomalies"] == ["FOREIGN_AGENCY"]
    assert victim.send("DongBoHoSoMC", dossier(victim.code()))["error_code"] == -3, "it may read alone"

    yesterday = (minutes_ago(0) + timedelta(hours=7) - timedelta(days=1)).date()
    administrator.post("/v1/agencies", {"agencies": [{**agency, "valid_to": yesterday.isoformat()}]})
    wait_until(
        lambda: ministry.send("DongBoHoSoMC", dossier(ministry.code(1)))["error_code"] == -3,
        SECONDS,
        "the token of an agency that has ended is void",
    )
    client = administrator.get(f"/v1/machine-clients/{ministry.login}")
    assert client["disabled_at"] is not None
    assert victim.get("/v1/sync/dossiers")["items"] == []
