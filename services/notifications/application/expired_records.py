"""Messages whose period is over are destroyed (tiêu hủy): what they said and to whom goes with them."""

from chassis.core.context import Context
from chassis.core.person_export import require_accounts
from chassis.core.retention import PART_RECORDS, look_at
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import notifications as contract
from contracts.retention import ApplyRetention, RetentionPart
from notifications.repository.messages import MessageRepository, OldMessage


def apply_retention(store: Store, request: ApplyRetention, context: Context) -> RetentionPart:
    """The next part, once per command; one that still waits for its delivery stays. For accounts. Raises FORBIDDEN."""
    require_accounts(context.actor)

    def is_held(message: OldMessage) -> bool:
        return (
            message.account_id in request.held_accounts
            or message.dossier_id in request.held_dossiers
            or message.dossier_code in request.held_dossiers
        )

    def work(uow: UnitOfWork) -> RetentionPart:
        repository = uow.repository(MessageRepository)
        found = look_at(
            repository.older(request.before, request.cursor or "", PART_RECORDS),
            id_of=lambda each: each.message_id,
            is_over=lambda each: each.settled,
            is_held=is_held,
        )
        if not request.survey:
            repository.remove([each.message_id for each in found.due])
        return found.part

    return store.run_idempotent(contract.apply_retention, request, context, work)
