"""The use cases of the log-in by electronic identity, with the simulated provider, in the test's own process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import jwt
from tests.integration.accounts.application.conftest import AccountsApplication
from tests.integration.accounts.callers import actor_of
from tests.integration.accounts.eid_provider import RETURN_TO, Holder, ProviderHarness

from accounts.application import eid
from accounts.application.second_factors import log_ins
from accounts.clients.identity_providers import IdentityProviders
from accounts.domain.second_factors.factors import FactorPolicy
from chassis.core.context import Context
from contracts import accounts as contract
from contracts.accounts import Account, BeginEidLogIn, GetAccount, LogInStep, TokenPair
from contracts.accounts.eid import (
    EidAuthorization,
    EidLogIn,
    EidPurpose,
    LinkedIdentities,
    LinkedIdentity,
    LinkIdentity,
    ListIdentities,
    ReceiveLogoutToken,
    StartEid,
)
from contracts.base import ANONYMOUS, Actor, ActorKind
from contracts.errors import ServiceError


@dataclass
class EidApplication:
    accounts: AccountsApplication
    provider: ProviderHarness
    providers: IdentityProviders

    def start(
        self, name: str = "vneid", purpose: EidPurpose = EidPurpose.LOG_IN, actor: Actor = ANONYMOUS
    ) -> EidAuthorization:
        request = StartEid(provider=name, return_to=RETURN_TO, purpose=purpose)
        return eid.start(self.accounts.store, self.providers, request, Context.new(actor))

    def send(self, answer: dict[str, str]) -> TokenPair:
        """What the browser came back with."""
        return eid.log_in(
            self.accounts.store,
            self.accounts.tokens_issuer,
            self.providers,
            EidLogIn.model_validate(answer),
            Context.new(ANONYMOUS),
        )

    def log_in(self, holder: Holder, name: str = "vneid") -> TokenPair:
        self.provider.put(holder)
        return self.send(self.provider.walk(self.start(name), holder.key))

    def begin(self, holder: Holder, policy: FactorPolicy, name: str = "vneid") -> LogInStep:
        """The first step of a log-in, where an installation has this policy of second factors."""
        self.provider.put(holder)
        answer = BeginEidLogIn.model_validate(self.provider.walk(self.start(name), holder.key))
        context = Context.new(ANONYMOUS)
        return log_ins.begin_eid_log_in(
            self.accounts.store, self.accounts.tokens_issuer, policy, self.providers, answer, context
        )

    def opened(self, holder: Holder, name: str = "vneid") -> Account:
        """The account that a log-in opens, as it is then."""
        return self.account_of(self.log_in(holder, name))

    def account_of(self, tokens: TokenPair) -> Account:
        account_id = str(claims_of(tokens)["sub"])
        owner = Actor(kind=ActorKind.CITIZEN, account_id=account_id)
        return self.accounts.call(contract.get_account, GetAccount(account_id=account_id), owner)

    def refused(self, holder: Holder, name: str = "vneid") -> str:
        """The code of the refusal."""
        try:
            self.log_in(holder, name)
        except ServiceError as error:
            return error.code
        raise AssertionError("let in")

    def refusal(self, answer: dict[str, str]) -> str:
        try:
            self.send(answer)
        except ServiceError as error:
            return error.code
        raise AssertionError("let in")

    def link(self, account: Account, holder: Holder, name: str = "vneid") -> LinkedIdentity:
        self.provider.put(holder)
        actor = actor_of(account)
        answer = self.provider.walk(self.start(name, EidPurpose.LINK, actor), holder.key)
        return eid.link_identity(
            self.accounts.store, self.providers, LinkIdentity.model_validate(answer), Context.new(actor)
        )

    def identities(self, account: Account) -> LinkedIdentities:
        context = Context.new(actor_of(account))
        return eid.list_identities(self.accounts.store, ListIdentities(), context)

    def tell_log_out(self, token: str, name: str = "vneid") -> None:
        request = ReceiveLogoutToken(provider=name, logout_token=token)
        eid.receive_logout_token(self.accounts.store, self.providers, request, Context.new(ANONYMOUS))


def claims_of(tokens: TokenPair) -> dict[str, Any]:
    found: dict[str, Any] = jwt.decode(tokens.access_token, options={"verify_signature": False})
    return found
