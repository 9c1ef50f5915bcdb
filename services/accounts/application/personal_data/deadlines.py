"""Reminders of the time limits of requests: to who answers them, and to administrators once one has passed."""

from accounts.application.personal_data import requests
from accounts.domain.personal_data import reminders
from accounts.repository.accounts import AccountRepository
from accounts.repository.personal_data.requests import DataRequestRepository, StoredRequest
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.runtime.timer_handler import RunAgainAt
from chassis.storage.store import Store
from chassis.storage.timers import Timer
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import DataRequest, DataRequestDeadlineEvent

MOST_REMINDED = 20


def remind(store: Store, timer: Timer, context: Context) -> None:
    """The reminder that is due. Raises RunAgainAt for the next one; nothing more for a request that is done."""

    def work(uow: UnitOfWork) -> None:
        stored = uow.repository(DataRequestRepository).find(timer.key)
        current = None if stored is None else reminders.current_deadline(stored.request)
        if stored is None or current is None:
            return
        limit, deadline = current
        passed = uow.now >= deadline
        after = stored.request.model_copy(update={"version": stored.request.version + 1})
        uow.repository(DataRequestRepository).save(StoredRequest(after, stored.work))
        payload = DataRequestDeadlineEvent(
            **requests.event_fields(after),
            deadline_kind=limit,
            deadline=deadline,
            officer_ids=_reminded(uow, after, passed=passed),
        )
        kind = contract.DATA_REQUEST_OVERDUE if passed else contract.DATA_REQUEST_DUE_SOON
        uow.record_event(kind, after.request_id, after.version, payload)

    store.transaction(context, work)
    found = store.repository(DataRequestRepository).find(timer.key)
    following = None if found is None else reminders.next_reminder(found.request, utcnow())
    if following is not None:
        raise RunAgainAt(following.at)


def _reminded(uow: UnitOfWork, request: DataRequest, *, passed: bool) -> tuple[str, ...]:
    accounts = uow.repository(AccountRepository)
    answering = accounts.data_protection_ids(request.agency_code, MOST_REMINDED)
    if passed or not answering:
        answering += accounts.data_protection_ids(None, MOST_REMINDED)
    return tuple(dict.fromkeys(answering))
