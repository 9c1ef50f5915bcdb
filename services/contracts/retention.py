"""What accounts asks of each owner of records whose time is over: how many there are, and that they go.

Luật Lưu trữ 33/2024/QH15, Luật 91/2025/QH15 art 14.
"""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from contracts.base import Command, Identifier, Instant, Model

MOST_HOLDS = 500
"""Accounts and dossiers that one request names as held."""


class RecordKind(StrEnum):
    """What kind of records has a period (loại dữ liệu có thời hạn lưu giữ)."""

    DOSSIERS = "dossiers"  # dữ liệu cá nhân trong hồ sơ đã kết thúc
    BILLS = "bills"  # khoản thu, giao dịch thanh toán
    MESSAGES = "messages"  # thông báo
    UPLOADS = "uploads"  # tệp không thuộc hồ sơ nào
    SYNCED_DOSSIERS = "synced_dossiers"  # hồ sơ do cơ quan khác đồng bộ
    DATA_REQUESTS = "data_requests"  # yêu cầu của chủ thể dữ liệu đã xong


class ApplyRetention(Command):
    """Request for the next part of the records of a kind whose time is over. For accounts only.

    With `survey` they are counted and stay. Repeated under its command id, it answers as the first time.
    """

    unfingerprinted: ClassVar[frozenset[str]] = frozenset({"held_accounts", "held_dossiers"})
    """A hold that comes between two runs of one part is no other command."""
    kind: RecordKind
    """Which records."""
    before: Instant
    """Those whose period began before this (UTC) are over."""
    survey: bool = False
    """Whether only to count."""
    held_accounts: Annotated[tuple[Identifier, ...], Field(max_length=MOST_HOLDS)] = ()
    """Accounts whose records are held (tạm dừng tiêu hủy)."""
    held_dossiers: Annotated[tuple[Identifier, ...], Field(max_length=MOST_HOLDS)] = ()
    """Dossiers, by id or code, whose records are held."""
    cursor: Annotated[str, StringConstraints(max_length=200)] | None = None
    """Where to continue: `next_cursor` of the part before."""


class RetentionPart(Model):
    """One part of the records of a kind."""

    due: Annotated[int, Field(ge=0)] = 0
    """Records whose time is over and that went, or would."""
    held: Annotated[int, Field(ge=0)] = 0
    """Records whose time is over and that are held."""
    waiting: Annotated[int, Field(ge=0)] = 0
    """Records whose time is over and that wait for others of the same person: one key is destroyed for all of them."""
    next_cursor: str | None = None
    """Where the next part begins; absent on the last one."""
