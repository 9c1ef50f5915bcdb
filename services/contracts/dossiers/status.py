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
        return list(DossierStatus).index(self) + 1


class DossierAction(StrEnum):
    """What a person may do to a dossier; the paths of the interface carry these names."""

    ACCEPT = "accept"
    REFUSE_RECEPTION = "refuse_reception"
    SERVE_AT_ONCE = "serve_at_once"
    REQUEST_SUPPLEMENT = "request_supplement"
    SUPPLEMENT = "supplement"
    START_PROCESSING = "start_processing"
    COMPLETE_STEP = "complete_step"
    EXTEND = "extend"
    REQUEST_CONSULTATION = "request_consultation"
    ANSWER_CONSULTATION = "answer_consultation"
    SCHEDULE_VERIFICATION = "schedule_verification"
    RECORD_VERIFICATION = "record_verification"
    STOP = "stop"
    RESUME = "resume"
    ISSUE_RESULT = "issue_result"
    RETURN_RESULT = "return_result"
    WITHDRAW = "withdraw"
    RECORD_ERROR = "record_error"
    CORRECT_RESULT = "correct_result"
    ADOPT_LAW = "adopt_law"
    CLAIM = "claim"
    RELEASE = "release"
    ASSIGN = "assign"
    HAND_OVER = "hand_over"
    RATE = "rate"


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
