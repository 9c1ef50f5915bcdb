"""A ministry records a business condition, simplifies it, and the totals tell what that saves."""

from __future__ import annotations

import pytest
from tests.support.portal.problems import assert_problem

from devstack.walk import people
from devstack.walk.gateway_client import GatewayClient, Json, User

COST = {"hours": 16, "hourly_income": 60_000, "fees": 200_000, "subjects": 2_500}
CONTENT = {
    "text": "Có kho chứa hàng rộng ít nhất 100 m²",
    "sector": "Kinh doanh mẫu",
    "ministry_code": "G15",
    "legal_basis": "Nghị định mẫu, điều 7",
    "procedure_codes": ["1.001193"],
    "cost_before": COST,
}
SIMPLIFIED = {
    "status": "simplified",
    "decision": "163/QĐ-TTg",
    "decided_on": "2026-08-03",
    "simplified_text": "Có kho chứa hàng",
    "cost_after": {**COST, "hours": 4},
}


@pytest.fixture(scope="module")
def keeper(administrator: User) -> User:
    return people.officer(administrator, "Hồ Thị Kim", ["catalogue"], agency="G15")


def totals(portal: GatewayClient) -> Json:
    published = portal.get("/v1/condition-totals")["ministries"]
    return next((one for one in published if one["ministry_code"] == "G15"), {})


def test_a_condition_from_its_record_to_the_totals(keeper: User, portal: GatewayClient) -> None:
    before = totals(portal).get("yearly_cost_after", 0)
    made = keeper.post("/v1/conditions", {"content": CONTENT})
    place = f"/v1/conditions/{made['condition_id']}"
    assert totals(portal)["yearly_cost_after"] - before == 2_900_000_000
    decided = keeper.post(f"{place}/decide", SIMPLIFIED, version=1)
    assert totals(portal)["yearly_cost_after"] - before == decided["yearly_cost_after"] == 1_100_000_000
    changed = keeper.request(
        "PUT", place, version=2, json={"content": {**CONTENT, "text": "Có kho chứa hàng riêng"}}
    )
    assert changed.headers["etag"] == '"3"'
    read = portal.get(place)
    assert (read["version"], read["text"], read["status"]) == (3, "Có kho chứa hàng riêng", "simplified")
    listed = portal.get("/v1/conditions", procedure_code="1.001193", status="simplified")["items"]
    assert read in listed


def test_others_may_read_and_not_decide(keeper: User, other_agency: User, portal: GatewayClient) -> None:
    made = keeper.post("/v1/conditions", {"content": CONTENT})
    place = f"/v1/conditions/{made['condition_id']}"
    assert portal.get(place) == made
    refused = other_agency.send(
        "POST", f"{place}/decide", key="k-not-mine", version=1, json={"status": "cut", **_by_decision()}
    )
    assert_problem(refused, 403, "forbidden")
    stale = keeper.send(
        "POST", f"{place}/decide", key="k-stale", version=7, json={"status": "cut", **_by_decision()}
    )
    assert_problem(stale, 412, "version_stale")


def _by_decision() -> Json:
    return {"decision": "163/QĐ-TTg", "decided_on": "2026-08-03"}
