"""While an upgrade rolls: the new accounts is asked by gateways and services of the release before, which prove nothing."""

from collections.abc import Iterator

import pytest
from tests.integration.accounts.harness import AccountsHarness, run_accounts

from chassis.core.context import Context
from contracts import accounts as contract
from contracts.base import Actor, ActorKind
from contracts.errors import ErrorCode, ServiceError
from devstack.servers.broker_address import BrokerAddress
from devstack.servers.mongo_address import MongoAddress

ADMINISTRATOR = Actor(kind=ActorKind.ADMINISTRATOR, account_id="a-1")
LISTING = contract.ListOfficers()


@pytest.fixture(scope="module", params=[True, False], ids=["upgraded", "new"])
def strict(
    broker: BrokerAddress,
    mongo: MongoAddress,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[tuple[AccountsHarness, bool]]:
    """The service as it is installed, and whether it takes the data of the release before over."""
    place, upgraded = tmp_path_factory.mktemp("accounts"), bool(request.param)
    with run_accounts(broker, mongo, place, of_release_before=upgraded, claims_required=True) as running:
        yield running, upgraded


@pytest.mark.deep
def test_the_word_of_the_release_before_is_taken_in_an_upgrade_alone(
    strict: tuple[AccountsHarness, bool],
) -> None:
    running, upgraded = strict
    running.rpc.user = None  # type: ignore[assignment]
    if upgraded:
        assert running.call(contract.list_officers, LISTING, ADMINISTRATOR).items == ()
        assert running.process.metric("rpc_unproved_calls_total", outcome="taken") == 1
        return
    with pytest.raises(ServiceError) as refused:
        running.call(contract.list_officers, LISTING, ADMINISTRATOR)
    assert refused.value.code is ErrorCode.UNAUTHENTICATED
    assert running.process.metric("rpc_unproved_calls_total", outcome="refused") == 1


@pytest.mark.deep
def test_a_token_that_is_none_is_refused_in_an_upgrade_too(strict: tuple[AccountsHarness, bool]) -> None:
    running, _ = strict
    forged = Context(ADMINISTRATOR, token="a.b.c")
    with pytest.raises(ServiceError) as refused:
        running.rpc.call(contract.list_officers, LISTING, forged)
    assert refused.value.code is ErrorCode.UNAUTHENTICATED
