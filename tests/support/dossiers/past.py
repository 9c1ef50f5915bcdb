"""Dossiers with a past: actions at earlier times, stored as the service stores them, with their timers."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from tests.support.dossiers.office import OFFICER, LocalOffice
from tests.support.dossiers.samples import acceptance, calendar, file, filing, number_of

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.unit_of_work import UnitOfWork
from contracts.base import Actor
from contracts.catalog import Shift, WorkingCalendar
from dossiers.application.persistence import save
from dossiers.domain.actions.reception import accept
from dossiers.domain.actions.submission import submit
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.dossier_code import code_series, dossier_code
from dossiers.domain.model.law import Law
from dossiers.domain.model.state_machine import Transition

Act = Callable[[DossierState, ActionContext], Transition]
Deed = tuple[timedelta, Act, Actor]
"""How long ago, what, who."""


def round_the_clock() -> WorkingCalendar:
    """Every minute but one of every day is worked: what the tests count does not depend on when they run."""
    today = utcnow().date()
    span = timedelta(days=400)
    return calendar().model_copy(
        update={
            "calendar_id": "day-and-night",
            "shifts": (Shift(start=time(0), end=time(23, 59)),),
            "weekend": (),
            "closed_days": (),
            "working_days": (),
            "covers_from": today - span,
            "covers_to": today + span,
        }
    )


@dataclass
class Past:
    """Each action of a life is stored in a transaction of its own, with the timers that it sets."""

    office: LocalOffice

    def lived(self, law: Law, filed: timedelta, *deeds: Deed) -> DossierState:
        """A dossier filed so long ago by the office's citizen, with what was done to it after."""
        self.office.deps.laws.store(law)
        now = utcnow()
        dossier = self._file(new_id(), law, (now - filed).astimezone(UTC))
        for ago, act, actor in deeds:
            action_context = ActionContext(actor, now - ago, law)
            dossier = self._store(act(dossier, action_context), dossier, action_context.now)
        return dossier

    def accepted(self, ago: timedelta) -> Deed:
        def act(dossier: DossierState, action_context: ActionContext) -> Transition:
            series = code_series(dossier.agency_code, action_context.now)
            code = dossier_code(series, int(dossier.dossier_id.replace("-", "")[-12:], 16))
            return accept(dossier, acceptance(dossier_id=dossier.dossier_id), action_context, code=code)

        return ago, act, OFFICER

    def _file(self, dossier_id: str, law: Law, now: datetime) -> DossierState:
        citizen = self.office.citizen
        base = filing(procedure_code=law.procedure.code)
        filed = replace(
            base,
            dossier_id=dossier_id,
            submission_number=number_of(dossier_id),
            applicant=base.applicant.model_copy(update={"account_id": citizen.account_id}),
            files={"f1": file("f1", citizen.account_id)},
        )
        return self._store(submit(filed, ActionContext(citizen, now, law)), None, now)

    def _store(self, transition: Transition, before: DossierState | None, now: datetime) -> DossierState:
        def work(uow: UnitOfWork) -> None:
            uow.now = now
            save(uow, self.office.deps.laws, transition, before)

        self.office.deps.store.transaction(Context.new(OFFICER), work)
        return transition.dossier
