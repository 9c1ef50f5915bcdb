"""The sweep over all closed dossiers: each that has a place in a file plan becomes a package, which is noted.

It may be killed anywhere: a package is put in its place when it is whole, and noted after that; noting it again changes
nothing. One sweep of a folder runs at a time.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import click
import httpx

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.context import Context
from cli.archive import package
from cli.archive.verifier import TAG_MANIFEST, digest_of
from contracts import dossiers
from contracts.base import Actor, ActorKind
from contracts.dossiers import ListUnpackaged, NotePackage, PlaceClosedDossiers, Unpackaged
from contracts.errors import ServiceError

OPERATOR = Actor(kind=ActorKind.OPERATOR, name="cli")
ANSWER_S = 60.0
_FAULTS = (httpx.HTTPError, package.FileChangedError, ServiceError, OSError)


class Closings(Protocol):
    """What dossiers knows of closed dossiers."""

    def place(self) -> bool:
        """Give the next of them their places; whether there may be more."""

    def unpackaged(self, after: str) -> Unpackaged:
        """The next that wait for their package."""

    def note(self, made: NotePackage) -> None:
        """Note a package."""


class RpcClosings:
    """Over the broker. Blocks; raises ServiceError."""

    def __init__(self, caller: BlockingRpcClient) -> None:
        self._caller = caller

    def place(self) -> bool:
        request = PlaceClosedDossiers()
        answer = self._caller.call(dossiers.place_closed_dossiers, request, operator_context(), ANSWER_S)
        return answer.more

    def unpackaged(self, after: str) -> Unpackaged:
        request = ListUnpackaged(after=after or None)
        return self._caller.call(dossiers.list_unpackaged, request, operator_context(), ANSWER_S)

    def note(self, made: NotePackage) -> None:
        self._caller.call(dossiers.note_package, made, operator_context(), ANSWER_S)


def operator_context() -> Context:
    return Context.new(actor=OPERATOR, timeout_s=ANSWER_S)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Raises ClickException while another process packages into the folder. The lock goes with the process."""
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise click.ClickException(f"{folder}: another process packages into it") from None
    finally:
        os.close(lock)


def sweep(closings: Closings, pack: Callable[[str, Path], Path], folder: Path, most: int) -> None:
    """At most so many packages. One that cannot be made is named and left for the next time. Raises SystemExit(1) then."""
    while closings.place():
        pass
    done = failed = 0
    after, page = "", closings.unpackaged("")
    total = min(page.left, most)
    while page.dossier_ids and done + failed < most:
        for dossier_id in page.dossier_ids[: most - done - failed]:
            try:
                made = pack(dossier_id, folder)
                closings.note(noted(dossier_id, made))
            except _FAULTS as error:
                failed += 1
                click.echo(f"{dossier_id}: not packaged: {_named(error)}", err=True)
            else:
                done += 1
                click.echo(f"{done}/{total} {made}")
        after = page.dossier_ids[-1]
        page = closings.unpackaged(after)
    click.echo(f"packaged {done}, failed {failed}")
    if failed:
        raise SystemExit(1)


def noted(dossier_id: str, made: Path) -> NotePackage:
    """What is noted of a package: read from what is in its place."""
    return NotePackage(
        dossier_id=dossier_id,
        sha256=digest_of(made / TAG_MANIFEST),
        size=package.size_of(made),
        entries=package.entries_in(made),
    )


def _named(error: Exception) -> str:
    """An address of a file is a secret: a fault of HTTP is named by its kind."""
    return type(error).__name__ if isinstance(error, httpx.HTTPError) else str(error)
