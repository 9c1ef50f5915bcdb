"""Machine clients (ứng dụng máy): programs of an agency that call the API in its name, by OAuth 2.0 client credentials."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.accounts.fields import AgencyCode, OptionalId
from contracts.base import Body, Command, Identifier, Instant, Model, PageRequest, Query
from contracts.printable import Title

MOST_LIVE_SECRETS = 2
"""So that a new one is in use everywhere before the old one ends."""


class MachineScope(StrEnum):
    """What a machine client may do (phạm vi truy cập): one word for each flow, for its agency and all under it."""

    SYNC_WRITE = "sync.write"  # đồng bộ trạng thái hồ sơ lên cổng
    SYNC_READ = "sync.read"  # đọc hồ sơ đã đồng bộ, bất thường, đối soát
    DOSSIERS_READ = "dossiers.read"  # đọc hồ sơ và dòng sự kiện của cơ quan
    DOSSIERS_SUGGEST = "dossiers.suggest"  # gửi gợi ý của máy cho hồ sơ


MachineScopes = Annotated[tuple[MachineScope, ...], Field(min_length=1, max_length=16)]

Network = Annotated[str, StringConstraints(min_length=2, max_length=64, pattern=r"^[0-9A-Fa-f.:/]+$")]
"""A network in CIDR notation (203.0.113.0/24, 2001:db8::/48), or one address."""
Networks = Annotated[tuple[Network, ...], Field(max_length=16)]

Thumbprint = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]
"""SHA-256 of a certificate's DER in base64url: `x5t#S256` of RFC 8705."""
Thumbprints = Annotated[tuple[Thumbprint, ...], Field(max_length=4)]


class MachineSecret(Model):
    """A secret of a machine client, without the secret itself."""

    secret_id: Identifier
    """Id of the secret."""
    created_at: Instant
    """When it was made (UTC)."""
    expires_at: Instant
    """Until when it is good (UTC)."""
    revoked_at: Instant | None = None
    """Since when it is good no more, before its time (UTC); none: it was not revoked."""
    last_used_at: Instant | None = None
    """When a token was last given out for it, to the minute (UTC); none: never."""
    last_address: str = ""
    """Network address that it was last used from; empty: never used."""


class MachineClient(Model):
    """A machine client as its administrators see it. `version` is its ETag."""

    client_id: Identifier
    """Id of the client: `client_id` of OAuth 2.0."""
    version: int
    """Version, which counts its changes: the ETag."""
    name: str
    """Name of the program."""
    agency_code: str
    """Agency in whose name it calls (mã định danh cơ quan); all agencies under it are its own."""
    scopes: tuple[MachineScope, ...]
    """What it may do (phạm vi truy cập)."""
    networks: tuple[str, ...] = ()
    """Networks that it may call from; none: any."""
    certificates: tuple[str, ...] = ()
    """SHA-256 thumbprints of the TLS certificates, of which it must show one; none: it needs no certificate."""
    created_at: Instant
    """When it was made (UTC)."""
    disabled_at: Instant | None = None
    """Since when it is disabled (UTC); none: it is not."""
    secrets: tuple[MachineSecret, ...] = ()
    """Its secrets, the oldest first: the live ones and the last that ended."""


class CreateMachineClientBody(Body):
    """A machine client to make, without a secret yet.

    By an administrator; by who administers the accounts of the agency.
    """

    name: Title
    """Name of the program."""
    agency_code: AgencyCode
    """Agency in whose name it calls (mã định danh cơ quan); all agencies under it are its own."""
    scopes: MachineScopes
    """What it may do (phạm vi truy cập)."""
    networks: Networks = ()
    """Networks that it may call from, in CIDR notation; none: any."""
    certificates: Thumbprints = ()
    """SHA-256 thumbprints (base64url, RFC 8705) of TLS certificates, of which it must show one; none: no certificate."""


class CreateMachineClient(CreateMachineClientBody, Command):
    """Command to make a machine client."""


class ChangeMachineClientBody(Body):
    """Changes of a machine client. Fields left out or null stay as they are. Tokens that are out are void by a change."""

    name: Title | None = None
    """Name of the program; left out or null: unchanged."""
    scopes: MachineScopes | None = None
    """What it may do from now on; left out or null: unchanged."""
    networks: Networks | None = None
    """Networks that it may call from, in place of those before; left out or null: unchanged."""
    certificates: Thumbprints | None = None
    """Thumbprints of its certificates, in place of those before; left out or null: unchanged."""


class ChangeMachineClient(ChangeMachineClientBody, Command):
    """Command to change a machine client in the version that the caller has seen."""

    client_id: Identifier
    """Id of the client."""
    expected_version: int
    """Version that the caller has seen; refused when it is not the current one."""


class GetMachineClient(Query):
    """Query for one machine client, for who administers it; for anybody else the answer is not_found."""

    client_id: Identifier
    """Id of the client."""


class ListMachineClients(PageRequest):
    """Query for machine clients: of any agency by an administrator, of the own one by who administers its accounts."""

    agency_code: AgencyCode | None = None
    """Narrows to the clients of this agency."""


class DisableMachineClient(Command):
    """Command to disable a machine client (vô hiệu hóa): its tokens are void at once and it gets no more."""

    client_id: Identifier
    """Id of the client."""


class EnableMachineClient(Command):
    """Command to enable a machine client again, with the secrets that it has."""

    client_id: Identifier
    """Id of the client."""


class IssueMachineSecretBody(Body):
    """For how long a new secret is good, and how long the ones before go on."""

    lifetime_days: Annotated[int, Field(ge=1, le=3650)] | None = None
    """Days for which it is good; left out or null: as long as the installation allows, which is the most."""
    overlap_days: Annotated[int, Field(ge=0, le=90)] = 30
    """Days after which an earlier secret ends, where it does not end before."""


class IssueMachineSecret(IssueMachineSecretBody, Query):
    """Request for a secret.

    Not a command: nobody stores a secret to replay it. The second live one where there is one already; where there are two,
    it takes the place of the newer one if that was never used.
    """

    client_id: Identifier
    """Id of the client."""
    current: OptionalId = ""
    """Id of the session that asks, which has a fresh proof; empty for an operator."""


class IssuedMachineSecret(Model):
    """A new secret of a machine client, shown this once."""

    client_id: Identifier
    """Id of the client: `client_id` of OAuth 2.0."""
    secret_id: Identifier
    """Id of the secret."""
    client_secret: Annotated[str, Field(repr=False)]
    """The secret: `client_secret` of OAuth 2.0."""
    expires_at: Instant
    """Until when it is good (UTC)."""


class RevokeMachineSecret(Query):
    """Request to revoke a secret: its tokens are void at once. Repeating it changes nothing."""

    client_id: Identifier
    """Id of the client."""
    secret_id: Identifier
    """Id of the secret."""


ShownId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._@-]{1,64}$")]
"""Id of a machine client, or the login of a system."""
ShownSecret = Annotated[str, StringConstraints(min_length=1, max_length=128), Field(repr=False)]
ShownToken = Annotated[str, StringConstraints(max_length=8192), Field(repr=False)]


class MachineCredentials(Query):
    """What a machine client shows, and where it comes from."""

    client_id: ShownId
    """Id of the client."""
    client_secret: ShownSecret
    """Its secret."""
    address: Annotated[str, StringConstraints(max_length=64, pattern=r"^[!-~]*$")] = ""
    """Network address that the request came from; empty: not known."""
    certificate: Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z0-9_-]*$")] = ""
    """SHA-256 thumbprint of the TLS certificate that came with it; empty: none."""


class GrantMachineToken(MachineCredentials):
    """Request for an access token by client credentials (RFC 6749 4.4).

    Also for the account of a system with its password, while the installation lets these log in.
    """

    scope: Annotated[str, StringConstraints(max_length=1024, pattern=r"^[ -~]*$")] = ""
    """Scopes, with blanks between them, of those that the client has; empty: all."""


class MachineToken(Model):
    """An access token of `expires_in` seconds; there is nothing to refresh it with."""

    access_token: Annotated[str, Field(repr=False)]
    """The token."""
    expires_in: int
    """Seconds until it expires."""
    scope: str = ""
    """Scopes, with blanks between them; empty for the account of a system, which is not bound to any."""


class RevokeMachineToken(MachineCredentials):
    """Request to void one of the client's own access tokens (RFC 7009)."""

    token: ShownToken
    """The token."""


class InspectMachineToken(MachineCredentials):
    """Query for what one of the client's own access tokens is good for (RFC 7662)."""

    token: ShownToken
    """The token."""


class InspectedToken(Model):
    """What a token is good for; only `active` where it is good for nothing, or not the client's own."""

    active: bool
    """Whether it is good now."""
    scope: str | None = None
    """Scopes, with blanks between them."""
    client_id: str | None = None
    """Id of the client."""
    exp: int | None = None
    """When it expires (epoch seconds)."""
    iat: int | None = None
    """When it was given out (epoch seconds)."""


class MachineClientChanged(Model):
    """Event payload: a machine client was made, changed, disabled or enabled. Names and addresses are in no event."""

    client_id: Identifier
    """Id of the client."""
    agency_code: str
    """Agency in whose name it calls."""
    scopes: tuple[MachineScope, ...]
    """What it may do from now on."""
    changed: tuple[str, ...] = ()
    """Names of the fields that differ; none where it is new."""


class MachineSecretChanged(Model):
    """Event payload: a secret of a machine client was made or revoked."""

    client_id: Identifier
    """Id of the client."""
    secret_id: Identifier
    """Id of the secret."""
    expires_at: Instant
    """Until when it is or would have been good (UTC)."""


class MachineSecretEnding(Model):
    """Event payload: a secret of a machine client ends in 30, 7 or 1 days."""

    client_id: Identifier
    """Id of the client."""
    secret_id: Identifier
    """Id of the secret."""
    agency_code: str
    """Agency in whose name the client calls."""
    client_name: str
    """Name of the program."""
    expires_at: Instant
    """Until when the secret is good (UTC)."""
    successor_expires_at: Instant | None = None
    """Until when another secret of the client is good, if one goes on longer (UTC)."""
    officer_ids: tuple[Identifier, ...] = ()
    """Who administers the client."""
