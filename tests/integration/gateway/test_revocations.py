"""A gateway follows which tokens are void: by what accounts answers and by its events, also after a lost connection."""

from __future__ import annotations

import json
from urllib.parse import quote

import httpx
from tests.integration.gateway.conftest import EVENTS_OF_ACCOUNTS, kombu
from tests.integration.gateway.responder import RpcResponder
from tests.support.gateway_tokens import TokenSigner

from contracts import accounts, notifications
from contracts.accounts import Revocations
from contracts.base import Page
from contracts.notifications import Message
from devstack.servers.broker_address import BrokerAddress, Vhost
from devstack.waiting import wait_until


def cut_off(broker: BrokerAddress, vhost: Vhost) -> None:
    """Close the gateway's connection; the broker lists it some seconds after it was made."""

    def named() -> list[str]:
        listed = broker.management.call("GET", f"/api/vhosts/{vhost.name}/connections")
        return [each["name"] for each in listed if each.get("user_provided_name") == "gateway"]

    wait_until(named, 15, "the broker lists the connection")
    for name in named():
        broker.management.call("DELETE", f"/api/connections/{quote(name, safe='')}")


def status(http: httpx.Client, bearer: dict[str, str]) -> int:
    return http.get("/v1/messages", headers=bearer).status_code


def test_the_token_of_an_ended_session_is_refused(
    http: httpx.Client,
    shared_vhost: Vhost,
    responder: RpcResponder,
    signer: TokenSigner,
    broker: BrokerAddress,
) -> None:
    responder.offer(notifications.list_messages, Page[Message](items=()))
    here, elsewhere = signer.bearer(sid="s-1"), signer.bearer(sid="s-2")
    assert {status(http, here), status(http, elsewhere)} == {200}

    payload = {"account_id": "citizen-1", "family_id": "s-1", "ending": "owner"}
    body = json.dumps({"type": accounts.SESSION_ENDED.name, "payload": payload})
    with kombu.Connection(shared_vhost.uri) as connection, connection.Producer() as producer:
        producer.publish(
            body,
            exchange=EVENTS_OF_ACCOUNTS.name,
            routing_key=accounts.SESSION_ENDED.name,
            content_type="application/json",
            content_encoding="utf-8",
        )
    wait_until(lambda: status(http, here) == 401, 5, "the token is refused")
    assert status(http, elsewhere) == 200

    # While the gateway has no connection another session ends, and an account is locked.
    responder.offer(accounts.get_revocations, Revocations(session_ids=("s-2",), account_ids=("citizen-2",)))
    cut_off(broker, shared_vhost)
    wait_until(lambda: status(http, elsewhere) == 401, 15, "the other token is refused")
    assert status(http, signer.bearer("citizen-2", sid="s-3")) == 401
    assert status(http, signer.bearer(sid="s-3")) == 200
