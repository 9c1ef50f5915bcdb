"""Trình ký: who handles a dossier drafts its result, who is competent signs it (NĐ 30/2020/NĐ-CP art 10, 13)."""

from datetime import date

from contracts import dossiers as contract
from contracts.dossiers import DossierAction, IssueResult, ProposeResult, ResultDraft, ResultOutcome
from contracts.time import local_day
from dossiers.domain.model.action_rules import check_possible
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.refusals import invalid_field
from dossiers.domain.model.result_kinds import known_code
from dossiers.domain.model.state_machine import Transition
from dossiers.domain.subjects import check_birth, no_subject_expected
from dossiers.domain.submission_content.papers import Files, sealable_file, usable_file

_TAKEN_OVER = ("result_code", "number", "file_id", "subject", "reason", "legal_ground")


def propose_result(
    dossier: DossierState, request: ProposeResult, context: ActionContext, *, files: Files
) -> Transition:
    """A draft in the place of the one before. It is complete as a result is; whether the process is done is asked of who
    issues it. Raises INVALID_REQUEST, FILE_NOT_USABLE, FILE_NOT_SEALABLE."""
    check_possible(dossier, DossierAction.PROPOSE_RESULT, context.now)
    approved = request.outcome is ResultOutcome.APPROVED
    if approved and request.file_id is None and not dossier.has_all_results:
        raise invalid_field("/file_id", "required", "An approval needs the file of the result.")
    if not approved and request.reason is None:
        raise invalid_field("/reason", "required", "A refusal needs its reason.")
    _check_subject(request, local_day(context.now))
    check = sealable_file if approved else usable_file
    file = None if request.file_id is None else check(request.file_id, files, context.actor.account_id)
    draft = ResultDraft(
        outcome=request.outcome,
        result_code=known_code(request.result_code, context.law),
        number=request.number,
        file_id=request.file_id,
        sha256=None if file is None else file.sha256,
        subject=request.subject,
        reason=request.reason,
        legal_ground=request.legal_ground,
        drafted_at=context.now,
        drafted_by=context.actor.account_id,
    )
    payload = {
        "draft_outcome": draft.outcome,
        "draft_file_ids": () if draft.file_id is None else (draft.file_id,),
    }
    return Transition(dossier).record(contract.RESULT_PROPOSED, payload=payload, draft=draft)


def _check_subject(request: ProposeResult, today: date) -> None:
    if request.subject is None:
        return
    if request.outcome is not ResultOutcome.APPROVED or request.file_id is None:
        raise no_subject_expected()
    check_birth(request.subject, today, "/subject")


def draft_of(dossier: DossierState, request: IssueResult) -> ResultDraft | None:
    """The draft that the result is made of: of the same outcome, with no other file."""
    draft = dossier.draft
    if draft is None or draft.outcome is not request.outcome:
        return None
    return draft if request.file_id in (None, draft.file_id) else None


def completed(request: IssueResult, draft: ResultDraft | None) -> IssueResult:
    """The request with what it leaves out, as the draft has it."""
    if draft is None:
        return request
    missing = {name: getattr(draft, name) for name in _TAKEN_OVER if getattr(request, name) is None}
    return request.model_copy(update=missing)
