"""An organisation's legal representative takes over its account by electronic identity, and manages its people."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from tests.integration.accounts.application.eid_application import EidApplication
from tests.integration.accounts.application.representation.representation_application import (
    RepresentationApplication,
)
from tests.integration.accounts.callers import SERVICE, actor_of
from tests.integration.accounts.eid_provider import Holder, ProviderHarness, new_holder, run_provider

from accounts.application.representation import organisations
from chassis.core.context import Context
from contracts import accounts as contract
from contracts.accounts import Account, ClaimOrganisation, EidPurpose, GetContact, HolderKind
from contracts.accounts.representation import Representation
from contracts.base import Actor
from contracts.errors import ServiceError

_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProviderHarness]:
    with run_provider(tmp_path_factory.mktemp("vneid")) as running:
        yield running


@pytest.fixture
def eid(people: RepresentationApplication, provider: ProviderHarness) -> EidApplication:
    return EidApplication(people.accounts, provider, provider.providers())


def tax_code() -> str:
    while True:
        digits = "01" + "".join(secrets.choice("0123456789") for _ in range(7))
        check = 10 - sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 11
        if check < 10:
            return f"{digits}{check}"


def company(of: Account, code: str = "", **fields: Any) -> Holder:
    """The electronic identity of a company, whose legal representative this is."""
    holder = new_holder(tax_code=code or tax_code(), representative=of.personal_number or "", **fields)
    return holder.changed(full_name=fields.get("full_name", "Công ty TNHH Mẫu"))


def claim(eid: EidApplication, person: Account, holder: Holder, name: str = "vneid") -> Representation:
    eid.provider.put(holder)
    actor = actor_of(person)
    answer = eid.provider.walk(eid.start(name, EidPurpose.ORGANISATION, actor), holder.key)
    request = ClaimOrganisation.model_validate(answer)
    return organisations.claim_organisation(eid.accounts.store, eid.providers, request, Context.new(actor))


def refusal(eid: EidApplication, person: Account, holder: Holder) -> str:
    try:
        claim(eid, person, holder)
    except ServiceError as error:
        return error.code
    raise AssertionError("taken over")


def test_the_legal_representative_takes_over_the_account_and_adds_a_member(
    eid: EidApplication, people: RepresentationApplication
) -> None:
    an, binh = people.person(), people.person()
    holder = company(an)
    act = claim(eid, an, holder)
    assert (act.ground, act.state, act.principal_kind) == ("legal_representative", "confirmed", "business")
    assert act.principal_name == "Công ty TNHH Mẫu"
    manager = people.acting(act, an)
    contact = people.accounts.call(contract.get_contact, GetContact(account_id=manager.account_id), SERVICE)
    assert (contact.tax_code, contact.holder, contact.personal_number) == (
        holder.tax_code,
        HolderKind.BUSINESS,
        None,
    )
    member = people.ask(manager, binh, ground="member", scopes=("file", "read"))
    people.decide("confirm", member, binh)
    acting = people.acting(member, binh)
    assert (acting.account_id, acting.person_id) == (manager.account_id, binh.account_id)
    assert [(each.ground, each.state) for each in people.of(manager)] == [
        ("member", "confirmed"),
        ("legal_representative", "confirmed"),
    ]
    people.decide("end", member, manager)
    assert people.refusal(member, binh) == "representation_not_in_force"


def test_claiming_again_changes_nothing_and_another_representative_ends_the_one_before(
    eid: EidApplication, people: RepresentationApplication
) -> None:
    an, binh = people.person(), people.person()
    holder = company(an)
    first = claim(eid, an, holder)
    member = people.ask(people.acting(first, an), people.person(), ground="member", scopes=("read",))
    assert claim(eid, an, holder) == first
    second = claim(eid, binh, company(binh, holder.tax_code, full_name="Công ty TNHH Tên Mới"))
    assert second.principal_id == first.principal_id
    assert people.refusal(first, an) == "representation_not_in_force"
    manager = people.acting(second, binh)
    assert [(each.representation_id, each.state) for each in people.of(manager)] == [
        (second.representation_id, "confirmed"),
        (member.representation_id, "asked"),
        (first.representation_id, "ended"),
    ]
    account = people.accounts.store.database.accounts.find_one({"tax_code": holder.tax_code})
    assert account is not None
    assert account["full_name"] == "Công ty TNHH Tên Mới"


def test_who_is_not_named_as_the_representative_takes_over_nothing(
    eid: EidApplication, people: RepresentationApplication
) -> None:
    an, thief, unproved = people.person(), people.person(), people.citizen()
    assert refusal(eid, thief, company(an)) == "eid_not_proved"
    assert refusal(eid, unproved, company(an)) == "eid_not_proved"
    assert refusal(eid, unproved, company(unproved)) == "eid_not_proved"  # its number is only stated
    assert refusal(eid, an, new_holder(an.personal_number or "")) == "eid_kind_unsupported"
    assert refusal(eid, an, company(an, "0101243151")) == "eid_not_proved"
    assert refusal(eid, an, company(an, level="0")) == "eid_not_proved"


def test_an_answer_is_taken_by_who_began_and_for_what_it_was_begun(
    eid: EidApplication, people: RepresentationApplication
) -> None:
    an, binh = people.person(), people.person()
    holder = eid.provider.put(company(an))
    for purpose, by in ((EidPurpose.LINK, an), (EidPurpose.ORGANISATION, binh)):
        answer = eid.provider.walk(eid.start(purpose=purpose, actor=actor_of(by)), holder.key)
        request, context = ClaimOrganisation.model_validate(answer), Context.new(actor_of(an))
        with pytest.raises(ServiceError) as error:
            organisations.claim_organisation(eid.accounts.store, eid.providers, request, context)
        assert error.value.code == "eid_attempt_invalid"
    with pytest.raises(ServiceError) as unsigned:
        eid.start(purpose=EidPurpose.ORGANISATION, actor=Actor())
    assert unsigned.value.code == "unauthenticated"


def test_a_service_finds_who_has_proved_a_number_or_a_tax_code(
    eid: EidApplication, people: RepresentationApplication
) -> None:
    an, unproved = people.person(), people.citizen()
    act = claim(eid, an, company(an))
    account_id = people.acting(act, an).account_id
    code = people.accounts.call(contract.get_contact, GetContact(account_id=account_id), SERVICE).tax_code

    def found(actor: Actor = SERVICE, **named: str | None) -> str:
        request = contract.FindHolder.model_validate(named)
        try:
            return people.accounts.call(contract.find_holder, request, actor).account_id
        except ServiceError as error:
            return error.code

    assert found(tax_code=code) == account_id
    assert found(personal_number=an.personal_number) == an.account_id
    for nobody in ({}, {"personal_number": unproved.stated_number}, {"tax_code": tax_code()}):
        assert found(**nobody) == "not_found"
    assert found(actor_of(an), personal_number=an.personal_number) == "forbidden"


def test_by_the_older_sso_and_a_foreigner(eid: EidApplication, people: RepresentationApplication) -> None:
    an = people.person()
    assert claim(eid, an, company(an), "npsp").principal_kind is HolderKind.BUSINESS
    assert eid.opened(new_holder(foreign=True)).holder is HolderKind.FOREIGNER
    assert eid.opened(new_holder()).holder is HolderKind.CITIZEN
