"""The history of a dossier in plain words (diễn biến hồ sơ), Vietnamese and English."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dossiers.domain.working_time import ZONE

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
SENTENCES: Mapping[str, tuple[str, str]] = {
    "dossiers.submitted": ("Hồ sơ đã được nộp.", "The dossier was submitted."),
    "dossiers.accepted": (
        "Hồ sơ {code} đã được tiếp nhận, hẹn trả kết quả lúc {due_at}.",
        "Dossier {code} was received; the result is due at {due_at}.",
    ),
    "dossiers.reception_refused": (
        "Cơ quan từ chối tiếp nhận hồ sơ: {note}.",
        "The agency did not take the dossier: {note}.",
    ),
    "dossiers.fee_due": ("Cần nộp phí, lệ phí: {amount} đồng.", "A fee is to be paid: {amount} VND."),
    "dossiers.fee_billed": ("Đã lập khoản thu phí, lệ phí.", "The bill for the fee was made."),
    "dossiers.fee_paid": ("Đã nộp phí, lệ phí.", "The fee was paid."),
    "dossiers.processing_started": ("Bắt đầu xử lý hồ sơ.", "Processing began."),
    "dossiers.step_completed": ("Đã xong bước: {step_name}.", "A step is done: {step_name}."),
    "dossiers.supplement_requested": (
        "Cơ quan yêu cầu bổ sung, hoàn thiện hồ sơ: {reason}.",
        "The agency asks for a supplement: {reason}.",
    ),
    "dossiers.supplemented": ("Đã bổ sung hồ sơ.", "The dossier was supplemented."),
    "dossiers.extended": (
        "Cơ quan xin lỗi và hẹn lại lúc {promised_at}: {reason}.",
        "The agency apologises and gives a new date, {promised_at}: {reason}.",
    ),
    "dossiers.consultation_requested": (
        "Đang lấy ý kiến cơ quan {consulted_agency}, trả lời trước {consultation_due_at}.",
        "Agency {consulted_agency} is being consulted until {consultation_due_at}.",
    ),
    "dossiers.consultation_answered": (
        "Cơ quan {consulted_agency} đã cho ý kiến.",
        "Agency {consulted_agency} has answered.",
    ),
    "dossiers.verification_scheduled": (
        "Thẩm tra, xác minh lúc {scheduled_at} tại {place}.",
        "A verification takes place at {scheduled_at}, {place}.",
    ),
    "dossiers.verification_recorded": ("Đã thẩm tra, xác minh.", "The verification was recorded."),
    "dossiers.stopped": ("Dừng giải quyết hồ sơ: {note}.", "The dossier was stopped: {note}."),
    "dossiers.resumed": ("Tiếp tục giải quyết hồ sơ.", "Processing goes on."),
    "dossiers.result_issued": ("Đã có kết quả giải quyết.", "The result is ready."),
    "dossiers.result_sealed": (
        "Kết quả đã được ký số và lưu vào kho dữ liệu điện tử.",
        "The result was signed and put in the store.",
    ),
    "dossiers.result_corrected": ("Kết quả đã được đính chính.", "The result was corrected."),
    "dossiers.result_returned": ("Đã trả kết quả.", "The result was handed over."),
    "dossiers.withdrawn": ("Hồ sơ đã được rút theo yêu cầu.", "The dossier was withdrawn on request."),
    "dossiers.error_recorded": (
        "Cơ quan ghi nhận sai sót và xin lỗi: {apology}",
        "The agency recorded its error and apologises: {apology}",
    ),
    "dossiers.law_adopted": (
        "Hồ sơ chuyển sang quy định hiện hành của thủ tục.",
        "The dossier was moved to the procedure's rules of today.",
    ),
    "dossiers.document_issued": ("Đã ban hành giấy tờ của hồ sơ.", "A document of the dossier was issued."),
    "dossiers.due_soon": ("Sắp đến hạn: {deadline}.", "A deadline is near: {deadline}."),
    "dossiers.overdue": ("Đã quá hạn: {deadline}.", "A deadline has passed: {deadline}."),
    "dossiers.claimed": ("Cán bộ đã nhận xử lý.", "An officer took the dossier."),
    "dossiers.released": ("Hồ sơ được trả lại hàng đợi.", "The dossier went back to the queue."),
    "dossiers.assigned": ("Hồ sơ đã được phân công.", "The dossier was assigned."),
    "dossiers.handed_over": ("Hồ sơ được chuyển bước xử lý.", "The dossier was handed over."),
    "dossiers.rated": ("Người nộp đã đánh giá.", "The applicant gave a rating."),
}
NOT_STATED = {"vi": "chưa xác định", "en": "not stated"}


def history_sentence(event: str, payload: Mapping[str, Any], locale: str) -> str:
    """One sentence for an entry of the log; an event without words of its own is told by its name."""
    words = SENTENCES.get(event)
    if words is None:
        return event
    text = words[1 if locale == "en" else 0]
    return PLACEHOLDER.sub(lambda gap: _text_of(payload.get(gap[1]), locale), text).replace("..", ".")


def _text_of(value: Any, locale: str) -> str:
    if value is None or value == "":
        return NOT_STATED["en" if locale == "en" else "vi"]
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    return _local_time(str(value)) or str(value)


def _local_time(text: str) -> str | None:
    """09:30 02/11/2026 in Viet Nam, if the text is an instant."""
    if not re.match(r"^\d{4}-\d\d-\d\dT", text):
        return None
    return datetime.fromisoformat(text).astimezone(ZONE).strftime("%H:%M %d/%m/%Y")
