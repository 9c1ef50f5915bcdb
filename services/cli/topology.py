"""`motcua topology`: what the broker must hold, putting it there, finding what does not fit."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click
import httpx
from pydantic import TypeAdapter, ValidationError

from chassis.amqp.declare import QueueStatus, declare_topology, inspect_queues
from chassis.amqp.topology import VHOST, Topology, build_topology
from chassis.core.setting_types import AmqpUri
from chassis.core.settings import load_settings
from cli.errors import click_errors
from cli.management import RabbitManagement
from cli.orphans import orphan_lines
from cli.settings import BrokerSettings, vhost_of, with_vhost, without_login

_ADDRESS = TypeAdapter[str](AmqpUri)


@dataclass(frozen=True)
class BrokerTarget:
    """One virtual host, seen by the administrator."""

    amqp_uri: str
    vhost: str
    management: RabbitManagement | None

    @property
    def administrator(self) -> str:
        return unquote(urlsplit(self.amqp_uri).username or "guest")


@click.group()
def topology() -> None:
    """Exchanges, queues, users and rights of the broker."""


@topology.command()
def show() -> None:
    """Print the topology as it must be. Asks no broker."""
    for line in _lines(build_topology()):
        click.echo(line)


@topology.command()
@click.option("--vhost", help=f"Default: {VHOST}; without a management address, the one of the AMQP address.")
def apply(vhost: str | None) -> None:
    """Put the topology on the broker. May be repeated; nothing that is there is removed.

    Users get the passwords of the files amqp_uri_NAME in MOTCUA_SECRETS_DIR.
    """
    settings, described = load_settings(BrokerSettings), build_topology()
    broker = _broker(settings, vhost)
    if broker.management is not None:
        passwords = _passwords(described, settings.secrets_dir)
        with _management_errors(settings):
            broker.management.apply(described, broker.vhost, passwords, broker.administrator)
        click.echo(f"{len(passwords)} users and their rights on virtual host {broker.vhost}")
    with click_errors(broker.amqp_uri):
        declare_topology(broker.amqp_uri, described)
    click.echo(
        f"{len(described.exchanges)} exchanges, {len(described.queues)} queues, "
        f"{len(described.bindings)} bindings"
    )


@topology.command()
@click.option("--vhost", help="As for apply.")
def orphans(vhost: str | None) -> None:
    """Find queues that are missing, that nobody consumes, or that nobody knows. Exits with 1 if there are any."""
    settings, described = load_settings(BrokerSettings), build_topology()
    broker = _broker(settings, vhost)
    with click_errors(broker.amqp_uri):
        found = _queues_on(broker, described, settings)
    lines = list(orphan_lines(described, found, complete=broker.management is not None))
    for line in lines:
        click.echo(line)
    if lines:
        raise SystemExit(1)
    click.echo("every queue is where it should be and has its consumer")


def _broker(settings: BrokerSettings, vhost: str | None) -> BrokerTarget:
    if settings.management_url is None:
        chosen = vhost or vhost_of(settings.amqp_admin_uri)
        return BrokerTarget(with_vhost(settings.amqp_admin_uri, chosen), chosen, None)
    chosen = vhost or VHOST
    management = RabbitManagement.of(settings.management_url, settings.amqp_admin_uri)
    return BrokerTarget(with_vhost(settings.amqp_admin_uri, chosen), chosen, management)


def _passwords(described: Topology, folder: Path | None) -> dict[str, str]:
    """From the addresses that the services themselves will use."""
    if folder is None:
        raise click.UsageError("set MOTCUA_SECRETS_DIR to the folder with the files amqp_uri_NAME")
    files = {user.name: folder / f"amqp_uri_{user.name}" for user in described.users}
    missing = [file.name for file in files.values() if not file.exists()]
    if missing:
        raise click.ClickException(f"{folder} lacks {', '.join(missing)}: make the secrets first")
    return {name: _password(file) for name, file in files.items()}


def _password(file: Path) -> str:
    """By the rule of the setting that its service reads: no user is made with a password that is empty or short."""
    try:
        address = _ADDRESS.validate_python(file.read_text(encoding="utf-8"))
    except ValidationError as error:
        words = error.errors(include_input=False)[0]["msg"].removeprefix("Value error, ")
        raise click.ClickException(f"{file}: {words}") from None
    return unquote(urlsplit(address).password or "")


def _queues_on(broker: BrokerTarget, described: Topology, settings: BrokerSettings) -> list[QueueStatus]:
    """Our own queues as they are now, asked over AMQP: the management interface is some seconds behind."""
    ours = inspect_queues(broker.amqp_uri, described)
    if broker.management is None:
        return ours
    with _management_errors(settings):
        rows = broker.management.queues(broker.vhost)
    known = {queue.name for queue in described.queues}
    others = (row for row in rows if row["name"] not in known)
    return ours + [
        QueueStatus(row["name"], row.get("consumers", 0), row.get("messages", 0)) for row in others
    ]


@contextmanager
def _management_errors(settings: BrokerSettings) -> Iterator[None]:
    """Faults of the management interface as an operator should read them."""
    where = without_login(settings.management_url or "")
    try:
        yield
    except httpx.HTTPStatusError as error:
        reason = f"{error.response.status_code} {error.response.text[:300]}"
        raise click.ClickException(
            f"The management interface refuses: {reason} ({where})\nIt needs an administrator's login."
        ) from error
    except httpx.HTTPError as error:
        raise click.ClickException(
            f"The management interface is not reachable: {error} ({where})\n"
            "Is the plugin rabbitmq_management on? Its address comes from MOTCUA_MANAGEMENT_URL(_FILE)."
        ) from error


def _lines(described: Topology) -> Iterator[str]:
    for exchange in described.exchanges:
        yield f"exchange  {exchange.name}  {exchange.type}"
    for queue in described.queues:
        yield f"queue     {queue.name}  {_arguments(queue.arguments)}"
    for binding in described.bindings:
        yield f"binding   {binding.exchange} -> {binding.queue}  {binding.routing_key}".rstrip()
    for user in described.users:
        yield f"user      {user.name}  configure {user.configure}  write {user.write}  read {user.read}"


def _arguments(arguments: dict[str, object]) -> str:
    return " ".join(f"{name}={value!r}" for name, value in arguments.items())
