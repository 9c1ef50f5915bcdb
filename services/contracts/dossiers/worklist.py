"""The desk: queues, many at once, delegation, counters, register, control sheet."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from contracts.base import Body, Command, Day, Identifier, Instant, Model, PageRequest, Query
from contracts.catalog import ProcedureCode, SubmissionChannel
from contracts.dossiers.parts import HandOver, IssuedDocument
from contracts.dossiers.status import DossierStatus, Lateness

DossierSort = Literal["newest", "due", "received", "submitted", "ended"]


class ListDossiers(PageRequest):
    """A citizen's own, or those that the officer's agency takes part in. Every filter narrows.

    `q`: a code or its start, or words of the applicant's name with or without diacritics. `open`: not at an end
    (returned, refused at reception, withdrawn). `mine`: in the caller's hands, or in those of whom the caller stands
    in for. `unassigned`: in a queue. `step_code`: that step is open. Days are local and inclusive. `newest` is by
    submission, newest first; the other orders are earliest first, those without the date last.
    """

    q: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    status: DossierStatus | None = None
    open: bool | None = None
    procedure_code: ProcedureCode | None = None
    channel: SubmissionChannel | None = None
    lateness: Literal[Lateness.IN_TIME, Lateness.DUE_SOON, Lateness.OVERDUE] | None = None
    officer_id: Identifier | None = None
    unit: Annotated[str, StringConstraints(max_length=64)] | None = None
    step_code: Annotated[str, StringConstraints(max_length=250)] | None = None
    mine: bool = False
    unassigned: bool = False
    submitted_from: Day | None = None
    submitted_to: Day | None = None
    received_from: Day | None = None
    received_to: Day | None = None
    due_from: Day | None = None
    due_to: Day | None = None
    ended_from: Day | None = None
    ended_to: Day | None = None
    sort: DossierSort = "newest"


class CountWorklist(Query):
    """Of the dossiers filed at the caller's agency: how many are in each state, and how they stand to their due
    dates. `mine`: in the caller's hands, or in those of whom the caller stands in for; `unassigned`: in a queue."""


class StatusCount(Model):
    status: DossierStatus
    lateness: Lateness
    count: int


class WorklistCounts(Model):
    counts: tuple[StatusCount, ...]
    mine: int
    unassigned: int
    as_of: Instant


class BulkActionItem(Model):
    dossier_id: Identifier
    expected_version: Annotated[int, Field(ge=1, le=999_999_999)]


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
    fields: dict[str, Any] = Field(default_factory=dict)
    items: Annotated[tuple[BulkActionItem, ...], Field(min_length=1, max_length=100)]


class BulkAction(BulkActionBody, Command):
    """Command to act on many dossiers at once."""


class BulkActionResult(Model):
    """`error_code` and `detail` (in the caller's language) where it was refused."""

    dossier_id: Identifier
    done: bool
    version: int | None = None
    status: DossierStatus | None = None
    code: str | None = None
    error_code: str | None = None
    detail: str | None = None


class BulkActionResults(Model):
    done: int
    refused: int
    results: tuple[BulkActionResult, ...]


class DelegateBody(Body):
    """While away: `to_officer_id` may act on the dossiers of `officer_id` (the caller when not given; another's by a
    manager or leader), from one instant to another."""

    officer_id: Identifier | None = None
    to_officer_id: Identifier
    from_at: Instant
    to_at: Instant


class Delegate(DelegateBody, Command):
    """Command to let another officer act while one is away (uỷ quyền xử lý)."""


class EndDelegation(Command):
    delegation_id: Identifier


class Delegation(Model):
    delegation_id: Identifier
    version: int
    agency_code: str
    officer_id: str
    to_officer_id: str
    from_at: Instant
    to_at: Instant
    ended_at: Instant | None = None


class ListDelegations(PageRequest):
    """Of the caller's agency, newest first."""


class GetControlSheet(Query):
    dossier_id: Identifier


class ControlSheet(Model):
    """Phiếu kiểm soát quá trình giải quyết hồ sơ: one row per hand-over."""

    dossier_id: Identifier
    code: str | None
    rows: tuple[HandOver, ...]


class IssueControlSheet(Command):
    """The control sheet as a signed document."""

    dossier_id: Identifier


class ListRegister(PageRequest):
    """Sổ theo dõi hồ sơ of the caller's agency: received between two local days inclusive, in order of reception."""

    from_day: Day
    to_day: Day


class RegisterRow(Model):
    number: int
    dossier_id: Identifier
    code: str
    procedure_name: str
    applicant_name: str
    agency_code: str
    received_at: Instant
    due_at: Instant | None = None
    ended_at: Instant | None = None
    returned_at: Instant | None = None
    return_method: str | None = None
    status: DossierStatus
    lateness: Lateness


class IssueRegisterBody(Body):
    """The register of up to 31 days as a signed document."""

    from_day: Day
    to_day: Day


class IssueRegister(IssueRegisterBody, Command):
    """Command to issue the register (sổ theo dõi hồ sơ) of some days as a signed document."""


class IssuedDocumentAnswer(Model):
    document: IssuedDocument
