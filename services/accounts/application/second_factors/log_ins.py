"""Log-ins of two steps (đăng nhập hai bước): the first gives a challenge, what answers it opens the session.

A log-in that needs a second factor and finds none enrols an app within it, once the account's days without are over.
"""

from accounts.application import authentication, eid, sessions
from accounts.application.second_factors import enrolments, shown_factors
from accounts.application.second_factors.shown_factors import Shown
from accounts.clients.identity_providers import IdentityProviders
from accounts.domain import accounts
from accounts.domain.access_tokens import AccessTokens
from accounts.domain.second_factors import totp
from accounts.domain.second_factors.factors import (
    Challenge,
    ChallengePurpose,
    Factor,
    FactorPolicy,
    challenge_invalid,
    wrong_factor,
)
from accounts.domain.second_factors.requirement import NextStep
from accounts.domain.sessions import Opening, opened_with_factor
from accounts.repository.accounts import AccountRepository
from accounts.repository.second_factors.challenges import ChallengeRepository
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts.accounts import (
    Account,
    AccountKind,
    AuthenticationMethod,
    BeginEidLogIn,
    BeginLogIn,
    EnrolAtLogIn,
    FinishedLogIn,
    FinishLogIn,
    LogInEnrolment,
    LogInStep,
)

_NAME_AT_LOG_IN = "TOTP"
"""How an app is called that was enrolled within a log-in, where nobody is asked for a name."""


def begin_log_in(
    store: Store,
    tokens: AccessTokens,
    policy: FactorPolicy,
    request: BeginLogIn,
    context: Context,
    by_password: frozenset[AccountKind] = authentication.PERSONS,
) -> LogInStep:
    """By login and password. Raises as `sessions.let_in`."""
    account = sessions.let_in(store, request, context, by_password)
    return _next(store, tokens, policy, account, sessions.by_password_alone(request), context)


def begin_eid_log_in(
    store: Store,
    tokens: AccessTokens,
    policy: FactorPolicy,
    providers: IdentityProviders,
    request: BeginEidLogIn,
    context: Context,
) -> LogInStep:
    """By an electronic identity. Raises as `eid.enter`."""
    account, opening = eid.enter(store, providers, request, context, eid_counts=policy.eid_counts)
    return _next(store, tokens, policy, account, opening, context)


def enrol_at_log_in(
    store: Store, policy: FactorPolicy, request: EnrolAtLogIn, context: Context
) -> LogInEnrolment:
    """Raises FACTOR_CHALLENGE_INVALID, also for the challenge of a log-in that asks for no enrolment."""
    challenge = shown_factors.find_challenge(store, request.challenge, ChallengePurpose.LOG_IN, context)
    if not challenge.enrols:
        raise challenge_invalid()
    account = store.repository(AccountRepository).get(challenge.account_id)
    secret = totp.new_secret()
    sealed = policy.keys.seal(secret, account.account_id)
    if not store.repository(ChallengeRepository).put_secret(challenge, sealed):
        raise challenge_invalid()
    uri = totp.otpauth_uri(secret, account.login)
    return LogInEnrolment(secret=secret, otpauth_uri=uri, qr_svg=totp.qr_svg(uri))


def finish_log_in(
    store: Store, tokens: AccessTokens, policy: FactorPolicy, request: FinishLogIn, context: Context
) -> FinishedLogIn:
    """Open the session of a log-in by a second factor.

    Raises FACTOR_CHALLENGE_INVALID, INVALID_REQUEST for a wrong factor, RATE_LIMITED, ACCOUNT_LOCKED,
    PASSWORD_CHANGE_REQUIRED.
    """
    shown_factors.require_one(request)
    challenge = shown_factors.find_challenge(store, request.challenge, ChallengePurpose.LOG_IN, context)
    shown = shown_factors.counted(store, challenge, lambda: _look(store, policy, challenge, request))
    codes: tuple[str, ...] = ()

    def finish(uow: UnitOfWork) -> tuple[Account, int | None]:
        nonlocal codes
        if not uow.repository(ChallengeRepository).take(challenge):
            raise challenge_invalid()
        account = uow.repository(AccountRepository).get(challenge.account_id)
        accounts.require_unlocked(account)
        left = shown.take(uow)
        if shown.enrolled is not None:
            account, codes = _enrol(uow, account, shown.enrolled)
        return account, left

    account, left = store.transaction(context, finish)
    opening = opened_with_factor(challenge.opening, shown.method, utcnow())
    pair = sessions.open_session(store, tokens, account, opening, context, policy.requirement)
    return FinishedLogIn(**pair.model_dump(), recovery_codes=codes, recovery_codes_left=left)


def _next(
    store: Store,
    tokens: AccessTokens,
    policy: FactorPolicy,
    account: Account,
    opening: Opening,
    context: Context,
) -> LogInStep:
    now = utcnow()
    step = policy.requirement.next_step(account, opening.methods, now)
    if step is NextStep.OPEN:
        pair = sessions.open_session(store, tokens, account, opening, context, policy.requirement)
        return LogInStep(tokens=pair)
    made = Challenge(
        "",
        ChallengePurpose.LOG_IN,
        account.account_id,
        "",
        now,
        opening=opening,
        enrols=step is NextStep.ENROL,
    )
    return LogInStep(challenge=shown_factors.challenge(store, policy, context, made))


def _look(store: Store, policy: FactorPolicy, challenge: Challenge, request: FinishLogIn) -> Shown:
    if not challenge.enrols:
        return shown_factors.look_at(store, policy, challenge, request)
    if challenge.secret is None or request.code is None:
        raise wrong_factor("/code")
    account_id = challenge.account_id
    app = enrolments.app_shown(policy, account_id, _NAME_AT_LOG_IN, challenge.secret, request.code)
    return Shown(AuthenticationMethod.ONE_TIME_PASSWORD, lambda _: None, app)


def _enrol(uow: UnitOfWork, account: Account, app: Factor) -> tuple[Account, tuple[str, ...]]:
    """Raises FACTOR_CHALLENGE_INVALID where another log-in has enrolled one meanwhile."""
    if account.second_factors:
        raise challenge_invalid()
    return enrolments.add_factor(uow, account, app)
