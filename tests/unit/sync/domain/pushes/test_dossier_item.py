"""What we tell of our dossiers, and that who receives by the same contract understands it."""

from collections.abc import Iterator

import pytest
from tests.support.sync.pushes import CODE, dossier, history, hours, record, returned

from contracts.base import OfficerRole
from contracts.catalog import ResultKind, SubmissionChannel
from contracts.dossiers import (
    ApplicantIdentity,
    ApplicantKind,
    DossierRecord,
    DossierResult,
    DossierStatus,
    IdentityType,
    ResultOutcome,
    Supplement,
)
from sync.domain.items import dossier_items, progress_items
from sync.domain.items.raw_item import RawItem
from sync.domain.pushes import dossier_item as items
from sync.domain.pushes import progress_items as lines
from sync.domain.pushes.dossier_item import PortalItem
from sync.domain.pushes.progress_items import ProgressBatch
from sync.domain.pushes.surroundings import Surroundings

BIRTH = ResultKind(code="KQ.G15.000031", name="Giấy khai sinh")
LINKS = {each: f"https://motcua.example/{each}" for each in ("f1", "f2", "f9", "f10")}
AROUND = Surroundings({"o1": "Trần Thị Bình"}, LINKS)


def dossier_item(pushed: DossierRecord) -> PortalItem:
    return items.dossier_item(pushed, AROUND)


def batches(pushed: DossierRecord, after_version: int) -> Iterator[ProgressBatch]:
    return lines.batches(pushed, AROUND, after_version)


def test_a_dossier_has_the_fields_of_the_contract() -> None:
    item = dossier_item(record())
    expected = {
        "MaHoSo": CODE,
        "MaTTHC": "1.001193",
        "MaLinhVuc": "G15-TP07",
        "KenhThucHien": "2",
        "ChuHoSo": "Nguyễn Văn An",
        "LoaiDoiTuong": "1",
        "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": "027090000001"}],
        "NgayNopHoSo": "20260420080000",
        "NgayTiepNhan": "20260420090000",
        "NgayHenTra": "20260420170000",
        "NgayTra": "",
        "TrangThaiHoSo": "2",
        "HinhThuc": "1",
        "NoiNopHoSo": "2",
        "HoSoCoThanhPhanSoHoa": "1",
        "DuocThanhToanTrucTuyen": "2",
        "DonViXuLy": "Ủy ban nhân dân phường mẫu số 5",
    }
    assert {name: item[name] for name in expected} == expected


def test_papers_say_where_they_come_from_and_paper_on_paper_is_listed_apart() -> None:
    item = dossier_item(record())
    scanned, reused = item["TaiLieuNop"]
    assert (scanned["DuocSoHoa"], scanned["DuocTaiSuDung"], scanned["MaKetQuaThayThe"]) == ("1", "0", "")
    assert (reused["DuocTaiSuDung"], reused["DuocLayTuKhoDMQG"], reused["MaKetQuaThayThe"]) == (
        "1",
        "1",
        "KQ.G01.000065",
    )
    assert [(row["TenGiayTo"], row["SoLuong"]) for row in item["DanhSachTepDinhKemKhac"]] == [
        ("Văn bản ủy quyền", "2")
    ]


def test_fees_supplements_and_results_are_listed() -> None:
    item = dossier_item(record(returned()))
    assert item["DanhSachLePhi"] == [
        {
            "TenPhiLePhi": "Lệ phí",
            "MaPhiLePhi": "LP01",
            "HinhThucThu": "1",
            "Gia": "8000",
            "LoaiPhiLePhi": "2",
        }
    ]
    (supplement,) = item["DanhSachHoSoBoSung"]
    assert (supplement["NoiDungBoSung"], supplement["NgayBoSung"], supplement["TrangThaiBoSung"]) == (
        "Ảnh mờ; Giấy chứng sinh",
        "20260420110000",
        "1",
    )


def test_a_result_has_the_name_of_its_kind_its_own_code_and_an_address() -> None:
    (row,) = dossier_item(record(returned(), result_kinds=(BIRTH,)))["DanhSachGiayToKetQua"]
    assert row == {
        "TenGiayTo": "Giấy khai sinh",
        "MaThanhPhanHoSo": "KQ.G15.000031",
        "GiayToId": "f10",
        "DuongDanTepTinKetQua": "https://motcua.example/f10",
        "MaGiayToKetQua": "12/2026",
    }
    unknown = Surroundings()
    (row,) = items.dossier_item(record(returned()), unknown)["DanhSachGiayToKetQua"]
    assert row["DuongDanTepTinKetQua"] == ""


def test_a_corrected_result_stands_in_the_place_of_the_wrong_one() -> None:
    wrong = returned().results[0]
    corrected = wrong.model_copy(update={"number": "12a/2026", "sealed_file_id": "f11"})
    other = wrong.model_copy(
        update={"result_code": "KQ.G01.000065", "number": "1/TB", "sealed_file_id": "f12"}
    )
    pushed = record(returned(results=(wrong, other, corrected)))
    found = {row["MaGiayToKetQua"] for row in dossier_item(pushed)["DanhSachGiayToKetQua"]}
    assert found == {"12a/2026", "1/TB"}
    assert items.file_ids(pushed) == ("f1", "f2", "f11", "f12")


def test_papers_have_their_addresses() -> None:
    scanned, reused = dossier_item(record())["TaiLieuNop"]
    assert scanned["DuongDanTaiTepTin"] == "https://motcua.example/f1"
    assert reused["DuongDanTaiTepTin"] == "https://motcua.example/f2"


@pytest.mark.parametrize(("level", "flag"), [(None, "0"), (0, "0"), (1, "1"), (2, "1")])
def test_the_flag_of_vneid_says_whether_the_number_of_who_filed_was_proved(
    level: int | None, flag: str
) -> None:
    assert dossier_item(record(filer_assurance=level))["TaiKhoanDuocXacThucVoiVNeID"] == flag


def test_the_words_of_a_withdrawal_are_not_told_those_of_the_office_are() -> None:
    withdrawn = dossier(status=DossierStatus.WITHDRAWN, reason="Không còn nhu cầu")
    stopped = dossier(status=DossierStatus.STOPPED, reason="Chờ văn bản")
    assert [dossier_item(record(each))["GhiChu"] for each in (withdrawn, stopped)] == ["", "Chờ văn bản"]


def test_money_taken_at_the_counter_was_not_paid_online() -> None:
    fee = dossier().fee
    assert fee is not None
    pushed = record(dossier(fee=fee.model_copy(update={"receipt_number": "BL-1"})))
    assert dossier_item(pushed)["DuocThanhToanTrucTuyen"] == "0"


def test_each_supplement_has_the_due_dates_of_its_own_time() -> None:
    supplements = [
        Supplement(reason="x", items=("a",), requested_at=hours(n), answered_at=hours(n + 1)) for n in (2, 5)
    ]
    course = [(1, 9), (2, 9), (3, 12), (4, 12), (5, 12), (6, 15), (8, 99)]
    past = [
        entry.model_copy(update={"occurred_at": hours(at), "due_at": hours(due)})
        for entry, (at, due) in zip(history(len(course)), course, strict=True)
    ]
    pushed = record(dossier(due_at=hours(99)), supplements=tuple(supplements), history=tuple(past))
    rows = dossier_item(pushed)["DanhSachHoSoBoSung"]
    dates = [(row["NgayHenTraTruoc"], row["NgayHenTraMoi"]) for row in rows]
    assert dates == [(stamp(9), stamp(12)), (stamp(12), stamp(15))]


def stamp(count: float) -> str:
    return items.timestamp(hours(count))


def test_a_refusal_after_reception_has_its_date() -> None:
    refusal = DossierResult(outcome=ResultOutcome.REFUSED, reason="Không đủ điều kiện", issued_at=hours(6))
    item = dossier_item(record(returned(result=refusal, results=(refusal,))))
    assert (item["NgayTuChoi"], item["NgayKetThucXuLy"]) == ("20260420140000", "20260420140000")
    assert item["DanhSachGiayToKetQua"] == []


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"channel": SubmissionChannel.DIRECT}, "KenhThucHien", "1"),
        ({"channel": SubmissionChannel.POSTAL}, "KenhThucHien", "3"),
        ({"fee": None}, "DuocThanhToanTrucTuyen", "0"),
        ({"due_at": None}, "NgayHenTra", ""),
        ({"papers": ()}, "HoSoCoThanhPhanSoHoa", "0"),
    ],
)
def test_each_field_follows_the_dossier(changes: dict[str, object], field: str, value: str) -> None:
    assert dossier_item(record(dossier(**changes)))[field] == value


@pytest.mark.parametrize("kind", ApplicantKind)
def test_every_kind_of_owner_has_its_number(kind: ApplicantKind) -> None:
    owner = dossier().applicant.model_copy(update={"kind": kind})
    assert dossier_item(record(dossier(applicant=owner)))["LoaiDoiTuong"] in "1234"


def test_a_number_that_the_contract_has_no_kind_for_has_no_kind() -> None:
    identity = ApplicantIdentity(type=IdentityType.TAX_CODE, number="0101234567")
    owner = dossier().applicant.model_copy(update={"identity": identity})
    item = dossier_item(record(dossier(applicant=owner)))
    assert (item["SoGiayToChuHoSo"], item["DinhDanhCHS"]) == ("0101234567", [])


@pytest.mark.parametrize("ours", [dossier(), returned()], ids=["accepted", "returned"])
def test_who_receives_by_the_same_contract_finds_nothing_odd(ours: object) -> None:
    assert isinstance(ours, type(dossier()))
    read = dossier_items.parse(RawItem(dossier_item(record(ours)), hours(10)))
    assert (read.code, read.status, read.anomalies) == (CODE, ours.status_number, [])
    assert read.content is not None
    assert read.content["owner"]["numbers"] == ["027090000001"]
    assert (read.content["received_at"], read.content["due_at"]) == (hours(1), hours(9))


def test_its_course_goes_in_batches_of_ten_from_where_it_was_left() -> None:
    found = list(batches(record(history=history(25)), after_version=2))
    assert [(batch.version, len(batch.lines)) for batch in found] == [(12, 10), (22, 10), (25, 3)]
    assert found[0].lines[0]["NoiDungXuLy"] == "Việc thứ 3"
    assert list(batches(record(), after_version=3)) == []


def test_a_line_of_its_course_names_the_officer_with_the_position_of_then() -> None:
    roles = (OfficerRole.RECEPTION, OfficerRole.LEADER)
    signed = history(1)[0].model_copy(
        update={
            "officer_id": "o1",
            "officer_roles": roles,
            "agency_name": "Công an phường",
            "due_at": hours(5),
        }
    )
    pushed = record(history=(signed,))
    ((line,),) = (batch.lines for batch in batches(pushed, after_version=0))
    assert lines.officer_ids(pushed) == ("o1",)
    assert (line["NguoiXuLy"], line["ChucDanh"], line["PhongBanXuLy"], line["NgayKetThucTheoQuyDinh"]) == (
        "Trần Thị Bình", "Lãnh đạo", "Công an phường", stamp(5)
    )  # fmt: skip


def test_a_line_of_its_course_is_understood_and_names_no_citizen() -> None:
    filed = history(3)[2].model_copy(update={"actor_kind": "citizen"})
    (batch,) = batches(record(history=(filed,)), after_version=2)
    (line,) = batch.lines
    assert (line["NguoiXuLy"], line["ChucDanh"], line["PhongBanXuLy"]) == (
        "Công dân",
        "",
        "Ủy ban nhân dân phường mẫu số 5",
    )
    read = progress_items.parse_progress(RawItem(line, hours(10)))
    assert (read.code, read.status, read.anomalies) == (CODE, DossierStatus.ACCEPTED.number, [])
