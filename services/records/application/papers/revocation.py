"""Revocation (thu hồi) of a paper by the agency that vouches for it."""

from chassis.core.context import Context
from chassis.storage.unit_of_work import UnitOfWork
from contracts import records as contract
from contracts.base import is_expected
from contracts.errors import ErrorCode, FieldError, ServiceError
from contracts.records import PaperStatus, RevokePaper, StoredPaper
from records.application.papers.paper_events import record_paper_event
from records.application.papers.paper_store import PaperStore
from records.domain.paper_access import may_be_revoked_by
from records.domain.papers import PaperState, revoked, view
from records.repository.papers import PaperRepository


def revoke_paper(papers: PaperStore, request: RevokePaper, context: Context) -> StoredPaper:
    """By a leader of that agency. Raises NOT_FOUND, FORBIDDEN, VERSION_STALE, PAPER_NOT_USABLE."""
    paper, _ = papers.get_visible(request.paper_id, context)
    if not may_be_revoked_by(context.actor, paper):
        raise ServiceError(ErrorCode.FORBIDDEN)

    def work(uow: UnitOfWork) -> StoredPaper:
        repository = uow.repository(PaperRepository)
        current = repository.get(request.paper_id)
        _check(current, request, uow)
        after = revoked(current, request.reason)
        repository.replace(after, current.version)
        record_paper_event(uow, contract.PAPER_REVOKED, after)
        return view(after, uow.now)

    return papers.store.run_idempotent(contract.revoke_paper, request, context, work)


def _check(paper: PaperState, request: RevokePaper, uow: UnitOfWork) -> None:
    if not is_expected(request.expected_version, paper.version):
        raise ServiceError(ErrorCode.VERSION_STALE, current=paper.version)
    if paper.status(uow.now) is PaperStatus.REVOKED:
        detail = "Giấy tờ đã bị thu hồi. The paper was revoked before."
        wrong = FieldError(pointer="/paper_id", code="revoked", detail=detail)
        raise ServiceError(ErrorCode.PAPER_NOT_USABLE, errors=(wrong,))
