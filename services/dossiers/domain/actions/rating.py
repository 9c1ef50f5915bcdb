"""Đánh giá của người nộp hồ sơ: once, after the return (NĐ 61/2018/NĐ-CP art 25)."""

from contracts import dossiers as contract
from contracts.dossiers import DossierAction, DossierRating, RateDossier
from dossiers.domain.model.action_rules import check_possible
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.state_machine import Transition


def rate(dossier: DossierState, request: RateDossier, context: ActionContext) -> Transition:
    """The applicant's rating. Reasons and comment are his own words: stored, not published."""
    check_possible(dossier, DossierAction.RATE, context.now)
    rating = DossierRating(
        satisfaction=request.satisfaction,
        reasons=request.reasons,
        comment=request.comment,
        rated_at=context.now,
    )
    return Transition(dossier).record(
        contract.RATED, payload={"satisfaction": rating.satisfaction}, rating=rating
    )
