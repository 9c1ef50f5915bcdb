"""Results of a dossier: sealed by records, put into their owner's store of papers."""

import logging

from chassis.core.context import Context
from chassis.storage.timers import Timer
from chassis.storage.unit_of_work import UnitOfWork
from contracts import records
from contracts.dossiers import DossierResult, ResultOutcome
from contracts.errors import ErrorCode, ServiceError
from contracts.records import PaperOwner, SealResult, StoredPaper
from dossiers.application.documents.issue import ISSUE_TIMEOUT_S, DocumentIssuer
from dossiers.application.documents.schedule import record_seal
from dossiers.application.laws import SERVICE
from dossiers.application.persistence import dossiers_of
from dossiers.domain.documents.content import day_in_months
from dossiers.domain.documents.issuance import Issuance, Seal
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.law import Law
from dossiers.repository import DossierRepository, IssuanceRepository

log = logging.getLogger(__name__)

_LONGEST_TITLE = 250
_PERMANENT = (ErrorCode.FILE_NOT_SEALABLE, ErrorCode.FILE_NOT_USABLE)
"""A file that cannot be sealed today cannot be sealed tomorrow: the result stands as it was issued."""


def seal_results(registry: DocumentIssuer, timer: Timer, context: Context) -> None:
    """Every approved result of the dossier that has a file and no seal. May be repeated."""
    dossier = DossierRepository(registry.store.database).get(timer.payload["dossier_id"])
    for result in dossier.results:
        issuance = IssuanceRepository(registry.store.database).of(dossier.dossier_id)
        if (
            result.file_id
            and result.outcome is ResultOutcome.APPROVED
            and not issuance.seal_of(result.file_id)
        ):
            _seal(registry, dossier, result, issuance, context)


def _seal(
    registry: DocumentIssuer,
    dossier: DossierState,
    result: DossierResult,
    issuance: Issuance,
    context: Context,
) -> None:
    law = registry.laws.of(dossier)
    issuer = result.agency_code or dossier.agency_code
    request = _request(dossier, result, law, issuance, registry.agency_name(issuer, law, context))
    try:
        paper = registry.client.call(
            records.seal_result, request, context.as_service(SERVICE), timeout_s=ISSUE_TIMEOUT_S
        )
    except ServiceError as error:
        if error.code not in _PERMANENT:
            raise
        told = {"dossier_id": dossier.dossier_id, "file_id": result.file_id, "code": error.code}
        log.warning("a result stays unsealed", extra=told)
        return
    seal = _sealed(result, paper)
    registry.store.transaction(context, lambda uow: _record(uow, dossier.dossier_id, seal))


def _record(uow: UnitOfWork, dossier_id: str, seal: Seal) -> None:
    record_seal(uow, dossiers_of(uow).get(dossier_id), seal)


def _request(
    dossier: DossierState, result: DossierResult, law: Law, issuance: Issuance, agency_name: str
) -> SealResult:
    kind = next((known for known in law.procedure.results if known.code == result.result_code), None)
    months = kind.months_valid if kind else None
    before, identity = issuance.superseded_seal(result), dossier.applicant.identity
    return SealResult(
        command_id=f"{dossier.dossier_id}-{result.file_id}",
        file_id=str(result.file_id),
        dossier_id=dossier.dossier_id,
        dossier_code=dossier.code or dossier.dossier_id,
        agency_code=result.agency_code or dossier.agency_code,
        agency_name=agency_name,
        result_code=result.result_code,
        title=(kind.name if kind else dossier.procedure_name)[:_LONGEST_TITLE],
        number=result.number,
        owner=PaperOwner(
            account_id=dossier.applicant.account_id,
            identity_number=identity.number if identity else None,
            name=dossier.applicant.full_name,
        ),
        valid_until=day_in_months(result.issued_at, months) if months else None,
        replaces=before.paper_id if before else None,
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
