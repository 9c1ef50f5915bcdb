"""`motcua archive`: closed dossiers become packages for an archive, and packages are verified."""

import base64
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

import click
import httpx

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.clock import utcnow
from chassis.core.settings import load_settings
from cli.archive import package, verifier
from cli.archive.delivery import RpcTransfers, deliver_all
from cli.archive.intakes import FolderIntake, HttpIntake
from cli.archive.sweep import ANSWER_S, RpcClosings, locked, operator_context, sweep
from cli.errors import click_errors
from cli.settings import OperatorSettings
from contracts import dossiers, records
from contracts.dossiers import GetArchiveRecord
from contracts.records import LendFiles, LentFile, SignPackage

LOW_PRIORITY = 10
CHUNK = 1 << 16
LINKS_AT_ONCE = 200


@click.group()
def archive() -> None:
    """Archive: closed dossiers as sealed packages, which anybody verifies."""


@archive.command("package")
@click.argument("dossier_ids", nargs=-1)
@click.option("--from-file", type=click.File(), help="Ids of dossiers, one a line; - is the standard input.")
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option("--all", "every", is_flag=True, help="All that wait for their package.")
@click.option(
    "--most", type=click.IntRange(1), default=10_000, show_default=True, help="With --all: how many at most."
)
@click.option("--gateway", help="Where the gateway is reached from here, when not at its public address.")
def make(
    dossier_ids: tuple[str, ...],
    from_file: TextIO | None,
    folder: Path,
    every: bool,
    most: int,
    gateway: str | None,
) -> None:
    """Make a package of each of these closed dossiers. The services must run.

    With --all the closed dossiers that have a place in the file plan of their agency and no package, at a low priority.
    It may be broken off and run again: a package that is there is whole, and stays as it is.
    """
    settings = load_settings(OperatorSettings)
    ids = [*dossier_ids, *(line.strip() for line in from_file or () if line.strip())]
    if bool(ids) is every:
        raise click.UsageError("give ids of dossiers, or --all")
    if every:
        os.setpriority(os.PRIO_PROCESS, 0, LOW_PRIORITY)
    folder.mkdir(parents=True, exist_ok=True)
    with (
        click_errors(settings.amqp_uri),
        locked(folder),
        BlockingRpcClient(settings.amqp_uri, name="cli") as caller,
        httpx.Client(timeout=ANSWER_S) as http,
    ):
        packer = Packer(caller, http, gateway)
        if every:
            sweep(RpcClosings(caller), packer.pack, folder, most)
        for number, dossier_id in enumerate(ids, 1):
            click.echo(f"{number}/{len(ids)} {_packed(packer, dossier_id, folder)}")


def _packed(packer: "Packer", dossier_id: str, folder: Path) -> Path:
    """An address of a file is a secret: a fault of HTTP is named by its kind."""
    try:
        return packer.pack(dossier_id, folder)
    except httpx.HTTPError as error:
        raise click.ClickException(
            f"{dossier_id}: a file cannot be fetched from the gateway: {type(error).__name__}"
        ) from None
    except package.FileChangedError as error:
        raise click.ClickException(f"{dossier_id}: file {error} is not what was stored") from error
    except OSError as error:
        raise click.ClickException(f"{dossier_id}: {error}") from error


@archive.command()
@click.argument("packages", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--roots", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(packages: tuple[Path, ...], roots: Path | None) -> None:
    """Verify packages; nothing need run. With certificates in PEM the signature too. Exits with 1 when there is a fault."""
    wrong = 0
    for each in packages:
        found = list(verifier.faults(each, roots))
        wrong += bool(found)
        click.echo("\n".join(f"{each}: {fault}" for fault in found or ["no fault"]))
    if wrong:
        raise SystemExit(1)


@archive.command()
@click.option("--folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
@click.option(
    "--to", "place", required=True, help="The archive's intake: an address with http(s), or a folder."
)
@click.option("--archive", "name", help="Only transfers to the archive of this name.")
@click.option(
    "--token-file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Bearer token."
)
@click.option("--timeout", type=click.FloatRange(1, 3600), default=ANSWER_S, show_default=True)
def deliver(folder: Path, place: str, name: str | None, token_file: Path | None, timeout: float) -> None:
    """Deliver the packages of confirmed transfers to an archive, and record its receipts. The services must run.

    It may be broken off and run again: what the archive has is not sent again. Nothing is deleted by it.
    """
    settings = load_settings(OperatorSettings)
    token = token_file.read_text(encoding="utf-8").strip() if token_file else ""
    os.setpriority(os.PRIO_PROCESS, 0, LOW_PRIORITY)
    with (
        click_errors(settings.amqp_uri),
        locked(folder),
        BlockingRpcClient(settings.amqp_uri, name="cli") as caller,
        httpx.Client(timeout=timeout) as http,
    ):
        over_http = place.startswith(("http://", "https://"))
        intake = HttpIntake(http, place, token) if over_http else FolderIntake(Path(place))
        deliver_all(RpcTransfers(caller), intake, folder, name)


class Packer:
    """Makes packages of what the services answer."""

    def __init__(self, caller: BlockingRpcClient, http: httpx.Client, gateway: str | None = None) -> None:
        self._caller = caller
        self._http = http
        self._gateway = gateway

    def pack(self, dossier_id: str, folder: Path) -> Path:
        """Blocks while files come. Raises ServiceError, FileChangedError, OSError, httpx.HTTPError."""
        request = GetArchiveRecord(dossier_id=dossier_id)
        archived = self._caller.call(dossiers.get_archive_record, request, operator_context(), ANSWER_S)
        files = self._lent(package.file_ids(archived))
        return package.write(folder, archived, files, self._fetch, self._sign, utcnow())

    def _lent(self, file_ids: tuple[str, ...]) -> list[LentFile]:
        lent: list[LentFile] = []
        for start in range(0, len(file_ids), LINKS_AT_ONCE):
            request = LendFiles(file_ids=file_ids[start : start + LINKS_AT_ONCE], days=1)
            lent += self._caller.call(records.lend_files, request, operator_context(), ANSWER_S).files
        return lent

    def _fetch(self, file: LentFile) -> Iterator[bytes]:
        with self._http.stream("GET", address_at(self._gateway, file.url)) as answer:
            answer.raise_for_status()
            yield from answer.iter_bytes(CHUNK)

    def _sign(self, manifest: str) -> tuple[bytes, bytes]:
        signed = self._caller.call(
            records.sign_package, SignPackage(tag_manifest=manifest), operator_context(), ANSWER_S
        )
        return base64.b64decode(signed.signature), base64.b64decode(signed.timestamp)


def address_at(gateway: str | None, url: str) -> str:
    """The same place at another gateway; without one the address as it is."""
    if gateway is None:
        return url
    parts = urlsplit(url)
    return f"{gateway.rstrip('/')}{parts.path}?{parts.query}"
