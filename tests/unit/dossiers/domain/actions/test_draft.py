"""Who handles a dossier drafts its result, who is competent signs it (law.md A2; NĐ 30/2020/NĐ-CP art 10, 13)."""

from __future__ import annotations

from typing import Any

import pytest
from tests.support.dossiers.samples import (
    ACT,
    START,
    accepted,
    action_context,
    file,
    files,
    officer,
    steps_done,
)

from contracts.base import OfficerRole
from contracts.dossiers import DossierStatus, IssueResult, ProposeResult, ResultOutcome
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.actions.draft import propose_result
from dossiers.domain.actions.processing import start_processing
from dossiers.domain.actions.result import issue_result
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.refusals import Guard

HANDLER = officer(OfficerRole.PROCESSING)
LEADER = officer(OfficerRole.LEADER).model_copy(update={"account_id": "leader-1"})
APPROVAL = {"outcome": ResultOutcome.APPROVED, "result_code": "KQ.1", "number": "12", "file_id": "r1"}


def working() -> DossierState:
    return start_processing(accepted(), START, action_context("2026-04-20 10:00", actor=HANDLER)).dossier


def proposed(dossier: DossierState, **fields: Any) -> DossierState:
    known = files(file("r1", owner_id=HANDLER.account_id))
    request = ProposeResult(**ACT, **(fields or APPROVAL))
    return propose_result(
        dossier, request, action_context("2026-04-20 14:00", actor=HANDLER), files=known
    ).dossier


def signed(dossier: DossierState, **fields: Any) -> DossierState:
    """By the leader, who has uploaded nothing."""
    request = IssueResult(**ACT, **fields)
    return issue_result(dossier, request, action_context("2026-04-21 09:00", actor=LEADER), files={}).dossier


def refusal(act: Any) -> ServiceError:
    with pytest.raises(ServiceError) as caught:
        act()
    return caught.value


def test_a_leader_signs_what_the_handler_has_drafted() -> None:
    draft = proposed(steps_done(working()))
    assert draft.status is DossierStatus.PROCESSING
    after = signed(draft, outcome=ResultOutcome.APPROVED)
    result = after.results[-1]
    assert (result.file_id, result.number, result.sha256) == ("r1", "12", file("r1").sha256)
    assert (result.drafted_by, result.signed_by) == (HANDLER.account_id, "leader-1")
    assert (after.status, after.draft) == (DossierStatus.PROCESSED, None)


def test_a_draft_issues_nothing_while_a_step_is_open() -> None:
    draft = proposed(working())
    error = refusal(lambda: signed(draft, outcome=ResultOutcome.APPROVED))
    assert error.params["reason"] == Guard.STEPS_OPEN


def test_who_signs_may_decide_otherwise() -> None:
    """A draft of an approval gives no words to a refusal."""
    draft = proposed(steps_done(working()))
    error = refusal(lambda: signed(draft, outcome=ResultOutcome.REFUSED))
    assert (error.code, error.errors[0].pointer) == (ErrorCode.INVALID_REQUEST, "/reason")
    result = signed(draft, outcome=ResultOutcome.REFUSED, reason="Sai đối tượng").results[-1]
    assert (result.reason, result.file_id, result.drafted_by) == ("Sai đối tượng", None, None)


def test_a_refusal_is_drafted_with_its_reason() -> None:
    draft = proposed(
        working(), outcome=ResultOutcome.REFUSED, reason="Không đủ điều kiện", legal_ground="Điều 3"
    )
    result = signed(steps_done(draft), outcome=ResultOutcome.REFUSED).results[-1]
    assert (result.reason, result.legal_ground) == ("Không đủ điều kiện", "Điều 3")


def test_the_last_draft_counts_and_each_is_complete() -> None:
    first = proposed(working(), outcome=ResultOutcome.REFUSED, reason="Không đủ điều kiện")
    assert proposed(first).draft.outcome is ResultOutcome.APPROVED  # type: ignore[union-attr]
    for fields in ({"outcome": ResultOutcome.APPROVED}, {"outcome": ResultOutcome.REFUSED}):
        assert refusal(lambda fields=fields: proposed(working(), **fields)).code is ErrorCode.INVALID_REQUEST


def test_a_file_of_somebody_else_is_no_draft() -> None:
    request = ProposeResult(**ACT, **APPROVAL)
    foreign = files(file("r1", owner_id="another"))
    acting = action_context("2026-04-20 14:00", actor=HANDLER)
    error = refusal(lambda: propose_result(working(), request, acting, files=foreign))
    assert error.code is ErrorCode.FILE_NOT_USABLE
