"""The lists of a dossier on the old wire: papers, fees, other files, supplements, results. All may be absent."""

from contracts.sync import Anomaly
from sync.domain.items.parsed_item import Fields
from sync.domain.items.raw_item import RawItem


def parse(item: RawItem) -> Fields:
    supplements = item.rows("DanhSachHoSoBoSung")
    read_supplements = [_supplement(row) for row in supplements]
    item.add_anomalies_of(supplements)
    return {
        "papers": [_paper(row) for row in item.rows("TaiLieuNop")],
        "fees": [_fee(row) for row in item.rows("DanhSachLePhi")],
        "other_files": [_other(row) for row in item.rows("DanhSachTepDinhKemKhac")],
        "supplements": read_supplements,
        "results": [_result(row) for row in item.rows("DanhSachGiayToKetQua")],
    }


def check_result(item: RawItem, content: Fields) -> None:
    """A result whose file is one that was handed in is no result."""
    results = {result["place"] for result in content["results"] if result["place"]}
    if results and not results.isdisjoint(paper["place"] for paper in content["papers"]):
        item.add_anomaly(Anomaly.RESULT_EQUALS_INPUT)


def _paper(row: RawItem) -> Fields:
    return {
        "file": row.text("TepDinhKemId"),
        "name": row.text("TenTepDinhKem"),
        "deleted": row.flag("IsDeleted"),
        "component": row.text("MaThanhPhanHoSo"),
        "place": row.text("DuongDanTaiTepTin"),
        "digitised": row.flag("DuocSoHoa"),
        "reused": row.flag("DuocTaiSuDung"),
        "from_store": row.flag("DuocLayTuKhoDMQG"),
        "replaces_result": row.text("MaKetQuaThayThe"),
    }


def _fee(row: RawItem) -> Fields:
    return {
        "name": row.text("TenPhiLePhi"),
        "code": row.text("MaPhiLePhi"),
        "taken": row.text("HinhThucThu"),
        "amount": row.number("Gia"),
        "kind": row.text("LoaiPhiLePhi"),
    }


def _other(row: RawItem) -> Fields:
    return {"name": row.text("TenGiayTo"), "count": row.number("SoLuong"), "kind": row.text("LoaiGiayTo")}


def _supplement(row: RawItem) -> Fields:
    return {
        "supplement": row.text("HoSoBoSungId"),
        "asked_by": row.text("NguoiYeuCauBoSung"),
        "asked_for": row.text("NoiDungBoSung"),
        "asked_at": row.past_timestamp("NgayBoSung"),
        "received_by": row.text("NguoiTiepNhanBoSung"),
        "received_note": row.text("ThongTinTiepNhan"),
        "received_at": row.past_timestamp("NgayTiepNhanBoSung"),
        "state": row.text("TrangThaiBoSung"),
        "due_before": row.timestamp("NgayHenTraTruoc"),
        "due_after": row.timestamp("NgayHenTraMoi"),
        "papers": len(row.rows("DanhSachGiayToBoSung")),
        "fees": len(row.rows("DanhSachLePhiBoSung")),
    }


def _result(row: RawItem) -> Fields:
    return {
        "name": row.text("TenGiayTo"),
        "component": row.text("MaThanhPhanHoSo"),
        "paper": row.text("GiayToId"),
        "place": row.text("DuongDanTepTinKetQua"),
        "code": row.text("MaGiayToKetQua"),
    }
