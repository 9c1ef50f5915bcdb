"""The desk: queues, many at once, delegation, counters, register, control sheet."""

from typing import Annotated, Any, Literal

from pydantic import Field

from contracts.base import Body, Command, Day, Identifier, Instant, Model, PageRequest, Query
from contracts.catalog import ProcedureCode, SubmissionChannel
from contracts.dossiers.parts import HandOver, IssuedDocument
from contracts.dossiers.status import DossierStatus, Lateness
from contracts.printable import Printable, SearchWords, ShortTextOrEmpty

DossierSort = Literal["newest", "due", "received", "submitted", "ended"]


class ListDossiers(PageRequest):
    """A citizen's own, or those that the officer's agency takes part in. Every filter narrows.

    `q`: a code, its start or its last digits, the number of the applicant's identity document, or words of his name with
    or without diacritics; of one's own dossiers also words of the procedure's name. `open`: not at an end
    (returned, refused at reception, withdrawn). `mine`: in the caller's hands, or in those of whom the caller stands
    in for. `unassigned`: in a queue. `step_code`: that step is open. Days are local and inclusive. `newest` is by
    submission, newest first; the other orders are earliest first, those without the date last.
    """

    q: SearchWords = ""
    """A code or a part of it, a number of identity, or words of a name with or without diacritics."""
    status: DossierStatus | None = None
    """Narrows to one state (trạng thái hồ sơ)."""
    open: bool | None = None
    """Narrows to those that are, or are not, at an end."""
    procedure_code: ProcedureCode | None = None
    """Narrows to one procedure."""
    channel: SubmissionChannel | None = None
    """Narrows to one way in which they came."""
    lateness: Lateness | None = None
    """Narrows by how they stand to their due date, in the words of the answers."""
    officer_id: Identifier | None = None
    """Narrows to those in this officer's hands."""
    unit: Annotated[str, Printable(min_length=0, max_length=64)] | None = None
    """Narrows to those in this unit."""
    step_code: ShortTextOrEmpty | None = None
    """Narrows to those in which this step is open."""
    mine: bool = False
    """Only those in the caller's hands, or of whom the caller stands in for."""
    unassigned: bool = False
    """Only those in a queue."""
    submitted_from: Day | None = None
    """Submitted on this day or later (local day of Viet Nam)."""
    submitted_to: Day | None = None
    """Submitted on this day or earlier (local day of Viet Nam)."""
    received_from: Day | None = None
    """Received on this day or later (local day of Viet Nam)."""
    received_to: Day | None = None
    """Received on this day or earlier (local day of Viet Nam)."""
    due_from: Day | None = None
    """Due on this day or later (local day of Viet Nam)."""
    due_to: Day | None = None
    """Due on this day or earlier (local day of Viet Nam)."""
    ended_from: Day | None = None
    """Ended on this day or later (local day of Viet Nam)."""
    ended_to: Day | None = None
    """Ended on this day or earlier (local day of Viet Nam)."""
    sort: DossierSort = "newest"
    """Order of the list."""


class CountWorklist(Query):
    """Query for how many dossiers are in each state.

    Of the dossiers filed at the caller's agency: how many are in each state, and how they stand to their due
    dates. `mine`: in the caller's hands, or in those of whom the caller stands in for; `unassigned`: in a queue.
    """


class StatusCount(Model):
    """How many dossiers are in one state."""

    status: DossierStatus
    """State of the dossiers."""
    lateness: Lateness
    """How they stand to their due date."""
    count: int
    """How many."""


class WorklistCounts(Model):
    """How many dossiers there are, and whose."""

    counts: tuple[StatusCount, ...]
    """How many are in each state, by how they stand to their due dates."""
    mine: int
    """How many are in the caller's hands, or of whom the caller stands in for."""
    unassigned: int
    """How many are in a queue."""
    as_of: Instant
    """When it was counted (UTC)."""


class BulkActionItem(Model):
    """One dossier of a bulk action."""

    dossier_id: Identifier
    """Id of the dossier (hồ sơ)."""
    expected_version: Annotated[int, Field(ge=1, le=999_999_999)]
    """Version that the caller has seen; refused when it is not the current one."""


class BulkActionBody(Body):
    """One act on up to 100 dossiers, each by itself: some may succeed where others fail.

    `fields` are those of the act. Repeated with the same id, what was done is not done again.
    """

    action: Literal[
        "accept",
        "start_processing",
        "complete_step",
        "claim",
        "release",
        "assign",
        "hand_over",
        "return_result",
    ]
    """The action, one for all."""
    fields: dict[str, Any] = Field(default_factory=dict)
    """Fields of the action, the same for all."""
    items: Annotated[tuple[BulkActionItem, ...], Field(min_length=1, max_length=100)]
    """The dossiers, each once."""


class BulkAction(BulkActionBody, Command):
    """Command to act on many dossiers at once."""


class BulkActionResult(Model):
    """`error_code` and `detail` (in the caller's language) where it was refused."""

    dossier_id: Identifier
    """Id of the dossier (hồ sơ)."""
    done: bool
    """Whether it was done."""
    version: int | None = None
    """Version of the dossier after it."""
    status: DossierStatus | None = None
    """State of the dossier after it."""
    code: str | None = None
    """Code of the dossier (mã hồ sơ)."""
    error_code: str | None = None
    """Stable code of the error, where it was refused."""
    detail: str | None = None
    """Why it was refused, in the caller's language."""


class BulkActionResults(Model):
    """What became of a bulk action."""

    done: int
    """How many were done."""
    refused: int
    """How many were refused."""
    results: tuple[BulkActionResult, ...]
    """One result for each dossier, in their order."""


class DelegateBody(Body):
    """A delegation (ủy quyền xử lý).

    While away: `to_officer_id` may act on the dossiers of `officer_id` (the caller when not given; another's by a
    manager or leader), from one instant to another.
    """

    officer_id: Identifier | None = None
    """Officer who is away; none: the caller."""
    to_officer_id: Identifier
    """The officer who stands in."""
    from_at: Instant
    """From when (time with its offset from UTC)."""
    to_at: Instant
    """Until when (time with its offset from UTC)."""


class Delegate(DelegateBody, Command):
    """Command to let another officer act while one is away (ủy quyền xử lý)."""


class EndDelegation(Command):
    """Command to end a delegation."""

    delegation_id: Identifier
    """Id of the delegation (ủy quyền xử lý)."""


class Delegation(Model):
    """An officer who stands in for another (ủy quyền xử lý)."""

    delegation_id: Identifier
    """Id of the delegation (ủy quyền xử lý)."""
    version: int
    """Version, which counts its changes: the ETag."""
    agency_code: str
    """Code of the agency (mã định danh cơ quan)."""
    officer_id: str
    """Officer who is away."""
    officer_name: str | None = None
    """Name of that officer, in the list."""
    to_officer_id: str
    """The officer who stands in."""
    to_officer_name: str | None = None
    """Name of who stands in, in the list."""
    from_at: Instant
    """From when (UTC)."""
    to_at: Instant
    """Until when (UTC)."""
    ended_at: Instant | None = None
    """When it was ended early (UTC)."""


class ListDelegations(PageRequest):
    """Query for delegations.

    Of the caller's agency, newest first.
    """


class GetControlSheet(Query):
    """Query for the control sheet of a dossier."""

    dossier_id: Identifier
    """Id of the dossier (hồ sơ)."""


class ControlSheet(Model):
    """Phiếu kiểm soát quá trình giải quyết hồ sơ: one row per hand-over."""

    dossier_id: Identifier
    """Id of the dossier (hồ sơ)."""
    code: str | None
    """Code of the dossier (mã hồ sơ)."""
    rows: tuple[HandOver, ...]
    """One row for each hand-over."""


class IssueControlSheet(Command):
    """Command to make the control sheet (phiếu kiểm soát) as a document.

    The control sheet as a signed document.
    """

    dossier_id: Identifier
    """Id of the dossier (hồ sơ)."""


class ListRegister(PageRequest):
    """Sổ theo dõi hồ sơ of the caller's agency: received between two local days inclusive, in order of reception."""

    from_day: Day
    """First day of reception, inclusive (local day of Viet Nam)."""
    to_day: Day
    """Last day of reception, inclusive (local day of Viet Nam)."""


class RegisterRow(Model):
    """A row of the register (sổ theo dõi hồ sơ)."""

    number: int
    """Running number (số thứ tự)."""
    dossier_id: Identifier
    """Id of the dossier (hồ sơ)."""
    code: str
    """Code of the dossier (mã hồ sơ)."""
    procedure_name: str
    """Name of the procedure (tên thủ tục hành chính)."""
    applicant_name: str
    """Name of the owner of the dossier (chủ hồ sơ)."""
    agency_code: str
    """Code of the agency (mã định danh cơ quan)."""
    agency_name: str | None = None
    """Name of that agency at the time of filing (tên cơ quan)."""
    received_at: Instant
    """When it was received (ngày tiếp nhận) (UTC)."""
    due_at: Instant | None = None
    """Due date (ngày hẹn trả) (UTC)."""
    ended_at: Instant | None = None
    """When it ended (UTC)."""
    returned_at: Instant | None = None
    """When the result was returned (ngày trả kết quả) (UTC)."""
    return_method: str | None = None
    """How the result is returned (hình thức trả kết quả)."""
    status: DossierStatus
    """State of the dossier (trạng thái hồ sơ)."""
    lateness: Lateness
    """How it stands to its due date."""


class IssueRegisterBody(Body):
    """The days of the register to make as a document.

    The register of up to 31 days as a signed document.
    """

    from_day: Day
    """First day of reception, inclusive (local day of Viet Nam)."""
    to_day: Day
    """Last day of reception, inclusive (local day of Viet Nam)."""


class IssueRegister(IssueRegisterBody, Command):
    """Command to issue the register (sổ theo dõi hồ sơ) of some days as a signed document."""


class IssuedDocumentAnswer(Model):
    """Answer that names the document that was made."""

    document: IssuedDocument
    """The document that was made."""
