"""Second factors of one's own account are enrolled, shown to work, listed and removed."""

from accounts.application import sessions
from accounts.application.second_factors import fresh_proofs, recovery
from accounts.domain import access
from accounts.domain.second_factors import factors as rules
from accounts.domain.second_factors import security_keys, totp
from accounts.domain.second_factors.factors import (
    ENROLMENT_LIFETIME,
    MOST_FACTORS,
    Enrolment,
    Factor,
    FactorPolicy,
)
from accounts.domain.second_factors.sealing import Sealed
from accounts.domain.second_factors.security_keys import RelyingParty, WrongMessage
from accounts.domain.sessions import with_factor
from accounts.repository.accounts import AccountRepository
from accounts.repository.second_factors.challenges import ChallengeRepository
from accounts.repository.second_factors.factors import (
    EnrolmentRepository,
    FactorRepository,
    RecoveryCodeRepository,
)
from accounts.repository.sessions import TokenFamilyRepository
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import (
    Account,
    AddedSecondFactor,
    AddSecondFactor,
    AuthenticationMethod,
    ListSecondFactors,
    RemoveSecondFactor,
    SecondFactorAdded,
    SecondFactorKind,
    SecondFactorRemoved,
    SecondFactors,
    SessionEnding,
    StartTotp,
    StartWebauthn,
    TotpEnrolment,
    WebauthnEnrolment,
)
from contracts.base import Empty
from contracts.errors import ErrorCode, ServiceError, not_found
from contracts.field_error_messages import wrong_field


def list_second_factors(
    store: Store,
    policy: FactorPolicy,
    request: ListSecondFactors,  # noqa: ARG001
    context: Context,
) -> SecondFactors:
    """Raises UNAUTHENTICATED, FORBIDDEN."""
    account_id = access.require_owner(context.actor)
    account, now = store.repository(AccountRepository).get(account_id), utcnow()
    codes = store.repository(RecoveryCodeRepository).find(account_id)
    return SecondFactors(
        items=tuple(each.shown for each in store.repository(FactorRepository).of_account(account_id)),
        recovery_codes_left=len(codes.digests) if codes else 0,
        required=policy.requirement.applies_to(account, now),
        due_at=policy.requirement.due_at(account, now),
    )


def start_totp(store: Store, policy: FactorPolicy, request: StartTotp, context: Context) -> TotpEnrolment:
    """Raises SECOND_FACTOR_NEEDED without a fresh proof, INVALID_REQUEST, UNAUTHENTICATED, FORBIDDEN."""
    account = _enrolling(store, context, request.current)
    secret = totp.new_secret()
    sealed = policy.keys.seal(secret, account.account_id)
    enrolment = Enrolment(
        new_id(), account.account_id, SecondFactorKind.TOTP, utcnow() + ENROLMENT_LIFETIME, secret=sealed
    )
    store.repository(EnrolmentRepository).add(enrolment)
    uri = totp.otpauth_uri(secret, account.login)
    return TotpEnrolment(
        enrolment_id=enrolment.enrolment_id,
        secret=secret,
        otpauth_uri=uri,
        qr_svg=totp.qr_svg(uri),
        expires_at=enrolment.ends_at,
    )


def start_webauthn(
    store: Store, policy: FactorPolicy, request: StartWebauthn, context: Context
) -> WebauthnEnrolment:
    """Raises as `start_totp`, INVALID_REQUEST also where security keys are switched off."""
    account = _enrolling(store, context, request.current)
    party = _party(policy)
    known = store.repository(FactorRepository).of_account(account.account_id)
    challenge = security_keys.new_challenge()
    enrolment = Enrolment(
        new_id(),
        account.account_id,
        SecondFactorKind.WEBAUTHN,
        utcnow() + ENROLMENT_LIFETIME,
        challenge=challenge,
    )
    store.repository(EnrolmentRepository).add(enrolment)
    ids = [each.credential_id for each in known if each.credential_id]
    return WebauthnEnrolment(
        enrolment_id=enrolment.enrolment_id,
        options=security_keys.creation_options(
            party, challenge, account.account_id, account.login, account.full_name, ids
        ),
        expires_at=enrolment.ends_at,
    )


def add_second_factor(
    store: Store, policy: FactorPolicy, request: AddSecondFactor, context: Context
) -> AddedSecondFactor:
    """The factor counts from now on; with the first one every other session ends, and there are recovery codes.

    Raises INVALID_REQUEST for what does not answer the enrolment, SECOND_FACTOR_NEEDED, UNAUTHENTICATED, FORBIDDEN.
    """
    account_id = access.require_owner(context.actor)
    enrolment = store.repository(EnrolmentRepository).try_one(request.enrolment_id, account_id, utcnow())
    if enrolment is None:
        raise rules.unknown_enrolment()
    factor, method = _shown(policy, enrolment, request)

    def add(uow: UnitOfWork) -> tuple[bool, tuple[str, ...]]:
        if not uow.repository(EnrolmentRepository).take(enrolment):
            raise rules.unknown_enrolment()
        account = uow.repository(AccountRepository).get(account_id)
        family = fresh_proofs.require_fresh(uow, account, request.current)
        first = not account.second_factors
        _, codes = add_factor(uow, account, factor, besides=request.current)
        uow.repository(TokenFamilyRepository).note_factor(with_factor(family, method, uow.now))
        return first, codes

    first, codes = store.transaction(context, add)
    if first:
        ending = SessionEnding.OWNER
        store.transaction(
            context, lambda uow: sessions.end_all(uow, account_id, ending, besides=request.current)
        )
    return AddedSecondFactor(factor=factor.shown, recovery_codes=codes)


def add_factor(
    uow: UnitOfWork, account: Account, factor: Factor, besides: str = ""
) -> tuple[Account, tuple[str, ...]]:
    """The account with the factor; with the first one its sessions but `besides` end, and it has recovery codes.

    Raises INVALID_REQUEST for too many factors and for a key that is known, VERSION_STALE.
    """
    repository = uow.repository(FactorRepository)
    if len(account.second_factors) >= MOST_FACTORS:
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong_field("", "too_many_factors"),))
    if factor.credential_id and repository.is_known(factor.credential_id):
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong_field("/credential", "key_known"),))
    repository.add(factor)
    after = rules.with_factors(account, (*account.second_factors, factor.kind))
    uow.repository(AccountRepository).replace(after, account.version)
    payload = SecondFactorAdded(account_id=account.account_id, factor=factor.kind)
    uow.record_event(contract.SECOND_FACTOR_ADDED, after.account_id, after.version, payload)
    if account.second_factors:
        return after, ()
    sessions.end_all(uow, account.account_id, SessionEnding.OWNER, besides=besides)
    return after, recovery.new_set(uow, account.account_id)


def app_shown(policy: FactorPolicy, account_id: str, name: str, secret: Sealed, code: str) -> Factor:
    """An app that has shown its first code, which is not taken again. Raises INVALID_REQUEST."""
    now, opened = utcnow(), policy.keys.open(secret, account_id)
    step = totp.accepted_step(opened, code, 0, now) if opened else None
    if step is None:
        raise rules.wrong_factor("/code")
    return Factor(new_id(), account_id, SecondFactorKind.TOTP, name, now, secret=secret, last_step=step)


def remove_second_factor(
    store: Store, policy: FactorPolicy, request: RemoveSecondFactor, context: Context
) -> Empty:
    """By the owner, whose proof is fresh. With the last one the recovery codes go.

    Raises NOT_FOUND, SECOND_FACTOR_NEEDED, SECOND_FACTOR_REQUIRED, UNAUTHENTICATED, FORBIDDEN.
    """
    account_id = access.require_owner(context.actor)

    def remove(uow: UnitOfWork) -> Empty:
        account = uow.repository(AccountRepository).get(account_id)
        fresh_proofs.require_fresh(uow, account, request.current)
        known = uow.repository(FactorRepository).of_account(account_id)
        factor = next((each for each in known if each.factor_id == request.factor_id), None)
        if factor is None or not uow.repository(FactorRepository).remove(factor):
            raise not_found("second factor")
        left = tuple(each.kind for each in known if each is not factor)
        rules.require_removable(account, left, policy.requirement, uow.now)
        after = rules.with_factors(account, left)
        uow.repository(AccountRepository).replace(after, account.version)
        if not left:
            uow.repository(RecoveryCodeRepository).remove(account_id)
        uow.repository(ChallengeRepository).remove_all(account_id)
        payload = SecondFactorRemoved(account_id=account_id, factor=factor.kind)
        uow.record_event(contract.SECOND_FACTOR_REMOVED, account_id, after.version, payload)
        return Empty()

    return store.transaction(context, remove)


def _enrolling(store: Store, context: Context, session_id: str) -> Account:
    account_id = access.require_owner(context.actor)
    account = store.repository(AccountRepository).get(account_id)
    fresh_proofs.require_fresh(store, account, session_id)
    return account


def _party(policy: FactorPolicy) -> RelyingParty:
    if policy.relying_party is None:
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong_field("", "security_keys_off"),))
    return policy.relying_party


def _shown(
    policy: FactorPolicy, enrolment: Enrolment, request: AddSecondFactor
) -> tuple[Factor, AuthenticationMethod]:
    """What the enrolment becomes. Raises INVALID_REQUEST."""
    is_app = enrolment.kind is SecondFactorKind.TOTP
    if (request.code is not None, request.credential is not None) != (is_app, not is_app):
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong_field("/code", "other_factor"),))
    if enrolment.secret is not None:
        app = app_shown(policy, enrolment.account_id, request.name, enrolment.secret, request.code or "")
        return app, AuthenticationMethod.ONE_TIME_PASSWORD
    try:
        made = security_keys.new_credential(_party(policy), enrolment.challenge, request.credential or {})
    except WrongMessage:
        raise rules.wrong_factor("/credential") from None
    key = Factor(
        new_id(),
        enrolment.account_id,
        SecondFactorKind.WEBAUTHN,
        request.name,
        utcnow(),
        credential_id=made.credential_id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        shared=made.shared,
    )
    return key, AuthenticationMethod.SOFTWARE_KEY if made.shared else AuthenticationMethod.HARDWARE_KEY
