"""Trả kết quả: the result, its handing over, and withdrawal by the applicant."""

from contracts import dossiers as contract
from contracts.dossiers import (
    Action,
    IssueResult,
    Outcome,
    Result,
    Returned,
    ReturnResult,
    Status,
    Withdraw,
)
from dossiers.domain.dossier import Dossier, Scene
from dossiers.domain.guards import Guard, guard_failed, invalid_field
from dossiers.domain.law import Law
from dossiers.domain.lifecycle import Change, check
from dossiers.domain.papers import Files, usable
from dossiers.domain.waiting import resumed


def issue_result(dossier: Dossier, request: IssueResult, scene: Scene, *, files: Files) -> Change:
    """→ 9 Đã xử lý xong: approved with a file, or refused with a reason (NĐ 61/2018/NĐ-CP art 19.8)."""
    check(dossier, Action.ISSUE_RESULT, scene.now)
    _check_founded(dossier, request, scene.law)
    file_ids = () if request.file_id is None else (request.file_id,)
    return Change(dossier).record(
        contract.RESULT_ISSUED,
        told={"outcome": request.outcome, "file_ids": file_ids, "note": request.reason},
        status=Status.PROCESSED,
        interrupted=None,
        **resumed(dossier, scene.now, scene),
        ended_at=scene.now,
        results=(*dossier.results, _result(request, files, scene)),
    )


def return_result(dossier: Dossier, request: ReturnResult, scene: Scene) -> Change:
    """9 → 10 Đã trả kết quả."""
    check(dossier, Action.RETURN_RESULT, scene.now)
    handed = Returned(recipient=request.recipient, method=request.method, returned_at=scene.now)
    return Change(dossier).record(contract.RESULT_RETURNED, status=Status.RETURNED, returned=handed)


def withdraw(dossier: Dossier, request: Withdraw, scene: Scene) -> Change:
    """→ 7 Công dân yêu cầu rút hồ sơ. The reason is the applicant's own words: kept, not told around."""
    check(dossier, Action.WITHDRAW, scene.now)
    return Change(dossier).record(
        contract.WITHDRAWN,
        status=Status.WITHDRAWN,
        reason=request.reason,
        interrupted=None,
        clock_stopped_since=None,
        ended_at=scene.now,
    )


def _check_founded(dossier: Dossier, request: IssueResult, law: Law) -> None:
    approved = request.outcome is Outcome.APPROVED
    if approved and request.file_id is None:
        raise invalid_field("/file_id", "required", "An approval needs the file of the result.")
    if not approved and request.reason is None:
        raise invalid_field("/reason", "required", "A refusal needs its reason.")
    if approved and dossier.owes:
        raise guard_failed(Action.ISSUE_RESULT, Guard.FEE_UNPAID)
    known = {kind.code for kind in law.procedure.results}
    if request.result_code is not None and known and request.result_code not in known:
        raise invalid_field("/result_code", "unknown", "The procedure has no such result.")


def _result(request: IssueResult, files: Files, scene: Scene) -> Result:
    file = None if request.file_id is None else usable(request.file_id, files, scene.actor.account_id)
    return Result(
        outcome=request.outcome,
        result_code=request.result_code,
        number=request.number,
        file_id=request.file_id,
        sha256=None if file is None else file.sha256,
        reason=request.reason,
        issued_at=scene.now,
    )
