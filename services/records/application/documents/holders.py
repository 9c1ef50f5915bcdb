"""Who has the record of a dossier: the agency, until an archive has taken it over."""

from collections.abc import Sequence

from chassis.runtime.service import ReceivedEvent
from chassis.storage.unit_of_work import UnitOfWork
from contracts.dossiers import TransferState
from records.repository.issued_documents import IssuedDocumentRepository


def note_holders(uow: UnitOfWork, received: Sequence[ReceivedEvent]) -> None:
    """What was issued for dossiers of a receipted transfer says who holds them. May be repeated."""
    for each in received:
        transfer = each.event.payload
        if transfer.state is TransferState.RECEIPTED and transfer.dossier_ids:
            uow.repository(IssuedDocumentRepository).note_holder(transfer.dossier_ids, transfer.archive_name)
