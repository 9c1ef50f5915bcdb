"""`motcua machines`: machine clients of agencies, their secrets, and when each was used last."""

from collections.abc import Iterator
from typing import Any

import click

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.ids import new_id
from chassis.core.settings import load_settings
from cli.errors import click_errors
from cli.settings import OperatorSettings
from contracts import accounts
from contracts.accounts import MachineClient, MachineScope, MachineSecret
from contracts.base import Method, Model

SCOPES = [scope.value for scope in MachineScope]


@click.group()
def machines() -> None:
    """Machine clients: programs of agencies that call the API."""


@machines.command("list")
@click.option("--agency", help="Of this agency alone, by its code.")
def list_clients(agency: str | None) -> None:
    """List machine clients with their secrets, when each ends, and when and from where it was used last."""
    with click_errors(_uri()):
        for client in _listed(agency):
            _show(client)


@machines.command()
@click.option("--name", required=True, help="What the program is called.")
@click.option("--agency", required=True, help="The agency in whose name it calls, by its code.")
@click.option("--scope", "scopes", type=click.Choice(SCOPES), multiple=True, required=True)
@click.option("--network", "networks", multiple=True, help="It may call from here alone, as 203.0.113.0/24.")
@click.option("--certificate", "certificates", multiple=True, help="Its thumbprint (SHA-256, base64url).")
@click.option("--days", type=int, help="How long its secret is good; the most that is allowed unless said.")
def create(
    name: str,
    agency: str,
    scopes: tuple[str, ...],
    networks: tuple[str, ...],
    certificates: tuple[str, ...],
    days: int | None,
) -> None:
    """Create a machine client with its first secret, which is printed once."""
    with click_errors(_uri()):
        request = accounts.CreateMachineClient(
            command_id=new_id(),
            name=name,
            agency_code=agency,
            scopes=tuple(map(MachineScope, scopes)),
            networks=networks,
            certificates=certificates,
        )
        client: MachineClient = _call(accounts.create_machine_client, request)
        _issue(client.client_id, days, 0)


@machines.command()
@click.argument("client_id")
@click.option(
    "--days", type=int, help="How long the new secret is good; the most that is allowed unless said."
)
@click.option("--overlap", type=int, default=30, show_default=True, help="Days until the one before ends.")
def rotate(client_id: str, days: int | None, overlap: int) -> None:
    """Make a second secret, which is printed once. The one before goes on for a while."""
    with click_errors(_uri()):
        _issue(client_id, days, overlap)


@machines.command()
@click.argument("client_id")
@click.argument("secret_id")
def revoke(client_id: str, secret_id: str) -> None:
    """Revoke a secret. Its tokens are void within seconds."""
    with click_errors(_uri()):
        request = accounts.RevokeMachineSecret(client_id=client_id, secret_id=secret_id)
        _call(accounts.revoke_machine_secret, request)
    click.echo(f"secret {secret_id} revoked")


@machines.command()
@click.argument("client_id")
def disable(client_id: str) -> None:
    """Disable a machine client. Its tokens are void within seconds, and it gets no more."""
    with click_errors(_uri()):
        request = accounts.DisableMachineClient(command_id=new_id(), client_id=client_id)
        _show(_call(accounts.disable_machine_client, request))


@machines.command()
@click.argument("client_id")
def enable(client_id: str) -> None:
    """Enable a machine client again, with the secrets that it has."""
    with click_errors(_uri()):
        request = accounts.EnableMachineClient(command_id=new_id(), client_id=client_id)
        _show(_call(accounts.enable_machine_client, request))


def _issue(client_id: str, days: int | None, overlap: int) -> None:
    request = accounts.IssueMachineSecret(client_id=client_id, lifetime_days=days, overlap_days=overlap)
    issued = _call(accounts.issue_machine_secret, request)
    click.echo(f"client_id: {issued.client_id}")
    click.echo(f"client_secret: {issued.client_secret}")
    click.echo(f"secret {issued.secret_id} is good until {issued.expires_at:%Y-%m-%d}")


def _listed(agency: str | None) -> Iterator[MachineClient]:
    cursor = None
    while True:
        query = accounts.ListMachineClients(agency_code=agency, limit=100, cursor=cursor)
        found = _call(accounts.list_machine_clients, query)
        yield from found.items
        cursor = found.next_cursor
        if cursor is None:
            return


def _show(client: MachineClient) -> None:
    state = "" if client.disabled_at is None else f"  disabled since {client.disabled_at:%Y-%m-%d %H:%M}Z"
    click.echo(f"{client.client_id}  {client.agency_code}  {client.name}  {' '.join(client.scopes)}{state}")
    for bound, values in (("network", client.networks), ("certificate", client.certificates)):
        for value in values:
            click.echo(f"  {bound} {value}")
    for secret in client.secrets:
        click.echo(f"  secret {secret.secret_id}  {_life(secret)}  {_use(secret)}")


def _life(secret: MachineSecret) -> str:
    if secret.revoked_at is not None:
        return f"revoked {secret.revoked_at:%Y-%m-%d}"
    return f"until {secret.expires_at:%Y-%m-%d}"


def _use(secret: MachineSecret) -> str:
    if secret.last_used_at is None:
        return "never used"
    return f"last used {secret.last_used_at:%Y-%m-%d %H:%M}Z from {secret.last_address or 'somewhere'}"


def _call(method: Method[Any, Any], request: Model) -> Any:
    with BlockingRpcClient(_uri()) as caller:
        return caller.call(method, request)


def _uri() -> str:
    return load_settings(OperatorSettings).amqp_uri
