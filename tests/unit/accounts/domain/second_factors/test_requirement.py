"""Who needs a second factor, and what a log-in asks for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.second_factors.factors import require_removable, with_factors, without_factors
from accounts.domain.second_factors.requirement import (
    FRESH,
    NOTHING_REQUIRED,
    NextStep,
    Requirement,
    is_fresh,
)
from contracts.accounts import (
    Account,
    AccountKind,
    AgencyRole,
    AuthenticationMethod,
    HeldRole,
    SecondFactorKind,
)
from contracts.errors import ServiceError

NOW = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
REQUIRED = Requirement(frozenset({"leader", "administrator"}), 14 * DAY)
PASSWORD = (AuthenticationMethod.PASSWORD,)
BOTH = (*PASSWORD, AuthenticationMethod.ONE_TIME_PASSWORD, AuthenticationMethod.MULTIPLE_FACTORS)
TOTP = (SecondFactorKind.TOTP,)


def account(kind: AccountKind = AccountKind.OFFICER, *roles: AgencyRole, **fields: object) -> Account:
    held = tuple(HeldRole(role=role, valid_from=NOW - DAY) for role in roles)
    known = {
        "account_id": "a", "version": 3, "kind": kind, "login": "a", "full_name": "A", "created_at": NOW - DAY,
        "held_roles": held,
    }  # fmt: skip
    return Account.model_validate({**known, **fields})


LEADER = account(AccountKind.OFFICER, AgencyRole.LEADER)


@pytest.mark.parametrize(
    ("whose", "applies"),
    [
        (LEADER, True),
        (account(AccountKind.OFFICER, AgencyRole.RECEPTION), False),
        (account(AccountKind.ADMINISTRATOR), True),
        (account(AccountKind.CITIZEN), False),
        (account(AccountKind.SYSTEM), False),
    ],
)
def test_a_role_asks_for_a_second_factor(whose: Account, applies: bool) -> None:
    assert REQUIRED.applies_to(whose, NOW) is applies
    assert not NOTHING_REQUIRED.applies_to(whose, NOW)


def test_a_role_that_has_ended_or_not_begun_asks_for_nothing() -> None:
    ended = HeldRole(role=AgencyRole.LEADER, valid_from=NOW - 2 * DAY, valid_until=NOW)
    coming = HeldRole(role=AgencyRole.LEADER, valid_from=NOW + DAY)
    whose = account(held_roles=(ended, coming))
    assert not REQUIRED.applies_to(whose, NOW)
    assert REQUIRED.applies_to(whose, NOW + DAY)


def test_days_without_are_counted_from_the_first_log_in_and_then_one_is_enrolled() -> None:
    assert REQUIRED.due_at(LEADER, NOW) == NOW + 14 * DAY
    noted = LEADER.model_copy(update={"second_factor_due_at": NOW + DAY})
    assert REQUIRED.due_at(noted, NOW) == NOW + DAY
    assert REQUIRED.next_step(noted, PASSWORD, NOW + DAY - timedelta(seconds=1)) is NextStep.OPEN
    assert REQUIRED.next_step(noted, PASSWORD, NOW + DAY) is NextStep.ENROL


def test_without_days_the_first_log_in_enrols_one() -> None:
    at_once = Requirement(frozenset({"leader"}))
    assert at_once.next_step(LEADER, PASSWORD, NOW) is NextStep.ENROL


def test_who_has_a_factor_shows_it_whatever_his_role() -> None:
    whose = account(AccountKind.CITIZEN, second_factors=TOTP)
    assert REQUIRED.next_step(whose, PASSWORD, NOW) is NextStep.FACTOR
    assert REQUIRED.next_step(whose, BOTH, NOW) is NextStep.OPEN


def test_a_session_without_a_factor_ends_when_one_is_due() -> None:
    noted = LEADER.model_copy(update={"second_factor_due_at": NOW})
    REQUIRED.require_enough(noted, BOTH, NOW)
    with pytest.raises(ServiceError, match="unauthenticated"):
        REQUIRED.require_enough(noted, PASSWORD, NOW)
    with pytest.raises(ServiceError, match="unauthenticated"):
        REQUIRED.require_enough(with_factors(LEADER, TOTP), (), NOW)


@given(
    roles=st.sets(st.sampled_from(AgencyRole)),
    asking=st.sets(st.sampled_from([*AgencyRole, "administrator"])),
    kind=st.sampled_from(AccountKind),
    factors=st.sampled_from([(), TOTP]),
    methods=st.sampled_from([(), PASSWORD, BOTH]),
    due_in=st.none() | st.integers(-30, 30),
    grace=st.integers(0, 30),
)
def test_no_session_opens_past_the_day_without_a_factor(
    roles: set[AgencyRole],
    asking: set[str],
    kind: AccountKind,
    factors: tuple[SecondFactorKind, ...],
    methods: tuple[AuthenticationMethod, ...],
    due_in: int | None,
    grace: int,
) -> None:
    due_at = None if due_in is None else NOW + due_in * DAY
    whose = account(kind, *roles, second_factors=factors, second_factor_due_at=due_at)
    requirement = Requirement(frozenset(asking), grace * DAY)
    step = requirement.next_step(whose, methods, NOW)
    has_shown_both = AuthenticationMethod.MULTIPLE_FACTORS in methods
    if step is NextStep.OPEN and not has_shown_both:
        due = requirement.due_at(whose, NOW)
        assert not factors and (due is None or due > NOW)
    if step is NextStep.ENROL:
        assert not factors and requirement.applies_to(whose, NOW)
    if has_shown_both:
        assert step is NextStep.OPEN


def test_the_last_factor_stays_while_a_role_needs_it() -> None:
    require_removable(LEADER, TOTP, REQUIRED, NOW)
    require_removable(account(AccountKind.CITIZEN), (), REQUIRED, NOW)
    with pytest.raises(ServiceError, match="second_factor_required"):
        require_removable(LEADER, (), REQUIRED, NOW)


def test_a_reset_leaves_no_days_without() -> None:
    reset = without_factors(with_factors(LEADER, TOTP), NOW)
    assert (reset.second_factors, reset.version) == ((), 5)
    assert REQUIRED.next_step(reset, PASSWORD, NOW) is NextStep.ENROL


@pytest.mark.parametrize(
    ("factors", "opened", "shown", "fresh"),
    [
        ((), timedelta(0), None, True),
        ((), FRESH, None, False),
        (TOTP, timedelta(0), None, False),
        (TOTP, DAY, timedelta(0), True),
        (TOTP, DAY, FRESH, False),
        ((), DAY, timedelta(0), True),
    ],
)
def test_a_proof_is_fresh_for_ten_minutes(
    factors: tuple[SecondFactorKind, ...], opened: timedelta, shown: timedelta | None, fresh: bool
) -> None:
    whose = account(AccountKind.CITIZEN, second_factors=factors)
    factor_at = None if shown is None else NOW - shown
    assert is_fresh(whose, NOW - opened, factor_at, NOW) is fresh
