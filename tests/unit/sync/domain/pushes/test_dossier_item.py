"""What we tell of our dossiers, and that who receives by the same contract understands it."""

import pytest
from tests.support.sync.pushes import CODE, dossier, history, hours, record, returned

from contracts.catalog import SubmissionChannel
from contracts.dossiers import (
    ApplicantIdentity,
    ApplicantKind,
    DossierResult,
    DossierStatus,
    IdentityType,
    ResultOutcome,
)
from sync.domain.items import dossier_items, progress_items
from sync.domain.items.raw_item import RawItem
from sync.domain.pushes.dossier_item import dossier_item
from sync.domain.pushes.progress_items import batches


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
    assert [(row["MaGiayToKetQua"], row["GiayToId"]) for row in item["DanhSachGiayToKetQua"]] == [
        ("KQ.G15.000031", "f10")
    ]


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


def test_a_line_of_its_course_is_understood_and_names_nobody() -> None:
    (batch,) = batches(record(), after_version=2)
    (line,) = batch.lines
    assert (line["NguoiXuLy"], line["PhongBanXuLy"]) == (
        "Cán bộ giải quyết",
        "Ủy ban nhân dân phường mẫu số 5",
    )
    read = progress_items.parse_progress(RawItem(line, hours(10)))
    assert (read.code, read.status, read.anomalies) == (CODE, DossierStatus.ACCEPTED.number, [])
