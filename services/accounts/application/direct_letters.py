"""Direct letters: an event says that one is due; notifications asks for what it carries, and again when it hands it over."""

from accounts.domain import access, letters
from accounts.domain.contacts import is_email_proved
from accounts.domain.letters import Letter, Purpose, Quota
from accounts.domain.one_time_codes import OneTimeCodes
from accounts.repository.accounts import AccountRepository
from accounts.repository.attempts import LoginAttemptRepository
from accounts.repository.letters import LetterRepository
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import Account, DirectLetter, DirectLetters, GetDirectLetters, LetterDue
from contracts.base import ActorKind
from contracts.errors import ErrorCode, ServiceError
from contracts.events import EventType

_EVENTS: dict[Purpose, EventType[LetterDue]] = {
    Purpose.RESET: contract.PASSWORD_RESET_REQUESTED,
    Purpose.PROOF: contract.EMAIL_PROOF_REQUESTED,
    Purpose.FORMER: contract.EMAIL_REPLACED,
}


def count(store: Store, *quotas: tuple[str, Quota]) -> None:
    """One letter more by these keys, written at once. Raises RATE_LIMITED when one of them has had as many as may be."""
    now = utcnow()
    changes = {key: lambda row, quota=quota: letters.with_letter(row, quota, now) for key, quota in quotas}
    store.repository(LoginAttemptRepository).change(changes)


def may_count(store: Store, *quotas: tuple[str, Quota]) -> bool:
    """As `count`; whether there is room."""
    try:
        count(store, *quotas)
    except ServiceError as error:
        if error.code is not ErrorCode.RATE_LIMITED:
            raise
        return False
    return True


def send(uow: UnitOfWork, purpose: Purpose, account_id: str, address: str) -> Letter:
    """A letter that is due now. The event names nobody; `account_id` may be empty (see `Letter`)."""
    letter = Letter(new_id(), purpose, account_id, address, uow.now + letters.LIFETIMES[purpose])
    uow.repository(LetterRepository).add(letter)
    payload = LetterDue(letter_id=letter.letter_id, expires_at=letter.ends_at)
    uow.record_event(_EVENTS[purpose], letter.letter_id, 1, payload)
    return letter


def get_direct_letters(
    store: Store, codes: OneTimeCodes, request: GetDirectLetters, context: Context
) -> DirectLetters:
    """For services. Raises FORBIDDEN, UNAUTHENTICATED."""
    access.require_kind(context.actor, ActorKind.SERVICE)
    found = store.repository(LetterRepository).find(request.letter_ids, utcnow())
    ids = list({letter.account_id for letter in found if letter.account_id})
    owners = {each.account_id: each for each in store.repository(AccountRepository).all_of(ids)}
    return DirectLetters(
        letters=tuple(
            _content(letter, owners[letter.account_id], codes)
            for letter in found
            if letter.account_id in owners
        )
    )


def _content(letter: Letter, owner: Account, codes: OneTimeCodes) -> DirectLetter:
    """No name for an address that may be anybody's."""
    is_owners = is_email_proved(owner) and owner.email == letter.address
    return DirectLetter(
        letter_id=letter.letter_id,
        account_id=owner.account_id,
        address=letter.address,
        full_name=owner.full_name if is_owners else "",
        locale=owner.locale,
        code="" if letter.purpose is Purpose.FORMER else codes.code(letter.letter_id),
    )
