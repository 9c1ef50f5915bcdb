"""Liên thông: one dossier, steps of three agencies, in sequence and side by side, each with its own result."""

from typing import Any

import pytest
from tests.support.dossiers.office import FREE, OFFICER, LocalOffice, laws
from tests.support.dossiers.refusals import refused
from tests.support.dossiers.samples import AGENCY

from contracts.base import Actor, ActorKind, OfficerRole
from contracts.catalog import ResultKind, WorkflowStep
from contracts.dossiers import Dossier, DossierAction, DossierStatus, ResultOutcome
from contracts.errors import ErrorCode

POLICE, INSURANCE = "G01.26.31", "G18.26"
STEPS = (
    WorkflowStep(
        code="khai_sinh", name="Khai sinh", role=OfficerRole.PROCESSING, hours=8, order=1, result_code="KQ.1"
    ),
    WorkflowStep(
        code="thuong_tru",
        name="Thường trú",
        role=OfficerRole.PROCESSING,
        hours=56,
        order=2,
        result_code="KQ.2",
    ),
    WorkflowStep(
        code="the_bhyt", name="Thẻ BHYT", role=OfficerRole.PROCESSING, hours=16, order=2, result_code="KQ.3"
    ),
    WorkflowStep(code="tra", name="Chuyển trả", role=OfficerRole.RECEPTION, hours=4, order=3),
)


def officer_of(agency: str, *roles: OfficerRole) -> Actor:
    return Actor(kind=ActorKind.OFFICER, account_id=f"of-{agency}", agency_code=agency, roles=roles)


POLICEMAN, INSURER = officer_of(POLICE, OfficerRole.PROCESSING), officer_of(INSURANCE, OfficerRole.PROCESSING)


@pytest.fixture
def dossier(office: LocalOffice) -> Dossier:
    """Being processed: its first step is open."""
    usual = laws()[FREE]
    results = tuple(ResultKind(code=f"KQ.{n}", name=f"Kết quả {n}") for n in (1, 2, 3))
    procedure = usual.procedure.model_copy(update={"steps": STEPS, "results": results})
    agencies = {"thuong_tru": POLICE, "the_bhyt": INSURANCE, "tra": AGENCY}
    office.neighbours.laws[FREE] = usual.replace({"procedure": procedure, "step_agencies": agencies})
    return office.act(DossierAction.START_PROCESSING, office.act(DossierAction.ACCEPT, office.submit()))


def completed(office: LocalOffice, dossier: Dossier, step: str, actor: Actor = OFFICER) -> Dossier:
    done = office.read(dossier, actor)
    yields = next(each.result_code for each in done.steps if each.code == step)
    file_id = office.store_file(actor) if yields else None
    return office.act(DossierAction.COMPLETE_STEP, done, actor, step_code=step, file_id=file_id, number="1")


def test_steps_start_when_those_before_are_complete(office: LocalOffice, dossier: Dossier) -> None:
    assert dossier.step_codes == ("khai_sinh",)
    after = completed(office, dossier, "khai_sinh")
    assert after.step_codes == ("thuong_tru", "the_bhyt")
    assert all(step.due_at for step in after.steps if step.code in after.step_codes)


def test_a_step_before_its_turn_is_refused(office: LocalOffice, dossier: Dossier) -> None:
    error = refused(ErrorCode.GUARD_FAILED, lambda: completed(office, dossier, "tra"))
    assert error.params["guard"] == "not_the_next_step"


def test_agencies_of_the_steps_see_it_and_complete_their_own(office: LocalOffice, dossier: Dossier) -> None:
    after = completed(office, dossier, "khai_sinh")
    refused(ErrorCode.FORBIDDEN, lambda: completed(office, after, "the_bhyt", POLICEMAN))
    assert office.read(after, INSURER).allowed_actions == (DossierAction.COMPLETE_STEP,)


def test_an_agency_without_a_step_sees_nothing(office: LocalOffice, dossier: Dossier) -> None:
    refused(ErrorCode.NOT_FOUND, lambda: office.read(dossier, officer_of("G99", *OfficerRole)))


def test_a_step_that_yields_a_result_needs_its_file(office: LocalOffice, dossier: Dossier) -> None:
    error = refused(
        ErrorCode.INVALID_REQUEST,
        lambda: office.act(DossierAction.COMPLETE_STEP, dossier, step_code="khai_sinh"),
    )
    assert [wrong.pointer for wrong in error.errors] == ["/file_id"]


def test_the_steps_may_yield_all_results(office: LocalOffice, dossier: Dossier) -> None:
    """The insurer is done before the police: side by side, no order. Then no file of its own is asked for."""
    completed(office, dossier, "khai_sinh")
    completed(office, dossier, "the_bhyt", INSURER)
    error = refused(
        ErrorCode.GUARD_FAILED,
        lambda: office.act(DossierAction.ISSUE_RESULT, office.read(dossier), outcome=ResultOutcome.APPROVED),
    )
    assert error.params["guard"] == "steps_open"
    completed(office, dossier, "thuong_tru", POLICEMAN)
    completed(office, dossier, "tra")
    done = office.act(DossierAction.ISSUE_RESULT, office.read(dossier), outcome=ResultOutcome.APPROVED)
    assert done.status is DossierStatus.PROCESSED
    assert [(result.result_code, result.agency_code) for result in done.results] == [
        ("KQ.1", AGENCY),
        ("KQ.3", INSURANCE),
        ("KQ.2", POLICE),
    ]


def step_refused(
    office: LocalOffice, dossier: Dossier, step: str, actor: Actor = OFFICER, **fields: Any
) -> Dossier:
    answer = {"outcome": "refused", "reason": "Không đủ điều kiện", **fields}
    return office.act(
        DossierAction.COMPLETE_STEP, office.read(dossier, actor), actor, step_code=step, **answer
    )


def test_a11_an_agency_refuses_its_part_and_the_whole_is_returned_with_what_there_is(
    office: LocalOffice, dossier: Dossier
) -> None:
    completed(office, dossier, "khai_sinh")
    step_refused(office, dossier, "thuong_tru", POLICEMAN, reason="Chưa có chỗ ở hợp pháp")
    completed(office, dossier, "the_bhyt", INSURER)
    completed(office, dossier, "tra")
    done = office.act(DossierAction.ISSUE_RESULT, office.read(dossier), outcome=ResultOutcome.APPROVED)
    assert {step.code: (step.outcome, step.reason) for step in done.steps} == {
        "khai_sinh": ("approved", None),
        "thuong_tru": ("refused", "Chưa có chỗ ở hợp pháp"),
        "the_bhyt": ("approved", None),
        "tra": (None, None),
    }
    assert [(one.step_code, one.outcome, one.reason) for one in done.results if one.outcome == "refused"] == [
        ("thuong_tru", "refused", "Chưa có chỗ ở hợp pháp")
    ]
    assert done.result is not None and done.result.outcome is ResultOutcome.APPROVED
    returned = office.act(DossierAction.RETURN_RESULT, done, recipient="An", method="counter")
    assert returned.status is DossierStatus.RETURNED
    history = office.call("get_history", OFFICER, dossier_id=dossier.dossier_id).items
    assert any(
        "Không đủ điều kiện giải quyết bước Thường trú: Chưa có chỗ ở hợp pháp" in line.text
        for line in history
    )


def test_a11_what_rests_on_a_refused_step_is_not_done_and_the_whole_is_refused(
    office: LocalOffice, dossier: Dossier
) -> None:
    after = step_refused(office, dossier, "khai_sinh", reason="Không có giấy chứng sinh")
    assert after.step_codes == ("tra",)
    assert {step.outcome for step in after.steps if step.result_code} == {ResultOutcome.REFUSED}
    completed(office, dossier, "tra")
    needs_file = refused(
        ErrorCode.INVALID_REQUEST,
        lambda: office.act(DossierAction.ISSUE_RESULT, office.read(dossier), outcome=ResultOutcome.APPROVED),
    )
    assert [wrong.pointer for wrong in needs_file.errors] == ["/file_id"]
    ended = office.act(
        DossierAction.ISSUE_RESULT, office.read(dossier), outcome="refused", reason="Không có giấy chứng sinh"
    )
    assert ended.status is DossierStatus.PROCESSED


@pytest.mark.parametrize(
    ("step", "fields", "pointer"),
    [
        ("khai_sinh", {"reason": None}, "/reason"),
        ("khai_sinh", {"outcome": "approved"}, "/reason"),
        ("khai_sinh", {"result_code": "KQ.9"}, "/result_code"),
    ],
)
def test_a11_a_refusal_of_a_step_has_its_reason_and_a_paper_that_the_procedure_knows(
    office: LocalOffice, dossier: Dossier, step: str, fields: dict[str, Any], pointer: str
) -> None:
    error = refused(ErrorCode.INVALID_REQUEST, lambda: step_refused(office, dossier, step, **fields))
    assert [wrong.pointer for wrong in error.errors] == [pointer]


def test_a11_a_step_without_a_result_is_not_refused(office: LocalOffice, dossier: Dossier) -> None:
    for step, actor in (("khai_sinh", OFFICER), ("thuong_tru", POLICEMAN), ("the_bhyt", INSURER)):
        completed(office, dossier, step, actor)
    error = refused(ErrorCode.INVALID_REQUEST, lambda: step_refused(office, dossier, "tra"))
    assert [wrong.pointer for wrong in error.errors] == ["/outcome"]
