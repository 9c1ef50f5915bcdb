"""Documents that are made here: typeset, signed, stored with their hash, verified by anybody."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from contracts.base import Command, Identifier, Instant, Model, Query
from contracts.printable import MendedLine, MendedText, ShortText
from contracts.records.certificates import CertificateHolder, SigningCapacity
from contracts.records.files import DossierReaders, Sha256
from contracts.typed_codes import TYPED_VERIFICATION_CODE

VerificationCode = Annotated[
    str, StringConstraints(pattern=r"^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$"), TYPED_VERIFICATION_CODE
]
"""Sixteen letters and digits (80 random bits) in fours, easy to read aloud: what the QR code of a document holds."""


class ListedPaper(Model):
    """A line in a document's list of papers. `form`: original, copy or electronic."""

    name: MendedLine
    """Name of the paper (tên giấy tờ)."""
    quantity: int = 1
    """How many."""
    form: Literal["original", "copy", "electronic"] = "electronic"
    """Original (bản chính), copy (bản sao) or electronic."""


class ListedHandOver(Model):
    """A line of the control sheet (phiếu kiểm soát)."""

    from_whom: MendedLine
    """Who handed it over (người giao)."""
    to_whom: MendedLine
    """Who received it (người nhận)."""
    at: Instant
    """When (UTC)."""
    what: MendedLine = ""
    """What was done."""
    lateness: MendedLine = ""
    """How it stood to its due date, in words."""
    note: MendedText = ""
    """Note for the file (ghi chú)."""


class ListedDossier(Model):
    """A line of the register."""

    number: int
    """Running number (số thứ tự)."""
    code: MendedLine
    """Code of the dossier (mã hồ sơ)."""
    procedure_name: MendedLine
    """Name of the procedure (tên thủ tục hành chính)."""
    quantity: int = 1
    """How many."""
    applicant_name: MendedLine
    """Name of the owner of the dossier (chủ hồ sơ)."""
    agency_name: MendedLine
    """Name of the agency (tên cơ quan)."""
    received_at: Instant
    """When it was received (ngày tiếp nhận) (UTC)."""
    due_at: Instant | None = None
    """Due date (ngày hẹn trả) (UTC)."""
    ended_at: Instant | None = None
    """When it ended (UTC)."""
    returned_at: Instant | None = None
    """When the result was returned (ngày trả kết quả) (UTC)."""
    return_method: MendedLine = ""
    """How the result was returned, in words."""
    note: MendedText = ""
    """Note for the file (ghi chú)."""


class StatedFact(Model):
    """A line of a sheet of facts."""

    label: MendedLine
    """What it states."""
    text: MendedText
    """What is stated."""


class StatedCharge(Model):
    """A line of a receipt for fees."""

    name: MendedLine
    """Name of the fee (tên phí, lệ phí)."""
    amount: MendedLine
    """Amount in figures, with its unit."""


class StatedReceipt(Model):
    """What a receipt for fees says beside its facts (biên lai thu phí, lệ phí)."""

    form_sign: MendedLine
    """Sign of the form (ký hiệu mẫu biên lai)."""
    series_sign: MendedLine
    """Sign of the series (ký hiệu biên lai)."""
    number: MendedLine
    """Number (số biên lai)."""
    charges: tuple[StatedCharge, ...]
    """What it is for."""
    total: MendedLine
    """Amount in figures, with its unit."""
    total_in_words: MendedLine
    """Amount in words (số tiền bằng chữ)."""


class DocumentContent(Model):
    """The content of a document. Each kind uses what it needs (TT 01/2018/TT-VPCP art 9-10, TT 03/2025/TT-VPCP).

    Names of persons are here and nowhere else on the way: not in events, not in logs.
    """

    agency_name: MendedLine
    """Name of the agency (tên cơ quan)."""
    desk_name: MendedLine = ""
    """Name of the one-stop desk (Bộ phận Một cửa)."""
    agency_address: MendedLine = ""
    """Address of the desk."""
    agency_phone: MendedLine = ""
    """Telephone number of the desk."""
    place: MendedLine = ""
    """Place of issue (địa danh), the administrative unit where the agency sits; empty: not known."""
    dossier_code: MendedLine = ""
    """Code of the dossier (mã hồ sơ)."""
    submission_number: MendedLine = ""
    """Number of the dossier from the moment of filing (số biên nhận nộp hồ sơ)."""
    serial: int | None = None
    """Running number of the document; none: not yet given."""
    procedure_name: MendedLine = ""
    """Name of the procedure (tên thủ tục hành chính)."""
    applicant_name: MendedLine = ""
    """Name of the owner of the dossier (chủ hồ sơ)."""
    applicant_address: MendedLine = ""
    """Address of the owner."""
    applicant_phone: MendedLine = ""
    """Telephone number of the owner."""
    applicant_email: MendedLine = ""
    """E-mail address of the owner."""
    represented_by: MendedLine = ""
    """Who acts for the owner."""
    papers: tuple[ListedPaper, ...] = ()
    """Papers (thành phần hồ sơ)."""
    sets: int = 1
    """How many sets of papers (số bộ hồ sơ)."""
    time_limit: MendedLine = ""
    """Time limit in words (thời hạn giải quyết)."""
    received_at: Instant | None = None
    """When it was received (ngày tiếp nhận) (UTC)."""
    due_at: Instant | None = None
    """Due date (ngày hẹn trả) (UTC)."""
    due_before: Instant | None = None
    """Due date as it was before (UTC)."""
    return_place: MendedLine = ""
    """Where the result is returned (nơi trả kết quả)."""
    return_method: MendedLine = ""
    """How the result is returned, in words."""
    reason: MendedText = ""
    """The reason (lý do)."""
    legal_ground: MendedText = ""
    """The legal ground (căn cứ pháp lý)."""
    items: tuple[MendedLine, ...] = ()
    """What is to be supplemented (nội dung bổ sung)."""
    answer_until: Instant | None = None
    """Until when the applicant has to answer (thời hạn bổ sung) (UTC)."""
    officer_name: MendedLine = ""
    """Name of the officer."""
    officer_contact: MendedLine = ""
    """How to reach the officer."""
    hand_overs: tuple[ListedHandOver, ...] = ()
    """Lines of the control sheet."""
    register_rows: tuple[ListedDossier, ...] = ()
    """Lines of the register."""
    period: MendedLine = ""
    """The days that the register is about, in words."""
    facts: tuple[StatedFact, ...] = ()
    """Lines of a sheet of facts, or of minutes."""
    receipt: StatedReceipt | None = None
    """What a receipt for fees says; none: it is no receipt."""


class IssueDocument(Command):
    """Command to make a document.

    By a service: make, sign and keep a document. `kind` by meaning, `form_number` as the regime counts.

    May take some 100 ms to a few seconds. Repeated, it answers with the document made first.
    """

    kind: ShortText
    """Which document, by meaning."""
    form_number: ShortText
    """Number of the form (mẫu số) in its regime."""
    regime_id: ShortText
    """Id of the regime, the decree that it runs under."""
    agency_code: ShortText
    """Agency that issues it."""
    dossier_id: Identifier | None = None
    """Id of the dossier (hồ sơ)."""
    content: DocumentContent
    """What it says."""
    readers: DossierReaders | None = None
    """Who may read it from the start; none: the agency alone, until an event of the dossier names others."""
    signer_id: Identifier | None = None
    """Account of the official who signs it (người ký); none: it bears the agency's seal alone."""
    decides: bool = False
    """Whether it is a decision of the agency, which only who is competent signs."""
    procedure_code: ShortText | None = None
    """Code of the procedure (mã thủ tục), which a mandate to sign may be for; none: not known."""


MOST_DOCUMENTS = 20
"""Made by one request: about a quarter of a second of work."""


class IssueDocuments(Model):
    """Command to make several documents, each once by its own command id. All are stored, or none is."""

    documents: Annotated[tuple[IssueDocument, ...], Field(min_length=1, max_length=MOST_DOCUMENTS)]
    """What is to be made."""


class SignedDocument(Model):
    """A document that was made and signed."""

    file_id: Identifier
    """Id of the uploaded file."""
    sha256: Sha256
    """SHA-256 of the content, in hex."""
    size: int
    """Size in bytes."""
    verification_code: VerificationCode
    """Code by which anybody verifies it (mã xác thực)."""
    issued_at: Instant
    """When it was issued (ngày cấp) (UTC)."""


class SignedDocuments(Model):
    """Documents that were made and signed."""

    documents: tuple[SignedDocument, ...]
    """In the order in which they were asked for."""


class SignatureLevel(StrEnum):
    """How long a signature can be verified (PAdES baseline levels)."""

    B = "B-B"  # the signature alone
    T = "B-T"  # with a trusted time
    LT = "B-LT"  # and with all certificates and proofs that they were not revoked
    LTA = "B-LTA"  # and with a timestamp over these, which can be renewed


class SignatureState(Model):
    """What a check of the signature found: `valid` is whole and trusted; `timestamped` with a trusted timestamp."""

    valid: bool
    """Whether the signature is whole and trusted."""
    signer: str
    """Name in the signer's certificate."""
    signed_at: Instant | None = None
    """When it was signed (UTC)."""
    timestamped: bool = False
    """Whether a trusted timestamp says so."""
    reason: str = ""
    """What is wrong with it; empty: nothing."""
    whole: bool | None = None
    """Whether nothing was changed that it does not allow, whoever signed; none: not known."""
    level: SignatureLevel | None = None
    """How long it can be verified (PAdES, ETSI EN 319 142-1); none: not known."""
    holder: CertificateHolder | None = None
    """Whose certificate it is, as registered here; none: not registered."""
    agency_code: str | None = None
    """Agency that it was made for (mã định danh cơ quan); none: not known."""
    capacity: SigningCapacity | None = None
    """By which office the official signed; none for a seal."""
    office: str = ""
    """Office as printed over the name, with KT., TL. and the like; empty for a seal."""
    ground: str = ""
    """Decision or letter by which the official signed for another (văn bản giao ký, ủy quyền); empty: none is named."""
    competent: bool | None = None
    """Whether the signer was competent when it was signed; none: nothing is known of the signer."""


class ArchiveTimestamp(Model):
    """A timestamp over a whole file with its signatures (dấu thời gian lưu trữ)."""

    authority: str
    """Name in the certificate of the authority."""
    at: Instant | None = None
    """When it was made (UTC); none: it is not good."""
    valid: bool
    """Whether it is whole and its authority trusted."""


class VerifyDocument(Query):
    """Query for whether a document is genuine.

    By anybody: the code under the QR, or the SHA-256 of a file in hand. Exactly one of them.
    """

    code: VerificationCode | None = None
    """Code under the QR."""
    sha256: Sha256 | None = None
    """SHA-256 of the file in hand, in hex."""


class VerifiedDocument(Model):
    """A document that was made here, as anybody may know it.

    Public: no person is named. `status` is that of a paper of the store, else `valid`.
    """

    code: VerificationCode
    """Code by which anybody verifies it (mã xác thực)."""
    kind: str
    """Which document it is."""
    title: str
    """Title of the document."""
    number: str | None = None
    """Number of the document (số văn bản)."""
    issuer_code: str
    """Code of the agency that issued it."""
    issuer_name: str
    """Name of the agency that issued it (cơ quan cấp)."""
    issued_at: Instant
    """When it was issued (ngày cấp) (UTC)."""
    valid_until: Instant | None = None
    """Until when it is valid (UTC)."""
    status: str
    """State of the paper in the store, or valid."""
    replaced_by: VerificationCode | None = None
    """Code of the document that took its place."""
    dossier_code: str | None = None
    """Code of the dossier (mã hồ sơ)."""
    sha256: Sha256
    """SHA-256 of the content, in hex."""
    signature: SignatureState
    """What the check of the seal found, which is the last signature."""
    signatures: tuple[SignatureState, ...] = ()
    """Every signature in the file in the order of signing, the seal last."""
    timestamps: tuple[ArchiveTimestamp, ...] = ()
    """Archive timestamps of the file, in the order in which they were made."""
    held_by: str | None = None
    """The archive that has taken over the record of the dossier (lưu trữ đang giữ hồ sơ); none: the agency has it."""
