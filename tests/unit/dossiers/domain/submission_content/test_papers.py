"""Papers: the required ones, whole, and the applicant's own."""

from datetime import UTC, date, datetime

import pytest
from tests.support.dossiers.samples import CITIZEN_ID, file, files, procedure

from contracts.catalog import ProcedureComponent
from contracts.dossiers import PaperRef
from contracts.errors import ErrorCode, ServiceError
from contracts.records import FileInfo, FileState, PaperOrigin, PaperStatus, StoredPaper
from dossiers.domain.submission_content.papers import check_complete, papers_of, usable_file

REF = PaperRef(component_code="cho_o", file_id="f1")


def test_a_paper_carries_what_records_knows() -> None:
    (paper,) = papers_of(procedure(), (REF,), files(file("f1")), CITIZEN_ID)
    assert (paper.name, paper.size, paper.sha256) == ("f1.pdf", 100, "0" * 64)


@pytest.mark.parametrize(
    ("origin", "created_at", "at_desk", "scanned"),
    [
        (PaperOrigin.DIGITISED, "2026-04-20T16:59:59Z", True, True),
        (PaperOrigin.DIGITISED, "2026-04-19T17:00:00Z", True, True),
        (PaperOrigin.DIGITISED, "2026-04-19T16:59:59Z", True, False),  # the local day before
        (PaperOrigin.DIGITISED, "2026-04-20T02:00:00Z", False, False),  # by its owner
        (PaperOrigin.RESULT, "2026-04-20T02:00:00Z", True, False),
    ],
)
def test_what_the_desk_has_digitised_that_day_is_scanned_and_not_reused(
    origin: PaperOrigin, created_at: str, at_desk: bool, scanned: bool
) -> None:
    stored = StoredPaper(
        paper_id="p1",
        version=1,
        status=PaperStatus.VALID,
        origin=origin,
        verified=True,
        title="Giấy tờ về chỗ ở",
        issued_at=datetime(2026, 1, 1, tzinfo=UTC),
        file_id="f1",
        sha256="0" * 64,
        size=100,
        media_type="application/pdf",
        created_at=datetime.fromisoformat(created_at),
    )
    ref = PaperRef(component_code="cho_o", paper_id="p1")
    (paper,) = papers_of(
        procedure(),
        (ref,),
        {},
        CITIZEN_ID,
        stored={"p1": stored},
        at_desk=at_desk,
        filed_on=date(2026, 4, 20),
    )
    assert (paper.digitised, paper.reused) == (scanned, not scanned)
    assert (paper.paper_id, paper.file_id) == ("p1", "f1")


@pytest.mark.parametrize(
    "info",
    [
        file("f2"),
        file("f1", owner_id="someone"),
        file("f1", state=FileState.PENDING),
        file("f1").model_copy(update={"pages": None}),
        file("f1").model_copy(update={"pages": None, "defect": "file_locked"}),
    ],
    ids=["unknown", "someone else's", "not come whole", "never opened", "cannot be opened"],
)
def test_a_file_must_be_there_whole_and_owned(info: FileInfo) -> None:
    with pytest.raises(ServiceError) as refusal:
        usable_file("f1", files(info), CITIZEN_ID)
    assert refusal.value.code is ErrorCode.FILE_NOT_USABLE


def test_a_paper_that_nobody_asked_for_is_refused() -> None:
    with pytest.raises(ServiceError) as refusal:
        papers_of(
            procedure(), (REF, REF.model_copy(update={"component_code": "x"})), files(file("f1")), CITIZEN_ID
        )
    assert refusal.value.errors[0].pointer == "/papers/1/component_code"


def test_missing_papers_are_named() -> None:
    with pytest.raises(ServiceError) as refusal:
        check_complete(procedure(), None, ())
    assert refusal.value.code is ErrorCode.PAPER_MISSING
    assert refusal.value.params == {"components": "Giấy tờ về chỗ ở"}


def test_a_paper_of_another_case_is_not_asked_for() -> None:
    other = ProcedureComponent(code="khac", name="Khác", required=True, case_code="moi")
    check_complete(procedure(components=(other,)), None, ())
    with pytest.raises(ServiceError):
        check_complete(procedure(components=(other,)), "moi", ())


def test_an_electronic_form_is_the_form_data() -> None:
    declaration = ProcedureComponent(code="to_khai", name="Tờ khai", required=True, electronic_form=True)
    check_complete(procedure(components=(declaration,)), None, ())
    with pytest.raises(ServiceError):
        check_complete(procedure(components=(declaration,), form_schema=None), None, ())


def test_where_nobody_knows_which_papers_are_required_one_at_least_is_handed_in() -> None:
    unmarked = ProcedureComponent(code="don", name="Đơn", required=False, required_unknown=True)
    imported = procedure(components=(unmarked,), form_schema=None)
    with pytest.raises(ServiceError) as refusal:
        check_complete(imported, None, ())
    assert [(each.pointer, each.code) for each in refusal.value.errors] == [("/papers", "no_paper")]
    check_complete(imported, None, (PaperRef(component_code="don", file_id="f1"),))
    check_complete(procedure(components=(unmarked,)), None, ())
