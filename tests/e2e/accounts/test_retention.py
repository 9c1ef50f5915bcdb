"""Retention from outside: a schedule is drafted, tried and enacted, a hold keeps, two persons destroy, minutes say so."""

from __future__ import annotations

import io
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from tests.support.portal.problems import assert_problem

from devstack.system import System
from devstack.waiting import wait_until
from devstack.walk import people
from devstack.walk.gateway_client import GatewayClient, Json, User

pytestmark = pytest.mark.deep
SECONDS = 60.0
NAMES = {
    "dossiers": ("ended", "anonymise"),
    "bills": ("opened", "destroy"),
    "messages": ("created", "destroy"),
    "uploads": ("created", "destroy"),
    "synced_dossiers": ("last_event", "destroy"),
    "data_requests": ("ended", "destroy"),
}


def in_state(administrator: User, run: Json, state: str) -> Json:
    def reached() -> Json | None:
        found = administrator.get(f"/v1/retention-runs/{run['run_id']}")
        return found if found["state"] == state else None

    return wait_until(reached, SECONDS, f"the run to be {state}")


def test_a_schedule_is_tried_enacted_and_carried_out_by_two_persons(
    administrator: User, system: System, portal: GatewayClient, tmp_path: Path
) -> None:
    login, password = f"admin.{secrets.token_hex(5)}", people.new_password()
    file = tmp_path / "password"
    file.write_text(password)
    system.operate("admin", "create", "--login", login, "--name", "Lê Bình", "--password-file", str(file))
    other = portal.log_in(login, password)
    rules = [
        {"kind": kind, "legal_basis": "Quyết định 12/QĐ-UBND", "months": 1200, "moment": moment, "then": then}
        for kind, (moment, then) in NAMES.items()
    ]
    title = f"Bảng thời hạn {secrets.token_hex(3)}"
    content = {"title": title, "rules": rules}
    schedule = administrator.post("/v1/retention-schedules", {"content": content})
    path = f"/v1/retention-schedules/{schedule['schedule_id']}"
    body = {"organisation": "Ủy ban nhân dân tỉnh", "trial": True, "schedule_id": schedule["schedule_id"]}
    trial = in_state(administrator, administrator.post("/v1/retention-runs", body), "surveyed")
    assert [(each["kind"], each["done"]) for each in trial["items"]] == [(kind, True) for kind in NAMES]
    counted = system.operate("retention", "plan", "--schedule", schedule["schedule_id"])
    assert "surveyed" in counted
    assert "messages\tnotifications\tdestroy" in counted
    today = (datetime.now(UTC) + timedelta(hours=7)).date().isoformat()
    administrator.post(f"{path}/enactment", {"effective_from": today, "decision": "12/QĐ-UBND"}, version=1)
    hold = {"dossier": "000.00.16.H05-200731-0001", "authority": "Tòa án", "reason": "Vụ án."}
    held = administrator.post("/v1/retention-holds", hold)
    administrator.post(f"/v1/retention-holds/{held['hold_id']}/lifting", {"reason": "Đã xong."}, version=1)
    proposed = administrator.post("/v1/retention-runs", {"organisation": "Ủy ban nhân dân tỉnh"})
    proposed = in_state(administrator, proposed, "proposed")
    approval = f"/v1/retention-runs/{proposed['run_id']}/approval"
    own = administrator.send("POST", approval, version=proposed["version"], key=secrets.token_hex(8))
    assert_problem(own, 403, "same_person")
    other.post(approval, version=proposed["version"])
    done = in_state(other, proposed, "done")
    assert all(each["done"] for each in done["items"])
    pdf = administrator.download(done["minutes"]["file_id"])
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        text = document[0].get_textpage().get_text_range()
    assert "BIÊN BẢN TIÊU HỦY" in text
    assert title in text
    verified = administrator.portal.get(f"/v1/verify/{done['minutes']['verification_code']}")
    assert verified["title"] == "Biên bản tiêu hủy dữ liệu"
    assert f"{done['run_id']}\tdone" in system.operate("retention", "runs")
    assert title in system.operate("retention", "schedules")
