"""Parameters of paths, with the Vietnamese term of law where there is one."""

from typing import Annotated

from fastapi import Path
from fastapi.params import Path as PathParameter
from pydantic import Field

from contracts import bank_transfers
from contracts.accounts import AgencyCode, ProcessingPurpose
from contracts.base import DIGITS
from contracts.catalog import ProcedureCode, RegimeId, UnitCode
from contracts.dossiers import DossierCode


def _id(description: str) -> PathParameter:
    parameter: PathParameter = Path(
        min_length=1,
        max_length=64,
        pattern=r"^[A-Za-z0-9._:-]+$",
        description=description,
        examples=["0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55"],
    )
    return parameter


DossierId = Annotated[str, _id("Id of the dossier (hồ sơ); not its printed code.")]
FileId = Annotated[str, _id("Id of the file, as POST /v1/files gave it.")]
BillId = Annotated[str, _id("Id of the bill (khoản thu).")]
TaxSummaryId = Annotated[str, _id("Id of the summary for the tax office (bảng tổng hợp dữ liệu biên lai).")]
ReceiptId = Annotated[str, _id("Id of the receipt (biên lai thu phí, lệ phí).")]
OrderId = Annotated[str, _id("Id of the order: one attempt to pay a bill.")]
ReconciliationCaseId = Annotated[str, _id("Id of the case of reconciliation (vụ việc chênh lệch đối soát).")]
BankTransferId = Annotated[
    str,
    Path(
        description="Id of the transfer: the feed's name and its number.",
        pattern=r"^[a-z]{2,20}:[0-9A-Za-z._-]{1,100}$",
        examples=["sepay:92704"],
    ),
]
PaymentCode = Annotated[
    bank_transfers.PaymentCode,
    Path(description="The payment code (mã thanh toán).", examples=["MCT2345678ABCDX"]),
]
RefundId = Annotated[str, _id("Id of the refund (khoản hoàn trả).")]
DelegationId = Annotated[str, _id("Id of the delegation (ủy quyền xử lý).")]
CertificateId = Annotated[str, _id("Id of the registration of a certificate (chứng thư chữ ký số).")]
MandateId = Annotated[str, _id("Id of the mandate to sign (giao ký, ủy quyền ký).")]
PaperId = Annotated[str, _id("Id of the paper in the store (giấy tờ trong kho).")]
DigitisationId = Annotated[str, _id("Id of the digitisation of a paper (số hóa giấy tờ).")]
MessageId = Annotated[str, _id("Id of the message.")]
SessionId = Annotated[str, _id("Id of the session (phiên đăng nhập).")]
IdentityId = Annotated[str, _id("Id of the linked identity (tài khoản định danh đã liên kết).")]
RepresentationId = Annotated[str, _id("Id of the act of representation (đại diện, ủy quyền).")]
DataRequestId = Annotated[str, _id("Id of the request about personal data (yêu cầu của chủ thể dữ liệu).")]
ScheduleId = Annotated[str, _id("Id of the schedule of retention (bảng thời hạn lưu giữ).")]
HoldId = Annotated[str, _id("Id of the hold (tạm dừng tiêu hủy).")]
RunId = Annotated[str, _id("Id of the run of destruction (đợt tiêu hủy).")]
BreachId = Annotated[str, _id("Id of the breach (vi phạm về bảo vệ dữ liệu cá nhân).")]
ConsentPurpose = Annotated[
    ProcessingPurpose, Path(description="Purpose that rests on consent.", examples=["reminders"])
]
FactorId = Annotated[str, _id("Id of the second factor (yếu tố xác thực).")]
AccountId = Annotated[str, _id("Id of the account (tài khoản).")]
ClientId = Annotated[str, _id("Id of the machine client (ứng dụng máy).")]
SecretId = Annotated[str, _id("Id of the machine client's secret; not the secret itself.")]
ResetId = Annotated[str, _id("Id of the reset, as POST /v1/password-resets gave it.")]
ProblemId = Annotated[str, _id("Id of what the office must see to (việc cần xử lý).")]
RegimeDraftId = Annotated[str, _id("Id of the draft of a regime (dự thảo chế độ).")]
PlanId = Annotated[str, _id("Id of the file plan (danh mục hồ sơ).")]
TransferId = Annotated[str, _id("Id of the transfer to the archive (đợt nộp lưu).")]
OutageId = Annotated[str, _id("Id of the outage (sự cố hệ thống).")]
RegimeTrialId = Annotated[str, _id("Id of the trial of a regime (chạy thử chế độ).")]
QuestionId = Annotated[str, _id("Id of the question of the catalogue.")]
ConditionId = Annotated[str, _id("Id of the business condition (điều kiện kinh doanh).")]
Code = Annotated[
    ProcedureCode, Path(description="Code of the procedure (mã thủ tục hành chính).", examples=["1.001193"])
]
ProvinceCode = Annotated[
    AgencyCode, Path(description="Code of the province (mã định danh cấp tỉnh).", examples=["H26"])
]
VersionNumber = Annotated[
    Annotated[int, Field(ge=1, le=999_999), DIGITS],
    Path(description="Number of the version of the procedure, from 1.", examples=[1]),
]
Agency = Annotated[
    AgencyCode,
    Path(
        description="Any code of the agency (mã định danh cơ quan), old style or new.", examples=["H26.31.05"]
    ),
]
Regime = Annotated[
    RegimeId,
    Path(description="Id of the regime (chế độ của một nghị định).", examples=["nd-118-2025"]),
]
Unit = Annotated[
    UnitCode, Path(description="Code of the administrative unit (mã đơn vị hành chính).", examples=["01"])
]
SyncedCode = Annotated[
    DossierCode,
    Path(
        description="Code of the dossier (mã hồ sơ) at the other agency.",
        examples=["000.00.16.H05-200731-0001"],
    ),
]
