"""Acts on a kept dossier: seen, allowed, fresh, decided by the domain, kept once per command id."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from chassis.context import Context
from chassis.store import Store
from chassis.unit import Unit
from contracts import dossiers as contract
from contracts.base import Actor, Method
from contracts.dossiers import Action, AdoptLaw, DossierCommand
from contracts.errors import Code, ServiceError, not_found
from dossiers.delegations import standing
from dossiers.domain.access import permitted, visible
from dossiers.domain.adoption import adopt_law
from dossiers.domain.assignment import Standing, passed_on, stood_in_for
from dossiers.domain.code import code_series, dossier_code
from dossiers.domain.deadlines import Alarm, alarms
from dossiers.domain.dossier import Dossier, Scene
from dossiers.domain.guards import in_words
from dossiers.domain.law import Law
from dossiers.domain.lifecycle import Change
from dossiers.domain.timing import check_clock
from dossiers.keeping import dossiers_of, keep
from dossiers.lawbook import LawBook
from dossiers.repository import DelegationRepository, DossierRepository
from dossiers.views import view

Cmd = TypeVar("Cmd", bound=DossierCommand)
Decide = Callable[[Dossier, Cmd, Scene], Change]
"""What the domain makes of a request. It may run more than once."""
DecideInUnit = Callable[[Dossier, Scene, Unit], Change]
Receive = Callable[[Dossier, Cmd, str, Scene], Change]
"""What the domain makes of a reception, given the code of the dossier."""
ChooseLaw = Callable[[Dossier], Law]


DEADLINES = "dossiers.deadlines"
"""The kind of the timers that wake for deadlines."""


@dataclass(frozen=True)
class Desk:
    """One worker's access to the dossiers."""

    store: Store
    laws: LawBook

    def look(self, dossier_id: str, context: Context) -> Dossier:
        """Raises NOT_FOUND for what the caller may not see, as if it were not there."""
        return _seen(DossierRepository(self.store.database).get(dossier_id), context.actor)

    def act(
        self, method: Method[Cmd, contract.Dossier], request: Cmd, context: Context, decide: Decide[Cmd]
    ) -> contract.Dossier:
        """Under the law kept with the dossier; where its calendar ends too early, with the calendar of today."""

        def in_unit(dossier: Dossier, scene: Scene, _unit: Unit) -> Change:
            return decide(dossier, request, scene)

        try:
            return self._run(method, request, context, in_unit, self.laws.of)
        except ServiceError as error:
            if error.code is not Code.CALENDAR_INCOMPLETE:
                raise
        longer = self.laws.with_longer_calendar(self.look(request.dossier_id, context), context)
        return self._run(method, request, context, in_unit, lambda _: longer)

    def receive(
        self,
        method: Method[Cmd, contract.Dossier],
        request: Cmd,
        context: Context,
        decide: Receive[Cmd],
    ) -> contract.Dossier:
        """Under the law of the day of reception, with the next code of the agency's day."""
        law = self.laws.at_reception(self.look(request.dossier_id, context), context)

        def in_unit(dossier: Dossier, scene: Scene, unit: Unit) -> Change:
            series = code_series(dossier.agency_code, scene.now)
            code = dossier_code(series, dossiers_of(unit).next_number(series))
            return decide(dossier, request, code, scene)

        return self._run(method, request, context, in_unit, lambda _: law)

    def adopt_law(self, request: AdoptLaw, context: Context) -> contract.Dossier:
        """Under the law of today."""
        law = self.laws.of_today(self.look(request.dossier_id, context), context)

        def in_unit(dossier: Dossier, scene: Scene, _unit: Unit) -> Change:
            return adopt_law(dossier, request, scene)

        return self._run(contract.adopt_law, request, context, in_unit, lambda _: law)

    def keep(self, change: Change, unit: Unit, before: Dossier | None) -> Dossier:
        """What the log and the clock say is what is kept; its deadlines move with it. Raises VERSION_STALE."""
        after = change.dossier
        if before is None or before.clock != after.clock or before.due_at != after.due_at:
            check_clock(after, self.laws.named)
        self._time(before, after, unit)
        return keep(change, unit)

    def alarms_of(self, dossier: Dossier) -> dict[str, Alarm]:
        return alarms(dossier, self.laws.of(dossier))

    def _time(self, before: Dossier | None, after: Dossier, unit: Unit) -> None:
        old = {} if before is None else self.alarms_of(before)
        new = self.alarms_of(after)
        for name in old.keys() - new.keys():
            unit.cancel(DEADLINES, f"{after.dossier_id} {name}")
        for name, alarm in new.items():
            if old.get(name) != alarm:
                payload = {"dossier_id": after.dossier_id, "alarm": name}
                unit.schedule(DEADLINES, f"{after.dossier_id} {name}", alarm.at, payload)

    def _run(
        self,
        method: Method[Cmd, contract.Dossier],
        request: Cmd,
        context: Context,
        decide: DecideInUnit,
        law_of: ChooseLaw,
    ) -> contract.Dossier:
        def work(unit: Unit) -> contract.Dossier:
            dossier, action = dossiers_of(unit).get(request.dossier_id), Action(method.name)
            standing_for = standing(
                DelegationRepository(unit.database, unit.session), dossier, context.actor, unit.now
            )
            _check(dossier, action, request.expected_version, context.actor, standing_for)
            scene = Scene(context.actor, unit.now, law_of(dossier))
            change = passed_on(dossier, decide(dossier, scene, unit), action, scene)
            told = change.telling(stands_in_for=stood_in_for(context.actor, dossier, standing_for))
            kept = self.keep(told, unit, dossier)
            return view(kept, context.actor, unit.now, standing_for)

        try:
            return self.store.command(method, request, context, work)
        except ServiceError as error:
            raise in_words(error, context.locale) from error


def _check(
    dossier: Dossier, action: Action, expected_version: int, actor: Actor, standing_for: Standing
) -> None:
    """Raises NOT_FOUND, FORBIDDEN, VERSION_STALE, in this order."""
    _seen(dossier, actor)
    if not permitted(actor, action, dossier, standing_for):
        raise ServiceError(Code.FORBIDDEN)
    if dossier.version != expected_version:
        raise ServiceError(Code.VERSION_STALE, current=dossier.version)


def _seen(dossier: Dossier, actor: Actor) -> Dossier:
    if not visible(actor, dossier):
        raise not_found("dossier")
    return dossier
