"""Removal of an own upload from the personal store by its owner (xóa giấy tờ khỏi kho)."""

from chassis.core.context import Context
from chassis.storage.unit_of_work import UnitOfWork
from contracts import records as contract
from contracts.base import Empty, is_expected
from contracts.errors import ErrorCode, ServiceError, not_found
from contracts.records import RemovePaper
from records.application.papers.paper_events import record_paper_event
from records.application.papers.paper_store import PaperStore
from records.domain.paper_access import belongs, require_citizen
from records.domain.papers import removed
from records.repository.papers import PaperRepository


def remove_paper(papers: PaperStore, request: RemovePaper, context: Context) -> Empty:
    """By its owner. Raises NOT_FOUND, FORBIDDEN, VERSION_STALE, PAPER_NOT_REMOVABLE.

    The access log and the bytes stay: a dossier that was filed with the paper holds its file.
    """
    require_citizen(context.actor)
    claimant = papers.viewer(context).claimant

    def work(uow: UnitOfWork) -> Empty:
        repository = uow.repository(PaperRepository)
        paper = repository.get(request.paper_id)
        if not belongs(paper, claimant):
            raise not_found("paper")
        after = removed(paper)
        if not is_expected(request.expected_version, paper.version):
            raise ServiceError(ErrorCode.VERSION_STALE, current=paper.version)
        repository.remove(paper.paper_id, paper.version)
        record_paper_event(uow, contract.PAPER_REMOVED, after)
        return Empty()

    return papers.store.run_idempotent(contract.remove_paper, request, context, work)
