"""An outage over HTTP: recorded and ended by an administrator, carried through by the timer of the service."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.support.portal.dossier_case import DossierCase
from tests.support.portal.problems import assert_problem

from chassis.core.clock import utcnow
from devstack.waiting import wait_until
from devstack.walk.gateway_client import Json, User

pytestmark = pytest.mark.deep


def test_an_administrator_records_an_outage_and_reads_what_it_did(
    case: DossierCase, administrator: User
) -> None:
    dossier = case.processing()
    now = utcnow()
    body = {
        "kind": "fault",
        "system_name": "Hệ thống thông tin hộ tịch",
        "description": "Mất kết nối.",
        "agency_codes": [dossier["agency_code"]],
        "started_at": (now - timedelta(hours=3)).isoformat(),
    }
    denied = case.office.send("POST", "/v1/outages", json=body, key="outage")
    assert_problem(denied, 403, "forbidden")
    outage = administrator.post("/v1/outages", body)
    path = f"/v1/outages/{outage['outage_id']}"
    assert (outage["effect"], outage["moved"]) == ("lasts", 0)
    announced = {"announced_at": (now - timedelta(hours=2)).isoformat(), "place": "Cổng dịch vụ công"}
    ended = administrator.post(
        f"{path}/end", {"ended_at": (now - timedelta(hours=1)).isoformat(), "announcement": announced}
    )
    assert ended["effect"] == "moves"

    def finished() -> Json | None:
        found: Json = administrator.get(path)
        return found if found["finished_at"] else None

    done = wait_until(finished, what="the outage is carried through the dossiers")
    assert (done["examined"] >= 1, done["moved"]) == (True, 0)
    after = case.office.dossier(dossier["dossier_id"])
    assert after["due_at"] == dossier["due_at"], "of no interlinked group"
    silent = administrator.post("/v1/outages", {**body, "ended_at": (now - timedelta(hours=1)).isoformat()})
    assert (silent["effect"], silent["finished_at"]) == ("not_announced", None)
    assert administrator.get("/v1/outages", limit=1)["items"][0]["outage_id"] == silent["outage_id"]
