from datetime import UTC, datetime

import pytest

from accounts.domain import access, accounts
from contracts.accounts import (
    Account,
    AccountKind,
    CreateAdministrator,
    CreateOfficer,
    RegisterCitizen,
    UpdateProfile,
    UpdateProfileBody,
)
from contracts.base import ANONYMOUS, Actor, ActorKind, OfficerRole
from contracts.errors import ErrorCode, ServiceError

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
CITIZEN = RegisterCitizen(
    command_id="c1", personal_number="001099000001", full_name="Nguyễn Văn An", password="mot hai ba bon"
)


def citizen() -> Account:
    return accounts.citizen(CITIZEN, "a1", AT)


def test_a_citizen_logs_in_with_the_personal_number() -> None:
    assert citizen().login == "001099000001"
    assert citizen().kind is AccountKind.CITIZEN
    assert citizen().version == 1


def test_an_officer_has_an_agency_and_each_role_once() -> None:
    request = CreateOfficer(
        command_id="c1",
        login="Lan.Tran",
        full_name="Trần Thị Lan",
        password="mot hai ba bon",
        agency_code="H05.34.44",
        unit="Phòng Hộ tịch",
        roles=(OfficerRole.RECEPTION, OfficerRole.PROCESSING, OfficerRole.RECEPTION),
    )
    account = accounts.officer(request, "a2", AT)
    assert (account.agency_code, account.unit) == ("H05.34.44", "Phòng Hộ tịch")
    assert account.roles == (OfficerRole.RECEPTION, OfficerRole.PROCESSING)


def test_logins_that_differ_in_case_alone_are_one() -> None:
    assert accounts.login_key("Lan.Tran") == accounts.login_key("lan.tran")


def test_a_login_of_digits_is_kept_for_citizens() -> None:
    request = CreateAdministrator(
        command_id="c1", login="001099000001", full_name="Quản trị", password="mot hai ba bon"
    )
    with pytest.raises(ServiceError) as refused:
        accounts.administrator(request, "a3", AT)
    assert refused.value.code is ErrorCode.INVALID_REQUEST
    assert refused.value.errors[0].pointer == "/login"


def test_a_profile_keeps_what_is_left_out() -> None:
    before = citizen().model_copy(update={"phone": "0912345678"})
    after = accounts.with_profile(
        before, UpdateProfile(command_id="c2", expected_version=1, email="an@example.vn")
    )
    assert (after.email, after.phone, after.version) == ("an@example.vn", "0912345678", 2)


@pytest.mark.parametrize(("field", "emptied"), [("email", None), ("phone", None), ("locale", "vi")])
def test_null_empties_a_field_and_nothing_else(field: str, emptied: str | None) -> None:
    filled = {"email": "an@example.vn", "phone": "+84912345678", "locale": "en"}
    before = citizen().model_copy(update=filled)
    request = UpdateProfile.model_validate(
        {"command_id": "c2", "expected_version": 1, field: None}, extra="forbid"
    )
    after = accounts.with_profile(before, request)
    assert after.model_dump(include=set(filled)) == filled | {field: emptied}
    assert after.version == 2


def test_every_field_of_the_change_is_one_of_the_account() -> None:
    assert set(UpdateProfileBody.model_fields) <= set(Account.model_fields)


def test_a_profile_that_says_nothing_new_is_the_same_version() -> None:
    before = citizen()
    request = UpdateProfile(command_id="c2", expected_version=1, locale="vi")
    assert accounts.with_profile(before, request) is before


def test_a_profile_read_long_ago_is_refused_with_the_version_of_today() -> None:
    with pytest.raises(ServiceError) as refused:
        accounts.with_profile(citizen(), UpdateProfile(command_id="c2", expected_version=7, locale="en"))
    assert (refused.value.code, refused.value.params) == (ErrorCode.VERSION_STALE, {"current": 1})


@pytest.mark.parametrize(
    ("actor", "sees"),
    [
        (Actor(kind=ActorKind.CITIZEN, account_id="a1"), True),
        (Actor(kind=ActorKind.ADMINISTRATOR, account_id="x"), True),
        (Actor(kind=ActorKind.CITIZEN, account_id="x"), False),
        (
            Actor(kind=ActorKind.OFFICER, account_id="x", agency_code="H05", roles=(OfficerRole.LEADER,)),
            False,
        ),
        (Actor(kind=ActorKind.SERVICE, account_id="a1", name="dossiers"), False),
        (Actor(kind=ActorKind.OPERATOR, name="cli"), False),
        (ANONYMOUS, False),
    ],
)
def test_only_the_owner_and_administrators_see_an_account(actor: Actor, sees: bool) -> None:
    assert access.is_visible(actor, citizen()) is sees


def test_a_caller_without_a_name_is_told_to_log_in() -> None:
    with pytest.raises(ServiceError) as refused:
        access.require_kind(ANONYMOUS, ActorKind.ADMINISTRATOR)
    assert refused.value.code is ErrorCode.UNAUTHENTICATED


def test_a_caller_of_another_kind_is_forbidden() -> None:
    with pytest.raises(ServiceError) as refused:
        access.require_kind(Actor(kind=ActorKind.OFFICER, account_id="x"), ActorKind.ADMINISTRATOR)
    assert refused.value.code is ErrorCode.FORBIDDEN


def test_a_service_has_no_profile() -> None:
    with pytest.raises(ServiceError) as refused:
        access.require_owner(Actor(kind=ActorKind.SERVICE, name="dossiers"))
    assert refused.value.code is ErrorCode.FORBIDDEN
