"""Doing a thing twice, and doing it to a thing that has changed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.support.dossier_case import DossierCase
from tests.support.problems import assert_problem

from devstack.walk.gateway_client import User


def test_same_key_and_body_replays_the_answer(town: DossierCase) -> None:
    body = town.submission()
    first = town.citizen.send("POST", "/v1/dossiers", json=body, key="once")
    again = town.citizen.send("POST", "/v1/dossiers", json=body, key="once")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert len(list(town.citizen.pages("/v1/dossiers"))) == 1


def test_same_key_from_many_at_once_makes_one_dossier(town: DossierCase) -> None:
    body = town.submission()
    with ThreadPoolExecutor(4) as threads:
        sent = [
            threads.submit(town.citizen.send, "POST", "/v1/dossiers", json=body, key="rush") for _ in range(4)
        ]
        answers = [future.result() for future in sent]
    made = {answer.json()["dossier_id"] for answer in answers if answer.status_code == 201}
    assert {answer.status_code for answer in answers} <= {201, 409}, [answer.text for answer in answers]
    assert made == {item["dossier_id"] for item in town.citizen.pages("/v1/dossiers")}


def test_same_key_with_another_body_is_refused(town: DossierCase) -> None:
    body = town.submission()
    town.citizen.send("POST", "/v1/dossiers", json=body, key="twice")
    other = town.citizen.send("POST", "/v1/dossiers", json={**body, "return_method": "post"}, key="twice")
    assert_problem(other, 422, "idempotency_mismatch")
    assert len(list(town.citizen.pages("/v1/dossiers"))) == 1


def test_same_key_of_another_person_is_another_key(town: DossierCase, stranger: User) -> None:
    stranger_town = DossierCase(stranger, town.desk, town.office)
    mine = town.citizen.send("POST", "/v1/dossiers", json=town.submission(), key="shared")
    theirs = stranger.send("POST", "/v1/dossiers", json=stranger_town.submission(), key="shared")
    assert (mine.status_code, theirs.status_code) == (201, 201)
    assert mine.json()["dossier_id"] != theirs.json()["dossier_id"]


def test_missing_key_is_refused(town: DossierCase) -> None:
    answer = town.citizen.send("POST", "/v1/dossiers", json=town.submission())
    assert_problem(answer, 400, "idempotency_key_required")
    assert list(town.citizen.pages("/v1/dossiers")) == []


def test_repeated_act_replays_even_though_the_version_has_moved(town: DossierCase) -> None:
    path = f"/v1/dossiers/{town.submitted()['dossier_id']}/refuse-reception"
    body = {"reason": "Không thuộc thẩm quyền."}
    first = town.desk.send("POST", path, json=body, key="act", version=1)
    again = town.desk.send("POST", path, json=body, key="act", version=1)
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json() == first.json()


def test_stale_version_is_refused_and_changes_nothing(town: DossierCase) -> None:
    dossier = town.accepted()
    path = f"/v1/dossiers/{dossier['dossier_id']}/withdraw"
    answer = town.citizen.send("POST", path, json={"reason": "Nhầm."}, key="stale", version=1)
    assert_problem(answer, 412, "version_stale")
    assert town.citizen.dossier(dossier["dossier_id"]) == dossier


def test_missing_version_is_refused_and_changes_nothing(town: DossierCase) -> None:
    dossier = town.submitted()
    path = f"/v1/dossiers/{dossier['dossier_id']}/withdraw"
    answer = town.citizen.send("POST", path, json={"reason": "Nhầm."}, key="blind")
    assert_problem(answer, 428, "version_required")
    assert town.citizen.dossier(dossier["dossier_id"]) == dossier


def test_of_two_officers_at_once_one_wins(town: DossierCase) -> None:
    dossier = town.submitted()
    path = f"/v1/dossiers/{dossier['dossier_id']}/refuse-reception"
    with ThreadPoolExecutor(2) as threads:
        sent = [
            threads.submit(town.desk.send, "POST", path, json={"reason": reason}, key=reason, version=1)
            for reason in ("one", "two")
        ]
        statuses = sorted(future.result().status_code for future in sent)
    assert statuses == [200, 412]
    assert town.history(dossier["dossier_id"]) == ["dossiers.submitted", "dossiers.reception_refused"]


def test_held_version_is_not_sent_again(town: DossierCase) -> None:
    path = f"/v1/dossiers/{town.submitted()['dossier_id']}"
    tag = town.citizen.send("GET", path).headers["etag"]
    assert town.citizen.send("GET", path, headers={"If-None-Match": tag}).status_code == 304


def test_reads_follow_writes(town: DossierCase) -> None:
    """The applicant finds what he has just filed, and the officer what has just been done, on every path."""
    dossier = town.submitted()
    dossier_id = dossier["dossier_id"]
    assert town.citizen.dossier(dossier_id) == dossier
    assert [item["dossier_id"] for item in town.citizen.pages("/v1/dossiers")] == [dossier_id]
    assert town.history(dossier_id) == ["dossiers.submitted"]
    accepted = town.desk.act(dossier_id, "accept")
    assert town.desk.dossier(dossier_id)["code"] == accepted["code"]
    first = town.desk.get("/v1/dossiers", limit=1, status="payment_due")["items"][0]
    assert first["dossier_id"] == dossier_id
