"""Events of accounts: what happened to one, without names, numbers or addresses."""

from contracts.accounts.breaches import AffectedPersonsTold, BreachDeadlineEvent, BreachEntered
from contracts.accounts.eid import IdentityLinked, IdentityUnlinked
from contracts.accounts.fields import AccountKind
from contracts.accounts.identity import ProofMethod
from contracts.accounts.machine_clients import (
    MachineClientChanged,
    MachineSecretChanged,
    MachineSecretEnding,
)
from contracts.accounts.officers import HeldRole
from contracts.accounts.personal_data import ConsentChanged, DataRequestDeadlineEvent, DataRequestEvent
from contracts.accounts.representation import RepresentationEvent
from contracts.accounts.retention import RetentionHoldEvent, RetentionRunEvent, RetentionScheduleEvent
from contracts.accounts.second_factors import (
    RecoveryCodesMade,
    RecoveryCodeUsed,
    SecondFactorAdded,
    SecondFactorRemoved,
    SecondFactorsReset,
)
from contracts.accounts.sessions import SessionEnding
from contracts.accounts.token_keys import TokenKeysChanged
from contracts.base import AssuranceLevel, Identifier, Instant, Model
from contracts.events import EventType, events_of


class AccountRegistered(Model):
    """Event payload: an account was opened."""

    account_id: Identifier
    """Id of the account."""
    kind: AccountKind
    """What kind of account it is."""
    agency_code: str | None = None
    """Code of the agency (mã định danh cơ quan)."""


class ProfileUpdated(Model):
    """Event payload: an account was changed by its owner."""

    account_id: Identifier
    """Id of the account."""


class NumberProved(Model):
    """Event payload: the number of an account was proved. The number itself is in no event."""

    account_id: Identifier
    """Id of the account."""
    assurance: AssuranceLevel
    """Level to which it is proved."""
    proof: ProofMethod
    """How it was proved."""


class AccountFrozen(Model):
    """Event payload: another account proved the number that this one stated, so it may only read what it filed."""

    account_id: Identifier
    """Id of the account."""


class PasswordChanged(Model):
    """Event payload: the password of an account was changed or reset."""

    account_id: Identifier
    """Id of the account."""


class EmailProved(Model):
    """Event payload: the e-mail address of an account was proved. The address itself is in no event."""

    account_id: Identifier
    """Id of the account."""


class PhoneProved(Model):
    """Event payload: the telephone number of an account was proved. The number itself is in no event."""

    account_id: Identifier
    """Id of the account."""


class LetterDue(Model):
    """Event payload: something is to go to one address by itself. Neither address, nor code, nor whose it is.

    Also recorded where there is no such account and nothing goes out, so that all requests are alike.
    """

    letter_id: Identifier
    """Id of the letter, by which its content is asked."""
    expires_at: Instant
    """When it is void (UTC)."""


class SessionsRevoked(Model):
    """A refresh token came twice: every session of its family has ended."""

    account_id: Identifier
    """Id of the account."""
    family_id: Identifier
    """Family of sessions that came from one sign-in."""


class OfficerChanged(Model):
    """Event payload: an officer's account was changed by who administers it. Names and addresses are in no event."""

    account_id: Identifier
    """Id of the account."""
    changed: tuple[str, ...]
    """Names of the fields that differ."""
    agency_code: str
    """Code of the agency from now on."""
    unit: str = ""
    """Unit from now on."""
    held_roles: tuple[HeldRole, ...]
    """Roles from now on, with their validity."""
    rights_ended: bool
    """Whether rights ended by it, and with them the sessions of the officer."""


class SetupCodeIssued(Model):
    """Event payload: a code was made by which an officer sets a password. The password of before is void."""

    account_id: Identifier
    """Id of the account."""


class SessionEnded(Model):
    """Event payload: a session was ended. Its access tokens are void."""

    account_id: Identifier
    """Id of the account."""
    family_id: Identifier
    """Id of the session: its family of tokens."""
    ending: SessionEnding
    """Why it ended."""


class AccountLocked(Model):
    """Event payload: an account was locked. All its access tokens are void."""

    account_id: Identifier
    """Id of the account."""


class AccountUnlocked(Model):
    """Event payload: an account was unlocked."""

    account_id: Identifier
    """Id of the account."""


ACCOUNT_REGISTERED = EventType("accounts.registered", AccountRegistered)
PROFILE_UPDATED = EventType("accounts.profile_updated", ProfileUpdated)
SESSIONS_REVOKED = EventType("accounts.sessions_revoked", SessionsRevoked)
NUMBER_PROVED = EventType("accounts.number_proved", NumberProved)
ACCOUNT_FROZEN = EventType("accounts.account_frozen", AccountFrozen)
SESSION_ENDED = EventType("accounts.session_ended", SessionEnded)
LOCKED = EventType("accounts.locked", AccountLocked)
UNLOCKED = EventType("accounts.unlocked", AccountUnlocked)
OFFICER_CHANGED = EventType("accounts.officer_changed", OfficerChanged)
SETUP_CODE_ISSUED = EventType("accounts.setup_code_issued", SetupCodeIssued)
IDENTITY_LINKED = EventType("accounts.identity_linked", IdentityLinked)
IDENTITY_UNLINKED = EventType("accounts.identity_unlinked", IdentityUnlinked)
PASSWORD_CHANGED = EventType("accounts.password_changed", PasswordChanged)
PASSWORD_RESET = EventType("accounts.password_reset", PasswordChanged)
EMAIL_PROVED = EventType("accounts.email_proved", EmailProved)
PASSWORD_RESET_REQUESTED = EventType("accounts.password_reset_requested", LetterDue)
EMAIL_PROOF_REQUESTED = EventType("accounts.email_proof_requested", LetterDue)
EMAIL_REPLACED = EventType("accounts.email_replaced", LetterDue)
PHONE_PROVED = EventType("accounts.phone_proved", PhoneProved)
PHONE_PROOF_REQUESTED = EventType("accounts.phone_proof_requested", LetterDue)
PHONE_REPLACED = EventType("accounts.phone_replaced", LetterDue)
CONSENT_GIVEN = EventType("accounts.consent_given", ConsentChanged)
CONSENT_WITHDRAWN = EventType("accounts.consent_withdrawn", ConsentChanged)
DATA_REQUEST_RECEIVED = EventType("accounts.data_request_received", DataRequestEvent)
DATA_REQUEST_SURVEYED = EventType("accounts.data_request_surveyed", DataRequestEvent)
DATA_REQUEST_ACCEPTED = EventType("accounts.data_request_accepted", DataRequestEvent)
DATA_REQUEST_REFUSED = EventType("accounts.data_request_refused", DataRequestEvent)
DATA_REQUEST_EXTENDED = EventType("accounts.data_request_extended", DataRequestEvent)
DATA_REQUEST_DONE = EventType("accounts.data_request_done", DataRequestEvent)
DATA_REQUEST_DUE_SOON = EventType("accounts.data_request_due_soon", DataRequestDeadlineEvent)
DATA_REQUEST_OVERDUE = EventType("accounts.data_request_overdue", DataRequestDeadlineEvent)
RETENTION_SCHEDULE_CHANGED = EventType("accounts.retention_schedule_changed", RetentionScheduleEvent)
RETENTION_HOLD_CHANGED = EventType("accounts.retention_hold_changed", RetentionHoldEvent)
RETENTION_RUN_CHANGED = EventType("accounts.retention_run_changed", RetentionRunEvent)
BREACH_ENTERED = EventType("accounts.breach_entered", BreachEntered)
BREACH_REPORTED = EventType("accounts.breach_reported", BreachDeadlineEvent)
BREACH_DUE_SOON = EventType("accounts.breach_due_soon", BreachDeadlineEvent)
BREACH_OVERDUE = EventType("accounts.breach_overdue", BreachDeadlineEvent)
AFFECTED_PERSONS_TOLD = EventType("accounts.affected_persons_told", AffectedPersonsTold)
MACHINE_CLIENT_CHANGED = EventType("accounts.machine_client_changed", MachineClientChanged)
MACHINE_SECRET_ISSUED = EventType("accounts.machine_secret_issued", MachineSecretChanged)
MACHINE_SECRET_REVOKED = EventType("accounts.machine_secret_revoked", MachineSecretChanged)
MACHINE_SECRET_ENDING = EventType("accounts.machine_secret_ending", MachineSecretEnding)
REPRESENTATION_ASKED = EventType("accounts.representation_asked", RepresentationEvent)
REPRESENTATION_GRANTED = EventType("accounts.representation_granted", RepresentationEvent)
"""It was confirmed by the other side, checked by an officer, or proved by the electronic identity of the organisation."""
REPRESENTATION_REFUSED = EventType("accounts.representation_refused", RepresentationEvent)
REPRESENTATION_ENDED = EventType("accounts.representation_ended", RepresentationEvent)
SECOND_FACTOR_ADDED = EventType("accounts.second_factor_added", SecondFactorAdded)
SECOND_FACTOR_REMOVED = EventType("accounts.second_factor_removed", SecondFactorRemoved)
SECOND_FACTORS_RESET = EventType("accounts.second_factors_reset", SecondFactorsReset)
RECOVERY_CODE_USED = EventType("accounts.recovery_code_used", RecoveryCodeUsed)
RECOVERY_CODES_MADE = EventType("accounts.recovery_codes_made", RecoveryCodesMade)
TOKEN_KEYS_CHANGED = EventType("accounts.token_keys_changed", TokenKeysChanged)
"""Not of persons: the keys that sign access tokens."""


EVENTS = events_of(__name__)
