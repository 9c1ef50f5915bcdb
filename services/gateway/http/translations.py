"""Vietnamese for the field faults that services name in English; the rest is in `contracts.wording`."""

from contracts.accounts import Locale
from contracts.error_messages import detail, title
from contracts.errors import ErrorCode, FieldError

__all__ = ["FIELD_ERROR_DETAILS", "RETRY_AFTER_S", "detail", "title", "translate_field_error"]

FIELD_ERROR_DETAILS = {
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
    "unprintable": "Có dấu xuống dòng, ký tự điều khiển hoặc ký tự không nhìn thấy được.",
    "no_letter": "Phải có ít nhất một chữ cái.",
    "not_a_phone_number": "Không phải số điện thoại; ví dụ: 0912 345 678 hoặc +84 912 345 678.",
    "not_an_email_address": "Không phải địa chỉ thư điện tử; ví dụ: an.nguyen@vidu.vn.",
    "email_not_ascii": "Phần trước dấu @ chỉ gồm chữ cái không dấu, chữ số và dấu câu; máy chủ thư không nhận ký tự khác.",
    # of services
    "required": "Thiếu thông tin bắt buộc.",
    "unknown": "Thủ tục không có mã này.",
    "unexpected": "Biểu mẫu không có trường này.",
    "not_expected": "Pháp luật đã quy định, không cần nêu.",
    "already_used": "Số biên lai này đã được dùng cho lần thu khác của cơ quan.",
    "not_offered": "Thủ tục không có hình thức này.",
    "not_at_desk": "Hồ sơ nhận tại quầy là hồ sơ nộp trực tiếp hoặc qua bưu chính.",
    "not_working_time": "Ngoài giờ làm việc của cơ quan.",
    "own_agency": "Đây chính là cơ quan của hồ sơ.",
    "no_desk_role": "Cán bộ này không làm việc với hồ sơ.",
    "identity_number": "Số giấy tờ không đúng dạng của loại giấy tờ.",
    "tax_code": "Mã số thuế sai số kiểm tra.",
    "not_later": "Phải là một thời điểm muộn hơn.",
    "unknown_procedure": "Không có thủ tục này.",
    "not_simpler": "Đơn giản hoá thì chi phí không được cao hơn trước.",
    "in_future": "Ngày quyết định chưa đến.",
    "out_of_order": "Đã có quyết định muộn hơn về điều kiện này.",
    "unknown_officer": "Cơ quan không có cán bộ này.",
    "same_person": "Không thể uỷ quyền cho chính mình.",
    "repeated": "Đã nêu một lần rồi.",
    "too_many": "Quá nhiều; hãy chia nhỏ.",
    "too_deep": "Dữ liệu lồng quá sâu.",
    "too_large": "Số quá lớn.",
    "not_a_number": "Không phải là số.",
    "reserved_name": "Tên trường không được bắt đầu bằng dấu $.",
    "date_out_of_range": "Năm phải từ 1800 đến 2199.",
    "unknown_code": "Không có mã này.",
    "cycle": "Không thể đứng trên chính mình.",
    "taken": "Đã thuộc cơ quan khác.",
    "backwards": "Kết thúc trước khi bắt đầu.",
    "overlap": "Các ca làm việc chồng lên nhau.",
    "one_of": "Phải nêu đúng một trong hai: thủ tục hoặc lĩnh vực.",
    "not_covered": "Lịch làm việc chưa đến ngày này.",
    "no_working_day": "Lịch sẽ không có ngày làm việc nào trong hơn một tháng.",
    "too_far": "Chỉ được đặt trước tối đa năm năm.",
    "national_only": "Chỉ dành cho lịch chung cả nước.",
    "cursor": "Con trỏ trang không thuộc danh sách này; hãy bắt đầu lại.",
    "digest_mismatch": "Các dòng không khớp số lượng và mã băm đã khai.",
    "ip_address": "Không phải địa chỉ IP.",
    "date_too_early": "Ngày quá xa trong quá khứ.",
    "date_too_late": "Ngày quá xa trong tương lai.",
    "date_in_future": "Ngày này chưa đến.",
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


def translate_field_error(error: FieldError, locale: Locale) -> FieldError:
    """Pydantic and some services speak English only; what has no Vietnamese words here stays as it came."""
    if locale == "en":
        return error
    return error.model_copy(update={"detail": FIELD_ERROR_DETAILS.get(error.code, error.detail)})


RETRY_AFTER_S = {ErrorCode.IDEMPOTENCY_IN_PROGRESS: 1, ErrorCode.UNAVAILABLE: 2, ErrorCode.UNKNOWN_SERVICE: 5}
"""Seconds to wait before another try, where the error does not say itself."""
