"""What sync has of one person: dossiers of other agencies, found by the number that is proved. They are theirs to erase."""

from collections.abc import Sequence

from chassis.core.context import Context
from chassis.core.person_export import Item, Source, entry, next_part, require_accounts
from chassis.storage.store import Store
from contracts.personal_data import (
    DataCategory,
    ErasePerson,
    Erasure,
    ExportedPart,
    ExportPerson,
    RetainedData,
    RetentionGround,
)
from sync.repository.dossiers import SyncedDossierRepository


def export_person(store: Store, request: ExportPerson, context: Context) -> ExportedPart:
    """The next part; nothing without a proved number. For accounts. Raises FORBIDDEN."""
    require_accounts(context.actor)
    if request.personal_number is None or request.assurance < 1:
        return ExportedPart()
    return next_part((_dossiers(store, request.personal_number),), request.cursor)


def erase_person(store: Store, request: ErasePerson, context: Context) -> Erasure:
    """Nothing is erased: the agency that reported it would report it again. For accounts. Raises FORBIDDEN."""
    require_accounts(context.actor)
    if request.personal_number is None or request.assurance < 1:
        return Erasure()
    count = store.repository(SyncedDossierRepository).count_of_owner(request.personal_number)
    ground = RetentionGround.SOURCE_AGENCY
    retained = RetainedData(category=DataCategory.SYNCED_DOSSIERS, count=count, ground=ground)
    return Erasure(retained=(retained,) if count else ())


def _dossiers(store: Store, number: str) -> Source:
    def read(after: str, limit: int) -> Sequence[Item]:
        found = store.repository(SyncedDossierRepository).of_owner(number, after, limit)
        return [
            Item(
                dossier.detail.code,
                (
                    entry(
                        f"synced_dossiers/{dossier.detail.code}.json", dossier.detail.model_dump(mode="json")
                    ),
                ),
            )
            for dossier in found
        ]

    return read
