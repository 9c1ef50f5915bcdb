"""Giao nộp hồ sơ: what may be in a list, who confirms it, and what a receipt has to say (NĐ 30/2020/NĐ-CP art 30)."""

import base64
import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import ValidationError

from contracts.base import is_expected
from contracts.dossiers import (
    ArchivalState,
    ArchiveReceipt,
    ClosedDossier,
    HoldingArchive,
    Transfer,
    TransferEvent,
    TransferItem,
    TransferOutcome,
    TransferReceipt,
    TransferState,
)
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.model.refusals import invalid_field


@dataclass(frozen=True)
class Standing:
    """What stands against the hand-over of some dossiers: entries of their logs now, by id, and which are on hold."""

    entries: Mapping[str, int] = field(default_factory=dict)
    held: Collection[str] = ()

    def obstacle(self, dossier: ClosedDossier) -> str | None:
        """None: nothing."""
        if dossier.dossier_id in self.held:
            return "on_hold"
        if dossier.package is None or dossier.place is None:
            return "not_packaged"
        if self.entries.get(dossier.dossier_id) != dossier.package.entries:
            return "package_outdated"
        return None


def checked(dossiers: Sequence[ClosedDossier], standing: Standing) -> None:
    """Raises INVALID_REQUEST at the first that cannot be listed."""
    for number, dossier in enumerate(dossiers):
        listed = dossier.state in (ArchivalState.LISTED, ArchivalState.HANDED_OVER)
        obstacle = "listed_already" if listed else standing.obstacle(dossier)
        if obstacle is not None:
            raise invalid_field(f"/dossier_ids/{number}", obstacle, "It cannot be in the list.")


def listed(
    transfer_id: str, agency_code: str, archive: HoldingArchive, dossiers: Sequence[ClosedDossier],
    by: str, at: datetime,
) -> tuple[Transfer, str]:  # fmt: skip
    """A transfer and the text of its list. Raises INVALID_REQUEST for an empty one."""
    items = tuple(_item(each) for each in dossiers)
    if not items:
        raise invalid_field("/dossier_ids", "nothing_due", "There is no package to be handed over.")
    text = list_text(transfer_id, agency_code, archive, items)
    transfer = Transfer(
        transfer_id=transfer_id,
        agency_code=agency_code,
        version=1,
        state=TransferState.LISTED,
        archive=archive,
        list_sha256=digest(text),
        items=items,
        made_by=by,
        made_at=at,
    )
    return transfer, text


def list_text(
    transfer_id: str, agency_code: str, archive: HoldingArchive, items: Sequence[TransferItem]
) -> str:
    """The list (mục lục hồ sơ nộp lưu) as JSON."""
    rows = [item.model_dump(mode="json", exclude={"outcome", "reason", "dossier_id"}) for item in items]
    content = {
        "transfer_id": transfer_id,
        "agency_code": agency_code,
        "archive": archive.name,
        "packages": rows,
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1)


def confirmed(
    transfer: Transfer, dossiers: Sequence[ClosedDossier], standing: Standing, expected: int, by: str,
    at: datetime,
) -> Transfer:  # fmt: skip
    """By another person. Raises VERSION_STALE, RETENTION_SETTLED, SAME_PERSON, INVALID_REQUEST where a hold or an entry of
    the log came after the list."""
    _require(transfer, expected, TransferState.LISTED)
    if transfer.made_by == by:
        raise ServiceError(ErrorCode.SAME_PERSON)
    for number, dossier in enumerate(dossiers):
        if (obstacle := standing.obstacle(dossier)) is not None:
            raise invalid_field(f"/items/{number}", obstacle, "It cannot be handed over now.")
    return _decided(transfer, TransferState.CONFIRMED, by, at)


def cancelled(transfer: Transfer, reason: str, expected: int, by: str, at: datetime) -> Transfer:
    """Raises VERSION_STALE, RETENTION_SETTLED of one with a receipt."""
    _require(transfer, expected, TransferState.LISTED, TransferState.CONFIRMED)
    return _decided(transfer, TransferState.CANCELLED, by, at).model_copy(update={"reason": reason})


def receipted(transfer: Transfer, text: str, signer: str, at: datetime) -> Transfer:
    """With what a receipt says, whose signature is good.

    Raises RETENTION_SETTLED for a second one and for a transfer that is not confirmed, INVALID_REQUEST for one of another
    list, with another digest, or that leaves a package out or names one twice.
    """
    if transfer.state is not TransferState.CONFIRMED:
        raise ServiceError(ErrorCode.RETENTION_SETTLED)
    receipt = _read(text)
    if (receipt.transfer_id, receipt.list_sha256) != (transfer.transfer_id, transfer.list_sha256):
        raise _wrong("other_list", "The receipt is that of another list.")
    answers = {each.sha256: each for each in receipt.packages}
    if len(answers) != len(receipt.packages) or answers.keys() != {each.sha256 for each in transfer.items}:
        raise _wrong("other_packages", "The receipt does not name each package of the list once.")
    items = tuple(
        item.model_copy(
            update={
                "outcome": TransferOutcome.ACCEPTED if answer.accepted else TransferOutcome.REFUSED,
                "reason": None if answer.accepted else answer.reason or "",
            }
        )
        for item in transfer.items
        if (answer := answers[item.sha256])
    )
    proof = TransferReceipt(sha256=digest(text), signer=signer, recorded_at=at)
    return transfer.model_copy(
        update={
            "version": transfer.version + 1,
            "state": TransferState.RECEIPTED,
            "items": items,
            "receipt": proof,
        }
    )


def follow(dossier: ClosedDossier, transfer: Transfer) -> ClosedDossier:
    """A dossier of the transfer as the transfer now has it: what was refused stays ours, with the reason, and is packaged
    anew."""
    if transfer.state in (TransferState.LISTED, TransferState.CONFIRMED):
        return dossier.model_copy(update={"state": ArchivalState.LISTED, "transfer_id": transfer.transfer_id})
    if transfer.state is TransferState.CANCELLED:
        return dossier.model_copy(update={"state": ArchivalState.PACKAGED, "transfer_id": None})
    item = next(each for each in transfer.items if each.dossier_id == dossier.dossier_id)
    if item.outcome is TransferOutcome.ACCEPTED:
        return dossier.model_copy(update={"state": ArchivalState.HANDED_OVER, "refusal": None})
    return dossier.model_copy(
        update={
            "state": ArchivalState.CLASSIFIED,
            "transfer_id": None,
            "package": None,
            "refusal": item.reason,
        }
    )


def event_of(transfer: Transfer) -> TransferEvent:
    outcomes = [each.outcome for each in transfer.items]
    accepted = [each.dossier_id for each in transfer.items if each.outcome is TransferOutcome.ACCEPTED]
    return TransferEvent(
        transfer_id=transfer.transfer_id,
        agency_code=transfer.agency_code,
        state=transfer.state,
        archive_name=transfer.archive.name,
        list_sha256=transfer.list_sha256,
        made_by=transfer.made_by,
        decided_by=transfer.decided_by,
        receipt_sha256=transfer.receipt.sha256 if transfer.receipt else None,
        dossier_ids=tuple(accepted),
        refused=outcomes.count(TransferOutcome.REFUSED),
    )


def decoded(receipt: str) -> str:
    """The text of a receipt that came in base64. Raises INVALID_REQUEST."""
    try:
        return base64.b64decode(receipt, validate=True).decode()
    except ValueError as error:
        raise _wrong("no_receipt", "The text is no receipt.") from error


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def _item(dossier: ClosedDossier) -> TransferItem:
    place, package = dossier.place, dossier.package
    if place is None or package is None:
        raise invalid_field("/dossier_ids", "not_packaged", "It has no package.")
    return TransferItem(
        dossier_id=dossier.dossier_id,
        code=dossier.code,
        heading_code=place.code,
        heading=place.heading,
        permanent=place.permanent,
        retained_until=place.retained_until,
        sha256=package.sha256,
        size=package.size,
    )


def _read(text: str) -> ArchiveReceipt:
    try:
        return ArchiveReceipt.model_validate_json(text, extra="ignore")
    except ValidationError as error:
        raise _wrong("no_receipt", "The text is no receipt.") from error


def _wrong(code: str, detail: str) -> ServiceError:
    return invalid_field("/receipt", code, detail)


def _require(transfer: Transfer, expected: int, *states: TransferState) -> None:
    if not is_expected(expected, transfer.version):
        raise ServiceError(ErrorCode.VERSION_STALE, current=transfer.version)
    if transfer.state not in states:
        raise ServiceError(ErrorCode.RETENTION_SETTLED)


def _decided(transfer: Transfer, state: TransferState, by: str, at: datetime) -> Transfer:
    update = {"version": transfer.version + 1, "state": state, "decided_by": by, "decided_at": at}
    return transfer.model_copy(update=update)
