"""The personal store of papers: what one office has vouched for is not asked for again by another."""

from __future__ import annotations

import secrets
from typing import Any

import httpx
import pytest
from tests.support.portal.dossier_case import DossierCase
from tests.support.portal.problems import assert_problem
from tests.support.records.scans import scan

from devstack.waiting import wait_until
from devstack.walk import people
from devstack.walk.gateway_client import Json, User
from devstack.walk.pdf import pdf

MARRIAGE = "1.000894"
"""Đăng ký kết hôn: every paper may be left out, so that one of the store is the only one."""
REGISTRY = "H26.31.05"
RESIDENCE = "000.00.00.G15-KQ003785"
"""The component that shows where one lives."""
RESIDENCE_NOTICE = "KQ.G01.000065"
"""The result of 1.004222 that is this paper."""


@pytest.fixture(scope="module")
def registrar(administrator: User) -> User:
    """Of the agency that the next dossier goes to."""
    return people.officer(administrator, "Vũ Thị Giang", ["reception", "processing"], agency=REGISTRY)


def scanned(desk: User, person: User, **changes: Any) -> Json:
    """A notice of residence that the desk has scanned for its owner."""
    body = {
        "file_id": desk.upload("thong-bao.pdf", scan(secrets.token_hex(4))),
        "title": "Thông báo kết quả giải quyết về cư trú",
        "result_code": RESIDENCE_NOTICE,
        "number": "15/TB",
        "issuer_code": people.AGENCY,
        "issued_at": "2026-01-05T08:00:00+07:00",
        "owner": {"account_id": person.account_id},
    }
    return desk.post("/v1/desk/papers", {**body, **changes})


def marriage(groom: User, *paper_ids: str) -> Json:
    """A dossier of which all papers come from the store."""
    return {
        "procedure_code": MARRIAGE,
        "agency_code": REGISTRY,
        "case_code": "1.000894.01",
        "form_data": {
            "groom_name": groom.account["full_name"],
            "groom_personal_number": groom.login,
            "groom_birth_date": "1999-05-17",
            "bride_name": "Trần Thị Hoa",
            "bride_personal_number": people.personal_number(),
            "bride_birth_date": "2000-02-03",
            "groom_marriage_count": 1,
            "bride_marriage_count": 1,
        },
        "papers": [{"component_code": RESIDENCE, "paper_id": paper_id} for paper_id in paper_ids],
    }


def submit(citizen: User, *paper_ids: str) -> httpx.Response:
    return citizen.send("POST", "/v1/dossiers", json=marriage(citizen, *paper_ids), key=secrets.token_hex(8))


def accesses(owner: User, paper: Json) -> list[tuple[str, str | None]]:
    """Kind and agency, newest first."""
    found = owner.pages(f"/v1/papers/{paper['paper_id']}/accesses")
    return [(entry["kind"], entry["agency_code"]) for entry in found]


def test_a_paper_of_one_office_is_used_at_the_next_without_upload(
    citizen: User, desk: User, registrar: User
) -> None:
    paper = scanned(desk, citizen)
    (offered,) = citizen.get("/v1/papers", procedure=MARRIAGE, usable="true")["items"]
    assert offered["paper_id"] == paper["paper_id"]
    dossier = citizen.post("/v1/dossiers", marriage(citizen, offered["paper_id"]))
    (taken,) = dossier["papers"]
    assert (taken["reused"], taken["sha256"]) == (True, paper["sha256"])
    address = f"/v1/papers/{paper['paper_id']}"
    wait_until(lambda: registrar.send("GET", address).status_code == 200, what="the registrar reads it")
    download = registrar.post(f"/v1/files/{taken['file_id']}/download")["download_url"]
    assert registrar.portal.request("GET", download).content.startswith(b"%PDF-")
    assert accesses(citizen, paper) == [("downloaded", REGISTRY), ("read", REGISTRY), ("reused", REGISTRY)]


def test_the_result_of_one_dossier_is_used_in_the_next(case: DossierCase, registrar: User) -> None:
    dossier_id = case.ready()["dossier_id"]
    body = {
        "outcome": "approved",
        "result_code": RESIDENCE_NOTICE,
        "number": "15/TB",
        "file_id": case.office.upload("thong-bao.pdf", pdf("Thong bao ket qua")),
    }
    case.office.act(dossier_id, "issue-result", body)
    offered = wait_until(lambda: _offered(case.citizen), case.seconds, "the sealed result is in the store")
    dossier = case.citizen.post("/v1/dossiers", marriage(case.citizen, offered["paper_id"]))
    (taken,) = dossier["papers"]
    assert (taken["reused"], taken["result_code"], taken["sha256"]) == (
        True,
        RESIDENCE_NOTICE,
        offered["sha256"],
    )
    address = f"/v1/files/{taken['file_id']}"
    wait_until(lambda: registrar.send("GET", address).status_code == 200, what="the registrar may read it")
    assert ("reused", REGISTRY) in accesses(case.citizen, offered)


def test_who_gets_an_account_later_finds_what_was_kept_by_his_number(citizen: User, desk: User) -> None:
    paper = scanned(desk, citizen, owner={"identity_number": citizen.login})
    assert citizen.get(f"/v1/papers/{paper['paper_id']}")["title"] == paper["title"]
    assert citizen.download(paper["file_id"]).startswith(b"%PDF-")


@pytest.mark.deep
def test_a_paper_is_digitised_step_by_step_and_found_before_it_is_scanned_again(
    citizen: User, desk: User
) -> None:
    number = people.personal_number()
    begun = desk.post("/v1/desk/digitisations", _handed_in(desk, number))
    place = f"/v1/desk/digitisations/{begun['digitisation_id']}"
    read = {"source": "OCR 1.0", "fields": [{"name": "number", "text": "15/TB", "confidence": 0.5}]}
    suggested = desk.post(f"{place}/suggestions", read)
    (number_field,) = suggested["fields"]
    assert (number_field["confirmed"], number_field["text"]) == (False, None)
    stale = _step(
        desk, f"{place}/confirm", begun["version"], {"fields": [{"name": "number", "text": "15/TB"}]}
    )
    assert_problem(stale, 412, "version_stale")
    early = _step(desk, f"{place}/complete", suggested["version"], {})
    assert {wrong["code"] for wrong in assert_problem(early, 422, "invalid_request")["errors"]} == {
        "field_unconfirmed"
    }
    texts = {
        "paper_title": "Thông báo kết quả giải quyết về cư trú",
        "number": "15/TB",
        "issuer": people.AGENCY,
        "issued_on": "2026-01-05",
        "owner": "Nguyễn Văn An",
    }
    fields = [{"name": name, "text": text} for name, text in texts.items()]
    confirmed = _step(desk, f"{place}/confirm", suggested["version"], {"fields": fields}).json()
    paper = _step(desk, f"{place}/complete", confirmed["version"], {}).json()
    assert (paper["verified"], paper["number"]) == (True, "15/TB")
    assert paper["paper_code"].startswith(f"{people.AGENCY}-")
    found = desk.post("/v1/desk/paper-searches", {"number": number, "result_codes": [RESIDENCE_NOTICE]})
    assert [each["paper_id"] for each in found["papers"]] == [paper["paper_id"]]
    again = desk.send(
        "POST", "/v1/desk/digitisations", json=_handed_in(desk, number), key=secrets.token_hex(8)
    )
    (wrong,) = assert_problem(again, 422, "invalid_request")["errors"]
    assert (wrong["code"], wrong["params"]["paper_id"]) == ("paper_in_store", paper["paper_id"])


def _handed_in(desk: User, number: str) -> Json:
    return {
        "file_id": desk.upload("thong-bao.pdf", scan(secrets.token_hex(4))),
        "result_code": RESIDENCE_NOTICE,
        "owner": {"identity_number": number},
        "pages": 1,
    }


def _step(desk: User, path: str, version: int, body: Json) -> httpx.Response:
    headers = {"If-Match": f'"{version}"'}
    return desk.send("POST", path, json=body, headers=headers, key=secrets.token_hex(8))


def test_a_scan_names_issuer_owner_and_dossier_that_there_are(
    case: DossierCase, citizen: User, registrar: User
) -> None:
    own = case.submitted()["dossier_id"]
    assert scanned(case.desk, citizen, dossier_id=own)["issuer_name"]
    file_id = registrar.upload("thong-bao.pdf", scan(secrets.token_hex(4)))
    body = {
        "file_id": file_id,
        "title": "Giấy khai sinh",
        "issuer_code": REGISTRY,
        "issued_at": "2026-01-05T08:00:00+07:00",
        "owner": {"account_id": citizen.account_id},
    }
    for changes, pointer in (
        ({"dossier_id": own}, "/dossier_id"),
        ({"dossier_id": "nothing"}, "/dossier_id"),
        ({"issuer_code": "H99.99"}, "/issuer_code"),
        ({"issuer_name": "Cơ quan không có thật"}, "/issuer_name"),
        ({"owner": {"account_id": registrar.account_id}}, "/owner/account_id"),
        ({"owner": {"account_id": "nobody"}}, "/owner/account_id"),
    ):
        answer = registrar.send("POST", "/v1/desk/papers", json={**body, **changes}, key=secrets.token_hex(8))
        problem = assert_problem(answer, 422, "invalid_request")
        assert [wrong["pointer"] for wrong in problem["errors"]] == [pointer]
    assert registrar.post("/v1/desk/papers", body)["issuer_code"] == REGISTRY


def _offered(citizen: User) -> Json | None:
    items: list[Json] = citizen.get("/v1/papers", procedure=MARRIAGE, usable="true")["items"]
    return items[0] if items else None


def test_each_paper_that_cannot_be_used_is_named_with_its_reason(
    citizen: User, other_citizen: User, desk: User, administrator: User
) -> None:
    leader = people.officer(administrator, "Hồ Văn Khải", ["leader"])
    revoked = scanned(desk, citizen)
    leader.post(
        f"/v1/papers/{revoked['paper_id']}/revoke", {"reason": "Cấp sai."}, version=revoked["version"]
    )
    expired = scanned(desk, citizen, valid_until="2026-02-05T08:00:00+07:00")
    anothers = scanned(desk, other_citizen)
    other_kind = scanned(desk, citizen, result_code="KQ.G01.000083")
    unusable = [paper["paper_id"] for paper in (revoked, expired, anothers, other_kind)]
    problem = assert_problem(submit(citizen, *unusable), 422, "paper_not_usable")
    assert [(wrong["pointer"], wrong["code"]) for wrong in problem["errors"]] == [
        ("/papers/0/paper_id", "revoked"),
        ("/papers/1/paper_id", "expired"),
        ("/papers/2/paper_id", "not_owned"),
        ("/papers/3/paper_id", "wrong_kind"),
    ]
    assert citizen.get("/v1/dossiers")["items"] == []


def test_an_own_upload_is_no_result_of_an_agency(citizen: User) -> None:
    file_id = citizen.upload("thong-bao.pdf", pdf("Thong bao"))
    paper = citizen.post(
        "/v1/papers", {"file_id": file_id, "title": "Thông báo", "result_code": RESIDENCE_NOTICE}
    )
    assert paper["verified"] is False
    problem = assert_problem(submit(citizen, paper["paper_id"]), 422, "paper_not_usable")
    assert [wrong["code"] for wrong in problem["errors"]] == ["not_verified"]


@pytest.mark.parametrize(
    ("fields", "pointer", "code"),
    [
        ({"result_code": "XXXX"}, "/result_code", "unknown_code"),
        ({"issued_at": "2199-12-31"}, "/issued_at", "date_in_future"),
        ({"issued_at": "12/05/2009"}, "/issued_at", "day_or_moment"),
        ({"issued_at": 20090512}, "/issued_at", "datetime_parsing"),
    ],
)
def test_no_paper_is_of_an_unknown_kind_or_of_tomorrow(
    citizen: User, desk: User, fields: Json, pointer: str, code: str
) -> None:
    scan = {
        "issuer_code": people.AGENCY,
        "issued_at": "2009-05-12",
        "owner": {"account_id": citizen.account_id},
    }
    for person, address, more in ((citizen, "/v1/papers", {}), (desk, "/v1/desk/papers", scan)):
        file_id = person.upload("giay.pdf", pdf("Giay"))
        body = {"file_id": file_id, "title": "Giấy khai sinh", **more, **fields}
        answer = person.send("POST", address, json=body, key=secrets.token_hex(8))
        (wrong,) = assert_problem(answer, 422, "invalid_request")["errors"]
        assert (wrong["pointer"], wrong["code"]) == (pointer, code)


def test_an_own_upload_has_its_day_and_kind_and_can_be_removed(citizen: User, desk: User) -> None:
    file_id = citizen.upload("khai-sinh.pdf", pdf("Khai sinh"))
    body = {
        "file_id": file_id,
        "title": "Giấy khai sinh",
        "result_code": " kq.g15.000031",
        "issued_at": "2009-05-12",
    }
    paper = citizen.post("/v1/papers", body)
    assert (paper["issued_on"], paper["issued_at"]) == ("2009-05-12", "2009-05-11T17:00:00Z")
    address = f"/v1/papers/{paper['paper_id']}"
    assert citizen.get(address) == paper
    listed = citizen.get("/v1/papers", result_code="kq.g15.000031")["items"]
    assert [each["paper_id"] for each in listed] == [paper["paper_id"]]
    assert_problem(citizen.send("DELETE", address, version=2), 412, "version_stale")
    assert_problem(desk.send("DELETE", address), 403, "forbidden")
    assert citizen.send("DELETE", address).status_code == 204
    assert_problem(citizen.send("GET", address), 404, "not_found")
    assert_problem(citizen.send("DELETE", address), 404, "not_found")
    assert citizen.get("/v1/papers")["items"] == []


def test_what_an_agency_vouches_for_stays_in_the_store(
    citizen: User, other_citizen: User, desk: User
) -> None:
    paper = scanned(desk, citizen)
    address = f"/v1/papers/{paper['paper_id']}"
    problem = assert_problem(citizen.send("DELETE", address, version=1), 409, "paper_not_removable")
    assert "số hóa" in problem["detail"]
    assert_problem(other_citizen.send("DELETE", address), 404, "not_found")
    assert citizen.get(address)["status"] == "valid"


@pytest.mark.parametrize("tail", ["", "/accesses"])
def test_anothers_paper_is_not_there(citizen: User, other_citizen: User, desk: User, tail: str) -> None:
    paper = scanned(desk, citizen)
    assert_problem(other_citizen.send("GET", f"/v1/papers/{paper['paper_id']}{tail}"), 404, "not_found")
    assert_problem(other_citizen.send("GET", f"/v1/files/{paper['file_id']}"), 404, "not_found")
    assert other_citizen.get("/v1/papers")["items"] == []


def test_only_a_leader_of_the_agency_revokes(citizen: User, desk: User, other_agency: User) -> None:
    paper = scanned(desk, citizen)
    address = f"/v1/papers/{paper['paper_id']}/revoke"
    body = {"reason": "Cấp sai."}
    assert_problem(desk.send("POST", address, json=body, key="r1", version=1), 403, "forbidden")
    assert_problem(other_agency.send("POST", address, json=body, key="r2", version=1), 404, "not_found")
