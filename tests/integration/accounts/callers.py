"""Callers of every kind, however accounts is called: as a process or by its use cases."""

import secrets
from abc import ABC, abstractmethod
from typing import TypeVar

from accounts.domain.letters import Purpose
from chassis.core.ids import new_id
from chassis.storage.store import Store
from contracts import accounts as contract
from contracts.accounts import (
    Account,
    CreateAdministrator,
    CreateOfficer,
    CreateSystem,
    DirectLetter,
    GetAccount,
    GetDirectLetters,
    IdentityPaperKind,
    IssueDeskCode,
    LogIn,
    NumberProof,
    ProveEmail,
    ProveNumber,
    RegisterCitizen,
    SeenPaper,
    TokenPair,
)
from contracts.base import ANONYMOUS, Actor, ActorKind, Method, Model, OfficerRole
from contracts.errors import ServiceError

PASSWORD = "con-meo-tren-mai-nha"
OPERATOR = Actor(kind=ActorKind.OPERATOR, name="cli")
SERVICE = Actor(kind=ActorKind.SERVICE, name="dossiers")
RequestT = TypeVar("RequestT", bound=Model)
AnswerT = TypeVar("AnswerT", bound=Model)


def actor_of(account: Account) -> Actor:
    """The actor that the gateway reads from the account's access token."""
    return Actor(
        kind=ActorKind(account.kind),
        account_id=account.account_id,
        agency_code=account.agency_code or "",
        roles=account.roles,
        assurance=account.assurance,
    )


class AccountsCaller(ABC):
    """Calls accounts and looks into its database."""

    store: Store

    @abstractmethod
    def call(self, method: Method[RequestT, AnswerT], request: RequestT, actor: Actor = ANONYMOUS) -> AnswerT:
        """Raises ServiceError."""

    def error_code(
        self, method: Method[RequestT, AnswerT], request: RequestT, actor: Actor = ANONYMOUS
    ) -> str:
        """The code with which the call is refused."""
        try:
            answer = self.call(method, request, actor)
        except ServiceError as error:
            return error.code
        raise AssertionError(f"{method.routing_key} was not refused: {answer!r}")

    def outcome(self, method: Method[RequestT, AnswerT], request: RequestT, actor: Actor = ANONYMOUS) -> str:
        """ "ok", or the code with which the call is refused; that of the field where one is wrong."""
        try:
            self.call(method, request, actor)
        except ServiceError as error:
            return error.errors[0].code if error.errors else error.code
        return "ok"

    def citizen(self) -> Account:
        return self.call(contract.register_citizen, registration())

    def administrator(self) -> Account:
        request = CreateAdministrator(
            command_id=new_id(),
            login=f"admin-{secrets.token_hex(4)}",
            full_name="Quản trị",
            password=PASSWORD,
        )
        return self.call(contract.create_administrator, request, OPERATOR)

    def officer(self, agency_code: str = "H05.34.44", email: str | None = None) -> Account:
        request = officer_request(agency_code).model_copy(update={"email": email})
        return self.call(contract.create_officer, request, actor_of(self.administrator()))

    def system(self, agency_code: str = "000.00.00.H49") -> Account:
        request = CreateSystem(
            command_id=new_id(),
            login=f"motcua.h49.{secrets.token_hex(4)}",
            name="Một cửa mẫu",
            password=PASSWORD,
            agency_code=agency_code,
        )
        return self.call(contract.create_system, request, actor_of(self.administrator()))

    def prove(self, account: Account, number: str = "", officer: Account | None = None) -> NumberProof:
        """The officer of reception has seen the card of who shows the account's code."""
        code = self.call(contract.issue_desk_code, IssueDeskCode(), actor_of(account)).code
        desk = actor_of(officer or self.officer())
        return self.call(
            contract.prove_number, proof_request(code, number or account.stated_number or ""), desk
        )

    def letters(self, account: Account, purpose: Purpose) -> list[str]:
        """The ids of those that may still be sent, newest first."""
        query = {"account_id": account.account_id, "purpose": purpose.value}
        return [each["_id"] for each in self.store.database.letters.find(query).sort("_id", -1)]

    def letter(self, letter_id: str) -> DirectLetter:
        """As it goes out."""
        request = GetDirectLetters(letter_ids=(letter_id,))
        (found,) = self.call(contract.get_direct_letters, request, SERVICE).letters
        return found

    def prove_email(self, account: Account) -> Account:
        """By the code of the newest letter."""
        code = self.letter(self.letters(account, Purpose.PROOF)[0]).code
        return self.call(contract.prove_email, ProveEmail(command_id=new_id(), code=code), actor_of(account))

    def read(self, account: Account) -> Account:
        """As it is now."""
        request = GetAccount(account_id=account.account_id)
        return self.call(contract.get_account, request, actor_of(account))

    def tokens(self, account: Account) -> TokenPair:
        return self.call(contract.log_in, LogIn(login=account.login, password=PASSWORD))

    def events(self, aggregate_id: str) -> list[str]:
        found = self.store.database.events.find({"aggregate_id": aggregate_id}).sort("aggregate_version")
        return [event["type"] for event in found]


def registration() -> RegisterCitizen:
    return RegisterCitizen(
        command_id=new_id(),
        personal_number="001" + "".join(secrets.choice("0123456789") for _ in range(9)),
        full_name="Nguyễn Văn An",
        password=PASSWORD,
        email=f"an-{secrets.token_hex(6)}@example.vn",
        phone="0912345678",
    )


def proof_request(code: str, number: str) -> ProveNumber:
    return ProveNumber(
        command_id=new_id(),
        code=code,
        personal_number=number,
        full_name="Nguyễn Văn An",
        paper=SeenPaper(kind=IdentityPaperKind.IDENTITY_CARD, number=number),
    )


def officer_request(agency_code: str = "H05.34.44") -> CreateOfficer:
    return CreateOfficer(
        command_id=new_id(),
        login=f"Lan.Tran-{secrets.token_hex(4)}",
        full_name="Trần Thị Lan",
        password=PASSWORD,
        agency_code=agency_code,
        roles=(OfficerRole.RECEPTION,),
    )
