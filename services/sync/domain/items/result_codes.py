"""The contract's own codes for one item and what is said with them, in one place. docs/sync.md says what each means."""

from contracts.sync import Anomaly, ItemOutcome

OK, EXISTS, BAD, NOT_YOURS = 0, 1, -1, -3

MESSAGES: dict[ItemOutcome, str] = {
    ItemOutcome.STORED: "Thành công",
    ItemOutcome.UPDATED: "Cập nhật thành công",
    ItemOutcome.UNCHANGED: "Không thay đổi: nội dung đã nhận trước đó",
    ItemOutcome.STALE: "Đã lưu; đã có sự kiện mới hơn",
}
ALREADY_THERE = "Hồ sơ đã tồn tại, gửi lại với isUpdating=True"
TOO_MANY = "Hồ sơ có quá nhiều bản tin"


def code_of(anomaly: Anomaly) -> int:
    """Of a refused item."""
    return NOT_YOURS if anomaly is Anomaly.FOREIGN_AGENCY else BAD
