"""The use cases of representation in the test's own process, and the people of their tests."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any

from tests.integration.accounts.application.conftest import AccountsApplication
from tests.integration.accounts.callers import actor_of

from accounts.application import sessions
from accounts.application.representation import acts, tokens
from accounts.domain import linked_identities
from accounts.domain.sessions import Opening
from accounts.repository.accounts import AccountRepository
from chassis.core.access_tokens import keys_of, verify
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import Account, AccountRegistered, IssueDeskCode
from contracts.accounts.representation import (
    ActFor,
    CheckedRepresentation,
    ListRepresentations,
    Representation,
    RepresentationPaper,
    RepresentationPaperKind,
    RepresentationToken,
)
from contracts.base import Actor
from contracts.errors import ServiceError


@dataclass(frozen=True)
class RepresentationApplication:
    accounts: AccountsApplication

    def citizen(self) -> Account:
        """Whose number is only stated; nobody logs in to the account, which saves a hash."""
        number = "001" + "".join(secrets.choice("0123456789") for _ in range(9))
        account = linked_identities.account_of_person(new_id(), number, number, "Nguyễn Văn An", utcnow())

        def add(uow: UnitOfWork) -> Account:
            uow.repository(AccountRepository).add(account, "no hash")
            registered = AccountRegistered(account_id=account.account_id, kind=account.kind)
            uow.record_event(contract.ACCOUNT_REGISTERED, account.account_id, 1, registered)
            return account

        return self.accounts.store.transaction(Context.new(), add)

    def person(self) -> Account:
        """With a number that was proved at a desk."""
        account = self.citizen()
        self.prove(account)
        return self.accounts.read(account)

    def prove(self, account: Account) -> None:
        self.accounts.prove(account, officer=self.officer)

    @cached_property
    def officer(self) -> Account:
        """Of reception."""
        return self.accounts.officer()

    def call(self, name: str, actor: Actor, **fields: Any) -> Any:
        """Raises ServiceError."""
        use_case = partial(getattr(acts, name), self.accounts.store)
        method = getattr(contract, name)
        command = {"command_id": new_id()} if "command_id" in method.request.model_fields else {}
        return use_case(method.request(**command, **fields), Context.new(actor))

    def outcome(self, name: str, actor: Actor, **fields: Any) -> str:
        try:
            self.call(name, actor, **fields)
        except ServiceError as error:
            return error.errors[0].code if error.errors else error.code
        return "ok"

    def ask(self, by: Account | Actor, other: Account, **fields: Any) -> Representation:
        act: Representation = self.call(
            "ask_representation", by if isinstance(by, Actor) else actor_of(by), **asking(other, **fields)
        )
        return act

    def decide(self, what: str, act: Representation, by: Account | Actor) -> Representation:
        decided: Representation = self.call(
            f"{what}_representation",
            by if isinstance(by, Actor) else actor_of(by),
            representation_id=act.representation_id,
        )
        return decided

    def check(self, representative: Account, number: str, **fields: Any) -> CheckedRepresentation:
        """The officer has the paper before him, and the code of the representative."""
        checked: CheckedRepresentation = self.call(
            "check_representation",
            actor_of(self.officer),
            **self.checking(representative, number, **fields),
        )
        return checked

    def checking(self, representative: Account, number: str, **fields: Any) -> dict[str, Any]:
        code = self.accounts.call(contract.issue_desk_code, IssueDeskCode(), actor_of(representative)).code
        return {
            "code": code,
            "ground": "parent",
            "personal_number": number,
            "full_name": "Nguyễn Minh Khôi",
            "paper": RepresentationPaper(
                kind=RepresentationPaperKind.BIRTH_CERTIFICATE,
                number="45/2024",
                issued_by="UBND phường mẫu số 5",
                issued_on=date(2024, 5, 12),
            ),
            "scopes": ("read", "file"),
            "valid_until": "2042-05-01T00:00:00+07:00",
            **fields,
        }

    def of(self, by: Account | Actor) -> list[Representation]:
        actor = by if isinstance(by, Actor) else actor_of(by)
        request = ListRepresentations(limit=100)
        return list(acts.list_representations(self.accounts.store, request, Context.new(actor)).items)

    def session(self, account: Account) -> str:
        """A new one of the account, as a log-in opens it."""
        store, issuer = self.accounts.store, self.accounts.tokens_issuer
        opened = sessions.open_session(store, issuer, account, Opening(), Context.new())
        return self._verified(opened.access_token)[1]

    def act_for(self, act: Representation | CheckedRepresentation, by: Account) -> RepresentationToken:
        request = ActFor(representation_id=act.representation_id, session_id=self.session(by))
        return tokens.act_for(
            self.accounts.store, self.accounts.tokens_issuer, request, Context.new(actor_of(by))
        )

    def acting(self, act: Representation | CheckedRepresentation, by: Account) -> Actor:
        """As every service reads it from the token."""
        return self._verified(self.act_for(act, by).access_token)[0]

    def refusal(self, act: Representation, by: Account) -> str:
        try:
            self.act_for(act, by)
        except ServiceError as error:
            return error.code
        raise AssertionError("may act")

    def _verified(self, token: str) -> tuple[Actor, str]:
        keys = keys_of(self.accounts.tokens_issuer.published(utcnow()))
        verified, _ = verify(token, next(iter(keys.values())), 0)
        return verified.actor, verified.session_id


def asking(other: Account, **fields: Any) -> dict[str, Any]:
    named = {"personal_number": other.stated_number, "full_name": "Tên Đã Gõ"}
    return {"side": "principal", "ground": "authorised", "scopes": ("file",), **named, **fields}
