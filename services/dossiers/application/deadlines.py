"""Reminders of deadlines, sent when their timers fall due."""

from chassis.core.context import Context
from chassis.storage.timers import Timer
from chassis.storage.unit_of_work import UnitOfWork
from dossiers.application.dependencies import Dependencies
from dossiers.application.persistence import reminders_of, save
from dossiers.domain.actions.passing import with_ended_participation
from dossiers.domain.deadlines import send
from dossiers.domain.model.dossier import ActionContext
from dossiers.repository import DossierRepository


def send_reminder(deps: Dependencies, timer: Timer, context: Context) -> None:
    """The reminder of a `DEADLINE_TIMER`; none when the deadline has changed or was reminded of before. May repeat."""

    def work(uow: UnitOfWork) -> None:
        dossier = uow.repository(DossierRepository).get(timer.payload["dossier_id"])
        reminder = reminders_of(deps.laws, dossier).get(timer.payload["alarm"])
        if reminder is not None and reminder.at <= uow.now:
            acting = ActionContext(context.actor, uow.now, deps.laws.of(dossier))
            save(uow, deps.laws, with_ended_participation(dossier, send(dossier, reminder, acting)), dossier)

    deps.store.transaction(context, work)
