"""E-mail addresses are proved by their owners: a code goes to the address, and comes back by the session of the account."""

from functools import partial

from accounts.application import direct_letters
from accounts.domain import access, contacts, letters
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
    ProveEmail,
    SendEmailCode,
    SendEmailCodes,
    SentCode,
)
from contracts.base import ActorKind, Empty
from contracts.errors import ErrorCode, ServiceError
from contracts.field_error_messages import wrong_field


def may_send(store: Store, address: str | None) -> bool:
    """Whether a code may go to this address now, which is counted."""
    return address is not None and direct_letters.may_count(store, _quota(address))


def send_code(uow: UnitOfWork, account: Account) -> Letter:
    """To the address of the account that waits for its proof; the codes before it are void."""
    address = contacts.email_to_prove(account)
    if address is None:
        wrong = wrong_field("/email", "nothing_to_prove")
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,))
    uow.repository(AccountRepository).note_email_code(account.account_id, uow.now)
    uow.repository(LetterRepository).void(account.account_id, Purpose.PROOF)
    return direct_letters.send(uow, Purpose.PROOF, account.account_id, address)


def send_email_code(store: Store, request: SendEmailCode, context: Context) -> SentCode:  # noqa: ARG001
    """By the owner. Raises INVALID_REQUEST where no address waits, RATE_LIMITED, UNAUTHENTICATED, FORBIDDEN."""
    account = store.repository(AccountRepository).get(access.require_owner(context.actor))
    if (address := contacts.email_to_prove(account)) is not None:
        direct_letters.count(store, _quota(address))
    letter = store.transaction(context, lambda uow: send_code(uow, account))
    return SentCode(address=letter.address, expires_at=letter.ends_at)


def prove_email(store: Store, codes: OneTimeCodes, request: ProveEmail, context: Context) -> Account:
    """By the owner, with the newest code. Raises INVALID_REQUEST for a code that is not good, UNAUTHENTICATED, FORBIDDEN."""
    account_id = access.require_owner(context.actor)
    before = store.previous_result(contract.prove_email, request, context)
    if before is not None:
        return before
    own = {"account_id": account_id, "purpose": Purpose.PROOF.value}
    letter = store.repository(LetterRepository).try_one(own, utcnow())
    if letter is None or not codes.is_right(letter.letter_id, request.code):
        raise letters.wrong_code()

    def prove(uow: UnitOfWork) -> Account:
        accounts = uow.repository(AccountRepository)
        account = accounts.get(account_id)
        after = contacts.with_email_proved(account, letter.address, uow.now)
        if after is None or not uow.repository(LetterRepository).take(letter):
            raise letters.wrong_code()
        accounts.replace(after, account.version)
        payload = EmailProved(account_id=account_id)
        uow.record_event(contract.EMAIL_PROVED, account_id, after.version, payload)
        tell_former(uow, account, after)
        return after

    return store.run_idempotent(contract.prove_email, request, context, prove)


def tell_former(uow: UnitOfWork, before: Account, after: Account) -> None:
    """A proved address that is the account's no more is told, so that nobody loses it unnoticed."""
    if contacts.is_email_proved(before) and before.email and before.email != after.email:
        direct_letters.send(uow, Purpose.FORMER, before.account_id, before.email)


def send_email_codes(store: Store, request: SendEmailCodes, context: Context) -> Empty:
    """For services. Nothing for an account whose address has had a code of late, or too many. Raises FORBIDDEN."""
    access.require_kind(context.actor, ActorKind.SERVICE)
    for account in store.repository(AccountRepository).to_prove(request.account_ids, utcnow()):
        if may_send(store, contacts.email_to_prove(account)):
            store.transaction(context, partial(_send_if_due, account_id=account.account_id))
    return Empty()


def _send_if_due(uow: UnitOfWork, account_id: str) -> None:
    for account in uow.repository(AccountRepository).to_prove([account_id], uow.now):
        send_code(uow, account)


def _quota(address: str) -> tuple[str, Quota]:
    return letters.quota_key("proof", address.casefold()), letters.PROOFS_OF_ONE_ADDRESS
