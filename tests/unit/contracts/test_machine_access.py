"""What machine clients may call: by scope, and nothing that is not listed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import accounts, machine_access, sync, topology
from contracts.accounts import MachineScope
from contracts.base import AnyMethod

METHODS = [method for methods in topology.METHODS.values() for method in methods]
LISTED = {method.routing_key for methods in machine_access.METHODS.values() for method in methods}


def test_every_scope_opens_something_that_there_is() -> None:
    assert set(machine_access.METHODS) == set(MachineScope)
    assert all(machine_access.METHODS.values())
    assert {method.routing_key for method in METHODS} >= LISTED


@given(st.sampled_from(METHODS), st.frozensets(st.sampled_from([*MachineScope, "admin", ""])))
def test_a_method_needs_one_of_its_scopes(method: AnyMethod, scopes: frozenset[str]) -> None:
    opened = any(method in machine_access.METHODS[scope] for scope in MachineScope if scope in scopes)
    assert machine_access.is_allowed(scopes, method) is opened


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.routing_key)
def test_a_token_without_scopes_is_bound_to_none_and_an_empty_list_opens_nothing(method: AnyMethod) -> None:
    assert machine_access.is_allowed(None, method)
    assert not machine_access.is_allowed(frozenset(), method)


def test_no_scope_reaches_accounts() -> None:
    assert not LISTED & {method.routing_key for method in accounts.METHODS}


def test_a_challenge_names_the_scopes() -> None:
    assert machine_access.needed(sync.receive_batch) == "sync.write"
    assert machine_access.needed(accounts.get_account) == ""
