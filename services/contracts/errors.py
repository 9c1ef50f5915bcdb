"""Every error that may cross a border: a stable code, and its words in Vietnamese and English.

`ServiceError` is the only exception that travels over RPC, and its only argument is one JSON string,
because nameko turns every exception argument into text. The gateway turns it into problem+json (RFC 9457).
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any

from pydantic import ValidationError

from contracts.base import Model
from contracts.i18n import Text


class ErrorCode(StrEnum):
    """Stable names of what can go wrong; clients branch on these."""

    INVALID_REQUEST = "invalid_request"
    MALFORMED_JSON = "malformed_json"
    INVALID_FORM_DATA = "invalid_form_data"
    IDEMPOTENCY_KEY_REQUIRED = "idempotency_key_required"
    IDEMPOTENCY_MISMATCH = "idempotency_mismatch"
    IDEMPOTENCY_IN_PROGRESS = "idempotency_in_progress"
    UNAUTHENTICATED = "unauthenticated"
    TOKEN_EXPIRED = "token_expired"
    TOKEN_REUSED = "token_reused"
    CREDENTIALS_INVALID = "credentials_invalid"
    ACCOUNT_LOCKED = "account_locked"
    PASSWORD_CHANGE_REQUIRED = "password_change_required"
    PASSWORD_LOG_IN_OFF = "password_log_in_off"
    FACTOR_CHALLENGE_INVALID = "factor_challenge_invalid"
    SECOND_FACTOR_NEEDED = "second_factor_needed"
    SECOND_FACTOR_REQUIRED = "second_factor_required"
    EID_REFUSED = "eid_refused"
    EID_ATTEMPT_INVALID = "eid_attempt_invalid"
    EID_NOT_PROVED = "eid_not_proved"
    EID_KIND_UNSUPPORTED = "eid_kind_unsupported"
    EID_LINK_NEEDED = "eid_link_needed"
    FORBIDDEN = "forbidden"
    INSUFFICIENT_SCOPE = "insufficient_scope"
    MACHINE_SECRETS_FULL = "machine_secrets_full"
    NOT_FOUND = "not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    ACCOUNT_EXISTS = "account_exists"
    IDENTITY_NOT_PROVED = "identity_not_proved"
    REPRESENTATION_NOT_IN_FORCE = "representation_not_in_force"
    READING_GROUND_REQUIRED = "reading_ground_required"
    CONSENT_TEXT_CHANGED = "consent_text_changed"
    DATA_REQUEST_SETTLED = "data_request_settled"
    BREACH_CLOSED = "breach_closed"
    PROCESSING_RESTRICTED = "processing_restricted"
    RETENTION_SETTLED = "retention_settled"
    SAME_PERSON = "same_person"
    BREACH_DUTY_OPEN = "breach_duty_open"
    IDENTITY_CONFLICT = "identity_conflict"
    PROCEDURE_NOT_FILEABLE = "procedure_not_fileable"
    PAPER_MISSING = "paper_missing"
    FILE_NOT_USABLE = "file_not_usable"
    FILE_NOT_SEALABLE = "file_not_sealable"
    SIGNATURE_REFUSED = "signature_refused"
    PAPER_NOT_USABLE = "paper_not_usable"
    PAPER_NOT_REMOVABLE = "paper_not_removable"
    FILE_TYPE_REFUSED = "file_type_refused"
    FILE_LOCKED = "file_locked"
    FILE_CUT_OFF = "file_cut_off"
    FILE_DAMAGED = "file_damaged"
    FILE_WITHOUT_PAGES = "file_without_pages"
    FILE_TOO_COMPLEX = "file_too_complex"
    IMAGE_TOO_LARGE = "image_too_large"
    FILE_INCOMPLETE = "file_incomplete"
    FILE_STORED_ALREADY = "file_stored_already"
    TICKET_INVALID = "ticket_invalid"
    PAYLOAD_TOO_LARGE = "payload_too_large"
    UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type"
    RANGE_NOT_SATISFIABLE = "range_not_satisfiable"
    REQUEST_TIMEOUT = "request_timeout"
    ILLEGAL_TRANSITION = "illegal_transition"
    GUARD_FAILED = "guard_failed"
    CALENDAR_INCOMPLETE = "calendar_incomplete"
    VERSION_REQUIRED = "version_required"
    VERSION_STALE = "version_stale"
    BILL_NOT_PAYABLE = "bill_not_payable"
    RECEIPT_NOT_POSSIBLE = "receipt_not_possible"
    ORDER_NOT_CANCELLABLE = "order_not_cancellable"
    REFUND_NOT_POSSIBLE = "refund_not_possible"
    REFUND_NOT_SEPARATED = "refund_not_separated"
    RATE_LIMITED = "rate_limited"
    UNKNOWN_SERVICE = "unknown_service"
    DEADLINE_EXCEEDED = "deadline_exceeded"
    UNAVAILABLE = "unavailable"
    INTERNAL_ERROR = "internal_error"


@dataclass(frozen=True)
class ErrorDefinition:
    """What a code means: HTTP status, title and detail. `{name}` in a detail is filled from the error's `params`."""

    status: int
    title: Text
    detail: Text
    retryable: bool = False


DEFINITIONS: dict[ErrorCode, ErrorDefinition] = {
    ErrorCode.INVALID_REQUEST: ErrorDefinition(
        422, Text("Yêu cầu không hợp lệ", "Invalid request"),
        Text("Một số thông tin chưa đúng; hãy xem từng mục được nêu.", "Some fields of the request are wrong; see errors.")),
    ErrorCode.MALFORMED_JSON: ErrorDefinition(
        400, Text("Không đọc được yêu cầu", "Malformed JSON"),
        Text("Không đọc được nội dung gửi lên; hãy tải lại trang rồi thử lại.", "The body is not well-formed JSON.")),
    ErrorCode.INVALID_FORM_DATA: ErrorDefinition(
        422, Text("Tờ khai chưa đúng", "Invalid form data"),
        Text("Tờ khai của thủ tục {procedure} có mục chưa đúng.",
        "The form data does not match the form of procedure {procedure}.")),
    ErrorCode.IDEMPOTENCY_KEY_REQUIRED: ErrorDefinition(
        400, Text("Thiếu mã của thao tác", "Idempotency-Key required"),
        Text("Thao tác gửi lên thiếu mã nhận biết; hãy tải lại trang rồi thử lại.",
        "Send the header Idempotency-Key, a new value for each action.")),
    ErrorCode.IDEMPOTENCY_MISMATCH: ErrorDefinition(
        422, Text("Thao tác đã được gửi", "Idempotency-Key already used"),
        Text("Thao tác này đã được gửi với nội dung khác; hãy tải lại trang rồi thực hiện lại.",
        "This key was used for a request with other content.")),
    ErrorCode.IDEMPOTENCY_IN_PROGRESS: ErrorDefinition(
        409, Text("Yêu cầu đang được xử lý", "Request in progress"),
        Text("Thao tác này đang được xử lý; hãy thử lại sau giây lát.",
        "A request with this key is still running; try again shortly."), retryable=True),
    ErrorCode.UNAUTHENTICATED: ErrorDefinition(
        401, Text("Chưa đăng nhập", "Not authenticated"),
        Text("Ông/Bà cần đăng nhập để làm việc này.",
        "A valid access token is needed in the Authorization header.")),
    ErrorCode.TOKEN_EXPIRED: ErrorDefinition(
        401, Text("Phiên đăng nhập hết hạn", "Token expired"),
        Text("Phiên đăng nhập đã hết hạn; hãy đăng nhập lại.", "The token has expired; refresh it or log in again.")),
    ErrorCode.TOKEN_REUSED: ErrorDefinition(
        401, Text("Phiên đăng nhập đã kết thúc", "Refresh token reused"),
        Text("Phiên đăng nhập này được dùng ở hai nơi nên đã kết thúc; hãy đăng nhập lại.",
        "The refresh token was used before; every session that came from it has been revoked.")),
    ErrorCode.CREDENTIALS_INVALID: ErrorDefinition(
        401, Text("Đăng nhập không thành công", "Log-in failed"),
        Text("Số định danh cá nhân (hoặc tên đăng nhập) hay mật khẩu không đúng.", "The login or the password is wrong.")),
    ErrorCode.ACCOUNT_LOCKED: ErrorDefinition(
        403, Text("Tài khoản bị khóa", "Account locked"),
        Text("Tài khoản này đang bị khóa; hãy liên hệ cơ quan hỗ trợ.",
        "This account is locked; contact the help desk.")),
    ErrorCode.PASSWORD_CHANGE_REQUIRED: ErrorDefinition(
        403, Text("Cần đặt mật khẩu", "Password change required"),
        Text("Đây là mật khẩu ban đầu hoặc mã thiết lập; hãy đặt mật khẩu của riêng mình rồi đăng nhập lại.",
        "This is a first password or a set-up code; set a password of your own, then log in again.")),
    ErrorCode.PASSWORD_LOG_IN_OFF: ErrorDefinition(
        403, Text("Không đăng nhập bằng mật khẩu", "No log-in by password"),
        Text("Loại tài khoản này chỉ đăng nhập bằng tài khoản định danh điện tử.",
        "Accounts of this kind log in by an electronic identity alone.")),
    ErrorCode.FACTOR_CHALLENGE_INVALID: ErrorDefinition(
        403, Text("Bước xác thực không còn hiệu lực", "Challenge not valid"),
        Text("Bước xác thực này đã dùng, đã hết hạn, sai quá nhiều lần hoặc bắt đầu ở nơi khác; hãy làm lại từ đầu.",
        "This challenge was used, has expired, was tried too often or was given to another address; begin anew.")),
    ErrorCode.SECOND_FACTOR_NEEDED: ErrorDefinition(
        403, Text("Cần xác thực lại", "Prove it once more"),
        Text("Việc này cần xác thực lại bằng yếu tố thứ hai; nếu chưa có, hãy đăng nhập lại.",
        "Show your second factor once more for this; if you have none, log in anew.")),
    ErrorCode.SECOND_FACTOR_REQUIRED: ErrorDefinition(
        409, Text("Phải giữ yếu tố xác thực", "Second factor required"),
        Text("Vai trò của tài khoản cần yếu tố xác thực thứ hai; hãy thêm yếu tố khác trước khi bỏ yếu tố này.",
        "A role of this account needs a second factor; add another one before you remove this.")),
    ErrorCode.EID_REFUSED: ErrorDefinition(
        403, Text("Chưa đồng ý đăng nhập", "Refused at the identity provider"),
        Text("Ông/Bà đã không đồng ý, hoặc hệ thống định danh đã từ chối việc đăng nhập này.",
        "You did not agree, or the identity provider refused this log-in.")),
    ErrorCode.EID_ATTEMPT_INVALID: ErrorDefinition(
        401, Text("Lần đăng nhập không còn hiệu lực", "Log-in attempt not valid"),
        Text("Lần đăng nhập này đã dùng, đã hết hạn hoặc bắt đầu ở trình duyệt khác; hãy đăng nhập lại từ đầu.",
        "This attempt was used, has expired or began in another browser; start the log-in again.")),
    ErrorCode.EID_NOT_PROVED: ErrorDefinition(
        401, Text("Chưa xác thực được định danh điện tử", "Electronic identity not proved"),
        Text("Không xác thực được câu trả lời của hệ thống định danh; hãy đăng nhập lại.",
        "What the identity provider answered does not prove who you are; start the log-in again.")),
    ErrorCode.EID_KIND_UNSUPPORTED: ErrorDefinition(
        403, Text("Chưa hỗ trợ tài khoản tổ chức", "Organisation's identity not supported"),
        Text("Chưa đăng nhập được bằng tài khoản định danh điện tử của tổ chức; hãy dùng tài khoản của cá nhân.",
        "The electronic identity of an organisation cannot log in yet; use that of a person.")),
    ErrorCode.EID_LINK_NEEDED: ErrorDefinition(
        409, Text("Cần liên kết tài khoản trước", "Link the identity first"),
        Text("Số định danh này đã có tài khoản được xác thực ở mức cao hơn; hãy đăng nhập tài khoản đó rồi liên kết.",
        "An account has proved this number to a higher level; log in to it and link the identity from there.")),
    ErrorCode.FORBIDDEN: ErrorDefinition(
        403, Text("Không có quyền", "Forbidden"),
        Text("Tài khoản của Ông/Bà không có quyền làm việc này.", "This account may not do that.")),
    ErrorCode.INSUFFICIENT_SCOPE: ErrorDefinition(
        403, Text("Ngoài phạm vi truy cập", "Scope not sufficient"),
        Text("Ứng dụng này không được cấp phạm vi truy cập cho việc này.",
        "This machine client has no scope for that.")),
    ErrorCode.MACHINE_SECRETS_FULL: ErrorDefinition(
        409, Text("Đã có hai khóa còn hiệu lực", "Two secrets are live"),
        Text("Ứng dụng đã có hai khóa bí mật còn hiệu lực và đang dùng; hãy thu hồi một khóa trước.",
        "The client has two live secrets in use; revoke one first.")),
    ErrorCode.NOT_FOUND: ErrorDefinition(
        404, Text("Không tìm thấy", "Not found"), Text("Không tìm thấy {what}.", "No such {what}.")),
    ErrorCode.METHOD_NOT_ALLOWED: ErrorDefinition(
        405, Text("Thao tác không được hỗ trợ", "Method not allowed"),
        Text("Địa chỉ này không có thao tác đó.", "This address does not take that method.")),
    ErrorCode.ACCOUNT_EXISTS: ErrorDefinition(
        409, Text("Đã có tài khoản", "Account exists"),
        Text("Số định danh hoặc tên đăng nhập này đã có tài khoản; hãy đăng nhập.",
        "There is an account with this login already.")),
    ErrorCode.IDENTITY_NOT_PROVED: ErrorDefinition(
        403, Text("Danh tính chưa được xác thực", "Identity not proved"),
        Text("Việc này cần danh tính đã xác thực ở mức {required}, tài khoản của Ông/Bà ở mức {level}. Hãy đăng nhập bằng "
        "VNeID, hoặc mang thẻ căn cước đến Bộ phận Một cửa.",
        "This needs an identity proved to level {required}, and this account has level {level}. Log in with VNeID, or show "
        "your identity card at a one-stop desk.")),
    ErrorCode.REPRESENTATION_NOT_IN_FORCE: ErrorDefinition(
        403, Text("Chưa có hoặc không còn quyền đại diện", "Not entitled to act for the other"),
        Text("Quyền đại diện chưa được xác nhận, chưa đến hoặc đã hết thời hạn, bị từ chối hoặc đã chấm dứt.",
        "The right to act for the other has not been confirmed, has not begun, is over, or was refused.")),
    ErrorCode.READING_GROUND_REQUIRED: ErrorDefinition(
        409, Text("Cần nêu căn cứ truy cập", "Ground for reading required"),
        Text("Hồ sơ này không thuộc việc đang giải quyết của Ông/Bà; hãy nêu căn cứ truy cập.",
        "No task of yours needs this dossier now: state why you read it in the header Reading-Ground.")),
    ErrorCode.CONSENT_TEXT_CHANGED: ErrorDefinition(
        409, Text("Nội dung đồng ý đã thay đổi", "Words of the consent have changed"),
        Text("Nội dung đồng ý vừa được thay đổi; hãy đọc lại nội dung mới.",
        "The words that were shown are not the present ones; show those and ask anew.")),
    ErrorCode.DATA_REQUEST_SETTLED: ErrorDefinition(
        409, Text("Yêu cầu không còn ở bước này", "Request is past this step"),
        Text("Yêu cầu này đã được trả lời hoặc đã thực hiện xong; hãy tải lại.",
        "This request has been answered or done already; read it again.")),
    ErrorCode.RETENTION_SETTLED: ErrorDefinition(
        409, Text("Việc này đã được quyết định", "This is decided already"),
        Text("Danh mục, bảng thời hạn, đợt nộp lưu, đợt tiêu hủy hoặc lệnh tạm dừng này không còn ở bước đó; hãy tải lại.",
        "This plan, schedule, transfer, run or hold is past this step; read it again.")),
    ErrorCode.SAME_PERSON: ErrorDefinition(
        403, Text("Phải do người khác phê duyệt", "Another person has to approve"),
        Text("Người đề nghị không được tự phê duyệt.", "Who proposed it does not approve it.")),
    ErrorCode.PROCESSING_RESTRICTED: ErrorDefinition(
        403, Text("Dữ liệu đang bị hạn chế xử lý", "The data are restricted"),
        Text("Chủ thể dữ liệu đã yêu cầu hạn chế xử lý; chỉ xem được theo căn cứ của luật.",
        "The person has had the processing restricted; they are read on a ground of the law alone.")),
    ErrorCode.BREACH_CLOSED: ErrorDefinition(
        409, Text("Vi phạm đã kết thúc xử lý", "Breach is closed"),
        Text("Vi phạm này đã kết thúc xử lý; sổ không nhận thêm.",
        "This breach is closed; its register takes nothing more.")),
    ErrorCode.BREACH_DUTY_OPEN: ErrorDefinition(
        409, Text("Còn nghĩa vụ thông báo", "Something is still to be told"),
        Text("Vi phạm này còn thông báo, báo cáo chưa thực hiện.",
        "Of this breach something is still to be told.")),
    ErrorCode.IDENTITY_CONFLICT: ErrorDefinition(
        409, Text("Xác thực trái với thông tin đã có", "Identity proved otherwise"),
        Text("Tài khoản này đã được xác thực với số định danh khác, hoặc số này đã được tài khoản khác xác thực ở mức cao "
        "hơn.",
        "Another number of this account has been proved, or another account has proved this number to a higher level.")),
    ErrorCode.PROCEDURE_NOT_FILEABLE: ErrorDefinition(
        409, Text("Thủ tục chưa nộp được trực tuyến", "Procedure cannot be filed"),
        Text("Thủ tục {procedure} mới có trong danh sách, chưa có nội dung chi tiết để nộp hồ sơ.",
        "Procedure {procedure} is known from the list only and cannot be filed yet.")),
    ErrorCode.PAPER_MISSING: ErrorDefinition(
        422, Text("Thiếu giấy tờ", "Paper missing"),
        Text("Hồ sơ thiếu thành phần bắt buộc: {components}.", "Required papers are missing: {components}.")),
    ErrorCode.FILE_NOT_USABLE: ErrorDefinition(
        422, Text("Tệp không dùng được", "File not usable"),
        Text("Có tệp không tồn tại, chưa tải xong hoặc không thuộc tài khoản này; hãy tải lên lại.",
        "A file does not exist, is not complete or does not belong to this account; upload it again.")),
    ErrorCode.FILE_NOT_SEALABLE: ErrorDefinition(
        422, Text("Tệp không ký số được", "File cannot be sealed"),
        Text("Không ký số được tệp này: {defect}.", "This file cannot be signed: {defect}.")),
    ErrorCode.SIGNATURE_REFUSED: ErrorDefinition(
        409, Text("Không ký số được", "Cannot be signed"),
        Text("Không ký số được: {obstacle}.", "It cannot be signed: {obstacle}.")),
    ErrorCode.PAPER_NOT_USABLE: ErrorDefinition(
        422, Text("Giấy tờ trong kho không dùng được", "Stored paper not usable"),
        Text("Có giấy tờ trong kho không thuộc chủ hồ sơ, hết hiệu lực hoặc khác loại; hãy xem từng giấy tờ được nêu.",
        "A stored paper is not the owner's, not valid or of another kind; see errors.")),
    ErrorCode.PAPER_NOT_REMOVABLE: ErrorDefinition(
        409, Text("Không xóa được giấy tờ", "Paper cannot be removed"),
        Text("Không xóa được giấy tờ này khỏi kho: {origin}.", "This paper stays in the store: {origin}.")),
    ErrorCode.FILE_TYPE_REFUSED: ErrorDefinition(
        415, Text("Loại tệp không được nhận", "File type refused"),
        Text("Chỉ nhận tệp PDF, ảnh JPEG hoặc ảnh PNG. {found}",
        "Only PDF, JPEG and PNG files are taken. {found}")),
    ErrorCode.FILE_LOCKED: ErrorDefinition(
        422, Text("Tệp có mật khẩu", "File locked by a password"),
        Text("Không mở được {content}{named} vì cần mật khẩu. Hãy bỏ mật khẩu mở tệp rồi tải lên lại.",
        "The {content}{named} needs a password to be opened. Remove it and upload again.")),
    ErrorCode.FILE_CUT_OFF: ErrorDefinition(
        422, Text("Tệp bị thiếu phần cuối", "File cut off"),
        Text("Không mở được {content}{named} vì thiếu phần cuối. Hãy lấy lại bản đầy đủ rồi tải lên lại.",
        "The {content}{named} ends before its end. Get the whole file and upload again.")),
    ErrorCode.FILE_DAMAGED: ErrorDefinition(
        422, Text("Tệp bị hỏng", "File damaged"),
        Text("Không mở được {content}{named} vì nội dung bị hỏng. Hãy chụp, quét hoặc xuất lại rồi tải lên lại.",
        "The {content}{named} is damaged and cannot be opened. Scan, take or export it anew and upload again.")),
    ErrorCode.FILE_WITHOUT_PAGES: ErrorDefinition(
        422, Text("Tệp không có trang nào", "File without pages"),
        Text("Trong {content}{named} không có trang nào. Hãy chọn tệp khác.",
        "The {content}{named} has no page. Choose another file.")),
    ErrorCode.FILE_TOO_COMPLEX: ErrorDefinition(
        422, Text("Tệp quá phức tạp", "File too complex"),
        Text("Không mở được {content}{named} trong thời gian cho phép. Hãy quét hoặc in lại thành PDF rồi tải lên lại.",
        "The {content}{named} cannot be opened in the time allowed. Scan it or print it to PDF anew and upload again.")),
    ErrorCode.IMAGE_TOO_LARGE: ErrorDefinition(
        422, Text("Ảnh quá lớn", "Image too large"),
        Text("Ảnh có {width} x {height} điểm ảnh; chỉ nhận ảnh đến {limit} triệu điểm ảnh. Hãy giảm kích thước ảnh.",
        "The image has {width} by {height} pixels; {limit} million pixels are taken at most. Make it smaller.")),
    ErrorCode.FILE_INCOMPLETE: ErrorDefinition(
        400, Text("Tệp chưa đủ", "File incomplete"),
        Text("Tệp tải lên chưa đủ: nhận {received} trên {expected} byte; hãy tải lại.",
        "Received {received} bytes of {expected}; upload again.")),
    ErrorCode.FILE_STORED_ALREADY: ErrorDefinition(
        409, Text("Tệp đã được lưu", "File stored already"),
        Text("Tệp này đã được lưu với nội dung khác; hãy chọn lại tệp.",
        "This file is stored already with other content; open a new upload.")),
    ErrorCode.TICKET_INVALID: ErrorDefinition(
        403, Text("Đường tải tệp không dùng được", "Ticket not valid"),
        Text("Đường tải tệp đã hết hạn hoặc không đúng; hãy chọn lại tệp.",
        "The ticket is missing, forged, expired or meant for something else; ask for a new one.")),
    ErrorCode.PAYLOAD_TOO_LARGE: ErrorDefinition(
        413, Text("Nội dung quá lớn", "Payload too large"),
        Text("Nội dung vượt quá {limit} byte.", "The body is larger than {limit} bytes.")),
    ErrorCode.UNSUPPORTED_MEDIA_TYPE: ErrorDefinition(
        415, Text("Kiểu nội dung không được nhận", "Unsupported media type"),
        Text("Chỉ nhận {expected}.", "Only {expected} is taken here.")),
    ErrorCode.RANGE_NOT_SATISFIABLE: ErrorDefinition(
        416, Text("Tệp không có phần này", "Range not satisfiable"),
        Text("Tệp có {size} byte, không có phần được yêu cầu.",
        "The file has {size} bytes and not the part that is asked for.")),
    ErrorCode.REQUEST_TIMEOUT: ErrorDefinition(
        408, Text("Gửi quá chậm", "Request timeout"),
        Text("Nội dung đến quá chậm; hãy gửi lại.", "The body came too slowly; send it again."), retryable=True),
    ErrorCode.ILLEGAL_TRANSITION: ErrorDefinition(
        409, Text("Không thực hiện được", "Illegal transition"),
        Text("Hồ sơ {current} nên không thể {action}.",
        "The dossier {current}: to {action} is not possible now.")),
    ErrorCode.GUARD_FAILED: ErrorDefinition(
        409, Text("Chưa đủ điều kiện", "Condition not met"),
        Text("Chưa thể {action}: {reason}.", "To {action} is not possible: {reason}.")),
    ErrorCode.CALENDAR_INCOMPLETE: ErrorDefinition(
        409, Text("Lịch làm việc chưa đủ", "Working calendar incomplete"),
        Text("Lịch làm việc của cơ quan chưa đủ để tính hạn; hãy báo quản trị hệ thống.",
        "The agency's working calendar does not reach far enough to compute the due date.")),
    ErrorCode.VERSION_REQUIRED: ErrorDefinition(
        428, Text("Cần đọc thông tin mới nhất", "Version required"),
        Text("Hãy tải lại thông tin mới nhất rồi thực hiện lại.", "Send the header If-Match with the ETag you have read.")),
    ErrorCode.VERSION_STALE: ErrorDefinition(
        412, Text("Thông tin đã thay đổi", "Version stale"),
        Text("Thông tin này vừa được thay đổi; hãy tải lại rồi thực hiện lại.",
        "The thing has changed, its version is now {current}; read it again.")),
    ErrorCode.BILL_NOT_PAYABLE: ErrorDefinition(
        409, Text("Khoản thu không còn chờ nộp", "Bill not payable"),
        Text("Khoản thu này {state}.", "The bill {state}.")),
    ErrorCode.REFUND_NOT_POSSIBLE: ErrorDefinition(
        409, Text("Không thực hiện được", "Not possible now"),
        Text("Khoản hoàn trả đang ở bước khác nên không làm được việc này.",
        "The refund is at another step: this is not possible now.")),
    ErrorCode.REFUND_NOT_SEPARATED: ErrorDefinition(
        403, Text("Phải do người khác duyệt", "Another person approves"),
        Text("Người thu tiền hoặc đề nghị hoàn trả không duyệt khoản hoàn trả đó (Luật Kế toán, Điều 52).",
        "Who took the money or requested its return does not approve the refund (Luật Kế toán, art 52).")),
    ErrorCode.RECEIPT_NOT_POSSIBLE: ErrorDefinition(
        409, Text("Chưa lập được biên lai", "Receipt not possible"),
        Text("Tổ chức thu chưa đăng ký biên lai điện tử cho loại khoản thu này, hoặc dải số đã dùng hết.",
        "The collecting body has no electronic receipts for this kind of charge, or their numbers are used up.")),
    ErrorCode.ORDER_NOT_CANCELLABLE: ErrorDefinition(
        409, Text("Không hủy được lệnh thanh toán", "Order not cancellable"),
        Text("Lệnh thanh toán đã kết thúc, hoặc đơn vị thanh toán đang xử lý. Hãy chờ kết quả.",
        "The order has ended, or the provider has it in hand. Wait for the outcome.")),
    ErrorCode.RATE_LIMITED: ErrorDefinition(
        429, Text("Quá nhiều yêu cầu", "Too many requests"),
        Text("Hãy chờ {seconds} giây rồi thử lại.", "Wait {seconds} seconds and try again."), retryable=True),
    ErrorCode.UNKNOWN_SERVICE: ErrorDefinition(
        503, Text("Dịch vụ chưa sẵn sàng", "Service not there"),
        Text("Dịch vụ chưa được khởi động.", "The service behind this address has not been started."), retryable=True),
    ErrorCode.DEADLINE_EXCEEDED: ErrorDefinition(
        504, Text("Hết thời gian chờ", "Deadline exceeded"),
        Text("Hệ thống không trả lời kịp; việc này có thể đã được thực hiện. Hãy kiểm tra rồi gửi lại.",
        "The service did not answer in time; the action may have been done, repeat it with the same key."),
        retryable=True),
    ErrorCode.UNAVAILABLE: ErrorDefinition(
        503, Text("Tạm thời không phục vụ được", "Temporarily unavailable"),
        Text("Hệ thống tạm thời không phục vụ được; hãy thử lại sau giây lát.",
        "The system cannot serve this just now; try again shortly."), retryable=True),
    ErrorCode.INTERNAL_ERROR: ErrorDefinition(
        500, Text("Lỗi hệ thống", "Internal error"),
        Text("Có lỗi trong hệ thống; hãy báo mã lỗi kèm theo cho bộ phận hỗ trợ.",
        "Something went wrong inside; give the trace_id to support.")),
}  # fmt: skip


MOST_FIELD_ERRORS = 100
"""Of one refusal, those found first: a body of a megabyte can be wrong in a hundred thousand places."""
_MOST_FINDINGS = 10 * MOST_FIELD_ERRORS


class FieldError(Model):
    """One wrong field: JSON pointer into the request, stable code, words for a person."""

    pointer: str
    """JSON pointer (RFC 6901) to the wrong field of the request."""
    code: str
    """Stable code of what is wrong."""
    detail: str
    """What is wrong, in the reader's language."""
    params: dict[str, str | int | float] | None = None
    """What a front end needs for words of its own: `limit`, and of a form's field its `title` and `message`."""


class ServiceError(Exception):
    """The one exception of the suite. `params` fill the words of its code and hold no personal data."""

    def __init__(self, code: ErrorCode | str, *, errors: tuple[FieldError, ...] = (), **params: Any) -> None:
        self.code = ErrorCode(code)
        self.params = params
        self.errors = errors[:MOST_FIELD_ERRORS]
        super().__init__(self.to_json())

    @property
    def definition(self) -> ErrorDefinition:
        return DEFINITIONS[self.code]

    @property
    def retryable(self) -> bool:
        return self.definition.retryable

    def to_json(self) -> str:
        return json.dumps(
            {
                "code": self.code,
                "params": self.params,
                "errors": [error.model_dump() for error in self.errors],
            },
            ensure_ascii=False,
            default=str,
        )

    @classmethod
    def from_json(cls, text: str) -> "ServiceError":
        """Rebuild what `to_json` made. Raises ValueError for any other text."""
        data = json.loads(text)
        errors = tuple(FieldError.model_validate(error, extra="ignore") for error in data["errors"])
        return cls(ErrorCode(data["code"]), errors=errors, **data["params"])


def not_found(what: str) -> ServiceError:
    """`what` is a noun of the interface: dossier, procedure, file, bill."""
    return ServiceError(ErrorCode.NOT_FOUND, what=what)


def field_errors(
    found: ValidationError | Iterable[Mapping[str, Any]], *, skip: int = 0, under: tuple[str | int, ...] = ()
) -> tuple[FieldError, ...]:
    """Pydantic's first findings as field errors: JSON pointers (RFC 6901), without the values that were sent.

    `found` may be the list of findings that FastAPI hands on. `skip` leaves out the first parts of each place, where
    the model stood inside an envelope; `under` puts others before it, where the model is a part of the request.
    """
    if isinstance(found, ValidationError):
        found = found.errors(include_input=False, include_url=False)
    found = tuple(islice(found, _MOST_FINDINGS))  # what is wrong in a list comes before what is wrong with it
    wrong_items = _wrong_items(found)
    meant = (item for item in found if not _is_short_by_its_wrong_items(item, wrong_items))
    return tuple(
        FieldError(
            pointer=json_pointer((*under, *item["loc"][skip:])),
            code=item["type"],
            detail=item["msg"],
            params=_limit(item.get("ctx", {})),
        )
        for item in islice(meant, MOST_FIELD_ERRORS)
    )


def _wrong_items(found: Iterable[Mapping[str, Any]]) -> Mapping[tuple[str | int, ...], int]:
    """How many items of each list have something wrong in or below them, by the place of the list."""
    items = {tuple(item["loc"][:end]) for item in found for end in range(1, len(item["loc"]) + 1)}
    return Counter(place[:-1] for place in items)


def _is_short_by_its_wrong_items(
    item: Mapping[str, Any], wrong_items: Mapping[tuple[str | int, ...], int]
) -> bool:
    """Pydantic counts only the items of a tuple that are right: a list that is long enough but for them is not short."""
    if item["type"] != "too_short" or "actual_length" not in item.get("ctx", {}):
        return False
    context = item["ctx"]
    return bool(context["actual_length"] + wrong_items[tuple(item["loc"])] >= context["min_length"])


_LIMITS = ("min_length", "max_length", "ge", "le", "gt", "lt", "multiple_of")


def _limit(context: Mapping[str, Any]) -> dict[str, str | int | float] | None:
    """The limit that a value is beyond; not the pattern, nor anything that was sent."""
    limit = next((context[name] for name in _LIMITS if name in context), None)
    return {"limit": limit} if isinstance(limit, int | float) else None


def json_pointer(parts: Iterable[str | int]) -> str:
    """RFC 6901: `("papers", 0, "a/b")` is `/papers/0/a~1b`; nothing is the whole document, the empty text."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in parts)
