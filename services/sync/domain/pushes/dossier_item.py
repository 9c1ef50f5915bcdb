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
from sync.domain.pushes.surroundings import Surroundings

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
TOLD_REASONS = (DossierStatus.NOT_ACCEPTED, DossierStatus.STOPPED)


def file_ids(record: DossierRecord) -> tuple[str, ...]:
    """Of the papers and results that the item names."""
    papers = (paper.file_id for paper in record.dossier.papers)
    results = (_result_file(result) for result in _standing_results(record.dossier))
    return tuple(dict.fromkeys(file_id for file_id in (*papers, *results) if file_id))


def dossier_item(record: DossierRecord, around: Surroundings) -> PortalItem:
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
        "GhiChu": _note(dossier),
        "NoiNopHoSo": LOCAL_PORTAL,
        **_flags(record),
        **_lists(record, around),
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


def _note(dossier: Dossier) -> str:
    """Why the office refused or stopped it. Why a citizen withdrew it is not told around."""
    return dossier.reason or "" if dossier.status in TOLD_REASONS else ""


def _flags(record: DossierRecord) -> PortalItem:
    dossier, fee = record.dossier, record.dossier.fee
    paid_online = fee is not None and fee.paid_at is not None and fee.bill_id and not fee.receipt_number
    return {
        "HoSoCoThanhPhanSoHoa": flag(any(paper.digitised or paper.reused for paper in dossier.papers)),
        "TaiKhoanDuocXacThucVoiVNeID": flag((record.filer_assurance or 0) > 0),
        "DuocThanhToanTrucTuyen": PAID_AT_LOCAL_GATEWAY if paid_online else "0",
        "DSKetNoiCSDL": [],
    }


def _lists(record: DossierRecord, around: Surroundings) -> PortalItem:
    dossier = record.dossier
    on_paper = [paper for paper in dossier.papers if paper.file_id is None]
    return {
        "TaiLieuNop": [_paper(paper, around) for paper in dossier.papers if paper.file_id],
        "DanhSachLePhi": [_fee(fee) for fee in record.fee_items if fee.legal_kind in ("phi", "le_phi")],
        "DanhSachTepDinhKemKhac": [
            {"TenGiayTo": paper.name[:2000], "SoLuong": str(paper.quantity), "LoaiGiayTo": "0"}
            for paper in on_paper
        ],
        "DanhSachHoSoBoSung": [
            _supplement(record, number, supplement, around)
            for number, supplement in enumerate(record.supplements, 1)
        ],
        "DanhSachGiayToKetQua": [
            _result(record, result, around) for result in _standing_results(dossier) if result.file_id
        ],
    }


def _paper(paper: DossierPaper, around: Surroundings) -> PortalItem:
    return {
        "TepDinhKemId": paper.file_id,
        "TenTepDinhKem": paper.name[:4000],
        "IsDeleted": "0",
        "MaThanhPhanHoSo": paper.component_code,
        "DuongDanTaiTepTin": around.link(paper.file_id),
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


def _supplement(
    record: DossierRecord, number: int, supplement: Supplement, around: Surroundings
) -> PortalItem:
    before, after = _due_dates(record, supplement)
    return {
        "HoSoBoSungId": f"{record.dossier.code}-{number}",
        "NguoiYeuCauBoSung": "",
        "NoiDungBoSung": "; ".join((supplement.reason, *supplement.items)),
        "NgayBoSung": timestamp(supplement.requested_at),
        "NguoiTiepNhanBoSung": "",
        "ThongTinTiepNhan": "",
        "NgayTiepNhanBoSung": timestamp(supplement.answered_at),
        "TrangThaiBoSung": flag(supplement.answered_at is not None),
        "DanhSachGiayToBoSung": [_paper(paper, around) for paper in supplement.added if paper.file_id],
        "DanhSachLePhiBoSung": [],
        "NgayHenTraTruoc": timestamp(before),
        "NgayHenTraMoi": timestamp(after),
    }


def _due_dates(record: DossierRecord, supplement: Supplement) -> tuple[datetime | None, datetime | None]:
    """Before it was asked for, and once it was answered: that of then, whatever came later."""
    before = after = None
    for entry in record.history:
        if entry.occurred_at < supplement.requested_at:
            before = entry.due_at or before
        if supplement.answered_at and after is None and entry.occurred_at >= supplement.answered_at:
            after = entry.due_at
    return before, after


def _standing_results(dossier: Dossier) -> tuple[DossierResult, ...]:
    """A corrected result stands in the place of the one before it: the last of each kind and step."""
    last = {(result.step_code, result.result_code): result for result in dossier.results}
    return tuple(last.values())


def _result_file(result: DossierResult) -> str | None:
    return result.sealed_file_id or result.file_id


def _result(record: DossierRecord, result: DossierResult, around: Surroundings) -> PortalItem:
    """Its name is that of its kind. Its code is its own: the number on it, or that by which it is verified."""
    names = {kind.code: kind.name for kind in record.result_kinds}
    return {
        "TenGiayTo": names.get(result.result_code or "", "Kết quả giải quyết thủ tục hành chính"),
        "MaThanhPhanHoSo": result.result_code or "",
        "GiayToId": _result_file(result),
        "DuongDanTepTinKetQua": around.link(_result_file(result)),
        "MaGiayToKetQua": result.number or result.verification_code or result.result_code or "",
    }


def timestamp(at: datetime | None) -> str:
    """yyyyMMddHHmmss of the local clock, "" for none."""
    return "" if at is None else timestamps.format_local(at)


def flag(true: bool) -> str:
    return "1" if true else "0"
