"""Đánh giá của người nộp hồ sơ: once, after the return (NĐ 61/2018/NĐ-CP art 25)."""

from contracts import dossiers as contract
from contracts.dossiers import Action, Rate, Rating
from dossiers.domain.dossier import Dossier, Scene
from dossiers.domain.lifecycle import Change, check


def rate(dossier: Dossier, request: Rate, scene: Scene) -> Change:
    """Reasons and comment are the applicant's own words: kept, not told around."""
    check(dossier, Action.RATE, scene.now)
    rating = Rating(
        satisfaction=request.satisfaction,
        reasons=request.reasons,
        comment=request.comment,
        rated_at=scene.now,
    )
    return Change(dossier).record(contract.RATED, told={"satisfaction": rating.satisfaction}, rating=rating)
