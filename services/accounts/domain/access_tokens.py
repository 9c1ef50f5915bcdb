"""Access tokens: short-lived JWTs that carry the caller's claims; anybody checks them by the published keys."""

import math
from datetime import datetime, timedelta

import jwt

from accounts.domain.officers import next_change
from accounts.domain.sessions import TokenFamily
from accounts.domain.signing_keys import SigningKeys
from contracts.accounts import TOKEN_AUDIENCE, TOKEN_ISSUER, AccessClaims, Account, AccountKind, Jwks

LIFETIME = timedelta(minutes=10)
LONGEST_LIFETIME = timedelta(days=1, minutes=1)
"""No token lives longer: the upper limit of `MOTCUA_SYSTEM_SESSION_S`, and some seconds for clocks."""


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

    def __init__(self, keys: SigningKeys) -> None:
        self._keys = keys
        self.jwks = Jwks(keys=keys.published)

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
        registered = {
            "iss": TOKEN_ISSUER,
            "aud": TOKEN_AUDIENCE,
            "iat": at,
            "exp": at + lasting(account, at, lifetime),
            "jti": token_id,
        }
        payload = {**claims.model_dump(mode="json"), **registered}
        return jwt.encode(payload, self._keys.signer, algorithm="EdDSA", headers={"kid": self._keys.kid})
