"""`motcua encrypt`: stored personal fields are encrypted, and data keys come under the newest master key."""

import time

import click

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.settings import load_settings
from cli.errors import click_errors
from cli.settings import OperatorSettings
from contracts.field_encryption import (
    EncryptionStatus,
    GetEncryption,
    RunEncryption,
    get_encryption,
    run_encryption,
)
from contracts.time import VIETNAM
from contracts.topology import SERVICES

#: How long a service works on one request, and how much longer it may take to answer.
_BUDGET_S = 5.0
_ANSWER_S = 30.0
#: Before a service is asked again of which another process is at work.
_BUSY_PAUSE_S = 2.0


@click.command()
@click.option("--check", is_flag=True, help="Only say what is left to do. Exits with 1 if anything is.")
@click.option("--service", "services", type=click.Choice(SERVICES), multiple=True, help="Of this one only.")
def encrypt(check: bool, services: tuple[str, ...]) -> None:
    """Encrypt personal fields that are stored in the clear, and renew what data keys are encrypted with.

    The services must run. It may be interrupted and repeated; the services work on meanwhile.
    """
    settings = load_settings(OperatorSettings)
    with click_errors(settings.amqp_uri), BlockingRpcClient(settings.amqp_uri) as client:
        step = _status if check else _encrypted
        found = [step(client, service) for service in services or SERVICES]
    for status in found:
        click.echo(f"{status.service}: {_words(status)}")
    if any(each.left for each in found):
        raise SystemExit(1)


def _status(client: BlockingRpcClient, service: str) -> EncryptionStatus:
    return client.call(get_encryption(service), GetEncryption())


def _encrypted(client: BlockingRpcClient, service: str) -> EncryptionStatus:
    """Waits until nothing is left, however long that takes; not for a service that does not encrypt yet."""
    request, before = RunEncryption(budget_s=_BUDGET_S), None
    while True:
        status = client.call(run_encryption(service), request, timeout_s=_BUDGET_S + _ANSWER_S)
        if not status.left or (not status.busy and status == before):
            return status
        click.echo(f"{service}: {_words(status)}", err=True)
        if status.busy:
            time.sleep(_BUSY_PAUSE_S)
        before = status


def _words(status: EncryptionStatus) -> str:
    if status.encrypts_from is None:
        return "writes personal fields in the clear (MOTCUA_FIELD_ENCRYPTION)"
    counted = f"{status.checked} documents looked at, {status.encrypted} encrypted"
    if not status.complete:
        since = status.encrypts_from.astimezone(VIETNAM)
        return f"{counted} so far; it writes encrypted from {since:%Y-%m-%d %H:%M} (Viet Nam)"
    keys = f"; {status.old_keys} data keys are under an older master key" if status.old_keys else ""
    return f"encrypted, {counted}{keys}"
