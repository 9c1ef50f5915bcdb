"""The use cases of accounts in the test's own process, over a real database."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tests.integration.accounts.callers import AccountsCaller, AnswerT, RequestT
from tests.support.accounts.quick_hashing import HASHER
from tests.support.rpc_stub import StubRpcClient
from tests.support.stores import fresh_store

from accounts.application import (
    contact_proofs,
    direct_letters,
    first_passwords,
    identity,
    locks,
    officers,
    password_changes,
    password_hashing,
    profiles,
    registration,
    sessions,
)
from accounts.application.breaches import register as breaches
from accounts.application.machine_clients import administration as machine_administration
from accounts.application.machine_clients import tokens as machine_tokens
from accounts.application.personal_data import consents
from accounts.application.personal_data import requests as data_requests
from accounts.application.retention import in_force
from accounts.application.retention import runs as retention_runs
from accounts.application.retention import schedules as retention_schedules
from accounts.application.second_factors import enrolments, fresh_proofs, log_ins, recovery, resets
from accounts.domain.access_tokens import AccessTokens, TokenTerms
from accounts.domain.one_time_codes import OneTimeCodes
from accounts.domain.second_factors.factors import FactorPolicy
from accounts.domain.second_factors.requirement import NOTHING_REQUIRED
from accounts.domain.second_factors.sealing import FactorKeys
from accounts.domain.signing_keys import SigningKeys
from accounts.domain.token_keys import TokenKeyRing
from accounts.hashing import argon2id
from accounts.hashing.pool import HashingPool
from accounts.repository.indexes import create_indexes
from chassis.core.context import Context
from chassis.storage.store import Store
from contracts.base import ANONYMOUS, Actor, Method
from devstack.servers.mongo_address import MongoAddress

SYSTEM_SESSION_S = 3600


@pytest.fixture(scope="session")
def quick_pool() -> Iterator[HashingPool]:
    pool = HashingPool(worker="tests.support.accounts.quick_hashing")
    yield pool
    pool.close()


@pytest.fixture(scope="module", autouse=True)
def quick_hashing(quick_pool: HashingPool) -> Iterator[None]:
    """Today's parameters are tried by the tests of hashing and of whole services."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(argon2id, "HASHER", HASHER)
        patch.setattr(password_hashing, "_POOL", quick_pool)
        yield


WITH_CLIENT: dict[str, Callable[..., Any]] = {
    "make_data_request": data_requests.make_data_request,
    "accept_data_request": data_requests.accept,
}
AS_IT_IS: dict[str, Callable[..., Any]] = {
    "list_purposes": consents.list_purposes,
    "give_consent": consents.give_consent,
    "withdraw_consent": consents.withdraw_consent,
    "list_consents": consents.list_consents,
    "get_data_request": data_requests.get_data_request,
    "list_data_requests": data_requests.list_data_requests,
    "list_data_request_queue": data_requests.list_queue,
    "refuse_data_request": data_requests.refuse,
    "extend_data_request": data_requests.extend,
    "complete_data_request": data_requests.complete,
    "draft_retention_schedule": retention_schedules.draft,
    "redraft_retention_schedule": retention_schedules.redraft,
    "enact_retention_schedule": retention_schedules.enact,
    "get_retention_schedule": retention_schedules.get,
    "list_retention_schedules": retention_schedules.list_schedules,
    "make_retention_hold": retention_schedules.make_hold,
    "lift_retention_hold": retention_schedules.lift_hold,
    "list_retention_holds": retention_schedules.list_holds,
    "list_held_records": in_force.list_held_records,
    "propose_retention_run": retention_runs.propose,
    "approve_retention_run": retention_runs.approve,
    "reject_retention_run": retention_runs.reject,
    "get_retention_run": retention_runs.get,
    "list_retention_runs": retention_runs.list_runs,
    "record_breach": breaches.record_breach,
    "amend_breach": breaches.amend_breach,
    "note_breach_notice": breaches.note_breach_notice,
    "tell_affected_persons": breaches.tell_affected_persons,
    "make_breach_sheet": breaches.make_breach_sheet,
    "close_breach": breaches.close_breach,
    "get_breach": breaches.get_breach,
    "get_breach_sheet": breaches.get_breach_sheet,
    "list_breaches": breaches.list_breaches,
    "list_breach_entries": breaches.list_breach_entries,
}
SECRET_LIFETIME = timedelta(days=365)
TERMS = TokenTerms(timedelta(seconds=600), timedelta(seconds=SYSTEM_SESSION_S), date.max)
NOTHING_ASKED = FactorPolicy(NOTHING_REQUIRED, FactorKeys.from_text("k" * 32))


@dataclass(frozen=True)
class AccountsApplication(AccountsCaller):
    """Each method of the contract is its use case."""

    store: Store
    tokens_issuer: AccessTokens
    codes: OneTimeCodes

    client: str = "10.0.0.1"
    phone_codes: bool = True
    client_of_others: StubRpcClient = field(default_factory=lambda: StubRpcClient("accounts"))
    terms: TokenTerms = TERMS
    policy: FactorPolicy = NOTHING_ASKED

    def call(self, method: Method[RequestT, AnswerT], request: RequestT, actor: Actor = ANONYMOUS) -> AnswerT:
        context = replace(Context.new(actor), client=self.client)
        answer: AnswerT = (self._of_personal_data(method.name) or self._use_case(method.name))(
            request, context
        )
        return answer

    def at(self, client: str) -> "AccountsApplication":
        """The same, called from another address."""
        return replace(self, client=client)

    def _of_personal_data(self, name: str) -> Callable[..., Any] | None:
        if name in WITH_CLIENT:
            return partial(WITH_CLIENT[name], self.store, self.client_of_others)
        return partial(AS_IT_IS[name], self.store) if name in AS_IT_IS else None

    def _use_case(self, name: str) -> Callable[..., Any]:
        if name in ("open_system_session", "grant_machine_token"):
            return partial(getattr(machine_tokens, name), self.store, self.tokens_issuer, self.terms)
        if name in ("revoke_machine_token", "inspect_machine_token"):
            return partial(getattr(machine_tokens, name), self.store, self.tokens_issuer)
        if name == "issue_machine_secret":
            return partial(machine_administration.issue_machine_secret, self.store, SECRET_LIFETIME)
        of_factors = self._of_factors(name)
        if of_factors is not None:
            return of_factors
        if name == "send_phone_code":
            return partial(contact_proofs.send_phone_code, self.store, self.phone_codes)
        if name in ("log_in", "refresh"):
            use_case = getattr(sessions, name)
            return partial(use_case, self.store, self.tokens_issuer, requirement=self.policy.requirement)
        if name == "prove_number":
            return partial(identity.prove_at_desk, self.store)
        modules = (
            registration, profiles, officers, first_passwords, sessions, locks, identity, password_changes,
            contact_proofs, direct_letters, machine_administration,
        )  # fmt: skip
        module = next(each for each in modules if hasattr(each, name))
        by_code = (
            (self.codes,)
            if name in ("reset_password", "prove_email", "prove_phone", "get_direct_letters")
            else ()
        )
        return partial(getattr(module, name), self.store, *by_code)

    def _of_factors(self, name: str) -> Callable[..., Any] | None:
        for module, given in (
            (log_ins, (self.policy,)),
            (enrolments, (self.policy,)),
            (fresh_proofs, (self.policy,)),
            (recovery, ()),
            (resets, ()),
        ):
            if hasattr(module, name):
                with_tokens = (self.tokens_issuer,) if name in ("begin_log_in", "finish_log_in") else ()
                return partial(getattr(module, name), self.store, *with_tokens, *given)
        return None


@pytest.fixture(scope="package")
def accounts(mongo: MongoAddress) -> Iterator[AccountsApplication]:
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with fresh_store(mongo, "accounts", create_indexes) as store:
        keys = SigningKeys.from_pem(pem.decode())
        yield AccountsApplication(store, AccessTokens(TokenKeyRing.of((), keys)), OneTimeCodes.of(keys))
