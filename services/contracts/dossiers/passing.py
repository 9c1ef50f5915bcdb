"""Chuyển hồ sơ: a dossier passes from one agency to the competent one (NĐ 118/2025/NĐ-CP art 17.2, 18)."""

from enum import StrEnum

from contracts.base import Instant, Model


class PassingCause(StrEnum):
    """Why a dossier passed from one agency to another (lý do chuyển hồ sơ)."""

    DESK = "desk"  # tiếp nhận không phụ thuộc địa giới hành chính
    WRONG_AGENCY = "wrong_agency"  # không thuộc thẩm quyền
    SUCCESSION = "succession"  # cơ quan kết thúc hoạt động


class Passing(Model):
    """One passing of a dossier from an agency to another (lượt chuyển hồ sơ), with the clock of that step."""

    cause: PassingCause
    """Why it passed."""
    from_agency_code: str
    """Code of the agency that had it."""
    from_agency_name: str | None = None
    """Name of that agency at the time (tên cơ quan)."""
    to_agency_code: str
    """Code of the agency that it passed to."""
    to_agency_name: str | None = None
    """Name of that agency at the time (tên cơ quan)."""
    reason: str
    """Why, in words (lý do)."""
    passed_at: Instant
    """When it passed (UTC)."""
    until: Instant | None = None
    """Until when it has to be there (thời hạn chuyển); none: no time is set for it (UTC)."""
    confirmed_at: Instant | None = None
    """When the agency that it passed to confirmed it, by receiving it (UTC)."""
