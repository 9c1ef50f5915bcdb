"""Whose officers may be listed by whom, and what of them is shown."""

from datetime import UTC, datetime

import pytest

from accounts.domain.access import officers_scope, shown_officer
from contracts.accounts import Account, AccountKind
from contracts.base import ANONYMOUS, Actor, ActorKind, OfficerRole
from contracts.errors import ErrorCode, ServiceError

AGENCY, OTHER = "G01.26.31.05", "H26.31.05"
ADMINISTRATOR = Actor(kind=ActorKind.ADMINISTRATOR, account_id="a")
DESK_ROLES = (OfficerRole.RECEPTION, OfficerRole.PROCESSING, OfficerRole.LEADER, OfficerRole.MANAGER)


def officer(*roles: OfficerRole, agency: str = AGENCY) -> Actor:
    return Actor(kind=ActorKind.OFFICER, account_id="o", agency_code=agency, roles=roles)


@pytest.mark.parametrize("named", [None, AGENCY, OTHER])
def test_an_administrator_lists_any(named: str | None) -> None:
    assert officers_scope(ADMINISTRATOR, named) == named


@pytest.mark.parametrize("role", DESK_ROLES)
@pytest.mark.parametrize("named", [None, AGENCY])
def test_who_works_on_dossiers_lists_his_colleagues(role: OfficerRole, named: str | None) -> None:
    assert officers_scope(officer(role), named) == AGENCY


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
        officers_scope(actor, named)
    assert refusal.value.code is ErrorCode.FORBIDDEN


def test_who_is_not_logged_in_is_told_so() -> None:
    with pytest.raises(ServiceError) as refusal:
        officers_scope(ANONYMOUS, None)
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
    seen = shown_officer(officer(OfficerRole.MANAGER), account)
    assert (seen.account_id, seen.full_name, seen.unit, seen.roles) == (
        "x",
        "Lê Văn Cường",
        "HT",
        (OfficerRole.LEADER,),
    )
    assert (seen.login, seen.email, seen.phone) == ("", None, None)
    assert shown_officer(ADMINISTRATOR, account) is account
