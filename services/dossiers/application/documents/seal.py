"""Results of dossiers: sealed by records and put into their owners' stores of papers (kho dữ liệu điện tử)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from chassis.core.context import Context
from chassis.storage.timers import Timer
from contracts.dossiers import DossierResult, ResultOutcome
from contracts.errors import ServiceError
from contracts.records import PaperOwner, SealResult, StoredPaper
from contracts.time import add_months
from dossiers.application.dependencies import Dependencies
from dossiers.application.documents.issuances import MadeSeal, record_seal_failure, record_seals
from dossiers.domain.documents.failure import PERMANENT, failure_reason
from dossiers.domain.documents.issuance import Issuance, Seal, kind_of_result, lasting_readers
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.law import Law
from dossiers.domain.subjects import subject_at
from dossiers.repository import DossierRepository, IssuanceRepository

_LONGEST_TITLE = 250


@dataclass(frozen=True)
class _Order:
    """An approved result that has a file, and its dossier."""

    dossier: DossierState
    result: DossierResult

    @property
    def file_id(self) -> str:
        return str(self.result.file_id)


def seal_scheduled(deps: Dependencies, timers: Sequence[Timer], context: Context) -> Mapping[str, Exception]:
    """Have every approved result sealed that has a file and no seal, of the dossiers of `SEAL_TIMER`s.

    May block and be repeated. Of one timer alone, a result that cannot be sealed is marked on the dossier and does not hold
    up the others; the failure is the answer, unless the file itself is the reason. Raises what went wrong with several, so
    that each is run alone.
    """
    last_error: Exception | None = None
    rounds = _rounds(deps, timers)
    for number, orders in enumerate(rounds, 1):
        completed = timers if number == len(rounds) and last_error is None else ()
        try:
            _seal(deps, orders, completed, context)
        except Exception as error:
            if len(timers) > 1:
                raise
            ((timer,), (order,)) = timers, orders
            last_error = _mark_failure(deps, order, error, timer.attempts, context) or last_error
    return {} if last_error is None else {timers[0].key: last_error}


def _rounds(deps: Dependencies, timers: Sequence[Timer]) -> list[list[_Order]]:
    """First the first result of each dossier, then the second: one may take the place of another of its dossier."""
    found = deps.store.repository(DossierRepository).find_all(timer.payload["dossier_id"] for timer in timers)
    orders = [
        [
            _Order(dossier, result)
            for result in dossier.results
            if result.file_id and result.outcome is ResultOutcome.APPROVED
        ]
        for dossier in (found[timer.payload["dossier_id"]] for timer in timers)
    ]
    return [[order for order in each if order is not None] for each in zip_longest(*orders)]


def _seal(deps: Dependencies, orders: Sequence[_Order], completed: Sequence[Timer], context: Context) -> None:
    """Those that have no seal, by one request; recorded in one transaction, which completes these timers."""
    issuances = deps.store.repository(IssuanceRepository).of_all(order.dossier.dossier_id for order in orders)
    unsealed = [
        order for order in orders if issuances[order.dossier.dossier_id].seal_of(order.file_id) is None
    ]
    if not unsealed:
        return
    requests = [_request(deps, order, issuances[order.dossier.dossier_id], context) for order in unsealed]
    papers = deps.clients.records.seal_results(requests, context)
    made = [
        MadeSeal(order.dossier.dossier_id, _sealed(order.result, paper), lasting_readers(order.dossier))
        for order, paper in zip(unsealed, papers, strict=True)
    ]
    record_seals(deps.store, made, completed, context)


def _mark_failure(
    deps: Dependencies, order: _Order, error: Exception, attempts: int, context: Context
) -> Exception | None:
    """The error, where it is worth another try."""
    reason = failure_reason(error, attempts)
    if reason is not None:
        record_seal_failure(deps.store, order.dossier.dossier_id, order.result, reason, context)
    return None if isinstance(error, ServiceError) and error.code in PERMANENT else error


def _request(deps: Dependencies, order: _Order, issuance: Issuance, context: Context) -> SealResult:
    dossier, result, law = order.dossier, order.result, deps.laws.of(order.dossier)
    agency_code = result.agency_code or dossier.agency_code
    kind = kind_of_result(law.procedure, result.result_code)
    months = kind.months_valid if kind else None
    before, identity = issuance.superseded_seal(result, dossier.results), dossier.applicant.identity
    return SealResult(
        command_id=f"{dossier.dossier_id}-{order.file_id}",
        file_id=order.file_id,
        dossier_id=dossier.dossier_id,
        dossier_code=dossier.code or dossier.dossier_id,
        agency_code=agency_code,
        agency_name=_agency_name(deps, agency_code, law, context),
        result_code=kind.code if kind else result.result_code,
        title=(kind.name if kind else dossier.procedure_name)[:_LONGEST_TITLE],
        number=result.number,
        owner=PaperOwner(
            account_id=dossier.applicant.account_id,
            identity_number=identity.number if identity else None,
            name=dossier.applicant.full_name,
        ),
        subject=subject_at(dossier, result.subject),
        valid_until=add_months(result.issued_at, months) if months else None,
        required_ial=law.procedure.required_ial,
        replaces=before.paper_id if before else None,
        readers=lasting_readers(dossier),
        signer_id=result.signed_by,
        procedure_code=dossier.procedure_code,
        decided_at=result.issued_at,
    )


def _agency_name(deps: Dependencies, code: str, law: Law, context: Context) -> str:
    """As stored with the dossier; of another agency that takes part, as the catalogue knows it, or its code."""
    if law.agency is not None and law.agency.code == code:
        return law.agency.name
    found = deps.clients.catalog.find_agency(code, context)
    return code if found is None else found.name


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
