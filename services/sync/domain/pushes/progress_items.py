"""The progress of one of our dossiers as items of CapNhatTienDoHoSoMC, in batches of ten."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from contracts.base import ActorKind, OfficerRole
from contracts.dossiers import DossierRecord, RecordedEntry
from sync.domain.pushes.dossier_item import PortalItem, timestamp
from sync.domain.pushes.surroundings import Surroundings

BATCH_SIZE = 10
ACTORS: Mapping[str, str] = {ActorKind.CITIZEN: "Công dân", ActorKind.OFFICER: "Cán bộ giải quyết"}
OUR_SYSTEM = "Hệ thống"
MAX_NAME = 50
POSITIONS: Mapping[OfficerRole, str] = {
    OfficerRole.LEADER: "Lãnh đạo",
    OfficerRole.MANAGER: "Người đứng đầu Bộ phận Một cửa",
    OfficerRole.PROCESSING: "Chuyên viên xử lý",
    OfficerRole.RECEPTION: "Cán bộ tiếp nhận",
}
"""The first of these that the officer had then."""


@dataclass(frozen=True)
class ProgressBatch:
    """Lines in the order in which they happened; `version` is that of the last one."""

    version: int
    lines: tuple[PortalItem, ...]


def officer_ids(record: DossierRecord) -> tuple[str, ...]:
    """Of those who acted."""
    return tuple(dict.fromkeys(entry.officer_id for entry in record.history if entry.officer_id))


def batches(record: DossierRecord, around: Surroundings, after_version: int) -> Iterator[ProgressBatch]:
    """Of all that happened after that version."""
    entries = [entry for entry in record.history if entry.version > after_version]
    for start in range(0, len(entries), BATCH_SIZE):
        part = entries[start : start + BATCH_SIZE]
        yield ProgressBatch(part[-1].version, tuple(_line(record, around, entry) for entry in part))


def _line(record: DossierRecord, around: Surroundings, entry: RecordedEntry) -> PortalItem:
    """An officer is named, with his position then; a citizen is not."""
    name = around.officers.get(entry.officer_id or "") or ACTORS.get(entry.actor_kind, OUR_SYSTEM)
    return {
        "MaHoSo": record.dossier.code or "",
        "NguoiXuLy": name[:MAX_NAME],
        "ChucDanh": next((POSITIONS[role] for role in POSITIONS if role in entry.officer_roles), ""),
        "ThoiDiemXuLy": timestamp(entry.occurred_at),
        "PhongBanXuLy": entry.agency_name or record.agency_name,
        "NoiDungXuLy": entry.text,
        "TrangThai": str(entry.status.number),
        "NgayBatDau": timestamp(entry.occurred_at),
        "NgayKetThucTheoQuyDinh": timestamp(entry.due_at or record.dossier.due_at),
    }
