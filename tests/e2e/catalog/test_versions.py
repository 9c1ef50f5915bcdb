"""A procedure from its draft to the public over HTTP, and what a running dossier keeps of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from tests.support.portal.problems import assert_problem

from devstack.waiting import wait_until
from devstack.walk import people
from devstack.walk.gateway_client import GatewayClient, Json, User

CODE = "1.990001"
VIET_NAM = timezone(timedelta(hours=7))


def content(name: str, days: int) -> Json:
    return {
        "code": CODE,
        "name": name,
        "promulgator": {"code": "G01", "name": "Bộ Công an"},
        "fileable": True,
        "source": "decision",
        "levels": ["commune"],
        "online_level": "full",
        "subjects": ["Công dân Việt Nam"],
        "sequence": ["Nộp tờ khai", "Nhận kết quả"],
        "agencies": ["Công an cấp xã"],
        "time_limits": [{"unit": "working_day", "quantity": days}],
        "components": [{"code": "TP01", "name": "Giấy mẫu", "required": False}],
        "results": [{"code": "KQ.G01.999999", "name": "Giấy mẫu"}],
        "form_schema": {
            "type": "object",
            "additionalProperties": False,
            "required": ["note"],
            "properties": {"note": {"type": "string", "title": "Nội dung", "maxLength": 100}},
        },
    }


@pytest.fixture(scope="module")
def keeper(administrator: User) -> User:
    """In charge of the procedures of the ministry."""
    return people.officer(administrator, "Hồ Thị Kim", ["catalogue"], agency="G01")


def made_public(keeper: User, expected: Json) -> Json:
    today = datetime.now(VIET_NAM).date().isoformat()
    version = keeper.post(f"/v1/procedures/{CODE}/versions", {"content": expected})
    decision = {"decision": {"number": "99/QĐ-MAU", "decided_on": today, "effective_from": today}}
    steps: Sequence[tuple[str, Any]] = (("propose", decision), ("publish", None), ("publicise", None))
    for step, body in steps:
        place = f"/v1/procedures/{CODE}/versions/{version['version']}/{step}"
        version = keeper.post(place, body, version=version["revision"])
    return version


def filed(citizen: User) -> Json:
    filing = {
        "procedure_code": CODE,
        "agency_code": people.AGENCY,
        "channel": "online",
        "form_data": {"note": "Mẫu"},
        "papers": [],
        "return_method": "online",
    }
    return citizen.post("/v1/dossiers", filing)


def test_a_running_dossier_keeps_the_version_it_was_filed_under(
    keeper: User, citizen: User, desk: User, portal: GatewayClient
) -> None:
    assert made_public(keeper, content("Thủ tục mẫu", 3))["state"] == "public"
    running = filed(citizen)
    assert made_public(keeper, content("Thủ tục mẫu, sửa đổi", 5))["version"] == 2

    accepted = desk.act(running["dossier_id"], "accept")
    assert (accepted["procedure_version"], accepted["procedure_name"]) == (1, "Thủ tục mẫu")
    wait_until(lambda: filed(citizen)["procedure_version"] == 2, 5, "a new dossier is under the new version")

    shown = portal.get(f"/v1/procedures/{CODE}")
    assert (shown["version"], shown["name"]) == (2, "Thủ tục mẫu, sửa đổi")
    versions = portal.get(f"/v1/procedures/{CODE}/versions")["items"]
    assert [(v["version"], v["state"]) for v in versions] == [(2, "public"), (1, "replaced")]
    differences = portal.get(f"/v1/procedures/{CODE}/comparison", before=1, after=2)["differences"]
    assert {"/name", "/time_limits/0/quantity"} <= {place["pointer"] for place in differences}


def test_a_draft_is_for_the_catalogue_and_not_for_the_public(
    keeper: User, citizen: User, portal: GatewayClient
) -> None:
    body = {"content": {**content("Dự thảo", 1), "code": "1.990002"}}
    place = "/v1/procedures/1.990002/versions"
    draft = f"{place}/{keeper.post(place, body)['version']}"
    assert keeper.get(draft)["state"] == "draft"
    assert_problem(portal.send("GET", draft), 404, "not_found")
    assert_problem(citizen.send("POST", place, json=body, key="c-1"), 403, "forbidden")
    early = keeper.send("POST", f"{draft}/publish", key="k-1", version=1, headers={"Accept-Language": "en"})
    assert "not in the state" in assert_problem(early, 409, "guard_failed")["detail"]
    assert_problem(keeper.send("PUT", draft, json=body, version=7), 412, "version_stale")
