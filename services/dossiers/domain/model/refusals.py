"""Why an action on a dossier is refused, in words that a person understands."""

from enum import StrEnum

from contracts.dossiers import DossierAction, DossierStatus
from contracts.errors import ErrorCode, FieldError, ServiceError
from contracts.i18n import Text


class Guard(StrEnum):
    """A condition of the law that is not met."""

    SUPPLEMENT_LIMIT = "supplement_limit"
    SUPPLEMENT_TOO_LATE = "supplement_too_late"
    NOTHING_SUPPLEMENTED = "nothing_supplemented"
    NOT_RECEIVED = "not_received"
    ALREADY_RECEIVED = "already_received"
    FEE_UNPAID = "fee_unpaid"
    NO_OPEN_STEP = "no_open_step"
    NOT_THE_NEXT_STEP = "not_the_next_step"
    ALREADY_ASSIGNED = "already_assigned"
    NOT_ASSIGNED = "not_assigned"
    SAME_HANDS = "same_hands"
    NO_SUCH_FORM = "no_such_form"
    ALREADY_RATED = "already_rated"
    NOT_IMMEDIATE = "not_immediate"
    NO_DUE_DATE = "no_due_date"
    EXTENSION_LIMIT = "extension_limit"
    NO_OPEN_CONSULTATION = "no_open_consultation"
    NO_OPEN_VERIFICATION = "no_open_verification"
    NO_RECORDED_ERROR = "no_recorded_error"
    LAW_UNCHANGED = "law_unchanged"
    CASE_GONE = "case_gone"


GUARD_TEXTS: dict[Guard, Text] = {
    Guard.SUPPLEMENT_LIMIT: Text(
        "đã yêu cầu bổ sung đủ số lần được phép",
        "supplements were requested as often as the law allows",
    ),
    Guard.SUPPLEMENT_TOO_LATE: Text(
        "đã quá thời hạn thông báo bổ sung kể từ ngày tiếp nhận",
        "the time to notify of a supplement after reception is over",
    ),
    Guard.NOTHING_SUPPLEMENTED: Text("chưa có nội dung bổ sung", "nothing was supplemented"),
    Guard.NOT_RECEIVED: Text("hồ sơ chưa được tiếp nhận", "the dossier has not been received"),
    Guard.ALREADY_RECEIVED: Text("hồ sơ đã được tiếp nhận", "the dossier has been received"),
    Guard.FEE_UNPAID: Text("phí, lệ phí chưa được nộp", "the fee has not been paid"),
    Guard.NO_OPEN_STEP: Text("không còn bước xử lý nào", "no step of the process is open"),
    Guard.ALREADY_RATED: Text("hồ sơ đã được đánh giá", "the dossier has been rated"),
    Guard.NOT_THE_NEXT_STEP: Text("chưa đến bước này", "another step comes first"),
    Guard.ALREADY_ASSIGNED: Text("hồ sơ đã có người xử lý", "the dossier is in somebody's hands"),
    Guard.NOT_ASSIGNED: Text("hồ sơ chưa giao cho ai", "the dossier is in nobody's hands"),
    Guard.NO_SUCH_FORM: Text(
        "quy định áp dụng không có mẫu này",
        "the regime has no such form",
    ),
    Guard.SAME_HANDS: Text("hồ sơ đang ở chính nơi nhận", "the dossier is there already"),
    Guard.NOT_IMMEDIATE: Text(
        "thủ tục không thuộc diện trả kết quả ngay",
        "the procedure does not give its result at once",
    ),
    Guard.NO_DUE_DATE: Text("hồ sơ không có ngày hẹn trả", "the dossier has no due date"),
    Guard.EXTENSION_LIMIT: Text("chỉ được hẹn lại ngày trả một lần", "a new date may be given once only"),
    Guard.NO_OPEN_CONSULTATION: Text("không có yêu cầu lấy ý kiến này", "no such consultation is open"),
    Guard.NO_OPEN_VERIFICATION: Text(
        "không có cuộc thẩm tra, xác minh này",
        "no such verification waits for its minutes",
    ),
    Guard.NO_RECORDED_ERROR: Text("chưa ghi nhận sai sót nào", "no error has been recorded"),
    Guard.LAW_UNCHANGED: Text(
        "hồ sơ đã theo quy định hiện hành", "the dossier stands under the law of today"
    ),
    Guard.CASE_GONE: Text(
        "quy định hiện hành không còn trường hợp này",
        "the law of today has no such case",
    ),
}


def guard_failed(action: DossierAction, guard: Guard) -> ServiceError:
    return ServiceError(ErrorCode.GUARD_FAILED, action=action.value, reason=guard.value)


def illegal_transition(current: DossierStatus, action: str) -> ServiceError:
    return ServiceError(ErrorCode.ILLEGAL_TRANSITION, current=current.value, action=action)


def invalid_field(pointer: str, code: str, detail: str) -> ServiceError:
    """One wrong field of the request, by JSON pointer."""
    return ServiceError(
        ErrorCode.INVALID_REQUEST, errors=(FieldError(pointer=pointer, code=code, detail=detail),)
    )


def localised(error: ServiceError, locale: str) -> ServiceError:
    """The same error with the reason of its guard in the caller's language."""
    if error.code is not ErrorCode.GUARD_FAILED or error.params.get("reason") not in list(Guard):
        return error
    guard = Guard(error.params["reason"])
    reason = GUARD_TEXTS[guard][locale]
    return ServiceError(error.code, **{**error.params, "guard": guard.value, "reason": reason})
