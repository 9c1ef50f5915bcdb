"""A look into the store before a paper is scanned (kiểm tra kho): what is there and valid is reused."""

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts.errors import ErrorCode, ServiceError
from contracts.records import AccessKind, BeginDigitisation, FindStoredPapers, FoundPapers
from records.application.papers.paper_store import PaperStore
from records.application.readings import record_paper_reading
from records.domain.access_log import read_entry
from records.domain.digitisation.digitisation import papers_not_named
from records.domain.digitisation.same_paper import PaperSought, sought_filter
from records.domain.paper_access import require_reception
from records.domain.papers import PaperState, view
from records.repository.access_log import AccessLogRepository
from records.repository.papers import PaperRepository

MOST_FOUND = 20
"""Valid papers of one kind and person that are looked at."""


def find_stored_papers(papers: PaperStore, request: FindStoredPapers, context: Context) -> FoundPapers:
    """By an officer of reception. Each paper that is found is in the access log before it is answered.

    Raises FORBIDDEN."""
    require_reception(context.actor)
    sought = PaperSought(number=request.number, kinds=request.result_codes)
    found = _valid(papers.store, sought)
    _log(papers.store, found, request.dossier_id, context)
    for paper in found:
        record_paper_reading(papers.store, paper, context)
    return FoundPapers(papers=tuple(view(paper, utcnow()) for paper in found))


def check_store(store: Store, request: BeginDigitisation, kind: str | None) -> None:
    """Raises INVALID_REQUEST where the store has a valid paper of this kind about this person, unless the request names it
    and says why it is scanned again. A paper without a kind is compared with none."""
    found = [] if kind is None else _valid(store, PaperSought.of(request, kind))
    wrong = papers_not_named((paper.paper_id for paper in found), request)
    if wrong:
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=wrong)


def _valid(store: Store, sought: PaperSought) -> list[PaperState]:
    query = sought_filter(sought, utcnow())
    found = store.repository(PaperRepository).newest(query, None, MOST_FOUND)
    return [paper for paper in found if sought.is_met_by(paper)]


def _log(store: Store, papers: list[PaperState], dossier_id: str | None, context: Context) -> None:
    """On the ground of the dossier, or of a person who is at the desk."""
    ground = "dossier" if dossier_id else "desk"

    def write(uow: UnitOfWork) -> None:
        log = uow.repository(AccessLogRepository)
        for paper in papers:
            entry = read_entry(new_id(), paper, AccessKind.READ, context.actor, uow.now)
            log.add(entry.model_copy(update={"dossier_id": dossier_id or entry.dossier_id, "ground": ground}))

    if papers:
        store.transaction(context, write)
