"""Consents, and the requests of data subjects with the work that follows."""

from accounts.application.personal_data import consents, deadlines, person_work, restriction
from accounts.application.personal_data import requests as data_requests
from chassis.runtime.service import (
    Context,
    RpcClient,
    Store,
    Timer,
    event_handler,
    rpc,
    timer_handler,
)
from contracts import accounts as contract
from contracts import topology
from contracts.base import Page
from contracts.events import AnyEvent

WORK_LEASE_S = 180.0
"""Longer than a run of the work on a person's data, the last answer of a service counted."""


class PersonalDataEntrypoints:
    """Needs the dependencies that it names."""

    store: Store
    rpc_client: RpcClient

    @rpc(contract.list_purposes)
    def list_purposes(self, request: contract.ListPurposes, context: Context) -> contract.DataPurposes:
        return consents.list_purposes(self.store, request, context)

    @rpc(contract.give_consent)
    def give_consent(self, request: contract.GiveConsent, context: Context) -> contract.ConsentEntry:
        return consents.give_consent(self.store, request, context)

    @rpc(contract.withdraw_consent)
    def withdraw_consent(self, request: contract.WithdrawConsent, context: Context) -> contract.ConsentEntry:
        return consents.withdraw_consent(self.store, request, context)

    @rpc(contract.list_consents)
    def list_consents(self, request: contract.ListConsents, context: Context) -> Page[contract.ConsentEntry]:
        return consents.list_consents(self.store, request, context)

    @rpc(contract.make_data_request)
    def make_data_request(self, request: contract.MakeDataRequest, context: Context) -> contract.DataRequest:
        return data_requests.make_data_request(self.store, self.rpc_client, request, context)

    @rpc(contract.get_data_request)
    def get_data_request(self, request: contract.GetDataRequest, context: Context) -> contract.DataRequest:
        return data_requests.get_data_request(self.store, request, context)

    @rpc(contract.list_data_requests)
    def list_data_requests(
        self, request: contract.ListDataRequests, context: Context
    ) -> Page[contract.DataRequest]:
        return data_requests.list_data_requests(self.store, request, context)

    @rpc(contract.list_data_request_queue)
    def list_data_request_queue(
        self, request: contract.ListDataRequestQueue, context: Context
    ) -> Page[contract.DataRequest]:
        return data_requests.list_queue(self.store, request, context)

    @rpc(contract.accept_data_request)
    def accept_data_request(
        self, request: contract.AcceptDataRequest, context: Context
    ) -> contract.DataRequest:
        return data_requests.accept(self.store, self.rpc_client, request, context)

    @rpc(contract.refuse_data_request)
    def refuse_data_request(
        self, request: contract.RefuseDataRequest, context: Context
    ) -> contract.DataRequest:
        return data_requests.refuse(self.store, request, context)

    @rpc(contract.extend_data_request)
    def extend_data_request(
        self, request: contract.ExtendDataRequest, context: Context
    ) -> contract.DataRequest:
        return data_requests.extend(self.store, request, context)

    @rpc(contract.complete_data_request)
    def complete_data_request(
        self, request: contract.CompleteDataRequest, context: Context
    ) -> contract.DataRequest:
        return data_requests.complete(self.store, request, context)

    @timer_handler(data_requests.PERSON_WORK, lease_s=WORK_LEASE_S, concurrency=2, background=True)
    def on_person_work(self, timer: Timer, context: Context) -> None:
        person_work.run(self.store, self.rpc_client, timer.key, context)

    @timer_handler(restriction.FOLLOW)
    def on_restriction(self, timer: Timer, context: Context) -> None:
        restriction.follow(self.store, self.rpc_client, timer.key, context)

    @timer_handler(data_requests.REMIND)
    def on_data_request_deadline(self, timer: Timer, context: Context) -> None:
        deadlines.remind(self.store, timer, context)

    @event_handler(topology.ACCOUNTS_ARCHIVES)
    def on_archive(self, event: AnyEvent, context: Context) -> None:
        person_work.on_archive(self.store, event, context)
