"""A dossier takes papers of the store: one use, however often the request comes."""

from typing import Any

import pytest
from tests.support.dossiers.office import OFFICER, LocalOffice
from tests.support.dossiers.refusals import refused

from chassis.core.clock import utcnow
from chassis.core.ids import new_id
from contracts.dossiers import Dossier, DossierAction
from contracts.errors import ErrorCode
from contracts.records import PaperOrigin, PaperStatus, StoredPaper

NUMBER = "001099000001"


@pytest.fixture
def paper(office: LocalOffice) -> StoredPaper:
    """In the store of the citizen."""
    stored = StoredPaper(
        paper_id=new_id(),
        version=2,
        status=PaperStatus.VALID,
        origin=PaperOrigin.RESULT,
        verified=True,
        result_code="KQ.G01.000065",
        title="Thông báo kết quả giải quyết về cư trú",
        issued_at=utcnow(),
        file_id=new_id(),
        sha256="a" * 64,
        size=100,
        media_type="application/pdf",
        created_at=utcnow(),
    )
    office.neighbours.papers[stored.paper_id] = stored
    office.neighbours.numbers[office.citizen.account_id] = NUMBER
    return stored


def submission(office: LocalOffice, paper_id: str, **changes: Any) -> dict[str, Any]:
    papers = [{"component_code": "cho_o", "paper_id": paper_id}]
    return {**office.submission(), "papers": papers, **changes}


def used_for(office: LocalOffice, paper: StoredPaper) -> list[str]:
    """The dossiers for which the store was asked for the paper."""
    reuses = office.neighbours.reuses
    return [
        each.dossier_id
        for each in reuses
        if paper.paper_id in {question.paper_id for question in each.questions}
    ]


def test_a_stored_paper_stands_for_an_upload(office: LocalOffice, paper: StoredPaper) -> None:
    dossier: Dossier = office.call("submit", office.citizen, **submission(office, paper.paper_id))
    (taken,) = dossier.papers
    assert (taken.reused, taken.paper_id, taken.file_id, taken.sha256, taken.result_code) == (
        True,
        paper.paper_id,
        paper.file_id,
        paper.sha256,
        "KQ.G01.000065",
    )
    (question,) = [each for each in office.neighbours.reuses if each.dossier_id == dossier.dossier_id]
    assert (question.owner.account_id, question.owner.identity_number) == (office.citizen.account_id, NUMBER)


def test_its_file_is_told_to_who_shares_the_files_of_dossiers(
    office: LocalOffice, paper: StoredPaper
) -> None:
    dossier = office.call("submit", office.citizen, **submission(office, paper.paper_id))
    event = office.database.events.find_one({"aggregate_id": dossier.dossier_id})
    assert event is not None
    assert event["payload"]["file_ids"] == [paper.file_id]


def test_a_repeated_submission_is_one_dossier_and_one_use(office: LocalOffice, paper: StoredPaper) -> None:
    request = submission(office, paper.paper_id)
    first = office.call("submit", office.citizen, **request)
    assert office.call("submit", office.citizen, **request) == first
    commands = {
        each.command_id for each in office.neighbours.reuses if paper.paper_id == each.questions[0].paper_id
    }
    assert len(commands) == 1


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"form_data": {}}, ErrorCode.INVALID_FORM_DATA),
        ({"case_code": "unknown"}, ErrorCode.INVALID_REQUEST),
    ],
)
def test_the_store_is_not_asked_for_a_filing_that_is_refused(
    office: LocalOffice, paper: StoredPaper, wrong: dict[str, Any], code: ErrorCode
) -> None:
    request = submission(office, paper.paper_id, **wrong)
    refused(code, lambda: office.call("submit", office.citizen, **request))
    assert used_for(office, paper) == []


def test_a_refusal_of_the_store_points_at_the_paper(office: LocalOffice, paper: StoredPaper) -> None:
    papers = [
        {"component_code": "khac", "file_id": office.store_file()},
        {"component_code": "cho_o", "paper_id": "unknown"},
    ]
    request = submission(office, paper.paper_id, papers=papers)
    error = refused(ErrorCode.PAPER_NOT_USABLE, lambda: office.call("submit", office.citizen, **request))
    assert [(wrong.pointer, wrong.code) for wrong in error.errors] == [("/papers/1/paper_id", "not_owned")]


def test_a_supplement_is_answered_from_the_store(office: LocalOffice, paper: StoredPaper) -> None:
    waiting = office.act(
        DossierAction.REQUEST_SUPPLEMENT, office.submit(), OFFICER, reason="Mờ", items=("Chỗ ở",)
    )
    answer: dict[str, Any] = {
        "command_id": new_id(),
        "papers": [{"component_code": "cho_o", "paper_id": paper.paper_id}],
    }
    first = office.act(DossierAction.SUPPLEMENT, waiting, office.citizen, **answer)
    assert [each.paper_id for each in first.papers] == [paper.paper_id]
    assert office.act(DossierAction.SUPPLEMENT, waiting, office.citizen, **answer) == first
    assert used_for(office, paper) == [waiting.dossier_id]


def test_the_store_is_not_asked_by_who_may_not_answer(office: LocalOffice, paper: StoredPaper) -> None:
    waiting = office.act(
        DossierAction.REQUEST_SUPPLEMENT, office.submit(), OFFICER, reason="Mờ", items=("Chỗ ở",)
    )
    papers = [{"component_code": "cho_o", "paper_id": paper.paper_id}]
    refused(
        ErrorCode.FORBIDDEN, lambda: office.act(DossierAction.SUPPLEMENT, waiting, OFFICER, papers=papers)
    )
    assert used_for(office, paper) == []
