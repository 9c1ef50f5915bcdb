"""Somebody with a password, an app and security keys, who logs in and shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import jwt
import pyotp
from tests.integration.accounts.application.conftest import AccountsApplication
from tests.integration.accounts.callers import PASSWORD, actor_of
from tests.support.accounts.security_key import SecurityKey

from contracts import accounts as contract
from contracts.accounts import (
    Account,
    AddedSecondFactor,
    AddSecondFactor,
    BeginLogIn,
    ChallengeOwnFactor,
    FactorChallenge,
    FinishedLogIn,
    FinishLogIn,
    ShownFactor,
    ShowOwnFactor,
    StartTotp,
    StartWebauthn,
    TokenPair,
)
from contracts.base import Actor

ORIGIN = "https://portal.example.vn"


def claims(tokens: TokenPair) -> dict[str, Any]:
    """Of the access token, as they stand."""
    found: dict[str, Any] = jwt.decode(tokens.access_token, options={"verify_signature": False})
    return found


@dataclass
class Holder:
    """`session_id`: of the log-in that the next request comes by; `secret`: of the app."""

    accounts: AccountsApplication
    account: Account
    session_id: str = ""
    secret: str = ""
    codes: tuple[str, ...] = ()
    key: SecurityKey = field(default_factory=lambda: SecurityKey(ORIGIN))

    @property
    def actor(self) -> Actor:
        return actor_of(self.account)

    def begin(self) -> TokenPair | FactorChallenge:
        """The first step of a log-in."""
        request = BeginLogIn(login=self.account.login, password=PASSWORD)
        step = self.accounts.call(contract.begin_log_in, request)
        answer = step.tokens or step.challenge
        assert answer is not None and (step.tokens is None) != (step.challenge is None)
        return answer

    def in_by_password(self) -> Holder:
        tokens = self.begin()
        assert isinstance(tokens, TokenPair)
        self.session_id = claims(tokens)["sid"]
        return self

    def challenge(self) -> FactorChallenge:
        challenge = self.begin()
        assert isinstance(challenge, FactorChallenge)
        return challenge

    def code(self) -> str:
        """What the app shows now; as if it had last been used some minutes ago."""
        earlier = {"$inc": {"last_step": -10}}
        own = {"account_id": self.account.account_id, "kind": "totp"}
        self.accounts.store.database.second_factors.update_many(own, earlier)
        return pyotp.TOTP(self.secret).now()

    def finish(self, challenge: FactorChallenge, **shown: Any) -> FinishedLogIn:
        request = FinishLogIn(challenge=challenge.challenge, **shown)
        finished = self.accounts.call(contract.finish_log_in, request)
        self.session_id = claims(finished)["sid"]
        return finished

    def finish_outcome(self, challenge: FactorChallenge, **shown: Any) -> str:
        request = FinishLogIn(challenge=challenge.challenge, **shown)
        return self.accounts.outcome(contract.finish_log_in, request)

    def enrol_app(self) -> AddedSecondFactor:
        started = self.accounts.call(contract.start_totp, StartTotp(current=self.session_id), self.actor)
        self.secret = started.secret
        return self.add(started.enrolment_id, "Điện thoại", code=self.code())

    def enrol_key(self, key: SecurityKey | None = None) -> AddedSecondFactor:
        request = StartWebauthn(current=self.session_id)
        started = self.accounts.call(contract.start_webauthn, request, self.actor)
        credential = (key or self.key).create(started.options)
        return self.add(started.enrolment_id, "Khóa", credential=credential)

    def add(self, enrolment_id: str, name: str, **shown: Any) -> AddedSecondFactor:
        request = AddSecondFactor(enrolment_id=enrolment_id, name=name, current=self.session_id, **shown)
        added = self.accounts.call(contract.add_second_factor, request, self.actor)
        self.codes = added.recovery_codes or self.codes
        return added

    def ask(self) -> FactorChallenge:
        request = ChallengeOwnFactor(current=self.session_id)
        return self.accounts.call(contract.challenge_own_factor, request, self.actor)

    def show(self, **shown: Any) -> ShownFactor:
        """Once more."""
        request = ShowOwnFactor(challenge=self.ask().challenge, current=self.session_id, **shown)
        return self.accounts.call(contract.show_own_factor, request, self.actor)

    def let_time_pass(self, by: timedelta = timedelta(minutes=11)) -> None:
        """As if this session's proof had been given so much earlier."""
        own = {"_id": self.session_id}
        families = self.accounts.store.database.families
        found = families.find_one(own)
        assert found is not None
        moved = {"expires_at": found["expires_at"] - by}
        if found["factor_at"]:
            moved["factor_at"] = found["factor_at"] - by
        families.update_one(own, {"$set": moved})
