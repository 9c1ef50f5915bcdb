"""Retention (lưu giữ, tiêu hủy dữ liệu): schedules as documents, holds, and runs that two persons answer for.

Luật Lưu trữ 33/2024/QH15, Luật 91/2025/QH15 art 14, NĐ 356/2025/NĐ-CP.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.base import Body, Command, Day, Identifier, Instant, Model, PageRequest, Query
from contracts.printable import LongText, ShortText, Title
from contracts.retention import RecordKind

LONGEST_MONTHS = 1200


class Disposition(StrEnum):
    """What becomes of records whose period is over (hình thức xử lý khi hết thời hạn)."""

    DESTROY = "destroy"  # tiêu hủy
    ANONYMISE = "anonymise"  # khử nhận dạng: hủy khóa mã hóa dữ liệu cá nhân
    KEEP = "keep"  # lưu giữ vĩnh viễn


class RetentionMoment(StrEnum):
    """From which moment a period runs (thời điểm tính thời hạn)."""

    ENDED = "ended"  # kết thúc hồ sơ, yêu cầu
    OPENED = "opened"  # lập khoản thu
    CREATED = "created"  # tạo thông báo, tải tệp lên
    LAST_EVENT = "last_event"  # lần cập nhật cuối của cơ quan nguồn


class RetentionScheduleState(StrEnum):
    """Whether a schedule is law of the house."""

    DRAFT = "draft"  # dự thảo
    ENACTED = "enacted"  # đã ban hành


class RetentionRunState(StrEnum):
    """How far a run has come."""

    SURVEYING = "surveying"  # đang rà soát
    SURVEYED = "surveyed"  # đã rà soát: chạy thử, không thực hiện
    PROPOSED = "proposed"  # đã đề nghị, chờ phê duyệt
    REJECTED = "rejected"  # không được phê duyệt
    RUNNING = "running"  # đang thực hiện
    DONE = "done"  # đã thực hiện, có biên bản


class RetentionRule(Model):
    """How long records of one kind are retained, and what then."""

    kind: RecordKind
    """Which records."""
    legal_basis: LongText
    """On what it rests (căn cứ pháp lý)."""
    months: Annotated[int, Field(ge=1, le=LONGEST_MONTHS, strict=True)]
    """How long, in calendar months."""
    moment: RetentionMoment
    """From which moment; each kind has one."""
    then: Disposition
    """What becomes of them."""


class RetentionScheduleContent(Model):
    """What a schedule says. A kind that it does not name is kept."""

    title: Title
    """What it is called (bảng thời hạn lưu giữ)."""
    rules: Annotated[tuple[RetentionRule, ...], Field(min_length=1, max_length=20)]
    """One for each kind that it names."""


class RetentionSchedule(Model):
    """A schedule of retention (bảng thời hạn lưu giữ). `version` is its ETag."""

    schedule_id: Identifier
    """Id of the schedule."""
    version: int
    """Version, which counts its changes: the ETag."""
    state: RetentionScheduleState
    """Whether it is enacted."""
    content: RetentionScheduleContent
    """What it says."""
    effective_from: Day | None = None
    """From when on it is in force, until another one is; none of a draft (local day of Viet Nam)."""
    decision: str | None = None
    """The decision that enacted it (quyết định ban hành)."""
    changed_by: Identifier
    """Account of who changed it last."""
    changed_at: Instant
    """When (UTC)."""


class DraftRetentionScheduleBody(Body):
    """A draft."""

    content: RetentionScheduleContent
    """What it says."""


class DraftRetentionSchedule(DraftRetentionScheduleBody, Command):
    """Command to draft a schedule, by an administrator."""


class RedraftRetentionSchedule(DraftRetentionScheduleBody, Command):
    """Command to write a draft anew, by an administrator."""

    schedule_id: Identifier
    """Id of the schedule."""
    expected_version: int
    """Version that the caller has seen."""


class EnactRetentionScheduleBody(Body):
    """From when a draft counts."""

    effective_from: Day
    """From when on it is in force: today or later (local day of Viet Nam)."""
    decision: ShortText
    """Number and day of the decision (quyết định ban hành)."""


class EnactRetentionSchedule(EnactRetentionScheduleBody, Command):
    """Command to enact a draft (ban hành), by an administrator who does not change it any more."""

    schedule_id: Identifier
    """Id of the schedule."""
    expected_version: int
    """Version that the caller has seen."""


class GetRetentionSchedule(Query):
    """Query for one schedule."""

    schedule_id: Identifier
    """Id of the schedule."""


class ListRetentionSchedules(PageRequest):
    """Query for all schedules, newest first."""


class RetentionHold(Model):
    """Records that are not destroyed for a while (tạm dừng tiêu hủy), as an authority requires. `version` is its ETag."""

    hold_id: Identifier
    """Id of the hold."""
    version: int
    """Version, which counts its changes: the ETag."""
    account_id: str | None = None
    """The person whose records are held, by account; none of a hold on a dossier."""
    dossier: str | None = None
    """The dossier whose records are held, by id or code; none of a hold on a person."""
    authority: str
    """Who requires it (cơ quan yêu cầu)."""
    reason: str
    """Why, with the paper that says so."""
    until: Day | None = None
    """Last day; none: until it is lifted (local day of Viet Nam)."""
    made_by: Identifier
    """Account of who entered it."""
    made_at: Instant
    """When (UTC)."""
    lifted_by: str | None = None
    """Account of who lifted it."""
    lifted_at: Instant | None = None
    """When it was lifted (UTC)."""
    lift_reason: str | None = None
    """Why it was lifted."""


class MakeRetentionHoldBody(Body):
    """Whose records are held, and why: a person or a dossier."""

    account_id: Identifier | None = None
    """The person, by account."""
    dossier: Identifier | None = None
    """The dossier, by id or code."""
    authority: Title
    """Who requires it (cơ quan yêu cầu)."""
    reason: LongText
    """Why, with the paper that says so."""
    until: Day | None = None
    """Last day; left out: until it is lifted (local day of Viet Nam)."""


class MakeRetentionHold(MakeRetentionHoldBody, Command):
    """Command to hold records, by an administrator."""


class LiftRetentionHoldBody(Body):
    """Why a hold ends."""

    reason: LongText
    """Why, with the paper that says so."""


class LiftRetentionHold(LiftRetentionHoldBody, Command):
    """Command to lift a hold (chấm dứt tạm dừng tiêu hủy), by an administrator."""

    hold_id: Identifier
    """Id of the hold."""
    expected_version: int
    """Version that the caller has seen."""


class ListRetentionHolds(PageRequest):
    """Query for all holds, newest first."""


class ListHeldRecords(Query):
    """Query for what is held today. For dossiers, which hands none of it over."""


class HeldRecords(Model):
    """Whose records are held today (tạm dừng tiêu hủy)."""

    accounts: tuple[str, ...] = ()
    """Accounts of persons."""
    dossiers: tuple[str, ...] = ()
    """Dossiers, by id or code."""


class RetentionRunItem(Model):
    """What a run does with the records of one kind."""

    kind: RecordKind
    """Which records."""
    service: str
    """Who has them."""
    then: Disposition
    """What becomes of them."""
    legal_basis: str
    """On what it rests."""
    before: Instant
    """Those whose period began before this are over (UTC)."""
    due: int = 0
    """How many would go, as surveyed."""
    held: int = 0
    """How many are held, as last counted."""
    waiting: int = 0
    """How many wait for others of the same person, as last counted."""
    gone: int = 0
    """How many have gone."""
    parts: int = 0
    """Parts of the present step that are done."""
    done: bool = False
    """Whether the present step is done."""


class RetentionMinutes(Model):
    """The minutes of destruction (biên bản tiêu hủy) as a signed PDF."""

    file_id: Identifier
    """Id of its file, for POST /v1/files/{file_id}/download by those who proposed and approved."""
    verification_code: str
    """Code by which anybody verifies it."""
    sha256: str
    """SHA-256 of the PDF, in hex: the chained log has it too."""


class RetentionRun(Model):
    """A run over the records whose period is over. `version` is its ETag."""

    run_id: Identifier
    """Id of the run."""
    version: int
    """Version, which counts its decisions: the ETag. Progress does not change it."""
    state: RetentionRunState
    """How far it has come."""
    trial: bool
    """Whether it only counts (chạy thử)."""
    schedule_id: Identifier
    """The schedule that it follows."""
    organisation: str
    """Who destroys (cơ quan thực hiện), for the minutes."""
    as_of: Day
    """Day on which the periods are judged (local day of Viet Nam)."""
    items: tuple[RetentionRunItem, ...]
    """By kind."""
    proposed_by: Identifier
    """Account of who proposed it."""
    proposed_at: Instant
    """When (UTC)."""
    decided_by: str | None = None
    """Account of who approved or rejected it: another one."""
    decided_at: Instant | None = None
    """When (UTC)."""
    reason: str | None = None
    """Why it was rejected."""
    done_at: Instant | None = None
    """When it was done (UTC)."""
    minutes: RetentionMinutes | None = None
    """The minutes, once it is done."""


class ProposeRetentionRunBody(Body):
    """Which records are to go."""

    organisation: Title
    """Who destroys (cơ quan thực hiện), for the minutes."""
    trial: bool = False
    """Whether only to count: of a draft too, and never to be approved."""
    schedule_id: Identifier | None = None
    """Of a trial: which schedule; left out: the one in force."""


class ProposeRetentionRun(ProposeRetentionRunBody, Command):
    """Command to propose a run (đề nghị tiêu hủy), by an administrator. What is due is counted in a while."""


class ApproveRetentionRun(Command):
    """Command to approve a proposed run (phê duyệt), by another administrator than who proposed it. It begins by it."""

    run_id: Identifier
    """Id of the run."""
    expected_version: int
    """Version that the caller has seen."""


class RejectRetentionRunBody(Body):
    """Why a run is rejected."""

    reason: LongText
    """Why."""


class RejectRetentionRun(RejectRetentionRunBody, Command):
    """Command to reject a proposed run, by an administrator; who proposed it withdraws it so."""

    run_id: Identifier
    """Id of the run."""
    expected_version: int
    """Version that the caller has seen."""


class GetRetentionRun(Query):
    """Query for one run."""

    run_id: Identifier
    """Id of the run."""


class ListRetentionRuns(PageRequest):
    """Query for all runs, newest first."""


class RetentionScheduleEvent(Model):
    """Event payload: a schedule was drafted, changed or enacted."""

    schedule_id: Identifier
    """Id of the schedule."""
    sha256: str
    """SHA-256 of what it says, in hex."""
    effective_from: Day | None = None
    """From when on it is in force (local day of Viet Nam)."""


class RetentionHoldEvent(Model):
    """Event payload: a hold was made or lifted."""

    hold_id: Identifier
    """Id of the hold."""
    lifted: bool
    """Whether it was lifted."""


class RetentionCount(Model):
    """How many records of one kind."""

    kind: RecordKind
    """Which records."""
    then: Disposition
    """What became of them."""
    count: int
    """How many went, or would."""
    held: int
    """How many are held."""


class RetentionRunEvent(Model):
    """Event payload: what became of a run: the chained record of what went, on what ground, by whom."""

    run_id: Identifier
    """Id of the run."""
    state: RetentionRunState
    """How far it has come."""
    schedule_id: Identifier
    """The schedule, which has the legal basis of each kind."""
    schedule_sha256: str
    """SHA-256 of what the schedule says, in hex."""
    proposed_by: Identifier
    """Account of who proposed it."""
    decided_by: str | None = None
    """Account of who decided."""
    counts: tuple[RetentionCount, ...] = ()
    """How many of each kind."""
    minutes_sha256: str | None = None
    """SHA-256 of the minutes."""
