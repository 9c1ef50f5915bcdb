"""`motcua migrate`: bringing stored documents into the shape of this release, service by service."""

import time
from collections.abc import Iterator

import click

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.settings import load_settings
from cli.errors import click_errors
from cli.settings import OperatorSettings
from contracts.migrations import GetMigrations, Migrations, RunMigrations, get_migrations, run_migrations
from contracts.topology import SERVICES

#: How long a service works on one request, and how much longer it may take to answer.
_BUDGET_S = 5.0
_ANSWER_S = 30.0
#: Before a service is asked again of which another process is at work.
_BUSY_PAUSE_S = 2.0


@click.command()
@click.option("--check", is_flag=True, help="Only say what is pending. Exits with 1 if anything is.")
@click.option("--service", "services", type=click.Choice(SERVICES), multiple=True, help="Of this one only.")
def migrate(check: bool, services: tuple[str, ...]) -> None:
    """Bring stored documents into the shape of this release. The services must run.

    Start it when every replica runs the new release. It may be interrupted and repeated; the services work on
    meanwhile.
    """
    settings = load_settings(OperatorSettings)
    with click_errors(settings.amqp_uri), BlockingRpcClient(settings.amqp_uri) as client:
        step = _status if check else _migrated
        found = [step(client, service) for service in services or SERVICES]
    for migrations in found:
        for line in _lines(migrations):
            click.echo(line)
    if check and any(each.pending or each.unknown for each in found):
        raise SystemExit(1)


def _status(client: BlockingRpcClient, service: str) -> Migrations:
    return client.call(get_migrations(service), GetMigrations())


def _migrated(client: BlockingRpcClient, service: str) -> Migrations:
    """Waits until nothing is pending, however long that takes."""
    request = RunMigrations(budget_s=_BUDGET_S)
    while True:
        migrations = client.call(run_migrations(service), request, timeout_s=_BUDGET_S + _ANSWER_S)
        if not migrations.pending:
            return migrations
        click.echo(f"{service}: {_progress(migrations)}", err=True)
        if migrations.busy:
            time.sleep(_BUSY_PAUSE_S)


def _progress(migrations: Migrations) -> str:
    current = migrations.pending[0]
    return f"{current.number} {current.name}: {current.documents} documents so far"


def _lines(migrations: Migrations) -> Iterator[str]:
    for each in migrations.pending:
        yield f"{migrations.service}: {each.number} {each.name} is pending"
    for each in migrations.unknown:
        yield f"{migrations.service}: {each.number} {each.name} is of a newer release"
    if not migrations.pending and not migrations.unknown:
        yield f"{migrations.service}: up to date, {len(migrations.items)} migrations applied"
