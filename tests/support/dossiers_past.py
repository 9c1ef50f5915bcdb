"""Dossiers that lived before the test: acts at moments of the past, kept as the service keeps them, timers and all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import cast

from tests.integration.dossiers.conftest import OFFICER, Office
from tests.support.dossiers_samples import AGENCY, acceptance, calendar, file, filing

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.runtime.rpc_client import RpcClient
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts.base import Actor
from contracts.catalog import Shift, WorkingCalendar
from dossiers.application.dependencies import Dependencies
from dossiers.application.persistence import save
from dossiers.clients import Clients
from dossiers.domain.actions.reception import accept
from dossiers.domain.actions.submission import submit
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.dossier_code import code_series, dossier_code
from dossiers.domain.model.law import Law
from dossiers.domain.model.state_machine import Transition
from dossiers.repository import LawCache

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
    """All acts of one life are kept in one transaction, so that no timer wakes between them."""

    deps: Dependencies
    office: Office

    def lived(self, law: Law, filed: timedelta, *deeds: Deed) -> DossierState:
        """A dossier filed so long ago by the office's citizen, with what was done to it after."""
        self.deps.laws.store(law)
        dossier_id, moment = new_id(), utcnow()

        def work(uow: UnitOfWork) -> DossierState:
            dossier = self._file(dossier_id, law, moment - filed, uow)
            for ago, act, actor in deeds:
                uow.now = moment - ago
                action_context = ActionContext(actor, uow.now, law)
                dossier = save(uow, self.deps.laws, act(dossier, action_context), dossier)
            return dossier

        return self.deps.store.transaction(Context.new(OFFICER), work)

    def accepted(self, ago: timedelta) -> Deed:
        def act(dossier: DossierState, action_context: ActionContext) -> Transition:
            series = code_series(AGENCY, action_context.now)
            code = dossier_code(series, int(dossier.dossier_id.replace("-", "")[-12:], 16))
            return accept(dossier, acceptance(dossier_id=dossier.dossier_id), action_context, code=code)

        return ago, act, OFFICER

    def _file(self, dossier_id: str, law: Law, moment: datetime, uow: UnitOfWork) -> DossierState:
        citizen = self.office.citizen
        base = filing(procedure_code=law.procedure.code)
        filed = type(base)(
            dossier_id=dossier_id,
            request=base.request,
            applicant=base.applicant.model_copy(update={"account_id": citizen.account_id}),
            agency_code=AGENCY,
            files={"f1": file("f1", citizen.account_id)},
        )
        uow.now = moment.astimezone(UTC)
        transition = submit(filed, ActionContext(citizen, uow.now, law))
        return save(uow, self.deps.laws, transition, None)


@contextmanager
def past_of(office: Office) -> Iterator[Past]:
    store = Store(office.mongo_uri, office.database.name, "dossiers", pool_size=2)
    nobody = cast("RpcClient", None)
    try:
        yield Past(Dependencies.of(store, Clients.over(nobody), LawCache()), office)
    finally:
        store.close()
