"""Storing a transition in one transaction: the dossier, its events, its timers and what it calls for beside itself."""

from chassis.storage.unit_of_work import UnitOfWork
from dossiers.application.documents import schedule
from dossiers.application.laws import Laws
from dossiers.domain.clock.moves import check_clock
from dossiers.domain.deadlines import Reminder, next_reminders
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.state_machine import Transition
from dossiers.repository import DossierRepository

DEADLINE_TIMER = "dossiers.deadlines"
"""Timer, keyed by dossier and deadline: the next reminder of the deadline."""


def save(uow: UnitOfWork, laws: Laws, transition: Transition, before: DossierState | None) -> None:
    """Store a transition that began at `before` (None: a new dossier); the transaction fails when another change came first.

    A transition without events changes nothing. Raises AssertionError when the due date does not follow from the moves of
    the clock.
    """
    after = transition.dossier
    if before is None or (before.clock, before.due_at) != (after.clock, after.due_at):
        check_clock(after, laws.get)
    _schedule_reminders(uow, laws, before, after)
    _store(uow, transition, before)
    schedule.schedule_documents(transition, uow)


def reminders_of(laws: Laws, dossier: DossierState) -> dict[str, Reminder]:
    """The next reminder of each of its deadlines, by the name of the deadline."""
    return next_reminders(dossier, laws.of(dossier))


def _store(uow: UnitOfWork, transition: Transition, before: DossierState | None) -> None:
    dossiers, after = uow.repository(DossierRepository), transition.dossier
    if before is None:
        dossiers.add(after)
    elif transition.events:
        dossiers.replace(after, before.version)
    for event in transition.events:
        private = dossiers.changes_to_store(after, event.changes)
        uow.record_event(event.type, after.dossier_id, event.version, event.payload, private=private)


def _schedule_reminders(
    uow: UnitOfWork, laws: Laws, before: DossierState | None, after: DossierState
) -> None:
    old = {} if before is None else reminders_of(laws, before)
    new = reminders_of(laws, after)
    for name in old.keys() - new.keys():
        uow.cancel(DEADLINE_TIMER, f"{after.dossier_id} {name}")
    for name, reminder in new.items():
        if old.get(name) != reminder:
            payload = {"dossier_id": after.dossier_id, "alarm": name}
            uow.schedule(DEADLINE_TIMER, f"{after.dossier_id} {name}", reminder.at, payload)
