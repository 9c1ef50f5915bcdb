"""Steps side by side and of other agencies, consultations, verifications: who may do what, in which order."""

from datetime import timedelta

import pytest
from tests.support.dossiers.acts import INTERLINKED, OTHER
from tests.support.dossiers.samples import (
    ACT,
    START,
    STOP,
    accepted,
    action_context,
    at,
    file,
    files,
    law,
    officer,
    steps_done,
)

from contracts.base import Actor, OfficerRole
from contracts.catalog import WorkflowStep
from contracts.dossiers import (
    AnswerConsultation,
    CompleteStep,
    ConsultationState,
    DossierAction,
    DossierStatus,
    IssueResult,
    Lateness,
    RecordVerification,
    RequestConsultation,
    ResultOutcome,
    Resume,
    ScheduleVerification,
)
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.actions.consultation import (
    answer_consultation,
    record_verification,
    request_consultation,
    schedule_verification,
)
from dossiers.domain.actions.processing import complete_step, resume, start_processing, stop
from dossiers.domain.actions.result import issue_result
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.refusals import Guard
from dossiers.domain.model.steps import steps_of
from dossiers.domain.rights.rights import Rights
from dossiers.domain.rights.visibility import visible

HERE = officer(OfficerRole.PROCESSING, OfficerRole.LEADER)
THERE = officer(OfficerRole.PROCESSING, agency=OTHER)
LINKED = law(steps=INTERLINKED, results=()).model_copy(update={"step_agencies": {"the": OTHER}})
FILES = files(file("r1", owner_id="officer-1"))


def started(when: str = "2026-04-20 10:00") -> DossierState:
    return start_processing(accepted("2026-04-20 09:00", LINKED), START, action_context(when, LINKED)).dossier


def completed(
    dossier: DossierState,
    step: str,
    actor: Actor = HERE,
    when: str = "2026-04-20 11:00",
    file_id: str | None = "r1",
) -> DossierState:
    request = CompleteStep(**ACT, step_code=step, file_id=file_id)
    return complete_step(dossier, request, action_context(when, LINKED, actor), files=FILES).dossier


def refusal_of(act: object, *arguments: object, **named: object) -> ServiceError:
    with pytest.raises(ServiceError) as refusal:
        act(*arguments, **named)  # type: ignore[operator]
    return refusal.value


def test_no_step_is_open_before_processing() -> None:
    assert accepted("2026-04-20 09:00", LINKED).open_steps == ()


def test_the_first_step_starts_with_processing_and_gets_its_hours() -> None:
    (step,) = started().open_steps
    assert (step.code, step.started_at, step.due_at) == (
        "khai_sinh",
        at("2026-04-20 10:00"),
        at("2026-04-21 10:00"),
    )


def test_steps_of_one_order_start_together_when_those_before_are_complete() -> None:
    after = completed(started(), "khai_sinh")
    assert after.open_step_codes == ("the", "cu_tru")
    assert [step.due_at for step in after.open_steps] == [at("2026-04-22 11:00"), at("2026-04-20 17:00")]


def test_the_next_order_waits_for_all_of_them() -> None:
    one_left = completed(completed(started(), "khai_sinh"), "cu_tru")
    assert one_left.open_step_codes == ("the",)
    error = refusal_of(completed, one_left, "ky", file_id=None)
    assert error.params["reason"] == Guard.NOT_THE_NEXT_STEP
    assert completed(one_left, "the", THERE).open_step_codes == ("ky",)


def test_each_agency_completes_its_own_step_only() -> None:
    both = completed(started(), "khai_sinh")
    assert refusal_of(completed, both, "the", HERE).code is ErrorCode.FORBIDDEN
    assert refusal_of(completed, both, "cu_tru", THERE).code is ErrorCode.FORBIDDEN


def test_the_agency_of_a_step_sees_the_dossier_and_may_complete_it() -> None:
    both = completed(started(), "khai_sinh")
    assert visible(THERE, both)
    assert Rights(THERE, both).allowed_actions(at("2026-04-20 12:00")) == (DossierAction.COMPLETE_STEP,)


def test_a_step_is_late_by_its_own_hours() -> None:
    (step, *_) = completed(started(), "khai_sinh", when="2026-04-21 10:01").steps
    assert step.lateness is Lateness.LATE


def test_an_open_step_has_left_after_a_wait_what_it_had_left_before() -> None:
    stopped = stop(started(), STOP, action_context("2026-04-20 14:30", LINKED, HERE)).dossier
    on = resume(stopped, Resume(**ACT), action_context("2026-04-22 08:00", LINKED, HERE)).dossier
    assert on.open_steps[0].due_at == at("2026-04-22 15:30")


def test_a_dossier_that_was_stopped_before_processing_begins_its_steps_when_resumed() -> None:
    stopped = stop(
        accepted("2026-04-20 09:00", LINKED), STOP, action_context("2026-04-20 10:00", LINKED)
    ).dossier
    on = resume(stopped, Resume(**ACT), action_context("2026-04-21 08:00", LINKED, HERE)).dossier
    assert (on.status, on.open_step_codes) == (DossierStatus.PROCESSING, ("khai_sinh",))


def test_a_step_without_result_takes_no_file() -> None:
    last = completed(completed(completed(started(), "khai_sinh"), "cu_tru"), "the", THERE)
    error = refusal_of(completed, last, "ky", HERE)
    assert [(wrong.pointer, wrong.code) for wrong in error.errors] == [("/file_id", "not_expected")]


def test_when_the_steps_have_yielded_all_the_approval_needs_no_file() -> None:
    approval = IssueResult(**ACT, outcome=ResultOutcome.APPROVED)
    later = action_context("2026-04-21 09:00", LINKED, HERE)
    some = completed(started(), "khai_sinh")
    assert refusal_of(issue_result, some, approval, later, files={}).params["reason"] == Guard.STEPS_OPEN
    all_of_them = steps_done(completed(completed(some, "cu_tru"), "the", THERE))
    done = issue_result(all_of_them, approval, later, files={}).dossier
    assert done.status is DossierStatus.PROCESSED
    assert [(result.step_code, result.agency_code) for result in done.results] == [
        ("khai_sinh", done.agency_code),
        ("cu_tru", done.agency_code),
        ("the", OTHER),
    ]


def test_steps_without_orders_come_one_after_another() -> None:
    assert [step.order for step in steps_of(law(), "moi", "X")] == [1, 2]


def test_steps_of_other_cases_are_left_out() -> None:
    steps = (
        WorkflowStep(code="a", name="A", role=OfficerRole.PROCESSING, hours=1, case_code="moi"),
        WorkflowStep(code="b", name="B", role=OfficerRole.PROCESSING, hours=1, case_code="khac"),
    )
    assert [step.code for step in steps_of(law(steps=steps), "moi", "X")] == ["a"]


def consulted(dossier: DossierState, which: str, agency: str = OTHER) -> DossierState:
    request = RequestConsultation(**ACT, agency_code=agency, content="?", due_at=at("2026-04-22 09:00"))
    now = action_context("2026-04-20 10:00", actor=HERE)
    return request_consultation(dossier, request, now, consultation_id=which).dossier


def answered(dossier: DossierState, which: str, actor: Actor = THERE) -> DossierState:
    request = AnswerConsultation(**ACT, consultation_id=which, answer="Đồng ý")
    return answer_consultation(dossier, request, action_context("2026-04-21 09:00", actor=actor)).dossier


def test_several_opinions_may_be_awaited_and_each_is_answered_by_its_agency() -> None:
    both = consulted(consulted(accepted(), "c1"), "c2", "G99")
    one = answered(both, "c1")
    states = [consultation.state for consultation in one.consultations]
    assert states == [ConsultationState.ANSWERED, ConsultationState.OPEN]
    assert refusal_of(answered, one, "c2").code is ErrorCode.FORBIDDEN
    assert refusal_of(answered, one, "c1").params["reason"] == Guard.NO_OPEN_CONSULTATION


def test_a_consulted_agency_sees_the_dossier_until_it_has_answered() -> None:
    assert not visible(THERE, accepted())
    assert visible(THERE, consulted(accepted(), "c1"))
    assert not visible(THERE, answered(consulted(accepted(), "c1"), "c1"))


def test_a_consulted_agency_may_answer_and_nothing_else() -> None:
    consultation = consulted(accepted(), "c1")
    assert Rights(THERE, consultation).allowed_actions(at("2026-04-20 11:00")) == (
        DossierAction.ANSWER_CONSULTATION,
    )
    assert (
        Rights(officer(OfficerRole.RECEPTION, agency=OTHER), consultation).allowed_actions(
            at("2026-04-20 11:00")
        )
        == ()
    )


def test_an_agency_does_not_consult_itself() -> None:
    error = refusal_of(consulted, accepted(), "c1", accepted().agency_code)
    assert [wrong.pointer for wrong in error.errors] == ["/agency_code"]


def test_a_consultation_leaves_the_due_date() -> None:
    assert consulted(accepted(), "c1").due_at == accepted().due_at


SCHEDULED = ScheduleVerification(
    **ACT, content="?", place="Nhà", scheduled_at=at("2026-04-22 09:00"), participants=("A",)
)


def test_a_verification_is_minuted_once() -> None:
    now = action_context("2026-04-20 10:00", actor=HERE)
    set_up = schedule_verification(accepted(), SCHEDULED, now, verification_id="v1").dossier
    minutes = RecordVerification(**ACT, verification_id="v1", minutes="Đúng", minutes_file_id="r1")
    done = record_verification(set_up, minutes, now, files=FILES).dossier
    assert (done.verifications[0].minutes, done.verifications[0].participants) == ("Đúng", ("A",))
    error = refusal_of(record_verification, done, minutes, now, files=FILES)
    assert error.params["reason"] == Guard.NO_OPEN_VERIFICATION


def test_a_verification_of_the_past_is_not_scheduled() -> None:
    late = action_context("2026-04-22 09:00", actor=HERE)
    error = refusal_of(schedule_verification, accepted(), SCHEDULED, late, verification_id="v1")
    assert [wrong.pointer for wrong in error.errors] == ["/scheduled_at"]


def test_minutes_of_somebody_elses_file_are_refused() -> None:
    now = action_context("2026-04-20 10:00", actor=HERE)
    set_up = schedule_verification(accepted(), SCHEDULED, now, verification_id="v1").dossier
    minutes = RecordVerification(**ACT, verification_id="v1", minutes="Đúng", minutes_file_id="nope")
    assert (
        refusal_of(record_verification, set_up, minutes, now, files=FILES).code is ErrorCode.FILE_NOT_USABLE
    )


def test_a_consultation_is_due_after_it_is_asked_for() -> None:
    request = RequestConsultation(
        **ACT, agency_code=OTHER, content="?", due_at=at("2026-04-20 10:00") + timedelta(seconds=30)
    )
    now = action_context("2026-04-20 10:00", actor=HERE)
    error = refusal_of(request_consultation, accepted(), request, now, consultation_id="c")
    assert [wrong.pointer for wrong in error.errors] == ["/due_at"]
