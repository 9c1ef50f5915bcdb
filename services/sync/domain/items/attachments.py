"""The lists of a dossier on the old wire: papers, fees, other files, supplements, results. All may be absent."""

from collections.abc import Callable

from contracts.sync import Anomaly
from sync.domain.items.parsed_item import Fields
from sync.domain.items.raw_item import RawItem

PAPER = frozenset({
    "TepDinhKemId", "TenTepDinhKem", "IsDeleted", "MaThanhPhanHoSo", "DuongDanTaiTepTin", "DuocSoHoa",
    "DuocTaiSuDung", "DuocLayTuKhoDMQG", "MaKetQuaThayThe",
})  # fmt: skip
FEE = frozenset({"TenPhiLePhi", "MaPhiLePhi", "HinhThucThu", "Gia", "LoaiPhiLePhi"})
OTHER = frozenset({"TenGiayTo", "SoLuong", "LoaiGiayTo"})
SUPPLEMENT = frozenset({
    "HoSoBoSungId", "NguoiYeuCauBoSung", "NoiDungBoSung", "NgayBoSung", "NguoiTiepNhanBoSung", "ThongTinTiepNhan",
    "NgayTiepNhanBoSung", "TrangThaiBoSung", "DanhSachGiayToBoSung", "DanhSachLePhiBoSung", "NgayHenTraTruoc",
    "NgayHenTraMoi",
})  # fmt: skip
RESULT = frozenset({"TenGiayTo", "MaThanhPhanHoSo", "GiayToId", "DuongDanTepTinKetQua", "MaGiayToKetQua"})
TIMES_OF_PAYMENT = frozenset("1234")
"""HinhThucThu: 1 on reception, 2 on supplement, 4 on return; 3 is seen."""
KINDS_OF_FEE = frozenset("12")
"""LoaiPhiLePhi: 1 phí, 2 lệ phí."""


def parse(item: RawItem) -> Fields:
    return {
        "papers": parse_rows(item, "TaiLieuNop", _paper),
        "fees": parse_rows(item, "DanhSachLePhi", _fee),
        "other_files": parse_rows(item, "DanhSachTepDinhKemKhac", _other),
        "supplements": parse_rows(item, "DanhSachHoSoBoSung", _supplement),
        "results": parse_rows(item, "DanhSachGiayToKetQua", _result),
    }


def parse_rows(item: RawItem, name: str, parse_row: Callable[[RawItem], Fields]) -> list[Fields]:
    """The rows of a list; what is odd in them is odd in the item."""
    rows = item.rows(name)
    if not rows:
        return []
    parsed = [parse_row(row) for row in rows]
    item.add_anomalies_of(rows)
    return parsed


def check_result(item: RawItem, content: Fields) -> None:
    """A result whose file is one that was handed in is no result: the same place, or the same id where neither of
    the two has one."""
    papers = content["papers"]
    places = {paper["place"] for paper in papers}
    by_id = {paper["file"]: paper["place"] for paper in papers if paper["file"]}
    for result in content["results"]:
        place, file = result["place"], result["paper"]
        same_id = not place and by_id.get(file) == ""
        if same_id or (place and place in places):
            item.add_anomaly(Anomaly.RESULT_EQUALS_INPUT)
            return


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
        **row.as_sent(PAPER),
    }


def _fee(row: RawItem) -> Fields:
    return {
        "name": row.text("TenPhiLePhi"),
        "code": row.text("MaPhiLePhi"),
        "taken": row.one_of("HinhThucThu", TIMES_OF_PAYMENT),
        "amount": row.amount("Gia"),
        "kind": row.one_of("LoaiPhiLePhi", KINDS_OF_FEE),
        **row.as_sent(FEE),
    }


def _other(row: RawItem) -> Fields:
    return {
        "name": row.text("TenGiayTo"),
        "count": row.count("SoLuong"),
        "kind": row.text("LoaiGiayTo"),
        **row.as_sent(OTHER),
    }


def _supplement(row: RawItem) -> Fields:
    papers = parse_rows(row, "DanhSachGiayToBoSung", _supplement_paper)
    fees = parse_rows(row, "DanhSachLePhiBoSung", _fee)
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
        "papers": len(papers),
        "fees": len(fees),
        "paper_rows": papers,
        "fee_rows": fees,
        **row.as_sent(SUPPLEMENT),
    }


def _supplement_paper(row: RawItem) -> Fields:
    """No contract names its fields: those of a paper where they are there, the name by either of two."""
    paper = _paper(row)
    if not paper["name"] and (name := row.text("TenGiayTo")):
        paper["name"] = name
        rest = [each for each in paper.pop("as_sent") if each["name"] != "TenGiayTo"]
        paper |= {"as_sent": rest} if rest else {}
    return paper


def _result(row: RawItem) -> Fields:
    return {
        "name": row.text("TenGiayTo"),
        "component": row.text("MaThanhPhanHoSo"),
        "paper": row.text("GiayToId"),
        "place": row.text("DuongDanTepTinKetQua"),
        "code": row.text("MaGiayToKetQua"),
        **row.as_sent(RESULT),
    }
