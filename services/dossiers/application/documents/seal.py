"""Results of a dossier: sealed by records and put into the owner's store of papers (kho dữ liệu điện tử)."""

from chassis.core.context import Context
from chassis.storage.timers import Timer
from contracts.dossiers import DossierResult, ResultOutcome
from contracts.errors import ServiceError
from contracts.records import PaperOwner, SealResult, StoredPaper
from contracts.time import add_months
from dossiers.application.dependencies import Dependencies
from dossiers.application.documents.issuances import record_seal, record_seal_failure
from dossiers.domain.documents.failure import PERMANENT, failure_reason
from dossiers.domain.documents.issuance import Issuance, Seal, kind_of_result, lasting_readers
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.law import Law
from dossiers.repository import DossierRepository, IssuanceRepository

_LONGEST_TITLE = 250


def seal_results(deps: Dependencies, timer: Timer, context: Context) -> None:
    """Have every approved result of the dossier sealed that has a file and no seal. May block and be repeated.

    One that cannot be sealed is marked on the dossier and does not hold up the others; it is tried again, as the timer
    has it, unless the file itself is the reason.
    """
    dossier = deps.store.repository(DossierRepository).get(timer.payload["dossier_id"])
    failures = [_seal(deps, dossier, result, timer.attempts, context) for result in dossier.results]
    to_repeat = next((error for error in failures if error is not None), None)
    if to_repeat is not None:
        raise to_repeat


def _seal(
    deps: Dependencies, dossier: DossierState, result: DossierResult, attempts: int, context: Context
) -> Exception | None:
    """What went wrong and is worth another try."""
    issuance = deps.store.repository(IssuanceRepository).of(dossier.dossier_id)
    approved = result.file_id and result.outcome is ResultOutcome.APPROVED
    if not approved or issuance.seal_of(result.file_id):
        return None
    try:
        paper = _sealed_paper(deps, dossier, result, issuance, context)
    except Exception as error:  # noqa: BLE001  the other results go on; `seal_results` raises it
        reason = failure_reason(error, attempts)
        if reason is not None:
            record_seal_failure(deps.store, dossier.dossier_id, result, reason, context)
        return None if isinstance(error, ServiceError) and error.code in PERMANENT else error
    seal, readers = _sealed(result, paper), lasting_readers(dossier)
    record_seal(deps.store, dossier.dossier_id, seal, readers, context)
    return None


def _sealed_paper(
    deps: Dependencies, dossier: DossierState, result: DossierResult, issuance: Issuance, context: Context
) -> StoredPaper:
    law = deps.laws.of(dossier)
    agency_name = _agency_name(deps, result.agency_code or dossier.agency_code, law, context)
    return deps.clients.records.seal_result(_request(dossier, result, law, issuance, agency_name), context)


def _agency_name(deps: Dependencies, code: str, law: Law, context: Context) -> str:
    """As stored with the dossier; of another agency that takes part, as the catalogue knows it, or its code."""
    if law.agency is not None and law.agency.code == code:
        return law.agency.name
    found = deps.clients.catalog.find_agency(code, context)
    return code if found is None else found.name


def _request(
    dossier: DossierState, result: DossierResult, law: Law, issuance: Issuance, agency_name: str
) -> SealResult:
    kind = kind_of_result(law.procedure, result.result_code)
    months = kind.months_valid if kind else None
    before, identity = issuance.superseded_seal(result), dossier.applicant.identity
    return SealResult(
        command_id=f"{dossier.dossier_id}-{result.file_id}",
        file_id=str(result.file_id),
        dossier_id=dossier.dossier_id,
        dossier_code=dossier.code or dossier.dossier_id,
        agency_code=result.agency_code or dossier.agency_code,
        agency_name=agency_name,
        result_code=kind.code if kind else result.result_code,
        title=(kind.name if kind else dossier.procedure_name)[:_LONGEST_TITLE],
        number=result.number,
        owner=PaperOwner(
            account_id=dossier.applicant.account_id,
            identity_number=identity.number if identity else None,
            name=dossier.applicant.full_name,
        ),
        valid_until=add_months(result.issued_at, months) if months else None,
        required_ial=law.procedure.required_ial,
        replaces=before.paper_id if before else None,
        readers=lasting_readers(dossier),
    )


def _sealed(result: DossierResult, paper: StoredPaper) -> Seal:
    return Seal(
        file_id=str(result.file_id),
        result_code=result.result_code,
        step_code=result.step_code,
        sealed_file_id=paper.file_id,
        sealed_sha256=paper.sha256,
        paper_id=paper.paper_id,
        verification_code=str(paper.verification_code),
    )
