"""Doing a thing twice, and doing it to a thing that has changed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.support.portal.dossier_case import DossierCase
from tests.support.portal.problems import assert_problem

from devstack.walk.gateway_client import User


def test_same_key_and_body_replays_the_answer(case: DossierCase) -> None:
    body = case.submission()
    first = case.citizen.send("POST", "/v1/dossiers", json=body, key="once")
    again = case.citizen.send("POST", "/v1/dossiers", json=body, key="once")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert len(list(case.citizen.pages("/v1/dossiers"))) == 1


def test_same_key_from_many_at_once_makes_one_dossier(case: DossierCase) -> None:
    body = case.submission()
    with ThreadPoolExecutor(4) as threads:
        sent = [
            threads.submit(case.citizen.send, "POST", "/v1/dossiers", json=body, key="rush") for _ in range(4)
        ]
        answers = [future.result() for future in sent]
    made = {answer.json()["dossier_id"] for answer in answers if answer.status_code == 201}
    assert {answer.status_code for answer in answers} <= {201, 409}, [answer.text for answer in answers]
    assert made == {item["dossier_id"] for item in case.citizen.pages("/v1/dossiers")}


def test_same_key_with_another_body_is_refused(case: DossierCase) -> None:
    body = case.submission()
    case.citizen.send("POST", "/v1/dossiers", json=body, key="twice")
    other = case.citizen.send("POST", "/v1/dossiers", json={**body, "return_method": "post"}, key="twice")
    assert_problem(other, 422, "idempotency_mismatch")
    assert len(list(case.citizen.pages("/v1/dossiers"))) == 1


def test_same_key_of_another_person_is_another_key(case: DossierCase, other_citizen: User) -> None:
    other_case = DossierCase(other_citizen, case.desk, case.office)
    mine = case.citizen.send("POST", "/v1/dossiers", json=case.submission(), key="shared")
    theirs = other_citizen.send("POST", "/v1/dossiers", json=other_case.submission(), key="shared")
    assert (mine.status_code, theirs.status_code) == (201, 201)
    assert mine.json()["dossier_id"] != theirs.json()["dossier_id"]


def test_missing_key_is_refused(case: DossierCase) -> None:
    answer = case.citizen.send("POST", "/v1/dossiers", json=case.submission())
    assert_problem(answer, 400, "idempotency_key_required")
    assert list(case.citizen.pages("/v1/dossiers")) == []


def test_repeated_act_replays_even_though_the_version_has_moved(case: DossierCase) -> None:
    path = f"/v1/dossiers/{case.submitted()['dossier_id']}/refuse-reception"
    body = {"reason": "Không thuộc thẩm quyền."}
    first = case.desk.send("POST", path, json=body, key="act", version=1)
    again = case.desk.send("POST", path, json=body, key="act", version=1)
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json() == first.json()


def test_stale_version_is_refused_and_changes_nothing(case: DossierCase) -> None:
    dossier = case.accepted()
    path = f"/v1/dossiers/{dossier['dossier_id']}/withdraw"
    answer = case.citizen.send("POST", path, json={"reason": "Nhầm."}, key="stale", version=1)
    assert_problem(answer, 412, "version_stale")
    assert answer.headers["etag"].strip('"') == str(case.citizen.dossier(dossier["dossier_id"])["version"])
    after = case.citizen.dossier(dossier["dossier_id"])
    assert after | {"documents": []} == dossier | {"documents": []}, "its receipt comes by itself"


def test_missing_version_is_refused_and_changes_nothing(case: DossierCase) -> None:
    dossier = case.submitted()
    path = f"/v1/dossiers/{dossier['dossier_id']}/withdraw"
    answer = case.citizen.send("POST", path, json={"reason": "Nhầm."}, key="blind")
    assert_problem(answer, 428, "version_required")
    assert case.citizen.dossier(dossier["dossier_id"]) == dossier


def test_of_two_officers_at_once_one_wins(case: DossierCase) -> None:
    dossier = case.submitted()
    path = f"/v1/dossiers/{dossier['dossier_id']}/refuse-reception"
    with ThreadPoolExecutor(2) as threads:
        sent = [
            threads.submit(case.desk.send, "POST", path, json={"reason": reason}, key=reason, version=1)
            for reason in ("one", "two")
        ]
        statuses = sorted(future.result().status_code for future in sent)
    assert statuses == [200, 412]
    assert case.history(dossier["dossier_id"]) == ["dossiers.submitted", "dossiers.reception_refused"]


def test_held_version_is_not_sent_again(case: DossierCase) -> None:
    path = f"/v1/dossiers/{case.submitted()['dossier_id']}"
    tag = case.citizen.send("GET", path).headers["etag"]
    assert case.citizen.send("GET", path, headers={"If-None-Match": tag}).status_code == 304


def test_reads_follow_writes(case: DossierCase) -> None:
    """The applicant finds what he has just filed, and the officer what has just been done, on every path."""
    dossier = case.submitted()
    dossier_id = dossier["dossier_id"]
    assert case.citizen.dossier(dossier_id) == dossier
    assert [item["dossier_id"] for item in case.citizen.pages("/v1/dossiers")] == [dossier_id]
    assert case.history(dossier_id) == ["dossiers.submitted"]
    accepted = case.desk.act(dossier_id, "accept")
    assert case.desk.dossier(dossier_id)["code"] == accepted["code"]
    first = case.desk.get("/v1/dossiers", limit=1, status="payment_due")["items"][0]
    assert first["dossier_id"] == dossier_id
