"""A national list of any length, invented of the words that procedures are made of: the same for the same seed."""

import random
import uuid
from collections.abc import Iterator
from typing import Any

WHOLE_COUNTRY = 5_670
"""As many procedures as the national list held in July 2026."""

ACTS = (
    "Cấp", "Cấp lại", "Cấp đổi", "Gia hạn", "Điều chỉnh", "Thu hồi", "Đăng ký", "Đăng ký lại", "Đăng ký biến động",
    "Công nhận", "Xác nhận", "Thẩm định", "Phê duyệt", "Thông báo", "Chấp thuận", "Thủ tục cấp", "Thủ tục đăng ký",
    "Bổ nhiệm", "Miễn nhiệm", "Giải quyết", "Hỗ trợ", "Xóa đăng ký", "Đính chính", "Chuyển đổi", "Cho phép",
)  # fmt: skip
THINGS = (
    "giấy phép xây dựng", "giấy phép hoạt động", "giấy phép kinh doanh", "giấy phép lao động", "giấy phép khai thác",
    "giấy chứng nhận đủ điều kiện", "giấy chứng nhận quyền sử dụng đất", "giấy chứng nhận đầu tư", "chứng chỉ hành nghề",
    "khai sinh", "khai tử", "kết hôn", "thường trú", "tạm trú", "hộ kinh doanh", "doanh nghiệp", "hợp tác xã",
    "nhãn hiệu hàng hóa", "phương tiện thủy nội địa", "tàu biển", "xe máy chuyên dùng", "thuốc bảo vệ thực vật",
    "sản phẩm thủy sản", "giống cây trồng", "báo cáo đánh giá tác động môi trường", "quy hoạch chi tiết",
    "dự án đầu tư", "hợp đồng mua bán điện", "trợ cấp hằng tháng", "chế độ tử tuất", "học bổng", "bằng tốt nghiệp",
    "công chứng viên", "luật sư", "đấu giá viên", "lưu trữ", "phòng cháy và chữa cháy", "tần số vô tuyến điện",
)  # fmt: skip
WHERE = (
    "đối với tổ chức", "đối với cá nhân", "đối với hộ gia đình, cá nhân", "có yếu tố nước ngoài", "tại khu vực biên giới",
    "thuộc thẩm quyền của Bộ", "thuộc thẩm quyền của Ủy ban nhân dân cấp tỉnh", "cấp xã", "trong trường hợp bị mất",
    "trong trường hợp thay đổi nội dung", "trên địa bàn tỉnh", "trong khu công nghiệp", "sử dụng ngân sách nhà nước",
    "cho người Việt Nam định cư ở nước ngoài", "theo quy định của pháp luật chuyên ngành", "(trừ trường hợp đặc biệt)",
)  # fmt: skip
FIELD_HEADS = (
    "Đất đai", "Hộ tịch", "Xây dựng", "Giao thông", "Y tế", "Giáo dục", "Môi trường", "Lao động", "Thủy sản",
    "Tài chính", "Thuế", "Hải quan", "Công chứng", "Điện lực", "Viễn thông", "Bảo hiểm", "Du lịch", "Khoáng sản",
)  # fmt: skip
FIELD_TAILS = (
    "", " và quản lý", ", đăng ký", " đô thị", " nông thôn", " quốc tế", " cơ sở", " chuyên ngành", " dân sự",
    " công nghiệp", " biển và hải đảo", " điện tử", ", thi đua", " cấp xã", " đặc thù",
)  # fmt: skip
MINISTRIES = (
    "Bộ Tư pháp", "Bộ Công an", "Bộ Xây dựng", "Bộ Y tế", "Bộ Tài chính", "Bộ Nội vụ", "Bộ Công Thương",
    "Bộ Ngoại giao", "Bộ Quốc phòng", "Bộ Giáo dục và Đào tạo", "Bộ Khoa học và Công nghệ",
    "Bộ Nông nghiệp và Môi trường", "Ngân hàng Nhà nước Việt Nam", "Thanh tra Chính phủ",
)  # fmt: skip
PROVINCES = tuple(f"UBND tỉnh mẫu số {number}" for number in range(1, 35))
SUBJECTS = (
    "Công dân Việt Nam", "Doanh nghiệp", "Doanh nghiệp có vốn đầu tư nước ngoài", "Hợp tác xã", "Người nước ngoài",
    "Tổ chức (không bao gồm doanh nghiệp, HTX)", "Cán bộ, công chức, viên chức", "Tổ chức nước ngoài",
)  # fmt: skip
FIELDS = tuple(head + tail for head in FIELD_HEADS for tail in FIELD_TAILS)


def list_rows(count: int = WHOLE_COUNTRY, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Rows of the national list's own format, each with a code of its own."""
    chance = random.Random(seed)
    for number in range(count):
        code = f"{chance.choice('1123')}.{300_000 + number}"
        yield _row(chance, code)


def _row(chance: random.Random, code: str) -> dict[str, Any]:
    field = chance.choice(FIELDS)
    promulgator = chance.choice(MINISTRIES if chance.random() < 0.75 else PROVINCES)
    return {
        "id": _id(code),
        "code": code,
        "codeNotation": code,
        "name": _name(chance),
        "categories": [field],
        "categoryIds": [_id(field + chance.choice(("", "", "", " again")))],
        "departments": [],
        "departmentPromulgate": promulgator,
        "departmentPromulgateId": _id(promulgator),
        "formalityTargetType": chance.sample(SUBJECTS, chance.randint(1, 5)),
        "state": "ACTIVE",
        "type": "STANDARD",
    }


def _name(chance: random.Random) -> str:
    tails = chance.sample(WHERE, chance.randint(0, 4))
    things = chance.sample(THINGS, chance.randint(1, 2))
    return " ".join((chance.choice(ACTS), " và ".join(things), *tails))


def _id(text: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, text))
