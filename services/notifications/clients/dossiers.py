"""What notifications asks of dossiers: how to reach an applicant who has no account."""

from chassis.core.context import Context
from chassis.runtime.service import RpcClient
from contracts import dossiers
from contracts.accounts import Contact
from contracts.dossiers import GetRecord
from contracts.events import AnyEvent
from notifications.domain.audience import account_of_applicant, is_for_applicant_without_account


def find_applicant(client: RpcClient, event: AnyEvent, context: Context) -> Contact | None:
    """By the contact that the desk wrote down; None for events that are not for such a person. Raises NOT_FOUND."""
    if not is_for_applicant_without_account(event):
        return None
    request = GetRecord(dossier_id=event.payload.dossier_id)
    applicant = client.call_as_self(dossiers.get_record, request, context).dossier.applicant
    return Contact(
        account_id=account_of_applicant(event.payload.dossier_id),
        full_name=applicant.full_name,
        email=applicant.email,
        phone=applicant.phone,
    )
