"""Addresses are proved by their owners: a code goes to the address, and comes back by the session of the account."""

from collections.abc import Callable
from functools import partial

from accounts.application import direct_letters
from accounts.domain import access, contacts, letters
from accounts.domain.contacts import ContactKind
from accounts.domain.letters import Letter, Purpose, Quota
from accounts.domain.one_time_codes import OneTimeCodes
from accounts.repository.accounts import AccountRepository
from accounts.repository.letters import LetterRepository
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import (
    Account,
    EmailProved,
    PhoneProved,
    ProveEmail,
    ProvePhone,
    SendEmailCode,
    SendEmailCodes,
    SendPhoneCode,
    SentCode,
)
from contracts.base import ActorKind, Empty
from contracts.errors import ErrorCode, ServiceError
from contracts.field_error_messages import wrong_field

PROOFS = {ContactKind.EMAIL: Purpose.PROOF, ContactKind.PHONE: Purpose.PHONE_PROOF}
FORMER = {ContactKind.EMAIL: Purpose.FORMER, ContactKind.PHONE: Purpose.FORMER_PHONE}


def may_send(store: Store, email: str | None) -> bool:
    """Whether a code may go to this address now, which is counted."""
    return email is not None and direct_letters.may_count(store, _quota(email))


def send_code(uow: UnitOfWork, account: Account, kind: ContactKind = ContactKind.EMAIL) -> Letter:
    """To the address of the account that waits for its proof; the codes before it are void."""
    address = contacts.to_prove(account, kind)
    if address is None:
        wrong = wrong_field(f"/{kind}", "nothing_to_prove")
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,))
    if kind is ContactKind.EMAIL:
        uow.repository(AccountRepository).note_email_code(account.account_id, uow.now)
    uow.repository(LetterRepository).void(account.account_id, PROOFS[kind])
    return direct_letters.send(uow, PROOFS[kind], account.account_id, address)


def send_email_code(store: Store, request: SendEmailCode, context: Context) -> SentCode:  # noqa: ARG001
    """By the owner. Raises INVALID_REQUEST where no address waits, RATE_LIMITED, UNAUTHENTICATED, FORBIDDEN."""
    return _send_own(store, ContactKind.EMAIL, context)


def send_phone_code(store: Store, offered: bool, request: SendPhoneCode, context: Context) -> SentCode:  # noqa: ARG001
    """As `send_email_code`; INVALID_REQUEST also where no short messages are sent (`offered`). Also few of one account: each
    costs money."""
    account_id = access.require_owner(context.actor)
    if not offered:
        wrong = wrong_field("/phone", "phone_codes_off")
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,))
    direct_letters.count(
        store, (letters.quota_key("account", account_id), letters.PHONE_PROOFS_OF_ONE_ACCOUNT)
    )
    return _send_own(store, ContactKind.PHONE, context)


def prove_email(store: Store, codes: OneTimeCodes, request: ProveEmail, context: Context) -> Account:
    """By the owner, with the newest code. Raises INVALID_REQUEST for a code that is not good, UNAUTHENTICATED, FORBIDDEN."""

    def proved(uow: UnitOfWork, after: Account) -> None:
        payload = EmailProved(account_id=after.account_id)
        uow.record_event(contract.EMAIL_PROVED, after.account_id, after.version, payload)

    access.require_owner(context.actor)
    before = store.previous_result(contract.prove_email, request, context)
    if before is not None:
        return before
    prove = _proof(store, codes, ContactKind.EMAIL, request.code, context, proved)
    return store.run_idempotent(contract.prove_email, request, context, prove)


def prove_phone(store: Store, codes: OneTimeCodes, request: ProvePhone, context: Context) -> Account:
    """As `prove_email`."""

    def proved(uow: UnitOfWork, after: Account) -> None:
        payload = PhoneProved(account_id=after.account_id)
        uow.record_event(contract.PHONE_PROVED, after.account_id, after.version, payload)

    access.require_owner(context.actor)
    before = store.previous_result(contract.prove_phone, request, context)
    if before is not None:
        return before
    prove = _proof(store, codes, ContactKind.PHONE, request.code, context, proved)
    return store.run_idempotent(contract.prove_phone, request, context, prove)


def tell_former(uow: UnitOfWork, before: Account, after: Account) -> None:
    """A proved address that is the account's no more is told, so that nobody loses it unnoticed."""
    for kind in ContactKind:
        former = contacts.address(before, kind)
        if former and contacts.is_proved(before, kind) and former != contacts.address(after, kind):
            direct_letters.send(uow, FORMER[kind], before.account_id, former)


def send_email_codes(store: Store, request: SendEmailCodes, context: Context) -> Empty:
    """For services. Nothing for an account whose address has had a code of late, or too many. Raises FORBIDDEN."""
    access.require_kind(context.actor, ActorKind.SERVICE)
    for account in store.repository(AccountRepository).to_prove(request.account_ids, utcnow()):
        if may_send(store, contacts.to_prove(account, ContactKind.EMAIL)):
            store.transaction(context, partial(_send_if_due, account_id=account.account_id))
    return Empty()


def _send_if_due(uow: UnitOfWork, account_id: str) -> None:
    for account in uow.repository(AccountRepository).to_prove([account_id], uow.now):
        send_code(uow, account)


def _send_own(store: Store, kind: ContactKind, context: Context) -> SentCode:
    account = store.repository(AccountRepository).get(access.require_owner(context.actor))
    if (address := contacts.to_prove(account, kind)) is not None:
        direct_letters.count(store, _quota(address))
    letter = store.transaction(context, lambda uow: send_code(uow, account, kind))
    return SentCode(address=letter.address, expires_at=letter.ends_at)


def _proof(
    store: Store,
    codes: OneTimeCodes,
    kind: ContactKind,
    code: str,
    context: Context,
    record: Callable[[UnitOfWork, Account], None],
) -> Callable[[UnitOfWork], Account]:
    """The work that proves the address, once the code has been tried. Raises INVALID_REQUEST."""
    account_id = context.actor.account_id
    own = {"account_id": account_id, "purpose": PROOFS[kind].value}
    letter = store.repository(LetterRepository).try_one(own, utcnow())
    if letter is None or not codes.is_right(letter.letter_id, code):
        raise letters.wrong_code()

    def prove(uow: UnitOfWork) -> Account:
        accounts = uow.repository(AccountRepository)
        account = accounts.get(account_id)
        after = contacts.with_proved(account, kind, letter.address, uow.now)
        if after is None or not uow.repository(LetterRepository).take(letter):
            raise letters.wrong_code()
        accounts.replace(after, account.version)
        record(uow, after)
        tell_former(uow, account, after)
        return after

    return prove


def _quota(address: str) -> tuple[str, Quota]:
    return letters.quota_key("proof", address.casefold()), letters.PROOFS_OF_ONE_ADDRESS
