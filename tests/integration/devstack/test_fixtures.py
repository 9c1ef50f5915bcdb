"""The corners that tests get are fresh, real and their own."""

from typing import Any

import httpx
import pytest
from pymongo import MongoClient
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import OperationFailure
from tests.support.stores import OpenStore

from chassis.core.context import Context
from contracts.base import ANONYMOUS
from devstack.servers.broker_address import BrokerAddress, Vhost
from devstack.servers.mongo_address import MongoDatabase


def test_vhost_takes_queues(broker: BrokerAddress, vhost: Vhost) -> None:
    broker.management.call("PUT", f"/api/queues/{vhost.name}/q", {"durable": True})
    queues = broker.management.call("GET", f"/api/queues/{vhost.name}")
    assert [queue["name"] for queue in queues] == ["q"]


def test_unknown_vhost_is_refused(broker: BrokerAddress) -> None:
    with pytest.raises(httpx.HTTPStatusError, match="404"):
        broker.management.call("GET", "/api/queues/none_such")


def test_database_has_transactions(database: MongoDatabase) -> None:
    client: MongoClient[dict[str, Any]]
    with MongoClient(database.uri) as client:
        papers: Collection[dict[str, Any]] = client.get_default_database().papers
        with client.start_session() as session, session.start_transaction():
            papers.insert_one({"paper": 1}, session=session)
        assert papers.count_documents({}) == 1


def test_database_user_sees_no_other_database(database: MongoDatabase) -> None:
    client: MongoClient[dict[str, Any]]
    with MongoClient(database.uri) as client, pytest.raises(OperationFailure, match="not authorized"):
        client["somebody_else"].papers.find_one({})


def test_store_is_empty_and_its_own(open_store: OpenStore) -> None:
    first, second = open_store("shop", _index_papers), open_store("shop")
    context = Context.new(ANONYMOUS, timeout_s=10)
    first.transaction(context, lambda uow: uow.database["papers"].insert_one({}, session=uow.session))
    assert first.database["papers"].count_documents({}) == 1
    assert second.database["papers"].count_documents({}) == 0
    assert "number_1" in first.database["papers"].index_information()


def _index_papers(database: Database[dict[str, Any]]) -> None:
    database["papers"].create_index("number")
