"""Paying by MoMo, ZaloPay and by transfer through the gateway."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from tests.support.portal.dossier_case import DossierCase

from devstack.system import System
from devstack.walk.gateway_client import GatewayClient, Json, User


@pytest.fixture
def dossier_id(case: DossierCase) -> str:
    """Of a dossier that waits for its fee."""
    return str(case.accepted()["dossier_id"])


def order_at(case: DossierCase, dossier_id: str, provider: str) -> Json:
    bill = case.bill(dossier_id)
    return case.citizen.post(f"/v1/bills/{bill['bill_id']}/orders", {"provider": provider})


@pytest.mark.parametrize("provider", ["momo", "zalopay"])
def test_a_wallet_is_paid_and_the_dossier_goes_on(case: DossierCase, dossier_id: str, provider: str) -> None:
    order = order_at(case, dossier_id, provider)
    key = order["txn_ref"] if provider == "momo" else order["payment_url"].rpartition("order=")[2]
    back = httpx.post(order["payment_url"], data={"order": key, "choice": "success"}, timeout=20)
    page = httpx.get(back.headers["location"], timeout=20)
    assert page.status_code == 200
    assert "Đã nộp tiền" in page.text
    assert case.wait_for(dossier_id, "accepted")["fee"]["paid_at"]


def test_a_transfer_is_made_from_what_anybody_may_read(
    system: System, portal: GatewayClient, case: DossierCase, dossier_id: str
) -> None:
    order = order_at(case, dossier_id, "vietqr")
    address = f"/v1/payments/transfers/{order['txn_ref']}"
    how = portal.get(address)
    assert (how["amount"], how["payable"]) == (order["amount"], True)
    page = portal.send("GET", f"{address}/page")
    assert order["payment_url"].endswith(f"{address}/page")
    assert (page.status_code, how["payment_code"] in page.text, "<svg" in page.text) == (200, True, True)
    assert portal.send("GET", f"{address}/qr.svg").text.startswith("<svg xmlns=")
    assert portal.send("GET", f"{address}/qr.png").content.startswith(b"\x89PNG")
    transfer = {"text": how["payment_code"], "amount": how["amount"], "writing": "around", "fault": "twice"}
    answer = _transfer(system, transfer)
    assert answer["answers"] == [200, 200]
    assert case.wait_for(dossier_id, "accepted")["fee"]["paid_at"]
    assert not portal.get(address)["payable"]


def test_what_nobody_recognises_is_assigned_by_an_administrator(
    system: System, administrator: User, case: DossierCase, dossier_id: str
) -> None:
    bill = case.bill(dossier_id)
    number = _transfer(system, {"text": "nop le phi", "amount": bill["amount"]})["id"]
    listed = administrator.get("/v1/bank-transfers?outcome=unknown")["items"]
    assert f"sepay:{number}" in [each["bank_transfer_id"] for each in listed]
    assigned = administrator.post(f"/v1/bank-transfers/sepay:{number}/assign", {"bill_id": bill["bill_id"]})
    assert assigned["outcome"] == "settled"
    assert case.wait_for(dossier_id, "accepted")["fee"]["paid_at"]


def _transfer(system: System, fields: dict[str, Any]) -> dict[str, Any]:
    answer = httpx.post(f"{system.wallets_url}/simulator/bank/transfers", json=fields, timeout=30)
    line: dict[str, Any] = answer.raise_for_status().json()
    return line
