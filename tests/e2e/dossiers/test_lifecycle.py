"""Every path that the law gives a dossier, one test each, through the gateway."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import httpx
import pytest
from tests.support.portal.dossier_case import DossierCase
from tests.support.portal.problems import assert_problem

from devstack.waiting import wait_until
from devstack.walk import people
from devstack.walk.gateway_client import Json, User
from devstack.walk.pdf import pdf

VIET_NAM = timezone(timedelta(hours=7))
WARD, COMMUNE, INSURER = "H26.31.05", "H26.31.06", "G18.26.31"
SHORT = {"reason": "Thiếu giấy tờ.", "items": ["Giấy tờ về chỗ ở, bản chụp rõ nét"]}
WORDED, AT_ONCE, CHANGING, BY_POST = "1.990011", "1.990012", "1.990013", "1.990014"


@pytest.fixture(scope="module")
def keeper(administrator: User) -> User:
    """In charge of the procedures of the ministry."""
    return people.officer(administrator, "Hồ Thị Lan", ["catalogue"], agency="G01")


@pytest.fixture(scope="module")
def clerk(administrator: User) -> User:
    """The desk of the ward's people's committee."""
    return people.officer(administrator, "Vũ Thị Hoa", ["reception"], agency=WARD)


@pytest.fixture(scope="module")
def registrar(administrator: User) -> User:
    """All of the ward's people's committee but its desk."""
    return people.officer(administrator, "Vũ Thị Giang", ["reception", "processing", "leader"], agency=WARD)


@pytest.fixture(scope="module")
def insurer(administrator: User) -> User:
    return people.officer(administrator, "Bùi Văn Hải", ["processing"], agency=INSURER)


@pytest.fixture(scope="module")
def offered(keeper: User) -> Callable[..., None]:
    """Makes a version of a procedure of our own public."""

    def offer(code: str, **changes: object) -> None:
        today = datetime.now(VIET_NAM).date().isoformat()
        place = f"/v1/procedures/{code}/versions"
        version = keeper.post(place, {"content": {**_content(code), **changes}})
        decision = {"decision": {"number": "98/QĐ-MAU", "decided_on": today, "effective_from": today}}
        for step, body in (("propose", decision), ("publish", {}), ("publicise", {})):
            version = keeper.post(f"{place}/{version['version']}/{step}", body, version=version["revision"])

    return offer


def _content(code: str) -> Json:
    return {
        "code": code,
        "name": "Thủ tục mẫu",
        "promulgator": {"code": "G01", "name": "Bộ Công an"},
        "fileable": True,
        "source": "decision",
        "levels": ["commune"],
        "online_level": "full",
        "subjects": ["Công dân Việt Nam"],
        "sequence": ["Nộp tờ khai", "Nhận kết quả"],
        "agencies": ["Công an cấp xã"],
        "time_limits": [{"unit": "working_day", "quantity": 10}],
        "components": [{"code": "TP01", "name": "Giấy mẫu", "required": False}],
        "results": [{"code": "KQ.G01.999998", "name": "Giấy mẫu"}],
    }


def filed(case: DossierCase, code: str) -> str:
    filing = {"procedure_code": code, "agency_code": people.AGENCY, "channel": "online", "form_data": {}}
    return str(case.citizen.post("/v1/dossiers", filing)["dossier_id"])


def brought(case: DossierCase, **changes: object) -> Json:
    """What an officer types of a dossier that lies before him on paper."""
    return {
        "procedure_code": people.PROCEDURE,
        "channel": "direct",
        "applicant": {"full_name": "Nguyễn Thị Ngọc", "address": "Số 7, phường mẫu số 5"},
        "form_data": people.form_data(case.citizen),
        "papers": [{"component_code": people.PAPER, "quantity": 2}],
        "return_method": "counter",
        **changes,
    }


def send(person: User, dossier_id: str, action: str, body: Json) -> httpx.Response:
    """The answer, whatever it is."""
    version = person.dossier(dossier_id)["version"]
    return person.send(
        "POST", f"/v1/dossiers/{dossier_id}/{action}", json=body, key=f"{action}-{version}", version=version
    )


def pointers(problem: Json) -> list[str]:
    return [error["pointer"] for error in problem["errors"]]


def moves(person: User, dossier_id: str) -> list[tuple[str, str]]:
    """What moved the clock, as the log tells it; it must agree with what is kept."""
    clock = person.get(f"/v1/dossiers/{dossier_id}/clock")
    assert clock["agrees"], clock
    return [(line["kind"], line["cause"]) for line in clock["lines"]]


def extended(person: User, dossier_id: str) -> Json:
    """With the first date on which somebody works, a week after the due date or later."""
    due_at = datetime.fromisoformat(person.dossier(dossier_id)["due_at"]).astimezone(VIET_NAM)
    expected = due_at.replace(hour=10, minute=0) + timedelta(days=7)
    for day in range(20):
        body = {"reason": "Chờ xác minh.", "promised_at": (expected + timedelta(days=day)).isoformat()}
        answer = send(person, dossier_id, "extend", body)
        if answer.status_code == 200:
            done: Json = answer.json()
            return done
        assert [error["code"] for error in answer.json()["errors"]] == ["not_working_time"], answer.text
    raise AssertionError("nobody works for three weeks")


def test_filing_at_the_desk_on_paper_is_paid_and_returned_there(case: DossierCase) -> None:
    dossier_id = case.desk.post("/v1/desk/dossiers", brought(case))["dossier_id"]
    unpaid = assert_problem(send(case.desk, dossier_id, "accept", {}), 422, "invalid_request")
    assert pointers(unpaid) == ["/receipt_number"]
    accepted = case.desk.act(dossier_id, "accept", {"receipt_number": "BL-0000123"})
    assert (accepted["status_number"], accepted["fee"]["receipt_number"]) == (2, "BL-0000123")
    assert [paper["quantity"] for paper in accepted["papers"]] == [2]
    entries = case.desk.pages(f"/v1/dossiers/{dossier_id}/history")
    assert [entry["event"] for entry in entries][:3] == [
        "dossiers.submitted",
        "dossiers.accepted",
        "dossiers.fee_paid",
    ], "no bill is asked for"
    case.complete(case.office.dossier(dossier_id))
    file_id = case.office.upload("ket-qua.pdf", pdf("Ket qua"))
    approval = {"outcome": "approved", "result_code": people.RESULT_CODE, "file_id": file_id}
    case.office.act(dossier_id, "issue-result", approval)
    body = {"recipient": "Nguyễn Thị Ngọc", "method": "counter"}
    assert case.desk.act(dossier_id, "return-result", body)["status_number"] == 10


def test_filing_by_post_is_scanned_and_followed_by_its_owner(
    case: DossierCase, offered: Callable[..., None]
) -> None:
    refused = case.desk.send("POST", "/v1/desk/dossiers", json=brought(case, channel="postal"), key="by-post")
    assert pointers(assert_problem(refused, 422, "invalid_request")) == ["/channel"]
    offered(BY_POST)
    scan = case.desk.upload("ban-quet.pdf", pdf("Ban quet"))
    body = brought(
        case,
        procedure_code=BY_POST,
        channel="postal",
        form_data={},
        applicant_account_id=case.citizen.account_id,
        papers=[{"component_code": "TP01", "file_id": scan}],
        return_method="post",
        return_address="Số 7, phường mẫu số 5",
    )
    dossier_id = case.desk.post("/v1/desk/dossiers", body)["dossier_id"]
    seen = case.citizen.dossier(dossier_id)
    assert (seen["channel"], seen["papers"][0]["digitised"]) == ("postal", True)
    case.desk.act(dossier_id, "accept")
    case.office.act(dossier_id, "issue-result", {"outcome": "refused", "reason": "Chỗ ở không hợp pháp."})
    sent = {"recipient": "Bưu tá", "method": "post", "tracking_number": "EMS123456VN"}
    returned = case.desk.act(dossier_id, "return-result", sent)
    assert returned["returned"]["tracking_number"] == "EMS123456VN"


def test_the_desk_takes_nothing_in_for_citizens_and_back_offices(case: DossierCase) -> None:
    for person in (case.citizen, case.office):
        answer = person.send("POST", "/v1/desk/dossiers", json=brought(case), key="not-mine")
        assert_problem(answer, 403, "forbidden")


def test_filing_for_another_person_needs_the_authority(case: DossierCase) -> None:
    principal = {"full_name": "Nguyễn Văn Già", "phone": "+84901234567"}
    on_behalf: Json = {"principal": principal, "relation": "authorised"}
    body = case.submission(on_behalf=on_behalf)
    answer = case.citizen.send("POST", "/v1/dossiers", json=body, key="no-proof")
    assert pointers(assert_problem(answer, 422, "invalid_request")) == ["/on_behalf/authority_file_id"]
    proof = case.citizen.upload("uy-quyen.pdf", pdf("Uy quyen"))
    body["on_behalf"] = {**on_behalf, "authority_file_id": proof}
    dossier = case.citizen.post("/v1/dossiers", body)
    assert (dossier["applicant_name"], dossier["filer"]["relation"]) == ("Nguyễn Văn Già", "authorised")
    assert case.citizen.dossier(dossier["dossier_id"])["filer"]["account_id"] == case.citizen.account_id
    wait_until(
        lambda: case.desk.send("GET", f"/v1/files/{proof}").status_code == 200,
        what="the desk reads the proof",
    )


def test_filing_for_an_organisation_needs_the_authority_of_its_representative(case: DossierCase) -> None:
    principal = {
        "kind": "business",
        "full_name": "Công ty TNHH Mẫu",
        "identity": {"type": "tax_code", "number": "0101243150"},
    }
    on_behalf: Json = {"principal": principal, "relation": "legal_representative"}
    body = case.submission(on_behalf=on_behalf)
    answer = case.citizen.send("POST", "/v1/dossiers", json=body, key="no-proof")
    assert pointers(assert_problem(answer, 422, "invalid_request")) == ["/on_behalf/authority_file_id"]
    proof = case.citizen.upload("quyet-dinh.pdf", pdf("Quyet dinh"))
    dossier = case.citizen.post(
        "/v1/dossiers", {**body, "on_behalf": {**on_behalf, "authority_file_id": proof}}
    )
    assert (dossier["applicant"]["kind"], dossier["applicant"]["account_id"]) == ("business", None)


def test_an_extension_in_time_moves_the_due_date_once(case: DossierCase) -> None:
    dossier_id = case.processing()["dossier_id"]
    before = case.citizen.dossier(dossier_id)["due_at"]
    after = extended(case.office, dossier_id)
    assert (after["extension"]["in_time"], after["extension"]["due_before"]) == (True, before)
    assert after["due_at"] == after["extension"]["promised_at"] > before
    assert moves(case.citizen, dossier_id)[-1] == ("extended", "extension")
    assert "extend" not in after["allowed_actions"]
    again = {"reason": "Lại chờ.", "promised_at": after["due_at"]}
    problem = assert_problem(send(case.office, dossier_id, "extend", again), 409, "guard_failed")
    assert "một lần" in problem["detail"]


def test_a_stated_due_date_lies_in_working_time(case: DossierCase, offered: Callable[..., None]) -> None:
    offered(WORDED, time_limits=[{"unit": "text", "text": "Theo quy định của Bộ."}])
    dossier_id = filed(case, WORDED)
    night = (datetime.now(VIET_NAM) + timedelta(days=9)).replace(hour=3, minute=0)
    problem = assert_problem(
        send(case.desk, dossier_id, "accept", {"due_at": night.isoformat()}), 422, "invalid_request"
    )
    assert [(error["pointer"], error["code"]) for error in problem["errors"]] == [
        ("/due_at", "not_working_time")
    ]
    noon = night.replace(hour=10)
    days = (noon + timedelta(days=day) for day in range(20))
    answers = (send(case.desk, dossier_id, "accept", {"due_at": day.isoformat()}) for day in days)
    accepted = next(answer.json() for answer in answers if answer.status_code == 200)
    assert moves(case.citizen, dossier_id) == [("stated", "reception")]
    assert extended(case.office, dossier_id)["due_at"] > accepted["due_at"]


def test_a_further_supplement_is_asked_for_on_a_leaders_word_only(case: DossierCase) -> None:
    dossier_id = case.submitted()["dossier_id"]
    case.desk.act(dossier_id, "request-supplement", SHORT)
    case.citizen.act(dossier_id, "supplement", {"form_data": people.form_data(case.citizen)})
    assert_problem(send(case.office, dossier_id, "request-supplement", SHORT), 409, "guard_failed")
    overriding = {**SHORT, "override_reason": "Giấy tờ bị mờ, không đọc được."}
    assert_problem(send(case.desk, dossier_id, "request-supplement", overriding), 403, "forbidden")
    consultation = case.office.act(dossier_id, "request-supplement", overriding)
    assert (consultation["status_number"], consultation["supplement"]["overridden"]) == (5, True)


def test_another_agency_is_consulted_and_sees_the_dossier_until_it_answers(
    case: DossierCase, other_agency: User
) -> None:
    dossier = case.processing()
    dossier_id, file_id = dossier["dossier_id"], dossier["papers"][0]["file_id"]
    place = f"/v1/dossiers/{dossier_id}"
    assert_problem(other_agency.send("GET", place), 404, "not_found")
    due_at = (datetime.now(UTC) + timedelta(days=2)).isoformat()
    body = {"agency_code": COMMUNE, "content": "Xác nhận tình trạng chỗ ở.", "due_at": due_at}
    consultation = case.office.act(dossier_id, "request-consultation", body)["consultations"][0]
    assert other_agency.dossier(dossier_id)["allowed_actions"] == ["answer_consultation"]
    wait_until(
        lambda: other_agency.send("GET", f"/v1/files/{file_id}").status_code == 200,
        what="the consulted agency reads the papers",
    )
    assert other_agency.dossier(dossier_id)["applicant"]["identity"] is None
    sheet = f"/v1/desk/dossiers/{dossier_id}/control-sheet"
    assert_problem(other_agency.send("POST", sheet, json={}, key="sheet"), 403, "forbidden")
    answer = {"consultation_id": consultation["consultation_id"], "answer": "Đồng ý."}
    assert_problem(send(case.office, dossier_id, "answer-consultation", answer), 403, "forbidden")
    other_agency.act(dossier_id, "answer-consultation", answer)
    stored = case.office.dossier(dossier_id)["consultations"][0]
    assert (stored["state"], stored["answer"]) == ("answered", "Đồng ý.")
    assert_problem(other_agency.send("GET", place), 404, "not_found")
    wait_until(
        lambda: other_agency.send("GET", f"/v1/files/{file_id}").status_code == 404,
        what="the consulted agency reads the papers no more",
    )


@pytest.mark.parametrize("agency", ["H26.31.05", "G18.26.31", "H26.12", "G15", "G05"])
def test_no_dossier_goes_to_an_agency_that_is_not_competent(case: DossierCase, agency: str) -> None:
    answer = case.citizen.send(
        "POST", "/v1/dossiers", json=case.submission(agency_code=agency), key=f"to-{agency}"
    )
    problem = assert_problem(answer, 422, "invalid_request")
    assert pointers(problem) == ["/agency_code"]
    assert ("Công an phường mẫu số 5" in problem["errors"][0]["detail"]) is (agency != "G05")


def test_a_desk_receives_for_the_competent_agency(case: DossierCase, clerk: User) -> None:
    body = brought(case)
    answer = clerk.send("POST", "/v1/desk/dossiers", json=body, key="not-ours")
    assert pointers(assert_problem(answer, 422, "invalid_request")) == ["/procedure_code"]
    forwarded = {**body, "forward_to": people.AGENCY, "forward_reason": "Người nộp đang ở phường này."}
    dossier = clerk.post("/v1/desk/dossiers", forwarded)
    assert (dossier["agency_code"], dossier["forwarded_from"]) == (people.AGENCY, WARD)
    assert case.desk.act(dossier["dossier_id"], "accept", {"receipt_number": "BL-77"})["code"]
    assert clerk.dossier(dossier["dossier_id"])["status"] == "accepted"


def test_a_verification_is_scheduled_and_minuted(case: DossierCase) -> None:
    dossier_id = case.processing()["dossier_id"]
    visit = {
        "content": "Xác minh chỗ ở.",
        "place": "Số 5, ngõ 12",
        "scheduled_at": (datetime.now(UTC) + timedelta(days=1)).isoformat(),
        "attendance": True,
    }
    case.office.act(dossier_id, "schedule-verification", visit)
    templates = case.citizen.dossier(dossier_id)["verifications"][0]
    assert (templates["place"], templates["attendance"], templates["recorded_at"]) == (
        "Số 5, ngõ 12",
        True,
        None,
    )
    minutes = {
        "verification_id": templates["verification_id"],
        "minutes": "Chỗ ở đúng như khai báo.",
        "participants": ["Nguyễn Văn An"],
        "minutes_file_id": case.office.upload("bien-ban.pdf", pdf("Bien ban")),
    }
    done = case.office.act(dossier_id, "record-verification", minutes)["verifications"][0]
    assert (done["minutes"], done["participants"]) == ("Chỗ ở đúng như khai báo.", ["Nguyễn Văn An"])
    assert_problem(send(case.office, dossier_id, "record-verification", minutes), 409, "guard_failed")


def test_a_stop_and_its_end_are_moves_of_the_clock(case: DossierCase) -> None:
    dossier_id = case.processing()["dossier_id"]
    ground = "Điều 19 NĐ 61/2018/NĐ-CP"
    stopped = case.office.act(
        dossier_id, "stop", {"reason": "Chờ kết quả giám định.", "legal_ground": ground}
    )
    assert stopped["legal_ground"] == ground
    case.office.act(dossier_id, "resume")
    assert moves(case.citizen, dossier_id) == [
        ("started", "reception"),
        ("stopped", "payment"),
        ("resumed", "payment"),
        ("stopped", "stop"),
        ("resumed", "stop"),
    ]


def test_a_withdrawal_during_processing_ends_the_clock(case: DossierCase) -> None:
    dossier_id = case.processing()["dossier_id"]
    assert_problem(send(case.office, dossier_id, "withdraw", {"reason": "?"}), 403, "forbidden")
    withdrawn = case.citizen.act(dossier_id, "withdraw", {"reason": "Không còn nhu cầu."})
    assert (withdrawn["status_number"], withdrawn["clock_stopped_since"]) == (7, None)
    assert moves(case.citizen, dossier_id)[-1] == ("ended", "withdrawal")


def test_a_refusal_after_reception_is_a_result_with_its_ground(case: DossierCase) -> None:
    dossier_id = case.processing()["dossier_id"]
    case.office.act(dossier_id, "complete-step", {"step_code": "verify"})
    refusal = {
        "outcome": "refused",
        "reason": "Chỗ ở không hợp pháp.",
        "legal_ground": "Điều 20 Luật Cư trú",
    }
    case.office.act(dossier_id, "issue-result", refusal)
    result = case.citizen.dossier(dossier_id)["result"]
    assert (result["legal_ground"], result["lateness"]) == ("Điều 20 Luật Cư trú", "early")
    assert moves(case.citizen, dossier_id)[-1] == ("ended", "result")


def test_an_error_is_apologised_for_and_the_result_corrected_after_the_return(case: DossierCase) -> None:
    dossier_id = case.ready()["dossier_id"]
    wrong = case.office.upload("sai.pdf", pdf("Sai"))
    approval = {"outcome": "approved", "file_id": wrong, "number": "12"}
    unnamed = assert_problem(send(case.office, dossier_id, "issue-result", approval), 422, "invalid_request")
    assert [(error["pointer"], error["code"]) for error in unnamed["errors"]] == [
        ("/result_code", "required")
    ]
    assert f"{people.RESULT_CODE} (" in unnamed["errors"][0]["detail"]
    typed = {**approval, "result_code": people.RESULT_CODE.lower()}
    issued = case.office.act(dossier_id, "issue-result", typed)
    assert issued["result"]["result_code"] == people.RESULT_CODE
    case.desk.act(dossier_id, "return-result", {"recipient": "Nguyễn Văn An", "method": "online"})
    right = {"file_id": case.office.upload("dung.pdf", pdf("Dung")), "number": "12a"}
    assert_problem(send(case.office, dossier_id, "correct-result", right), 409, "guard_failed")
    error = {"kind": "error", "description": "Sai ngày sinh.", "apology": "Cơ quan xin lỗi ông."}
    case.office.act(dossier_id, "record-error", error)
    corrected = case.office.act(dossier_id, "correct-result", right)
    assert (corrected["status_number"], corrected["result"]["number"]) == (10, "12a")
    seen = case.citizen.dossier(dossier_id)
    assert [result["number"] for result in seen["results"]] == ["12", "12a"]
    assert seen["errors"][0]["corrected_at"] is not None


def test_what_is_done_while_one_waits_is_one_act(case: DossierCase, offered: Callable[..., None]) -> None:
    offered(AT_ONCE, immediate=True, time_limits=[{"unit": "same_day"}])
    dossier_id = filed(case, AT_ONCE)
    served = {
        "file_id": case.desk.upload("ban-sao.pdf", pdf("Ban sao")),
        "number": "45/CT",
        "recipient": "Nguyễn Văn An",
    }
    done = case.desk.act(dossier_id, "serve-at-once", served)
    assert (done["status_number"], done["result"]["number"]) == (10, "45/CT")
    assert case.history(dossier_id) == [
        "dossiers.submitted",
        "dossiers.accepted",
        "dossiers.result_issued",
        "dossiers.result_returned",
    ]


def test_only_an_immediate_procedure_is_served_at_once(case: DossierCase) -> None:
    dossier_id = case.submitted()["dossier_id"]
    served = {"file_id": case.office.upload("x.pdf", pdf("X")), "recipient": "A"}
    assert_problem(send(case.office, dossier_id, "serve-at-once", served), 409, "guard_failed")


def test_a_running_dossier_is_moved_to_the_law_of_today_by_a_leader(
    case: DossierCase, offered: Callable[..., None]
) -> None:
    offered(CHANGING)
    dossier_id = filed(case, CHANGING)
    accepted = case.desk.act(dossier_id, "accept")
    reason = {"reason": "Thời hạn mới ngắn hơn."}
    assert_problem(send(case.office, dossier_id, "adopt-law", reason), 409, "guard_failed")
    offered(CHANGING, time_limits=[{"unit": "working_day", "quantity": 4}])
    assert_problem(send(case.desk, dossier_id, "adopt-law", reason), 403, "forbidden")
    adopted = case.office.act(dossier_id, "adopt-law", reason)
    assert (accepted["procedure_version"], adopted["procedure_version"]) == (1, 2)
    assert adopted["due_at"] < accepted["due_at"]
    assert moves(case.citizen, dossier_id) == [("started", "reception"), ("law_changed", "law")]


def test_one_dossier_yields_the_results_of_three_agencies(
    citizen: User, clerk: User, registrar: User, office: User, insurer: User
) -> None:
    """2.000986: birth, residence and health insurance of a child under six."""
    dossier_id = citizen.post("/v1/dossiers", _birth(citizen))["dossier_id"]
    clerk.act(dossier_id, "accept")
    assert registrar.act(dossier_id, "start-processing")["step_codes"] == ["birth_verify"]

    def complete(person: User, step: str, yields: bool = True) -> Json:
        body: Json = {"step_code": step}
        if yields:
            body["file_id"] = person.upload(f"{step}.pdf", pdf(step))
        return person.act(dossier_id, "complete-step", body)

    complete(registrar, "birth_verify", yields=False)
    assert complete(registrar, "birth_sign")["step_codes"] == ["residence", "insurance"]
    early = send(registrar, dossier_id, "complete-step", {"step_code": "gather"})
    assert_problem(early, 403, "forbidden")
    complete(insurer, "insurance")
    not_his = send(insurer, dossier_id, "complete-step", {"step_code": "residence"})
    assert_problem(not_his, 403, "forbidden")
    assert complete(office, "residence")["step_codes"] == ["gather"]
    complete(registrar, "gather", yields=False)
    done = registrar.act(dossier_id, "issue-result", {"outcome": "approved"})
    assert [(result["result_code"], result["agency_code"]) for result in done["results"]] == [
        ("KQ.G15.000031", WARD),
        ("KQ.G18.000047", INSURER),
        ("KQ.G01.000065", people.AGENCY),
    ]
    returned = registrar.act(dossier_id, "return-result", {"recipient": "Nguyễn Văn An", "method": "online"})
    assert returned["status_number"] == 10


def _birth(citizen: User) -> Json:
    paper = citizen.upload("giay-chung-sinh.pdf", pdf("Giay chung sinh"))
    return {
        "procedure_code": "2.000986",
        "agency_code": WARD,
        "channel": "online",
        "form_data": {
            "child_name": "Nguyễn Minh Khôi",
            "child_sex": "male",
            "birth_date": "2026-11-02",
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
        "subjects": [{"full_name": "Nguyễn Minh Khôi", "born_on": "2026-11-02", "relation": "child"}],
        "papers": [{"component_code": "000.00.00.G15-KQ004389", "file_id": paper}],
    }
