"""The register of breaches (sổ theo dõi vi phạm): what is entered, by who is responsible for the protection of data."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

from accounts.application.personal_data.data_protection import find_data_protection, require_data_protection
from accounts.domain.breaches import register, reminders, sheet
from accounts.domain.personal_data.officers import DataProtection
from accounts.repository.accounts import AccountRepository
from accounts.repository.breaches import BreachEntryRepository, BreachRepository, ToldPersonRepository
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.core.pagination import page, position_of
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import (
    AccountKind,
    AffectedPersonsTold,
    AmendBreach,
    Breach,
    BreachDeadlineEvent,
    BreachEntered,
    BreachEntry,
    BreachSheet,
    CloseBreach,
    GetBreach,
    GetBreachSheet,
    ListBreachEntries,
    ListBreaches,
    MakeBreachSheet,
    NoteBreachNotice,
    RecordBreach,
    TellAffectedPersons,
)
from contracts.base import Method, Page
from contracts.errors import ErrorCode, ServiceError, not_found
from contracts.events import EventType
from contracts.field_error_messages import wrong_field

REMIND = "accounts.breach_deadline"
"""Timer, keyed by breach: the next reminder of what is to be told."""
MAKE_SHEET = "accounts.breach_sheet"
"""Timer, keyed by breach: the signed sheet is made."""
MOST_REMINDED = 20
MOST_ENTRIES = 1000
"""Entries that a sheet states: far more than a breach has."""

Entering = TypeVar("Entering", AmendBreach, NoteBreachNotice, CloseBreach)
Payload = TypeVar("Payload", BreachDeadlineEvent, AffectedPersonsTold)


def record_breach(store: Store, request: RecordBreach, context: Context) -> Breach:
    """Who is responsible is told at once. Raises UNAUTHENTICATED, FORBIDDEN, INVALID_REQUEST."""
    duty = require_data_protection(store.repository(AccountRepository), context.actor)
    if duty.agency_code is not None and request.agency_code not in (None, duty.agency_code):
        raise ServiceError(ErrorCode.FORBIDDEN)
    agency_code = duty.agency_code or request.agency_code

    def record(uow: UnitOfWork) -> Breach:
        entry = register.recorded(request, agency_code, uow.now, duty.actor_id)
        breach = register.applied(new_id(), None, entry)
        uow.repository(BreachRepository).add(breach)
        _append(uow, breach, entry)
        first = breach.duties[0]
        payload = BreachDeadlineEvent(
            breach_id=breach.breach_id,
            duty=first.duty,
            deadline=first.due_at,
            officer_ids=responsible(uow, agency_code, escalated=True),
        )
        record_beside(uow, contract.BREACH_REPORTED, breach.breach_id, payload)
        return breach

    return store.run_idempotent(contract.record_breach, request, context, record)


def amend_breach(store: Store, request: AmendBreach, context: Context) -> Breach:
    """Raises NOT_FOUND, UNAUTHENTICATED, VERSION_STALE, BREACH_CLOSED, INVALID_REQUEST."""
    return _enter(store, contract.amend_breach, request, context, register.amended)


def note_breach_notice(store: Store, request: NoteBreachNotice, context: Context) -> Breach:
    """Raises as `amend_breach`."""
    return _enter(store, contract.note_breach_notice, request, context, register.notice_given)


def close_breach(store: Store, request: CloseBreach, context: Context) -> Breach:
    """Raises as `amend_breach`, and BREACH_DUTY_OPEN."""
    return _enter(store, contract.close_breach, request, context, register.closed)


def tell_affected_persons(store: Store, request: TellAffectedPersons, context: Context) -> Breach:
    """Who was told before is not told again. Raises as `amend_breach`; INVALID_REQUEST for an account of no person."""
    duty = require_data_protection(store.repository(AccountRepository), context.actor)
    known = store.repository(AccountRepository).all_of(request.account_ids)
    persons = {each.account_id for each in known if each.kind is AccountKind.CITIZEN}
    if not persons.issuperset(request.account_ids):
        wrong = wrong_field("/account_ids", "not_a_person")
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,))

    def tell(uow: UnitOfWork) -> Breach:
        before = _covered(uow, duty, request.breach_id)
        notified = uow.repository(ToldPersonRepository)
        left = notified.not_reached(before.breach_id, request.account_ids)
        entry = register.persons_notified(
            before,
            request.expected_version,
            uow.now,
            duty.actor_id,
            count=len(left),
            text=request.text,
            all_told=request.all_told,
        )
        if left:
            notified.add(before.breach_id, left, entry.number)
            payload = AffectedPersonsTold(
                breach_id=before.breach_id, account_ids=tuple(left), notice_text=request.text
            )
            record_beside(uow, contract.AFFECTED_PERSONS_TOLD, before.breach_id, payload)
        return save_entry(uow, before, entry)

    return store.run_idempotent(contract.tell_affected_persons, request, context, tell)


def make_breach_sheet(store: Store, request: MakeBreachSheet, context: Context) -> Breach:
    """It is made by a timer, for who asks. Raises NOT_FOUND, UNAUTHENTICATED, VERSION_STALE."""
    duty = require_data_protection(store.repository(AccountRepository), context.actor)

    def begin(uow: UnitOfWork) -> Breach:
        breach = _covered(uow, duty, request.breach_id)
        register.require_for_sheet(breach, request.expected_version)
        uow.repository(BreachRepository).note_sheet_pending(breach.breach_id)
        payload = {"account_id": duty.actor_id, "command_id": new_id()}
        uow.schedule(MAKE_SHEET, breach.breach_id, uow.now, payload)
        return breach.model_copy(update={"sheet_pending": True})

    return store.run_idempotent(contract.make_breach_sheet, request, context, begin)


def get_breach(store: Store, request: GetBreach, context: Context) -> Breach:
    """Raises NOT_FOUND."""
    return _visible(store, request.breach_id, context)


def get_breach_sheet(store: Store, request: GetBreachSheet, context: Context) -> BreachSheet:
    """Raises NOT_FOUND."""
    breach = _visible(store, request.breach_id, context)
    return BreachSheet(breach=breach, lines=sheet.lines(breach, entries_of(store, breach.breach_id)))


def list_breaches(store: Store, request: ListBreaches, context: Context) -> Page[Breach]:
    """Newest first. Raises UNAUTHENTICATED, FORBIDDEN."""
    duty = require_data_protection(store.repository(AccountRepository), context.actor)
    criteria = {} if duty.agency_code is None else {"agency_code": duty.agency_code}
    if request.state is not None:
        criteria["state"] = request.state.value
    list_: Mapping[str, object] = {"breaches_of": duty.agency_code, **criteria}
    found = store.repository(BreachRepository).newest(
        criteria, position_of(request.cursor, list_, str), request.limit + 1
    )
    return page(
        Page[Breach],
        found,
        request.limit,
        key=lambda each: (each.breach_id, each.breach_id),
        filter=list_,
        view=lambda each: each,
    )


def list_breach_entries(store: Store, request: ListBreachEntries, context: Context) -> Page[BreachEntry]:
    """Oldest first. Raises NOT_FOUND."""
    breach = _visible(store, request.breach_id, context)
    list_: Mapping[str, object] = {"entries_of": breach.breach_id}
    position = position_of(request.cursor, list_, int)
    after = 0 if position is None else position[0]
    found = store.repository(BreachEntryRepository).of_breach(breach.breach_id, after, request.limit + 1)
    return page(
        Page[BreachEntry],
        found,
        request.limit,
        key=lambda each: (each.number, str(each.number)),
        filter=list_,
        view=lambda each: each,
    )


def entries_of(store: Store, breach_id: str) -> list[BreachEntry]:
    return store.repository(BreachEntryRepository).of_breach(breach_id, 0, MOST_ENTRIES)


def save_entry(uow: UnitOfWork, before: Breach, entry: BreachEntry) -> Breach:
    """The breach one entry on. Raises VERSION_STALE."""
    after = register.applied(before.breach_id, before, entry)
    uow.repository(BreachRepository).save(after)
    _append(uow, after, entry)
    return after


def responsible(uow: UnitOfWork, agency_code: str | None, *, escalated: bool) -> tuple[str, ...]:
    """The officers of the agency; administrators too where it is escalated, or nobody answers there."""
    accounts = uow.repository(AccountRepository)
    found = accounts.data_protection_ids(agency_code, MOST_REMINDED)
    if escalated or not found:
        found += accounts.data_protection_ids(None, MOST_REMINDED)
    return tuple(dict.fromkeys(found))


def record_beside(uow: UnitOfWork, kind: EventType[Payload], breach_id: str, payload: Payload) -> None:
    """An event that is no entry of the register: in a history of its own, so that the entries are the breach's versions."""
    aggregate = f"breach-notices-{breach_id}"
    uow.record_event(kind, aggregate, uow.last_version(aggregate) + 1, payload)


def _enter(
    store: Store,
    method: Method[Entering, Breach],
    request: Entering,
    context: Context,
    decide: Callable[[Breach, Entering, datetime, str], BreachEntry],
) -> Breach:
    duty = require_data_protection(store.repository(AccountRepository), context.actor)

    def enter(uow: UnitOfWork) -> Breach:
        before = _covered(uow, duty, request.breach_id)
        return save_entry(uow, before, decide(before, request, uow.now, duty.actor_id))

    return store.run_idempotent(method, request, context, enter)


def _append(uow: UnitOfWork, breach: Breach, entry: BreachEntry) -> None:
    """The entry, its hash in the chained log, and the next reminder."""
    uow.repository(BreachEntryRepository).add(breach.breach_id, entry)
    payload = BreachEntered(
        breach_id=breach.breach_id, number=entry.number, act=entry.act, sha256=entry.sha256
    )
    uow.record_event(contract.BREACH_ENTERED, breach.breach_id, entry.number, payload)
    reminder = reminders.next_reminder(breach, uow.now)
    if reminder is None:
        uow.cancel(REMIND, breach.breach_id)
    else:
        uow.schedule(REMIND, breach.breach_id, reminder.at, {})


def _covered(uow: UnitOfWork, duty: DataProtection, breach_id: str) -> Breach:
    breach = uow.repository(BreachRepository).get(breach_id)
    if duty.agency_code not in (None, breach.agency_code):
        raise not_found("breach")
    return breach


def _visible(store: Store, breach_id: str, context: Context) -> Breach:
    breach = store.repository(BreachRepository).get(breach_id)
    duty = find_data_protection(store.repository(AccountRepository), context.actor)
    if duty is None or duty.agency_code not in (None, breach.agency_code):
        raise not_found("breach")
    return breach
