"""Regimes and the terms of an agency through the gateway."""

from __future__ import annotations

from tests.support.portal.problems import assert_problem

from devstack.walk.gateway_client import GatewayClient, Json, User

AGENCY, DECREE = "H26.31.06", "nd-118-2025"
TERMS = f"/v1/agencies/{AGENCY}/regimes/{DECREE}/terms"
HALF_PAST_TWO: Json = {"decision_number": "12/QĐ-UBND", "late_reception_time": "14:30"}


def test_an_agency_fixes_its_late_time_in_minutes_and_sees_it(
    administrator: User, portal: GatewayClient, citizen: User
) -> None:
    regimes = portal.get(f"/v1/agencies/{AGENCY}/regimes")
    assert [regime["regime_id"] for regime in regimes["regimes"]] == [
        "nd-61-2018",
        DECREE,
        "nd-118-2025-309-2026",
    ]
    assert_problem(citizen.send("POST", TERMS, json=HALF_PAST_TWO, key="terms-0"), 403, "forbidden")
    first = administrator.request("POST", TERMS, json=HALF_PAST_TWO, key="terms-1")
    assert (first.json()["late_reception_time"], first.headers["etag"]) == ("14:30:00", '"1"')
    stale = administrator.send("POST", TERMS, json=HALF_PAST_TWO, key="terms-2")
    assert_problem(stale, 412, "version_stale")
    back = {"decision_number": "13/QĐ-UBND"}
    second = administrator.request("POST", TERMS, json=back, key="terms-3", headers={"If-Match": '"1"'})
    own = portal.get(f"/v1/agencies/{AGENCY}/regimes")["agency_terms"]
    assert own == [second.json()]
    assert (own[0]["version"], own[0]["late_reception_time"]) == (2, None)
