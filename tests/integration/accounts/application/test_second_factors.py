"""Second factors: log-ins of two steps, enrolment, a proof once more, recovery codes, and resets."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.integration.accounts.application.conftest import AccountsApplication
from tests.integration.accounts.application.second_factor_holder import ORIGIN, Holder, claims
from tests.integration.accounts.callers import ADMINISTRATOR, OPERATOR, PASSWORD, actor_of
from tests.support.accounts.security_key import SecurityKey

from accounts.domain.second_factors.factors import FactorPolicy
from accounts.domain.second_factors.requirement import NOTHING_REQUIRED, Requirement
from accounts.domain.second_factors.sealing import FactorKeys
from accounts.domain.second_factors.security_keys import RelyingParty
from chassis.core.ids import new_id
from contracts import accounts as contract
from contracts.accounts import (
    AddSecondFactor,
    AgencyRole,
    ChangeOwnPassword,
    EnrolAtLogIn,
    FinishLogIn,
    ListSecondFactors,
    ListSessions,
    LogIn,
    MakeRecoveryCodes,
    RefreshTokens,
    RemoveSecondFactor,
    ResetAdministratorFactors,
    ResetSecondFactors,
    ShowOwnFactor,
    StartTotp,
    StartWebauthn,
    TokenPair,
)
from contracts.base import Empty

PARTY = RelyingParty("portal.example.vn", (ORIGIN,))
KEYS = FactorKeys.from_text("k" * 32)
POLICY = FactorPolicy(Requirement(frozenset({"leader"}), timedelta(days=14)), KEYS, PARTY)
AT_ONCE = replace(POLICY, requirement=Requirement(frozenset({"leader"})))
WRONG = "000000"


@pytest.fixture
def with_keys(accounts: AccountsApplication) -> AccountsApplication:
    """Security keys are taken, and leaders need a second factor after some days."""
    return replace(accounts, policy=POLICY)


@pytest.fixture
def citizen(with_keys: AccountsApplication) -> Holder:
    """Of a role that asks for nothing, logged in by password."""
    return Holder(with_keys, with_keys.citizen()).in_by_password()


@pytest.fixture
def leader(with_keys: AccountsApplication) -> Holder:
    return Holder(with_keys, with_keys.officer("H05.34.44", AgencyRole.LEADER))


def test_a_log_in_shows_the_code_of_the_app_and_says_so_in_its_token(citizen: Holder) -> None:
    added = citizen.enrol_app()
    assert added.factor.name == "Điện thoại" and len(added.recovery_codes) == 10
    challenge = citizen.challenge()
    assert challenge.kinds == ("totp",) and challenge.webauthn is None
    finished = citizen.finish(challenge, code=citizen.code())
    token = claims(finished)
    assert token["amr"] == ["pwd", "otp", "mfa"]
    assert abs(token["auth_time"] - token["iat"]) <= 2
    assert (finished.recovery_codes, finished.second_factor_due_at) == ((), None)


def test_a_refresh_keeps_how_its_person_proved_who_he_is(citizen: Holder) -> None:
    citizen.enrol_app()
    finished = citizen.finish(citizen.challenge(), code=citizen.code())
    refreshed = citizen.accounts.call(contract.refresh, RefreshTokens(refresh_token=finished.refresh_token))
    assert claims(refreshed)["amr"] == ["pwd", "otp", "mfa"]
    assert claims(refreshed)["auth_time"] == claims(finished)["auth_time"]


def test_a_session_by_password_says_that_alone(citizen: Holder) -> None:
    tokens = citizen.begin()
    assert isinstance(tokens, TokenPair)
    assert claims(tokens)["amr"] == ["pwd"]


def test_the_list_of_sessions_says_how_each_was_proved(citizen: Holder) -> None:
    citizen.enrol_app()
    (own,) = citizen.accounts.call(
        contract.list_sessions, ListSessions(current=citizen.session_id), citizen.actor
    ).items
    assert own.methods == ("pwd", "otp", "mfa") and own.current
    assert own.proved_at is not None and own.proved_at >= own.opened_at


def test_a_code_is_good_once(citizen: Holder) -> None:
    citizen.enrol_app()
    code = citizen.code()
    citizen.finish(citizen.challenge(), code=code)
    assert citizen.finish_outcome(citizen.challenge(), code=code) == "wrong_factor"


def test_of_two_who_show_one_code_at_once_one_is_let_in(citizen: Holder) -> None:
    citizen.enrol_app()
    code, challenges = citizen.code(), [citizen.challenge() for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda each: citizen.finish_outcome(each, code=code), challenges))
    assert sorted(outcomes) == ["ok", "wrong_factor", "wrong_factor", "wrong_factor"]


def test_a_challenge_is_good_once_for_its_client_and_five_tries(citizen: Holder) -> None:
    citizen.enrol_app()
    challenge = citizen.challenge()
    elsewhere = replace(citizen, accounts=citizen.accounts.at("203.0.113.7"))
    assert elsewhere.finish_outcome(challenge, code=citizen.code()) == "factor_challenge_invalid"
    citizen.finish(challenge, code=citizen.code())
    assert citizen.finish_outcome(challenge, code=WRONG) == "factor_challenge_invalid"
    again = citizen.challenge()
    outcomes = [citizen.finish_outcome(again, code=WRONG) for _ in range(6)]
    assert outcomes == ["wrong_factor"] * 5 + ["factor_challenge_invalid"]
    unknown = FinishLogIn(challenge=secrets.token_urlsafe(32), code=WRONG)
    assert citizen.accounts.error_code(contract.finish_log_in, unknown) == "factor_challenge_invalid"


def test_guessing_slows_down_however_many_challenges_are_asked_for(citizen: Holder) -> None:
    citizen.enrol_app()
    outcomes = [
        citizen.finish_outcome(challenge, code=WRONG)
        for challenge in (citizen.challenge(), citizen.challenge())
        for _ in range(5)
    ]
    assert outcomes[:6] == ["wrong_factor"] * 6
    assert set(outcomes[6:]) == {"rate_limited"}


def test_exactly_one_factor_is_shown(citizen: Holder) -> None:
    citizen.enrol_app()
    challenge = citizen.challenge()
    assert citizen.finish_outcome(challenge) == "one_factor"
    both = {"code": citizen.code(), "recovery_code": citizen.codes[0]}
    assert citizen.finish_outcome(challenge, **both) == "one_factor"
    citizen.finish(challenge, code=citizen.code())


def test_a_gateway_of_the_release_before_lets_nobody_in_without_the_factor(citizen: Holder) -> None:
    citizen.enrol_app()
    request = LogIn(login=citizen.account.login, password=PASSWORD)
    assert citizen.accounts.error_code(contract.log_in, request) == "password_log_in_off"


def test_secrets_are_stored_sealed_and_codes_as_digests(citizen: Holder) -> None:
    citizen.enrol_app()
    stored = str(
        [list(citizen.accounts.store.database[name].find()) for name in ("second_factors", "recovery_codes")]
    )
    assert citizen.secret not in stored
    assert not any(code in stored or code.replace("-", "") in stored for code in citizen.codes)


def test_a_secret_is_sealed_by_the_new_key_when_its_factor_is_used(citizen: Holder) -> None:
    citizen.enrol_app()
    both = replace(POLICY, keys=FactorKeys.from_text("n" * 32 + "\n" + "k" * 32))
    citizen.accounts = replace(citizen.accounts, policy=both)
    citizen.finish(citizen.challenge(), code=citizen.code())
    citizen.accounts = replace(citizen.accounts, policy=replace(POLICY, keys=FactorKeys.from_text("n" * 32)))
    citizen.finish(citizen.challenge(), code=citizen.code())


# Security keys


def test_a_log_in_shows_a_security_key(citizen: Holder) -> None:
    assert citizen.enrol_key().factor.kind == "webauthn"
    challenge = citizen.challenge()
    assert challenge.kinds == ("webauthn",) and challenge.webauthn is not None
    finished = citizen.finish(challenge, assertion=citizen.key.get(challenge.webauthn))
    assert claims(finished)["amr"] == ["pwd", "hwk", "mfa"]


def test_an_assertion_is_good_once_and_for_its_own_challenge(citizen: Holder) -> None:
    citizen.enrol_key()
    first, second = citizen.challenge(), citizen.challenge()
    assert first.webauthn is not None
    assertion = citizen.key.get(first.webauthn)
    assert citizen.finish_outcome(second, assertion=assertion) == "wrong_factor"
    citizen.finish(first, assertion=assertion)
    assert citizen.finish_outcome(first, assertion=assertion) == "factor_challenge_invalid"


def test_a_copied_key_is_refused(citizen: Holder) -> None:
    citizen.enrol_key()
    copy = replace(citizen.key)
    challenge = citizen.challenge()
    assert challenge.webauthn is not None
    citizen.finish(challenge, assertion=citizen.key.get(challenge.webauthn))
    challenge = citizen.challenge()
    assert challenge.webauthn is not None
    assert citizen.finish_outcome(challenge, assertion=copy.get(challenge.webauthn)) == "wrong_factor"


def test_several_keys_have_names_and_each_is_enrolled_once(citizen: Holder) -> None:
    citizen.enrol_key()
    citizen.enrol_key(SecurityKey(ORIGIN))
    citizen.enrol_app()
    found = citizen.accounts.call(contract.list_second_factors, ListSecondFactors(), citizen.actor)
    assert [(each.kind, each.name) for each in found.items] == [
        ("webauthn", "Khóa"),
        ("webauthn", "Khóa"),
        ("totp", "Điện thoại"),
    ]
    assert (found.recovery_codes_left, found.required) == (10, False)
    request = StartWebauthn(current=citizen.session_id)
    started = citizen.accounts.call(contract.start_webauthn, request, citizen.actor)
    again = AddSecondFactor(
        enrolment_id=started.enrolment_id,
        name="Khóa",
        credential=citizen.key.create(started.options),
        current=citizen.session_id,
    )
    assert citizen.accounts.outcome(contract.add_second_factor, again, citizen.actor) == "key_known"
    assert citizen.challenge().kinds == ("totp", "webauthn")


def test_where_security_keys_are_switched_off_nobody_enrols_one(citizen: Holder) -> None:
    off = replace(citizen.accounts, policy=replace(POLICY, relying_party=None))
    request = StartWebauthn(current=citizen.session_id)
    assert off.outcome(contract.start_webauthn, request, citizen.actor) == "security_keys_off"


# Enrolment


def test_an_enrolment_is_good_once_for_its_account_and_five_tries(citizen: Holder) -> None:
    accounts, request = citizen.accounts, StartTotp(current=citizen.session_id)
    void = accounts.call(contract.start_totp, request, citizen.actor)
    started = accounts.call(contract.start_totp, request, citizen.actor)

    def outcome(enrolment_id: str, holder: Holder = citizen) -> str:
        shown = AddSecondFactor(enrolment_id=enrolment_id, name="x", code=WRONG, current=holder.session_id)
        return accounts.outcome(contract.add_second_factor, shown, holder.actor)

    other = Holder(accounts, accounts.citizen()).in_by_password()
    assert outcome(void.enrolment_id) == "unknown_enrolment"
    assert outcome(started.enrolment_id, other) == "unknown_enrolment"
    assert [outcome(started.enrolment_id) for _ in range(6)] == ["wrong_factor"] * 5 + ["unknown_enrolment"]
    assert isinstance(citizen.begin(), TokenPair)


def test_an_app_shows_a_code_and_no_credential(citizen: Holder) -> None:
    started = citizen.accounts.call(contract.start_totp, StartTotp(current=citizen.session_id), citizen.actor)
    request = AddSecondFactor(
        enrolment_id=started.enrolment_id, name="x", credential={}, current=citizen.session_id
    )
    assert citizen.accounts.outcome(contract.add_second_factor, request, citizen.actor) == "other_factor"


def test_with_the_first_factor_all_other_sessions_end(citizen: Holder) -> None:
    elsewhere = citizen.accounts.tokens(citizen.account)
    citizen.enrol_app()
    refused = RefreshTokens(refresh_token=elsewhere.refresh_token)
    assert citizen.accounts.error_code(contract.refresh, refused) == "unauthenticated"
    own = citizen.accounts.call(contract.list_sessions, ListSessions(), citizen.actor).items
    assert [each.session_id for each in own] == [citizen.session_id]


def test_a_stolen_session_enrols_nothing_some_time_after_its_log_in(citizen: Holder) -> None:
    citizen.let_time_pass()
    request = StartTotp(current=citizen.session_id)
    refused = citizen.accounts.error_code(contract.start_totp, request, citizen.actor)
    assert refused == "second_factor_needed"
    nobodys = StartTotp(current="")
    assert citizen.accounts.error_code(contract.start_totp, nobodys, citizen.actor) == refused


def test_the_session_of_another_is_no_proof(citizen: Holder, leader: Holder) -> None:
    leader.in_by_password()
    request = StartTotp(current=leader.session_id)
    assert citizen.accounts.error_code(contract.start_totp, request, citizen.actor) == "second_factor_needed"


# A proof once more

Act = Callable[[Holder], str]


def change_password(holder: Holder) -> str:
    request = ChangeOwnPassword(
        command_id=new_id(),
        current_password=PASSWORD,
        new_password="con-cho-duoi-goc-cay",
        current=holder.session_id,
    )
    return holder.accounts.outcome(contract.change_own_password, request, holder.actor)


def make_codes(holder: Holder) -> str:
    request = MakeRecoveryCodes(current=holder.session_id)
    return holder.accounts.outcome(contract.make_recovery_codes, request, holder.actor)


def remove_one(holder: Holder) -> str:
    found = holder.accounts.call(contract.list_second_factors, ListSecondFactors(), holder.actor)
    request = RemoveSecondFactor(factor_id=found.items[0].factor_id, current=holder.session_id)
    return holder.accounts.outcome(contract.remove_second_factor, request, holder.actor)


def enrol_another(holder: Holder) -> str:
    request = StartWebauthn(current=holder.session_id)
    return holder.accounts.outcome(contract.start_webauthn, request, holder.actor)


@pytest.mark.parametrize("act", [change_password, make_codes, remove_one, enrol_another])
def test_what_is_dangerous_asks_for_a_fresh_factor(citizen: Holder, act: Act) -> None:
    citizen.enrol_app()
    citizen.let_time_pass()
    assert act(citizen) == "second_factor_needed"
    citizen.show(code=citizen.code())
    assert act(citizen) == "ok"


def test_a_challenge_of_one_session_is_not_answered_in_another(citizen: Holder) -> None:
    citizen.enrol_app()
    open_one = citizen.ask()
    first = citizen.session_id
    citizen.finish(citizen.challenge(), code=citizen.code())
    request = ShowOwnFactor(challenge=open_one.challenge, code=WRONG, current=citizen.session_id)
    refused = citizen.accounts.error_code(contract.show_own_factor, request, citizen.actor)
    assert refused == "factor_challenge_invalid"
    assert citizen.finish_outcome(open_one, code=WRONG) == "factor_challenge_invalid"
    assert first != citizen.session_id


def test_without_a_factor_there_is_nothing_to_ask_for(citizen: Holder) -> None:
    request = MakeRecoveryCodes(current=citizen.session_id)
    assert (
        citizen.accounts.outcome(contract.make_recovery_codes, request, citizen.actor) == "no_second_factor"
    )


def test_who_removes_the_last_factor_logs_in_by_password_again(citizen: Holder) -> None:
    citizen.enrol_app()
    assert remove_one(citizen) == "ok"
    assert isinstance(citizen.begin(), TokenPair)
    assert (
        citizen.accounts.store.database.recovery_codes.find_one({"_id": citizen.account.account_id}) is None
    )
    assert citizen.accounts.events(citizen.account.account_id)[-2:] == [
        "accounts.second_factor_added",
        "accounts.second_factor_removed",
    ]


# Recovery codes


def test_a_recovery_code_is_good_once_and_says_how_many_are_left(citizen: Holder) -> None:
    citizen.enrol_app()
    code = citizen.codes[3].replace("-", "").lower()
    finished = citizen.finish(citizen.challenge(), recovery_code=code)
    assert finished.recovery_codes_left == 9
    assert claims(finished)["amr"] == ["pwd", "recovery", "mfa"]
    assert citizen.finish_outcome(citizen.challenge(), recovery_code=code) == "wrong_factor"
    (used,) = citizen.accounts.store.database.events.find(
        {"type": "accounts.recovery_code_used", "payload.account_id": citizen.account.account_id}
    )
    assert used["payload"]["left"] == 9


def test_new_codes_void_those_of_before(citizen: Holder) -> None:
    citizen.enrol_app()
    citizen.show(recovery_code=citizen.codes[0])
    request = MakeRecoveryCodes(current=citizen.session_id)
    made = citizen.accounts.call(contract.make_recovery_codes, request, citizen.actor)
    assert not set(made.codes) & set(citizen.codes)
    assert citizen.finish_outcome(citizen.challenge(), recovery_code=citizen.codes[1]) == "wrong_factor"
    citizen.finish(citizen.challenge(), recovery_code=made.codes[0])


# Roles that ask for one


def test_a_leader_has_some_days_and_is_told_until_when(leader: Holder) -> None:
    tokens = leader.begin()
    assert isinstance(tokens, TokenPair) and tokens.second_factor_due_at is not None
    again = leader.begin()
    assert isinstance(again, TokenPair)
    assert again.second_factor_due_at == tokens.second_factor_due_at


def test_after_those_days_the_log_in_enrols_an_app(leader: Holder) -> None:
    leader.accounts = replace(leader.accounts, policy=AT_ONCE)
    challenge = leader.challenge()
    assert challenge.kinds == ()
    assert leader.finish_outcome(challenge, code=WRONG) == "wrong_factor"
    started = leader.accounts.call(contract.enrol_at_log_in, EnrolAtLogIn(challenge=challenge.challenge))
    leader.secret = started.secret
    finished = leader.finish(challenge, code=leader.code())
    assert len(finished.recovery_codes) == 10
    assert claims(finished)["amr"] == ["pwd", "otp", "mfa"]
    assert leader.challenge().kinds == ("totp",)


def test_a_session_without_factor_ends_with_those_days(leader: Holder) -> None:
    tokens = leader.begin()
    assert isinstance(tokens, TokenPair)
    over = {"$set": {"second_factor_due_at": leader.account.created_at}}
    leader.accounts.store.database.accounts.update_one({"_id": leader.account.account_id}, over)
    refused = RefreshTokens(refresh_token=tokens.refresh_token)
    assert leader.accounts.error_code(contract.refresh, refused) == "unauthenticated"
    old = LogIn(login=leader.account.login, password=PASSWORD)
    assert leader.accounts.error_code(contract.log_in, old) == "password_log_in_off"


def test_a_log_in_that_shows_a_factor_enrols_none(citizen: Holder) -> None:
    citizen.enrol_app()
    request = EnrolAtLogIn(challenge=citizen.challenge().challenge)
    assert citizen.accounts.error_code(contract.enrol_at_log_in, request) == "factor_challenge_invalid"


def test_of_two_log_ins_that_enrol_one_wins(leader: Holder) -> None:
    leader.accounts = replace(leader.accounts, policy=AT_ONCE)
    first, second = leader.challenge(), leader.challenge()
    for challenge in (first, second):
        started = leader.accounts.call(contract.enrol_at_log_in, EnrolAtLogIn(challenge=challenge.challenge))
    leader.secret = started.secret
    leader.finish(second, code=leader.code())
    assert leader.finish_outcome(first, code=WRONG) == "wrong_factor"
    assert leader.challenge().kinds == ("totp",)


def test_the_last_factor_of_a_leader_stays(leader: Holder) -> None:
    leader.in_by_password().enrol_app()
    assert remove_one(leader) == "second_factor_required"
    leader.enrol_key()
    assert remove_one(leader) == "ok"


# Lost factors


def reset_request(holder: Holder) -> ResetSecondFactors:
    return ResetSecondFactors(
        command_id=new_id(), account_id=holder.account.account_id, reason="Mất điện thoại."
    )


def test_the_agency_resets_what_its_officer_has_lost(leader: Holder) -> None:
    accounts = leader.accounts
    manager = actor_of(accounts.officer("H05.34.44", AgencyRole.ACCOUNTS))
    leader.in_by_password().enrol_app()
    finished = leader.finish(leader.challenge(), code=leader.code())
    reset = accounts.call(contract.reset_second_factors, reset_request(leader), manager)
    assert reset.second_factors == ()
    refused = RefreshTokens(refresh_token=finished.refresh_token)
    assert accounts.error_code(contract.refresh, refused) == "unauthenticated"
    assert leader.challenge().kinds == ()
    (event,) = accounts.store.database.events.find(
        {"type": "accounts.second_factors_reset", "aggregate_id": leader.account.account_id}
    )
    assert event["private"] == {"reason": "Mất điện thoại."} and "reason" not in event["payload"]
    assert event["actor"]["account_id"] == manager.account_id


def test_nobody_resets_his_own_nor_those_of_another_agency(with_keys: AccountsApplication) -> None:
    manager = Holder(with_keys, with_keys.officer("H05.34.44", AgencyRole.ACCOUNTS))
    stranger = Holder(with_keys, with_keys.officer("H05.34.45", AgencyRole.LEADER))
    method, colleague = contract.reset_second_factors, Holder(with_keys, with_keys.officer())
    assert with_keys.error_code(method, reset_request(manager), manager.actor) == "forbidden"
    assert with_keys.error_code(method, reset_request(stranger), manager.actor) == "not_found"
    assert with_keys.error_code(method, reset_request(colleague), colleague.actor) == "forbidden"
    citizen = Holder(with_keys, with_keys.citizen())
    assert with_keys.error_code(method, reset_request(citizen), ADMINISTRATOR) == "not_found"


def test_an_operator_resets_those_of_an_administrator_alone(with_keys: AccountsApplication) -> None:
    method, holder = contract.reset_administrator_factors, Holder(with_keys, with_keys.administrator())
    holder.in_by_password().enrol_app()

    def request(whose: Holder) -> ResetAdministratorFactors:
        return ResetAdministratorFactors(command_id=new_id(), login=whose.account.login, reason="Mất máy.")

    assert with_keys.error_code(method, request(holder), holder.actor) == "forbidden"
    assert with_keys.call(method, request(holder), OPERATOR).second_factors == ()
    officer = Holder(with_keys, with_keys.officer())
    assert with_keys.error_code(method, request(officer), OPERATOR) == "not_found"


def test_a_challenge_that_is_out_is_void_after_a_reset(leader: Holder) -> None:
    leader.in_by_password().enrol_app()
    challenge, code = leader.challenge(), leader.code()
    leader.accounts.call(contract.reset_second_factors, reset_request(leader), ADMINISTRATOR)
    assert leader.finish_outcome(challenge, code=code) == "factor_challenge_invalid"


def test_what_is_asked_for_nobody_sees_of_a_colleague(leader: Holder) -> None:
    leader.in_by_password().enrol_app()
    colleague = actor_of(leader.accounts.officer())
    shown = leader.accounts.call(
        contract.get_officer, contract.GetOfficer(account_id=leader.account.account_id), colleague
    )
    assert (shown.second_factors, shown.second_factor_due_at) == ((), None)


def test_an_account_without_factor_and_requirement_is_as_before(accounts: AccountsApplication) -> None:
    account = accounts.officer("H05.34.44", AgencyRole.LEADER)
    plain = replace(accounts, policy=replace(POLICY, requirement=NOTHING_REQUIRED))
    tokens = Holder(plain, account).begin()
    assert isinstance(tokens, TokenPair) and tokens.second_factor_due_at is None
    assert plain.call(contract.log_out, contract.LogOut(refresh_token=tokens.refresh_token)) == Empty()
