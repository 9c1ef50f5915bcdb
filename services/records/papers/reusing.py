"""Papers of the store are used in a dossier: all or none, each use told and written in the access log."""

from chassis.context import Context
from chassis.ids import new_id
from chassis.store import Store
from chassis.unit import Unit
from contracts import records as contract
from contracts.dossiers import DossierFilesEvent
from contracts.errors import Code, ServiceError
from contracts.records import PaperReusedEvent, ReusablePapers, ReusePapers
from records.domain.access import require_service
from records.domain.accesses import used
from records.domain.papers import Paper, held, reused, view
from records.domain.reuse import refusals
from records.papers.keeping import papers_of, told
from records.repository.accesses import AccessRepository


def reuse_papers(store: Store, request: ReusePapers, context: Context) -> ReusablePapers:
    """Raises PAPER_NOT_USABLE with a pointer and reason for each paper that may not be used."""
    require_service(context.actor)

    def work(unit: Unit) -> ReusablePapers:
        papers = papers_of(unit).among(asked.paper_id for asked in request.questions)
        refused = refusals(request.questions, papers, request.owner, unit.now)
        if refused:
            raise ServiceError(Code.PAPER_NOT_USABLE, errors=refused)
        after = {paper_id: _use(unit, paper, request) for paper_id, paper in papers.items()}
        return ReusablePapers(
            dossier_id=request.dossier_id,
            papers=tuple(view(after[asked.paper_id], unit.now) for asked in request.questions),
        )

    return store.command(contract.reuse_papers, request, context, work)


def hold(unit: Unit, event: DossierFilesEvent) -> None:
    """A dossier holds these files: its agencies may see the papers of the store that they are."""
    for paper in papers_of(unit).of_files(event.file_ids):
        after = held(paper, event.dossier_id, event.agency_codes)
        if after != paper:
            papers_of(unit).replace(after, paper.version)


def _use(unit: Unit, paper: Paper, request: ReusePapers) -> Paper:
    after = reused(paper)
    papers_of(unit).replace(after, paper.version)
    entry = used(new_id(), after, request.dossier_id, request.agency_code, unit.context.actor, unit.now)
    AccessRepository(unit.database, unit.session).add(entry)
    event = PaperReusedEvent(**told(after), reused_in=request.dossier_id, agency_code=request.agency_code)
    unit.append(contract.PAPER_REUSED, after.paper_id, after.version, event)
    return after
