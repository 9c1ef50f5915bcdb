"""Paying through the gateway: what VNPAY tells, told rightly, wrongly, twice or late."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.support.portal.dossier_case import DossierCase
from tests.support.portal.problems import assert_no_internals, assert_problem

from chassis.core.clock import utcnow
from contracts.time import local_day
from devstack.system import System
from devstack.waiting import wait_until
from devstack.walk import payment_page, people
from devstack.walk.gateway_client import GatewayClient, Json, User
from simulators.vnpay.signatures import VnpaySigner


class Vnpay:
    """Calls the IPN address as VNPAY's server does."""

    def __init__(self, system: System, portal: GatewayClient) -> None:
        self._signer = VnpaySigner(system.secret("vnpay_hash_secret"))
        self._tmn_code = system.secret("vnpay_tmn_code")
        self._portal = portal

    def says(self, order: Json, **changes: str) -> dict[str, str]:
        """That the order was paid, signed, but for the changes."""
        answer = {
            "vnp_Amount": str(order["amount"] * 100),
            "vnp_BankCode": "NCB",
            "vnp_OrderInfo": "le phi",
            "vnp_PayDate": "20261121094500",
            "vnp_ResponseCode": "00",
            "vnp_TmnCode": self._tmn_code,
            "vnp_TransactionNo": "14000001",
            "vnp_TransactionStatus": "00",
            "vnp_TxnRef": order["txn_ref"],
            **changes,
        }
        return self._signer.signed_query(answer)

    def call(self, reply: dict[str, str]) -> str:
        """The RspCode of the answer."""
        answer = self._portal.send("GET", "/v1/payments/vnpay/ipn", params=reply)
        assert answer.status_code == 200
        assert_no_internals(answer.text)
        return str(answer.json()["RspCode"])


@pytest.fixture
def vnpay(system: System, portal: GatewayClient) -> Vnpay:
    return Vnpay(system, portal)


@pytest.fixture
def dossier_id(case: DossierCase) -> str:
    """Of a dossier that waits for its fee."""
    return str(case.accepted()["dossier_id"])


def assert_waits(case: DossierCase, dossier_id: str) -> None:
    assert case.bill(dossier_id)["state"] == "open"
    assert case.citizen.dossier(dossier_id)["status"] == "payment_due"


@pytest.mark.parametrize("choice", [payment_page.CANCEL, payment_page.NO_FUNDS])
def test_failed_payment_may_be_tried_again(case: DossierCase, dossier_id: str, choice: str) -> None:
    payment_page.pay(case.order(dossier_id)["payment_url"], choice)
    wait_until(lambda: "payments.payment_failed" in case.message_templates(), what="the message")
    assert_waits(case, dossier_id)
    payment_page.pay(case.order(dossier_id)["payment_url"])
    assert case.wait_for(dossier_id, "accepted")["fee"]["paid_at"]


def test_the_quote_before_filing_is_what_the_bill_asks_for(
    case: DossierCase, dossier_id: str, portal: GatewayClient
) -> None:
    bill, dossier = case.bill(dossier_id), case.citizen.dossier(dossier_id)
    body = {name: dossier[name] for name in ("procedure_code", "agency_code", "channel")}
    counted = {name: value for name, value in dossier["form_data"].items() if isinstance(value, int)}
    quoted = portal.send("POST", "/v1/fee-quotes", json={**body, "quantities": counted}).json()
    due = [(fee["code"], fee["legal_kind"], fee["amount"]) for fee in quoted["fees"] if fee["amount"]]
    assert due == [(item["code"], item["legal_kind"], item["amount"]) for item in bill["items"]]
    assert (quoted["total"], quoted["complete"]) == (bill["amount"], True)
    assert [fee["reduction"] for fee in quoted["fees"] if fee["reduction"]] == bill["reductions"]
    assert {"name": "vnpay", "title": "VNPAY"} in quoted["providers"]


def test_order_is_settled_by_its_own_payment(case: DossierCase, dossier_id: str) -> None:
    failed = case.order(dossier_id)
    assert case.order(dossier_id) == failed, "the live order is handed out again"
    payment_page.pay(failed["payment_url"], payment_page.CANCEL)
    paid = case.order(dossier_id)
    payment_page.pay(paid["payment_url"])
    states = [case.citizen.get(f"/v1/orders/{order['order_id']}")["state"] for order in (failed, paid)]
    assert states == ["failed", "paid"]
    listed = list(case.citizen.pages(f"/v1/bills/{failed['bill_id']}/orders"))
    assert [order["order_id"] for order in listed] == [paid["order_id"], failed["order_id"]]


def test_suspected_money_is_not_called_unpaid(case: DossierCase, dossier_id: str) -> None:
    order = case.order(dossier_id)
    page = payment_page.pay(order["payment_url"], payment_page.SUSPECTED).text
    assert "đừng nộp lại" in page
    assert "không thành công" not in page
    held = case.citizen.get(f"/v1/orders/{order['order_id']}")
    assert (held["state"], held["verdict"], held["payment_url"]) == ("created", "held", None)
    assert "nghi ngờ" in held["provider_message"]
    assert case.order(dossier_id)["order_id"] == order["order_id"]
    assert_waits(case, dossier_id)


def test_a_refusal_is_shown_in_words(case: DossierCase, dossier_id: str) -> None:
    order = case.order(dossier_id)
    page = payment_page.pay(order["payment_url"], payment_page.NO_FUNDS).text
    failed = case.citizen.get(f"/v1/orders/{order['order_id']}")
    assert failed["provider_message"] == "Tài khoản không đủ số dư"
    assert failed["provider_message"] in page


def test_call_that_comes_twice_counts_once(case: DossierCase, dossier_id: str) -> None:
    payment_page.pay(case.order(dossier_id)["payment_url"], ipn="twice")
    case.wait_for(dossier_id, "accepted")
    assert case.bill(dossier_id)["state"] == "paid"
    assert case.history(dossier_id).count("dossiers.fee_paid") == 1


def test_calls_at_once_are_confirmed_once(case: DossierCase, dossier_id: str, vnpay: Vnpay) -> None:
    answer = vnpay.says(case.order(dossier_id))
    with ThreadPoolExecutor(4) as threads:
        answers = Counter(threads.map(vnpay.call, [answer] * 4))
    assert answers == {"00": 1, "02": 3}


def test_second_order_paid_for_the_same_bill_does_not_pay_it_twice(
    case: DossierCase, dossier_id: str, vnpay: Vnpay
) -> None:
    first = case.order(dossier_id)
    assert vnpay.call(vnpay.says(first, vnp_ResponseCode="24", vnp_TransactionStatus="02")) == "00"
    second = case.order(dossier_id)
    assert [vnpay.call(vnpay.says(order)) for order in (first, second)] == ["00", "00"]
    case.wait_for(dossier_id, "accepted")
    wait_until(lambda: "payments.bill_paid" in case.message_templates(), what="the message")
    assert case.history(dossier_id).count("dossiers.fee_paid") == 1
    assert case.message_templates().count("payments.bill_paid") == 1
    surplus = case.citizen.get(f"/v1/orders/{second['order_id']}")
    assert (surplus["surplus"], surplus["refund_due"]) == (True, second["amount"])
    assert case.bill(dossier_id)["refund_due"] == second["amount"]
    wait_until(lambda: "payments.duplicate_payment" in case.message_templates(), what="the payer is told")
    (problem,) = wait_until(
        lambda: list(case.desk.pages("/v1/desk/problems", dossier_id=dossier_id)), what="the office's list"
    )
    assert (problem["kind"], problem["amount"]) == ("surplus_payment", second["amount"])
    assert_problem(case.citizen.send("GET", "/v1/desk/problems"), 403, "forbidden")
    close = f"/v1/desk/problems/{problem['problem_id']}/close"
    note = {"note": "Đã hoàn trả cho người nộp."}
    assert_problem(case.desk.send("POST", close, json=note, key="close"), 403, "forbidden")
    assert case.office.post(close, note)["closed_by"] == case.office.account_id
    assert list(case.desk.pages("/v1/desk/problems", dossier_id=dossier_id, open=True)) == []


def test_wrong_signature_changes_nothing(case: DossierCase, dossier_id: str, vnpay: Vnpay) -> None:
    answer = vnpay.says(case.order(dossier_id)) | {"vnp_SecureHash": "0" * 128}
    assert vnpay.call(answer) == "97"
    assert_waits(case, dossier_id)


def test_changed_field_spoils_the_signature(case: DossierCase, dossier_id: str, vnpay: Vnpay) -> None:
    answer = vnpay.says(case.order(dossier_id), vnp_ResponseCode="24") | {"vnp_ResponseCode": "00"}
    assert vnpay.call(answer) == "97"
    assert_waits(case, dossier_id)


def test_wrong_amount_changes_nothing(case: DossierCase, dossier_id: str, vnpay: Vnpay) -> None:
    assert vnpay.call(vnpay.says(case.order(dossier_id), vnp_Amount="100")) == "04"
    assert_waits(case, dossier_id)


def test_unknown_order_changes_nothing(case: DossierCase, dossier_id: str, vnpay: Vnpay) -> None:
    assert vnpay.call(vnpay.says(case.order(dossier_id), vnp_TxnRef="nobodysorder")) == "01"
    assert_waits(case, dossier_id)


@pytest.mark.parametrize("answer", [{}, {"vnp_TxnRef": "x" * 2000}, {f"vnp_{n}": "x" for n in range(60)}])
def test_nonsense_is_not_confirmed(vnpay: Vnpay, answer: dict[str, str]) -> None:
    assert vnpay.call(answer) in ("97", "99")


def test_coming_back_settles_nothing(
    case: DossierCase, dossier_id: str, portal: GatewayClient, vnpay: Vnpay
) -> None:
    page = portal.send("GET", "/v1/payments/vnpay/return", params=vnpay.says(case.order(dossier_id)))
    assert page.status_code == 200
    assert_waits(case, dossier_id)


def test_return_page_shows_no_markup_of_a_stranger(portal: GatewayClient) -> None:
    script = "<script>alert(1)</script>"
    page = portal.send(
        "GET", "/v1/payments/vnpay/return", params={"vnp_TxnRef": script, "vnp_Locale": script}
    )
    assert page.status_code == 200
    assert script not in page.text


def test_paid_bill_takes_no_further_order(case: DossierCase) -> None:
    dossier_id = case.paid()["dossier_id"]
    path = f"/v1/bills/{case.bill(dossier_id)['bill_id']}/orders"
    assert_problem(case.citizen.send("POST", path, json={}, key="more"), 409, "bill_not_payable")


def test_officer_cannot_pay_for_the_citizen(case: DossierCase, dossier_id: str) -> None:
    path = f"/v1/bills/{case.bill(dossier_id)['bill_id']}/orders"
    assert_problem(case.desk.send("POST", path, json={}, key=f"pay-{dossier_id}"), 403, "forbidden")


@pytest.mark.deep
def test_a_payment_is_receipted_with_signed_files(
    case: DossierCase, dossier_id: str, administrator: User, portal: GatewayClient
) -> None:
    registration = {
        "agency_code": people.AGENCY,
        "name": "Công an phường mẫu số 5",
        "tax_code": "0101243150",
        "tax_office_code": "1054259",
        "treasury_code": "1611",
        "series": [
            {"kind": "phi", "form_sign": "01BLP0-001", "series_sign": "BP-26E"},
            {"kind": "le_phi", "form_sign": "02BLP0-001", "series_sign": "BL-26E"},
        ],
        "valid_from": local_day(utcnow()).isoformat(),
    }
    administrator.post("/v1/collectors", registration)
    payment_page.pay(case.order(dossier_id)["payment_url"])
    case.wait_for(dossier_id, "accepted")
    path = f"/v1/receipts?dossier_id={dossier_id}"
    (receipt,) = case.citizen.get(path)["items"]
    assert receipt["amount"] == case.bill(dossier_id)["amount"]

    def documented() -> Json | None:
        (found,) = case.citizen.get(path)["items"]
        return found if found["xml"] else None

    made = wait_until(documented, 30, "the signed files")
    assert case.citizen.download(made["pdf"]["file_id"]).startswith(b"%PDF-")
    xml = case.citizen.download(made["xml"]["file_id"]).decode()
    assert f"<STBChu>{receipt['amount_in_words']}</STBChu>" in xml
    for each in (made["pdf"], made["xml"]):
        verified = portal.send("GET", f"/v1/verify/{each['verification_code']}").json()
        assert (verified["signature"]["valid"], verified["status"]) == (True, "valid")
