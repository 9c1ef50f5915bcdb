"""`motcua dossiers`: what happens to the dossiers of an agency that has ended."""

import click

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.core.settings import load_settings
from cli.errors import click_errors
from cli.settings import OperatorSettings
from contracts import dossiers as contract
from contracts.base import Actor, ActorKind
from contracts.dossiers import SucceedAgency, Succession

OPERATOR = Actor(kind=ActorKind.OPERATOR, name="cli")
BATCH_TIMEOUT_S = 60.0


@click.group()
def dossiers() -> None:
    """Dossiers: those of an agency that has ended go to the one that took its place."""


@dossiers.command()
@click.option("--agency", required=True, help="Code of the agency that has ended.")
@click.option(
    "--batch", type=click.IntRange(1, 200), default=50, show_default=True, help="Dossiers in a batch."
)
def succeed(agency: str, batch: int) -> None:
    """Hand the open dossiers of an agency that has ended to the one that took its place, and tell their people.

    Dossiers keep code, clock and history. It may be broken off and run again: what was handed over stays so.
    """
    settings = load_settings(OperatorSettings)
    moved = 0
    with click_errors(settings.amqp_uri), BlockingRpcClient(settings.amqp_uri, name="cli") as caller:
        while True:
            done = _batch(caller, agency, batch)
            moved += done.moved
            click.echo(f"{moved} handed over to {done.successor_code} {done.successor_name}")
            if not done.more:
                return


def _batch(caller: BlockingRpcClient, agency: str, limit: int) -> Succession:
    request = SucceedAgency(command_id=new_id(), agency_code=agency, limit=limit)
    context = Context.new(actor=OPERATOR, timeout_s=BATCH_TIMEOUT_S)
    return caller.call(contract.succeed_agency, request, context, BATCH_TIMEOUT_S)
