"""Machine clients end with their agency (cơ quan chấm dứt hoạt động): on the day from which there is none any more."""

from accounts.application.machine_clients import administration
from accounts.domain.machine_clients import clients
from accounts.repository.agency_ends import AgencyEnd, AgencyEndRepository
from accounts.repository.machine_clients import MachineClientRepository
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.timers import Timer
from chassis.storage.unit_of_work import UnitOfWork
from contracts import topology
from contracts.catalog import AgencyEndSet
from contracts.events import Event
from contracts.time import local_day, start_of_day

AGENCY_END = "accounts.agency_end"
"""Timer, keyed by agency: the day from which there is none any more begins."""


def on_agency_end(store: Store, event: Event[AgencyEndSet], context: Context) -> None:
    """The clients of an agency that has ended are disabled at once, those of one that will end when it does."""
    payload = event.payload

    def work(uow: UnitOfWork) -> None:
        ends = uow.repository(AgencyEndRepository)
        if payload.ended_on is None:
            ends.remove(payload.agency_code)
            uow.cancel(AGENCY_END, payload.agency_code)
            return
        end = AgencyEnd(payload.agency_code, payload.agency_codes, payload.ended_on)
        ends.save(end)
        if end.ended_on <= local_day(uow.now):
            _disable_clients(uow, end)
        else:
            uow.schedule(AGENCY_END, end.agency_code, start_of_day(end.ended_on), {})

    store.handle_once(topology.ACCOUNTS_AGENCIES, event, context, work)


def end_agency(store: Store, timer: Timer, context: Context) -> None:
    """The day has begun. Nothing where the agency goes on after all."""

    def work(uow: UnitOfWork) -> None:
        end = uow.repository(AgencyEndRepository).get(timer.key)
        if end is not None and end.ended_on <= local_day(uow.now):
            _disable_clients(uow, end)

    store.transaction(context, work)


def _disable_clients(uow: UnitOfWork, end: AgencyEnd) -> None:
    for before in uow.repository(MachineClientRepository).of_agencies(end.agency_codes):
        administration.replace_client(uow, before, clients.disabled(before, uow.now))
