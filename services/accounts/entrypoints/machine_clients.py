"""Machine clients: administered, given tokens, announced before their secrets end."""

from datetime import timedelta

from accounts.application.machine_clients import administration as machine_administration
from accounts.application.machine_clients import agency_ends
from accounts.application.machine_clients import notices as machine_notices
from accounts.application.machine_clients import tokens as machine_tokens
from accounts.entrypoints.token_issuer import TokenIssuer
from accounts.settings import AccountsSettings
from chassis.runtime.service import (
    Context,
    Timer,
    event_handler,
    rpc,
    timer_handler,
)
from contracts import accounts as contract
from contracts import topology
from contracts.base import Empty, Page
from contracts.events import AnyEvent


class MachineClientEntrypoints(TokenIssuer):
    """Needs the dependencies that it names."""

    settings: AccountsSettings

    @rpc(contract.open_system_session)
    def open_system_session(
        self, request: contract.OpenSystemSession, context: Context
    ) -> contract.SystemSession:
        return machine_tokens.open_system_session(
            self.store, self.access_tokens, self.settings.token_terms, request, context
        )

    @rpc(contract.create_machine_client)
    def create_machine_client(
        self, request: contract.CreateMachineClient, context: Context
    ) -> contract.MachineClient:
        return machine_administration.create_machine_client(self.store, request, context)

    @rpc(contract.change_machine_client)
    def change_machine_client(
        self, request: contract.ChangeMachineClient, context: Context
    ) -> contract.MachineClient:
        return machine_administration.change_machine_client(self.store, request, context)

    @rpc(contract.get_machine_client)
    def get_machine_client(
        self, request: contract.GetMachineClient, context: Context
    ) -> contract.MachineClient:
        return machine_administration.get_machine_client(self.store, request, context)

    @rpc(contract.list_machine_clients)
    def list_machine_clients(
        self, request: contract.ListMachineClients, context: Context
    ) -> Page[contract.MachineClient]:
        return machine_administration.list_machine_clients(self.store, request, context)

    @rpc(contract.disable_machine_client)
    def disable_machine_client(
        self, request: contract.DisableMachineClient, context: Context
    ) -> contract.MachineClient:
        return machine_administration.disable_machine_client(self.store, request, context)

    @rpc(contract.enable_machine_client)
    def enable_machine_client(
        self, request: contract.EnableMachineClient, context: Context
    ) -> contract.MachineClient:
        return machine_administration.enable_machine_client(self.store, request, context)

    @rpc(contract.issue_machine_secret)
    def issue_machine_secret(
        self, request: contract.IssueMachineSecret, context: Context
    ) -> contract.IssuedMachineSecret:
        longest = timedelta(days=self.settings.machine_credential_days)
        return machine_administration.issue_machine_secret(self.store, longest, request, context)

    @rpc(contract.revoke_machine_secret)
    def revoke_machine_secret(self, request: contract.RevokeMachineSecret, context: Context) -> Empty:
        return machine_administration.revoke_machine_secret(self.store, request, context)

    @rpc(contract.grant_machine_token)
    def grant_machine_token(
        self, request: contract.GrantMachineToken, context: Context
    ) -> contract.MachineToken:
        return machine_tokens.grant_machine_token(
            self.store, self.access_tokens, self.settings.token_terms, request, context
        )

    @rpc(contract.revoke_machine_token)
    def revoke_machine_token(self, request: contract.RevokeMachineToken, context: Context) -> Empty:
        return machine_tokens.revoke_machine_token(self.store, self.access_tokens, request, context)

    @rpc(contract.inspect_machine_token)
    def inspect_machine_token(
        self, request: contract.InspectMachineToken, context: Context
    ) -> contract.InspectedToken:
        return machine_tokens.inspect_machine_token(self.store, self.access_tokens, request, context)

    @timer_handler(machine_notices.NOTICES, concurrency=1, background=True)
    def on_machine_secret_notices(self, timer: Timer, context: Context) -> None:  # noqa: ARG002  there is one
        machine_notices.notify_daily(self.store, context)

    @event_handler(topology.ACCOUNTS_AGENCIES)
    def on_agency_end(self, event: AnyEvent, context: Context) -> None:
        agency_ends.on_agency_end(self.store, event, context)

    @timer_handler(agency_ends.AGENCY_END)
    def on_agency_end_day(self, timer: Timer, context: Context) -> None:
        agency_ends.end_agency(self.store, timer, context)
