"""Outages of the system: recorded, ended, and carried through the open dossiers batch by batch."""

from datetime import datetime

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.core.pagination import page, position_of
from chassis.storage.timers import Timer
from chassis.storage.unit_of_work import UnitOfWork
from contracts import dossiers as contract
from contracts.base import Actor, ActorKind, Page
from contracts.catalog import WorkingCalendar
from contracts.dossiers import (
    Announcement,
    EndOutage,
    GetOutage,
    ListOutages,
    OutageEffect,
    RecordedOutage,
    RecordOutage,
)
from contracts.errors import ErrorCode, ServiceError
from dossiers.application.dependencies import Dependencies
from dossiers.application.persistence import save
from dossiers.domain.actions.outage import interruption, move_due_date, was_moved_by
from dossiers.domain.clock.outage import outage_effect
from dossiers.domain.clock.planned_outage import check_plan, last_day_to_announce
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.refusals import invalid_field
from dossiers.domain.model.state_machine import Transition
from dossiers.repository import DossierRepository
from dossiers.repository.outages import OutageRepository, StoredOutage

OUTAGE_TIMER = "dossiers.outage"
"""Kind of the timer that moves the due dates of the next dossiers."""
BATCH = 100
_RECORDERS = (ActorKind.ADMINISTRATOR, ActorKind.OPERATOR)


def record_outage(deps: Dependencies, request: RecordOutage, context: Context) -> RecordedOutage:
    """Raises FORBIDDEN, INVALID_REQUEST for times that cannot be, CALENDAR_INCOMPLETE of a planned one."""
    _require_recorder(context.actor)
    _check_announcement(request.announcement)
    if request.ended_at is not None:
        _check_end(request.ended_at, request.started_at)
    calendar = deps.clients.catalog.national_calendar(context)
    check_plan(request, utcnow(), calendar)
    fields = request.model_dump(exclude={"command_id"})
    outage = _with_effect(
        RecordedOutage(
            **fields,
            outage_id=new_id(),
            recorded_at=utcnow(),
            recorded_by=_recorder(context.actor),
            ended_by=_recorder(context.actor) if request.ended_at else None,
            announce_by=last_day_to_announce(request, calendar),
            effect=OutageEffect.LASTS,
        ),
        calendar,
    )

    def work(uow: UnitOfWork) -> RecordedOutage:
        _store(uow, outage)
        return outage

    return deps.store.run_idempotent(contract.record_outage, request, context, work)


def end_outage(deps: Dependencies, request: EndOutage, context: Context) -> RecordedOutage:
    """Raises FORBIDDEN, NOT_FOUND, INVALID_REQUEST of one that is over or was announced already, CALENDAR_INCOMPLETE."""
    _require_recorder(context.actor)
    _check_announcement(request.announcement)
    calendar = deps.clients.catalog.national_calendar(context)

    def work(uow: UnitOfWork) -> RecordedOutage:
        before = uow.repository(OutageRepository).get(request.outage_id).outage
        if before.ended_at is not None:
            raise invalid_field("/ended_at", "outage_ended", "The outage is over already.")
        if before.announcement is not None and request.announcement is not None:
            raise invalid_field("/announcement", "announced_already", "It was announced already.")
        _check_end(request.ended_at, before.started_at)
        ended = before.model_copy(
            update={
                "ended_at": request.ended_at,
                "ended_by": _recorder(context.actor),
                "announcement": before.announcement or request.announcement,
            }
        )
        outage = _with_effect(ended, calendar)
        _store(uow, outage)
        return outage

    return deps.store.run_idempotent(contract.end_outage, request, context, work)


def get_outage(deps: Dependencies, request: GetOutage, context: Context) -> RecordedOutage:
    """Raises FORBIDDEN, NOT_FOUND."""
    _require_recorder(context.actor)
    return deps.store.repository(OutageRepository).get(request.outage_id).outage


def list_outages(deps: Dependencies, request: ListOutages, context: Context) -> Page[RecordedOutage]:
    """Raises FORBIDDEN, INVALID_REQUEST for a cursor of another list."""
    _require_recorder(context.actor)
    last = position_of(request.cursor, {}, str)
    found = deps.store.repository(OutageRepository).newest(last and last[1], request.limit + 1)
    return page(
        Page[RecordedOutage],
        found,
        request.limit,
        key=lambda outage: (outage.outage_id, outage.outage_id),
        filter={},
    )


def move_due_dates(deps: Dependencies, timer: Timer, context: Context) -> None:
    """Work of the timer `OUTAGE_TIMER`: the next dossiers in the order of their ids, each in a transaction of its own.

    May be broken off and repeated: what an outage has moved it does not move again, and is counted once.
    """
    stored = deps.store.repository(OutageRepository).get(timer.key)
    outage = stored.outage
    if outage.finished_at is not None:
        return
    dossiers = deps.store.repository(DossierRepository)
    ids = dossiers.under_way_after(outage.agency_codes, stored.position, BATCH)
    moved = incomplete = 0
    for dossier in dossiers.find_all(ids).values():
        try:
            moved += _move(deps, dossier, outage, context)
        except ServiceError as error:
            if error.code is not ErrorCode.CALENDAR_INCOMPLETE:
                raise
            incomplete += 1
    more = len(ids) == BATCH

    def work(uow: UnitOfWork) -> None:
        after = outage.model_copy(
            update={
                "examined": outage.examined + len(ids),
                "moved": outage.moved + moved,
                "incomplete": outage.incomplete + incomplete,
                "finished_at": None if more else uow.now,
            }
        )
        uow.repository(OutageRepository).save(StoredOutage(after, ids[-1] if ids else stored.position))
        if more:
            uow.schedule(OUTAGE_TIMER, outage.outage_id, uow.now, {})

    deps.store.transaction(context, work)


def _move(deps: Dependencies, found: DossierState, outage: RecordedOutage, context: Context) -> bool:
    """Whether the outage has moved its due date, now or in a run that was broken off."""

    def change(dossier: DossierState, now: datetime) -> Transition:
        acting = ActionContext(context.actor, now, deps.laws.of(dossier))
        return move_due_date(dossier, outage, acting, deps.laws.get)

    def work(uow: UnitOfWork) -> bool:
        dossier = uow.repository(DossierRepository).get(found.dossier_id)
        made = change(dossier, uow.now)
        if made.events:
            save(uow, deps.laws, made, dossier)
        return was_moved_by(made.dossier, outage.outage_id)

    if not change(found, utcnow()).events:
        return was_moved_by(found, outage.outage_id)
    return deps.store.transaction(context, work)


def _with_effect(outage: RecordedOutage, calendar: WorkingCalendar) -> RecordedOutage:
    return outage.model_copy(update={"effect": outage_effect(interruption(outage), calendar)})


def _store(uow: UnitOfWork, outage: RecordedOutage) -> None:
    uow.repository(OutageRepository).save(StoredOutage(outage))
    if outage.effect is OutageEffect.MOVES:
        uow.schedule(OUTAGE_TIMER, outage.outage_id, uow.now, {})


def _check_announcement(announcement: Announcement | None) -> None:
    if announcement is not None and announcement.announced_at > utcnow():
        raise invalid_field("/announcement/announced_at", "not_yet", "It has not been announced yet.")


def _check_end(ended_at: datetime, started_at: datetime) -> None:
    if ended_at <= started_at:
        raise invalid_field("/ended_at", "backwards", "The end is before the beginning.")
    if ended_at > utcnow():
        raise invalid_field("/ended_at", "not_yet", "It is not over yet.")


def _recorder(actor: Actor) -> str:
    return actor.account_id or actor.name


def _require_recorder(actor: Actor) -> None:
    if actor.kind not in _RECORDERS:
        raise ServiceError(ErrorCode.FORBIDDEN)
