"""Of what kind an agency is, by its name and by the words of a procedure."""

import pytest
from tests.support.dossiers.samples import procedure

from catalog.domain.executing_agencies import kinds_in, performs
from contracts.catalog import AdministrativeLevel, Agency

L = AdministrativeLevel


def agency(name: str, level: AdministrativeLevel = L.COMMUNE) -> Agency:
    return Agency(code="H26.31.05", name=name, level=level)


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("Sở Tài chính Thành phố Hà Nội", {"so tai chinh"}),
        ("Phòng Quản lý xuất nhập cảnh Công an cấp tỉnh", {"cong an"}),
        ("Ủy ban nhân dân cấp xã", {"uy ban nhan dan"}),
        ("UỶ BAN NHÂN DÂN phường mẫu số 5", {"uy ban nhan dan"}),
        ("Bộ Tư pháp", {"bo tu phap"}),
        ("Tổ chức hành nghề công chứng", set()),
    ],
)
def test_a_kind_is_told_by_the_words(words: str, kinds: set[str]) -> None:
    assert kinds_in(words) == kinds


@pytest.mark.parametrize(
    ("name", "executing", "fits"),
    [
        ("Công an phường mẫu số 5", "Công an cấp xã", True),
        ("Ủy ban nhân dân phường mẫu số 5", "Công an cấp xã", False),
        ("Sở Tư pháp Thành phố Hà Nội", "Sở Tài chính", False),
        ("Sở Tài chính Thành phố Hà Nội", "Sở Tài chính; Ủy ban nhân dân cấp tỉnh", True),
        ("Cơ quan thử 05", "Công an cấp xã", True),
        ("Công an phường mẫu số 5", "Tổ chức hành nghề công chứng", True),
    ],
)
def test_an_agency_performs_what_its_kind_performs(name: str, executing: str, fits: bool) -> None:
    assert performs(agency(name), procedure(levels=(), agencies=(executing,))) is fits


def test_another_level_performs_nothing_of_it() -> None:
    of_communes = procedure(levels=(L.COMMUNE,), agencies=("Công an cấp xã",))
    assert performs(agency("Công an phường"), of_communes)
    assert not performs(agency("Công an Thành phố Hà Nội", L.PROVINCE), of_communes)
