"""What may be done to a dossier: one route per action, all of one shape."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from contracts import dossiers
from contracts.base import Body, Method
from contracts.dossiers import Dossier
from contracts.errors import ErrorCode
from gateway.dependencies.caller import CurrentUser
from gateway.describe import described
from gateway.http.bodies import JsonRoute, body_of, default_body, fields, json_body
from gateway.http.headers import ExpectedVersion, IdempotencyKey
from gateway.http.path_params import DossierId
from gateway.http.responses import json_response
from gateway.routes.dossiers.dossiers import DOSSIER_LINKS, dossier_etag

router = APIRouter(prefix="/v1", tags=["dossiers"], route_class=JsonRoute)


@dataclass(frozen=True)
class ActionRoute:
    """`operation` is the OpenAPI id; `problems` are those beside the ones that every act has."""

    method: Method[Any, Dossier]
    operation: str
    summary: str
    example: dict[str, Any]
    problems: tuple[ErrorCode, ...] = ()


ACTS = (
    ActionRoute(
        dossiers.accept,
        "acceptDossier",
        "Receive (tiếp nhận)",
        {"note": "Hồ sơ đầy đủ."},
        (ErrorCode.CALENDAR_INCOMPLETE,),
    ),
    ActionRoute(
        dossiers.serve_at_once,
        "serveAtOnce",
        "Receive, do and return at once (trả kết quả ngay)",
        {
            "file_id": "0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55",
            "number": "45/CT-SY",
            "recipient": "Nguyễn Văn An",
            "receipt_number": "BL-0001234",
        },
        (ErrorCode.FILE_NOT_USABLE, ErrorCode.CALENDAR_INCOMPLETE),
    ),
    ActionRoute(
        dossiers.refuse_reception,
        "refuseReception",
        "Refuse reception (từ chối tiếp nhận)",
        {"reason": "Không thuộc thẩm quyền của cơ quan này."},
    ),
    ActionRoute(
        dossiers.request_supplement,
        "requestSupplement",
        "Ask for a supplement (yêu cầu bổ sung)",
        {"reason": "Thiếu giấy tờ.", "items": ["Bản chụp giấy chứng sinh rõ nét"]},
    ),
    ActionRoute(
        dossiers.supplement,
        "supplementDossier",
        "Supplement (bổ sung hồ sơ)",
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
        "Start processing (bắt đầu xử lý)",
        {"note": "Đã phân công."},
    ),
    ActionRoute(
        dossiers.complete_step,
        "completeStep",
        "Complete an open step of the internal process",
        {"step_code": "look_up", "note": "Đã đối chiếu."},
        (ErrorCode.FILE_NOT_USABLE,),
    ),
    ActionRoute(
        dossiers.extend,
        "extendDossier",
        "Apologise and give a new date (xin lỗi và hẹn lại)",
        {"reason": "Chờ kết quả xác minh.", "promised_at": "2027-03-16T10:00:00+07:00"},
        (ErrorCode.CALENDAR_INCOMPLETE,),
    ),
    ActionRoute(
        dossiers.request_consultation,
        "requestConsultation",
        "Ask another agency for its opinion (lấy ý kiến)",
        {
            "agency_code": "H26.31.06",
            "content": "Đề nghị xác nhận tình trạng chỗ ở.",
            "due_at": "2027-03-16T10:00:00+07:00",
        },
    ),
    ActionRoute(
        dossiers.answer_consultation,
        "answerConsultation",
        "Give the opinion that was asked for (cho ý kiến)",
        {"consultation_id": "0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55", "answer": "Đồng ý."},
    ),
    ActionRoute(
        dossiers.schedule_verification,
        "scheduleVerification",
        "Schedule a verification (thẩm tra, xác minh)",
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
        "Record the minutes of a verification (biên bản)",
        {
            "verification_id": "0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55",
            "minutes": "Chỗ ở đúng như khai báo.",
            "participants": ["Lê Văn Cường"],
        },
        (ErrorCode.FILE_NOT_USABLE,),
    ),
    ActionRoute(dossiers.stop, "stopProcessing", "Stop (dừng xử lý)", {"reason": "Chờ kết quả xác minh."}),
    ActionRoute(
        dossiers.resume, "resumeProcessing", "Resume (xử lý tiếp)", {"note": "Đã có kết quả xác minh."}
    ),
    ActionRoute(
        dossiers.issue_result,
        "issueResult",
        "Issue the result (ban hành kết quả)",
        {
            "outcome": "approved",
            "number": "123/2026",
            "file_id": "0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55",
        },
        (ErrorCode.FILE_NOT_USABLE,),
    ),
    ActionRoute(
        dossiers.return_result,
        "returnResult",
        "Return the result (trả kết quả)",
        {"recipient": "Nguyễn Văn An", "method": "online"},
    ),
    ActionRoute(
        dossiers.record_error,
        "recordError",
        "Record an error or a loss by the agency, with its apology",
        {
            "kind": "error",
            "description": "Sai ngày sinh trên kết quả.",
            "apology": "Cơ quan xin lỗi và sẽ cấp lại kết quả.",
        },
    ),
    ActionRoute(
        dossiers.correct_result,
        "correctResult",
        "Give a corrected result in the place of a wrong one",
        {"file_id": "0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55", "number": "123a/2026"},
        (ErrorCode.FILE_NOT_USABLE,),
    ),
    ActionRoute(
        dossiers.adopt_law,
        "adoptLaw",
        "Move a running dossier to the law of today",
        {"reason": "Thủ tục được công bố lại với thời hạn ngắn hơn."},
        (ErrorCode.PROCEDURE_NOT_FILEABLE, ErrorCode.CALENDAR_INCOMPLETE),
    ),
    ActionRoute(
        dossiers.rate,
        "rateDossier",
        "Rate how it went (đánh giá)",
        {"satisfaction": "very_satisfied", "reasons": ["Đúng hẹn"]},
    ),
    ActionRoute(dossiers.claim, "claimDossier", "Take it out of the queue (nhận xử lý)", {}),
    ActionRoute(
        dossiers.release,
        "releaseDossier",
        "Give it back to the queue (trả lại hàng chờ)",
        {"note": "Nghỉ phép."},
    ),
    ActionRoute(dossiers.assign, "assignDossier", "Assign it (phân công)", {"unit": "Phòng Hộ tịch"}),
    ActionRoute(
        dossiers.hand_over,
        "handOverDossier",
        "Hand it over (chuyển hồ sơ)",
        {"unit": "Phòng Hộ tịch", "note": "Chuyển đúng bộ phận."},
    ),
    ActionRoute(
        dossiers.withdraw, "withdrawDossier", "Withdraw (rút hồ sơ)", {"reason": "Nộp nhầm thủ tục."}
    ),
)

_COMMON = (ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN, ErrorCode.ILLEGAL_TRANSITION, ErrorCode.GUARD_FAILED)


def _offer(act: ActionRoute) -> None:
    command, body_type = act.method.request, body_of(act.method.request)
    default = default_body(body_type)

    async def endpoint(
        caller: CurrentUser,
        dossier_id: DossierId,
        key: IdempotencyKey,
        version: ExpectedVersion,
        body: Annotated[Body, json_body(act.example, body_type)] = default,
    ) -> Response:
        wanted = command(command_id=key, dossier_id=dossier_id, expected_version=version, **fields(body))
        dossier = await caller.call(act.method, wanted)
        return json_response(dossier, version=dossier_etag(dossier))

    router.add_api_route(
        f"/dossiers/{{dossier_id}}/{act.method.name.replace('_', '-')}",
        endpoint,
        methods=["POST"],
        operation_id=act.operation,
        summary=act.summary,
        description=body_type.__doc__,
        response_model=Dossier,
        openapi_extra=described(*_COMMON, *act.problems, links=DOSSIER_LINKS),
    )


for _act in ACTS:
    _offer(_act)
