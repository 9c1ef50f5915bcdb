"""A telephone number is proved by the code that went there by short message."""

from dataclasses import replace

from tests.integration.accounts.application.conftest import AccountsApplication
from tests.integration.accounts.callers import SERVICE, actor_of, registration

from accounts.domain.letters import PHONE_PROOFS_OF_ONE_ACCOUNT, Purpose
from chassis.core.ids import new_id
from contracts import accounts as contract
from contracts.accounts import (
    Account,
    GetContacts,
    ProvePhone,
    RequestPasswordReset,
    SendPhoneCode,
    UpdateProfile,
)


def citizen(accounts: AccountsApplication, phone: str) -> Account:
    return accounts.call(contract.register_citizen, registration().model_copy(update={"phone": phone}))


def prove(accounts: AccountsApplication, account: Account) -> Account:
    accounts.call(contract.send_phone_code, SendPhoneCode(), actor_of(account))
    letter = accounts.letter(accounts.letters(account, Purpose.PHONE_PROOF)[0])
    assert (letter.channel, letter.full_name) == ("sms", "")
    request = ProvePhone(command_id=new_id(), code=letter.code)
    return accounts.call(contract.prove_phone, request, actor_of(account))


def for_messages(accounts: AccountsApplication, account: Account) -> str | None:
    request = GetContacts(account_ids=(account.account_id,), only_proved=True)
    (found,) = accounts.call(contract.get_contacts, request, SERVICE).contacts
    return found.phone


def test_a_number_is_proved_when_its_owner_asks_for_a_code(accounts: AccountsApplication) -> None:
    account = citizen(accounts, "+84912000001")
    assert accounts.letters(account, Purpose.PHONE_PROOF) == [], "each costs money"
    assert for_messages(accounts, account) is None
    after = prove(accounts, account)
    assert after.phone_proof and after.phone_proof.address == "+84912000001"
    assert for_messages(accounts, account) == "+84912000001"
    assert accounts.events(account.account_id)[-1] == "accounts.phone_proved"


def test_the_old_number_stays_until_the_new_one_is_proved_and_is_told(accounts: AccountsApplication) -> None:
    account = prove(accounts, citizen(accounts, "+84912000002"))
    request = UpdateProfile(command_id=new_id(), expected_version=account.version, phone="+84912000003")
    waiting = accounts.call(contract.update_profile, request, actor_of(account))
    assert (waiting.phone, waiting.new_phone) == ("+84912000002", "+84912000003")
    assert prove(accounts, account).phone == "+84912000003"
    notice = accounts.letter(accounts.letters(account, Purpose.FORMER_PHONE)[0])
    assert (notice.channel, notice.address, notice.code) == ("sms", "+84912000002", "")


def test_the_code_of_the_mailbox_proves_no_number(accounts: AccountsApplication) -> None:
    account = citizen(accounts, "+84912000004")
    code = accounts.letter(accounts.letters(account, Purpose.PROOF)[0]).code
    request = ProvePhone(command_id=new_id(), code=code)
    assert accounts.outcome(contract.prove_phone, request, actor_of(account)) == "wrong_code"


def test_few_codes_a_day_for_one_account_whatever_its_number(accounts: AccountsApplication) -> None:
    account = citizen(accounts, "+84912000005")
    answers = []
    for number in range(PHONE_PROOFS_OF_ONE_ACCOUNT.most + 1):
        version = accounts.read(account).version
        request = UpdateProfile(command_id=new_id(), expected_version=version, phone=f"+8491200001{number}")
        accounts.call(contract.update_profile, request, actor_of(account))
        answers.append(accounts.outcome(contract.send_phone_code, SendPhoneCode(), actor_of(account)))
    assert answers == [*["ok"] * PHONE_PROOFS_OF_ONE_ACCOUNT.most, "rate_limited"]


def test_where_no_short_messages_are_sent_none_is_asked_for(accounts: AccountsApplication) -> None:
    account = citizen(accounts, "+84912000006")
    off = replace(accounts, phone_codes=False)
    refused = off.outcome(contract.send_phone_code, SendPhoneCode(), actor_of(account))
    assert refused == "phone_codes_off"


def test_a_forgotten_password_is_reset_by_number_where_no_address_is_proved(
    accounts: AccountsApplication,
) -> None:
    account = prove(accounts, citizen(accounts, "+84912000007"))

    def letter() -> contract.DirectLetter:
        request = RequestPasswordReset(login=account.login)
        return accounts.letter(accounts.call(contract.request_password_reset, request).reset_id)

    assert (letter().channel, letter().address) == ("sms", "+84912000007")
    accounts.prove_email(account)
    assert (letter().channel, letter().address) == ("email", account.email)
