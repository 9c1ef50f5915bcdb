"""Reminders of deadlines, sent when their timers fall due."""

from chassis.core.context import Context
from chassis.storage.timers import Timer
from chassis.storage.unit_of_work import UnitOfWork
from contracts.dossiers import AwaitedKind
from dossiers.application.dependencies import Dependencies
from dossiers.application.persistence import reminders_of, save
from dossiers.domain.actions.passing import with_ended_participation
from dossiers.domain.deadlines import Reminder, send
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.repository import DossierRepository
from dossiers.repository.issuances import IssuanceRepository


def send_reminder(deps: Dependencies, timer: Timer, context: Context) -> None:
    """The reminder of a `DEADLINE_TIMER`; none when the deadline has changed or was reminded of before. May repeat."""

    def work(uow: UnitOfWork) -> None:
        dossier = uow.repository(DossierRepository).get(timer.payload["dossier_id"])
        reminder = _reminder(deps, uow, dossier, timer.payload["alarm"])
        if reminder is not None and reminder.at <= uow.now:
            acting = ActionContext(context.actor, uow.now, deps.laws.of(dossier))
            save(uow, deps.laws, with_ended_participation(dossier, send(dossier, reminder, acting)), dossier)

    deps.store.transaction(context, work)


def _reminder(deps: Dependencies, uow: UnitOfWork, dossier: DossierState, alarm: str) -> Reminder | None:
    """That of the deadline; of the synchronisation of a result none once the result is sealed and in the store."""
    reminder = reminders_of(deps.laws, dossier).get(alarm)
    if reminder is None or reminder.deadline.what != AwaitedKind.SYNCHRONISATION:
        return reminder
    issued = uow.repository(IssuanceRepository).of(dossier.dossier_id)
    return reminders_of(deps.laws, issued.applied_to(dossier)).get(alarm)
