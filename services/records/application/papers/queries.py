"""Queries of the store of papers: one paper, the caller's own, who read one, and the papers that a file is."""

from typing import Any

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.pagination import page, position_of
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
from contracts.typed_codes import as_code
from records.application.papers.paper_store import PaperStore
from records.application.readings import record_paper_reading
from records.domain.access_log import public_view
from records.domain.paper_access import (
    Claimant,
    owned_filter,
    owns,
    paper_visible,
    require_citizen,
    reusable_filter,
)
from records.domain.paper_reuse import kinds_filter, usable_filter
from records.domain.papers import view
from records.repository.access_log import AccessLogRepository


def get_paper(papers: PaperStore, request: GetPaper, context: Context) -> StoredPaper:
    """Written in the access log when the caller is not the owner, recorded as a reading also when he acts for the owner.
    Raises NOT_FOUND."""
    paper, viewer = papers.get_visible(request.paper_id, context)
    if not owns(viewer, paper):
        papers.log_access(paper, AccessKind.READ, context)
    if not owns(viewer, paper) or context.actor.acting is not None:
        record_paper_reading(papers.store, paper, context)
    return view(paper, utcnow())


def list_papers(papers: PaperStore, request: ListPapers, context: Context) -> Page[StoredPaper]:
    """The caller's own, newest first."""
    require_citizen(context.actor)
    filter_ = request.model_dump(mode="json", exclude={"limit", "cursor"}) | {"of": context.actor.account_id}
    position, now = position_of(request.cursor, filter_, str), utcnow()
    claimant = papers.viewer(context).claimant
    query = {"$and": [owned_filter(claimant), *_narrower(request, claimant)]}
    return page(
        Page[StoredPaper],
        papers.papers.newest(query, position, request.limit + 1),
        request.limit,
        key=lambda paper: (paper.paper_id, paper.paper_id),
        filter=filter_,
        view=lambda paper: view(paper, now),
    )


def list_accesses(papers: PaperStore, request: ListAccesses, context: Context) -> Page[PaperAccess]:
    """For the owner of the paper, newest first."""
    paper, viewer = papers.get_visible(request.paper_id, context)
    if not owns(viewer, paper):
        raise ServiceError(ErrorCode.FORBIDDEN)
    filter_ = {"accesses_of": paper.paper_id}
    log = papers.store.repository(AccessLogRepository)
    position = position_of(request.cursor, filter_, str)
    return page(
        Page[PaperAccess],
        log.newest(paper.paper_id, position, request.limit + 1),
        request.limit,
        key=lambda entry: (entry.access_id, entry.access_id),
        filter=filter_,
        view=public_view,
    )


def can_see_file(papers: PaperStore, file_id: str, context: Context) -> bool:
    """Whether the file is that of a paper that the caller may see."""
    found = papers.papers.of_files([file_id])
    return any(paper_visible(papers.viewer_of(paper, context), paper) for paper in found)


def log_download(papers: PaperStore, file_id: str, context: Context) -> frozenset[str]:
    """In the access log of each paper that this file is and that is not the caller's own. The accounts of their owners."""
    others = [
        paper
        for paper in papers.papers.of_files([file_id])
        if not owns(papers.viewer_of(paper, context), paper)
    ]
    for paper in others:
        papers.log_access(paper, AccessKind.DOWNLOADED, context)
    return frozenset(paper.owner.account_id for paper in others if paper.owner.account_id)


def _narrower(request: ListPapers, claimant: Claimant) -> list[dict[str, Any]]:
    filters: list[dict[str, Any]] = []
    if request.result_codes:
        codes = {form for code in request.result_codes for form in (code, as_code(code))}
        filters.append({"result_code": {"$in": sorted(codes)}})
    if request.usable:
        filters.append(usable_filter(request.components, utcnow()))
        filters.append(reusable_filter(claimant))
    elif request.components is not None:
        filters.append(kinds_filter(request.components))
    return filters
