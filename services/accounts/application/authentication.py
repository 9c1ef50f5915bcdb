"""Authentication by login and password, for persons and for systems alike."""

from dataclasses import dataclass
from functools import partial

from accounts.application import password_hashing
from accounts.domain import attempts
from accounts.domain.attempts import ONE_CLIENT, STRANGERS
from accounts.repository.accounts import AccountRepository
from accounts.repository.attempts import KnownClientRepository, LoginAttemptRepository
from chassis.core.clock import utcnow
from chassis.storage.store import Store
from contracts.accounts import Account, AccountKind
from contracts.errors import ErrorCode, ServiceError

PERSONS = frozenset({AccountKind.CITIZEN, AccountKind.OFFICER, AccountKind.ADMINISTRATOR})
SYSTEMS = frozenset({AccountKind.SYSTEM})


@dataclass(frozen=True)
class Credentials:
    """What somebody shows, and from which client (address) it comes."""

    login: str
    password: str
    client: str


def authenticate(store: Store, shown: Credentials, kinds: frozenset[AccountKind]) -> Account:
    """The account of one of these kinds. Counts the attempt; takes the time of one password hash.

    Raises RATE_LIMITED; CREDENTIALS_INVALID without saying what was wrong: an account of another kind is answered as
    one that does not exist.
    """
    known = _count(store, shown)
    accounts = store.repository(AccountRepository)
    credentials = accounts.find_credentials(shown.login)
    if credentials and credentials.account.kind not in kinds:
        credentials = None
    password_hash = credentials.password_hash if credentials else None
    if not password_hashing.verify_password(shown.password, password_hash) or credentials is None:
        raise ServiceError(ErrorCode.CREDENTIALS_INVALID)
    _remember(store, shown, known)
    if password_hashing.needs_rehash(credentials.password_hash):
        accounts.replace_hash(credentials, password_hashing.hash_password(shown.password))
    return credentials.account


def _count(store: Store, shown: Credentials) -> bool:
    """Count the attempt before anything is looked at; whether the client is known. Raises RATE_LIMITED.

    The client's own pace comes first: what it refuses takes nothing from the strangers' one.
    """
    rows, now = store.repository(LoginAttemptRepository), utcnow()
    rows.change(
        attempts.client_attempts_key(shown.login, shown.client),
        partial(attempts.with_attempt, pace=ONE_CLIENT, now=now),
    )
    key = attempts.known_client_key(shown.login, shown.client)
    known = store.repository(KnownClientRepository).is_known(key, now)
    if not known:
        rows.change(
            attempts.stranger_attempts_key(shown.login),
            partial(attempts.with_attempt, pace=STRANGERS, now=now),
        )
    return known


def _remember(store: Store, shown: Credentials, known: bool) -> None:
    """A success: the client's failures are forgotten, and it is no stranger from now on."""
    rows, now = store.repository(LoginAttemptRepository), utcnow()
    rows.forget(attempts.client_attempts_key(shown.login, shown.client))
    store.repository(KnownClientRepository).remember(
        attempts.known_client_key(shown.login, shown.client), now
    )
    if not known:
        rows.change(
            attempts.stranger_attempts_key(shown.login),
            lambda before: attempts.without_attempt(before or attempts.LoginAttempts(0, now, now), now),
        )
