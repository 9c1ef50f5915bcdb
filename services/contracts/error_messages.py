"""An error in words, in Vietnamese or English: the nouns, states and actions that its params name."""

from typing import Any

from contracts.dossiers import DossierAction
from contracts.errors import ServiceError

NOUNS = {
    "account": "tài khoản",
    "address": "địa chỉ này",
    "agency": "cơ quan",
    "bill": "khoản thu",
    "calendar": "lịch làm việc",
    "competent_agency": "cơ quan có thẩm quyền ở nơi này",
    "delegation": "uỷ quyền xử lý",
    "dossier": "hồ sơ",
    "file": "tệp",
    "message": "thông báo",
    "order": "lệnh thanh toán",
    "procedure": "thủ tục",
    "step": "bước xử lý",
    "unit": "đơn vị hành chính",
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

ACTIONS = {action.value: action.vietnamese for action in DossierAction} | {"issue_document": "lập văn bản"}

_TRANSLATED: dict[str, dict[str, str]] = {
    "what": NOUNS,
    "current": STATES,
    "state": STATES,
    "action": ACTIONS,
}


class _Params(dict[str, Any]):
    """A code's params; one that was not given reads as an ellipsis instead of hiding the problem."""

    def __missing__(self, key: str) -> str:
        return "…"


def title(error: ServiceError, locale: str) -> str:
    return error.definition.title_vi if locale == "vi" else error.definition.title_en


def detail(error: ServiceError, locale: str) -> str:
    if locale == "en":
        return error.definition.detail_en.format_map(_Params(error.params))
    said = {key: _vietnamese(key, value) for key, value in error.params.items()}
    return error.definition.detail_vi.format_map(_Params(said))


def _vietnamese(key: str, value: Any) -> Any:
    return _TRANSLATED.get(key, {}).get(str(value), value)
