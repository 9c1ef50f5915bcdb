"""`motcua retention`: what a schedule would destroy, and how far runs have come. Nothing goes by it."""

import time
from typing import Any

import click

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.ids import new_id
from chassis.core.settings import load_settings
from cli.errors import click_errors
from cli.settings import OperatorSettings
from contracts import accounts
from contracts.accounts import RetentionRun, RetentionRunState
from contracts.base import Method, Model

_POLL_S = 1.0


@click.group()
def retention() -> None:
    """Retention of records: what is over, and how far runs of destruction have come."""


@retention.command()
@click.option("--schedule", help="Id of a schedule, a draft too; the one in force unless said.")
@click.option("--timeout", type=click.IntRange(1), default=600, show_default=True, help="Seconds to wait.")
def plan(schedule: str | None, timeout: int) -> None:
    """Count what would go by a schedule, by kind and service. Nothing goes, and the count cannot be approved."""
    with click_errors(_uri()):
        request = accounts.ProposeRetentionRun(
            command_id=new_id(), organisation="motcua retention plan", trial=True, schedule_id=schedule
        )
        run: RetentionRun = _call(accounts.propose_retention_run, request)
        ends_at = time.monotonic() + timeout
        while run.state is RetentionRunState.SURVEYING and time.monotonic() < ends_at:
            time.sleep(_POLL_S)
            run = _call(accounts.get_retention_run, accounts.GetRetentionRun(run_id=run.run_id))
    _show(run)
    if run.state is RetentionRunState.SURVEYING:
        raise SystemExit(1)


@retention.command()
@click.option("--limit", type=click.IntRange(1, 100), default=20, show_default=True)
def runs(limit: int) -> None:
    """List the newest runs, trials too, each with what it counted or destroyed."""
    with click_errors(_uri()):
        found = _call(accounts.list_retention_runs, accounts.ListRetentionRuns(limit=limit))
    for run in found.items:
        _show(run)


@retention.command()
def schedules() -> None:
    """List the schedules, newest first: those in force from a day on, and drafts."""
    with click_errors(_uri()):
        found = _call(accounts.list_retention_schedules, accounts.ListRetentionSchedules(limit=100))
    for schedule in found.items:
        begins = schedule.effective_from or "-"
        click.echo(f"{schedule.schedule_id}\t{schedule.state}\tfrom {begins}\t{schedule.content.title}")
        for rule in schedule.content.rules:
            click.echo(
                f"  {rule.kind}\t{rule.months} months from {rule.moment}\t{rule.then}\t{rule.legal_basis}"
            )


def _show(run: RetentionRun) -> None:
    click.echo(f"{run.run_id}\t{run.state}\tas of {run.as_of}")
    for item in run.items:
        state = "" if item.done else "\tnot finished"
        click.echo(
            f"  {item.kind}\t{item.service}\t{item.then}\tbefore {item.before:%Y-%m-%d}"
            f"\tdue {item.due}\theld {item.held}\twaiting {item.waiting}\tgone {item.gone}{state}"
        )


def _call(method: Method[Any, Any], request: Model) -> Any:
    with BlockingRpcClient(_uri()) as caller:
        return caller.call(method, request)


def _uri() -> str:
    return load_settings(OperatorSettings).amqp_uri
