"""People act for others: asked for, confirmed, refused, ended, checked by an officer, and what a token of theirs says."""

from __future__ import annotations

from typing import Any

import pytest
from tests.integration.accounts.application.representation.representation_application import (
    RepresentationApplication,
    asking,
)
from tests.integration.accounts.callers import ADMINISTRATOR, SERVICE, actor_of
from tests.support.query_plans import explain

from accounts.application.representation import tokens
from accounts.repository.representations import RepresentationRepository
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.encryption.sealed_fields import SEALED
from chassis.storage.event_log import verify
from chassis.storage.repository import same_text
from contracts import accounts as contract
from contracts.accounts import EndSessions, GetContact, GetRevocations, LockAccount
from contracts.base import ANONYMOUS, Actor, ActorKind, RepresentationScope
from contracts.errors import ServiceError


def test_an_authorised_person_is_refused_until_the_other_side_has_confirmed(
    people: RepresentationApplication,
) -> None:
    an, binh = people.person(), people.person()
    act = people.ask(binh, an, side="representative")
    assert (act.state, act.principal_id, act.principal_name) == ("asked", None, "Tên Đã Gõ")
    assert people.refusal(act, binh) == "representation_not_in_force"
    (seen,) = people.of(an)
    assert (seen.side, seen.representative_name) == ("principal", binh.full_name)
    assert (
        people.outcome("confirm_representation", actor_of(binh), representation_id=act.representation_id)
        == "forbidden"
    )
    people.decide("confirm", act, an)
    actor = people.acting(act, binh)
    assert actor.acting is not None
    assert (actor.account_id, actor.person_id, actor.assurance) == (an.account_id, binh.account_id, 2)
    assert actor.acting.scopes == (RepresentationScope.READ, RepresentationScope.FILE)
    people.decide("end", act, an)
    assert people.refusal(act, binh) == "representation_not_in_force"
    assert [each.state for each in people.of(binh)] == ["ended"]
    assert people.accounts.events(act.representation_id) == [
        "accounts.representation_asked",
        "accounts.representation_granted",
        "accounts.representation_ended",
    ]
    verify(people.accounts.store.database, act.representation_id)


def test_an_end_voids_the_tokens_for_every_gateway(people: RepresentationApplication) -> None:
    an, binh = people.person(), people.person()
    act = people.decide("confirm", people.ask(an, binh), binh)
    acting = people.acting(act, binh).acting
    assert acting is not None
    people.decide("end", act, binh)
    revoked = people.accounts.call(contract.get_revocations, GetRevocations(), SERVICE)
    assert acting.void_key in revoked.representation_keys
    (ended,) = people.accounts.store.database.events.find(
        {"aggregate_id": act.representation_id, "type": "accounts.representation_ended"}
    )
    assert ended["payload"]["void_key"] == acting.void_key


def test_nobody_learns_whether_a_number_has_an_account(people: RepresentationApplication) -> None:
    an, binh, unknown = people.person(), people.person(), people.citizen()
    to_somebody, to_nobody = people.ask(an, binh), people.ask(an, unknown)
    same = {"representation_id", "asked_at", "valid_from"}
    assert to_somebody.model_dump(exclude=same) == to_nobody.model_dump(exclude=same)
    assert people.of(unknown) == []
    people.prove(unknown)
    (seen,) = people.of(unknown)
    assert (seen.side, seen.state) == ("representative", "asked")
    people.decide("confirm", seen, unknown)
    assert people.acting(seen, unknown).account_id == an.account_id


def test_a_number_is_stored_encrypted_and_only_until_its_account_is_known(
    people: RepresentationApplication,
) -> None:
    an, unknown = people.person(), people.citizen()
    act = people.ask(an, unknown)

    def stored() -> dict[str, Any]:
        found = people.accounts.store.database.representations.find_one({"_id": act.representation_id})
        assert found is not None
        return found

    assert SEALED in stored()
    assert unknown.stated_number is not None
    assert unknown.stated_number not in str(stored())
    people.prove(unknown)
    assert (SEALED in stored(), stored()["representative_number"]) == (False, None)
    assert stored()["representative_id"] == unknown.account_id


def test_no_event_has_a_name_or_a_number_and_the_other_sees_no_number(
    people: RepresentationApplication,
) -> None:
    an, binh = people.person(), people.person()
    act = people.ask(an, binh)
    people.decide("confirm", act, binh)
    events = str(list(people.accounts.store.database.events.find({"aggregate_id": act.representation_id})))
    seen = "".join(each.model_dump_json() for each in (*people.of(an), *people.of(binh)))
    for number in (an.personal_number, binh.personal_number):
        assert number
        assert number not in events + seen
    assert "Nguyễn Văn An" not in events


def test_a_parent_acts_for_a_child_whom_an_officer_has_seen_the_paper_of(
    people: RepresentationApplication,
) -> None:
    parent, number = people.person(), "001224" + new_id().translate({ord(c): "7" for c in "abcdef-"})[:6]
    waiting = people.call(
        "ask_representation",
        actor_of(parent),
        side="representative", ground="parent", personal_number=number, full_name="Bé", scopes=("file",),
    )  # fmt: skip
    assert people.refusal(waiting, parent) == "representation_not_in_force"
    checked = people.check(parent, number, scopes=("file", "manage"))
    assert checked.principal_name == "Nguyễn Minh Khôi"
    child = people.acting(checked, parent)
    contact = people.accounts.call(contract.get_contact, GetContact(account_id=checked.principal_id), SERVICE)
    assert (child.account_id, child.person_id) == (checked.principal_id, parent.account_id)
    assert (contact.personal_number, contact.assurance) == (number, 1)
    own = people.call(
        "ask_representation",
        actor_of(parent),
        side="representative", ground="parent", personal_number=number, full_name="Bé", scopes=("file",),
    )  # fmt: skip
    again = people.check(parent, number)
    assert (again.representation_id, again.principal_id) == (own.representation_id, checked.principal_id)
    assert people.of(child)[0].side == "principal"
    stored = people.accounts.store.database.representations.find_one({"_id": checked.representation_id}) or {}
    assert ("paper" in stored, "sealed" in stored) == (False, True)
    read = people.accounts.store.repository(RepresentationRepository).get(checked.representation_id)
    assert read.paper is not None
    assert read.paper.number == "45/2024"


def test_only_reception_checks_a_paper_and_a_code_is_good_once(people: RepresentationApplication) -> None:
    parent, child = people.person(), people.person()
    fields = people.checking(parent, child.personal_number or "")
    for actor, code in (
        (ANONYMOUS, "unauthenticated"),
        (actor_of(parent), "forbidden"),
        (SERVICE, "forbidden"),
    ):
        assert people.outcome("check_representation", actor, **fields) == code
    desk = actor_of(people.officer)
    assert people.outcome("check_representation", desk, **fields) == "ok"
    assert people.outcome("check_representation", desk, **fields) == "unknown_desk_code"
    assert people.of(child)[0].checked_by_agency == desk.agency_code


def test_who_is_shut_out_acts_for_nobody(people: RepresentationApplication) -> None:
    an, binh = people.person(), people.person()
    act = people.decide("confirm", people.ask(an, binh), binh)
    session = people.session(binh)
    people.accounts.call(contract.end_sessions, EndSessions(), actor_of(binh))
    request = contract.ActFor(representation_id=act.representation_id, session_id=session)
    with pytest.raises(ServiceError) as ended:
        tokens.act_for(
            people.accounts.store, people.accounts.tokens_issuer, request, Context.new(actor_of(binh))
        )
    assert ended.value.code == "unauthenticated"
    lock = LockAccount(command_id=new_id(), account_id=an.account_id, reason="Thử")
    people.accounts.call(contract.lock_account, lock, ADMINISTRATOR)
    assert people.refusal(act, binh) == "account_locked"


def test_who_asks_many_waits_for_answers_first(people: RepresentationApplication) -> None:
    an, binh = people.person(), people.person()
    for _ in range(20):
        last = people.ask(an, binh)
    assert people.outcome("ask_representation", actor_of(an), **asking(binh)) == "rate_limited"
    people.decide("refuse", last, binh)
    assert people.outcome("ask_representation", actor_of(an), **asking(binh)) == "ok"


@pytest.mark.parametrize("actor", [ANONYMOUS, Actor(kind=ActorKind.OFFICER, account_id="o"), SERVICE])
def test_acts_are_of_citizens(people: RepresentationApplication, actor: Actor) -> None:
    code = "unauthenticated" if actor is ANONYMOUS else "forbidden"
    named = {"representation_id": "x"}
    assert people.outcome("ask_representation", actor, **asking(people.citizen())) == code
    for name in ("confirm_representation", "refuse_representation", "end_representation"):
        assert people.outcome(name, actor, **named) == code
    assert people.outcome("list_representations", actor) == code


@pytest.mark.parametrize(
    "filter_",
    [
        {"$or": [{"principal_id": "a"}, {"representative_id": "a"}]},
        {"principal_number": same_text("001199000011"), "state": "asked"},
        {"asked_by_person": "a", "state": "asked"},
        {"ended_at": {"$gt": None, "$type": "date"}},
    ],
)
def test_acts_are_found_by_an_index(people: RepresentationApplication, filter_: dict[str, object]) -> None:
    plan = explain(people.accounts.store.database, {"find": "representations", "filter": filter_})
    assert "COLLSCAN" not in plan.stages
