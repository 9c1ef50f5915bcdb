"""Guards of a version's life: why a command is refused, in the two languages of the portal."""

from enum import StrEnum

from contracts.errors import ErrorCode, FieldError, ServiceError
from contracts.i18n import Text


class VersionGuard(StrEnum):
    """What keeps a version from moving on; the value is the `guard` of the problem."""

    WRONG_STATE = "wrong_state"
    INCOMPLETE = "incomplete"
    LATER_IN_FORCE = "later_in_force"
    ABOLITION_DECIDED = "abolition_decided"
    NOT_THE_LAST = "not_the_last"
    OWN_DRAFT = "own_draft"
    DRAFT_CLOSED = "draft_closed"
    QUESTION_NOT_OPEN = "question_not_open"
    QUESTION_NOT_ANSWERED = "question_not_answered"


GUARD_TEXTS: dict[VersionGuard, Text] = {
    VersionGuard.WRONG_STATE: Text(
        "phiên bản đã qua bước này",
        "the version is not in the state for it",
    ),
    VersionGuard.INCOMPLETE: Text(
        "nội dung chưa đủ bộ phận tạo thành thủ tục (khoản 2 Điều 8 Nghị định 63/2010/NĐ-CP)",
        "the content lacks parts that make a procedure (Decree 63/2010, article 8.2)",
    ),
    VersionGuard.LATER_IN_FORCE: Text(
        "đã có phiên bản công khai có hiệu lực muộn hơn",
        "a version that comes into force later is in force already",
    ),
    VersionGuard.ABOLITION_DECIDED: Text(
        "thủ tục đã có quyết định bãi bỏ có hiệu lực sau ngày này",
        "the procedure is to be abolished after that day",
    ),
    VersionGuard.NOT_THE_LAST: Text(
        "đây không phải phiên bản công khai cuối cùng vào ngày bãi bỏ",
        "it is not the last public version on the day of the abolition",
    ),
    VersionGuard.OWN_DRAFT: Text(
        "người soạn dự thảo không được tự ban hành",
        "who wrote the draft cannot enact it",
    ),
    VersionGuard.DRAFT_CLOSED: Text(
        "dự thảo đã được ban hành hoặc đã hủy",
        "the draft is enacted or discarded",
    ),
    VersionGuard.QUESTION_NOT_OPEN: Text(
        "câu hỏi không còn chờ trả lời",
        "the question does not wait for an answer",
    ),
    VersionGuard.QUESTION_NOT_ANSWERED: Text(
        "câu hỏi chưa có câu trả lời",
        "the question has no answer",
    ),
}


def guard_failed(action: str, guard: VersionGuard, *errors: FieldError) -> ServiceError:
    """GUARD_FAILED, with the guard as its reason until `with_guard_text` words it."""
    return ServiceError(ErrorCode.GUARD_FAILED, errors=errors, action=action, reason=guard.value)


def invalid_field(pointer: str, code: str, detail: str) -> ServiceError:
    """One wrong field of the request, by JSON pointer."""
    return ServiceError(
        ErrorCode.INVALID_REQUEST, errors=(FieldError(pointer=pointer, code=code, detail=detail),)
    )


def with_guard_text(error: ServiceError, locale: str) -> ServiceError:
    """The same error with the text of its guard in the caller's language."""
    if error.code is not ErrorCode.GUARD_FAILED or error.params.get("reason") not in list(VersionGuard):
        return error
    guard = VersionGuard(error.params["reason"])
    words = GUARD_TEXTS[guard][locale]
    params = {**error.params, "guard": guard.value, "reason": words}
    return ServiceError(error.code, errors=error.errors, **params)
