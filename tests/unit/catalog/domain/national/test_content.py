"""What a sound national row becomes here: nothing of it is lost."""

from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from tests.support.catalog.national_rows import FULL_DETAIL, detail, parsed

from catalog.domain.national.row_models import DetailRow
from contracts.catalog import LifeEvent, NamedCode, ProcedureContent, ReturnOption, SourceFile

NOT_CONTENT = """
    authorizedAgencies category categoryIds codeNotation coordinatingAgencies createdAt decisionNo delegatedAgencies
    departmentAuthorityIds departmentAuthorizedIds departmentCoordinatingIds departmentDetails departmentExecutingIds
    departmentPromulgateId executingAgencies fees formalityTargetType id isInternal isOfflineOnly isProcedureSupport
    legalBasisIds procedureRelatedGroup profileComponents resultIds serviceGroupIds subjectTypeIds targetObjects
    unitGroupAuthorityIds unitGroupAuthorizedIds unitGroupCoordinatingIds unitGroupExecutingIds updatedAt
    profileComponentId currencyId proposalType
    """
"""Ids of the source's own, texts that repeat what lists beside them say, and lists that are always empty."""


def content(**changes: Any) -> ProcedureContent:
    return parsed(detail(**changes)).content


@pytest.mark.parametrize(
    ("written", "chosen"),
    [
        ("Khai báo tạm vắng", ("Khai báo tạm vắng",)),
        ("tách thửa; hợp thửa ;", ("tách thửa", "hợp thửa")),
        ("Không", ()),
        ("", ()),
        (None, ()),
    ],
)
def test_key_words_are_read_one_by_one(written: str | None, chosen: tuple[str, ...]) -> None:
    assert content(keywords=written).keywords == chosen


def test_every_field_of_a_detail_is_read_or_is_known_to_be_no_content() -> None:
    assert sorted(set(_unread(FULL_DETAIL["data"], DetailRow)) - set(NOT_CONTENT.split())) == []


def test_a_detail_keeps_what_stands_beside_the_law_s_own_parts() -> None:
    full = parsed(FULL_DETAIL).content
    assert (full.decided_on, full.publicised_on) == (date(2026, 1, 16), date(2026, 4, 8))
    assert (full.decision_issuer, full.note) == ("Bộ mẫu", "Ghi chú mẫu.")
    assert full.subject_kinds == (NamedCode(code="ĐT1", name="Công dân Việt Nam"),)
    assert full.life_events == (LifeEvent(name="Có con nhỏ", audience="citizen"),)
    office, communes = NamedCode(code="H26.15", name="Sở mẫu"), NamedCode(code="", name="UBND cấp xã")
    assert full.executing_agencies == full.competent_agencies == (office, communes)
    assert full.authorised_agencies == (NamedCode(code="H26.16", name="Chi cục mẫu"),)
    assert full.coordinating_agencies == (NamedCode(code="G98", name="Bộ phối hợp mẫu"),)
    assert full.receiving_addresses == "Trung tâm Phục vụ hành chính công mẫu."
    assert full.return_options == (
        ReturnOption(handed_in="online", ways=("at_home", "at_counter", "online")),
    )
    assert (full.kind, full.regulation, full.shared_service) == ("specific", "assigned", True)


def test_forms_and_tables_of_fees_keep_their_files() -> None:
    full = parsed(FULL_DETAIL).content
    form = SourceFile(name="Tờ khai mẫu.doc", file_id="a1", path="configuring/a1/to-khai.doc")
    assert full.components[0].form_files == (form,)
    assert full.fees[0].table == SourceFile(name="Biểu phí mẫu.docx", file_id="f1")


def test_a_description_that_repeats_the_requirements_is_none() -> None:
    assert content(description="Không quy định mẫu.").description == ""
    assert content(description="Mô tả mẫu.").description == "Mô tả mẫu."


def _unread(value: Any, model: type[BaseModel]) -> Iterator[str]:
    """The keys of an object, and of those within it, that its model does not have."""
    fields = {field.alias: field.annotation for field in model.model_fields.values()}
    for key, inner in value.items():
        if key not in fields:
            yield key
            continue
        below = _model_in(fields[key])
        for each in inner if isinstance(inner, list) else [inner]:
            if below is not None and isinstance(each, dict):
                yield from _unread(each, below)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)
