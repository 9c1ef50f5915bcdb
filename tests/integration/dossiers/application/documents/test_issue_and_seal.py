"""Documents and seals: issued once by timers, beside the version of the dossier."""

from typing import Any

import pytest
from tests.support.dossiers.neighbours import CODE
from tests.support.dossiers.office import FREE, OFFICER, LocalOffice, laws, through_processing
from tests.support.dossiers.samples import regime

from chassis.storage import event_log
from contracts.dossiers import DocumentKind, Dossier, DossierAction, ResultOutcome
from contracts.records import IssueDocument, SealResult

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


def timers(office: LocalOffice, dossier: Dossier) -> int:
    ours = {"$in": ["dossiers.issue_document", "dossiers.seal_results"]}
    return office.database.timers.count_documents({"kind": ours, "payload.dossier_id": dossier.dossier_id})
