"""Rating, once, after the return."""

import pytest
from tests.support.dossiers.samples import CITIZEN, accepted, action_context, officer

from contracts.base import OfficerRole
from contracts.dossiers import DossierAction, DossierStatus, RateDossier, Satisfaction
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.actions.rating import rate
from dossiers.domain.rights.rights import Rights

LATER = action_context("2026-05-20 09:00")
WORDS = RateDossier(
    command_id="c", dossier_id="d1", expected_version=2, satisfaction=Satisfaction.SATISFIED,
    comment="Cán bộ nhiệt tình",
)  # fmt: skip
RETURNED = accepted().model_copy(update={"status": DossierStatus.RETURNED})


def test_it_is_kept_with_its_words() -> None:
    rated = rate(RETURNED, WORDS, LATER).dossier
    assert rated.rating is not None
    assert (rated.rating.satisfaction, rated.rating.comment) == (Satisfaction.SATISFIED, "Cán bộ nhiệt tình")


def test_the_words_are_not_told_around() -> None:
    (event,) = rate(RETURNED, WORDS, LATER).events
    assert "nhiệt tình" not in event.payload.model_dump_json()


def test_a_second_one_is_refused() -> None:
    with pytest.raises(ServiceError) as refused:
        rate(rate(RETURNED, WORDS, LATER).dossier, WORDS, LATER)
    assert refused.value.params["reason"] == "already_rated"


def test_before_the_return_there_is_nothing_to_rate() -> None:
    with pytest.raises(ServiceError) as refused:
        rate(accepted(), WORDS, LATER)
    assert refused.value.code is ErrorCode.ILLEGAL_TRANSITION


def test_only_who_follows_the_dossier_rates() -> None:
    assert Rights(CITIZEN, RETURNED).permits(DossierAction.RATE)
    assert not Rights(officer(OfficerRole.LEADER), RETURNED).permits(DossierAction.RATE)
