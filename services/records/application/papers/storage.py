"""Papers come into the store: results that were sealed, scans of the desk, uploads of their owners."""

from chassis.storage.unit_of_work import UnitOfWork
from contracts import records as contract
from contracts.events import EventType
from contracts.records import PaperEvent, StoredPaper
from records.domain.papers import PaperState, SealedPaper, replaced, sealed, view
from records.repository.papers import PaperRepository

__all__ = ["SealedPaper", "add_paper", "add_sealed_paper", "papers_of", "record_paper_event"]


def papers_of(uow: UnitOfWork) -> PaperRepository:
    return PaperRepository(uow.database, uow.session)


def add_sealed_paper(uow: UnitOfWork, asked: SealedPaper) -> StoredPaper:
    """Put a sealed result into its owner's store, in the transaction of the caller; it may repeat.

    The paper that it `replaces` is told so; raises `not_found` when there is no such paper.
    """
    known = papers_of(uow).find(asked.paper_id)
    if known is not None:
        return view(known, uow.now)
    if asked.replaces is not None:
        _replace(uow, asked.replaces, asked.paper_id)
    return add_paper(uow, sealed(asked, uow.now))


def add_paper(uow: UnitOfWork, paper: PaperState) -> StoredPaper:
    papers_of(uow).add(paper)
    record_paper_event(uow, contract.PAPER_KEPT, paper)
    return view(paper, uow.now)


def record_paper_event(uow: UnitOfWork, type_: EventType[PaperEvent], paper: PaperState) -> None:
    uow.record_event(type_, paper.paper_id, paper.version, PaperEvent(**event_fields(paper)))


def event_fields(paper: PaperState) -> dict[str, str | None]:
    """What every event of a paper says. Of its owner the account and nothing else."""
    return {
        "paper_id": paper.paper_id,
        "result_code": paper.result_code,
        "account_id": paper.owner.account_id,
        "dossier_id": paper.dossier_id,
        "origin": paper.origin,
    }


def _replace(uow: UnitOfWork, paper_id: str, by: str) -> None:
    before = papers_of(uow).get(paper_id)
    after = replaced(before, by)
    if after is not before:
        papers_of(uow).replace(after, before.version)
        record_paper_event(uow, contract.PAPER_REPLACED, after)
