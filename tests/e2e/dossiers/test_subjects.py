"""The child whom the results are about, and the father who asks for them (chủ thể của kết quả)."""

from __future__ import annotations

import secrets

import pytest
from tests.support.portal.problems import assert_problem

from devstack.waiting import wait_until
from devstack.walk import people
from devstack.walk.gateway_client import GatewayClient, Json, User
from devstack.walk.pdf import pdf

pytestmark = pytest.mark.deep

WARD, INSURER = "H26.31.05", "G18.26.31"
BIRTH, INSURANCE, RESIDENCE = "KQ.G15.000031", "KQ.G18.000047", "KQ.G01.000065"
CHILD = {"full_name": "Nguyễn Minh Khôi", "born_on": "2026-11-02", "relation": "child"}


@pytest.fixture(scope="module")
def registrar(administrator: User) -> User:
    """All of the ward's people's committee but its desk."""
    return people.officer(administrator, "Vũ Thị Giang", ["processing", "leader"], agency=WARD)


@pytest.fixture(scope="module")
def clerk(administrator: User) -> User:
    """The desk of the ward's people's committee."""
    return people.officer(administrator, "Vũ Thị Hoa", ["reception"], agency=WARD)


@pytest.fixture(scope="module")
def insurer(administrator: User) -> User:
    return people.officer(administrator, "Bùi Văn Hải", ["processing"], agency=INSURER)


def test_the_childs_papers_are_the_childs_and_the_fathers(
    portal: GatewayClient,
    citizen: User,
    desk: User,
    office: User,
    clerk: User,
    registrar: User,
    insurer: User,
) -> None:
    number = people.personal_number()
    dossier_id = filed(citizen)
    clerk.act(dossier_id, "accept")
    registrar.act(dossier_id, "start-processing")
    registrar.act(dossier_id, "complete-step", {"step_code": "birth_verify"})
    signed = {"step_code": "birth_sign", "file_id": registrar.upload("khai-sinh.pdf", pdf("Giay khai sinh"))}
    unnamed = registrar.send(
        "POST",
        f"/v1/dossiers/{dossier_id}/complete-step",
        json=signed,
        key=secrets.token_hex(8),
        version=registrar.dossier(dossier_id)["version"],
    )
    problem = assert_problem(unnamed, 422, "invalid_request")
    assert [(each["pointer"], each["code"]) for each in problem["errors"]] == [("/subject", "required")]
    # The registrar enters the number that the child was given with the registration; the others know it from there.
    named = {**signed, "subject": {**CHILD, "personal_number": number}}
    registrar.act(dossier_id, "complete-step", named)
    for person, step in ((insurer, "insurance"), (office, "residence")):
        file_id = person.upload(f"{step}.pdf", pdf(step))
        person.act(dossier_id, "complete-step", {"step_code": step, "file_id": file_id})
    registrar.act(dossier_id, "complete-step", {"step_code": "gather"})
    done = registrar.act(dossier_id, "issue-result", {"outcome": "approved"})
    assert [result["subject"] for result in done["results"]] == [0, 0, 0]
    assert done["subjects"] == [{**CHILD, "personal_number": number}]
    wait_until(lambda: len(papers_of(citizen)) == 3, what="the results are in the father's store")
    assert all(paper["subject"] == CHILD for paper in papers_of(citizen).values())

    child = people.stranger(portal, CHILD["full_name"], number)
    assert papers_of(child) == {}
    people.prove(child, desk)
    assert papers_of(child) == papers_of(citizen)
    certificate = papers_of(child)[BIRTH]
    assert child.get(f"/v1/papers/{certificate['paper_id']}") == certificate
    assert number not in str(citizen.get(f"/v1/verify/{certificate['verification_code']}"))

    residence = papers_of(citizen)[RESIDENCE]
    as_his_own = citizen.send(
        "POST", "/v1/dossiers", json=married(citizen, residence), key=secrets.token_hex(8)
    )
    problem = assert_problem(as_his_own, 422, "paper_not_usable")
    assert [(each["pointer"], each["code"]) for each in problem["errors"]] == [
        ("/papers/0/paper_id", "wrong_subject")
    ]
    assert citizen.post("/v1/dossiers", {**married(citizen, residence), "subjects": [CHILD]})["status"]
    assert child.post("/v1/dossiers", married(child, residence))["status"]


def papers_of(person: User) -> dict[str, Json]:
    """By the kind of result."""
    return {paper["result_code"]: paper for paper in person.get("/v1/papers")["items"]}


def filed(citizen: User) -> str:
    """The filing names nobody: whom the results are about is for the registrar to say."""
    paper = citizen.upload("giay-chung-sinh.pdf", pdf("Giay chung sinh"))
    body = {
        "procedure_code": "2.000986",
        "agency_code": WARD,
        "channel": "online",
        "form_data": {
            "child_name": CHILD["full_name"],
            "child_sex": "male",
            "birth_date": CHILD["born_on"],
            "birth_place": "Bệnh viện mẫu",
            "hometown": "Hà Nội",
            "ethnicity": "Kinh",
            "mother_name": "Trần Thị Mai",
            "mother_personal_number": "001199000001",
            "relation": "Cha",
            "residence_address": "Số 5, ngõ 12, phường mẫu số 5",
            "householder_name": "Nguyễn Văn An",
            "householder_personal_number": "001090000001",
            "clinic": "Trạm y tế phường mẫu số 5",
        },
        "papers": [{"component_code": "000.00.00.G15-KQ004389", "file_id": paper}],
    }
    return str(citizen.post("/v1/dossiers", body)["dossier_id"])


def married(person: User, paper: Json) -> Json:
    """A dossier that takes this paper as the proof of residence of who marries."""
    return {
        "procedure_code": "1.000894",
        "agency_code": WARD,
        "case_code": "1.000894.01",
        "form_data": {
            "groom_name": person.account["full_name"],
            "groom_personal_number": person.login,
            "groom_birth_date": "1999-05-17",
            "bride_name": "Trần Thị Hoa",
            "bride_personal_number": people.personal_number(),
            "bride_birth_date": "2000-02-03",
            "groom_marriage_count": 1,
            "bride_marriage_count": 1,
        },
        "papers": [{"component_code": "000.00.00.G15-KQ003785", "paper_id": paper["paper_id"]}],
    }
