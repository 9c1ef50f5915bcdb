"""Đánh giá của người nộp hồ sơ: once, after the return (NĐ 61/2018/NĐ-CP art 25)."""

from contracts import dossiers as contract
from contracts.dossiers import DossierAction, DossierRating, RateDossier
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.state_machine import Transition, check_possible


def rate(dossier: DossierState, request: RateDossier, scene: ActionContext) -> Transition:
    """Reasons and comment are the applicant's own words: kept, not told around."""
    check_possible(dossier, DossierAction.RATE, scene.now)
    rating = DossierRating(
        satisfaction=request.satisfaction,
        reasons=request.reasons,
        comment=request.comment,
        rated_at=scene.now,
    )
    return Transition(dossier).record(
        contract.RATED, told={"satisfaction": rating.satisfaction}, rating=rating
    )
