"""Reuse of stored papers in a dossier (tái sử dụng giấy tờ): all or none, each use an event and an entry of the access
log."""

from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import records as contract
from contracts.dossiers import DossierEvent
from contracts.errors import ErrorCode, ServiceError
from contracts.records import PaperReusedEvent, ReusablePapers, ReusePapers
from records.application.papers.paper_store import event_fields
from records.domain.access_log import reuse_entry
from records.domain.file_access import require_service
from records.domain.paper_reuse import refusals
from records.domain.papers import PaperState, reused, view, with_holders, without_consulted_holders
from records.repository.access_log import AccessLogRepository
from records.repository.papers import PaperRepository


def reuse_papers(store: Store, request: ReusePapers, context: Context) -> ReusablePapers:
    """Raises PAPER_NOT_USABLE with a pointer and a reason for each paper that may not be used."""
    require_service(context.actor)

    def work(uow: UnitOfWork) -> ReusablePapers:
        repository = uow.repository(PaperRepository)
        papers = repository.find_all(question.paper_id for question in request.questions)
        refused = refusals(request.questions, papers, request.owner, uow.now)
        if refused:
            raise ServiceError(ErrorCode.PAPER_NOT_USABLE, errors=refused)
        after = {paper_id: _use(uow, paper, request) for paper_id, paper in papers.items()}
        return ReusablePapers(
            dossier_id=request.dossier_id,
            papers=tuple(view(after[question.paper_id], uow.now) for question in request.questions),
        )

    return store.run_idempotent(contract.reuse_papers, request, context, work)


def add_holders(uow: UnitOfWork, event: DossierEvent) -> None:
    """A dossier holds these files: its agencies may see the papers of the store that they are.

    An agency whose opinion is asked for sees them until it has answered or the dossier has ended.
    """
    papers = uow.repository(PaperRepository)
    for paper in papers.consulted_in(event.dossier_id):
        after = without_consulted_holders(paper, event.dossier_id, event.consulted_agencies)
        if after != paper:
            papers.replace(after, paper.version)
    for paper in papers.of_files(getattr(event, "file_ids", ())):
        after = with_holders(paper, event.dossier_id, event.agency_codes, event.consulted_agencies)
        if after != paper:
            papers.replace(after, paper.version)


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
