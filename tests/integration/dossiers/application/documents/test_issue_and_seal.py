"""Documents and seals: issued once by timers, beside the version of the dossier."""

from typing import Any

import pytest
from tests.support.dossiers.neighbours import CODE
from tests.support.dossiers.office import FREE, OFFICER, TIMERS, LocalOffice, laws, through_processing
from tests.support.dossiers.samples import regime

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage import event_log
from chassis.storage.timers import Timer
from contracts.base import Actor, ActorKind
from contracts.dossiers import DocumentKind, Dossier, DossierAction, ResultOutcome
from contracts.errors import ErrorCode, ServiceError
from contracts.records import IssueDocument, SealResult
from dossiers.application.documents.schedule import ISSUE_TIMER, SEAL_TIMER
from dossiers.domain.documents.failure import PATIENCE, PERMANENT

FORMS = {kind.value: f"{number:02d}" for number, kind in enumerate(DocumentKind, 1)}


@pytest.fixture
def town(office: LocalOffice) -> LocalOffice:
    """An office whose decree names every form."""
    office.neighbours.laws[FREE] = laws()[FREE].replace({"regime": regime(forms=FORMS)})
    return office


def requested(office: LocalOffice, dossier: Dossier) -> list[IssueDocument]:
    return [request for request in office.neighbours.issued if request.dossier_id == dossier.dossier_id]


def sealed(office: LocalOffice, dossier: Dossier) -> list[SealResult]:
    return [request for request in office.neighbours.sealed if request.dossier_id == dossier.dossier_id]


def with_document(office: LocalOffice, dossier: Dossier) -> Dossier:
    office.run_timers(dossier)
    return office.read(dossier)


def with_result(office: LocalOffice, dossier: Dossier, **result: Any) -> Dossier:
    return office.act(DossierAction.ISSUE_RESULT, through_processing(office, dossier), **result)


def test_acceptance_calls_for_a_receipt(town: LocalOffice) -> None:
    accepted = town.act(DossierAction.ACCEPT, town.submit())
    shown = with_document(town, accepted)
    (document,) = shown.documents
    assert (document.kind, document.form_number, document.about_version) == (DocumentKind.RECEIPT, "01", 2)
    assert document.verification_code == CODE


def test_what_is_issued_moves_no_version(town: LocalOffice) -> None:
    accepted = town.act(DossierAction.ACCEPT, town.submit())
    assert with_document(town, accepted).version == accepted.version
    assert town.act(DossierAction.START_PROCESSING, accepted).documents, (
        "an act shows what was issued before it"
    )


def test_documents_have_a_log_of_their_own(town: LocalOffice) -> None:
    shown = with_document(town, town.act(DossierAction.ACCEPT, town.submit()))
    (entry,) = event_log.entries(town.database, f"{shown.dossier_id}:papers")
    assert entry.type == "dossiers.document_issued"
    assert entry.payload["file_ids"] == [shown.documents[0].file_id]
    assert entry.payload["dossier_id"] == shown.dossier_id
    event_log.verify(town.database, shown.dossier_id, shown.version)


def test_the_document_tells_the_dossier_as_it_was_when_it_was_called_for(town: LocalOffice) -> None:
    accepted = town.act(DossierAction.ACCEPT, town.submit())
    town.act(DossierAction.START_PROCESSING, accepted)
    with_document(town, accepted)
    (request,) = requested(town, accepted)
    assert request.command_id == f"{accepted.dossier_id}-2-RECEIPT"
    assert (request.content.dossier_code, request.content.due_at) == (accepted.code, accepted.due_at)
    assert request.content.officer_name


def test_a_decree_without_the_form_makes_no_document(office: LocalOffice) -> None:
    accepted = office.act(DossierAction.ACCEPT, office.submit())
    office.run_timers(accepted)
    assert timers(office, accepted) == 0
    assert (requested(office, accepted), office.read(accepted).documents) == ([], ())


def test_refusal_at_reception_calls_for_its_document(town: LocalOffice) -> None:
    refused = town.act(DossierAction.REFUSE_RECEPTION, town.submit(), reason="Không thuộc thẩm quyền.")
    assert with_document(town, refused).documents[0].kind is DocumentKind.REFUSAL
    assert requested(town, refused)[0].content.reason == "Không thuộc thẩm quyền."


def test_approved_result_is_sealed_for_the_applicant(office: LocalOffice) -> None:
    file_id = office.store_file(OFFICER)
    done = with_result(office, office.submit(), outcome=ResultOutcome.APPROVED, file_id=file_id, number="7")
    office.run_timers(done)
    result = office.read(done).results[0]
    assert (result.sealed_file_id, result.verification_code) == (f"sealed-{file_id}", CODE)
    (request,) = sealed(office, done)
    assert (request.owner.account_id, request.number) == (office.citizen.account_id, "7")


def test_refused_result_is_not_sealed_but_documented(town: LocalOffice) -> None:
    done = with_result(town, town.submit(), outcome=ResultOutcome.REFUSED, reason="Chỗ ở không hợp pháp.")
    town.run_timers(done)
    assert {document.kind for document in town.read(done).documents} == {
        DocumentKind.RECEIPT,
        DocumentKind.REFUSAL,
    }
    assert sealed(town, done) == []


def test_a_file_that_cannot_be_sealed_stays_as_it_was_issued(office: LocalOffice) -> None:
    file_id = office.store_file(OFFICER)
    office.neighbours.unsealable.add(file_id)
    done = with_result(office, office.submit(), outcome=ResultOutcome.APPROVED, file_id=file_id)
    office.run_timers(done)
    assert timers(office, done) == 0
    result = office.read(done).results[0]
    assert (result.file_id, result.sealed_file_id) == (file_id, None)
    assert result.seal_failure == "file_not_sealable"
    assert types(office, done) == ["dossiers.result_seal_failed"]


@pytest.mark.parametrize("code", ["file_not_usable", "invalid_request", "not_found"])
def test_a_result_that_cannot_be_kept_is_marked_whatever_the_reason(office: LocalOffice, code: str) -> None:
    file_id = office.store_file(OFFICER)
    done = with_result(office, office.submit(), outcome=ResultOutcome.APPROVED, file_id=file_id)
    office.neighbours.failures["records.seal_result"] = ServiceError(code)
    failing = run_failing(office, done, SEAL_TIMER, attempts=PATIENCE)
    assert failing == (code not in PERMANENT)
    assert office.read(done).results[0].seal_failure == code
    office.neighbours.failures.clear()
    office.run_timers(done, now=True)
    if failing:
        result = office.read(done).results[0]
        assert (result.seal_failure, result.sealed_file_id) == (None, f"sealed-{file_id}")


def test_a_failure_that_may_pass_is_marked_when_it_lasts(office: LocalOffice) -> None:
    code = ErrorCode.UNAVAILABLE
    file_id = office.store_file(OFFICER)
    done = with_result(office, office.submit(), outcome=ResultOutcome.APPROVED, file_id=file_id)
    office.neighbours.failures["records.seal_result"] = ServiceError(code)
    assert run_failing(office, done, SEAL_TIMER, attempts=1)
    assert office.read(done).results[0].seal_failure is None
    assert run_failing(office, done, SEAL_TIMER, attempts=PATIENCE)
    assert office.read(done).results[0].seal_failure == code


def test_one_result_that_cannot_be_sealed_does_not_hold_up_another(office: LocalOffice) -> None:
    broken, whole = office.store_file(OFFICER), office.store_file(OFFICER)
    office.neighbours.unsealable.add(broken)
    done = with_result(office, office.submit(), outcome=ResultOutcome.APPROVED, file_id=broken)
    wrong = office.act(DossierAction.RECORD_ERROR, done, kind="error", description="Sai", apology="Xin lỗi")
    office.act(DossierAction.CORRECT_RESULT, wrong, file_id=whole)
    office.run_timers(done)
    first, second = office.read(done).results
    assert (first.seal_failure, second.sealed_file_id) == ("file_not_sealable", f"sealed-{whole}")


def test_a_document_that_cannot_be_made_is_marked_until_it_is_made(town: LocalOffice) -> None:
    accepted = town.act(DossierAction.ACCEPT, town.submit())
    town.neighbours.failures["records.issue_documents"] = ServiceError(ErrorCode.INVALID_REQUEST)
    assert run_failing(town, accepted, ISSUE_TIMER, attempts=1)
    assert run_failing(town, accepted, ISSUE_TIMER, attempts=2)
    (failed,) = town.read(accepted).failed_documents
    assert (failed.kind, failed.about_version, failed.reason) == (DocumentKind.RECEIPT, 2, "invalid_request")
    assert types(town, accepted) == ["dossiers.document_failed"], "once for each reason"
    town.neighbours.failures.clear()
    town.run_timers(accepted, now=True)
    shown = town.read(accepted)
    assert (shown.failed_documents, len(shown.documents)) == ((), 1)


def run_failing(office: LocalOffice, dossier: Dossier, kind: str, attempts: int) -> bool:
    """Run the timer of this kind as after so many tries; whether it is to be run again."""
    filter_ = {"kind": kind, "payload.dossier_id": dossier.dossier_id}
    office.database.timers.update_one(filter_, {"$set": {"due_at": utcnow(), "attempts": attempts - 1}})
    row = office.database.timers.find_one(filter_)
    assert row is not None, "the timer is set"
    timer = Timer(kind, row["key"], row["due_at"], row["payload"], attempts)
    try:
        TIMERS[kind](office.deps, timer, Context.new(Actor(kind=ActorKind.SERVICE, name="dossiers")))
    except ServiceError:
        return True
    return False


def types(office: LocalOffice, dossier: Dossier) -> list[str]:
    return [entry.type for entry in event_log.entries(office.database, f"{dossier.dossier_id}:papers")]


def timers(office: LocalOffice, dossier: Dossier) -> int:
    ours = {"$in": ["dossiers.issue_document", "dossiers.seal_results"]}
    return office.database.timers.count_documents({"kind": ours, "payload.dossier_id": dossier.dossier_id})
