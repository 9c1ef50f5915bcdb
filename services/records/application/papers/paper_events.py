"""What is recorded of a paper of the store."""

from chassis.storage.unit_of_work import UnitOfWork
from contracts.events import EventType
from contracts.records import PaperEvent
from records.domain.papers import PaperState


def record_paper_event(uow: UnitOfWork, type_: EventType[PaperEvent], paper: PaperState) -> None:
    uow.record_event(type_, paper.paper_id, paper.version, PaperEvent(**event_fields(paper)))


def event_fields(paper: PaperState) -> dict[str, str | None]:
    """Of every event of a paper. Of its owner it has the account and nothing else."""
    return {
        "paper_id": paper.paper_id,
        "result_code": paper.result_code,
        "account_id": paper.owner.account_id,
        "dossier_id": paper.dossier_id,
        "origin": paper.origin,
    }
