"""`motcua dead`: what services gave up, and what a person does about it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import wraps
from typing import Any

import click
import orjson

from chassis import deadletters
from chassis.deadletters import Chosen, DeadLetter
from chassis.settings import load
from chassis.topology import dead_letters
from cli.settings import OperatorSettings
from cli.told import told
from contracts.topology import SERVICES

_COLUMNS = "{:<36}  {:<16}  {:<30}  {:<20}  {:>5}  {:<24}  {}"


@click.group()
def dead() -> None:
    """Dead letters: events that could not be handled."""


def of_services(command: Callable[..., None]) -> Callable[..., None]:
    """Adds --queue; passes the broker's address and the chosen dead-letter queues."""

    @click.option("--queue", "service", type=click.Choice(SERVICES), help="Of this service only.")
    @wraps(command)
    def run(service: str | None, **options: Any) -> None:
        settings = load(OperatorSettings)
        queues = [dead_letters(name) for name in ([service] if service else SERVICES)]
        with told(settings.amqp_uri):
            command(settings.amqp_uri, queues, **options)

    return run


def chosen_by(command: Callable[..., None]) -> Callable[..., None]:
    """Adds --id and --all, one of which must be given; passes what they choose."""

    @click.option("--id", "wanted", help="The one with this id.")
    @click.option("--all", "everything", is_flag=True, help="All of them.")
    @wraps(command)
    def run(*arguments: Any, wanted: str | None, everything: bool, **options: Any) -> None:
        if (wanted is None) is not everything:
            raise click.UsageError("say which: --id ID or --all")
        chosen = deadletters.with_id(wanted) if wanted else deadletters.everyone
        command(*arguments, chosen=chosen, **options)

    return run


@dead.command("list")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1, 10_000), help="Per service.")
@of_services
def list_(amqp_uri: str, queues: Sequence[str], limit: int) -> None:
    """List dead letters, the oldest first."""
    found = [letter for queue in queues for letter in deadletters.listed(amqp_uri, queue, limit)]
    if not found:
        click.echo("no dead letters")
        return
    click.echo(_COLUMNS.format("ID", "REASON", "EVENT", "LAST ERROR", "TRIES", "FIRST FAILED", "QUEUE"))
    for letter in found:
        click.echo(_line(letter))


@dead.command()
@click.argument("id")
@of_services
def show(amqp_uri: str, queues: Sequence[str], id: str) -> None:  # noqa: A002  the argument's name on screen
    """Show one dead letter with its headers and its body, which may hold personal data."""
    for queue in queues:
        for letter in deadletters.listed(amqp_uri, queue, limit=100_000):
            if letter.id == id:
                click.echo(_whole(letter))
                return
    raise click.ClickException(f"no dead letter {id}; `motcua dead list` names them")


@dead.command()
@of_services
@chosen_by
def replay(amqp_uri: str, queues: Sequence[str], chosen: Chosen) -> None:
    """Put dead letters back into the queues they came from, as if they had never failed."""
    moved = sum(deadletters.replay(amqp_uri, queue, chosen) for queue in queues)
    click.echo(f"{moved} replayed")
    _expect_some(moved)


@dead.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@of_services
@chosen_by
def drop(amqp_uri: str, queues: Sequence[str], chosen: Chosen, yes: bool) -> None:
    """Remove dead letters for ever: their effects will never happen."""
    if not yes:
        click.confirm("Their effects will never happen. Drop them?", abort=True)
    dropped = sum(deadletters.drop(amqp_uri, queue, chosen) for queue in queues)
    click.echo(f"{dropped} dropped")
    _expect_some(dropped)


def _expect_some(count: int) -> None:
    if count == 0:
        raise click.ClickException("no such dead letter; `motcua dead list` names them")


def _line(letter: DeadLetter) -> str:
    first_failed = letter.first_failed_at[:19]
    return _COLUMNS.format(
        letter.id,
        letter.reason,
        letter.type,
        letter.last_error,
        letter.attempts,
        first_failed,
        letter.queue,
    ).rstrip()


def _whole(letter: DeadLetter) -> str:
    body: Any = letter.body.decode("utf-8", errors="replace")
    with suppress(orjson.JSONDecodeError):
        body = orjson.loads(letter.body)
    content = {"id": letter.id, "headers": letter.headers, "body": body}
    return orjson.dumps(content, default=str, option=orjson.OPT_INDENT_2).decode()
