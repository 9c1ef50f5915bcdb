"""Whoever holds a login at the broker is who the broker says, and nobody else: the gateway's too."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest
from amqp.exceptions import PreconditionFailed
from tests.support.gateway_tokens import TokenSigner

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.context import Context
from contracts import accounts, dossiers
from contracts.accounts import CreateAdministrator, GetAccount, GetContact
from contracts.base import Actor, ActorKind
from contracts.dossiers import ListDossiers
from contracts.errors import ErrorCode, ServiceError
from devstack.system import System
from devstack.walk.gateway_client import User


@pytest.fixture(scope="module")
def gateway(system: System) -> Iterator[BlockingRpcClient]:
    """With the gateway's login at the broker."""
    with BlockingRpcClient(system.secret("amqp_uri_gateway"), "gateway") as client:
        yield client


def as_citizen(account_id: str, token: str = "") -> Context:
    return Context(Actor(kind=ActorKind.CITIZEN, account_id=account_id, assurance=2), token=token)


def new_administrator() -> CreateAdministrator:
    return CreateAdministrator(
        command_id=secrets.token_hex(8), login="x" + secrets.token_hex(4), full_name="Không Ai",
        password=secrets.token_urlsafe(24),
    )  # fmt: skip


@pytest.mark.parametrize("kind", [ActorKind.OPERATOR, ActorKind.ADMINISTRATOR, ActorKind.SERVICE])
def test_the_gateway_s_login_makes_no_administrator(gateway: BlockingRpcClient, kind: ActorKind) -> None:
    """S13: claims alone were enough."""
    claimed = Context(Actor(kind=kind, account_id="a-1", name="cli"))
    with pytest.raises(ServiceError) as refused:
        gateway.call(accounts.create_administrator, new_administrator(), claimed)
    assert refused.value.code is ErrorCode.UNAUTHENTICATED


def test_the_gateway_s_login_is_no_service(gateway: BlockingRpcClient, citizen: User) -> None:
    claimed = Context(Actor(kind=ActorKind.SERVICE, name="dossiers"))
    with pytest.raises(ServiceError) as refused:
        gateway.call(accounts.get_contact, GetContact(account_id=citizen.account_id), claimed)
    assert refused.value.code is ErrorCode.UNAUTHENTICATED


def test_a_person_is_who_the_token_names(
    gateway: BlockingRpcClient, citizen: User, other_citizen: User
) -> None:
    own = citizen.account_id
    request = GetAccount(account_id=own)
    assert gateway.call(accounts.get_account, request, as_citizen("anybody", citizen.token)).account_id == own
    for claims, code in (
        (as_citizen(own), ErrorCode.UNAUTHENTICATED),
        (as_citizen(own, TokenSigner().token(own)), ErrorCode.UNAUTHENTICATED),
        (as_citizen(own, other_citizen.token), ErrorCode.NOT_FOUND),
    ):
        with pytest.raises(ServiceError) as refused:
            gateway.call(accounts.get_account, request, claims)
        assert refused.value.code is code


def test_a_service_checks_by_the_keys_of_accounts(gateway: BlockingRpcClient, citizen: User) -> None:
    own = as_citizen("anybody", citizen.token)
    assert gateway.call(dossiers.list_dossiers, ListDossiers(), own).items == ()
    forged = as_citizen("anybody", TokenSigner("another").token(citizen.account_id))
    with pytest.raises(ServiceError) as refused:
        gateway.call(dossiers.list_dossiers, ListDossiers(), forged)
    assert refused.value.code is ErrorCode.UNAUTHENTICATED


def test_a_message_without_its_user_is_nobody_s(system: System, citizen: User) -> None:
    """A new installation takes no claim on its word."""
    with BlockingRpcClient(system.secret("amqp_uri_gateway"), "gateway") as client:
        client.user = None  # type: ignore[assignment]
        with pytest.raises(ServiceError) as refused:
            request = GetAccount(account_id=citizen.account_id)
            client.call(accounts.get_account, request, as_citizen(request.account_id))
    assert refused.value.code is ErrorCode.UNAUTHENTICATED


def test_the_broker_lets_nobody_name_another_user(system: System) -> None:
    with BlockingRpcClient(system.secret("amqp_uri_gateway"), "gateway") as client:
        client.user = "cli"
        with pytest.raises(PreconditionFailed):
            client.call(accounts.create_administrator, new_administrator())
