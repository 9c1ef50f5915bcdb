"""Nothing is found by a number that was not proved, on any path from outside."""

from __future__ import annotations

import secrets

import httpx
import pytest
from tests.support.portal.dossier_case import DossierCase
from tests.support.portal.ministry_system import MinistrySystem, dossier
from tests.support.portal.problems import assert_problem
from tests.support.records.scans import scan

from devstack.waiting import wait_until
from devstack.walk import people
from devstack.walk.gateway_client import GatewayClient, Json, User
from devstack.walk.pdf import pdf

RESIDENCE_NOTICE = "KQ.G01.000065"


def scanned(desk: User, number: str) -> Json:
    """A paper that the desk has scanned for somebody known by the number alone."""
    body = {
        "file_id": desk.upload("thong-bao.pdf", scan(secrets.token_hex(4))),
        "title": "Thông báo kết quả giải quyết về cư trú",
        "result_code": RESIDENCE_NOTICE,
        "issuer_code": people.AGENCY,
        "issued_at": "2026-01-05T08:00:00+07:00",
        "owner": {"identity_number": number},
    }
    return desk.post("/v1/desk/papers", body)


def file(person: User, **changes: object) -> httpx.Response:
    paper = person.upload("cho-o.pdf", pdf("Giay to"))
    details = {**people.submission(person, paper), **changes}
    return person.send("POST", "/v1/dossiers", json=details, key=secrets.token_hex(8))


def on_behalf_of(name: str, number: str) -> Json:
    principal = {"full_name": name, "identity": {"type": "personal_number", "number": number}}
    return {"principal": principal, "relation": "parent_or_guardian"}


def papers_of(person: User) -> list[str]:
    return [paper["paper_id"] for paper in person.get("/v1/papers")["items"]]


def messages_of(person: User) -> list[str]:
    return [message["template"] for message in person.pages("/v1/messages")]


@pytest.fixture
def thief(portal: GatewayClient) -> User:
    return people.stranger(portal, "Kẻ Mạo Danh")


def test_who_types_a_number_finds_no_paper_and_no_file_of_it(thief: User, desk: User) -> None:
    paper = scanned(desk, thief.login)
    assert papers_of(thief) == []
    for path in (f"/v1/papers/{paper['paper_id']}", f"/v1/files/{paper['file_id']}"):
        assert_problem(thief.send("GET", path), 404, "not_found")
    download = thief.send("POST", f"/v1/files/{paper['file_id']}/download")
    assert_problem(download, 404, "not_found")


def test_who_types_a_number_finds_no_synced_dossier_of_it(
    thief: User, desk: User, administrator: User
) -> None:
    ministry = MinistrySystem.registered(administrator)
    code, owner = ministry.code(), [{"LoaiDinhDanh": "1", "SoDinhDanh": thief.login}]
    ministry.send("DongBoHoSoMC", dossier(code, DinhDanhCHS=owner))
    assert list(thief.pages("/v1/synced-dossiers")) == []
    assert_problem(thief.send("GET", f"/v1/synced-dossiers/{code}"), 404, "not_found")
    people.prove(thief, desk)
    assert [each["code"] for each in thief.pages("/v1/synced-dossiers")] == [code]


def test_who_proved_nothing_files_nothing_that_asks_for_a_level(thief: User) -> None:
    problem = assert_problem(file(thief), 403, "identity_not_proved")
    assert "VNeID" in problem["detail"]
    other = on_behalf_of("Trần Thị Hoa", people.personal_number())
    assert_problem(file(thief, on_behalf=other), 403, "identity_not_proved")


def test_the_real_person_registers_proves_the_number_and_has_it_all(
    thief: User, portal: GatewayClient, desk: User
) -> None:
    paper = scanned(desk, thief.login)
    person = people.stranger(portal, "Nguyễn Thị Thật", thief.login)
    assert (person.login != thief.login, papers_of(person)) == (True, [])
    people.prove(person, desk)
    assert papers_of(person) == [paper["paper_id"]]
    assert person.account["personal_number"] == thief.login
    assert file(person).status_code == 201
    assert papers_of(thief) == []
    thief.renew()
    assert thief.account["frozen_at"]
    assert_problem(file(thief), 403, "identity_not_proved")
    wait_until(lambda: messages_of(person)[-1:] == ["accounts.number_proved"], what="the person is told")
    wait_until(lambda: messages_of(thief) == ["accounts.account_frozen"], what="the other one is told")


def test_a_frozen_account_reads_what_it_filed_and_files_no_more(
    case: DossierCase, portal: GatewayClient, desk: User
) -> None:
    dossier_id = case.submitted()["dossier_id"]
    person = people.stranger(portal, "Nguyễn Thị Thật", case.citizen.account["personal_number"])
    people.prove(person, desk)
    assert case.citizen.dossier(dossier_id)["dossier_id"] == dossier_id
    # Its token still says level 2: what accounts knows counts at once.
    assert_problem(file(case.citizen), 403, "identity_not_proved")
    assert portal.log_in(case.citizen.login, case.citizen.password).account["frozen_at"]


def test_who_files_for_another_takes_no_paper_of_that_persons_store(citizen: User, desk: User) -> None:
    number = people.personal_number()  # of somebody who has no account
    paper = scanned(desk, number)
    details = {
        "on_behalf": on_behalf_of("Phạm Thị Dung", number),
        "papers": [{"component_code": people.PAPER, "paper_id": paper["paper_id"]}],
    }
    problem = assert_problem(file(citizen, **details), 422, "paper_not_usable")
    assert [error["code"] for error in problem["errors"]] == ["not_owned"]
    assert_problem(citizen.send("GET", f"/v1/papers/{paper['paper_id']}"), 404, "not_found")


def test_a_token_says_the_level_and_a_freeze_does_not_wait_for_the_next(
    thief: User, portal: GatewayClient, desk: User
) -> None:
    people.prove(thief, desk)
    paper = scanned(desk, thief.login)
    assert papers_of(thief) == [paper["paper_id"]]
    person = people.stranger(portal, "Nguyễn Thị Thật", thief.login)
    people.prove(person, desk)
    assert papers_of(thief) == []
    assert papers_of(person) == [paper["paper_id"]]
