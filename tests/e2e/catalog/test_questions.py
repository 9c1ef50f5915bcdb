"""Questions of the catalogue and drafts of regimes through the gateway."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.support.catalog.national_rows import detail, method
from tests.support.portal.problems import assert_problem

from devstack.system import System
from devstack.waiting import wait_until
from devstack.walk.gateway_client import GatewayClient, User

pytestmark = pytest.mark.deep

CODE = "1.930001"
MOUNTAINS = "Không quá 08 ngày làm việc; miền núi không quá 18 ngày làm việc."
ANSWER: dict[str, Any] = {
    "answer": {"time_limit": {"unit": "working_day", "quantity": 18}},
    "note": "Khoản 3 Điều 12",
}


def limit(portal: GatewayClient) -> tuple[float, list[float]]:
    (only,) = portal.get(f"/v1/procedures/{CODE}")["time_limits"]
    return only["quantity"], [each["quantity"] for each in only["alternatives"]]


def test_a_number_beside_words_of_other_days_is_asked_and_answered_once(
    system: System, administrator: User, citizen: User, portal: GatewayClient, tmp_path: Path
) -> None:
    ways = [method("DIRECT", 8, description=MOUNTAINS)]
    row = detail(code=CODE, cases=[], executionCases=[], executionMethods=ways)
    (tmp_path / "details").mkdir()
    (tmp_path / "details" / f"{CODE}.json").write_text(json.dumps(row), encoding="utf-8")
    system.operate("catalogue", "import", str(tmp_path))
    assert limit(portal) == (8, [8, 18])
    listed = "/v1/catalogue-questions"
    assert_problem(citizen.send("GET", listed), 403, "forbidden")
    (question,) = administrator.get(listed, procedure_code=CODE, state="open")["items"]
    assert MOUNTAINS in question["words"][0]["text"]
    path = f"{listed}/{question['question_id']}"
    first = {"If-Match": '"1"'}
    wrong = {**ANSWER, "answer": {"fee": 10_000}}
    refused = administrator.send("POST", f"{path}/answer", json=wrong, key="q-0", headers=first)
    assert_problem(refused, 422, "invalid_request")
    done = administrator.request("POST", f"{path}/answer", json=ANSWER, key="q-1", headers=first)
    assert (done.json()["state"], done.json()["revision"]) == ("answered", 2)
    assert limit(portal) == (18, [])
    system.operate("catalogue", "import", str(tmp_path))
    assert administrator.get(path)["state"] == "answered"
    again = {"reason": "Sai căn cứ"}
    second = {"If-Match": '"2"'}
    opened = administrator.request("POST", f"{path}/reopen", json=again, key="q-2", headers=second)
    assert opened.json()["reopened"]["answer_before"]["time_limit"]["quantity"] == 18
    assert limit(portal) == (8, [8, 18])
    kinds = {each["kind"]: each for each in administrator.get("/v1/catalogue-question-counts")["kinds"]}
    assert kinds["time_words_differ"]["open"] >= 1


def test_a_draft_of_a_regime_is_tried_as_a_job_and_not_enacted_by_its_writer(
    administrator: User, desk: User
) -> None:
    in_force = administrator.get("/v1/agencies/H26.31.05/regimes")["regimes"][-1]
    regime = {
        **in_force,
        "regime_id": "mau-e2e",
        "amends": in_force["regime_id"],
        "late_reception_time": "14:30",
    }
    body = {"regime": regime, "note": "Quyết định mẫu"}
    assert_problem(desk.send("POST", "/v1/regime-drafts", json=body, key="r-0"), 403, "forbidden")
    made = administrator.request("POST", "/v1/regime-drafts", json=body, key="r-1").json()
    path = f"/v1/regime-drafts/{made['draft_id']}"
    period = {"agency_code": "H26.31.05", "from_day": "2026-01-01", "to_day": "2099-12-31"}
    started = administrator.request("POST", f"{path}/trials", json=period, key="r-2")
    trial = wait_until(
        lambda: (found := administrator.get(started.headers["location"]))["finished_at"] and found,
        what="the trial is finished",
    )
    assert (trial["result"]["tried"], trial["draft_revision"]) == (trial["dossiers"], 1)
    enact = {"effective_from": "2098-01-01", "decision_number": "12/QĐ-MẪU"}
    own = administrator.send("POST", f"{path}/enact", json=enact, key="r-3", headers={"If-Match": '"1"'})
    assert_problem(own, 409, "guard_failed")
    discarded = administrator.request(
        "POST", f"{path}/discard", json={"reason": "Thử"}, key="r-4", headers={"If-Match": '"1"'}
    )
    assert discarded.json()["state"] == "discarded"
