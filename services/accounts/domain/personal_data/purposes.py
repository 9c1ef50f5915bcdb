"""What data are processed for (mục đích xử lý), on what it rests, and the words of the consents, as data.

What the state does by sector law needs no consent (Luật 91/2025/QH15 art 17, 19). Only reminders that no law asks for
rest on consent.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from contracts.accounts import ConsentText, DataPurpose, LegalBasis, ProcessingPurpose
from contracts.personal_data import DataCategory as Data

_REMINDERS_1 = (
    "Tôi đồng ý để Cổng dịch vụ công dùng thư điện tử và số điện thoại đã xác thực của tôi để gửi tin nhắc trước hạn bổ "
    "sung hồ sơ và hạn nộp phí, lệ phí. Tôi có thể rút lại sự đồng ý này bất cứ lúc nào; thông báo theo luật vẫn được gửi."
)
_REMINDERS_1_EN = (
    "I agree that the portal uses my proved e-mail address and telephone number to remind me before the time for a "
    "supplement or for a fee ends. I may withdraw at any time; notices that the law asks for are sent all the same."
)
_TEXTS: dict[ProcessingPurpose, tuple[tuple[str, str], ...]] = {
    ProcessingPurpose.REMINDERS: ((_REMINDERS_1, _REMINDERS_1_EN),),
}
"""Every wording that was ever shown, oldest first: an entry of the ledger is proved by it."""


@dataclass(frozen=True)
class _Fact:
    title: str
    law: str
    data: tuple[Data, ...]
    retention: str


_PURPOSES: dict[ProcessingPurpose, _Fact] = {
    ProcessingPurpose.DOSSIERS: _Fact(
        "Tiếp nhận, giải quyết và trả kết quả thủ tục hành chính",
        "NĐ 118/2025/NĐ-CP; Luật 91/2025/QH15 điều 19",
        (Data.DOSSIERS, Data.FILES, Data.SYNCED_DOSSIERS),
        "Theo quy định về lưu trữ hồ sơ của ngành (Luật Lưu trữ 33/2024/QH15)",
    ),
    ProcessingPurpose.ACCOUNT: _Fact(
        "Tài khoản và xác thực danh tính",
        "NĐ 69/2024/NĐ-CP; NĐ 45/2020/NĐ-CP",
        (Data.PROFILE, Data.IDENTITY_EVIDENCE, Data.SESSIONS),
        "Đến khi tài khoản được xóa; chứng cứ xác thực theo quy định về định danh điện tử",
    ),
    ProcessingPurpose.PAYMENTS: _Fact(
        "Thu phí, lệ phí và chứng từ",
        "Luật Phí và lệ phí 97/2015/QH13; Luật Kế toán 88/2015/QH13",
        (Data.BILLS,),
        "Theo thời hạn lưu trữ chứng từ kế toán",
    ),
    ProcessingPurpose.PAPER_STORE: _Fact(
        "Kho quản lý dữ liệu điện tử của tổ chức, cá nhân",
        "NĐ 45/2020/NĐ-CP, NĐ 118/2025/NĐ-CP",
        (Data.PAPERS, Data.FILES),
        "Đến khi chủ sở hữu xóa; kết quả đã ký số được cơ quan lưu giữ",
    ),
    ProcessingPurpose.LAWFUL_NOTICES: _Fact(
        "Thông báo theo quy định về tình hình giải quyết",
        "NĐ 224/2026/NĐ-CP điều 15",
        (Data.PROFILE, Data.MESSAGES),
        "Như hồ sơ mà thông báo nói đến",
    ),
    ProcessingPurpose.SECURITY: _Fact(
        "An toàn hệ thống, nhật ký truy cập dữ liệu, thực hiện quyền của chủ thể dữ liệu",
        "Luật 91/2025/QH15; Luật An ninh mạng 116/2025/QH15",
        (Data.SESSIONS, Data.DATA_READINGS, Data.CONSENTS, Data.DATA_REQUESTS),
        "Theo thời hạn lưu giữ chứng cứ xử lý dữ liệu đúng luật",
    ),
    ProcessingPurpose.REMINDERS: _Fact(
        "Nhắc trước hạn bổ sung hồ sơ, hạn nộp phí qua thư điện tử, tin nhắn",
        "Luật 91/2025/QH15: sự đồng ý của chủ thể dữ liệu",
        (Data.PROFILE,),
        "Đến khi rút lại sự đồng ý",
    ),
}

ON_CONSENT = tuple(_TEXTS)
"""The purposes that rest on consent."""


def consent_text(purpose: ProcessingPurpose) -> ConsentText | None:
    """The present words of a purpose; None of one that rests on the law."""
    wordings = _TEXTS.get(purpose)
    if wordings is None:
        return None
    text, english = wordings[-1]
    return ConsentText(
        version=len(wordings),
        text=text,
        english=english,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def purposes(in_force: Iterable[ProcessingPurpose]) -> tuple[DataPurpose, ...]:
    """All of them, with which consents of a person are in force."""
    given = frozenset(in_force)
    return tuple(_purpose(purpose, given) for purpose in ProcessingPurpose)


def _purpose(purpose: ProcessingPurpose, given: frozenset[ProcessingPurpose]) -> DataPurpose:
    fact, text = _PURPOSES[purpose], consent_text(purpose)
    return DataPurpose(
        purpose=purpose,
        title=fact.title,
        basis=LegalBasis.LAW if text is None else LegalBasis.CONSENT,
        law=fact.law,
        data=fact.data,
        retention=fact.retention,
        consent_text=text,
        consent=None if text is None else purpose in given,
    )
