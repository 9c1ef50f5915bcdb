"""The dossier (hồ sơ) as those who may see it see it."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from contracts.base import Identifier, Instant, Model, OfficerRole
from contracts.catalog import HostSystem, SubmissionChannel
from contracts.dossiers.interlinked import AwaitedAct, OwnerConsent
from contracts.dossiers.kiosk import Kiosk
from contracts.dossiers.papers import DossierPaper
from contracts.dossiers.parts import (
    AgencyError,
    Assignment,
    Consultation,
    DossierRating,
    DossierResult,
    DossierStep,
    DueDateExtension,
    FailedDocument,
    FeeDue,
    IssuedDocument,
    ResultDraft,
    ResultReturn,
    Supplement,
    Verification,
)
from contracts.dossiers.passing import Passing
from contracts.dossiers.people import Applicant, FeeReductionClaim, Filer
from contracts.dossiers.status import DossierAction, DossierStatus, Lateness, ResultOutcome, ReturnMethod
from contracts.subjects import Subject

_ACTIONS = frozenset(DossierAction)


def _known_actions(value: object) -> object:
    """Without those of a later release: the owner is upgraded before its callers, who could not offer them anyway."""
    if not isinstance(value, list | tuple):
        return value
    return tuple(action for action in value if not isinstance(action, str) or action in _ACTIONS)


class DossierSummary(Model):
    """A dossier (hồ sơ) as a line of a list."""

    dossier_id: Identifier
    """Id of the dossier (hồ sơ)."""
    code: str | None = None
    """Code of the dossier (mã hồ sơ), given at reception."""
    submission_number: str | None = None
    """Number from the moment of filing (số biên nhận nộp hồ sơ), to look it up by; older dossiers have none."""
    version: int
    """Version, which counts its changes: the ETag."""
    status: DossierStatus
    """State of the dossier (trạng thái hồ sơ)."""
    status_number: int
    """Number of the state on the ministries' wire (TrangThaiHoSo), 1 to 10."""
    procedure_code: str
    """Code of the procedure (mã thủ tục hành chính)."""
    procedure_name: str
    """Name of the procedure (tên thủ tục hành chính)."""
    agency_code: str
    """Code of the agency that it was filed at (mã định danh cơ quan)."""
    agency_name: str | None = None
    """Name of that agency at the time of filing (tên cơ quan)."""
    channel: SubmissionChannel
    """How the dossier came (cách thức thực hiện)."""
    applicant_name: str
    """Name of the owner of the dossier (chủ hồ sơ)."""
    filer_name: str | None = None
    """Name of who filed it (người nộp hồ sơ), when not the owner."""
    submitted_at: Instant
    """When it was submitted (ngày nộp) (UTC)."""
    received_at: Instant | None = None
    """When it was received (ngày tiếp nhận) (UTC)."""
    due_at: Instant | None = None
    """Due date (ngày hẹn trả) (UTC)."""
    ended_at: Instant | None = None
    """When the result was ready, or the dossier was refused or withdrawn (UTC)."""
    lateness: Lateness
    """How it stands to its due date."""
    officer_id: str | None = None
    """Account of the officer who has it now; none: a queue."""
    officer_name: str | None = None
    """Name of that officer, when the dossier came into his hands."""
    unit: str = ""
    """Unit (phòng, bộ phận) that has it now."""
    step_codes: tuple[str, ...] = ()
    """Codes of the steps that are open."""
    awaited: tuple[AwaitedAct, ...] = ()
    """What is awaited until when within a group of interlinked procedures (nhóm liên thông)."""


class Dossier(DossierSummary):
    """A dossier as those who may see it see it. `code` (mã hồ sơ) is given at reception, not before.

    `allowed_actions` are the actions that the caller may take now; `step_codes` the steps that are open;
    `ended_at` when the result was ready, or the dossier was refused or withdrawn.
    """

    procedure_version: int
    """Version of the procedure that it was filed under."""
    forwarded_from: str | None = None
    """Agency at whose desk it was filed for this one (tiếp nhận không phụ thuộc địa giới hành chính)."""
    forwarded_from_name: str | None = None
    """Name of that agency at the time of filing (tên cơ quan)."""
    forward_reason: str | None = None
    """Why it was received for another agency."""
    passings: tuple[Passing, ...] = ()
    """Its ways from one agency to another (lượt chuyển hồ sơ), oldest first."""
    kiosk: Kiosk | None = None
    """The kiosk at which it was filed (ki-ốt thông minh); none: elsewhere."""
    host: HostSystem | None = None
    """The system that handles it by the law of its filing (hệ thống giải quyết); none: the national portal."""
    regime_id: str
    """Id of the regime, the decree that it runs under."""
    case_code: str | None = None
    """Code of the case (trường hợp thực hiện) of the procedure."""
    applicant: Applicant
    """The owner of the dossier (chủ hồ sơ)."""
    filer: Filer | None = None
    """Who filed it (người nộp hồ sơ), when not the owner."""
    claims: tuple[FeeReductionClaim, ...] = ()
    """Claims to a reduced fee."""
    form_data: dict[str, Any]
    """The form's data (tờ khai), as the procedure's JSON Schema has it."""
    papers: tuple[DossierPaper, ...] = ()
    """Papers (thành phần hồ sơ)."""
    return_method: ReturnMethod
    """How the result is returned (hình thức trả kết quả)."""
    return_address: str | None = None
    """Where to send the result, by post."""
    clock_stopped_since: Instant | None = None
    """Since when the clock has been stopped; none: it runs (UTC)."""
    fee: FeeDue | None = None
    """The fee to be paid; the last one, where more were asked for."""
    earlier_fees: tuple[FeeDue, ...] = ()
    """What was asked for and paid before (nghĩa vụ tài chính đã thực hiện)."""
    fee_ground: str | None = None
    """The notice or the legal ground of what was asked for after reception (thông báo, căn cứ pháp lý)."""
    steps: tuple[DossierStep, ...] = ()
    """Steps of the internal process (quy trình nội bộ)."""
    supplement: Supplement | None = None
    """The supplement asked for last."""
    extension: DueDateExtension | None = None
    """The extension (xin lỗi và hẹn lại), if there was one."""
    draft: ResultDraft | None = None
    """The draft of a result that waits for its signature (dự thảo trình ký); for the office alone."""
    consultations: tuple[Consultation, ...] = ()
    """Opinions asked of other agencies (lấy ý kiến)."""
    consents: tuple[OwnerConsent, ...] = ()
    """Consents that owners of dwellings were asked for (ý kiến của chủ sở hữu chỗ ở)."""
    verifications: tuple[Verification, ...] = ()
    """Verifications (thẩm tra, xác minh)."""
    errors: tuple[AgencyError, ...] = ()
    """Errors and losses by the agency."""
    assignment: Assignment | None = None
    """Who works on it now."""
    result: DossierResult | None = None
    """The result, issued last (kết quả giải quyết)."""
    subjects: tuple[Subject, ...] = ()
    """The persons whom its results are about (chủ thể), where it is not the applicant."""
    results: tuple[DossierResult, ...] = ()
    """All results that were issued."""
    documents: tuple[IssuedDocument, ...] = ()
    """Documents made for it."""
    failed_documents: tuple[FailedDocument, ...] = ()
    """Documents that it calls for and that could not be made yet."""
    returned: ResultReturn | None = None
    """How and to whom the result was returned."""
    rating: DossierRating | None = None
    """The applicant's rating."""
    reason: str | None = None
    """Why it was refused, stopped or withdrawn."""
    legal_ground: str | None = None
    """The legal ground (căn cứ pháp lý)."""
    allowed_actions: Annotated[tuple[DossierAction, ...], BeforeValidator(_known_actions)] = ()
    """What the caller may do to it now."""
    officer_names: dict[str, str] = Field(default_factory=dict)
    """Names of the officers whose accounts it shows, by account; where one dossier is read."""
    allowed_outcomes: tuple[ResultOutcome, ...] = ()
    """The outcomes that a result issued by the caller may have now; none where `issue_result` is not allowed."""


class HistoryEntry(Model):
    """One line of the dossier's history; `text` says it in plain words in the caller's language.

    `hash` chains the line to the one before.
    """

    version: int
    """Version of the dossier after it."""
    event: str
    """Type of the event."""
    status: DossierStatus
    """State of the dossier after it."""
    occurred_at: Instant
    """When it happened (UTC)."""
    actor_kind: str
    """What kind of caller it was."""
    agency_code: str | None = None
    """Agency of an officer who did it."""
    agency_name: str | None = None
    """Name of that agency (tên cơ quan)."""
    officer_name: str | None = None
    """Name of the officer who did it, for those who handle the dossier."""
    note: str | None = None
    """Note for the file (ghi chú)."""
    text: str
    """The event in words, in the caller's language."""
    hash: str
    """Hash of the entry and of the one before it."""


class RecordedEntry(HistoryEntry):
    """A line of the history as services are shown it."""

    officer_id: str | None = None
    """Account of the officer who did it."""
    officer_roles: tuple[OfficerRole, ...] = ()
    """Roles (vai trò cán bộ) that the officer had then."""
    due_at: Instant | None = None
    """Due date (ngày hẹn trả) after it (UTC)."""
