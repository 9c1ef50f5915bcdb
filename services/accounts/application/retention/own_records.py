"""What accounts itself has whose period may be over: requests of data subjects that are done."""

from accounts.repository.personal_data.requests import DataRequestRepository, StoredRequest
from chassis.core.retention import PART_RECORDS, look_at
from chassis.storage.unit_of_work import UnitOfWork
from contracts.retention import ApplyRetention, RetentionPart

SERVICE = "accounts"


def apply(uow: UnitOfWork, request: ApplyRetention) -> RetentionPart:
    """The next part, in the transaction that notes it."""
    repository = uow.repository(DataRequestRepository)

    def is_over(stored: StoredRequest) -> bool:
        return stored.request.done_at is not None and stored.request.done_at < request.before

    found = look_at(
        repository.made_before(request.before, request.cursor or "", PART_RECORDS),
        id_of=lambda each: each.request.request_id,
        is_over=is_over,
        is_held=lambda each: each.request.account_id in request.held_accounts,
    )
    if not request.survey:
        repository.remove([each.request.request_id for each in found.due])
    return found.part
