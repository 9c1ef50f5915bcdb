"""The four calls of the portal's contract of 2018, in the test's process."""

from typing import Any, Literal

from tests.samples.invented import list_rows
from tests.support.catalog.use_cases import Catalogue

from catalog import starter
from catalog.application import agencies_and_units, legacy_api
from contracts.catalog import LegacyApiAnswer, ListAgencies, QueryLegacyApi

Service = Literal["LayThuTuc", "LayDanhSachTTHC", "LayDanhMucCoQuan", "LayDanhMucLinhVuc"]


def ask(catalogue: Catalogue, service: Service, **request: Any) -> LegacyApiAnswer:
    return catalogue.run_indexed(legacy_api.ask_old_contract, QueryLegacyApi(service=service, **request))


def test_a_procedure_is_told_as_it_is_in_force(catalogue: Catalogue) -> None:
    (row,) = ask(catalogue, "LayThuTuc", code="1.001193").result
    assert (row["MATTHC"], row["TENTTHC"], row["TRANGTHAI"]) == ("1.001193", "Đăng ký khai sinh", "1")
    assert [way["KENH"] for way in row["CACHTHUCTHUCHIEN"]] == ["1", "2", "3"]
    assert row["LINHVUCTHUCHIEN"] == [{"MALINHVUC": "G15-TP07", "TENLINHVUC": "Hộ tịch"}]


def test_an_unknown_code_has_no_row(catalogue: Catalogue) -> None:
    for code in ("1.999999", "", "$where"):
        assert ask(catalogue, "LayThuTuc", code=code) == LegacyApiAnswer(result=(), total=0)


def test_all_agencies_are_listed_by_code(catalogue: Catalogue) -> None:
    answer = ask(catalogue, "LayDanhMucCoQuan")
    listed = catalogue.run(agencies_and_units.list_agencies, ListAgencies(limit=100))
    assert [row["MADONVI"] for row in answer.result] == [agency.code for agency in listed.items]
    assert answer.total == len(listed.items)
    assert {row["TENDONVI"] for row in answer.result if row["CAPDONVI"] == "1"} >= {
        "Bộ Tư pháp",
        "Bộ Công an",
    }


def test_fields_are_those_of_the_procedures(catalogue: Catalogue) -> None:
    answer = ask(catalogue, "LayDanhMucLinhVuc")
    rows = {row["MALINHVUC"]: row["TENLINHVUC"] for row in answer.result}
    assert len(rows) == answer.total
    fields = {content.field for content in starter.procedures() if content.field}
    assert {(field.code, field.name) for field in fields} <= set(rows.items())


def test_the_list_of_procedures_comes_a_thousand_a_page(catalogue: Catalogue) -> None:
    invented = list(list_rows(1_050, seed=3))
    for start in range(0, len(invented), 350):
        catalogue.import_list(*invented[start : start + 350], ref=f"old-{start}")
    total = catalogue.count().procedures
    pages = [ask(catalogue, "LayDanhSachTTHC", page=number) for number in (1, 2, 3)]
    codes = [row["MATTHC"] for page in pages for row in page.result]
    assert [len(page.result) for page in pages] == [1_000, total - 1_000, 0]
    assert {page.total for page in pages} == {total}
    assert codes == sorted(set(codes))
