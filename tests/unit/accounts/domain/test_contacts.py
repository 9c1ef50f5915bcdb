"""E-mail addresses: stated by whoever types one, proved one by one."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.accounts import with_profile
from accounts.domain.contacts import email_to_prove, is_email_proved, with_email_proved
from contracts.accounts import Account, AccountKind, ContactProof, ContactProofMethod, UpdateProfile

AT = datetime(2026, 11, 2, tzinfo=UTC)
OLD, NEW = "cu@example.vn", "moi@example.vn"
ACCOUNT = Account(
    account_id="a1",
    version=1,
    kind=AccountKind.CITIZEN,
    login="001099012345",
    full_name="An",
    email=OLD,
    created_at=AT,
)


def stated(account: Account, email: str | None) -> Account:
    return with_profile(account, UpdateProfile(command_id="c", expected_version=account.version, email=email))


def proved(account: Account, address: str) -> Account:
    after = with_email_proved(account, address, AT)
    assert after is not None
    return after


def test_an_address_is_stated_until_it_is_proved() -> None:
    assert (is_email_proved(ACCOUNT), email_to_prove(ACCOUNT)) == (False, OLD)
    after = proved(ACCOUNT, OLD)
    assert (is_email_proved(after), email_to_prove(after), after.version) == (True, None, 2)
    assert after.email_proof == ContactProof(address=OLD, method=ContactProofMethod.CODE, proved_at=AT)


def test_a_proved_address_stays_until_the_new_one_is_proved() -> None:
    waiting = stated(proved(ACCOUNT, OLD), NEW)
    assert (waiting.email, waiting.new_email, email_to_prove(waiting)) == (OLD, NEW, NEW)
    assert is_email_proved(waiting)
    after = proved(waiting, NEW)
    assert (after.email, after.new_email, is_email_proved(after)) == (NEW, None, True)


def test_a_stated_address_gives_way_at_once() -> None:
    after = stated(ACCOUNT, NEW)
    assert (after.email, after.new_email, is_email_proved(after)) == (NEW, None, False)


def test_an_address_that_waits_no_longer_is_not_proved() -> None:
    waiting = stated(proved(ACCOUNT, OLD), NEW)
    assert with_email_proved(stated(waiting, "khac@example.vn"), NEW, AT) is None
    assert with_email_proved(stated(waiting, OLD), NEW, AT) is None
    assert with_email_proved(ACCOUNT, NEW, AT) is None


def test_a_release_that_knows_no_proof_changes_the_address_and_the_proof_is_not_that_of_the_new_one() -> None:
    by_earlier_release = proved(ACCOUNT, OLD).model_copy(update={"email": NEW})
    assert not is_email_proved(by_earlier_release)
    assert email_to_prove(by_earlier_release) == NEW


STEPS = st.lists(
    st.tuples(st.sampled_from(["state", "prove"]), st.sampled_from([OLD, NEW, "ba@example.vn", None])),
    max_size=12,
)


@given(STEPS)
def test_whatever_happens_only_an_address_that_was_proved_counts_as_proved(
    steps: list[tuple[str, str | None]],
) -> None:
    account, ever_proved = ACCOUNT, set[str]()
    for act, address in steps:
        if act == "state":
            account = stated(account, address)
        elif address is not None and (after := with_email_proved(account, address, AT)) is not None:
            account = after
            ever_proved.add(address)
        assert not is_email_proved(account) or account.email in ever_proved
        assert account.new_email is None or is_email_proved(account)
        assert account.new_email is None or account.new_email != account.email
