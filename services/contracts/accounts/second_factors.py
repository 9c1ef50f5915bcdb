"""Second factors of a log-in (yếu tố xác thực thứ hai): enrolled, shown, removed, and reset where they are lost."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from contracts.accounts.eid import EidLogIn
from contracts.accounts.fields import LoginName, OptionalId, SecondFactorKind
from contracts.accounts.sessions import LogIn, TokenPair
from contracts.base import Body, Command, Identifier, Instant, Model, Query
from contracts.printable import LongText, Printable

FactorName = Annotated[str, Printable(min_length=1, max_length=64)]
"""How a person calls a factor (tên khóa)."""
ChallengeSecret = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]
TotpCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
RecoveryCode = Annotated[
    str,
    StringConstraints(
        pattern=r"^([2-9A-HJ-NP-Za-hj-np-z]{4}-?){3}[2-9A-HJ-NP-Za-hj-np-z]{4}$", max_length=19
    ),
]
Credential = Annotated[dict[str, Any], Field(max_length=12)]
"""A `PublicKeyCredential` as its `toJSON()` makes it."""
CreationOptions = dict[str, Any]
"""`PublicKeyCredentialCreationOptionsJSON`, for `PublicKeyCredential.parseCreationOptionsFromJSON`."""
RequestOptions = dict[str, Any]
"""`PublicKeyCredentialRequestOptionsJSON`, for `PublicKeyCredential.parseRequestOptionsFromJSON`."""


class SecondFactor(Model):
    """A second factor of an account, without its secret."""

    factor_id: Identifier
    """Id of the factor."""
    kind: SecondFactorKind
    """What it is."""
    name: str
    """How its owner calls it."""
    added_at: Instant
    """Since when it counts (UTC)."""
    used_at: Instant | None = None
    """When it was last shown (UTC); none: never since it was added."""


class SecondFactors(Model):
    """The second factors of one's own account."""

    items: tuple[SecondFactor, ...]
    """Those that count, oldest first."""
    recovery_codes_left: int
    """Recovery codes (mã khôi phục) that have not been used."""
    required: bool
    """Whether one of the account's roles asks for a second factor now."""
    due_at: Instant | None = None
    """From when nobody logs in to it without a second factor (UTC); none: not required, or not counted from yet."""


class ListSecondFactors(Query):
    """Query for the second factors of one's own account."""


class StartTotp(Query):
    """Request to enrol an app that makes one-time passwords (TOTP). Repeating it makes another secret; the first is void."""

    current: OptionalId = ""
    """Session that the request came by."""


class TotpEnrolment(Model):
    """A secret to put into an app; it counts when a code of it has been shown."""

    enrolment_id: Identifier
    """Id of the enrolment."""
    secret: Annotated[str, Field(repr=False)]
    """The secret in base32, to be typed where no picture can be read."""
    otpauth_uri: Annotated[str, Field(repr=False)]
    """The same as an address that apps read (otpauth://totp)."""
    qr_svg: Annotated[str, Field(repr=False)]
    """That address as a QR code, an SVG picture."""
    expires_at: Instant
    """Until when it may be confirmed (UTC)."""


class StartWebauthn(Query):
    """Request to enrol a security key (WebAuthn)."""

    current: OptionalId = ""
    """Session that the request came by."""


class WebauthnEnrolment(Model):
    """What a browser needs to have a security key make a credential."""

    enrolment_id: Identifier
    """Id of the enrolment."""
    options: CreationOptions
    """Options of `navigator.credentials.create`, as JSON."""
    expires_at: Instant
    """Until when it may be confirmed (UTC)."""


class AddSecondFactorBody(Body):
    """What shows that an enrolled factor works: the code of an app, or the credential of a security key."""

    enrolment_id: Identifier
    """Id of the enrolment."""
    name: FactorName
    """How its owner calls it."""
    code: Annotated[TotpCode | None, Field(repr=False)] = None
    """Code that the app shows; for an app."""
    credential: Annotated[Credential | None, Field(repr=False)] = None
    """What `navigator.credentials.create` gave, as JSON; for a security key."""


class AddSecondFactor(AddSecondFactorBody, Query):
    """Request to add a factor that has been enrolled (đăng ký yếu tố xác thực).

    Not a command: nobody stores recovery codes to replay them. A repetition is refused: an enrolment is good once.
    """

    current: OptionalId = ""
    """Session that the request came by, which goes on; with the first factor all others end."""


class AddedSecondFactor(Model):
    """A factor that counts from now on; with the first one come recovery codes."""

    factor: SecondFactor
    """The factor."""
    recovery_codes: Annotated[tuple[str, ...], Field(repr=False)] = ()
    """Recovery codes (mã khôi phục), shown this once; empty where the account has some."""


class RemoveSecondFactor(Query):
    """Request to remove a factor of one's own account. Repeating it finds nothing."""

    factor_id: Identifier
    """Id of the factor."""
    current: OptionalId = ""
    """Session that the request came by."""


class MakeRecoveryCodes(Query):
    """Request for new recovery codes; those of before are void."""

    current: OptionalId = ""
    """Session that the request came by."""


class RecoveryCodes(Model):
    """Codes in place of a second factor, each good once (mã khôi phục)."""

    codes: Annotated[tuple[str, ...], Field(repr=False)]
    """The codes, shown this once."""


class FactorChallenge(Model):
    """What is to be shown before a log-in or an act goes on."""

    challenge: Annotated[str, Field(repr=False)]
    """Names the challenge; good once, from the same address, for five tries."""
    kinds: tuple[SecondFactorKind, ...]
    """Kinds of factors that the account has; none: one is to be enrolled now."""
    webauthn: RequestOptions | None = None
    """Options of `navigator.credentials.get`, as JSON; none without a security key."""
    expires_at: Instant
    """Until when it is good (UTC)."""


class ShownFactorBody(Body):
    """A second factor, shown: exactly one of code, recovery code and assertion."""

    challenge: Annotated[ChallengeSecret, Field(repr=False)]
    """The challenge that it answers."""
    code: Annotated[TotpCode | None, Field(repr=False)] = None
    """Code that the app shows."""
    recovery_code: Annotated[RecoveryCode | None, Field(repr=False)] = None
    """One of the recovery codes; small letters and missing hyphens do not matter."""
    assertion: Annotated[Credential | None, Field(repr=False)] = None
    """What `navigator.credentials.get` gave, as JSON."""


class LogInStep(Model):
    """The outcome of a log-in's first step: tokens, or a challenge."""

    tokens: TokenPair | None = None
    """The tokens, where no second factor is needed."""
    challenge: FactorChallenge | None = None
    """What is to be shown before there are tokens."""


class BeginLogIn(LogIn):
    """Request for tokens by login and password, from a caller who knows the second step."""


class BeginEidLogIn(EidLogIn):
    """Request for tokens by what came back from an identity provider, from a caller who knows the second step."""


class FinishLogIn(ShownFactorBody, Query):
    """Request for tokens by a second factor.

    Not a command: nobody stores tokens to replay them. A repetition is refused: a challenge is good once.
    """


class EnrolAtLogInBody(Body):
    """The challenge of a log-in that asks for an enrolment."""

    challenge: Annotated[ChallengeSecret, Field(repr=False)]
    """The challenge."""


class EnrolAtLogIn(EnrolAtLogInBody, Query):
    """Request to enrol an app within a log-in that needs a second factor and has none.

    Repeating it makes another secret; the first is void. The second step shows a code of it.
    """


class LogInEnrolment(Model):
    """A secret to put into an app, which counts when the second step shows a code of it."""

    secret: Annotated[str, Field(repr=False)]
    """The secret in base32, to be typed where no picture can be read."""
    otpauth_uri: Annotated[str, Field(repr=False)]
    """The same as an address that apps read (otpauth://totp)."""
    qr_svg: Annotated[str, Field(repr=False)]
    """That address as a QR code, an SVG picture."""


class FinishedLogIn(TokenPair):
    """The tokens of a log-in with its second factor, and what its owner must know of recovery codes."""

    recovery_codes: Annotated[tuple[str, ...], Field(repr=False)] = ()
    """Recovery codes (mã khôi phục), shown this once; empty but where this log-in enrolled the first factor."""
    recovery_codes_left: int | None = None
    """How many are left, where one was used; make new ones when two are left."""


class ChallengeOwnFactor(Query):
    """Request for a challenge before an act that asks for a fresh second factor."""

    current: OptionalId = ""
    """Session that the request came by."""


class ShowOwnFactor(ShownFactorBody, Query):
    """Request to show a second factor once more. A repetition is refused: a challenge is good once."""

    current: OptionalId = ""
    """Session that the request came by, of which it is."""


class ShownFactor(Model):
    """That a second factor was shown."""

    fresh_until: Instant
    """Until when it counts as fresh (UTC)."""
    recovery_codes_left: int | None = None
    """How many are left, where one was used."""


class ResetSecondFactorsBody(Body):
    """Why the second factors of an officer are reset."""

    reason: LongText
    """Ground, for the record."""


class ResetSecondFactors(ResetSecondFactorsBody, Command):
    """Command to remove all second factors of an officer who has lost them (đặt lại yếu tố xác thực).

    By who administers his account, and nobody of his own. His sessions end, and the next log-in enrols a new one.
    """

    account_id: Identifier
    """Id of the account."""


class ResetAdministratorFactors(Command):
    """Command to remove all second factors of an administrator who has lost them, by an operator at the command line."""

    login: LoginName
    """Login name."""
    reason: LongText
    """Ground, for the record."""


class SecondFactorAdded(Model):
    """Event payload: a second factor was added to an account."""

    account_id: Identifier
    """Id of the account."""
    factor: SecondFactorKind
    """What it is."""


class SecondFactorRemoved(Model):
    """Event payload: a second factor was removed by its owner."""

    account_id: Identifier
    """Id of the account."""
    factor: SecondFactorKind
    """What it was."""


class SecondFactorsReset(Model):
    """Event payload: all second factors of an account were removed by who administers it."""

    account_id: Identifier
    """Id of the account."""


class RecoveryCodeUsed(Model):
    """Event payload: a recovery code was used in place of a second factor."""

    account_id: Identifier
    """Id of the account."""
    left: int
    """How many are left."""


class RecoveryCodesMade(Model):
    """Event payload: new recovery codes were made, those of before are void."""

    account_id: Identifier
    """Id of the account."""
