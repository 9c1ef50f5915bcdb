"""Readings of dossiers by somebody else: recorded before the answer is given, and shown to the person."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.core.pagination import page, position_of
from chassis.observability.metrics import DATA_READINGS
from chassis.storage.encryption import cipher_of
from contracts.base import Actor, ActorKind, Page
from contracts.data_readings import (
    DataReading,
    ReadingGround,
    ReadPart,
    StatedGround,
    is_by_somebody_else,
    reader_of,
    sees_representations,
)
from contracts.dossiers import SERVICE, ListReadings
from contracts.errors import ErrorCode, ServiceError
from dossiers.application.dependencies import Dependencies
from dossiers.application.dossier_access import visible_dossier
from dossiers.application.restriction import check_ground
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.rights.disclosure import Audience, audience
from dossiers.domain.rights.reading_grounds import (
    ground_of,
    ground_of_list,
    may_list_readings,
    sees_readers,
)
from dossiers.domain.rights.rights import NOBODY, DeputisedFor
from dossiers.repository.readings import COLLECTION, ReadingRepository, reading_document


def record_reading(
    deps: Dependencies,
    dossier: DossierState,
    part: ReadPart,
    context: Context,
    deputised_for: DeputisedFor = NOBODY,
) -> None:
    """Record that the caller, who may see the dossier, is shown this part of it. Returns when the record is stored.

    Raises READING_GROUND_REQUIRED where no ground follows from the dossier and none is stated.
    """
    actor = context.actor
    if not is_by_somebody_else(actor):
        return
    stated = _stated(context)
    ground = ground_of(actor, dossier, deputised_for)
    if ground is None and stated is None:
        DATA_READINGS.labels(SERVICE, part.value, "asked").inc()
        if context.reading_ground is not None:
            raise ServiceError(ErrorCode.READING_GROUND_REQUIRED)
    if ground is None and stated is not None:
        check_ground(deps.store, dossier, stated.ground)
    if part is ReadPart.DOSSIER and audience(actor, dossier) is Audience.CONSULTED:
        part = ReadPart.MATTER
    followers = {dossier.dossier_id: dossier.follower_ids}
    _record(deps, part, followers, ground, stated, dossier.agency_name_of(actor.agency_code), context)


def record_lines(
    deps: Dependencies, part: ReadPart, followers: Mapping[str, Sequence[str]], context: Context
) -> None:
    """Record that the caller is shown a line of each of these dossiers, with the accounts that follow it: one record.

    A look-up by number is recorded also where it found nothing, without the number.
    """
    if (followers or part is ReadPart.LOOK_UP) and is_by_somebody_else(context.actor):
        _record(deps, part, followers, ground_of_list(context.actor), _stated(context), None, context)


def list_readings(deps: Dependencies, request: ListReadings, context: Context) -> Page[DataReading]:
    """Newest first: of the caller's dossiers by others, or of one dossier. Raises NOT_FOUND, FORBIDDEN.

    The person sees the agency and the ground; the head and the leaders of the agency also the officer.
    """
    actor, readings = context.actor, deps.store.repository(ReadingRepository)
    list_ = {"readings_of": request.dossier_id, "by": actor.account_id}
    after = position_of(request.cursor, list_, str)
    if request.dossier_id is None:
        _check_citizen(actor)
        found = readings.of_person(actor.account_id, after, request.limit + 1)
        own, with_readers = readings.dossiers_of(actor.account_id, found), False
    else:
        dossier = visible_dossier(deps.store, request.dossier_id, context)
        if not may_list_readings(actor, dossier):
            raise ServiceError(ErrorCode.FORBIDDEN)
        found = readings.of_dossier(dossier.dossier_id, after, request.limit + 1)
        own, with_readers = frozenset((dossier.dossier_id,)), sees_readers(actor, dossier)
    return page(
        Page[DataReading],
        found,
        request.limit,
        key=lambda reading: (reading.reading_id, reading.reading_id),
        filter=list_,
        view=lambda reading: shown_reading(
            reading,
            own,
            actor.agency_code if with_readers else None,
            with_acts=sees_representations(actor),
        ),
    )


def _check_citizen(actor: Actor) -> None:
    if actor.kind is not ActorKind.CITIZEN or not actor.account_id:
        raise ServiceError(ErrorCode.FORBIDDEN)


def shown_reading(
    reading: DataReading, dossier_ids: Iterable[str], agency_code: str | None, *, with_acts: bool = False
) -> DataReading:
    """Of these dossiers alone; the officer and the paper are shown to his own agency, and nobody else's."""
    own = frozenset(dossier_ids)
    shown: dict[str, Any] = {"dossier_ids": tuple(each for each in reading.dossier_ids if each in own)}
    if not with_acts:
        shown["representation_id"] = None
    if agency_code is None or reading.agency_code != agency_code:
        return reading.model_copy(update={**shown, "officer_id": None, "reference": None})
    return reading.model_copy(update=shown)


def _stated(context: Context) -> StatedGround | None:
    """What a gateway has passed on is well-formed; anything else states nothing."""
    try:
        return StatedGround.parse(context.reading_ground or "")
    except ValueError:
        return None


def _record(
    deps: Dependencies,
    part: ReadPart,
    followers: Mapping[str, Sequence[str]],
    ground: ReadingGround | None,
    stated: StatedGround | None,
    agency_name: str | None,
    context: Context,
) -> None:
    """A stated ground goes before the one of the work: who states it reads for it."""
    reading = DataReading(
        reading_id=new_id(),
        read_at=utcnow(),
        part=part,
        dossier_ids=tuple(followers),
        **reader_of(context.actor),
        agency_name=agency_name,
        ground=stated.ground if stated else ground or ReadingGround.NOT_STATED,
        reference=(stated.reference or None) if stated else None,
    )
    people = tuple(dict.fromkeys(account_id for accounts in followers.values() for account_id in accounts))
    deps.store.insert_shared(
        context, COLLECTION, reading_document(reading, people, cipher_of(deps.store.database))
    )
    DATA_READINGS.labels(SERVICE, part.value, reading.ground.value).inc()
