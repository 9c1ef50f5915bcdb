"""While away: who may grant it, when it is in force, who may end it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.dossiers.samples import AGENCY, CITIZEN, at, officer

from contracts.base import Actor, OfficerRole
from contracts.dossiers import Delegate, Delegation
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.rights.delegation import end, grant, is_in_force

NOW = at("2026-04-20 10:00")
ME = officer(OfficerRole.PROCESSING)
OTHER = ME.model_copy(update={"account_id": "officer-2"})
HEAD = officer(OfficerRole.MANAGER).model_copy(update={"account_id": "head"})


def request(days: int = 3, **changes: object) -> Delegate:
    base = Delegate(command_id="c", to_officer_id="officer-2", from_at=NOW, to_at=NOW + timedelta(days=days))
    return base.model_copy(update=changes)


def refusal(request: Delegate, actor: Actor) -> ServiceError:
    with pytest.raises(ServiceError) as refused:
        grant(request, "g1", actor, NOW)
    return refused.value


def test_one_delegates_ones_own_dossiers() -> None:
    made = grant(request(), "g1", ME, NOW)
    assert (made.officer_id, made.to_officer_id, made.agency_code) == (ME.account_id, "officer-2", AGENCY)


def test_a_manager_delegates_anothers() -> None:
    assert grant(request(officer_id="officer-3"), "g1", HEAD, NOW).officer_id == "officer-3"


def test_nobody_else_delegates_anothers() -> None:
    assert refusal(request(officer_id="officer-3"), ME).code is ErrorCode.FORBIDDEN


@pytest.mark.parametrize("actor", [CITIZEN, officer(OfficerRole.CATALOGUE)])
def test_who_does_not_work_at_the_desk_delegates_nothing(actor: Actor) -> None:
    assert refusal(request(), actor).code is ErrorCode.FORBIDDEN


def test_nobody_stands_in_for_himself() -> None:
    wrong = refusal(request(to_officer_id=ME.account_id), ME).errors[0]
    assert wrong.pointer == "/to_officer_id"


@pytest.mark.parametrize("days", [0, -1])
def test_a_delegation_ends_after_it_began(days: int) -> None:
    assert refusal(request(days), ME).errors[0].pointer == "/to_at"


def test_a_delegation_that_is_over_is_not_granted() -> None:
    past = request(from_at=NOW - timedelta(days=9), to_at=NOW - timedelta(days=1))
    assert refusal(past, ME).errors[0].pointer == "/to_at"


@given(st.integers(-3, 6), st.integers(-1, 6) | st.none())
def test_it_is_in_force_from_its_first_instant_until_its_end(now: int, end: int | None) -> None:
    over = None if end is None else NOW + timedelta(days=end)
    delegation = grant(request(), "g1", ME, NOW).model_copy(update={"ended_at": over})
    assert is_in_force(delegation, NOW + timedelta(days=now)) is (
        0 <= now < min(3, 3 if end is None else end)
    )


@pytest.mark.parametrize(("actor", "code"), [(OTHER, ErrorCode.FORBIDDEN), (CITIZEN, ErrorCode.NOT_FOUND)])
def test_it_is_not_for_others_to_end(actor: Actor, code: ErrorCode) -> None:
    with pytest.raises(ServiceError) as refused:
        end(grant(request(), "g1", ME, NOW), actor, NOW)
    assert refused.value.code is code


def test_ended_twice_it_ended_once() -> None:
    once: Delegation = end(grant(request(), "g1", ME, NOW), HEAD, NOW)
    assert (once.ended_at, once.version) == (NOW, 2)
    assert end(once, ME, NOW + timedelta(hours=1)) is once
