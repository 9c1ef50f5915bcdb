"""A process of two is killed while receptions are numbered: no number is given twice, none is left out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from tests.integration.dossiers.conftest import ServedOffice, opened
from tests.support.dossiers.office import DESK
from tests.support.processes import ServiceProcess

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.ids import new_id
from contracts.dossiers import Dossier, DossierAction
from contracts.errors import ServiceError
from devstack.servers.broker_address import BrokerAddress
from devstack.servers.mongo_address import MongoAddress
from devstack.waiting import wait_until

DOSSIERS, AT_ONCE = 60, 6


@pytest.mark.deep
def test_no_number_is_lost_with_a_killed_process(
    broker: BrokerAddress, mongo: MongoAddress, tmp_path: Path
) -> None:
    with (
        opened(broker, mongo, tmp_path / "dossiers.log") as office,
        second_process(office, tmp_path) as second,
    ):
        wait_until(second.is_ready, 30, "the second process is ready")
        filed = [office.submit() for _ in range(DOSSIERS)]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            answers = [pool.submit(accept_until_answered, office, dossier) for dossier in filed]
            wait_until(lambda: len(codes(office)) >= DOSSIERS // 4, 30, "receptions are under way")
            second.kill()
            accepted = [answer.result(90) for answer in answers]
    numbers = sorted(int(str(dossier.code).rsplit("-", 1)[1]) for dossier in accepted)
    assert numbers == list(range(1, DOSSIERS + 1))


def second_process(office: ServedOffice, folder: Path) -> ServiceProcess:
    return ServiceProcess(
        "dossiers",
        folder / "second.log",
        service="dossiers",
        amqp_uri=office.amqp_uri,
        mongo_uri=office.mongo_uri,
        mongo_database=office.database.name,
    )


def accept_until_answered(office: ServedOffice, dossier: Dossier) -> Dossier:
    """As an impatient client does: the same command again, until there is an answer."""
    command_id, done = new_id(), list[Dossier]()

    def is_answered() -> bool:
        with BlockingRpcClient(office.amqp_uri, "tests") as caller:
            try:
                done.append(
                    replace(office, caller=caller).act(
                        DossierAction.ACCEPT, dossier, DESK, command_id=command_id
                    )
                )
            except ServiceError as error:
                assert error.retryable, error
        return bool(done)

    wait_until(is_answered, 60, "the reception is answered")
    return done[0]


def codes(office: ServedOffice) -> list[str]:
    return [row["code"] for row in office.database.dossiers.find({"code": {"$type": "string"}}, {"code": 1})]
