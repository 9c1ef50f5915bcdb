"""A9 over HTTP: an obligation that is assessed later is a bill with its own lines, and its payment ends the waiting."""

from __future__ import annotations

import pytest
from tests.support.portal.dossier_case import DossierCase
from tests.support.portal.problems import assert_problem

from devstack.waiting import wait_until
from devstack.walk import payment_page

pytestmark = pytest.mark.deep
LINES = [
    {"code": "PHI-TD", "name": "Phí thẩm định", "kind": "phi", "amount": 120000},
    {"code": "LPTB", "name": "Lệ phí trước bạ", "kind": "tax", "amount": 1500000},
]


def test_a9_an_assessed_obligation_is_paid_line_by_line_and_the_work_goes_on(case: DossierCase) -> None:
    dossier_id = case.processing()["dossier_id"]
    first = case.citizen.dossier(dossier_id)["fee"]["bill_id"]
    due = case.office.act(
        dossier_id, "impose-obligation", {"items": LINES, "legal_ground": "Thông báo số 12/TB-CCT"}
    )
    assert (due["status_number"], due["fee"]["amount"]) == (6, 1620000)

    def billed() -> str | None:
        bill = case.citizen.dossier(dossier_id)["fee"]["bill_id"]
        return bill if bill not in (None, first) else None

    bill_id = wait_until(billed, what="the second bill")
    bill = case.citizen.get(f"/v1/bills/{bill_id}")
    assert [(item["code"], item["legal_kind"], item["amount"]) for item in bill["items"]] == [
        ("PHI-TD", "phi", 120000),
        ("LPTB", "tax", 1500000),
    ]
    early = case.office.send(
        "POST", f"/v1/dossiers/{dossier_id}/complete-step", json={"step_code": "x"}, key="early",
        version=case.office.dossier(dossier_id)["version"],
    )  # fmt: skip
    assert_problem(early, 409, "illegal_transition")
    payment_page.pay(case.citizen.post(f"/v1/bills/{bill_id}/orders")["payment_url"])
    after = case.wait_for(dossier_id, "processing")
    assert (after["clock_stopped_since"], len(after["earlier_fees"])) == (None, 1)
