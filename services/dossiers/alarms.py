"""Deadlines as durable timers: set and taken back with the change that moves them, told when they fall due."""

from chassis.context import Context
from chassis.timer_rows import Timer
from chassis.unit import UnitOfWork
from dossiers.acts import DossierCommands
from dossiers.domain.deadlines import send
from dossiers.domain.dossier import ActionContext
from dossiers.keeping import dossiers_of


def send_reminder(desk: DossierCommands, timer: Timer, context: Context) -> None:
    """Nothing to do when the dossier has moved on: its deadline is another one, or was told already."""

    def work(uow: UnitOfWork) -> None:
        dossier = dossiers_of(uow).get(timer.payload["dossier_id"])
        alarm = desk.reminders_of(dossier).get(timer.payload["alarm"])
        if alarm is not None and alarm.at <= uow.now:
            scene = ActionContext(context.actor, uow.now, desk.laws.of(dossier))
            desk.save(send(dossier, alarm, scene), uow, dossier)

    desk.store.transaction(context, work)
