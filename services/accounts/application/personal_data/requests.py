"""Requests of data subjects: made by the person, answered by who is responsible, reminded of, and done."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

from accounts.application.personal_data import consents, restriction
from accounts.application.personal_data.data_protection import find_data_protection, require_data_protection
from accounts.clients.calendars import working_calendar
from accounts.domain import access
from accounts.domain.personal_data import reminders, requests
from accounts.domain.personal_data.person_work import PersonTask, PersonWork, begun
from accounts.repository.accounts import AccountRepository
from accounts.repository.personal_data.requests import DataRequestRepository, StoredRequest
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.core.pagination import page, position_of
from chassis.runtime.rpc_client import RpcClient
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import (
    AcceptDataRequest,
    CompleteDataRequest,
    DataRequest,
    DataRequestEvent,
    DataRequestKind,
    ExtendDataRequest,
    GetDataRequest,
    ListDataRequestQueue,
    ListDataRequests,
    MakeDataRequest,
    ProfileUpdated,
    RefuseDataRequest,
)
from contracts.base import ActorKind, Method, Page
from contracts.errors import ErrorCode, ServiceError, not_found
from contracts.events import EventType

PERSON_WORK = "accounts.person_work"
"""Timer, keyed by request: what is to be done in the services that have data of a person."""
REMIND = "accounts.data_request_deadline"
"""Timer, keyed by request: the next reminder of its time limit."""
MOST_OPEN = 20
"""Requests of one person that are open together."""

Change = Callable[[DataRequest, datetime], DataRequest]
Answer = TypeVar("Answer", AcceptDataRequest, RefuseDataRequest, ExtendDataRequest, CompleteDataRequest)

_TASKS = {DataRequestKind.COPY: PersonTask.EXPORT, DataRequestKind.ERASE: PersonTask.SURVEY}
"""What begins when a request of this kind comes."""


def make_data_request(
    store: Store, client: RpcClient, request: MakeDataRequest, context: Context
) -> DataRequest:
    """A copy or an erasure that is under way already is answered again, not begun twice.

    Raises UNAUTHENTICATED, FORBIDDEN, INVALID_REQUEST, NOT_FOUND for an agency, RATE_LIMITED, CALENDAR_INCOMPLETE.
    """
    access.require_kind(context.actor, ActorKind.CITIZEN)
    account_id = context.actor.account_id
    calendar = working_calendar(client, request.agency_code, context)

    def make(uow: UnitOfWork) -> DataRequest:
        repository = uow.repository(DataRequestRepository)
        open_ = repository.open_of(account_id)
        if request.kind in _TASKS:
            same = next((each for each in open_ if each.request.kind is request.kind), None)
            if same is not None:
                return same.view
        if len(open_) >= MOST_OPEN:
            raise ServiceError(ErrorCode.RATE_LIMITED, seconds=3600)
        made = requests.received(request, account_id, new_id(), uow.now, calendar)
        task = _TASKS.get(request.kind)
        stored = StoredRequest(made, begun(task) if task else None)
        repository.add(stored)
        record(uow, contract.DATA_REQUEST_RECEIVED, made)
        if task:
            uow.schedule(PERSON_WORK, made.request_id, uow.now, {})
        if request.kind is DataRequestKind.WITHDRAW_CONSENT:
            consents.withdraw_all(uow, account_id)
            stored = StoredRequest(requests.done(made, uow.now))
            change(uow, stored, contract.DATA_REQUEST_DONE)
        remind_later(uow, stored.request)
        return stored.view

    return store.run_idempotent(contract.make_data_request, request, context, make)


def get_data_request(store: Store, request: GetDataRequest, context: Context) -> DataRequest:
    """For the person and who answers it. Raises NOT_FOUND, UNAUTHENTICATED."""
    stored = store.repository(DataRequestRepository).get(request.request_id)
    if context.actor.kind is ActorKind.CITIZEN and context.actor.account_id == stored.request.account_id:
        return stored.view
    duty = find_data_protection(store.repository(AccountRepository), context.actor)
    if duty is None or not duty.covers(stored.request):
        raise not_found("data request")
    return stored.view


def list_data_requests(store: Store, request: ListDataRequests, context: Context) -> Page[DataRequest]:
    """The caller's own, newest first. Raises UNAUTHENTICATED, FORBIDDEN."""
    access.require_kind(context.actor, ActorKind.CITIZEN)
    account_id = context.actor.account_id
    list_ = {"data_requests_of": account_id}
    found = store.repository(DataRequestRepository).of_account(
        account_id, position_of(request.cursor, list_, str), request.limit + 1
    )
    return _page(found, request.limit, list_)


def list_queue(store: Store, request: ListDataRequestQueue, context: Context) -> Page[DataRequest]:
    """Those that the caller answers, oldest first. Raises UNAUTHENTICATED, FORBIDDEN."""
    duty = require_data_protection(store.repository(AccountRepository), context.actor)
    if duty.agency_code is not None and request.agency_code not in (None, duty.agency_code):
        raise ServiceError(ErrorCode.FORBIDDEN)
    agency_code = duty.agency_code or request.agency_code
    criteria = {} if agency_code is None else {"agency_code": agency_code}
    if request.state is not None:
        criteria["state"] = request.state.value
    list_ = {"data_request_queue": duty.agency_code, **criteria}
    found = store.repository(DataRequestRepository).queue(
        criteria, position_of(request.cursor, list_, str), request.limit + 1
    )
    return _page(found, request.limit, list_)


def accept(store: Store, client: RpcClient, request: AcceptDataRequest, context: Context) -> DataRequest:
    """An erasure begins. Raises NOT_FOUND, FORBIDDEN, UNAUTHENTICATED, VERSION_STALE, DATA_REQUEST_SETTLED.

    While it is not known yet what would be erased, nobody accepts it: DATA_REQUEST_SETTLED.
    """
    duty = require_data_protection(store.repository(AccountRepository), context.actor)
    addressed = store.repository(DataRequestRepository).get(request.request_id).request
    calendar = working_calendar(client, addressed.agency_code, context)

    def answer(uow: UnitOfWork) -> DataRequest:
        before = uow.repository(DataRequestRepository).get(request.request_id)
        if not duty.covers(before.request):
            raise not_found("data request")
        if before.work is not None:
            raise ServiceError(ErrorCode.DATA_REQUEST_SETTLED)
        after = requests.accepted(before.request, request, uow.now, calendar)
        work: PersonWork | None = None
        if after.kind is DataRequestKind.ERASE:
            work = begun(PersonTask.ERASE)
            uow.schedule(PERSON_WORK, after.request_id, uow.now, {})
        stored = StoredRequest(after, work)
        change(uow, stored, contract.DATA_REQUEST_ACCEPTED)
        return stored.view

    return store.run_idempotent(contract.accept_data_request, request, context, answer)


def refuse(store: Store, request: RefuseDataRequest, context: Context) -> DataRequest:
    """Raises NOT_FOUND, FORBIDDEN, UNAUTHENTICATED, VERSION_STALE, DATA_REQUEST_SETTLED."""
    return _answer(
        store,
        contract.refuse_data_request,
        request,
        context,
        lambda before, at: requests.refused(before, request, at),
        contract.DATA_REQUEST_REFUSED,
    )


def extend(store: Store, request: ExtendDataRequest, context: Context) -> DataRequest:
    """Raises as `refuse`, and INVALID_REQUEST for a day that is too early or too late."""
    return _answer(
        store,
        contract.extend_data_request,
        request,
        context,
        lambda before, at: requests.extended(before, request, at),
        contract.DATA_REQUEST_EXTENDED,
    )


def complete(store: Store, request: CompleteDataRequest, context: Context) -> DataRequest:
    """A correction of the name and a restriction take effect. Raises as `refuse`."""
    return _answer(
        store,
        contract.complete_data_request,
        request,
        context,
        lambda before, at: requests.completed(before, request, at),
        contract.DATA_REQUEST_DONE,
        _take_effect,
    )


def change(uow: UnitOfWork, stored: StoredRequest, kind: EventType[DataRequestEvent]) -> None:
    """The request as it is now, one version on, with its event and its next reminder."""
    uow.repository(DataRequestRepository).save(stored)
    record(uow, kind, stored.request)
    remind_later(uow, stored.request)


def record(uow: UnitOfWork, kind: EventType[DataRequestEvent], request: DataRequest) -> None:
    uow.record_event(kind, request.request_id, request.version, DataRequestEvent(**event_fields(request)))


def event_fields(request: DataRequest) -> dict[str, object]:
    """Of every event of a request."""
    return {
        "request_id": request.request_id,
        "account_id": request.account_id,
        "request_kind": request.kind,
        "answer_due_at": request.answer_due_at,
        "due_at": request.due_at,
    }


def remind_later(uow: UnitOfWork, request: DataRequest) -> None:
    """The next reminder in place of the one before; none when nothing is left to do."""
    reminder = reminders.next_reminder(request, uow.now)
    if reminder is None:
        uow.cancel(REMIND, request.request_id)
    else:
        uow.schedule(REMIND, request.request_id, reminder.at, {})


def _answer(
    store: Store,
    method: Method[Answer, DataRequest],
    request: Answer,
    context: Context,
    decide: Change,
    kind: EventType[DataRequestEvent],
    take_effect: Callable[[UnitOfWork, DataRequest], None] | None = None,
) -> DataRequest:
    duty = require_data_protection(store.repository(AccountRepository), context.actor)

    def work(uow: UnitOfWork) -> DataRequest:
        before = uow.repository(DataRequestRepository).get(request.request_id)
        if not duty.covers(before.request):
            raise not_found("data request")
        after = decide(before.request, uow.now)
        stored = StoredRequest(after, before.work if requests.is_open(after) else None)
        change(uow, stored, kind)
        if take_effect is not None:
            take_effect(uow, after)
        return stored.view

    return store.run_idempotent(method, request, context, work)


def _take_effect(uow: UnitOfWork, request: DataRequest) -> None:
    if request.kind is DataRequestKind.RESTRICT:
        restriction.begin(uow, request.account_id)
    if request.kind is DataRequestKind.CORRECT and request.full_name:
        accounts = uow.repository(AccountRepository)
        before = accounts.get(request.account_id)
        changes = {"full_name": request.full_name, "version": before.version + 1}
        accounts.replace(before.model_copy(update=changes), before.version)
        payload = ProfileUpdated(account_id=before.account_id)
        uow.record_event(contract.PROFILE_UPDATED, before.account_id, before.version + 1, payload)


def _page(found: list[StoredRequest], limit: int, list_: Mapping[str, object]) -> Page[DataRequest]:
    return page(
        Page[DataRequest],
        found,
        limit,
        key=lambda each: (each.request.request_id, each.request.request_id),
        filter=list_,
        view=lambda each: each.view,
    )
