"""The ten official states, what may be done, and how it may end."""

from enum import StrEnum


class DossierStatus(StrEnum):
    """The ten official states; `number` is TrangThaiHoSo on the ministries' wire."""

    SUBMITTED = "submitted"  # 1 Mới đăng ký
    ACCEPTED = "accepted"  # 2 Được tiếp nhận
    NOT_ACCEPTED = "not_accepted"  # 3 Không được tiếp nhận
    PROCESSING = "processing"  # 4 Đang xử lý
    SUPPLEMENT_REQUESTED = "supplement_requested"  # 5 Yêu cầu bổ sung giấy tờ
    PAYMENT_DUE = "payment_due"  # 6 Yêu cầu thực hiện nghĩa vụ tài chính
    WITHDRAWN = "withdrawn"  # 7 Công dân yêu cầu rút hồ sơ
    STOPPED = "stopped"  # 8 Dừng xử lý
    PROCESSED = "processed"  # 9 Đã xử lý xong
    RETURNED = "returned"  # 10 Đã trả kết quả

    @property
    def number(self) -> int:
        return _NUMBERS[self]


_NUMBERS = {status: number for number, status in enumerate(DossierStatus, start=1)}


class DossierAction(StrEnum):
    """What a person may do to a dossier; the paths of the interface carry these names."""

    _value_: str
    vietnamese: str
    """What people call it, in lower case as in a sentence."""

    def __new__(cls, value: str, vietnamese: str = "") -> "DossierAction":
        action = str.__new__(cls, value)
        action._value_, action.vietnamese = value, vietnamese
        return action

    ACCEPT = "accept", "tiếp nhận"
    REFUSE_RECEPTION = "refuse_reception", "từ chối tiếp nhận"
    SERVE_AT_ONCE = "serve_at_once", "giải quyết và trả ngay"
    PASS_ON = "pass_on", "chuyển đến cơ quan có thẩm quyền"
    REQUEST_SUPPLEMENT = "request_supplement", "yêu cầu bổ sung"
    SUPPLEMENT = "supplement", "bổ sung"
    START_PROCESSING = "start_processing", "bắt đầu xử lý"
    COMPLETE_STEP = "complete_step", "hoàn thành bước xử lý"
    IMPOSE_OBLIGATION = "impose_obligation", "yêu cầu thực hiện nghĩa vụ tài chính"
    ACKNOWLEDGE_STEP = "acknowledge_step", "xác nhận tiếp nhận bước xử lý"
    REQUEST_CONSENT = "request_consent", "xin ý kiến chủ sở hữu chỗ ở"
    RECORD_CONSENT = "record_consent", "ghi nhận ý kiến chủ sở hữu chỗ ở"
    EXTEND = "extend", "xin lỗi và hẹn lại"
    REQUEST_CONSULTATION = "request_consultation", "lấy ý kiến"
    ANSWER_CONSULTATION = "answer_consultation", "trả lời ý kiến"
    SCHEDULE_VERIFICATION = "schedule_verification", "lên lịch xác minh"
    RECORD_VERIFICATION = "record_verification", "ghi biên bản xác minh"
    STOP = "stop", "dừng xử lý"
    RESUME = "resume", "xử lý tiếp"
    PROPOSE_RESULT = "propose_result", "trình ký kết quả"
    ISSUE_RESULT = "issue_result", "ban hành kết quả"
    RETURN_RESULT = "return_result", "trả kết quả"
    WITHDRAW = "withdraw", "rút hồ sơ"
    RECORD_ERROR = "record_error", "ghi nhận sai sót"
    CORRECT_RESULT = "correct_result", "đính chính kết quả"
    ADOPT_LAW = "adopt_law", "chuyển sang quy định mới"
    CLAIM = "claim", "nhận xử lý"
    RELEASE = "release", "trả lại hàng chờ"
    ASSIGN = "assign", "phân công"
    HAND_OVER = "hand_over", "chuyển hồ sơ"
    RATE = "rate", "đánh giá"


class ResultOutcome(StrEnum):
    """How a procedure ended for the applicant."""

    APPROVED = "approved"
    REFUSED = "refused"


class ReturnMethod(StrEnum):
    """Hình thức trả kết quả."""

    COUNTER = "counter"
    POST = "post"
    ONLINE = "online"


class Lateness(StrEnum):
    """How a dossier stands to its due date: open ones by now, ended ones by their end."""

    NO_DUE_DATE = "no_due_date"
    IN_TIME = "in_time"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    EARLY = "early"  # trước hạn
    ON_TIME = "on_time"  # đúng hạn
    LATE = "late"  # quá hạn
