"""Log-in by electronic identity, against the simulated provider over HTTP: who is let in, and to which account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.integration.accounts.application.conftest import AccountsApplication
from tests.integration.accounts.application.eid_application import EidApplication, claims_of
from tests.integration.accounts.callers import PASSWORD, actor_of, registration
from tests.integration.accounts.eid_provider import (
    RETURN_TO,
    Holder,
    ProviderHarness,
    new_holder,
    run_provider,
)

from accounts.application import eid as use_cases
from accounts.application import registration as registering
from accounts.application import sessions
from accounts.repository.accounts import AccountRepository
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.event_log import verify
from contracts import accounts as contract
from contracts.accounts import (
    Account,
    AccountKind,
    LockAccount,
    LogIn,
    ProofMethod,
    RefreshTokens,
)
from contracts.accounts.eid import EidLogOut, EidPurpose, LinkIdentity, StartEid, UnlinkIdentity
from contracts.base import ANONYMOUS, Actor, ActorKind
from contracts.errors import ErrorCode, ServiceError

OFFICER = Actor(kind=ActorKind.OFFICER, account_id="o-1", agency_code="H26.31.05")


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProviderHarness]:
    with run_provider(tmp_path_factory.mktemp("vneid")) as running:
        yield running


@pytest.fixture
def eid(accounts: AccountsApplication, provider: ProviderHarness) -> EidApplication:
    return EidApplication(accounts, provider, provider.providers())


@pytest.mark.parametrize(
    ("level", "counts", "step"),
    [("2", True, ["eid", "mfa"]), ("1", True, None), ("2", False, None)],
    ids=["level 2", "level 1", "level 2, where the setting says no"],
)
def test_an_identity_of_level_2_counts_as_both_factors(
    eid: EidApplication, level: str, counts: bool, step: list[str] | None
) -> None:
    """Else who has a second factor shows it; a gateway of the release before, which cannot ask for it, lets nobody in."""
    holder = new_holder(level=level)
    account = eid.opened(holder)
    has_one = {"$set": {"second_factors": ["totp"]}}
    eid.accounts.store.database.accounts.update_one({"_id": account.account_id}, has_one)
    begun = eid.begin(holder, replace(eid.accounts.policy, eid_counts=counts))
    assert (claims_of(begun.tokens)["amr"] if begun.tokens else None) == step
    assert (begun.challenge is None) == (step is not None)
    if level == "1":
        assert eid.refused(holder) == "password_log_in_off"


def stated(eid: EidApplication, number: str) -> Account:
    """The account of somebody who has typed the number."""
    request = registration().model_copy(update={"personal_number": number})
    return eid.accounts.call(contract.register_citizen, request)


def code_of(error: pytest.ExceptionInfo[ServiceError]) -> ErrorCode:
    return error.value.code


@pytest.mark.parametrize("name", ["vneid", "npsp"])
@pytest.mark.parametrize("level", [1, 2])
def test_a_new_person_gets_an_account_with_the_number_proved(
    eid: EidApplication, name: str, level: int
) -> None:
    holder = new_holder(level=str(level))
    tokens = eid.log_in(holder, name)
    account = eid.account_of(tokens)
    assert (account.personal_number, account.assurance, account.proof) == (
        holder.personal_number,
        level,
        ProofMethod.EID,
    )
    assert (account.full_name, account.kind) == (holder.full_name, AccountKind.CITIZEN)
    assert claims_of(tokens)["assurance"] == level
    assert eid.accounts.events(account.account_id) == ["accounts.registered", "accounts.number_proved"]
    (link,) = eid.identities(account).items
    assert (link.provider, link.level) == (name, level)
    assert eid.accounts.events(link.identity_id) == ["accounts.identity_linked"]
    for aggregate in (account.account_id, link.identity_id):
        verify(eid.accounts.store.database, aggregate)
    assert eid.opened(holder, name).account_id == account.account_id
    assert len(eid.accounts.events(account.account_id)) == 2  # the second log-in proves nothing more


def test_both_providers_open_the_one_account_of_a_person(eid: EidApplication) -> None:
    holder = new_holder()
    first = eid.opened(holder)
    assert eid.opened(holder, "npsp").account_id == first.account_id
    assert [each.provider for each in eid.identities(first).items] == ["vneid", "npsp"]


def test_a_higher_level_raises_the_account_and_a_lower_one_does_not_lower_it(eid: EidApplication) -> None:
    holder = new_holder(level="1")
    assert eid.opened(holder).assurance == 1
    assert eid.opened(holder.changed(level="2")).assurance == 2
    assert eid.opened(holder.changed(level="1")).assurance == 2


def test_an_account_that_proved_the_number_at_a_desk_is_opened(eid: EidApplication) -> None:
    holder = new_holder()
    account = stated(eid, holder.personal_number)
    eid.accounts.prove(account)
    assert eid.opened(holder).account_id == account.account_id


def test_a_lower_level_opens_an_account_of_a_higher_one_only_when_its_owner_links_it(
    eid: EidApplication,
) -> None:
    holder = new_holder(level="1")
    account = stated(eid, holder.personal_number)
    eid.accounts.prove(account)
    assert eid.refused(holder) == "eid_link_needed"
    eid.link(account, holder)
    assert (eid.opened(holder).account_id, eid.opened(holder).assurance) == (account.account_id, 2)


def test_an_account_that_only_states_the_number_is_not_opened_but_frozen(eid: EidApplication) -> None:
    holder = new_holder()
    typed = stated(eid, holder.personal_number)
    account = eid.opened(holder)
    assert account.account_id != typed.account_id
    assert account.login != typed.login
    assert eid.accounts.read(typed).frozen_at is not None
    assert eid.accounts.events(typed.account_id)[-1] == "accounts.account_frozen"
    assert eid.accounts.tokens(typed).access_token  # it reads on what it filed


def test_a_recycled_subject_opens_nothing_and_takes_nothing(eid: EidApplication) -> None:
    holder = new_holder()
    account = eid.opened(holder)
    stranger = holder.changed(personal_number=new_holder().personal_number, full_name="Người Khác")
    assert eid.refused(stranger) == "identity_conflict"
    assert eid.accounts.read(account) == account
    assert eid.opened(holder).account_id == account.account_id


def test_a_new_subject_of_the_same_person_opens_the_account(eid: EidApplication) -> None:
    holder = new_holder()
    account = eid.opened(holder)
    assert eid.opened(holder.changed(subject=f"{holder.subject}-new")).account_id == account.account_id


def test_another_number_is_not_linked_to_an_account_that_has_one(eid: EidApplication) -> None:
    account, other = eid.opened(new_holder()), new_holder()
    with pytest.raises(ServiceError) as refused:
        eid.link(account, other)
    assert code_of(refused) is ErrorCode.IDENTITY_CONFLICT
    assert len(eid.identities(account).items) == 1
    assert eid.opened(other).account_id != account.account_id


def test_an_identity_that_opens_one_account_is_not_linked_to_another(eid: EidApplication) -> None:
    holder = new_holder()
    first, second = eid.opened(holder), eid.accounts.citizen()
    with pytest.raises(ServiceError) as refused:
        eid.link(second, holder)
    assert code_of(refused) is ErrorCode.IDENTITY_CONFLICT
    assert eid.opened(holder).account_id == first.account_id


def test_who_links_an_identity_proves_the_number_and_the_stranger_who_typed_it_is_frozen(
    eid: EidApplication,
) -> None:
    holder = new_holder()
    thief, person = stated(eid, holder.personal_number), stated(eid, holder.personal_number)
    linked = eid.link(person, holder)
    assert (linked.provider, linked.level) == ("vneid", 2)
    after = eid.accounts.read(person)
    assert (after.personal_number, after.assurance, after.proof) == (
        holder.personal_number,
        2,
        ProofMethod.EID,
    )
    assert eid.accounts.read(thief).frozen_at is not None
    assert eid.link(person, holder).identity_id == linked.identity_id  # again: the same
    assert eid.opened(holder).account_id == person.account_id


def test_an_attempt_to_link_is_good_for_its_owner_alone_and_for_nothing_else(eid: EidApplication) -> None:
    holder = eid.provider.put(new_holder())
    account, other = eid.accounts.citizen(), eid.accounts.citizen()
    answer = eid.provider.walk(eid.start("vneid", EidPurpose.LINK, actor_of(account)), holder.key)
    with pytest.raises(ServiceError) as refused:
        use_cases.link_identity(
            eid.accounts.store,
            eid.providers,
            LinkIdentity.model_validate(answer),
            Context.new(actor_of(other)),
        )
    assert code_of(refused) is ErrorCode.EID_ATTEMPT_INVALID
    answer = eid.provider.walk(eid.start("vneid", EidPurpose.LINK, actor_of(account)), holder.key)
    assert eid.refusal(answer) == "eid_attempt_invalid"
    for actor, code in ((ANONYMOUS, "unauthenticated"), (OFFICER, "forbidden")):
        with pytest.raises(ServiceError) as refused:
            eid.start("vneid", EidPurpose.LINK, actor)
        assert refused.value.code == code


def test_unlinked_identity_is_gone_and_comes_back_by_the_proved_number(eid: EidApplication) -> None:
    holder = new_holder()
    account = eid.opened(holder)
    (link,) = eid.identities(account).items
    other = Context.new(actor_of(eid.accounts.citizen()))
    request = UnlinkIdentity(identity_id=link.identity_id)
    with pytest.raises(ServiceError) as refused:
        use_cases.unlink_identity(eid.accounts.store, request, other)
    assert code_of(refused) is ErrorCode.NOT_FOUND
    use_cases.unlink_identity(eid.accounts.store, request, Context.new(actor_of(account)))
    assert eid.identities(account).items == ()
    assert eid.accounts.read(account).personal_number == holder.personal_number
    assert eid.accounts.events(link.identity_id)[-1] == "accounts.identity_unlinked"
    assert eid.opened(holder).account_id == account.account_id


def accounts_of(eid: EidApplication, holder: Holder) -> list[str]:
    """The accounts that state or have proved the holder's number."""
    found = eid.accounts.store.repository(AccountRepository).claimants(holder.personal_number, but="")
    return [account.account_id for account in found]


def test_a_locked_account_is_not_opened_and_nothing_is_made_beside_it(eid: EidApplication) -> None:
    holder = new_holder()
    account = eid.opened(holder)
    administrator = actor_of(eid.accounts.administrator())
    lock = LockAccount(command_id=new_id(), account_id=account.account_id, reason="Thử.")
    eid.accounts.call(contract.lock_account, lock, administrator)
    assert eid.refused(holder) == "account_locked"
    assert eid.refused(holder, "npsp") == "account_locked"
    assert accounts_of(eid, holder) == [account.account_id]


def test_a_frozen_account_takes_its_number_back_by_the_identity_that_it_is_linked_to(
    eid: EidApplication,
) -> None:
    holder = new_holder()
    account = eid.opened(holder)
    other = stated(eid, holder.personal_number)
    eid.accounts.prove(other)  # an officer's mistake
    assert eid.accounts.read(account).frozen_at is not None
    after = eid.opened(holder)
    assert (after.account_id, after.personal_number, after.frozen_at) == (
        account.account_id,
        holder.personal_number,
        None,
    )
    assert eid.accounts.read(other).frozen_at is not None


def test_an_organisation_is_refused_with_a_clear_error(eid: EidApplication) -> None:
    for name in ("vneid", "npsp"):
        answer = eid.provider.walk(eid.start(name), "cong-ty")
        assert eid.refusal(answer) == "eid_kind_unsupported"


def test_who_does_not_agree_is_not_let_in_and_the_attempt_is_over(eid: EidApplication) -> None:
    answer = eid.provider.walk(eid.start())
    assert (answer["error"], eid.refusal(answer)) == ("access_denied", "eid_refused")
    assert eid.refusal(answer) == "eid_attempt_invalid"


FAULTS = {
    "wrong_nonce": "eid_not_proved",
    "wrong_issuer": "eid_not_proved",
    "wrong_audience": "eid_not_proved",
    "wrong_azp": "eid_not_proved",
    "wrong_at_hash": "eid_not_proved",
    "expired": "eid_not_proved",
    "from_the_future": "eid_not_proved",
    "unknown_key": "eid_not_proved",
    "symmetric": "eid_not_proved",
    "unsigned": "eid_not_proved",
    "no_level": "eid_not_proved",
    "slow": "unavailable",
    "error": "unavailable",
    "nonsense": "unavailable",
    "redirect": "unavailable",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_does_not_hold_lets_nobody_in(eid: EidApplication, fault: str) -> None:
    holder = new_holder()
    eid.provider.order("fault", {"fault": fault})
    assert eid.refused(holder) == FAULTS[fault]
    assert accounts_of(eid, holder) == []
    assert eid.opened(holder).personal_number == holder.personal_number


def test_user_info_of_somebody_else_lets_nobody_in(eid: EidApplication) -> None:
    eid.provider.order("fault", {"fault": "other_user"}, "npsp")
    assert eid.refused(new_holder(), "npsp") == "eid_not_proved"


def test_clocks_may_differ_a_little(eid: EidApplication) -> None:
    eid.provider.order("fault", {"fault": "skewed"})
    assert eid.opened(new_holder()).assurance == 2


def test_a_code_and_an_attempt_are_good_once(eid: EidApplication) -> None:
    holder = eid.provider.put(new_holder())
    answer = eid.provider.walk(eid.start(), holder.key)
    assert eid.send(answer).access_token
    assert eid.refusal(answer) == "eid_attempt_invalid"
    again = eid.provider.walk(eid.start(), holder.key)
    assert eid.refusal({**again, "code": answer["code"]}) == "eid_not_proved"


def test_what_began_in_another_browser_is_refused_and_stays_with_its_own(eid: EidApplication) -> None:
    holder = eid.provider.put(new_holder())
    answer = eid.provider.walk(eid.start(), holder.key)
    other = eid.start()
    assert eid.refusal({**answer, "binding": other.binding}) == "eid_attempt_invalid"
    assert eid.refusal({**answer, "state": other.state}) == "eid_attempt_invalid"
    assert eid.send(answer).access_token


def test_a_code_of_another_attempt_is_refused_by_its_challenge(eid: EidApplication) -> None:
    holder = eid.provider.put(new_holder())
    stolen, own = (eid.provider.walk(eid.start(), holder.key) for _ in "12")
    assert eid.refusal({**own, "code": stolen["code"]}) == "eid_not_proved"


@pytest.mark.parametrize("iss", ["https://evil.example", None])
def test_an_answer_of_another_issuer_or_of_none_is_refused(eid: EidApplication, iss: str | None) -> None:
    holder = eid.provider.put(new_holder())
    answer = eid.provider.walk(eid.start(), holder.key)
    del answer["iss"]
    assert eid.refusal(answer if iss is None else {**answer, "iss": iss}) == "eid_not_proved"


def test_an_answer_is_a_code_or_an_error(eid: EidApplication) -> None:
    holder = eid.provider.put(new_holder())
    answer = eid.provider.walk(eid.start(), holder.key)
    assert eid.refusal({**answer, "error": "access_denied"}) == "invalid_request"
    assert eid.refusal({k: v for k, v in answer.items() if k != "code"}) == "invalid_request"
    failed = {"state": answer["state"], "binding": answer["binding"], "error": "server_error"}
    assert eid.refusal(failed) == "unavailable"


def test_an_attempt_that_is_too_old_is_refused(eid: EidApplication) -> None:
    holder = eid.provider.put(new_holder())
    answer = eid.provider.walk(eid.start(), holder.key)
    attempts = eid.accounts.store.database.eid_attempts
    (latest,) = attempts.find().sort("ends_at", -1).limit(1)
    left = latest["ends_at"] - utcnow()
    assert use_cases.ATTEMPT_LIFETIME - timedelta(minutes=1) < left <= use_cases.ATTEMPT_LIFETIME
    attempts.update_one({"_id": latest["_id"]}, {"$set": {"ends_at": utcnow()}})
    assert eid.refusal(answer) == "eid_attempt_invalid"


def test_people_come_back_to_allowed_pages_alone(eid: EidApplication) -> None:
    for page in (f"{RETURN_TO}/", f"{RETURN_TO}?x=1", "https://portal.example.vn.evil.example/", "http://x/"):
        with pytest.raises(ServiceError) as refused:
            request = StartEid(provider="vneid", return_to=page)
            use_cases.start(eid.accounts.store, eid.providers, request, Context.new(ANONYMOUS))
        assert [error.code for error in refused.value.errors] == ["page_not_allowed"]
    with pytest.raises(ServiceError) as refused:
        eid.start("nobody")
    assert [error.code for error in refused.value.errors] == ["unknown_provider"]


def test_a_changed_key_is_found_and_forged_key_ids_ask_the_provider_nothing(eid: EidApplication) -> None:
    holder, now = new_holder(), [0.0]
    eid.providers.get("vneid")._clock = lambda: now[0]
    eid.opened(holder)
    before = eid.provider.reads()
    for _ in range(3):
        eid.provider.order("fault", {"fault": "unknown_key"})
        assert eid.refused(holder) == "eid_not_proved"
    assert eid.provider.reads() == before
    eid.provider.order("key")
    assert eid.refused(holder) == "eid_not_proved"  # within the interval
    now[0] += 30
    assert eid.opened(holder).personal_number == holder.personal_number
    assert eid.provider.reads() == {**before, "keys": before["keys"] + 1}


def test_metadata_of_another_issuer_is_not_taken(
    accounts: AccountsApplication, provider: ProviderHarness
) -> None:
    changes = {
        "issuer": "https://vneid.example",
        "discovery_url": f"{provider.url}/vneid/.well-known/openid-configuration",
    }
    eid = EidApplication(accounts, provider, provider.providers(**changes))
    with pytest.raises(ServiceError) as refused:
        eid.start()
    assert code_of(refused) is ErrorCode.UNAVAILABLE


def test_a_provider_that_is_away_is_answered_in_time(
    accounts: AccountsApplication, provider: ProviderHarness
) -> None:
    nowhere = dict.fromkeys(("token_endpoint", "jwks_uri", "authorization_endpoint"), "http://127.0.0.1:9/x")
    eid = EidApplication(accounts, provider, provider.providers(**nowhere))
    started, iss = eid.start(), f"{provider.url}/vneid"
    answer = {"state": started.state, "binding": started.binding, "code": "x", "iss": iss}
    assert eid.refusal(answer) == "unavailable"


def test_a_log_out_at_the_provider_ends_that_session_and_no_other(eid: EidApplication) -> None:
    holder = new_holder()
    first, by_password = eid.log_in(holder), eid.accounts.tokens(eid.accounts.citizen())
    second = eid.log_in(holder)
    token = eid.provider.order("logout-token", {})["logout_token"]
    eid.tell_log_out(token)
    ended = str(claims_of(second)["sid"])
    assert eid.accounts.events(ended) == ["accounts.session_ended"]
    assert eid.accounts.error_code(contract.refresh, RefreshTokens(refresh_token=second.refresh_token))
    for tokens in (first, by_password):
        assert eid.accounts.call(contract.refresh, RefreshTokens(refresh_token=tokens.refresh_token))


def test_a_log_out_of_the_person_ends_all_sessions_once(eid: EidApplication) -> None:
    holder = new_holder()
    sids = [str(claims_of(eid.log_in(holder))["sid"]) for _ in "12"]
    token = eid.provider.order("logout-token", {"sid": None})["logout_token"]
    eid.tell_log_out(token)
    assert [eid.accounts.events(sid) for sid in sids] == [["accounts.session_ended"]] * 2
    after = str(claims_of(eid.log_in(holder))["sid"])
    eid.tell_log_out(token)  # again: it was good once
    assert eid.accounts.events(after) == []


BAD_LOGOUTS: list[dict[str, object]] = [
    {"iss": "https://evil.example"},
    {"aud": "another"},
    {"events": {}},
    {"events": None},
    {"nonce": "x"},
    {"sub": None, "sid": None},
    {"jti": None},
    {"iat": 1},
    {"exp": 1},
]


@pytest.mark.parametrize("changes", BAD_LOGOUTS)
def test_a_logout_token_that_does_not_hold_ends_nothing(
    eid: EidApplication, changes: dict[str, object]
) -> None:
    sid = str(claims_of(eid.log_in(new_holder()))["sid"])
    token = eid.provider.order("logout-token", changes)["logout_token"]
    with pytest.raises(ServiceError) as refused:
        eid.tell_log_out(token)
    assert code_of(refused) is ErrorCode.INVALID_REQUEST
    assert eid.accounts.events(sid) == []


def test_who_logs_out_here_is_sent_to_log_out_there(eid: EidApplication) -> None:
    tokens = eid.log_in(new_holder())
    page = "https://portal.example.vn/"
    with pytest.raises(ServiceError) as refused:
        log_out(eid, tokens.refresh_token, "https://evil.example/")
    assert code_of(refused) is ErrorCode.INVALID_REQUEST
    address = log_out(eid, tokens.refresh_token, page) or ""
    assert address.startswith(f"{eid.provider.url}/vneid/logout?client_id=vneid&post_logout_redirect_uri=")
    assert "token" not in address
    assert eid.accounts.events(str(claims_of(tokens)["sid"])) == ["accounts.session_ended"]
    by_password = eid.accounts.tokens(eid.accounts.citizen())
    assert log_out(eid, by_password.refresh_token, None) is None
    assert eid.accounts.events(str(claims_of(by_password)["sid"])) == ["accounts.session_ended"]


def log_out(eid: EidApplication, refresh_token: str, page: str | None) -> str | None:
    request = EidLogOut(refresh_token=refresh_token, return_to=page)
    return use_cases.log_out(eid.accounts.store, eid.providers, request, Context.new(ANONYMOUS)).log_out_url


def test_password_log_in_is_switched_off_by_kind_of_account(accounts: AccountsApplication) -> None:
    citizen, officer = accounts.citizen(), accounts.officer()
    by_password = frozenset({AccountKind.OFFICER})

    def log_in(account: Account, password: str = PASSWORD) -> str:
        request = LogIn(login=account.login, password=password)
        context = replace(Context.new(ANONYMOUS), client="10.9.9.9")
        try:
            sessions.log_in(
                accounts.store,
                accounts.tokens_issuer,
                request,
                context,
                by_password,
            )
        except ServiceError as error:
            return error.code
        return "in"

    assert (log_in(citizen), log_in(citizen, "wrong-password"), log_in(officer)) == (
        "password_log_in_off",
        "credentials_invalid",
        "in",
    )
    with pytest.raises(ServiceError) as refused:
        registering.register_citizen(accounts.store, registration(), Context.new(ANONYMOUS), by_password)
    assert code_of(refused) is ErrorCode.PASSWORD_LOG_IN_OFF
