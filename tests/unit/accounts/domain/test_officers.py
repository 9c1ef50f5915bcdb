"""Roles with validity, whose rights end by a change, and who administers whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain import access_tokens, officers
from accounts.domain.officers import Administration
from contracts.accounts import Account, AccountKind, AgencyRole, ChangeOfficer, GivenRole, HeldRole
from contracts.base import ANONYMOUS, Actor, ActorKind, OfficerRole
from contracts.errors import ErrorCode, ServiceError

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
AGENCY, OTHER = "G01.26.31.05", "H26.31.05"
ADMINISTRATOR = Actor(kind=ActorKind.ADMINISTRATOR, account_id="admin")


def held(role: AgencyRole, begins: int = -10, ends: int | None = None) -> HeldRole:
    """Hours from AT."""
    until = None if ends is None else AT + timedelta(hours=ends)
    return HeldRole(role=role, valid_from=AT + timedelta(hours=begins), valid_until=until)


def officer(*roles: HeldRole, **changes: object) -> Account:
    account = Account(
        account_id="o1",
        version=3,
        kind=AccountKind.OFFICER,
        login="lan.tran",
        full_name="Trần Thị Lan",
        agency_code=AGENCY,
        unit="HT",
        roles=officers.roles_in_force(roles, AT),
        held_roles=roles,
        created_at=AT - timedelta(days=9),
    )
    return account.model_copy(update=changes)


def change(**fields: object) -> ChangeOfficer:
    base = {"command_id": "c", "account_id": "o1", "expected_version": 3}
    return ChangeOfficer.model_validate({**base, **fields}, extra="forbid")


def refusal(code: ErrorCode) -> pytest.RaisesExc[ServiceError]:
    return pytest.RaisesExc(ServiceError, check=lambda error: error.code is code)


def test_every_role_of_an_officer_is_one_of_an_agency() -> None:
    of_accounts = {"accounts", "data_protection"}
    assert {role.value for role in AgencyRole} == {role.value for role in OfficerRole} | of_accounts


def test_a_role_is_in_force_from_its_beginning_and_not_at_its_end() -> None:
    role = held(AgencyRole.LEADER, 0, 1)
    hour, instant = timedelta(hours=1), timedelta(milliseconds=1)
    moments = (AT - instant, AT, AT + hour - instant, AT + hour)
    assert [officers.is_in_force(role, moment) for moment in moments] == [False, True, True, False]


def test_a_token_says_what_is_in_force_and_nothing_of_accounts() -> None:
    roles = (
        held(AgencyRole.LEADER, -5, -1),
        held(AgencyRole.LEADER, 0, 5),
        held(AgencyRole.RECEPTION),
        held(AgencyRole.PROCESSING, 1),
        held(AgencyRole.ACCOUNTS),
    )
    assert officers.roles_in_force(roles, AT) == (OfficerRole.LEADER, OfficerRole.RECEPTION)


MINUTES = st.integers(-30, 30).map(lambda minutes: AT + timedelta(minutes=minutes))
HELD = st.builds(
    HeldRole, role=st.sampled_from(AgencyRole), valid_from=MINUTES, valid_until=st.none() | MINUTES
)


@given(st.lists(HELD, max_size=5), st.integers(0, 1200))
def test_no_token_outlives_the_roles_that_it_says(roles: list[HeldRole], seconds: int) -> None:
    account = officer(*roles)
    lasts = access_tokens.lasting(account, AT)
    assert timedelta(0) < lasts <= access_tokens.LIFETIME
    later = AT + timedelta(seconds=seconds)
    if later < AT + lasts:
        assert set(officers.roles_in_force(roles, later)) == set(account.roles)


def test_roles_are_stored_in_utc_and_whole_milliseconds() -> None:
    local = datetime(2026, 3, 2, 8, 30, 0, 123_456, tzinfo=timezone(timedelta(hours=7)))
    stored = officers.held_roles([GivenRole(role=AgencyRole.LEADER, valid_until=local)], AT)
    assert stored == (
        HeldRole(role=AgencyRole.LEADER, valid_from=AT, valid_until=AT + timedelta(milliseconds=123)),
    )


@pytest.mark.parametrize(
    ("hours", "pointer", "code"),
    [
        ([], "/held_roles", "no_role"),
        ([(1, 1)], "/held_roles/0/valid_until", "role_ends_first"),
        ([(2, 1)], "/held_roles/0/valid_until", "role_ends_first"),
        ([(0, 5), (4, 9)], "/held_roles/1", "role_overlaps"),
        ([(0, None), (4, 9)], "/held_roles/1", "role_overlaps"),
    ],
)
def test_roles_that_cannot_be_are_refused(
    hours: list[tuple[int, int | None]], pointer: str, code: str
) -> None:
    roles = [GivenRole(**held(AgencyRole.LEADER, *each).model_dump()) for each in hours]
    with pytest.raises(ServiceError) as refused:
        officers.held_roles(roles, AT)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [(pointer, code)]


def test_one_role_may_follow_itself() -> None:
    roles = [GivenRole(**held(AgencyRole.LEADER, *each).model_dump()) for each in ((0, 5), (5, 9))]
    assert len(officers.held_roles(roles, AT)) == 2


def test_what_is_left_out_of_a_change_stays_and_null_empties() -> None:
    before = officer(held(AgencyRole.LEADER), email="lan@example.vn")
    after = officers.changed(before, change(unit=None, email=None, full_name=None, agency_code=None), AT)
    assert (after.unit, after.email, after.full_name, after.agency_code) == ("", None, "Trần Thị Lan", AGENCY)
    assert (after.version, after.held_roles) == (4, before.held_roles)
    assert officers.changed_fields(before, after) == ("email", "unit")


def test_a_change_that_says_nothing_new_is_the_same_version() -> None:
    before = officer(held(AgencyRole.LEADER))
    same = [each.model_dump() for each in before.held_roles]
    assert officers.changed(before, change(unit="HT", held_roles=same), AT) is before


def test_a_change_of_an_older_version_is_refused() -> None:
    with refusal(ErrorCode.VERSION_STALE):
        officers.changed(officer(held(AgencyRole.LEADER)), change(expected_version=2), AT)


LEADER, RECEPTION = AgencyRole.LEADER, AgencyRole.RECEPTION


@pytest.mark.parametrize(
    ("before", "after", "ends"),
    [
        ([held(LEADER)], [held(LEADER)], False),
        ([held(LEADER)], [held(LEADER), held(RECEPTION)], False),
        ([held(LEADER)], [held(RECEPTION)], True),
        ([held(LEADER)], [held(LEADER, -10, 5)], True),
        ([held(LEADER, -10, 5)], [held(LEADER, -10, 9)], False),
        ([held(LEADER, -10, 5)], [held(LEADER, -10, 4)], True),
        ([held(LEADER, -10, 5)], [held(LEADER, -10, 3), held(LEADER, 3, 5)], False),
        ([held(LEADER, -10, 5)], [held(LEADER, -10, 3), held(LEADER, 4, 9)], True),
        ([held(LEADER, -10, -5), held(RECEPTION)], [held(RECEPTION)], False),
        ([held(LEADER, 5), held(RECEPTION)], [held(RECEPTION)], False),
        ([held(AgencyRole.ACCOUNTS), held(RECEPTION)], [held(RECEPTION)], True),
    ],
)
def test_rights_end_with_a_role_that_was_in_force(
    before: list[HeldRole], after: list[HeldRole], ends: bool
) -> None:
    assert officers.ends_rights(officer(*before), officer(*after), AT) is ends


@pytest.mark.parametrize("moved", [{"agency_code": OTHER}, {"unit": "TP"}])
def test_rights_end_with_a_move(moved: dict[str, str]) -> None:
    before = officer(held(LEADER))
    assert officers.ends_rights(before, before.model_copy(update=moved), AT)


def administers(account: Account | None, actor: Actor | None = None) -> Administration | None:
    actor = actor or Actor(kind=ActorKind.OFFICER, account_id="o1", agency_code=AGENCY)
    return officers.administration_of(actor, account, AT)


def test_who_administers_whom() -> None:
    manager = officer(held(AgencyRole.ACCOUNTS))
    assert administers(None, ADMINISTRATOR) == Administration("admin", None)
    assert administers(manager) == Administration("o1", AGENCY)
    # What the account is now counts, not what the token says.
    assert administers(manager.model_copy(update={"agency_code": OTHER})) == Administration("o1", OTHER)


@pytest.mark.parametrize(
    "nobody",
    [
        None,
        officer(held(AgencyRole.MANAGER), held(LEADER)),
        officer(held(AgencyRole.ACCOUNTS, -9, 0)),
        officer(held(AgencyRole.ACCOUNTS, 1)),
        officer(held(AgencyRole.ACCOUNTS), locked_at=AT),
        officer(held(AgencyRole.ACCOUNTS), agency_code=None),
        officer(held(AgencyRole.ACCOUNTS), kind=AccountKind.CITIZEN),
    ],
)
def test_who_administers_nobody(nobody: Account | None) -> None:
    assert administers(nobody) is None
    assert administers(None, ANONYMOUS) is None


OF_AGENCY, OF_ALL = Administration("m", AGENCY), Administration("admin", None)


@pytest.mark.parametrize(
    ("administration", "target", "code"),
    [
        (OF_AGENCY, officer(held(LEADER)), None),
        (OF_AGENCY, officer(held(LEADER), account_id="m"), ErrorCode.FORBIDDEN),
        (OF_AGENCY, officer(held(LEADER), agency_code=OTHER), ErrorCode.NOT_FOUND),
        (OF_AGENCY, officer(held(LEADER), kind=AccountKind.CITIZEN), ErrorCode.NOT_FOUND),
        (OF_AGENCY, officer(held(AgencyRole.ACCOUNTS)), ErrorCode.FORBIDDEN),
        (OF_AGENCY, officer(held(AgencyRole.CATALOGUE, 3, 9)), ErrorCode.FORBIDDEN),
        (OF_AGENCY, officer(held(AgencyRole.ACCOUNTS, -9, -1)), None),
        (OF_ALL, officer(held(AgencyRole.ACCOUNTS), agency_code=OTHER), None),
        (OF_ALL, officer(kind=AccountKind.ADMINISTRATOR), ErrorCode.NOT_FOUND),
    ],
)
def test_who_may_change_whom(administration: Administration, target: Account, code: ErrorCode | None) -> None:
    if code is None:
        administration.require_may_change(target, AT)
        return
    with refusal(code):
        administration.require_may_change(target, AT)


def test_who_administers_an_agency_gives_no_reserved_role_and_moves_nobody_out() -> None:
    for after in (officer(held(AgencyRole.ACCOUNTS, 5)), officer(held(LEADER), agency_code=OTHER)):
        with refusal(ErrorCode.FORBIDDEN):
            OF_AGENCY.require_may_have(after, AT)
        OF_ALL.require_may_have(after, AT)
