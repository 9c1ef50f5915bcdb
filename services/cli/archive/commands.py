"""`motcua archive`: closed dossiers become packages for an archive, and packages are verified."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

import click
import httpx

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.settings import load_settings
from cli.archive import package, verifier
from cli.errors import click_errors
from cli.settings import OperatorSettings
from contracts import dossiers, records
from contracts.base import Actor, ActorKind
from contracts.dossiers import GetArchiveRecord
from contracts.records import LendFiles, LentFile, SignPackage

OPERATOR = Actor(kind=ActorKind.OPERATOR, name="cli")
ANSWER_S = 60.0
CHUNK = 1 << 16
LINKS_AT_ONCE = 200


@click.group()
def archive() -> None:
    """Archive: closed dossiers as sealed packages, which anybody verifies."""


@archive.command("package")
@click.argument("dossier_ids", nargs=-1)
@click.option("--from-file", type=click.File(), help="Ids of dossiers, one a line; - is the standard input.")
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option("--gateway", help="Where the gateway is reached from here, when not at its public address.")
def make(dossier_ids: tuple[str, ...], from_file: TextIO | None, folder: Path, gateway: str | None) -> None:
    """Make a package of each of these closed dossiers. The services must run.

    It may be broken off and run again: a package that is there is whole, and stays as it is.
    """
    settings = load_settings(OperatorSettings)
    ids = [*dossier_ids, *(line.strip() for line in from_file or () if line.strip())]
    folder.mkdir(parents=True, exist_ok=True)
    with (
        click_errors(settings.amqp_uri),
        BlockingRpcClient(settings.amqp_uri, name="cli") as caller,
        httpx.Client(timeout=ANSWER_S) as http,
    ):
        for number, dossier_id in enumerate(ids, 1):
            click.echo(f"{number}/{len(ids)} {_packed(Packer(caller, http, gateway), dossier_id, folder)}")


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


class Packer:
    """Makes packages of what the services answer."""

    def __init__(self, caller: BlockingRpcClient, http: httpx.Client, gateway: str | None = None) -> None:
        self._caller = caller
        self._http = http
        self._gateway = gateway

    def pack(self, dossier_id: str, folder: Path) -> Path:
        """Blocks while files come. Raises ServiceError, FileChangedError, OSError, httpx.HTTPError."""
        request = GetArchiveRecord(dossier_id=dossier_id)
        archived = self._caller.call(dossiers.get_archive_record, request, _context(), ANSWER_S)
        files = self._lent(package.file_ids(archived))
        return package.write(folder, archived, files, self._fetch, self._sign, utcnow())

    def _lent(self, file_ids: tuple[str, ...]) -> list[LentFile]:
        lent: list[LentFile] = []
        for start in range(0, len(file_ids), LINKS_AT_ONCE):
            request = LendFiles(file_ids=file_ids[start : start + LINKS_AT_ONCE], days=1)
            lent += self._caller.call(records.lend_files, request, _context(), ANSWER_S).files
        return lent

    def _fetch(self, file: LentFile) -> Iterator[bytes]:
        with self._http.stream("GET", address_at(self._gateway, file.url)) as answer:
            answer.raise_for_status()
            yield from answer.iter_bytes(CHUNK)

    def _sign(self, manifest: str) -> tuple[bytes, bytes]:
        signed = self._caller.call(
            records.sign_package, SignPackage(tag_manifest=manifest), _context(), ANSWER_S
        )
        return base64.b64decode(signed.signature), base64.b64decode(signed.timestamp)


def address_at(gateway: str | None, url: str) -> str:
    """The same place at another gateway; without one the address as it is."""
    if gateway is None:
        return url
    parts = urlsplit(url)
    return f"{gateway.rstrip('/')}{parts.path}?{parts.query}"


def _context() -> Context:
    return Context.new(actor=OPERATOR, timeout_s=ANSWER_S)
