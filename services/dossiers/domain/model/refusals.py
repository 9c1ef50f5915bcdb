"""Why an action on a dossier is refused, in words that a person understands."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from contracts.catalog import OfficeAct, SeparatedActs
from contracts.dossiers import DossierAction, DossierStatus
from contracts.errors import ErrorCode, FieldError, ServiceError
from contracts.field_error_messages import field_error_detail
from contracts.i18n import Text

T = TypeVar("T")


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
    RESULT_READY = "result_ready"
    STOPPED = "stopped"
    STEPS_OPEN = "steps_open"
    CONSULTATION_OPEN = "consultation_open"
    VERIFICATION_OPEN = "verification_open"
    NOT_INTERLINKED = "not_interlinked"
    CONSENT_AWAITED = "consent_awaited"
    NO_OPEN_CONSENT = "no_open_consent"
    NOTHING_TO_ACKNOWLEDGE = "nothing_to_acknowledge"


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
    Guard.ALREADY_RATED: Text("Ông/Bà đã đánh giá hồ sơ này", "the dossier has been rated"),
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
    Guard.RESULT_READY: Text("hồ sơ đã có kết quả giải quyết", "the result is ready"),
    Guard.STOPPED: Text("hồ sơ đang dừng giải quyết", "the dossier is stopped"),
    Guard.STEPS_OPEN: Text(
        "còn bước của quy trình nội bộ chưa hoàn thành",
        "a step of the internal process is not complete",
    ),
    Guard.CONSULTATION_OPEN: Text(
        "đang chờ ý kiến của cơ quan được lấy ý kiến",
        "the opinion of another agency is awaited",
    ),
    Guard.VERIFICATION_OPEN: Text(
        "cuộc thẩm tra, xác minh có người nộp tham dự chưa có biên bản",
        "a verification that the applicant attends has no minutes yet",
    ),
    Guard.NOT_INTERLINKED: Text(
        "thủ tục không thuộc nhóm thủ tục hành chính liên thông",
        "the procedure is of no interlinked group",
    ),
    Guard.CONSENT_AWAITED: Text(
        "đang chờ chủ sở hữu chỗ ở đồng ý", "the consent of the owner of the dwelling is awaited"
    ),
    Guard.NO_OPEN_CONSENT: Text(
        "không có yêu cầu xin ý kiến chủ sở hữu chỗ ở này", "no such consent is awaited"
    ),
    Guard.NOTHING_TO_ACKNOWLEDGE: Text(
        "không có bước nào chờ xác nhận tiếp nhận", "no step waits to be acknowledged"
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


class Findings:
    """What is wrong with a request, gathered from several checks, so that one answer tells all of it."""

    _GATHERED = (
        ErrorCode.INVALID_REQUEST,
        ErrorCode.INVALID_FORM_DATA,
        ErrorCode.PAPER_MISSING,
        ErrorCode.FILE_NOT_USABLE,
        ErrorCode.PAPER_NOT_USABLE,
    )

    def __init__(self) -> None:
        self._errors: list[ServiceError] = []

    def of(self, check: Callable[[], T], default: T) -> T:
        """What the check gives; the default where it finds something wrong, which is kept for `raise_any`."""
        try:
            return check()
        except ServiceError as error:
            if error.code not in self._GATHERED:
                raise
            self._errors.append(error)
            return default

    def add(self, error: ServiceError) -> None:
        self._errors.append(error)

    def raise_any(self) -> None:
        """Raises the first error that was found, with the wrong fields of all of them."""
        if self._errors:
            first = self._errors[0]
            wrong = tuple(wrong for error in self._errors for wrong in error.errors)
            raise ServiceError(first.code, errors=wrong, **first.params)


NAMED_FAULTS: dict[str, Text] = {
    "component_missing": Text("Thiếu giấy tờ: {what}.", "This paper is missing: {what}."),
    "file_not_usable": Text(
        "Tệp của {what} không tồn tại, chưa tải xong hoặc không thuộc tài khoản này.",
        "The file of {what} does not exist, is not complete or does not belong to this account.",
    ),
}
"""The words of wrong fields whose detail names a paper."""


class WhyNot(StrEnum):
    """Why an officer of the dossier's own agency, or of one that passed it on, may not take an action."""

    PASSED_ON = "passed_on"
    IN_OTHER_HANDS = "in_other_hands"
    SEPARATED_ACTS = "separated_acts"
    OTHER_ROLE = "other_role"


FORBIDDEN_TEXTS: dict[WhyNot, Text] = {
    WhyNot.PASSED_ON: Text(
        "Hồ sơ đã được chuyển đến cơ quan khác: {what}.",
        "The dossier has passed on to another agency: {what}.",
    ),
    WhyNot.IN_OTHER_HANDS: Text(
        "Hồ sơ đang do cán bộ khác xử lý.", "The dossier is in the hands of another officer."
    ),
    WhyNot.OTHER_ROLE: Text("Việc này thuộc vai trò khác.", "This belongs to another role."),
}


def forbidden(why: WhyNot | None, what: str = "") -> ServiceError:
    """What the caller may not do; without a reason for who does not work at the dossier's agency. `what`: where it is."""
    wrong = () if why is None else (FieldError(pointer="", code=why.value, detail=what),)
    return ServiceError(ErrorCode.FORBIDDEN, errors=wrong)


OFFICE_ACTS: dict[OfficeAct, Text] = {
    OfficeAct.RECEIVE: Text("tiếp nhận hồ sơ", "received the dossier"),
    OfficeAct.PROCESS: Text("thẩm định, xử lý hồ sơ", "processed the dossier"),
    OfficeAct.SIGN: Text("ký duyệt kết quả", "signed the result"),
    OfficeAct.TAKE_MONEY: Text("thu phí, lệ phí", "took the money"),
    OfficeAct.APPROVE_REFUND: Text("duyệt hoàn trả", "approved the refund"),
}


def separated(pair: SeparatedActs) -> ServiceError:
    """What the caller may not do because of what he has done; names both acts and the ground."""
    wrong = FieldError(
        pointer="",
        code=WhyNot.SEPARATED_ACTS.value,
        detail="",
        params={"done": pair.done.value, "excluded": pair.excluded.value, "ground": pair.ground},
    )
    return ServiceError(ErrorCode.FORBIDDEN, errors=(wrong,))


def localised(error: ServiceError, locale: str) -> ServiceError:
    """The same error in the caller's language: the reason of its guard, and the words about a paper."""
    if error.code is ErrorCode.FORBIDDEN or any(wrong.code in NAMED_FAULTS for wrong in error.errors):
        errors = tuple(_in_words(wrong, locale) for wrong in error.errors)
        return ServiceError(error.code, errors=errors, **error.params)
    if error.code is not ErrorCode.GUARD_FAILED or error.params.get("reason") not in list(Guard):
        return error
    guard = Guard(error.params["reason"])
    reason = GUARD_TEXTS[guard][locale]
    return ServiceError(error.code, **{**error.params, "guard": guard.value, "reason": reason})


_WHY_NOT: dict[str, Text] = {why.value: text for why, text in FORBIDDEN_TEXTS.items()}


def _in_words(wrong: FieldError, locale: str) -> FieldError:
    if wrong.code == WhyNot.SEPARATED_ACTS:
        return _with_acts(wrong, locale)
    text = NAMED_FAULTS.get(wrong.code) or _WHY_NOT.get(wrong.code)
    if text is None:
        return wrong
    return wrong.model_copy(update={"detail": text[locale].format(what=wrong.detail)})


def _with_acts(wrong: FieldError, locale: str) -> FieldError:
    """With what the acts are called, beside their stable names."""
    params = dict(wrong.params or {})
    for name in ("done", "excluded"):
        params[f"{name}_title"] = OFFICE_ACTS[OfficeAct(str(params[name]))][locale]
    return wrong.model_copy(
        update={
            "params": params,
            "detail": field_error_detail(wrong.model_copy(update={"params": params}), locale),
        }
    )
