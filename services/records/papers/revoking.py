"""A paper is revoked (thu hồi) by the agency that vouches for it."""

from chassis.context import Context
from chassis.unit import Unit
from contracts import records as contract
from contracts.errors import Code, FieldError, ServiceError
from contracts.records import PaperStatus, RevokePaper, StoredPaper
from records.domain.paper_access import may_be_revoked_by
from records.domain.papers import Paper, revoked, view
from records.papers.keeping import papers_of, tell
from records.papers.shelf import Shelf


def revoke_paper(shelf: Shelf, request: RevokePaper, context: Context) -> StoredPaper:
    paper, _ = shelf.look(request.paper_id, context)
    if not may_be_revoked_by(context.actor, paper):
        raise ServiceError(Code.FORBIDDEN)

    def work(unit: Unit) -> StoredPaper:
        before = papers_of(unit).get(request.paper_id)
        _check(before, request, unit)
        after = revoked(before, request.reason)
        papers_of(unit).replace(after, before.version)
        tell(unit, contract.PAPER_REVOKED, after)
        return view(after, unit.now)

    return shelf.store.command(contract.revoke_paper, request, context, work)


def _check(paper: Paper, request: RevokePaper, unit: Unit) -> None:
    if paper.version != request.expected_version:
        raise ServiceError(Code.VERSION_STALE, current=paper.version)
    if paper.status(unit.now) is PaperStatus.REVOKED:
        detail = "Giấy tờ đã bị thu hồi. The paper was revoked before."
        wrong = FieldError(pointer="/paper_id", code="revoked", detail=detail)
        raise ServiceError(Code.PAPER_NOT_USABLE, errors=(wrong,))
