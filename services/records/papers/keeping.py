"""Papers come into the store: results that were sealed, scans of the desk, uploads of their owners."""

from chassis.unit import Unit
from contracts import records as contract
from contracts.events import EventType
from contracts.records import PaperEvent, StoredPaper
from records.domain.papers import Paper, SealedPaper, replaced, sealed, view
from records.repository.papers import PaperRepository

__all__ = ["SealedPaper", "keep", "keep_sealed", "papers_of", "tell"]


def papers_of(unit: Unit) -> PaperRepository:
    return PaperRepository(unit.database, unit.session)


def keep_sealed(unit: Unit, asked: SealedPaper) -> StoredPaper:
    """Put a sealed result into its owner's store, in the transaction of the caller; it may repeat.

    The paper that it `replaces` is told so; raises `not_found` when there is no such paper.
    """
    known = papers_of(unit).find(asked.paper_id)
    if known is not None:
        return view(known, unit.now)
    if asked.replaces is not None:
        _replace(unit, asked.replaces, asked.paper_id)
    return keep(unit, sealed(asked, unit.now))


def keep(unit: Unit, paper: Paper) -> StoredPaper:
    papers_of(unit).add(paper)
    tell(unit, contract.PAPER_KEPT, paper)
    return view(paper, unit.now)


def tell(unit: Unit, type_: EventType[PaperEvent], paper: Paper) -> None:
    unit.append(type_, paper.paper_id, paper.version, PaperEvent(**told(paper)))


def told(paper: Paper) -> dict[str, str | None]:
    """What every event of a paper says. Of its owner the account and nothing else."""
    return {
        "paper_id": paper.paper_id,
        "result_code": paper.result_code,
        "account_id": paper.owner.account_id,
        "dossier_id": paper.dossier_id,
        "origin": paper.origin,
    }


def _replace(unit: Unit, paper_id: str, by: str) -> None:
    before = papers_of(unit).get(paper_id)
    after = replaced(before, by)
    if after is not before:
        papers_of(unit).replace(after, before.version)
        tell(unit, contract.PAPER_REPLACED, after)
