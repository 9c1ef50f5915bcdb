"""Deadlines as durable timers: set and taken back with the change that moves them, told when they fall due."""

from chassis.core.context import Context
from chassis.storage.timers import Timer
from chassis.storage.unit_of_work import UnitOfWork
from dossiers.application.commands import DossierCommands
from dossiers.application.persistence import dossiers_of
from dossiers.domain.deadlines import send
from dossiers.domain.model.dossier import ActionContext


def send_reminder(desk: DossierCommands, timer: Timer, context: Context) -> None:
    """Nothing to do when the dossier has moved on: its deadline is another one, or was told already."""

    def work(uow: UnitOfWork) -> None:
        dossier = dossiers_of(uow).get(timer.payload["dossier_id"])
        alarm = desk.reminders_of(dossier).get(timer.payload["alarm"])
        if alarm is not None and alarm.at <= uow.now:
            scene = ActionContext(context.actor, uow.now, desk.laws.of(dossier))
            desk.save(send(dossier, alarm, scene), uow, dossier)

    desk.store.transaction(context, work)
