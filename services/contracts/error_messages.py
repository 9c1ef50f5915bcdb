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
    "condition": "điều kiện kinh doanh",
    "delegation": "uỷ quyền xử lý",
    "document": "văn bản",
    "dossier": "hồ sơ",
    "file": "tệp",
    "message": "thông báo",
    "order": "lệnh thanh toán",
    "paper": "giấy tờ trong kho dữ liệu điện tử",
    "problem": "việc cần xử lý",
    "procedure": "thủ tục",
    "procedure version": "phiên bản thủ tục",
    "provider": "bên cung cấp dịch vụ thanh toán",
    "push": "lần đẩy hồ sơ lên Cổng quốc gia",
    "regime": "nghị định áp dụng",
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
    return error.definition.title[locale]


def detail(error: ServiceError, locale: str) -> str:
    """The sentence of the code with its params; in Vietnamese their values are translated too."""
    params = error.params
    if locale != "en":
        params = {key: _vietnamese(key, value) for key, value in params.items()}
    return error.definition.detail[locale].format_map(_Params(params))


def _vietnamese(key: str, value: Any) -> Any:
    return _TRANSLATED.get(key, {}).get(str(value), value)
