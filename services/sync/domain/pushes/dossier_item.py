"""One of our dossiers as an item of DongBoHoSoMC: all values are text, times local, "" instead of null."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from contracts.catalog import SubmissionChannel
from contracts.contact_details import dialled_at_home
from contracts.dossiers import (
    ApplicantKind,
    Dossier,
    DossierPaper,
    DossierRecord,
    DossierResult,
    DossierStatus,
    FeeItem,
    IdentityType,
    ResultOutcome,
    ReturnMethod,
    Supplement,
)
from sync.domain import timestamps

PortalItem = dict[str, Any]

CHANNELS: Mapping[SubmissionChannel, str] = {
    SubmissionChannel.DIRECT: "1",
    SubmissionChannel.ONLINE: "2",
    SubmissionChannel.POSTAL: "3",
}
APPLICANTS: Mapping[ApplicantKind, str] = {
    ApplicantKind.PERSON: "1",
    ApplicantKind.BUSINESS: "2",
    ApplicantKind.STATE_AGENCY: "3",
    ApplicantKind.ORGANISATION: "4",
}
IDENTITIES: Mapping[IdentityType, str] = {IdentityType.PERSONAL_NUMBER: "1", IdentityType.OLD_ID: "2"}
"""The only two that the contract names; another number stands in SoGiayToChuHoSo alone."""

LOCAL_PORTAL = "2"
PAID_AT_LOCAL_GATEWAY = "2"
ON_RECEPTION = "1"


def dossier_item(record: DossierRecord) -> PortalItem:
    """The whole dossier as it stands. It must have its code."""
    dossier = record.dossier
    return {
        "MaHoSo": dossier.code or "",
        "SoBienNhan": "",
        "MaTTHC": dossier.procedure_code,
        "TenTTHC": dossier.procedure_name,
        "MaLinhVuc": record.field_code,
        "TenLinhVuc": record.field_name,
        "KenhThucHien": CHANNELS[dossier.channel],
        **_owner(dossier),
        "TrichYeuHoSo": dossier.procedure_name[:1000],
        **_times(dossier),
        "TrangThaiHoSo": str(dossier.status_number),
        "ThongTinTra": _return_note(dossier),
        "HinhThuc": "1" if dossier.return_method is ReturnMethod.POST else "0",
        "DonViXuLy": record.agency_name,
        "GhiChu": dossier.reason or "",
        "NoiNopHoSo": LOCAL_PORTAL,
        **_flags(dossier),
        **_lists(record),
    }


def _owner(dossier: Dossier) -> PortalItem:
    owner = dossier.applicant
    kind = IDENTITIES.get(owner.identity.type) if owner.identity else None
    number = owner.identity.number if owner.identity else ""
    return {
        "ChuHoSo": owner.full_name,
        "SoGiayToChuHoSo": number,
        "LoaiDoiTuong": APPLICANTS[owner.kind],
        "MaDoiTuong": "",
        "DinhDanhCHS": [{"LoaiDinhDanh": kind, "SoDinhDanh": number}] if kind else [],
        "Email": owner.email or "",
        "Fax": "",
        "SoDienThoai": dialled_at_home(owner.phone or ""),
        "ThongTinKhac": owner.address or "",
    }


def _times(dossier: Dossier) -> PortalItem:
    """A refusal after reception is a result: it has both its end and its refusal (NĐ 61/2018 art 19.8)."""
    refused = dossier.result is not None and dossier.result.outcome is ResultOutcome.REFUSED
    turned_away = dossier.status is DossierStatus.NOT_ACCEPTED
    return {
        "NgayNopHoSo": timestamp(dossier.submitted_at),
        "NgayTiepNhan": timestamp(dossier.received_at),
        "NgayHenTra": timestamp(dossier.due_at),
        "NgayKetThucXuLy": timestamp(dossier.ended_at),
        "NgayTra": timestamp(dossier.returned.returned_at if dossier.returned else None),
        "NgayTuChoi": timestamp(dossier.ended_at if refused or turned_away else None),
    }


def _return_note(dossier: Dossier) -> str:
    number = dossier.result.number if dossier.result else None
    tracking = dossier.returned.tracking_number if dossier.returned else None
    parts = (f"Số văn bản {number}" if number else "", f"Vận đơn {tracking}" if tracking else "")
    return "; ".join(part for part in parts if part)


def _flags(dossier: Dossier) -> PortalItem:
    paid_online = dossier.fee is not None and dossier.fee.paid_at is not None and dossier.fee.bill_id
    return {
        "HoSoCoThanhPhanSoHoa": flag(any(paper.file_id for paper in dossier.papers)),
        "TaiKhoanDuocXacThucVoiVNeID": "0",
        "DuocThanhToanTrucTuyen": PAID_AT_LOCAL_GATEWAY if paid_online else "0",
        "DSKetNoiCSDL": [],
    }


def _lists(record: DossierRecord) -> PortalItem:
    dossier = record.dossier
    on_paper = [paper for paper in dossier.papers if paper.file_id is None]
    return {
        "TaiLieuNop": [_paper(paper) for paper in dossier.papers if paper.file_id],
        "DanhSachLePhi": [_fee(fee) for fee in record.fee_items if fee.legal_kind in ("phi", "le_phi")],
        "DanhSachTepDinhKemKhac": [
            {"TenGiayTo": paper.name[:2000], "SoLuong": str(paper.quantity), "LoaiGiayTo": "0"}
            for paper in on_paper
        ],
        "DanhSachHoSoBoSung": [
            _supplement(dossier, number, supplement)
            for number, supplement in enumerate(record.supplements, 1)
        ],
        "DanhSachGiayToKetQua": [_result(result) for result in dossier.results if result.file_id],
    }


def _paper(paper: DossierPaper) -> PortalItem:
    return {
        "TepDinhKemId": paper.file_id,
        "TenTepDinhKem": paper.name[:4000],
        "IsDeleted": "0",
        "MaThanhPhanHoSo": paper.component_code,
        "DuongDanTaiTepTin": "",
        "DuocSoHoa": flag(paper.digitised),
        "DuocTaiSuDung": flag(paper.reused),
        "DuocLayTuKhoDMQG": flag(paper.reused),
        "MaKetQuaThayThe": paper.result_code or "" if paper.reused else "",
    }


def _fee(fee: FeeItem) -> PortalItem:
    return {
        "TenPhiLePhi": fee.name,
        "MaPhiLePhi": fee.code,
        "HinhThucThu": ON_RECEPTION,
        "Gia": str(fee.amount),
        "LoaiPhiLePhi": "1" if fee.legal_kind == "phi" else "2",
    }


def _supplement(dossier: Dossier, number: int, supplement: Supplement) -> PortalItem:
    return {
        "HoSoBoSungId": f"{dossier.code}-{number}",
        "NguoiYeuCauBoSung": "",
        "NoiDungBoSung": "; ".join((supplement.reason, *supplement.items)),
        "NgayBoSung": timestamp(supplement.requested_at),
        "NguoiTiepNhanBoSung": "",
        "ThongTinTiepNhan": "",
        "NgayTiepNhanBoSung": timestamp(supplement.answered_at),
        "TrangThaiBoSung": flag(supplement.answered_at is not None),
        "DanhSachGiayToBoSung": [],
        "DanhSachLePhiBoSung": [],
        "NgayHenTraTruoc": "",
        "NgayHenTraMoi": timestamp(dossier.due_at) if supplement.answered_at else "",
    }


def _result(result: DossierResult) -> PortalItem:
    return {
        "TenGiayTo": result.number or result.result_code or "Kết quả giải quyết thủ tục hành chính",
        "MaThanhPhanHoSo": result.result_code or "",
        "GiayToId": result.sealed_file_id or result.file_id,
        "DuongDanTepTinKetQua": "",
        "MaGiayToKetQua": result.result_code or "",
    }


def timestamp(at: datetime | None) -> str:
    """yyyyMMddHHmmss of the local clock, "" for none."""
    return "" if at is None else timestamps.format_local(at)


def flag(true: bool) -> str:
    return "1" if true else "0"
