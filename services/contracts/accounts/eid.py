"""Log-in by electronic identity (đăng nhập bằng tài khoản định danh điện tử): OpenID Connect in the browser.

The methods and events are those of accounts (`contracts.accounts`).
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.base import AssuranceLevel, Body, Identifier, Instant, Model, Query
from contracts.printable import Printable

ProviderKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,31}$")]
"""Name of an identity provider in addresses and stored links: never changed."""
Address = Annotated[str, StringConstraints(pattern=r"^https?://[!-~]+$", max_length=500)]
"""An absolute address; which ones are taken is a setting."""
Opaque = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{20,100}$"), Field(repr=False)]
"""A random value of ours."""
_VISIBLE = r"^[ -~]+$"
"""What OAuth 2.0 (appendix A) lets such values hold."""
_Device = Annotated[str, Printable(min_length=1, max_length=64)]


class EidPurpose(StrEnum):
    """What the person goes to the provider for."""

    LOG_IN = "log_in"
    LINK = "link"  # liên kết với tài khoản đang đăng nhập
    ORGANISATION = "organisation"  # người đại diện theo pháp luật nhận tài khoản của tổ chức


class ListEidProviders(Query):
    """Query for the identity providers that are switched on."""


class EidProvider(Model):
    """An identity provider (nhà cung cấp dịch vụ định danh)."""

    provider: ProviderKey
    """Key of the provider."""
    title: str
    """Its name in Vietnamese, for a button."""
    title_en: str
    """Its name in English."""


class EidProviders(Model):
    """The identity providers that are switched on."""

    items: tuple[EidProvider, ...]
    """In the order in which they are offered."""


class StartEidBody(Body):
    """Which provider the person is sent to, and where the person comes back."""

    provider: ProviderKey
    """Key of the provider."""
    return_to: Address
    """Page of the front end that the provider sends the browser back to: one of those that the installation allows."""


class StartEid(StartEidBody, Query):
    """Request to send a person to an identity provider. Repeating it makes another attempt."""

    purpose: EidPurpose = EidPurpose.LOG_IN
    """What for; other than to log in, the caller is the person whose account it is."""


class EidAuthorization(Model):
    """Where to send the browser, once, within ten minutes."""

    authorization_url: Annotated[str, Field(repr=False)]
    """Address at the provider that the browser goes to."""
    state: Opaque
    """Value that comes back with the person (`state`)."""
    binding: Opaque
    """Secret that stays in this browser (sessionStorage) and is sent with what comes back: it is in no address."""
    expires_at: Instant
    """Until when the person may come back (UTC)."""


class EidAnswerBody(Body):
    """What the provider sent the browser back with, and the secret of the browser that was sent there."""

    state: Opaque
    """Value `state` of the address that the browser came back to."""
    binding: Opaque
    """Value `binding` of the answer that the browser was sent away by."""
    code: Annotated[str | None, StringConstraints(pattern=_VISIBLE, max_length=2048), Field(repr=False)] = (
        None
    )
    """Value `code` of the address; none where there is an `error`."""
    iss: Annotated[str | None, StringConstraints(pattern=_VISIBLE, max_length=500)] = None
    """Value `iss` of the address, where it is there (RFC 9207)."""
    error: Annotated[str | None, StringConstraints(pattern=_VISIBLE, max_length=100)] = None
    """Value `error` of the address, such as `access_denied`; none where there is a `code`."""


class EidLogInBody(EidAnswerBody):
    """What the provider sent the browser back with, and how the person calls the device."""

    device: _Device | None = None
    """How the person calls the device (tên thiết bị); left out: named from the User-Agent."""


class EidLogIn(EidLogInBody, Query):
    """Request for tokens by an electronic identity. Good once: a repetition is refused."""

    user_agent: Annotated[str, Printable(min_length=0, max_length=512)] = ""
    """The header User-Agent of the caller, cut to this length; only what it says of browser and system is stored."""


class LinkIdentity(EidAnswerBody, Query):
    """Request to link an electronic identity to one's own account. Good once: a repetition is refused."""


class LinkedIdentity(Model):
    """An electronic identity by which an account is logged in to (tài khoản định danh điện tử đã liên kết)."""

    identity_id: Identifier
    """Id of the link."""
    provider: ProviderKey
    """Key of the provider."""
    level: AssuranceLevel
    """Level that the provider vouched for when it was last used (mức độ định danh)."""
    linked_at: Instant
    """When it was linked (UTC)."""
    used_at: Instant
    """When it was last used (UTC)."""


class ListIdentities(Query):
    """Query for the electronic identities of one's own account."""


class LinkedIdentities(Model):
    """The electronic identities of an account."""

    items: tuple[LinkedIdentity, ...]
    """Oldest first."""


class UnlinkIdentity(Query):
    """Request to unlink an electronic identity from one's own account. Repeating it changes nothing."""

    identity_id: Identifier
    """Id of the link."""


class EidLogOutBody(Body):
    """The session to end, here and at its provider."""

    refresh_token: Annotated[str, StringConstraints(min_length=20, max_length=200), Field(repr=False)]
    """Refresh token of the session to end."""
    return_to: Address | None = None
    """Page that the provider sends the browser back to: one of those that the installation allows."""


class EidLogOut(EidLogOutBody, Query):
    """Request to end a session here, for an address that ends it at its provider. Repeating it changes nothing."""


class EidLogOutAddress(Model):
    """Where the browser ends the session at the identity provider."""

    log_out_url: str | None = None
    """Address that the browser goes to; none where the session is of no provider, or the provider has no such address."""


class ReceiveLogoutToken(Query):
    """A provider tells that a person has logged out there (OpenID Connect Back-Channel Logout 1.0)."""

    provider: ProviderKey
    """Key of the provider."""
    logout_token: Annotated[str, StringConstraints(pattern=_VISIBLE, max_length=16_384), Field(repr=False)]
    """The signed token."""


class IdentityLinked(Model):
    """Event payload: an electronic identity was linked to an account. Neither subject nor number is in it."""

    account_id: Identifier
    """Id of the account."""
    identity_id: Identifier
    """Id of the link."""
    provider: ProviderKey
    """Key of the provider."""


class IdentityUnlinked(Model):
    """Event payload: an electronic identity was unlinked by the owner of the account."""

    account_id: Identifier
    """Id of the account."""
    identity_id: Identifier
    """Id of the link."""
    provider: ProviderKey
    """Key of the provider."""
