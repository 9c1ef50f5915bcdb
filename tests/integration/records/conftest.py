"""Records in the test's own process, and as processes: the service and the content server over one database."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator

import pytest
from tests.integration.records.processes import (
    ContentServer,
    Environment,
    RecordsProcess,
    content_server_running,
    records_running,
    sealing_with_pem,
)
from tests.integration.records.use_cases import Records
from tests.support.records.seals import settings
from tests.support.stores import OpenStore

from contracts.errors import ServiceError
from devstack.servers.broker_address import BrokerAddress
from devstack.servers.mongo_address import MongoAddress, MongoDatabase
from records.application.digitisation import scans
from records.application.documents.signing_context import SigningTools
from records.domain.content import content_params
from records.domain.digitisation.scan_rules import ScanReport
from records.inspection.opening import DefectError
from records.inspection.scans.report import report
from records.repository import create_indexes


@pytest.fixture
def scans_in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports on scans are made in the test's own process: that another one makes them is tested by itself."""

    def made(chunks: Iterable[bytes], content: object, name: str, most_pages: int) -> ScanReport:
        try:
            return ScanReport.model_validate(report(b"".join(chunks), most_pages))
        except DefectError as error:
            raise ServiceError(
                error.code, **{**content_params("application/pdf", name), **error.params}
            ) from error

    monkeypatch.setattr(scans, "scan_report", made)


@pytest.fixture(scope="session")
def signing_tools() -> SigningTools:
    return SigningTools(settings())


@pytest.fixture
def records(open_store: OpenStore, signing_tools: SigningTools) -> Records:
    return Records(open_store("records", create_indexes), signing_tools)


@pytest.fixture(scope="module")
def module_database(mongo: MongoAddress) -> Iterator[MongoDatabase]:
    """One database for the processes of a module."""
    fresh = mongo.new_database(f"test_{secrets.token_hex(6)}")
    yield fresh
    mongo.drop_database(fresh.name)


@pytest.fixture(scope="module")
def server(
    module_database: MongoDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ContentServer]:
    with content_server_running(module_database, tmp_path_factory.mktemp("content")) as running:
        yield running


@pytest.fixture(scope="module")
def sealing() -> Environment:
    """The settings of the seal; a module may have its own."""
    return sealing_with_pem()


@pytest.fixture(scope="module")
def service(
    server: ContentServer,
    module_database: MongoDatabase,
    broker: BrokerAddress,
    sealing: Environment,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[RecordsProcess]:
    """The service over the database of the content server."""
    log = tmp_path_factory.mktemp("records") / "records.log"
    with records_running(broker, module_database, log, server.store, sealing) as running:
        yield running
