"""An e-mail address is proved by the code that went there, within the session of its account."""

import pytest
from tests.integration.accounts.application.conftest import AccountsApplication
from tests.integration.accounts.callers import SERVICE, actor_of, registration
from tests.integration.accounts.earlier_documents import in_the_clear

from accounts.domain.letters import ASKED_AGAIN_AFTER, MOST_TRIES, PROOFS_OF_ONE_ADDRESS, Purpose
from chassis.core.clock import utcnow
from chassis.core.ids import new_id
from chassis.storage.event_log import verify
from contracts import accounts as contract
from contracts.accounts import (
    Account,
    Contact,
    GetContacts,
    GetDirectLetters,
    ProveEmail,
    SendEmailCode,
    SendEmailCodes,
    UpdateProfile,
)

PROOF = Purpose.PROOF


def enter(accounts: AccountsApplication, account: Account, code: str, key: str = "") -> str:
    """ "ok" or the code of what is wrong."""
    request = ProveEmail(command_id=key or new_id(), code=code)
    return accounts.outcome(contract.prove_email, request, actor_of(account))


def state(accounts: AccountsApplication, account: Account, email: str | None) -> Account:
    version = accounts.read(account).version
    request = UpdateProfile(command_id=new_id(), expected_version=version, email=email)
    return accounts.call(contract.update_profile, request, actor_of(account))


def code_of(accounts: AccountsApplication, account: Account) -> str:
    return accounts.letter(accounts.letters(account, PROOF)[0]).code


def test_who_registers_gets_a_code_and_proves_the_address(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    letter = accounts.letter(accounts.letters(account, PROOF)[0])
    assert (letter.address, letter.full_name) == (account.email, ""), "nothing personal goes there"
    after = accounts.prove_email(account)
    assert after.email_proof and after.email_proof.address == account.email
    assert accounts.read(account) == after
    assert accounts.events(account.account_id) == ["accounts.registered", "accounts.email_proved"]
    verify(accounts.store.database, account.account_id)


def test_a_code_is_good_once_and_a_repetition_gets_the_first_answer(accounts: AccountsApplication) -> None:
    account, key = accounts.citizen(), new_id()
    code = code_of(accounts, account)
    assert [enter(accounts, account, code, key) for _ in range(2)] == ["ok", "ok"]
    assert enter(accounts, account, code) == "wrong_code"
    assert accounts.read(account).version == 2


def test_a_code_is_tried_five_times_and_no_oftener(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    code = code_of(accounts, account)
    assert {enter(accounts, account, "22222222") for _ in range(MOST_TRIES)} == {"wrong_code"}
    assert enter(accounts, account, code) == "wrong_code"
    accounts.call(contract.send_email_code, SendEmailCode(), actor_of(account))
    assert enter(accounts, account, code_of(accounts, account)) == "ok"


def test_a_code_ends(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    letter_id = accounts.letters(account, PROOF)[0]
    code = accounts.letter(letter_id).code
    accounts.store.database.letters.update_one({"_id": letter_id}, {"$set": {"ends_at": utcnow()}})
    assert enter(accounts, account, code) == "wrong_code"
    request = GetDirectLetters(letter_ids=(letter_id,))
    assert accounts.call(contract.get_direct_letters, request, SERVICE).letters == ()


def test_a_newer_code_voids_the_earlier_one(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    earlier = code_of(accounts, account)
    accounts.call(contract.send_email_code, SendEmailCode(), actor_of(account))
    assert enter(accounts, account, earlier) == "wrong_code"
    assert enter(accounts, account, code_of(accounts, account)) == "ok"


def test_the_code_of_one_account_proves_nothing_for_another(accounts: AccountsApplication) -> None:
    """Who states somebody else's address does not get it, also when that person reads the code to him."""
    owner, other = accounts.citizen(), accounts.citizen()
    assert enter(accounts, other, code_of(accounts, owner)) == "wrong_code"


def test_a_proved_address_stays_until_the_new_one_is_proved(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    old, new = account.email, registration().email
    accounts.prove_email(account)
    waiting = state(accounts, account, new)
    assert (waiting.email, waiting.new_email) == (old, new)
    assert accounts.letter(accounts.letters(account, PROOF)[0]).address == new
    after = accounts.prove_email(account)
    assert (after.email, after.new_email) == (new, None)


def test_a_code_for_an_address_that_waits_no_longer_proves_nothing(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    accounts.prove_email(account)
    state(accounts, account, registration().email)
    code = code_of(accounts, account)
    state(accounts, account, account.email)
    assert enter(accounts, account, code) == "wrong_code"


def test_where_nothing_waits_no_code_goes_out(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    accounts.prove_email(account)
    refused = accounts.outcome(contract.send_email_code, SendEmailCode(), actor_of(account))
    assert refused == "nothing_to_prove"


def test_nobody_has_a_strangers_mailbox_filled(accounts: AccountsApplication) -> None:
    """Whoever states the address, in whatever case, and however: by registration, profile or request."""
    address = registration().email or ""
    accounts_made = [
        accounts.call(
            contract.register_citizen,
            registration().model_copy(update={"email": address.upper() if odd else address}),
        )
        for odd in (False, True, False)
    ]
    last = accounts_made[-1]
    for _ in range(4):
        accounts.outcome(contract.send_email_code, SendEmailCode(), actor_of(last))
    refused = accounts.outcome(contract.send_email_code, SendEmailCode(), actor_of(last))
    assert refused == "rate_limited"
    victim = accounts.call(contract.register_citizen, registration().model_copy(update={"email": address}))
    assert accounts.letters(victim, PROOF) == [], "registering goes on, without a letter"
    sent = accounts.store.database.events.count_documents(
        {
            "type": "accounts.email_proof_requested",
            "aggregate_id": {
                "$in": [id_ for each in [*accounts_made, victim] for id_ in accounts.letters(each, PROOF)]
            },
        }
    )
    assert sent <= PROOFS_OF_ONE_ADDRESS.most


def contact(accounts: AccountsApplication, account: Account) -> Contact:
    """As who writes to people gets it."""
    request = GetContacts(account_ids=(account.account_id,), only_proved=True)
    (found,) = accounts.call(contract.get_contacts, request, SERVICE).contacts
    return found


def test_only_proved_addresses_leave_for_messages(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    assert (contact(accounts, account).email, contact(accounts, account).phone) == (None, None)
    accounts.prove_email(account)
    assert (contact(accounts, account).email, contact(accounts, account).phone) == (account.email, None)
    new = registration().email
    state(accounts, account, new)
    assert contact(accounts, account).email == account.email
    accounts.prove_email(account)
    assert contact(accounts, account).email == new


def test_what_is_written_on_dossiers_is_also_what_was_stated(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    request = GetContacts(account_ids=(account.account_id,))
    (found,) = accounts.call(contract.get_contacts, request, SERVICE).contacts
    assert (found.email, found.phone) == (account.email, account.phone)


def as_of_the_release_before(accounts: AccountsApplication, account: Account) -> None:
    """An account whose address never had a code."""
    database = accounts.store.database
    in_the_clear(accounts.store, account.account_id, without=("email_code_at", "new_email", "email_proof"))
    database.letters.delete_many({"account_id": account.account_id})


def remind(accounts: AccountsApplication, account: Account) -> list[str]:
    request = SendEmailCodes(account_ids=(account.account_id,))
    accounts.call(contract.send_email_codes, request, SERVICE)
    return accounts.letters(account, PROOF)


def test_an_address_of_the_release_before_gets_a_code_when_there_is_something_to_tell(
    accounts: AccountsApplication,
) -> None:
    account = accounts.citizen()
    as_of_the_release_before(accounts, account)
    assert contact(accounts, account).email_to_prove
    first = remind(accounts, account)
    assert accounts.letter(first[0]).address == account.email
    assert not contact(accounts, account).email_to_prove
    assert remind(accounts, account) == first, "not for each message"
    accounts.prove_email(account)
    assert contact(accounts, account).email == account.email


def test_who_let_a_week_pass_is_reminded_again(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    assert not contact(accounts, account).email_to_prove, "a code went there at the registration"
    accounts.store.database.accounts.update_one(
        {"_id": account.account_id}, {"$set": {"email_code_at": utcnow() - ASKED_AGAIN_AFTER}}
    )
    assert contact(accounts, account).email_to_prove
    remind(accounts, account)
    assert not contact(accounts, account).email_to_prove
    assert accounts.prove_email(account).email_proof


def test_where_nothing_waits_nobody_is_reminded(accounts: AccountsApplication) -> None:
    account = accounts.prove_email(accounts.citizen())
    accounts.store.database.accounts.update_one(
        {"_id": account.account_id}, {"$unset": {"email_code_at": ""}}
    )
    assert not contact(accounts, account).email_to_prove
    assert remind(accounts, account) == []


def test_nobody_but_services_reminds(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    request = SendEmailCodes(account_ids=(account.account_id,))
    assert accounts.error_code(contract.send_email_codes, request, actor_of(account)) == "forbidden"


def test_an_address_that_is_given_up_is_told_without_name_and_code(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    state(accounts, account, registration().email)
    assert accounts.letters(account, Purpose.FORMER) == [], "nobody had proved it"
    old = accounts.prove_email(account).email
    state(accounts, account, registration().email)
    assert accounts.letters(account, Purpose.FORMER) == [], "it is still the account's"
    new = accounts.prove_email(account).email
    letter = accounts.letter(accounts.letters(account, Purpose.FORMER)[0])
    assert (letter.address, letter.full_name, letter.code) == (old, "", "")
    state(accounts, account, None)
    letter = accounts.letter(accounts.letters(account, Purpose.FORMER)[0])
    assert letter.address == new


def test_an_officers_address_is_proved_in_the_same_way(accounts: AccountsApplication) -> None:
    officer = accounts.officer(email=registration().email)
    assert accounts.prove_email(officer).email_proof


@pytest.mark.parametrize("method", ["send", "prove", "letters"])
def test_nobody_else_gets_at_codes(accounts: AccountsApplication, method: str) -> None:
    account = accounts.citizen()
    letters = GetDirectLetters(letter_ids=tuple(accounts.letters(account, PROOF)))
    refusals = {
        "send": lambda: accounts.error_code(contract.send_email_code, SendEmailCode()),
        "prove": lambda: accounts.error_code(
            contract.prove_email, ProveEmail(command_id=new_id(), code="22222222")
        ),
        "letters": lambda: accounts.error_code(contract.get_direct_letters, letters),
    }
    assert refusals[method]() == "unauthenticated"
    if method == "letters":
        assert accounts.error_code(contract.get_direct_letters, letters, actor_of(account)) == "forbidden"


def test_no_code_and_no_address_is_in_the_log_and_no_code_in_the_database(
    accounts: AccountsApplication,
) -> None:
    account = accounts.citizen()
    code = code_of(accounts, account)
    database = accounts.store.database
    assert enter(accounts, account, code) == "ok"
    assert str(account.email) not in str(list(database.events.find()))
    assert code not in str([list(database[name].find()) for name in database.list_collection_names()])
