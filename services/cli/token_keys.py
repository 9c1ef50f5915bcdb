"""`motcua keys`: the keys that sign access tokens, and their rotation."""

import click

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.ids import new_id
from chassis.core.settings import load_settings
from cli.errors import click_errors
from cli.settings import OperatorSettings
from contracts import accounts
from contracts.accounts import ListTokenKeys, RotateTokenKeys, TokenKey, TokenKeys
from contracts.base import Instant
from contracts.time import VIETNAM


@click.group()
def keys() -> None:
    """Keys that sign access tokens."""


@keys.command("list")
def list_keys() -> None:
    """List the keys by which access tokens are checked now, the newest first."""
    settings = load_settings(OperatorSettings)
    with click_errors(settings.amqp_uri), BlockingRpcClient(settings.amqp_uri) as client:
        _show(client.call(accounts.list_token_keys, ListTokenKeys()))


@keys.command()
@click.option(
    "--at-once",
    is_flag=True,
    help="After a key became known to others: no other key is good any more, and everybody renews their tokens.",
)
def rotate(at_once: bool) -> None:
    """Make a new key. It is published now and signs in a quarter of an hour; the one before is good for a day more."""
    settings = load_settings(OperatorSettings)
    with click_errors(settings.amqp_uri), BlockingRpcClient(settings.amqp_uri) as client:
        _show(client.call(accounts.rotate_token_keys, RotateTokenKeys(command_id=new_id(), at_once=at_once)))


def _show(found: TokenKeys) -> None:
    for key in found.keys:
        click.echo(f"{key.kid}: {_words(key)}")


def _words(key: TokenKey) -> str:
    since = "signs since the beginning" if key.signs_from is None else f"signs from {_local(key.signs_from)}"
    if key.checked_until is None:
        return since
    return f"{since}; its tokens are good until {_local(key.checked_until)}"


def _local(moment: Instant) -> str:
    return f"{moment.astimezone(VIETNAM):%Y-%m-%d %H:%M} (Viet Nam)"
