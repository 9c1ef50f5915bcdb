"""The progress of one of our dossiers as items of CapNhatTienDoHoSoMC, in batches of ten."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from contracts.base import ActorKind
from contracts.dossiers import DossierRecord, HistoryEntry
from sync.domain.pushes.dossier_item import PortalItem, timestamp

BATCH_SIZE = 10
ACTORS: Mapping[str, str] = {ActorKind.CITIZEN: "Công dân", ActorKind.OFFICER: "Cán bộ giải quyết"}
OUR_SYSTEM = "Hệ thống"


@dataclass(frozen=True)
class ProgressBatch:
    """Lines in the order in which they happened; `version` is that of the last one."""

    version: int
    lines: tuple[PortalItem, ...]


def batches(record: DossierRecord, after_version: int) -> Iterator[ProgressBatch]:
    """Of all that happened after that version."""
    entries = [entry for entry in record.history if entry.version > after_version]
    for start in range(0, len(entries), BATCH_SIZE):
        part = entries[start : start + BATCH_SIZE]
        yield ProgressBatch(part[-1].version, tuple(_line(record, entry) for entry in part))


def _line(record: DossierRecord, entry: HistoryEntry) -> PortalItem:
    """Names no person: who acted is named by role."""
    return {
        "MaHoSo": record.dossier.code or "",
        "NguoiXuLy": ACTORS.get(entry.actor_kind, OUR_SYSTEM),
        "ChucDanh": "",
        "ThoiDiemXuLy": timestamp(entry.occurred_at),
        "PhongBanXuLy": record.agency_name,
        "NoiDungXuLy": entry.text,
        "TrangThai": str(entry.status.number),
        "NgayBatDau": timestamp(entry.occurred_at),
        "NgayKetThucTheoQuyDinh": timestamp(record.dossier.due_at),
    }
