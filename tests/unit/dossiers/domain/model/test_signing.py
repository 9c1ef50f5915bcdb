"""Who signs a result, and what must have been done before it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.support.dossiers.samples import (
    ACT,
    AGENCY,
    CITIZEN,
    STOP,
    WITHDRAWAL,
    accepted,
    action_context,
    at,
    fee,
    file,
    files,
    law,
    officer,
    steps_done,
    submitted,
)

from contracts.base import OfficerRole
from contracts.catalog import WorkflowStep
from contracts.dossiers import ACCEPTED as ACCEPTED_EVENT
from contracts.dossiers import (
    AgencyError,
    Consultation,
    ConsultationState,
    DocumentKind,
    DossierAction,
    DossierResult,
    DossierStatus,
    ErrorKind,
    ResultOutcome,
    ServeAtOnce,
    Verification,
)
from dossiers.domain.actions.immediate_result import serve_at_once
from dossiers.domain.actions.processing import stop
from dossiers.domain.actions.result import withdraw
from dossiers.domain.documents.content import document_for
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.refusals import Guard
from dossiers.domain.model.signing import possible_outcomes, unmet_for
from dossiers.domain.rights.rights import Rights

R, A = OfficerRole, DossierAction
NOW = at("2026-04-21 09:00")
APPROVED, REFUSED = ResultOutcome.APPROVED, ResultOutcome.REFUSED
SIGNING = (A.ISSUE_RESULT, A.SERVE_AT_ONCE, A.CORRECT_RESULT)
UNSIGNED = law(steps=(WorkflowStep(code="tham_tra", name="Thẩm tra", role=R.PROCESSING, hours=1),))


def consulted(until: datetime) -> tuple[Consultation, ...]:
    consultation = {"agency_code": "G18", "content": "?", "asked_at": NOW, "due_at": until}
    return (Consultation(consultation_id="c", state=ConsultationState.OPEN, **consultation),)


def visited(attendance: bool) -> tuple[Verification, ...]:
    where = {"content": "?", "place": "Nhà", "scheduled_at": NOW}
    return (Verification(verification_id="v", attendance=attendance, **where),)


def changed(dossier: DossierState, **changes: Any) -> DossierState:
    return dossier.model_copy(update=changes)


DONE = steps_done(accepted())
CASES: dict[str, tuple[DossierState, Guard | None, Guard | None]] = {
    "nothing done": (accepted(), Guard.STEPS_OPEN, Guard.STEPS_OPEN),
    "appraised, not signed": (steps_done(accepted(), "ky"), Guard.STEPS_OPEN, None),
    "signed, not appraised": (steps_done(accepted(), "tham_tra"), Guard.STEPS_OPEN, Guard.STEPS_OPEN),
    "all done": (DONE, None, None),
    "no process": (accepted(law_=law(steps=())), None, None),
    "no signature in the process": (accepted(law_=UNSIGNED), Guard.STEPS_OPEN, Guard.STEPS_OPEN),
    "unpaid": (steps_done(accepted(law_=law(fees=(fee(),)))), Guard.FEE_UNPAID, None),
    "an opinion is awaited": (
        changed(DONE, consultations=consulted(NOW + timedelta(days=1))),
        Guard.CONSULTATION_OPEN,
        Guard.CONSULTATION_OPEN,
    ),
    "an opinion is late": (changed(DONE, consultations=consulted(NOW - timedelta(days=1))), None, None),
    "the applicant attends": (
        changed(DONE, verifications=visited(True)),
        Guard.VERIFICATION_OPEN,
        Guard.VERIFICATION_OPEN,
    ),
    "nobody attends": (changed(DONE, verifications=visited(False)), None, None),
    "stopped": (changed(DONE, status=DossierStatus.STOPPED), Guard.STOPPED, None),
    "stopped before anything was done": (
        changed(accepted(), status=DossierStatus.STOPPED),
        Guard.STOPPED,
        None,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_result_waits_for_what_precedes_it(case: str) -> None:
    dossier, approval, refusal = CASES[case]
    assert (unmet_for(dossier, APPROVED, NOW), unmet_for(dossier, REFUSED, NOW)) == (approval, refusal)
    offered = Rights(officer(R.LEADER), dossier).allowed_actions(NOW)
    assert (A.ISSUE_RESULT in offered) is (approval is None or refusal is None)
    assert (APPROVED in possible_outcomes(dossier, NOW)) is (approval is None)


@pytest.mark.parametrize("action", SIGNING)
@pytest.mark.parametrize(
    "roles", [(R.RECEPTION,), (R.PROCESSING,), (R.MANAGER,), (R.RECEPTION, R.PROCESSING)]
)
def test_where_the_process_names_a_leader_nobody_else_signs(
    action: DossierAction, roles: tuple[OfficerRole, ...]
) -> None:
    assert not Rights(officer(*roles), DONE).permits(action)
    assert Rights(officer(R.LEADER), DONE).permits(action)


@pytest.mark.parametrize("action", [A.ISSUE_RESULT, A.CORRECT_RESULT])
def test_where_it_names_none_who_processes_signs(action: DossierAction) -> None:
    dossier = accepted(law_=UNSIGNED)
    assert Rights(officer(R.PROCESSING), dossier).permits(action)
    assert not Rights(officer(R.RECEPTION), dossier).permits(action)


ALL = officer(R.RECEPTION, R.PROCESSING, R.LEADER)


@pytest.mark.parametrize("action", [A.ISSUE_RESULT, A.CORRECT_RESULT, A.COMPLETE_STEP])
def test_who_received_it_does_not_sign_it(action: DossierAction) -> None:
    signing = steps_done(accepted(), "ky")
    open_ = tuple(step.model_copy(update={"started_at": NOW}) for step in signing.steps)
    dossier = changed(signing, steps=open_, received_by=ALL.account_id)
    assert not Rights(ALL, dossier).permits(action)
    assert Rights(ALL, changed(dossier, received_by="somebody")).permits(action)


@pytest.mark.parametrize(
    ("case", "outcome", "allowed"),
    [
        (steps_done(accepted(), "ky"), REFUSED, False),
        (DONE, REFUSED, True),
        (DONE, APPROVED, True),
        (accepted(), APPROVED, True),
        (accepted(law_=law(steps=())), REFUSED, True),
    ],
)
def test_a_correction_is_no_way_around_the_process(
    case: DossierState, outcome: ResultOutcome, allowed: bool
) -> None:
    """A wrong approval is mended; a refusal becomes an approval only where the process was done."""
    result = DossierResult(outcome=outcome, issued_at=NOW)
    error = AgencyError(kind=ErrorKind.ERROR, description="Sai", apology="Xin lỗi", recorded_at=NOW)
    ended = {"status": DossierStatus.PROCESSED, "ended_at": NOW, "results": (result,), "errors": (error,)}
    dossier = changed(case, **ended)
    assert (A.CORRECT_RESULT in Rights(officer(R.LEADER), dossier).allowed_actions(NOW)) is allowed


def served(dossier: DossierState, law_: Any, **fields: Any) -> DossierState:
    request = ServeAtOnce(**ACT, file_id="r1", recipient="A", **fields)
    here = action_context("2026-04-20 09:00", law_, ALL)
    known = files(file("r1", owner_id=ALL.account_id))
    return serve_at_once(dossier, request, here, code="C-260420-0001", files=known).dossier


@pytest.mark.parametrize("receipt", [True, False])
def test_what_is_served_at_once_leaves_no_step_open(receipt: bool) -> None:
    at_once = law(immediate=True)
    done = served(submitted(law_=at_once), at_once, receipt=receipt)
    assert [step.completed_by for step in done.steps] == [ALL.account_id] * 2
    assert done.open_steps == () and done.received_by is None
    kind = DocumentKind.RECEIPT if receipt else None
    assert document_for(ACCEPTED_EVENT, done) is kind, "a receipt is given when it is asked for"


def test_nobody_serves_at_once_for_another_agency() -> None:
    elsewhere = law(immediate=True).replace({"step_agencies": {"tham_tra": "G18.26"}})
    dossier = submitted(law_=elsewhere)
    assert dossier.agency_code == AGENCY
    assert not Rights(ALL, dossier).permits(A.SERVE_AT_ONCE)


def test_a_stopped_dossier_has_a_way_out() -> None:
    stopped = stop(accepted(), STOP, action_context("2026-04-21 08:00", actor=ALL)).dossier
    assert A.WITHDRAW in Rights(CITIZEN, stopped).allowed_actions(NOW)
    gone = withdraw(stopped, WITHDRAWAL, action_context("2026-04-21 09:00", actor=CITIZEN)).dossier
    assert (gone.status, gone.clock_stopped_since) == (DossierStatus.WITHDRAWN, None)


def test_nothing_is_open_in_a_dossier_that_has_ended() -> None:
    running = changed(accepted(), consultations=consulted(NOW), verifications=visited(True))
    assert "G18" in running.agency_codes
    ended = changed(running, ended_at=NOW, status=DossierStatus.PROCESSED)
    assert (ended.open_consultations, ended.open_verifications, ended.open_steps) == ((), (), ())
    assert "G18" not in ended.agency_codes
