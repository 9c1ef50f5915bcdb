"""The personal store of papers (Kho quản lý dữ liệu điện tử): what is in it, who may see it, what is recorded of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.runtime.rpc_client import RpcClient
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import records as contract
from contracts.errors import not_found
from contracts.records import AccessKind, DossierReaders, StoredPaper
from records.application.papers.paper_events import record_paper_event
from records.clients import accounts
from records.domain.access_log import read_entry
from records.domain.paper_access import PaperViewer, paper_visible
from records.domain.papers import PaperState, SealedPaper, replaced, sealed, view, with_holders
from records.repository.access_log import AccessLogRepository
from records.repository.papers import PaperRepository


@dataclass(frozen=True)
class PaperStore:
    """Reads on behalf of a caller. All its methods may block on the database and on accounts."""

    store: Store
    client: RpcClient

    @property
    def papers(self) -> PaperRepository:
        return self.store.repository(PaperRepository)

    def viewer(self, context: Context) -> PaperViewer:
        """The caller with the number that is proved, which finds what was stored before there was an account."""
        return PaperViewer(context.actor, accounts.claimant(self.client, context))

    def viewer_of(self, paper: PaperState, context: Context) -> PaperViewer:
        """As `viewer`; asks accounts only where the answer depends on the number."""
        without_number = PaperViewer.without_number(context.actor)
        if paper_visible(without_number, paper) or not paper.identity_numbers:
            return without_number
        return self.viewer(context)

    def get_visible(self, paper_id: str, context: Context) -> tuple[PaperState, PaperViewer]:
        """Raises NOT_FOUND also for a paper that the caller may not see."""
        paper = self.papers.get(paper_id)
        viewer = self.viewer_of(paper, context)
        if not paper_visible(viewer, paper):
            raise not_found("paper")
        return paper, viewer

    def log_access(self, paper: PaperState, kind: AccessKind, context: Context) -> None:
        """Written before the caller gets what it asked for."""

        def write(uow: UnitOfWork) -> None:
            entry = read_entry(new_id(), paper, kind, context.actor, uow.now)
            uow.repository(AccessLogRepository).add(entry)

        self.store.transaction(context, write)


def add_paper(uow: UnitOfWork, paper: PaperState) -> StoredPaper:
    """A new paper, and its event."""
    (added,) = _add_papers(uow, (paper,))
    return added


def add_sealed_papers(
    uow: UnitOfWork, papers: Sequence[tuple[SealedPaper, DossierReaders | None]]
) -> list[StoredPaper]:
    """Sealed results, in the transaction of their caller; the agencies among the readers of each hold it by its dossier.

    The paper that one of them replaces becomes REPLACED; raises `not_found` when there is no such paper.
    """
    for paper, _ in papers:
        if paper.replaces is not None:
            _replace(uow, paper.replaces, paper.paper_id)
    return _add_papers(uow, [_held(sealed(paper, uow.now), paper, readers) for paper, readers in papers])


def _held(state: PaperState, paper: SealedPaper, readers: DossierReaders | None) -> PaperState:
    return with_holders(state, paper.dossier_id, readers.agency_codes) if readers else state


def _add_papers(uow: UnitOfWork, papers: Sequence[PaperState]) -> list[StoredPaper]:
    uow.repository(PaperRepository).add_all(papers)
    for paper in papers:
        record_paper_event(uow, contract.PAPER_KEPT, paper)
    return [view(paper, uow.now) for paper in papers]


def _replace(uow: UnitOfWork, paper_id: str, by: str) -> None:
    papers = uow.repository(PaperRepository)
    paper = papers.get(paper_id)
    after = replaced(paper, by)
    if after is not paper:
        papers.replace(after, paper.version)
        record_paper_event(uow, contract.PAPER_REPLACED, after)
