"""The desk of the one-stop shop through the gateway: hands, stand-ins, many at once, queues, counters, papers."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.support.portal.dossier_case import DossierCase
from tests.support.portal.problems import assert_problem

from devstack.walk import people
from devstack.walk.gateway_client import Json, User
from devstack.walk.pdf import pdf

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
UNIT = "Đội Cư trú"


@pytest.fixture(scope="module")
def clerk(administrator: User) -> User:
    return people.officer(administrator, "Hồ Thị Lan", ["reception", "processing"], unit=UNIT)


@pytest.fixture(scope="module")
def colleague(administrator: User) -> User:
    return people.officer(administrator, "Ngô Văn Minh", ["reception", "processing"], unit=UNIT)


@pytest.fixture(scope="module")
def head(administrator: User) -> User:
    return people.officer(administrator, "Bùi Thị Nga", ["manager"])


def refused(
    person: User, dossier: Json, action: str, status: int, code: str, body: Json | None = None
) -> Json:
    answer = person.send(
        "POST",
        f"/v1/dossiers/{dossier['dossier_id']}/{action}",
        json=body or {},
        key=uuid.uuid4().hex,
        version=dossier["version"],
    )
    return assert_problem(answer, status, code)


def listed(person: User, case: DossierCase, **expected: str | bool) -> list[str]:
    """Ids of the dossiers of this test's citizen that the filter finds, in their order."""
    own = {item["dossier_id"] for item in case.citizen.pages("/v1/dossiers")}
    found = person.pages("/v1/dossiers", limit=100, **expected)
    return [item["dossier_id"] for item in found if item["dossier_id"] in own]


def test_what_one_claims_another_does_not_touch(case: DossierCase, clerk: User, colleague: User) -> None:
    dossier_id = case.submitted()["dossier_id"]
    claimed = clerk.act(dossier_id, "claim")
    assert (claimed["officer_id"], claimed["unit"]) == (clerk.account_id, UNIT)
    refused(colleague, claimed, "accept", 403, "forbidden")
    assert "accept" not in colleague.dossier(dossier_id)["allowed_actions"]
    problem = refused(colleague, claimed, "claim", 409, "guard_failed")
    assert "đã có người xử lý" in problem["detail"]
    assert clerk.act(dossier_id, "accept")["code"]


def test_a_head_assigns_and_the_officer_hands_over(
    case: DossierCase, clerk: User, colleague: User, head: User, other_agency: User
) -> None:
    dossier_id = case.submitted()["dossier_id"]
    wrong = refused(
        head,
        case.citizen.dossier(dossier_id),
        "assign",
        422,
        "invalid_request",
        {"officer_id": other_agency.account_id},
    )
    assert [error["pointer"] for error in wrong["errors"]] == ["/officer_id"]
    assigned = head.act(dossier_id, "assign", {"officer_id": clerk.account_id})
    assert assigned["officer_id"] == clerk.account_id
    body = {"officer_id": colleague.account_id, "note": "Đúng địa bàn."}
    assert clerk.act(dossier_id, "hand-over", body)["officer_id"] == colleague.account_id
    sheet = colleague.get(f"/v1/desk/dossiers/{dossier_id}/control-sheet")
    assert [(row["what"], row["to_officer_id"]) for row in sheet["rows"]] == [
        ("assign", clerk.account_id),
        ("hand_over", colleague.account_id),
    ]


def test_while_one_is_away_the_stand_in_acts(case: DossierCase, clerk: User, colleague: User) -> None:
    dossier_id = case.submitted()["dossier_id"]
    clerk.act(dossier_id, "claim")
    now = datetime.now(UTC)
    body = {
        "to_officer_id": colleague.account_id,
        "from_at": (now - timedelta(minutes=1)).isoformat(),
        "to_at": (now + timedelta(days=1)).isoformat(),
    }
    delegation = clerk.post("/v1/desk/delegations", body)
    try:
        assert listed(colleague, case, mine=True) == [dossier_id]
        assert colleague.act(dossier_id, "accept")["code"]
    finally:
        clerk.post(f"/v1/desk/delegations/{delegation['delegation_id']}/end")
    (shown, *_) = colleague.get("/v1/desk/delegations")["items"]
    assert shown["ended_at"] is not None


def test_of_twenty_the_two_bad_ones_are_named(case: DossierCase, clerk: User, other_citizen: User) -> None:
    file_id = case.citizen.upload("cho-o.pdf", pdf("Giay to"))
    filed = [case.citizen.post("/v1/dossiers", people.submission(case.citizen, file_id)) for _ in range(19)]
    taken = case.citizen.act(filed[3]["dossier_id"], "withdraw", {"reason": "Nộp nhầm."})
    items = [{"dossier_id": one["dossier_id"], "expected_version": 1} for one in filed]
    items[3]["expected_version"] = taken["version"]
    items.insert(7, {"dossier_id": str(uuid.uuid4()), "expected_version": 1})
    body = {"action": "accept", "fields": {}, "items": items}
    key = uuid.uuid4().hex
    answered = clerk.send("POST", "/v1/desk/acts", json=body, key=key)
    results = answered.json()
    assert (results["done"], results["refused"]) == (18, 2), results
    bad = {at: one["error_code"] for at, one in enumerate(results["results"]) if not one["done"]}
    assert bad == {3: "illegal_transition", 7: "not_found"}
    assert "Hồ sơ đã được rút" in results["results"][3]["detail"]
    assert len({one["code"] for one in results["results"] if one["done"]}) == 18
    assert clerk.send("POST", "/v1/desk/acts", json=body, key=key).json() == results


def test_filters_find_what_officers_look_for(case: DossierCase, clerk: User, citizen: User) -> None:
    waiting, mine = (case.submitted()["dossier_id"] for _ in range(2))
    clerk.act(mine, "claim")
    code = clerk.act(mine, "accept")["code"]
    assert listed(clerk, case, unassigned=True, status="submitted") == [waiting]
    assert listed(clerk, case, q=code.lower()) == [mine]
    assert listed(clerk, case, q="nguyen van") == [mine, waiting]
    today = datetime.now(ZONE).date().isoformat()
    assert listed(clerk, case, received_from=today, received_to=today) == [mine]
    assert listed(clerk, case, sort="due") == [mine, waiting]
    assert listed(clerk, case, sort="submitted") == [waiting, mine]
    assert listed(clerk, case, lateness="overdue") == []
    answer = clerk.send("GET", "/v1/dossiers?sort=sideways")
    assert_problem(answer, 422, "invalid_request")


def test_counters_follow_what_happens(case: DossierCase, clerk: User, citizen: User) -> None:
    def counted() -> tuple[int, int, int]:
        counts = clerk.get("/v1/desk/counts")
        submitted = sum(one["count"] for one in counts["counts"] if one["status"] == "submitted")
        return submitted, counts["mine"], counts["unassigned"]

    submitted, mine, unassigned = counted()
    dossier_id = case.submitted()["dossier_id"]
    assert counted() == (submitted + 1, mine, unassigned + 1)
    clerk.act(dossier_id, "claim")
    assert counted() == (submitted + 1, mine + 1, unassigned)
    assert_problem(citizen.send("GET", "/v1/desk/counts"), 403, "forbidden")


def test_the_register_and_the_control_sheet_are_signed_documents(case: DossierCase, clerk: User) -> None:
    dossier_id = case.submitted()["dossier_id"]
    code = clerk.act(dossier_id, "accept")["code"]
    today = datetime.now(ZONE).date().isoformat()
    days = {"from_day": today, "to_day": today}
    rows = list(clerk.pages("/v1/desk/register", limit=100, **days))
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
    assert rows[-1]["code"] == code
    for path, body in (
        (f"/v1/desk/dossiers/{dossier_id}/control-sheet", {}),
        ("/v1/desk/register", days),
    ):
        document = clerk.post(path, body)["document"]
        content = clerk.download(document["file_id"])
        assert content.startswith(b"%PDF-")
        assert b"/ByteRange" in content, "it is not signed"
        checked = clerk.portal.get(f"/v1/verify/{document['verification_code']}")
        assert (checked["sha256"], checked["signature"]["valid"]) == (document["sha256"], True)
    refused_sheet = case.citizen.send("GET", f"/v1/desk/dossiers/{dossier_id}/control-sheet")
    assert_problem(refused_sheet, 403, "forbidden")


def test_colleagues_are_found_by_who_passes_a_dossier_on(
    case: DossierCase, head: User, clerk: User, other_agency: User
) -> None:
    for person in (head, case.desk, case.office):
        own = list(person.pages("/v1/officers", limit=100))
        assert clerk.account_id in {officer["account_id"] for officer in own}
        assert {officer["agency_code"] for officer in own} == {people.AGENCY}
        assert not [officer for officer in own if officer["login"] or officer["email"] or officer["phone"]]
        elsewhere = person.send("GET", "/v1/officers?agency_code=H26.31.05")
        assert_problem(elsewhere, 403, "forbidden")
    assert_problem(case.citizen.send("GET", "/v1/officers"), 403, "forbidden")
    given = list(head.pages("/v1/desk/officers", role="reception", limit=100))
    assert clerk.account_id in {officer["account_id"] for officer in given}
    assert case.office.account_id not in {officer["account_id"] for officer in given}
    strangers = other_agency.pages("/v1/officers", limit=100)
    assert clerk.account_id not in {officer["account_id"] for officer in strangers}


def test_the_desk_finds_by_number_by_last_digits_and_by_every_lateness(case: DossierCase) -> None:
    accepted = case.accepted()
    found = {"q": case.citizen.login}, {"q": f"-{accepted['code'].rsplit('-', 1)[1]}"}
    for filters in (*found, {"lateness": accepted["lateness"]}):
        assert accepted["dossier_id"] in listed(case.desk, case, **filters)
    for word in ("no_due_date", "in_time", "due_soon", "overdue", "early", "on_time", "late"):
        assert case.desk.send("GET", f"/v1/dossiers?lateness={word}").status_code == 200
    assert accepted["dossier_id"] in listed(case.citizen, case, q="thuong tru")
