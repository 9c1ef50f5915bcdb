"""Uploads that no dossier and no paper holds are destroyed (tiêu hủy) with their bytes, once their period is over."""

from chassis.core.context import Context
from chassis.core.person_export import require_accounts
from chassis.core.retention import PART_RECORDS, look_at
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import records as contract
from contracts.retention import ApplyRetention, RetentionPart
from records.application.personal_data import ground_of_file
from records.repository import FileRepository
from records.repository.blobs import BlobStore


def apply_retention(
    store: Store, blobs: BlobStore, request: ApplyRetention, context: Context
) -> RetentionPart:
    """The next part, once per command. The bytes go first, so that what is interrupted is found again. For accounts.

    Raises FORBIDDEN.
    """
    require_accounts(context.actor)

    def work(uow: UnitOfWork) -> RetentionPart:
        repository = uow.repository(FileRepository)
        found = look_at(
            repository.uploads_before(request.before, request.cursor or "", PART_RECORDS),
            id_of=lambda each: each.file_id,
            is_over=lambda each: ground_of_file(store, each, erasing=True) is None,
            is_held=lambda each: each.owner.account_id in request.held_accounts,
        )
        if not request.survey:
            for each in found.due:
                if each.blob_id is not None:
                    blobs.delete(each.blob_id)
            repository.remove(each.file_id for each in found.due)
        return found.part

    return store.run_idempotent(contract.apply_retention, request, context, work)
