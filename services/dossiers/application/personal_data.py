"""What dossiers has of one person: exported as the person sees it, and erased once no law retains it."""

from collections.abc import Sequence

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.person_export import Item, Source, entry, next_part, require_accounts
from chassis.storage import event_log
from chassis.storage.store import Store
from contracts.base import Actor, ActorKind
from contracts.personal_data import (
    DataCategory,
    ErasedData,
    ErasePerson,
    Erasure,
    ExportedFile,
    ExportedPart,
    ExportPerson,
    RetainedData,
    RetentionGround,
)
from dossiers.application.archive.retention import retained
from dossiers.application.erasure import erase_person_key
from dossiers.application.queries.dossier import LONGEST_HISTORY, history_entry
from dossiers.application.readings import shown_reading
from dossiers.application.views import dossier_view
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.rights.disclosure import audience, shown_entry
from dossiers.domain.rights.rights import Rights
from dossiers.repository import DossierRepository, IssuanceRepository
from dossiers.repository.ended import DossierAge, EndedDossierRepository
from dossiers.repository.readings import ReadingRepository


def export_person(store: Store, request: ExportPerson, context: Context) -> ExportedPart:
    """The next part: dossiers with their histories, then who has read them. For accounts. Raises FORBIDDEN."""
    require_accounts(context.actor)
    sources = (_dossiers(store, request.account_id), _readings(store, request.account_id))
    return next_part(sources, request.cursor)


def erase_person(store: Store, request: ErasePerson, context: Context) -> Erasure:
    """Dossiers are archived by law, and those in work go on (Luật 91/2025/QH15 điều 19). For accounts. Raises FORBIDDEN.

    Once the law retains none of the person's own any more, the key of their personal data is destroyed. May be repeated.
    """
    require_accounts(context.actor)
    repository = store.repository(DossierRepository)
    under_way, ended = repository.count_followed(request.account_id)
    expired = _expired(store, request)
    if expired is not None and not request.survey:
        erase_person_key(store, request.account_id)
        store.repository(EndedDossierRepository).anonymise([each.dossier_id for each in expired])
    gone = len(expired or ())
    readings = store.repository(ReadingRepository).count_of_person(request.account_id)
    found = (
        (DataCategory.DOSSIERS, under_way, RetentionGround.DOSSIER_UNDER_WAY),
        (DataCategory.DOSSIERS, ended - gone, RetentionGround.DOSSIER_RECORD),
        (DataCategory.DATA_READINGS, readings, RetentionGround.LAWFUL_PROCESSING_EVIDENCE),
    )
    return Erasure(
        erased=(ErasedData(category=DataCategory.DOSSIERS, count=gone),) if gone else (),
        retained=tuple(
            RetainedData(category=category, count=count, ground=ground)
            for category, count, ground in found
            if count > 0
        ),
    )


def _expired(store: Store, request: ErasePerson) -> list[DossierAge] | None:
    """The person's own dossiers that hold personal data still and that no law retains; None where one is retained."""
    own = store.repository(EndedDossierRepository).of_owners([request.account_id])
    left = [each for each in own if not each.anonymised]
    before = request.ended_before
    over = all(before is not None and each.ended_before(before) for each in left)
    if over and not retained(store, left):
        return left
    return None


def _dossiers(store: Store, account_id: str) -> Source:
    person = Actor(kind=ActorKind.CITIZEN, account_id=account_id)

    def read(after: str, limit: int) -> Sequence[Item]:
        found = store.repository(DossierRepository).followed_after(account_id, after, limit)
        return [_dossier(store, dossier, person) for dossier in found]

    return read


def _dossier(store: Store, dossier: DossierState, person: Actor) -> Item:
    """As the person sees it in the interface, with its history and its files."""
    as_issued = store.repository(IssuanceRepository).of(dossier.dossier_id).applied_to(dossier)
    view = dossier_view(Rights(person, as_issued), utcnow())
    to = audience(person, as_issued)
    entries = event_log.entries(store.database, dossier.dossier_id, 0, LONGEST_HISTORY)
    history = [
        shown_entry(history_entry(each, as_issued, "vi"), to).model_dump(mode="json") for each in entries
    ]
    folder = f"dossiers/{dossier.dossier_id}"
    return Item(
        dossier.dossier_id,
        (
            entry(f"{folder}/dossier.json", view.model_dump(mode="json")),
            entry(f"{folder}/history.json", history),
        ),
        tuple(
            ExportedFile(path=f"{folder}/{file_id}", file_id=file_id)
            for file_id in dict.fromkeys(file_ids_in(view.model_dump()))
        ),
    )


def file_ids_in(value: object) -> list[str]:
    """Every id of a file within a shown dossier, in its order: papers that were handed in, documents, results."""
    if isinstance(value, dict):
        own = [inner for name, inner in value.items() if name.endswith("file_id") and isinstance(inner, str)]
        return own + [each for inner in value.values() for each in file_ids_in(inner)]
    if isinstance(value, list | tuple):
        return [each for inner in value for each in file_ids_in(inner)]
    return []


def _readings(store: Store, account_id: str) -> Source:
    def read(after: str, limit: int) -> Sequence[Item]:
        repository = store.repository(ReadingRepository)
        found = repository.of_person(account_id, (after, after) if after else None, limit)
        own = repository.dossiers_of(account_id, found)
        return [
            Item(
                reading.reading_id,
                (
                    entry(
                        f"data_readings/{reading.reading_id}.json",
                        shown_reading(reading, own, None).model_dump(mode="json"),
                    ),
                ),
            )
            for reading in found
        ]

    return read
