"""Who has read a person's dossier, through the gateway."""

from __future__ import annotations

from tests.support.portal.dossier_case import DossierCase
from tests.support.portal.problems import assert_problem

from devstack.walk.gateway_client import User


def test_the_person_sees_who_has_read_the_dossier_and_why(
    case: DossierCase, administrator: User, other_citizen: User
) -> None:
    dossier_id = case.submitted()["dossier_id"]
    path = f"/v1/dossiers/{dossier_id}"
    officer = case.desk.dossier(dossier_id)
    unstated = administrator.send("GET", path)
    assert_problem(unstated, 409, "reading_ground_required")
    assert "applicant" not in unstated.text
    unknown = administrator.send("GET", path, headers={"Reading-Ground": "curiosity"})
    assert assert_problem(unknown, 422, "invalid_request")["errors"][0]["pointer"] == "/header/Reading-Ground"
    stated = administrator.send("GET", path, headers={"Reading-Ground": "support; 12%2FQ%C4%90"})
    assert stated.json()["dossier_id"] == officer["dossier_id"]

    for readings in ("/v1/me/data-readings", f"{path}/data-readings"):
        found = list(case.citizen.pages(readings, limit=1))
        assert [(each["reader_kind"], each["ground"], each["agency_code"]) for each in found] == [
            ("administrator", "support", None),
            ("officer", "agency_task", officer["agency_code"]),
        ]
        assert {(each["officer_id"], each["reference"]) for each in found} == {(None, None)}
    by_leader = case.office.get(f"{path}/data-readings")["items"]
    assert by_leader[-1]["officer_id"] == case.desk.account_id
    assert_problem(other_citizen.send("GET", f"{path}/data-readings"), 404, "not_found")
    assert_problem(case.desk.send("GET", f"{path}/data-readings"), 403, "forbidden")
