"""Dossiers of other agencies whose period is over are destroyed here (tiêu hủy); their own agency has them still."""

from chassis.core.context import Context
from chassis.core.person_export import require_accounts
from chassis.core.retention import PART_RECORDS, look_at
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import sync as contract
from contracts.dossiers import DossierStatus
from contracts.retention import ApplyRetention, RetentionPart
from sync.repository.dossiers import SyncedDossierRepository

AT_THEIR_END = frozenset(
    status.number for status in (DossierStatus.NOT_ACCEPTED, DossierStatus.WITHDRAWN, DossierStatus.RETURNED)
)


def apply_retention(store: Store, request: ApplyRetention, context: Context) -> RetentionPart:
    """The next part, once per command. Those that are not at their end stay. For accounts. Raises FORBIDDEN.

    What its agency reports anew comes again. A hold names the dossier by its code; of a person none is found here, since
    who it is is known by number alone.
    """
    require_accounts(context.actor)

    def work(uow: UnitOfWork) -> RetentionPart:
        repository = uow.repository(SyncedDossierRepository)
        found = look_at(
            repository.in_order(request.cursor or "", PART_RECORDS),
            id_of=lambda each: each.code,
            is_over=lambda each: each.status_number in AT_THEIR_END and each.event_at < request.before,
            is_held=lambda each: each.code in request.held_dossiers,
        )
        if not request.survey:
            repository.remove([each.code for each in found.due])
        return found.part

    return store.run_idempotent(contract.apply_retention, request, context, work)
