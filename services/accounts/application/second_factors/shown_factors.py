"""A second factor is shown: by the code of an app, an assertion of a security key, or a recovery code.

What was shown is looked at outside of the transaction and taken within it: a code, a count or a recovery code once.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from accounts.application import authentication
from accounts.application.authentication import Tried
from accounts.domain import attempts
from accounts.domain.second_factors import recovery_codes, security_keys, totp
from accounts.domain.second_factors.factors import (
    CHALLENGE_LIFETIME,
    Challenge,
    ChallengePurpose,
    ChallengeSecret,
    Factor,
    FactorPolicy,
    challenge_invalid,
    wrong_factor,
)
from accounts.domain.second_factors.security_keys import WrongMessage
from accounts.repository.second_factors.challenges import ChallengeRepository
from accounts.repository.second_factors.factors import FactorRepository, RecoveryCodeRepository
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import (
    AuthenticationMethod,
    FactorChallenge,
    RecoveryCodeUsed,
    SecondFactorKind,
    ShownFactorBody,
)
from contracts.errors import ErrorCode, ServiceError
from contracts.field_error_messages import wrong_field

_METHODS = AuthenticationMethod


@dataclass(frozen=True)
class Shown:
    """What was shown. `take`: uses it up within a transaction, and answers how many recovery codes are left where it was
    one; raises INVALID_REQUEST where somebody else was first. `enrolled`: an app that counts from now on, by a log-in that
    enrols it."""

    method: AuthenticationMethod
    take: Callable[[UnitOfWork], int | None]
    enrolled: Factor | None = None


def challenge(
    store: Store,
    policy: FactorPolicy,
    context: Context,
    made: Challenge,
) -> FactorChallenge:
    """Store a challenge; `made` has its purpose, and neither id, client nor end yet."""
    secret, now = ChallengeSecret(), utcnow()
    factors = [] if made.enrols else store.repository(FactorRepository).of_account(made.account_id)
    keys = [each.credential_id for each in factors if each.kind is SecondFactorKind.WEBAUTHN]
    party = policy.relying_party
    bytes_to_sign = security_keys.new_challenge() if keys and party else b""
    stored = replace(
        made,
        challenge_id=secret.digest,
        client=context.client,
        ends_at=now + CHALLENGE_LIFETIME,
        webauthn=bytes_to_sign,
    )
    store.repository(ChallengeRepository).add(stored)
    kinds = {each.kind for each in factors} - (set() if party else {SecondFactorKind.WEBAUTHN})
    return FactorChallenge(
        challenge=secret.text,
        kinds=tuple(sorted(kinds)),
        webauthn=security_keys.request_options(party, bytes_to_sign, keys) if party and keys else None,
        expires_at=stored.ends_at,
    )


def find_challenge(store: Store, secret: str, purpose: ChallengePurpose, context: Context) -> Challenge:
    """Raises FACTOR_CHALLENGE_INVALID, also for that of another client."""
    digest = ChallengeSecret(secret).digest
    found = store.repository(ChallengeRepository).find(digest, purpose, context.client, utcnow())
    if found is None:
        raise challenge_invalid()
    return found


def counted(store: Store, challenge: Challenge, look: Callable[[], Shown]) -> Shown:
    """What `look` finds, counted as an attempt before it is looked at.

    Raises RATE_LIMITED, FACTOR_CHALLENGE_INVALID after the last try, and what `look` raises.
    """
    tried = Tried(
        attempts.second_factor_name(challenge.account_id),
        challenge.client,
        attempts.SECOND_FACTOR,
        attempts.SECOND_FACTOR,
    )
    rows = authentication.count(store, tried)
    if not store.repository(ChallengeRepository).count_try(challenge, utcnow()):
        raise challenge_invalid()
    shown = look()
    authentication.forget(store, tried, rows)
    return shown


def look_at(store: Store, policy: FactorPolicy, challenge: Challenge, request: ShownFactorBody) -> Shown:
    """Raises INVALID_REQUEST for what is wrong, without saying in which way."""
    require_one(request)
    if request.recovery_code is not None:
        return _recovery_code(store, challenge.account_id, request.recovery_code)
    factors = store.repository(FactorRepository).of_account(challenge.account_id)
    if request.code is not None:
        return _code(policy, factors, request.code)
    return _assertion(policy, factors, challenge, request)


def require_one(request: ShownFactorBody) -> None:
    """Raises INVALID_REQUEST unless exactly one factor is shown."""
    stated = (request.code, request.recovery_code, request.assertion)
    if sum(each is not None for each in stated) != 1:
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong_field("/code", "one_factor"),))


def _code(policy: FactorPolicy, factors: list[Factor], code: str) -> Shown:
    now = utcnow()
    for factor in factors:
        sealed = factor.secret
        secret = policy.keys.open(sealed, factor.account_id) if sealed else None
        if sealed is None or secret is None:
            continue
        step = totp.accepted_step(secret, code, factor.last_step, now)
        if step is None:
            continue
        if not policy.keys.is_current(sealed):
            sealed = policy.keys.seal(secret, factor.account_id)
        take = partial(FactorRepository.take_step, factor=factor, step=step, secret=sealed, at=now)
        return Shown(_METHODS.ONE_TIME_PASSWORD, partial(_take, "/code", take))
    raise wrong_factor("/code")


def _assertion(
    policy: FactorPolicy, factors: list[Factor], challenge: Challenge, request: ShownFactorBody
) -> Shown:
    party, message = policy.relying_party, request.assertion or {}
    try:
        used = security_keys.credential_id(message)
        factor = next((each for each in factors if each.credential_id == used), None)
        if party is None or factor is None or not challenge.webauthn:
            raise WrongMessage
        count = security_keys.sign_count(
            party, challenge.webauthn, message, factor.public_key, factor.sign_count
        )
    except WrongMessage:
        raise wrong_factor("/assertion") from None
    take = partial(FactorRepository.take_count, factor=factor, sign_count=count, at=utcnow())
    method = _METHODS.SOFTWARE_KEY if factor.shared else _METHODS.HARDWARE_KEY
    return Shown(method, partial(_take, "/assertion", take))


def _take(pointer: str, take: Callable[..., bool], uow: UnitOfWork) -> None:
    if not take(uow.repository(FactorRepository)):
        raise wrong_factor(pointer)


def _recovery_code(store: Store, account_id: str, code: str) -> Shown:
    digest = recovery_codes.digest(code)
    known = store.repository(RecoveryCodeRepository).find(account_id)
    if known is None or digest not in known.digests:
        raise wrong_factor("/recovery_code")

    def take(uow: UnitOfWork) -> int:
        left = uow.repository(RecoveryCodeRepository).take(account_id, digest)
        if left is None:
            raise wrong_factor("/recovery_code")
        payload = RecoveryCodeUsed(account_id=account_id, left=len(left.digests))
        uow.record_event(contract.RECOVERY_CODE_USED, left.set_id, 1 + left.used, payload)
        return len(left.digests)

    return Shown(_METHODS.RECOVERY_CODE, take)
