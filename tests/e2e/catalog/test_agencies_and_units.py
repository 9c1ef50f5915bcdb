"""Agencies, calendars, units and competence through the gateway."""

from __future__ import annotations

import time

import pytest
from tests.support.portal.problems import assert_problem

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.context import Context
from chassis.core.ids import new_id
from contracts import catalog
from contracts.base import Actor, ActorKind
from contracts.catalog import Agency
from devstack.system import System
from devstack.walk.gateway_client import GatewayClient, Json, User

MORNING: Json = {"start": "07:30", "end": "11:30"}
AFTERNOON: Json = {"start": "13:00", "end": "17:00"}
CODE, UNIT = "H26.77", "99977"
WEEK: Json = {
    "calendar_id": CODE,
    "shifts": [MORNING, AFTERNOON],
    "weekdays": [{"weekday": 5, "shifts": [MORNING]}],
}
CALENDAR = f"/v1/agencies/{CODE}/calendar"


@pytest.fixture(scope="module")
def agency(administrator: User) -> Json:
    """A new one under Hà Nội, competent for driving licences in a ward of its own."""
    made = {
        "code": CODE, "other_codes": ["000.00.77.H26"], "name": "Ủy ban nhân dân phường mẫu số 77",
        "level": "commune", "parent_code": "H26", "unit_code": UNIT,
    }  # fmt: skip
    rule = {
        "competence_id": f"e2e:{UNIT}",
        "agency_code": CODE,
        "procedure_code": "3.000347",
        "unit_code": UNIT,
    }
    assert administrator.post("/v1/agencies", {"agencies": [made]})["loaded"] == 1
    assert administrator.post("/v1/competences", {"competences": [rule]})["loaded"] == 1
    return made


def test_an_agency_is_found_by_its_parent_its_words_and_any_of_its_codes(
    portal: GatewayClient, agency: Json
) -> None:
    under = portal.get("/v1/agencies", parent_code="H26", q="mau so 77")
    assert [found["code"] for found in under["items"]] == [CODE]
    assert portal.get("/v1/agencies/000.00.77.H26")["name"] == agency["name"]


def test_who_is_competent_is_told_with_the_reason(portal: GatewayClient, agency: Json) -> None:
    found = portal.get("/v1/procedures/3.000347/competent", unit=UNIT, on="2026-11-21")
    assert (found["why"], [office["code"] for office in found["agencies"]]) == ("commune", [CODE])
    assert portal.get("/v1/procedures/3.000347/competent", unit="79")["why"] == "none"


def test_change_that_did_not_come_by_this_gateway_is_read_within_a_second(
    system: System, portal: GatewayClient, agency: Json
) -> None:
    """The answer stands in the gateway's memory; the command goes to the catalogue past it."""
    assert portal.get(f"/v1/agencies/{CODE}") == portal.get(f"/v1/agencies/{CODE}")
    renamed = Agency.model_validate(
        {**agency, "name": "Ủy ban nhân dân phường mẫu số 77 mới"}, extra="ignore"
    )
    with BlockingRpcClient(system.secret("amqp_uri_cli"), name="cli") as caller:
        operator = Context.new(actor=Actor(kind=ActorKind.OPERATOR, name="cli"), timeout_s=10)
        request = catalog.SaveAgencies(command_id=new_id(), agencies=(renamed,))
        caller.call(catalog.save_agencies, request, operator, 10)
    saved_at = time.monotonic()
    while portal.get(f"/v1/agencies/{CODE}")["name"] != renamed.name:
        assert time.monotonic() - saved_at < 2, "a second, and the time of a request on a busy machine"


def test_an_agency_gets_a_week_and_days_of_its_own(
    administrator: User, portal: GatewayClient, agency: Json
) -> None:
    national = portal.request("GET", CALENDAR)
    own = administrator.request(
        "POST", CALENDAR, json=WEEK, key="week-1", headers={"If-Match": national.headers["etag"]}
    )
    assert own.headers["etag"] == portal.request("GET", CALENDAR).headers["etag"] == f'W/"{CODE}-1"'
    decision = {
        "calendar_id": CODE, "decision_number": "77/QĐ", "decided_on": "2026-11-02", "closed_days": ["2026-12-04"],
    }  # fmt: skip
    decided = administrator.post("/v1/calendar-decisions", decision)
    assert (decided["version"], "2026-12-04" in decided["closed_days"]) == (2, True)
    stale = administrator.send("POST", CALENDAR, json=WEEK, key="week-2", headers={"If-Match": f'"{CODE}-1"'})
    assert_problem(stale, 412, "version_stale")
    held = portal.send("GET", CALENDAR, headers={"If-None-Match": f'"{CODE}-2"'})
    assert held.status_code == 304


def test_a_calendar_without_work_is_refused_by_name(administrator: User, agency: Json) -> None:
    never = [{"weekday": weekday, "shifts": []} for weekday in range(7)]
    week = {**WEEK, "calendar_id": "never", "weekdays": never}
    answer = administrator.send("POST", CALENDAR, json=week, key="never", headers={"If-Match": '"vn-1"'})
    problem = assert_problem(answer, 422, "invalid_request")
    assert [(fault["pointer"], fault["code"]) for fault in problem["errors"]] == [
        ("/shifts", "no_working_day")
    ]


def test_units_are_those_of_the_day(portal: GatewayClient) -> None:
    assert portal.get("/v1/units/01")["kind"] == "province"
    assert len(portal.get("/v1/units", kind="province", on="2025-07-01", limit=100)["items"]) == 34
    assert_problem(portal.send("GET", "/v1/units/01?on=2025-06-30"), 404, "not_found")
    trace = portal.get("/v1/units/01/successors", on="2025-07-01")
    assert [unit["code"] for unit in trace["became"]] == ["01"]


def test_officers_write_none_of_it(desk: User, agency: Json) -> None:
    refused = desk.send("POST", "/v1/agencies", json={"agencies": [agency]}, key="mine")
    assert_problem(refused, 403, "forbidden")
