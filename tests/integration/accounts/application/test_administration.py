"""Officers are made, changed, moved and locked by who administers them, and set passwords of their own."""

from __future__ import annotations

from datetime import timedelta

import jwt
import pytest
from tests.integration.accounts.application.conftest import AccountsApplication
from tests.integration.accounts.callers import (
    ADMINISTRATOR,
    PASSWORD,
    SERVICE,
    actor_of,
    officer_request,
)

from accounts.domain.access_tokens import LIFETIME
from chassis.core.clock import utcnow
from chassis.core.ids import new_id
from chassis.storage.event_log import verify
from contracts import accounts as contract
from contracts.accounts import (
    Account,
    AgencyRole,
    ChangeOfficer,
    FindOfficers,
    GetAccount,
    GetContact,
    GetOfficer,
    GetRevocations,
    GivenRole,
    HeldRole,
    IssueSetupCode,
    ListDeskOfficers,
    ListOfficers,
    LockAccount,
    LogIn,
    RefreshTokens,
    ReplaceFirstPassword,
    SetupCode,
    UnlockAccount,
)
from contracts.base import ANONYMOUS, Actor, OfficerRole

AGENCY, OTHER = "H81.12", "H81.13"
RECEPTION, LEADER, ACCOUNTS = AgencyRole.RECEPTION, AgencyRole.LEADER, AgencyRole.ACCOUNTS


@pytest.fixture
def manager(accounts: AccountsApplication) -> Actor:
    """Who administers the accounts of the agency."""
    return actor_of(accounts.officer(AGENCY, ACCOUNTS))


@pytest.fixture
def officer(accounts: AccountsApplication) -> Account:
    return accounts.officer(AGENCY, RECEPTION, LEADER)


def change(account: Account, **fields: object) -> ChangeOfficer:
    request = {"command_id": new_id(), "account_id": account.account_id, "expected_version": account.version}
    return ChangeOfficer.model_validate({**request, **fields}, extra="forbid")


def only(*roles: AgencyRole) -> list[GivenRole]:
    return [GivenRole(role=role) for role in roles]


def roles_of(account: Account, *roles: AgencyRole) -> list[HeldRole]:
    return [each for each in account.held_roles if each.role in roles]


def as_given(held: list[HeldRole]) -> list[dict[str, object]]:
    return [each.model_dump() for each in held]


def refresh_code(accounts: AccountsApplication, token: str) -> str:
    return accounts.error_code(contract.refresh, RefreshTokens(refresh_token=token))


def claims(token: str) -> dict[str, object]:
    found: dict[str, object] = jwt.decode(token, options={"verify_signature": False})
    return found


def setup_code(accounts: AccountsApplication, account: Account, by: Actor) -> SetupCode:
    return accounts.call(contract.issue_setup_code, IssueSetupCode(account_id=account.account_id), by)


NEW_PASSWORD = "con-ga-duoi-goc-cay"


def replace(account: Account, shown: str, new: str = NEW_PASSWORD) -> ReplaceFirstPassword:
    return ReplaceFirstPassword(login=account.login, password=shown, new_password=new)


def log_in_code(accounts: AccountsApplication, account: Account, password: str) -> str:
    return accounts.error_code(contract.log_in, LogIn(login=account.login, password=password))


def test_an_agency_makes_its_own_officers_without_a_password(
    accounts: AccountsApplication, manager: Actor
) -> None:
    request = officer_request(AGENCY).model_copy(update={"password": None})
    made = accounts.call(contract.create_officer, request, manager)
    assert log_in_code(accounts, made, PASSWORD) == "credentials_invalid"
    code = setup_code(accounts, made, manager).code
    assert log_in_code(accounts, made, code) == "password_change_required"
    accounts.call(contract.replace_first_password, replace(made, code))
    assert accounts.error_code(contract.replace_first_password, replace(made, code)) == "credentials_invalid"
    log_in = LogIn(login=made.login, password=NEW_PASSWORD)
    assert accounts.call(contract.log_in, log_in).access_token
    assert accounts.read(made).first_password_until is None
    assert accounts.events(made.account_id) == [
        "accounts.registered",
        "accounts.setup_code_issued",
        "accounts.password_changed",
    ]
    verify(accounts.store.database, made.account_id)


def test_a_first_password_opens_nothing_but_its_replacement(
    accounts: AccountsApplication, manager: Actor
) -> None:
    made = accounts.call(contract.create_officer, officer_request(AGENCY), manager)
    assert log_in_code(accounts, made, PASSWORD) == "password_change_required"
    for new in (PASSWORD, "1234567890"):
        assert (
            accounts.error_code(contract.replace_first_password, replace(made, PASSWORD, new))
            == "invalid_request"
        )
    accounts.call(contract.replace_first_password, replace(made, PASSWORD))
    log_in = LogIn(login=made.login, password=NEW_PASSWORD)
    assert accounts.call(contract.log_in, log_in).access_token


def test_a_set_up_code_lapses(accounts: AccountsApplication, manager: Actor, officer: Account) -> None:
    code = setup_code(accounts, officer, manager).code
    accounts.store.database.accounts.update_one(
        {"_id": officer.account_id}, {"$set": {"first_password_until": utcnow() - timedelta(seconds=1)}}
    )
    assert (
        accounts.error_code(contract.replace_first_password, replace(officer, code)) == "credentials_invalid"
    )
    assert log_in_code(accounts, officer, code) == "credentials_invalid"


def test_a_set_up_code_voids_the_password_and_ends_the_sessions(
    accounts: AccountsApplication, manager: Actor, officer: Account
) -> None:
    tokens = accounts.tokens(officer)
    first, second = (setup_code(accounts, officer, manager) for _ in range(2))
    assert refresh_code(accounts, tokens.refresh_token) == "unauthenticated"
    for void in (PASSWORD, first.code):
        assert log_in_code(accounts, officer, void) == "credentials_invalid"
    assert log_in_code(accounts, officer, second.code) == "password_change_required"
    assert second.code not in repr(second)


def test_what_is_no_first_password_is_not_replaced(accounts: AccountsApplication) -> None:
    citizen = accounts.citizen()
    tokens = accounts.tokens(citizen)
    request = replace(citizen, PASSWORD)
    assert accounts.error_code(contract.replace_first_password, request) == "invalid_request"
    accounts.call(contract.refresh, RefreshTokens(refresh_token=tokens.refresh_token))


@pytest.mark.parametrize("who", ["colleague", "other", "citizen", "nobody", "service"])
def test_nobody_else_administers(accounts: AccountsApplication, officer: Account, who: str) -> None:
    actor = {
        "colleague": lambda: actor_of(accounts.officer(AGENCY, AgencyRole.MANAGER, LEADER)),
        "other": lambda: actor_of(accounts.officer(OTHER, ACCOUNTS)),
        "citizen": lambda: actor_of(accounts.citizen()),
        "nobody": lambda: ANONYMOUS,
        "service": lambda: SERVICE,
    }[who]()
    code = {"other": "not_found", "nobody": "unauthenticated"}.get(who, "forbidden")
    lock = LockAccount(command_id=new_id(), account_id=officer.account_id, reason="Thử.")
    issue = IssueSetupCode(account_id=officer.account_id)
    assert accounts.error_code(contract.change_officer, change(officer, unit="X"), actor) == code
    assert accounts.error_code(contract.issue_setup_code, issue, actor) == code
    assert accounts.error_code(contract.lock_account, lock, actor) == code
    assert accounts.read(officer) == officer


def test_an_agency_stays_within_its_agency_and_gives_no_reserved_role(
    accounts: AccountsApplication, manager: Actor, officer: Account
) -> None:
    elsewhere = officer_request(OTHER)
    assert accounts.error_code(contract.create_officer, elsewhere, manager) == "forbidden"
    for fields in (
        {"agency_code": OTHER},
        {"held_roles": only(AgencyRole.CATALOGUE)},
        {"held_roles": only(ACCOUNTS)},
    ):
        assert accounts.error_code(contract.change_officer, change(officer, **fields), manager) == "forbidden"
    second = accounts.officer(AGENCY, ACCOUNTS)
    issue = IssueSetupCode(account_id=second.account_id)
    assert accounts.error_code(contract.issue_setup_code, issue, manager) == "forbidden"
    own = accounts.call(contract.get_officer, GetOfficer(account_id=manager.account_id), manager)
    assert accounts.error_code(contract.change_officer, change(own, unit="X"), manager) == "forbidden"


def test_who_no_longer_administers_is_refused_whatever_the_token_says(
    accounts: AccountsApplication, officer: Account
) -> None:
    former = accounts.officer(AGENCY, ACCOUNTS)
    accounts.call(contract.change_officer, change(former, held_roles=only(RECEPTION)), ADMINISTRATOR)
    request = change(officer, unit="X")
    assert accounts.error_code(contract.change_officer, request, actor_of(former)) == "forbidden"


def test_a_role_that_is_taken_away_ends_the_sessions(
    accounts: AccountsApplication, manager: Actor, officer: Account
) -> None:
    tokens = accounts.tokens(officer)
    request = change(officer, held_roles=as_given(roles_of(officer, RECEPTION)))
    after = accounts.call(contract.change_officer, request, manager)
    assert (after.roles, after.version) == ((OfficerRole.RECEPTION,), officer.version + 1)
    assert refresh_code(accounts, tokens.refresh_token) == "unauthenticated"
    revoked = accounts.call(contract.get_revocations, GetRevocations(), SERVICE)
    assert claims(tokens.access_token)["sid"] in revoked.session_ids
    assert claims(accounts.tokens(officer).access_token)["roles"] == ["reception"]
    event = accounts.store.database.events.find_one(
        {"type": "accounts.officer_changed", "aggregate_id": officer.account_id}
    )
    assert event is not None
    assert (event["payload"]["changed"], event["payload"]["rights_ended"]) == (["held_roles"], True)
    verify(accounts.store.database, officer.account_id)


def test_a_role_that_is_given_leaves_the_sessions_alone(
    accounts: AccountsApplication, manager: Actor, officer: Account
) -> None:
    tokens = accounts.tokens(officer)
    more = [*as_given(roles_of(officer, RECEPTION, LEADER)), {"role": "processing"}]
    accounts.call(contract.change_officer, change(officer, held_roles=more), manager)
    refreshed = accounts.call(contract.refresh, RefreshTokens(refresh_token=tokens.refresh_token))
    assert claims(refreshed.access_token)["roles"] == ["reception", "leader", "processing"]


def test_who_moves_is_elsewhere_at_once(accounts: AccountsApplication, officer: Account) -> None:
    tokens = accounts.tokens(officer)
    moved = accounts.call(contract.change_officer, change(officer, agency_code=OTHER), ADMINISTRATOR)
    assert refresh_code(accounts, tokens.refresh_token) == "unauthenticated"
    assert claims(accounts.tokens(moved).access_token)["agency_code"] == OTHER
    contact = accounts.call(contract.get_contact, GetContact(account_id=officer.account_id), SERVICE)
    assert contact.agency_code == OTHER


def test_a_change_names_no_person_in_the_log(
    accounts: AccountsApplication, manager: Actor, officer: Account
) -> None:
    fields = {"full_name": "Nguyễn Thị Đổi Tên", "email": "doi.ten@example.vn"}
    accounts.call(contract.change_officer, change(officer, **fields), manager)
    written = str(list(accounts.store.database.events.find({"aggregate_id": officer.account_id})))
    assert "Đổi Tên" not in written
    assert "example.vn" not in written


def test_a_repeated_change_answers_as_the_first_time_and_ends_nothing_more(
    accounts: AccountsApplication, manager: Actor, officer: Account
) -> None:
    request = change(officer, unit="TP")
    first = accounts.call(contract.change_officer, request, manager)
    tokens = accounts.tokens(officer)
    assert accounts.call(contract.change_officer, request, manager) == first
    accounts.call(contract.refresh, RefreshTokens(refresh_token=tokens.refresh_token))


def test_a_token_ends_with_the_role_that_it_says(accounts: AccountsApplication, officer: Account) -> None:
    end = utcnow() + timedelta(minutes=2)
    roles = [
        *as_given(roles_of(officer, RECEPTION)),
        {**as_given(roles_of(officer, LEADER))[0], "valid_until": end},
    ]
    accounts.call(contract.change_officer, change(officer, held_roles=roles), ADMINISTRATOR)
    tokens = accounts.tokens(officer)
    stated = claims(tokens.access_token)
    assert stated["roles"] == ["reception", "leader"]
    assert 115 < tokens.expires_in <= 121 < LIFETIME.total_seconds()
    assert abs(float(str(stated["exp"])) - end.timestamp()) <= 1


def test_a_role_that_ended_is_in_no_token_and_no_directory(
    accounts: AccountsApplication, officer: Account
) -> None:
    accounts.store.database.accounts.update_one(
        {"_id": officer.account_id}, {"$set": {"held_roles.1.valid_until": utcnow()}}
    )
    assert claims(accounts.tokens(officer).access_token)["roles"] == ["reception"]
    find = FindOfficers(agency_code=AGENCY, role=OfficerRole.LEADER)
    assert officer.account_id not in accounts.call(contract.find_officers, find, SERVICE).account_ids
    listed = ListOfficers(agency_code=AGENCY, role=LEADER, limit=100)
    items = accounts.call(contract.list_officers, listed, ADMINISTRATOR).items
    assert officer.account_id not in {each.account_id for each in items}


def test_a_locked_officer_is_found_by_nobody_and_logs_in_when_unlocked(
    accounts: AccountsApplication, manager: Actor, officer: Account
) -> None:
    tokens = accounts.tokens(officer)
    lock = LockAccount(command_id=new_id(), account_id=officer.account_id, reason="Nghỉ việc.")
    accounts.call(contract.lock_account, lock, manager)
    assert refresh_code(accounts, tokens.refresh_token) == "unauthenticated"
    assert log_in_code(accounts, officer, PASSWORD) == "account_locked"
    find = FindOfficers(agency_code=AGENCY, role=OfficerRole.RECEPTION)
    assert officer.account_id not in accounts.call(contract.find_officers, find, SERVICE).account_ids
    contact = accounts.call(contract.get_contact, GetContact(account_id=officer.account_id), SERVICE)
    assert not contact.active
    accounts.call(
        contract.unlock_account, UnlockAccount(command_id=new_id(), account_id=officer.account_id), manager
    )
    assert accounts.tokens(officer).access_token


def test_an_agency_locks_no_citizen(accounts: AccountsApplication, manager: Actor) -> None:
    lock = LockAccount(command_id=new_id(), account_id=accounts.citizen().account_id, reason="Thử.")
    assert accounts.error_code(contract.lock_account, lock, manager) == "not_found"


def test_who_sees_an_officer(accounts: AccountsApplication, manager: Actor, officer: Account) -> None:
    request = GetOfficer(account_id=officer.account_id)
    seen = {
        "administrator": accounts.call(contract.get_officer, request, ADMINISTRATOR),
        "manager": accounts.call(contract.get_officer, request, manager),
        "owner": accounts.call(contract.get_officer, request, actor_of(officer)),
        "colleague": accounts.call(contract.get_officer, request, actor_of(accounts.officer(AGENCY, LEADER))),
    }
    assert {who: account.login != "" for who, account in seen.items()} == {
        "administrator": True,
        "manager": True,
        "owner": True,
        "colleague": False,
    }
    for stranger in (accounts.officer(OTHER, ACCOUNTS, LEADER), accounts.citizen()):
        assert accounts.error_code(contract.get_officer, request, actor_of(stranger)) == "not_found"
    citizen = GetOfficer(account_id=accounts.citizen().account_id)
    assert accounts.error_code(contract.get_officer, citizen, manager) == "not_found"


def test_officers_are_listed_by_unit_and_role_page_by_page(
    accounts: AccountsApplication, manager: Actor
) -> None:
    made = [accounts.officer("H81.14", RECEPTION) for _ in range(3)]
    accounts.call(contract.change_officer, change(made[0], unit="A"), ADMINISTRATOR)
    by_unit = ListOfficers(agency_code="H81.14", unit="A")
    items = accounts.call(contract.list_officers, by_unit, ADMINISTRATOR).items
    assert [each.account_id for each in items] == [made[0].account_id]
    seen: list[str] = []
    cursor: str | None = None
    while cursor is not None or not seen:
        query = ListOfficers(agency_code="H81.14", role=RECEPTION, limit=2, cursor=cursor)
        page = accounts.call(contract.list_officers, query, ADMINISTRATOR)
        seen += [each.account_id for each in page.items]
        cursor = page.next_cursor
    assert seen == [each.account_id for each in made]
    own = accounts.call(contract.list_officers, ListOfficers(), manager).items
    assert {each.agency_code for each in own} == {AGENCY}
    assert all(each.login for each in own)
    others = ListOfficers(agency_code=OTHER)
    assert accounts.error_code(contract.list_officers, others, manager) == "forbidden"


def test_the_desk_finds_whom_a_dossier_may_be_given_to(accounts: AccountsApplication, manager: Actor) -> None:
    agency = "H81.15"
    clerk, leader, former, locked = (
        accounts.officer(agency, RECEPTION),
        accounts.officer(agency, LEADER),
        accounts.officer(agency, RECEPTION),
        accounts.officer(agency, RECEPTION),
    )
    accounts.officer(agency, AgencyRole.CATALOGUE, ACCOUNTS)
    accounts.store.database.accounts.update_one(
        {"_id": former.account_id}, {"$set": {"held_roles.0.valid_until": utcnow()}}
    )
    lock = LockAccount(command_id=new_id(), account_id=locked.account_id, reason="Nghỉ việc.")
    accounts.call(contract.lock_account, lock, ADMINISTRATOR)
    found = {
        role: accounts.call(contract.list_desk_officers, ListDeskOfficers(role=role), actor_of(clerk)).items
        for role in (None, OfficerRole.LEADER, OfficerRole.CATALOGUE)
    }
    assert {role: [each.account_id for each in items] for role, items in found.items()} == {
        None: [clerk.account_id, leader.account_id],
        OfficerRole.LEADER: [leader.account_id],
        OfficerRole.CATALOGUE: [],
    }
    assert (found[None][0].full_name, found[None][0].roles) == (clerk.full_name, clerk.roles)
    everywhere = ListDeskOfficers(agency_code=agency, limit=1)
    page = accounts.call(contract.list_desk_officers, everywhere, ADMINISTRATOR)
    assert ([each.account_id for each in page.items], page.next_cursor is None) == ([clerk.account_id], False)
    for nobody in (manager, actor_of(accounts.citizen())):
        assert accounts.error_code(contract.list_desk_officers, ListDeskOfficers(), nobody) == "forbidden"
    elsewhere = ListDeskOfficers(agency_code=OTHER)
    assert accounts.error_code(contract.list_desk_officers, elsewhere, actor_of(clerk)) == "forbidden"


def test_an_officer_of_the_release_before_goes_on(accounts: AccountsApplication, officer: Account) -> None:
    """Stored with one list of roles, and no validity."""
    accounts.store.database.accounts.update_one(
        {"_id": officer.account_id},
        {"$unset": {"held_roles": 1, "first_password_until": 1}, "$set": {"roles": ["reception"]}},
    )
    assert claims(accounts.tokens(officer).access_token)["roles"] == ["reception"]
    find = FindOfficers(agency_code=AGENCY, role=OfficerRole.RECEPTION)
    assert officer.account_id in accounts.call(contract.find_officers, find, SERVICE).account_ids
    request = GetAccount(account_id=officer.account_id)
    read = accounts.call(contract.get_account, request, actor_of(officer))
    assert [each.role for each in read.held_roles] == [RECEPTION]
