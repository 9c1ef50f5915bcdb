"""An error in words, in Vietnamese or English: the nouns, states and actions that its params name."""

from collections.abc import Callable
from typing import Any

from contracts.dossiers import DossierAction
from contracts.errors import ServiceError
from contracts.i18n import Text

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

CONTENTS = {
    "application/pdf": Text("tệp PDF", "PDF file"),
    "image/jpeg": Text("ảnh JPEG", "JPEG image"),
    "image/png": Text("ảnh PNG", "PNG image"),
}
"""What a file is, by its media type."""

REFUSED_CONTENTS = {
    "heic": Text(
        "Đây là ảnh HEIC của điện thoại: hãy chụp ở định dạng JPEG («Tương thích nhất» trên iPhone), hoặc xuất ảnh"
        " thành JPEG, rồi tải lên lại.",
        'This is a HEIC photo of a telephone: take it as JPEG ("Most Compatible" on an iPhone), or export it as JPEG.',
    ),
    "avif": Text("Đây là ảnh AVIF: hãy lưu thành JPEG.", "This is an AVIF image: save it as JPEG."),
    "webp": Text("Đây là ảnh WebP: hãy lưu thành JPEG.", "This is a WebP image: save it as JPEG."),
    "gif": Text("Đây là ảnh GIF: hãy lưu thành PNG.", "This is a GIF image: save it as PNG."),
    "tiff": Text(
        "Đây là ảnh TIFF: hãy lưu thành PDF hoặc JPEG.", "This is a TIFF image: save it as PDF or JPEG."
    ),
    "bmp": Text("Đây là ảnh BMP: hãy lưu thành PNG.", "This is a BMP image: save it as PNG."),
    "video": Text("Đây là video: hãy chụp ảnh giấy tờ.", "This is a video: take a photo of the paper."),
    "word": Text("Đây là tệp Office: hãy lưu thành PDF.", "This is an Office file: save it as PDF."),
    "archive": Text(
        "Đây là tệp nén hoặc tệp Office: hãy giải nén hoặc lưu thành PDF.",
        "This is an archive or an Office file: unpack it, or save it as PDF.",
    ),
    "web_page": Text("Đây là trang web: hãy in thành PDF.", "This is a web page: print it to PDF."),
    "unknown": Text("Không nhận ra loại của tệp này.", "The type of this file is not known."),
}
"""What people send instead, and what helps."""

SEAL_DEFECTS = {
    "locked": Text("tệp có mật khẩu, hãy bỏ mật khẩu", "it is locked by a password; remove it"),
    "damaged": Text("tệp bị hỏng, hãy xuất lại", "it is damaged; export it anew"),
    "image_too_large": Text("ảnh quá lớn, hãy giảm kích thước", "the image is too large; make it smaller"),
    "no_changes_allowed": Text(
        "chữ ký có trong tệp không cho phép thêm chữ ký nào nữa; hãy ký lại với lựa chọn cho phép ký thêm",
        "a signature in it allows no further one; sign anew and allow further signatures",
    ),
    "breaks_signature": Text(
        "ký thêm sẽ làm mất giá trị chữ ký đã có trong tệp; hãy ký lại với lựa chọn cho phép ký thêm",
        "a further signature would break one that is in it; sign anew and allow further signatures",
    ),
}
"""Why a file cannot be signed, and what helps."""

_LOCALISED: dict[str, Callable[[str], Text]] = {
    "defect": lambda value: SEAL_DEFECTS.get(value, SEAL_DEFECTS["damaged"]),
    "content": lambda value: CONTENTS.get(value, Text("tệp", "file")),
    "found": lambda value: REFUSED_CONTENTS.get(value, REFUSED_CONTENTS["unknown"]),
    "named": lambda value: Text(f" (tên tệp ghi {value})", f" (named {value})") if value else Text("", ""),
}
"""Params that have words of their own in both languages."""

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
    own = {key: words(str(params[key]))[locale] for key, words in _LOCALISED.items() if key in params}
    params = {**params, **own}
    return error.definition.detail[locale].format_map(_Params(params))


def _vietnamese(key: str, value: Any) -> Any:
    return _TRANSLATED.get(key, {}).get(str(value), value)
