"""An error in words, in Vietnamese or English: the nouns, states and actions that its params name."""

from collections.abc import Callable
from typing import Any

from contracts.dossiers import DossierStatus
from contracts.errors import ServiceError
from contracts.i18n import Text
from contracts.labels import DOSSIER_ACTIONS
from contracts.payments import BillState, OrderState
from contracts.receipts import ReceiptState
from contracts.tax_summaries import TaxSummaryState

NOUNS: dict[str, Text] = {
    "account": Text("tài khoản", "account"),
    "address": Text("địa chỉ này", "address"),
    "agency": Text("cơ quan", "agency"),
    "bill": Text("khoản thu", "bill"),
    "refund": Text("khoản hoàn trả", "refund"),
    "reconciliation case": Text("vụ việc chênh lệch đối soát", "reconciliation case"),
    "bank_transfer": Text("khoản chuyển", "bank transfer"),
    "calendar": Text("lịch làm việc", "calendar"),
    "certificate": Text("chứng thư số", "certificate"),
    "competent_agency": Text("cơ quan có thẩm quyền ở nơi này", "competent agency for this place"),
    "question": Text("câu hỏi của danh mục", "question of the catalogue"),
    "condition": Text("điều kiện kinh doanh", "business condition"),
    "tax summary": Text("bảng tổng hợp biên lai", "summary of receipts"),
    "receipt": Text("biên lai", "receipt"),
    "retention schedule": Text("bảng thời hạn lưu giữ", "retention schedule"),
    "retention hold": Text("lệnh tạm dừng tiêu hủy", "retention hold"),
    "transfer": Text("đợt nộp lưu", "transfer"),
    "file plan": Text("danh mục hồ sơ", "file plan"),
    "retention run": Text("đợt tiêu hủy", "retention run"),
    "breach": Text("vi phạm về bảo vệ dữ liệu cá nhân", "breach"),
    "data request": Text("yêu cầu về dữ liệu cá nhân", "request about personal data"),
    "consent": Text("sự đồng ý", "consent"),
    "mandate": Text("ủy quyền ký", "mandate to sign"),
    "delegation": Text("ủy quyền xử lý", "delegation"),
    "document": Text("văn bản", "document"),
    "digitisation": Text("việc số hóa", "digitisation"),
    "dossier": Text("hồ sơ", "dossier"),
    "identity": Text("tài khoản định danh điện tử đã liên kết", "linked identity"),
    "identity provider": Text("hệ thống định danh", "identity provider"),
    "file": Text("tệp", "file"),
    "machine_client": Text("ứng dụng máy", "machine client"),
    "machine_secret": Text("khóa bí mật của ứng dụng", "secret of the machine client"),
    "message": Text("thông báo", "message"),
    "order": Text("lệnh thanh toán", "payment order"),
    "paper": Text("giấy tờ trong kho dữ liệu điện tử", "paper"),
    "problem": Text("việc cần xử lý", "problem"),
    "outage": Text("sự cố hệ thống", "outage"),
    "procedure": Text("thủ tục", "procedure"),
    "procedure version": Text("phiên bản thủ tục", "version of the procedure"),
    "provider": Text("đơn vị thanh toán", "payment provider"),
    "push": Text("lần đẩy hồ sơ lên Cổng quốc gia", "push to the national portal"),
    "representation": Text("quyền đại diện", "act of representation"),
    "result kind": Text("loại kết quả", "kind of result"),
    "regime": Text("nghị định áp dụng", "regime"),
    "session": Text("phiên đăng nhập", "session"),
    "second factor": Text("yếu tố xác thực thứ hai", "second factor"),
    "step": Text("bước xử lý", "step"),
    "unit": Text("đơn vị hành chính", "administrative unit"),
}
"""What may be missing."""

STATES: dict[str, Text] = {
    DossierStatus.SUBMITTED: Text("đang chờ tiếp nhận", "waits for reception"),
    DossierStatus.ACCEPTED: Text("đã được tiếp nhận", "has been received"),
    DossierStatus.NOT_ACCEPTED: Text("đã bị từ chối tiếp nhận", "was refused at reception"),
    DossierStatus.PROCESSING: Text("đang được xử lý", "is being processed"),
    DossierStatus.SUPPLEMENT_REQUESTED: Text("đang chờ bổ sung", "waits for a supplement"),
    DossierStatus.PAYMENT_DUE: Text("đang chờ nộp phí, lệ phí", "waits for its fee"),
    DossierStatus.WITHDRAWN: Text("đã được rút", "has been withdrawn"),
    DossierStatus.STOPPED: Text("đang dừng xử lý", "is stopped"),
    DossierStatus.PROCESSED: Text("đã có kết quả", "has its result"),
    DossierStatus.RETURNED: Text("đã trả kết quả", "has been returned to the applicant"),
    BillState.OPEN: Text("đang chờ nộp", "is to be paid"),
    BillState.PAID: Text("đã được nộp", "has been paid"),
    BillState.CANCELLED: Text("đã được hủy", "has been cancelled"),
    OrderState.CREATED: Text("đang chờ thanh toán", "waits for the payment"),
    TaxSummaryState.PREPARED: Text("đang chờ gửi", "waits to be sent"),
    TaxSummaryState.ACCEPTED: Text("đã được cơ quan thuế nhận", "has been accepted"),
    TaxSummaryState.REFUSED: Text("bị cơ quan thuế từ chối", "has been refused"),
    TaxSummaryState.HANDED_OVER: Text("đã được nộp trực tiếp", "has been handed over"),
    ReceiptState.ISSUED: Text("đang có hiệu lực", "is good"),
    ReceiptState.REPLACED: Text("đã bị thay thế", "has been replaced"),
    OrderState.FAILED: Text("thanh toán không thành công", "has failed"),
    OrderState.EXPIRED: Text("đã hết hạn thanh toán", "has expired"),
}
"""How a dossier, a bill or an order is, as it follows its noun. States of one name are of one meaning."""

ACTIONS: dict[str, Text] = {
    TaxSummaryState.PREPARED: Text("gửi lại", "send it again"),
    TaxSummaryState.HANDED_OVER: Text("ghi nhận đã nộp", "note its hand-over"),
    ReceiptState.CANCELLED: Text("hủy", "cancel"),
    ReceiptState.REPLACED: Text("thay thế", "replace"),
    **{action.value: text for action, text in DOSSIER_ACTIONS.items()},
    "issue_document": Text("lập văn bản", "issue the document"),
    "redraft": Text("sửa phiên bản thủ tục", "edit the version"),
    "propose": Text("trình công bố", "propose the version"),
    "publish": Text("công bố", "publish the version"),
    "publicise": Text("công khai", "make the version public"),
    "draft_regime": Text("soạn dự thảo chế độ", "draft the regime"),
    "enact_regime": Text("ban hành chế độ", "put the regime into force"),
    "discard_regime_draft": Text("hủy dự thảo", "discard the draft"),
    "answer_question": Text("trả lời câu hỏi", "answer the question"),
    "reopen_question": Text("mở lại câu hỏi", "open the question again"),
    "abolish": Text("bãi bỏ", "abolish the procedure"),
}
"""As in a sentence, after "cannot"."""

_SOMETHING = Text("làm việc này", "do this")

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

SIGNATURE_OBSTACLES = {
    "no_agency_certificate": Text(
        "cơ quan chưa đăng ký chứng thư con dấu", "the agency has registered no certificate of its seal"
    ),
    "no_signer": Text("không rõ người ký", "it is not known who signs"),
    "no_certificate": Text(
        "người ký chưa có chứng thư số còn hiệu lực tại cơ quan này; đề nghị người quản trị tài khoản của cơ quan đăng ký"
        " chứng thư, hoặc trình người có thẩm quyền ký",
        "the signer has no certificate of this agency in force: ask who administers the accounts of the agency to register"
        " one, or submit it to who is competent",
    ),
    "not_competent": Text(
        "người ký không có thẩm quyền ký văn bản này; trình lãnh đạo ký, hoặc đề nghị người đứng đầu ghi nhận việc giao ký"
        " thay, ký thừa lệnh, ký thừa ủy quyền",
        "the signer is not competent: submit it to who is, or ask the head of the agency to record a mandate to sign",
    ),
    "mandate_ended": Text(
        "việc giao ký cho người này chưa bắt đầu, đã hết hạn hoặc đã chấm dứt; đề nghị người đứng đầu ghi nhận lại, hoặc"
        " trình người có thẩm quyền ký",
        "the mandate of the signer does not hold now: ask the head of the agency to record another, or submit it to who is"
        " competent",
    ),
    "mandate_of_other_work": Text(
        "người này được giao ký thủ tục hoặc loại văn bản khác; trình người có thẩm quyền ký",
        "the mandate of the signer is for other procedures or kinds: submit it to who is competent",
    ),
    "not_in_own_right": Text(
        "chỉ người đứng đầu (hoặc người giữ quyền), có chứng thư số còn hiệu lực, mới giao ký; người được giao ký không giao"
        " lại cho người khác",
        "only who signs in the own name, with a certificate in force, lets others sign; a mandate is not given on",
    ),
    "revoked": Text("chứng thư của người ký đã bị thu hồi", "the certificate was revoked"),
    "expired": Text("chứng thư của người ký không còn hiệu lực", "the certificate is not in force"),
    "not_trusted": Text(
        "chứng thư không do tổ chức chứng thực được tin cậy cấp",
        "no trusted authority issued the certificate",
    ),
    "service_refused": Text("dịch vụ ký số từ chối", "the signing service refuses"),
    "no_key": Text("không có khóa của chứng thư", "there is no key of the certificate"),
    "other_key": Text("khóa không phải của chứng thư này", "the key is not that of the certificate"),
}
"""Why something is not signed, and what helps."""

UNREMOVABLE = {
    "result": Text(
        "đây là kết quả giải quyết thủ tục do cơ quan ký; chỉ cơ quan đó thu hồi được",
        "it is a result that an agency has signed, and only that agency revokes it",
    ),
    "digitised": Text(
        "đây là giấy tờ do cơ quan số hóa và xác nhận; chỉ cơ quan đó thu hồi được",
        "an agency has scanned it and vouches for it, and only that agency revokes it",
    ),
}
"""Why a paper stays in its owner's store, by how it came there."""

_MEDIA = CONTENTS | {
    "application/json": Text("dữ liệu theo định dạng JSON", "application/json"),
    "application/merge-patch+json": Text("dữ liệu theo định dạng JSON", "application/merge-patch+json"),
}


def _media(value: str) -> Text:
    """Media types, with commas between them, in words."""
    words = [_MEDIA.get(each, Text(each, each)) for each in value.split(", ")]
    return Text(
        " hoặc ".join(dict.fromkeys(word.vi for word in words)),
        " or ".join(dict.fromkeys(word.en for word in words)),
    )


_LOCALISED: dict[str, Callable[[str], Text]] = {
    "what": lambda value: NOUNS.get(value, Text(value, value)),
    "current": lambda value: STATES.get(value, Text(value, value)),
    "state": lambda value: STATES.get(value, Text(value, value)),
    "action": lambda value: ACTIONS.get(value, _SOMETHING),
    "expected": _media,
    "defect": lambda value: SEAL_DEFECTS.get(value, SEAL_DEFECTS["damaged"]),
    "obstacle": lambda value: SIGNATURE_OBSTACLES.get(value, SIGNATURE_OBSTACLES["service_refused"]),
    "origin": lambda value: UNREMOVABLE.get(value, UNREMOVABLE["result"]),
    "content": lambda value: CONTENTS.get(value, Text("tệp", "file")),
    "found": lambda value: REFUSED_CONTENTS.get(value, REFUSED_CONTENTS["unknown"]),
    "named": lambda value: Text(f" (tên tệp ghi {value})", f" (named {value})") if value else Text("", ""),
}
"""Params that have words of their own in both languages."""


class _Params(dict[str, Any]):
    """A code's params; one that was not given reads as an ellipsis instead of hiding the problem."""

    def __missing__(self, key: str) -> str:
        return "…"


def title(error: ServiceError, locale: str) -> str:
    return error.definition.title[locale]


def detail(error: ServiceError, locale: str) -> str:
    """The sentence of the code with its params, in words of the language."""
    words = {
        key: _LOCALISED[key](str(error.params[key]))[locale] for key in _LOCALISED if key in error.params
    }
    return error.definition.detail[locale].format_map(_Params({**error.params, **words}))
