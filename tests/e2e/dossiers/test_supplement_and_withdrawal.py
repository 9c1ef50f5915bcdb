"""The other ways that a dossier may take, through the gateway."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import pytest
from tests.support.portal.dossier_case import DossierCase
from tests.support.portal.problems import assert_problem

from devstack.waiting import wait_until
from devstack.walk import people
from devstack.walk.pdf import pdf

SHORT = {"reason": "Thiếu giấy tờ.", "items": ["Giấy tờ về chỗ ở, bản chụp rõ nét"]}


def new_papers(case: DossierCase) -> dict[str, object]:
    file_id = case.citizen.upload("ban-moi.pdf", pdf("Ban moi"))
    return {"papers": [{"component_code": people.PAPER, "file_id": file_id}]}


def test_refusal_at_reception_ends_it_and_is_told(case: DossierCase) -> None:
    dossier_id = case.submitted()["dossier_id"]
    refused = case.desk.act(dossier_id, "refuse-reception", {"reason": "Không thuộc thẩm quyền."})
    assert (refused["status_number"], refused["code"]) == (3, None)
    assert case.citizen.dossier(dossier_id)["allowed_actions"] == []
    wait_until(lambda: "dossiers.reception_refused" in case.message_templates(), what="the message")


def test_refusal_needs_its_reason(case: DossierCase) -> None:
    dossier = case.submitted()
    answer = case.desk.send(
        "POST", f"/v1/dossiers/{dossier['dossier_id']}/refuse-reception", json={}, key="k", version=1
    )
    problem = assert_problem(answer, 422, "invalid_request")
    assert [error["pointer"] for error in problem["errors"]] == ["/reason"]


def test_supplement_before_reception_brings_it_back_to_the_desk(case: DossierCase) -> None:
    dossier_id = case.submitted()["dossier_id"]
    assert case.desk.act(dossier_id, "request-supplement", SHORT)["status_number"] == 5
    answered = case.citizen.act(dossier_id, "supplement", new_papers(case))
    assert answered["status_number"] == 1
    assert [paper["name"] for paper in answered["papers"]] == ["ban-moi.pdf"]


def test_a_supplement_answers_what_was_asked_for_by_component(case: DossierCase) -> None:
    dossier = case.submitted()
    dossier_id, old = dossier["dossier_id"], dossier["papers"][0]["file_id"]
    component_request = {"component_code": people.PAPER, "piece": old, "note": "Ảnh mờ"}
    waiting = case.desk.act(
        dossier_id,
        "request-supplement",
        {"reason": "Mờ.", "components": [component_request], "items": ["Ký tờ khai"]},
    )
    (component,) = waiting["supplement"]["components"]
    assert (component["piece"], component["answered_at"]) == (old, None)
    assert waiting["supplement"]["items"][0].endswith(": Ảnh mờ")
    answered = case.citizen.act(dossier_id, "supplement", new_papers(case))
    assert [paper["name"] for paper in answered["papers"]] == ["ban-moi.pdf"]
    assert answered["supplement"]["components"][0]["answered_at"]
    assert [paper["file_id"] for paper in answered["supplement"]["replaced"]] == [old]
    line = next(
        entry
        for entry in case.citizen.pages(f"/v1/dossiers/{dossier_id}/history")
        if entry["event"] == "dossiers.supplemented"
    )
    assert line["text"].startswith("Đã bổ sung hồ sơ: thay ")


def test_form_and_papers_are_told_in_one_round(case: DossierCase) -> None:
    file_id = case.desk.upload("cua-nguoi-khac.pdf", pdf("Khac"))
    papers = [{"component_code": people.PAPER, "file_id": file_id}]
    answer = case.citizen.send(
        "POST", "/v1/dossiers", json=case.submission(form_data={}, papers=papers), key="one-round"
    )
    problem = assert_problem(answer, 422, "invalid_form_data")
    places = {error["pointer"]: error["detail"] for error in problem["errors"]}
    assert people.PAPER in places["/papers/0/file_id"]
    assert any(place.startswith("/form_data/") for place in places)


def test_supplement_during_processing_stops_the_clock(case: DossierCase) -> None:
    dossier = case.processing()
    waiting = case.office.act(dossier["dossier_id"], "request-supplement", SHORT)
    assert waiting["status_number"] == 5
    assert waiting["clock_stopped_since"]
    answered = case.citizen.act(dossier["dossier_id"], "supplement", new_papers(case))
    assert (answered["status_number"], answered["clock_stopped_since"]) == (4, None)
    assert datetime.fromisoformat(answered["due_at"]) >= datetime.fromisoformat(dossier["due_at"])


def test_second_supplement_is_refused(case: DossierCase) -> None:
    dossier_id = case.submitted()["dossier_id"]
    case.desk.act(dossier_id, "request-supplement", SHORT)
    version = case.citizen.act(dossier_id, "supplement", new_papers(case))["version"]
    again = case.desk.send(
        "POST", f"/v1/dossiers/{dossier_id}/request-supplement", json=SHORT, key="again", version=version
    )
    assert_problem(again, 409, "guard_failed")


def test_agency_reads_the_papers_of_a_supplement(case: DossierCase) -> None:
    dossier_id = case.submitted()["dossier_id"]
    case.desk.act(dossier_id, "request-supplement", SHORT)
    file_id = case.citizen.act(dossier_id, "supplement", new_papers(case))["papers"][0]["file_id"]
    wait_until(
        lambda: case.desk.send("GET", f"/v1/files/{file_id}").status_code == 200,
        what="the desk reads the new paper",
    )


def test_withdrawal_ends_it(case: DossierCase) -> None:
    dossier_id = case.submitted()["dossier_id"]
    withdrawn = case.citizen.act(dossier_id, "withdraw", {"reason": "Nộp nhầm."})
    assert (withdrawn["status_number"], withdrawn["allowed_actions"]) == (7, [])
    assert case.history(dossier_id) == ["dossiers.submitted", "dossiers.withdrawn"]


def test_withdrawal_cancels_the_open_bill(case: DossierCase) -> None:
    dossier_id = case.accepted()["dossier_id"]
    case.citizen.act(dossier_id, "withdraw", {"reason": "Không còn nhu cầu."})
    wait_until(lambda: case.bill(dossier_id)["state"] == "cancelled", what="the bill is cancelled")
    bill_id = case.bill(dossier_id)["bill_id"]
    order = case.citizen.send("POST", f"/v1/bills/{bill_id}/orders", json={}, key="late")
    assert_problem(order, 409, "bill_not_payable")


def test_stopped_dossier_goes_on_when_resumed(case: DossierCase) -> None:
    dossier_id = case.processing()["dossier_id"]
    stopped = case.office.act(dossier_id, "stop", {"reason": "Chờ xác minh."})
    assert (stopped["status_number"], stopped["reason"]) == (8, "Chờ xác minh.")
    resumed = case.office.act(dossier_id, "resume", {"note": "Đã có kết quả."})
    assert (resumed["status_number"], resumed["clock_stopped_since"]) == (4, None)


def test_refused_result_carries_its_reason_and_no_file(case: DossierCase) -> None:
    dossier_id = case.ready()["dossier_id"]
    body = {"outcome": "refused", "reason": "Chỗ ở không hợp pháp.", "number": "3/TB"}
    case.office.act(dossier_id, "issue-result", body)
    result = case.citizen.dossier(dossier_id)["result"]
    assert (result["outcome"], result["reason"], result["file_id"]) == (
        "refused",
        "Chỗ ở không hợp pháp.",
        None,
    )
    returned = case.desk.act(dossier_id, "return-result", {"recipient": "Nguyễn Văn An", "method": "counter"})
    assert returned["status_number"] == 10


def test_approval_needs_a_file(case: DossierCase) -> None:
    dossier = case.ready()
    answer = case.office.send(
        "POST",
        f"/v1/dossiers/{dossier['dossier_id']}/issue-result",
        json={"outcome": "approved"},
        key="nofile",
        version=dossier["version"],
    )
    problem = assert_problem(answer, 422, "invalid_request")
    assert [error["pointer"] for error in problem["errors"]] == ["/file_id"]


def test_each_notified_event_makes_one_message(case: DossierCase) -> None:
    dossier_id = case.processing()["dossier_id"]
    case.office.act(dossier_id, "stop", {"reason": "Chờ xác minh."})
    case.office.act(dossier_id, "resume")
    expected = Counter(
        {
            "accounts.number_proved",
            "dossiers.submitted",
            "dossiers.accepted",
            "payments.bill_opened",
            "payments.bill_paid",
            "dossiers.processing_started",
            "dossiers.stopped",
            "dossiers.resumed",
        }
    )
    wait_until(lambda: len(case.message_templates()) >= len(expected), what="the messages")
    assert Counter(case.message_templates()) == expected


@pytest.mark.parametrize("action", ["start-processing", "complete-step", "return-result", "resume"])
def test_illegal_transition_is_refused_and_changes_nothing(case: DossierCase, action: str) -> None:
    bodies = {
        "complete-step": {"step_code": "verify"},
        "return-result": {"recipient": "A", "method": "online"},
    }
    dossier = case.submitted()
    person = case.desk if action == "return-result" else case.office
    answer = person.send(
        "POST",
        f"/v1/dossiers/{dossier['dossier_id']}/{action}",
        json=bodies.get(action, {}),
        key="illegal",
        version=1,
    )
    assert_problem(answer, 409, "illegal_transition")
    assert case.citizen.dossier(dossier["dossier_id"]) == dossier
