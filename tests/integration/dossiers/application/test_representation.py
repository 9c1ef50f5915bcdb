"""Who acts for another files, reads and acts as the token lets, and has no right of his own in the dossier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from tests.support.costs import Cost, Costs
from tests.support.dossiers.office import FREE, LocalOffice, new_citizen
from tests.support.stores import fresh_store

from chassis.core.ids import new_id
from chassis.storage.store import Store
from contracts import catalog
from contracts.accounts import AccountKind, Contact, HolderKind
from contracts.base import Acting, Actor, ActorKind
from contracts.base import RepresentationGround as Ground
from contracts.base import RepresentationScope as Scope
from contracts.dossiers import Dossier, DossierAction
from contracts.errors import ServiceError
from devstack.servers.mongo_address import MongoAddress
from dossiers.repository import create_indexes

A = DossierAction
ALL = tuple(Scope)


@pytest.fixture
def office(dossier_store: Store) -> LocalOffice:
    return LocalOffice.on(dossier_store)


def company(office: LocalOffice) -> str:
    account_id = new_id()
    office.neighbours.contacts[account_id] = Contact(
        account_id=account_id, full_name="Công ty TNHH Mẫu", kind=AccountKind.CITIZEN, assurance=2,
        holder=HolderKind.BUSINESS, tax_code="0101243150",
    )  # fmt: skip
    return account_id


def acting(
    for_: str, *scopes: Scope, ground: Ground = Ground.MEMBER, procedure_codes: tuple[str, ...] = ()
) -> Actor:
    act = Acting(
        person_id=new_id(), representation_id="act-1", version=2, ground=ground, scopes=scopes or ALL,
        procedure_codes=procedure_codes,
    )  # fmt: skip
    return Actor(kind=ActorKind.CITIZEN, account_id=for_, assurance=2, acting=act)


def filed(office: LocalOffice, actor: Actor) -> Dossier:
    office.citizen = actor
    return office.submit()


def code(office: LocalOffice, name: str, actor: Actor, **fields: Any) -> str:
    try:
        office.call(name, actor, **fields)
    except ServiceError as error:
        return error.errors[0].code if error.errors else error.code
    return "ok"


def test_a_member_files_in_the_name_of_the_organisation_and_both_are_recorded(office: LocalOffice) -> None:
    owner = company(office)
    member = acting(owner, Scope.READ, Scope.FILE)
    dossier = filed(office, member)
    identity = dossier.applicant.identity
    assert identity is not None
    assert (dossier.applicant.account_id, dossier.applicant.kind, identity.number) == (
        owner,
        "business",
        "0101243150",
    )
    assert dossier.filer is not None
    assert dossier.filer.model_dump(mode="json", exclude={"full_name", "authority_file_id"}) == {
        "account_id": None, "relation": "authorised", "person_id": member.person_id,
        "representation_id": "act-1", "ground": "member",
    }  # fmt: skip
    (entry,) = office.database.events.find({"aggregate_id": dossier.dossier_id})
    assert entry["actor"]["account_id"] == owner
    assert entry["actor"]["acting"]["person_id"] == member.person_id
    (line,) = office.call("list_dossiers", acting(owner, Scope.READ)).items
    assert (line.dossier_id, line.filer_name) == (dossier.dossier_id, dossier.filer.full_name)


def test_who_filed_has_no_right_of_his_own(office: LocalOffice) -> None:
    member = acting(company(office), Scope.READ, Scope.FILE)
    dossier = filed(office, member)
    person = Actor(kind=ActorKind.CITIZEN, account_id=member.person_id, assurance=2)
    assert code(office, "get_dossier", person, dossier_id=dossier.dossier_id) == "not_found"
    assert office.call("list_dossiers", person).items == ()
    assert code(office, "get_dossier", member, dossier_id=dossier.dossier_id) == "ok"


def test_each_act_takes_its_scope_and_procedure(office: LocalOffice) -> None:
    owner = company(office)
    dossier = filed(office, acting(owner))
    of = {"dossier_id": dossier.dossier_id, "expected_version": dossier.version, "reason": "Đổi ý"}
    reader, elsewhere = acting(owner, Scope.READ), acting(owner, procedure_codes=("1.999999",))
    assert office.read(dossier, reader).allowed_actions == ()
    assert code(office, "withdraw", reader, **of) == "forbidden"
    assert code(office, "withdraw", elsewhere, **of) == "not_found"
    assert code(office, "submit", reader, **office.submission()) == "forbidden"
    assert code(office, "submit", elsewhere, **office.submission()) == "forbidden"
    here = acting(owner, procedure_codes=(dossier.procedure_code,))
    assert A.WITHDRAW in office.read(dossier, here).allowed_actions
    assert code(office, "withdraw", here, **of) == "ok"


def test_the_token_alone_says_for_whom(office: LocalOffice) -> None:
    parent = acting(new_citizen().account_id, ground=Ground.PARENT)
    dossier = filed(office, parent)
    assert dossier.filer is not None
    assert (dossier.applicant.account_id, dossier.filer.relation) == (
        parent.account_id,
        "parent_or_guardian",
    )
    another = {"principal": {"full_name": "Người Thứ Ba"}, "relation": "parent_or_guardian"}
    assert code(office, "submit", parent, **{**office.submission(), "on_behalf": another}) == "not_expected"


def test_the_level_is_that_of_who_acts_unless_the_account_is_frozen(office: LocalOffice) -> None:
    child = new_citizen().account_id
    contact = Contact(account_id=child, full_name="Bé", personal_number="001224000011", assurance=1)
    office.neighbours.contacts[child] = contact
    law = office.neighbours.laws[FREE]
    needs_two = law.procedure.model_copy(update={"required_ial": 2})
    office.neighbours.laws[FREE] = law.model_copy(update={"procedure": needs_two})
    office.citizen = parent = acting(child, ground=Ground.PARENT)
    assert code(office, "submit", parent, **office.submission()) == "ok"
    low = parent.model_copy(update={"assurance": 1})
    assert code(office, "submit", low, **office.submission()) == "identity_not_proved"
    office.neighbours.contacts[child] = contact.model_copy(update={"assurance": 0, "frozen": True})
    assert code(office, "submit", parent, **office.submission()) == "identity_not_proved"


@pytest.fixture
def alone(mongo: MongoAddress) -> Iterator[LocalOffice]:
    with fresh_store(mongo, "dossiers", create_indexes) as store:
        office = LocalOffice.on(store)
        office.read(office.submit(), office.citizen)
        yield office


def test_acting_for_another_costs_what_acting_for_oneself_does(alone: LocalOffice) -> None:
    once_a_second = catalog.get_revision.routing_key
    costs = Costs(
        alone.database.name, lambda: [each for each in alone.neighbours.calls if each != once_a_second]
    )
    own, alone.citizen = alone.citizen, acting(company(alone))
    alone.submit()  # its key is made with its first dossier, as that of every owner
    submission = alone.submission()
    dossier = costs.measure("submit", lambda: alone.call("submit", alone.citizen, **submission))
    costs.measure("get_dossier", lambda: alone.read(dossier, alone.citizen))
    costs.measure("list_dossiers", lambda: alone.call("list_dossiers", alone.citizen))
    acted, costs.found = costs.found, {}
    alone.citizen = own
    submission = alone.submission()
    mine = costs.measure("submit", lambda: alone.call("submit", own, **submission))
    costs.measure("get_dossier", lambda: alone.read(mine, own))
    costs.measure("list_dossiers", lambda: alone.call("list_dossiers", own))
    recorded = {
        name: replace(cost, requests=cost.requests + (name != "submit")) for name, cost in costs.found.items()
    }
    assert acted == recorded, "but for the record of a reading, which is stored before it is answered"
    assert acted["submit"] == Cost(requests=5, transactions=1, calls=2), costs.seen
