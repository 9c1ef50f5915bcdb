"""What somebody who acts for another may call: what the table names, by the scopes of the act, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import accounts, dossiers, payments, records, topology
from contracts.base import Acting, Actor, ActorKind, RepresentationGround, RepresentationScope
from contracts.errors import ErrorCode, ServiceError
from contracts.represented_calls import REPRESENTED_CALLS, require_represented

METHODS = {method.routing_key: method for methods in topology.METHODS.values() for method in methods}
Scope = RepresentationScope


def acting(*scopes: Scope, procedure_codes: tuple[str, ...] = ()) -> Actor:
    act = Acting(
        person_id="p", representation_id="r", version=1, ground=RepresentationGround.MEMBER, scopes=scopes,
        procedure_codes=procedure_codes,
    )  # fmt: skip
    return Actor(kind=ActorKind.CITIZEN, account_id="o", acting=act)


def may_call(actor: Actor, key: str) -> bool:
    try:
        require_represented(actor, METHODS[key])
    except ServiceError as error:
        assert error.code is ErrorCode.FORBIDDEN
        return False
    return True


def test_every_row_is_a_method() -> None:
    assert REPRESENTED_CALLS.keys() <= METHODS.keys()


@given(
    st.lists(st.sampled_from(Scope), unique=True),
    st.sampled_from([(), ("1.004222",)]),
    st.sampled_from(sorted(METHODS)),
)
def test_a_call_takes_its_scope_and_an_act_for_some_procedures_what_looks_at_them(
    scopes: list[Scope], procedure_codes: tuple[str, ...], key: str
) -> None:
    row = REPRESENTED_CALLS.get(key)
    allowed = row is not None and row.scope in scopes and (row.by_procedure or not procedure_codes)
    assert may_call(acting(*scopes, procedure_codes=procedure_codes), key) is allowed
    assert may_call(Actor(kind=ActorKind.CITIZEN, account_id="o"), key)


@pytest.mark.parametrize(
    "method",
    [
        accounts.act_for,
        accounts.confirm_representation,
        accounts.claim_organisation,
        accounts.change_own_password,
        accounts.link_identity,
        accounts.issue_desk_code,
        accounts.list_sessions,
        accounts.end_sessions,
        records.remove_paper,
        dossiers.act_on_many,
        payments.receive_notification,
    ],
)
def test_the_account_itself_stays_with_its_owner(method: object) -> None:
    assert not may_call(acting(*Scope), method.routing_key)  # type: ignore[attr-defined]


def test_two_who_act_for_one_account_have_command_ids_of_their_own() -> None:
    first, second = acting(Scope.FILE), acting(Scope.FILE)
    assert second.acting is not None
    other = second.model_copy(update={"acting": second.acting.model_copy(update={"person_id": "q"})})
    owner = Actor(kind=ActorKind.CITIZEN, account_id="o")
    assert len({first.key, other.key, owner.key}) == 3
    assert (first.person_id, owner.person_id) == ("p", "o")
