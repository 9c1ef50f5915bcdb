"""Result codes (error_code) of the contract for one item, and the message beside each. docs/sync.md says what each
means to a sender."""

from contracts.sync import Anomaly, ItemOutcome

OK, EXISTS, REJECTED, FOREIGN = 0, 1, -1, -3

MESSAGES: dict[ItemOutcome, str] = {
    ItemOutcome.STORED: "Thành công",
    ItemOutcome.UPDATED: "Cập nhật thành công",
    ItemOutcome.UNCHANGED: "Không thay đổi: nội dung đã nhận trước đó",
    ItemOutcome.STALE: "Đã lưu; đã có sự kiện mới hơn",
}
ALREADY_EXISTS = "Hồ sơ đã tồn tại, gửi lại với isUpdating=True"
TOO_MANY = "Hồ sơ có quá nhiều bản tin"
TOO_LARGE = "mục quá lớn"
FOREIGN_UNIT = "madonvi không thuộc đơn vị của phiên"


def code_of(anomaly: Anomaly) -> int:
    """Of an item that is refused for this anomaly."""
    return FOREIGN if anomaly is Anomaly.FOREIGN_AGENCY else REJECTED
