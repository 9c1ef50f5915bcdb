"""Authentication by login and password, for persons and for systems alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from accounts.application import password_hashing
from accounts.domain import attempts
from accounts.domain.accounts import is_password_lapsed, require_unlocked
from accounts.domain.attempts import ONE_CLIENT, STRANGERS, Pace
from accounts.repository.accounts import AccountRepository
from accounts.repository.accounts import Credentials as StoredCredentials
from accounts.repository.attempts import Change, KnownClientRepository, LoginAttemptRepository, Rows
from chassis.core.clock import utcnow
from chassis.storage.store import Store
from contracts.accounts import Account, AccountKind
from contracts.errors import ErrorCode, ServiceError
from contracts.field_error_messages import wrong_field

PERSONS = frozenset({AccountKind.CITIZEN, AccountKind.OFFICER, AccountKind.ADMINISTRATOR})
SYSTEMS = frozenset({AccountKind.SYSTEM})


@dataclass(frozen=True)
class Credentials:
    """What somebody shows, and from which client (address) it comes."""

    login: str
    password: str
    client: str


@dataclass(frozen=True)
class Tried:
    """What is guessed at (a login, or the second factor of an account), from where, and how fast it may be."""

    name: str
    client: str
    one_client: Pace = ONE_CLIENT
    strangers: Pace = STRANGERS


@dataclass(frozen=True)
class _Counted:
    """The rows that count the attempt, and until when its client is known."""

    rows: Rows
    known_until: datetime | None
    is_known: bool


def authenticate(store: Store, shown: Credentials, kinds: frozenset[AccountKind]) -> Account:
    """The account of one of these kinds. Counts the attempt; takes the time of one password hash, or of two for a
    number that one account has proved and another has as its login.

    Raises UNAVAILABLE, before the attempt is counted, when too many wait for a hash; RATE_LIMITED; CREDENTIALS_INVALID
    without saying what was wrong: an account of another kind is answered as one that does not exist; ACCOUNT_LOCKED to
    who knows its password.
    """
    with password_hashing.admission():
        tried = Tried(shown.login, shown.client)
        counted = count(store, tried)
        accounts = store.repository(AccountRepository)
        credentials = _matching(accounts.find_credentials(shown.login), shown.password, kinds)
        if credentials is None:
            raise ServiceError(ErrorCode.CREDENTIALS_INVALID)
        if is_password_lapsed(credentials.account, utcnow()):
            raise ServiceError(ErrorCode.CREDENTIALS_INVALID)
        require_unlocked(credentials.account)
        forget(store, tried, counted)
        if password_hashing.needs_rehash(credentials.password_hash):
            accounts.replace_hash(credentials, password_hashing.hash_password(shown.password))
        return credentials.account


def confirm(store: Store, account_id: str, password: str, client: str) -> StoredCredentials:
    """The credentials of who is logged in and shows the password once more; counted as at a log-in.

    Raises UNAVAILABLE, RATE_LIMITED, INVALID_REQUEST at /current_password, NOT_FOUND.
    """
    with password_hashing.admission():
        credentials = store.repository(AccountRepository).credentials(account_id)
        tried = Tried(credentials.account.login, client)
        counted = count(store, tried)
        if not password_hashing.verify_password(password, credentials.password_hash):
            wrong = wrong_field("/current_password", "wrong_password")
            raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,))
        forget(store, tried, counted)
        return credentials


def _matching(
    found: Sequence[StoredCredentials], password: str, kinds: frozenset[AccountKind]
) -> StoredCredentials | None:
    of_kinds = [credentials for credentials in found if credentials.account.kind in kinds]
    if not of_kinds:
        password_hashing.verify_password(password, None)  # takes as long as a wrong password
    return next(
        (each for each in of_kinds if password_hashing.verify_password(password, each.password_hash)), None
    )


def count(store: Store, tried: Tried) -> _Counted:
    """Count the attempt before anything is looked at. Raises RATE_LIMITED.

    The client's own pace comes first: what it refuses takes nothing from the strangers' one.
    """
    now = utcnow()
    key = attempts.known_client_key(tried.name, tried.client)
    known_until = store.repository(KnownClientRepository).known_until(key)
    known = attempts.is_known(known_until, now)
    paces = {attempts.client_attempts_key(tried.name, tried.client): tried.one_client}
    if not known:
        paces[attempts.stranger_attempts_key(tried.name)] = tried.strangers
    changes: dict[str, Change] = {
        key: partial(attempts.with_attempt, pace=pace, now=now) for key, pace in paces.items()
    }
    # A known client has failed before in few cases: a success forgets its row.
    expected: Rows | None = {} if known else None
    rows = store.repository(LoginAttemptRepository).change(changes, expected)
    return _Counted(rows, known_until, known)


def forget(store: Store, tried: Tried, counted: _Counted) -> None:
    """A success: the client's failures are forgotten, and it is no stranger from now on."""
    now = utcnow()
    changes: dict[str, Change] = {attempts.client_attempts_key(tried.name, tried.client): lambda _: None}
    if not counted.is_known:
        stranger = attempts.stranger_attempts_key(tried.name)
        changes[stranger] = partial(attempts.without_attempt, now=now)
    store.repository(LoginAttemptRepository).change(changes, counted.rows)
    if attempts.is_to_be_remembered(counted.known_until, now):
        key = attempts.known_client_key(tried.name, tried.client)
        store.repository(KnownClientRepository).remember(key, now + attempts.KNOWN_FOR)
