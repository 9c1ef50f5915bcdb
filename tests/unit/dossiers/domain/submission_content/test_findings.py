"""All that is wrong with a submission in one answer, each with its place and its paper."""

from typing import Any

import pytest
from tests.support.dossiers.samples import action_context, filing, law

from contracts.dossiers import PaperRef
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.actions.submission import submit
from dossiers.domain.model.refusals import localised


def refused(**changes: Any) -> ServiceError:
    with pytest.raises(ServiceError) as refusal:
        submit(filing(**changes), action_context("2026-04-20 08:00", law()))
    return refusal.value


def places(error: ServiceError) -> list[tuple[str, str]]:
    return [(wrong.pointer, wrong.code) for wrong in error.errors]


GONE = PaperRef(component_code="cho_o", file_id="gone")
UNKNOWN = PaperRef(component_code="la", file_id="f1")


@pytest.mark.parametrize(
    ("changes", "code", "wrong"),
    [
        ({"papers": ()}, ErrorCode.PAPER_MISSING, [("/papers", "component_missing")]),
        ({"papers": (GONE,)}, ErrorCode.FILE_NOT_USABLE, [("/papers/0/file_id", "file_not_usable")]),
        (
            {"papers": (GONE, GONE)},
            ErrorCode.FILE_NOT_USABLE,
            [("/papers/0/file_id", "file_not_usable"), ("/papers/1/file_id", "file_not_usable")],
        ),
        (
            {"papers": (UNKNOWN, GONE)},
            ErrorCode.INVALID_REQUEST,
            [("/papers/0/component_code", "unknown"), ("/papers/1/file_id", "file_not_usable")],
        ),
        (
            {"papers": (), "form_data": {}},
            ErrorCode.INVALID_FORM_DATA,
            [("/form_data/ho_ten", "required"), ("/papers", "component_missing")],
        ),
        (
            {"papers": (GONE,), "form_data": {}, "case_code": "khong_co"},
            ErrorCode.INVALID_REQUEST,
            [
                ("/case_code", "unknown"),
                ("/form_data/ho_ten", "required"),
                ("/papers/0/file_id", "file_not_usable"),
            ],
        ),
    ],
)
def test_one_round_tells_all(changes: dict[str, Any], code: ErrorCode, wrong: list[tuple[str, str]]) -> None:
    error = refused(**changes)
    assert (error.code, places(error)) == (code, wrong)


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_a_missing_paper_and_a_wrong_file_name_the_component(locale: str) -> None:
    for changes in ({"papers": ()}, {"papers": (GONE,)}):
        (wrong,) = localised(refused(**changes), locale).errors
        assert "Giấy tờ về chỗ ở (cho_o)" in wrong.detail and len(wrong.detail) > 30
