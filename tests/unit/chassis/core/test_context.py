"""The context passes its allow-list on and survives any header."""

import time
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chassis.core.context import Context
from contracts.base import ANONYMOUS, Actor, ActorKind, OfficerRole

CLERK = Actor(kind=ActorKind.OFFICER, account_id="o-1", agency_code="H26.31", roles=(OfficerRole.RECEPTION,))
ANYTHING = st.one_of(st.none(), st.text(), st.integers(), st.floats(), st.binary(), st.lists(st.text()))


def test_it_reads_back_what_it_wrote() -> None:
    context = Context.new(CLERK, "en", timeout_s=5).with_call("a.b")
    again = Context.from_headers(context.to_headers())
    assert (again.actor, again.locale, again.call_id_stack) == (CLERK, "en", ("a.b",))
    assert (again.trace_id, again.correlation_id) == (context.trace_id, context.correlation_id)
    assert again.deadline is not None
    assert context.deadline is not None
    assert abs(again.deadline - context.deadline) < 0.01


@given(st.dictionaries(st.sampled_from([f"nameko.{key}" for key in Context.__dataclass_fields__]), ANYTHING))
def test_no_header_can_break_it(headers: dict[str, Any]) -> None:
    Context.from_headers(headers).to_headers()


def test_claims_that_cannot_be_read_give_nobodys_rights() -> None:
    assert Context.from_headers({"nameko.actor": '{"kind":"emperor"}'}).actor == ANONYMOUS


def test_a_plain_traceparent_of_a_stranger_is_kept() -> None:
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    assert Context.from_headers({"traceparent": trace}).trace_id == "0af7651916cd43dd8448eb211c80319c"


def test_a_nested_call_never_outlives_its_caller() -> None:
    context = Context.new(timeout_s=1)
    assert context.within(30).deadline == context.deadline
    shorter = context.within(0.1).deadline
    assert shorter is not None
    assert shorter < time.time() + 0.2


def test_claims_with_a_field_of_a_newer_release_are_read() -> None:
    claims = '{"kind":"officer","account_id":"o-1","clearance":"high"}'
    actor = Context.from_headers({"nameko.actor": claims}).actor
    assert (actor.kind, actor.account_id) == (ActorKind.OFFICER, "o-1")
