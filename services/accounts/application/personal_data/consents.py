"""Consents: given to the words that were shown, withdrawn at any time, provable by a ledger that is only added to."""

from collections.abc import Sequence

from accounts.application.personal_data import restriction
from accounts.domain import access
from accounts.domain.personal_data import consents, purposes
from accounts.repository.personal_data.consents import ConsentRepository
from chassis.core.context import Context
from chassis.core.pagination import page, position_of
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import (
    ConsentAct,
    ConsentChanged,
    ConsentEntry,
    DataPurposes,
    GiveConsent,
    ListConsents,
    ListPurposes,
    ProcessingPurpose,
    WithdrawConsent,
)
from contracts.base import ActorKind, Page
from contracts.errors import not_found


def list_purposes(store: Store, request: ListPurposes, context: Context) -> DataPurposes:  # noqa: ARG001
    """With which consents of the caller are in force. Raises UNAUTHENTICATED, FORBIDDEN."""
    access.require_kind(context.actor, ActorKind.CITIZEN)
    entries = store.repository(ConsentRepository).of_account(context.actor.account_id)
    return DataPurposes(items=purposes.purposes(consents.in_force(entries)))


def give_consent(store: Store, request: GiveConsent, context: Context) -> ConsentEntry:
    """Nothing is added where it is in force for the same words. A consent that is given anew ends a restriction.

    Raises INVALID_REQUEST, CONSENT_TEXT_CHANGED, UNAUTHENTICATED, FORBIDDEN.
    """
    access.require_kind(context.actor, ActorKind.CITIZEN)
    account_id = context.actor.account_id

    def give(uow: UnitOfWork) -> ConsentEntry:
        repository = uow.repository(ConsentRepository)
        entries = repository.of_account(account_id)
        entry = consents.given(request, account_id, len(entries) + 1, uow.now)
        last = _last(entries, request.purpose)
        was_restricted = restriction.end(uow, account_id)
        unchanged = last is not None and last.act is entry.act and last.text_sha256 == entry.text_sha256
        same = unchanged and not was_restricted
        return last if last is not None and same else _add(uow, account_id, entries, entry)

    return store.run_idempotent(contract.give_consent, request, context, give)


def withdraw_consent(store: Store, request: WithdrawConsent, context: Context) -> ConsentEntry:
    """What rests on it stops: whoever asks how to reach the person is told so from now on.

    Raises INVALID_REQUEST, NOT_FOUND where none was ever given, UNAUTHENTICATED, FORBIDDEN.
    """
    access.require_kind(context.actor, ActorKind.CITIZEN)
    consents.require_on_consent(request.purpose)
    account_id = context.actor.account_id

    def withdraw(uow: UnitOfWork) -> ConsentEntry:
        entries = uow.repository(ConsentRepository).of_account(account_id)
        last = _last(entries, request.purpose)
        if last is None:
            raise not_found("consent")
        if last.act is ConsentAct.WITHDRAWN:
            return last
        return _add(uow, account_id, entries, consents.withdrawn(last, account_id, len(entries) + 1, uow.now))

    return store.run_idempotent(contract.withdraw_consent, request, context, withdraw)


def withdraw_all(uow: UnitOfWork, account_id: str) -> None:
    """Every consent that is in force."""
    entries = uow.repository(ConsentRepository).of_account(account_id)
    for purpose in sorted(consents.in_force(entries)):
        last = _last(entries, purpose)
        assert last is not None  # it is in force by an entry
        entry = consents.withdrawn(last, account_id, len(entries) + 1, uow.now)
        _add(uow, account_id, entries, entry)
        entries = [*entries, entry]


def list_consents(store: Store, request: ListConsents, context: Context) -> Page[ConsentEntry]:
    """The caller's ledger, newest first. Raises UNAUTHENTICATED, FORBIDDEN."""
    access.require_kind(context.actor, ActorKind.CITIZEN)
    list_ = {"consents_of": context.actor.account_id}
    found = store.repository(ConsentRepository).newest(
        context.actor.account_id, position_of(request.cursor, list_, str), request.limit + 1
    )
    return page(
        Page[ConsentEntry],
        found,
        request.limit,
        key=lambda entry: (entry.entry_id, entry.entry_id),
        filter=list_,
    )


def _add(
    uow: UnitOfWork, account_id: str, before: Sequence[ConsentEntry], entry: ConsentEntry
) -> ConsentEntry:
    repository = uow.repository(ConsentRepository)
    repository.add(account_id, entry)
    repository.note_in_force(account_id, consents.in_force((*before, entry)))
    payload = ConsentChanged(
        account_id=account_id,
        purpose=entry.purpose,
        act=entry.act,
        text_version=entry.text_version,
        text_sha256=entry.text_sha256,
    )
    kind = contract.CONSENT_GIVEN if entry.act is ConsentAct.GIVEN else contract.CONSENT_WITHDRAWN
    uow.record_event(kind, f"consents-{account_id}", len(before) + 1, payload)
    return entry


def _last(entries: Sequence[ConsentEntry], purpose: ProcessingPurpose) -> ConsentEntry | None:
    return next((entry for entry in reversed(entries) if entry.purpose is purpose), None)
