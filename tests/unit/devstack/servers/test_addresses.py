"""Addresses given by the environment are taken apart and put together without loss."""

from __future__ import annotations

import pytest

from devstack.servers.broker_address import BrokerAddress
from devstack.servers.mongo_address import MongoAddress


def test_broker_from_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_AMQP_URI", "amqp://boss:p%2Fw@mq.example:5673/")
    monkeypatch.setenv("MOTCUA_MANAGEMENT_URL", "http://mq.example:15673/")
    broker = BrokerAddress.from_environment()
    assert broker is not None
    assert (broker.host, broker.port, broker.admin, broker.admin_password) == (
        "mq.example",
        5673,
        "boss",
        "p/w",
    )
    assert broker.management_url == "http://mq.example:15673"
    assert broker.admin_uri == "amqp://boss:p%2Fw@mq.example:5673/%2F"


def test_management_is_looked_for_beside_the_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_AMQP_URI", "amqp://boss:secret@mq.example/")
    monkeypatch.delenv("MOTCUA_MANAGEMENT_URL", raising=False)
    broker = BrokerAddress.from_environment()
    assert broker is not None
    assert broker.management_url == "http://mq.example:15672"


def test_mongo_from_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_MONGO_URI", "mongodb://boss:p%40w@a.example:1,b.example:2/?replicaSet=main")
    mongo = MongoAddress.from_environment()
    assert mongo == MongoAddress("a.example:1,b.example:2", "main", "boss", "p@w")


def test_nothing_given_is_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MOTCUA_AMQP_URI", raising=False)
    monkeypatch.delenv("MOTCUA_MONGO_URI", raising=False)
    assert BrokerAddress.from_environment() is None
    assert MongoAddress.from_environment() is None


def test_no_password_is_shown_in_a_representation() -> None:
    broker = BrokerAddress("127.0.0.1", 1, "admin", "hush-hush", "http://127.0.0.1:2")
    mongo = MongoAddress("127.0.0.1:1", "rs0", "admin", "hush-hush")
    assert "hush-hush" not in f"{broker!r}{mongo!r}{broker.management!r}"
