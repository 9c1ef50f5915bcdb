"""Papers are read: one, the caller's own, who looked at them, their files."""

from typing import Any

from chassis import pages
from chassis.context import Context
from chassis.moments import now
from contracts.base import Page
from contracts.errors import Code, ServiceError
from contracts.records import (
    AccessKind,
    GetPaper,
    ListAccesses,
    ListPapers,
    PaperAccess,
    StoredPaper,
)
from records.domain.accesses import shown
from records.domain.paper_access import belonging, owns, require_citizen, visible
from records.domain.papers import view
from records.papers.shelf import Shelf
from records.repository.accesses import AccessRepository


def get_paper(shelf: Shelf, request: GetPaper, context: Context) -> StoredPaper:
    paper, viewer = shelf.look(request.paper_id, context)
    if not owns(viewer, paper):
        shelf.log(paper, AccessKind.READ, context)
    return view(paper, now())


def list_papers(shelf: Shelf, request: ListPapers, context: Context) -> Page[StoredPaper]:
    """The caller's own, newest first."""
    require_citizen(context.actor)
    asked = request.model_dump(mode="json", exclude={"limit", "cursor"}) | {"of": context.actor.account_id}
    before = pages.decode(request.cursor, asked)[1] if request.cursor else None
    wanted = {"$and": [belonging(shelf.viewer(context).owner), *_narrower(request)]}
    found = shelf.papers.newest(wanted, before, request.limit + 1)
    items = tuple(view(paper, now()) for paper in found[: request.limit])
    last = items[-1].paper_id if len(found) > len(items) else None
    return Page[StoredPaper](items=items, next_cursor=last and pages.encode(last, last, asked))


def list_accesses(shelf: Shelf, request: ListAccesses, context: Context) -> Page[PaperAccess]:
    """Newest first."""
    paper, viewer = shelf.look(request.paper_id, context)
    if not owns(viewer, paper):
        raise ServiceError(Code.FORBIDDEN)
    asked = {"accesses_of": paper.paper_id}
    before = pages.decode(request.cursor, asked)[1] if request.cursor else None
    log = AccessRepository(shelf.store.database)
    found = log.newest(paper.paper_id, before, request.limit + 1)
    items = found[: request.limit]
    last = items[-1].access_id if len(found) > len(items) else None
    return Page[PaperAccess](
        items=tuple(map(shown, items)), next_cursor=last and pages.encode(last, last, asked)
    )


def sees_file(shelf: Shelf, file_id: str, context: Context) -> bool:
    """Whether the file is that of a paper that the caller sees."""
    return any(visible(shelf.viewer_of(paper, context), paper) for paper in shelf.papers.of_files([file_id]))


def log_download(shelf: Shelf, file_id: str, context: Context) -> None:
    """Each paper that this file is and that is another's is told of it."""
    for paper in shelf.papers.of_files([file_id]):
        if not owns(shelf.viewer_of(paper, context), paper):
            shelf.log(paper, AccessKind.DOWNLOADED, context)


def _narrower(request: ListPapers) -> list[dict[str, Any]]:
    filters: list[dict[str, Any]] = []
    if request.result_codes:
        filters.append({"result_code": {"$in": list(request.result_codes)}})
    if request.usable:
        filters.append({"revoked_reason": None, "replaced_by": None})
        filters.append({"$or": [{"valid_until": None}, {"valid_until": {"$gte": now()}}]})
    return filters
