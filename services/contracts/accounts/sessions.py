"""Log-ins, sessions (phiên đăng nhập) and the tokens that they give out."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from contracts.accounts.fields import AccountKind, AuthenticationMethod, DeviceName, LoginName, OptionalId
from contracts.base import (
    Acting,
    Actor,
    AssuranceLevel,
    Body,
    Command,
    Identifier,
    Instant,
    Model,
    OfficerRole,
    PageRequest,
    Query,
)
from contracts.printable import Printable

TOKEN_ISSUER = "urn:motcua:accounts"


TOKEN_AUDIENCE = "urn:motcua:portal"
"""The `iss` and `aud` of every access token; whoever checks one checks both."""


REPRESENTATION_AUDIENCE = "urn:motcua:portal:representation"
"""The `aud` of the token of somebody who acts for another: a release that knows no scopes refuses it."""


class OpenSystemSession(Query):
    """Request for a token of an agency's system.

    By an agency's system: the session of the old contract, the client credentials grant of the newer one.
    """

    login: LoginName
    """Login name of the system: the client id."""
    password: Annotated[str, StringConstraints(min_length=1, max_length=128), Field(repr=False)]
    """Secret of the system."""


class SystemSession(Model):
    """A token of `expires_in` seconds; there is nothing to refresh it with."""

    access_token: Annotated[str, Field(repr=False)]
    """The token."""
    expires_in: int
    """Seconds until it expires."""


class LogInBody(Body):
    """Login and password, and how the person calls the device."""

    login: LoginName
    """Login name."""
    password: Annotated[str, StringConstraints(min_length=1, max_length=128), Field(repr=False)]
    """Password."""
    device: DeviceName | None = None
    """How the person calls the device (tên thiết bị); left out: named from the User-Agent."""


class LogIn(LogInBody, Query):
    """Request for tokens by login and password.

    Not a command: nobody stores tokens to replay them. Repeating it makes another session.
    """

    user_agent: Annotated[str, Printable(min_length=0, max_length=512)] = ""
    """The header User-Agent of the caller, cut to this length; only what it says of browser and system is stored."""


class RefreshTokens(Query):
    """Request for new tokens.

    Takes a refresh token once. A second use revokes the whole family (`token_reused`).
    """

    refresh_token: Annotated[str, StringConstraints(min_length=20, max_length=200), Field(repr=False)]
    """Refresh token, good for one use."""


class LogOut(Query):
    """Request to end a session.

    Revokes the family of the token; an unknown token is no error.
    """

    refresh_token: Annotated[str, StringConstraints(min_length=20, max_length=200), Field(repr=False)]
    """Refresh token of the session to end."""


class Session(Model):
    """A session of a person (phiên đăng nhập): what came from one log-in."""

    session_id: Identifier
    """Id of the session."""
    device: str
    """The device (thiết bị): its name as the person gave it, else browser and system; empty where neither is known."""
    address: str
    """Network that it was last used from, as a masked address (203.0.113.0/24); empty where it is not known."""
    opened_at: Instant
    """When the person logged in (UTC)."""
    used_at: Instant
    """When tokens were last given out for it (UTC); an open page asks for new ones every ten minutes."""
    expires_at: Instant
    """When it ends by itself (UTC)."""
    current: bool = False
    """Whether it is the one that this request came by."""
    methods: tuple[AuthenticationMethod, ...] = ()
    """How the person proved who he is (`amr`, RFC 8176); empty in sessions that an earlier release opened."""
    proved_at: Instant | None = None
    """When the person last proved it (UTC): by the log-in, or by a second factor that was shown once more."""


class ListSessions(PageRequest):
    """Query for one's own sessions that have not ended, newest first."""

    current: OptionalId = ""
    """Session that the request came by."""


class NameSessionBody(Body):
    """A name for the device of a session."""

    device: DeviceName
    """How the person calls the device (tên thiết bị)."""


class NameSession(NameSessionBody, Command):
    """Command to name the device of an own session."""

    session_id: Identifier
    """Id of the session."""
    current: OptionalId = ""
    """Session that the request came by."""


class EndSession(Query):
    """Request to end an own session. Repeating it changes nothing."""

    session_id: Identifier
    """Id of the session."""


class EndSessions(Query):
    """Request to end all own sessions, or all but one. Repeating it changes nothing."""

    besides: OptionalId = ""
    """The session that goes on; empty: none."""


class GetRevocations(Query):
    """Query for what makes access tokens void before they expire.

    For the gateway only, which asks at its start and whenever it has been without the broker.
    """


class Revocations(Model):
    """What makes access tokens void before they expire; what no token can be out for any more is left out."""

    session_ids: tuple[Identifier, ...] = ()
    """Sessions that have ended: the `sid` of their tokens."""
    account_ids: tuple[Identifier, ...] = ()
    """Accounts that are locked: the `sub` of their tokens."""
    representation_keys: tuple[str, ...] = ()
    """Acts of representation that have ended, with their version: their tokens are void."""


class TokenPair(Model):
    """`access_token` is a JWT (EdDSA, keys at the JWKS address) of `expires_in` seconds."""

    access_token: Annotated[str, Field(repr=False)]
    """Access token: a JWT signed with EdDSA, to be sent as Bearer."""
    refresh_token: Annotated[str, Field(repr=False)]
    """Refresh token, good for one use."""
    token_type: Literal["Bearer"] = "Bearer"
    """Always Bearer."""
    expires_in: int
    """Seconds until the access token expires."""
    refresh_expires_in: int
    """Seconds until the refresh token expires."""
    second_factor_due_at: Instant | None = None
    """From when nobody logs in to this account without a second factor (UTC); none: it has one, or needs none."""


class GetJwks(Query):
    """Query for the public keys that access tokens are checked with."""


class Jwks(Model):
    """RFC 7517."""

    keys: tuple[dict[str, str], ...]
    """Public keys (RFC 7517), the current one first."""


class AccessClaims(Model):
    """Claims of an access token; `sub` is the account id."""

    sub: str
    """Id of the account (the JWT's `sub`)."""
    kind: AccountKind
    """What kind of account it is."""
    agency_code: str = ""
    """Agency of an officer or a system; empty for others."""
    unit: str = ""
    """Unit of an officer; empty for others."""
    roles: tuple[OfficerRole, ...] = ()
    """Roles of an officer; empty for others."""
    assurance: AssuranceLevel | None = None
    """Level to which the number of a citizen is proved; none for others."""
    sid: str = ""
    """Session that the token was given out for; empty in tokens of systems and of earlier releases."""
    jti: str = ""
    """Id of the token itself."""
    scope: str | None = None
    """Scopes of a machine client, with blanks between them (RFC 9068); none in tokens of others."""
    cnf: dict[str, str] | None = None
    """What the token is bound to (RFC 8705): `x5t#S256` names the TLS certificate that must be shown; none: nothing."""
    networks: tuple[str, ...] = ()
    """Networks that a machine client may call from; none: any."""
    acting: Acting | None = None
    """Who acts for the account, and by which right; none: its owner. Tokens with it have an audience of their own."""
    amr: tuple[str, ...] = ()
    """How the person proved who he is (RFC 8176); empty in tokens of systems and of earlier releases."""
    auth_time: int = 0
    """When the person last proved it, in seconds since 1970; 0 in tokens of systems and of earlier releases."""

    def actor(self) -> Actor:
        return Actor(
            kind=self.kind.value,
            account_id=self.sub,
            agency_code=self.agency_code,
            unit=self.unit,
            roles=self.roles,
            assurance=self.assurance,
            acting=self.acting,
        )


class SessionEnding(StrEnum):
    """Why a session ended, other than by a refresh token that came twice."""

    LOGGED_OUT = "logged_out"
    OWNER = "owner"  # ended by its owner from another session
    PASSWORD_CHANGED = "password_changed"
    LOCKED = "locked"
    RIGHTS_ENDED = "rights_ended"  # a role was taken away, or the officer was moved
    REVOKED = "revoked"  # tokens of a machine client, with its secret or itself
