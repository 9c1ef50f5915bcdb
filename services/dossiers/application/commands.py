"""Acts on a kept dossier: seen, allowed, fresh, decided by the domain, kept once per command id."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import dossiers as contract
from contracts.base import Actor, Method
from contracts.dossiers import AdoptLaw, DossierAction, DossierCommand
from contracts.errors import ErrorCode, ServiceError, not_found
from dossiers.application.delegations import deputised_for
from dossiers.application.laws import Laws
from dossiers.application.persistence import dossiers_of, save_transition
from dossiers.application.views import dossier_view
from dossiers.domain.actions.assignment import DeputisedFor, deputised_officer, requeue_if_moved
from dossiers.domain.actions.law_change import adopt_law
from dossiers.domain.clock.moves import check_clock
from dossiers.domain.deadlines import Reminder, next_reminders
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.dossier_code import code_series, dossier_code
from dossiers.domain.model.law import Law
from dossiers.domain.model.refusals import localised
from dossiers.domain.model.state_machine import Transition
from dossiers.domain.rights.access import permitted, visible
from dossiers.repository import DelegationRepository, DossierRepository

Cmd = TypeVar("Cmd", bound=DossierCommand)
Decide = Callable[[DossierState, Cmd, ActionContext], Transition]
"""What the domain makes of a request. It may run more than once."""
DecideInTransaction = Callable[[DossierState, ActionContext, UnitOfWork], Transition]
Receive = Callable[[DossierState, Cmd, str, ActionContext], Transition]
"""What the domain makes of a reception, given the code of the dossier."""
ChooseLaw = Callable[[DossierState], Law]


DEADLINE_TIMER = "dossiers.deadlines"
"""The kind of the timers that wake for deadlines."""


@dataclass(frozen=True)
class DossierCommands:
    """One worker's access to the dossiers."""

    store: Store
    laws: Laws

    def get_visible(self, dossier_id: str, context: Context) -> DossierState:
        """Raises NOT_FOUND for what the caller may not see, as if it were not there."""
        return _check_visible(DossierRepository(self.store.database).get(dossier_id), context.actor)

    def execute(
        self, method: Method[Cmd, contract.Dossier], request: Cmd, context: Context, decide: Decide[Cmd]
    ) -> contract.Dossier:
        """Under the law kept with the dossier; where its calendar ends too early, with the calendar of today."""

        def in_unit(dossier: DossierState, scene: ActionContext, _uow: UnitOfWork) -> Transition:
            return decide(dossier, request, scene)

        try:
            return self._run(method, request, context, in_unit, self.laws.of)
        except ServiceError as error:
            if error.code is not ErrorCode.CALENDAR_INCOMPLETE:
                raise
        longer = self.laws.with_longer_calendar(self.get_visible(request.dossier_id, context), context)
        return self._run(method, request, context, in_unit, lambda _: longer)

    def execute_reception(
        self,
        method: Method[Cmd, contract.Dossier],
        request: Cmd,
        context: Context,
        decide: Receive[Cmd],
    ) -> contract.Dossier:
        """Under the law of the day of reception, with the next code of the agency's day."""
        law = self.laws.at_reception(self.get_visible(request.dossier_id, context), context)

        def in_unit(dossier: DossierState, scene: ActionContext, uow: UnitOfWork) -> Transition:
            series = code_series(dossier.agency_code, scene.now)
            code = dossier_code(series, dossiers_of(uow).next_number(series))
            return decide(dossier, request, code, scene)

        return self._run(method, request, context, in_unit, lambda _: law)

    def adopt_law(self, request: AdoptLaw, context: Context) -> contract.Dossier:
        """Under the law of today."""
        law = self.laws.of_today(self.get_visible(request.dossier_id, context), context)

        def in_unit(dossier: DossierState, scene: ActionContext, _uow: UnitOfWork) -> Transition:
            return adopt_law(dossier, request, scene)

        return self._run(contract.adopt_law, request, context, in_unit, lambda _: law)

    def save(self, change: Transition, uow: UnitOfWork, before: DossierState | None) -> DossierState:
        """What the log and the clock say is what is kept; its deadlines move with it. Raises VERSION_STALE."""
        after = change.dossier
        if before is None or before.clock != after.clock or before.due_at != after.due_at:
            check_clock(after, self.laws.get)
        self._reschedule(before, after, uow)
        return save_transition(change, uow)

    def reminders_of(self, dossier: DossierState) -> dict[str, Reminder]:
        return next_reminders(dossier, self.laws.of(dossier))

    def _reschedule(self, before: DossierState | None, after: DossierState, uow: UnitOfWork) -> None:
        old = {} if before is None else self.reminders_of(before)
        new = self.reminders_of(after)
        for name in old.keys() - new.keys():
            uow.cancel(DEADLINE_TIMER, f"{after.dossier_id} {name}")
        for name, alarm in new.items():
            if old.get(name) != alarm:
                payload = {"dossier_id": after.dossier_id, "alarm": name}
                uow.schedule(DEADLINE_TIMER, f"{after.dossier_id} {name}", alarm.at, payload)

    def _run(
        self,
        method: Method[Cmd, contract.Dossier],
        request: Cmd,
        context: Context,
        decide: DecideInTransaction,
        law_of: ChooseLaw,
    ) -> contract.Dossier:
        def work(uow: UnitOfWork) -> contract.Dossier:
            dossier, action = dossiers_of(uow).get(request.dossier_id), DossierAction(method.name)
            standing_for = deputised_for(
                DelegationRepository(uow.database, uow.session), dossier, context.actor, uow.now
            )
            _check(dossier, action, request.expected_version, context.actor, standing_for)
            scene = ActionContext(context.actor, uow.now, law_of(dossier))
            change = requeue_if_moved(dossier, decide(dossier, scene, uow), action, scene)
            told = change.with_payload(stands_in_for=deputised_officer(context.actor, dossier, standing_for))
            kept = self.save(told, uow, dossier)
            return dossier_view(kept, context.actor, uow.now, standing_for)

        try:
            return self.store.run_idempotent(method, request, context, work)
        except ServiceError as error:
            raise localised(error, context.locale) from error


def _check(
    dossier: DossierState,
    action: DossierAction,
    expected_version: int,
    actor: Actor,
    standing_for: DeputisedFor,
) -> None:
    """Raises NOT_FOUND, FORBIDDEN, VERSION_STALE, in this order."""
    _check_visible(dossier, actor)
    if not permitted(actor, action, dossier, standing_for):
        raise ServiceError(ErrorCode.FORBIDDEN)
    if dossier.version != expected_version:
        raise ServiceError(ErrorCode.VERSION_STALE, current=dossier.version)


def _check_visible(dossier: DossierState, actor: Actor) -> DossierState:
    if not visible(actor, dossier):
        raise not_found("dossier")
    return dossier
