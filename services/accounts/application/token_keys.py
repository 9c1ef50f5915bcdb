"""Rotation of the keys that sign access tokens: by the operator, and by a timer when they grow old."""

import threading
import time
from datetime import datetime, timedelta
from typing import NoReturn

from accounts.domain import access
from accounts.domain.access_tokens import LONGEST_LIFETIME
from accounts.domain.signing_keys import SigningKeys
from accounts.domain.token_keys import SINCE_EVER, TokenKeyPair, TokenKeyRing
from accounts.repository.token_keys import TokenKeyRepository
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.runtime.timer_handler import RunAgainAt
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import ListTokenKeys, RotateTokenKeys, TokenKey, TokenKeys, TokenKeysChanged
from contracts.base import ActorKind
from contracts.errors import ErrorCode, ServiceError

ROTATE = "accounts.rotate_token_keys"
"""Timer that is always there."""
_AGGREGATE = "token-keys"
_RELOADED_AFTER_S = 60.0
_LOOK_EVERY = timedelta(days=1)


class TokenKeyMemory:
    """The ring as this process knows it: read once a minute at most, from the database and the file of the first key."""

    def __init__(self, file: SigningKeys) -> None:
        self.file = file
        self._ring: TokenKeyRing | None = None
        self._read_at = float("-inf")
        self._lock = threading.Lock()

    def ring(self, store: Store, *, fresh: bool = False) -> TokenKeyRing:
        """Raises PyMongoError where it was never read; what was read goes on being used."""
        if self._ring is None or fresh or time.monotonic() - self._read_at > _RELOADED_AFTER_S:
            with self._lock:
                self._ring = ring_of(store, self.file)
                self._read_at = time.monotonic()
        return self._ring


def ring_of(store: Store, file: SigningKeys) -> TokenKeyRing:
    return TokenKeyRing.of(store.repository(TokenKeyRepository).all(), file)


def list_token_keys(store: Store, file: SigningKeys, _request: ListTokenKeys, context: Context) -> TokenKeys:
    """Raises FORBIDDEN, UNAUTHENTICATED."""
    access.require_kind(context.actor, ActorKind.OPERATOR)
    return _shown(ring_of(store, file), utcnow())


def rotate_token_keys(
    store: Store, file: SigningKeys, request: RotateTokenKeys, context: Context
) -> TokenKeys:
    """Nothing while an earlier rotation is under way, unless `at_once`. Raises FORBIDDEN, UNAUTHENTICATED; UNAVAILABLE
    while the service does not encrypt what it stores."""
    access.require_kind(context.actor, ActorKind.OPERATOR)

    def rotate(uow: UnitOfWork) -> TokenKeys:
        return _shown(_rotate(uow, file, at_once=request.at_once), uow.now)

    return store.run_idempotent(contract.rotate_token_keys, request, context, rotate)


def rotate_by_age(store: Store, file: SigningKeys, days: int, context: Context) -> NoReturn:
    """A new key when the newest is so many days old; 0: never. Raises RunAgainAt.

    The age of the file's key is counted from the first look: a release before that knows no other may still run.
    """
    now = utcnow()
    keys = store.repository(TokenKeyRepository)
    if days and keys.may_store:
        stored = keys.all()
        if not stored:
            begun = [TokenKeyPair(file.signer, now)]
            store.transaction(context, lambda uow: uow.repository(TokenKeyRepository).replace_all(begun))
        elif max(pair.signs_from for pair in stored) <= now - timedelta(days=days):
            store.transaction(context, lambda uow: _rotate(uow, file, at_once=False))
    raise RunAgainAt(now + _LOOK_EVERY)


def _rotate(uow: UnitOfWork, file: SigningKeys, *, at_once: bool) -> TokenKeyRing:
    keys = uow.repository(TokenKeyRepository)
    if not keys.may_store:
        raise ServiceError(ErrorCode.UNAVAILABLE)
    before = TokenKeyRing.of(keys.all(), file)
    after = before.replaced(uow.now) if at_once else before.rotated(uow.now, LONGEST_LIFETIME)
    if after is before:
        return before
    in_use = [pair for pair in after.pairs if pair.checked_until is None or uow.now <= pair.checked_until]
    keys.replace_all(in_use)
    newest = after.pairs[-1]
    payload = TokenKeysChanged(kid=newest.kid, signs_from=newest.signs_from)
    uow.record_event(contract.TOKEN_KEYS_CHANGED, _AGGREGATE, uow.last_version(_AGGREGATE) + 1, payload)
    return after


def _shown(ring: TokenKeyRing, now: datetime) -> TokenKeys:
    return TokenKeys(
        keys=tuple(
            TokenKey(
                kid=pair.kid,
                signs_from=None if pair.signs_from == SINCE_EVER else pair.signs_from,
                checked_until=pair.checked_until,
            )
            for pair in ring.checked(now)
        )
    )
