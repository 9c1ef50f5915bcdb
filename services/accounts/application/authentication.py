"""Login and password, checked: for persons and for systems alike."""

from accounts.application import password_hashing
from accounts.domain import attempts
from accounts.repository import AccountRepository, LoginAttemptRepository
from chassis.core.clock import utcnow
from chassis.storage.store import Store
from contracts.accounts import Account, AccountKind
from contracts.errors import ErrorCode, ServiceError

PERSONS = frozenset({AccountKind.CITIZEN, AccountKind.OFFICER, AccountKind.ADMINISTRATOR})
SYSTEMS = frozenset({AccountKind.SYSTEM})


def authenticate(store: Store, login: str, password: str, kinds: frozenset[AccountKind]) -> Account:
    """Raises `rate_limited` or `credentials_invalid`, never telling what was wrong: an account of another kind is
    answered as one that is not there."""
    tries = LoginAttemptRepository(store.database)
    moment, key = utcnow(), attempts.attempt_key(login)
    attempts.require_allowed(tries.count(key, moment), moment)
    accounts = AccountRepository(store.database)
    found = accounts.credentials(login)
    known = found if found and found.account.kind in kinds else None
    known_hash = known.password_hash if known else None
    if not password_hashing.verify_password(password, known_hash) or known is None:
        raise ServiceError(ErrorCode.CREDENTIALS_INVALID)
    tries.forget(key)
    if password_hashing.needs_rehash(known.password_hash):
        accounts.replace_hash(known, password_hashing.hash_password(password))
    return known.account
