"""Whose officers may be listed by whom, and what of them is shown."""

from datetime import UTC, datetime

import pytest

from accounts.domain.access import is_colleague, officers_scope, shown_officer
from accounts.domain.officers import Administration
from contracts.accounts import Account, AccountKind
from contracts.base import ANONYMOUS, Actor, ActorKind, OfficerRole
from contracts.errors import ErrorCode, ServiceError

AGENCY, OTHER = "G01.26.31.05", "H26.31.05"
ADMINISTRATOR = Actor(kind=ActorKind.ADMINISTRATOR, account_id="a")
OF_ALL, OF_ONE = Administration("a", None), Administration("o", AGENCY)
DESK_ROLES = (OfficerRole.RECEPTION, OfficerRole.PROCESSING, OfficerRole.LEADER, OfficerRole.MANAGER)


def officer(*roles: OfficerRole, agency: str = AGENCY) -> Actor:
    return Actor(kind=ActorKind.OFFICER, account_id="o", agency_code=agency, roles=roles)


@pytest.mark.parametrize("named", [None, AGENCY, OTHER])
def test_an_administrator_lists_any(named: str | None) -> None:
    assert officers_scope(ADMINISTRATOR, named, OF_ALL) == named


@pytest.mark.parametrize("role", DESK_ROLES)
@pytest.mark.parametrize("named", [None, AGENCY])
def test_who_works_on_dossiers_lists_his_colleagues(role: OfficerRole, named: str | None) -> None:
    assert officers_scope(officer(role), named, None) == AGENCY


@pytest.mark.parametrize("named", [None, AGENCY])
def test_who_administers_the_accounts_of_an_agency_lists_its_officers(named: str | None) -> None:
    assert officers_scope(officer(), named, OF_ONE) == AGENCY
    with pytest.raises(ServiceError) as refusal:
        officers_scope(officer(), OTHER, OF_ONE)
    assert refusal.value.code is ErrorCode.FORBIDDEN


@pytest.mark.parametrize(
    ("actor", "named"),
    [
        (officer(OfficerRole.LEADER), OTHER),
        (officer(OfficerRole.CATALOGUE), None),
        (officer(OfficerRole.LEADER, agency=""), None),
        (Actor(kind=ActorKind.CITIZEN, account_id="c"), None),
        (Actor(kind=ActorKind.SYSTEM, account_id="s", agency_code=AGENCY), AGENCY),
    ],
)
def test_others_list_nobody(actor: Actor, named: str | None) -> None:
    with pytest.raises(ServiceError) as refusal:
        officers_scope(actor, named, None)
    assert refusal.value.code is ErrorCode.FORBIDDEN


def test_who_is_not_logged_in_is_told_so() -> None:
    with pytest.raises(ServiceError) as refusal:
        officers_scope(ANONYMOUS, None, None)
    assert refusal.value.code is ErrorCode.UNAUTHENTICATED


def test_a_colleague_shows_no_login_and_no_address() -> None:
    account = Account(
        account_id="x",
        version=1,
        kind=AccountKind.OFFICER,
        login="le.van.cuong",
        full_name="Lê Văn Cường",
        email="cuong@example.vn",
        phone="+84912345678",
        agency_code=AGENCY,
        unit="HT",
        roles=(OfficerRole.LEADER,),
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    assert is_colleague(officer(OfficerRole.MANAGER), account)
    assert not is_colleague(officer(OfficerRole.MANAGER, agency=OTHER), account)
    assert not is_colleague(officer(OfficerRole.CATALOGUE), account)
    seen = shown_officer(None, account)
    assert (seen.account_id, seen.full_name, seen.unit, seen.roles) == (
        "x",
        "Lê Văn Cường",
        "HT",
        (OfficerRole.LEADER,),
    )
    assert (seen.login, seen.email, seen.phone) == ("", None, None)
    assert shown_officer(OF_ALL, account) is account
