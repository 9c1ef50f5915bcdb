"""Second factors, the enrolments that lead to them, and the challenges that they answer."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from accounts.domain.second_factors.requirement import Requirement
from accounts.domain.second_factors.sealing import FactorKeys, Sealed
from accounts.domain.second_factors.security_keys import RelyingParty
from accounts.domain.sessions import Opening
from contracts.accounts import Account, SecondFactor, SecondFactorKind
from contracts.errors import ErrorCode, ServiceError
from contracts.field_error_messages import wrong_field

CHALLENGE_LIFETIME = timedelta(minutes=5)
ENROLMENT_LIFETIME = timedelta(minutes=10)
MOST_TRIES = 5
"""So often a challenge or an enrolment may be answered."""
MOST_FACTORS = 10
"""Of one account."""


@dataclass(frozen=True)
class FactorPolicy:
    """What an installation decides: who needs a second factor, the keys of stored secrets, for whom security keys speak
    (None: for nobody, they are switched off), and whether an electronic identity of level 2 counts as both factors."""

    requirement: Requirement
    keys: FactorKeys = field(repr=False)
    relying_party: RelyingParty | None = None
    eid_counts: bool = True


@dataclass(frozen=True)
class Factor:
    """A second factor as stored. Of an app: the `secret` and the step of the last code; of a security key: its credential,
    public key and counter, and whether other devices of its holder have it too (`shared`)."""

    factor_id: str
    account_id: str
    kind: SecondFactorKind
    name: str
    added_at: datetime
    used_at: datetime | None = None
    secret: Sealed | None = None
    last_step: int = 0
    credential_id: bytes = b""
    public_key: bytes = b""
    sign_count: int = 0
    shared: bool = False

    @property
    def shown(self) -> SecondFactor:
        return SecondFactor(
            factor_id=self.factor_id,
            kind=self.kind,
            name=self.name,
            added_at=self.added_at,
            used_at=self.used_at,
        )


@dataclass(frozen=True)
class Enrolment:
    """A factor that is not shown yet to work: the secret of an app, or the challenge to a security key."""

    enrolment_id: str
    account_id: str
    kind: SecondFactorKind
    ends_at: datetime
    secret: Sealed | None = None
    challenge: bytes = field(default=b"", repr=False)


class ChallengePurpose(StrEnum):
    LOG_IN = "log_in"
    FRESH = "fresh"  # a factor is shown once more within a session


@dataclass(frozen=True)
class Challenge:
    """What waits for a second factor: a log-in (`opening`), or a session that asks for a fresh one (`session_id`).

    Bound to the client that it was given to. `secret`: of the app that a log-in enrols.
    """

    challenge_id: str
    purpose: ChallengePurpose
    account_id: str
    client: str
    ends_at: datetime
    webauthn: bytes = field(default=b"", repr=False)
    opening: Opening = field(default_factory=Opening)
    session_id: str = ""
    enrols: bool = False
    secret: Sealed | None = None


@dataclass(frozen=True)
class ChallengeSecret:
    """What names a challenge to who may answer it: 256 random bits, stored as a digest."""

    text: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def with_factors(account: Account, kinds: tuple[SecondFactorKind, ...]) -> Account:
    """The account one version on, with factors of these kinds."""
    return account.model_copy(update={"second_factors": kinds, "version": account.version + 1})


def without_factors(account: Account, at: datetime) -> Account:
    """The account one version on, without any; the next log-in enrols one, where a role asks for it."""
    changes = {"second_factors": (), "second_factor_due_at": at, "version": account.version + 1}
    return account.model_copy(update=changes)


def require_removable(
    account: Account, left: tuple[SecondFactorKind, ...], requirement: Requirement, at: datetime
) -> None:
    """Raises SECOND_FACTOR_REQUIRED where a role asks for one and none would be left."""
    if not left and requirement.applies_to(account, at):
        raise ServiceError(ErrorCode.SECOND_FACTOR_REQUIRED)


def challenge_invalid() -> ServiceError:
    """The same for one that is unknown, used, expired, of another client or tried too often."""
    return ServiceError(ErrorCode.FACTOR_CHALLENGE_INVALID)


def wrong_factor(pointer: str) -> ServiceError:
    return ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong_field(pointer, "wrong_factor"),))


def unknown_enrolment() -> ServiceError:
    """The same for one that is unknown, used, expired, of another account or tried too often."""
    wrong = wrong_field("/enrolment_id", "unknown_enrolment")
    return ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,))
