"""Authentication by login and password, for persons and for systems alike."""

from accounts.application import password_hashing
from accounts.domain import attempts
from accounts.repository.accounts import AccountRepository
from accounts.repository.attempts import LoginAttemptRepository
from chassis.core.clock import utcnow
from chassis.storage.store import Store
from contracts.accounts import Account, AccountKind
from contracts.errors import ErrorCode, ServiceError

PERSONS = frozenset({AccountKind.CITIZEN, AccountKind.OFFICER, AccountKind.ADMINISTRATOR})
SYSTEMS = frozenset({AccountKind.SYSTEM})


def authenticate(store: Store, login: str, password: str, kinds: frozenset[AccountKind]) -> Account:
    """The account of one of these kinds. Counts the attempt; takes the time of one password hash.

    Raises RATE_LIMITED; CREDENTIALS_INVALID without saying what was wrong: an account of another kind is answered as
    one that does not exist.
    """
    login_attempts = store.repository(LoginAttemptRepository)
    now, key = utcnow(), attempts.attempt_key(login)
    attempts.require_allowed(login_attempts.count(key, now), now)
    accounts = store.repository(AccountRepository)
    credentials = accounts.find_credentials(login)
    if credentials and credentials.account.kind not in kinds:
        credentials = None
    password_hash = credentials.password_hash if credentials else None
    if not password_hashing.verify_password(password, password_hash) or credentials is None:
        raise ServiceError(ErrorCode.CREDENTIALS_INVALID)
    login_attempts.forget(key)
    if password_hashing.needs_rehash(credentials.password_hash):
        accounts.replace_hash(credentials, password_hashing.hash_password(password))
    return credentials.account
