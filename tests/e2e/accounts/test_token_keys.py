"""The keys of access tokens are changed while people work: no request is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from threading import Event, Thread
from typing import Any

import jwt
import pytest
from pymongo import MongoClient

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.clock import utcnow
from chassis.core.context import Context
from contracts import dossiers
from contracts.errors import ErrorCode, ServiceError
from devstack.secrets import database_of
from devstack.seed import ADMINISTRATOR, seed_system
from devstack.system import System
from devstack.waiting import wait_until
from devstack.walk import people
from devstack.walk.gateway_client import GatewayClient, User

pytestmark = pytest.mark.deep


@pytest.fixture
def own_system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """Its own: who was logged in at that of the other tests could do nothing after it."""
    with System.started(tmp_path_factory.mktemp("keys")) as started:
        seed_system(started)
        yield started


@pytest.fixture
def own_portal(own_system: System) -> Iterator[GatewayClient]:
    portal = GatewayClient(own_system.gateway_url)
    yield portal
    portal.close()


def kid(user: User) -> str:
    return str(jwt.get_unverified_header(user.token)["kid"])


def logged_in_again(user: User) -> User:
    """Reads nothing with the token."""
    body = {"login": user.login, "password": user.password}
    tokens = user.portal.request("POST", "/v1/sessions", json=body).json()
    return User(user.portal, user.login, user.password, tokens["access_token"], tokens["refresh_token"])


def published(portal: GatewayClient) -> list[str]:
    return [key["kid"] for key in portal.request("GET", "/.well-known/jwks.json").json()["keys"]]


def reads(user: User) -> int:
    """What it owns in accounts and in dossiers, which each check the token too."""
    headers = {"Authorization": f"Bearer {user.token}"}
    found = [
        user.portal.send("GET", path, headers=headers).status_code for path in ("/v1/me", "/v1/dossiers")
    ]
    return max(found)


def is_known_to_dossiers(system: System, user: User) -> bool:
    """Whether the service itself takes the token, asked past the gateway, which has refused it by then."""
    context = replace(Context.new(timeout_s=5), token=user.token)
    with BlockingRpcClient(system.secret("amqp_uri_gateway"), "gateway") as gateway:
        try:
            gateway.call(dossiers.list_dossiers, dossiers.ListDossiers(), context)
        except ServiceError as error:
            assert error.code is ErrorCode.UNAUTHENTICATED
            return False
    return True


def test_no_token_is_refused_through_a_rotation(own_system: System, own_portal: GatewayClient) -> None:
    system, portal = own_system, own_portal
    administrator = portal.log_in(ADMINISTRATOR, system.secret("admin_password"))
    before = people.citizen(people.officer(administrator, "Trần Thị Bình", ["reception"]))
    answers: list[int] = []
    done = Event()

    def work() -> None:
        while not done.is_set():
            answers.append(reads(before))

    working = Thread(target=work)
    working.start()
    try:
        old = kid(before)
        system.operate("keys", "rotate")
        wait_until(lambda: len(published(portal)) == 2, 10, "the new key is published")
        new = next(each for each in published(portal) if each != old)
        assert kid(logged_in_again(before)) == old, "it does not sign yet"
        _let_it_sign(system, new)
        wait_until(lambda: published(portal)[0] == new, 10, "it signs")
        after = logged_in_again(before)
        assert kid(after) == new
        # Services ask for keys every 10 s at most: in truth they have had a quarter of an hour.
        wait_until(lambda: reads(after) == 200, 15, "gateway and services have learned of it")
        assert reads(before) == 200, "the tokens of the one before are good"
        assert is_known_to_dossiers(system, after)
    finally:
        done.set()
        working.join()
    assert set(answers) == {200}
    system.operate("keys", "rotate", "--at-once")
    # Nobody shows a token of the new key: dossiers hears of it by event, or not for ten minutes.
    wait_until(lambda: not is_known_to_dossiers(system, after), 20, "the service has heard of it")


def _let_it_sign(system: System, new: str) -> None:
    """A quarter of an hour later."""
    with MongoClient[dict[str, Any]](system.mongo_address.admin_uri) as client:
        changed = {"$set": {"signs_from": utcnow() - timedelta(seconds=1)}}
        client[database_of("accounts")].token_keys.update_one({"_id": new}, changed)
