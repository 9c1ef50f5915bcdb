"""Trả kết quả: the result, its handing over, and withdrawal by the applicant."""

from contracts import dossiers as contract
from contracts.dossiers import (
    ClockCause,
    DossierAction,
    DossierResult,
    DossierStatus,
    IssueResult,
    Lateness,
    ResultDraft,
    ResultOutcome,
    ResultReturn,
    ReturnMethod,
    ReturnResult,
    Withdraw,
)
from dossiers.domain.actions.draft import completed, draft_of
from dossiers.domain.clock.moves import end_clock
from dossiers.domain.lateness import lateness
from dossiers.domain.model.action_rules import check_possible
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.refusals import guard_failed, invalid_field
from dossiers.domain.model.result_kinds import known_code, only_code
from dossiers.domain.model.signing import unmet_for
from dossiers.domain.model.state_machine import Transition
from dossiers.domain.subjects import Subjects, no_subject_expected, subject_of_result
from dossiers.domain.submission_content.papers import Files, sealable_file, usable_file


def issue_result(
    dossier: DossierState, request: IssueResult, context: ActionContext, *, files: Files
) -> Transition:
    """→ 9 Đã xử lý xong: approved with a file, or refused with a reason (NĐ 61/2018/NĐ-CP art 19.8).

    Every step that leads to it is complete (`signing`). Where the steps have yielded all results, the approval needs no
    file of its own.
    """
    check_possible(dossier, DossierAction.ISSUE_RESULT, context.now)
    draft = draft_of(dossier, request)
    request = completed(request, draft)
    _check_grounds(dossier, request, context)
    clock = end_clock(dossier, context, ClockCause.RESULT)
    late = lateness(clock["due_at"], context.now, None, context.now)
    own, subjects = _result(dossier, request, draft, files, context, late)
    return Transition(dossier).record(
        contract.RESULT_ISSUED,
        payload={
            "outcome": request.outcome,
            "file_ids": tuple(result.file_id for result in own if result.file_id),
            "note": request.reason,
            "lateness": late,
            "return_method": dossier.return_method,
        },
        status=DossierStatus.PROCESSED,
        interrupted=None,
        **clock,
        ended_at=context.now,
        results=(*dossier.results, *own),
        subjects=subjects,
        draft=None,
    )


def return_result(dossier: DossierState, request: ReturnResult, context: ActionContext) -> Transition:
    """9 → 10 Đã trả kết quả."""
    check_possible(dossier, DossierAction.RETURN_RESULT, context.now)
    if request.tracking_number is not None and request.method is not ReturnMethod.POST:
        raise invalid_field("/tracking_number", "not_expected", "Only what is sent by post has one.")
    handed = ResultReturn(
        recipient=request.recipient,
        method=request.method,
        returned_at=context.now,
        tracking_number=request.tracking_number,
    )
    return Transition(dossier).record(
        contract.RESULT_RETURNED, status=DossierStatus.RETURNED, returned=handed
    )


def withdraw(dossier: DossierState, request: Withdraw, context: ActionContext) -> Transition:
    """→ 7 Công dân yêu cầu rút hồ sơ. The reason is the applicant's own words: stored, not published."""
    check_possible(dossier, DossierAction.WITHDRAW, context.now)
    return Transition(dossier).record(
        contract.WITHDRAWN,
        payload={"paid_at_counter": dossier.paid_at_counter},
        status=DossierStatus.WITHDRAWN,
        reason=request.reason,
        interrupted=None,
        **end_clock(dossier, context, ClockCause.WITHDRAWAL),
        ended_at=context.now,
    )


def _check_grounds(dossier: DossierState, request: IssueResult, context: ActionContext) -> None:
    guard = unmet_for(dossier, request.outcome, context.now)
    if guard is not None:
        raise guard_failed(DossierAction.ISSUE_RESULT, guard)
    approved = request.outcome is ResultOutcome.APPROVED
    if approved and request.file_id is None and not dossier.has_all_results:
        raise invalid_field("/file_id", "required", "An approval needs the file of the result.")
    if not approved and request.reason is None:
        raise invalid_field("/reason", "required", "A refusal needs its reason.")


def _result(
    dossier: DossierState,
    request: IssueResult,
    draft: ResultDraft | None,
    files: Files,
    context: ActionContext,
    late: Lateness,
) -> tuple[tuple[DossierResult, ...], Subjects]:
    """The result and the subjects of the dossier with its own; none where the steps have yielded all.

    The file of a draft was found good when it was submitted."""
    approved = request.outcome is ResultOutcome.APPROVED
    code = known_code(request.result_code, context.law)
    if approved:
        if request.file_id is None:
            _check_no_subject(request)
            return (), dossier.subjects
        code = code or only_code(context.law)
        subjects, subject = subject_of_result(dossier, request.subject, code, context)
    else:
        _check_no_subject(request)
        subjects, subject = dossier.subjects, None
    result = DossierResult(
        outcome=request.outcome,
        result_code=code,
        number=request.number,
        file_id=request.file_id,
        sha256=_sha256(request, draft, files, context),
        reason=request.reason,
        legal_ground=request.legal_ground,
        issued_at=context.now,
        signed_by=context.actor.account_id,
        drafted_by=None if draft is None else draft.drafted_by,
        agency_code=dossier.agency_code,
        agency_name=dossier.agency_name,
        lateness=late,
        subject=subject,
    )
    return (result,), subjects


def _check_no_subject(request: IssueResult) -> None:
    if request.subject is not None:
        raise no_subject_expected()


def _sha256(
    request: IssueResult, draft: ResultDraft | None, files: Files, context: ActionContext
) -> str | None:
    if request.file_id is None:
        return None
    if draft is not None and draft.file_id == request.file_id:
        return draft.sha256
    check = sealable_file if request.outcome is ResultOutcome.APPROVED else usable_file
    return check(request.file_id, files, context.actor.account_id).sha256
