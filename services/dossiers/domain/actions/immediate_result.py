"""Trả kết quả ngay (NĐ 61/2018/NĐ-CP art 17.4): received, done and returned in one action."""

from typing import Any

from contracts.dossiers import Accept, DossierAction, IssueResult, ResultOutcome, ReturnResult, ServeAtOnce
from dossiers.domain.actions.reception import accept
from dossiers.domain.actions.result import issue_result, return_result
from dossiers.domain.model.action_rules import check_possible
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.refusals import invalid_field
from dossiers.domain.model.state_machine import Transition
from dossiers.domain.submission_content.papers import Files


def serve_at_once(
    dossier: DossierState, request: ServeAtOnce, context: ActionContext, *, code: str, files: Files
) -> Transition:
    """1 → 2 → 9 → 10 in one action. A fee is paid at the counter."""
    check_possible(dossier, DossierAction.SERVE_AT_ONCE, context.now)
    received = accept(dossier, _reception(request), context, code=code)
    if received.dossier.has_unpaid_fee:
        raise invalid_field("/receipt_number", "required", "What is served at once is paid at the counter.")
    return received.then(lambda here: issue_result(here, _result(request), context, files=files)).then(
        lambda here: return_result(here, _return(request), context)
    )


def _reception(request: ServeAtOnce) -> Accept:
    return Accept(
        **_envelope(request),
        fee_amount=request.fee_amount,
        confirmed_claims=request.confirmed_claims,
        receipt_number=request.receipt_number,
    )


def _result(request: ServeAtOnce) -> IssueResult:
    return IssueResult(
        **_envelope(request),
        outcome=ResultOutcome.APPROVED,
        result_code=request.result_code,
        number=request.number,
        file_id=request.file_id,
    )


def _return(request: ServeAtOnce) -> ReturnResult:
    return ReturnResult(**_envelope(request), recipient=request.recipient, method=request.method)


def _envelope(request: ServeAtOnce) -> dict[str, Any]:
    return {
        "command_id": request.command_id,
        "dossier_id": request.dossier_id,
        "expected_version": request.expected_version,
    }
