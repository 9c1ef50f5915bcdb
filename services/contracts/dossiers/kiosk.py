"""Filing at a kiosk (ki-ốt thông minh, NĐ 118/2025/NĐ-CP art 3.9 as amended by NĐ 309/2026/NĐ-CP)."""

from enum import StrEnum

from contracts.base import Identifier, Model


class KioskIdentityCheck(StrEnum):
    """How a kiosk checked who files (kiểm tra định danh tại ki-ốt, art 17.2a)."""

    EID = "eid"  # tài khoản định danh điện tử
    CHIP_CARD = "chip_card"  # thẻ căn cước gắn chíp


class Kiosk(Model):
    """The kiosk at which a dossier was filed (ki-ốt thông minh): it changes the channel, not who is competent (art 4.2b)."""

    device_id: Identifier
    """Id of the device."""
    identity_check: KioskIdentityCheck | None = None
    """How it checked who files; none: it did not."""
