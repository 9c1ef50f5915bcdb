"""`motcua migrate` with the operator's own login, a service and its database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pymongo import MongoClient
from tests.integration.cli.conftest import Operator
from tests.support.processes import ServiceProcess

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.context import Context
from contracts.base import Actor, ActorKind
from contracts.errors import ErrorCode, ServiceError
from contracts.migrations import GetMigrations, RunMigrations, get_migrations, run_migrations
from devstack.servers.mongo_address import MongoDatabase

PEOPLE = 1_200
ACCOUNTS = "migrate --service accounts"


@pytest.fixture
def old_data(database: MongoDatabase) -> MongoDatabase:
    with MongoClient[dict[str, object]](database.uri) as client:
        client[database.name].people.insert_many([{"name": f"An {number}"} for number in range(PEOPLE)])
    return database


def ledger(operator: Operator, database: MongoDatabase, log: Path, release: str) -> ServiceProcess:
    """It stands for the accounts service, whose login it has."""
    return ServiceProcess(
        "tests.integration.chassis.services.ledger",
        log,
        service="accounts",
        amqp_uri=operator.uri("accounts"),
        mongo_uri=database.uri,
        mongo_database=database.name,
        release=release,
    )


@pytest.fixture
def service(applied: Operator, old_data: MongoDatabase, tmp_path: Path) -> Iterator[ServiceProcess]:
    with ledger(applied, old_data, tmp_path / "ledger.log", "now") as process:
        process.wait_ready(30)
        yield process


def test_check_names_what_is_pending_and_changes_nothing(applied: Operator, service: ServiceProcess) -> None:
    for _ in range(2):
        checked = applied.types(f"{ACCOUNTS} --check")
        assert (checked.exit_code, checked.stdout) == (1, "accounts: 1 fold_names is pending\n")
    assert service.metric("migrations_pending", service="accounts") == 1
    assert "migrations are pending" in service.log_text


def test_migrate_brings_all_documents_into_the_new_shape(
    applied: Operator, service: ServiceProcess, old_data: MongoDatabase
) -> None:
    for _ in range(2):
        migrated = applied.types(ACCOUNTS)
        assert migrated.exit_code == 0, migrated.output
        assert "accounts: up to date, 1 migrations applied" in migrated.stdout
    assert applied.types(f"{ACCOUNTS} --check").exit_code == 0
    with MongoClient[dict[str, object]](old_data.uri) as client:
        assert client[old_data.name].people.count_documents({"folded": {"$exists": True}}) == PEOPLE


def test_release_that_cannot_read_the_database_does_not_start(
    applied: Operator, service: ServiceProcess, old_data: MongoDatabase, tmp_path: Path
) -> None:
    applied.types(ACCOUNTS)
    with ledger(applied, old_data, tmp_path / "before.log", "before") as before:
        assert before.exit_within(30) == 1
        assert "a newer release ran migration 1 fold_names" in before.log_text


def test_service_that_is_not_there_is_named(applied: Operator) -> None:
    checked = applied.types("migrate --check --service sync")
    assert (checked.exit_code, "Start the service" in checked.output) == (1, True)


OTHERS = [kind for kind in ActorKind if kind is not ActorKind.OPERATOR]


def test_nobody_else_may_ask_or_migrate(applied: Operator, service: ServiceProcess) -> None:
    """The operator's login is the operator's: by it nobody is anybody else."""
    with BlockingRpcClient(applied.uri("cli")) as client:
        for kind in OTHERS:
            context = Context.new(Actor(kind=kind, account_id="a-1", name="x"))
            expected = ErrorCode.FORBIDDEN if kind is ActorKind.ANONYMOUS else ErrorCode.UNAUTHENTICATED
            with pytest.raises(ServiceError) as refused:
                client.call(get_migrations("accounts"), GetMigrations(), context)
            assert refused.value.code is expected, kind
            with pytest.raises(ServiceError) as refused:
                client.call(run_migrations("accounts"), RunMigrations(), context)
            assert refused.value.code is expected, kind
