"""Receipts of fees taken at the counter (biên lai): each number of an agency stands for one payment."""

from chassis.storage.unit_of_work import UnitOfWork
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.refusals import invalid_field
from dossiers.repository.receipts import ReceiptRepository


def claim_receipt(uow: UnitOfWork, before: DossierState, after: DossierState) -> None:
    """Take the number of a receipt that the change gives to the dossier. Raises INVALID_REQUEST where it is taken."""
    number = after.fee.receipt_number if after.fee is not None else None
    if number is None or (before.fee is not None and before.fee.receipt_number == number):
        return
    if not uow.repository(ReceiptRepository).claim(after.agency_code, number, after.dossier_id):
        raise invalid_field(
            "/receipt_number", "already_used", "Another payment of the agency has this receipt number."
        )
