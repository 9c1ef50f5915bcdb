"""The history of a dossier in plain words (diễn biến hồ sơ), Vietnamese and English."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from contracts import dossiers as contract
from contracts.dossiers import ResultOutcome
from contracts.events import AnyEventType
from contracts.i18n import Text
from contracts.labels import DOCUMENT_KINDS
from contracts.time import VIETNAM
from dossiers.domain.model.action_rules import ACTIONS

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_OTHER_EVENTS: Mapping[AnyEventType, Text] = {
    contract.SUBMITTED: Text("Hồ sơ đã được nộp.", "The dossier was submitted."),
    contract.APPLICANT_KNOWN: Text(
        "Chủ hồ sơ đã xác thực số định danh; hồ sơ được hiển thị cho chủ hồ sơ.",
        "The owner has proved the number; the dossier is shown to the owner.",
    ),
    contract.PARTICIPATION_ENDED: Text(
        "Cơ quan chuyển hồ sơ không còn tham gia giải quyết.",
        "The agency that passed the dossier on takes part no longer.",
    ),
    contract.FEE_DUE: Text("Cần nộp phí, lệ phí: {amount} đồng.", "A fee is to be paid: {amount} VND."),
    contract.FEE_BILLED: Text("Đã lập khoản thu phí, lệ phí.", "The bill for the fee was made."),
    contract.FEE_PAID: Text("Đã nộp phí, lệ phí.", "The fee was paid."),
    contract.FEE_LAPSED: Text(
        "Hết thời hạn nộp {amount} đồng; khoản thu đã đóng.",
        "The time to pay {amount} VND has ended; the bill is closed.",
    ),
    contract.DOCUMENT_ISSUED: Text("Đã ban hành {kind}.", "Issued: {kind}."),
    contract.RESULT_SEALED: Text(
        "Kết quả đã được ký số và lưu vào kho dữ liệu điện tử.",
        "The result was signed and put in the store.",
    ),
    contract.DOCUMENT_FAILED: Text("Chưa lập được {kind}.", "Could not be made yet: {kind}."),
    contract.RESULT_SEAL_FAILED: Text(
        "Chưa ký số được kết quả; cần đính chính bằng tệp khác.",
        "The result could not be signed; it has to be corrected with another file.",
    ),
    contract.DUE_DATE_MOVED: Text(
        "Ngày hẹn trả chuyển từ {due_before} sang {due_at} do sự cố {system_name}, thông báo lúc {announced_at}, khắc phục"
        " xong lúc {restored_at}.",
        "The due date moved from {due_before} to {due_at} because of an outage of {system_name}, announced {announced_at},"
        " over {restored_at}.",
    ),
    contract.DUE_SOON: Text("Sắp đến hạn: {deadline}.", "A deadline is near: {deadline}."),
    contract.OVERDUE: Text("Đã quá hạn: {deadline}.", "A deadline has passed: {deadline}."),
}
"""Of the events that no action of `ACTIONS` records."""
SENTENCES: Mapping[str, Text] = {
    **{event.name: text for event, text in _OTHER_EVENTS.items()},
    **{rule.event.name: rule.history for rule in ACTIONS.values() if rule.event and rule.history},
}
"""By the name of the event. `{field}` is filled from the event's payload."""
PIECES: Mapping[str, Text] = {
    "replaced": Text("thay {names}", "replaced {names}"),
    "added": Text("thêm {names}", "added {names}"),
}
FORM_ANEW = Text("khai lại tờ khai", "the form anew")
_DOCUMENTS: Mapping[Any, Text] = {kind.value: text for kind, text in DOCUMENT_KINDS.items()}
STEP_REFUSED = Text(
    "Không đủ điều kiện giải quyết bước {step_name}: {reason}.", "A step was refused: {step_name}: {reason}."
)
NOT_STATED = Text("chưa xác định", "not stated")


def history_sentence(event: str, payload: Mapping[str, Any], locale: str) -> str:
    """The sentence for an entry of the log, in the language of the caller; the event's name where it has none."""
    text = SENTENCES.get(event)
    if text is None:
        return event
    named = {**payload, **_names(payload, locale)}
    if event == contract.STEP_COMPLETED.name and payload.get("outcome") == ResultOutcome.REFUSED:
        text = STEP_REFUSED
    filled = PLACEHOLDER.sub(lambda gap: _text_of(named.get(gap[1]), locale), text[locale])
    if event == contract.SUPPLEMENTED.name:
        filled = _with_pieces(filled, payload, locale)
    return filled.replace("..", ".")


def _names(payload: Mapping[str, Any], locale: str) -> dict[str, Any]:
    """Of the values that are codes: the names of agencies, the words of a kind of document."""
    consulted, kind = payload.get("consulted_agency_name"), payload.get("kind")
    names = {"consulted_agency": consulted} if consulted else {}
    for place in ("from_agency", "to_agency"):
        named = payload.get(f"{place}_name")
        names |= {place: named} if named else {}
    return names | ({"kind": _DOCUMENTS[kind][locale]} if kind in _DOCUMENTS else {})


def _with_pieces(sentence: str, payload: Mapping[str, Any], locale: str) -> str:
    """The sentence of a supplement with which papers were replaced and which came; an older entry does not say."""
    parts = [
        text[locale].format(names=", ".join(payload[name]))
        for name, text in PIECES.items()
        if payload.get(name)
    ]
    if payload.get("form_replaced"):
        parts.append(FORM_ANEW[locale])
    return f"{sentence.removesuffix('.')}: {'; '.join(parts)}." if parts else sentence


def _text_of(value: Any, locale: str) -> str:
    if value is None or value == "":
        return NOT_STATED[locale]
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    return _local_time(str(value)) or str(value)


def _local_time(text: str) -> str | None:
    """09:30 02/11/2026 in Viet Nam, if the text is an instant."""
    if not re.match(r"^\d{4}-\d\d-\d\dT", text):
        return None
    return datetime.fromisoformat(text).astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y")
