"""Readings of files and papers by somebody else: recorded before the answer is given, and shown to the person."""

from collections.abc import Iterable

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.core.pagination import page, position_of
from chassis.observability.metrics import DATA_READINGS
from chassis.storage.encryption import cipher_of
from chassis.storage.store import Store
from contracts.base import ActorKind, Page
from contracts.data_readings import (
    DataReading,
    ReadingGround,
    ReadPart,
    StatedGround,
    is_by_somebody_else,
    reader_of,
    sees_representations,
)
from contracts.errors import ErrorCode, ServiceError
from contracts.records import SERVICE, ListFileReadings
from records.application.restriction import check_ground
from records.domain.files import File
from records.domain.paper_access import ground as paper_ground
from records.domain.papers import PaperState
from records.repository.readings import COLLECTION, FileReadingRepository, reading_document


def record_reading(store: Store, file: File, owners: Iterable[str], context: Context) -> None:
    """Record that the caller, who may see the file, is given its bytes. Returns when the record is stored.

    `owners`: the accounts whose papers of the store it is.
    """
    if context.actor.account_id == file.owner.account_id and context.actor.acting is None:
        return
    people = {*file.readers.account_ids, *owners}
    if file.owner.kind is ActorKind.CITIZEN:
        people.add(file.owner.account_id)
    _record(store, ReadPart.FILE, ReadingGround.DOSSIER, people, context, file_ids=(file.file_id,))


def record_paper_reading(store: Store, paper: PaperState, context: Context) -> None:
    """Record that the caller, who may see the paper and is not its owner himself, is shown what the store says of it."""
    ground = ReadingGround.ISSUER if paper_ground(context.actor, paper) == "issuer" else ReadingGround.DOSSIER
    people = {paper.owner.account_id} if paper.owner.account_id else set()
    _record(store, ReadPart.PAPER, ground, people, context, paper_ids=(paper.paper_id,))


def _record(
    store: Store,
    part: ReadPart,
    ground: ReadingGround,
    people: Iterable[str],
    context: Context,
    **read: tuple[str, ...],
) -> None:
    """A stated ground goes before the one of the work. `read`: the ids of what was read. Raises PROCESSING_RESTRICTED."""
    actor = context.actor
    if not is_by_somebody_else(actor):
        return
    if actor.acting is not None:
        ground = ReadingGround.REPRESENTATION
    stated = _stated(context)
    named = set(people)
    if stated is not None:
        check_ground(store, named, stated.ground)
    reading = DataReading(
        reading_id=new_id(),
        read_at=utcnow(),
        part=part,
        **reader_of(actor),
        ground=stated.ground if stated else ground,
        reference=(stated.reference or None) if stated else None,
        **read,
    )
    store.insert_shared(context, COLLECTION, reading_document(reading, named, cipher_of(store.database)))
    DATA_READINGS.labels(SERVICE, part.value, reading.ground.value).inc()


def list_file_readings(store: Store, request: ListFileReadings, context: Context) -> Page[DataReading]:
    """Of the caller's files and papers by others, newest first, with the agency and the ground. Raises FORBIDDEN."""
    actor = context.actor
    if actor.kind is not ActorKind.CITIZEN or not actor.account_id:
        raise ServiceError(ErrorCode.FORBIDDEN)
    list_ = {"file_readings_of": actor.account_id}
    after = position_of(request.cursor, list_, str)
    names = ("officer_id", "reference", *(() if sees_representations(actor) else ("representation_id",)))
    hidden = dict.fromkeys(names)
    return page(
        Page[DataReading],
        store.repository(FileReadingRepository).of_person(actor.account_id, after, request.limit + 1),
        request.limit,
        key=lambda reading: (reading.reading_id, reading.reading_id),
        filter=list_,
        view=lambda reading: reading.model_copy(update=hidden),
    )


def _stated(context: Context) -> StatedGround | None:
    """What a gateway has passed on is well-formed; anything else states nothing."""
    try:
        return StatedGround.parse(context.reading_ground or "")
    except ValueError:
        return None
