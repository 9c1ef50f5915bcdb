"""The simulated identity provider as a process, a browser that walks through it, and how accounts is set to know it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from tests.support.processes import HttpProcess

from accounts.clients.identity_providers import IdentityProviders
from accounts.domain.identity_providers import IdentityProvider
from contracts.accounts.eid import EidAuthorization

SECRETS = {"vneid": "bí mật/của + vneid", "npsp": "bi-mat-cua-npsp"}
RETURN_TO = "https://portal.example.vn/dang-nhap/ve"
TIMEOUT_S = 0.5


def provider_settings(url: str, return_url: str = RETURN_TO) -> list[dict[str, Any]]:
    """The value of MOTCUA_EID_PROVIDERS for the simulator at this address."""
    vneid = {
        "name": "vneid",
        "title": {"vi": "VNeID", "en": "VNeID"},
        "issuer": f"{url}/vneid",
        "client_id": "vneid",
        "acr_values": ["2", "1"],
        "levels": {"1": 1, "2": 2},
        "claims": {
            "kind": "account_type",
            "people": ["1"],
            "foreigners": ["4"],
            "organisations": {"2": "business", "3": "organisation"},
        },
        "return_urls": [return_url],
        "log_out_return_urls": ["https://portal.example.vn/"],
    }
    npsp = {
        "name": "npsp",
        "title": {"vi": "Cổng Dịch vụ công quốc gia", "en": "National public service portal"},
        "issuer": f"{url}/npsp",
        "client_id": "npsp",
        "client_authentication": "client_secret_post",
        "acr_values": ["LoA1"],
        "levels": {"1": 1, "2": 2},
        "claims": {
            "subject": "TechID",
            "personal_number": "SoDinhDanh",
            "full_name": "HoVaTen",
            "kind": "LoaiTaiKhoan",
            "people": ["1"],
            "organisations": {"2": "business"},
            "tax_code": "MaSoThue",
            "representative": "SoDinhDanhNguoiDaiDien",
        },
        "claims_from": "userinfo",
        "return_urls": [return_url],
    }
    return [vneid, npsp]


@dataclass(frozen=True)
class Holder:
    """A person of a test at the provider."""

    key: str
    subject: str
    personal_number: str
    full_name: str = "Lê Thị Thật"
    level: str = "2"
    tax_code: str = ""
    representative: str = ""
    foreign: bool = False

    def changed(self, **fields: Any) -> Holder:
        return replace(self, **fields)


def new_holder(number: str = "", **fields: Any) -> Holder:
    key = secrets.token_hex(6)
    number = number or "001" + "".join(secrets.choice("0123456789") for _ in range(9))
    return Holder(key, f"sub-{key}", number, **fields)


@dataclass(frozen=True)
class ProviderHarness:
    """The running simulator."""

    url: str

    @cached_property
    def http(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=10)

    def providers(self, **changes: Any) -> IdentityProviders:
        """As accounts makes them from its settings, knowing nothing yet; `changes` are of VNeID's."""
        vneid, npsp = provider_settings(self.url)
        configured = ({**vneid, **changes}, npsp)
        found = tuple(IdentityProvider.model_validate_json(json.dumps(each)) for each in configured)
        return IdentityProviders(found, SECRETS, TIMEOUT_S)

    def order(self, path: str, body: object = None, issuer: str = "vneid") -> dict[str, Any]:
        answer: dict[str, Any] = (
            self.http.post(f"/{issuer}/simulator/{path}", json=body).raise_for_status().json()
        )
        return answer

    def put(self, holder: Holder) -> Holder:
        self.order("holders", holder.__dict__)
        return holder

    def reads(self) -> dict[str, int]:
        found: dict[str, int] = self.http.get("/vneid/simulator/reads").json()
        return found

    def walk(self, started: EidAuthorization, holder: str = "") -> dict[str, str]:
        """The browser goes there; the person agrees, or not (no holder). What it comes back with, with the binding."""
        page = self.http.get(started.authorization_url)
        assert page.status_code == 200, page.text
        choice = {"holder": holder} if holder else {"refuse": "1"}
        consent = started.authorization_url.partition("?")[0].replace("authorize", "consent")
        back = self.http.post(consent, data={"request": page.headers["x-request"], **choice})
        assert back.status_code == 303
        query = parse_qs(urlsplit(back.headers["location"]).query)
        return {"binding": started.binding, **{name: values[0] for name, values in query.items()}}


@contextmanager
def run_provider(place: Path, back_channel_url: str = "") -> Iterator[ProviderHarness]:
    process = HttpProcess(
        "simulators.vneid",
        place / "vneid.log",
        eid_client_secrets=json.dumps(SECRETS),
        vneid_back_channel_url=back_channel_url,
    )
    with process:
        process.wait_ready()
        yield ProviderHarness(process.url)
