"""What one catalogue exports, an empty one takes in, and is the same."""

from pathlib import Path

from tests.integration.catalog.conftest import Catalogue, started

from cli.catalogue.export_file import send_export, write_export
from contracts import catalog as contract
from contracts.catalog import GetProcedure, SearchProcedures
from devstack.servers.broker_address import BrokerAddress
from devstack.servers.mongo_address import MongoAddress


def test_an_empty_catalogue_becomes_the_one_that_was_exported(
    catalogue: Catalogue, broker: BrokerAddress, mongo: MongoAddress, tmp_path: Path
) -> None:
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    assert dict(write_export(catalogue.remote.export, first))["versions"] >= 20
    with started(broker, mongo, tmp_path / "other.log") as other:
        assert all(sent == news for sent, news in send_export(other.remote.import_exported, first))
        dict(write_export(other.remote.export, second))
        assert second.read_bytes() == first.read_bytes()
        assert other.remote.count().procedures == catalogue.remote.count().procedures
        read, found = GetProcedure(code="2.000986"), SearchProcedures(q="khai sinh")
        assert other.call(contract.get_procedure, read) == catalogue.call(contract.get_procedure, read)
        assert other.call(contract.search_procedures, found) == catalogue.call(
            contract.search_procedures, found
        )
