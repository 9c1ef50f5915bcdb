"""The use cases of representation in the test's own process, and the people of their tests."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from tests.integration.accounts.application.conftest import AccountsApplication
from tests.integration.accounts.callers import PASSWORD, actor_of

from accounts.application.representation import acts, organisations, tokens
from accounts.clients.identity_providers import IdentityProviders
from chassis.core.access_tokens import keys_of, verify
from chassis.core.context import Context
from chassis.core.ids import new_id
from contracts import accounts as contract
from contracts.accounts import Account, IssueDeskCode, LogIn
from contracts.accounts.representation import (
    ActFor,
    AskRepresentation,
    CheckedRepresentation,
    CheckRepresentation,
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

    def person(self) -> Account:
        """With a number that was proved at a desk."""
        account = self.accounts.citizen()
        self.accounts.prove(account)
        return self.accounts.read(account)

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
        asked: Representation = self.call(
            "ask_representation", by if isinstance(by, Actor) else actor_of(by), **asking(other, **fields)
        )
        return asked

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
            actor_of(self.accounts.officer()),
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
                issued_on="2024-05-12",  # type: ignore[arg-type]
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
        pair = self.accounts.call(contract.log_in, LogIn(login=account.login, password=PASSWORD))
        return self._verified(pair.access_token)[1]

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
        keys = keys_of(self.accounts.tokens_issuer.jwks)
        verified, _ = verify(token, next(iter(keys.values())), 0)
        return verified.actor, verified.session_id


def asking(other: Account, **fields: Any) -> dict[str, Any]:
    named = {"personal_number": other.stated_number, "full_name": "Tên Đã Gõ"}
    return {"side": "principal", "ground": "authorised", "scopes": ("file",), **named, **fields}


