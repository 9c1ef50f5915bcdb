"""Giao nộp hồ sơ vào lưu trữ: packages are listed, confirmed by a second person, delivered, and receipted by the archive.

Luật Lưu trữ 33/2024/QH15; NĐ 30/2020/NĐ-CP art 30 (mục lục hồ sơ nộp lưu, biên bản giao nhận).
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.accounts import AgencyCode
from contracts.base import Body, Command, Day, Identifier, Instant, Model, PageRequest, Query
from contracts.dossiers.file_plans import MOST_PACKAGES, HoldingArchive
from contracts.printable import LongText
from contracts.records.files import Sha256
from contracts.records.packages import Base64


class TransferState(StrEnum):
    """How far a transfer to the archive is (tình trạng giao nộp)."""

    LISTED = "listed"  # đã lập mục lục, chờ phê duyệt
    CONFIRMED = "confirmed"  # đã phê duyệt, đang giao
    CANCELLED = "cancelled"  # đã hủy
    RECEIPTED = "receipted"  # đã có biên bản giao nhận


class TransferOutcome(StrEnum):
    """What became of one package (kết quả giao nhận)."""

    AWAITED = "awaited"  # chưa có trả lời
    ACCEPTED = "accepted"  # đã nhận
    REFUSED = "refused"  # không nhận


class TransferItem(Model):
    """A package in the list of a transfer (mục lục hồ sơ nộp lưu)."""

    dossier_id: Identifier
    """Id of the dossier."""
    code: str
    """Code of the dossier (mã hồ sơ)."""
    heading_code: str
    """Code of its heading in the file plan."""
    heading: str
    """Title of that heading."""
    permanent: bool
    """Whether it is retained for ever."""
    retained_until: Day | None = None
    """Last day of its period (local day of Viet Nam); none where permanent."""
    sha256: Sha256
    """SHA-256 of the package's tag manifest, in hex."""
    size: int
    """Bytes of its files."""
    outcome: TransferOutcome = TransferOutcome.AWAITED
    """What the archive says of it."""
    reason: str | None = None
    """Why the archive refused it."""


class TransferReceipt(Model):
    """The receipt of the archive (biên bản giao nhận), as it was checked."""

    sha256: Sha256
    """SHA-256 of its text, in hex."""
    signer: str
    """Name in the certificate that signed it."""
    recorded_at: Instant
    """When it was recorded here (UTC)."""


class Transfer(Model):
    """A transfer of packages to the archive (giao nộp hồ sơ vào lưu trữ). `version` is its ETag."""

    transfer_id: Identifier
    """Id of the transfer."""
    agency_code: str
    """Code of the agency (mã định danh cơ quan)."""
    version: int
    """Version, which counts its changes: the ETag."""
    state: TransferState
    """How far it is."""
    archive: HoldingArchive
    """The archive, as the file plan named it when the list was made."""
    list_sha256: Sha256
    """SHA-256 of the list's text, in hex: the receipt names it."""
    items: tuple[TransferItem, ...]
    """The packages."""
    made_by: Identifier
    """Account of who made the list."""
    made_at: Instant
    """When (UTC)."""
    decided_by: str | None = None
    """Account of who confirmed or cancelled it."""
    decided_at: Instant | None = None
    """When (UTC)."""
    reason: str | None = None
    """Why it was cancelled."""
    receipt: TransferReceipt | None = None
    """The receipt; none: not come yet."""


class MakeTransferBody(Body):
    """Which packages are handed over. By a leader or the head of the one-stop shop of the agency, or an administrator."""

    agency_code: AgencyCode
    """Code of the agency (mã định danh cơ quan)."""
    dossier_ids: Annotated[tuple[Identifier, ...], Field(max_length=MOST_PACKAGES)] = ()
    """Ids of the dossiers; none: those whose time has come, 200 at most."""
    due_by: Day | None = None
    """Without ids: those that are due by this local day of Viet Nam; left out: today."""


class MakeTransfer(MakeTransferBody, Command):
    """Command to make a list. Errors: forbidden, not_found, invalid_request."""


class ConfirmTransfer(Command):
    """Command to confirm a list, by another person. Errors: forbidden, not_found, same_person, version_stale,
    retention_settled, invalid_request."""

    transfer_id: Identifier
    """Id of the transfer."""
    expected_version: int
    """Version that the caller has seen."""


class CancelTransferBody(Body):
    """Why a transfer is cancelled: its packages stay, and can be listed anew."""

    reason: LongText
    """Why."""


class CancelTransfer(CancelTransferBody, Command):
    """Command to cancel a transfer that has no receipt. Errors: forbidden, not_found, version_stale, retention_settled."""

    transfer_id: Identifier
    """Id of the transfer."""
    expected_version: int
    """Version that the caller has seen."""


class GetTransfer(Query):
    """Query for one transfer. Errors: forbidden, not_found."""

    transfer_id: Identifier
    """Id of the transfer."""


class ListTransfers(PageRequest):
    """Query for the transfers of the caller's agency, or of all, newest first."""

    state: TransferState | None = None
    """Of this state."""


class GetTransferDocuments(Query):
    """Query for the texts of a transfer. Errors: forbidden, not_found."""

    transfer_id: Identifier
    """Id of the transfer."""


class TransferDocuments(Model):
    """The texts of a transfer: its list, and the receipt as the archive signed it."""

    list: str
    """The list (mục lục hồ sơ nộp lưu): JSON, whose SHA-256 the receipt names."""
    receipt: str | None = None
    """The receipt (biên bản giao nhận): JSON, as it was signed; none: not come yet."""
    signature: str | None = None
    """Its detached signature (CMS, RFC 5652), in base64."""


class ReceiptPackage(Model):
    """What the archive says of one package."""

    sha256: Sha256
    """SHA-256 of the tag manifest that it received, in hex."""
    accepted: bool
    """Whether it took the package over."""
    reason: LongText | None = None
    """Why it did not."""


class ArchiveReceipt(Model):
    """The receipt of an archive (biên bản giao nhận): JSON, signed by the archive as a whole."""

    transfer_id: Identifier
    """Id of the transfer."""
    list_sha256: Sha256
    """SHA-256 of the list that it received, in hex."""
    received_at: Instant
    """When (UTC)."""
    packages: Annotated[tuple[ReceiptPackage, ...], Field(min_length=1, max_length=MOST_PACKAGES)]
    """Every package of the list."""


class RecordReceipt(Query):
    """Request to record a receipt. By an operator. The same one again changes nothing. Errors: forbidden, not_found,
    retention_settled, invalid_request."""

    transfer_id: Identifier
    """Id of the transfer."""
    receipt: Base64
    """Its text as it was signed (UTF-8), in base64."""
    signature: Base64
    """Its detached signature (CMS, RFC 5652), in base64."""


class TransferEvent(Model):
    """Event payload: a transfer was listed, confirmed, cancelled or receipted."""

    transfer_id: Identifier
    """Id of the transfer."""
    agency_code: str
    """Code of the agency."""
    state: TransferState
    """How far it is."""
    archive_name: str
    """Name of the archive."""
    list_sha256: Sha256
    """SHA-256 of the list, in hex."""
    made_by: Identifier
    """Account of who made the list."""
    decided_by: str | None = None
    """Account of who confirmed or cancelled it."""
    receipt_sha256: str | None = None
    """SHA-256 of the receipt, in hex."""
    dossier_ids: tuple[str, ...] = ()
    """Dossiers that the archive took over."""
    refused: int = 0
    """How many it refused."""
