"""`motcua dead`: what services gave up, and what a person does about it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import wraps
from typing import Any

import click
import orjson

from chassis.amqp import dead_letters
from chassis.amqp.dead_letters import DeadLetter, DeadLetterFilter
from chassis.amqp.topology import dead_letter_queue
from chassis.core.settings import load_settings
from cli.errors import click_errors
from cli.settings import OperatorSettings
from contracts.topology import SERVICES

_COLUMNS = "{:<19}  {:<16}  {:<30}  {:<20}  {:>5}  {:<24}  {:<30}  {}"


@click.group()
def dead() -> None:
    """Dead letters: events that could not be handled."""


def service_options(command: Callable[..., None]) -> Callable[..., None]:
    """Adds --queue; passes the broker's address and the chosen dead-letter queues."""

    @click.option("--queue", "service", type=click.Choice(SERVICES), help="Of this service only.")
    @wraps(command)
    def run(service: str | None, **options: Any) -> None:
        settings = load_settings(OperatorSettings)
        queues = [dead_letter_queue(name) for name in ([service] if service else SERVICES)]
        with click_errors(settings.amqp_uri):
            command(settings.amqp_uri, queues, **options)

    return run


def selection_options(command: Callable[..., None]) -> Callable[..., None]:
    """Adds --id and --all, one of which must be given; passes what they choose."""

    @click.option("--id", "letter_id", help="The one with this id.")
    @click.option("--all", "everything", is_flag=True, help="All of them.")
    @wraps(command)
    def run(*arguments: Any, letter_id: str | None, everything: bool, **options: Any) -> None:
        if (letter_id is None) is not everything:
            raise click.UsageError("say which: --id ID or --all")
        chosen = dead_letters.by_id(letter_id) if letter_id else dead_letters.match_all
        command(*arguments, chosen=chosen, **options)

    return run


@dead.command("list")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1, 10_000), help="Per service.")
@service_options
def list_(amqp_uri: str, queues: Sequence[str], limit: int) -> None:
    """List dead letters, the oldest first."""
    found = [letter for queue in queues for letter in dead_letters.peek(amqp_uri, queue, limit)]
    if not found:
        click.echo("no dead letters")
        return
    click.echo(
        _COLUMNS.format("ID", "REASON", "EVENT", "LAST ERROR", "TRIES", "FIRST FAILED", "QUEUE", "EVENT ID")
    )
    for letter in found:
        click.echo(_line(letter))


@dead.command()
@click.argument("id")
@service_options
def show(amqp_uri: str, queues: Sequence[str], id: str) -> None:  # noqa: A002  the argument's name on screen
    """Show the dead letter of an id, or those of an event's, with headers and body, which may hold personal data."""
    letters = (letter for queue in queues for letter in dead_letters.peek(amqp_uri, queue, limit=100_000))
    found = [letter for letter in letters if id in (letter.id, letter.message_id)]
    for letter in found:
        click.echo(_details(letter))
    if found:
        return
    raise click.ClickException(f"no dead letter {id}; `motcua dead list` names them")


@dead.command()
@service_options
@selection_options
def replay(amqp_uri: str, queues: Sequence[str], chosen: DeadLetterFilter) -> None:
    """Put dead letters back into the queues they came from, as if they had never failed."""
    moved = sum(dead_letters.replay(amqp_uri, queue, chosen) for queue in queues)
    click.echo(f"{moved} replayed")
    _require_match(moved)


@dead.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@service_options
@selection_options
def drop(amqp_uri: str, queues: Sequence[str], chosen: DeadLetterFilter, yes: bool) -> None:
    """Remove dead letters for ever: their effects will never happen."""
    if not yes:
        click.confirm("Their effects will never happen. Drop them?", abort=True)
    dropped = sum(dead_letters.drop(amqp_uri, queue, chosen) for queue in queues)
    click.echo(f"{dropped} dropped")
    _require_match(dropped)


def _require_match(count: int) -> None:
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
        letter.message_id,
    ).rstrip()


def _details(letter: DeadLetter) -> str:
    body: Any = letter.body.decode("utf-8", errors="replace")
    with suppress(orjson.JSONDecodeError):
        body = orjson.loads(letter.body)
    content = {
        "id": letter.id,
        "event_id": letter.message_id,
        "queue": letter.queue,
        "headers": letter.headers,
        "body": body,
    }
    return orjson.dumps(content, default=str, option=orjson.OPT_INDENT_2).decode()
