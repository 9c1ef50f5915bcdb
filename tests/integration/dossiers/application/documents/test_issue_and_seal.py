"""Documents and seals: issued once by timers, beside the version of the dossier."""

from typing import Any

import pytest
from tests.support.database_requests import requests_to
from tests.support.dossiers.neighbours import APPLICANT_NAME, CODE
from tests.support.dossiers.office import FREE, OFFICER, TIMERS, LocalOffice, laws, through_processing
from tests.support.dossiers.samples import regime

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage import event_log
from chassis.storage.timers import Timer, TimerClaim
from contracts.base import Actor, ActorKind
from contracts.dossiers import DocumentKind, Dossier, DossierAction, ResultOutcome
from contracts.errors import ErrorCode, ServiceError
from contracts.records import DossierReaders, IssueDocument, SealResult
from dossiers.application.documents import issue, seal
from dossiers.application.documents.schedule import ISSUE_TIMER, SEAL_TIMER
from dossiers.domain.documents.failure import PATIENCE, PERMANENT

SERVICE = Context.new(Actor(kind=ActorKind.SERVICE, name="dossiers"))
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
    office.neighbours.failures["records.seal_results"] = ServiceError(code)
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
    office.neighbours.failures["records.seal_results"] = ServiceError(code)
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


def claimed(office: LocalOffice, *dossiers: Dossier, kind: str = ISSUE_TIMER) -> list[Timer]:
    """Their timers of this kind, claimed."""
    found = []
    for dossier in dossiers:
        row = office.database.timers.find_one({"kind": kind, "payload.dossier_id": dossier.dossier_id})
        assert row is not None, "the timer is set"
        claim = TimerClaim(row["token"])
        found.append(Timer(kind, row["key"], row["due_at"], row["payload"], 1, claim))
    return found


def approved(office: LocalOffice) -> Dossier:
    """With a result whose seal is called for."""
    file_id = office.store_file(OFFICER)
    return with_result(office, office.submit(), outcome=ResultOutcome.APPROVED, file_id=file_id)


def test_several_results_are_sealed_by_one_request_and_one_transaction(office: LocalOffice) -> None:
    done = [approved(office) for _ in range(3)]
    batch = claimed(office, *done, kind=SEAL_TIMER)
    office.neighbours.calls.clear()
    with requests_to(office.database.name) as made:
        unfinished = seal.seal_scheduled(office.deps, batch, SERVICE)
    assert unfinished == {}
    assert office.neighbours.calls == ["records.seal_results"]
    assert (made.total, made.transactions) == (8, 1), made.by_kind
    for dossier in done:
        result = office.read(dossier).results[0]
        assert result.sealed_file_id == f"sealed-{result.file_id}"
        assert timers_of(office, dossier, SEAL_TIMER) == 0
        event_log.verify(office.database, f"{dossier.dossier_id}:papers", 1)


def test_a_corrected_result_takes_the_place_of_one_that_was_waiting_too(office: LocalOffice) -> None:
    done = approved(office)
    wrong = office.act(DossierAction.RECORD_ERROR, done, kind="error", description="Sai", apology="Xin lỗi")
    office.act(DossierAction.CORRECT_RESULT, wrong, file_id=office.store_file(OFFICER))
    batch = claimed(office, done, approved(office), kind=SEAL_TIMER)
    assert seal.seal_scheduled(office.deps, batch, SERVICE) == {}
    first, second = sealed(office, done)
    assert (first.replaces, second.replaces) == (None, f"paper-{first.file_id}")


def test_a_batch_with_a_result_that_cannot_be_sealed_marks_nothing(office: LocalOffice) -> None:
    """Each of its timers is run alone then, and what fails alone is marked."""
    broken, whole = approved(office), approved(office)
    office.neighbours.unsealable.add(str(broken.results[0].file_id))
    batch = claimed(office, broken, whole, kind=SEAL_TIMER)
    with pytest.raises(ServiceError, match="file_not_sealable"):
        seal.seal_scheduled(office.deps, batch, SERVICE)
    assert types(office, broken) == []
    for timer in batch:
        assert seal.seal_scheduled(office.deps, (timer,), SERVICE) == {}
    assert types(office, broken) == ["dossiers.result_seal_failed"]
    assert types(office, whole) == ["dossiers.result_sealed"]


def test_several_documents_are_made_by_one_request_and_one_transaction(town: LocalOffice) -> None:
    accepted = [town.act(DossierAction.ACCEPT, town.submit()) for _ in range(3)]
    batch = claimed(town, *accepted)
    town.neighbours.calls.clear()
    with requests_to(town.database.name) as made:
        unfinished = issue.issue_scheduled(town.deps, batch, SERVICE)
    assert unfinished == {}
    assert town.neighbours.calls == ["accounts.get_contacts", "records.issue_documents"]
    assert (made.total, made.transactions) == (7, 1), made.by_kind
    for dossier in accepted:
        assert len(town.read(dossier).documents) == 1
        assert timers(town, dossier) == 0
        event_log.verify(town.database, f"{dossier.dossier_id}:papers", 1)


def test_a_batch_that_fails_marks_nothing(town: LocalOffice) -> None:
    """Each of its timers is run alone then, and what fails alone is marked."""
    accepted = [town.act(DossierAction.ACCEPT, town.submit()) for _ in range(2)]
    batch = claimed(town, *accepted)
    town.neighbours.failures["records.issue_documents"] = ServiceError(ErrorCode.INVALID_REQUEST)
    with pytest.raises(ServiceError, match="invalid_request"):
        issue.issue_scheduled(town.deps, batch, SERVICE)
    assert [types(town, dossier) for dossier in accepted] == [[], []]
    unfinished = issue.issue_scheduled(town.deps, batch[:1], SERVICE)
    assert list(unfinished) == [batch[0].key]
    assert types(town, accepted[0]) == ["dossiers.document_failed"]


def test_a_document_called_for_by_the_release_before_is_the_same(town: LocalOffice) -> None:
    """Its timer does not name the officer who acted."""
    first, second = (town.act(DossierAction.ACCEPT, town.submit()) for _ in range(2))
    filter_ = {"kind": ISSUE_TIMER, "payload.dossier_id": second.dossier_id}
    town.database.timers.update_one(filter_, {"$unset": {"payload.officer_id": ""}})
    for dossier in (first, second):
        with_document(town, dossier)
    (one,), (other,) = requested(town, first), requested(town, second)
    assert other.content.officer_name == one.content.officer_name == APPLICANT_NAME


def test_whom_a_document_is_for_reads_it_from_the_start(town: LocalOffice) -> None:
    accepted = town.act(DossierAction.ACCEPT, town.submit())
    with_document(town, accepted)
    (request,) = requested(town, accepted)
    assert request.readers == DossierReaders(
        agency_codes=(accepted.agency_code,), account_ids=(str(town.citizen.account_id),)
    )
    (entry,) = event_log.entries(town.database, f"{accepted.dossier_id}:papers")
    assert entry.payload["readers_given"] is True


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


def timers_of(office: LocalOffice, dossier: Dossier, kind: str) -> int:
    return office.database.timers.count_documents({"kind": kind, "payload.dossier_id": dossier.dossier_id})


def timers(office: LocalOffice, dossier: Dossier) -> int:
    ours = {"$in": ["dossiers.issue_document", "dossiers.seal_results"]}
    return office.database.timers.count_documents({"kind": ours, "payload.dossier_id": dossier.dossier_id})
