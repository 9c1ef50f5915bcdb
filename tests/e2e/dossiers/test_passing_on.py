"""A3 over HTTP: the wrong agency passes a dossier on, both sides see it, the competent one receives it."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from tests.support.portal.dossier_case import DossierCase
from tests.support.portal.problems import assert_problem

from cli.dossiers import dossiers
from devstack.process_table import operator_environment
from devstack.system import System
from devstack.waiting import wait_until
from devstack.walk import people
from devstack.walk.gateway_client import User
from devstack.walk.pdf import pdf

pytestmark = pytest.mark.deep
WARD, COMMUNE, FINANCE = "H26.31.05", "H26.31.06", "H26.12"
EXTRACT = {
    "procedure_code": "2.000635",
    "agency_code": WARD,
    "form_data": {
        "record_kind": "birth",
        "holder_name": "Nguyễn Minh Khôi",
        "registered_at": "Ủy ban nhân dân phường mẫu số 6",
        "copies": 1,
    },
}


def test_a3_the_wrong_agency_passes_it_on_to_the_competent_one(
    case: DossierCase, administrator: User
) -> None:
    ward = people.officer(administrator, "Vũ Thị Hoa", ["reception"], agency=WARD)
    commune = people.officer(administrator, "Vũ Thị Lý", ["reception"], agency=COMMUNE)
    stranger = people.officer(administrator, "Vũ Thị Mai", ["reception"], agency=FINANCE)
    file_id = case.citizen.upload("giay-to.pdf", pdf("Giay to"))
    papers = [{"component_code": "2.000635-TP01", "file_id": file_id}]
    dossier_id = case.citizen.post("/v1/dossiers", {**EXTRACT, "papers": papers})["dossier_id"]
    reason = {"reason": "Sổ hộ tịch do phường mẫu số 6 lưu."}

    version = ward.dossier(dossier_id)["version"]
    path = f"/v1/dossiers/{dossier_id}/pass-on"
    nowhere = ward.send(
        "POST", path, json={**reason, "to_agency": FINANCE}, key="to-finance", version=version
    )
    (wrong,) = assert_problem(nowhere, 422, "invalid_request")["errors"]
    assert (wrong["pointer"], wrong["code"]) == ("/to_agency", "not_competent")

    passed = ward.act(dossier_id, "pass-on", {**reason, "to_agency": COMMUNE})
    assert (passed["agency_code"], passed["passings"][0]["from_agency_code"]) == (COMMUNE, WARD)
    again = ward.send(
        "POST", path, json={**reason, "to_agency": COMMUNE}, key="twice", version=passed["version"]
    )
    (wrong,) = assert_problem(again, 403, "forbidden")["errors"]
    assert wrong["code"] == "passed_on"
    wait_until(
        lambda: commune.send("GET", f"/v1/files/{file_id}").status_code == 200,
        what="the competent agency reads the papers",
    )
    assert ward.get(f"/v1/files/{file_id}")["file_id"] == file_id
    assert stranger.send("GET", f"/v1/dossiers/{dossier_id}").status_code == 404
    wait_until(
        lambda: [
            one for one in case.citizen.pages("/v1/messages") if one["template"] == "dossiers.passed_on"
        ],
        what="the citizen is notified",
    )

    received = commune.act(dossier_id, "accept", {"receipt_number": "BL-0009001"})
    assert received["code"].startswith(COMMUNE)
    assert received["passings"][0]["confirmed_at"]
    assert ward.send("GET", f"/v1/dossiers/{dossier_id}").status_code == 404
    wait_until(
        lambda: ward.send("GET", f"/v1/files/{file_id}").status_code == 404,
        what="who passed it on reads the papers no more",
    )
    feed = ward.get("/v1/feed", limit=100)
    assert dossier_id not in {entry["dossier_id"] for entry in feed["items"]}


def test_a3_dossiers_of_an_agency_that_has_ended_go_to_its_successor(
    case: DossierCase, administrator: User, system: System
) -> None:
    agency = {
        "code": "H26.31.91",
        "name": "Ủy ban nhân dân phường mẫu số 91",
        "level": "commune",
        "parent_code": "H26",
    }
    rule = {
        "competence_id": "test:91",
        "agency_code": "H26.31.91",
        "field_code": "G15-TP07",
        "unit_code": "99906",
    }
    administrator.post("/v1/agencies", {"agencies": [agency]})
    administrator.post("/v1/competences", {"competences": [rule]})
    old = people.officer(administrator, "Vũ Thị Nga", ["reception"], agency="H26.31.91")
    dossier_id = case.citizen.post("/v1/dossiers", {**EXTRACT, "agency_code": "H26.31.91"})["dossier_id"]
    code = old.act(dossier_id, "accept", {"receipt_number": "BL-0009002"})["code"]

    ended = {**agency, "valid_to": "2026-01-01", "successor_code": COMMUNE}
    administrator.post("/v1/agencies", {"agencies": [ended]})
    new = people.officer(administrator, "Vũ Thị Quý", ["processing"], agency=COMMUNE)

    def succeed() -> str:
        environment = operator_environment(system.layout)
        done = CliRunner().invoke(dossiers, ["succeed", "--agency", "H26.31.91"], env=environment)
        return "" if done.exit_code else str(done.output)

    assert wait_until(lambda: succeed(), what="the catalogue's change is known").startswith(
        f"1 handed over to {COMMUNE}"
    )
    after = new.dossier(dossier_id)
    assert (after["agency_code"], after["code"]) == (COMMUNE, code)
    assert old.send("GET", f"/v1/dossiers/{dossier_id}").status_code == 404
    assert succeed().startswith("0 handed over")


def test_the_portal_acknowledges_at_once_by_itself_and_nobody_of_the_agency_has_acted(
    case: DossierCase,
) -> None:
    """NĐ 118/2025/NĐ-CP art 17.2 as amended by NĐ 309/2026/NĐ-CP: with the system's time of receipt."""
    filed = case.submitted()
    assert filed["submission_number"] and filed["submitted_at"]
    assert (filed["code"], filed["received_at"]) == (None, None)
    wait_until(lambda: "dossiers.submitted" in case.message_templates(), what="the acknowledgement")
    assert case.history(filed["dossier_id"]) == ["dossiers.submitted"]
