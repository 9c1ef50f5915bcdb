"""The register of breaches of personal data."""

from accounts.application.breaches import register as breach_register
from accounts.application.breaches import timers as breach_timers
from chassis.runtime.service import (
    Context,
    RpcClient,
    Store,
    Timer,
    rpc,
    timer_handler,
)
from contracts import accounts as contract
from contracts.base import Page


class BreachEntrypoints:
    """Needs the dependencies that it names."""

    store: Store
    rpc_client: RpcClient

    @rpc(contract.record_breach)
    def record_breach(self, request: contract.RecordBreach, context: Context) -> contract.Breach:
        return breach_register.record_breach(self.store, request, context)

    @rpc(contract.amend_breach)
    def amend_breach(self, request: contract.AmendBreach, context: Context) -> contract.Breach:
        return breach_register.amend_breach(self.store, request, context)

    @rpc(contract.note_breach_notice)
    def note_breach_notice(self, request: contract.NoteBreachNotice, context: Context) -> contract.Breach:
        return breach_register.note_breach_notice(self.store, request, context)

    @rpc(contract.tell_affected_persons)
    def tell_affected_persons(
        self, request: contract.TellAffectedPersons, context: Context
    ) -> contract.Breach:
        return breach_register.tell_affected_persons(self.store, request, context)

    @rpc(contract.make_breach_sheet)
    def make_breach_sheet(self, request: contract.MakeBreachSheet, context: Context) -> contract.Breach:
        return breach_register.make_breach_sheet(self.store, request, context)

    @rpc(contract.close_breach)
    def close_breach(self, request: contract.CloseBreach, context: Context) -> contract.Breach:
        return breach_register.close_breach(self.store, request, context)

    @rpc(contract.get_breach)
    def get_breach(self, request: contract.GetBreach, context: Context) -> contract.Breach:
        return breach_register.get_breach(self.store, request, context)

    @rpc(contract.get_breach_sheet)
    def get_breach_sheet(self, request: contract.GetBreachSheet, context: Context) -> contract.BreachSheet:
        return breach_register.get_breach_sheet(self.store, request, context)

    @rpc(contract.list_breaches)
    def list_breaches(self, request: contract.ListBreaches, context: Context) -> Page[contract.Breach]:
        return breach_register.list_breaches(self.store, request, context)

    @rpc(contract.list_breach_entries)
    def list_breach_entries(
        self, request: contract.ListBreachEntries, context: Context
    ) -> Page[contract.BreachEntry]:
        return breach_register.list_breach_entries(self.store, request, context)

    @timer_handler(breach_register.REMIND)
    def on_breach_deadline(self, timer: Timer, context: Context) -> None:
        breach_timers.remind(self.store, timer, context)

    @timer_handler(breach_register.MAKE_SHEET)
    def on_breach_sheet(self, timer: Timer, context: Context) -> None:
        breach_timers.make_sheet(self.store, self.rpc_client, timer, context)
