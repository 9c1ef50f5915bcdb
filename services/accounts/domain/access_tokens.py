"""Access tokens: short-lived JWTs that carry the caller's claims; anybody checks them by the published keys."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import jwt

from accounts.domain.machine_clients.clients import Client, Secret
from accounts.domain.officers import next_change
from accounts.domain.sessions import TokenFamily
from accounts.domain.token_keys import TokenKeyRing
from contracts.accounts import (
    REPRESENTATION_AUDIENCE,
    TOKEN_AUDIENCE,
    TOKEN_ISSUER,
    AccessClaims,
    Account,
    AccountKind,
    Jwks,
    MachineScope,
)
from contracts.base import Acting

LIFETIME = timedelta(minutes=10)
MACHINE_LIFETIME = timedelta(minutes=10)
"""The longest of a machine client's token: what is void is remembered for some longer than this."""
LONGEST_LIFETIME = timedelta(days=1, minutes=1)
"""No token lives longer: the upper limit of `MOTCUA_SYSTEM_SESSION_S`, and some seconds for clocks."""


@dataclass(frozen=True)
class TokenTerms:
    """How long tokens are good, and the last day on which accounts of systems log in by password (None: they do not)."""

    machine_lifetime: timedelta
    system_lifetime: timedelta
    passwords_until: date | None


_OF_MACHINES = {"jti", "scope", "cnf", "networks"}
"""Claims that tokens of persons do not have, and the id that each token gets when it is signed."""


def lasting(account: Account, at: datetime, lifetime: timedelta = LIFETIME) -> timedelta:
    """How long a token of the account is good, in whole seconds: `lifetime`, or until its roles change by themselves."""
    change = next_change(account.held_roles, at)
    if change is None or change >= at + lifetime:
        return lifetime
    return timedelta(seconds=math.ceil((change - at).total_seconds()))


class AccessTokens:
    """Issues tokens, for persons of ten minutes.

    A token names its session (`sid`). It is good until it expires, unless whoever checks it has learned that the
    session has ended or the account is locked (`contracts.accounts.get_revocations`).
    """

    def __init__(self, keys: TokenKeyRing) -> None:
        self._keys = keys

    def published(self, at: datetime) -> Jwks:
        """The keys by which tokens are checked at this moment."""
        return Jwks(keys=self._keys.published(at))

    def issue(
        self,
        account: Account,
        token_id: str,
        at: datetime,
        lifetime: timedelta = LIFETIME,
        family: TokenFamily | None = None,
    ) -> str:
        """EdDSA, with the claims of `AccessClaims` beside the registered ones; until a role begins or ends at the latest."""
        claims = AccessClaims(
            sub=account.account_id,
            kind=account.kind,
            agency_code=account.agency_code or "",
            unit=account.unit,
            roles=account.roles,
            assurance=account.assurance if account.kind is AccountKind.CITIZEN else None,
            sid=family.family_id if family else "",
            amr=family.methods if family else (),
            auth_time=int(family.proved_at.timestamp()) if family else 0,
        )
        stated = claims.model_dump(mode="json", exclude=_OF_MACHINES)
        return self._signed(stated, token_id, at, lasting(account, at, lifetime))

    def issue_to_machine(
        self,
        client: Client,
        secret: Secret,
        scopes: Sequence[MachineScope],
        certificate: str,
        token_id: str,
        at: datetime,
        lifetime: timedelta,
    ) -> str:
        """As `issue`, to a machine client: with its scopes, bound to its networks and to the certificate that it has shown
        (RFC 8705 3), where it has any."""
        claims = AccessClaims(
            sub=client.client_id,
            kind=AccountKind.SYSTEM,
            agency_code=client.agency_code,
            sid=client.session(secret),
            scope=" ".join(scopes),
            cnf={"x5t#S256": certificate} if certificate else None,
            networks=client.networks,
        )
        stated = claims.model_dump(mode="json", exclude_none=True)
        return self._signed({**stated, "client_id": client.client_id}, token_id, at, lifetime)

    def issue_for(
        self,
        principal: Account,
        person: Account,
        acting: Acting,
        token_id: str,
        at: datetime,
        lifetime: timedelta,
        family: TokenFamily,
    ) -> str:
        """Of a person who acts for the account of another. The level is that of who acts: that person was identified."""
        claims = AccessClaims(
            sub=principal.account_id,
            kind=principal.kind,
            assurance=person.assurance,
            sid=family.family_id,
            amr=family.methods,
            auth_time=int(family.proved_at.timestamp()),
            acting=acting,
        )
        stated = claims.model_dump(mode="json", exclude=_OF_MACHINES)
        return self._signed(stated, token_id, at, lifetime, REPRESENTATION_AUDIENCE)

    def _signed(
        self,
        claims: Mapping[str, Any],
        token_id: str,
        at: datetime,
        lifetime: timedelta,
        audience: str = TOKEN_AUDIENCE,
    ) -> str:
        registered = {
            "iss": TOKEN_ISSUER,
            "aud": audience,
            "iat": at,
            "exp": at + lifetime,
            "jti": token_id,
        }
        payload = {**claims, **registered}
        pair = self._keys.signing(at)
        return jwt.encode(payload, pair.private, algorithm="EdDSA", headers={"kid": pair.kid})
