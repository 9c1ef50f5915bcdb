"""Deadlines as durable timers: set and taken back with the change that moves them, told when they fall due."""

from chassis.context import Context
from chassis.timer_rows import Timer
from chassis.unit import Unit
from dossiers.acts import Desk
from dossiers.domain.deadlines import ring
from dossiers.domain.dossier import Scene
from dossiers.keeping import dossiers_of


def wake(desk: Desk, timer: Timer, context: Context) -> None:
    """Nothing to do when the dossier has moved on: its deadline is another one, or was told already."""

    def work(unit: Unit) -> None:
        dossier = dossiers_of(unit).get(timer.payload["dossier_id"])
        alarm = desk.alarms_of(dossier).get(timer.payload["alarm"])
        if alarm is not None and alarm.at <= unit.now:
            scene = Scene(context.actor, unit.now, desk.laws.of(dossier))
            desk.keep(ring(dossier, alarm, scene), unit, dossier)

    desk.store.transaction(context, work)
