"""Delivery of confirmed transfers to an archive, and the record of its receipts.

It may be killed anywhere and run again: the archive is asked what it has, and a receipt is recorded once. Nothing is deleted
by it.
"""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import click
import httpx

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from cli.archive.intakes import Intake, SignedReceipt
from cli.archive.sweep import ANSWER_S, operator_context
from cli.archive.verifier import TAG_MANIFEST, digest_of
from contracts import dossiers
from contracts.dossiers import (
    GetTransferDocuments,
    ListTransfers,
    RecordReceipt,
    Transfer,
    TransferItem,
    TransferOutcome,
    TransferState,
)
from contracts.errors import ServiceError


class NotDelivered(Exception):
    """Raised when a package cannot be delivered from here."""


class Transfers(Protocol):
    """What dossiers knows of transfers."""

    def confirmed(self) -> Iterator[Transfer]:
        """Those that wait for their receipt."""

    def list_of(self, transfer_id: str) -> str:
        """The text of the list."""

    def record(self, transfer_id: str, receipt: SignedReceipt) -> Transfer:
        """Raises ServiceError for one that is not good."""


class RpcTransfers:
    """Over the broker. Blocks; raises ServiceError."""

    def __init__(self, caller: BlockingRpcClient) -> None:
        self._caller = caller

    def confirmed(self) -> Iterator[Transfer]:
        cursor = None
        while True:
            request = ListTransfers(state=TransferState.CONFIRMED, limit=20, cursor=cursor)
            page = self._caller.call(dossiers.list_transfers, request, operator_context(), ANSWER_S)
            yield from page.items
            cursor = page.next_cursor
            if cursor is None:
                return

    def list_of(self, transfer_id: str) -> str:
        request = GetTransferDocuments(transfer_id=transfer_id)
        return self._caller.call(dossiers.get_transfer_documents, request, operator_context(), ANSWER_S).list

    def record(self, transfer_id: str, receipt: SignedReceipt) -> Transfer:
        text = base64.b64encode(receipt.text.encode()).decode()
        request = RecordReceipt(transfer_id=transfer_id, receipt=text, signature=receipt.signature)
        return self._caller.call(dossiers.record_receipt, request, operator_context(), ANSWER_S)


def deliver_all(known: Transfers, intake: Intake, folder: Path, archive: str | None = None) -> None:
    """All confirmed transfers, or those to one archive by name. One that fails holds up no other. Raises SystemExit(1) when
    one has failed; a receipt that has not come yet is no failure."""
    failed = 0
    for transfer in list(known.confirmed()):
        if archive not in (None, transfer.archive.name):
            continue
        try:
            _deliver(known, intake, folder, transfer)
        except (NotDelivered, ServiceError, OSError, httpx.HTTPError) as error:
            failed += 1
            named = type(error).__name__ if isinstance(error, httpx.HTTPError) else _words(error)
            click.echo(f"{transfer.transfer_id}: not delivered: {named}", err=True)
    if failed:
        raise SystemExit(1)


def _deliver(known: Transfers, intake: Intake, folder: Path, transfer: Transfer) -> None:
    transfer_id, total = transfer.transfer_id, len(transfer.items)
    receipt = intake.receipt(transfer_id)
    if receipt is None:
        intake.begin(transfer_id, known.list_of(transfer_id))
        for number, item in enumerate(transfer.items, 1):
            reason = intake.deliver(transfer_id, item.sha256, _package(folder, item))
            refused = "" if reason is None else f"\trefused: {reason}"
            click.echo(f"{transfer_id}\t{number}/{total}\t{item.code}{refused}")
        intake.end(transfer_id)
        receipt = intake.receipt(transfer_id)
    if receipt is None:
        click.echo(f"{transfer_id}\tthe receipt has not come yet")
        return
    after = known.record(transfer_id, receipt)
    for item in after.items:
        if item.outcome is TransferOutcome.REFUSED:
            click.echo(f"{transfer_id}\t{item.code}\tnot taken over: {item.reason}")
    accepted = sum(item.outcome is TransferOutcome.ACCEPTED for item in after.items)
    click.echo(f"{transfer_id}\treceipted: {accepted} of {total}")


def _package(folder: Path, item: TransferItem) -> Path:
    """The package that was listed. Raises NotDelivered where another one lies there, or none."""
    package = folder / item.code
    manifest = package / TAG_MANIFEST
    if not manifest.is_file():
        package = folder / item.dossier_id
        manifest = package / TAG_MANIFEST
    if not manifest.is_file():
        raise NotDelivered(f"{item.code}: there is no package in {folder}")
    if digest_of(manifest) != item.sha256:
        raise NotDelivered(f"{item.code}: another package lies in {folder} than the one that was listed")
    return package


def _words(error: Exception) -> str:
    if isinstance(error, ServiceError) and error.errors:
        return f"{error.code}: " + ", ".join(f"{each.pointer} {each.code}" for each in error.errors)
    return str(error)
