"""Reuse of stored papers in a dossier (tái sử dụng giấy tờ): all or none, each use an event and an entry of the access
log."""

from collections.abc import Sequence

from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import records as contract
from contracts.dossiers import DossierEvent, PassedOnEvent
from contracts.errors import ErrorCode, ServiceError
from contracts.records import PaperReusedEvent, ReusablePapers, ReusePapers
from records.application.papers.paper_events import event_fields
from records.domain.access_log import reuse_entry
from records.domain.file_access import require_service
from records.domain.paper_access import Claimant
from records.domain.paper_reuse import refusals
from records.domain.papers import (
    PaperState,
    reused,
    view,
    with_holders,
    without_consulted_holders,
    without_holder,
)
from records.repository.access_log import AccessLogRepository
from records.repository.papers import PaperRepository


def reuse_papers(store: Store, request: ReusePapers, context: Context) -> ReusablePapers:
    """Raises PAPER_NOT_USABLE with a pointer and a reason for each paper that may not be used."""
    require_service(context.actor)

    def work(uow: UnitOfWork) -> ReusablePapers:
        repository = uow.repository(PaperRepository)
        papers = repository.find_all(question.paper_id for question in request.questions)
        claimant = Claimant(request.owner.account_id, request.owner.identity_number, request.assurance)
        refused = refusals(request.questions, papers, claimant, uow.now, request.subjects)
        if refused:
            raise ServiceError(ErrorCode.PAPER_NOT_USABLE, errors=refused)
        after = {paper_id: _use(uow, paper, request) for paper_id, paper in papers.items()}
        return ReusablePapers(
            dossier_id=request.dossier_id,
            papers=tuple(view(after[question.paper_id], uow.now) for question in request.questions),
        )

    return store.run_idempotent(contract.reuse_papers, request, context, work)


def add_holders(uow: UnitOfWork, events: Sequence[DossierEvent]) -> None:
    """Dossiers hold the files of these events: their agencies may see the papers of the store that they are.

    An agency whose opinion is asked for sees them until it has answered or the dossier has ended.
    """
    papers = uow.repository(PaperRepository)
    consulted = papers.consulted_in(event.dossier_id for event in events)
    named = papers.of_files(file_id for event in events for file_id in getattr(event, "file_ids", ()))
    before = {paper.paper_id: paper for paper in (*consulted, *named)}
    current = dict(before)
    for event in events:
        current = {paper_id: _held(paper, event) for paper_id, paper in current.items()}
    papers.replace_all((after, before[key].version) for key, after in current.items() if after != before[key])


def _held(paper: PaperState, event: DossierEvent) -> PaperState:
    for_a_time = (*event.consulted_agencies, *event.passing_agencies)
    after = without_consulted_holders(paper, event.dossier_id, for_a_time)
    if paper.file.file_id not in getattr(event, "file_ids", ()):
        return after
    if isinstance(event, PassedOnEvent) and event.from_agency not in event.agency_codes:
        after = without_holder(after, event.dossier_id, event.from_agency)
    return with_holders(after, event.dossier_id, event.agency_codes, for_a_time)


def _use(uow: UnitOfWork, paper: PaperState, request: ReusePapers) -> PaperState:
    after = reused(paper)
    uow.repository(PaperRepository).replace(after, paper.version)
    entry = reuse_entry(new_id(), after, request.dossier_id, request.agency_code, uow.context.actor, uow.now)
    uow.repository(AccessLogRepository).add(entry)
    event = PaperReusedEvent(
        **event_fields(after), reused_in=request.dossier_id, agency_code=request.agency_code
    )
    uow.record_event(contract.PAPER_REUSED, after.paper_id, after.version, event)
    return after
