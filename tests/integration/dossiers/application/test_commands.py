"""The life of a dossier, action by action."""

from tests.support.dossiers.neighbours import APPLICANT_NAME
from tests.support.dossiers.office import CHARGED, FREE, OFFICER, LocalOffice, laws, whole_life
from tests.support.dossiers.refusals import refused
from tests.support.dossiers.samples import AGENCY, regime

from chassis.storage import event_log
from contracts.dossiers import DossierAction, DossierStatus, ResultOutcome
from contracts.errors import ErrorCode
from dossiers.domain.model.replay import rebuild
from dossiers.repository import DossierRepository
from dossiers.repository.event_log import entries_until


def test_a_submission_is_kept_with_what_others_know(office: LocalOffice) -> None:
    dossier = office.read(office.submit(), office.citizen)
    assert (dossier.status, dossier.version, dossier.code) == (DossierStatus.SUBMITTED, 1, None)
    assert dossier.applicant_name == APPLICANT_NAME
    assert dossier.papers[0].media_type == "application/pdf"
    assert dossier.allowed_actions == (DossierAction.WITHDRAW,)


def test_a_whole_life_ends_returned(office: LocalOffice) -> None:
    dossier = whole_life(office)
    assert (dossier.status, dossier.version) == (DossierStatus.RETURNED, 7)
    assert dossier.allowed_actions == (DossierAction.RECORD_ERROR,), "only what mends is left"
    assert office.read(dossier, office.citizen).returned == dossier.returned


def test_history_tells_every_step_in_order(office: LocalOffice) -> None:
    dossier = whole_life(office)
    page = office.call("get_history", office.citizen, dossier_id=dossier.dossier_id)
    assert [(line.version, line.event, line.status.number, line.actor_kind) for line in page.items] == [
        (1, "dossiers.submitted", 1, "citizen"),
        (2, "dossiers.accepted", 2, "officer"),
        (3, "dossiers.processing_started", 4, "officer"),
        (4, "dossiers.step_completed", 4, "officer"),
        (5, "dossiers.step_completed", 4, "officer"),
        (6, "dossiers.result_issued", 9, "officer"),
        (7, "dossiers.result_returned", 10, "officer"),
    ]
    assert page.items[2].note is None, "the office keeps its notes for itself"
    inside = office.call("get_history", OFFICER, dossier_id=dossier.dossier_id).items[2]
    assert (inside.note, inside.text) == ("Bắt đầu", page.items[2].text)


def test_history_is_read_in_pages(office: LocalOffice) -> None:
    dossier = whole_life(office)
    read, cursor = [], None
    while True:
        page = office.call("get_history", OFFICER, dossier_id=dossier.dossier_id, limit=3, cursor=cursor)
        read.append([line.version for line in page.items])
        cursor = page.next_cursor
        if cursor is None:
            break
    assert read == [[1, 2, 3], [4, 5, 6], [7]]


def test_the_log_alone_rebuilds_the_document(office: LocalOffice) -> None:
    dossier = whole_life(office)
    log = entries_until(office.database, dossier.dossier_id, dossier.version)
    again = rebuild(dossier.dossier_id, [(entry.version, entry.private) for entry in log])
    assert again == DossierRepository(office.database).get(dossier.dossier_id)


def test_the_log_is_an_unbroken_chain(office: LocalOffice) -> None:
    dossier = whole_life(office)
    event_log.verify(office.database, dossier.dossier_id, dossier.version)


def test_a_supplement_before_reception_leads_back_to_submitted(office: LocalOffice) -> None:
    dossier = office.submit()
    waiting = office.act(DossierAction.REQUEST_SUPPLEMENT, dossier, reason="Thiếu chữ ký", items=["Tờ khai"])
    paper = {"component_code": "cho_o", "file_id": office.store_file()}
    answered = office.act(DossierAction.SUPPLEMENT, waiting, office.citizen, papers=[paper])
    assert answered.status is DossierStatus.SUBMITTED
    assert [item.file_id for item in answered.papers] == [paper["file_id"]]
    assert answered.supplement is not None
    assert answered.supplement.answered_at is not None


def test_a_withdrawal_by_the_applicant(office: LocalOffice) -> None:
    withdrawn = office.act(DossierAction.WITHDRAW, office.submit(), office.citizen, reason="Đổi ý")
    assert (withdrawn.status, withdrawn.reason) == (DossierStatus.WITHDRAWN, "Đổi ý")


def test_a_stop_and_its_end(office: LocalOffice) -> None:
    stopped = office.act(
        DossierAction.STOP, office.act(DossierAction.ACCEPT, office.submit()), reason="Chờ xác minh"
    )
    assert stopped.clock_stopped_since is not None
    assert office.act(DossierAction.RESUME, stopped).status is DossierStatus.PROCESSING


def test_the_receipt_follows_the_decree_of_the_day_of_reception(office: LocalOffice) -> None:
    dossier = office.submit()
    later = regime(regime_id="nd-118-2025")
    office.neighbours.laws[FREE] = laws()[FREE].replace({"regime": later})
    assert office.act(DossierAction.ACCEPT, dossier).regime_id == "nd-118-2025"


def test_a_procedure_that_left_the_catalogue_is_still_received(office: LocalOffice) -> None:
    dossier = office.submit()
    office.neighbours.laws.clear()
    accepted = office.act(DossierAction.ACCEPT, dossier)
    assert (accepted.status, accepted.regime_id) == (DossierStatus.ACCEPTED, dossier.regime_id)


def test_the_code_names_agency_and_day(office: LocalOffice) -> None:
    accepted = office.act(DossierAction.ACCEPT, office.submit())
    assert accepted.code is not None
    assert accepted.code.startswith(f"{AGENCY}-")
    assert accepted.due_at is not None


def test_an_approval_before_the_fee_is_refused_in_the_callers_language(office: LocalOffice) -> None:
    charged = office.act(DossierAction.ACCEPT, office.submit(CHARGED))
    result = {"outcome": ResultOutcome.APPROVED, "file_id": office.store_file(OFFICER)}
    version = {"dossier_id": charged.dossier_id, "expected_version": charged.version}
    error = refused(
        ErrorCode.GUARD_FAILED, lambda: office.call("issue_result", OFFICER, "en", **version, **result)
    )
    assert error.params["reason"] == "the fee has not been paid"


def test_field_names_that_mean_something_to_the_database_are_kept_as_they_are(office: LocalOffice) -> None:
    form_data = {"$where": "1", "a.b": {"$inc": {"": 1}}, "_id": [{"$set": None}], "số": 2**62, "x": 0.1}
    procedure = laws()[FREE].procedure.model_copy(update={"form_schema": {"type": "object"}})
    office.neighbours.laws[FREE] = laws()[FREE].replace({"procedure": procedure})
    dossier = office.call("submit", office.citizen, **{**office.submission(), "form_data": form_data})
    accepted = office.act(DossierAction.ACCEPT, dossier)
    assert office.read(accepted, office.citizen).form_data == form_data
    event_log.verify(office.database, dossier.dossier_id, accepted.version)


def test_an_agency_named_by_another_of_its_codes_gets_the_dossier(office: LocalOffice) -> None:
    other = {**office.submission(), "agency_code": "000.00.31.H26"}
    dossier = office.call("submit", office.citizen, **other)
    assert dossier.agency_code == AGENCY
    assert office.read(dossier, OFFICER).dossier_id == dossier.dossier_id
