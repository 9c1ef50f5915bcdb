"""Vietnamese for the nouns, states and field faults that services name in English."""

from typing import Any

from contracts.errors import Code, FieldError, ServiceError
from gateway.language import Locale

NOUNS = {
    "account": "tài khoản",
    "address": "địa chỉ này",
    "agency": "cơ quan",
    "bill": "khoản thu",
    "dossier": "hồ sơ",
    "file": "tệp",
    "message": "thông báo",
    "order": "lệnh thanh toán",
    "procedure": "thủ tục",
    "step": "bước xử lý",
}

STATES = {
    "submitted": "mới đăng ký",
    "accepted": "được tiếp nhận",
    "not_accepted": "không được tiếp nhận",
    "processing": "đang xử lý",
    "supplement_requested": "yêu cầu bổ sung giấy tờ",
    "payment_due": "yêu cầu thực hiện nghĩa vụ tài chính",
    "withdrawn": "công dân yêu cầu rút hồ sơ",
    "stopped": "dừng xử lý",
    "processed": "đã xử lý xong",
    "returned": "đã trả kết quả",
    "open": "chờ nộp",
    "paid": "đã nộp",
    "cancelled": "đã huỷ",
}

ACTIONS = {
    "accept": "tiếp nhận",
    "refuse_reception": "từ chối tiếp nhận",
    "request_supplement": "yêu cầu bổ sung",
    "supplement": "bổ sung",
    "start_processing": "bắt đầu xử lý",
    "complete_step": "hoàn thành bước xử lý",
    "stop": "dừng xử lý",
    "resume": "xử lý tiếp",
    "issue_result": "ban hành kết quả",
    "return_result": "trả kết quả",
    "withdraw": "rút hồ sơ",
}

_TRANSLATED: dict[str, dict[str, str]] = {
    "what": NOUNS,
    "current": STATES,
    "state": STATES,
    "action": ACTIONS,
}

FAULTS = {
    "missing": "Thiếu trường bắt buộc.",
    "extra_forbidden": "Trường này không có trong yêu cầu.",
    "string_type": "Phải là chuỗi ký tự.",
    "string_too_short": "Quá ngắn.",
    "string_too_long": "Quá dài.",
    "string_pattern_mismatch": "Không đúng khuôn dạng.",
    "int_type": "Phải là số nguyên.",
    "int_parsing": "Phải là số nguyên.",
    "int_from_float": "Phải là số nguyên.",
    "bool_type": "Phải là true hoặc false.",
    "bool_parsing": "Phải là true hoặc false.",
    "literal_error": "Không thuộc các giá trị được phép.",
    "greater_than_equal": "Nhỏ hơn mức cho phép.",
    "less_than_equal": "Lớn hơn mức cho phép.",
    "too_short": "Quá ít phần tử.",
    "too_long": "Quá nhiều phần tử.",
    "dict_type": "Phải là một đối tượng.",
    "model_type": "Phải là một đối tượng.",
    "tuple_type": "Phải là một danh sách.",
    "timezone_aware": "Thời điểm phải có múi giờ.",
    "datetime_parsing": "Không phải thời điểm hợp lệ.",
    "datetime_from_date_parsing": "Không phải thời điểm hợp lệ.",
    "datetime_type": "Không phải thời điểm hợp lệ.",
    "value_error": "Giá trị không hợp lệ.",
    # said by services
    "required": "Thiếu thông tin bắt buộc.",
    "unknown": "Thủ tục không có mã này.",
    "unexpected": "Biểu mẫu không có trường này.",
    "not_expected": "Pháp luật đã quy định, không cần nêu.",
    "not_offered": "Thủ tục không có hình thức này.",
    "not_later": "Phải sau thời điểm tiếp nhận.",
    "too_deep": "Dữ liệu lồng quá sâu.",
    "unprintable": "Có ký tự không lưu được.",
    "too_large": "Số quá lớn.",
    "not_a_number": "Không phải là số.",
    "cursor": "Con trỏ trang không thuộc danh sách này; hãy bắt đầu lại.",
    "digest_mismatch": "Các dòng không khớp số lượng và mã băm đã khai.",
    "ip_address": "Không phải địa chỉ IP.",
    # JSON Schema
    "type": "Sai kiểu dữ liệu.",
    "pattern": "Không đúng khuôn dạng.",
    "format": "Không đúng khuôn dạng.",
    "minLength": "Quá ngắn.",
    "maxLength": "Quá dài.",
    "minimum": "Nhỏ hơn mức cho phép.",
    "maximum": "Lớn hơn mức cho phép.",
    "enum": "Không thuộc các giá trị được phép.",
    "const": "Không thuộc các giá trị được phép.",
    "oneOf": "Không thuộc các giá trị được phép.",
}


class _Params(dict[str, Any]):
    """A code's params; one that was not given reads as an ellipsis instead of hiding the problem."""

    def __missing__(self, key: str) -> str:
        return "…"


def title(error: ServiceError, locale: Locale) -> str:
    return error.words.title_vi if locale == "vi" else error.words.title_en


def detail(error: ServiceError, locale: Locale) -> str:
    if locale == "en":
        return error.words.detail_en.format_map(_Params(error.params))
    said = {key: _vietnamese(key, value) for key, value in error.params.items()}
    return error.words.detail_vi.format_map(_Params(said))


def _vietnamese(key: str, value: Any) -> Any:
    return _TRANSLATED.get(key, {}).get(str(value), value)


def field_error(error: FieldError, locale: Locale) -> FieldError:
    """Pydantic and some services speak English only; what has no Vietnamese words here stays as it came."""
    if locale == "en":
        return error
    return error.model_copy(update={"detail": FAULTS.get(error.code, error.detail)})


RETRY_AFTER_S = {Code.IDEMPOTENCY_IN_PROGRESS: 1, Code.UNAVAILABLE: 2, Code.UNKNOWN_SERVICE: 5}
"""Seconds to wait before another try, where the error does not say itself."""
