"""Papers are read: one, the caller's own, who looked at them, their files."""

from typing import Any

from chassis.core import pagination
from chassis.core.clock import utcnow
from chassis.core.context import Context
from contracts.base import Page
from contracts.errors import ErrorCode, ServiceError
from contracts.records import (
    AccessKind,
    GetPaper,
    ListAccesses,
    ListPapers,
    PaperAccess,
    StoredPaper,
)
from records.application.papers.paper_store import PaperStore
from records.domain.access_log import public_view
from records.domain.paper_access import owned_filter, owns, paper_visible, require_citizen
from records.domain.papers import view
from records.repository.access_log import AccessLogRepository


def get_paper(shelf: PaperStore, request: GetPaper, context: Context) -> StoredPaper:
    paper, viewer = shelf.get_visible(request.paper_id, context)
    if not owns(viewer, paper):
        shelf.log_access(paper, AccessKind.READ, context)
    return view(paper, utcnow())


def list_papers(shelf: PaperStore, request: ListPapers, context: Context) -> Page[StoredPaper]:
    """The caller's own, newest first."""
    require_citizen(context.actor)
    asked = request.model_dump(mode="json", exclude={"limit", "cursor"}) | {"of": context.actor.account_id}
    before = pagination.decode_cursor(request.cursor, asked)[1] if request.cursor else None
    wanted = {"$and": [owned_filter(shelf.viewer(context).owner), *_narrower(request)]}
    found = shelf.papers.newest(wanted, before, request.limit + 1)
    items = tuple(view(paper, utcnow()) for paper in found[: request.limit])
    last = items[-1].paper_id if len(found) > len(items) else None
    return Page[StoredPaper](items=items, next_cursor=last and pagination.encode_cursor(last, last, asked))


def list_accesses(shelf: PaperStore, request: ListAccesses, context: Context) -> Page[PaperAccess]:
    """Newest first."""
    paper, viewer = shelf.get_visible(request.paper_id, context)
    if not owns(viewer, paper):
        raise ServiceError(ErrorCode.FORBIDDEN)
    asked = {"accesses_of": paper.paper_id}
    before = pagination.decode_cursor(request.cursor, asked)[1] if request.cursor else None
    log = AccessLogRepository(shelf.store.database)
    found = log.newest(paper.paper_id, before, request.limit + 1)
    items = found[: request.limit]
    last = items[-1].access_id if len(found) > len(items) else None
    return Page[PaperAccess](
        items=tuple(map(public_view, items)), next_cursor=last and pagination.encode_cursor(last, last, asked)
    )


def can_see_file(shelf: PaperStore, file_id: str, context: Context) -> bool:
    """Whether the file is that of a paper that the caller sees."""
    return any(
        paper_visible(shelf.viewer_of(paper, context), paper) for paper in shelf.papers.of_files([file_id])
    )


def log_download(shelf: PaperStore, file_id: str, context: Context) -> None:
    """Each paper that this file is and that is another's is told of it."""
    for paper in shelf.papers.of_files([file_id]):
        if not owns(shelf.viewer_of(paper, context), paper):
            shelf.log_access(paper, AccessKind.DOWNLOADED, context)


def _narrower(request: ListPapers) -> list[dict[str, Any]]:
    filters: list[dict[str, Any]] = []
    if request.result_codes:
        filters.append({"result_code": {"$in": list(request.result_codes)}})
    if request.usable:
        filters.append({"revoked_reason": None, "replaced_by": None})
        filters.append({"$or": [{"valid_until": None}, {"valid_until": {"$gte": utcnow()}}]})
    return filters
