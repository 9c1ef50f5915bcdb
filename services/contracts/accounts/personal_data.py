"""The person's rights in the own data (quyền của chủ thể dữ liệu): purposes and consents, and requests with their times.

Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15; NĐ 356/2025/NĐ-CP art 5, before 2026 NĐ 13/2023/NĐ-CP.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.accounts.fields import AgencyCode
from contracts.base import Body, Command, Day, Identifier, Instant, Model, PageRequest, Query
from contracts.personal_data import DataCategory, ErasedData, RetainedData
from contracts.printable import LongText, Title


class LegalBasis(StrEnum):
    """On what the processing of data rests (căn cứ pháp lý)."""

    LAW = "law"  # theo quy định của luật, không cần đồng ý
    CONSENT = "consent"  # theo sự đồng ý của chủ thể dữ liệu


class ProcessingPurpose(StrEnum):
    """What data are processed for (mục đích xử lý dữ liệu)."""

    DOSSIERS = "dossiers"  # tiếp nhận, giải quyết thủ tục hành chính
    ACCOUNT = "account"  # tài khoản, xác thực danh tính
    PAYMENTS = "payments"  # thu phí, lệ phí
    PAPER_STORE = "paper_store"  # Kho quản lý dữ liệu điện tử
    LAWFUL_NOTICES = "lawful_notices"  # thông báo theo luật
    SECURITY = "security"  # bảo đảm an toàn, theo dõi truy cập
    REMINDERS = "reminders"  # nhắc hạn qua thư điện tử, tin nhắn


class ConsentText(Model):
    """The words that a person agrees to (nội dung đồng ý)."""

    version: int
    """Version, which counts its wordings from 1."""
    text: str
    """The words, in Vietnamese: what counts."""
    english: str
    """What they mean in English."""
    sha256: str
    """SHA-256 of the Vietnamese words in UTF-8, in hex: what a consent names."""


class DataPurpose(Model):
    """A purpose with what it rests on."""

    purpose: ProcessingPurpose
    """The purpose."""
    title: str
    """What it is called, in Vietnamese."""
    basis: LegalBasis
    """On what it rests."""
    law: str
    """The articles."""
    data: tuple[DataCategory, ...]
    """Which data are processed for it."""
    retention: str
    """How long, in words."""
    consent_text: ConsentText | None = None
    """What is agreed to; none of what rests on the law."""
    consent: bool | None = None
    """Whether the caller's consent is in force; none of what rests on the law."""


class ListPurposes(Query):
    """Query for the purposes that data are processed for, by a citizen."""


class DataPurposes(Model):
    """All purposes."""

    items: tuple[DataPurpose, ...]
    """Each once."""


class GiveConsentBody(Body):
    """Consent (đồng ý) to one purpose, to the words that were shown.

    Silence is none: nothing that rests on consent happens before.
    """

    purpose: ProcessingPurpose
    """The purpose; one that rests on consent."""
    text_version: Annotated[int, Field(ge=1)]
    """Version of the words that were shown."""
    text_sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    """SHA-256 of the words that were shown."""


class GiveConsent(GiveConsentBody, Command):
    """Command to give a consent."""


class WithdrawConsent(Command):
    """Command to withdraw a consent (rút lại sự đồng ý). What rests on it stops at once."""

    purpose: ProcessingPurpose
    """The purpose."""


class ConsentAct(StrEnum):
    """What was done in the ledger."""

    GIVEN = "given"  # đồng ý
    WITHDRAWN = "withdrawn"  # rút lại


class ConsentEntry(Model):
    """An entry of the ledger of consents (nhật ký đồng ý), which is only added to."""

    entry_id: Identifier
    """Id of the entry: the account and its number in this person's ledger."""
    purpose: ProcessingPurpose
    """The purpose."""
    act: ConsentAct
    """What was done."""
    at: Instant
    """When (UTC)."""
    text_version: int
    """Version of the words."""
    text_sha256: str
    """SHA-256 of the words."""
    text: str
    """The words themselves, as they were shown."""


class ListConsents(PageRequest):
    """Query for the caller's ledger of consents, newest first."""


class DataRequestKind(StrEnum):
    """What a person may ask for (yêu cầu của chủ thể dữ liệu)."""

    COPY = "copy"  # xem, cung cấp dữ liệu
    CORRECT = "correct"  # chỉnh sửa
    WITHDRAW_CONSENT = "withdraw_consent"  # rút lại sự đồng ý
    RESTRICT = "restrict"  # hạn chế xử lý
    OBJECT = "object"  # phản đối xử lý
    ERASE = "erase"  # xóa
    PROTECT = "protect"  # yêu cầu biện pháp bảo vệ


class DataRequestState(StrEnum):
    """How far a request has come."""

    RECEIVED = "received"  # đã tiếp nhận, chờ trả lời
    ACCEPTED = "accepted"  # đã trả lời: chấp nhận, đang thực hiện
    DONE = "done"  # đã thực hiện
    REFUSED = "refused"  # đã từ chối, có lý do


class DataRequestDeadline(StrEnum):
    """Which time limit of a request (thời hạn)."""

    ANSWER = "answer"  # trả lời
    EXECUTION = "execution"  # thực hiện


class MakeDataRequestBody(Body):
    """What the person asks for."""

    kind: DataRequestKind
    """What is asked for."""
    details: LongText | None = None
    """In the person's own words; needed for a correction, an objection and a measure of protection."""
    full_name: Title | None = None
    """Of a correction: the right full name."""
    agency_code: AgencyCode | None = None
    """Agency that is to answer (mã định danh cơ quan); left out: who runs the portal."""


class MakeDataRequest(MakeDataRequestBody, Command):
    """Command to make a request, by a citizen."""


class DataExtension(Model):
    """A longer time (gia hạn), once."""

    reason: str
    """Why."""
    extended_at: Instant
    """When (UTC)."""
    due_at: Instant
    """Until when it is to be done now (UTC)."""


class DataArchive(Model):
    """The archive of all data (bản sao dữ liệu), which the person alone downloads."""

    file_id: Identifier
    """Id of its file, for POST /v1/files/{file_id}/download."""
    sha256: str
    """SHA-256 of the archive, in hex."""
    size: int
    """Its size in bytes."""
    expires_at: Instant
    """Until when it can be downloaded (UTC)."""


class DataProgress(Model):
    """How far the work has come in one service."""

    service: str
    """Name of the service."""
    parts: int = 0
    """Parts that are done."""
    done: bool = False
    """Whether it is done there."""


class DataRequest(Model):
    """A request of a person about the own data. `version` is its ETag."""

    request_id: Identifier
    """Id of the request."""
    version: int
    """Version, which counts its changes: the ETag."""
    account_id: Identifier
    """Account of the person."""
    kind: DataRequestKind
    """What is asked for."""
    state: DataRequestState
    """How far it has come."""
    regime: str
    """The decree by whose times it is done."""
    details: str | None = None
    """In the person's own words."""
    full_name: str | None = None
    """Of a correction: the right full name."""
    agency_code: str | None = None
    """Agency that answers; none: who runs the portal."""
    received_at: Instant
    """When it came (UTC)."""
    answer_due_at: Instant
    """Until when it is to be answered (UTC)."""
    due_at: Instant
    """Until when it is to be done (UTC)."""
    answered_at: Instant | None = None
    """When it was answered (UTC)."""
    done_at: Instant | None = None
    """When it was done (UTC)."""
    reason: str | None = None
    """Why it was refused."""
    outcome: str | None = None
    """What was done, in words."""
    extension: DataExtension | None = None
    """The longer time, if any."""
    by_processor: bool = False
    """Whether a processor takes part in doing it."""
    archive: DataArchive | None = None
    """Of a copy: the archive, once it is made."""
    erased: tuple[ErasedData, ...] = ()
    """Of an erasure: what is erased; before the decision what would be."""
    retained: tuple[RetainedData, ...] = ()
    """Of an erasure: what is retained, and why."""
    progress: tuple[DataProgress, ...] = ()
    """How far the work has come in each service; empty where none is needed."""


class GetDataRequest(Query):
    """Query for one request.

    For the person and who answers it; for anybody else the answer is not_found.
    """

    request_id: Identifier
    """Id of the request."""


class ListDataRequests(PageRequest):
    """Query for the caller's own requests, newest first."""


class ListDataRequestQueue(PageRequest):
    """Query for the requests that the caller answers, oldest first.

    By an officer who answers for the protection of data at his agency, of those to it; by an administrator, of all.
    """

    state: DataRequestState | None = None
    """Narrows to a state."""
    agency_code: AgencyCode | None = None
    """Narrows to those to an agency."""


class AcceptDataRequestBody(Body):
    """That a request is accepted."""

    by_processor: bool = False
    """Whether a processor (bên xử lý dữ liệu) takes part in doing it, for which the law gives longer."""


class AcceptDataRequest(AcceptDataRequestBody, Command):
    """Command to accept a request (chấp nhận yêu cầu), by who answers it. An erasure begins by it."""

    request_id: Identifier
    """Id of the request."""
    expected_version: int
    """Version that the caller has seen."""


class RefuseDataRequestBody(Body):
    """Why a request is refused."""

    reason: LongText
    """The ground, for the person."""


class RefuseDataRequest(RefuseDataRequestBody, Command):
    """Command to refuse a request (từ chối yêu cầu), by who answers it."""

    request_id: Identifier
    """Id of the request."""
    expected_version: int
    """Version that the caller has seen."""


class ExtendDataRequestBody(Body):
    """A longer time, once, and no longer than the first."""

    reason: LongText
    """Why, for the person."""
    until: Day
    """Last day (local day of Viet Nam)."""


class ExtendDataRequest(ExtendDataRequestBody, Command):
    """Command to extend the time of a request (gia hạn), by who answers it."""

    request_id: Identifier
    """Id of the request."""
    expected_version: int
    """Version that the caller has seen."""


class CompleteDataRequestBody(Body):
    """What was done."""

    outcome: LongText
    """In words, for the person."""


class CompleteDataRequest(CompleteDataRequestBody, Command):
    """Command to say that an accepted request has been done, by who answers it.

    A correction of the full name and a restriction take effect by it.
    """

    request_id: Identifier
    """Id of the request."""
    expected_version: int
    """Version that the caller has seen."""


class ConsentChanged(Model):
    """Event payload: a consent was given or withdrawn. The words are named by their hash."""

    account_id: Identifier
    """Id of the account."""
    purpose: ProcessingPurpose
    """The purpose."""
    act: ConsentAct
    """What was done."""
    text_version: int
    """Version of the words."""
    text_sha256: str
    """SHA-256 of the words."""


class DataRequestEvent(Model):
    """Event payload: what became of a request. No words of the person, none of the officer."""

    request_id: Identifier
    """Id of the request."""
    account_id: Identifier
    """Account of the person."""
    request_kind: DataRequestKind
    """What is asked for."""
    answer_due_at: Instant
    """Until when it is to be answered (UTC)."""
    due_at: Instant
    """Until when it is to be done (UTC)."""


class DataRequestDeadlineEvent(DataRequestEvent):
    """Event payload: a time limit of a request comes near, or has passed."""

    deadline_kind: DataRequestDeadline
    """Which."""
    deadline: Instant
    """When (UTC)."""
    officer_ids: tuple[str, ...] = ()
    """Accounts of those who answer it."""
