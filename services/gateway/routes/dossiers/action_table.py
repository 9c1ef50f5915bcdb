"""The table of what may be done to a dossier: one row per act, read by its route and by the links that lead to it."""

from dataclasses import dataclass
from typing import Any

from contracts import dossiers
from contracts.base import Body, Method
from contracts.dossiers import Dossier
from contracts.errors import ErrorCode
from gateway.http.bodies import body_of
from gateway.http.route_docs import Link, link


@dataclass(frozen=True)
class ActionRoute:
    """One act: the contract's method, and what only HTTP needs to know of it.

    `operation` is the OpenAPI id; `example` a typical body; `problems` are those beside the ones that every act has.
    """

    method: Method[Any, Dossier]
    operation: str
    example: dict[str, Any]
    problems: tuple[ErrorCode, ...] = ()

    @property
    def path(self) -> str:
        """`/dossiers/{dossier_id}/refuse-reception`"""
        return f"/dossiers/{{dossier_id}}/{self.method.name.replace('_', '-')}"

    @property
    def body(self) -> type[Body]:
        """What the HTTP body holds."""
        return body_of(self.method.request)

    @property
    def summary(self) -> str:
        """The first line of the contract's command: "Receive a dossier (tiếp nhận)"."""
        line = (self.method.request.__doc__ or "").partition("\n")[0].removeprefix("Command to ").rstrip(".")
        return line[:1].upper() + line[1:]


ACTIONS = (
    ActionRoute(
        dossiers.accept,
        "acceptDossier",
        {"note": "Hồ sơ đầy đủ."},
        (ErrorCode.CALENDAR_INCOMPLETE,),
    ),
    ActionRoute(
        dossiers.serve_at_once,
        "serveAtOnce",
        {
            "file_id": "0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55",
            "number": "45/CT-SY",
            "recipient": "Nguyễn Văn An",
            "receipt_number": "BL-0001234",
        },
        (
            ErrorCode.FILE_NOT_USABLE,
            ErrorCode.FILE_NOT_SEALABLE,
            ErrorCode.CALENDAR_INCOMPLETE,
            ErrorCode.SIGNATURE_REFUSED,
        ),
    ),
    ActionRoute(
        dossiers.refuse_reception,
        "refuseReception",
        {"reason": "Không thuộc thẩm quyền của cơ quan này."},
    ),
    ActionRoute(
        dossiers.pass_on,
        "passOnDossier",
        {"to_agency": "H26.31.05", "reason": "Người nộp cư trú tại địa bàn khác."},
        (ErrorCode.PROCEDURE_NOT_FILEABLE,),
    ),
    ActionRoute(
        dossiers.request_supplement,
        "requestSupplement",
        {"reason": "Thiếu giấy tờ.", "items": ["Bản chụp giấy chứng sinh rõ nét"]},
    ),
    ActionRoute(
        dossiers.supplement,
        "supplementDossier",
        {
            "form_data": {
                "record_kind": "birth",
                "holder_name": "Nguyễn Minh Khôi",
                "registered_at": "Ủy ban nhân dân phường mẫu số 5",
                "copies": 3,
            }
        },
        (ErrorCode.INVALID_FORM_DATA, ErrorCode.PAPER_MISSING, ErrorCode.FILE_NOT_USABLE),
    ),
    ActionRoute(
        dossiers.start_processing,
        "startProcessing",
        {"note": "Đã phân công."},
    ),
    ActionRoute(
        dossiers.complete_step,
        "completeStep",
        {"step_code": "look_up", "note": "Đã đối chiếu."},
        (ErrorCode.FILE_NOT_USABLE, ErrorCode.FILE_NOT_SEALABLE, ErrorCode.SIGNATURE_REFUSED),
    ),
    ActionRoute(
        dossiers.impose_obligation,
        "imposeObligation",
        {
            "items": [{"code": "LPTB", "name": "Lệ phí trước bạ nhà, đất", "kind": "tax", "amount": 1500000}],
            "legal_ground": "Thông báo số 12/TB-CCT",
        },
        (ErrorCode.CALENDAR_INCOMPLETE,),
    ),
    ActionRoute(dossiers.acknowledge_step, "acknowledgeStep", {"step_code": "residence"}),
    ActionRoute(
        dossiers.request_consent,
        "requestConsent",
        {"owner_name": "Trần Văn Bình", "content": "Cho đăng ký thường trú tại nhà số 5, ngõ 12."},
        (ErrorCode.CALENDAR_INCOMPLETE,),
    ),
    ActionRoute(
        dossiers.record_consent,
        "recordConsent",
        {
            "consent_id": "0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55",
            "outcome": "given",
            "evidence": "VNEID-77812",
        },
        (ErrorCode.CALENDAR_INCOMPLETE,),
    ),
    ActionRoute(
        dossiers.extend,
        "extendDossier",
        {"reason": "Chờ kết quả xác minh.", "promised_at": "2027-03-16T10:00:00+07:00"},
        (ErrorCode.CALENDAR_INCOMPLETE, ErrorCode.SIGNATURE_REFUSED),
    ),
    ActionRoute(
        dossiers.request_consultation,
        "requestConsultation",
        {
            "agency_code": "H26.31.06",
            "content": "Đề nghị xác nhận tình trạng chỗ ở.",
            "due_at": "2027-03-16T10:00:00+07:00",
        },
    ),
    ActionRoute(
        dossiers.answer_consultation,
        "answerConsultation",
        {"consultation_id": "0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55", "answer": "Đồng ý."},
    ),
    ActionRoute(
        dossiers.schedule_verification,
        "scheduleVerification",
        {
            "content": "Xác minh chỗ ở hợp pháp.",
            "place": "Nhà số 5, ngõ 12",
            "scheduled_at": "2027-03-15T09:00:00+07:00",
            "attendance": True,
        },
    ),
    ActionRoute(
        dossiers.record_verification,
        "recordVerification",
        {
            "verification_id": "0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55",
            "minutes": "Chỗ ở đúng như khai báo.",
            "participants": ["Lê Văn Cường"],
        },
        (ErrorCode.FILE_NOT_USABLE,),
    ),
    ActionRoute(
        dossiers.stop,
        "stopProcessing",
        {"reason": "Chờ kết quả xác minh."},
        (ErrorCode.SIGNATURE_REFUSED,),
    ),
    ActionRoute(dossiers.resume, "resumeProcessing", {"note": "Đã có kết quả xác minh."}),
    ActionRoute(
        dossiers.propose_result,
        "proposeResult",
        {"outcome": "approved", "file_id": "0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55"},
        (ErrorCode.FILE_NOT_USABLE, ErrorCode.FILE_NOT_SEALABLE),
    ),
    ActionRoute(
        dossiers.issue_result,
        "issueResult",
        {
            "outcome": "approved",
            "result_code": "KQ.G01.000065",
            "number": "123/2026",
            "file_id": "0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55",
        },
        (ErrorCode.FILE_NOT_USABLE, ErrorCode.FILE_NOT_SEALABLE, ErrorCode.SIGNATURE_REFUSED),
    ),
    ActionRoute(
        dossiers.return_result,
        "returnResult",
        {"recipient": "Nguyễn Văn An", "method": "online"},
    ),
    ActionRoute(
        dossiers.record_error,
        "recordError",
        {
            "kind": "error",
            "description": "Sai ngày sinh trên kết quả.",
            "apology": "Cơ quan xin lỗi và sẽ cấp lại kết quả.",
        },
    ),
    ActionRoute(
        dossiers.correct_result,
        "correctResult",
        {"file_id": "0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55", "number": "123a/2026"},
        (ErrorCode.FILE_NOT_USABLE, ErrorCode.FILE_NOT_SEALABLE, ErrorCode.SIGNATURE_REFUSED),
    ),
    ActionRoute(
        dossiers.adopt_law,
        "adoptLaw",
        {"reason": "Thủ tục được công bố lại với thời hạn ngắn hơn."},
        (ErrorCode.PROCEDURE_NOT_FILEABLE, ErrorCode.CALENDAR_INCOMPLETE),
    ),
    ActionRoute(
        dossiers.rate,
        "rateDossier",
        {"satisfaction": "very_satisfied", "reasons": ["Đúng hẹn"]},
    ),
    ActionRoute(dossiers.claim, "claimDossier", {}),
    ActionRoute(
        dossiers.release,
        "releaseDossier",
        {"note": "Nghỉ phép."},
    ),
    ActionRoute(dossiers.assign, "assignDossier", {"unit": "Phòng Hộ tịch"}),
    ActionRoute(
        dossiers.hand_over,
        "handOverDossier",
        {"unit": "Phòng Hộ tịch", "note": "Chuyển đúng bộ phận."},
    ),
    ActionRoute(dossiers.withdraw, "withdrawDossier", {"reason": "Nộp nhầm thủ tục."}),
)

ID = "$response.body#/dossier_id"
"""Where the id is found in an answer that is a dossier."""
_SEEN = {"header.If-Match": "$response.header.ETag"}

DOSSIER_LINKS: dict[str, Link] = {
    "readHistory": link("readHistory", "Its history.", dossier_id=ID),
    "readClock": link("readClock", "What moved its due date.", dossier_id=ID),
    "listBills": link("listBills", "What it costs.", dossier_id=ID),
    **{act.operation: link(act.operation, f"{act.summary}.", dossier_id=ID, **_SEEN) for act in ACTIONS},
}
"""Where an answer that is a dossier leads."""
