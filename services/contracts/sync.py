"""Sync (đồng bộ hồ sơ): what ministries and provinces push of their own dossiers, and what we push as one of them.

The wire keeps its own Vietnamese names; they are read and written in the sync service and nowhere else.
"""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field

from contracts.accounts import AgencyCode
from contracts.base import (
    Body,
    Command,
    Day,
    Identifier,
    Instant,
    Method,
    Model,
    Page,
    PageRequest,
    Query,
    methods_of,
)
from contracts.dossiers import DossierCode, Progress
from contracts.events import EventType, events_of
from contracts.personal_data import ErasePerson, Erasure, ExportedPart, ExportPerson
from contracts.printable import Printable
from contracts.records.files import Sha256
from contracts.retention import ApplyRetention, RetentionPart
from contracts.storable import Opaque
from contracts.synced_content import SyncedParts
from contracts.typed_codes import TYPED

SERVICE = "sync"


class BatchKind(StrEnum):
    """What the items of a batch are: the `service` of the old contract, the address of the newer one."""

    DOSSIERS = "dossiers"  # DongBoHoSoMC
    PROGRESS = "progress"  # CapNhatTienDoHoSoMC
    STATUSES = "statuses"  # DongBoTrangThaiHoSo
    NEW_DOSSIERS = "new_dossiers"  # NoiHoSo
    NEW_PROGRESS = "new_progress"  # CapNhatTienTrinh
    NEW_STATUSES = "new_statuses"  # CapNhatTrangThai


class Anomaly(StrEnum):
    """What is odd in an item; named and counted, never repaired, never dropped."""

    BAD_CODE = "BAD_CODE"
    UNKNOWN_PROCEDURE = "UNKNOWN_PROCEDURE"
    ILLEGAL_TRANSITION = "ILLEGAL_TRANSITION"
    NO_DUE_DATE = "NO_DUE_DATE"
    DUMMY_ID = "DUMMY_ID"
    RESULT_EQUALS_INPUT = "RESULT_EQUALS_INPUT"
    DUE_BEFORE_RECEIVED = "DUE_BEFORE_RECEIVED"
    LATE_SYNC = "LATE_SYNC"
    BAD_DATE = "BAD_DATE"
    EMPTY_DATE = "EMPTY_DATE"
    UNKNOWN_STATUS = "UNKNOWN_STATUS"
    UNKNOWN_DOSSIER = "UNKNOWN_DOSSIER"
    FOREIGN_AGENCY = "FOREIGN_AGENCY"
    MALFORMED = "MALFORMED"
    STALE = "STALE"
    BAD_VALUE = "BAD_VALUE"
    DATES_CONTRADICT = "DATES_CONTRADICT"
    CODE_DAY_DIFFERS = "CODE_DAY_DIFFERS"
    UNIT_DIFFERS = "UNIT_DIFFERS"


class ItemOutcome(StrEnum):
    """What was done with an item of a batch."""

    STORED = "stored"
    UPDATED = "updated"
    UNCHANGED = "unchanged"  # the same content came before
    STALE = "stale"  # stored, but a later event is known: it changes nothing
    REFUSED = "refused"  # stored as it came, to be replayed


class ItemResult(Model):
    """One item's answer, by its place in the batch. `error_code` and `message` are those of the contract:
    0 done; 1 exists already; -1 wrong content; -3 not this sender's."""

    index: int
    """Place of the item in the batch, from 0."""
    code: str
    """Code of the dossier (mã hồ sơ)."""
    outcome: ItemOutcome
    """What was done with the item."""
    error_code: int
    """Code of the contract: 0 done, 1 exists already, -1 wrong content, -3 not this sender's."""
    message: str
    """The outcome in words, in Vietnamese."""
    anomalies: tuple[Anomaly, ...] = ()
    """What is odd in it."""


class ReceiveBatch(Query):
    """Batch of dossiers or of their progress.

    By an agency's system, the caller. No command: content makes it idempotent, and a batch may be sent again freely.

    `unit_code` is madonvi. `updating` is isUpdating: without it an item that exists with other content is answered
    as existing. At most 1000 items.
    """

    kind: BatchKind
    """What the items are."""
    unit_code: Annotated[str, Printable(min_length=0, max_length=35)]
    """Code of the sending unit (madonvi)."""
    updating: bool
    """Whether what exists with other content may be changed (isUpdating)."""
    items: Annotated[tuple[Any, ...], Field(max_length=1000), Opaque()]
    """The items as they came."""


class BatchReceipt(Model):
    """One result for every item, in their order."""

    received: int
    """How many items there were."""
    stored: int
    """How many were stored."""
    unchanged: int
    """How many were there already, unchanged."""
    refused: int
    """How many were refused."""
    results: tuple[ItemResult, ...]
    """One result for each item, in their order."""


class SyncedDossier(Model):
    """A dossier as its agency's system reported it, normalised. `event_at` is the time of the last event reported."""

    code: str
    """Code of the dossier (mã hồ sơ)."""
    sender_code: str
    """Code of the agency whose system sent it."""
    version: int
    """Version, which counts the changes that came."""
    status_number: int | None
    """Number of its state (TrangThaiHoSo), 1 to 10."""
    procedure_code: str
    """Code of the procedure (mã thủ tục hành chính)."""
    procedure_name: str
    """Name of the procedure (tên thủ tục hành chính)."""
    field_code: str = ""
    """Code of the field (lĩnh vực) of the procedure."""
    channel: str | None = None
    """How the dossier came (cách thức thực hiện)."""
    agency_name: str = ""
    """Name of the agency (tên cơ quan)."""
    submitted_at: Instant | None = None
    """When it was submitted (ngày nộp) (UTC)."""
    received_at: Instant | None = None
    """When it was received (ngày tiếp nhận) (UTC)."""
    due_at: Instant | None = None
    """Due date (ngày hẹn trả) (UTC)."""
    ended_at: Instant | None = None
    """When it ended (ngày kết thúc xử lý) (UTC)."""
    returned_at: Instant | None = None
    """When the result was returned (ngày trả kết quả) (UTC)."""
    event_at: Instant
    """When the last reported event happened (UTC)."""
    first_received_at: Instant
    """When we first heard of it (UTC)."""
    last_received_at: Instant
    """When we last heard of it (UTC)."""
    anomalies: tuple[Anomaly, ...] = ()
    """What is odd in it."""


class SyncedProgress(Model):
    """One line of a synced dossier's progress (tiến trình xử lý)."""

    at: Instant | None
    """When (UTC)."""
    unit: str = ""
    """Unit that did it (phòng ban xử lý)."""
    status_number: int | None = None
    """Number of the state then (TrangThaiHoSo), 1 to 10."""
    content: str = ""
    """What was done (nội dung xử lý)."""


class SyncedDossierDetail(SyncedDossier):
    """A synced dossier with its progress."""

    progress: tuple[SyncedProgress, ...] = ()
    """Its progress (tiến trình xử lý), oldest first."""


class SyncedContent(SyncedDossier, SyncedParts):
    """A synced dossier whole: all that its agency's system told and that stands, normalised."""


class ReadSyncedContent(Query):
    """Query for all that was told of a synced dossier.

    By the system that told it, or one of the whole ministry or province.
    """

    code: Annotated[str, Printable(min_length=0, max_length=64), TYPED]
    """Code of the dossier (mã hồ sơ)."""


class FindSynced(Query):
    """Query for one synced dossier.

    By an agency's system (its own), an administrator, or the owner.
    """

    code: Annotated[str, Printable(min_length=0, max_length=64), TYPED]
    """Code of the dossier (mã hồ sơ)."""


class ListSynced(PageRequest):
    """A citizen's own, as the agencies reported them, newest event first; an agency's system: what it sent."""


class LookUpSynced(Query):
    """Query for how far a synced dossier has come.

    By anybody, with the code alone.
    """

    code: DossierCode
    """Code of the dossier (mã hồ sơ)."""


class ReserveDossierCode(Command):
    """GetNextValue: the next dossier code of a unit of the sender, for a reception of today."""

    unit_code: AgencyCode
    """Code of the unit that receives (mã định danh cơ quan)."""


class ReservedDossierCode(Model):
    """A dossier code that nobody else gets."""

    code: str
    """The next code of a dossier (mã hồ sơ)."""


class ReconcileDayBody(Body):
    """Daily reconciliation (đối soát): how many dossiers a sender received on a local day, and the digest of their list:
    SHA-256, in hex, over the lines `code|status number|yyyyMMddHHmmss of the last event`, sorted, each ended by a line feed.
    With `codes` (the same lines) the differences are listed, at most 1000."""

    unit_code: AgencyCode
    """Code of the unit that received (mã định danh cơ quan)."""
    day: Day
    """The day that is reconciled (local day of Viet Nam)."""
    count: Annotated[int, Field(ge=0)]
    """How many dossiers it received on that day."""
    digest: Sha256
    """SHA-256, in hex, of the sorted lines."""
    codes: Annotated[
        tuple[Annotated[str, Printable(min_length=0, max_length=120)], ...], Field(max_length=20000)
    ] = ()
    """The lines themselves, so that the differences are listed."""


class ReconcileDay(ReconcileDayBody, Command):
    """Command to reconcile a day: what an agency's system received against what arrived here."""


class DayDifference(Model):
    """A dossier that a sender and we know differently."""

    code: str
    """Code of the dossier (mã hồ sơ)."""
    kind: Literal["missing_here", "missing_there", "differs"]
    """On which side it is missing, or that it differs."""
    ours: str | None = None
    """Our line."""
    theirs: str | None = None
    """The sender's line."""


class Reconciliation(Model):
    """What a sender and we count for a day (đối soát)."""

    sender_code: str
    """Code of the agency whose system sent it."""
    unit_code: str
    """Code of the unit that received (mã định danh cơ quan)."""
    day: Day
    """The day that is reconciled (local day of Viet Nam)."""
    count_theirs: int
    """How many the sender counts."""
    count_ours: int
    """How many we count."""
    digest_theirs: str
    """The sender's digest."""
    digest_ours: str
    """Our digest."""
    agrees: bool
    """Whether both are the same."""
    differences: tuple[DayDifference, ...] = ()
    """What differs."""
    declared_at: Instant
    """When the sender declared it (UTC)."""


class ListReconciliations(PageRequest):
    """Query for reconciliations.

    Newest first. A sender sees its own.
    """

    day: Day | None = None
    """Narrows to one day (local day of Viet Nam)."""
    disagreeing: bool = False
    """Only those that do not agree."""


class AnomalyCount(Model):
    """How often something was odd on a day."""

    sender_code: str
    """Code of the agency whose system sent it."""
    day: Day
    """The day on which the items came (local day of Viet Nam)."""
    anomaly: Anomaly
    """What was odd."""
    count: int
    """How many."""


class ListAnomalies(PageRequest):
    """Counts by sender and local day of arrival. A sender sees its own."""

    from_day: Day | None = None
    """First day of arrival, inclusive (local day of Viet Nam)."""
    to_day: Day | None = None
    """Last day of arrival, inclusive (local day of Viet Nam)."""


class RefusedItem(Model):
    """An item that was refused, as it came."""

    item_id: Identifier
    """Id of the item."""
    sender_code: str
    """Code of the agency whose system sent it."""
    kind: BatchKind
    """What the item is."""
    code: str
    """Code of the dossier, as far as it can be read."""
    received_at: Instant
    """When it came (UTC)."""
    anomalies: tuple[Anomaly, ...]
    """What is odd in it."""
    message: str
    """The outcome in words, in Vietnamese."""
    replayed_at: Instant | None = None
    """When it was read again (UTC)."""


class ListRefused(PageRequest):
    """Query for items that were refused."""


class ReplayItemsBody(Body):
    """Items to read again.

    By an operator or administrator: read raw items again, those refused or all of a sender between two instants.
    """

    sender_code: AgencyCode | None = None
    """Narrows to one sender."""
    refused_only: bool = True
    """Only what was refused."""
    from_at: Instant | None = None
    """What came from then on (time with its offset from UTC)."""
    to_at: Instant | None = None
    """What came until then (time with its offset from UTC)."""


class ReplayItems(ReplayItemsBody, Command):
    """Command to read stored items of a sender again."""


class ReplayReport(Model):
    """What became of items that were read again."""

    read: int
    """How many items were read again."""
    stored: int
    """How many were stored."""
    unchanged: int
    """How many changed nothing."""
    refused: int
    """How many were refused."""


class PushState(StrEnum):
    """How far a push to the national portal has come."""

    WAITING = "waiting"
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"  # the portal answered what is wrong with it
    GIVEN_UP = "given_up"  # a day of trying


class PortalPush(Model):
    """One of our dossiers on its way to the national portal. `pushed_version` is acknowledged."""

    dossier_id: Identifier
    """Id of the dossier (hồ sơ)."""
    code: str
    """Code of the dossier (mã hồ sơ)."""
    agency_code: str
    """Agency that the dossier is filed at."""
    state: PushState
    """How far the push has come."""
    wanted_version: int
    """Version of the dossier that is to be pushed."""
    pushed_version: int
    """Version that the portal has acknowledged."""
    attempts: int
    """How often it was tried since the last success."""
    next_try_at: Instant | None = None
    """When it is tried next (UTC)."""
    last_answer: str | None = None
    """What the portal answered last."""


class ListPushes(PageRequest):
    """Query for pushes to the national portal.

    By an administrator.
    """

    state: PushState | None = None
    """Narrows to one state."""


class PushAgain(Command):
    """Command to try a push again.

    By an administrator: try again what was refused or given up.
    """

    dossier_id: Identifier
    """Id of the dossier (hồ sơ)."""


receive_batch = Method(SERVICE, "receive_batch", ReceiveBatch, BatchReceipt)
find_synced = Method(SERVICE, "find_synced", FindSynced, SyncedDossierDetail)
read_synced_content = Method(SERVICE, "read_synced_content", ReadSyncedContent, SyncedContent)
list_synced = Method(SERVICE, "list_synced", ListSynced, Page[SyncedDossier])
look_up_synced = Method(SERVICE, "look_up_synced", LookUpSynced, Progress)
take_number = Method(SERVICE, "take_number", ReserveDossierCode, ReservedDossierCode)
declare_day = Method(SERVICE, "declare_day", ReconcileDay, Reconciliation)
list_reconciliations = Method(SERVICE, "list_reconciliations", ListReconciliations, Page[Reconciliation])
list_anomalies = Method(SERVICE, "list_anomalies", ListAnomalies, Page[AnomalyCount])
list_refused = Method(SERVICE, "list_refused", ListRefused, Page[RefusedItem])
replay = Method(SERVICE, "replay", ReplayItems, ReplayReport)
list_pushes = Method(SERVICE, "list_pushes", ListPushes, Page[PortalPush])
push_again = Method(SERVICE, "push_again", PushAgain, PortalPush)

export_person = Method(SERVICE, "export_person", ExportPerson, ExportedPart)
erase_person = Method(SERVICE, "erase_person", ErasePerson, Erasure)
apply_retention = Method(SERVICE, "apply_retention", ApplyRetention, RetentionPart)

METHODS = methods_of(__name__)

DOSSIER_PUSHED = EventType("sync.dossier_pushed", PortalPush)
PUSH_FAILED = EventType("sync.push_failed", PortalPush)
"""The portal refused the dossier, or was tried in vain for as long as the patience lasts: nobody tries any more."""
"""Acknowledged by the portal; without its words, which may name a person."""
EVENTS = events_of(__name__)
