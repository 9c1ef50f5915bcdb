"""Who calls is proved by the token or by the broker's user, and by nothing that a message says of itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.gateway_tokens import TokenSigner

from chassis.core.access_tokens import TokenMemory, UnknownKey
from chassis.core.callers import LEEWAY_S, CallerProof
from chassis.core.context import Context
from contracts import accounts, machine_access, records, topology
from contracts.base import ANONYMOUS, Actor, ActorKind, AnyMethod, RepresentationScope
from contracts.errors import ErrorCode, ServiceError
from contracts.represented_calls import REPRESENTED_CALLS

SIGNER = TokenSigner()
OPERATOR = Actor(kind=ActorKind.OPERATOR, name="cli")
OFFICER = Actor(kind=ActorKind.OFFICER, account_id="o-1", agency_code="H26")
DOSSIERS = Actor(kind=ActorKind.SERVICE, name="dossiers")
METHODS = [method for methods in topology.METHODS.values() for method in methods]
USERS = ["", "guest", topology.GATEWAY, topology.OPERATOR, *topology.SERVICES]
ACTORS = [
    *(Actor(kind=kind, account_id="a-1", name="x") for kind in ActorKind if kind is not ActorKind.ANONYMOUS),
    OPERATOR,
    *(Actor(kind=ActorKind.SERVICE, name=name) for name in (*topology.SERVICES, topology.GATEWAY)),
]


def proof(now: float = 1000.0, unproved_until: float = 0.0, outcomes: list[str] | None = None) -> CallerProof:
    tokens = TokenMemory(LEEWAY_S)
    tokens.replace_keys(SIGNER.published)
    return CallerProof(
        tokens, unproved_until, (outcomes if outcomes is not None else []).append, clock=lambda: now
    )


def context(actor: Actor, token: str = "") -> Context:
    return Context(actor=actor, token=token)


def refusal(proof: CallerProof, context: Context, user: str, method: AnyMethod) -> ErrorCode:
    with pytest.raises(ServiceError) as refused:
        proof.prove(context, user, method)
    return refused.value.code


@given(st.sampled_from(USERS), st.sampled_from(ACTORS), st.sampled_from(METHODS))
def test_the_token_says_who_calls_whatever_else_is_claimed(
    user: str, claimed: Actor, method: AnyMethod
) -> None:
    token = SIGNER.token("citizen-7", assurance=1)
    proved = proof().prove(context(claimed, token), user, method).actor
    assert proved == Actor(kind=ActorKind.CITIZEN, account_id="citizen-7", assurance=1)


@given(
    st.sampled_from(USERS), st.sampled_from(METHODS), st.frozensets(st.sampled_from([*accounts.MachineScope]))
)
def test_a_machine_client_calls_what_its_scopes_say(
    user: str, method: AnyMethod, scopes: frozenset[accounts.MachineScope]
) -> None:
    token = SIGNER.token("client-1", kind="system", agency_code="H05", scope=" ".join(scopes))
    try:
        proved = proof().prove(context(OPERATOR, token), user, method).actor
    except ServiceError as error:
        assert error.code is ErrorCode.INSUFFICIENT_SCOPE
        assert error.params == {"scope": machine_access.needed(method)}
        assert not machine_access.is_allowed(scopes, method)
    else:
        assert proved == Actor(kind=ActorKind.SYSTEM, account_id="client-1", agency_code="H05")
        assert machine_access.is_allowed(scopes, method)


ACTING = {
    "person_id": "p-1", "representation_id": "r-1", "version": 2, "ground": "member", "scopes": ["read"],
}  # fmt: skip


@given(st.sampled_from(USERS), st.sampled_from(METHODS))
def test_who_acts_for_another_calls_what_the_table_lets(user: str, method: AnyMethod) -> None:
    token = SIGNER.token("company", aud=accounts.REPRESENTATION_AUDIENCE, acting=ACTING)
    row = REPRESENTED_CALLS.get(method.routing_key)
    if row is None or row.scope is not RepresentationScope.READ:
        assert refusal(proof(), context(ANONYMOUS, token), user, method) is ErrorCode.FORBIDDEN
    else:
        assert proof().prove(context(ANONYMOUS, token), user, method).actor.person_id == "p-1"


@given(st.sampled_from(USERS), st.sampled_from(METHODS))
def test_nobody_needs_no_proof(user: str, method: AnyMethod) -> None:
    assert proof().prove(context(ANONYMOUS), user, method).actor == ANONYMOUS


@given(st.sampled_from(USERS), st.sampled_from(ACTORS), st.sampled_from(METHODS))
def test_without_a_token_the_broker_s_user_calls_in_its_own_name_and_in_no_other(
    user: str, claimed: Actor, method: AnyMethod
) -> None:
    operator = user == topology.OPERATOR and claimed.kind is ActorKind.OPERATOR
    itself = claimed == Actor(kind=ActorKind.SERVICE, name=user)
    allowed = operator or (itself and method.routing_key in topology.OWN_CALLS.get(user, ()))
    try:
        assert proof().prove(context(claimed), user, method).actor == claimed
    except ServiceError as error:
        assert not allowed
        assert error.code is (ErrorCode.FORBIDDEN if itself else ErrorCode.UNAUTHENTICATED)
    else:
        assert allowed


@pytest.mark.parametrize("claimed", [OPERATOR, OFFICER, DOSSIERS], ids=lambda actor: actor.kind)
def test_who_holds_the_gateway_s_login_is_nobody_else(claimed: Actor) -> None:
    outcomes: list[str] = []
    rule = proof(outcomes=outcomes, unproved_until=2000.0)
    assert refusal(rule, context(claimed), "gateway", accounts.create_administrator) == "unauthenticated"
    assert outcomes == ["refused"]


def test_the_gateway_asks_in_its_own_name_for_void_tokens_only() -> None:
    gateway = context(Actor(kind=ActorKind.SERVICE, name="gateway"))
    assert proof().prove(gateway, "gateway", accounts.get_revocations) == gateway
    assert refusal(proof(), gateway, "gateway", accounts.get_contact) == "forbidden"


def test_a_service_calls_in_its_own_name_what_the_topology_says() -> None:
    dossiers = context(DOSSIERS)
    assert proof().prove(dossiers, "dossiers", records.reuse_papers) == dossiers
    assert refusal(proof(), dossiers, "dossiers", records.revoke_paper) == "forbidden"


def test_the_word_of_the_release_before_is_taken_for_a_time() -> None:
    outcomes: list[str] = []
    during, after = proof(1999.0, 2000.0, outcomes), proof(2000.0, 2000.0, outcomes)
    assert during.prove(context(OFFICER), "", accounts.prove_number).actor == OFFICER
    assert refusal(after, context(OFFICER), "", accounts.prove_number) == "unauthenticated"
    assert outcomes == ["taken", "refused"]


@pytest.mark.parametrize(
    ("token", "code"),
    [
        ("x", "unauthenticated"),
        (SIGNER.token(lifetime_s=-LEEWAY_S - 5), "token_expired"),
        (SIGNER.token(aud="urn:other"), "unauthenticated"),
        (SIGNER.token(kind="operator"), "unauthenticated"),
        (SIGNER.token(kind="service"), "unauthenticated"),
        (TokenSigner().token(), "unauthenticated"),
    ],
    ids=["no token", "expired", "for others", "an operator", "a service", "another key of the same name"],
)
def test_a_bad_token_is_refused_also_while_claims_are_taken(token: str, code: str) -> None:
    for user in ("gateway", ""):
        rule = proof(unproved_until=2000.0)
        assert refusal(rule, context(OFFICER, token), user, accounts.prove_number) == code


def test_a_token_by_an_unknown_key_is_not_judged() -> None:
    with pytest.raises(UnknownKey):
        proof().prove(context(OFFICER, TokenSigner("new").token()), "gateway", accounts.prove_number)


def test_a_token_that_ended_on_the_way_is_good() -> None:
    token = SIGNER.token("o-1", lifetime_s=-30)
    assert proof().prove(context(OFFICER, token), "gateway", records.get_file).actor.account_id == "o-1"
