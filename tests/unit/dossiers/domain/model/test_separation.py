"""Separation of duties: what an officer has done excludes what he may do, by pairs that are data."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.dossiers.samples import accepted, at, law, officer, steps_done, submitted

from contracts.base import Actor, ActorKind, OfficerRole
from contracts.catalog import SEPARATED_BY_LAW, OfficeAct, SeparatedActs
from contracts.dossiers import DossierAction, DossierStatus
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.actions.reception import terms_of
from dossiers.domain.model.dossier import DossierState, RegimeTerms
from dossiers.domain.model.refusals import localised
from dossiers.domain.model.separation import acts_done, excluding, first_excluding
from dossiers.domain.rights.rights import Rights

R, A = OfficerRole, DossierAction
NOW = at("2026-04-21 09:00")
ALL = officer(R.RECEPTION, R.PROCESSING, R.LEADER)
OTHER = officer(R.LEADER).model_copy(update={"account_id": "other"})
PROCESS_SIGN = SeparatedActs(done=OfficeAct.PROCESS, excluded=OfficeAct.SIGN, ground="Quy chế mẫu 1")
SIGN_PROCESS = SeparatedActs(done=OfficeAct.SIGN, excluded=OfficeAct.PROCESS, ground="Quy chế mẫu 2")
SIGNING = (A.ISSUE_RESULT, A.CORRECT_RESULT)
PAIRS = st.builds(
    SeparatedActs,
    done=st.sampled_from(OfficeAct),
    excluded=st.sampled_from(OfficeAct),
    ground=st.just("Quy chế mẫu"),
)


def changed(dossier: DossierState, **changes: Any) -> DossierState:
    return dossier.model_copy(update=changes)


def under(dossier: DossierState, *pairs: SeparatedActs) -> DossierState:
    return changed(dossier, terms=dossier.terms.model_copy(update={"separated_acts": pairs}))


def received(dossier: DossierState | None = None) -> DossierState:
    return changed(dossier or accepted(), received_by=ALL.account_id)


def done_by(account_id: str | None) -> DossierState:
    """All steps before the signature are done by this officer, and the signature is in turn."""
    dossier = steps_done(accepted(), "ky")
    steps = tuple(
        step.model_copy(update={"completed_by": account_id} if step.completed_at else {"started_at": NOW})
        for step in dossier.steps
    )
    return changed(dossier, steps=steps, status=DossierStatus.PROCESSING)


def test_the_law_separates_reception_and_signature_and_money_and_refund() -> None:
    assert [(pair.done, pair.excluded) for pair in SEPARATED_BY_LAW] == [
        (OfficeAct.RECEIVE, OfficeAct.SIGN),
        (OfficeAct.TAKE_MONEY, OfficeAct.APPROVE_REFUND),
    ]
    assert (
        first_excluding([OfficeAct.TAKE_MONEY], OfficeAct.APPROVE_REFUND, SEPARATED_BY_LAW)
        is SEPARATED_BY_LAW[1]
    )
    assert first_excluding([OfficeAct.RECEIVE], OfficeAct.APPROVE_REFUND, SEPARATED_BY_LAW) is None


@given(st.sets(st.sampled_from(OfficeAct)), st.sampled_from(OfficeAct), st.lists(PAIRS, max_size=6))
def test_an_act_is_excluded_where_a_pair_says_so_and_nowhere_else(
    done: set[OfficeAct], act: OfficeAct, pairs: list[SeparatedActs]
) -> None:
    found = first_excluding(done, act, pairs)
    meant = [pair for pair in pairs if pair.excluded is act and pair.done in done]
    assert found == (meant[0] if meant else None)


def test_what_was_done_is_read_from_the_dossier() -> None:
    dossier = received(done_by(ALL.account_id))
    assert list(acts_done(ALL, dossier)) == [OfficeAct.RECEIVE, OfficeAct.PROCESS]
    assert list(acts_done(Actor(kind=ActorKind.OFFICER), changed(dossier, received_by=None))) == []


@pytest.mark.parametrize("action", SIGNING)
def test_a_one_person_office_receives_and_signs(action: DossierAction) -> None:
    dossier = received(done_by("somebody"))
    assert not Rights(ALL, dossier).permits(action)
    assert Rights(ALL, under(dossier)).permits(action)


@pytest.mark.parametrize("action", [*SIGNING, A.COMPLETE_STEP])
def test_an_agency_may_have_the_processing_officer_not_sign(action: DossierAction) -> None:
    dossier = under(done_by(ALL.account_id), PROCESS_SIGN)
    assert not Rights(ALL, dossier).permits(action)
    assert Rights(ALL, under(done_by("somebody"), PROCESS_SIGN)).permits(action)
    assert Rights(ALL, under(done_by(ALL.account_id), *SEPARATED_BY_LAW)).permits(action)


def test_a_pair_has_a_direction() -> None:
    dossier = done_by(ALL.account_id)
    assert excluding(ALL, under(dossier, SIGN_PROCESS), OfficeAct.SIGN) is None
    assert excluding(ALL, under(dossier, PROCESS_SIGN), OfficeAct.SIGN) == PROCESS_SIGN


def test_what_is_excluded_is_not_offered() -> None:
    dossier = under(done_by(ALL.account_id), PROCESS_SIGN)
    offered = Rights(ALL, dossier).allowed_actions(NOW)
    assert not {A.COMPLETE_STEP, *SIGNING} & set(offered)
    assert A.COMPLETE_STEP in Rights(OTHER, dossier).allowed_actions(NOW)


@pytest.mark.parametrize(
    ("dossier", "action", "done", "words"),
    [
        (received(done_by("x")), A.ISSUE_RESULT, "receive", ("tiếp nhận hồ sơ", "received the dossier")),
        (received(done_by("x")), A.COMPLETE_STEP, "receive", ("tiếp nhận hồ sơ", "received the dossier")),
        (
            under(done_by(ALL.account_id), PROCESS_SIGN),
            A.CORRECT_RESULT,
            "process",
            ("thẩm định, xử lý hồ sơ", "processed the dossier"),
        ),
    ],
)
def test_the_refusal_names_both_acts_and_the_ground(
    dossier: DossierState, action: DossierAction, done: str, words: tuple[str, str]
) -> None:
    with pytest.raises(ServiceError) as refusal:
        Rights(ALL, dossier).check(action, dossier.version)
    for locale, word in zip(("vi", "en"), words, strict=True):
        error = localised(refusal.value, locale)
        (wrong,) = error.errors
        assert (error.code, wrong.code) == (ErrorCode.FORBIDDEN, "separated_acts")
        assert wrong.params and (wrong.params["done"], wrong.params["excluded"]) == (done, "sign")
        assert word in wrong.detail and str(wrong.params["ground"]) in wrong.detail


def test_who_has_no_role_for_it_is_not_refused_for_what_he_did() -> None:
    clerk = officer(R.RECEPTION)
    with pytest.raises(ServiceError) as refusal:
        Rights(clerk, received(done_by("x"))).check(A.ISSUE_RESULT, 1)
    assert [wrong.code for wrong in refusal.value.errors] == ["other_role"]


@pytest.mark.parametrize("pairs", [(), SEPARATED_BY_LAW, (PROCESS_SIGN, SIGN_PROCESS)])
def test_what_is_served_at_once_is_one_act_of_one_officer(pairs: tuple[SeparatedActs, ...]) -> None:
    dossier = under(submitted(law_=law(immediate=True)), *pairs)
    assert Rights(ALL, dossier).permits(A.SERVE_AT_ONCE)


def test_the_pairs_are_those_of_the_regime_and_of_the_law_where_a_release_before_stored_none() -> None:
    regime = law().regime
    assert terms_of(regime.model_copy(update={"separated_acts": ()})).separated_acts == ()
    stored = terms_of(regime).model_dump(exclude={"separated_acts"})
    assert RegimeTerms.model_validate(stored, extra="ignore").separated_acts == SEPARATED_BY_LAW


@pytest.mark.parametrize(("action", "known"), product(SIGNING, (True, False)))
def test_a_caller_without_account_has_done_nothing(action: DossierAction, known: bool) -> None:
    nobody = ALL.model_copy(update={"account_id": ALL.account_id if known else ""})
    dossier = changed(done_by("x"), received_by=ALL.account_id)
    assert Rights(nobody, dossier).permits(action) is not known
