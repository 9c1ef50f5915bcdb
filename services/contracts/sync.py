"""Sync (đồng bộ hồ sơ): what ministries and provinces push of their own dossiers, and what we push as one of them.

The wire keeps its own Vietnamese names; they are read and written in the sync service and nowhere else.
"""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

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


class ItemOutcome(StrEnum):
    STORED = "stored"
    UPDATED = "updated"
    UNCHANGED = "unchanged"  # the same content came before
    STALE = "stale"  # kept, but a later event is known: it changes nothing
    REFUSED = "refused"  # kept as it came, to be replayed


class ItemResult(Model):
    """One item's answer, by its place in the batch. `error_code` and `message` are those of the contract:
    0 done; 1 exists already; -1 wrong content; -3 not this sender's."""

    index: int
    code: str
    outcome: ItemOutcome
    error_code: int
    message: str
    anomalies: tuple[Anomaly, ...] = ()


class ReceiveBatch(Query):
    """By an agency's system, the caller. No command: content makes it idempotent, and a batch may be sent again freely.

    `unit_code` is madonvi. `updating` is isUpdating: without it an item that exists with other content is answered
    as existing. At most 1000 items.
    """

    kind: BatchKind
    unit_code: Annotated[str, StringConstraints(max_length=35)]
    updating: bool
    items: Annotated[tuple[Any, ...], Field(max_length=1000)]


class BatchReceipt(Model):
    """One result for every item, in their order."""

    received: int
    stored: int
    unchanged: int
    refused: int
    results: tuple[ItemResult, ...]


class SyncedDossier(Model):
    """A dossier as its agency's system told of it, normalised. `event_at` is the moment of the last event told."""

    code: str
    sender_code: str
    version: int
    status_number: int | None
    procedure_code: str
    procedure_name: str
    field_code: str = ""
    channel: str | None = None
    agency_name: str = ""
    submitted_at: Instant | None = None
    received_at: Instant | None = None
    due_at: Instant | None = None
    ended_at: Instant | None = None
    returned_at: Instant | None = None
    event_at: Instant
    first_received_at: Instant
    last_received_at: Instant
    anomalies: tuple[Anomaly, ...] = ()


class SyncedProgress(Model):
    at: Instant | None
    unit: str = ""
    status_number: int | None = None
    content: str = ""


class SyncedDossierDetail(SyncedDossier):
    progress: tuple[SyncedProgress, ...] = ()


class FindSynced(Query):
    """By an agency's system (its own), an administrator, or the owner."""

    code: Annotated[str, StringConstraints(max_length=64)]


class ListSynced(PageRequest):
    """A citizen's own, as the agencies told of them, newest event first; an agency's system: what it sent."""


class LookUpSynced(Query):
    """By anybody, with the code alone."""

    code: DossierCode


class ReserveDossierCode(Command):
    """GetNextValue: the next dossier code of a unit of the sender, for a reception of today."""

    unit_code: AgencyCode


class ReservedDossierCode(Model):
    code: str


class ReconcileDayBody(Body):
    """Daily reconciliation (đối soát): how many dossiers a sender received on a local day, and the digest of their list:
    SHA-256, in hex, over the lines `code|status number|yyyyMMddHHmmss of the last event`, sorted, each ended by a line feed.
    With `codes` (the same lines) the differences are listed, at most 1000."""

    unit_code: AgencyCode
    day: Day
    count: Annotated[int, Field(ge=0)]
    digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    codes: Annotated[
        tuple[Annotated[str, StringConstraints(max_length=120)], ...], Field(max_length=20000)
    ] = ()


class ReconcileDay(ReconcileDayBody, Command):
    """Command to reconcile a day: what an agency's system received against what arrived here."""


class DayDifference(Model):
    code: str
    kind: Literal["missing_here", "missing_there", "differs"]
    ours: str | None = None
    theirs: str | None = None


class Reconciliation(Model):
    sender_code: str
    unit_code: str
    day: Day
    count_theirs: int
    count_ours: int
    digest_theirs: str
    digest_ours: str
    agrees: bool
    differences: tuple[DayDifference, ...] = ()
    declared_at: Instant


class ListReconciliations(PageRequest):
    """Newest first. A sender sees its own."""

    day: Day | None = None
    disagreeing: bool = False


class AnomalyCount(Model):
    sender_code: str
    day: Day
    anomaly: Anomaly
    count: int


class ListAnomalies(PageRequest):
    """Counts by sender and local day of arrival. A sender sees its own."""

    from_day: Day | None = None
    to_day: Day | None = None


class RefusedItem(Model):
    """An item that was refused, as it came."""

    item_id: Identifier
    sender_code: str
    kind: BatchKind
    code: str
    received_at: Instant
    anomalies: tuple[Anomaly, ...]
    message: str
    replayed_at: Instant | None = None


class ListRefused(PageRequest):
    pass


class ReplayItemsBody(Body):
    """By an operator or administrator: read raw items again, those refused or all of a sender between two instants."""

    sender_code: AgencyCode | None = None
    refused_only: bool = True
    from_at: Instant | None = None
    to_at: Instant | None = None


class ReplayItems(ReplayItemsBody, Command):
    """Command to read stored items of a sender again."""


class ReplayReport(Model):
    read: int
    stored: int
    unchanged: int
    refused: int


class PushState(StrEnum):
    WAITING = "waiting"
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"  # the portal said what is wrong with it
    GIVEN_UP = "given_up"  # a day of trying


class PortalPush(Model):
    """One of our dossiers on its way to the national portal. `pushed_version` is acknowledged."""

    dossier_id: Identifier
    code: str
    agency_code: str
    state: PushState
    wanted_version: int
    pushed_version: int
    attempts: int
    next_try_at: Instant | None = None
    last_answer: str | None = None


class ListPushes(PageRequest):
    """By an administrator."""

    state: PushState | None = None


class PushAgain(Command):
    """By an administrator: try again what was refused or given up."""

    dossier_id: Identifier


receive_batch = Method(SERVICE, "receive_batch", ReceiveBatch, BatchReceipt)
find_synced = Method(SERVICE, "find_synced", FindSynced, SyncedDossierDetail)
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

METHODS = methods_of(__name__)

DOSSIER_PUSHED = EventType("sync.dossier_pushed", PortalPush)
"""Acknowledged by the portal; without its words, which may name a person."""
EVENTS = events_of(__name__)
