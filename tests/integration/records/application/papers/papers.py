"""Papers of the store, put there and read."""

from __future__ import annotations

from typing import Any

from tests.integration.records.use_cases import AGENCY, DOSSIERS, PDF, Records, as_actor

from chassis.core.clock import utcnow
from chassis.core.ids import new_id
from contracts.base import Actor
from contracts.records import (
    GetPaper,
    ListAccesses,
    ListPapers,
    PaperOwner,
    PaperReuseRequest,
    ReusablePapers,
    ReusePapers,
    StoredPaper,
)
from records.application.papers import queries, reuse
from records.application.papers.paper_store import add_sealed_papers
from records.domain.papers import SealedPaper

KIND = "KQ.G01.000065"


def add_sealed(records: Records, owner: PaperOwner, file_id: str = "", **changes: Any) -> StoredPaper:
    """A sealed result, as the sealing puts it into the store."""
    paper = SealedPaper(
        paper_id=new_id(),
        file_id=file_id or records.store_file(),
        sha256="0" * 64,
        size=len(PDF),
        media_type="application/pdf",
        verification_code="ABCD-EFGH-IJKL-MNOP",
        result_code=KIND,
        title="Thông báo kết quả giải quyết về cư trú",
        issuer_code=AGENCY,
        issuer_name="Công an phường mẫu",
        issued_at=utcnow(),
        owner=owner,
        dossier_id=new_id(),
        dossier_code="H05.34.44-20260302-0000001",
    ).model_copy(update=changes)
    (added,) = records.store.transaction(
        as_actor(DOSSIERS), lambda uow: add_sealed_papers(uow, ((paper, None),))
    )
    return added


def reuse_papers(records: Records, owner: PaperOwner, *papers: StoredPaper, **changes: Any) -> ReusablePapers:
    request = ReusePapers(
        command_id=new_id(),
        dossier_id=new_id(),
        agency_code="H06.10",
        owner=owner,
        questions=tuple(
            PaperReuseRequest(paper_id=paper.paper_id, component_code="tp", result_codes=(KIND,))
            for paper in papers
        ),
    )
    return reuse.reuse_papers(records.store, request.model_copy(update=changes), as_actor(DOSSIERS))


def get(records: Records, paper: StoredPaper, reader: Actor) -> StoredPaper:
    return queries.get_paper(records.papers, GetPaper(paper_id=paper.paper_id), as_actor(reader))


def accesses(records: Records, paper: StoredPaper, owner: Actor) -> list[tuple[str, str | None, str]]:
    """Kind, agency and ground, newest first."""
    request = ListAccesses(paper_id=paper.paper_id)
    found = queries.list_accesses(records.papers, request, as_actor(owner))
    return [(str(entry.kind), entry.agency_code, entry.ground) for entry in found.items]


def own(records: Records, owner: Actor, **filters: Any) -> list[str]:
    """The ids of the owner's papers, newest first."""
    found = queries.list_papers(records.papers, ListPapers(**filters), as_actor(owner))
    return [paper.paper_id for paper in found.items]
