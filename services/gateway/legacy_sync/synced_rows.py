"""A synced dossier as a row of TraCuuHoSo: the fields of DongBoHoSoMC by their names on the wire, its course, and what no
field of the contract names as it came."""

from collections.abc import Iterable
from typing import Any

from contracts.sync import SyncedContent
from contracts.synced_content import (
    SyncedFee,
    SyncedOtherFile,
    SyncedPaper,
    SyncedResult,
    SyncedStep,
    SyncedSupplement,
    ValueAsSent,
)
from gateway.legacy_sync.timestamps import format_timestamp as time

Row = dict[str, Any]

CHANNELS = {"direct": "1", "online": "2", "postal": "3"}
OWNERS = {"person": "1", "business": "2", "state_agency": "3", "organisation": "4"}


def row(dossier: SyncedContent) -> Row:
    """`TrangThaiHoSo` is the status that stands."""
    return {
        "MaHoSo": dossier.code,
        "SoBienNhan": dossier.receipt_number,
        "MaTTHC": dossier.procedure_code,
        "TenTTHC": dossier.procedure_name,
        "MaLinhVuc": dossier.field_code,
        "TenLinhVuc": dossier.field_name,
        "KenhThucHien": CHANNELS.get(dossier.channel or "", ""),
        **_owner(dossier),
        "TrichYeuHoSo": dossier.summary,
        **_times(dossier),
        "TrangThaiHoSo": _number(dossier.status_number),
        "ThongTinTra": dossier.return_note,
        "HinhThuc": dossier.return_by,
        "DonViXuLy": dossier.agency_name,
        "GhiChu": dossier.note,
        "NoiNopHoSo": dossier.filed_at_place,
        "HoSoCoThanhPhanSoHoa": _flag(dossier.digitised),
        "TaiKhoanDuocXacThucVoiVNeID": _flag(dossier.owner_verified),
        "DuocThanhToanTrucTuyen": dossier.paid_online,
        "DSKetNoiCSDL": [{"MaCSDL": code} for code in dossier.databases],
        "TaiLieuNop": [_paper(paper) for paper in dossier.papers],
        "DanhSachLePhi": [_fee(fee) for fee in dossier.fees],
        "DanhSachTepDinhKemKhac": [_other(file) for file in dossier.other_files],
        "DanhSachHoSoBoSung": [_supplement(supplement) for supplement in dossier.supplements],
        "DanhSachGiayToKetQua": [_result(result) for result in dossier.results],
        "TienDo": [_step(step) for step in dossier.steps],
        **_as_sent(dossier.as_sent),
    }


def _owner(dossier: SyncedContent) -> Row:
    owner = dossier.owner
    return {
        "ChuHoSo": owner.name,
        "SoGiayToChuHoSo": owner.number,
        "LoaiDoiTuong": OWNERS.get(owner.kind or "", ""),
        "MaDoiTuong": owner.account,
        "DinhDanhCHS": [{"LoaiDinhDanh": each.kind, "SoDinhDanh": each.number} for each in owner.papers],
        "Email": owner.email,
        "Fax": owner.fax,
        "SoDienThoai": owner.phone,
        "ThongTinKhac": owner.more,
        **_as_sent(owner.as_sent),
    }


def _times(dossier: SyncedContent) -> Row:
    return {
        "NgayNopHoSo": time(dossier.submitted_at),
        "NgayTiepNhan": time(dossier.received_at),
        "NgayHenTra": time(dossier.due_at),
        "NgayKetThucXuLy": time(dossier.ended_at),
        "NgayTra": time(dossier.returned_at),
        "NgayTuChoi": time(dossier.refused_at),
    }


def _paper(paper: SyncedPaper) -> Row:
    return {
        "TepDinhKemId": paper.file,
        "TenTepDinhKem": paper.name,
        "IsDeleted": _flag(paper.deleted),
        "MaThanhPhanHoSo": paper.component,
        "DuongDanTaiTepTin": paper.place,
        "DuocSoHoa": _flag(paper.digitised),
        "DuocTaiSuDung": _flag(paper.reused),
        "DuocLayTuKhoDMQG": _flag(paper.from_store),
        "MaKetQuaThayThe": paper.replaces_result or paper.result,
        **_as_sent(paper.as_sent),
    }


def _fee(fee: SyncedFee) -> Row:
    return {
        "TenPhiLePhi": fee.name,
        "MaPhiLePhi": fee.code,
        "HinhThucThu": fee.taken,
        "Gia": _number(fee.amount),
        "LoaiPhiLePhi": fee.kind,
        **_as_sent(fee.as_sent),
    }


def _other(file: SyncedOtherFile) -> Row:
    count = _number(file.count)
    return {"TenGiayTo": file.name, "SoLuong": count, "LoaiGiayTo": file.kind, **_as_sent(file.as_sent)}


def _supplement(supplement: SyncedSupplement) -> Row:
    return {
        "HoSoBoSungId": supplement.supplement,
        "NguoiYeuCauBoSung": supplement.asked_by,
        "NoiDungBoSung": supplement.asked_for,
        "NgayBoSung": time(supplement.asked_at),
        "NguoiTiepNhanBoSung": supplement.received_by,
        "ThongTinTiepNhan": supplement.received_note,
        "NgayTiepNhanBoSung": time(supplement.received_at),
        "TrangThaiBoSung": supplement.state,
        "DanhSachGiayToBoSung": [_paper(paper) for paper in supplement.papers],
        "DanhSachLePhiBoSung": [_fee(fee) for fee in supplement.fees],
        "NgayHenTraTruoc": time(supplement.due_before),
        "NgayHenTraMoi": time(supplement.due_after),
        **_as_sent(supplement.as_sent),
    }


def _result(result: SyncedResult) -> Row:
    return {
        "TenGiayTo": result.name,
        "MaThanhPhanHoSo": result.component,
        "GiayToId": result.paper,
        "DuongDanTepTinKetQua": result.place,
        "MaGiayToKetQua": result.code,
        **_as_sent(result.as_sent),
    }


def _step(step: SyncedStep) -> Row:
    return {
        "NguoiXuLy": step.by,
        "ChucDanh": step.position,
        "ThoiDiemXuLy": time(step.at),
        "PhongBanXuLy": step.unit,
        "NoiDungXuLy": step.content,
        "TrangThai": _number(step.status_number),
        "NgayBatDau": time(step.started_at),
        "NgayKetThucTheoQuyDinh": time(step.due_at),
        **_as_sent(step.as_sent),
    }


def _as_sent(values: Iterable[ValueAsSent]) -> Row:
    """By the names that the sender gave them, so that what is read back is what was sent."""
    return {value.name: value.value for value in values}


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _flag(true: bool) -> str:
    return "1" if true else "0"
